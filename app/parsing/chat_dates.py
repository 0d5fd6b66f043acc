"""Dates and clock times as chat exports write them: order of day and month, eras, day periods, any digits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from app.parsing.calendars import gregorian, is_other_calendar
from app.parsing.day_parts import AM, DAY_PARTS, NIGHT, NOON, PM
from app.parsing.worded_dates import WordedDate, worded_date

MARKS = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
"""Invisible direction marks and the byte order mark, as the inside of a character class."""
GAPS = " \u00a0\u202f\u2007\u2009\t"
"""What stands for a space in a header, as the inside of a character class."""


class Order(StrEnum):
    """In which order a file writes day, month and year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
    YDM = "ydm"


_ORDERS: dict[int | None, tuple[Order, ...]] = {
    0: (Order.YMD, Order.YDM),
    2: (Order.DMY, Order.MDY),
    None: (Order.DMY, Order.MDY, Order.YMD),
}

_COMMON_PERIODS = (
    "am 午前 上午 早上 清晨 凌晨 오전 ص öö vorm vormittags morgens nachts πμ ap dop de sa fm pg дп προς ก่อนเที่ยง ق.ظ قبلازظهر проб претпл"
    " pd priekšp priešpiet pm 午後 下午 晚上 오후 م ös nachm nachmittags abends μμ ip odp du ch em ptg пп pop หลังเที่ยง ب.ظ بعدازظهر слоб"
    " попл md pēcp popiet mittags 中午"
)


def _period_pattern(word: str) -> str:
    return rf"[.{GAPS}]*".join(map(re.escape, word)) + r"\.?" if len(word) <= 6 else re.escape(word)


PERIOD = "|".join(
    _period_pattern(word) for word in sorted({w.replace(".", "") for w in _COMMON_PERIODS.split()}, key=lambda w: (-len(w), w))
)
"""Alternation of the usual day periods (a.m., nachm., ÖS, 下午 ...); use it with re.IGNORECASE. `half_of_day` knows many more."""
_PERIOD_DROP = re.compile(rf"[.{GAPS}{MARKS}\u200c\u0307]+")

_ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925}
ERA = "[RHS]|令和|平成|昭和"
"""Japanese eras that may precede the year; era year 1 is the figure in the table plus one."""
_BUDDHIST = re.compile(r"BE|B\.E\.|พ\.ศ\.", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ERA_YEAR = re.compile(rf"({ERA})(\d+)", re.IGNORECASE)
_KOREAN = re.compile(r"\D*\d\d\.\s\d{1,2}\.\s\d{1,2}\.\D*")
"""Two digits, then spaces, and a stop at the end."""
RUN_BACK = 15
"""By how many minutes time runs back, where an hour comes twice, when the second begins."""
EARLIEST, LATEST = 2009, 2100
"""Years a chat can be from: the first of these messengers appeared in 2009."""


def half_of_day(period: str) -> str:
    """Return AM, PM, NOON, NIGHT or NONE for a word beside a time in any language, "" when it is no such word."""
    return DAY_PARTS.get(_PERIOD_DROP.sub("", period.casefold().replace("’", "'")), "") if period else ""


def hour24(hour: int, period: str) -> int:
    """Return the hour on a 24-hour clock. Clocks that say `0:24 PM` or `14:05 PM` exist and are taken by sense."""
    half = half_of_day(period)
    if half == AM or (half == NIGHT and hour == 12):
        return 0 if hour == 12 else hour
    if half == PM or (half == NIGHT and hour > 5) or (half == NOON and hour < 6):
        return hour + 12 if hour < 12 else hour
    return hour


@dataclass(frozen=True, slots=True)
class RawDate:
    """A date as written: its three numbers, and where the year stands (0, 2, or None when the digits do not tell), years resolved; or,
    where the month is a word, what that says: then no order is needed."""

    fields: tuple[int, int, int]
    year_at: int | None
    worded: WordedDate | None = None
    korean: bool = False
    """Whether it is written as Koreans write a year of two digits, a month and a day."""

    def read(self, order: Order, year: int = 0) -> date | None:
        """Return the date under this order, or None when there is no such day or no such chat. `year` is that of dates without one."""
        if self.worded is not None:
            return _date(self.worded.year or year, self.worded.month, self.worded.day)
        a, b, c = self.fields
        if order not in _ORDERS[self.year_at]:
            return None
        return _date(*{Order.DMY: (c, b, a), Order.MDY: (c, a, b), Order.YMD: (a, b, c), Order.YDM: (a, c, b)}[order])


def _date(year: int, month: int, day: int) -> date | None:
    year = year + 2000 if year < 100 else year
    if is_other_calendar(year):
        return gregorian(year, month, day)
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def raw_date(text: str) -> RawDate | None:
    """Take a date text apart: any decimal digits, any separators, Japanese and Buddhist eras, months in words."""
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) != 3:
        worded = worded_date(text) if numbers else None
        return RawDate((0, 0, 0), None, worded) if worded else None
    era = _ERA_YEAR.search(text)
    lengths = [4 if era and n.start() == era.start(2) else len(n[0]) for n in numbers]
    year_at = 0 if lengths[0] >= 3 else 2 if lengths[2] >= 3 else None
    fields = [int(n[0]) for n in numbers]
    at = 2 if year_at is None else year_at
    fields[at] = _year(fields[at], _ERAS[era[1].upper()] if era else None, buddhist=bool(_BUDDHIST.search(text)))
    return RawDate((fields[0], fields[1], fields[2]), year_at, korean=year_at is None and bool(_KOREAN.fullmatch(text)))


