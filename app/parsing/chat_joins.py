"""Files that somebody put together from several exports (another telephone, another language): lines with a header of another shape
that are no chat copied into a message."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from app.parsing.chat_dates import MARKS, Clock, Order, vote
from app.parsing.chat_header import Header, Shape, header_of, shape_of, wide_match

MOST_SHAPES, MOST_LINES = 20, 2000
FEWEST, MANY = 3, 30
"""How many lines of another shape are an export of its own: where its writers are known; where they are not."""
MOSTLY, HALF, SHARE = 0.9, 0.5, 0.2
_OPENING = re.compile(rf"[{MARKS}]*[\[(]*\d[^\n]{{0,40}}?\d ?[:.h] ?\d\d")
MOST_TRIES = 50_000


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with another header, and the last header of the file before it."""

    text: str
    found: re.Match[str]
    before: re.Match[str]

    @property
    def writer(self) -> str:
        """What stands before the first colon."""
        return self.text[self.found.end() :].partition(": ")[0].strip()


class OtherShapes:
    """Collects lines with headers of other shapes, and says which of them are exports of their own."""

    def __init__(self) -> None:
        self._lines: dict[Shape, list[_Line]] = {}
        self._tries = 0

    def see(self, line: str, before: re.Match[str] | None) -> None:
        """Look at a line that has no header of this file; most are told by how they begin."""
        if before is None or self._tries > MOST_TRIES or not _OPENING.match(line):
            return
        self._tries += 1
        found = wide_match(line)
        if found is None:
            return
        lines = self._lines.setdefault(shape_of(found), []) if len(self._lines) < MOST_SHAPES else self._lines.get(shape_of(found))
        if lines is not None and len(lines) < MOST_LINES:
            lines.append(_Line(line, found, before))

    def joined(self, header: Header, order: Order, known: Collection[str], count: int) -> Header:
        """Return the header with the shapes of other exports. `known` are those who write in this file, `count` is how many lines it has.

        Copied chats are older than the message that they are in; exports that follow are not, and the same people write in them.
        """
        extra = tuple(
            made.pattern
            for shape, lines in self._lines.items()
            if len(lines) >= FEWEST
            and (made := header_of(shape, [line.found for line in lines]))
            and _is_export(lines, made, order, known, count)
        )
        return replace(header, extra=(*header.extra, *extra)) if extra else header


def _is_export(lines: list[_Line], header: Header, order: Order, known: Collection[str], count: int) -> bool:
    writers = [line.writer for line in lines]
    recurring = len(lines) >= MANY and len(set(writers)) * FEWEST <= len(lines)
    if recurring and len(lines) >= SHARE * count:
        return True
    found = [(line.before, match) for line in lines if (match := header.match(line.text))]
    theirs = Clock(vote([match["date"] for _, match in found]).order, ZoneInfo("UTC"))
    ours = Clock(order, ZoneInfo("UTC"))
    later = sum(_local(theirs, match) >= _local(ours, before) for before, match in found)
    return later >= MOSTLY * len(lines) and (recurring or sum(map(known.__contains__, writers)) >= HALF * len(lines))


def _local(clock: Clock, found: re.Match[str]) -> str:
    at = clock.at(*found.group("date", "clock", "seconds", "period"))
    return at[1] if at else ""
