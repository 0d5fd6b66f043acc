"""A window that tells when it has painted; run as `python -m benchmarks.window (PROFILE | empty) IDLE_SECONDS`."""

import json
import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def main(arguments: list[str]) -> int:
    """Open the empty window, or the real one on a profile by the program's own main."""
    return _empty() if arguments[0] == "empty" else _real(arguments[0], float(arguments[1]))


def _say(word: str, **told: object) -> None:
    print(word, json.dumps(told) if told else "", flush=True)


class Painted(QObject):
    """Says so when the empty window has painted, and ends."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the first paint."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.end)
        return False

    def end(self) -> None:
        """Say it and stop."""
        _say("painted")
        QApplication.quit()


def _empty() -> int:
    qt = QApplication(sys.argv[:1])
    window, painted = QMainWindow(), Painted()
    window.resize(1280, 800)
    window.installEventFilter(painted)
    window.show()
    return qt.exec()


def _real(profile: str, idle: float) -> int:
    """The program as a person starts it; only the window, once it exists, is told to look at itself."""
    from app.ui import application
    from main import main as program

    open_window = application.Program.run

    def run(self: application.Program) -> int:
        probe = Probe(self.window, idle)
        probe.begin()
        return open_window(self)

    application.Program.run = run  # type: ignore[method-assign]
    return program(["--profile", profile])


class Probe(QObject):
    """Looks at the window: the first paint with rows in the list, then settled, then scrolling, then idle."""

    def __init__(self, window: Any, idle: float) -> None:
        super().__init__()
        self.window, self.seconds = window, idle
        self.list = window.counter_room.list

    def begin(self) -> None:
        """Watch the list paint."""
        self.list.table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the first paint that has rows to show."""
        model = self.list.model
        if event.type() == QEvent.Type.Paint and model.ids and model.row_of(model.ids[0]) is not None:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.painted)
        return False

    def painted(self) -> None:
        """Say it, look at the rest, and close."""
        _say("painted")
        try:
            self.look()
        finally:  # an error must not leave the window open for ever
            self.window.close()
            QApplication.quit()

    def look(self) -> None:
        """Measure what comes after the first paint."""
        self.settle()
        _say("settled")
        block = self.scroll()
        _say("told", block=block, idle=self.idle())

    def settle(self) -> None:
        """Wait until the window has all that it asked for."""
        from app.ui.screenshots import wait_for_data

        wait_for_data(self.window)

    def scroll(self) -> float:
        """Scroll through the longest list by pages and in leaps; return the longest turn of the loop in ms."""
        from app.domain.views import Box

        for box in (Box.CLOSED, Box.OPEN):
            self.list.show_box(box)
            self.settle()
            if self.list.model.ids:
                break
        bar, longest = self.list.table.verticalScrollBar(), 0.0
        steps = [bar.pageStep() * i for i in range(60)] + [bar.maximum() * i // 40 for i in range(41)]
        for value in steps:
            began = time.perf_counter()
            bar.setValue(min(value, bar.maximum()))
            longest = max(longest, (time.perf_counter() - began) * 1000, *(self.turn() for _ in range(5)))
        return longest

    def turn(self) -> float:
        """Take one turn of the loop, some milliseconds after the last so that rows can come in; return its length."""
        time.sleep(0.003)
        began = time.perf_counter()
        QApplication.processEvents()
        return (time.perf_counter() - began) * 1000

    def idle(self) -> float:
        """Return the processor time of the idle window in percent of one core."""
        self.settle()
        end = QTimer()
        end.setSingleShot(True)
        end.start(int(self.seconds * 1000))
        before, began = time.process_time(), time.perf_counter()
        while end.isActive():
            QApplication.processEvents(_WAIT)
        return (time.process_time() - before) / (time.perf_counter() - began) * 100


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
