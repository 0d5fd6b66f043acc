"""Amounts, durations, ratings and numbers as tables write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.table_values import Amounts, Ratings, currency_of, phone_of, seconds_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56", "1234.56"),
        ("€ 12,50", "12.5"),
        ("12.5", "12.5"),
        ("12,-", "12"),
        ("(3,00)", "-3"),
        ("5-", "-5"),
        ("-0,99 EUR", "-0.99"),
        ("1 234,5 kr", "1234.5"),
        ("1'234.50", "1234.5"),
        ("£1,000.00", "1000"),
        ("1.234.567", "1234567"),
        ("0.125", "0.125"),
    ],
)
def test_an_amount_is_read(text: str, value: str) -> None:
    assert Amounts().read(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "€", "abc", "1.2.3", "12 mugs", "order 5", "--"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert Amounts().read(text) is None


def test_the_column_decides_what_stands_before_decimals() -> None:
    assert Amounts.learn(["1.234", "2,50"]).read("1.234") == 1234
    assert Amounts.learn(["1,234", "2.50"]).read("1,234") == 1234
    assert Amounts.learn(["1,234", "7,5"]).read("1,234") == Decimal("1.234")
    assert Amounts.learn(["1.234"], ".").read("1.234") == Decimal("1.234"), "a typed cell has always a point"
    assert Amounts.learn(["1.234"]).read("1.234") == 1234


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_way_of_writing_an_amount_is_the_same_amount(value: Decimal) -> None:
    english = f"{value:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert Amounts().read(english) == Amounts().read(f"€ {dutch}") == Amounts().read(f"{value}") == value


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers_of_values(text: str) -> None:
    amount = Amounts.learn([text]).read(text)
    assert amount is None or amount.is_finite()
    rating = Ratings.learn([text]).read(text)
    assert rating is None or 0 <= rating.value <= rating.best
    seconds = seconds_of(text)
    assert seconds is None or seconds >= 0
    assert phone_of(text, "NL").number[:1] in ("", "+")


def test_a_currency_is_named_by_sign_or_code() -> None:
    assert [currency_of(text) for text in ("€ 1", "Total (usd)", "12 zł", "12")] == ["EUR", "USD", "PLN", ""]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("75", 75), ("1:15", 75), ("0:01:15", 75), ("1h 2m 3s", 3723), ("2 min", 120), ("45 s", 45), ("12.5", 12), ("", None), ("lang", None)],
)
def test_a_duration_is_read(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("texts", "text", "shown"),
    [
        (["4", "5"], "4", "4/5"),
        (["4", "9"], "4", "4/10"),
        (["55", "90"], "90", "90/100"),
        (["8,5"], "8,5", "8.5/10"),
        (["4/5"], "4/5", "4/5"),
        (["9 van de 10"], "9 van de 10", "9/10"),
        (["★★★★☆"], "★★★★☆", "4/5"),
        (["⭐⭐⭐"], "⭐⭐⭐", "3/5"),
        (["4 stars"], "4 stars", "4/5"),
        (["FOUR"], "FOUR", "4/5"),
        (["FIVE_STARS"], "FIVE_STARS", "5/5"),
        (["80%"], "80%", "80/100"),
        (["zeer tevreden"], "Zeer tevreden", "5/5"),
        (["😐"], "😐", "3/5"),
    ],
)
def test_a_rating_has_its_scale(texts: list[str], text: str, shown: str) -> None:
    assert str(Ratings.learn(texts).read(text)) == shown


def test_low_scores_of_ten_stay_scores_of_ten() -> None:
    assert str(Ratings.learn(["4", "5"], best=10).read("4")) == "4/10"
    assert Ratings.learn(["4"]).read("prima") is None
    assert Ratings(5).read("7") is None


def test_a_damaged_number_is_told_and_not_guessed() -> None:
    assert phone_of("'+31612345678", "NL") == phone_of("06-12345678", "NL") == phone_of("31612345678", "NL")
    assert phone_of("31612345678", "NL").number == "+31612345678"
    for lost in ("3,16E+10", "612345678"):
        found = phone_of(lost, "NL")
        assert (found.number, found.damaged) == ("", True)
    assert not phone_of("", "NL").damaged


def test_a_foreign_number_without_its_plus_is_read_where_it_can_be_nothing_else() -> None:
    assert phone_of("12025550101", "NL").number == "+12025550101"
    assert phone_of("447700900123", "FR").number == "+447700900123"
    assert phone_of("15123456789", "DE").damaged, "also a German mobile number that lost its zero"
    assert phone_of("7700900123", "NL").damaged, "too short to be told from a number that lost its zero"
