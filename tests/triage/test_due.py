"""When an answer is due."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.message import Channel
from app.domain.shop import OpeningHours, ShopSettings
from app.domain.verdict import Urgency
from app.triage.due import due_at, next_opening

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SHOP = ShopSettings(reply_hours={"default": 24, "whatsapp": 4})  # Monday to Friday, 9:00 to 17:30


def local(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=AMSTERDAM)


def shop_with(days: dict[int, tuple[tuple[time, time], ...]], **changes: object) -> ShopSettings:
    return replace(SHOP, hours=OpeningHours(days=days), **changes)


@pytest.mark.parametrize(
    ("since", "channel", "urgency", "due"),
    [
        (local(1, 10), Channel.WHATSAPP, Urgency.NORMAL, local(1, 14)),  # within the day
        (local(1, 16), Channel.WHATSAPP, Urgency.NORMAL, local(2, 11, 30)),  # 1.5 hours today, 2.5 tomorrow
        (local(5, 16), Channel.WHATSAPP, Urgency.NORMAL, local(8, 11, 30)),  # over the weekend
        (local(6, 12), Channel.WHATSAPP, Urgency.NOW, local(8, 10)),  # Saturday: one opening hour on Monday
        (local(1, 17), Channel.IMAP, Urgency.NOW, local(2, 9, 30)),  # half an hour today, half tomorrow
        (local(1, 10), Channel.IMAP, Urgency.TODAY, local(1, 17, 30)),  # end of the opening day
        (local(1, 20), Channel.IMAP, Urgency.TODAY, local(2, 17, 30)),  # after closing: the next one
        (local(1, 10), Channel.WHATSAPP, Urgency.TODAY, local(1, 14)),  # never later than the promise
        (local(1, 9), Channel.IMAP, Urgency.NORMAL, local(3, 16)),  # 24 = 8.5 + 8.5 + 7
    ],
)
def test_promise_runs_in_opening_hours(since: datetime, channel: Channel, urgency: Urgency, due: datetime) -> None:
    assert due_at(since, channel, urgency, SHOP) == due


def test_closed_dates_do_not_count() -> None:
    shop = replace(SHOP, hours=replace(SHOP.hours, closed_dates=("2026-06-02",)))
    assert due_at(local(1, 16), Channel.WHATSAPP, Urgency.NORMAL, shop) == local(3, 11, 30)


def test_lunch_break_does_not_count() -> None:
    shop = shop_with({0: ((time(9), time(12)), (time(13), time(17)))})
    assert due_at(local(1, 11), Channel.WHATSAPP, Urgency.NORMAL, shop) == local(1, 16)
    assert due_at(local(1, 11), Channel.IMAP, Urgency.TODAY, shop) == local(1, 17)


def test_a_night_that_runs_past_midnight() -> None:
    shop = shop_with({4: ((time(18), time(2)),)})
    assert due_at(local(5, 23), Channel.WHATSAPP, Urgency.NOW, shop) == local(6, 0)
    assert due_at(local(6, 1, 30), Channel.WHATSAPP, Urgency.NOW, shop) == local(12, 18, 30)


def test_a_shop_without_hours_counts_plain_hours() -> None:
    shop = shop_with({})
    assert due_at(local(6, 12), Channel.WHATSAPP, Urgency.NORMAL, shop) == local(6, 16)
    assert next_opening(local(6, 12), shop) == local(6, 12)


def test_a_shop_that_is_always_on_holiday_ends_too() -> None:
    everyday = {"closed_dates": tuple((datetime(2026, 5, 1, tzinfo=UTC) + timedelta(days=d)).date().isoformat() for d in range(1000))}
    shop = replace(SHOP, hours=replace(SHOP.hours, **everyday))
    assert due_at(local(6, 12), Channel.WHATSAPP, Urgency.NORMAL, shop) == local(6, 16)


def test_clock_change_keeps_real_hours() -> None:
    shop = shop_with({6: ((time(0), time(12)),)})  # 2026-03-29: 2:00 becomes 3:00
    since = datetime(2026, 3, 29, 0, 0, tzinfo=AMSTERDAM)
    due = due_at(since, Channel.WHATSAPP, Urgency.NORMAL, shop)
    assert due.astimezone(UTC) - since.astimezone(UTC) == timedelta(hours=4)
    assert due.astimezone(AMSTERDAM).hour == 5


def test_an_unknown_zone_counts_as_utc() -> None:
    shop = replace(SHOP, timezone="Nowhere/Atlantis")
    assert due_at(datetime(2026, 6, 1, 10, tzinfo=UTC), Channel.WHATSAPP, Urgency.NORMAL, shop) == datetime(2026, 6, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (local(1, 10), local(1, 10)),
        (local(1, 7), local(1, 9)),
        (local(1, 18), local(2, 9)),
        (local(5, 17, 30), local(8, 9)),
        (local(7, 3), local(8, 9)),
    ],
)
def test_next_opening(now: datetime, opens: datetime) -> None:
    answer = next_opening(now.astimezone(UTC), SHOP)
    assert answer == opens
    assert answer.utcoffset() == opens.utcoffset()


SPANS = st.lists(st.tuples(st.times(), st.times()), max_size=3).map(tuple)
SHOPS = st.builds(
    lambda days, promise, zone: replace(SHOP, hours=OpeningHours(days=days), reply_hours={"default": promise}, timezone=zone),
    st.dictionaries(st.integers(0, 6), SPANS, max_size=7),
    st.integers(-5, 200),
    st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(MOMENTS, SHOPS)
def test_more_urgent_is_never_later_and_nothing_is_due_before_it_waits(since: datetime, shop: ShopSettings) -> None:
    dues = [due_at(since, Channel.IMAP, urgency, shop) for urgency in (Urgency.NOW, Urgency.TODAY, Urgency.NORMAL)]
    assert since <= dues[0]
    assert max(dues[:2]) <= dues[2]


@given(MOMENTS, MOMENTS, SHOPS)
def test_who_waits_longer_is_due_first(one: datetime, other: datetime, shop: ShopSettings) -> None:
    first, second = sorted((one, other))
    assert due_at(first, Channel.IMAP, Urgency.NORMAL, shop) <= due_at(second, Channel.IMAP, Urgency.NORMAL, shop)


@given(MOMENTS, SHOPS)
def test_next_opening_is_stable(now: datetime, shop: ShopSettings) -> None:
    opens = next_opening(now, shop)
    assert opens >= now
    assert next_opening(opens, shop) == opens
