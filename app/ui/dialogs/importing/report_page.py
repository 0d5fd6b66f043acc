"""The last page: what came of it, what was not understood, and taking it back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.domain.importing import Undone
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.dialogs.importing.words import problem_lines, report_words, undone_words, what_icon
from app.ui.dialogs.importing.work import Added
from app.ui.widgets.basics import Elided, Picture, button, column, label, row

SEEN = 6
"""Files, and lines of what was not understood, that are in sight at least."""


class ReportPage(QWidget):
    """Signals: `finished()`, `undone()`: take all of this back."""

    finished = Signal()
    undone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.heading = label("", "heading", wrap=True)
        self.sentence = label("", wrap=True)
        self._files = column(gap=10)
        self.problems = QPlainTextEdit()
        self.problems.setProperty("look", "editor")
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.problems.setAccessibleName(_("What was not understood or left out"))
        self.copy = button(_("Copy the list"))
        self.undo = button(_("Undo this import"), tip=_("Removes all that came with it, and nothing else."))
        self.done = button(_("Done"), "primary")
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.problems.toPlainText()))
        self.undo.clicked.connect(self.undone)
        self.done.clicked.connect(self.finished)
        layout = column(self.heading, self.sentence, self._scrolled(), self.problems, gap=12)
        layout.setStretchFactor(self.problems, 1)
        layout.addStretch(0)
        layout.addLayout(row(self.undo, self.copy, 1, self.done))
        self.setLayout(layout)
        self._show([], [])

    def _scrolled(self) -> QScrollArea:
        inside = QFrame()
        inside.setProperty("look", "scrolled")
        inside.setLayout(self._files)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("What came of each file"))
        area.setWidget(inside)
        self._area = area
        return area

    def put(self, added: Sequence[Added]) -> None:
        """Show what came of the files."""
        stopped = any(one.report.stopped for one in added)
        refused = added and all(one.error for one in added)
        heading = _("Stopped. What was complete is kept.") if stopped else _("Not added") if refused else _("Added")
        self.heading.setText(heading if added else _("Stopped. Nothing was added."))
        self.sentence.hide()
        for one in added:
            self._files.addLayout(self._line(one))
        self._give_room(len(added))
        self._show(problem_lines(added), [one.import_id for one in added if one.import_id])
        self.done.setFocus()

    def _give_room(self, files: int) -> None:
        """All files are in sight where the dialog has room for them, and what was not understood has the rest."""
        each = 2 * self.fontMetrics().height() + 24
        self._area.setMaximumHeight(max(1, files) * each)
        self._area.setMinimumHeight(min(max(1, files), SEEN) * each)

    def refuse(self, sentence: str) -> None:
        """Show why nothing was added."""
        self.heading.setText(_("Not added"))
        self.sentence.setText(sentence)
        self.sentence.show()
        self.done.setFocus()

    def undoing(self) -> None:
        """Show that it is being taken back, which may take a while for many messages."""
        self.undo.setEnabled(False)
        self.sentence.setText(_("Being taken back …"))
        self.sentence.show()

    def put_undone(self, undone: Undone, refused: str) -> None:
        """Show what taking it back removed."""
        self.undo.setEnabled(True)
        if refused and not (undone.messages or undone.orders):
            self.sentence.setText(refused)
        else:
            self.heading.setText(_("Taken back"))
            self.sentence.setText(f"{undone_words(undone)} {refused}".strip())
            self.undo.hide()
        self.sentence.show()
        self.done.setFocus()

    def _line(self, one: Added) -> QVBoxLayout:
        words = label(one.error or report_words(one.what, one.report), "warn-text" if one.error else "soft", wrap=True)
        icon = Picture(self._desk.theme, "warning" if one.error else what_icon(one.what), "warn" if one.error else "accent", 20)
        head = row(icon, Elided(one.name, "strong"), gap=10)
        head.setStretch(1, 1)
        head.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        below = row(words, margins=(30, 0, 0, 0))
        return column(head, below, gap=2)

    def _show(self, lines: list[str], ids: list[int]) -> None:
        self.problems.setPlainText("\n".join(lines))
        self.problems.setMinimumHeight(min(max(3, len(lines)), SEEN) * self.fontMetrics().lineSpacing() + 24)
        self.problems.setVisible(bool(lines))
        self.copy.setVisible(bool(lines))
        self.undo.setVisible(bool(ids))
