"""Times that a person types, in four languages."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.system.i18n import local, set_language
from app.ui.views.snooze import LONGEST, presets, typed

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday, 10:30 in Amsterdam."""


@pytest.fixture(autouse=True)
def amsterdam():
    set_language("en", "Europe/Amsterdam")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("morgen 9u", "25 09:00"),
        ("Morgen om 9.30", "25 09:30"),
        ("morgenavond", "25 19:00"),
        ("morgen om half 3", "25 14:30"),
        ("overmorgen 15:30", "26 15:30"),
        ("maandag", "30 09:00"),
        ("dinsdag", "01 09:00"),
        ("donderdagmiddag", "26 15:00"),
        ("vr 16u", "27 16:00"),
        ("vanmiddag", "24 15:00"),
        ("vanavond 8 uur", "24 20:00"),
        ("over 2 uur", "24 12:30"),
        ("over een week", "01 09:00"),
        ("volgende week dinsdag 10u", "01 10:00"),
        ("volgende week", "01 09:00"),
        ("next Tuesday 3pm", "01 15:00"),
        ("tomorrow at 9", "25 09:00"),
        ("tomorrow 9 am", "25 09:00"),
        ("friday afternoon", "27 15:00"),
        ("in 3 days", "27 09:00"),
        ("in 45 minutes", "24 11:15"),
        ("in 2h", "24 12:30"),
        ("2 hours later", "24 12:30"),
        ("tonight", "24 19:00"),
        ("12:00", "24 12:00"),
        ("9", "25 09:00"),
        ("morgen früh", "25 09:00"),
        ("Montag Morgen", "30 09:00"),
        ("übermorgen um 14 Uhr", "26 14:00"),
        ("in zwei Stunden", "24 12:30"),
        ("nächsten Montag 8:15 Uhr", "30 08:15"),
        ("demain à 14h30", "25 14:30"),
        ("après-demain matin", "26 09:00"),
        ("lundi prochain 10h", "30 10:00"),
        ("la semaine prochaine", "01 09:00"),
        ("lundi 10h", "30 10:00"),
        ("dans deux heures", "24 12:30"),
        ("aujourd'hui 18h", "24 18:00"),
        ("30 november", "30 09:00"),
        ("november 30th 4pm", "30 16:00"),
        ("28-11", "28 09:00"),
        ("2026-11-26 13:00", "26 13:00"),
    ],
)  # fmt: skip
def test_what_people_type(text, said):
    found = typed(text, NOW)
    assert (f"{local(found):%d %H:%M}" if found else None) == said


@pytest.mark.parametrize(
    "text", ["", "  ", "later", "vandaag 9u", "25u", "9:75", "2020-01-01", "31 februari", "morgen of zo", "in 99 years", "half", "over"]
)
def test_what_is_not_understood_or_past_is_none(text):
    assert typed(text, NOW) is None


def test_a_date_without_a_year_is_the_next_one():
    assert f"{local(typed('3 jan', NOW)):%Y-%m-%d}" == "2027-01-03"


def test_a_month_ends_where_it_ends():
    assert f"{local(typed('over 1 maand', datetime(2027, 1, 31, 12, tzinfo=UTC))):%m-%d}" == "02-28"


def test_the_clock_of_the_shop_counts_when_it_changes():
    before = datetime(2026, 10, 24, 10, tzinfo=UTC)
    assert local(typed("morgen 9u", before)).hour == 9
    assert typed("morgen 9u", before) == datetime(2026, 10, 25, 8, tzinfo=UTC)


@given(st.text(alphabet="0123456789:.-/ uhapmorgenindsv'éà", max_size=40))
def test_any_text_gives_nothing_or_a_moment_to_come(text):
    found = typed(text, NOW)
    assert found is None or NOW < found <= NOW + LONGEST


def test_presets_are_to_come_and_true_to_the_clock():
    made = dict(presets(NOW))
    assert made["In two hours"] == NOW + timedelta(hours=2)
    assert local(made["Monday morning"]).strftime("%a %H:%M") == "Mon 09:00"
