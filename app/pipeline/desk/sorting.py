"""Sorting out: states, notes, verdicts on a text."""

from datetime import datetime

from app.domain.ports import MessageContext
from app.domain.verdict import Verdict
from app.domain.views import (
    ConversationState,
    NoteView,
)
from app.pipeline.wiring import Wiring


class Sorting(Wiring):
    """Sorting out: states, notes, verdicts on a text."""

    def set_state(self, conversation_id: int, state: ConversationState, until: datetime | None = None) -> ConversationState:
        """Close, reopen, snooze or junk; returns the state before (undo = set it back)."""
        with self._house.store.write() as uow:
            before = uow.conversations.set_state(conversation_id, state, until)
            uow.commit()
        return before

    def mark_read(self, conversation_id: int) -> None:
        """The person has seen it."""
        with self._house.store.write() as uow:
            uow.conversations.mark_read(conversation_id)
            uow.commit()

    def add_note(self, conversation_id: int, by: str, text: str) -> NoteView:
        """Keep an internal note."""
        with self._house.store.write() as uow:
            note = uow.conversations.add_note(conversation_id, by, text, self._house.clock())
            uow.commit()
        return note

    def triage(self, text: str) -> Verdict:
        """Judge a text that is not kept."""
        return self._house.sorter.judge(text, MessageContext())

    def wake_snoozed(self) -> int:
        """Bring back the conversations whose time has come; returns how many."""
        with self._house.store.write() as uow:
            woken = uow.conversations.wake(self._house.clock())
            uow.commit()
        return woken
