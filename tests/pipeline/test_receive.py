"""Receiving: once each, one customer, one thread, a sorted queue."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import StorageFull
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Kind,
    Party,
    Problem,
    ProblemKind,
    Remote,
)
from app.domain.views import Box, ConversationState
from app.pipeline.receive import in_batches, receive
from app.pipeline.sort import Judged, judge
from app.store import SqliteStore
from tests.pipeline.support import NOW, SHOP, WordSorter, take_in
from tests.store.builders import at, incoming


def threads(store: SqliteStore) -> list[set[str]]:
    """Return the threads as sets of texts."""
    with store.read() as reader:
        views = [reader.conversation(i) for i in reader.conversation_ids(Box.ALL)]
    return sorted(({m.text for m in view.messages} for view in views), key=sorted)


def queue(store: SqliteStore) -> list[str]:
    with store.read() as reader:
        return [row.preview for row in reader.conversation_rows(reader.conversation_ids(Box.QUEUE))]


def test_the_same_messages_again_add_nothing(store: SqliteStore) -> None:
    batch = [incoming("een"), incoming("twee", address="b@klant.example")]
    assert (take_in(store, *batch).new, take_in(store, *batch).new) == (2, 0)
    longer = [*batch, incoming("drie")]
    kept = take_in(store, *longer)
    assert (kept.new, kept.duplicate) == (1, 2)


def test_twins_within_a_batch_are_kept_once(store: SqliteStore) -> None:
    message = incoming("een")
    assert take_in(store, message, message).new == 1


def test_one_address_is_one_customer_on_any_channel(store: SqliteStore) -> None:
    number = Party("Noor", (Handle(HandleKind.PHONE, "+31612345678"),))
    both = Party("Noor Kramer", (Handle(HandleKind.EMAIL, "noor@klant.example"), Handle(HandleKind.PHONE, "+31612345678")))
    mail = incoming("mail", minutes=1)
    chat = IncomingMessage(Channel.WHATSAPP, "c" * 32, "chat", at(5), Direction.IN, number, "appje")
    take_in(store, mail)
    take_in(store, chat)
    with store.read() as reader:
        assert len(reader.customers()) == 2
    take_in(store, IncomingMessage(Channel.SMS, "d" * 32, "sms", at(6), Direction.IN, both, "sms"))
    with store.read() as reader:
        people = reader.customers()
        assert [p.name for p in people] == ["Noor Kramer"]
        assert [m.text for m in reader.timeline(people[0].id)] == ["mail", "appje", "sms"]


def test_a_reply_from_the_shop_belongs_to_the_customers_thread_and_empties_the_queue(store: SqliteStore) -> None:
    take_in(store, incoming("vraag", message_id="q@x", minutes=1))
    assert queue(store) == ["vraag"]
    answer = incoming("antwoord", direction=Direction.OUT, in_reply_to="q@x", references=("q@x",), minutes=2)
    take_in(store, answer)
    assert threads(store) == [{"antwoord", "vraag"}]
    assert queue(store) == []


def test_a_thread_stays_whole_where_parents_are_missing(store: SqliteStore) -> None:
    take_in(store, incoming("vierde", message_id="4@x", in_reply_to="3@x", references=("1@x", "2@x", "3@x")))
    take_in(store, incoming("derde", message_id="3b@x", references=("2@x",)))
    take_in(store, incoming("los", message_id="9@x", subject="Iets anders"))
    assert threads(store) == [{"derde", "vierde"}, {"los"}]


def test_a_late_mail_joins_two_threads(store: SqliteStore) -> None:
    take_in(store, incoming("a", message_id="a@x"), incoming("b", message_id="b@x"))
    assert len(threads(store)) == 2
    take_in(store, incoming("c", message_id="c@x", references=("a@x", "b@x")))
    assert threads(store) == [{"a", "b", "c"}]


def test_a_join_within_one_batch_keeps_every_message(store: SqliteStore) -> None:
    take_in(
        store,
        incoming("a", message_id="a@x"),
        incoming("b", message_id="b@x"),
        incoming("d", message_id="d@x"),
        incoming("c", message_id="c@x", references=("a@x", "b@x")),
        incoming("e", message_id="e@x", references=("d@x", "c@x")),
    )
    assert threads(store) == [{"a", "b", "c", "d", "e"}]


def test_references_that_go_round_end(store: SqliteStore) -> None:
    take_in(store, incoming("a", message_id="a@x", references=("b@x", "a@x")), incoming("b", message_id="b@x", references=("a@x", "b@x")))
    assert threads(store) == [{"a", "b"}]


def test_a_reply_without_references_finds_its_thread_by_subject_for_a_month(store: SqliteStore) -> None:
    first = incoming("vraag", subject="Kapotte lamp", message_id="l@x", sent_at=at(0))
    take_in(store, first)
    take_in(store, incoming("nog iets", subject="Re: kapotte  lamp", message_id="l2@x", sent_at=at(60)))
    take_in(store, incoming("nieuw", subject="Kapotte lamp", message_id="l3@x", sent_at=at(90)))
    take_in(store, incoming("ander", subject="Re: Kapotte lamp", message_id="l4@x", address="piet@klant.example", sent_at=at(91)))
    take_in(store, incoming("later", subject="Re: Kapotte lamp", message_id="l5@x", sent_at=at(90) + timedelta(days=31)))
    assert threads(store) == [{"ander"}, {"later"}, {"nieuw"}, {"nog iets", "vraag"}]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(range(6))), cut=st.integers(0, 6))
def test_threads_do_not_depend_on_the_order_of_arrival(tmp_path_factory: pytest.TempPathFactory, order: list[int], cut: int) -> None:
    from app.store import open_store

    chain = [("1@x", ()), ("2@x", ("1@x",)), ("3@x", ("1@x", "2@x")), ("5@x", ("4@x",)), ("6@x", ("4@x", "5@x")), ("7@x", ())]
    mails = [
        incoming(i, message_id=i, references=refs, subject=f"onderwerp {i}", fingerprint=f"{n:032x}") for n, (i, refs) in enumerate(chain)
    ]
    shuffled = [mails[i] for i in order]
    store = open_store(tmp_path_factory.mktemp("p") / "profile", None)
    take_in(store, *shuffled[:cut])
    take_in(store, *shuffled[cut:])
    assert threads(store) == [{"1@x", "2@x", "3@x"}, {"5@x", "6@x"}, {"7@x"}]
    store.close()


def test_a_shops_line_or_a_notice_that_opens_a_chat_goes_to_its_customer(store: SqliteStore) -> None:
    shop, anna = Party("Winkel"), Party("Anna")
    lines = [
        IncomingMessage(Channel.WHATSAPP, "1" * 32, "anna", at(1), Direction.UNKNOWN, Party(), "versleuteld", kind=Kind.SYSTEM),
        IncomingMessage(Channel.WHATSAPP, "2" * 32, "anna", at(2), Direction.OUT, shop, "Dag Anna", recipients=(anna,)),
        IncomingMessage(Channel.WHATSAPP, "3" * 32, "anna", at(3), Direction.IN, anna, "Hoi!"),
    ]
    take_in(store, *lines)
    with store.read() as reader:
        assert [(c.name, c.messages) for c in reader.customers()] == [("Anna", 3)]


def test_the_queue_is_ordered_by_urgency_and_leaves_out_what_asks_nothing(store: SqliteStore) -> None:
    take_in(
        store,
        incoming("gewoon", address="a@klant.example"),
        incoming("spoed", address="b@klant.example"),
        incoming("bedankt", address="c@klant.example"),
        incoming("win de loterij", address="d@klant.example"),
    )
    assert queue(store) == ["spoed", "gewoon"]
    with store.read() as reader:
        assert [r.preview for r in reader.conversation_rows(reader.conversation_ids(Box.JUNK))] == ["win de loterij"]


def test_a_short_thanks_does_not_reopen_a_closed_conversation(store: SqliteStore) -> None:
    take_in(store, incoming("vraag", message_id="q@x"))
    with store.write() as uow:
        uow.conversations.set_state(1, ConversationState.CLOSED)
        uow.commit()
    take_in(store, incoming("bedankt", references=("q@x",)))
    assert queue(store) == []
    take_in(store, incoming("toch nog iets", references=("q@x",)))
    assert queue(store) == ["toch nog iets"]


def test_old_mail_is_history_and_not_work(store: SqliteStore) -> None:
    take_in(store, incoming("oud", sent_at=NOW - timedelta(days=200)))
    assert queue(store) == []
    with store.read() as reader:
        assert len(reader.conversation_ids(Box.CLOSED)) == 1


def items(count: int) -> Iterator[Judged | Problem]:
    for n in range(count):
        yield from judge([incoming(f"bericht {n}", address=f"k{n}@klant.example")], WordSorter())
        if n == 3:
            yield Problem(ProblemKind.UNPARSED, "regel 4", "This line cannot be read.")


def test_a_bad_record_is_reported_and_the_rest_is_kept(store: SqliteStore) -> None:
    report = receive(store, items(40), SHOP, NOW)
    assert (report.read, report.new, report.customers_new, report.conversations_new) == (40, 40, 40, 40)
    assert report.failed == (("regel 4", "This line cannot be read."),)


def test_stopping_keeps_what_was_complete(store: SqliteStore) -> None:
    report = receive(store, items(400), SHOP, NOW, cancelled=lambda: True)
    assert report.stopped
    assert report.new == 24
    with store.read() as reader:
        assert reader.counts()["messages"] == 24


def test_a_failure_in_a_batch_leaves_nothing_of_that_batch(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.pipeline.receive.sort_conversations", broken)
    with pytest.raises(StorageFull):
        receive(store, items(10), SHOP, NOW)
    with store.read() as reader:
        counts = reader.counts()
    assert (counts["messages"], counts["customers"], counts["conversations"]) == (0, 0, 0)


def test_a_burst_is_one_turn(store: SqliteStore) -> None:
    anna = Party("Anna")
    texts = ("spoed, mijn bestelling is kapot", "hallo?", "bedankt alvast")
    take_in(store, *(IncomingMessage(Channel.WHATSAPP, f"{n:032x}", "anna", at(n), Direction.IN, anna, t) for n, t in enumerate(texts)))
    with store.read() as reader:
        (row,) = reader.conversation_rows(reader.conversation_ids(Box.QUEUE))
    assert (row.urgency, row.waiting_since) == (3, at(0))


def test_where_the_shop_is_not_known_yet_what_came_in_still_waits(store: SqliteStore) -> None:
    take_in(store, incoming("vraag", direction=Direction.UNKNOWN))
    assert queue(store) == ["vraag"]


def test_batches_end_sooner_where_attachments_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.pipeline.receive.BATCH_BYTES", 10)
    small, large = (Judged(incoming(attachments=(Attachment("a", "b/c", n, "0" * 64, content=b"x" * n),)), None) for n in (1, 10))
    gone = Judged(incoming(attachments=(Attachment("a", "b/c", 99, "0" * 64),)), None)
    assert list(in_batches([small, large, small, gone, small, large], 9, 9)) == [[small, large], [small, gone, small, large]]
    assert [len(batch) for batch in in_batches([small] * 8, 2, 5)] == [2, 5, 1]


def test_a_mail_that_lies_twice_on_the_server_is_known_in_both_places(store: SqliteStore) -> None:
    once = incoming("Waar blijft het?", fingerprint="f" * 32, remote=Remote("winkel", "INBOX", 1, 5))
    take_in(store, once, replace(once, remote=Remote("winkel", "INBOX", 1, 6)))
    take_in(store, replace(once, remote=Remote("winkel", "INBOX", 1, 9)))
    with store.write() as uow:
        assert uow.messages.remote_uids("winkel", "INBOX") == {5, 6, 9}


def test_gmails_thread_number_ties_mails_that_refer_to_nothing(store: SqliteStore) -> None:
    take_in(store, incoming("a", subject="Teller", extra={"x-gm-thrid": "1828"}))
    take_in(store, incoming("b", subject="Ihre Frage", extra={"x-gm-thrid": "1828"}))
    take_in(store, incoming("c", subject="Andere Frage", extra={"x-gm-thrid": "1829"}))
    assert threads(store) == [{"a", "b"}, {"c"}]


def test_a_thumb_of_two_weeks_ago_does_not_make_todays_question_late(store: SqliteStore) -> None:
    def said(text: str, minutes: float, direction: Direction = Direction.IN) -> IncomingMessage:
        made = incoming(text, minutes=minutes, direction=direction, channel=Channel.WHATSAPP)
        return replace(made, headers=None, conversation_key="noor")

    take_in(store, said("vraag", 0), said("antwoord", 1, Direction.OUT), said("bedankt", 2), said("en nu nog iets", 20_000))
    with store.read() as reader:
        [row] = reader.conversation_rows(reader.conversation_ids(Box.ALL))
    assert (row.messages, row.waiting_since) == (4, at(20_000))