def _year(year: int, era: int | None, *, buddhist: bool) -> int:
    if era is not None:
        return era + year
    if buddhist or year >= 2400:
        return (year + 2500 if year < 100 else year) - 543
    return year


@dataclass(frozen=True, slots=True)
class OrderVote:
    """The order of a file's dates. `certain` is False when the file does not tell; `example` is then a date that reads both ways."""

    order: Order
    certain: bool
    example: str = ""


def vote(
    texts: Sequence[str],
    *,
    day_first: bool | None = None,
    month_first_look: bool = False,
    latest: date | None = None,
    told: Iterable[tuple[str, date]] = (),
) -> OrderVote:
    """Find the order in which a file writes its dates.

    `texts` are the file's date texts in order, without direct repeats. Impossible readings are dropped: days that do not exist, and
    days after `latest`, when the file was made. Then count dates that the file tells otherwise (`told`: a text and its day, from
    the names of photos); then the order under which time runs forward; then the field that changes more is the day. `day_first`
    is what the owner said, and `month_first_look` that the shape is the American one: both count only where the file does not decide.
    """
    dates = [(text, raw) for text in texts if (raw := raw_date(text))]
    raws = [raw for _, raw in dates]
    possible = _possible(raws)
    if len(possible) == 1:
        return OrderVote(possible[0], certain=True)
    first, second = possible[:2]
    sure = _by_proof(raws, (first, second), latest, [(raw, day) for text, day in told if (raw := raw_date(text))])
    if sure is not None:
        return OrderVote(sure, certain=True)
    example = next((text for text, raw in dates if raw.read(first) != raw.read(second)), "")
    if day_first is not None:
        return OrderVote(first if day_first else second, certain=True)
    return OrderVote(_likelier(raws, first, second, month_first_look=month_first_look), certain=not example, example=example)


def _by_proof(raws: Sequence[RawDate], orders: Sequence[Order], latest: date | None, told: Sequence[tuple[RawDate, date]]) -> Order | None:
    """Return the one of two orders that the file proves, None where it proves neither."""
    agreed = {order: sum(raw.read(order) == day for raw, day in told) for order in orders}
    late = {order: sum(day > latest + timedelta(days=2) for raw in raws if (day := raw.read(order))) if latest else 0 for order in orders}
    back = {order: _backward(raw.read(order) for raw in raws) for order in orders}
    if min(agreed.values()) * 4 < max(agreed.values()):
        return max(orders, key=agreed.__getitem__)
    for against in (late, back):
        fewer, more = sorted(orders, key=against.__getitem__)
        if against[fewer] == 0 < against[more] or (against is back and against[fewer] * 5 < against[more]):
            return fewer
    return None


def _possible(raws: Sequence[RawDate]) -> list[Order]:
    """Return the orders under which most dates exist, the usual one first."""
    candidates = [Order.DMY, Order.MDY, Order.YMD, Order.YDM]
    exist = {order: sum(raw.read(order) is not None for raw in raws) for order in candidates}
    best = max(exist.values(), default=0)
    found = [order for order in candidates if exist[order] == best]
    if Order.YMD in found and ((Order.DMY not in found and Order.MDY not in found) or _year_first(raws)):
        return [Order.YMD]
    return [order for order in found if order in (Order.DMY, Order.MDY)] or found or [Order.DMY]


