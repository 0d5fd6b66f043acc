"""Handovers in the store."""

from datetime import UTC, datetime

import pytest

from app.domain.errors import NotFound
from app.domain.handover import Deed, Follows, HandoverReason, HandoverState, Happened, Packet, Source, Trigger
from app.store import SqliteStore
from app.store.handovers import pack_packet, unpack_packet
from tests.store import builders

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def packet(conversation_id: int = 1) -> Packet:
    return Packet(
        conversation_id=conversation_id,
        customer="Bo",
        handles=("bo@example.test",),
        channel="imap",
        language="nl",
        subject="Kapot \ud83d",
        summary=("Een zin.",),
        told=("10423",),
        deeds=(Deed(AT, Happened.ASKED, "Bo", "Waar blijft het?"),),
        open_questions=("Waar blijft het?",),
        sentiment="negative",
        emotion="angry",
        urgency=2,
        reasons=(HandoverReason(Trigger.STRONG_MOOD, Follows.HINT, "boos", "NOOIT meer"),),
        links=(Source("article", "3", "Levertijden"),),
        first_sentence="Ik heb alles gelezen.",
        waiting_since=AT,
    )


def test_a_packet_comes_back_as_it_was() -> None:
    assert unpack_packet(pack_packet(packet())) == packet()


@pytest.fixture
def conversation(store: SqliteStore) -> int:
    """A conversation with a message."""
    with store.write() as uow:
        place = builders.conversation(uow)
        builders.keep(uow, place, builders.incoming())
        uow.commit()
    return place[0]


def test_a_handover_waits_is_taken_and_ends(store: SqliteStore, conversation: int) -> None:
    with store.write() as uow:
        number = uow.handovers.add(packet(conversation), by="Bo", to="Sanne", reason="boos", at=AT)
        uow.commit()
    with store.read() as reader:
        (row,) = reader.handovers()
    assert (row.id, row.state, row.by, row.to, row.packet.told) == (number, HandoverState.OPEN, "Bo", "Sanne", ("10423",))
    with store.write() as uow:
        uow.handovers.move(number, HandoverState.TAKEN, by="Kim")
        uow.handovers.move(number, HandoverState.ENDED, by="Kim", outcome="gebeld", at=AT)
        uow.commit()
    with store.read() as reader:
        assert list(reader.handovers()) == []
        (ended,) = reader.handovers(ended=True)
        (who,) = reader.customers()
        assert list(reader.handovers(ended=True, customer_id=who.id)) == [ended]
        assert list(reader.handovers(ended=True, customer_id=who.id + 1)) == []
    assert (ended.to, ended.outcome, ended.ended_at) == ("Kim", "gebeld", AT)


def test_a_second_handover_takes_the_place_of_the_first(store: SqliteStore, conversation: int) -> None:
    with store.write() as uow:
        uow.handovers.add(packet(conversation), by="Bo", to="", reason="", at=AT)
        second = uow.handovers.add(packet(conversation), by="Bo", to="Sanne", reason="", at=AT)
        uow.commit()
    with store.read() as reader:
        assert [row.id for row in reader.handovers()] == [second]


def test_what_is_not_there_is_told(store: SqliteStore) -> None:
    with store.write() as uow, pytest.raises(NotFound):
        uow.handovers.move(77, HandoverState.TAKEN)
    with store.write() as uow, pytest.raises(NotFound):
        uow.handovers.remove(77)
