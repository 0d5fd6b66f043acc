"""Watches the Qt thread: a block longer than 200 ms is logged with the stack that caused it."""

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
        self._tally = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._ping.connect(self._answered.set)
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

    def _watch(self) -> None:
        while not self._stop.wait(self._every):
            self._answered.clear()
            began, line = time.monotonic(), self._in_line()
            self._ping.emit()
            if not self._answered.wait(self._limit):
                self._wait_on(began, line)
            self.worst = max(self.worst, time.monotonic() - began - (self._in_line() - line))

    def _in_line(self) -> float:
        """Return the seconds that the thread so far stood in line for a processor (Linux; else 0): a busy machine is no fault of ours."""
        try:
            return int(self._tally.read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def _wait_on(self, began: float, line: float) -> None:
        """Wait for the answer, and note the stack once the thread itself was busy for longer than the limit."""
        noted = False
        while not self._stop.is_set():
            if not noted and time.monotonic() - began - (self._in_line() - line) > self._limit:
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
