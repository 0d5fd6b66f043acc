"""Suggestions of who is who, kept in a real store: after an import only what changed is compared."""

from datetime import UTC, datetime

import pytest

from app.customers import resolving
from app.domain.identity import Profile
from app.domain.message import Handle, HandleKind
from app.pipeline import who
from app.pipeline.who import Memory, refresh, suggest_customers, with_clues
from app.store import SqliteStore

NOW = datetime(2026, 3, 22, 12, tzinfo=UTC)
FIRST = ("Bram", "Sanne", "Lotte", "Daan", "Femke", "Ruben", "Iris", "Gijs", "Tess", "Joost")
LAST = ("Bakker", "Visser", "Mulder", "Bos", "Dekker", "Kok", "Maas", "Prins", "Vink", "Groen", "Blom", "Wolters", "Postma")


def add(store: SqliteStore, name: str, *addresses: str) -> int:
    with store.write() as uow:
        id_ = uow.customers.add(name, [Handle(HandleKind.EMAIL, address) for address in addresses], NOW)
        uow.commit()
    return id_


@pytest.fixture
def shop(store: SqliteStore) -> SqliteStore:
    """A store with a hundred and thirty customers, no two alike."""
    for number in range(130):
        add(store, f"{FIRST[number % 10]} {LAST[number % 13]}", f"klant{number}x{number * 7919 % 997}@x{number}.example")
    return store


def pairs(store: SqliteStore) -> set[tuple[int, int]]:
    with store.read() as reader:
        return {(s.a, s.b) for s in reader.suggestions()}


def test_two_records_of_one_person_are_suggested_with_reasons(shop: SqliteStore) -> None:
    one, other = add(shop, "Zjoske Quaedvlieg", "zjoske@gmail.com"), add(shop, "Quaedvlieg, Zjoske", "z.joske+winkel@gmail.com")
    assert suggest_customers(shop, Memory()) == 132
    assert pairs(shop) == {(one, other)}
    with shop.read() as reader:
        found = reader.suggestions()[0]
    assert found.score > 0.99
    assert {"same_email", "same_name"} <= {reason.kind for reason in found.reasons}


def test_nothing_new_compares_nobody(shop: SqliteStore) -> None:
    memory = Memory()
    assert suggest_customers(shop, memory) == 130
    assert suggest_customers(shop, memory) == 0


@pytest.mark.parametrize("warm", [True, False])
def test_after_an_import_only_what_changed_is_compared(shop: SqliteStore, monkeypatch: pytest.MonkeyPatch, *, warm: bool) -> None:
    memory = Memory()
    one = add(shop, "Zjoske Quaedvlieg", "zjoske@gmail.com")
    suggest_customers(shop, memory)
    seen: list[object] = []
    monkeypatch.setattr(who, "resolve", lambda crowd, **how: seen.append(how["changed"]) or resolving.resolve(crowd, **how))
    other = add(shop, "Z. Quaedvlieg", "zjos.ke@gmail.com")
    assert suggest_customers(shop, memory if warm else Memory()) == 1
    assert seen == [[str(other)]]
    assert pairs(shop) == {(one, other)}


def test_what_was_dismissed_is_not_suggested_again(shop: SqliteStore) -> None:
    add(shop, "Zjoske Quaedvlieg", "zjoske@gmail.com")
    add(shop, "Zjoske Quaedvlieg", "zj.oske@gmail.com")
    memory = Memory()
    suggest_customers(shop, memory)
    with shop.read() as reader:
        number = reader.suggestions()[0].id
    with shop.write() as uow:
        uow.identity.dismiss(number, by="Kim", at=NOW)
        uow.commit()
    suggest_customers(shop, memory, everything=True)
    assert pairs(shop) == set()


def test_cancelled_keeps_nothing_and_compares_later(shop: SqliteStore) -> None:
    add(shop, "Zjoske Quaedvlieg", "zjoske@gmail.com")
    add(shop, "Zjoske Quaedvlieg", "zj.oske@gmail.com")
    assert refresh(shop, lambda: True) == 0
    assert pairs(shop) == set()
    assert refresh(shop) == 132
    assert len(pairs(shop)) == 1


def test_signatures_tell_more() -> None:
    text = "Waar blijft het?\n\nGroet,\nJan de Vries\nDorpsstraat 5\n3511 AB Utrecht\n06-12345678"
    found = with_clues(Profile("1", "Jan"), [text], "NL")
    assert (found.street, found.postcode, found.city) == ("Dorpsstraat 5", "3511 AB", "Utrecht")
    assert found.mentioned == (Handle(HandleKind.PHONE, "+31612345678"),)
    known = with_clues(Profile("1", "Jan", (Handle(HandleKind.PHONE, "+31612345678"),), postcode="1000 AA"), [text], "NL")
    assert (known.postcode, known.city, known.mentioned) == ("1000 AA", "", ())
