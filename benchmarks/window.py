"""A window that tells when it has painted; run as `python -m benchmarks.window (PROFILE | empty) IDLE_SECONDS`."""

import json
import sys
import time


def main(arguments: list[str]) -> int:
    """Open the empty window, or the real one on a profile by the program's own main."""
    return _empty() if arguments[0] == "empty" else _real(arguments[0], float(arguments[1]))


def _empty() -> int:
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Painted(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, lambda: (_say("painted"), qt.quit()))
            return False

    qt = QApplication(sys.argv[:1])
    window, painted = QMainWindow(), Painted()
    window.resize(1280, 800)
    window.installEventFilter(painted)
    window.show()
    return qt.exec()


def _say(word: str, **told: object) -> None:
    print(word, json.dumps(told) if told else "", flush=True)


def _real(profile: str, idle: float) -> int:
    """The program as a person starts it; only what runs once the window exists is told to look at itself."""
    from app.ui import application
    from main import main as program

    open_window = application.Program.run

    def run(self: application.Program) -> int:
        probe = _probe(self.window, idle)
        probe.begin()
        return open_window(self)

    application.Program.run = run  # type: ignore[method-assign]
    return program(["--profile", profile])


def _probe(window, idle: float):
    """Return what looks at the window: first useful paint, then settled, then scrolling, then idle."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from app.domain.views import Box
    from app.ui.screenshots import wait_for_data

    class Probe(QObject):
        def begin(self) -> None:
            self.list = window.counter_room.list
            self.list.table.viewport().installEventFilter(self)

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            model = self.list.model
            if event.type() == QEvent.Type.Paint and model.ids and model.row_of(model.ids[0]) is not None:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, self.painted)
            return False

        def painted(self) -> None:
            _say("painted")
            wait_for_data(window)
            _say("settled")
            block = self.scroll()
            _say("told", block=block, idle=self.idle())
            window.close()
            QApplication.quit()

        def scroll(self) -> float:
            """Scroll through all conversations, page by page and in leaps; return the longest turn of the loop in milliseconds."""
            self.list.show_box(Box.ALL)
            wait_for_data(window)
            bar, longest = self.list.table.verticalScrollBar(), 0.0
            steps = [bar.pageStep() * i for i in range(60)] + [bar.maximum() * i // 40 for i in range(41)]
            for value in steps:
                bar.setValue(min(value, bar.maximum()))
                longest = max(longest, *(self.turn() for _ in range(5)))
            return longest

        def turn(self) -> float:
            time.sleep(0.003)  # lets the reading lane deliver, as between two wheel events
            began = time.perf_counter()
            QApplication.processEvents()
            return (time.perf_counter() - began) * 1000

        def idle(self) -> float:
            """Return the processor time of the idle window in percent of one core."""
            wait_for_data(window)
            before, began = time.process_time(), time.perf_counter()
            end = QTimer()
            end.setSingleShot(True)
            end.start(int(idle * 1000))
            while end.isActive():
                QApplication.processEvents(_WAIT)
            return (time.process_time() - before) / (time.perf_counter() - began) * 100

    from PySide6.QtCore import QEventLoop

    _WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    return Probe(window)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
