"""The menu of times at which a conversation may return: a line to type one, and presets."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from app.system.i18n import _, day_text, moment_text, time_text
from app.ui.desk import Desk
from app.ui.views.snooze import presets, typed
from app.ui.widgets.basics import column, field, label


class SnoozeMenu(QMenu):
    """Signal: `chosen(moment)` in UTC."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.line = field(_("When should it return?"), _("tomorrow 9am, Monday, in 2 hours …"))
        self.line.setMinimumWidth(260)
        self.said = label(" ", "soft")
        holder = QWidget()
        holder.setLayout(column(label(_("When should it return?"), "label"), self.line, self.said, gap=4, margins=(12, 6, 12, 4)))
        first = QWidgetAction(self)
        first.setDefaultWidget(holder)
        self.addAction(first)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.take)
        for words, moment in presets(desk.now()):
            item = QAction(f"{_(words)}    {moment_text(moment)}", self)
            item.triggered.connect(partial(self._choose, moment))
            self.addAction(item)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.line.setFocus()

    def _typed(self, text: str) -> None:
        moment = typed(text, self._desk.now())
        unknown = _("not understood yet") if text.strip() else " "
        self.said.setText(f"{day_text(moment)}, {time_text(moment)}" if moment else unknown)

    def take(self) -> None:
        """Choose what was typed, when it is understood."""
        moment = typed(self.line.text(), self._desk.now())
        if moment is not None:
            self.close()
            self.chosen.emit(moment)

    def _choose(self, moment: object, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self.chosen.emit(moment)
