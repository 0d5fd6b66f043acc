"""Watches the Qt thread: a block longer than 200 ms is logged with the stack that caused it."""

import contextlib
import logging
import sys
import threading
import time
import traceback
from pathlib import Path

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)
LIMIT = 0.2
"""Seconds that the Qt thread may be busy at one stretch."""


class Watchdog(QObject):
    """Pings the Qt thread from a thread of its own; `worst` is the longest wait for an answer in seconds, `blocks` the stacks seen."""

    _ping = Signal()

    def __init__(self, every: float = 0.25, limit: float = LIMIT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worst = 0.0
        self.blocks: list[str] = []
        self._limit = limit
        self._every = every
        self._answered = threading.Event()
        self._stop = threading.Event()
        self._watched = threading.get_ident()
        self._answered_at = 0.0
        self._ping.connect(self._answer)
        self._thread = threading.Thread(target=self._watch, name="toonbank-watchdog", daemon=True)

    def start(self) -> "Watchdog":
        """Begin to watch the thread that made this object."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the watch and its thread."""
        self._stop.set()
        self._answered.set()
        self._thread.join(timeout=5)

    def _answer(self) -> None:
        self._answered_at = time.monotonic()
        self._answered.set()

    def _watch(self) -> None:
        own = threading.get_native_id()
        while not self._stop.wait(self._every):
            self._answered.clear()
            began, lines = time.monotonic(), _lines(own)
            self._ping.emit()
            if not self._answered.wait(self._limit):
                self._wait_on(began, lines, own)
            if self._answered_at > began:
                self.worst = max(self.worst, self._answered_at - began - _stood(lines, own))

    def _wait_on(self, began: float, lines: dict[int, int], own: int) -> None:
        """Wait for the answer, and note the stack once the window itself was busy for longer than the limit."""
        noted = False
        while not self._stop.is_set():
            if not noted and time.monotonic() - began - _stood(lines, own) > self._limit:
                noted = True
                self._note()
            if self._answered.wait(0.01):
                return

    def _note(self) -> None:
        frame = sys._current_frames().get(self._watched)
        if frame is None or self._stop.is_set():
            return
        stack = "".join(traceback.format_stack(frame))
        self.blocks.append(stack)
        log.warning("the window was blocked for more than %d ms:\n%s", self._limit * 1000, stack)


def _lines(without: int) -> dict[int, int]:
    """Return the nanoseconds that each thread of the process but one so far stood in line for a processor (Linux; else none)."""
    found = {}
    with contextlib.suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            with contextlib.suppress(OSError, IndexError, ValueError):
                found[int(task.name)] = int((task / "schedstat").read_text(encoding="ascii").split()[1])
    found.pop(without, None)
    return found


def _stood(before: dict[int, int], without: int) -> float:
    """Return the seconds in line since `before`, of all threads together: a busy machine is no fault of ours.

    Of all, for one that stands in line may hold the interpreter's lock, and the window waits for it.
    """
    now = _lines(without)
    return sum(now[one] - at for one, at in before.items() if one in now) / 1e9
