"""What writes recordings out: nothing at first, an engine of the owner's own, tried on the spot."""

import pytest
from PySide6.QtWidgets import QFileDialog

from app.domain.transcription import NOT_CHOSEN, TranscriberChoice, TranscriberKind
from app.ui.views.settings.recordings_page import RecordingsPage
from tests.ui.conftest import settle

LIBRARY = TranscriberChoice(TranscriberKind.FASTER_WHISPER, "/models/klein")
PROGRAM = TranscriberChoice(TranscriberKind.WHISPER_CPP, "/models/ggml-klein.bin", "/opt/whisper-cli")


@pytest.fixture
def page(window, qtbot):
    window.go("settings")
    window.room("settings").show_page("recordings")
    settle(qtbot, window)
    made = window.room("settings").page("recordings")
    assert isinstance(made, RecordingsPage)
    return made


def choose(page, kind):
    page.kind.setCurrentIndex(page.kind.findData(kind.value))
    page.kind.activated.emit(page.kind.currentIndex())


def test_nothing_writes_out_at_first(page, counter):
    assert page.kind.currentData() == "none"
    assert not any(one.isVisible() for one in (page.model, page.program, page.test, page.stop))
    assert counter.hearing.chosen == NOT_CHOSEN


def test_a_folder_is_chosen_and_kept(page, window, qtbot, counter, monkeypatch):
    choose(page, TranscriberKind.FASTER_WHISPER)
    assert page.model.isVisible()
    assert not page.program.isVisible()
    assert page.state.text() == "Choose the folder of the model."
    assert counter.hearing.chosen == NOT_CHOSEN, "a choice that is not whole is not kept"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    page.model.pick.click()
    assert page.model.path.whole == "Not chosen yet"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: LIBRARY.model)
    page.model.pick.click()
    settle(qtbot, window)
    assert counter.hearing.chosen == LIBRARY
    assert page.state.text() == "Told by the engine."
    assert page.test.isVisible()
    choose(page, TranscriberKind.NONE)
    settle(qtbot, window)
    assert counter.hearing.chosen == NOT_CHOSEN
    assert not page.test.isVisible()


def test_a_program_is_kept_once_its_model_is_there(page, window, qtbot, counter, monkeypatch):
    choose(page, TranscriberKind.WHISPER_CPP)
    chosen = iter([PROGRAM.program, PROGRAM.model])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (next(chosen), ""))
    page.program.pick.click()
    assert page.state.text() == "Choose the file of the model."
    assert counter.hearing.chosen == NOT_CHOSEN
    page.model.pick.click()
    settle(qtbot, window)
    assert counter.hearing.chosen == PROGRAM


def test_what_cannot_be_a_model_is_refused_and_what_was_kept_stays(page, window, qtbot, counter):
    page.take(PROGRAM)
    settle(qtbot, window)
    page.take(TranscriberChoice(TranscriberKind.FASTER_WHISPER, "/broken"))
    settle(qtbot, window)
    assert page.state.text() == "This is no model."
    assert page.state.property("look") == "warn-text"
    assert not page.test.isVisible()
    choose(page, TranscriberKind.WHISPER_CPP)
    settle(qtbot, window)
    assert counter.hearing.chosen == PROGRAM
    assert (page.program.path.whole, page.model.path.whole) == (PROGRAM.program, PROGRAM.model)
    assert page.test.isVisible()


def test_it_is_tried_and_can_be_stopped(page, window, qtbot, counter):
    page.take(PROGRAM)
    settle(qtbot, window)
    page.test.click()
    settle(qtbot, window)
    assert page.state.text() == "It works: it was done in 1.3 seconds."
    counter.hearing.fails = True
    page.test.click()
    settle(qtbot, window)
    assert page.state.text().startswith("The engine stopped")
    counter.hearing.began.clear()
    counter.hearing.go_on.clear()
    page.test.setFocus()
    page.test.click()
    qtbot.waitUntil(counter.hearing.began.is_set)
    assert page.stop.isVisible()
    assert page.stop.hasFocus()
    page.stop.click()
    counter.hearing.go_on.set()
    settle(qtbot, window)
    assert counter.hearing.stopped
    assert page.state.text() == "Stopped."
    assert page.test.hasFocus()
    assert not page.stop.isVisible()


def test_what_is_kept_is_shown_again(window, qtbot, counter):
    counter.hearing.chosen = LIBRARY
    window.go("settings")
    window.room("settings").show_page("recordings")
    settle(qtbot, window)
    page = window.room("settings").page("recordings")
    assert (page.kind.currentData(), page.model.path.whole) == ("faster_whisper", LIBRARY.model)
    assert page.test.isEnabled()
