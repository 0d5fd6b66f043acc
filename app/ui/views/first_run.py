"""What a new shop sees: three ways to begin, none of them obligatory."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.widgets.basics import Picture, button, column, frame, label, row


class FirstRun(QWidget):
    """Signals: `connect_mail()`, `add_files()`."""

    connect_mail = Signal()
    add_files = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "paper")
        self._desk = desk
        cards = [
            self._card(
                "mail",
                _("Connect your mailbox"),
                _("Toonbank reads it without marking anything as read."),
                _("Connect"),
                self.connect_mail.emit,
            ),
            self._card(
                "import",
                _("Drop files anywhere"),
                _("A WhatsApp export, a mailbox file, your FAQ or price list."),
                _("Choose files"),
                self.add_files.emit,
            ),
        ]
        if desk.services.open_demonstration is not None:
            demo = desk.services.open_demonstration
            cards.append(
                self._card("shop", _("Look around first"), _("An invented shop with customers, in a place of its own."), _("Open it"), demo)
            )
        heading = label(_("Welcome to the counter"), "title")
        text = label(
            _("Every message in one place, with an answer from your own knowledge. Everything stays on this computer."), "soft", wrap=True
        )
        for one in (heading, text):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = row(1, *cards, 1, gap=2 * GRID)
        self.setLayout(column(1, heading, text, middle, 2, gap=2 * GRID, margins=(32, 32, 32, 32)))

    def _card(self, icon: str, heading: str, text: str, act: str, handler: object) -> QFrame:
        card, picture, press = frame("panel"), Picture(self._desk.theme, icon, "accent", 32), button(act)
        press.clicked.connect(lambda _checked=False: handler())  # type: ignore[operator]
        words = label(text, "soft", wrap=True)
        card.setLayout(column(picture, label(heading, "heading", wrap=True), words, 1, row(press, 1), gap=GRID, margins=(20, 20, 20, 20)))
        card.setFixedWidth(250)
        card.setMinimumHeight(190)
        return card
