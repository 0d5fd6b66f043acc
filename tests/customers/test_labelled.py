"""Labelled records: columns under many names, values of every type, and figures that are right in the corners."""

import pytest

from app.customers.evaluate import evaluate_identity
from app.customers.labelled import columns_left_aside, entity_of, record_of
from app.customers.traits import Traits

JAN = {"name": "Jan de Vries", "street": "Dorpsstraat 5", "city": "Utrecht", "postcode": "3511 AB", "birth_date": "1971-05-09"}


def compared(traits: Traits) -> tuple[object, ...]:
    name = traits.name
    return name.given, name.surname, traits.street, traits.house, traits.city, traits.postcode, traits.birth, traits.mails, traits.phones


@pytest.mark.parametrize(
    "row",
    [
        {"given_name": "Jan", "surname": "de Vries", "street_number": 5, "address_1": "Dorpsstraat", "suburb": "Utrecht", "zip": "3511ab",
         "date_of_birth": 19710509},
        {"First Name": "Jan", "LAST-NAME": "Vries", "tussenvoegsel": "de", "addr": "Dorpsstr. 5", "Town": "UTRECHT",
         "Postal Code": "3511-AB", "dob": "09.05.1971"},
        {"voornaam": "Jan", "achternaam": "de Vries", "adres": "Dorpsstraat", "huisnummer": "5.0", "plaats": "Utrecht",
         "postcode": "NL-3511 AB", "geboortedatum": "9 mei 1971"},
        {"full_name": "DE VRIES, JAN", "address": "Dorpsstraat 5", "place_of_birth": "Utrecht", "postcode_fake": "3511 AB",
         "by": 1971.0, "bm": 5, "bd": "9"},
    ],
    ids=["register", "english", "dutch", "parts"],
)  # fmt: skip
def test_columns_are_known_by_many_names(row: dict[str, object]) -> None:
    assert compared(record_of(row, 1)) == compared(record_of(JAN, 1))
    assert columns_left_aside([row]) == []


@pytest.mark.parametrize("nothing", [None, "", " ", "nan", "None", "N/A", "-", float("nan"), [], [None, ""], {"a": 1}, True])
def test_what_says_nothing_is_missing(nothing: object) -> None:
    keys = ("name", "email", "phone", "street", "city", "postcode", "birth_date")
    assert compared(record_of(dict.fromkeys(keys, nothing), 1)) == compared(record_of({}, 1))


def test_numbers_and_lists() -> None:
    row = {"phone": 612345678, "email": ["a@x.example", None, "b@x.example; c@x.example"], "postcode": 811.0}
    found = record_of(row, 7)
    assert found.phones == ("612345678",)
    assert found.mails == ("a@x.example", "b@x.example", "c@x.example")
    assert found.postcode == record_of({"postcode": "0811"}, 1).postcode == "811"


@pytest.mark.parametrize(("label", "entity"), [(7, "7"), (7.0, "7"), ("7", "7"), (None, ""), ("", ""), (" x ", "x"), (["7"], "")])
def test_labels(label: object, entity: str) -> None:
    assert entity_of({"entity": label}) == entity


def test_columns_that_are_not_compared_are_told() -> None:
    rows = [{"id": 1, "entity": 1, "name": "Jan", "soc_sec_id": "1"}, {"entity": 2, "gender": "m", "state": "nsw"}]
    assert evaluate_identity(rows)["left_aside"] == ["gender", "soc_sec_id", "state"]


def test_records_of_nobody_known_count_neither_way() -> None:
    mail = {"email": "jan@x.example", "name": "Jan de Vries"}
    found = evaluate_identity([{"entity": 1, **mail}, {"entity": None, **mail}, {"entity": "1", **mail}, {"entity": "", **mail}])
    assert (found["n"], found["unlabelled"], found["entities"], found["pairs"]) == (4, 2, 1, 1)
    assert found["certain"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "found": 1, "wrong": 0}


def test_ids_may_be_double_or_missing() -> None:
    rows = [{"id": "a", "entity": n // 2, "name": f"Jan de Vries {n // 2}", "email": f"j{n // 2}@x.example"} for n in range(6)]
    assert evaluate_identity(rows)["certain"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "found": 3, "wrong": 0}


def test_corners() -> None:
    one = evaluate_identity([{"entity": 1, **JAN}])
    assert (one["n"], one["pairs"], one["by_records"]) == (1, 0, {})
    nobody = evaluate_identity([{"entity": n} for n in range(300)])
    assert nobody["with_suggestions"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "found": 0, "wrong": 0}


def test_thousands_of_records_that_are_alike_take_no_time() -> None:
    found = evaluate_identity([{"entity": 1, "name": "Jan Bos", "email": "jan@bos.example"}] * 3000)
    assert found["certain"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "found": 4498500, "wrong": 0}
    assert found["by_records"] == {"5+": {"pairs": 4498500, "recall": 1.0}}
    assert isinstance(found["seconds"], float)
    assert found["seconds"] < 30
