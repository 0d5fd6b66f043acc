"""mbox files as a stream of mails, in bounded memory.

A separator is a line `From sender date` that ends in a readable date and is followed by something like a header; any other line
that starts with "From " belongs to the letter. `>From ` lines lose one ">". Google Takeout writes the zone before the year. A file whose
first separator has no date (`From ann@example.com`) may have more such, each behind an empty line. Where a mail's Content-Length says that
it goes on beyond a separator, and just to where another begins, it does (mboxcl2 leaves such lines as they are).
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

from app.parsing.dates import parse_date

MAX_MAIL = 256 * 1024 * 1024
"""Bytes of one mail that are kept; a longer one is cut (only a damaged file holds such)."""
_BLOCK = 1 << 20
_SLACK = 2
"""Bytes of line end that a Content-Length may leave out."""
_LINE = 1 << 16
_HEAD = 1 << 14
"""Bytes in which a mail's own length is looked for."""

_WORD = rb"[A-Za-z\x80-\xff]"
_ISO_DATE = rb"\d{4}-\d{2}-\d{2}[T \t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?[ \t]?(?:Z|[+-]\d{2}:?\d{2})?"
_DATE = (
    rb"(?:" + _WORD + rb"{2,4}\.?,?[ \t]+)?(?:" + _WORD + rb"{3,7}\.?[ \t]+\d{1,2}|\d{1,2}[ \t]+" + _WORD + rb"{3,7}\.?(?:[ \t]+\d{4})?)"
    rb"[ \t]+\d{1,2}:\d{2}(?::\d{2})?"
    rb"(?:[ \t]+(?:[+-]\d{4}|[A-Z]{1,5}|\d{4}))*"
)
_SEPARATOR = re.compile(
    rb"From (?:[^\r\n]{0,400}?[ \t])??("
    + _DATE
    + rb"|"
    + _ISO_DATE
    + rb")(?:[ \t]+remote from [^\r\n]*)?[ \t]*\r?\n(?=>?From |[!-9;-~]{1,80}[ \t]*:)"
)
_DATELESS = re.compile(
    rb"From (?:-|[^\s:]*)()[ \t]*\r?\n(?=(?:From|To|Date|Subject|Received|Return-Path|Reply-To|Delivered-To|Message-I[dD]"
    rb"|M[iI][mM][eE]-Version|Content-Type|Status|X-[A-Za-z0-9-]{1,60})[ \t]*:)"
)
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_MOST_HELD, _HELD_BYTES = 64, 64 * 1024 * 1024
"""Mails, and bytes, that are held while one goes on by its own word."""
_YEAR = re.compile(rb"\b\d{4}\b")
_ASCTIME = re.compile(r"(?:[A-Za-z]{2,4}\.?,?\s+)?([A-Za-z]{3,4})\.?\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*(.*)")
_PLAIN_ASCTIME = re.compile(rb"[A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) (197[1-9]|19[89]\d|20\d\d)")
"""What nearly all separators say; the others take the longer road."""
_MONTHS = {name: number for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MboxMail:
    """A mail in an mbox: byte offset of its separator, the time on it (aware, None where it says none), and its bytes without it."""

    offset: int
    received_at: datetime | None
    raw: bytes


def split_mbox(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (byte offset of the separator, raw mail) for each mail."""
    for mail in read_mbox(stream):
        yield mail.offset, mail.raw


def read_mbox(stream: BinaryIO) -> Iterator[MboxMail]:
    """Yield the mails in order; what stands before the first separator is no mail. Memory: one mail and a block, some mails where one
    declares a length."""
    pieces = _pieces(stream)
    waiting: deque[_Collected] = deque()
    while (first := waiting.popleft() if waiting else next(pieces, None)) is not None:
        declared = _declared(first)
        if declared <= first.size + _SLACK:
            yield first.finish()
            continue
        group, size = [first], first.size
        while declared > size + _SLACK and len(group) < _MOST_HELD and size < _HELD_BYTES:
            more = waiting.popleft() if waiting else next(pieces, None)
            if more is None:
                break
            group.append(more)
            size += len(more.separator) + more.size
        if len(group) > 1 and declared <= size <= declared + _SLACK:
            yield first.finish(group[1:])
        else:
            yield first.finish()
            waiting.extendleft(reversed(group[1:]))


def _declared(mail: "_Collected") -> int:
    """Return how many bytes a mail should have by its Content-Length, 0 when it says nothing."""
    raw = mail.pieces[0] if mail.pieces else b""
    if raw.find(b"ontent-L", 0, _HEAD) < 0 and raw.find(b"ontent-l", 0, _HEAD) < 0:
        return 0
    ends = [at + len(mark) for mark in (b"\n\n", b"\n\r\n") if (at := raw.find(mark, 0, _HEAD)) >= 0]
    end = min(ends, default=0)
    found = _LENGTH.search(raw, 0, end) if end else None
    return end + int(found[1]) if found else 0


def _pieces(stream: BinaryIO) -> Iterator["_Collected"]:
    """Yield what stands between separators."""
    current: _Collected | None = None
    offset = 0
    pattern: re.Pattern[bytes] | None = None
    for block in _blocks(stream):
        at = 0
        pattern = pattern or (_DATELESS if _starts_dateless(block) else _SEPARATOR)
        for match in _separators(block, pattern):
            if current is not None:
                current.add(block[at : match.start()])
                yield current
            current = _Collected(offset + match.start(), match[1], match[0])
            at = match.end()
        if current is not None:
            current.add(block[at:])
        offset += len(block)
    if current is not None:
        yield current


def starts_mbox(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an mbox."""
    head = head.lstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    match = _SEPARATOR.match(head)
    return (match is not None and _YEAR.search(match[1]) is not None) or _starts_dateless(head)


def holds_mbox(head: bytes) -> bool:
    """Whether the first bytes of a file that begins in the middle of a mail hold the separator of another."""
    return next(_separators(b"\n" + head, _SEPARATOR), None) is not None


def _starts_dateless(head: bytes) -> bool:
    return head.startswith(b"From ") and _DATELESS.match(head) is not None


class _Collected:
    """The mail that is being read."""

    __slots__ = ("date", "offset", "pieces", "separator", "size")

    def __init__(self, offset: int, date: bytes, separator: bytes) -> None:
        self.offset = offset
        self.date = date
        self.separator = separator
        self.pieces: list[bytes] = []
        self.size = 0

    def add(self, piece: bytes) -> None:
        if piece and self.size < MAX_MAIL:
            self.pieces.append(piece[: MAX_MAIL - self.size])
            self.size += len(piece)

    def finish(self, more: "Sequence[_Collected]" = ()) -> MboxMail:
        """Return the mail; `more` are pieces that it goes on with, separators and all."""
        raw = b"".join(self.pieces)
        if more:
            raw = b"".join((raw, *(part for one in more for part in (one.separator, *one.pieces))))
        if raw.endswith(b"\n\n"):  # the empty line before a separator belongs to the separator
            raw = raw[:-1]
        elif raw.endswith(b"\n\r\n"):
            raw = raw[:-2]
        if not more and b">From " in raw:
            raw = _QUOTED_FROM.sub(rb"\1", raw)
        return MboxMail(self.offset, envelope_date(self.date), raw)


def _separators(block: bytes, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    at = 0 if block.startswith(b"From ") else block.find(b"\nFrom ") + 1
    first = at == 0 and block.startswith(b"From ")
    while first or at > 0:
        first = False
        match = pattern.match(block, at)
        if match is not None and (_YEAR.search(match[1]) if pattern is _SEPARATOR else _is_apart(block, at)):
            yield match
        at = block.find(b"\nFrom ", at) + 1


def _is_apart(block: bytes, at: int) -> bool:
    """Say whether an empty line stands before a place, or nothing that is known."""
    return at < 2 or block[at - 2 : at - 1] == b"\n" or block[max(0, at - 3) : at] == b"\n\r\n"


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield pieces that end with a line, never between a line that starts with "From " and the one after it."""
    while block := stream.read(_BLOCK):
        last = block.rfind(b"\n") + 1
        if last < len(block):
            block += stream.readline(_LINE)
        tail = block.rfind(b"\n", 0, len(block) - 1) + 1
        while block.startswith(b"From ", tail) and block.endswith(b"\n"):
            tail = len(block)
            line = stream.readline(_LINE)
            block += line
            if not line:
                break
        yield block


def envelope_date(date: bytes) -> datetime | None:
    """Return the time of a separator (asctime, with or without a zone before or after the year), None where it makes no sense."""
    return _usual_date(date) or _odd_date(date.decode("utf-8", "replace").strip())


def _usual_date(date: bytes) -> datetime | None:
    match = _PLAIN_ASCTIME.fullmatch(date)
    month = _MONTHS.get(match[1]) if match else None
    if match is None or month is None:
        return None
    day, hour, minute, second, year = map(int, match.groups()[1:])
    with suppress(ValueError):
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return None


def _odd_date(text: str) -> datetime | None:
    if text[:4].isdecimal():
        with suppress(ValueError):
            at = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    match = _ASCTIME.fullmatch(text.strip())
    if match is None:
        return parse_date(text)[0]
    year = next((word for word in match[4].split() if len(word) == 4 and word.isdigit()), "")
    zone = next((word for word in match[4].split() if word != year), "+0000")
    return parse_date(f"{match[2]} {match[1]} {year} {match[3]} {zone}")[0] if year else None
