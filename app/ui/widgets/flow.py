"""A layout that wraps its widgets like words, and the chips that live in it."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.paint import chip, chip_width


class Flow(QLayout):
    """Left to right, then the next line."""

    def __init__(self, gap: int = 6) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def clear(self) -> None:
        """Remove and delete all widgets."""
        while self._items:
            widget = self._items.pop().widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.invalidate()

    def focused(self) -> int:
        """Return the place of the widget that has the focus, or -1."""
        return next((n for n, item in enumerate(self._items) if (one := item.widget()) is not None and one.hasFocus()), -1)

    def focus(self, place: int) -> None:
        """Give the focus to the widget at this place (the last one where there are fewer); -1 changes nothing."""
        widget = self._items[min(place, len(self._items) - 1)].widget() if place >= 0 and self._items else None
        if widget is not None:
            widget.show()  # the layout would do so a moment later, and what is hidden takes no focus
            widget.setFocus()

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            size.setWidth(max(item.minimumSize().width(), min(size.width(), rect.width() or size.width())))
            if x + size.width() > rect.right() + 1 and tall:
                x, y, tall = rect.x(), y + tall + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall - rect.y()


def wrapping(*widgets: QWidget, gap: int = 8) -> QWidget:
    """Return widgets in a line that wraps where the language needs more room than there is."""
    holder, line = QWidget(), Flow(gap)
    for widget in widgets:
        line.addWidget(widget)
    holder.setLayout(line)
    return holder


class Chip(QWidget):
    """A word in a rounded shape, with an icon beside it when it has one; `look` is a token name, with its `_soft` ground when filled."""

    def __init__(self, theme: Theme, text: str, *, look: str = "ink_soft", icon: str = "", filled: bool = False, tip: str = "") -> None:
        super().__init__()
        self._theme, self._text, self._look, self._icon, self._filled = theme, text, look, icon, filled
        self._tip = tip
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self._text, self.font(), with_icon=bool(self._icon)), self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        """It gives way, and ends in … then."""
        return QSize(min(48, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self._tip or (self._text if self.width() < self.sizeHint().width() else ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - chip_width("", self.font(), with_icon=bool(self._icon))
        fits = self.width() >= self.sizeHint().width()
        text = self._text if fits else self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, max(8, room))
        ground = getattr(tokens, f"{self._look}_soft") if self._filled else ""
        chip(painter, 0, self.height() // 2, text, self.font(), ground=ground, ink=getattr(tokens, self._look), picture=self._icon,
             edge="" if ground else tokens.line)  # fmt: skip


class Rule(QWidget):
    """A hair line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.tokens.line)))
        painter.drawLine(0, 0, self.width(), 0)
