"""Where a draft's sentences and flags stand in its text, and which draft of a conversation counts. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.draft import Citation, Draft, DraftState, Outcome, Sentence
from app.domain.views import ConversationView

LIVE = (DraftState.PROPOSED, DraftState.APPROVED, DraftState.SENDING, DraftState.FAILED, DraftState.UNSURE)
ENOUGH = 0.5
"""Support below which a sentence without a citation is marked as unsupported."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence at its place in the text."""

    start: int
    end: int
    sentence: Sentence

    @property
    def unsupported(self) -> bool:
        """Whether it says something that no source carries."""
        return not self.sentence.courtesy and self.sentence.citation is None and self.sentence.support < ENOUGH


def place(text: str, sentences: Sequence[Sentence]) -> list[Placed]:
    """Find the sentences in the text, in order; those that were edited away are left out."""
    placed, at = [], 0
    for sentence in sentences:
        start = text.find(sentence.text, at) if sentence.text else -1
        if start >= 0:
            at = start + len(sentence.text)
            placed.append(Placed(start, at, sentence))
    return placed


def sentence_at(placed: Sequence[Placed], position: int) -> Placed | None:
    """Return the sentence at a place in the text, or None."""
    return next((one for one in placed if one.start <= position < one.end), None)


def citation_of(draft: Draft, number: int | None) -> Citation | None:
    """Return the draft's citation with this number, or None."""
    return next((one for one in draft.citations if one.n == number), None)


def live_draft(view: ConversationView) -> Draft | None:
    """Return the draft to show: the newest that is not sent, overtaken or put aside; the one on its way out before a proposal."""
    live = [draft for draft in view.drafts if draft.state in LIVE]
    return max(live, key=lambda draft: draft.id, default=None)


def wants_proposal(view: ConversationView) -> bool:
    """Whether the conversation waits for an answer and has no draft yet."""
    return view.row.waiting_since is not None and live_draft(view) is None


def knows_nothing(draft: Draft) -> bool:
    """Whether the draft only says what happens next: there is no source, or a person is asked for."""
    return draft.outcome in (Outcome.UNKNOWN, Outcome.HANDOVER)


def strange_recipient(view: ConversationView, draft: Draft) -> bool:
    """Whether the answer would go to a mail address that is not known of this customer (a chat goes nowhere by itself)."""
    if not view.row.channel.is_mail:
        return False
    known = {handle.value.casefold() for handle in view.customer.handles}
    return bool(draft.recipient) and draft.recipient.casefold() not in known
