"""The few FETCH and SEARCH responses that Toonbank asks for, read fast (RFC 3501 section 7.4.2, RFC 7162, RFC 4731).

Only these items, in any order: UID, FLAGS, INTERNALDATE, RFC822.SIZE, MODSEQ and BODY[] as a literal. For any other shape
the answer is None, and the caller reads it with a complete parser.
"""

import calendar
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_START = re.compile(rb"\* \d+ FETCH \(", re.IGNORECASE)
_ITEM = re.compile(
    rb'(?:UID (\d{1,20})|FLAGS \(([^()"]*)\)|INTERNALDATE "([^"]*)"|RFC822\.SIZE (\d{1,20})|MODSEQ \(\d+\)|(BODY\[\]) )(?: |(?=\)))',
    re.IGNORECASE,
)
_LITERAL = re.compile(rb"\{(\d{1,40})\}\r\n\Z")
_DATE = re.compile(rb"([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {name: n for n, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_ALL = re.compile(rb" ALL ([\d:,]+)")


class Fetched(NamedTuple):
    """One FETCH response. `date` is epoch seconds, `size` bytes; None: not said. `has_body`: a BODY[] literal came along."""

    uid: int
    flags: tuple[str, ...] | None
    date: float | None
    size: int | None
    has_body: bool


def literal_size(line: bytes) -> int | None:
    """Return the size in bytes of the literal that this line announces, or None."""
    found = _LITERAL.match(line, line.rfind(b"{")) if line.endswith(b"}\r\n") and b"{" in line else None
    return int(found[1]) if found else None


def parse_fetch(head: bytes, tail: bytes = b"") -> Fetched | None:
    """Read a FETCH response: `head` the line (up to and with the announcement of a literal), `tail` the line after the literal, if any.

    Returns None when anything in it is not of the expected shape, or when the UID is missing.
    """
    start = _START.match(head)
    if start is None:
        return None
    text = _LITERAL.sub(b"", head) + tail if tail else head
    uid = flags = date = size = None
    body = False
    at = start.end()
    while item := _ITEM.match(text, at):
        at = item.end()
        match item.lastindex:
            case 1:
                uid = int(item[1])
            case 2:
                flags = flag_names(item[2])
            case 3:
                date = epoch(item[3])
            case 4:
                size = int(item[4])
            case 5:
                body = True
    complete = uid is not None and text[at:] == b")\r\n" and body == bool(tail)
    return Fetched(uid, flags, date, size, body) if complete and uid is not None else None


@lru_cache(maxsize=4096)
def flag_names(raw: bytes) -> tuple[str, ...]:
    """Return the flags of a list such as `\\Seen \\Answered`, sorted, without \\Recent (which is about the session, not the mail)."""
    return tuple(sorted(name for name in raw.decode("utf-8", "replace").split() if name.lower() != "\\recent"))


@lru_cache(maxsize=4096)
def epoch(date: bytes) -> float | None:
    """Return an INTERNALDATE such as `22-Nov-2026 10:43:18 +0100` as epoch seconds, or None when it is none."""
    found = _DATE.fullmatch(date)
    month = _MONTHS.get(found[2].lower()) if found else None
    if found is None or month is None:
        return None
    day, year, hour, minute, second = (int(found[n]) for n in (1, 3, 4, 5, 6))
    offset = (int(found[8]) * 60 + int(found[9])) * 60
    return float(calendar.timegm((year, month, day, hour, minute, second)) - (offset if found[7] == b"+" else -offset))


def parse_esearch(line: bytes, most: int) -> list[int] | None:
    """Return the numbers of an `* ESEARCH ... ALL 1:5,9` response, ascending; None when it is none or names more than `most`."""
    if not line.upper().startswith(b"* ESEARCH"):
        return None
    found = _ALL.search(line.upper())
    numbers: list[int] = []
    for part in found[1].split(b",") if found else ():
        low, _, high = part.partition(b":")
        if len(part) > 40 or not low.isdigit() or (high and not high.isdigit()):
            return None
        first, last = sorted((int(low), int(high or low)))
        if last - first + len(numbers) >= most:
            return None
        numbers.extend(range(first, last + 1))
    return sorted(numbers)


def packed(uids: Iterable[int], sizes: dict[int, int], most: int, most_bytes: int) -> Iterable[list[int]]:
    """Split UIDs into runs of at most `most` mails and `most_bytes` bytes; a bigger mail is a run of its own. Unknown sizes count as 0."""
    run: list[int] = []
    held = 0
    for uid in uids:
        size = sizes.get(uid, 0)
        if run and (len(run) >= most or held + size > most_bytes):
            yield run
            run, held = [], 0
        run.append(uid)
        held += size
    if run:
        yield run
