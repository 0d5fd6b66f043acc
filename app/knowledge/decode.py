"""Bytes to text: encodings as they come from shops' laptops, and honest refusals of what is not text."""

import re
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.text import N_

MAX_BYTES = 50_000_000
"""Larger files are refused: no knowledge article is that long, and reading one would stall the window."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "OLE"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"SQLite format 3", "database"),
    (b"\x1f\x8b", "GZIP"),
    (b"{\\rtf", "RTF"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u00ad")


def load(path: Path) -> bytes:
    """Return the file's bytes; raises BadInput when it is missing, empty, too large or unreadable."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput(N_("{name} is larger than 50 MB; split it, or export only the text."), name=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(N_("{name} cannot be read from the disk; check that it is there and may be opened."), name=path.name) from error
    if not data.strip():
        raise BadInput(N_("{name} is empty; there is nothing to learn from it."), name=path.name)
    return data


def signature(data: bytes) -> str:
    """Return what a file's first bytes say it is ("PDF", "ZIP", "OLE", "image" ...), or "" for what may be text."""
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:16]
    return next((name for magic, name in _SIGNATURES if start.startswith(magic)), "")


def decode(data: bytes, name: str) -> str:
    """Return text with plain line ends; UTF-8, UTF-16 and Windows-1252 are understood. Raises BadInput for what is not text."""
    text = _utf16(data) if _looks_utf16(data) else _eight_bit(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    if len(_CONTROL.findall(text)) > max(2, len(text) // 100):
        raise BadInput(N_("{name} does not hold readable text; save it again as plain text, Word or PDF."), name=name)
    return _CONTROL.sub(" ", text)


def _looks_utf16(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    head = data[:2000]
    return len(head) > 3 and max(head[0::2].count(0), head[1::2].count(0)) > 0.4 * (len(head) // 2)


def _utf16(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    big_endian = data[0:2000:2].count(0) > data[1:2000:2].count(0)
    return data.decode("utf-16-be" if big_endian else "utf-16-le", "replace")


def _eight_bit(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; they count as unreadable characters.
        return data.decode("cp1252", "replace")
