"""The strip over a conversation that was handed over: to whom, why, and how it goes on."""

from PySide6.QtWidgets import QFrame

from app.domain.handover import HandoverRow, HandoverState
from app.system.i18n import _, moment_text
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.widgets.basics import EscapeFilter, button, column, field, label
from app.ui.widgets.flow import wrapping


class HandedStrip(QFrame):
    """Hidden while nothing is handed over. `person` is who sits at the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "info")
        self._desk = desk
        self._row: HandoverRow | None = None
        self.person = ""
        self.words = label("", wrap=True)
        self.take, self.done, self.undo = button(_("I take it")), button(_("It is done")), button(_("Take back"), "quiet")
        self.outcome = field(_("What came of it"), _("What came of it, in a few words"))
        self.outcome.hide()
        self.setLayout(column(self.words, self.outcome, wrapping(self.take, self.done, self.undo), gap=6, margins=(16, GRID, 16, GRID)))
        self.take.clicked.connect(self._take)
        self.done.clicked.connect(self._ask_outcome)
        self.undo.clicked.connect(self._take_back)
        self.outcome.returnPressed.connect(self._end)
        EscapeFilter(self.outcome, self.outcome.hide)
        self.hide()

    def show_row(self, handed: HandoverRow | None) -> None:
        """Show a handover that is not ended, or nothing."""
        if handed is None or self._row is None or handed.id != self._row.id:
            self.outcome.clear()
            self.outcome.hide()
        self._row = handed
        self.setVisible(handed is not None)
        if handed is not None:
            self.words.setText(handed_words(handed))
            self.take.setVisible(handed.state is HandoverState.OPEN)
            self.undo.setVisible(handed.state is HandoverState.OPEN)

    def _take(self) -> None:
        if self._row is not None:
            number, by = self._row.id, self.person
            self._desk.bridge.write(lambda counter: counter.take_handover(number, by), lambda _row: self._changed(), owner=self)

    def _ask_outcome(self) -> None:
        if self.outcome.isVisible():
            self._end()
        else:
            self.outcome.show()
            self.outcome.setFocus()

    def _end(self) -> None:
        if self._row is not None:
            number, by, outcome = self._row.id, self.person, self.outcome.text().strip()
            self._desk.bridge.write(lambda counter: counter.end_handover(number, by, outcome), lambda _row: self._changed(), owner=self)

    def _take_back(self) -> None:
        if self._row is not None:
            number = self._row.id
            self._desk.bridge.write(lambda counter: counter.take_back_handover(number), lambda _none: self._changed(), owner=self)

    def _changed(self) -> None:
        self._desk.notices.changed.emit("conversations")


def handed_words(handed: HandoverRow) -> str:
    """Return who handed over to whom, when and why, in words."""
    to, by = handed.to or _("whoever is free"), handed.by or _("somebody")
    if handed.state is HandoverState.TAKEN:
        words = _("{to} has taken this over from {by} ({when}).").format(to=to, by=by, when=moment_text(handed.at))
    else:
        words = _("Handed over by {by} to {to} ({when}).").format(by=by, to=to, when=moment_text(handed.at))
    return " ".join(part for part in (words, _(handed.reason), f"“{handed.packet.note}”" if handed.packet.note else "") if part)
