"""Knowledge kept clean, in the window."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from app.domain.draft import DraftState
from app.domain.golden import Fault
from app.ui.dialogs.article_dialog import ArticleDialog
from app.ui.dialogs.canned_dialog import CannedDialog
from app.ui.dialogs.golden_dialog import GoldenDialog
from app.ui.views.knowledge.care_strip import CareDialog, VersionsDialog
from tests.ui.conftest import settle


def page(window, qtbot, name):
    window.go("knowledge")
    tabs = window.room("knowledge").tabs
    tabs.show_page(name)
    settle(qtbot, window)
    return tabs.page


def dialog(window, kind):
    return next(found for found in window.findChildren(kind) if found.isVisible())


def words_of(widget):
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


def test_a_contradiction_shows_both_quotes_and_can_be_dismissed_and_taken_back(window, qtbot, counter):
    tidy = page(window, qtbot, "tidy")
    shown = words_of(tidy)
    assert "Ruilen of terugsturen kan binnen 30 dagen." in shown
    assert "Terugsturen kan binnen 14 dagen." in shown
    assert "30 dagen ↔ 14 dagen" in shown
    assert window.room("knowledge").tabs.bar.tabText(2).endswith("· 1")
    tidy.dismiss.click()
    settle(qtbot, window)
    assert counter.put_aside == {"f1"}
    assert [finding.id for finding in tidy.model.items] == ["f2"]
    window.toast.take()
    settle(qtbot, window)
    assert counter.put_aside == set()


def test_what_was_checked_is_looked_after(window, qtbot, counter):
    tidy = page(window, qtbot, "tidy")
    tidy.table.choose(1)
    settle(qtbot, window)
    tidy.checked.click()
    settle(qtbot, window)
    assert counter.cares[5].checked_at is not None
    assert "f2" in counter.put_aside


def test_an_article_of_a_finding_is_mended_in_its_editor(window, qtbot):
    tidy = page(window, qtbot, "tidy")
    next(press for press in tidy.findChildren(QPushButton) if press.accessibleName().endswith("Ruilen en retourneren")).click()
    settle(qtbot, window)
    assert dialog(window, ArticleDialog).title.text() == "Ruilen en retourneren"


def test_what_went_out_of_use_can_come_back(window, qtbot, counter):
    tidy = page(window, qtbot, "tidy")
    tidy.gone.click()
    settle(qtbot, window)
    assert "No article went out of use." in window.toast.text
    counter.gone = True
    tidy.gone.click()
    settle(qtbot, window)
    dialog(window, VersionsDialog).restore()
    settle(qtbot, window)
    assert counter._articles[3].text == "Ruilen kan binnen 14 dagen."


def test_the_mirror_of_a_canned_answer_is_changed_where_it_was_written(window, qtbot, counter):
    counter._articles[3] = replace(counter._articles[3], source="canned:1", scope="canned")
    room = page(window, qtbot, "tidy") and window.room("knowledge")
    room.show_article(3)
    settle(qtbot, window)
    assert not room.remove.isVisible()
    assert "canned answer" in room.about.whole
    room.edit.click()
    settle(qtbot, window)
    assert dialog(window, CannedDialog).title.text() == "dank"


def test_a_gap_becomes_an_article(window, qtbot, counter):
    gaps = page(window, qtbot, "gaps")
    assert "Versturen naar Madrid, kan dat?" in words_of(gaps)
    gaps.write.click()
    settle(qtbot, window)
    editor = dialog(window, ArticleDialog)
    assert editor.text.toPlainText() == "Ja, naar Spanje duurt het een week."
    before = len(counter._articles)
    editor.keep()
    settle(qtbot, window)
    assert len(counter._articles) == before + 1


def test_canned_answers_are_written_changed_and_removed(window, qtbot, counter):
    canned = page(window, qtbot, "canned")
    canned.add.click()
    editor = dialog(window, CannedDialog)
    editor.keep()
    settle(qtbot, window)
    assert "needs a title and a text" in editor.error.text()
    editor.title.setText("tot ziens")
    editor.text.setPlainText("Tot ziens, ")
    editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
    editor.places[1].click()
    editor.keep()
    settle(qtbot, window)
    assert counter.canned[2].text == "Tot ziens, {first_name}"
    canned.search.setText("ziens")
    canned.look()
    settle(qtbot, window)
    assert [answer.title for answer in canned.model.items] == ["tot ziens"]
    canned.remove.click()
    settle(qtbot, window)
    assert list(counter.canned) == [1]


def test_a_golden_question_that_turns_wrong_is_told_in_the_room(window, qtbot, counter):
    golden = page(window, qtbot, "golden")
    golden.run.click()
    settle(qtbot, window)
    assert "1 of 1" in golden.outcome.text()
    tabs = window.room("knowledge").tabs
    assert not tabs.news.isVisible()
    counter.golden_faults = ((Fault.NOT_SAID, "vaatwasser"),)
    counter.golden_due = True
    window.notices.changed.emit("articles")
    settle(qtbot, window)
    assert tabs.news.isVisible()
    assert "It does not say: vaatwasser" in words_of(golden)
    golden.add.click()
    settle(qtbot, window)
    editor = dialog(window, GoldenDialog)
    editor.question.setText("Verhuren jullie tenten?")
    editor.must_not.setText("ja; natuurlijk")
    editor.keep()
    settle(qtbot, window)
    assert (counter.golden[2].article_id, counter.golden[2].must_not) == (None, ("ja", "natuurlijk"))


def test_an_article_has_an_owner_and_earlier_versions(window, qtbot, counter):
    window.go("knowledge")
    room = window.room("knowledge")
    room.show_article(3)
    settle(qtbot, window)
    assert "Nobody looks after this yet" in room.care.words.text()
    room.care.tend.click()
    care = dialog(window, CareDialog)
    care.owner.setText("Sanne")
    care.again.setCurrentIndex(1)
    care.keep()
    settle(qtbot, window)
    assert counter.cares[3].owner == "Sanne"
    assert "Sanne looks after this" in room.care.words.text()
    room.care.before.click()
    versions = dialog(window, VersionsDialog)
    assert "binnen 14 dagen" in versions.text.toPlainText()
    versions.restore()
    settle(qtbot, window)
    assert counter._articles[3].text == "Ruilen kan binnen 14 dagen."


def test_every_control_of_the_pages_has_a_name(window, qtbot):
    for name in ("canned", "tidy", "gaps", "golden"):
        here = page(window, qtbot, name)
        assert here.table.accessibleName()
        assert [press for press in here.findChildren(QPushButton) if not press.accessibleName()] == []


def writing(window, qtbot):
    window.counter_room.draft.begin_edit()
    settle(qtbot, window)
    draft = window.counter_room.draft
    draft.editor.clear()
    return draft


def test_slash_opens_the_canned_answers_and_inserts_one_filled_in(window, qtbot, counter):
    draft = writing(window, qtbot)
    QTest.keyClicks(draft.editor, "/")
    settle(qtbot, window)
    chooser = draft.composer.chooser
    qtbot.waitUntil(lambda: chooser.isVisible() and len(chooser.model.items) == 1)
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    first = window.counter_room.view.row.customer.split()[0]
    assert draft.editor.toPlainText() == f"Beste {first},\n\nDank voor uw bericht."
    assert not chooser.isVisible()


def test_a_place_that_stays_open_is_told(window, qtbot, counter):
    counter.canned[1] = replace(counter.canned[1], text="Over bestelling {order}:")
    draft = writing(window, qtbot)
    draft.composer.canned.click()
    settle(qtbot, window)
    QTest.keyClick(draft.composer.chooser.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert draft.editor.toPlainText() == "Over bestelling {order}:"
    assert "{order}" in window.toast.text


def test_two_question_marks_offer_passages_and_escape_leaves_the_text(window, qtbot):
    draft = writing(window, qtbot)
    QTest.keyClicks(draft.editor, "Ja. ??")
    settle(qtbot, window)
    chooser = draft.composer.chooser
    qtbot.waitUntil(lambda: chooser.isVisible() and bool(chooser.model.items))
    QTest.keyClick(chooser.search, Qt.Key.Key_Escape)
    assert draft.editor.toPlainText() == "Ja. ??"
    assert draft.editing
    draft.editor.textCursor().deletePreviousChar()
    QTest.keyClicks(draft.editor, "?")
    qtbot.waitUntil(lambda: chooser.isVisible() and len(chooser.model.items) > 1)
    QTest.keyClick(chooser.search, Qt.Key.Key_Down)
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    passages = [hit.passage.text for hit in chooser.model.items]
    assert draft.editor.toPlainText() == f"Ja. {passages[1]}"


def test_a_slash_inside_a_word_is_a_slash(window, qtbot):
    draft = writing(window, qtbot)
    QTest.keyClicks(draft.editor, "en/of 1/2")
    settle(qtbot, window)
    assert not draft.composer.chooser.isVisible()


def test_an_answer_that_was_sent_can_be_kept(window, qtbot, counter):
    draft = window.counter_room.draft
    sent = next(d for d in counter._drafts.values() if d.state is DraftState.SENT)
    window.show_conversation(sent.conversation_id)
    settle(qtbot, window)
    if not draft.composer.keep.isVisible():
        draft.composer.show_draft(sent)
    draft.composer.keep.click()
    settle(qtbot, window)
    editor = dialog(window, CannedDialog)
    assert "{name}" in editor.text.toPlainText()
    editor.reject()
    draft.composer.keep_article.click()
    settle(qtbot, window)
    assert dialog(window, ArticleDialog).text.toPlainText() == "Wij sturen een nieuw exemplaar."
