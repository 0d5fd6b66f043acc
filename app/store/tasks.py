"""Tasks: what the shop said it would do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.calling import Task
from app.domain.errors import NotFound
from app.domain.text import N_
from app.store.codec import from_us, from_us_or_none, plain, to_us, to_us_or_none
from app.store.customers import NO_CUSTOMER
from app.store.sql import Sql

NO_TASK = N_("There is no task with the number {id}.")
_ADD = 'INSERT INTO tasks (kind, customer_id, conversation_id, text, due_at, "by", at) VALUES (?,?,?,?,?,?,?)'
_TASKS = """
SELECT t.id, t.kind, t.customer_id, k.name, t.conversation_id, t.text, t.due_at, t."by", t.done_at
FROM tasks AS t JOIN customers AS k ON k.id = t.customer_id WHERE (?1 IS NULL OR t.customer_id = ?1) AND t.done_at
"""
_LAST_DONE = 100


class Tasks:
    """The TaskRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def add(self, kind: str, customer_id: int, conversation_id: int | None, text: str, due_at: datetime, by: str, at: datetime) -> int:
        """Keep a task and return its id. Raises NotFound when the customer is not there."""
        if self._sql.row("SELECT 1 FROM customers WHERE id = ?", (customer_id,)) is None:
            raise NotFound(NO_CUSTOMER, id=customer_id)
        return self._sql.insert(_ADD, (kind, customer_id, conversation_id, plain(text), to_us(due_at), plain(by), to_us(at)))

    def finish(self, task_id: int, at: datetime | None) -> None:
        """Mark as done, or open again (None). Raises NotFound."""
        if not self._sql.run("UPDATE tasks SET done_at = ? WHERE id = ?", (to_us_or_none(at), task_id)):
            raise NotFound(NO_TASK, id=task_id)


def read_tasks(sql: Sql, *, done: bool, customer_id: int | None) -> Sequence[Task]:
    """Return open tasks, soonest first, or the last 100 done; of one customer when given."""
    if done:
        return [_task(row) for row in sql.rows(f"{_TASKS} IS NOT NULL ORDER BY t.done_at DESC, t.id LIMIT ?2", (customer_id, _LAST_DONE))]
    return [_task(row) for row in sql.rows(f"{_TASKS} IS NULL ORDER BY t.due_at, t.id", (customer_id,))]


def _task(row: Any) -> Task:
    id_, kind, customer_id, customer, conversation, text, due_at, by, done_at = row
    return Task(id_, kind, customer_id, customer, conversation, text, from_us(due_at), by, from_us_or_none(done_at))
