"""The window off-screen, over a Counter in memory; it fails on a Counter call from the Qt thread and on a blocked window."""

import gc
import os
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.system.i18n import set_language
from app.ui.application import make_window
from app.ui.desk import Services
from app.ui.watchdog import Watchdog
from tests.ui.fake_counter import FakeCounter

PATIENCE = 30_000
"""Milliseconds that a condition is waited for: what is true at last is true, however busy the machine."""


def pytest_collection_modifyitems(items):
    """The off-screen platform says of every window that it has no size hints; nothing else may warn."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def qtbot(qtbot, monkeypatch):
    wait = qtbot.waitUntil
    monkeypatch.setattr(qtbot, "waitUntil", lambda condition, *, timeout=PATIENCE: wait(condition, timeout=timeout))
    return qtbot


@pytest.fixture
def counter():
    return FakeCounter()


@pytest.fixture
def opened():
    """Links that were handed to the system."""
    return []


@pytest.fixture
def open_window(qtbot, opened):
    """Return a function that opens a window over a counter and waits until it shows its data."""
    set_language("en")
    windows = []
    gc.freeze()  # as the program does; else a collection goes over all that the test run holds, which is no block of the window's

    def make(counter, **services):
        services.setdefault("open_outside", opened.append)
        window = make_window(counter, Services(**services))
        dog = Watchdog(every=0.02, parent=window).start()
        windows.append((window, counter, dog))
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        settle(qtbot, window)
        return window

    yield make
    for window, counter, dog in windows:
        settle(qtbot, window)
        dog.stop()
        window.close()
        window.desk.bridge.close()
        window.deleteLater()
        qtbot.wait(0)
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("toonbank-")] == []
        assert counter.on_qt_thread == []
        assert dog.blocks == []
    gc.unfreeze()


@pytest.fixture
def window(open_window, counter):
    return open_window(counter)


def settle(qtbot, window):
    """Wait until nothing is under way in the window, and what it let go of is gone."""
    draft = window.counter_room.draft
    qtbot.waitUntil(lambda: window.desk.bridge.pending == 0 and not draft.about_to_ask)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
