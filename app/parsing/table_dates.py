"""Dates and times of a table's column: ISO with or without offset, Unix time, the day numbers of spreadsheets, numbers in any order,
months by name in nl, en, de and fr.

    column = Dates.learn(texts, options)        # texts: all of the column (or as many as there are)
    moment = column.read("03-02-2025 14:05")    # Moment(at=UTC, local="2025-02-03T14:05:00") or None
    if column.example: ...                      # a date that reads both ways: yield `column.problem(where)`, warn "ambiguous_date"

The order of day and month is decided for the column: by dates that read one way only, by what puts all (not a few) in order of time;
dots mean day first. Where none of these tells, what the owner said (`options.day_first`), else a guess that is reported.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.domain.errors import BadInput
from app.domain.message import Problem, ProblemKind, ReadOptions
from app.domain.text import N_
from app.parsing.chat_dates import PERIOD, hour24

FIRST_YEAR, LAST_YEAR = 1990, 2100
DAY_FIRST = N_("Day and month cannot be told apart in this file; the day was read first. Say so if the month comes first.")
MONTH_FIRST = N_("Day and month cannot be told apart in this file; the month was read first. Say so if the day comes first.")
NO_ZONE = N_("There is no time zone called {name}; give one such as Europe/Amsterdam.")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january januar jänner janvier janv",
            "feb februari february februar février fevrier févr fevr fév",
            "mar mrt maart march märz maerz mär mrz mars",
            "apr april avril avr",
            "may mei mai",
            "jun juni june juin",
            "jul juli july juillet juil",
            "aug augustus august août aout",
            "sep sept september septembre",
            "oct okt oktober october octobre",
            "nov november novembre",
            "dec dez december dezember décembre decembre déc",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "bst": 60, "wet": 0, "est": -300, "edt": -240}
_ZONES |= {
    "eet": 120,
    "eest": 180,
    "west": 60,
    "msk": 180,
    "jst": 540,
    "aest": 600,
    "aedt": 660,
    "hst": -600,
    "cst": -360,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
}
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})(?:([-/.])|\.? )\s?(\d{1,2})(?:\2|\.? )\s?(\d{2,4})(?![\d:])")
_DAY_NAMED = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|e)?[\s.,\-/]*(?:of\s|de\s)?({_MONTH})\b[\s.,\-/']*(\d{{4}}|\d{{2}})(?![\d:])", re.IGNORECASE
)
_NAMED_DAY = re.compile(rf"\b({_MONTH})\b[\s.\-]*(\d{{1,2}})(?:st|nd|rd|th)?[\s,\-]+(\d{{4}})(?!\d)", re.IGNORECASE)
_CTIME = re.compile(rf"\b({_MONTH})\b\s+(\d{{1,2}})\s+(?=\d{{1,2}}:\d{{2}})(.*?)\s(\d{{4}})$", re.IGNORECASE)
"""`Tue Oct 31 22:10:47 +0000 2017`: the year comes last."""
_YEAR_NAMED = re.compile(rf"(?<!\d)(\d{{4}})[\s.,\-/]*({_MONTH})\b[\s.,\-/]*(\d{{1,2}})(?!\d)", re.IGNORECASE)
_TIME = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:[:.]|\s?[hu]\s?)(\d{{2}})(?:[:.](\d{{2}})(?:[.,](\d+))?)?(?!\d)\s?({PERIOD})?(?!(?!Z\b)[^\W\d_])|(?<!\d)(\d{{1,2}})\s?([ap]\.?m\b\.?)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?\b", re.IGNORECASE)
_ZONE_NAME = re.compile(rf"\b({'|'.join(_ZONES)})\b", re.IGNORECASE)
_PLAIN_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{2,4}")
_PLAIN_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_WORD = re.compile(r"[^\W\d_]+")
_SLOW = 80
"""Characters that a date has at most."""
_EPOCH = {10: 1, 13: 1000, 16: 1_000_000}
_SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d{1,12})?")
"""A day as a spreadsheet counts it: days since 1899-12-30, the time of day as its part; 1954 to 2091."""
_DAY_ZERO = datetime(1899, 12, 30)
_UNIX_PART = re.compile(r"\d{10}[.,]\d{1,9}")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:[T ]?\d{4}(?:\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
"""`20240304`, `20240304T091500Z`, `202403040915`."""
_SOME = 6
"""Dates of which the order of time says how they are meant: fewer are in order by chance."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time. `local` is the time as written (ISO, without zone) where the file names no zone: identities are made from it;
    "" where the zone is told. `timed` says whether a time of day was given."""

    at: datetime
    local: str
    timed: bool = True


@dataclass(frozen=True, slots=True)
class _Parts:
    """A date taken apart. `numbers` are kept in the order of the file when day and month could change places (`both_ways`)."""

    year: int
    first: int
    second: int
    mark: str = ""
    clock: tuple[int, int, int, int] | None = None
    offset: int | None = None
    half: bool = False
    both_ways: bool = False


@lru_cache(maxsize=65536)
def _parts(text: str) -> _Parts | None:
    """Take a date apart; (year, month, day) in `year, first, second` unless `both_ways`."""
    text = _CTIME.sub(r"\2 \1 \4 \3", text)
    for pattern, places in ((_NUMERIC, None), (_DAY_NAMED, (3, 2, 1)), (_NAMED_DAY, (3, 1, 2)), (_YEAR_NAMED, (1, 2, 3))):
        found = pattern.search(text)
        if found is None:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        clock, half, rest = _clock(rest)
        offset, rest = _offset(rest)
        if sum(map(len, _WORD.findall(rest))) > 20 or re.search(r"\d", rest):
            return None
        if places:
            year, month, day = (found[at] for at in places)
            return _Parts(_year(year), _MONTHS[month.lower()], int(day), clock=clock, offset=offset, half=half)
        return _numeric(found, clock, offset, half=half)
    return None


def _numeric(found: re.Match[str], clock: tuple[int, int, int, int] | None, offset: int | None, *, half: bool) -> _Parts | None:
    a, b, c = found[1], found[3], found[4]
    mark = found[2] or " "
    if len(a) > 2:
        return _Parts(_year(a), int(b), int(c), mark=mark, clock=clock, offset=offset, half=half) if len(a) == 4 and len(c) <= 2 else None
    if len(c) == 3:
        return None
    return _Parts(_year(c), int(a), int(b), mark, clock, offset, half=half, both_ways=True)


def _clock(rest: str) -> tuple[tuple[int, int, int, int] | None, bool, str]:
    """Return (hour, minute, second, microsecond), whether it is a clock of twelve hours, and what is left of the text."""
    found = _TIME.search(rest)
    if found is None:
        return None, False, rest
    period = found[5] or found[7] or ""
    hour = hour24(int(found[1] or found[6]), period)
    micro = int((found[4] or "0").ljust(6, "0")[:6])
    clock = (hour, int(found[2] or 0), int(found[3] or 0), micro)
    return clock, bool(period), f"{rest[: found.start()]} {rest[found.end() :]}"


def _offset(rest: str) -> tuple[int | None, str]:
    """Return minutes east of Greenwich where a zone is named, and what is left of the text."""
    if found := _OFFSET.search(rest):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        minutes = -minutes if found[1] == "-" else minutes
    elif found := _ZONE_NAME.search(rest):
        minutes = _ZONES[found[1].lower()]
    else:
        return None, rest
    return (minutes if abs(minutes) <= 14 * 60 else None), f"{rest[: found.start()]} {rest[found.end() :]}"


def _year(digits: str) -> int:
    year = int(digits)
    return year + 2000 if len(digits) == 2 else year


def _day(parts: _Parts, *, day_first: bool) -> date | None:
    month, day = (parts.second, parts.first) if parts.both_ways and day_first else (parts.first, parts.second)
    if not FIRST_YEAR <= parts.year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    try:
        return date(parts.year, month, day)
    except ValueError:
        return None


def is_date(text: str) -> bool:
    """Say whether a text is a date (with or without time) and nothing else.

    Unix time counts only in milliseconds: ten digits are also phone numbers.
    """
    text = text.strip()
    if not 6 <= len(text) <= _SLOW:
        return False
    if text.isdecimal():
        return len(text) == 13 and text[0] in "12"
    parts = _parts(text)
    return parts is not None and (_day(parts, day_first=True) or _day(parts, day_first=False)) is not None


def is_moment(text: str) -> bool:
    """Say whether a cell of a column that is said to hold times is one: also Unix time, a spreadsheet's day, digits without marks."""
    text = text.strip()
    return is_date(text) or (text[:5].isdecimal() and Dates(UTC).read(text) is not None)


