"""Asked before: earlier questions of a customer that are like the present one, and what the shop answered."""

from collections.abc import Sequence

from app.domain.customer_card import AskedBefore
from app.domain.message import Direction, Kind
from app.domain.views import MessageView
from app.drafting.asking import core
from app.pipeline.propose import last_turn
from app.words.terms import terms

ALIKE = 0.5
"""So much of what the present question is about, weighed by how rarely customers say it, must occur in the earlier one."""
_FEWEST = 2
_MOST = 3


def asked_before(timeline: Sequence[MessageView]) -> list[AskedBefore]:
    """Return up to three earlier questions that are like the last turn of the conversation the customer
    wrote in last, the likest first. `timeline` is oldest first."""
    newest = next((m.conversation_id for m in reversed(timeline) if m.direction is Direction.IN and m.kind is Kind.MESSAGE), None)
    turn, _ = last_turn([message for message in timeline if message.conversation_id == newest])
    present = {message.id for message in turn}
    wanted = _stems("\n".join(_said(m) for m in turn))
    total = sum(wanted.values())
    if len(wanted) < _FEWEST or not total:
        return []
    found: list[tuple[float, int]] = []
    for place, message in enumerate(timeline):
        if message.direction is Direction.IN and message.kind is Kind.MESSAGE and message.id not in present:
            shared = wanted.keys() & _stems(_said(message)).keys()
            score = sum(wanted[stem] for stem in shared) / total
            if len(shared) >= _FEWEST and score >= ALIKE:
                found.append((score, place))
    best = sorted(found, key=lambda item: (-item[0], -item[1]))[:_MOST]
    return [_row(timeline, place) for _, place in best]


def _row(timeline: Sequence[MessageView], place: int) -> AskedBefore:
    asked = timeline[place]
    later = (m for m in timeline[place + 1 :] if m.conversation_id == asked.conversation_id and m.kind is Kind.MESSAGE)
    answer = next((m for m in later if m.direction is Direction.OUT), None)
    return AskedBefore(asked.id, asked.conversation_id, asked.sent_at, _said(asked), _said(answer) if answer else "")


def _said(message: MessageView) -> str:
    return (message.new_text or message.text).strip()


def _stems(text: str) -> dict[str, float]:
    """Return the stems that a text is about, with their rarity; numbers tell which order, not what was asked."""
    return {term.stem: term.rarity for term in terms(core(text), "und") if not term.number}
