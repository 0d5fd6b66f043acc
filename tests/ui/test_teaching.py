"""Correcting a verdict in the window, and the shop's own categories in Settings."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from app.domain.categories import Categories
from app.domain.verdict import Category, Emotion, Reason, Thought, Urgency, Verdict
from app.ui.views.settings.categories_page import CategoriesPage
from app.ui.views.verdict_line import TeachMenu, further, thought_words
from app.ui.widgets.flow import Chip
from tests.ui.conftest import settle


def actions(menu: QMenu) -> list[QAction]:
    """The choices of a menu and its submenus."""
    found = []
    for action in menu.actions():
        found += actions(action.menu()) if action.menu() else [action] if action.isCheckable() else []
    return found


def choose(window, qtbot, words: str, *, moods: bool = False) -> None:
    menu = window.counter_room.pane.verdict.menu(moods=moods)
    next(action for action in actions(menu) if action.text() == words).trigger()
    settle(qtbot, window)
    menu.deleteLater()


def opened(window) -> TeachMenu:
    return next(menu for menu in window.findChildren(TeachMenu) if menu.isVisible())


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_c_opens_the_menu_with_the_category_that_is_thought_ticked(window, qtbot, counter):
    counter.reasons = (Reason("capitals", "WAAR BLIJFT"),)
    row = window.counter_room.view.row
    QTest.keyClick(window, Qt.Key.Key_C)
    menu = opened(window)
    ticked = [action.text() for action in actions(menu) if action.isChecked()]
    assert window.counter_room.pane.verdict.category.text() in ticked
    assert len(actions(menu)) == len(Category) + len(Emotion) + len(Urgency)
    assert row.id == window.counter_room.view.row.id
    menu.close()


def test_a_category_is_corrected_with_its_chip_and_undone(window, qtbot, counter):
    room = window.counter_room
    before = room.view.row.category
    choose(window, qtbot, "Invoice or payment")
    assert room.view.row.category == "invoice_payment"
    assert room.pane.verdict.category.text() == "Invoice or payment"
    assert "Invoice or payment" in window.toast.text
    assert next(iter(counter.taught.values()))[0].by == "Saskia"
    QTest.keyClick(window, Qt.Key.Key_Z)
    settle(qtbot, window)
    assert room.view.row.category == before
    assert counter.taught == {}


def test_mood_and_urgency_have_their_menu(window, qtbot):
    room = window.counter_room
    choose(window, qtbot, "Pleased", moods=True)
    assert room.view.row.emotion == "pleased"
    assert room.pane.verdict.mood.accessibleName() == "Mood: Pleased. Press to correct it."
    choose(window, qtbot, "Now", moods=True)
    assert room.view.row.urgency == 3


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_chips_are_reached_and_opened_with_the_keyboard(window, qtbot):
    chip = window.counter_room.pane.verdict.category
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "Press to correct it." in chip.accessibleName()
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    opened(window).close()


def test_own_titles_and_hidden_ones_are_known_at_the_counter(window, qtbot, counter):
    made = Categories().with_own("gift_card", "Gift cards").with_title("refund", "Money back").with_hidden("appointment", hidden=True)
    counter._change(lambda _none: made)
    window.go("settings")
    window.go("counter")
    settle(qtbot, window)
    words = [action.text() for action in actions(window.counter_room.pane.verdict.menu())]
    assert {"Gift cards", "Money back"} <= set(words)
    assert "Appointment" not in words
    choose(window, qtbot, "Gift cards")
    assert window.counter_room.pane.verdict.category.text() == "Gift cards"


def test_what_else_it_is_about_and_who_thinks_so_is_said():
    verdict = Verdict(category="refund", intents=("refund", "order_status", "appointment"), confidence=0.83)
    assert further(verdict, "refund", Categories(hidden=("appointment",))) == ["order_status"]
    assert thought_words(verdict, Categories()) == "Toonbank thinks so, 83 % sure."
    earlier = Thought("embedded", "gift_card", Emotion.NEUTRAL, Urgency.NORMAL, 0.41)
    told = Verdict(engine="llama", confidence=0.7, earlier=earlier)
    assert thought_words(told, Categories({"gift_card": "Gift cards"})) == (
        "The language model thinks so, 70 % sure. Before that: Gift cards, 41 % sure."
    )
    assert thought_words(Verdict(engine="person"), Categories()) == "A person said so."
    assert thought_words(None, Categories()) == ""


def test_further_matters_are_quiet_chips(window, qtbot):
    line, view = window.counter_room.pane.verdict, window.counter_room.view
    line.show_view(replace(view, verdict=replace(view.verdict, intents=(view.row.category, "account"))))
    settle(qtbot, window)
    assert "+ Account" in [chip.accessibleName() for chip in line.findChildren(Chip)]


@pytest.fixture
def page(window, qtbot):
    window.go("settings")
    window.room("settings").show_page("categories")
    settle(qtbot, window)
    found = window.room("settings").page("categories")
    assert isinstance(found, CategoriesPage)
    return found


def test_a_category_is_added_named_and_put_out_of_use(page, window, qtbot, counter):
    page.new_title.setText("Gift cards")
    page.add.click()
    settle(qtbot, window)
    assert counter._shop.categories.own == {"gift_cards": "Gift cards"}
    assert (page.counts["gift_cards"].text(), page.counts["gift_cards"].toolTip()) == ("0/3", "0 of 3 examples")
    page.titles["refund"].setText("Money back")
    page.titles["refund"].editingFinished.emit()
    page.used["appointment"].click()
    settle(qtbot, window)
    assert counter._shop.categories.renamed == {"refund": "Money back"}
    assert counter._shop.categories.hidden == ("appointment",)
    assert not page.used["spam"].isEnabled()
    page.new_title.setText("Gift cards")
    page.add.click()
    settle(qtbot, window)
    assert list(counter._shop.categories.own) == ["gift_cards", "gift_cards_2"]


def test_what_cannot_be_is_said_in_words(page, window, qtbot, counter):
    page.add.click()
    assert page.error.isVisible()
    assert page.error.text() == "A category needs a title."
    assert counter._shop.categories == Categories()
    page.teach.click()
    settle(qtbot, window)


def test_examples_are_taught_listed_and_taken_back(page, window, qtbot, counter):
    page.example_of.setCurrentIndex(page.example_of.findData("refund"))
    page.example.setPlainText("I want my money back")
    page.teach.click()
    settle(qtbot, window)
    assert counter.taught[1][0].text == "I want my money back"
    assert page.example.toPlainText() == ""
    assert page.counts["refund"].toolTip() == "1 example"
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Take back: Refund").click()
    settle(qtbot, window)
    assert counter.taught == {}
    assert page.counts["refund"].text() == ""


def test_a_long_list_says_how_many_more_there_are(page, window, qtbot, counter):
    for n in range(63):
        counter.teach_text("refund", f"example {n}", "Bo")
    page.enter()
    settle(qtbot, window)
    assert len([b for b in page.findChildren(QPushButton) if b.accessibleName() == "Take back: Refund"]) == 60
    assert "and 3 more" in [found.text() for found in page.findChildren(QLabel)]
