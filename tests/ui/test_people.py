"""Customers in the window: the list, who is who, the card, the telephone, the timeline's own marks."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QTextBrowser

from app.domain.errors import BadInput
from app.domain.identity import IdentityReason
from app.domain.message import Channel, Direction, Handle, HandleKind, Kind
from app.domain.views import EarlierText
from app.ui.dialogs.call_dialog import CallDialog, CallsDialog
from app.ui.dialogs.people_dialogs import MergeDialog, SplitDialog
from app.ui.people_words import rate_words, review_words
from app.ui.views.card_parts import OrderBox
from app.ui.views.timeline import Timeline
from app.ui.views.timeline_writer import Shown
from app.ui.widgets.chips import ChipButton
from tests.ui.conftest import settle
from tests.ui.fake_counter import FakeCounter

NAME = IdentityReason("same_name", "Marieke Verhoeven", 6.0)
OTHER = IdentityReason("other_phone", "+31612345670 / +31612345671", -2.0)


@pytest.fixture
def room(window, qtbot):
    window.go("customers")
    settle(qtbot, window)
    return window.room("customers")


def key(window, which, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget() or window, which, modifiers)


def chip(widget, words):
    return [c for c in widget.findChildren(ChipButton) if c.text() == words][-1]


def look_at(room, window, qtbot, customer_id):
    room.show_customer(customer_id)
    settle(qtbot, window)
    assert room.card.customer.id == customer_id


# -- the list
def test_a_hundred_thousand_customers_scroll_and_only_what_is_seen_is_fetched(open_window, qtbot):
    counter = FakeCounter()
    counter.many_customers = 100_000
    window = open_window(counter)
    window.go("customers")
    settle(qtbot, window)
    side = window.room("customers").side
    assert side.model.rowCount() == 100_000
    side.table.scrollToBottom()
    qtbot.waitUntil(lambda: side.model.row_of(100_000) is not None)
    settle(qtbot, window)
    assert side.model.row_of(100_000).name == "Customer 100000"
    assert side.model.row_of(50_000) is None
    assert counter.calls.count("customer_rows") < 12


def test_filters_and_orders_ask_for_what_they_say(room, window, qtbot, counter):
    counter._people[3] = replace(counter._people[3], tags=("vaste klant",))
    assert room.side.count.text().startswith(str(len(counter._people)))
    chip(room.side, "VIP").click()
    settle(qtbot, window)
    assert room.side.model.ids == [1]
    assert chip(room.side, "VIP").accessibleName() == "Filter VIP: on"
    room.side.filter(vip=False, channel=Channel.WHATSAPP)
    settle(qtbot, window)
    assert {row.channel for row in counter._rows.values() if row.customer_id in room.side.model.ids} >= {Channel.WHATSAPP}
    assert [action.text() for action in room.side.channel_menu().actions()] == ["All channels", "Mail", "WhatsApp"]
    room.side.filter(channel=None, tag="vaste klant")
    settle(qtbot, window)
    assert 3 in room.side.model.ids
    room.side.filter(tag="")
    room.side.order.setCurrentIndex(1)
    settle(qtbot, window)
    names = [counter._people[n].name for n in room.side.model.ids]
    assert names == sorted(names)


def test_nobody_found_teaches(room, window, qtbot):
    room.side.search.setText("qqqq")
    qtbot.waitUntil(lambda: not room.side._pause.isActive())
    settle(qtbot, window)
    assert room.side.stack.currentWidget() is room.side._nobody
    room.side.search.clear()
    qtbot.waitUntil(lambda: not room.side._pause.isActive())
    settle(qtbot, window)
    assert room.side.stack.currentWidget() is room.side.table


# -- who is who
def test_a_possible_duplicate_is_shown_with_its_reasons_and_joined_with_y_and_undone(window, qtbot, counter):
    counter.pair_up(1, 2, NAME, OTHER)
    window.go("customers")
    settle(qtbot, window)
    room = window.room("customers")
    assert room.side.tabs.tabText(1) == "Possible duplicates · 1"
    room.side.tabs.setCurrentIndex(1)
    settle(qtbot, window)
    told = [(one.words, one.against) for one in room.review.pair.told]
    assert told == [("The same name: Marieke Verhoeven.", False), ("Different phone numbers: +31612345670 / +31612345671.", True)]
    assert (room.review.pair.a.row.id, room.review.pair.b.row.id) == (1, 2)
    key(window, Qt.Key.Key_Y)
    settle(qtbot, window)
    assert 2 not in counter._people
    assert "one customer now" in window.toast.text
    assert room.review.pair is None
    key(window, Qt.Key.Key_Z)
    settle(qtbot, window)
    assert counter._people[2].name == "Jonas Lindner"
    assert room.side.tabs.tabText(1) == "Possible duplicates · 1"


def test_two_people_are_never_asked_again_until_it_is_undone(window, qtbot, counter):
    one = counter.pair_up(1, 2, NAME)
    window.go("customers")
    settle(qtbot, window)
    window.room("customers").show_pair(one.id)
    settle(qtbot, window)
    key(window, Qt.Key.Key_D)
    settle(qtbot, window)
    assert counter.dismissed.keys() == {one.id}
    window.toast.take()
    settle(qtbot, window)
    assert counter.pairs.keys() == {one.id}


def test_later_puts_it_behind_the_others_and_decides_nothing(window, qtbot, counter):
    first, second = counter.pair_up(1, 2, NAME), counter.pair_up(3, 4, NAME)
    window.go("customers")
    settle(qtbot, window)
    room = window.room("customers")
    room.show_pair(first.id)
    settle(qtbot, window)
    key(window, Qt.Key.Key_W)
    settle(qtbot, window)
    assert [pair.id for pair in room.side.pairs.items] == [second.id, first.id]
    assert room.review.pair.suggestion.id == second.id
    assert len(counter.pairs) == 2
    assert not counter.merged


def test_the_keys_of_a_review_do_nothing_beside_the_list(room, window, qtbot, counter):
    counter.pair_up(1, 2, NAME)
    key(window, Qt.Key.Key_Y)
    settle(qtbot, window)
    assert not counter.merged


def test_the_rate_is_told_and_above_ten_percent_it_warns():
    assert rate_words(1, 50) == ("1 of 50 customers is there twice (2 %).", False)
    words, bad = rate_words(12, 100)
    assert bad
    assert "12 of 100" in words
    assert "needs a look" in words
    assert not rate_words(10, 100)[1]
    assert not rate_words(0, 0)[1]


def test_joined_by_hand_and_taken_back_from_the_card(room, window, qtbot, counter):
    look_at(room, window, qtbot, 1)
    room.card.merge_asked.emit(room.card.customer)
    dialog = next(d for d in room.children() if isinstance(d, MergeDialog))
    settle(qtbot, window)
    assert 1 not in [c.id for c in dialog.choice.model.items]
    dialog.choice.line.setText("jonas")
    qtbot.waitUntil(lambda: not dialog.choice._pause.isActive())
    settle(qtbot, window)
    QTest.keyClick(dialog.choice.line, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert counter.merged[1].other == 2
    assert not room.card.joins.isHidden()
    undo = next(b for b in room.card.joins.findChildren(QPushButton) if b.text() == "Undo")
    undo.click()
    settle(qtbot, window)
    assert counter.merged[1].undone_at is not None
    window.counter_room.undo()
    settle(qtbot, window)
    assert 2 not in counter._people, "taking back can be taken back"


def test_a_split_needs_something_that_goes_and_something_that_stays(room, window, qtbot, counter):
    counter.strict = False
    counter.merge(1, 2, "Saskia")
    counter.strict = True
    look_at(room, window, qtbot, 1)
    room.card.split_asked.emit(room.card.customer)
    dialog = next(d for d in room.children() if isinstance(d, SplitDialog))
    assert not dialog.take.isEnabled()
    for tick in dialog.ticks:
        tick.box.setChecked(True)
    assert not dialog.take.isEnabled()
    dialog.ticks[0].box.setChecked(False)
    dialog.take.click()
    settle(qtbot, window)
    assert counter.merged[2].kind == "split"
    window.toast.take()
    settle(qtbot, window)
    assert counter.merged[2].undone_at is not None


# -- the card
def test_the_card_tells_orders_promises_calls_and_the_question_before(room, window, qtbot, counter):
    counter.call_back(1, hours=-1, text="over het kopje")
    look_at(room, window, qtbot, 1)
    card = room.card
    assert [fold.isHidden() for fold in (card.orders, card.tasks, card.promises, card.asked)] == [False] * 4
    assert card.doubles.isHidden()
    boxes = card.orders.findChildren(OrderBox)
    assert [box.accessibleName() for box in boxes] == ["Order #KB-2041: Sent", "Order #KB-1777: Delivered"]
    assert boxes[0].lines.isHidden()
    boxes[0].turn()
    assert "2 × Kopje Duin" in boxes[0].lines.text()
    said = [label.text() for label in card.tasks.findChildren(type(boxes[0].lines))]
    assert "over het kopje" in said
    next(b for b in card.tasks.findChildren(QPushButton) if b.text() == "Done").click()
    settle(qtbot, window)
    assert not counter.tasks()
    assert card.tasks.isHidden()
    key(window, Qt.Key.Key_Z)
    settle(qtbot, window)
    assert not card.tasks.isHidden()


def test_name_tags_and_vip_change_at_once_and_are_undone(room, window, qtbot, counter):
    look_at(room, window, qtbot, 1)
    card = room.card
    card.rename.click()
    card.renaming.setText("Marieke V.")
    QTest.keyClick(card.renaming, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert (counter._people[1].name, card.name.whole) == ("Marieke V.", "Marieke V.")
    room.side.focus()
    key(window, Qt.Key.Key_T)
    QTest.keyClicks(card.new_tag, "groothandel")
    QTest.keyClick(card.new_tag, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert counter._people[1].tags == ("vaste klant", "groothandel")
    chip(card, "vaste klant").click()
    settle(qtbot, window)
    assert counter._people[1].tags == ("groothandel",)
    chip(card, "VIP").click()
    settle(qtbot, window)
    assert not counter._people[1].vip
    for _n in range(4):
        window.counter_room.undo()
        settle(qtbot, window)
    before = counter._people[1]
    assert (before.name, before.tags, before.vip) == ("Marieke Verhoeven", ("vaste klant",), True)


def test_notes_are_kept_as_they_are_typed_for_the_right_customer(room, window, qtbot, counter):
    look_at(room, window, qtbot, 1)
    room.card.notes.setPlainText("Belt liever na vijven.")
    look_at(room, window, qtbot, 2)
    assert counter._people[1].notes == "Belt liever na vijven."
    assert counter._people[2].notes == ""
    assert room.card.notes.toPlainText() == ""
    QTest.keyClicks(room.card.notes, "Spricht nur Deutsch")
    qtbot.waitUntil(lambda: not room.card._saving.isActive())
    settle(qtbot, window)
    assert counter._people[2].notes == "Spricht nur Deutsch"


def test_the_focus_stays_where_something_was_done(room, window, qtbot, counter):
    counter.call_back(1, hours=2)
    look_at(room, window, qtbot, 1)
    room._read(1)
    settle(qtbot, window)
    done = next(b for b in room.card.tasks.findChildren(QPushButton) if b.text() == "Done" and not b.isHidden())
    done.setFocus()
    done.click()
    settle(qtbot, window)
    assert window.focusWidget() is room.card.more
    tag = chip(room.card, "vaste klant")
    tag.setFocus()
    tag.click()
    settle(qtbot, window)
    assert window.focusWidget().text() == "Tag"
    vip = chip(room.side, "VIP")
    vip.setFocus()
    vip.click()
    settle(qtbot, window)
    assert (window.focusWidget().text(), room.side.vip) == ("VIP", True)


def test_beside_a_conversation_empty_notes_take_no_room_until_they_are_asked_for(window, qtbot, counter):
    window.counter_room.open(1)
    settle(qtbot, window)
    card = window.counter_room.card
    assert not card.notes.isHidden(), "Marieke's notes are written down"
    window.counter_room.open(2)
    settle(qtbot, window)
    assert card.notes.isHidden()
    chip(card, "Note").click()
    assert not card.notes.isHidden()
    QTest.keyClicks(card.notes, "Mag bellen")
    window.counter_room.open(1)
    settle(qtbot, window)
    assert counter._people[2].notes == "Mag bellen"


def test_a_handle_is_copied(room, window, qtbot, qapp):
    look_at(room, window, qtbot, 1)
    room.card.handles.itemAt(0).widget().copy()
    assert qapp.clipboard().text() == "marieke.verhoeven@example.nl"


def test_everything_is_exported_to_the_chosen_file(room, window, qtbot, tmp_path, monkeypatch):
    look_at(room, window, qtbot, 1)
    target = tmp_path / "marieke.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_all: (str(target), ""))
    next(a for a in room.card.menu().actions() if a.text() == "Export everything…").trigger()
    settle(qtbot, window)
    assert json.loads(target.read_text())["customer"]["name"] == "Marieke Verhoeven"


def test_beside_a_conversation_stand_its_orders_the_mentioned_one_open_and_nobody_elses(window, qtbot):
    window.counter_room.open(1)
    settle(qtbot, window)
    boxes = window.counter_room.card.orders.findChildren(OrderBox)
    assert [box.accessibleName() for box in boxes] == ["Order #KB-2041: Sent", "Order #KB-1777: Delivered"]
    assert [box.lines.isHidden() for box in boxes] == [False, True]
    window.counter_room.open(2)
    settle(qtbot, window)
    shown = [box.accessibleName() for box in window.counter_room.card.orders.findChildren(OrderBox) if not box.isHidden()]
    assert shown == ["Order #KB-9999: Being handled"]


# -- the telephone
def dialog_of(window, kind):
    return next(child for child in window.children() if isinstance(child, kind))


def test_a_call_is_logged_with_the_keyboard_and_the_call_back_shows_at_the_counter(window, qtbot, counter):
    key(window, Qt.Key.Key_P)
    dialog = dialog_of(window, CallDialog)
    dialog.who.setFocus()
    QTest.keyClicks(dialog.who, "jonas")
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    settle(qtbot, window)
    QTest.keyClick(dialog.who, Qt.Key.Key_Down)
    QTest.keyClick(dialog.who, Qt.Key.Key_Return)
    dialog.text.setPlainText("Möchte die Schale umtauschen")
    dialog.back.setText("over 1 minuut")
    assert dialog.back_said.text().strip()
    dialog.save()
    settle(qtbot, window)
    (note,) = counter.logged
    assert (note.customer_id, note.direction, note.by) == (2, Direction.IN, "Saskia")
    assert note.callback_at is not None
    assert not window.counter_room.list.calls.isHidden()


def test_a_call_that_was_logged_is_taken_back_from_the_notice_and_by_its_key(window, qtbot, counter):
    for back in (lambda: window.toast.take(), lambda: key(window, Qt.Key.Key_Z)):
        window.log_call(counter._people[2])
        dialog = dialog_of(window, CallDialog)
        dialog.back.setText("over 1 minuut")
        dialog.save()
        settle(qtbot, window)
        assert window.toast.text == "The call with Jonas Lindner is kept."
        assert not window.counter_room.list.calls.isHidden()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        back()
        settle(qtbot, window)
        assert counter.logged == []
        assert window.counter_room.list.calls.isHidden()


def test_a_call_that_must_stay_says_so(window, qtbot, counter):
    window.log_call(counter._people[2])
    dialog_of(window, CallDialog).save()
    settle(qtbot, window)

    def refuse(_entry):
        raise BadInput("The call stays: somebody answered.")

    counter.unlog_call = refuse
    window.toast.take()
    settle(qtbot, window)
    assert window.toast.text == "The call stays: somebody answered."
    assert len(counter.logged) == 1


def test_a_number_becomes_a_number_and_a_missed_call_is_one(window, qtbot, counter):
    window.log_call()
    dialog = dialog_of(window, CallDialog)
    QTest.keyClicks(dialog.who, "06 12345699")
    dialog.ways["missed"].setChecked(True)
    dialog.save()
    settle(qtbot, window)
    (note,) = counter.logged
    assert (note.number.value, note.name, note.missed) == ("+31612345699", "", True)


def test_what_is_not_understood_is_said_and_nothing_is_lost(window, qtbot, counter):
    window.log_call()
    dialog = dialog_of(window, CallDialog)
    dialog.text.setPlainText("Lang verhaal")
    dialog.save()
    settle(qtbot, window)
    assert dialog.error.text() == "Say who called: a number, a name or a customer."
    assert not dialog.error.visibleRegion().isEmpty(), "it is in sight, whatever is scrolled to"
    dialog.back.setText("ooit eens")
    dialog.save()
    assert "not understood" in dialog.error.text()
    assert dialog.text.toPlainText() == "Lang verhaal"
    assert not counter.logged


def test_calls_to_make_are_ticked_off(window, qtbot, counter):
    counter.call_back(2, hours=-2, text="Schale")
    window.counter_room.list.reload()
    settle(qtbot, window)
    line = window.counter_room.list.calls
    assert line.text() == "1 to call back"
    line.click()
    dialog = dialog_of(window, CallsDialog)
    settle(qtbot, window)
    assert dialog.model.items[0].customer == "Jonas Lindner"
    dialog.tick.click()
    settle(qtbot, window)
    assert not counter.tasks()
    assert line.isHidden()
    assert not dialog.empty.isHidden()


# -- the timeline
def written(qtbot, window, counter, shown=None, **changes):
    """Return what a timeline writes of a message with these changes."""
    message = replace(counter._said[1][0], **changes)
    view = Timeline(window.desk.theme)
    qtbot.addWidget(view)
    view.show_messages([message], (), shown or Shown(), counter.at, "Marieke")
    return QTextBrowser.toPlainText(view)


def test_a_missed_call_a_review_and_a_note_of_another_desk_are_told_as_such(window, qtbot, counter):
    assert "Missed call" in written(qtbot, window, counter, kind=Kind.CALL, text="", new_text="", warnings=("missed_call",))
    assert "The shop called" in written(qtbot, window, counter, kind=Kind.CALL, direction=Direction.OUT)
    review = written(qtbot, window, counter, kind=Kind.REVIEW, subject="4/5 · Mooi servies")
    assert "★★★★☆  4 of 5" in review
    assert "Mooi servies" in review
    note = written(qtbot, window, counter, kind=Kind.NOTE, sender="Bo", channel=Channel.HELPDESK)
    assert "Internal note · Bo · Help desk" in note
    assert "customers never see this" in note


def test_an_edited_message_shows_what_it_said_before_on_a_click(room, window, qtbot, counter):
    was = (EarlierText("Om drie uur", counter.at - timedelta(days=1)),)
    folded = written(qtbot, window, counter, earlier=was, warnings=("edited",))
    assert "edited" in folded
    assert "Om drie uur" not in folded
    assert "Om drie uur" in written(qtbot, window, counter, Shown(was={10}), earlier=was)
    assert "not in the export" in written(qtbot, window, counter, warnings=("edited",))
    assert "deleted" in written(qtbot, window, counter, warnings=("deleted",))
    counter._said[1][0] = replace(counter._said[1][0], earlier=was)
    look_at(room, window, qtbot, 1)
    room.timeline.anchorClicked.emit(QUrl("was:10"))
    assert "Om drie uur" in room.timeline.toPlainText()


@pytest.mark.parametrize(
    ("subject", "stars", "title"),
    [("5/5", "★★★★★", ""), ("8.5/10 · Top", "★★★★☆", "Top"), ("Zo zo", "", "Zo zo"), ("0/5", "☆☆☆☆☆", ""), ("3/0", "", "3/0")],
)
def test_stars_of_any_scale(subject, stars, title):
    shown, _words, rest = review_words(subject)
    assert (shown, rest) == (stars, title)


def test_a_number_as_it_is_dialled_finds_the_customer(window, qtbot, counter):
    counter._people[2] = replace(counter._people[2], handles=(Handle(HandleKind.PHONE, "+31612345699"),))
    window.log_call()
    dialog = dialog_of(window, CallDialog)
    QTest.keyClicks(dialog.who, "06 1234 5699")
    qtbot.waitUntil(lambda: not dialog._pause.isActive())
    settle(qtbot, window)
    assert [one.id for one in dialog.model.items] == [2]
    dialog.reject()
