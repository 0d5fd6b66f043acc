"""What a person does with customers: each act at once, with a notice that undoes it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from app.domain.calling import LoggedCall, Task
from app.domain.identity import JoinKind, JoinRow
from app.domain.message import Handle
from app.domain.text import N_
from app.pipeline.counter import Counter
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.views.undo import Step, UndoStack

T = TypeVar("T")
MERGED = N_("{a} and {b} are one customer now.")
PEOPLE = "people"
"""What is told to have changed when it is about who customers are."""


class PeopleActs(QObject):
    """The acts. `undo` is what the notice's button does; `person` is who sits at the window. Everything that shows customers looks anew
    after each ("people" is told to have changed)."""

    def __init__(self, desk: Desk, steps: UndoStack, undo: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._steps, self._undo = desk, steps, undo
        self.person = ""

    # -- who is who
    def merge(self, a: tuple[int, str], b: tuple[int, str]) -> None:
        """Make one customer of two, each (id, name)."""
        by = self.person
        words = _(MERGED).format(a=a[1], b=b[1])
        self._do(lambda counter: counter.merge(a[0], b[0], by), words, lambda join: lambda counter: counter.undo_join(join, by))

    def dismiss(self, suggestion_id: int, a: str, b: str) -> None:
        """Never suggest these two again."""
        by = self.person
        words = _("{a} and {b} are two people; this is not asked again.").format(a=a, b=b)
        back: Callable[[Counter], object] = lambda counter: counter.take_back_dismissal(suggestion_id)  # noqa: E731
        self._do(lambda counter: counter.dismiss_pair(suggestion_id, by), words, lambda _none: back)

    def split(self, customer_id: int, name: str, handles: Sequence[Handle]) -> None:
        """Give these handles to a new customer."""
        by = self.person
        words = _("Split: what came by the chosen addresses is no longer with {name}.").format(name=name)
        self._do(lambda counter: counter.split(customer_id, handles, by), words, lambda join: lambda counter: counter.undo_join(join, by))

    def undo_join(self, join: JoinRow) -> None:
        """Take a merge or split of the history back; a merge can be made again."""
        by = self.person
        words = _("Taken back: {a} and {b} are as they were.").format(a=join.kept_name, b=join.other_name)
        again: Callable[[object], Callable[[Counter], object]] | None = None
        if join.kind is JoinKind.MERGE:
            again = lambda _none: lambda counter: counter.merge(join.kept, join.other, by)  # noqa: E731
        self._do(lambda counter: counter.undo_join(join.id, by), words, again)

    # -- the card
    def rename(self, customer_id: int, name: str) -> None:
        """Give a customer another name."""
        words = _("The name is {name} now.").format(name=name)
        self._do(lambda c: c.set_name(customer_id, name), words, lambda was: lambda c: c.set_name(customer_id, was))

    def tag(self, customer_id: int, tags: Sequence[str]) -> None:
        """Replace a customer's tags."""
        told = ", ".join(tags)
        words = _("Tags: {tags}").format(tags=told) if told else _("There are no tags now.")
        self._do(lambda c: c.set_tags(customer_id, tags), words, lambda was: lambda c: c.set_tags(customer_id, was))

    def set_vip(self, customer_id: int, name: str, *, vip: bool) -> None:
        """Mark a customer as VIP or not."""
        words = (_("{name} is a VIP now.") if vip else _("{name} is no VIP any more.")).format(name=name)
        self._do(lambda c: c.set_vip(customer_id, vip=vip), words, lambda was: lambda c: c.set_vip(customer_id, vip=was))

    def finish(self, task: Task) -> None:
        """Tick off a call."""
        words = _("Done: {name} was called back.").format(name=task.customer)
        self._do(lambda c: c.finish_task(task.id), words, lambda _none: lambda c: c.reopen_task(task.id))

    def log_call(self, logged: LoggedCall, name: str) -> None:
        """A call was written down: say so, with a way to take it back."""
        words = _("The call with {name} is kept.").format(name=name) if name else _("The call is kept.")
        self._done(words, lambda entry: lambda counter: counter.unlog_call(entry), logged.entry)

    def _do(self, act: Callable[[Counter], T], words: str, back: Callable[[T], Callable[[Counter], object]] | None) -> None:
        """Act now; `back(result)` is the act that undoes it (None: it cannot be)."""
        self._desk.bridge.write(act, partial(self._done, words, back), owner=self)

    def _done(self, words: str, back: Callable[[T], Callable[[Counter], object]] | None, result: T) -> None:
        self._desk.notices.changed.emit(PEOPLE)
        if back is None:
            self._desk.notices.say(words, "good")
            return
        undoing = back(result)
        self._steps.push(Step(words, lambda: self._desk.bridge.write(undoing, lambda _result: self._undone(), owner=self)))
        self._desk.notices.offer(words, _("Undo"), self._undo)

    def _undone(self) -> None:
        self._desk.notices.cleared.emit()
        self._desk.notices.changed.emit(PEOPLE)
