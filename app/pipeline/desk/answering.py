"""Answering: proposals, edits, approval, and the way out."""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace

from app.domain.draft import Draft, DraftState, Outcome, Proposal
from app.domain.errors import BadInput
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.domain.views import (
    Box,
    OutboxRow,
)
from app.pipeline import approve as approving
from app.pipeline import send as sending
from app.pipeline.propose import keep_proposal, last_turn, propose_for, propose_text
from app.pipeline.wiring import Wiring


class Answering(Wiring):
    """Answering: proposals, edits, approval, and the way out."""

    def propose(
        self,
        conversation_id: int,
        hint: str = "",
        language: str = "",
        on_token: Callable[[str], None] | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Draft:
        """Make and keep a proposal for the conversation's last turn."""
        return propose_for(self._propose_tools(), conversation_id, hint, language, on_token, cancelled)

    def prepare_proposals(self, limit: int) -> int:
        """Make proposals for the most urgent conversations that wait and have none; returns how many were made. On battery power a
        language model is spared, as the owner chose."""
        with self._house.store.read() as reader:
            rows = reader.conversation_rows(reader.conversation_ids(Box.QUEUE, 100))
            leaving = {row.draft.conversation_id for row in reader.outbox() if row.draft.state is not DraftState.SENT}
        waiting = [row.id for row in rows if not row.draft_ready and row.id not in leaving]
        drafter = self._house.engines.background_drafter() if waiting else None
        if drafter is None:
            return 0
        tools = replace(self._propose_tools(), drafter=drafter)
        made = 0
        for conversation_id in waiting:
            if made == limit:
                break
            with suppress(BadInput):  # a missed call waits for a call: there is nothing to answer in writing
                propose_for(tools, conversation_id)
                made += 1
        return made

    def propose_text(self, text: str, hint: str = "", language: str = "") -> Proposal:
        """Make a proposal for a text that belongs to no conversation; nothing is kept."""
        return propose_text(self._propose_tools(), text, hint, language)

    def save_text(self, draft_id: int, text: str) -> Draft:
        """Store a person's edit, checked; flags and sentences of the draft are renewed."""
        return approving.save_text(self._approve_tools(), draft_id, text)

    def write_myself(self, conversation_id: int) -> Draft:
        """Make an empty draft for the conversation (Answer myself)."""
        tools = self._propose_tools()
        with self._house.store.read() as reader:
            view = reader.conversation(conversation_id)
        if not view.messages:
            raise BadInput(N_("There is no message of a customer in this conversation to answer."))
        turn, _earlier = last_turn(view.messages)
        language = view.verdict.language if view.verdict else view.row.language
        answered = turn[-1] if turn else view.messages[-1]
        return keep_proposal(tools, view, answered, Proposal(Outcome.ANSWER, "", language, engine="person"))

    def approve(self, draft_id: int, by: str, text: str | None = None, confirm: Collection[str] = ()) -> Draft:
        """Approve by name: the countdown starts. `confirm` ticks "money" and "promise". Raises NotApproved with what is missing.
        For a chat channel there is nothing to send: the draft becomes SENT (recorded as answered) and the caller copies the text."""
        return approving.approve(self._approve_tools(), draft_id, by, text, confirm)

    def take_back(self, draft_id: int) -> Draft:
        """Undo an approval while the countdown runs (back to PROPOSED)."""
        return approving.take_back(self._approve_tools(), draft_id)

    def shelve(self, draft_id: int) -> Draft:
        """Put a draft aside."""
        return approving.shelve(self._approve_tools(), draft_id)

    def send_due(self, *, now: bool = False) -> list[OutboxRow]:
        """Send what is approved and due (all approved when now); returns what was tried."""
        rows = sending.send_due(self._send_tools(), now=now)
        self._note_connections()
        return rows

    def retry(self, draft_id: int) -> Draft:
        """Try a FAILED draft again (still approved by name)."""
        return sending.retry(self._send_tools(), draft_id)

    def settle_unsure(self, draft_id: int, *, was_sent: bool) -> Draft:
        """A person says what became of an UNSURE draft."""
        return sending.settle_unsure(self._send_tools(), draft_id, was_sent=was_sent)

    def look_up_unsure(self) -> list[OutboxRow]:
        """Look for UNSURE drafts in the Sent folder by Message-ID; found ones become SENT."""
        rows = sending.look_up_unsure(self._send_tools())
        self._note_connections()
        return rows

    def outbox(self) -> list[OutboxRow]:
        """Return drafts that are approved, on their way, failed, unsure, and the last 100 sent."""
        with self._house.store.read() as reader:
            return reader.outbox()
