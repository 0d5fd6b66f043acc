"""Adding files: what they are, what is asked, progress, the report, taking it back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPlainTextEdit, QPushButton, QWidget

from app.domain.message import ReadOptions
from app.domain.reading import Ask, Look
from app.system.i18n import set_language
from app.ui.dialogs.importing import questions
from app.ui.dialogs.importing.dialog import ASK, REPORT, RUN, ImportDialog
from app.ui.dialogs.importing.questions import both_ways, name_questions
from app.ui.dialogs.importing.words import look_words
from app.ui.widgets.basics import Elided
from tests.ui.conftest import settle


def drop(window, qtbot, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(QDropEvent(QPointF(QPoint(400, 300)), Qt.DropAction.CopyAction, data, *keys))
    dialog = next(child for child in window.children() if isinstance(child, ImportDialog) and child.isVisible())
    settle(qtbot, window)
    qtbot.waitUntil(lambda: all(box.isVisible() for box in dialog.ask.boxes))
    return dialog


def file(tmp_path, name):
    (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path / name


# -- what is asked
def test_a_dropped_chat_is_recognised_asked_about_added_and_reported(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "WhatsApp chat.txt")
    dialog = drop(window, qtbot, path)
    assert dialog.ask.boxes[0]._what.whole == "WhatsApp: chat with Anna"
    assert dialog.ask.names[0].answer() == "De Kleibakkerij"
    dialog.ask.zone.box.setCurrentText("Europe/Berlin")
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path] == ({"me": ["De Kleibakkerij"], "timezone": "Europe/Berlin"}, "")
    assert dialog.report.heading.text() == "Added"
    text = dialog.report.problems.toPlainText()
    assert "WhatsApp chat.txt:12: This line has no date." in text
    assert text.index("Left out") > text.index("no date")
    dialog.report.copy.click()
    assert QApplication.clipboard().text() == text
    dialog.accept()


def test_the_name_of_the_shop_is_asked_once_and_remembered(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    counter.looks["a.txt"] = Look(path, "whatsapp", 0.9, "whatsapp:a", frozenset({Ask.ME}), ("Anna", "Pottenwinkel"))
    first = drop(window, qtbot, path)
    assert not first.ask.start.isEnabled(), "nothing tells which of the two is the shop"
    first.ask.names[0].box.setCurrentText("Pottenwinkel")
    assert first.ask.start.isEnabled()
    first.ask.start.click()
    settle(qtbot, window)
    assert counter._shop.own_names == ("Pottenwinkel",)
    first.accept()
    again = drop(window, qtbot, path)
    assert again.ask.names == []
    assert again.ask.start.isEnabled()
    again.reject()


def test_a_name_under_which_nobody_writes_is_doubted(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    counter.looks["a.txt"] = Look(path, "whatsapp", 0.9, "whatsapp:a", frozenset({Ask.ME}), ("Anna", "Pottenwinkel"))
    dialog = drop(window, qtbot, path)
    question = dialog.ask.names[0]
    for text, doubted in (("Potten", True), ("pottenwinkel", False), ("", False), (question._none, False)):
        question.box.setCurrentText(text)
        assert question.doubt.isVisible() == doubted, text
    dialog.reject()


def test_a_file_in_which_the_shop_does_not_write_can_say_so(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    counter.looks["a.txt"] = Look(path, "table", 0.9, "table:a", frozenset({Ask.ME}), ("Anna", "Piet"))
    dialog = drop(window, qtbot, path)
    box = dialog.ask.names[0].box
    box.setCurrentIndex(box.findText("None of these: the shop does not write here"))
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path][0] == {"me": ["De Kleibakkerij"]}
    dialog.accept()


@pytest.mark.parametrize(("names", "questions"), [((("Anna", "Us"), ("Bob", "Us")), 1), ((("Anna", "Shop"), ("Bob", "Us")), 2)])
def test_files_are_asked_about_together_where_a_name_fits_all(qtbot, tmp_path, names, questions):
    looks = [Look(tmp_path / str(n), "whatsapp", 0.9, "", frozenset({Ask.ME}), who) for n, who in enumerate(names)]
    asked = name_questions(looks, ["Atelier"])
    for question in asked:
        qtbot.addWidget(question)
    assert len(asked) == questions
    assert [place for question in asked for place in question.places] == [(look.path, look.what) for look in looks]


def test_an_ambiguous_date_is_asked_with_both_readings_and_nothing_chosen(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    counter.looks["a.txt"] = Look(path, "whatsapp", 0.9, "whatsapp:a", frozenset({Ask.DATE_ORDER}), ("Anna",), "03-04-2025")
    dialog = drop(window, qtbot, path)
    question = dialog.ask.boxes[0].parts[0].date
    assert (question.day.text(), question.month.text()) == ("3 April: the day comes first", "4 March: the month comes first")
    assert not dialog.ask.start.isEnabled()
    qtbot.waitUntil(question.day.hasFocus)
    question.month.setChecked(True)
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path][0] == {"day_first": False}
    dialog.accept()


@pytest.mark.parametrize(
    ("example", "both"),
    [
        ("03/04/2024 10:15", ("3 April", "4 March")),
        ("2024-05-06", ("5 June", "6 May")),
        ("1.2.24", ("1 February", "2 January")),
        ("٠٣/٠٤/٢٠٢٤", ("3 April", "4 March")),
        ("13/04/2024", None),
        ("0/4/2024", None),
        ("soon", None),
    ],
)
def test_dates_are_spelled_out_both_ways(example, both):
    set_language("en")
    assert both_ways(example) == both


def test_the_columns_are_shown_on_real_rows_and_change_live(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "berichten.csv")
    dialog = drop(window, qtbot, path)
    box = dialog.ask.boxes[0]
    table = box.parts[0].columns
    assert table.isVisible()
    assert table.item(1, 2).text() == "Is de kom er nog?"
    assert [choice.currentText() for choice in table.choices] == ["Date", "Who writes", "Not used"]
    qtbot.waitUntil(table.choices[0].hasFocus)
    assert not dialog.ask.start.isEnabled()
    assert box.parts[0]._missing.isVisible()
    table.choices[2].setCurrentIndex(table.choices[2].findData("text"))
    settle(qtbot, window)
    assert dialog.ask.start.isEnabled()
    assert not box.parts[0]._missing.isVisible()
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path][0]["columns"] == {"date": "Wanneer", "sender": "Wie", "text": "Wat zij zei"}
    dialog.accept()


def test_a_field_stands_over_one_column_and_what_is_taken_away_is_told(window, qtbot, tmp_path):
    dialog = drop(window, qtbot, file(tmp_path, "berichten.csv"))
    table = dialog.ask.boxes[0].parts[0].columns
    table.choices[2].setCurrentIndex(table.choices[2].findData("date"))
    settle(qtbot, window)
    assert table.choices[0].currentData() == ""
    table.choices[1].setCurrentIndex(0)
    assert table.chosen() == {"date": "Wat zij zei", "sender": ""}
    settle(qtbot, window)
    dialog.reject()


def test_mail_asks_nothing_and_what_is_unknown_stays_where_it_is(window, qtbot, tmp_path):
    mail = drop(window, qtbot, tmp_path / "a.mbox")
    assert not mail.ask._panel.isVisible()
    assert mail.ask.start.isEnabled()
    mail.reject()
    unknown = drop(window, qtbot, tmp_path / "photo.heic")
    assert not unknown.ask.start.isEnabled()
    assert unknown.ask.boxes[0]._what.whole == "Not recognised"
    assert not unknown.ask.boxes[0].kinds.isVisible()
    unknown.reject()


def test_an_empty_file_says_so_and_is_left_out(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "leeg.txt")
    counter.looks["leeg.txt"] = Look(path, "", 0.0, trouble="The file is empty; nothing was read.")
    dialog = drop(window, qtbot, path)
    box = dialog.ask.boxes[0]
    assert "The file is empty; nothing was read." in [words.text() for words in box.findChildren(QLabel)]
    assert not box._what.isVisible()
    assert not box.tick.isEnabled()
    assert not box.kinds.isVisible()
    dialog.reject()


def test_a_question_about_one_of_several_files_names_it(tmp_path):
    set_language("en")
    known = Look(tmp_path / "a.mbox", "mailfile", 0.9)
    open_ = Look(tmp_path / "b.txt", "whatsapp", 0.9, asks=frozenset({Ask.ME}), names=("Anna", "Bob"))
    assert questions._about(open_, [known, open_]) == "b.txt"
    assert questions._about(open_, [open_]) == ""


def test_what_is_not_recognised_can_be_read_as_a_table(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "export.tsv")
    dialog = drop(window, qtbot, path)
    box = dialog.ask.boxes[0]
    assert box.kinds.isVisible()
    box.kinds.setCurrentIndex(box.kinds.findData("table"))
    box.kinds.activated.emit(box.kinds.currentIndex())
    settle(qtbot, window)
    assert box.parts[0].columns.isVisible()
    box.parts[0].columns.choices[2].setCurrentIndex(box.parts[0].columns.choices[2].findData("text"))
    settle(qtbot, window)
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path][1] == "table"
    dialog.accept()


def test_a_file_can_be_left_out(window, qtbot, counter, tmp_path):
    one, other = file(tmp_path, "a.mbox"), file(tmp_path, "berichten.csv")
    dialog = drop(window, qtbot, one, other)
    assert not dialog.ask.start.isEnabled()
    dialog.ask.boxes[1].tick.setChecked(False)
    assert dialog.ask.start.isEnabled()
    dialog.ask.start.click()
    settle(qtbot, window)
    assert list(counter.files) == [one]
    dialog.accept()


def test_a_chat_is_called_after_its_other_side_where_the_file_tells(tmp_path):
    set_language("en")
    look = Look(tmp_path, "whatsapp", 1.0, "whatsapp:anna", names=("Anna", "Pottenwinkel"))
    assert look_words(look, set()) == "WhatsApp: chat with Anna"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), "Telegram"),
        (("Anna", "Us"), "Telegram: chat with Anna"),
        (("Anna", "Bob"), "Telegram: chat between Anna and Bob"),
        (("Anna", "Bob", "Us"), "Telegram: chats with 2 people"),
    ],
)
def test_what_a_chat_is_in_words(tmp_path, names, words):
    set_language("en")
    assert look_words(Look(tmp_path, "telegram", 1.0, names=names), {"us"}) == words


# -- several programs in one archive
def takeout(counter, path):
    """An archive with mail, which asks nothing, and two programs that leave things open, each its own."""
    chats = Look(path, "google_chat", 0.95, "google_chat:*", frozenset({Ask.ME}), ("Anna", "Kade 3"))
    thread = Look(path, "messenger", 0.95, "messenger:bo", frozenset({Ask.ME, Ask.DATE_ORDER}), ("Bo", "Atelier Kade"), "03-04-2025")
    counter.looks[path.name] = Look(path, "mailfile", 1.0, others=(chats, thread))
    return path


def test_each_program_in_an_archive_is_asked_about(window, qtbot, counter, tmp_path):
    path = takeout(counter, file(tmp_path, "takeout.zip"))
    dialog = drop(window, qtbot, path)
    box = dialog.ask.boxes[0]
    assert box._what.whole == "Mail · Google Chat · Messenger"
    assert [part._what.whole for part in box.parts] == ["Mail", "Google Chat: chat between Anna and Kade 3", "Messenger: chat with Bo"]
    assert [part.date is not None for part in box.parts] == [False, False, True]
    asked = [next(words.text() for words in one.findChildren(QLabel) if words.text()) for one in dialog.ask.names]
    assert asked == ["Which name is the shop? · Google Chat", "Which name is the shop? · Messenger"]
    qtbot.waitUntil(box.parts[2].date.day.hasFocus)
    for question, name in zip(dialog.ask.names, ("Kade 3", "Atelier Kade"), strict=True):
        assert not dialog.ask.start.isEnabled()
        question.box.setCurrentText(name)
    assert not dialog.ask.start.isEnabled()
    box.parts[2].date.day.setChecked(True)
    dialog.ask.start.click()
    settle(qtbot, window)
    answers = {"mailfile": {}, "google_chat": {"me": ["Kade 3"]}, "messenger": {"day_first": True, "me": ["Atelier Kade"]}}
    assert counter.files[path] == (answers, "")
    assert set(counter._shop.own_names) == {"Kade 3", "Atelier Kade"}
    dialog.accept()


def test_one_program_of_an_archive_is_answered_anew(window, qtbot, counter, tmp_path):
    path = takeout(counter, file(tmp_path, "takeout.zip"))
    look = counter.looks[path.name]
    told = (
        replace(look.others[0], asks=frozenset(), answers={"me": ["Kade 3"]}),
        replace(look.others[1], asks=frozenset(), answers={"me": ["Bo"], "day_first": True}),
    )
    counter.looks[path.name] = replace(look, others=told)
    dialog = drop(window, qtbot, path)
    box = dialog.ask.boxes[0]
    assert dialog.ask.start.isEnabled()
    links = [link for part in box.parts for link in part.findChildren(QPushButton) if link.text() == "Answer anew"]
    assert len(links) == 2
    links[1].click()
    assert [part.date is not None for part in box.parts] == [False, False, True]
    assert [question.places for question in dialog.ask.names] == [[(path, "messenger")]]
    box.parts[2].date.month.setChecked(True)
    dialog.ask.names[0].box.setCurrentText("Atelier Kade")
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path][0]["messenger"] == {"day_first": False, "me": ["Atelier Kade"]}
    assert counter.files[path][0]["google_chat"] == {}
    dialog.accept()


# -- adding
def test_it_can_be_stopped_and_what_was_complete_is_kept(window, qtbot, counter, tmp_path):
    counter.go_on.clear()
    dialog = drop(window, qtbot, tmp_path / "a.mbox", tmp_path / "b.mbox")
    dialog.ask.start.click()
    qtbot.waitUntil(counter.began.is_set)
    qtbot.waitUntil(lambda: dialog.run.file.whole == "a.mbox · file 1 of 2")
    assert dialog.pages.currentIndex() == RUN
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    counter.go_on.set()
    settle(qtbot, window)
    assert dialog.report.heading.text() == "Stopped. What was complete is kept."
    assert len(counter.files) == 1, "the second file never began"
    assert dialog.report.undo.isVisible()
    dialog.accept()


def test_a_refused_file_says_why_and_the_others_are_added(window, qtbot, counter, tmp_path):
    dialog = drop(window, qtbot, tmp_path / "broken.mbox", tmp_path / "good.mbox")
    dialog.ask.start.click()
    settle(qtbot, window)
    shown = [label.text() for label in dialog.report.findChildren(type(dialog.report.sentence)) if not label.isHidden()]
    assert any("damaged at its beginning" in text for text in shown)
    assert any(text.startswith("96 new messages") for text in shown)
    assert dialog.report.heading.text() == "Added"
    dialog.accept()


def test_one_refused_file_is_not_called_added(window, qtbot, tmp_path):
    dialog = drop(window, qtbot, tmp_path / "broken.mbox")
    dialog.ask.start.click()
    settle(qtbot, window)
    assert dialog.report.heading.text() == "Not added"
    assert not dialog.report.undo.isVisible()
    dialog.accept()


def test_a_look_that_fails_is_told(window, qtbot, counter, tmp_path):
    def refuse(*_arguments):
        raise OSError("no such disk")

    counter.look = refuse
    dialog = drop(window, qtbot, tmp_path / "a.mbox")
    assert dialog.pages.currentIndex() == REPORT
    assert dialog.report.sentence.text().startswith("Something unexpected went wrong")
    dialog.accept()


def test_work_can_go_on_while_files_are_added(window, qtbot, counter, tmp_path):
    counter.go_on.clear()
    dialog = drop(window, qtbot, tmp_path / "a.mbox")
    dialog.ask.start.click()
    qtbot.waitUntil(counter.began.is_set)
    dialog.run.away.click()
    assert not dialog.isVisible()
    assert window.status.bar.isVisible()
    counter.go_on.set()
    settle(qtbot, window)
    assert not window.status.bar.isVisible()
    assert window.toast.text.startswith("96 new messages")
    window.toast.take()
    assert dialog.isVisible()
    assert dialog.pages.currentIndex() == REPORT
    dialog.accept()


def test_a_whole_import_is_undone_with_one_click(window, qtbot, counter, tmp_path):
    dialog = drop(window, qtbot, tmp_path / "a.mbox", tmp_path / "b.mbox", tmp_path / "c.md")
    dialog.ask.start.click()
    settle(qtbot, window)
    dialog.report.undo.click()
    settle(qtbot, window)
    assert all(row.undone_at for row in counter.history)
    assert dialog.report.heading.text() == "Taken back"
    assert dialog.report.sentence.text() == (
        "Taken back: 192 messages, 8 customers. 2 conversations stayed, because somebody answered or wrote in them since."
    )
    assert not dialog.report.undo.isVisible()
    dialog.accept()


def test_what_was_taken_back_already_is_told(window, qtbot, counter, tmp_path):
    dialog = drop(window, qtbot, tmp_path / "a.mbox")
    dialog.ask.start.click()
    settle(qtbot, window)
    counter.undo_import(1) if not counter.strict else counter.history.__setitem__(0, _undone(counter.history[0]))
    dialog.report.undo.click()
    settle(qtbot, window)
    assert "taken back before" in dialog.report.sentence.text()
    dialog.accept()


def _undone(row):
    return replace(row, undone_at=row.at)


def test_with_the_keyboard_alone(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    counter.looks["a.txt"] = Look(path, "whatsapp", 0.9, "whatsapp:a", frozenset({Ask.DATE_ORDER}), ("Anna",), "03-04-2025")
    dialog = drop(window, qtbot, path)
    qtbot.waitUntil(dialog.ask.boxes[0].parts[0].date.day.hasFocus)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    for _n in range(6):
        if dialog.ask.start.hasFocus():
            break
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.ask.start.hasFocus()
    QTest.keyClick(dialog.ask.start, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert counter.files[path][0] == {"day_first": True}
    assert dialog.report.done.hasFocus()
    QTest.keyClick(dialog.report.done, Qt.Key.Key_Backtab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert dialog.report.undo.hasFocus()
    QTest.keyClick(dialog.report.undo, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert dialog.report.heading.text() == "Taken back"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_wide_table_fits_a_small_window(window, qtbot, tmp_path):
    dialog = drop(window, qtbot, file(tmp_path, "berichten.csv"))
    dialog.resize(420, 360)
    assert dialog.width() <= 560
    assert dialog.pages.currentIndex() == ASK
    dialog.reject()
    assert ReadOptions().columns == {}


def test_the_wheel_moves_the_page_and_never_an_answer(window, qtbot, tmp_path):
    dialog = drop(window, qtbot, file(tmp_path, "a.txt"), file(tmp_path, "berichten.csv"))
    boxes = dialog.ask.findChildren(QComboBox)
    before = [box.currentText() for box in boxes]
    for box in boxes:
        middle = QPointF(box.rect().center())
        turn = (QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
        QApplication.sendEvent(box, QWheelEvent(middle, QPointF(box.mapToGlobal(middle.toPoint())), *turn, False))
    assert [box.currentText() for box in boxes] == before
    assert len(before) >= 5
    dialog.reject()


def test_what_was_answered_before_is_told_and_can_be_answered_anew(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    before = {"me": ["Pottenwinkel"], "timezone": "Europe/Paris", "day_first": False}
    counter.looks["a.txt"] = Look(path, "whatsapp", 0.9, "whatsapp:a", frozenset(), ("Anna", "Pottenwinkel"), "03-04-2025", answers=before)
    dialog = drop(window, qtbot, path)
    box = dialog.ask.boxes[0]
    told = [line.whole for line in box.findChildren(Elided)]
    assert "As answered before: the shop is Pottenwinkel, the month comes first in dates, times are from Europe/Paris." in told
    assert box._what.whole == "WhatsApp: chat with Anna"
    assert dialog.ask.start.isEnabled()
    next(link for link in box.findChildren(QPushButton) if link.text() == "Answer anew").click()
    assert not dialog.ask.start.isEnabled()
    box.parts[0].date.day.setChecked(True)
    dialog.ask.names[0].box.setCurrentText("Anna")
    dialog.ask.start.click()
    settle(qtbot, window)
    assert counter.files[path][0] == {"day_first": True, "me": ["Anna"], "timezone": "Europe/Paris"}
    dialog.accept()


def test_all_that_takes_the_focus_has_a_name(window, qtbot, counter, tmp_path):
    path = file(tmp_path, "a.txt")
    counter.looks["a.txt"] = Look(path, "whatsapp", 0.9, "", frozenset(Ask), ("Anna", "Bob"), "03-04-2025")
    dialog = drop(window, qtbot, path, file(tmp_path, "berichten.csv"), file(tmp_path, "x.tsv"))
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit)
    able = [one for one in dialog.findChildren(QWidget) if isinstance(one, kinds) and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(able) > 15
    assert [type(one) for one in able if not (one.accessibleName() or getattr(one, "text", str)())] == []
    dialog.reject()
