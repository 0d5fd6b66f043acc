"""Looks for words in files, in every shape in which they could be read again."""

import base64
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import zstandard

PIECE = 8
"""So many characters of a word in a row are a find."""
_MOST = 1 << 24


class Scanner:
    """Finds words, and pieces of them, by eight bytes at a time."""

    def __init__(self, words: Iterable[str], raw: Iterable[bytes] = ()) -> None:
        self._shapes: dict[bytes, str] = {}
        for word in words:
            for shape in _shapes(word):
                self._shapes.update(dict.fromkeys(shape, word))
        for content in raw:
            self._shapes.update({piece: "raw bytes" for piece in _pieces(content, 16)})
        self._heads = np.array([int.from_bytes(shape[:PIECE], "little") for shape in self._shapes], dtype="<u8")

    def scan(self, folder: Path) -> dict[str, set[str]]:
        """Return what was found under a folder or in a file: place -> words. Names of files are looked at too."""
        found: dict[str, set[str]] = {}
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            words = self.words_in(str(path.relative_to(folder)).encode())
            if path.is_file():
                words |= {word for content in _contents(path.read_bytes()) for word in self.words_in(content)}
            if words:
                found[str(path)] = words
        return found

    def words_in(self, content: bytes) -> set[str]:
        """Return the words of which a piece is in these bytes."""
        found: set[str] = set()
        for data in {content, content.lower()}:
            for at in self._hits(data):
                found |= {self._shapes[shape] for size in (PIECE, 2 * PIECE) if (shape := data[at : at + size]) in self._shapes}
        return found

    def _hits(self, data: bytes) -> Iterator[int]:
        """Yield where eight bytes are the first of a shape."""
        for shift in range(PIECE):
            numbers = np.frombuffer(data, "<u8", count=max(0, (len(data) - shift) // PIECE), offset=min(shift, len(data)))
            yield from (int(n) * PIECE + shift for n in np.flatnonzero(np.isin(numbers, self._heads)))


def _shapes(word: str) -> Iterator[set[bytes]]:
    """Yield the pieces of a word: as it is, in lower case, without accents; in UTF-8, UTF-16, base64 and hex."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    for text in {word, word.casefold(), bare.casefold()}:
        yield _pieces(text.encode(), PIECE)
        for name in ("utf-16-le", "utf-16-be"):
            yield {text[i : i + PIECE].encode(name) for i in range(len(text) - PIECE + 1)}
        yield _pieces(text.encode().hex().encode(), 2 * PIECE)
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + text.encode())
            yield _pieces(coded[4:-4], 2 * PIECE) | _pieces(coded[4:-4].lower(), 2 * PIECE)


def _pieces(data: bytes, size: int) -> set[bytes]:
    return {data[i : i + size] for i in range(len(data) - size + 1)}


def _contents(data: bytes) -> Iterator[bytes]:
    """Yield a file as it is, the members of a zip, and whatever in it is a zlib, gzip or Zstandard stream."""
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield from _contents(archive.read(name))
    for magic in (b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08"):
        for at in _places(data, magic):
            yield _inflated(data[at:])
    for at in _places(data, zstandard.FRAME_HEADER):
        yield _unzstd(data[at:])


def _places(data: bytes, magic: bytes) -> Iterator[int]:
    at = data.find(magic)
    while at >= 0:
        yield at
        at = data.find(magic, at + 1)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(47).decompress(data, _MOST)
    except zlib.error:
        return b""


def _unzstd(data: bytes) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompressobj().decompress(data)
    except zstandard.ZstdError:
        return b""
