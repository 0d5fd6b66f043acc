"""The sorter in use: the one that is shipped, with what was taught so far."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.domain.ports import MessageContext, Sorter
from app.domain.store_ports import Store
from app.domain.teaching import Lesson, Lessons
from app.domain.verdict import Verdict

Mark = tuple[object, ...]


class TaughtSorter:
    """A Sorter that can be given new lessons while others judge with it. `make` makes a sorter that knows lessons (slow: some seconds
    for hundreds of them); it is called when something is judged first, and by `learn` after that."""

    def __init__(self, store: Store, make: Callable[[Lessons], Sorter]) -> None:
        self._store = store
        self._make = make
        self._lock = threading.Lock()
        self._mark: Mark | None = None
        self._lessons = Lessons()
        self._sorter: Sorter | None = None

    def judge(self, text: str, context: MessageContext) -> Verdict:
        """Return the verdict on one text."""
        return self._in_use().judge(text, context)

    def judge_many(self, items: Sequence[tuple[str, MessageContext]]) -> list[Verdict]:
        """Return a verdict for each item."""
        return self._in_use().judge_many(items)

    def learn(self) -> str | None:
        """Take in what was taught or taken back since the last time; returns the version of the lessons when anything was.
        Cheap when nothing was."""
        with self._lock:
            before = self._lessons.version
            self._look()
            changed = self._lessons.version != before
            if changed and self._sorter is not None:
                self._sorter = self._make(self._lessons)
            return self._lessons.version if changed else None

    def lessons(self) -> Lessons:
        """Return what was taught until now, for worker processes that judge too."""
        self.learn()
        return self._lessons

    def _in_use(self) -> Sorter:
        sorter = self._sorter
        if sorter is None:
            with self._lock:
                self._look()
                sorter = self._sorter = self._sorter or self._make(self._lessons)
        return sorter

    def _look(self) -> None:
        with self._store.read() as reader:
            hidden = reader.shop().categories.hidden
            mark: Mark = (*reader.taught_mark(), *hidden)
            if mark != self._mark:
                self._lessons = Lessons(tuple(_used(lesson, hidden) for lesson in reader.examples()), hidden)
                self._mark = mark


def _used(lesson: Lesson, hidden: Sequence[str]) -> Lesson:
    """Return the lesson without a category that is not used any more."""
    return replace(lesson, labels=replace(lesson.labels, category=None)) if lesson.labels.category in hidden else lesson
