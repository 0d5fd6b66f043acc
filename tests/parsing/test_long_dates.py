"""Dates written out in the languages of the world: Babel writes them, we read them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date, format_time

from app.parsing.long_dates import LongDates
from app.parsing.world_dates import PATIENCE, WorldDates

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LANGUAGES = """
af am ar az bg bn ca cs da de de_AT de_CH el en en_GB es es_419 es_MX et eu fa fi fil fr fr_CA fr_CH gl gu he hi
hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nl_BE pa pl pt pt_PT
ro ru si sk sl sq sr sr_Latn sv sw ta te th tr uk ur uz vi zh zh_HK zh_TW zu
"""


@pytest.mark.parametrize("language", LANGUAGES.split())
def test_dates_in_the_languages_of_the_world(language: str) -> None:
    dates, locale = LongDates(AMSTERDAM), Locale.parse(language)
    for month in range(1, 13):
        at = datetime(2026, month, 5 + month, (month * 5) % 24, 4, 29, tzinfo=UTC)
        day, time = format_date(at, "full", locale=locale), format_time(at, "medium", locale=locale)
        usual = str(locale.datetime_formats["full"]).replace("{1}", day).replace("{0}", f"{time} UTC").replace("'", "")
        for text in (usual, f"{day} UTC {time}", f"{format_date(at, 'long', locale=locale)} {time} UTC"):
            assert dates.at(text) == at, text


def test_the_weekday_tells_the_language_of_a_word_that_two_share() -> None:
    dates = LongDates(AMSTERDAM)
    assert dates.at("četvrtak, 15. listopada 2026. u 09:00:00 UTC").month == 10
    assert dates.at("niedziela, 15 listopada 2026 09:00:00 UTC").month == 11


def test_years_of_the_buddhist_era() -> None:
    assert LongDates(AMSTERDAM).at("วันศุกร์ที่ 29 พฤษภาคม พ.ศ. 2569 เวลา 03:00:29 UTC").isoformat() == "2026-05-29T03:00:29+00:00"


def test_what_is_no_date_costs_little() -> None:
    world = WorldDates()
    assert [world.read(f"{number} gizmo 2026") for number in range(PATIENCE + 1)] == [None] * (PATIENCE + 1)
    assert world.read("6 gennaio 2026") is None
    assert WorldDates().read("6 gennaio 2026") is not None
    assert WorldDates().read("6 gennaio 2026" + " " * 200) is None
