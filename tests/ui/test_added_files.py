"""The history of imports in the settings, and what the watched folder offers."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.domain.importing import ImportRow
from app.domain.views import ImportReport
from app.domain.watching import Offer
from app.ui.dialogs.importing.dialog import ImportDialog
from app.ui.views.settings.files_page import FilesPage
from tests.ui.conftest import settle
from tests.ui.fake_importing import AT

ADDED = ImportReport(read=100, new=96, duplicate=3, failed=(("a.mbox:12", "This line has no date."),), customers_new=4)


def opened(window, qtbot):
    window.go("settings")
    window.room("settings").show_page("files")
    settle(qtbot, window)
    page = window.room("settings").page("files")
    assert isinstance(page, FilesPage)
    return page


def cells(page, row):
    return [page.history.item(row, at).text() for at in range(1, 4)]


def test_every_import_is_listed_with_what_came_of_it(window, qtbot, counter):
    counter.history = [
        ImportRow(3, "c.txt", "", AT, ImportReport(new=25)),
        ImportRow(2, "b.csv", "orders", AT, ImportReport(read=7, new=7), undone_at=AT),
        ImportRow(1, "a.mbox", "mailfile", AT, ADDED),
    ]
    page = opened(window, qtbot)
    assert [cells(page, n) for n in range(3)] == [
        ["c.txt", "broken off", "25"],
        ["b.csv", "Orders", "taken back"],
        ["a.mbox", "Mail", "96"],
    ]
    assert "broken off; what was complete is kept" in page.told.text()
    assert page.undo.isEnabled()
    page.history.selectRow(1)
    assert page.told.text().startswith("7 new orders. Taken back on ")
    assert not page.undo.isEnabled()
    page.history.selectRow(2)
    assert "a.mbox:12: This line has no date." in page.told.text()


def test_an_import_is_taken_back_from_the_list(window, qtbot, counter):
    counter.history = [ImportRow(2, "b.txt", "whatsapp", AT, replace(ADDED, new=5)), ImportRow(1, "a.mbox", "mailfile", AT, ADDED)]
    page = opened(window, qtbot)
    page.history.selectRow(1)
    page.undo.click()
    settle(qtbot, window)
    assert [bool(row.undone_at) for row in counter.history] == [False, True]
    assert page.history.currentRow() == 1
    assert cells(page, 1)[2] == "taken back"
    assert window.toast.text.startswith("Taken back: 96 messages, 4 customers. 1 conversation stayed")


def test_an_empty_history_teaches(window, qtbot):
    page = opened(window, qtbot)
    assert page.none.isVisible()
    assert not page.history.isVisible()
    assert not page.undo.isVisible()


def test_a_folder_is_watched_and_left(window, qtbot, counter, tmp_path, monkeypatch):
    page = opened(window, qtbot)
    assert not page.stop.isVisible()
    monkeypatch.setattr("app.ui.views.settings.files_page.QFileDialog.getExistingDirectory", lambda *_given: str(tmp_path))
    page.choose.click()
    settle(qtbot, window)
    assert counter.watched == tmp_path
    assert page.folder.whole == str(tmp_path)
    page.stop.click()
    settle(qtbot, window)
    assert counter.watched is None
    assert not page.stop.isVisible()


def test_a_folder_is_added(window, qtbot, counter, tmp_path, monkeypatch):
    page = opened(window, qtbot)
    folder = tmp_path / "ChatExport.txt"
    for chosen, opens in (("", 0), (str(folder), 1)):
        monkeypatch.setattr("app.ui.views.settings.files_page.QFileDialog.getExistingDirectory", lambda *_given, chosen=chosen: chosen)
        page.folders.click()
        settle(qtbot, window)
        dialogs = [dialog for dialog in window.findChildren(ImportDialog) if dialog.isVisible()]
        assert len(dialogs) == opens
    assert dialogs[0].ask.boxes[0].look.path == folder
    dialogs[0].reject()


@pytest.fixture
def lying(counter, tmp_path):
    paths = [tmp_path / "Downloads" / name for name in ("WhatsApp chat.txt", "old.mbox")]
    counter.lying = [Offer(paths[0], "whatsapp", 0.9, 10), Offer(paths[1], "mailfile", 0.9, 10)]
    return paths


def test_what_lies_in_the_folder_is_offered_and_opens_the_dialog(window, qtbot, counter, lying):
    line = window.status.offer
    assert not line.isVisible()
    line.look()
    settle(qtbot, window)
    assert line.isVisible()
    assert line.text.whole == "WhatsApp: WhatsApp chat.txt lies in Downloads. Add it? (1 more)"
    line.add.click()
    settle(qtbot, window)
    dialog = next(child for child in window.children() if isinstance(child, ImportDialog) and child.isVisible())
    dialog.ask.start.click()
    settle(qtbot, window)
    dialog.accept()
    assert lying[0] in counter.files
    assert line.text.whole.startswith("Mail: old.mbox"), "what was added is no longer offered"


def test_a_declined_file_is_not_offered_again(window, qtbot, counter, lying):
    line = window.status.offer
    line.look()
    settle(qtbot, window)
    line.leave.click()
    settle(qtbot, window)
    assert counter.declined == [lying[0]]
    line.leave.click()
    settle(qtbot, window)
    assert not line.isVisible()


def test_a_folder_that_fails_offers_nothing_and_says_nothing(window, qtbot, counter, lying):
    def fail():
        raise BadInput("gone")

    window.status.offer.look()
    settle(qtbot, window)
    counter.offers = fail
    window.status.offer.look()
    settle(qtbot, window)
    assert not window.status.offer.isVisible()
    assert window.toast.text == ""


def test_the_offer_takes_no_focus(window, qtbot, lying):
    window.counter_room.list.table.setFocus()
    window.status.offer.look()
    settle(qtbot, window)
    assert window.counter_room.list.table.hasFocus()
    assert Path(window.status.offer._offer.path) == lying[0]


def test_the_offer_gives_way_to_what_runs(window, qtbot, lying):
    window.status.offer.look()
    settle(qtbot, window)
    window.status.begin("Fetching mail")
    assert not window.status.offer.isVisible()
    window.status.offer.look()
    settle(qtbot, window)
    assert not window.status.offer.isVisible()
    window.status.end()
    assert window.status.offer.isVisible()
