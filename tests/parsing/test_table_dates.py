"""Dates of a column: every way of writing them, and the order of day and month."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.domain.message import ProblemKind, ReadOptions
from app.parsing.table_dates import Dates, header_zone, is_date

NL = ReadOptions()


def at(text: str, *others: str, options: ReadOptions = NL, clock: str = "") -> datetime | None:
    moment = Dates.learn([text, *others], options).read(text, clock)
    return moment.at if moment else None


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-03T13:05:00Z",
        "2025-02-03 14:05",
        "2025-02-03T14:05:00+01:00",
        "2025-02-03 14:05:00 +0100",
        "2025-02-03 13:05:00 UTC",
        "1738587900",
        "1738587900000",
        "13-2-2025 14:05",
        "3 februari 2025 14:05",
        "3. Februar 2025 14:05 Uhr",
        "lundi 3 février 2025 à 14h05",
        "3 févr. 2025 14:05",
        "February 3, 2025, 2:05 PM",
        "Mon, 3 Feb 2025 13:05:00 GMT",
        "03-feb-2025 14:05",
        "03.02.2025 14.05",
        "2025/02/03 2:05 pm",
        "14:05 03.02.2025",
    ],
)
def test_a_moment_is_read(text: str) -> None:
    expected = datetime(2025, 2, 13 if text.startswith("13") else 3, 13, 5, tzinfo=UTC)
    assert at(text) == expected


@pytest.mark.parametrize(
    "text", ["", "12", "2025-02-30", "32-01-2025", "niet", "order 3-2-2025 kwam veel te laat bij mij aan", "99999999999", "3 uur"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert at(text) is None
    assert not is_date(text)


def test_a_time_in_another_column_joins_its_date() -> None:
    assert at("13-02-2025", clock="14:05:09") == datetime(2025, 2, 13, 13, 5, 9, tzinfo=UTC)
    assert at("2025-02-13", clock="2:05 PM") == datetime(2025, 2, 13, 13, 5, tzinfo=UTC)
    day = Dates.learn(["13-02-2025"], NL).read("13-02-2025")
    assert day is not None
    assert not day.timed


def test_a_date_that_reads_one_way_decides_for_the_column() -> None:
    assert at("03/04/2025", "25/04/2025") == datetime(2025, 4, 2, 22, tzinfo=UTC)
    assert at("03/04/2025", "04/25/2025") == datetime(2025, 3, 3, 23, tzinfo=UTC)
    assert Dates.learn(["03/04/2025", "04/25/2025"], NL).example == ""


def test_a_few_dates_in_order_are_no_proof() -> None:
    learned = Dates.learn(["05/01/2024", "06/01/2024", "02/02/2024"], NL)  # in order only when the day comes first, as one in three is
    assert learned.day_first
    assert learned.example == "05/01/2024"


@pytest.mark.parametrize(
    ("text", "at", "local"),
    [
        ("45355", "2024-03-03T23:00:00+00:00", "2024-03-04"),
        ("45355.385416666664", "2024-03-04T08:15:00+00:00", "2024-03-04T09:15:00"),
        ("45355,5", "2024-03-04T11:00:00+00:00", "2024-03-04T12:00:00"),
        ("20240304", "2024-03-03T23:00:00+00:00", "2024-03-04T00:00:00"),
        ("20240304 0915", "2024-03-04T08:15:00+00:00", "2024-03-04T09:15:00"),
        ("20240304091500", "2024-03-04T08:15:00+00:00", "2024-03-04T09:15:00"),
        ("20240304T091500Z", "2024-03-04T09:15:00+00:00", ""),
        ("1709540100.5", "2024-03-04T08:15:00.500000+00:00", ""),
        ("2024/03/04 9:15:00 AM EET", "2024-03-04T07:15:00+00:00", ""),
    ],
)
def test_days_as_spreadsheets_and_machines_write_them(text: str, at: str, local: str) -> None:
    moment = Dates.learn([text], NL).read(text)
    assert moment is not None
    assert (moment.at.isoformat(), moment.local) == (at, local)


@pytest.mark.parametrize("text", ["99999", "12345", "20241399", "3511", "1042", "209912310", "45355.5.5"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert Dates.learn([text], NL).read(text) is None


def test_the_order_of_time_decides_whichever_way_the_table_is_sorted() -> None:
    rows = ["01/12/2024", "05/12/2024", "03/01/2025", "02/02/2025", "03/02/2025", "01/04/2025"]
    for texts in (rows, rows[::-1]):
        learned = Dates.learn(texts, NL)
        assert learned.day_first
        assert learned.example == ""
    american = ["12/01/2024", "12/05/2024", "01/03/2025", "02/02/2025"]
    assert not Dates.learn(american, NL).day_first


def test_what_cannot_be_told_is_reported_with_an_example() -> None:
    learned = Dates.learn(["03/04/2025 10:00"], NL)
    assert learned.example == "03/04/2025 10:00"
    problem = learned.problem("a.csv:2")
    assert (problem.kind, problem.example) == (ProblemKind.AMBIGUOUS_DATE, "03/04/2025 10:00")


def test_the_owners_word_decides_where_the_file_does_not() -> None:
    month_first = ReadOptions(day_first=False)
    assert at("03/04/2025", options=month_first) == datetime(2025, 3, 3, 23, tzinfo=UTC)
    assert Dates.learn(["03/04/2025"], month_first).example == ""
    assert Dates.learn(["25/04/2025", "03/04/2025"], month_first).day_first, "the file itself is surer"


def test_dots_mean_day_first() -> None:
    assert Dates.learn(["03.04.2025"], ReadOptions()).example == ""


def test_the_local_time_is_kept_for_identities() -> None:
    for zone in ("Europe/Amsterdam", "America/New_York"):
        moment = Dates.learn([], ReadOptions(timezone=zone)).read("13-02-2025 14:05")
        assert moment is not None
        assert moment.local == "2025-02-13T14:05:00"
    zoned = Dates.learn([], NL).read("2025-02-13T14:05:00Z")
    assert zoned is not None
    assert zoned.local == ""


def test_a_header_can_name_the_zone() -> None:
    assert header_zone("Review Created (UTC)") == "UTC"
    assert header_zone("Datum") == ""
    moment = Dates.learn([], NL, "UTC").read("2025-02-03 13:05:00")
    assert moment is not None
    assert moment.at.hour == 13


def test_an_unknown_zone_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="time zone"):
        Dates.learn([], ReadOptions(timezone="Mars/Olympus"))


@given(
    st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)),
    st.sampled_from(["%d-%m-%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y, %H:%M:%S", "%d %B %Y %H:%M:%S"]),
)
def test_every_time_comes_back_as_it_was_written(time: datetime, written: str) -> None:
    moment = Dates.learn([], ReadOptions(timezone="UTC", day_first=True)).read(time.strftime(written))
    assert moment is not None
    assert moment.at == time.replace(microsecond=0, tzinfo=UTC)
    assert moment.local == time.replace(microsecond=0).isoformat()


@given(st.text(max_size=60), st.text(max_size=10))
def test_no_text_breaks_the_reading_of_dates(text: str, clock: str) -> None:
    moment = Dates.learn([text], NL).read(text, clock)
    assert moment is None or moment.at.utcoffset() == timedelta()
    assert is_date(text) in (True, False)
