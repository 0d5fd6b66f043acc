"""Any locale's header is read back to the minute it was written in; other shapes inside a body are text."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.chat_dates import Clock, Order, half_of_day, hour24, raw_date, vote
from app.parsing.chat_header import lock, wide_match

NNBSP, NBSP, RLM = "\u202f", "\u00a0", "\u200f"
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def half(t: datetime, am: str, pm: str) -> str:
    return am if t.hour < 12 else pm


def h12(t: datetime) -> int:
    return t.hour % 12 or 12


SHAPES: dict[str, Callable[[datetime], str]] = {
    "nl android": lambda t: f"{t:%d-%m-%Y %H:%M} - ",
    "nl ios": lambda t: f"[{t:%d-%m-%Y %H:%M:%S}] ",
    "de android": lambda t: f"{t:%d.%m.%y, %H:%M} - ",
    "de ios": lambda t: f"[{t:%d.%m.%y, %H:%M:%S}] ",
    "de 12 h": lambda t: f"{t:%d.%m.%y}, {h12(t)}:{t:%M} {half(t, 'vorm.', 'nachm.')} - ",
    "en-US android": lambda t: f"{t.month}/{t.day}/{t:%y}, {h12(t)}:{t:%M}{NNBSP}{half(t, 'AM', 'PM')} - ",
    "en-US ios": lambda t: f"[{t.month}/{t.day}/{t:%y}, {h12(t)}:{t:%M:%S} {half(t, 'AM', 'PM')}] ",
    "en-GB android": lambda t: f"{t:%d/%m/%Y, %H:%M} - ",
    "en-GB ios": lambda t: f"[{t:%d/%m/%Y, %H:%M:%S}] ",
    "en-AU android": lambda t: f"{t.day}/{t.month}/{t:%y}, {h12(t)}:{t:%M} {half(t, 'am', 'pm')} - ",
    "fr android": lambda t: f"{t:%d/%m/%Y à %H:%M} - ",
    "fr-CA ios": lambda t: f"[{t:%Y-%m-%d %H} h {t:%M} min {t:%S} s] ",
    "es 12 h": lambda t: f"{t.day}/{t.month}/{t:%y}, {h12(t)}:{t:%M} {half(t, 'a', 'p')}.{NBSP}m. - ",
    "pt-BR": lambda t: f"{t:%d/%m/%Y %H:%M} - ",
    "tr": lambda t: f"{t.day}.{t:%m.%Y}, {h12(t)}:{t:%M} {half(t, 'ÖÖ', 'ÖS')} - ",
    "cs": lambda t: f"{t:%d.%m.%y %H:%M} - ",
    "ar ios marks": lambda t: f"{RLM}[{RLM}{t.day}{RLM}/{t.month}{RLM}/{t.year}، {t:%H:%M:%S}] ",
    "ar digits": lambda t: f"[{t.day}/{t.month}/{t.year}، {h12(t)}:{t:%M:%S} {half(t, 'ص', 'م')}] ".translate(EASTERN),
    "fi": lambda t: f"{t.day}.{t.month}.{t.year} klo {t.hour}.{t:%M.%S} - ",
    "id": lambda t: f"[{t:%d/%m/%y %H.%M.%S}] ",
    "vi time first": lambda t: f"[{t:%H:%M:%S}, {t:%d/%m/%Y}] ",
    "year first": lambda t: f"{t:%Y/%m/%d, %H:%M} - ",
    "year first, spaced": lambda t: f"{t.year}. {t.month}. {t.day}. {half(t, '오전', '오후')} {h12(t)}:{t:%M} - ",
    "ko": lambda t: f"{t.year}년 {t.month}월 {t.day}일 {half(t, '오전', '오후')} {h12(t)}:{t:%M} - ",
    "zh ios": lambda t: f"[{t.year}/{t.month}/{t.day} {half(t, '上午', '下午')}{h12(t)}:{t:%M:%S}] ",
    "hr": lambda t: f"{t.day}. {t.month}. {t.year}. {t:%H:%M:%S} - ",
    "bg": lambda t: f"{t:%d.%m.%y} г., {t.hour}:{t:%M} ч. - ",
    "Buddhist": lambda t: f"{t.day}/{t.month}/{t.year + 543} BE, {t:%H:%M} - ",
    "Reiwa": lambda t: f"[{t.month}/{t.day}/R{t.year - 2018}, {t.hour}:{t:%M:%S}] ",
    "old ios": lambda t: f"{t:%d.%m.%y %H:%M:%S}: ",
    "en dash": lambda t: f"{t:%d.%m.%y, %H:%M} – ",
    "bracket, no seconds": lambda t: f"[{t:%d/%m/%y %H:%M}] ",
}
MONTH_FIRST = {"en-US android", "en-US ios", "Reiwa"}
ANCHOR = datetime(2023, 11, 25, 13, 14, 15, tzinfo=UTC)
"""A day that reads one way only, so that the order of the file is certain."""
times = st.datetimes(datetime(2020, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC)).map(lambda t: t.replace(microsecond=0))


@pytest.mark.parametrize("shape", SHAPES)
@given(time=times)
def test_a_time_in_any_shape_is_read_back(shape: str, time: datetime) -> None:
    write = SHAPES[shape]
    lines = [f"{write(t)}Anna: hello" for t in (ANCHOR, time)]
    header = lock(lines)
    assert header is not None
    found = [header.match(line) for line in lines]
    assert all(found)
    ballot = vote([m["date"] for m in found if m])
    if ballot.certain:
        assert (ballot.order is Order.MDY) == (shape in MONTH_FIRST)
    last = found[1]
    assert last is not None
    order = Order.MDY if shape in MONTH_FIRST else ballot.order
    at = Clock(order, ZoneInfo("UTC")).at(*last.group("date", "clock", "seconds", "period"))
    assert at is not None
    assert at[0] == (time if last["seconds"] else time.replace(second=0))
    assert lines[1][last.end() :] == "Anna: hello"


@pytest.mark.parametrize(
    "line", ["", "hello", "12:30 lunch?", "- 1/2/2024", "[draft] 03-04-2024", "2024", "order 1/2/24, 3 pieces", "[1.2.24] Anna: x"]
)
def test_ordinary_lines_have_no_header(line: str) -> None:
    assert wide_match(line) is None


def test_the_first_shape_is_locked() -> None:
    header = lock(["[01.02.19, 10:00:00] Anna: see", "[1.2.2019, 00:00:00] John: pasted", "[1.2.2019, 00:00:01] John: pasted"])
    assert header is not None
    assert header.match("[03.02.19, 11:00:00] Anna: yes")
    assert not header.match("[1.2.2019, 00:00:00] John: pasted")
    assert not header.match("[1.2.19, 00:00:00] John: unpadded in a padded file")
    assert not header.match("01.02.19, 10:00 - John: the other phone's shape")


def test_a_patchwork_of_shapes_is_read_whole() -> None:
    lines = [SHAPES[name](ANCHOR) + "Anna: x" for name in ("nl android", "nl ios", "de android", "fi")]
    header = lock(lines)
    assert header is not None
    assert all(header.match(line) for line in lines)


def test_lines_without_any_header_lock_nothing() -> None:
    assert lock(["hello", "world"]) is None


@pytest.mark.parametrize(
    ("texts", "order", "certain"),
    [
        (["25/02/2024", "03/04/2024"], Order.DMY, True),
        (["02/25/2024", "03/04/2024"], Order.MDY, True),
        (["2024/02/03"], Order.YMD, True),
        (["01/02/2024", "12/02/2024", "01/03/2024"], Order.DMY, True),  # as month-first, time would run back
        (["02/01/2024", "02/12/2024", "03/01/2024"], Order.MDY, True),
        (["03/04/2024"], Order.DMY, False),
        (["03/04/2024", "05/04/2024"], Order.DMY, False),
        (["04/03/2024", "04/05/2024"], Order.MDY, False),
        (["04/04/2024"], Order.DMY, True),  # both readings are the same day
        (["22. 03. 18.", "22. 03. 19.", "22. 03. 20.", "22. 03. 21."], Order.YMD, True),
    ],
)
def test_the_order_of_dates_is_voted(texts: list[str], order: Order, certain: bool) -> None:
    ballot = vote(texts)
    assert (ballot.order, ballot.certain) == (order, certain)
    assert bool(ballot.example) is not certain


def test_what_the_owner_said_decides_only_where_the_file_does_not() -> None:
    assert vote(["03/04/2024"], day_first=False).order is Order.MDY
    assert vote(["03/04/2024"], day_first=False).certain
    assert vote(["25/04/2024"], day_first=False).order is Order.DMY
    assert vote(["3/4/24"], month_first_look=True).order is Order.MDY


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("3/18/2565 BE", (3, 18, 2022)),
        ("3/18/R4", (3, 18, 2022)),
        ("令和4/3/18", (2022, 3, 18)),
        ("H31/4/30", (2019, 4, 30)),
        ("١٨/٣/٢٠٢٢", (18, 3, 2022)),
        ("2022年3月18日", (2022, 3, 18)),
    ],
)
def test_eras_and_digits(text: str, fields: tuple[int, int, int]) -> None:
    raw = raw_date(text)
    assert raw is not None
    assert raw.fields == fields


@pytest.mark.parametrize(
    ("hour", "period", "wanted"),
    [
        (12, "AM", 0), (12, "PM", 12), (1, "p. m.", 13), (1, f"p.{NBSP}m.", 13), (0, "PM", 12), (0, "a. m.", 0), (14, "PM", 14), (7, "", 7),
        (3, "nachm.", 15), (9, "abends", 21), (12, "nachts", 0), (1, "mittags", 13), (12, "mittags", 12), (11, "öö", 11), (2, "ÖS", 14),
        (2, "م", 14), (12, "ص", 0), (3, "下午", 15), (12, "午前", 0), (5, "오후", 17), (4, "μ.μ.", 16), (4, "CH", 16),
    ],
)  # fmt: skip
def test_twelve_hour_clocks(hour: int, period: str, wanted: int) -> None:
    assert hour24(hour, period) == wanted
    assert bool(half_of_day(period)) == bool(period)


def test_times_that_cannot_be_are_none() -> None:
    clock = Clock(Order.DMY, ZoneInfo("Europe/Amsterdam"))
    assert clock.at("31-02-2024", "10:00", "", "") is None
    assert clock.at("01-02-2024", "25:00", "", "") is None
    assert clock.at("01-02-2024", "10:61", "", "") is None
    assert clock.at("01-02-2024", "10:00", "61", "") is None
    assert clock.at("01-02-1899", "10:00", "", "") is None
    assert clock.at("01-02-2024", "10:00", "", "zork") is None


def test_a_clock_without_zero() -> None:
    assert Clock(Order.DMY, ZoneInfo("UTC")).at("01-02-2024", "24:05", "", "") == (
        datetime(2024, 2, 1, 0, 5, tzinfo=UTC),
        "2024-02-01T00:05",
    )


def test_summer_and_winter_time_are_the_zone_s() -> None:
    clock = Clock(Order.DMY, ZoneInfo("Europe/Amsterdam"))
    assert clock.at("01-07-2024", "10:00", "07", "") == (datetime(2024, 7, 1, 8, 0, 7, tzinfo=UTC), "2024-07-01T10:00:07")
    assert clock.at("01-01-2024", "10:00", "", "") == (datetime(2024, 1, 1, 9, 0, tzinfo=UTC), "2024-01-01T10:00")


def survives(line: str) -> None:
    header = lock([line])
    if header is not None:
        found = header.match(line)
        assert found is not None
        Clock(Order.DMY, ZoneInfo("UTC")).at(*found.group("date", "clock", "seconds", "period"))


@given(st.text(max_size=80))
def test_any_line_is_survived(line: str) -> None:
    survives(line)


DIGITS = "0123456789/.-:, []٣年月日RPMapm\u200e\u202f"


@given(st.text(DIGITS, max_size=40))
def test_any_near_header_is_survived(line: str) -> None:
    survives(line)
