"""The card of the customer beside the conversation: everything that is known, at a glance."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.message import HandleKind
from app.domain.views import CustomerRow
from app.system.i18n import _, moment_text, ngettext
from app.ui.desk import Desk
from app.ui.theme import Theme, scaled
from app.ui.tokens import GRID
from app.ui.widgets.basics import Elided, Picture, column, frame, label, row
from app.ui.widgets.flow import Chip, Flow
from app.ui.widgets.paint import avatar
from app.ui.words import handle_text, language_word, shown_handles

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


class CustomerCard(QFrame):
    """Name, handles, languages, tags, orders, how many messages since when, and the shop's notes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.face = Avatar(desk.theme)
        self.name = Elided("", "heading")
        self.known = Elided("", "soft")
        self.handles = Flow(4)
        self.chips = Flow()
        self.notes = label("", wrap=True)
        self._notes_box = frame("note")
        self._notes_box.setLayout(column(self.notes, margins=(10, 6, 10, 6)))
        handles, chips = QWidget(), QWidget()
        handles.setLayout(self.handles)
        chips.setLayout(self.chips)
        top = row(self.face, gap=12)
        top.addLayout(column(self.name, self.known, gap=2), 1)
        self.setLayout(column(top, handles, chips, self._notes_box, gap=GRID, margins=(16, 12, 16, 10)))
        self.setAccessibleName(_("Customer"))

    def show_customer(self, customer: CustomerRow | None) -> None:
        """Show a customer."""
        self.setVisible(customer is not None)
        if customer is None:
            return
        self.face.show_name(customer.name)
        self.name.say(customer.name)
        self.known.say(_known_since(customer))
        self._show_handles(customer)
        self._show_chips(customer)
        self.notes.setText(customer.notes)
        self._notes_box.setVisible(bool(customer.notes))

    def _show_handles(self, customer: CustomerRow) -> None:
        self.handles.clear()
        for handle in shown_handles(customer.handles):
            line = Elided(handle_text(handle), "soft", natural=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            picture = Picture(self._desk.theme, _HANDLE_ICONS.get(handle.kind, "chat"))
            item = QWidget()
            picture.setFixedWidth(16)
            item.setLayout(row(picture, line, gap=6))
            self.handles.addWidget(item)

    def _show_chips(self, customer: CustomerRow) -> None:
        self.chips.clear()
        theme = self._desk.theme
        if customer.vip:
            self.chips.addWidget(Chip(theme, _("VIP"), look="warn", icon="flag", filled=True))
        for number in customer.order_numbers[:6]:
            self.chips.addWidget(Chip(theme, number, icon="box", tip=_("Order {number}").format(number=number)))
        for tag in customer.tags:
            self.chips.addWidget(Chip(theme, tag, look="accent", filled=True))
        for code in customer.languages:
            self.chips.addWidget(Chip(theme, language_word(code)))


def _known_since(customer: CustomerRow) -> str:
    """Return how many messages there are and since when."""
    count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
    if customer.first_seen is None:
        return count
    return _("{count} since {day}").format(count=count, day=moment_text(customer.first_seen).rsplit(" ", 1)[0])
