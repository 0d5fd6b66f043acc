"""The model room in Settings: cards, files added and dropped, advice, the battery, and a download that shows its host first."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.engines import EngineStatus, OnBattery
from app.domain.errors import EngineError
from tests.ui.conftest import settle
from tests.ui.fake_models import LIGHT, SHOP


@pytest.fixture
def room(window, qtbot):
    window.go("settings")
    window.room("settings").show_page("engine")
    settle(qtbot, window)
    return window.room("settings").page("engine")


def words(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def press(widget, text):
    next(b for b in widget.findChildren(QPushButton) if b.text() == text).click()


def card(room, name):
    return next(card for card in room.cards if card.engine.name == name)


def test_a_card_says_what_the_model_is_and_how_fast_it_is_here(room):
    said = words(card(room, SHOP.name))
    assert "Apache-2.0" in said
    assert "matches the known size" in said
    assert "About 27 seconds for an answer on this computer" in said
    assert "Answers at once" in words(card(room, "embedded"))


def test_what_suits_this_computer_is_said_with_reasons(room):
    assert room.advice.name.text() == LIGHT.name
    assert "1.8 GB of this computer's 8.1 GB" in words(room.advice)


def test_a_model_is_chosen_and_removed(room, window, qtbot, counter):
    press(card(room, SHOP.name), "Use this one")
    settle(qtbot, window)
    assert counter._engine == SHOP.name
    press(card(room, SHOP.name), "Remove")
    settle(qtbot, window)
    assert counter._engine == "embedded"
    assert [one.engine.name for one in room.cards] == ["embedded"]


def test_the_test_streams_what_the_model_writes(room, window, qtbot, counter):
    room.try_out()
    settle(qtbot, window)
    assert room.said.text() == "A small shop is a fine thing."
    assert "writes 14 word pieces a second" in room.result.text()
    assert "about 21 seconds" in room.result.text()


def drop(room, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )  # fmt: skip
    room.dropEvent(event)


def test_a_model_file_is_dropped(room, window, qtbot, counter):
    drop(room, "/downloads/clay.gguf")
    settle(qtbot, window)
    assert [one.name for one in counter.added] == [SHOP.name, "clay"]
    assert "clay is there. Unknown file" in room.result.text()
    assert card(room, "clay").engine.match == "unknown"
    assert "Unknown file: it is not on the list." in words(card(room, "clay"))


def test_any_other_file_that_is_dropped_is_not_taken(room, window, qtbot, counter):
    drop(room, "/downloads/letter.pdf")
    settle(qtbot, window)
    assert counter.added == [SHOP]


def test_a_file_that_is_no_model_is_refused_in_a_sentence(room, window, qtbot, counter):
    counter.raising["add_engine"] = EngineError("The file {name} is not a language model in the GGUF format.", name="x.gguf")
    counter.add_engine = lambda *_: (_ for _ in ()).throw(counter.raising["add_engine"])
    drop(room, "/downloads/x.gguf")
    settle(qtbot, window)
    assert room.result.text() == "The file x.gguf is not a language model in the GGUF format."
    assert room.add.isEnabled()


def test_a_download_shows_its_host_and_waits_for_the_tick(room, window, qtbot, counter):
    box = room.downloads
    assert box.host.text() == "From models.example"
    assert "light-2b-q4.gguf" in box.about.text()
    assert "Apache-2.0" in box.about.text()
    assert "files.models.example; any other address is refused" in box.about.text()
    assert not box.fetch.isEnabled()
    box.fetch.click()
    settle(qtbot, window)
    assert counter.downloaded == []
    box.tick.box.setChecked(True)
    box.fetch.click()
    settle(qtbot, window)
    assert counter.downloaded == [LIGHT.name]
    assert not box.tick.box.isChecked()


def test_the_battery_switch_is_kept(room, window, qtbot, counter):
    room.battery.setCurrentIndex(room.battery.findData("pause"))
    room.battery.activated.emit(room.battery.currentIndex())
    settle(qtbot, window)
    assert counter.battery is OnBattery.PAUSE


def test_trouble_and_the_battery_are_said_in_words(room, window, qtbot, counter):
    counter.running = EngineStatus(SHOP.name, trouble="The language model stopped working.")
    room.enter()
    settle(qtbot, window)
    assert room.state.text() == "The language model stopped working."
    counter.running = replace(counter.running, trouble="", battery=True)
    room.enter()
    settle(qtbot, window)
    assert room.state.text() == "On battery power: proposals come from the built-in engine."


def test_work_is_told_at_the_foot_and_can_be_stopped_there(room, window, qtbot, counter):
    told = []
    window.notices.began.connect(lambda what, stop: told.append(what))
    drop(room, "/downloads/slow.gguf")
    assert told == ["Looking at the model and trying it; this can take a minute"]
    assert window.status.cancel.isVisible()
    window.status.cancel.click()
    settle(qtbot, window)
    assert room.result.text().startswith("Stopped.")
    assert not window.status.cancel.isVisible()
