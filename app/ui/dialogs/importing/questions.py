"""The questions that a file leaves open: which name is the shop, the time zone, whether day or month comes first."""

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from app.domain.reading import Ask, Look
from app.system.i18n import _, day_month_text
from app.ui.dialogs.importing.words import what_word
from app.ui.widgets.basics import Choice, column, label

Place = tuple[Path, str]
ZONES = ("Europe/Amsterdam", "Europe/Brussels", "Europe/Berlin", "Europe/Paris", "Europe/London", "America/New_York", "UTC")
_NUMBERS = re.compile(r"\d+")
_YEAR_DIGITS, _PARTS, _MONTHS = 3, 3, 12


class StillBox(Choice):
    """A choice that the wheel does not change: it moves the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NameQuestion(QWidget):
    """Which of the names is the shop, for one look or for several with a name in common. The likeliest is chosen; none where nothing
    speaks for one. `about` says of which of them it is asked. Signal: `changed()`."""

    changed = Signal()

    def __init__(self, looks: Sequence[Look], own: Sequence[str], about: str = "") -> None:
        super().__init__()
        self.places = [place_of(look) for look in looks]
        names = _in_common(looks)
        likely = [name for name in names if name in own] or ([] if names else list(own))
        self._own = own[0] if own else ""
        self._names = frozenset(name.casefold() for name in names)
        self.box = StillBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumWidth(240)
        self.box.setAccessibleName(_("Which name is the shop?"))
        self.box.addItems(list(dict.fromkeys([*likely, *names])))
        self._none = _("None of these: the shop does not write here")
        if self._own and not likely:
            self.box.addItem(self._none)
        self.box.setCurrentIndex(0 if likely else -1)
        line = self.box.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("Choose the name under which you write"))
        words = _("Which name is the shop?")
        shown = f"{words} · {about}" if about else words
        self.doubt = label(
            _("Nobody writes under this name in what was read so far; choose it from the list where you can."), "warn-text", wrap=True
        )
        self.doubt.hide()
        self.setLayout(column(label(shown, "strong", wrap=True), self.box, self.doubt, gap=6))
        self.box.currentTextChanged.connect(self._said)

    def _said(self, _text: str) -> None:
        told = self.box.currentText().strip()
        known = told in ("", self._none) or told.casefold() in self._names
        self.doubt.setVisible(not known and bool(self._names))
        self.changed.emit()

    def answer(self) -> str:
        """Return the name, "" while there is none."""
        told = self.box.currentText().strip()
        return self._own if told == self._none else told


def _in_common(looks: Sequence[Look]) -> list[str]:
    shared = [name for name in looks[0].names if all(name in look.names for look in looks)]
    return list(dict.fromkeys([*shared, *(name for look in looks for name in look.names)]))


def place_of(look: Look) -> Place:
    """Return of what a question is: the file, and what it is or which of its programs wrote it."""
    return look.path, look.what


def name_questions(looks: Sequence[Look], own: Sequence[str]) -> list[NameQuestion]:
    """Ask once where one name stands in all looks that leave it open, else a question for each. `own` are likely names, the likeliest
    first."""
    asked = [look for look in looks if Ask.ME in look.asks]
    if not asked:
        return []
    if len(asked) > 1 and any(all(name in look.names for look in asked) for name in asked[0].names):
        return [NameQuestion(asked, own)]
    return [NameQuestion([look], own, _about(look, looks)) for look in asked]


def _about(look: Look, looks: Sequence[Look]) -> str:
    """Return the file's name where there are several, and the program where several wrote in one file."""
    files, beside = {one.path for one in looks}, [one for one in looks if one.path == look.path]
    parts = [look.path.name] if len(files) > 1 else []
    return " · ".join([*parts, *([what_word(look.what)] if len(beside) > 1 else [])])


class ZoneQuestion(QWidget):
    """In which time zone the times of the files are; the shop's is chosen."""

    def __init__(self, looks: Sequence[Look], zone: str) -> None:
        super().__init__()
        self.places = [place_of(look) for look in looks]
        self.box = StillBox()
        self.box.setAccessibleName(_("Times in the file are from"))
        self.box.addItems(list(dict.fromkeys([zone, *ZONES])))
        layout = column(label(_("Times in the file are from"), "strong", wrap=True), self.box, gap=6)
        layout.setAlignment(self.box, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(layout)

    def answer(self) -> str:
        """Return the zone's IANA name."""
        return self.box.currentText()


class DateQuestion(QWidget):
    """Whether day or month comes first, with a date of the file spelled out both ways; nothing is chosen beforehand.
    Signal: `changed()`."""

    changed = Signal()

    def __init__(self, example: str) -> None:
        super().__init__()
        both = both_ways(example)
        day, month = both or ("", "")
        words = _("What day is {date}?").format(date=example) if both else _("Does the day or the month come first in its dates?")
        self.day = QRadioButton(_("{date}: the day comes first").format(date=day) if both else _("The day comes first"))
        self.month = QRadioButton(_("{date}: the month comes first").format(date=month) if both else _("The month comes first"))
        self._group = QButtonGroup(self)
        for choice in (self.day, self.month):
            self._group.addButton(choice)
            choice.setAccessibleName(f"{words} {choice.text()}")
        self._group.buttonToggled.connect(lambda _button, _on: self.changed.emit())
        self.setLayout(column(label(words, "strong", wrap=True), self.day, self.month, gap=2))

    def answer(self) -> bool | None:
        """Return whether the day comes first, None while nothing is chosen."""
        return None if self._group.checkedButton() is None else self.day.isChecked()


def both_ways(example: str) -> tuple[str, str] | None:
    """Return a date such as 03-04-2025 with the day first and with the month first, in words; None when it is no such date."""
    numbers = [int(found) for found in _NUMBERS.findall(example)][:3]
    if len(numbers) < _PARTS:
        return None
    one, other = (numbers[1], numbers[2]) if len(_NUMBERS.findall(example)[0]) >= _YEAR_DIGITS else (numbers[0], numbers[1])
    if not (1 <= one <= _MONTHS and 1 <= other <= _MONTHS):
        return None
    return day_month_text(one, other), day_month_text(other, one)
