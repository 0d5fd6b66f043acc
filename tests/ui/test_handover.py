"""Handing a conversation over in the window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.handover import HandoverState
from app.domain.views import Box
from app.ui.dialogs.handover_dialog import HandoverDialog
from app.ui.views.settings.handover_page import HandoverPage
from tests.ui.conftest import settle


def opened(window, qtbot):
    QTest.keyClick(window, Qt.Key.Key_H)
    settle(qtbot, window)
    return next(dialog for dialog in window.findChildren(HandoverDialog) if dialog.isVisible())


def test_h_shows_word_for_word_what_the_colleague_will_read(window, qtbot):
    dialog = opened(window, qtbot)
    name = window.counter_room.view.row.customer
    assert name in dialog.text.toPlainText()
    dialog.redact.setChecked(True)
    settle(qtbot, window)
    assert name not in dialog.text.toPlainText()
    dialog.copy.click()
    assert "[name]" in QApplication.clipboard().text()
    dialog.reject()


def test_handed_over_it_stands_in_its_list_until_it_is_done(window, qtbot, counter):
    room = window.counter_room
    dialog = opened(window, qtbot)
    dialog.to.setEditText("Sanne")
    dialog.note.setText("call first")
    dialog.give.click()
    settle(qtbot, window)
    strip = room.pane.handed
    assert strip.isVisible()
    assert "Sanne" in strip.words.text()
    assert "call first" in strip.words.text()
    room.list.show_box(Box.HANDED)
    settle(qtbot, window)
    assert room.list.model.ids == [room.view.row.id]
    strip.take.click()
    settle(qtbot, window)
    assert next(iter(counter.handed.values())).state is HandoverState.TAKEN
    strip.done.click()
    strip.outcome.setText("phoned, all well")
    strip.done.click()
    settle(qtbot, window)
    assert next(iter(counter.handed.values())).outcome == "phoned, all well"
    assert not strip.isVisible()


def test_the_card_tells_how_an_earlier_handover_ended(window, qtbot, counter):
    room = window.counter_room
    assert room.card.handed.isHidden()
    for outcome in ("gebeld, nieuwe kom gaat mee", "korting gegeven"):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        dialog = opened(window, qtbot)
        dialog.to.setEditText("Sanne")
        dialog.give.click()
        settle(qtbot, window)
        room.pane.handed.done.click()
        room.pane.handed.outcome.setText(outcome)
        room.pane.handed.done.click()
        settle(qtbot, window)
    assert [words.text() for words in room.card.handed.findChildren(QLabel) if "“" in words.text()] == ["“korting gegeven”"]
    window.go("customers")
    window.room("customers").show_customer(room.view.row.customer_id)
    settle(qtbot, window)
    whole = window.room("customers").card.handed
    assert whole.isVisible()
    said = [words.text() for words in whole.findChildren(QLabel) if "“" in words.text()]
    assert said == ["“korting gegeven”", "“gebeld, nieuwe kom gaat mee”"]


def test_a_handover_can_be_taken_back(window, qtbot, counter):
    dialog = opened(window, qtbot)
    dialog.give.click()
    settle(qtbot, window)
    window.counter_room.pane.handed.undo.click()
    settle(qtbot, window)
    assert counter.handed == {}
    assert not window.counter_room.pane.handed.isVisible()


def test_what_follows_is_the_owners_to_say(window, qtbot, counter):
    window.go("settings")
    window.room("settings").show_page("handover")
    settle(qtbot, window)
    page = window.room("settings").page("handover")
    assert isinstance(page, HandoverPage)
    box = next(iter(page.choices.values()))
    box.setCurrentIndex(box.findData("hint"))
    box.activated.emit(box.currentIndex())
    page.colleagues.setText("Sanne, Kim")
    page.colleagues.editingFinished.emit()
    settle(qtbot, window)
    assert counter._shop.handover.follows == {"asked_for_person": "hint"}
    assert counter._shop.handover.colleagues == ("Sanne", "Kim")