def _year_first(raws: Sequence[RawDate]) -> bool:
    """Say whether two-digit dates look like year-month-day: the first number hardly changes, the last runs through the month."""
    if all(raw.korean for raw in raws):
        return True
    first, last = ({raw.fields[at] for raw in raws} for at in (0, 2))
    return len(last) > 3 and len(last) > 2 * len(first)


def _backward(days: Iterable[date | None]) -> int:
    """Count the steps back in time of more than a day; late deliveries make smaller ones."""
    return sum(later < earlier - timedelta(days=1) for earlier, later in pairwise(d for d in days if d))


def _likelier(raws: Sequence[RawDate], first: Order, second: Order, *, month_first_look: bool) -> Order:
    varied = [len({raw.fields[at] for raw in raws}) for at in (0, 1)]
    if varied[0] != varied[1]:
        return first if varied[0] > varied[1] else second
    return second if month_first_look else first


class Clock:
    """Turns header texts into times: UTC for the store, and local ISO text as the part of an identity that no setting changes.

    `year` is that of dates which tell none. Ask in the order of the file: where the clocks go back, the hour that comes twice is told
    apart by time running back in it.
    """

    def __init__(self, order: Order, zone: ZoneInfo, year: int = 0) -> None:
        self._order = order
        self._zone = zone
        self._year = year
        self._days: dict[str, date | None] = {}
        self._minutes: dict[tuple[str, str, str], tuple[datetime, str] | None] = {}
        self._seconds: dict[str, tuple[timedelta, str] | None] = {}
        self._twice: dict[tuple[str, str, str], datetime] = {}
        self._passing = ""

    def at(self, day: str, clock: str, seconds: str, period: str) -> tuple[datetime, str] | None:
        """Return (UTC time, local ISO text), or None when there is no such time. `seconds` and `period` may be ""."""
        key = (day, clock, period)
        if key not in self._minutes:
            if len(self._minutes) > 50_000:
                self._minutes.clear()
                self._twice.clear()
            self._minutes[key] = self._minute(key)
        minute = self._minutes[key]
        if self._twice and minute is not None:
            minute = self._which_of_two(key, minute)
        if minute is None or not seconds:
            return minute
        if seconds not in self._seconds:
            value = int(seconds)
            self._seconds[seconds] = (timedelta(seconds=value), f"{value:02}") if value < 60 else None
        extra = self._seconds[seconds]
        return (minute[0] + extra[0], f"{minute[1]}:{extra[1]}") if extra else None

    def _which_of_two(self, key: tuple[str, str, str], minute: tuple[datetime, str]) -> tuple[datetime, str]:
        """Take the second of the two hours once time has run back in the first, by more than messages that came late do."""
        second = self._twice.get(key)
        if second is None:
            self._passing = ""
            return minute
        if self._passing == "again" or (self._passing and _minute_of(minute[1]) + RUN_BACK <= _minute_of(self._passing)):
            self._passing = "again"
            return second, minute[1]
        self._passing = max(self._passing, minute[1])
        return minute

    def _day(self, text: str) -> date | None:
        if text not in self._days:
            raw = raw_date(text)
            self._days[text] = raw.read(self._order, self._year) if raw else None
        return self._days[text]

    def _minute(self, key: tuple[str, str, str]) -> tuple[datetime, str] | None:
        day, clock, period = key
        found = self._day(day)
        hour, minute = map(int, _NUMBER.findall(clock))
        hour = hour24(hour, period)
        if found is None or hour > 23 or minute > 59 or (period and not half_of_day(period)):
            return None
        local = datetime(found.year, found.month, found.day, hour, minute, tzinfo=self._zone)
        again = local.replace(fold=1)
        if again.utcoffset() != local.utcoffset() and again.astimezone(UTC) > local.astimezone(UTC):
            self._twice[key] = again.astimezone(UTC)
        return local.astimezone(UTC), f"{found.isoformat()}T{hour:02}:{minute:02}"


def _minute_of(local: str) -> int:
    return int(local[11:13]) * 60 + int(local[14:16])
