"""Taking an import back: what is left is what would be there without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.domain.draft import DraftState, Outcome, Proposal
from app.domain.errors import BadInput, NotFound
from app.domain.identity import JoinCause
from app.domain.importing import Undone
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    MailHeaders,
    Party,
    fingerprint_of,
)
from app.domain.verdict import Verdict
from app.domain.views import Box, ConversationState
from app.pipeline.importing import undo_import
from app.pipeline.receive import keep, receive
from app.pipeline.recognise import reach
from app.pipeline.sort import judge
from app.store import SqliteStore, open_store
from tests.pipeline.support import NOW, SHOP, WordSorter
from tests.store.builders import at

PEOPLE = ("noor", "bram", "els")
FILE = Attachment("bon.pdf", "application/pdf", 3, "a" * 64, content=b"bon")


def mail(n: int, who: str, refers: tuple[int, ...] = (), *, out: bool = False, file: bool = False, words: str = "vraag") -> IncomingMessage:
    customer = Party(who.title(), (Handle(HandleKind.EMAIL, f"{who}@klant.example"),))
    shop = Party("De Fietshoek", (Handle(HandleKind.EMAIL, "info@fietshoek.example"),))
    return IncomingMessage(
        channel=Channel.MAILFILE,
        fingerprint=fingerprint_of("mail", str(n)),
        conversation_key=f"m{n}@x",
        sent_at=at(n),
        direction=Direction.OUT if out else Direction.IN,
        sender=shop if out else customer,
        recipients=(customer,) if out else (shop,),
        text=f"{words} {n} over 10{n}",
        new_text=f"{words} {n} over 10{n}",
        subject=f"Onderwerp {n}",
        native_id=f"m{n}@x",
        headers=MailHeaders(f"m{n}@x", "", tuple(f"m{i}@x" for i in refers)),
        attachments=(FILE,) if file else (),
    )


def chat(n: int, who: str, *, out: bool = False, text: str = "") -> IncomingMessage:
    return IncomingMessage(
        channel=Channel.WHATSAPP,
        fingerprint=fingerprint_of("whatsapp", who, str(n)),
        conversation_key=who,
        sent_at=at(n),
        direction=Direction.OUT if out else Direction.IN,
        sender=Party("De Fietshoek") if out else Party(who.title(), (Handle(HandleKind.NAME, who.title()),)),
        recipients=(Party(who.title(), (Handle(HandleKind.NAME, who.title()),)),) if out else (),
        text=text or f"appje {n}",
        new_text=text or f"appje {n}",
    )


class OrderSorter(WordSorter):
    """A sorter that also finds the order number."""

    def judge_many(self, items: Any) -> list[Verdict]:
        return [replace(self.judge(text, context), order_numbers=(text.split()[-1],)) for text, context in items]


def take(store: SqliteStore, *messages: IncomingMessage) -> int:
    """Import as a file and return the number of the import."""
    with store.write() as uow:
        import_id = uow.imports.begin("export.txt", "whatsapp", NOW)
        uow.commit()
    report = receive(store, judge(messages, OrderSorter()), SHOP, NOW, import_id=import_id)
    with store.write() as uow:
        uow.imports.finish(import_id, "whatsapp", report)
        uow.commit()
    return import_id


def sync(store: SqliteStore, *messages: IncomingMessage) -> None:
    """Keep messages that no import brought."""
    with store.write() as uow:
        keep(uow, judge(messages, OrderSorter()), SHOP, NOW)
        uow.commit()


LEFT_OUT = ("sources", "import_reports", "sqlite_sequence", "settings", "alembic_version")


def everything(store: SqliteStore, *, ids: bool = True) -> dict[str, Any]:
    """Return all rows of all tables (but for the history of imports), and what the full-text index and the folder hold."""
    with store._readers.connect() as connection:
        tables = [
            name
            for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")
            if name not in LEFT_OUT
        ]
        found: dict[str, Any] = {
            table: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}").all()), key=repr) for table in tables
        }
        found["fts"] = sorted(id_ for (id_,) in connection.exec_driver_sql("SELECT id FROM message_fts_docsize"))
    found["files"] = sorted(p.name for p in (store.folder / "attachments").rglob("*") if p.is_file())
    with store.read() as reader:
        found["search"] = [(hit.message_id, hit.snippet) for word in ("vraag", "appje", "bon") for hit in reader.search(word).hits]
    return found


def undo(store: SqliteStore, import_id: int) -> Undone:
    return undo_import(store, import_id, NOW)


def test_an_import_into_nothing_leaves_nothing(store: SqliteStore) -> None:
    before = everything(store)
    import_id = take(store, mail(1, "noor", file=True), mail(2, "noor", (1,), out=True), chat(3, "bram"), chat(4, "bram", out=True))
    undone = undo(store, import_id)
    assert (undone.messages, undone.conversations, undone.customers, undone.kept) == (4, 2, 2, 0)
    assert everything(store) == before
    assert all(ok for _, ok, _ in store.check())


steps = st.lists(
    st.tuples(
        st.integers(1, 14), st.sampled_from(PEOPLE), st.lists(st.integers(1, 14), max_size=2), st.booleans(), st.booleans(), st.booleans()
    ),
    max_size=9,
)


def made(found: list[Any]) -> list[IncomingMessage]:
    return [
        chat(n, who, out=out) if is_chat else mail(n, who, tuple(i for i in refers if i != n), out=out, file=file)
        for n, who, refers, out, file, is_chat in found
    ]


@contextmanager
def empty_store() -> Iterator[SqliteStore]:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "profile", None)
        try:
            yield store
        finally:
            store.close()


searching = settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@searching
@given(first=steps, second=steps, third=steps)
def test_imports_undone_last_first_leave_what_was_there(first: list[Any], second: list[Any], third: list[Any]) -> None:
    with empty_store() as store:
        sync(store, *made(first))
        before = everything(store)
        one = take(store, *made(second))
        between = everything(store)
        two = take(store, *made(third))
        undo(store, two)
        assert everything(store) == between
        undo(store, one)
        assert everything(store) == before
        assert all(ok for name, ok, _ in store.check() if name != "encryption")


@searching
@given(first=steps, second=steps, third=steps)
def test_imports_undone_first_first_leave_what_was_there(first: list[Any], second: list[Any], third: list[Any]) -> None:
    """Every row, with its number; where threads were tied they may get others (`test_merging_anything` compares what is in them)."""
    alone = [[(n, who, [], out, file, is_chat) for n, who, _, out, file, is_chat in part] for part in (first, second, third)]
    with empty_store() as store:
        sync(store, *made(alone[0]))
        before = everything(store)
        one, two = take(store, *made(alone[1])), take(store, *made(alone[2]))
        undo(store, one)
        undo(store, two)
        assert said(everything(store)) == said(before)


def said(found: dict[str, Any]) -> dict[str, Any]:
    """Return a state without what reading and sorting made of conversations (unread, waiting): that depends on what came in between."""
    return found | {"conversations": [(*row[:6], row[8], row[16], *row[18:20]) for row in found["conversations"]]}


@searching
@given(first=steps, second=steps, third=steps)
def test_what_was_synchronised_since_stays(first: list[Any], second: list[Any], third: list[Any]) -> None:
    """Threads that the import linked may come out otherwise; which messages there are, and of whom, may not."""
    since = made([(n + 20, *rest) for n, *rest in third])
    with empty_store() as store:
        sync(store, *made(first))
        one = take(store, *made(second))
        sync(store, *since)
        undo(store, one)
        with empty_store() as other:
            sync(other, *made(first))
            sync(other, *since)
            assert texts(store) == texts(other)
        assert all(ok for name, ok, _ in store.check() if name != "encryption")
        with store.read() as reader:
            views = [reader.conversation(i) for i in reader.conversation_ids(Box.ALL)]
            assert all(view.messages and view.row.messages == len(view.messages) for view in views)
            assert all(view.row.last_at == max(m.sent_at for m in view.messages) for view in views)


def texts(store: SqliteStore) -> set[str]:
    with store.read() as reader:
        return {m.text for i in reader.conversation_ids(Box.ALL) for m in reader.conversation(i).messages}


def conversation_of(store: SqliteStore, text: str) -> int:
    with store.read() as reader:
        return next(i for i in reader.conversation_ids(Box.ALL) if any(m.text == text for m in reader.conversation(i).messages))


def test_a_conversation_that_was_answered_stays(store: SqliteStore) -> None:
    import_id = take(store, mail(1, "noor"), mail(2, "bram"))
    answered = conversation_of(store, "vraag 1 over 101")
    with store.write() as uow:
        draft = uow.drafts.add(
            answered, Proposal(Outcome.ANSWER, "Morgen.", "nl"), recipient="noor@klant.example", subject="", in_reply_to=None, now=NOW
        )
        uow.drafts.move(draft.id, DraftState.APPROVED, approved_by="Anna", approved_at=NOW)
        uow.commit()
    undone = undo(store, import_id)
    assert (undone.messages, undone.conversations, undone.customers, undone.kept) == (1, 1, 1, 1)
    assert texts(store) == {"vraag 1 over 101"}
    with store.read() as reader:
        assert [h.value for h in reader.customers()[0].handles] == ["noor@klant.example"]


def test_what_lies_on_the_server_too_stays(store: SqliteStore) -> None:
    import_id = take(store, mail(1, "noor"), mail(2, "noor"))
    with store.write() as uow:
        uow.messages.set_remote("info", "INBOX", 1, 7, uow.messages.known([fingerprint_of("mail", "1")])[fingerprint_of("mail", "1")], ())
        uow.commit()
    assert undo(store, import_id).messages == 1
    assert texts(store) == {"vraag 1 over 101"}


def test_what_a_later_import_held_as_well_goes_with_that_one(store: SqliteStore) -> None:
    before = everything(store)
    one = take(store, chat(1, "noor"), chat(2, "noor"))
    two = take(store, chat(1, "noor"), chat(2, "noor"), chat(3, "noor"))
    assert undo(store, one).messages == 0
    assert texts(store) == {"appje 1", "appje 2", "appje 3"}
    assert undo(store, two).messages == 3
    assert everything(store) == before


def test_what_a_person_did_since_stays(store: SqliteStore) -> None:
    sync(store, chat(1, "noor"))
    here = conversation_of(store, "appje 1")
    import_id = take(store, chat(2, "noor"))
    with store.write() as uow:
        uow.conversations.set_state(here, ConversationState.CLOSED)
        uow.commit()
    undo(store, import_id)
    with store.read() as reader:
        row = reader.conversation(here).row
    assert (row.state, row.preview, row.messages) == (ConversationState.CLOSED, "appje 1", 1)


def test_an_import_is_taken_back_once(store: SqliteStore) -> None:
    import_id = take(store, chat(1, "noor"))
    undo(store, import_id)
    with pytest.raises(BadInput):
        undo(store, import_id)
    with pytest.raises(NotFound):
        undo(store, 99)
    assert take(store, chat(1, "noor")) != import_id
    assert texts(store) == {"appje 1"}


def test_an_import_that_was_broken_off_is_shown_and_can_be_taken_back(store: SqliteStore) -> None:
    before = everything(store)
    with store.write() as uow:
        import_id = uow.imports.begin("export.txt", "whatsapp", NOW)
        uow.commit()
    with store.write() as uow:
        uow.imports.during(import_id)
        keep(uow, judge([chat(1, "noor")], WordSorter()), SHOP, NOW)
        uow.commit()
    with store.read() as reader:
        row = reader.imports()[0]
    assert (row.id, row.what, row.report.new, row.undone_at) == (import_id, "", 1, None)
    undo(store, import_id)
    assert everything(store) == before
    with store.read() as reader:
        assert reader.imports()[0].undone_at == NOW


def test_a_join_by_a_strong_handle_comes_apart_again(store: SqliteStore) -> None:
    both = Party("Noor Kramer", (Handle(HandleKind.EMAIL, "noor@klant.example"), Handle(HandleKind.PHONE, "+31612345678")))
    number = Party("Noor", (Handle(HandleKind.PHONE, "+31612345678"),))
    sync(store, mail(1, "noor"), IncomingMessage(Channel.SMS, "c" * 32, "sms", at(5), Direction.IN, number, "smsje", native_id="5"))
    before = everything(store)
    import_id = take(store, IncomingMessage(Channel.SIGNAL, "d" * 32, "signal", at(6), Direction.IN, both, "signaal", native_id="6"))
    with store.read() as reader:
        assert len(reader.customers()) == 1
    undo(store, import_id)
    after = everything(store)
    for table in ("joins", "suggestions"):
        before.pop(table), after.pop(table)
    assert after == before


def signal(n: int, *handles: Handle) -> IncomingMessage:
    who = Party("Noor Kramer", handles)
    return IncomingMessage(
        Channel.SIGNAL, fingerprint_of("signal", str(n)), f"signaal{n}", at(n), Direction.IN, who, f"signaal {n}", native_id=str(n)
    )


ADDRESS, NUMBER = Handle(HandleKind.EMAIL, "noor@klant.example"), Handle(HandleKind.PHONE, "+31612345678")


def people(store: SqliteStore) -> dict[frozenset[str], list[str]]:
    with store.read() as reader:
        rows = reader.customers()
        return {frozenset(h.value for h in row.handles if "@" in h.value or "+" in h.value): said_of(store, row.id) for row in rows}


def said_of(store: SqliteStore, customer_id: int) -> list[str]:
    with store.read() as reader:
        return [message.text for message in reader.timeline(customer_id)]


@pytest.fixture
def reaching(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store that knows by which handles messages are placed."""
    store = open_store(tmp_path / "reaching", None, reach)
    yield store
    store.close()


