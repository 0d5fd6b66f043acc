"""Settings: pages at the left, one page at a time at the right. What is changed is kept at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from app.domain.shop import ShopSettings
from app.system.i18n import _, set_language
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.account_page import AccountPage
from app.ui.views.settings.engine_page import EnginePage
from app.ui.views.settings.hours_page import HoursPage
from app.ui.views.settings.house_page import HousePage
from app.ui.views.settings.shop_page import ShopPage
from app.ui.views.settings.voice_page import VoicePage
from app.ui.widgets.basics import column, frame, label, row


class SettingsRoom(QWidget):
    """Signal: `language_changed()` after another language was chosen and kept."""

    language_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "paper")
        self._desk = desk
        self._shop: ShopSettings | None = None
        self.pages: dict[str, QWidget] = {
            "shop": ShopPage(),
            "mail": AccountPage(desk),
            "hours": HoursPage(),
            "voice": VoicePage(),
            "engine": EnginePage(desk),
            "house": HousePage(desk),
        }
        self._lay_out()
        for page in (self.pages["shop"], self.pages["hours"], self.pages["voice"]):
            page.changed.connect(self.keep)  # type: ignore[attr-defined]

    def _lay_out(self) -> None:
        words = {
            "shop": (_("Shop and look"), "shop"),
            "mail": (_("Mailbox"), "mail"),
            "hours": (_("Hours and reply times"), "clock"),
            "voice": (_("Voice"), "chat"),
            "engine": (_("Language engine"), "bulb"),
            "house": (_("Safety and upkeep"), "shield"),
        }
        self.menu = QListWidget()
        self.menu.setAccessibleName(_("Settings"))
        self.stack = QStackedWidget()
        for name, page in self.pages.items():
            item = QListWidgetItem(self._desk.theme.icon(words[name][1], "accent"), words[name][0])
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 22))
            self.menu.addItem(item)
            self.stack.addWidget(_scrolled(page, words[name][0]))
        self._icons = [words[name][1] for name in self.pages]
        self._desk.theme.changed.connect(self._tint)
        self.menu.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.menu.setCurrentRow(0)
        side = frame("list-side")
        side.setLayout(column(label(_("Settings"), "title"), self.menu, gap=12, margins=(12, 16, 12, 12)))
        side.setFixedWidth(max(230, self.fontMetrics().averageCharWidth() * 34))
        across = row(side, self.stack, gap=0)
        across.setStretch(1, 1)
        self.setLayout(across)

    def _tint(self) -> None:
        for n, icon in enumerate(self._icons):
            self.menu.item(n).setIcon(self._desk.theme.icon(icon, "accent"))

    def enter(self) -> None:
        """The room is shown."""
        self.menu.setFocus()
        self._desk.bridge.read(lambda counter: counter.shop(), self._put, owner=self, key="settings")
        for name in ("mail", "engine", "house"):
            self.pages[name].enter()  # type: ignore[attr-defined]

    def act(self, name: str) -> None:
        """Do an act in this room."""
        if name in ("next", "previous"):
            self.menu.setCurrentRow(max(0, min(self.menu.count() - 1, self.menu.currentRow() + (1 if name == "next" else -1))))

    def _put(self, shop: ShopSettings) -> None:
        self._shop = shop
        for name in ("shop", "hours", "voice"):
            self.pages[name].put(shop)  # type: ignore[attr-defined]

    def keep(self, change: Callable[[ShopSettings], ShopSettings] = replace) -> None:
        """Store the settings with what one page changed."""
        if self._shop is None:
            return
        before, after = self._shop, change(self._shop)
        if after == before:
            return
        self._shop = after
        self._desk.bridge.write(lambda counter: counter.put_shop(after), lambda _none: self._kept(before, after), owner=self)

    def _kept(self, before: ShopSettings, after: ShopSettings) -> None:
        self._desk.notices.say(_("Kept."), "good")
        if after.theme != before.theme:
            self._desk.theme.set_mode(after.theme)
        if (after.language, after.timezone) != (before.language, before.timezone):
            set_language(after.language, after.timezone)
        if after.language != before.language:
            self.language_changed.emit()


def _scrolled(page: QWidget, heading: str) -> QWidget:
    """Return a page under its heading, scrolling when it is long."""
    inside = QFrame()
    inside.setProperty("look", "scrolled")
    page.setMaximumWidth(720)
    inside.setLayout(column(label(heading, "title"), page, 1, gap=2 * GRID, margins=(32, 20, 32, 32)))
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
