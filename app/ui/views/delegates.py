"""How the rows of lists are painted. Fixed heights, no widget per row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.views import ConversationRow
from app.system.i18n import _
from app.ui.models.conversations import ROW, SNIPPET
from app.ui.models.items import ITEM
from app.ui.theme import Theme, scaled
from app.ui.tokens import GRID, Tokens
from app.ui.widgets.paint import avatar, chip, chip_width, line, mark
from app.ui.words import Age, channel_icon, emotion_word, urgency_word

Index = QModelIndex | QPersistentModelIndex
AVATAR = 36
SIDE = 12


class _Fonts:
    """The fonts of a row, made once per paint from the view's font."""

    def __init__(self, base: QFont) -> None:
        self.plain = scaled(base)
        self.strong = scaled(base, 1.0, QFont.Weight.DemiBold)
        self.height = QFontMetrics(self.strong).height()


def ground_of(option: Any, tokens: Tokens) -> str:
    """Return the colour behind a row."""
    if option.state & QStyle.StateFlag.State_Selected:
        return tokens.selected
    return tokens.hover if option.state & QStyle.StateFlag.State_MouseOver else tokens.card


class RowDelegate(QStyledItemDelegate):
    """A row with a ground, a hair line under it and a bar at the left when it is the chosen one."""

    lines = 3

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def height(self, font: QFont) -> int:
        """Return the height of every row."""
        return self.lines * (QFontMetrics(scaled(font, 1.0, QFont.Weight.DemiBold)).height() + 5) + 2 * GRID + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        shape: Any = option
        return QSize(200, self.height(shape.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shape: Any = option
        tokens, place = self.theme.tokens, QRect(shape.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(place, QColor(ground_of(shape, tokens)))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(tokens.line))
        if shape.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), QColor(tokens.accent))
        self.paint_row(painter, place, index, _Fonts(shape.font))
        painter.restore()

    def paint_row(self, painter: QPainter, place: QRect, index: Index, fonts: _Fonts) -> None:
        """Paint what the row says."""
        raise NotImplementedError


class ConversationDelegate(RowDelegate):
    """Avatar, name, language and age; channel, subject and first words; marks in words and shapes."""

    def __init__(self, theme: Theme, age: Callable[[ConversationRow], Age], parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._age = age

    def paint_row(self, painter: QPainter, place: QRect, index: Index, fonts: _Fonts) -> None:
        row = index.data(ROW)
        inner = place.adjusted(SIDE, GRID, -SIDE, -GRID)
        if not isinstance(row, ConversationRow):
            self._paint_placeholder(painter, inner)
            return
        face = QRect(inner.left(), inner.top() + 2, AVATAR, AVATAR)
        avatar(painter, face, row.customer, self.theme.tokens, fonts.strong)
        text = inner.adjusted(AVATAR + 10, 0, 0, 0)
        step = text.height() // 3
        rows = [QRect(text.left(), text.top() + step * n, text.width(), step) for n in range(3)]
        self._paint_name(painter, rows[0], row, fonts)
        self._paint_words(painter, rows[1], row, index.data(SNIPPET), fonts)
        self._paint_marks(painter, rows[2], row, fonts)

    def _paint_placeholder(self, painter: QPainter, place: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.tokens.sunken))
        painter.drawEllipse(place.left(), place.top() + 2, AVATAR, AVATAR)
        left = place.left() + AVATAR + 10
        for n, share in enumerate((0.45, 0.85, 0.3)):
            painter.drawRoundedRect(left, place.top() + 4 + n * 20, int((place.width() - AVATAR - 10) * share), 10, 4, 4)

    def _paint_name(self, painter: QPainter, place: QRect, row: ConversationRow, fonts: _Fonts) -> None:
        tokens, age = self.theme.tokens, self._age(row)
        width = QFontMetrics(fonts.plain).horizontalAdvance(age.text) + (20 if age.icon else 0) + 2
        right = place.right() - width
        colour = getattr(tokens, age.token)
        if age.icon:
            mark(painter, right, place.center().y() + 1, age.icon, colour)
        line(painter, QRect(right + (20 if age.icon else 0), place.top(), width, place.height()), age.text, fonts.plain, colour)
        left = place.left()
        if row.unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawEllipse(left, place.center().y() - 3, 8, 8)
            left += 13
        tag = row.language.upper() if row.language not in ("", "und") else ""
        room = right - left - GRID - (chip_width(tag, fonts.plain) + 6 if tag else 0)
        left += line(painter, QRect(left, place.top(), room, place.height()), row.customer, fonts.strong, tokens.ink) + 6
        if tag:
            chip(painter, left, place.center().y() + 1, tag, fonts.plain, ground="", ink=tokens.ink_soft, edge=tokens.line)

    def _paint_words(self, painter: QPainter, place: QRect, row: ConversationRow, snippet: object, fonts: _Fonts) -> None:
        tokens = self.theme.tokens
        left = mark(painter, place.left(), place.center().y() + 1, channel_icon(row.channel), tokens.ink_soft) + 1
        if isinstance(snippet, str) and snippet:
            self._paint_snippet(painter, QRect(left, place.top(), place.right() - left, place.height()), snippet, fonts)
            return
        if row.subject:
            font = fonts.strong if row.unread else fonts.plain
            left += line(painter, QRect(left, place.top(), place.right() - left, place.height()), row.subject, font, tokens.ink) + 8
        rest = QRect(left, place.top(), place.right() - left, place.height())
        if rest.width() > 24:
            line(painter, rest, row.preview, fonts.plain, tokens.ink_soft)

    def _paint_snippet(self, painter: QPainter, place: QRect, snippet: str, fonts: _Fonts) -> None:
        """Hits stand between U+0002 and U+0003; they are drawn strong."""
        left = place.left()
        for n, piece in enumerate(snippet.replace("\x03", "\x02").split("\x02")):
            font, colour = (fonts.strong, self.theme.tokens.accent) if n % 2 else (fonts.plain, self.theme.tokens.ink_soft)
            left += line(painter, QRect(left, place.top(), place.right() - left, place.height()), piece, font, colour)
            if left >= place.right() - 4:
                return

    def _paint_marks(self, painter: QPainter, place: QRect, row: ConversationRow, fonts: _Fonts) -> None:
        tokens, middle = self.theme.tokens, place.center().y() + 1
        right = place.right()
        if row.draft_ready:
            words = _("Draft ready")
            right -= chip_width(words, fonts.plain, with_icon=True)
            chip(painter, right, middle, words, fonts.plain, ground=tokens.good_soft, ink=tokens.good, picture="draft")
        left = place.left()
        for words, picture, ground, ink in self._marks(row):
            if left + chip_width(words, fonts.plain, with_icon=bool(picture)) > right - 4:
                break
            edge = "" if ground else tokens.line
            left = chip(painter, left, middle, words, fonts.plain, ground=ground, ink=ink, picture=picture, edge=edge)

    def _marks(self, row: ConversationRow) -> list[tuple[str, str, str, str]]:
        """Return (words, icon, ground, ink) of each mark, the weightiest first."""
        tokens = self.theme.tokens
        marks = []
        if row.urgency >= 2:
            colours = (tokens.bad_soft, tokens.bad) if row.urgency == 3 else (tokens.warn_soft, tokens.warn)
            marks.append((urgency_word(row.urgency), f"urgency-{min(row.urgency, 3)}", *colours))
        if row.emotion in ("angry", "frustrated", "worried", "pleased"):
            look = {"angry": "bad", "pleased": "good"}.get(row.emotion, "warn")
            marks.append((emotion_word(row.emotion), f"mood-{row.emotion}", "", getattr(tokens, look)))
        marks += [(number, "box", "", tokens.ink_soft) for number in row.order_numbers[:1]]
        return marks


