"""Sort: a verdict for what came in, and the state of the conversations it touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.message import Channel, Direction, IncomingMessage, Kind
from app.domain.ports import MessageContext, Sorter
from app.domain.shop import ShopSettings
from app.domain.store_ports import ConversationFacts, ConversationUpdate, UnitOfWork
from app.domain.verdict import Category, Reason, Urgency, Verdict
from app.domain.views import ConversationState
from app.triage.due import due_at
from app.triage.turns import verdict_of_turn

HISTORY_AFTER = timedelta(days=30)
"""What has waited longer than this when it is first seen is history, not work."""
_JUDGED = (Kind.MESSAGE, Kind.REVIEW)
MISSED = "missed_call"
"""The warning of a call that nobody took, and the reason why it waits."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with its verdict (None for what the shop or a system said)."""

    message: IncomingMessage
    verdict: Verdict | None


def judge(messages: Sequence[IncomingMessage], sorter: Sorter) -> list[Judged]:
    """Judge what customers said; pure, so that a worker process can do it."""
    return with_verdicts(messages, sorter.judge_many(words_of(messages)))


def words_of(messages: Sequence[IncomingMessage]) -> list[tuple[str, MessageContext]]:
    """Return what a sorter judges of messages: those that customers said."""
    return [_item(message) for message in messages if _is_heard(message)]


def with_verdicts(messages: Sequence[IncomingMessage], verdicts: Sequence[Verdict]) -> list[Judged]:
    """Return messages with the verdicts on their `words_of`."""
    coming = iter(verdicts)
    return [Judged(message, next(coming) if _is_heard(message) else _of_call(message)) for message in messages]


def _is_heard(message: IncomingMessage) -> bool:
    return message.direction is not Direction.OUT and message.kind in _JUDGED


def judge_call(message: IncomingMessage) -> Judged:
    """Judge a telephone call: one that nobody took waits for an answer, any other for none."""
    return Judged(message, _of_call(message))


def _of_call(message: IncomingMessage) -> Verdict | None:
    missed = message.kind is Kind.CALL and message.direction is Direction.IN and MISSED in message.warnings
    return Verdict(urgency=Urgency.NORMAL, reasons=(Reason(MISSED, ""),)) if missed else None


def _item(message: IncomingMessage) -> tuple[str, MessageContext]:
    handle = message.sender.handles[0].value if message.sender.handles else ""
    headers = message.headers.extra if message.headers else None
    names = tuple(a.name for a in message.attachments)
    return message.new_text or message.text, MessageContext(message.channel, message.subject, headers, handle, attachment_names=names)


def sort_conversations(uow: UnitOfWork, conversation_ids: Iterable[int], shop: ShopSettings, now: datetime) -> None:
    """Renew state, waiting time and promise of the conversations that got new messages."""
    facts = uow.conversations.facts(sorted(set(conversation_ids)))
    uow.conversations.update([_update(fact, shop, now) for fact in facts])


def _update(fact: ConversationFacts, shop: ShopSettings, now: datetime) -> ConversationUpdate:
    # What was closed before is not asked again: only the newest message may reopen it.
    closed = fact.state is ConversationState.CLOSED
    verdict, waiting = (fact.last_verdict if closed else verdict_of_turn(fact.turn)), fact.first_waiting_at
    if waiting is None or _asks_nothing(verdict) or _was_spoken_to(fact):
        state = _resting_state(fact, verdict)
        return ConversationUpdate(fact.conversation_id, state, None, None, verdict)
    if now - waiting > HISTORY_AFTER and fact.state is not ConversationState.JUNK:
        return ConversationUpdate(fact.conversation_id, ConversationState.CLOSED, None, None, verdict)
    urgency = verdict.urgency if verdict else Urgency.NORMAL
    due = due_at(waiting, fact.channel, urgency, shop)
    return ConversationUpdate(fact.conversation_id, ConversationState.OPEN, waiting, due, verdict)


def sort_anew(
    before: ConversationFacts, after: ConversationFacts, waiting_since: datetime | None, shop: ShopSettings
) -> ConversationUpdate:
    """Return what becomes of a conversation whose verdicts changed though nobody said anything new.

    What a person settled stays: closed, snoozed, put with the junk by hand, answered (`waiting_since` None though something was asked).
    """
    verdict, was = (f.last_verdict if f.state is ConversationState.CLOSED else verdict_of_turn(f.turn) for f in (after, before))
    unsettled = waiting_since is not None or _asks_nothing(was)
    waiting = after.first_waiting_at if unsettled and not _asks_nothing(verdict) else None
    due = due_at(waiting, after.channel, verdict.urgency, shop) if waiting and verdict else None
    by_hand = before.state is not ConversationState.OPEN and not (before.state is ConversationState.JUNK and _is_robot(was))
    junk = _is_robot(verdict) and after.first_waiting_at is not None
    state = before.state if by_hand else ConversationState.JUNK if junk else ConversationState.OPEN
    return ConversationUpdate(after.conversation_id, state, waiting, due, verdict)


def _was_spoken_to(fact: ConversationFacts) -> bool:
    """Whether the last call was taken: then the customer was answered at the telephone."""
    return fact.channel is Channel.CALL and fact.last_verdict is None


def _asks_nothing(verdict: Verdict | None) -> bool:
    return verdict is None or verdict.urgency is Urgency.NONE


def _resting_state(fact: ConversationFacts, verdict: Verdict | None) -> ConversationState:
    """A conversation in which nothing waits keeps its state; one that only robots spoke in is junk."""
    robot = _is_robot(verdict) and fact.first_waiting_at is not None
    return ConversationState.JUNK if robot and fact.state is ConversationState.OPEN else fact.state


def _is_robot(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.category in _ROBOTS


_ROBOTS = frozenset(category.value for category in Category if category.needs_no_answer)
