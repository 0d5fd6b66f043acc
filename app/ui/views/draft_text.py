"""Where a draft's sentences and flags stand in its text, and which draft of a conversation counts. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.draft import Citation, Draft, DraftState, Outcome, Sentence
from app.domain.message import Direction, Kind
from app.domain.views import ConversationView, MessageView

LIVE = (DraftState.PROPOSED, DraftState.APPROVED, DraftState.SENDING, DraftState.FAILED, DraftState.UNSURE)
LEAVING = (DraftState.APPROVED, DraftState.SENDING)
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
    """Return the draft to show: the newest that is not sent, overtaken or put aside; one on its way out before any proposal."""
    live = [draft for draft in view.drafts if draft.state in LIVE]
    return max(live, key=lambda draft: (draft.state in LEAVING, draft.id), default=None)


def wants_proposal(view: ConversationView) -> bool:
    """Whether the conversation waits for an answer and has no draft yet, or one that a newer message overtook and nobody changed."""
    draft = live_draft(view)
    if view.row.waiting_since is None or draft is None:
        return view.row.waiting_since is not None and any(map(_asks, view.messages))
    return draft.state is DraftState.PROPOSED and untouched(draft) and overtaken(view, draft)


def untouched(draft: Draft) -> bool:
    """Whether no person changed the proposal."""
    return draft.text == draft.proposed_text


def _said_at(view: ConversationView, message_id: int | None) -> int:
    """Return the place of a message among what was said in the conversation, or -1."""
    return next((n for n, message in enumerate(view.messages) if message.id == message_id), -1)


def overtaken(view: ConversationView, draft: Draft) -> bool:
    """Whether the customer said something after the message that the draft answers."""
    answered = _said_at(view, draft.in_reply_to)
    later = view.messages[answered + 1 :] if answered >= 0 else ()
    return any(map(_asks, later))


def _asks(message: MessageView) -> bool:
    """Whether a customer wrote it: a missed call waits for a call, not for a text."""
    return message.direction is not Direction.OUT and message.kind in (Kind.MESSAGE, Kind.REVIEW)


def took_the_place(view: ConversationView, draft: Draft) -> bool:
    """Whether the draft was proposed anew because a newer message overtook the one before it, with no answer between them."""
    before = [one for one in view.drafts if one.state is DraftState.RETIRED and one.id < draft.id]
    if not before:
        return False
    first, last = _said_at(view, max(before, key=lambda one: one.id).in_reply_to), _said_at(view, draft.in_reply_to)
    between = view.messages[first:last] if 0 <= first < last else ()
    return bool(between) and all(message.direction is not Direction.OUT for message in between)


def with_draft(view: ConversationView, draft: Draft) -> ConversationView:
    """Return the view with a new proposal, for which the earlier ones retired."""
    there = [
        replace(one, state=DraftState.RETIRED) if one.state is DraftState.PROPOSED else one for one in view.drafts if one.id != draft.id
    ]
    return replace(view, drafts=(*there, draft))


def knows_nothing(draft: Draft) -> bool:
    """Whether the draft only says what happens next: there is no source, or a person is asked for."""
    return draft.outcome in (Outcome.UNKNOWN, Outcome.HANDOVER)


def strange_recipient(view: ConversationView, draft: Draft) -> bool:
    """Whether the answer would go to a mail address that is not known of this customer (a chat goes nowhere by itself)."""
    if not view.row.channel.is_mail:
        return False
    known = {handle.value.casefold() for handle in view.customer.handles}
    return bool(draft.recipient) and draft.recipient.casefold() not in known
