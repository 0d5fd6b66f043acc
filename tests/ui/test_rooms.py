"""The other rooms: customers, knowledge, outbox, settings; files dropped; the palette; what every act must have."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.domain.account import MailAccount, Security, ServerAddress
from app.domain.draft import DraftState
from app.domain.views import Box
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.palette import Palette
from app.ui.screenshots import take
from app.ui.tokens import DARK, LIGHT
from app.ui.views.settings.parts import panel
from app.ui.views.settings_room import PAGES, _scrolled
from app.ui.widgets.basics import column, label
from tests.ui.conftest import settle
from tests.ui.fake_counter import FakeCounter

WITHOUT_BUTTON = {"open", "back", "search", "calls"}
"""What a click on a row, on the list and in the search field does; the line of calls to make tells how many there are."""


def press(widget, words):
    button = next(b for b in widget.findChildren(QPushButton) if b.text() == words and not b.isHidden())
    button.click()


# -- acts
def test_every_act_has_a_tooltip_with_its_key_and_a_visible_control(window, qtbot):
    window.go("customers")
    settle(qtbot, window)
    names = {b.accessibleName() for b in window.findChildren(QAbstractButton)}
    for act, action in window.actions_.all():
        assert action.toolTip(), act.name
        assert not act.keys or "(" in action.toolTip(), act.name
        if act.name not in WITHOUT_BUTTON:
            assert action.text().replace("&&", "&") in names, act.name


def test_no_two_acts_share_a_key(window):
    keys = [key for act, _action in window.actions_.all() for key in act.keys]
    assert len(keys) == len(set(keys))


def test_everything_that_takes_focus_has_an_accessible_name(window, qtbot):
    for name in ("counter", "customers", "knowledge", "outbox", "settings"):
        window.go(name)
        settle(qtbot, window)
    for page, _words, _icon in PAGES:
        window.room("settings").show_page(page)
        settle(qtbot, window)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QComboBox, QLineEdit))
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parentWidget(), (QLineEdit, QComboBox))
    ]
    assert nameless == []


def test_the_key_list_names_every_act(window):
    dialog = KeysDialog(window.desk.theme, window.actions_, window)
    shown = {label.text() for label in dialog.findChildren(type(window.counter_room.list.found))}
    for _act, action in window.actions_.all():
        assert action.text().replace("&&", "&") in shown


def test_the_palette_finds_acts_customers_and_articles(window, qtbot):
    window.open_palette()
    palette = next(child for child in window.children() if isinstance(child, Palette))
    settle(qtbot, window)
    palette.line.setText("marieke")
    qtbot.waitUntil(lambda: not palette._pause.isActive())
    settle(qtbot, window)
    assert palette.model.items[0].words == "Marieke Verhoeven"
    palette.line.setText("worksh")
    assert palette.model.items[0].kind == "article"
    with qtbot.waitSignal(palette.article_asked):
        QTest.keyClick(palette.line, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.current_room == "knowledge"
    assert window.room("knowledge").title.text() == "Workshops"


def test_the_palette_does_acts(window, qtbot):
    palette = Palette(window.desk, window)
    palette.show()
    palette.line.setText("outb")
    palette.take()
    qtbot.waitUntil(lambda: window.current_room == "outbox")


# -- customers and knowledge
def test_customers_with_their_timeline(window, qtbot):
    window.go("customers")
    settle(qtbot, window)
    room = window.room("customers")
    room.side.search.setText("marieke")
    qtbot.waitUntil(lambda: not room.side._pause.isActive())
    settle(qtbot, window)
    assert room.side.model.rowCount() == 1
    assert "wéér" in room.timeline.toPlainText()
    room.act("open")
    settle(qtbot, window)
    assert window.current_room == "counter"
    assert window.counter_room.view.row.customer == "Marieke Verhoeven"


def test_knowledge_is_read_asked_written_removed_and_brought_back(window, qtbot, counter):
    window.go("knowledge")
    settle(qtbot, window)
    room = window.room("knowledge")
    assert room.title.text() == room.model.at(0).title
    room.search.setText("kan ik ruilen")
    qtbot.waitUntil(lambda: not room._pause.isActive())
    settle(qtbot, window)
    assert "84 %" in room.answerable.text()
    assert room.title.text() == "Ruilen en retourneren"
    before = len(counter._articles)
    room._remove()
    settle(qtbot, window)
    assert len(counter._articles) == before - 1
    window.toast.take()
    settle(qtbot, window)
    assert "Ruilen en retourneren" in {a.title for a in counter._articles.values()}


def test_the_missing_article_is_written_with_the_question_in_sight(window, qtbot, counter):
    window.write_article("Kan het in de oven?")
    dialog = window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[-1]
    assert "Kan het in de oven?" in {label.text() for label in dialog.findChildren(type(window.counter_room.list.found))}
    dialog.keep()
    assert dialog.isVisible(), "it needs a title and a text"
    dialog.title.setText("Oven")
    dialog.text.setPlainText("Ons steengoed kan in de oven tot 180 graden.")
    dialog.keep()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert "Oven" in {a.title for a in counter._articles.values()}


# -- outbox
def test_the_outbox_says_each_state_in_words(window, qtbot, counter):
    window.go("outbox")
    settle(qtbot, window)
    room = window.room("outbox")
    states = [card.item.draft.state for card in room.cards]
    assert states == [DraftState.UNSURE, DraftState.FAILED, DraftState.APPROVED, DraftState.SENT]
    assert "Not sure" in room.cards[0].accessibleName()
    press(room.cards[0], "It was sent")
    settle(qtbot, window)
    assert DraftState.UNSURE not in {card.item.draft.state for card in room.cards}
    failed = next(card for card in room.cards if card.item.draft.state is DraftState.FAILED)
    press(failed, "Try again")
    settle(qtbot, window)
    assert "retry" in counter.calls
    assert "send_due" in counter.calls
    press(room.cards[0], "Show conversation")
    settle(qtbot, window)
    assert window.current_room == "counter"


def test_what_waits_in_the_outbox_can_be_taken_back(window, qtbot, counter):
    window.go("outbox")
    settle(qtbot, window)
    waiting = next(card for card in window.room("outbox").cards if card.item.draft.state is DraftState.APPROVED)
    press(waiting, "Take back")
    settle(qtbot, window)
    assert counter._drafts[waiting.item.draft.id].state is DraftState.PROPOSED


# -- settings
def page(window, qtbot, name):
    window.go("settings")
    window.room("settings").show_page(name)
    settle(qtbot, window)
    return window.room("settings").page(name)


def test_settings_are_kept_as_they_are_changed(window, qtbot, counter):
    shop = page(window, qtbot, "shop")
    shop.name.setText("Atelier Noord")
    shop.name.editingFinished.emit()
    settle(qtbot, window)
    assert counter._shop.shop_name == "Atelier Noord"
    assert window.toast.text == "Kept."


def test_the_look_follows_the_setting(window, qtbot, counter):
    shop = page(window, qtbot, "shop")
    shop.theme.setCurrentIndex(shop.theme.findData("dark"))
    settle(qtbot, window)
    assert window.desk.theme.tokens is DARK
    assert counter._shop.theme == "dark"
    window.turn_look()
    settle(qtbot, window)
    assert window.desk.theme.tokens is LIGHT
    assert counter._shop.theme == "light"


def test_another_language_asks_for_a_new_window(window, qtbot):
    shop = page(window, qtbot, "shop")
    with qtbot.waitSignal(window.language_changed):
        shop.language.setCurrentIndex(shop.language.findData("nl"))


def test_hours_and_promises(window, qtbot, counter):
    hours = page(window, qtbot, "hours")
    hours._days[5].open.setChecked(True)
    hours.promises["whatsapp"].setValue(2)
    hours.promises["whatsapp"].editingFinished.emit()
    settle(qtbot, window)
    assert sorted(counter._shop.hours.days) == [0, 1, 2, 3, 4, 5]
    assert counter._shop.reply_hours["whatsapp"] == 2
    assert counter._shop.reply_hours["default"] == 24


def test_voice_per_language(window, qtbot, counter):
    voice = page(window, qtbot, "voice")
    voice.tabs.setCurrentIndex(2)
    voice.greeting.setText("Guten Tag {name},")
    voice.greeting.editingFinished.emit()
    voice.informal.click()
    settle(qtbot, window)
    assert counter._shop.voice.greeting == {"de": "Guten Tag {name},"}
    assert counter._shop.voice.formal is False
    voice.tabs.setCurrentIndex(0)
    assert voice.greeting.text() == ""


def guess(address):
    host = address.split("@")[1]
    return MailAccount(address, address, address, ServerAddress(f"imap.{host}", 993), ServerAddress(f"smtp.{host}", 587, Security.STARTTLS))


def test_a_mailbox_is_guessed_tried_and_connected(open_window, qtbot):
    counter = FakeCounter()
    window = open_window(counter, guess_servers=guess)
    mail = page(window, qtbot, "mail")
    mail.address.setText("hallo@winkel.example")
    mail.address.editingFinished.emit()
    settle(qtbot, window)
    assert mail.smtp.take() == ServerAddress("smtp.winkel.example", 587, Security.STARTTLS)
    mail.secret.setText("wrong")
    mail.try_out()
    settle(qtbot, window)
    assert mail.checks.sentences == ["The server answered, but refused the password for hallo@winkel.example."]
    mail.secret.setText("right")
    mail.try_out()
    settle(qtbot, window)
    assert len(mail.checks.sentences) == 2
    mail.connect_account()
    settle(qtbot, window)
    assert counter._accounts[0].imap.host == "imap.winkel.example"
    assert mail.secret.text() == ""


def test_engine_and_upkeep(window, qtbot, counter):
    engine = page(window, qtbot, "engine")
    press(engine, "Use this one")
    settle(qtbot, window)
    assert counter._engine == "shop-3b-q4"
    engine.try_out()
    settle(qtbot, window)
    assert "14" in engine.result.text()
    house = page(window, qtbot, "house")
    assert house.connections.item(1, 2).text() == "refused"
    house.check()
    settle(qtbot, window)
    assert len(house.checks.sentences) == 2


# -- many rows, pictures
def test_a_hundred_thousand_rows_scroll_without_a_stall(open_window, qtbot):
    counter = FakeCounter(rows=100_000)
    window = open_window(counter)
    room = window.counter_room
    table, app = room.list.table, window.desk.theme.parent()
    assert len(room.list.model.ids) == 100_000
    bar = table.verticalScrollBar()
    stalls = []
    for n in range(60):
        began = _clock()
        bar.setValue(bar.maximum() * n // 60)
        table.viewport().repaint()
        app.processEvents()
        stalls.append(_clock() - began)
    settle(qtbot, window)
    table.viewport().repaint()
    assert room.list.model.data(room.list.model.index(table.sight()[0]), Qt.ItemDataRole.UserRole) is not None
    assert sorted(stalls)[-3] < 0.05, "the list stalls"
    assert room.list.model.rowCount() == 100_000
    assert len(room.list.model._rows) <= 4000


def _clock():
    import time

    return time.thread_time()


def test_pictures_of_the_rooms_in_light_and_dark(qtbot, tmp_path):
    counter = FakeCounter()
    made = take(counter, tmp_path)
    assert sorted(path.name for path in made) == sorted(
        f"{room}-{mode}.png" for room in ("counter", "customers", "knowledge", "outbox", "settings") for mode in ("light", "dark")
    )
    assert counter.on_qt_thread == []
    light, dark = (QImage(str(tmp_path / f"counter-{mode}.png")) for mode in ("light", "dark"))
    assert (light.width(), light.height()) == (1280, 800)
    middle = (600, 700)
    assert light.pixelColor(*middle).lightness() > 180 > 90 > dark.pixelColor(*middle).lightness()
    take_first = Path(made[0])
    assert take_first.stat().st_size > 20_000


@pytest.mark.parametrize("box", [Box.QUEUE, Box.CLOSED])
def test_an_empty_list_teaches(open_window, qtbot, box):
    counter = FakeCounter()
    for cid in counter._rows:
        counter._rows[cid] = counter._rows[cid].__class__(**{
            **{name: getattr(counter._rows[cid], name) for name in counter._rows[cid].__slots__}, "waiting_since": None, "state": "snoozed"
        })  # fmt: skip
    window = open_window(counter)
    room = window.counter_room
    room.list.show_box(box)
    settle(qtbot, window)
    assert room.list.stack.currentWidget() is room.list.empty
    assert room.view is None


def test_tool_buttons_carry_their_key_in_the_tooltip(window):
    tips = {b.toolTip() for b in window.findChildren(QToolButton) if b.defaultAction() is not None}
    assert "Close (E)" in tips
    assert "Approve, send & next (Ctrl+Shift+Enter)" in tips


def covered(shown):
    """Return what stands over something else in the panels of a page."""
    found = []
    for one in shown.findChildren(QFrame):
        box = one.layout()
        if one.property("look") == "panel" and isinstance(box, QVBoxLayout):
            places = [box.itemAt(n).geometry() for n in range(box.count()) if not box.itemAt(n).isEmpty()]
            found += [(one, other) for one, other in pairwise(places) if one.bottom() > other.top()]
    return found


def test_nothing_on_a_settings_page_stands_over_something_else(qtbot):
    tall = QFrame()
    tall.setMinimumHeight(400)
    long = "A sentence that breaks at the width of the page, and would not at that of the window. " * 2
    holder = QFrame()
    holder.setLayout(column(panel("Heading", tall, label("told", wrap=True), QPushButton("act"), text=long)))
    area = _scrolled(holder, "Page")
    qtbot.addWidget(area)
    area.resize(1600, 400)
    area.show()
    qtbot.waitUntil(lambda: holder.width() == 720)
    assert covered(holder) == []
