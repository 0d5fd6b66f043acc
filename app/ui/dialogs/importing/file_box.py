"""One file of the dialog: whether it is added, what it is, and what only this file leaves open."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QWidget

from app.domain.message import Channel
from app.domain.reading import Ask, Look
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.dialogs.importing.columns import ColumnTable
from app.ui.dialogs.importing.questions import DateQuestion, StillBox
from app.ui.dialogs.importing.words import look_words, remembered_words, what_icon
from app.ui.dialogs.importing.work import KNOWLEDGE, Plan
from app.ui.tokens import GRID
from app.ui.widgets.basics import Elided, Picture, button, clear_layout, column, label, row
from app.ui.words import channel_word

TABLES = (Channel.TABLE, Channel.REVIEW, Channel.SURVEY, Channel.FORM, Channel.CALL)
CHATS = (
    *(Channel.WHATSAPP, Channel.TELEGRAM, Channel.MESSENGER, Channel.INSTAGRAM, Channel.SMS, Channel.SIGNAL, Channel.IMESSAGE),
    *(Channel.LINE, Channel.VIBER, Channel.GOOGLE_CHAT, Channel.GOOGLE_VOICE, Channel.SLACK, Channel.DISCORD, Channel.X),
    *(Channel.HELPDESK, Channel.MAILFILE),
)
ANSWERS = {Ask.ME: "me", Ask.TIMEZONE: "timezone", Ask.DATE_ORDER: "day_first"}
"""Under which name an answer is remembered."""
_TABLE_ENDINGS = {".csv", ".tsv", ".xlsx", ".json", ".ndjson"}
_CHAT_ENDINGS = {".txt", ".json", ".html", ".htm", ".xml", ".zip", ""}


def may_be(path: Path) -> list[Channel]:
    """Return as what a file that is not recognised can be tried, by its ending."""
    ending = path.suffix.lower()
    return [*(TABLES if ending in _TABLE_ENDINGS else ()), *(CHATS if ending in _CHAT_ENDINGS else ())]


class FileBox(QFrame):
    """Signals: `read_as(box, channel)` the person says what it is; `columns_chosen(box)` what its columns hold; `changed()`;
    `asked_anew()` more is asked than before."""

    read_as = Signal(object, str)
    columns_chosen = Signal(object)
    changed = Signal()
    asked_anew = Signal()

    def __init__(self, desk: Desk, look: Look, own: frozenset[str]) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._desk, self._own = desk, own
        self.look, self.channel = look, ""
        self._anew = False
        self.tick = QCheckBox()
        self.tick.setAccessibleName(_("Add {name}").format(name=look.path.name))
        self.tick.setToolTip(_("Add this file"))
        self.date: DateQuestion | None = None
        self.columns: ColumnTable | None = None
        self.kinds = self._kinds()
        self._icon = Picture(desk.theme, "form", "accent", 20)
        self._what = Elided("", "soft")
        self._asked = column(gap=10, margins=(30, 0, 0, 0))
        self.setLayout(column(self._head(), self._asked, gap=8, margins=(14, 10, 14, 10)))
        self.tick.toggled.connect(lambda _on: self.changed.emit())
        self.show_look(look)

    def _head(self) -> QHBoxLayout:
        names = column(Elided(self.look.path.name, "strong"), self._what, gap=2)
        line = row(self.tick, self._icon, gap=10)
        line.addLayout(names, 1)
        line.addWidget(self.kinds)
        return line

    def _kinds(self) -> QComboBox:
        box = StillBox()
        box.setAccessibleName(_("Read {name} as").format(name=self.look.path.name))
        known = self.look.what and self.look.what != KNOWLEDGE
        others = [] if known else may_be(self.look.path)
        box.addItem(_("Knowledge") if self.look.what else _("Read it as …"), "")
        for channel in others:
            box.addItem(_("Table of messages") if channel is Channel.TABLE else channel_word(channel), channel.value)
        if not others:
            box.hide()
        box.activated.connect(lambda _place: self._said(box.currentData()))
        return box

    def _said(self, channel: str) -> None:
        if channel != self.channel:
            self.channel = channel
            self.read_as.emit(self, channel)

    def show_look(self, look: Look) -> None:
        """Show what the file is, and ask what it leaves open."""
        self.look = look
        self._icon.show_icon(what_icon(look.what))
        self._what.say(look_words(look, self._own))
        self.tick.setEnabled(bool(look.what))
        self.tick.setChecked(bool(look.what))
        clear_layout(self._asked)
        self.date = self.columns = None
        self._ask_date()
        self._show_columns()
        self._tell_remembered()
        self.changed.emit()

    def relook(self, look: Look) -> None:
        """Take in what was seen once the columns were chosen: the choices stay where they are."""
        if self.columns is None or self.look.columns is None:
            self.show_look(look)
            return
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
        self._missing = label("", "warn-text", wrap=True)
        asked = Ask.COLUMNS in self.look.asks
        show = button(_("What the columns hold"), "link")
        show.setCheckable(True)
        show.setChecked(asked)
        show.toggled.connect(self.columns.setVisible)
        for widget in (show, self.columns, self._missing):
            self._asked.addWidget(widget)  # before it is shown: what has no parent would be a window of its own
        self._asked.setAlignment(show, Qt.AlignmentFlag.AlignLeft)
        self.columns.setVisible(asked)
        self._tell_incomplete()

    def _tell_incomplete(self) -> None:
        incomplete = Ask.COLUMNS in self.look.asks and not (self.look.columns and self.look.columns.complete)
        self._missing.setText(_("Say over the columns what they hold: at least the date and the text, or the number of the order."))
        self._missing.setVisible(incomplete)

    def _tell_remembered(self) -> None:
        words = remembered_words(self.look)
        if not words or self._anew:
            return
        anew = button(_("Answer anew"), "link")
        anew.clicked.connect(self.ask_anew)
        line = row(Elided(words, "soft"), anew, gap=GRID)
        line.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line)
        self._asked.addWidget(holder)

    def ask_anew(self) -> None:
        """Ask also what was answered for this source before."""
        self._anew = True
        answered = {ask for ask, name in ANSWERS.items() if name in self.look.answers}
        if not self.look.date_example:
            answered.discard(Ask.DATE_ORDER)
        self.show_look(replace(self.look, asks=self.look.asks | answered))
        self.asked_anew.emit()

    @property
    def wanted(self) -> bool:
        """Whether the file is to be added."""
        return self.tick.isChecked() and bool(self.look.what)

    @property
    def answered(self) -> bool:
        """Whether nothing is open that only this file asks."""
        complete = Ask.COLUMNS not in self.look.asks or (self.look.columns is not None and self.look.columns.complete)
        return complete and (self.date is None or self.date.answer() is not None)

    def plan(self) -> Plan:
        """Return the file with what was answered here."""
        answers: dict[str, object] = {}
        if self.date is not None:
            answers["day_first"] = self.date.answer()
        if self.columns is not None and (self.columns.altered or Ask.COLUMNS in self.look.asks):
            answers["columns"] = self.columns.chosen()
        return Plan(self.look.path, self.look.what, self.channel, answers)
