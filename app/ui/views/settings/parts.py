"""Panels and choices of the settings pages."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLayout, QWidget

from app.ui.tokens import GRID
from app.ui.widgets.basics import Choice, column, frame, label

OWN_LANGUAGE = (("nl", "Nederlands"), ("en", "English"), ("de", "Deutsch"), ("fr", "Français"))
LABEL_LETTERS = 26
"""Average letters in a line of a form's words; longer ones wrap, so that the fields of all forms stand in one line."""


def panel(heading: str, *items: QWidget | QLayout, text: str = "") -> QFrame:
    """Return a panel with a heading, a sentence, and what belongs in it."""
    made = frame("panel")
    head = label(heading, "heading")
    sentence = label(text, "soft", wrap=True)
    if not text:
        sentence.hide()
    made.setLayout(column(head, sentence, *items, gap=10, margins=(20, 16, 20, 16)))
    return made


def form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Return a form: words at the left, the field at the right."""
    made = QFormLayout()
    made.setHorizontalSpacing(2 * GRID)
    made.setVerticalSpacing(10)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    for words, widget in rows:
        words_label = label(words, wrap=True)
        words_label.setMinimumHeight(widget.sizeHint().height())
        words_label.setFixedWidth(words_label.fontMetrics().averageCharWidth() * LABEL_LETTERS)
        words_label.setBuddy(widget)
        made.addRow(words_label, widget)
    return made


def choice(name: str, options: Iterable[tuple[str, str]]) -> QComboBox:
    """Return a choice of (code, words)."""
    made = Choice()
    made.setAccessibleName(name)
    for code, words in options:
        made.addItem(words, code)
    return made


def choose(box: QComboBox, code: str) -> None:
    """Choose a code without telling anyone."""
    with QSignalBlocker(box):
        box.setCurrentIndex(max(0, box.findData(code)))
