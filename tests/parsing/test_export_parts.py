"""What the readers of exports share: pieces of a text, files beside it, times in many spellings."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing import chat_files
from app.parsing.chat_files import open_export, pieces
from app.parsing.export_times import of_iso, of_seconds
from app.parsing.long_dates import LongDates
from app.parsing.telegram_html import time_of
from app.parsing.telegram_json import Repaired, repaired

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2037, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@given(st.text("<m>ab", max_size=60), st.integers(1, 9), st.integers(1, 40))
def test_pieces_put_together_are_the_text(text: str, chunk: int, most: int) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(chunk)

    found = list(pieces(Slow(text.encode()), "<m>", most))
    assert "".join(found) == text
    assert all("<m>" not in piece[3:] if piece.startswith("<m>") else "<m>" not in piece for piece in found)


def test_a_file_beside_is_found_and_one_outside_is_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    (tmp_path / "out.txt").write_bytes(b"x")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out.txt")
    (tmp_path / "in" / "chat.json").write_bytes(b"{}")
    with open_export(tmp_path / "in" / "chat.json") as export:
        assert export.find("chat.json", "./a.txt") is not None
        for name in ("../out.txt", "link.txt", str(tmp_path / "out.txt"), "a\0b", "", "https://a.txt", "in"):
            assert export.find("chat.json", name) is None


def test_a_large_file_has_a_digest_and_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_files, "KEEP_BYTES", 2)
    (tmp_path / "a.bin").write_bytes(b"abc")
    with open_export(tmp_path) as export:
        file, problem = export.attachment("x.json", "a.bin", "here")
    assert (file.size, file.content, file.missing, len(file.sha256), problem) == (3, None, False, 64, None)


@given(MOMENTS)
def test_seconds_with_six_decimals_are_exact(at: datetime) -> None:
    whole = int((at.replace(microsecond=0) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    assert of_seconds(f"{whole}.{at.microsecond:06}") == at


@given(MOMENTS, st.integers(-14 * 4, 14 * 4))
def test_iso_text_with_an_offset_is_that_moment_in_any_zone(at: datetime, quarters: int) -> None:
    away = at + timedelta(minutes=15 * quarters)
    sign, (hours, minutes) = "+" if quarters >= 0 else "-", divmod(15 * abs(quarters), 60)
    assert of_iso(f"{away:%Y-%m-%dT%H:%M:%S.%f}{sign}{hours:02}:{minutes:02}", AMSTERDAM) == at


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}


def long_date(at: datetime, language: str) -> str:
    if language == "zh":
        return f"{at.year}年{at.month}月{at.day}日星期{'一二三四五六日'[at.weekday()]} UTC {at:%H:%M:%S}"
    month, day = MONTHS[language].split()[at.month - 1], DAYS[language].split()[at.weekday()]
    if language == "en":
        return f"{day}, {month} {at.day}, {at.year} at {at.hour % 12 or 12}:{at:%M:%S}\u202f{'AM' if at.hour < 12 else 'PM'} UTC"
    if language == "de":
        return f"{day}, {at.day}. {month} {at.year} um {at:%H:%M:%S} UTC"
    return f"{day} {at.day} {month} {at.year} {'om' if language == 'nl' else 'à'} {at:%H:%M:%S} UTC"


@given(MOMENTS, st.sampled_from(["en", "nl", "de", "fr", "zh"]))
def test_dates_written_out_in_five_languages(at: datetime, language: str) -> None:
    assert LongDates(AMSTERDAM).at(long_date(at, language)) == at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("Friday, May 29, 2026 at 12:00:29 AM UTC", 0),
        ("viernes, 29 de mayo de 2026, 3:00:29 p. m. UTC", 15),
        ("vrijdag 29 mei 2026 om 03:00:29 UTC+2", 1),
        ("vrijdag 29 mei 2026 om 03:00:29 GMT-03:30", 6),
        ("29 mei 2026 03:00", 1),
        ("2026年5月29日 下午3:00:29", 13),
    ],
)
def test_halves_of_the_day_and_offsets(text: str, hour: int) -> None:
    assert LongDates(AMSTERDAM).at(text).hour == hour


@pytest.mark.parametrize(
    "text", ["", "soon", "29 mei 2026", "12:00:00", "29 foo 2026 12:00:00", "31 februari 2026 12:00:00", "1 mei 2026 25:00:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the reason is, the reader tells the message
        LongDates(AMSTERDAM).at(text)


@given(MOMENTS)
def test_a_page_of_telegram_tells_the_moment_though_its_offset_is_that_of_winter(at: datetime) -> None:
    local = at.replace(microsecond=0).astimezone(AMSTERDAM)
    found, text = time_of(f"{local:%d.%m.%Y %H:%M:%S} UTC+01:00", AMSTERDAM)
    twice = local.replace(fold=1).utcoffset() != local.replace(fold=0).utcoffset()
    assert twice or found == local
    assert text == local.replace(tzinfo=None).isoformat()


@pytest.mark.parametrize(
    ("stamp", "utc"),
    [
        ("04.03.2024 09:12:40", "2024-03-04T08:12:40"),
        ("04.03.2024 09:12", "2024-03-04T08:12:00"),
        ("04.03.2024 09:12:40 UTC-03:30", "2024-03-04T12:42:40"),
        ("04.07.2024 09:12:40 UTC+00:00", "2024-07-04T09:12:40"),
    ],
)
def test_other_stamps_of_telegram(stamp: str, utc: str) -> None:
    assert time_of(stamp, AMSTERDAM)[0].isoformat() == utc + "+00:00"


@pytest.mark.parametrize(
    "stamp", ["", "04.03.2024", "31.02.2024 09:12:40", "04.03.2024 09:61:40", "04.03.2024 09:12:4", "04.03.2024 25:00:00"]
)
def test_what_is_no_stamp_is_refused(stamp: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the page's message is told, whatever the reason
        time_of(stamp, AMSTERDAM)


@pytest.mark.parametrize(
    ("raw", "made"),
    [
        (r"a\x1eb", r"a\u001eb"),
        (r"C:\\xampp C:\\xabc", r"C:\\xampp C:\\xabc"),
        (r"\\\x07", r"\\\u0007"),
        (r"\x1\xzz", r"\x1\xzz"),
        (r"\x01\x02", r"\u0001\u0002"),
    ],
)
def test_only_broken_escapes_are_repaired(raw: str, made: str) -> None:
    assert repaired(raw.encode()).decode() == made


@given(st.text("\\x0a", max_size=40), st.integers(1, 5))
def test_a_stream_repaired_in_pieces_is_the_whole_repaired(text: str, size: int) -> None:
    stream, found = Repaired(io.BytesIO(text.encode())), []
    while piece := stream.read(size):
        found.append(piece)
    assert b"".join(found) == repaired(text.encode())