@dataclass(slots=True)
class Dates:
    """Reads the dates of one column. `example` is a date that reads both ways when the column does not tell, else ""."""

    zone: tzinfo
    day_first: bool = True
    example: str = ""
    _known: dict[str, Moment | None] = field(default_factory=dict)
    _days: dict[str, tuple[datetime, str]] = field(default_factory=dict)

    @staticmethod
    def learn(texts: Iterable[str], options: ReadOptions, zone: str = "") -> "Dates":
        """Decide on the order of day and month. `zone` is the zone that the column's header names (`header_zone`), else that of the options
        counts. Raises BadInput for an unknown zone."""
        kept = _distinct(texts)
        day_first, certain = _order(kept)
        if not certain and options.day_first is not None:
            day_first, certain = options.day_first, True
        example = "" if certain else next((text for text, parts in kept if _differs(parts)), "")
        return Dates(_zone(zone or options.timezone), day_first, example)

    def read(self, text: str, clock: str = "") -> Moment | None:
        """Return the moment of a cell, with the time of day from another column (`clock`) where there is one; None when it is no date."""
        key = f"{text}\0{clock}"
        found = self._known.get(key)
        if found is None and key not in self._known:
            if len(self._known) > 50_000:
                self._known.clear()
            found = self._known[key] = self._moment(text.strip(), clock.strip())
        return found

    def problem(self, where: str) -> Problem:
        """Return what to report when `example` is not empty."""
        return Problem(ProblemKind.AMBIGUOUS_DATE, where, DAY_FIRST if self.day_first else MONTH_FIRST, self.example)

    def _moment(self, text: str, clock: str) -> Moment | None:
        if not 5 <= len(text) <= _SLOW:
            return None
        if text[:5].isdecimal():
            return self._number(text)
        if text[4] == "-" and (len(text) > 10 or not clock) and (found := self._iso(text)):
            return found
        if found := self._plain(text, clock):
            return found
        parts = _parts(text)
        day = _day(parts, day_first=self.day_first) or _day(parts, day_first=not self.day_first) if parts else None
        if parts is None or day is None:
            return None
        time, offset = parts.clock, parts.offset
        if time is None and clock:
            time, _, rest = _clock(f" {clock} ")
            offset = _offset(rest)[0] if offset is None else offset
        return self._at(day, time, offset)

    def _number(self, text: str) -> Moment | None:
        """What begins with five digits: Unix time, a spreadsheet's day, or a date without marks."""
        if _SERIAL.fullmatch(text):
            naive = _DAY_ZERO + timedelta(seconds=round(float(text.replace(",", ".")) * 86_400))
            timed = not text.isdecimal()
            return Moment(naive.replace(tzinfo=self.zone).astimezone(UTC), naive.isoformat() if timed else naive.date().isoformat(), timed)
        if _UNIX_PART.fullmatch(text):
            return _unix(text[:10] + text[11:].ljust(6, "0")[:6])
        if _COMPACT.fullmatch(text) and (found := self._iso(text if len(text) == 8 else f"{text[:8]}T{text[8:].lstrip('T ')}")):
            return found
        return _unix(text) if text.isdecimal() else None

    def _plain(self, text: str, clock: str) -> Moment | None:
        """The next usual case: numbers, a space, a time of 24 hours; days and times that recur are taken apart once."""
        written, _, behind = text.partition(" ")
        if bool(behind) == bool(clock) or len(written) < 6:
            return None
        day, time = self._days.get(written), _plain_clock(behind or clock)
        if day is None and _PLAIN_DAY.fullmatch(written) and (parts := _parts(written)):
            found = _day(parts, day_first=self.day_first) or _day(parts, day_first=not self.day_first)
            if found:
                day = self._days[written] = (datetime(found.year, found.month, found.day), found.isoformat())
        if day is None or time is None:
            return None
        return Moment((day[0] + time[0]).replace(tzinfo=self.zone).astimezone(UTC), f"{day[1]}T{time[1]}")

    def _iso(self, text: str) -> Moment | None:
        """The usual case, quickly; also `2025-02-03 14:05:00 UTC` and `2025-02-03 14:05:00 +0100`."""
        if text[-4:] == " UTC":
            text = f"{text[:-4]}Z"
        elif text[-6:-4] in (" +", " -"):
            text = text[:-6] + text[-5:]
        try:
            time = datetime.fromisoformat(text)
        except ValueError:
            return None
        if not FIRST_YEAR <= time.year <= LAST_YEAR:
            return None
        if time.tzinfo is None:
            return Moment(time.replace(tzinfo=self.zone).astimezone(UTC), time.isoformat(), len(text) > 10)
        return Moment(time.astimezone(UTC), "")

    def _at(self, day: date, time: tuple[int, int, int, int] | None, offset: int | None) -> Moment | None:
        hour, minute, second, micro = time or (0, 0, 0, 0)
        if hour > 24 or minute > 59 or second > 60:
            return None
        naive = datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)
        if offset is not None:
            return Moment(naive.replace(tzinfo=timezone(timedelta(minutes=offset))).astimezone(UTC), "", time is not None)
        return Moment(naive.replace(tzinfo=self.zone).astimezone(UTC), naive.isoformat(), time is not None)


