"""Small pieces that delegates paint: avatars, chips, elided lines."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.ui import icons
from app.ui.tokens import Tokens
from app.ui.words import initials

_GROUNDS = {
    "light": ("#d9e5f3", "#f3dfcf", "#dcebdd", "#efdcea", "#e6e1f3", "#f2e6c4"),
    "dark": ("#2b4463", "#5a3a25", "#2a4a36", "#54304b", "#3d3568", "#52451c"),
}
_LETTERS = {
    "light": ("#1b4578", "#7a3d12", "#24573a", "#6d2a5d", "#47378a", "#66500c"),
    "dark": ("#cfe1f7", "#f6d9c3", "#cdebd6", "#f2d0e7", "#dcd5f8", "#f2e3b0"),
}
ELIDE = Qt.TextElideMode.ElideRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def avatar_colours(name: str, scheme: str) -> tuple[str, str]:
    """Return (ground, letter) of a person's avatar: always the same for the same name."""
    place = sum(name.encode("utf-8")) % len(_GROUNDS[scheme])
    return _GROUNDS[scheme][place], _LETTERS[scheme][place]


def avatar(painter: QPainter, place: QRect, name: str, tokens: Tokens, font: QFont) -> None:
    """Paint a round avatar with initials."""
    ground, letter = avatar_colours(name, tokens.name)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawEllipse(place)
    painter.setFont(font)
    painter.setPen(QColor(letter))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(name))


def line(painter: QPainter, place: QRect, text: str, font: QFont, colour: str) -> int:
    """Paint one elided line of text and return the width it took."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, ELIDE, max(0, place.width()))
    painter.drawText(place, MIDDLE, shown)
    return QFontMetrics(font).horizontalAdvance(shown)


def mark(painter: QPainter, x: int, middle: int, name: str, colour: str, size: int = 16) -> int:
    """Paint an icon centred on `middle` and return the x behind it."""
    painter.drawPixmap(QPointF(x, middle - size / 2), icons.pixmap(name, colour, size))
    return x + size + 4


def chip_width(text: str, font: QFont, *, with_icon: bool = False) -> int:
    """Return how wide a chip will be."""
    return QFontMetrics(font).horizontalAdvance(text) + 14 + (18 if with_icon else 0)


def chip(
    painter: QPainter, x: int, middle: int, text: str, font: QFont, *, ground: str, ink: str, picture: str = "", edge: str = ""
) -> int:
    """Paint a rounded chip centred on `middle` and return the x behind it (with a gap)."""
    height = QFontMetrics(font).height() + 4
    width = chip_width(text, font, with_icon=bool(picture))
    place = QRectF(x + 0.5, middle - height / 2 + 0.5, width - 1, height - 1)
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(edge)) if edge else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(place, height / 2, height / 2)
    left = x + 7
    if picture:
        left = mark(painter, left - 2, middle, picture, ink, 14) + 1
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(QRect(left, int(place.top()), width, height), MIDDLE, text)
    return x + width + 5
