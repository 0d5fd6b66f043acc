"""What a new shop sees: who it is, and three ways to begin, none of them obligatory."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.domain.shop import ShopSettings
from app.pipeline.counter import Counter
from app.system.i18n import _, language, set_language
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.parts import OWN_LANGUAGE, choice, choose, form
from app.ui.widgets.basics import Picture, button, column, field, frame, label, row


class FirstRun(QWidget):
    """Signals: `connect_mail()`, `add_files()`, `language_changed()` after another language was kept."""

    language_changed = Signal()
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
            look = (_("Look around first"), _("An invented shop with customers, in a place of its own."), _("Open it"))
            cards.append(self._card("shop", *look, self._open_demonstration))
        heading = label(_("Welcome to the counter"), "title")
        text = label(
            _("Every message in one place, with an answer from your own knowledge. Everything stays on this computer."), "soft", wrap=True
        )
        for one in (heading, text):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = row(1, *cards, 1, gap=2 * GRID)
        about = row(1, self._about(), 1)
        self.setLayout(column(1, heading, text, about, middle, 2, gap=2 * GRID, margins=(32, 24, 32, 24)))

    def _open_demonstration(self) -> None:
        """Made the first time, which takes some seconds; never on the Qt thread."""
        demo = self._desk.services.open_demonstration
        if demo is not None:
            self._desk.notices.say(_("The demonstration shop opens in a window of its own; the first time takes some seconds."))
            self._desk.bridge.run(Lane.LONG, lambda _counter, _job: demo(), owner=self, key="demonstration")

    def _about(self) -> QFrame:
        """Three things that every answer needs; each is kept at once and can be left for later."""
        self.name = field(_("Name of the shop"), _("As customers know it"))
        self.person = field(_("Your first name"), _("Every answer is approved by a person"))
        self.language = choice(_("Language"), OWN_LANGUAGE)
        lines = form((_("Name of the shop"), self.name), (_("Your first name"), self.person), (_("Language"), self.language))
        made = frame("panel")
        lines.setContentsMargins(20, 16, 20, 16)
        made.setLayout(lines)
        made.setMinimumWidth(516)
        made.setMaximumWidth(782)
        for line in (self.name, self.person):
            line.editingFinished.connect(self._keep)
        self.language.currentIndexChanged.connect(self._keep)
        return made

    def enter(self) -> None:
        """Show what is known already."""
        self._desk.bridge.read(lambda counter: counter.shop(), self._put, owner=self, key="first run shop")

    def _put(self, shop: ShopSettings) -> None:
        for line, text in ((self.name, shop.shop_name), (self.person, shop.person)):
            if not line.hasFocus():
                line.setText(text)
        choose(self.language, shop.language)

    def _keep(self) -> None:
        name, person, code = self.name.text().strip(), self.person.text().strip(), self.language.currentData()
        self._desk.bridge.write(lambda counter: _kept(counter, name, person, code), self._after, owner=self)

    def _after(self, shop: ShopSettings) -> None:
        if shop.language != language():
            set_language(shop.language, shop.timezone)
            self.language_changed.emit()

    def _card(self, icon: str, heading: str, text: str, act: str, handler: object) -> QFrame:
        card, picture, press = frame("panel"), Picture(self._desk.theme, icon, "accent", 32), button(act)
        press.clicked.connect(lambda _checked=False: handler())  # type: ignore[operator]
        words = label(text, "soft", wrap=True)
        card.setLayout(column(picture, label(heading, "heading", wrap=True), words, 1, row(press, 1), gap=GRID, margins=(20, 20, 20, 20)))
        card.setFixedWidth(250)
        card.setMinimumHeight(190)
        return card


def _kept(counter: Counter, name: str, person: str, code: str) -> ShopSettings:
    """Store what was told and return the settings as they are now."""
    before = counter.shop()
    after = replace(before, shop_name=name, person=person, language=code)
    if after != before:
        counter.put_shop(after)
    return after
