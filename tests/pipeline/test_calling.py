"""Calls that a person writes down, and those that come in by files."""

from dataclasses import replace

import pytest

from app.domain.calling import CallNote
from app.domain.errors import BadInput, NotFound
from app.domain.message import Channel, Direction, Handle, HandleKind, Kind
from app.domain.views import Box
from app.pipeline.calling import log_call, unlog_call
from app.store import SqliteStore
from tests.pipeline.support import NOW, take_in
from tests.pipeline.test_importing import everything
from tests.store.builders import at, incoming

PHONE = Handle(HandleKind.PHONE, "+31600000001")


def note(**changes: object) -> CallNote:
    return replace(CallNote(Direction.IN, NOW, "Bo", number=PHONE, name="Noor Kramer", text="vraagt naar de fiets"), **changes)


def queue(store: SqliteStore) -> list[tuple[str, ...]]:
    with store.read() as reader:
        return [row.reasons for row in reader.conversation_rows(reader.conversation_ids(Box.QUEUE))]


def test_a_missed_call_waits_and_the_call_that_was_taken_settles_it(store: SqliteStore) -> None:
    logged = log_call(store, lambda: NOW, note(missed=True))
    assert (queue(store), logged.task_id) == ([("missed_call",)], None)
    again = log_call(store, lambda: NOW, note(at=NOW.replace(minute=30), text="opgenomen"))
    conversation = logged.conversation_id
    assert again.conversation_id == conversation
    assert queue(store) == []
    with store.read() as reader:
        assert [(m.kind, m.direction, m.text) for m in reader.conversation(conversation).messages] == [
            (Kind.CALL, Direction.IN, "vraagt naar de fiets"),
            (Kind.CALL, Direction.IN, "opgenomen"),
        ]


def test_what_was_promised_becomes_a_task(store: SqliteStore) -> None:
    logged = log_call(store, lambda: NOW, note(callback_at=NOW.replace(hour=15)))
    assert queue(store) == []
    with store.read() as reader:
        (kept,) = reader.tasks()
        assert (kept.id, kept.kind, kept.customer, kept.conversation_id) == (
            logged.task_id,
            "callback",
            "Noor Kramer",
            logged.conversation_id,
        )
        assert (kept.text, kept.due_at, kept.by) == ("vraagt naar de fiets", NOW.replace(hour=15), "Bo")


def test_a_call_is_kept_with_whom_it_was_written_down_for(store: SqliteStore) -> None:
    take_in(store, incoming("mail", minutes=1, sender="Noor Kramer", address="noor@x.example"))
    with store.read() as reader:
        (who,) = reader.customers()
    log_call(store, lambda: NOW, note(number=None, name="", customer_id=who.id))
    log_call(store, lambda: NOW, note(number=None, name="", customer_id=who.id, direction=Direction.OUT))
    with store.read() as reader:
        (row,) = reader.customers()
        assert [m.channel for m in reader.timeline(row.id)] == [Channel.IMAP, Channel.CALL, Channel.CALL]
    with pytest.raises(NotFound):
        log_call(store, lambda: NOW, note(number=None, customer_id=99))
    with pytest.raises(BadInput):
        log_call(store, lambda: NOW, note(number=None, name=" "))


CALLS = {
    "of somebody new": note(),
    "missed": note(missed=True),
    "with a promise": note(callback_at=NOW.replace(hour=15)),
    "of a bare name": note(number=None),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_that_is_taken_back_leaves_nothing(store: SqliteStore, name: str) -> None:
    before = everything(store)
    unlog_call(store, lambda: NOW, log_call(store, lambda: NOW, CALLS[name]).entry)
    assert everything(store) == before
    with store.read() as reader:
        assert reader.imports() == []


def test_a_call_of_a_known_customer_is_taken_back_and_what_waited_waits_again(store: SqliteStore) -> None:
    take_in(store, incoming("mail", minutes=1, sender="Noor Kramer", address="noor@x.example"))
    log_call(store, lambda: NOW, note(missed=True))
    with store.read() as reader:
        who = {row.name: row.id for row in reader.customers()}
    before = everything(store)
    logged = log_call(store, lambda: NOW, note(at=NOW.replace(minute=30), text="opgenomen", callback_at=NOW.replace(hour=15)))
    of_mail = log_call(store, lambda: NOW, note(number=PHONE, name="", customer_id=who["Noor Kramer"], at=NOW.replace(minute=40)))
    unlog_call(store, lambda: NOW, of_mail.entry)
    unlog_call(store, lambda: NOW, logged.entry)
    assert everything(store) == before
    with pytest.raises(BadInput):
        unlog_call(store, lambda: NOW, logged.entry)
    with pytest.raises(NotFound):
        unlog_call(store, lambda: NOW, 99)


def test_a_call_stays_where_somebody_wrote_since(store: SqliteStore) -> None:
    logged = log_call(store, lambda: NOW, note(callback_at=NOW.replace(hour=15)))
    with store.write() as uow:
        uow.conversations.add_note(logged.conversation_id, "Bo", "belt nog", NOW)
        uow.commit()
    before = everything(store)
    with pytest.raises(BadInput, match="stays"):
        unlog_call(store, lambda: NOW, logged.entry)
    assert everything(store) == before


def test_a_bare_name_glues_no_namesakes(store: SqliteStore) -> None:
    for minute in (1, 2):
        log_call(store, lambda: NOW, note(number=None, name="Anna", at=NOW.replace(minute=minute)))
    with store.read() as reader:
        assert [row.name for row in reader.customers()] == ["Anna", "Anna"]


def test_a_missed_call_of_a_file_waits_and_one_that_was_taken_does_not(store: SqliteStore) -> None:
    missed = incoming(
        "", minutes=1, channel=Channel.CALL, kind=Kind.CALL, warnings=("missed_call",), address="een@x.example", sender="Een Mens"
    )
    taken = incoming("", minutes=2, channel=Channel.CALL, kind=Kind.CALL, address="twee@x.example", sender="Ander Mens")
    take_in(store, missed, taken, now=at(60))
    assert queue(store) == [("missed_call",)]
