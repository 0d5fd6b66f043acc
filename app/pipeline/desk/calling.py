"""Calling: calls that a person writes down, and the tasks that come of them."""

from collections.abc import Sequence

from app.domain.calling import CallNote, LoggedCall, Task
from app.pipeline import calling
from app.pipeline.wiring import Wiring


class Calling(Wiring):
    """Calling: calls that a person writes down, and the tasks that come of them."""

    def log_call(self, note: CallNote) -> LoggedCall:
        """Keep a call, and the task to call back when that was promised. Raises BadInput, NotFound."""
        return calling.log_call(self._house.store, self._house.clock, note)

    def unlog_call(self, entry: int) -> None:
        """Take a call back that was written down (`entry` of LoggedCall), with its task. Raises NotFound, BadInput with nothing changed."""
        calling.unlog_call(self._house.store, self._house.clock, entry)

    def tasks(self, *, done: bool = False, customer_id: int | None = None) -> Sequence[Task]:
        """Return open tasks, soonest first (or the last 100 done); of one customer when given."""
        with self._house.store.read() as reader:
            return reader.tasks(done=done, customer_id=customer_id)

    def finish_task(self, task_id: int) -> None:
        """Mark a task as done. Raises NotFound."""
        with self._house.store.write() as uow:
            uow.tasks.finish(task_id, self._house.clock())
            uow.commit()

    def reopen_task(self, task_id: int) -> None:
        """Undo `finish_task`. Raises NotFound."""
        with self._house.store.write() as uow:
            uow.tasks.finish(task_id, None)
            uow.commit()
