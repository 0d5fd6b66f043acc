"""Suggestions for the voice out of what was really sent."""

import pytest

from app.domain.draft import DraftState, Outcome, Proposal
from app.domain.errors import NotFound
from app.domain.message import Channel, Direction, IncomingMessage, Party
from app.domain.shop import ShopSettings
from app.domain.views import Box
from app.pipeline import voice
from app.store import SqliteStore
from tests.pipeline.support import NOW, take_in


@pytest.fixture
def answered(store: SqliteStore) -> SqliteStore:
    """A shop that changed the greeting of four chats before it sent them."""
    with store.write() as uow:
        uow.settings.put_shop(ShopSettings(ai_line_short={"nl": "(met AI)"}))
        uow.commit()
    for number, name in enumerate(("Dirk", "Sanne", "Els", "Tom")):
        message = IncomingMessage(Channel.WHATSAPP, f"{number}" * 32, name, NOW, Direction.IN, Party(name), "Hoi?")
        take_in(store, message)
    with store.read() as reader:
        rows = reader.conversation_rows(reader.conversation_ids(Box.ALL))
    for row in rows:
        with store.write() as uow:
            made = Proposal(Outcome.ANSWER, f"Hoi {row.customer},\n\nMorgen.\n\nGroetjes,", "nl")
            draft = uow.drafts.add(row.id, made, recipient="", subject="", in_reply_to=None, now=NOW)
            sent = f"Hee {row.customer}!\n\nMorgen.\n\nGroetjes,\n\n(met AI)"
            uow.drafts.save_text(draft.id, sent, type("Report", (), {"sentences": (), "flags": ()})())
            for state in (DraftState.APPROVED, DraftState.SENDING, DraftState.SENT):
                uow.drafts.move(draft.id, state)
            uow.commit()
    return store


def test_accepting_changes_the_voice(answered: SqliteStore) -> None:
    (one,) = voice.suggested(answered)
    assert (one.new, one.chat, one.times) == ("Hee {name}!", True, 4)
    assert voice.accept(answered, one.key).voice.chat_greeting == {"nl": "Hee {name}!"}
    assert voice.suggested(answered) == []
    with pytest.raises(NotFound):
        voice.accept(answered, one.key)


def test_dismissing_is_for_good(answered: SqliteStore) -> None:
    (one,) = voice.suggested(answered)
    voice.dismiss(answered, one.key)
    assert voice.suggested(answered) == []
    with pytest.raises(NotFound):
        voice.dismiss(answered, "no such key")
    with answered.read() as reader:
        assert reader.shop().voice.chat_greeting == {}