@dataclass(frozen=True, slots=True)
class Line:
    """What a plain row shows. `tone` is a colour token for the right-hand words, `face` a name for an avatar instead of the icon."""

    title: str
    under: str = ""
    right: str = ""
    icon: str = ""
    face: str = ""
    tone: str = "ink_soft"
    tag: str = ""


class LineDelegate(RowDelegate):
    """Icon or avatar, a title, a soft line under it, words at the right."""

    lines = 2

    def __init__(self, theme: Theme, shape: Callable[[Any], Line], parent: QObject | None = None, role: int = ITEM) -> None:
        super().__init__(theme, parent)
        self._shape, self._role = shape, role

    def paint_row(self, painter: QPainter, place: QRect, index: Index, fonts: _Fonts) -> None:
        tokens, row = self.theme.tokens, self._shape(index.data(self._role))
        inner = place.adjusted(SIDE, GRID, -SIDE, -GRID)
        left = self._paint_face(painter, inner, row, fonts)
        step = inner.height() // 2
        width = QFontMetrics(fonts.plain).horizontalAdvance(row.right)
        line(painter, QRect(inner.right() - width, inner.top(), width + 2, step), row.right, fonts.plain, getattr(tokens, row.tone))
        right = inner.right() - width - GRID
        line(painter, QRect(left, inner.top(), right - left, step), row.title, fonts.strong, tokens.ink)
        right = inner.right()
        if row.tag:
            right -= chip_width(row.tag, fonts.plain)
            chip(painter, right, inner.top() + step + step // 2, row.tag, fonts.plain, ground="", ink=tokens.ink_soft, edge=tokens.line)
        line(painter, QRect(left, inner.top() + step, right - left - 4, step), row.under, fonts.plain, tokens.ink_soft)

    def _paint_face(self, painter: QPainter, inner: QRect, row: Line, fonts: _Fonts) -> int:
        top = inner.center().y() - AVATAR // 2
        if row.face:
            avatar(painter, QRect(inner.left(), top, AVATAR, AVATAR), row.face, self.theme.tokens, fonts.strong)
            return inner.left() + AVATAR + 10
        if row.icon:
            mark(painter, inner.left(), inner.center().y(), row.icon, self.theme.tokens.accent, 20)
            return inner.left() + 32
        return inner.left()
