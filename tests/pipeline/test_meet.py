"""Messages that come again in other words: edited, deleted, or written down by the counter before an export showed them."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from app.domain.draft import Outcome, Proposal
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Party, fingerprint_of
from app.domain.views import Box, MessageView
from app.pipeline.approve import ApproveTools, approve
from app.pipeline.importing import undo_import
from app.pipeline.receive import in_batches
from app.pipeline.sort import Judged
from app.store import SqliteStore
from tests.pipeline.support import NOW, take_in
from tests.pipeline.test_importing import chat, everything, take
from tests.store.builders import at

NOOR = Party("Noor", (Handle(HandleKind.NAME, "Noor"),))


def native(text: str, *, minutes: float = 1, edited: float | None = None, warnings: tuple[str, ...] = ()) -> IncomingMessage:
    """Return Telegram's message 7."""
    return IncomingMessage(
        Channel.TELEGRAM,
        fingerprint_of("telegram", "noor", "7"),
        "noor",
        at(minutes),
        Direction.IN,
        NOOR,
        text,
        native_id="7",
        new_text=text,
        warnings=warnings,
        edited_at=None if edited is None else at(edited),
    )


def wa(text: str, *, minutes: float = 1, warnings: tuple[str, ...] = (), out: bool = False) -> IncomingMessage:
    """Return a message of a chat without ids."""
    plain = chat(0, "noor", out=out, text=text)
    return replace(plain, fingerprint=fingerprint_of("wa", text, str(minutes)), sent_at=at(minutes), warnings=warnings)


def kept(store: SqliteStore) -> list[MessageView]:
    with store.read() as reader:
        return [m for i in reader.conversation_ids(Box.ALL) for m in reader.conversation(i).messages]


def said(store: SqliteStore) -> list[tuple[str, list[str]]]:
    """Return each message with what it said before."""
    return [(m.text, [e.text for e in m.earlier]) for m in kept(store)]


@pytest.mark.parametrize("newest_first", [False, True])
def test_an_edit_replaces_the_text_and_keeps_the_earlier_one(store: SqliteStore, newest_first: bool) -> None:
    before, after = native("om tien uur"), native("om elf uur", edited=9)
    first, second = (after, before) if newest_first else (before, after)
    take_in(store, first)
    result = take_in(store, second)
    assert said(store) == [("om elf uur", ["om tien uur"])]
    assert (result.new, result.duplicate, result.updated) == (0, 1, 0 if newest_first else 1)
    with store.read() as reader:
        assert (reader.search("elf").total, reader.search("tien").total) == (1, 0)
        assert reader.conversation_rows(reader.conversation_ids(Box.ALL))[0].preview == "om elf uur"
    for again in (before, after, before):
        assert take_in(store, again).updated == 0
    assert said(store) == [("om elf uur", ["om tien uur"])]


def test_an_edit_is_judged_anew(store: SqliteStore) -> None:
    take_in(store, native("waar is het?"))
    take_in(store, native("bedankt, gevonden", edited=5))
    with store.read() as reader:
        assert reader.conversation_ids(Box.QUEUE) == []


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("mark", ["edited", "deleted"])
def test_in_a_chat_without_ids_the_changed_message_is_found_by_its_place(store: SqliteStore, mark: str, newest_first: bool) -> None:
    older = [wa("hallo", minutes=0), wa("om tien uur"), wa("tot dan", minutes=2)]
    newer = [wa("hallo", minutes=0), wa("anders", warnings=(mark,)), wa("tot dan", minutes=2)]
    for export in (newer, older) if newest_first else (older, newer):
        take_in(store, *export)
    wanted = [("hallo", []), ("anders", ["om tien uur"]), ("tot dan", [])]
    assert said(store) == wanted
    for export in (older, newer, older):
        assert take_in(store, *export).new == 0
    assert said(store) == wanted


def test_two_messages_of_one_minute_are_not_mistaken(store: SqliteStore) -> None:
    take_in(store, wa("een"), wa("twee"))
    take_in(store, wa("een"), wa("twee"), wa("drie", warnings=("edited",)))
    assert sorted(said(store)) == [("drie", []), ("een", []), ("twee", [])]
    take_in(store, wa("vier", warnings=("edited",)))
    assert len(said(store)) == 4, "which of three was changed nobody can tell"


def test_messages_of_one_minute_come_in_one_batch() -> None:
    items = [Judged(wa(str(n), minutes=n // 4), None) for n in range(40)]
    batches = list(in_batches(items, first=3, size=10))
    moments = [{j.message.sent_at for j in batch if isinstance(j, Judged)} for batch in batches]
    assert sum(map(len, batches)) == 40
    assert all(not a & b for a, b in pairwise(moments))


def test_an_edit_is_taken_back_with_its_import(store: SqliteStore) -> None:
    take_in(store, native("om tien uur"), wa("hoi", minutes=3))
    before = everything(store)
    import_id = take(store, native("bedankt, om elf", edited=9), wa("hoi hoi", minutes=3, warnings=("edited",)))
    assert sorted(said(store)) == [("bedankt, om elf", ["om tien uur"]), ("hoi hoi", ["hoi"])]
    undo_import(store, import_id, NOW)
    assert everything(store) == before


def answered(store: SqliteStore, text: str) -> None:
    """Approve a reply in the only conversation."""
    with store.write() as uow:
        here = uow.conversations.by_keys([("whatsapp", "noor")])["whatsapp", "noor"][0]
        draft = uow.drafts.add(
            here, Proposal(Outcome.ANSWER, text, "nl", engine="person"), recipient="", subject="", in_reply_to=None, now=NOW
        )
        uow.commit()
    approve(ApproveTools(store, lambda: NOW, lambda *_: pytest.fail("nothing was edited"), lambda _: "id@x"), draft.id, "Anna")


def test_an_answer_copied_into_a_chat_is_the_message_that_the_export_shows(store: SqliteStore) -> None:
    take_in(store, wa("is hij er nog?"))
    answered(store, "Ja, er staan er nog drie.")
    assert [(m.text, m.direction) for m in kept(store)] == [("is hij er nog?", "in"), ("Ja, er staan er nog drie.", "out")]
    before = everything(store)
    echo = replace(wa("ja, er staan  er nog drie!", out=True), sent_at=NOW + timedelta(minutes=3))
    import_id = take(store, wa("is hij er nog?"), echo)
    assert [m.text for m in kept(store)] == ["is hij er nog?", "ja, er staan  er nog drie!"]
    assert kept(store)[1].sent_at == NOW + timedelta(minutes=3)
    assert take_in(store, echo).new == 0
    undo_import(store, import_id, NOW)
    assert everything(store) == before


@pytest.mark.parametrize(
    ("text", "after"),
    [("Iets heel anders.", timedelta(minutes=1)), ("Ja, er staan er nog drie.", timedelta(days=8))],
)
def test_another_answer_is_another_message(store: SqliteStore, text: str, after: timedelta) -> None:
    take_in(store, wa("is hij er nog?"))
    answered(store, "Ja, er staan er nog drie.")
    take_in(store, replace(wa(text, out=True), sent_at=NOW + after))
    assert len(kept(store)) == 3
