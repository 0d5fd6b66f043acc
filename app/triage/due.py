"""When an answer is due: promised hours, counted while the shop is open."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import takewhile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.message import Channel
from app.domain.shop import OpeningHours, ShopSettings
from app.domain.verdict import Urgency

DEFAULT_PROMISE = 24
NOW_PROMISE = timedelta(hours=1)
LOOK_AHEAD_DAYS = 400
"""A shop that is not open once in this many days counts as one without opening hours: then plain hours are used."""

Span = tuple[datetime, datetime]


def due_at(waiting_since: datetime, channel: Channel, urgency: Urgency, shop: ShopSettings) -> datetime:
    """Return when an answer is due, as an aware UTC time that is never before `waiting_since`.

    The promise of the channel (`shop.reply_hours`, in hours) runs only while the shop is open. NOW leaves one opening hour,
    TODAY the rest of the same (or next) opening day; neither is later than the promise. A naive time counts as UTC.
    """
    since = _utc(waiting_since)
    promise = _promise(channel, shop)
    due = _after(since, promise, _spans_from(since, shop))
    if urgency is Urgency.NOW:
        return min(due, _after(since, NOW_PROMISE, _spans_from(since, shop)))
    if urgency is Urgency.TODAY:
        return min(due, _end_of_day(_spans_from(since, shop), _zone(shop)) or due)
    return due


def next_opening(now: datetime, shop: ShopSettings) -> datetime:
    """Return, in the shop's own time zone, when it is open next: `now` itself while it is open, or when it never opens."""
    moment = _utc(now)
    spans = _spans_from(moment, shop)
    start = next((max(start, moment) for start, _ in spans), moment)
    return start.astimezone(_zone(shop))


def _promise(channel: Channel, shop: ShopSettings) -> timedelta:
    hours = shop.reply_hours.get(channel.value, shop.reply_hours.get("default", DEFAULT_PROMISE))
    return timedelta(hours=max(0, min(hours, LOOK_AHEAD_DAYS * 24)))


def _utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _zone(shop: ShopSettings) -> tzinfo:
    try:
        return ZoneInfo(shop.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _spans_from(since: datetime, shop: ShopSettings) -> Iterator[Span]:
    """Yield spans of opening (UTC, ascending, not overlapping) that end after `since`; the first may have begun before it."""
    if not shop.hours.days:
        return
    zone = _zone(shop)
    first_day = since.astimezone(zone).date() - timedelta(days=1)
    last_end = since
    for offset in range(LOOK_AHEAD_DAYS):
        for start, end in _spans_of_day(first_day + timedelta(days=offset), shop.hours, zone):
            if end > last_end:
                yield max(start, last_end) if last_end > since else start, end
                last_end = end


def _spans_of_day(day: date, hours: OpeningHours, zone: tzinfo) -> list[Span]:
    """Return a day's spans in UTC; one that ends at or before its start runs past midnight."""
    if day.isoformat() in hours.closed_dates:
        return []
    spans = []
    for opens, closes in hours.days.get(day.weekday(), ()):
        closing_day = day if closes > opens else day + timedelta(days=1)
        start = datetime.combine(day, opens, zone).astimezone(UTC)
        end = datetime.combine(closing_day, closes, zone).astimezone(UTC)
        if end > start:
            spans.append((start, end))
    return sorted(spans)


def _after(since: datetime, left: timedelta, spans: Iterator[Span]) -> datetime:
    """Return the moment at which `left` of opening time has passed (plain time once there are no more spans)."""
    last = since
    for start, end in spans:
        begin = max(start, since)
        if begin + left <= end:
            return begin + left
        left -= end - begin
        last = end
    return last + left


def _end_of_day(spans: Iterator[Span], zone: tzinfo) -> datetime | None:
    """Return the end of the last span that begins on the same local day as the first."""
    first = next(spans, None)
    if first is None:
        return None
    day = first[0].astimezone(zone).date()
    same_day = takewhile(lambda span: span[0].astimezone(zone).date() == day, spans)
    return max([first[1], *(end for _, end in same_day)])
