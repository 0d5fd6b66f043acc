"""Pictures of the rooms in light and dark, drawn off-screen."""

import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from app.domain.draft import Outcome
from app.domain.views import Box
from app.pipeline.counter import Counter
from app.ui.application import application, make_window
from app.ui.views.main_window import MainWindow

SIZE = QSize(1280, 800)
STAGED = 60
ROOMS = ("counter", "customers", "knowledge", "outbox", "settings")
PATIENCE = 20.0
"""Seconds after which a picture is taken of what is there."""


def wait_for_data(window: MainWindow) -> None:
    """Let events run until no job is under way and no timer of the window is about to start one."""
    bridge, draft = window.desk.bridge, window.counter_room.draft
    loop, look = QEventLoop(), QTimer()
    look.setInterval(100)
    bridge.idle.connect(loop.quit)
    look.timeout.connect(loop.quit)
    look.start()
    QApplication.processEvents()
    began = time.monotonic()
    while (bridge.pending or draft.about_to_ask) and time.monotonic() - began < PATIENCE:
        loop.exec()
        QApplication.processEvents()
    bridge.idle.disconnect(loop.quit)
    look.stop()
    QApplication.processEvents()


def take(counter: Counter, folder: Path, chosen: int = 0) -> list[Path]:
    """Write `ROOM-light.png` and `ROOM-dark.png` for each room; returns the paths. `chosen`: the conversation to open (0: the first)."""
    application()
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for mode in ("light", "dark"):
        window = make_window(counter, mode=mode)
        window.resize(SIZE)
        window.show()
        try:
            made += [_picture(window, room, folder / f"{room}-{mode}.png", chosen) for room in ROOMS]
        finally:
            window.close()
            window.desk.bridge.close()
            window.deleteLater()
    return made


def stage(counter: Counter) -> int:
    """Give the demonstration shop something to show: proposals, answers in the outbox; returns a conversation with a sourced answer."""
    counter.prepare_proposals(STAGED)
    views = [counter.conversation(id_) for id_ in counter.conversation_ids(Box.QUEUE, STAGED)]
    answered = [v for v in views if v.row.channel.is_mail and v.drafts and v.drafts[0].outcome is Outcome.ANSWER and v.drafts[0].citations]
    for view in answered[1:4]:
        counter.approve(view.drafts[0].id, counter.shop().person, confirm={"money", "promise"})
    return answered[0].row.id if answered else 0


def _picture(window: MainWindow, room: str, path: Path, chosen: int) -> Path:
    window.go(room)
    wait_for_data(window)
    if room == "counter" and chosen:
        window.counter_room.list.want(chosen)
        window.counter_room.list.reload()
        window.counter_room.open(chosen)
        wait_for_data(window)
    window.grab().save(str(path))
    return path
