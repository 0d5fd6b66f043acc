"""What a text holds of other customers."""

import pytest

from app.store import SqliteStore
from app.store.others import others_in
from tests.store import builders


@pytest.fixture
def two(store: SqliteStore) -> tuple[int, int]:
    """Two customers; each wrote about an order of their own, and both about a third one."""
    with store.write() as uow:
        noor = builders.conversation(uow)
        els = builders.conversation(uow, name="Els van der Meer", address="els@post.example")
        uow.commit()
    with store._transaction() as connection:
        rows = [
            ("10423", noor[0], 0, "10423"),
            ("20555", els[0], 0, "20555"),
            ("30777", noor[0], 0, "30777"),
            ("30777", els[0], 0, "30777"),
        ]
        for row in rows:
            connection.exec_driver_sql("INSERT INTO orders (folded, conversation_id, message_id, number) VALUES (?,?,?,?)", row)
        connection.commit()
    return noor[1], els[1]


def test_only_what_is_of_others_is_found(store: SqliteStore, two: tuple[int, int]) -> None:
    noor, _els = two
    text = "Beste Noor Kramer,\nbestelling 10423 gaat weg, 20555 ook, 30777 later. Groet aan Els van der Meer (els@post.example)."
    with store.read() as reader:
        assert sorted(reader.others_in(text, noor)) == ["20555", "Els van der Meer", "els@post.example"]


def test_nothing_of_anybody(store: SqliteStore, two: tuple[int, int]) -> None:
    with store.read() as reader:
        assert others_in(reader._sql, "Het komt morgen, tussen 9 en 12.", two[0]) == []  # type: ignore[attr-defined]
