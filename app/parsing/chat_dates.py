"""Dates and clock times as chat exports write them: order of day and month, eras, day periods, any digits."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
_LOOK_DROP = re.compile(f"[{MARKS}{GAPS}]+")
_NUMBER = re.compile(r"\d+")
_ERA_YEAR = re.compile(rf"({ERA})(\d+)", re.IGNORECASE)
_KOREAN = re.compile(r"\D*\d\d\.\s\d{1,2}\.\s\d{1,2}\.\D*")
"""Two digits, then spaces, and a stop at the end."""
FAR_MORE = 3
MOST_HOURS = 50_000
AGAIN = "again"
RUN_BACK = 15
"""By how many minutes time runs back, where an hour comes twice, when the second begins."""
EARLIEST, LATEST = 1970, 2100
"""Years a date can be from: messengers are younger, but clocks of telephones have been reset."""
EARLIEST_SHORT = 9
"""The same for years of two digits, where the field may be something else than a year: the first of these messengers appeared in 2009."""


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
        if order not in _ORDERS[self.year_at] or (self.year_at is None and self.fields[0 if order is Order.YMD else 2] < EARLIEST_SHORT):
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
    if min(agreed.values()) * FAR_MORE < max(agreed.values()):
        return max(orders, key=agreed.__getitem__)
    for against in (late, back):
        fewer, more = sorted(orders, key=against.__getitem__)
        if against[fewer] == 0 < against[more] or (against is back and against[fewer] * FAR_MORE < against[more]):
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


def look_of(text: str) -> str:
    """Return how a date is written: its separators, and which numbers are long."""
    return _NUMBER.sub(lambda number: "0000" if len(number[0]) > 2 else "0", _LOOK_DROP.sub("", text))


def vote_by_look(texts: Sequence[str], ballot: OrderVote, *, day_first: bool | None) -> tuple[dict[str, Order], OrderVote]:
    """Return the orders of dates by how they are written, in a file put together of several exports, and the vote on them all.

    Where the dates of one look do not decide, those around them do: time goes on from one export to the next.
    """
    looks: dict[str, list[str]] = {}
    for text in texts:
        looks.setdefault(look_of(text), []).append(text)
    votes = {look: vote(dates, day_first=day_first) for look, dates in looks.items()}
    orders = {look: one.order for look, one in votes.items() if one.certain}
    for look in votes.keys() - orders.keys():
        gaps = {order: _gap(texts, look, orders | {look: order}) for order in (Order.DMY, Order.MDY)}
        near, far = sorted(gaps, key=gaps.__getitem__)
        if gaps[near] * FAR_MORE < gaps[far]:
            orders[look] = near
        else:
            orders[look] = ballot.order
            ballot = replace(votes[look], order=ballot.order)
    return orders, ballot


def _gap(texts: Sequence[str], look: str, orders: Mapping[str, Order]) -> int:
    """Return how many days lie between the dates of a look and those of others beside them."""
    total = 0
    for pair in pairwise(texts):
        known = [(look_of(text), raw_date(text)) for text in pair]
        if (known[0][0] == look) != (known[1][0] == look) and all(one in orders for one, _ in known):
            days = [raw.read(orders[one]) if raw else None for one, raw in known]
            total += abs((days[1] - days[0]).days) if days[0] and days[1] else 0
    return total


def missing_year(texts: Sequence[str], latest: date) -> tuple[int, bool]:
    """Return the year of dates that tell none (0 when all do), and whether the file proves it.

    Such dates follow those with a year, or come before them; where none has one the last is the newest that it can be.
    """
    dates = [raw.worded for text in texts if (raw := raw_date(text)) and raw.worded]
    bare = [at for at, day in enumerate(dates) if day.year is None]
    if not bare:
        return 0, True
    first, last = dates[bare[0]], dates[bare[-1]]
    before = next((day for day in reversed(dates[: bare[0]]) if day.year), None)
    after = next((day for day in dates[bare[-1] :] if day.year), None)
    if before is not None and before.year:
        return before.year + ((first.month, first.day) < (before.month, before.day)), True
    until = WordedDate(latest.year, latest.month, latest.day) if after is None else after
    return (until.year or 0) - ((last.month, last.day) > (until.month, until.day)), after is not None


class Clock:
    """Turns header texts into times: UTC for the store, and local ISO text as the part of an identity that no setting changes.

    `year` is that of dates which tell none, `orders` those of dates that look otherwise (by `look_of`). Ask in the order of the file:
    where the clocks go back, the hour that comes twice is told
    apart by time running back in it.
    """

    def __init__(self, order: Order, zone: ZoneInfo, year: int = 0, orders: Mapping[str, Order] | None = None) -> None:
        self._order = order
        self._orders = orders or {}
        self._zone = zone
        self._year = year
        self._days: dict[str, date | None] = {}
        self._hours: dict[tuple[str, str, str], _Hour | None] = {}
        self._passing = ""

    def at(self, day: str, clock: str, seconds: str, period: str) -> tuple[datetime, str] | None:
        """Return (UTC time, local ISO text), or None when there is no such time. `seconds` and `period` may be ""."""
        key = (day, clock[:-2], period)
        try:
            hour = self._hours[key]
        except KeyError:
            if len(self._hours) > MOST_HOURS:
                self._hours.clear()
            hour = self._hours[key] = self._hour(*key)
        extra = _PASSED.get((clock[-2:], seconds)) or _passed(clock[-2:], seconds)
        if hour is None or extra is None:
            return None
        at = (hour.start + extra[0], hour.local + extra[1])
        return self._which_of_two(hour, at) if hour.again is not None or self._passing else at

    def _which_of_two(self, hour: "_Hour", at: tuple[datetime, str]) -> tuple[datetime, str]:
        """Take the second of the two hours once time has run back in the first, by more than messages that came late do."""
        if hour.again is None:
            self._passing = ""
            return at
        if self._passing == AGAIN or (self._passing and _minute_of(at[1]) + RUN_BACK <= _minute_of(self._passing)):
            self._passing = AGAIN
            return at[0] + hour.again, at[1]
        self._passing = max(self._passing, at[1])
        return at

    def _day(self, text: str) -> date | None:
        if text not in self._days:
            raw = raw_date(text)
            order = self._orders.get(look_of(text), self._order) if self._orders else self._order
            self._days[text] = raw.read(order, self._year) if raw else None
        return self._days[text]

    def _hour(self, day: str, clock: str, period: str) -> "_Hour | None":
        found = self._day(day)
        hour = hour24(int(_NUMBER.findall(clock)[0]), period)
        hour = 0 if hour == 24 else hour  # some clocks have no 0:05, but a 24:05 of the same day
        if found is None or hour > 23 or (period and not half_of_day(period)):
            return None
        local = datetime(found.year, found.month, found.day, hour, tzinfo=self._zone)
        start, again = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
        return _Hour(start, f"{found.isoformat()}T{hour:02}:", again - start if again > start else None)


@dataclass(frozen=True, slots=True)
class _Hour:
    """An hour of a day: when it starts, what local times in it begin with, and how much later it comes again, if it does."""

    start: datetime
    local: str
    again: timedelta | None


_PASSED: dict[tuple[str, str], tuple[timedelta, str]] = {}
"""Minutes and seconds as written (any digits) -> what they add to the hour, and how they are written in a local time."""


def _passed(minutes: str, seconds: str) -> tuple[timedelta, str] | None:
    minute, second = int(minutes), int(seconds or 0)
    if minute > 59 or second > 59:
        return None
    return _PASSED.setdefault(
        (minutes, seconds), (timedelta(minutes=minute, seconds=second), f"{minute:02}:{second:02}" if seconds else f"{minute:02}")
    )


def _minute_of(local: str) -> int:
    return int(local[11:13]) * 60 + int(local[14:16])
