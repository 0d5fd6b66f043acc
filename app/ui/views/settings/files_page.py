"""Added files: the folder that is watched, and every import with what came of it and a way to take it back."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.domain.importing import ImportRow, Undone
from app.system.i18n import _, moment_text, number_text
from app.ui.desk import Desk
from app.ui.dialogs.importing.dialog import ImportDialog
from app.ui.dialogs.importing.words import problem_lines, report_words, undone_words, what_word
from app.ui.dialogs.importing.work import Added, undo
from app.ui.tokens import GRID
from app.ui.views.settings.parts import panel
from app.ui.widgets.basics import Elided, Empty, button, column, label, row
from app.ui.widgets.files import downloads_folder

SHOWN = 12
"""Lines of what was not understood that are shown of an import."""


class FilesPage(QWidget):
    """The watched folder and the history of imports."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: Sequence[ImportRow] = ()
        self.folder = Elided("", "strong")
        self.choose, self.stop = button(_("Choose a folder …")), button(_("Stop watching"))
        self.history = QTableWidget(0, 4)
        self.none = Empty(
            desk.theme, "import", _("Nothing was added yet"), _("Drop a chat export, a mailbox file or a list of orders anywhere.")
        )
        self.told = label("", "soft", wrap=True)
        self.undo = button(_("Undo this import"), tip=_("Removes all that came with it, and nothing else."))
        self.folders = button(
            _("Add a folder …"), "quiet", _("An export that was unpacked, or the folder that a program keeps its mails in")
        )
        self._dress()
        self._connect()
        watch = _("Exports that are saved in this folder are offered at the foot of the window. Nothing is added by itself.")
        files = _("Choose a line to see what came of it. Taking an import back leaves what somebody answered.")
        add = desk.actions.button("import", words=True)
        self.setLayout(
            column(
                panel(_("Watched folder"), self.folder, row(self.choose, self.stop, 1), text=watch),
                panel(_("Added files"), self.none, self.history, self.told, row(self.undo, 1, self.folders, add), text=files),
                gap=2 * GRID,
            )
        )
        self._show_folder(None)
        self._chosen()

    def _dress(self) -> None:
        table = self.history
        table.setProperty("look", "grid")
        table.setAccessibleName(_("Added files"))
        table.setHorizontalHeaderLabels([_("When"), _("File"), _("What"), _("New")])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for n in (0, 2, 3):
            header.setSectionResizeMode(n, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setMinimumHeight(260)

    def _connect(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.stop.clicked.connect(lambda: self.watch(None))
        self.undo.clicked.connect(self.take_back)
        self.folders.clicked.connect(self._add_folder)
        self.history.itemSelectionChanged.connect(self._chosen)
        self._desk.notices.changed.connect(lambda what: self.enter() if what == "all" and self.isVisible() else None)

    def enter(self) -> None:
        """The page is shown."""
        self._desk.bridge.read(lambda counter: (counter.watched_folder(), counter.imports()), self._put, owner=self, key="added files")

    def _put(self, answer: tuple[Path | None, list[ImportRow]]) -> None:
        folder, rows = answer
        chosen = self._current()
        self._rows = rows
        self._show_folder(folder)
        self.none.setVisible(not rows)
        self.history.setVisible(bool(rows))
        self.history.setRowCount(len(rows))
        for n, one in enumerate(rows):
            for at, text in enumerate((moment_text(one.at), one.name, _what(one), _outcome(one))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.history.setItem(n, at, item)
        place = next((n for n, one in enumerate(rows) if chosen is not None and one.id == chosen.id), 0)
        self.history.selectRow(place)
        self._chosen()

    def _show_folder(self, folder: Path | None) -> None:
        self.folder.say(str(folder) if folder else _("No folder is watched."))
        self.stop.setVisible(folder is not None)

    # -- the watched folder
    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Which folder is watched?"), downloads_folder())
        if name:
            self.watch(Path(name))

    def watch(self, folder: Path | None) -> None:
        """Watch a folder, or none."""
        self._desk.bridge.write(lambda counter: counter.watch_folder(folder), lambda _none: self._watched(), owner=self)

    def _watched(self) -> None:
        self.enter()
        self._desk.notices.changed.emit("watch")

    def _add_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Which folder is added?"), downloads_folder())
        if name:
            ImportDialog(self._desk, [Path(name)], self.window()).show()

    # -- the history
    def _current(self) -> ImportRow | None:
        place = self.history.currentRow()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _chosen(self) -> None:
        one = self._current()
        self.undo.setVisible(one is not None)
        self.undo.setEnabled(one is not None and one.undone_at is None and bool(one.report.new or one.report.updated or not one.what))
        self.told.setVisible(one is not None)
        if one is not None:
            self.told.setText("\n".join([_told(one), *problem_lines([Added(one.name, one.what, one.report)], SHOWN)]))

    def take_back(self) -> None:
        """Undo the import that is chosen."""
        one = self._current()
        if one is not None:
            self.undo.setEnabled(False)
            self.told.setText(_("Being taken back …"))
            self._desk.bridge.write(lambda counter: undo(counter, [one.id]), self._taken_back, owner=self)

    def _taken_back(self, answer: tuple[Undone, str]) -> None:
        undone, refused = answer
        self._desk.notices.say(refused or undone_words(undone), "warn" if refused else "good")
        self._desk.notices.changed.emit("all")
        self.enter()


def _what(one: ImportRow) -> str:
    return what_word(one.what) if one.what else _("broken off")


def _outcome(one: ImportRow) -> str:
    return _("taken back") if one.undone_at else number_text(one.report.new)


def _told(one: ImportRow) -> str:
    """Say what came of an import, and what became of it since."""
    words = report_words(one.what, one.report)
    if one.undone_at:
        return _("{what} Taken back on {time}.").format(what=words, time=moment_text(one.undone_at))
    if not one.what:
        return _("{what} It was broken off; what was complete is kept.").format(what=words)
    return _("{what} It was stopped; what was complete is kept.").format(what=words) if one.report.stopped else words
