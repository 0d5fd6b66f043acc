"""One file of the dialog: whether it is added, what it is, and a box for what each program wrote in it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QWidget

from app.domain.message import Channel
from app.domain.reading import Look
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.dialogs.importing.part_box import PartBox
from app.ui.dialogs.importing.questions import StillBox
from app.ui.dialogs.importing.words import look_words, parts_words, what_icon
from app.ui.dialogs.importing.work import KNOWLEDGE, Plan
from app.ui.widgets.basics import Elided, Picture, clear_layout, column, label, row
from app.ui.words import channel_word

TABLES = (Channel.TABLE, Channel.REVIEW, Channel.SURVEY, Channel.FORM, Channel.CALL)
CHATS = (
    *(Channel.WHATSAPP, Channel.TELEGRAM, Channel.MESSENGER, Channel.INSTAGRAM, Channel.SMS, Channel.SIGNAL, Channel.IMESSAGE),
    *(Channel.LINE, Channel.VIBER, Channel.GOOGLE_CHAT, Channel.GOOGLE_VOICE, Channel.SLACK, Channel.DISCORD, Channel.X),
    *(Channel.HELPDESK, Channel.MAILFILE),
)
_TABLE_ENDINGS = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".ndjson", ".xml"}
_CHAT_ENDINGS = {".txt", ".json", ".html", ".htm", ".xml", ".zip", ""}


def may_be(path: Path) -> list[Channel]:
    """Return as what a file that is not recognised can be tried, by its ending."""
    ending = path.suffix.lower()
    return [*(TABLES if ending in _TABLE_ENDINGS else ()), *(CHATS if ending in _CHAT_ENDINGS else ())]


class FileBox(QFrame):
    """Signals: `read_as(box, channel)` the person says what it is; `columns_chosen(box, part)` what the columns of a part hold;
    `changed()`; `asked_anew()` more is asked than before."""

    read_as = Signal(object, str)
    columns_chosen = Signal(object, object)
    changed = Signal()
    asked_anew = Signal()

    def __init__(self, desk: Desk, look: Look, own: frozenset[str]) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._desk, self._own = desk, own
        self.look, self.channel = look, ""
        self.parts: list[PartBox] = []
        self._anew: set[str] = set()
        self.tick = QCheckBox()
        self.tick.setAccessibleName(_("Add {name}").format(name=look.path.name))
        self.tick.setToolTip(_("Add this file"))
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
        others = [] if known or self.look.trouble else may_be(self.look.path)
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
        self._what.say(parts_words(look) if look.others else look_words(look, self._own))
        self._what.setVisible(not look.trouble)
        self.tick.setEnabled(bool(look.what))
        self.tick.setChecked(bool(look.what))
        clear_layout(self._asked)
        if look.trouble:
            self._asked.addWidget(label(_(look.trouble), "warn-text", wrap=True))
        self.parts = [self._part(part) for part in look.parts]
        self.changed.emit()

    def _part(self, look: Look) -> PartBox:
        part = PartBox(self._desk, look, self._own, named=bool(self.look.others), anew=look.what in self._anew)
        part.changed.connect(self.changed)
        part.columns_chosen.connect(lambda one: self.columns_chosen.emit(self, one))
        part.asked_anew.connect(self._ask_anew)
        self._asked.addWidget(part)
        return part

    def relook(self, part: PartBox, look: Look) -> None:
        """Take in what was seen of a part once its columns were chosen."""
        if part not in self.parts:
            return  # the file is read as something else since
        self._keep(part.look, look)
        if not self.look.others:
            self._what.say(look_words(look, self._own))
        part.relook(look)

    def _keep(self, before: Look, now: Look) -> None:
        first, *others = (replace(now, others=()) if one.what == before.what else one for one in self.look.parts)
        self.look = replace(first, others=tuple(others))

    def _ask_anew(self, part: PartBox) -> None:
        """Ask also what was answered for this source before."""
        self._anew.add(part.look.what)
        self._keep(part.look, part.asked_again())
        self.show_look(self.look)
        self.asked_anew.emit()

    @property
    def wanted(self) -> bool:
        """Whether the file is to be added."""
        return self.tick.isChecked() and bool(self.look.what)

    def waiting(self) -> list[QWidget]:
        """Return what the open questions are answered with that only this file asks."""
        return [one for part in self.parts if (one := part.waiting()) is not None]

    def plan(self) -> Plan:
        """Return the file with what was answered here."""
        return Plan(self.look.path, self.look.what, self.channel, {part.look.what: part.answers() for part in self.parts})
