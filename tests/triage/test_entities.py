"""What a message names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.verdict import EntityKind
from app.triage.entities import ENTITY_LIMIT, entities
from app.triage.numbers import order_numbers, tracking_codes


def found(text: str, kind: str) -> list[str]:
    tracking = tracking_codes(text)
    return [entity.value for entity in entities(text, order_numbers(text, tracking), tracking) if entity.kind == kind]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Het was € 45,95, ik heb 45.95 euro betaald", ["EUR 45.95"]),
        ("een bedrag van €1.250,- teruggestort", ["EUR 1250.00"]),
        ("il manque 45€50 sur 1 250,00 €", ["EUR 45.50", "EUR 1250.00"]),
        ("you charged me £30 and then $12.50", ["GBP 30.00", "USD 12.50"]),
        ("EUR 1,299.00 please", ["EUR 1299.00"]),
        ("kostet 12 Euro, nicht CHF 14", ["EUR 12.00", "CHF 14.00"]),
        ("twintig pond of 20 quid?", ["GBP 20.00"]),
        ("maat 42, bel 0612345678, order 1042", []),
        ("12.345.678 stuks", []),
    ],
)
def test_amounts(text: str, values: list[str]) -> None:
    assert found(text, "amount") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("besteld op 12-05-2024, geleverd 3 juni", ["2024-05-12", "--06-03"]),
        ("am 3. Mai 2024 und am 03.06.24", ["2024-05-03", "2024-06-03"]),
        ("le 1er août et le 12/5", ["--08-01", "--05-12"]),
        ("on May 3rd, 2024 or the 4th of June", ["2024-05-03", "--06-04"]),
        ("2024-05-12T10:00 is no plain date, 2024-05-13 is", ["2024-05-13"]),
        ("zaterdag 14/9 graag", ["--09-14"]),
        ("1/2 liter, 3/4 broek, versie 1.2", []),
        ("31-02-2024", []),
        ("you may 5 times try, from 5 may be late", []),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert found(text, "date") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Dorpsstraat 5, 5401 AB Uden", ["5401 AB"]),
        ("postcode is 5401ab", ["5401 AB"]),
        ("10115 Berlin oder D-80331 München", ["10115", "D-80331"]),
        ("code postal : 75011", ["75011"]),
        ("send it to SW1A 1AA", ["SW1A 1AA"]),
        ("order 10115 is late", []),
        ("in 2019 SS uniform", []),
        ("PLZ 8001", ["8001"]),
    ],
)
def test_postcodes(text: str, values: list[str]) -> None:
    assert found(text, "postcode") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("artikelnummer 77120 nog leverbaar?", ["77120"]),
        ("Art.-Nr. AB-1200", ["AB-1200"]),
        ("is model CS-HG500 waterproof", ["CS-HG500"]),
        ("SKU: 4471/B", ["4471/B"]),
        ("this model is nice", []),
    ],
)
def test_articles_named_by_number(text: str, values: list[str]) -> None:
    assert found(text, "product") == values


def test_all_kinds_in_the_order_of_the_text_and_once() -> None:
    text = "Order 10423, 3SKLMN4837261, € 20 op 3 mei naar 5401 AB. Order 10423!"
    tracking = tracking_codes(text)
    told = entities(text, order_numbers(text, tracking), tracking)
    assert [entity.kind for entity in told] == ["order", "tracking", "amount", "date", "postcode"]
    assert [entity.text for entity in told][2] == "€ 20"


@given(st.text(alphabet=st.sampled_from("0123456789€$ .,-/maybe AB#:\n"), max_size=200))
def test_any_text_is_read_and_quoted_as_written(text: str) -> None:
    tracking = tracking_codes(text)
    told = entities(text, order_numbers(text, tracking), tracking)
    assert len(told) <= ENTITY_LIMIT
    assert all(entity.text in text and entity.kind in set(EntityKind) for entity in told)