@lru_cache(maxsize=100_000)
def _plain_clock(text: str) -> tuple[timedelta, str] | None:
    found = _PLAIN_CLOCK.fullmatch(text)
    hour, minute, second = (int(found[1]), int(found[2]), int(found[3] or 0)) if found else (24, 0, 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second), f"{hour:02}:{minute:02}:{second:02}"


def header_zone(header: str) -> str:
    """Return the zone that a header names: `Review Created (UTC)`; "" when none."""
    return "UTC" if re.search(r"(?:\b|_)(?:UTC|GMT)(?:\b|_)", header, re.IGNORECASE) else ""


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise BadInput(NO_ZONE, name=name) from error


def _unix(text: str) -> Moment | None:
    scale = _EPOCH.get(len(text))
    if scale is None or not 631_152_000 <= int(text) // scale < 4_102_444_800:
        return None
    whole, part = divmod(int(text), scale)
    return Moment(datetime.fromtimestamp(whole, UTC) + timedelta(microseconds=part * 1_000_000 // scale), "")


_Dated = tuple[str, _Parts]
_KEEP = 20_000


def _distinct(texts: Iterable[str]) -> list[_Dated]:
    """Return the dates of a column that could read both ways, without direct repeats of a day, in order."""
    kept: list[_Dated] = []
    last = None
    for text in texts:
        if len(text) > _SLOW or len(text) < 6 or text[:4].isdecimal():
            continue
        parts = _parts(text.strip())
        if parts is None or not parts.both_ways:
            continue
        day = (parts.year, parts.first, parts.second)
        if day != last and (len(kept) < _KEEP or parts.first > 12 or parts.second > 12):
            kept.append((text.strip(), parts))
        last = day
    return kept


def _differs(parts: _Parts) -> bool:
    return parts.first != parts.second and parts.first <= 12 and parts.second <= 12


def _order(dates: list[_Dated]) -> tuple[bool, bool]:
    """Return (whether the day comes first, whether that is certain)."""
    days, months = (sum(_day(parts, day_first=first) is not None for _, parts in dates) for first in (True, False))
    if days != months:
        return days > months, True
    if not any(_differs(parts) for _, parts in dates) or all(parts.mark == "." for _, parts in dates):
        return True, True
    back = {first: _breaks([_day(parts, day_first=first) for _, parts in dates]) for first in (True, False)}
    if min(back.values()) == 0 < max(back.values()):
        return back[True] == 0, len({(parts.year, parts.first, parts.second) for _, parts in dates}) >= _SOME
    varied = [len({(parts.first, parts.second)[at] for _, parts in dates}) for at in (0, 1)]
    if varied[0] != varied[1] and len(dates) > 2:
        return varied[0] > varied[1], False
    return not any(parts.half and parts.mark == "/" for _, parts in dates), False


def _breaks(days: list[date | None]) -> int:
    """Count the steps against the order of time, whichever way the table is sorted."""
    steps = [later - earlier for earlier, later in pairwise(day for day in days if day)]
    return min(sum(step < timedelta() for step in steps), sum(step > timedelta() for step in steps))
