"""Conversations: their summary, lists, joining."""

import pytest

from app.domain.errors import NotFound
from app.domain.message import Channel, Direction, Kind
from app.domain.store_ports import TURN_AT_MOST, ConversationFacts, ConversationUpdate
from app.domain.verdict import Category, Emotion, Reason, Sentiment, Urgency, Verdict
from app.domain.views import Box, ConversationState
from app.store import SqliteStore
from tests.store.builders import START, at, conversation, incoming, keep

OPEN = ConversationState.OPEN


def test_conversations_are_found_by_key_and_family(store: SqliteStore) -> None:
    with store.write() as uow:
        _, customer = conversation(uow)
        mail = uow.conversations.add(Channel.MAILFILE, "draad", customer, "A", "a", START)
        chat = uow.conversations.add(Channel.WHATSAPP, "draad", customer, "", "", START)
        found = uow.conversations.by_keys([("mail", "draad"), ("whatsapp", "draad"), ("sms", "draad"), ("mail", 'x"\ud800')])
        assert found == {("mail", "draad"): (mail, customer), ("whatsapp", "draad"): (chat, customer)}
        assert uow.conversations.owner(mail) == customer
        assert uow.conversations.owner(99) is None


def test_threads_are_found_by_every_id_that_mails_refer_to(store: SqliteStore) -> None:
    with store.write() as uow:
        one, two = conversation(uow), conversation(uow)
        keep(uow, one, incoming(message_id="b@x", in_reply_to="a@x", references=("root@x", "a@x")))
        keep(uow, two, incoming(message_id="c@x"))
        ids = ["root@x", "a@x", "b@x", "c@x", "d@x"]
        assert uow.conversations.by_thread_ids(ids) == {"root@x": one[0], "a@x": one[0], "b@x": one[0], "c@x": two[0]}
        uow.conversations.join(two[0], one[0])
        assert set(uow.conversations.by_thread_ids(ids).values()) == {two[0]}


def test_the_latest_conversation_about_a_subject(store: SqliteStore) -> None:
    with store.write() as uow:
        old, new = conversation(uow, subject="Band"), conversation(uow, subject="Band")
        keep(uow, old, incoming(minutes=1))
        keep(uow, new, incoming(minutes=50))
        chat = uow.conversations.add(Channel.SMS, "s", old[1], "Band", "band", at(90))
        assert chat not in old
        assert uow.conversations.recent_by_subject(old[1], "band", at(10)) == new[0]
        assert uow.conversations.recent_by_subject(old[1], "band", at(60)) is None
        assert uow.conversations.recent_by_subject(old[1], "bel", at(0)) is None


def test_of_a_burst_without_end_the_last_messages_count(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming(minutes=1, direction=Direction.OUT))
        for minute in range(2, TURN_AT_MOST + 22):
            unknown = Direction.UNKNOWN if minute % 2 else Direction.IN
            keep(uow, place, incoming(minutes=minute, direction=unknown), verdict=Verdict(spam=minute / 1000))
        (fact,) = uow.conversations.facts([place[0]])
    assert (fact.first_waiting_at, fact.last_in_at) == (at(2), at(TURN_AT_MOST + 21))
    assert [round(verdict.spam * 1000) for verdict in fact.turn] == list(range(22, TURN_AT_MOST + 22))


def test_facts_say_since_when_somebody_waits(store: SqliteStore) -> None:
    verdict = Verdict(language="nl", category="refund")
    with store.write() as uow:
        waiting, answered, quiet, tied = (conversation(uow) for _ in range(4))
        keep(uow, waiting, incoming(minutes=1), incoming(minutes=2, direction=Direction.OUT), incoming(minutes=3), verdict=verdict)
        keep(uow, waiting, incoming(minutes=4), incoming(minutes=5, kind=Kind.SYSTEM), verdict=verdict)
        keep(uow, answered, incoming(minutes=1), incoming(minutes=2, direction=Direction.OUT))
        keep(uow, tied, incoming(minutes=7), incoming(minutes=7, direction=Direction.OUT), incoming(minutes=7))
        facts = uow.conversations.facts([waiting[0], answered[0], quiet[0], tied[0]])
    assert facts == [
        ConversationFacts(waiting[0], Channel.IMAP, OPEN, at(3), at(4), verdict, turn=(verdict, verdict)),
        ConversationFacts(answered[0], Channel.IMAP, OPEN, None, at(1), None),
        ConversationFacts(quiet[0], Channel.IMAP, OPEN, None, None, None),
        ConversationFacts(tied[0], Channel.IMAP, OPEN, at(7), at(7), None),
    ]


def test_an_update_fills_the_row(store: SqliteStore) -> None:
    verdict = Verdict(
        language="de",
        category=Category.COMPLAINT,
        sentiment_label=Sentiment.NEGATIVE,
        emotion=Emotion.ANGRY,
        urgency=Urgency.NOW,
        order_numbers=("A-7",),
        needs_human=("asked_for_person",),
        reasons=(Reason("shouting", "JETZT"), Reason("shouting", "SOFORT")),
    )
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming(), verdict=Verdict(order_numbers=("6",)))
        uow.conversations.update([ConversationUpdate(place[0], OPEN, at(1), at(9), verdict)])
        uow.conversations.update([ConversationUpdate(place[0], OPEN, at(2), None, None)])
        uow.commit()
    with store.read() as reader:
        row = reader.conversation(place[0]).row
    assert (row.state, row.waiting_since, row.due_at, row.urgency) == (OPEN, at(2), None, 3)
    assert (row.language, row.category, row.sentiment, row.emotion) == ("de", "complaint", "negative", "angry")
    assert (row.order_numbers, row.reasons) == (("6", "A-7"), ("asked_for_person", "shouting"))


