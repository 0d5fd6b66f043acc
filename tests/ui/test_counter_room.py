"""The Counter under the hands of a person: keys, boxes, search, answers, undo."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from app.domain.draft import DraftState, Outcome
from app.domain.errors import ServerUnreachable
from app.domain.verdict import Reason
from app.domain.views import Box, ConversationState
from app.system.i18n import set_language
from app.ui.views.timeline import Timeline
from app.ui.widgets.flow import Chip
from tests.ui.conftest import settle
from tests.ui.fake_counter import FakeCounter


def key(window, letter, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window, letter, modifier)


def tick_all(room):
    for box in room.draft.flags._ticks.values():
        box.setChecked(True)


def test_it_opens_on_the_queue_with_the_most_urgent_shown(window):
    room = window.counter_room
    assert room.view.row.customer == "Marieke Verhoeven"
    assert "25" in room.list.box.currentText()
    assert "wéér" in room.pane.timeline.toPlainText()
    assert room.draft.draft is not None


def test_j_and_k_go_through_the_list(window, qtbot):
    room = window.counter_room
    first = room.view.row.id
    key(window, Qt.Key.Key_J)
    settle(qtbot, window)
    second = room.view.row.id
    assert second == room.list.model.ids[1]
    key(window, Qt.Key.Key_K)
    settle(qtbot, window)
    assert room.view.row.id == first


def test_a_key_pressed_before_the_next_one_is_there_is_for_the_next_one(window, qtbot, counter):
    room = window.counter_room
    first, second = room.list.model.ids[:2]
    key(window, Qt.Key.Key_J)
    key(window, Qt.Key.Key_E)
    settle(qtbot, window)
    assert counter._rows[first].state is ConversationState.OPEN
    assert counter._rows[second].state is ConversationState.CLOSED


def test_opening_by_hand_marks_as_read_but_the_first_sight_does_not(window, qtbot, counter):
    assert "mark_read" not in counter.calls
    key(window, Qt.Key.Key_J)
    settle(qtbot, window)
    assert "mark_read" in counter.calls


def test_a_list_that_comes_while_the_list_has_the_focus_marks_nothing_as_read(window, qtbot, counter):
    room = window.counter_room
    room.list.table.setFocus()
    assert room.list.table.hasFocus()
    room.list.show_box(Box.OPEN)
    settle(qtbot, window)
    room.list.reload()
    settle(qtbot, window)
    assert "mark_read" not in counter.calls


def test_enter_opens_and_u_goes_back(window, qtbot):
    room = window.counter_room
    QTest.keyClick(room.list.table, Qt.Key.Key_Return)
    assert room.pane.timeline.hasFocus()
    key(window, Qt.Key.Key_U)
    assert room.list.table.hasFocus()


def test_e_closes_at_once_and_z_brings_it_back(window, qtbot, counter):
    room = window.counter_room
    cid = room.view.row.id
    key(window, Qt.Key.Key_E)
    settle(qtbot, window)
    assert counter._rows[cid].state is ConversationState.CLOSED
    assert cid not in room.list.model.ids
    assert room.view.row.id == room.list.model.ids[0]
    assert "Closed" in window.toast.text
    key(window, Qt.Key.Key_Z)
    settle(qtbot, window)
    assert counter._rows[cid].state is ConversationState.OPEN
    assert cid in room.list.model.ids
    assert room.view.row.id == cid


def test_exclamation_mark_is_junk(window, qtbot, counter):
    cid = window.counter_room.view.row.id
    key(window, Qt.Key.Key_Exclam)
    settle(qtbot, window)
    assert counter._rows[cid].state is ConversationState.JUNK


def test_snooze_menu_has_times_and_acts(window, qtbot, counter):
    room = window.counter_room
    cid = room.view.row.id
    menu = room.snooze_menu()
    assert len(menu.actions()) >= 4
    menu.actions()[-1].trigger()
    settle(qtbot, window)
    assert counter._rows[cid].state is ConversationState.SNOOZED
    assert "returns" in window.toast.text


def test_single_letters_are_dead_while_typing(window, qtbot, counter):
    room = window.counter_room
    key(window, Qt.Key.Key_Slash)
    assert room.list.search.hasFocus()
    QTest.keyClicks(room.list.search, "je")
    assert room.list.search.text() == "je"
    settle(qtbot, window)
    assert "set_state" not in counter.calls


def test_g_and_a_letter_go_to_the_rooms(window, qtbot):
    for letter, room in ((Qt.Key.Key_K, "knowledge"), (Qt.Key.Key_U, "customers"), (Qt.Key.Key_O, "outbox"), (Qt.Key.Key_S, "settings")):
        key(window, Qt.Key.Key_G)
        key(window, letter)
        assert window.current_room == room
        settle(qtbot, window)
    key(window, Qt.Key.Key_G)
    key(window, Qt.Key.Key_C)
    assert window.current_room == "counter"


def test_boxes(window, qtbot):
    room = window.counter_room
    for box in (Box.CLOSED, Box.SNOOZED, Box.JUNK, Box.OPEN):
        room.list.show_box(box)
        settle(qtbot, window)
        assert room.list.current_box is box
        assert room.list.model.ids
        assert room.view.row.id == room.list.model.ids[0]


def test_search_lists_what_was_found_with_the_words_marked(window, qtbot):
    room = window.counter_room
    room.list.search.setText("glaze")
    qtbot.waitUntil(lambda: not room.list._pause.isActive())
    settle(qtbot, window)
    assert room.list.found.text() == "1 message found"
    assert room.view.row.customer == "Tom Bradley"
    assert "\x02glaze\x03" in room.list.model.snippets[room.view.row.id]


def test_search_without_hits_teaches(window, qtbot):
    room = window.counter_room
    room.list.search.setText("zzzz")
    qtbot.waitUntil(lambda: not room.list._pause.isActive())
    settle(qtbot, window)
    assert room.list.stack.currentWidget() is room.list.empty


def test_a_conversation_without_a_draft_gets_one_in_the_background(window, qtbot, counter):
    assert "propose" in counter.calls
    assert window.counter_room.draft.draft.state is DraftState.PROPOSED


def test_pointing_at_a_sentence_shows_the_passage_word_for_word(window):
    draft = window.counter_room.draft
    draft.reader.pointed.emit(1, draft.draft.text.index("Wij sturen"))
    assert draft.source.title.whole.endswith("Breuk onderweg")
    assert draft.draft.citations[0].quote in draft.source.quote.text()
    draft.reader.pointed.emit(0, draft.draft.text.index("Het is er dan"))
    assert "no source gives" in draft.source.quote.text()


def test_approval_needs_the_ticks_that_the_flags_ask_for(window, qtbot, counter):
    room = window.counter_room
    room.act("approve")
    settle(qtbot, window)
    assert "approve" not in counter.calls
    assert "Tick first" in window.toast.text
    assert "promises a delivery date" in next(iter(room.draft.flags._ticks.values())).toolTip()


def test_tab_meets_the_ticks_before_the_button_that_sends(window):
    draft = window.counter_room.draft
    box, seen = draft.flags.boxes[0], [draft.reader]
    while seen[-1] is not draft.send and len(seen) < 200:
        seen.append(seen[-1].nextInFocusChain())
    assert box in seen


def test_approve_counts_down_and_can_be_taken_back(window, qtbot, counter):
    room = window.counter_room
    cid, draft_id = room.view.row.id, room.draft.draft.id
    tick_all(room)
    key(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert counter._drafts[draft_id].state is DraftState.APPROVED
    assert counter._drafts[draft_id].approved_by == "Saskia"
    assert "leaves in" in window.toast.text
    assert room.view.row.id == cid, "the conversation stays in sight"
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert counter._drafts[draft_id].state is DraftState.PROPOSED
    assert not room.waiting.running
    assert "send_due" not in counter.calls


def test_what_is_due_is_sent_and_said(window, qtbot, counter):
    room = window.counter_room
    counter._shop = replace(counter._shop, undo_seconds=0)
    draft_id = room.draft.draft.id
    tick_all(room)
    room.act("approve")
    qtbot.waitUntil(lambda: counter._drafts[draft_id].state is DraftState.SENT)
    settle(qtbot, window)
    assert "Sent to Marieke" in window.toast.text
    room.undo()
    assert counter._drafts[draft_id].state is DraftState.SENT


def test_what_a_job_sent_first_is_told_too(window, qtbot, counter):
    room = window.counter_room
    counter._shop = replace(counter._shop, undo_seconds=0)
    draft_id = room.draft.draft.id

    def nothing_left_to_send():
        counter._drafts[draft_id] = replace(counter._drafts[draft_id], state=DraftState.FAILED, error="The mailbox is full.")
        return []

    counter.send_due = nothing_left_to_send
    tick_all(room)
    room.act("approve")
    qtbot.waitUntil(lambda: "Not sent to Marieke" in window.toast.text)
    assert "The mailbox is full." in window.toast.text


def test_an_approved_answer_is_shown_before_any_proposal(window, qtbot, counter):
    room = window.counter_room
    leaving = replace(room.draft.draft, state=DraftState.APPROVED, error="There is no mail account.")
    counter._drafts[leaving.id] = leaving
    counter._drafts[901] = replace(room.draft.draft, id=901)
    room._reopen()
    settle(qtbot, window)
    assert room.draft.draft.id == leaving.id
    assert not room.draft.foot.isVisible(), "it cannot be approved twice"


def test_an_answer_that_did_not_arrive_is_told_beside_the_next_proposal(window, qtbot, counter):
    room = window.counter_room
    failed = replace(room.draft.draft, id=900, state=DraftState.FAILED, error="The mailbox is full.")
    counter._drafts = {900: failed, **counter._drafts}
    counter._drafts[901] = replace(failed, id=901, state=DraftState.PROPOSED, error="")
    room._reopen()
    settle(qtbot, window)
    assert "not sent; it stands in the Outbox. The mailbox is full." in room.draft.news.text()


def test_approve_and_next_goes_on(window, qtbot):
    room = window.counter_room
    second = room.list.model.ids[1]
    tick_all(room)
    key(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, window)
    assert room.view.row.id == second


def test_an_edit_is_kept_and_checked_and_leaves_as_edited(window, qtbot, counter):
    room = window.counter_room
    draft_id = room.draft.draft.id
    key(window, Qt.Key.Key_R)
    assert room.draft.editor.hasFocus()
    room.draft.editor.setPlainText("Beste Marieke,\n\nWij sturen kosteloos een nieuw exemplaar.")
    qtbot.waitUntil(lambda: counter._drafts[draft_id].text.endswith("exemplaar."))
    settle(qtbot, window)
    assert room.draft.flags.isHidden(), "the promise was taken out"
    QTest.keyClick(room.draft.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert counter._drafts[draft_id].state is DraftState.APPROVED
    assert counter._drafts[draft_id].text.endswith("exemplaar.")


def test_escape_ends_editing_searching_and_noting(window, qtbot):
    room = window.counter_room
    room.act("reply")
    QTest.keyClick(room.draft.editor, Qt.Key.Key_Escape)
    assert not room.draft.editing
    room.act("search")
    room.list.search.setText("x")
    QTest.keyClick(room.list.search, Qt.Key.Key_Escape)
    assert room.list.search.text() == ""
    assert room.list.table.hasFocus()
    room.act("note")
    QTest.keyClick(room.pane.note, Qt.Key.Key_Escape)
    assert not room.pane.note.isVisible()


def test_leaving_a_conversation_keeps_a_half_finished_edit(window, qtbot, counter):
    room = window.counter_room
    draft_id = room.draft.draft.id
    room.draft.begin_edit()
    room.draft.editor.setPlainText("half a sen")
    room.list.step(1)
    settle(qtbot, window)
    assert counter._drafts[draft_id].text == "half a sen"


def test_a_chat_answer_is_copied_and_the_chat_offered(window, qtbot, counter, opened):
    room = window.counter_room
    room.show_conversation(6)
    settle(qtbot, window)
    tick_all(room)
    text = room.draft.draft.text
    room.act("approve")
    settle(qtbot, window)
    assert QGuiApplication.clipboard().text() == text
    assert room.draft.send.text() == "Approve && copy"
    window.toast.take()
    assert opened == [QUrl("https://wa.me/31612345670")]


def test_not_knowing_is_said_with_the_nearest_articles_and_ways_on(window, qtbot):
    room = window.counter_room
    room.show_conversation(4)
    settle(qtbot, window)
    unknown = room.draft.unknown
    assert unknown.isVisible()
    assert unknown._nearest.count() == 3
    unknown.mine.emit()
    settle(qtbot, window)
    assert room.draft.editing
    assert room.draft.editor.toPlainText() == ""


def test_a_question_for_a_person_is_said_to_be_one(window, qtbot, counter):
    room = window.counter_room
    counter._drafts[room.draft.draft.id] = replace(room.draft.draft, outcome=Outcome.HANDOVER)
    room._reopen()
    settle(qtbot, window)
    assert room.draft.unknown.isVisible()
    assert "person" in room.draft.unknown.text.text()


def test_an_empty_answer_is_not_sent(window, qtbot, counter):
    room = window.counter_room
    room.draft.write_myself()
    settle(qtbot, window)
    room.act("approve")
    settle(qtbot, window)
    assert "approve" not in counter.calls


def test_without_a_name_the_approval_asks_for_one(open_window, qtbot):
    counter = FakeCounter()
    counter._shop = replace(counter._shop, person="")
    window = open_window(counter)
    room = window.counter_room
    tick_all(room)
    assert room.draft.by.isVisible()
    room.act("approve")
    assert "name" in window.toast.text
    room.draft.by.setText("Jip")
    room.act("approve")
    settle(qtbot, window)
    assert "approve" in counter.calls


def test_a_new_address_is_flagged(window, qtbot, counter):
    room = window.counter_room
    draft = room.draft.draft
    counter._drafts[draft.id] = replace(draft, recipient="someone.else@example.org")
    room._reopen()
    settle(qtbot, window)
    assert room.draft.recipient.whole == "someone.else@example.org"
    assert room.draft.flags.findChildren(type(room.draft.flags._line("")))


def test_steering_asks_again(window, qtbot, counter):
    room = window.counter_room
    room.draft.hint.setText("shorter")
    QTest.keyClick(room.draft.hint, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "(shorter)" in room.draft.draft.text


def test_a_note_is_kept_and_told_apart(window, qtbot):
    room = window.counter_room
    key(window, Qt.Key.Key_N)
    assert room.pane.note.hasFocus()
    room.pane.note.setText("call her")
    QTest.keyClick(room.pane.note, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "customers never see this" in room.pane.timeline.toPlainText()
    assert "call her" in room.pane.timeline.toPlainText()


def test_quotes_are_folded_until_asked_for(window):
    pane = window.counter_room.pane
    assert "> Saskia" not in pane.timeline.toPlainText()
    pane._follow(QUrl("fold:12"))
    assert "> Saskia" in pane.timeline.toPlainText()
    pane.toggle_originals()
    pane.toggle_originals()
    assert "> Goedemiddag" in pane.timeline.toPlainText()


def test_markup_of_a_customer_is_shown_as_text(window, qtbot, counter):
    evil = "<b onmouseover=x>hi</b> <img src='file:///etc/passwd'> &lt;"
    said = counter._said[1][-1]
    counter._said[1][-1] = replace(said, text=evil, new_text=evil, sender="<i>Eve</i>")
    window.counter_room._reopen()
    settle(qtbot, window)
    shown = window.counter_room.pane.timeline.toPlainText()
    assert evil in shown
    assert "<i>Eve</i>" in shown


def test_the_timeline_loads_nothing(window, tmp_path):
    timeline = window.counter_room.pane.timeline
    assert isinstance(timeline, Timeline)
    for name in ("file:///etc/hostname", "https://tracker.example/x.gif", "cid:unknown", str(tmp_path)):
        assert timeline.loadResource(2, QUrl(name)).isNull()


def test_html_is_shown_when_asked_and_names_what_was_blocked(window, qtbot):
    room = window.counter_room
    room.show_conversation(4)
    settle(qtbot, window)
    room.pane._follow(QUrl("html:42"))
    settle(qtbot, window)
    assert "tracker.example" in room.pane._hosts.text()
    room.pane._follow(QUrl("html:42"))
    assert room.pane._hosts.isHidden()


def test_a_link_is_opened_only_after_its_target_was_shown(window, opened):
    window.counter_room.pane._follow(QUrl("https://example.org/a"))
    assert opened == []
    assert "https://example.org/a" in window.toast.text
    window.toast.take()
    assert opened == [QUrl("https://example.org/a")]


def test_errors_come_as_sentences_and_stay(window, qtbot, counter):
    counter.raising["set_state"] = ServerUnreachable("The server {host} does not answer; nothing was changed.", host="mail.example")
    key(window, Qt.Key.Key_E)
    settle(qtbot, window)
    assert window.toast.text == "The server mail.example does not answer; nothing was changed."
    assert not window.toast._timer.isActive()


def test_a_late_look_does_not_move_what_one_reads(window, qtbot, counter):
    room = window.counter_room
    cid = room.view.row.id
    counter._conversation("Nieuw Iemand", "email", "n@example.org", "nl", "", "neutral", 3, "other", "imap", "Nu!", "Help", 40)
    room.list.reload()
    settle(qtbot, window)
    assert len(room.list.model.ids) == 26
    assert room.list.current_id == cid
    assert room.view.row.id == cid


def test_a_new_shop_is_shown_three_ways_to_begin(open_window, qtbot):
    began = []
    window = open_window(FakeCounter(empty=True), open_demonstration=lambda: began.append(1))
    room = window.counter_room
    assert room.first_run.isVisible()
    press = {button.text(): button for button in room.first_run.findChildren(QPushButton)}
    press["Open it"].click()
    settle(qtbot, window)
    assert began == [1]
    press["Connect"].click()
    assert window.current_room == "settings"


def test_the_welcome_asks_who_the_shop_is_and_keeps_it_at_once(open_window, qtbot):
    counter = FakeCounter(empty=True)
    counter._shop = replace(counter._shop, person="", shop_name="")
    window = open_window(counter)
    first = window.counter_room.first_run
    first.person.setText("Jip")
    first.person.editingFinished.emit()
    settle(qtbot, window)
    assert counter._shop.person == "Jip"
    with qtbot.waitSignal(window.language_changed):
        first.language.setCurrentIndex(first.language.findData("nl"))
    assert counter._shop.language == "nl"
    set_language("en")


def test_an_age_is_told_with_the_promise(window):
    room = window.counter_room
    row = room.list.model.row_of(room.list.model.ids[0])
    assert row.due_at < datetime.now(UTC) + timedelta(days=1)
    spoken = room.list.model.data(room.list.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    for words in ("Marieke Verhoeven", "Mail", "late", "Angry", "Now", "Dutch"):
        assert words in spoken


@pytest.mark.parametrize("size", [(683, 384), (1000, 640), (1600, 1000)])
def test_it_fits_small_and_large_windows(window, qtbot, size):
    window.resize(*size)
    qtbot.wait(1)
    assert (window.width(), window.height()) == size
    room = window.counter_room
    if size[0] < 700:
        assert not room.pane.isVisible()
        room.act("open")
        assert room.pane.isVisible()
        assert room.draft.isVisible()
        assert not room.list.isVisible()
        room.act("back")
        assert room.list.isVisible()
    else:
        assert room.pane.isVisible()


# -- overtaken, handed over, looked at
def say_more(counter, cid, text="Nog iets: de doos is ook nat."):
    said = counter._said[cid][-1]
    counter._said[cid].append(replace(said, id=said.id + 1, text=text, new_text=text, sent_at=said.sent_at + timedelta(minutes=5)))
    return said.id + 1


def test_a_proposal_that_a_newer_message_overtook_says_so_and_gives_way(window, qtbot, counter):
    room = window.counter_room
    cid, old = room.view.row.id, room.draft.draft
    newest = say_more(counter, cid)
    room.draft._propose_timer.setInterval(60_000)
    room._reopen()
    qtbot.waitUntil(lambda: "overtaken" in room.draft.news.text())
    tick_all(room)
    room.act("approve")
    assert "wrote again" in window.toast.text
    assert room.draft.about_to_ask
    room.draft.propose()
    settle(qtbot, window)
    assert room.draft.draft.id != old.id
    assert room.draft.draft.in_reply_to == newest
    assert counter._drafts[old.id].state is DraftState.RETIRED
    assert "in place of the earlier one" in room.draft.news.text()
    assert "approve" not in counter.calls


def test_what_a_person_wrote_is_never_replaced_but_the_newer_message_is_told(window, qtbot, counter):
    room = window.counter_room
    cid, old = room.view.row.id, room.draft.draft
    counter._drafts[old.id] = replace(old, text="My own words.")
    say_more(counter, cid)
    room._reopen()
    settle(qtbot, window)
    assert room.draft.draft.text == "My own words."
    assert "Read the last message" in room.draft.news.text()


def test_why_a_person_is_asked_for_stands_there_in_sentences(window, qtbot, counter):
    room = window.counter_room
    counter._drafts[room.draft.draft.id] = replace(room.draft.draft, outcome=Outcome.HANDOVER)
    counter.needs_human = ("legal_threat", "payment_details_change")
    room._reopen()
    settle(qtbot, window)
    assert "lawyer" in room.draft.unknown.text.text()
    assert "fraudsters" in room.draft.unknown.text.text()


def test_the_chips_say_why(window, qtbot, counter):
    counter.reasons = (Reason("capitals", "WÉÉR"), Reason("urgent_now", "nu"))
    room = window.counter_room
    room._reopen()
    settle(qtbot, window)
    tips = {chip.accessibleName(): chip.toolTip() for chip in room.pane.findChildren(Chip)}
    mood = room.pane.verdict.mood
    assert mood.accessibleName().startswith("Mood: Angry")
    assert mood.toolTip().startswith("Toonbank thinks so, 90 % sure.\nWhy:")
    assert "written in capitals: “WÉÉR”" in tips["Now"]


def test_a_time_is_typed_for_the_snooze(window, qtbot, counter):
    room = window.counter_room
    cid = room.view.row.id
    menu = room.snooze_menu()
    menu.line.setText("gibberish")
    menu.take()
    assert "not understood" in menu.said.text()
    menu.line.setText("in 3 days")
    assert "09:00" in menu.said.text()
    menu.take()
    settle(qtbot, window)
    assert counter._rows[cid].state is ConversationState.SNOOZED


def test_an_attachment_is_looked_at_after_asking_and_the_copy_goes_with_the_window(window, qtbot, opened):
    room = window.counter_room
    question = room.pane.attachments.ask(room.view.messages[-1].attachments[0])
    assert "readable copy" in question.informativeText()
    assert opened == []
    next(b for b in question.buttons() if b.text() == "Open a copy").click()
    settle(qtbot, window)
    copy = Path(opened[0].toLocalFile())
    assert copy.name == "scherven.jpg"
    assert copy.read_bytes() == b"\x89PNG"
    assert copy.parent.parent.stat().st_mode & 0o077 == 0
    window.close()
    assert not copy.exists()


def test_a_program_is_not_opened(window, qtbot, opened):
    room = window.counter_room
    item = room.view.messages[-1].attachments[0]
    assert room.pane.attachments.ask(replace(item, name="factuur.pdf.EXE")) is None
    assert "does not open it" in window.toast.text
    room.pane.attachments.look_at(replace(item, name="run.SH"))
    settle(qtbot, window)
    assert opened == []


def test_the_window_fits_a_small_screen(window, qtbot):
    window.settle_on(QRect(0, 0, 1366, 728))
    assert window.isMaximized()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.settle_on(QRect(0, 0, 2560, 1400))
    assert not window.isMaximized()
    assert (window.width(), window.height()) == (1600, 1000)
