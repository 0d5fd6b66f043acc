"""A chip that can be pressed: it looks like the quiet ones, has a small mark (an arrow where it opens a menu) and takes the focus."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.ui.theme import Theme
from app.ui.widgets.paint import chip, chip_width, mark

_ARROW = 16
_SLACK = 4


class ChipButton(QAbstractButton):
    """`look` is a token name, with its `_soft` ground when filled; `name` is what a screen reader says of it; `sign` the mark at
    its end."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        name: str,
        *,
        look: str = "ink_soft",
        icon: str = "",
        filled: bool = False,
        sign: str = "down",
    ) -> None:
        super().__init__()
        self._sign = sign
        self._theme, self._look, self._picture, self._filled = theme, look, icon, filled
        self._over = False
        self.setText(text)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.text(), self.font(), with_icon=bool(self._picture)) + _ARROW + _SLACK, self.fontMetrics().height() + 6)

    def minimumSizeHint(self) -> QSize:
        """It gives way, and ends in … then."""
        return QSize(min(64, self.sizeHint().width()), self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, middle = getattr(tokens, self._look), self.height() // 2
        ground = getattr(tokens, f"{self._look}_soft") if self._filled else tokens.hover if self._over or self.isDown() else ""
        place = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.line_strong), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(place, self.height() / 2, self.height() / 2)
        room = self.width() - _ARROW - chip_width("", self.font(), with_icon=bool(self._picture))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, max(8, room))
        chip(painter, 0, middle, words, self.font(), ground="", ink=ink, picture=self._picture)
        mark(painter, self.width() - _ARROW - 4, middle, self._sign, ink, 12)
