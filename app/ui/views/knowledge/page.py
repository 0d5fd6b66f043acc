"""What the pages of the Knowledge room share: a list at the left, what is chosen at the right, an empty state that teaches."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.ui.desk import Desk
from app.ui.models.items import ItemModel
from app.ui.tokens import GRID
from app.ui.views.delegates import Line, LineDelegate
from app.ui.widgets.basics import Elided, Empty, ListTable, clear_layout, column, frame, label, row
from app.ui.widgets.notices import Busy

T = TypeVar("T")
SIDE_BY_SIDE = 620
"""Pixels of width from which two quotes stand side by side."""


class Page(QWidget, Generic[T]):
    """A page over a list of things. Subclasses say how a line looks, ask for the list (`look`) and show what is chosen."""

    def __init__(self, desk: Desk, heading: str, explained: str, empty: Empty) -> None:
        super().__init__()
        self.desk = desk
        self.model: ItemModel[T] = ItemModel(lambda item: self.line(item).title, self)
        delegate = LineDelegate(desk.theme, self.line, self)
        self.table = ListTable(heading, delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.explained = label(explained, "soft", wrap=True)
        self.busy = Busy()
        self.tools = row(1)
        self.head = column(label(heading, "title"), self.explained, self.tools, self.busy, margins=(12, 14, 12, GRID))
        left = frame("list-side")
        left.setLayout(column(self.head, self.table, gap=0))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.title, self.about = label("", "title", wrap=True), Elided("", "soft")
        self.acts = row(gap=GRID)
        self.stack = QStackedWidget()
        self.stack.addWidget(empty)
        self.stack.addWidget(self._paper())
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([400, 800])
        self.setLayout(column(splitter, gap=0))
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now.row()))

    def _paper(self) -> QWidget:
        top, right, inside = frame("head"), QWidget(), QWidget()
        top.setLayout(column(self.title, self.about, self.acts, gap=6, margins=(24, 16, 24, 12)))
        inside.setProperty("look", "scrolled")
        body = column(margins=(24, 16, 24, 24))
        body.addLayout(self.body)
        body.addStretch(1)
        inside.setLayout(body)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.table.accessibleName())
        scroll.setWidget(inside)
        right.setLayout(column(top, scroll, gap=0))
        return right

    def line(self, item: T) -> Line:
        """Say how an item stands in the list."""
        raise NotImplementedError

    def look(self) -> None:
        """Ask for the list anew."""
        raise NotImplementedError

    def show_item(self, item: T) -> None:
        """Show the chosen item: title, about and body."""
        raise NotImplementedError

    @property
    def chosen(self) -> T | None:
        """The item that is shown."""
        return self.model.at(self.table.currentIndex().row())

    def put(self, items: Sequence[T]) -> None:
        """Show these; the place in the list stays."""
        place = max(0, self.table.currentIndex().row())
        self.busy.end()
        self.model.put(items)
        self.stack.setCurrentIndex(1 if items else 0)
        if items:
            self.table.choose(min(place, len(items) - 1))

    def _choose(self, place: int) -> None:
        item = self.model.at(place)
        if item is not None:
            clear_layout(self.body)
            self.show_item(item)
            self.desk.theme.adopt(self)

    def step(self, by: int) -> None:
        """Move the choice."""
        self.table.step(by)

    def say(self, text: str, look: str = "") -> None:
        """Add a paragraph to the body."""
        self.body.addWidget(label(text, look, wrap=True))


class Quotes(QWidget):
    """Quotes beside each other where there is room, else below each other."""

    def __init__(self, cards: Sequence[QWidget]) -> None:
        super().__init__()
        self._cards = list(cards)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0
        self.setLayout(self._grid)
        self._arrange(2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for n, card in enumerate(self._cards):
            self._grid.addWidget(card, n // columns, n % columns)
        for n in range(2):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)

    def event(self, event: QEvent) -> bool:
        """Arrange anew when the width changes."""
        if event.type() == QEvent.Type.Resize:
            self._arrange(2 if self.width() >= SIDE_BY_SIDE and len(self._cards) > 1 else 1)
        return super().event(event)


def card(heading: str, text: str, *acts: QWidget) -> QFrame:
    """Return a quote in a panel of its own: where it stands, the words, what can be done with it."""
    made = frame("panel")
    words = label(text, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    parts: list[QWidget | None] = [label(heading, "label", wrap=True) if heading else None, words if text else None]
    box = column(*parts, margins=(14, 12, 14, 10))
    box.addStretch(1)
    if acts:
        box.addLayout(row(*acts, 1))
    made.setLayout(box)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made
