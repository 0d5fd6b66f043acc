"""Parts of the customer card: the face, what folds, a line with a copy button, an order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from app.domain.message import Handle, HandleKind
from app.domain.order import OrderView
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.people_words import ORDER_LOOKS, ORDER_STATES, order_head, order_lines
from app.ui.theme import Theme, scaled
from app.ui.widgets.basics import Elided, Picture, clear_layout, column, frame, label, row
from app.ui.widgets.flow import Chip, Flow
from app.ui.widgets.paint import avatar
from app.ui.words import CHANNELS, channel_icon, channel_word, handle_text

_HANDLE_ICONS = {HandleKind.EMAIL: "mail", HandleKind.PHONE: "phone"}


class Avatar(QWidget):
    """A round face with initials."""

    def __init__(self, theme: Theme, size: int = 40) -> None:
        super().__init__()
        self._theme, self._name, self._size = theme, "", size
        self.setFixedSize(QSize(size, size))
        theme.changed.connect(self.update)

    def show_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        avatar(
            painter,
            QRect(0, 0, self._size - 1, self._size - 1),
            self._name,
            self._theme.tokens,
            scaled(self.font(), 1.1, QFont.Weight.DemiBold),
        )


class IconButton(QToolButton):
    """A small button of one icon, with its name for screen readers and as a tooltip."""

    def __init__(self, theme: Theme, icon: str, name: str, act: Callable[[], object], size: int = 16) -> None:
        super().__init__()
        self._theme, self._icon, self._size = theme, icon, size
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setIconSize(QSize(size, size))
        self.setStyleSheet("padding: 2px;")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked=False: act())
        theme.changed.connect(self._tint)
        self._tint()

    def show_icon(self, icon: str, name: str) -> None:
        """Show another icon under another name."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._tint()

    def _tint(self) -> None:
        self.setIcon(self._theme.icon(self._icon, "ink_soft", size=self._size))


class CopyLine(QWidget):
    """An icon, a text that can be selected, and a button that copies it."""

    def __init__(self, desk: Desk, icon: str, text: str, what: str) -> None:
        super().__init__()
        self._desk, self._text = desk, text
        line = Elided(text, "soft", natural=True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        picture = Picture(desk.theme, icon)
        picture.setFixedWidth(16)
        picture.setToolTip(what)
        picture.setAccessibleName(what)
        self.setLayout(row(picture, line, IconButton(desk.theme, "copy", _("Copy {text}").format(text=text), self.copy, 14), gap=5))

    def copy(self) -> None:
        """Put the text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
        self._desk.notices.say(_("Copied."), "good")


def handle_line(desk: Desk, handle: Handle) -> CopyLine:
    """Return a handle with the icon of where it leads, and a copy button."""
    code = handle.value.partition(":")[0]
    kinds = {HandleKind.EMAIL: _("Mail"), HandleKind.PHONE: _("Phone number")}
    channel = code if code in CHANNELS else ""
    icon = _HANDLE_ICONS.get(handle.kind) or channel_icon(channel)
    return CopyLine(desk, icon, handle_text(handle), kinds.get(handle.kind) or (channel_word(channel) if channel else _("Name")))


class Fold(QFrame):
    """A part of the card under a heading that folds. Hidden while nothing is in it."""

    def __init__(self, theme: Theme, words: str, *, opened: bool) -> None:
        super().__init__()
        self._theme, self._words, self._opened = theme, words, opened
        self.head = QToolButton()
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.setIconSize(QSize(14, 14))
        self.head.setStyleSheet("font-weight: 600; padding: 3px 4px;")
        self.head.clicked.connect(lambda _checked=False: self.open(opened=not self._opened))
        self._inside = QWidget()
        self._body = column(gap=6, margins=(4, 2, 0, 6))
        self._inside.setLayout(self._body)
        self.setLayout(column(row(self.head, 1), self._inside, gap=0))
        theme.changed.connect(self._tell)
        self.hide()

    def open(self, *, opened: bool) -> None:
        """Open or fold."""
        self._opened = opened
        self._inside.setVisible(opened)
        self._tell()

    def put(self, widgets: Sequence[QWidget]) -> None:
        """Show these."""
        clear_layout(self._body)
        for widget in widgets:
            self._body.addWidget(widget)
        self.setVisible(bool(widgets))
        self.open(opened=self._opened)

    def _tell(self) -> None:
        count = self._body.count()
        words = f"{self._words} · {count}"
        self.head.setText(words)
        self.head.setIcon(self._theme.icon("up" if self._opened else "down", "ink_soft", size=14))
        self.head.setAccessibleName((_("{what}, shown") if self._opened else _("{what}, folded")).format(what=words))
        self.head.setToolTip(_("Fold") if self._opened else _("Show"))


class OrderBox(QFrame):
    """An order: number, state in words, day and amount, tracking; what was ordered is folded but for the order that is spoken of."""

    def __init__(self, desk: Desk, view: OrderView) -> None:
        super().__init__()
        self._desk = desk
        order, theme = view.order, desk.theme
        self.setProperty("look", "info" if view.mentioned else "card")
        told = order_lines(order)
        self.lines = label("\n".join(told), wrap=True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        number = label(order.number, "strong")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = _(ORDER_STATES[order.state])
        state = Chip(theme, words, look=ORDER_LOOKS.get(order.state, "ink_soft"), filled=order.state in ORDER_LOOKS, tip=order.status)
        number.setMinimumHeight(state.sizeHint().height())
        chips, flow = QWidget(), Flow(6)
        chips.setLayout(flow)
        for widget in (number, state, *((Chip(theme, _("mentioned here"), look="accent"),) if view.mentioned else ())):
            flow.addWidget(widget)
        self.more = IconButton(theme, "down", _("Show what was ordered: {number}").format(number=order.number), self.turn, 14)
        top = row(chips, self.more, gap=2)
        top.setStretch(0, 1)
        tracks = [CopyLine(desk, "box", number, _("Track and trace")) for number in order.tracking]
        margins = (8, 6, 4, 6) if view.mentioned else (0, 0, 0, 0)
        self.setLayout(column(top, label(order_head(order), "soft"), *tracks, self.lines, gap=3, margins=margins))
        self.lines.setVisible(view.mentioned and bool(told))
        self.more.setVisible(bool(told))
        self.setAccessibleName(_("Order {number}: {state}").format(number=order.number, state=words))
        self._number = order.number
        self._mark()

    def turn(self) -> None:
        """Show what was ordered, or fold it."""
        self.lines.setVisible(self.lines.isHidden())
        self._mark()

    def _mark(self) -> None:
        shown = not self.lines.isHidden()
        words = _("Fold what was ordered: {number}") if shown else _("Show what was ordered: {number}")
        self.more.show_icon("up" if shown else "down", words.format(number=self._number))


def quoted(text: str, heading: str, *acts: QWidget, look: str = "") -> QFrame:
    """Return somebody's words under a soft heading (where there is one), with what can be done beside them."""
    box = frame(look)
    said = label(text, wrap=True)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    first, rest = (Elided(heading, "soft"), said) if heading else (said, None)
    head = row(first, *acts, gap=6)
    head.setStretch(0, 1)
    box.setLayout(column(head, rest if text else None, gap=1, margins=(8, 6, 6, 6) if look else (0, 0, 0, 0)))
    return box