def test_two_whom_only_the_import_showed_to_be_one_are_two_again(reaching: SqliteStore) -> None:
    one = take(reaching, signal(1, ADDRESS, NUMBER))
    take(reaching, signal(2, ADDRESS), signal(3, NUMBER))
    assert list(people(reaching)) == [{ADDRESS.value, NUMBER.value}]
    undo(reaching, one)
    assert people(reaching) == {frozenset({ADDRESS.value}): ["signaal 2"], frozenset({NUMBER.value}): ["signaal 3"]}


def test_two_whom_something_else_shows_to_be_one_as_well_stay_one(reaching: SqliteStore) -> None:
    sync(reaching, signal(1, ADDRESS), signal(2, NUMBER))
    one = take(reaching, signal(3, ADDRESS, NUMBER))
    two = take(reaching, signal(4, ADDRESS, NUMBER))
    undo(reaching, one)
    assert people(reaching) == {frozenset({ADDRESS.value, NUMBER.value}): ["signaal 1", "signaal 2", "signaal 4"]}
    undo(reaching, two)
    assert people(reaching) == {frozenset({ADDRESS.value}): ["signaal 1"], frozenset({NUMBER.value}): ["signaal 2"]}


def test_a_merge_of_somebody_who_only_came_with_the_import_goes_with_it(reaching: SqliteStore) -> None:
    sync(reaching, signal(1, ADDRESS))
    one = take(reaching, signal(2, NUMBER))
    with reaching.read() as reader:
        kept, other = sorted(row.id for row in reader.customers())
    with reaching.write() as uow:
        uow.identity.merge(other, kept, by="Bo", cause=JoinCause.PERSON, why="", at=NOW)
        uow.commit()
    undo(reaching, one)
    assert people(reaching) == {frozenset({ADDRESS.value}): ["signaal 1"]}
    with reaching.read() as reader:
        assert [join.undone_at is not None for join in reader.joins()] == [True]


def test_threads_come_apart_when_the_mail_that_tied_them_goes(reaching: SqliteStore) -> None:
    """The first of three imports ties what was there to what it brings; what came in since follows the part it answers."""
    sync(reaching, mail(1, "noor"), mail(2, "bram"))
    one = take(reaching, mail(3, "noor", (1, 2)))
    take(reaching, mail(4, "bram", (2,)))
    undo(reaching, one)
    with reaching.read() as reader:
        threads = {frozenset(m.text for m in reader.conversation(i).messages) for i in reader.conversation_ids(Box.ALL)}
    assert threads == {frozenset({"vraag 1 over 101"}), frozenset({"vraag 2 over 102", "vraag 4 over 104"})}
