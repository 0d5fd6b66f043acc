"""What can be undone, latest first."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One act that can be undone; `key` names it, so that it can be dropped when it no longer can."""

    words: str
    back: Callable[[], object]
    key: str = ""


class UndoStack:
    """The last fifty acts."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def push(self, step: Step) -> None:
        """Remember an act."""
        self._steps = [*self._steps[-49:], step]

    def drop(self, key: str) -> None:
        """Forget an act that can no longer be undone."""
        self._steps = [step for step in self._steps if step.key != key]

    def pop(self) -> Step | None:
        """Return the latest act and forget it, or None."""
        return self._steps.pop() if self._steps else None
