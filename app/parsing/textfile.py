"""Text files of unknown encoding, as lines. Streams: a file of any size is held a line at a time.

UTF-8 (with or without BOM), then UTF-16 by BOM or NUL bytes, then cp1252 with a warning.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1024 * 1024
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file: a codec name, its error handler, and a warning code ("", `cp1252` or `broken_utf8`)."""

    name: str
    errors: str = "replace"
    warning: str = ""


def detect_encoding(stream: BinaryIO) -> Encoding:
    """Read the stream to its end and say how to decode it. A character cut off at the very end is no reason for doubt."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    chunk = stream.read(CHUNK)
    wide = _utf16(chunk[:4096])
    if wide:
        return Encoding(wide)
    while chunk:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return _damaged(chunk, stream)
        chunk = stream.read(CHUNK)
    return Encoding("utf-8-sig")


def read_lines(stream: BinaryIO, encoding: Encoding) -> Iterator[str]:
    r"""Yield lines without their end. Lines end at \r\n, \r or \n only: U+2028, U+0085 and form feeds belong to the text."""
    with io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline=None) as text:
        for line in text:
            yield line[:-1] if line.endswith("\n") else line


def _utf16(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.count(0) * 4 < len(head) or not head:
        return ""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _damaged(chunk: bytes, stream: BinaryIO) -> Encoding:
    """Decide between UTF-8 with some broken bytes and an eight-bit code page: by what most of the high bytes look like."""
    whole = broken = 0
    while chunk:
        sequences = _MULTIBYTE.findall(chunk)
        whole += len(sequences)
        broken += len(_HIGH.findall(chunk)) - sum(map(len, sequences))
        chunk = stream.read(CHUNK)
    return Encoding("utf-8-sig", warning="broken_utf8") if whole > broken else Encoding("cp1252", warning="cp1252")
