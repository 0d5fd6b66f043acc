"""What the columns of a table hold: the first real rows, and over each column a choice."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableWidget, QTableWidgetItem

from app.domain.reading import ColumnGuess
from app.system.i18n import _
from app.ui.dialogs.importing.questions import StillBox
from app.ui.dialogs.importing.words import field_word

LEAST_WIDTH, MOST_WIDTH = 120, 240
SHOWN = 80
"""Letters of a cell that are shown."""


class ColumnTable(QTableWidget):
    """A table's first rows under a choice for each column. A field stands over one column at most: choosing it elsewhere takes it away
    where it was. Signal: `changed()`."""

    changed = Signal()

    def __init__(self, columns: ColumnGuess, answered: Mapping[str, str]) -> None:
        super().__init__(len(columns.rows) + 1, len(columns.headers))
        self._headers = columns.headers
        self._guess = dict(columns.guess)
        self._before = {name: header for name, header in {**columns.guess, **answered}.items() if header}
        self.choices: list[QComboBox] = []
        self._dress()
        held = {header: name for name, header in self._before.items()}
        fields = tuple(dict.fromkeys((*columns.fields, *self._before)))
        for at, header in enumerate(columns.headers):
            self._choose_for(at, header, fields, held.get(header, ""))
            for n, line in enumerate(columns.rows, start=1):
                self.setItem(n, at, QTableWidgetItem(" ".join(line[at].split())[:SHOWN] if at < len(line) else ""))

    def _dress(self) -> None:
        self.setProperty("look", "grid")
        self.setAccessibleName(_("What the columns hold"))
        self.setHorizontalHeaderLabels([header or "–" for header in self._headers])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _choose_for(self, at: int, header: str, fields: tuple[str, ...], held: str) -> None:
        box = StillBox()
        box.setAccessibleName(_("What the column {name} holds").format(name=header))
        box.addItem(_("Not used"), "")
        for code in fields:
            box.addItem(field_word(code), code)
        box.setCurrentIndex(max(0, box.findData(held)))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.currentIndexChanged.connect(partial(self._chosen, at))
        box.installEventFilter(self)
        self.choices.append(box)
        self.setCellWidget(0, at, box)
        self.setColumnWidth(at, max(LEAST_WIDTH, min(MOST_WIDTH, box.sizeHint().width() + 8)))

    def showEvent(self, event: QShowEvent) -> None:
        """Heights are known once the style is there; all rows are shown."""
        line = self.fontMetrics().height() + 14
        self.verticalHeader().setDefaultSectionSize(line)
        for n in range(self.rowCount()):
            self.setRowHeight(n, line if n else max(line, *(box.sizeHint().height() + 10 for box in self.choices)))
        rows = sum(self.rowHeight(n) for n in range(self.rowCount()))
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + self.horizontalScrollBar().sizeHint().height() + 4)
        super().showEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A choice that takes the focus comes into sight."""
        if event.type() == QEvent.Type.FocusIn and watched in self.choices:
            self.scrollTo(self.model().index(0, self.choices.index(watched)))
        return False

    def _chosen(self, at: int, _place: int) -> None:
        code = self.choices[at].currentData()
        for other, box in enumerate(self.choices):
            if code and other != at and box.currentData() == code:
                with QSignalBlocker(box):
                    box.setCurrentIndex(0)
        self.changed.emit()

    def chosen(self) -> dict[str, str]:
        """Return field -> header for all fields that stand over a column; a field that was guessed and stands nowhere is "" (not there)."""
        held = {box.currentData(): self._headers[at] for at, box in enumerate(self.choices) if box.currentData()}
        return {**dict.fromkeys((*self._guess, *self._before), ""), **held}

    @property
    def altered(self) -> bool:
        """Whether something else stands there than at first."""
        return {name: header for name, header in self.chosen().items() if header} != self._before