def test_boxes_in_their_order(store: SqliteStore) -> None:
    with store.write() as uow:
        late, soon, urgent, done, closed, snoozed = (conversation(uow) for _ in range(6))
        for minute, place in enumerate((late, soon, urgent, done, closed, snoozed)):
            keep(uow, place, incoming(minutes=minute))
        now = Verdict(urgency=Urgency.NOW)
        uow.conversations.update(
            [
                ConversationUpdate(late[0], OPEN, at(1), None, Verdict()),
                ConversationUpdate(soon[0], OPEN, at(1), at(20), Verdict()),
                ConversationUpdate(urgent[0], OPEN, at(1), at(90), now),
                ConversationUpdate(done[0], OPEN, None, None, now),
                ConversationUpdate(closed[0], OPEN, at(1), at(2), now),
            ]
        )
        uow.conversations.set_state(closed[0], ConversationState.CLOSED)
        uow.conversations.set_state(snoozed[0], ConversationState.SNOOZED, at(600))
        uow.commit()
    with store.read() as reader:
        assert reader.conversation_ids(Box.QUEUE) == [urgent[0], soon[0], late[0]]
        assert reader.conversation_ids(Box.OPEN, 2) == [done[0], urgent[0]]
        assert reader.conversation_ids(Box.CLOSED) == [closed[0]]
        assert reader.conversation_ids(Box.SNOOZED) == [snoozed[0]]
        assert reader.conversation_ids(Box.JUNK) == []
        assert len(reader.conversation_ids(Box.ALL)) == 6
        assert [r.id for r in reader.conversation_rows([late[0], 99, done[0]])] == [late[0], done[0]]
        assert reader.counts()["queue"] == 3


def test_states_and_their_undo(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, incoming())
        uow.conversations.update([ConversationUpdate(place[0], OPEN, at(1), at(2), Verdict())])
        assert uow.conversations.set_state(place[0], ConversationState.SNOOZED, at(10)) is OPEN
        assert uow.conversations.wake(at(9)) == 0
        assert uow.conversations.wake(at(10)) == 1
        assert uow.conversations.set_state(place[0], ConversationState.JUNK) is OPEN
        assert uow.conversations.set_state(place[0], OPEN) is ConversationState.JUNK
        uow.conversations.mark_read(place[0])
        uow.conversations.set_answered(place[0])
        with pytest.raises(NotFound):
            uow.conversations.set_state(99, OPEN)
        uow.commit()
    with store.read() as reader:
        row = reader.conversation(place[0]).row
        assert (row.waiting_since, row.due_at, row.unread) == (None, None, False)
        with pytest.raises(NotFound):
            reader.conversation(99)


def test_notes(store: SqliteStore) -> None:
    with store.write() as uow:
        place = conversation(uow)
        note = uow.conversations.add_note(place[0], "Toon", "Gebeld", at(3))
        with pytest.raises(NotFound):
            uow.conversations.add_note(99, "Toon", "x", at(3))
        uow.commit()
    with store.read() as reader:
        assert reader.conversation(place[0]).notes == (note,)


def test_joining_moves_everything(store: SqliteStore) -> None:
    with store.write() as uow:
        keep_, other = conversation(uow, subject=""), conversation(uow, name="Jan", address="jan@klant.example", subject="Bel")
        key = uow.conversations.add(Channel.IMAP, "sleutel", other[1], "", "", START)
        keep(uow, keep_, incoming("eerst zoekwoord", minutes=1), verdict=Verdict(order_numbers=("1",)))
        keep(uow, other, incoming("later zoekwoord", minutes=5), verdict=Verdict(order_numbers=("1", "2")))
        uow.conversations.add_note(other[0], "Toon", "x", at(1))
        uow.conversations.update([ConversationUpdate(other[0], OPEN, at(5), at(9), None)])
        uow.conversations.join(keep_[0], other[0])
        uow.conversations.join(keep_[0], key)
        uow.conversations.join(keep_[0], keep_[0])
        assert uow.conversations.by_keys([("mail", "sleutel")]) == {("mail", "sleutel"): keep_}
        with pytest.raises(NotFound):
            uow.conversations.join(keep_[0], other[0])
        uow.commit()
    with store.read() as reader:
        view = reader.conversation(keep_[0])
        assert [m.text for m in view.messages] == ["eerst zoekwoord", "later zoekwoord"]
        assert (view.row.messages, view.row.preview, view.row.last_at) == (2, "later zoekwoord", at(5))
        assert (view.row.waiting_since, view.row.subject, view.row.order_numbers) == (at(5), "Bel", ("1", "2"))
        assert len(view.notes) == 1
        assert {hit.conversation_id for hit in reader.search("zoekwoord").hits} == {keep_[0]}
        assert reader.search("order:2").total == 1
    assert all(ok for _, ok, _ in store.check())
