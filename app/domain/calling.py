"""Telephone calls that a person writes down, and what was promised in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.message import Direction, Handle


@dataclass(frozen=True, slots=True)
class CallNote:
    """A call as a person logs it. `number` E.164 or "", `callback_at` when the shop promised to call back (None: nothing promised)."""

    direction: Direction
    at: datetime
    by: str
    customer_id: int | None = None
    name: str = ""
    number: Handle | None = None
    text: str = ""
    missed: bool = False
    seconds: int = 0
    callback_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """A call that was kept: its conversation, the task to call back where that was promised, and the number by which it is taken back."""

    conversation_id: int
    task_id: int | None
    entry: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something the shop said it would do: `kind` is "callback", `done_at` None while open."""

    id: int
    kind: str
    customer_id: int
    customer: str
    conversation_id: int | None
    text: str
    due_at: datetime
    by: str
    done_at: datetime | None = None


class TaskRepository(Protocol):
    """Tasks."""

    def add(self, kind: str, customer_id: int, conversation_id: int | None, text: str, due_at: datetime, by: str, at: datetime) -> int:
        """Keep a task and return its id."""

    def finish(self, task_id: int, at: datetime | None) -> None:
        """Mark as done, or open again (None). Raises NotFound."""


class TaskReader(Protocol):
    """Read models of tasks."""

    def tasks(self, *, done: bool = False, customer_id: int | None = None) -> Sequence[Task]:
        """Return open tasks, soonest first (or the last 100 done); of one customer when given."""
