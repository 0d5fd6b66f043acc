"""What one program wrote in a file: what it is, where there are several, and what only this leaves open."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.reading import Ask, Look
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.dialogs.importing.columns import ColumnTable
from app.ui.dialogs.importing.questions import DateQuestion
from app.ui.dialogs.importing.words import look_words, remembered_words, what_icon
from app.ui.tokens import GRID
from app.ui.widgets.basics import Elided, Picture, button, column, label, row

ANSWERS = {Ask.ME: "me", Ask.TIMEZONE: "timezone", Ask.DATE_ORDER: "day_first"}
"""Under which name an answer is remembered."""


class PartBox(QWidget):
    """`named`: it is one of several in its file, and says what it is. Signals: `columns_chosen(part)` what its columns hold; `changed()`;
    `asked_anew(part)` what was answered before is to be asked again."""

    columns_chosen = Signal(object)
    changed = Signal()
    asked_anew = Signal(object)

    def __init__(self, desk: Desk, look: Look, own: frozenset[str], *, named: bool, anew: bool = False) -> None:
        super().__init__()
        self._own, self._anew, self._named = own, anew, named
        self.look = look
        self.date: DateQuestion | None = None
        self.columns: ColumnTable | None = None
        self._what = Elided(look_words(look, own), "soft")
        self._missing = label("", "warn-text", wrap=True)
        self._asked = column(gap=10, margins=(26 if named else 0, 0, 0, 0))
        if named:
            head = row(Picture(desk.theme, what_icon(look.what), "accent", 16), self._what, gap=10)
            head.setStretch(1, 1)
            self.setLayout(column(head, self._asked, gap=4, margins=(10, 0, 0, 0)))
        else:
            self.setLayout(self._asked)
        self._ask_date()
        self._show_columns()
        self._tell_remembered()
        if not (named or self._asked.count()):
            self.hide()

    def relook(self, look: Look) -> None:
        """Take in what was seen once the columns were chosen: the choices stay where they are."""
        asked = self.date is not None
        self.look = look
        self._what.say(look_words(look, self._own))
        if asked != (Ask.DATE_ORDER in look.asks):
            self._renew_date()
        self._tell_incomplete()
        self.changed.emit()

    def _renew_date(self) -> None:
        if self.date is not None:
            self._asked.removeWidget(self.date)
            self.date.hide()
            self.date.deleteLater()
            self.date = None
        self._ask_date()

    def _ask_date(self) -> None:
        if Ask.DATE_ORDER in self.look.asks:
            self.date = DateQuestion(self.look.date_example)
            self.date.changed.connect(self.changed)
            self._asked.insertWidget(0, self.date)

    def _show_columns(self) -> None:
        guess = self.look.columns
        if guess is None or not guess.headers:
            return
        before = self.look.answers.get("columns")
        self.columns = ColumnTable(guess, before if isinstance(before, dict) else {})
        self.columns.changed.connect(lambda: self.columns_chosen.emit(self))
        asked = Ask.COLUMNS in self.look.asks
        show = self._fold(self.columns, unfolded=asked)
        for widget in (show, self.columns, self._missing):
            self._asked.addWidget(widget)  # before it is shown: what has no parent would be a window of its own
        self._asked.setAlignment(show, Qt.AlignmentFlag.AlignLeft)
        self.columns.setVisible(asked)
        self._tell_incomplete()

    def _fold(self, table: ColumnTable, *, unfolded: bool) -> QPushButton:
        show = button(_("What the columns hold"), "link")
        show.setCheckable(True)
        show.setChecked(unfolded)
        show.toggled.connect(table.setVisible)
        return show

    def _tell_incomplete(self) -> None:
        incomplete = Ask.COLUMNS in self.look.asks and not (self.look.columns and self.look.columns.complete)
        self._missing.setText(_("Say over the columns what they hold: at least the date and the text, or the number of the order."))
        self._missing.setVisible(incomplete)

    def _tell_remembered(self) -> None:
        words = remembered_words(self.look)
        if not words or self._anew:
            return
        anew = button(_("Answer anew"), "link")
        anew.clicked.connect(lambda: self.asked_anew.emit(self))
        line = row(Elided(words, "soft"), anew, gap=GRID)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        self._asked.addWidget(holder)

    def asked_again(self) -> Look:
        """Return what was seen, with the questions that were answered for this source before."""
        answered = {ask for ask, name in ANSWERS.items() if name in self.look.answers}
        if not self.look.date_example:
            answered.discard(Ask.DATE_ORDER)
        return replace(self.look, asks=self.look.asks | answered)

    def waiting(self) -> QWidget | None:
        """Return what the first open question is answered with, None when nothing is open that only this asks."""
        if Ask.COLUMNS in self.look.asks and not (self.look.columns and self.look.columns.complete):
            return self.columns.choices[0] if self.columns else self
        return self.date.day if self.date is not None and self.date.answer() is None else None

    def answers(self) -> dict[str, object]:
        """Return what was answered here."""
        answers: dict[str, object] = {}
        if self.date is not None:
            answers["day_first"] = self.date.answer()
        if self.columns is not None and (self.columns.altered or Ask.COLUMNS in self.look.asks):
            answers["columns"] = self.columns.chosen()
        return answers
