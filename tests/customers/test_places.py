"""Addresses, numbers and dates as they are compared, in every way people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.places import Street, birth_key, city_key, mail_key, phone_key, postcode_key, street_of


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("Anna.de.Wit+shop@Gmail.com", "annadewit@gmail.com"),
        ("annadewit@googlemail.com", "annadewit@gmail.com"),
        ("anna.dewit+shop@outlook.com", "anna.dewit@outlook.com"),
        ("anna.dewit+shop@eigen.example", "anna.dewit+shop@eigen.example"),
        ("anna.dewit@eigen.example", "anna.dewit@eigen.example"),
        ("+tag@gmail.com", "+tag@gmail.com"),
        ("no address", ""),
    ],
)
def test_plus_tags_and_dots_go_only_where_the_provider_ignores_them(address: str, key: str) -> None:
    assert mail_key(address) == key


@pytest.mark.parametrize(
    "number",
    ["+31 6 12345678", "06-12345678", "0031612345678", "+31 (0)6 1234 5678", "06 12 34 56 78", "(06) 12345678", "0612345678 tst 3"],
)
def test_one_number_in_many_ways(number: str) -> None:
    assert phone_key(number) == "612345678"


@pytest.mark.parametrize("number", ["", "112", "0000000000", "abc", "+31"])
def test_what_is_no_number(number: str) -> None:
    assert phone_key(number) == ""


@pytest.mark.parametrize(
    ("raw", "street", "house"),
    [
        ("Hoofdstraat 12a", "hoofdst", "12"),
        ("Hoofdstr. 12", "hoofdst", "12"),
        ("Musterstraße 5", "musterst", "5"),
        ("12 High Street", "high st", "12"),
        ("Flat 3, 12 High St", "high st", "12"),
        ("12 bis, rue des Lilas", "lilas", "12"),
        ("Rue des Lilas 12bis", "lilas", "12"),
        ("Plein 1944 12", "pl 1944", "12"),
        ("rue du 8 Mai 1945 5", "8 mai 1945", "5"),
        ("Dorpsweg", "dorpsweg", ""),
        ("52", "", "52"),
        ("", "", ""),
    ],
)
def test_streets(raw: str, street: str, house: str) -> None:
    found = street_of(raw)
    assert (found.name, found.house) == (street, house)


@pytest.mark.parametrize(
    ("raw", "key"), [("1234 ab", "1234AB"), ("NL-1234AB", "1234AB"), ("D-50667", "50667"), ("SW1A 1AA", "SW1A1AA"), ("", "")]
)
def test_postcodes(raw: str, key: str) -> None:
    assert postcode_key(raw) == key


@pytest.mark.parametrize(
    ("one", "other"), [("'s-Gravenhage", "Den Haag"), ("München", "Munich"), ("ST. IVES", "Saint Ives"), ("Köln", "Koeln")]
)
def test_towns_with_two_names(one: str, other: str) -> None:
    assert city_key(one) == city_key(other)


@pytest.mark.parametrize(
    "raw", ["19730218", "1973-02-18", "18.02.1973", "18 feb 1973", "18 février 1973", "02/18/1973", "1973-02-18T00:00:00", "18021973"]
)
def test_one_date_in_many_ways(raw: str) -> None:
    assert birth_key(raw) == "19730218"


@pytest.mark.parametrize(("raw", "key"), [("1973-02-31", "19730231"), ("1973-13-05", "19731305"), ("1973", ""), ("unknown", ""), ("", "")])
def test_dates_that_no_calendar_has_are_kept_where_they_may_be_slips(raw: str, key: str) -> None:
    assert birth_key(raw) == key


@given(st.text(max_size=40))
def test_keys_never_raise_and_made_twice_are_the_same(raw: str) -> None:
    for key in (mail_key, postcode_key, birth_key):
        assert key(key(raw)) == key(raw)
    assert city_key(raw) == city_key(raw.strip())
    assert isinstance(street_of(raw), Street)
    assert phone_key("0" + phone_key(raw)) == phone_key(raw) or not phone_key(raw)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("194-806-10", "19480610"),
        ("1950-0-227", "19500227"),
        ("91450704", "91450704"),
        ("18021973", "19730218"),
        ("1584-11-19", "15841119"),
        ("1973-02-18 10:11:12", "19730218"),
        ("1973-02", ""),
        ("0-0-0", ""),
    ],
)
def test_dates_with_slips_between_their_parts(raw: str, key: str) -> None:
    assert birth_key(raw) == key


def test_postcodes_of_tables_of_numbers_lose_their_zeros() -> None:
    assert postcode_key("01067") == postcode_key("1067") == "1067"
