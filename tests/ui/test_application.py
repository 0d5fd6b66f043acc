"""The start and the end of the window, and its new making in another language."""

import threading

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from app.domain.shop import ShopSettings
from app.jobs.changes import Changed
from app.system.i18n import set_language
from app.ui.application import Program, run
from app.ui.desk import Services
from app.ui.start import ROOMS_CHANGED
from tests.ui.conftest import settle
from tests.ui.fake_counter import FakeCounter


def test_the_program_runs_until_the_window_is_closed_and_leaves_no_thread(qtbot):
    program = Program(FakeCounter(), Services(), ShopSettings(theme="dark"))
    QTimer.singleShot(50, program.window.close)
    assert program.run() == 0
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("toonbank-")] == []


def test_another_language_makes_the_window_anew_in_the_same_place(qtbot):
    set_language("en")
    program = Program(FakeCounter(), Services(), ShopSettings())
    old = program.window
    old.show()
    settle(qtbot, old)
    old.go("settings")
    settle(qtbot, old)
    page = old.room("settings").page("shop")
    page.language.setCurrentIndex(page.language.findData("de"))
    qtbot.waitUntil(lambda: program.window is not old)
    settle(qtbot, program.window)
    qtbot.waitUntil(lambda: not isValid(old))
    assert program.window.current_room == "settings"
    program.window.desk.bridge.trouble.emit("It still speaks.")
    assert program.window.toast.text == "It still speaks."
    QTimer.singleShot(0, program.window.close)
    assert program.run() == 0
    set_language("en")


def test_run_can_only_draw_the_pictures(qtbot, tmp_path):
    counter = FakeCounter()
    counter.strict = False
    assert run(counter, screenshot_dir=tmp_path / "pictures") == 0
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 10


def test_whatever_a_job_changes_is_looked_at_anew(qtbot):
    assert set(ROOMS_CHANGED) == set(Changed)
