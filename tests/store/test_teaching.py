"""Corrections in the store."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import NotFound
from app.domain.teaching import Labels, Told
from app.domain.verdict import Emotion, Thought, Urgency, Verdict
from app.store import SqliteStore
from app.triage.told import labels_of, told
from tests.store import builders

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BASE = Verdict("nl", 0.9, "other", {"other": 0.5}, confidence=0.5, earlier=Thought("embedded", "spam", Emotion.NEUTRAL, Urgency.NONE, 0.4))
REFUND = Labels("refund")


@pytest.fixture
def turn(store: SqliteStore) -> tuple[int, list[int]]:
    """A conversation of two messages with the same verdict."""
    with store.write() as uow:
        place = builders.conversation(uow)
        ids = builders.keep(uow, place, builders.incoming("Hallo \ud83d"), builders.incoming("Geld terug!"), verdict=BASE)
        uow.commit()
    return place[0], ids


def correct(store: SqliteStore, ids: list[int], labels: Labels) -> int:
    with store.write() as uow:
        now = uow.teaching.verdicts(ids)
        bases = {**now, **uow.teaching.bases(ids)}
        made = uow.teaching.add([Told(id_, f"text {id_} \ud83d", labels_of(now[id_]), bases[id_]) for id_ in ids], labels, by="Bo", at=AT)
        for id_ in ids:
            uow.teaching.set_verdict(id_, told(now[id_], labels))
        uow.commit()
    return made


def test_a_correction_of_a_turn_is_one_example(store: SqliteStore, turn: tuple[int, list[int]]) -> None:
    conversation, ids = turn
    made = correct(store, ids, REFUND)
    with store.read() as reader:
        (row,) = reader.corrections()
        (lesson,) = reader.examples()
    assert (row.id, row.message_id, row.conversation_id, row.by, row.at) == (made, ids[0], conversation, "Bo", AT)
    assert (row.was.category, row.now) == ("other", REFUND)
    assert (lesson.text, lesson.labels) == (f"text {ids[0]} \ud83d", REFUND)
    with store.write() as uow:
        assert {v.category for v in uow.teaching.verdicts(ids).values()} == {"refund"}
        assert uow.teaching.conversations_of(ids) == [conversation]


def test_taken_back_the_verdict_before_is_known_and_nothing_is_learned(store: SqliteStore, turn: tuple[int, list[int]]) -> None:
    _, ids = turn
    made = correct(store, ids, REFUND)
    with store.read() as reader:
        before = reader.taught_mark()
    with store.write() as uow:
        assert uow.teaching.take_back(made) == {id_: (BASE, []) for id_ in ids}
        uow.commit()
    with store.read() as reader:
        assert reader.corrections() == []
        assert reader.examples() == ()
        assert reader.taught_mark() != before
    with store.write() as uow, pytest.raises(NotFound):
        uow.teaching.take_back(made)


def test_what_was_said_afterwards_stands(store: SqliteStore, turn: tuple[int, list[int]]) -> None:
    _, ids = turn
    first = correct(store, ids, REFUND)
    second = correct(store, ids[1:], Labels("complaint", urgency=Urgency.NOW))
    with store.write() as uow:
        assert uow.teaching.take_back(first) == {ids[0]: (BASE, []), ids[1]: (BASE, [Labels("complaint", urgency=Urgency.NOW)])}
        assert uow.teaching.take_back(second) == {ids[1]: (BASE, [])}


def test_a_follower_cannot_be_taken_back_alone(store: SqliteStore, turn: tuple[int, list[int]]) -> None:
    made = correct(store, turn[1], REFUND)
    with store.write() as uow, pytest.raises(NotFound):
        uow.teaching.take_back(made + 1)


def test_of_one_message_what_was_said_last_counts_head_by_head(store: SqliteStore, turn: tuple[int, list[int]]) -> None:
    _, ids = turn
    correct(store, ids[:1], Labels("refund", urgency=Urgency.TODAY))
    correct(store, ids[:1], Labels("complaint"))
    with store.read() as reader:
        (lesson,) = reader.examples()
    assert lesson.labels == Labels("complaint", urgency=Urgency.TODAY)


def test_an_example_goes_with_its_message(store: SqliteStore, turn: tuple[int, list[int]]) -> None:
    correct(store, turn[1], REFUND)
    with store.write() as uow:
        uow.teaching.add_text("Mijn cadeaubon", Labels("gift_card"), by="Bo", at=AT)
        uow.commit()
    with store._transaction() as connection:
        connection.exec_driver_sql("DELETE FROM messages WHERE id = ?", (turn[1][0],))
        connection.commit()
    with store.read() as reader:
        assert [lesson.text for lesson in reader.examples()] == ["Mijn cadeaubon"]
        (row,) = reader.corrections()
    assert (row.message_id, row.conversation_id) == (None, None)
