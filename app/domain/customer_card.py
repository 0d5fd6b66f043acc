"""Everything the card of a customer shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.calling import Task
from app.domain.handover import HandoverRow
from app.domain.identity import JoinRow, Suggestion
from app.domain.order import OrderView
from app.domain.views import CustomerRow, MessageView


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the shop promised in a message and that nothing shows to be done: the sentence, word for word."""

    message_id: int
    conversation_id: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """An earlier question of the same customer that is like the present one, and what the shop answered ("" nothing)."""

    message_id: int
    conversation_id: int
    at: datetime
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """A customer with all that belongs to him. `timeline` holds the last messages over all channels, oldest first; `handovers` are those
    that ended with an outcome of their own, newest first."""

    row: CustomerRow
    timeline: Sequence[MessageView]
    orders: Sequence[OrderView] = ()
    tasks: Sequence[Task] = ()
    promises: Sequence[Promise] = ()
    asked_before: Sequence[AskedBefore] = ()
    joins: Sequence[JoinRow] = ()
    suggestions: Sequence[Suggestion] = ()
    handovers: Sequence[HandoverRow] = ()


class CareRepository(Protocol):
    """What a person writes on a customer's card. Each call returns what was there before, for undo. Raises NotFound."""

    def set_name(self, customer_id: int, name: str) -> str:
        """Rename."""

    def set_tags(self, customer_id: int, tags: Sequence[str]) -> tuple[str, ...]:
        """Replace the tags."""

    def set_vip(self, customer_id: int, *, vip: bool) -> bool:
        """Mark as VIP or not."""

    def set_notes(self, customer_id: int, notes: str) -> str:
        """Replace the notes."""
