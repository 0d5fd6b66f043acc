"""Settings: pages at the left, one page at a time at the right. What is changed is kept at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from app.domain.shop import ShopSettings
from app.domain.text import N_
from app.system.i18n import _, set_language
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.account_page import AccountPage
from app.ui.views.settings.categories_page import CategoriesPage
from app.ui.views.settings.engine_page import EnginePage
from app.ui.views.settings.files_page import FilesPage
from app.ui.views.settings.handover_page import HandoverPage
from app.ui.views.settings.hours_page import HoursPage
from app.ui.views.settings.house_page import HousePage
from app.ui.views.settings.languages_page import LanguagesPage
from app.ui.views.settings.recordings_page import RecordingsPage
from app.ui.views.settings.shop_page import ShopPage
from app.ui.views.settings.voice_page import VoicePage
from app.ui.widgets.basics import column, frame, label, row

OF_THE_SHOP: dict[str, type[ShopPage] | type[HoursPage] | type[HandoverPage]] = {
    "shop": ShopPage,
    "hours": HoursPage,
    "handover": HandoverPage,
}
WITH_DESK: dict[str, type[CategoriesPage] | type[VoicePage] | type[LanguagesPage]] = {
    "categories": CategoriesPage,
    "voice": VoicePage,
    "languages": LanguagesPage,
}
"""Pages of the shop's settings that also ask the Counter something."""
PAGES = (
    ("shop", N_("Shop and look"), "shop"),
    ("mail", N_("Mailbox"), "mail"),
    ("hours", N_("Hours and reply times"), "clock"),
    ("voice", N_("Voice"), "chat"),
    ("languages", N_("Languages"), "language"),
    ("handover", N_("Handing over"), "hand-over"),
    ("categories", N_("Categories"), "flag"),
    ("engine", N_("Language engine"), "bulb"),
    ("recordings", N_("Voice notes"), "microphone"),
    ("files", N_("Added files"), "import"),
    ("house", N_("Safety and upkeep"), "shield"),
)


class SettingsRoom(QWidget):
    """Pages are made when they are first looked at. Signal: `language_changed()` after another language was chosen and kept."""

    language_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "paper")
        self._desk = desk
        self._shop: ShopSettings | None = None
        self._pages: dict[str, QWidget] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        self.menu = QListWidget()
        self.menu.setAccessibleName(_("Settings"))
        self.stack = QStackedWidget()
        for _name, words, icon in PAGES:
            item = QListWidgetItem(self._desk.theme.icon(icon, "accent"), _(words))
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 22))
            self.menu.addItem(item)
        side = frame("list-side")
        side.setLayout(column(label(_("Settings"), "title"), self.menu, gap=12, margins=(12, 16, 12, 12)))
        longest = max(self.fontMetrics().horizontalAdvance(_(words)) for _name, words, _icon in PAGES)
        side.setFixedWidth(max(230, longest + 96))
        across = row(side, self.stack, gap=0)
        across.setStretch(1, 1)
        self.setLayout(across)
        self._desk.theme.changed.connect(self._tint)
        self.menu.currentRowChanged.connect(lambda place: self._show(PAGES[place][0]))

    def page(self, name: str) -> QWidget:
        """Return a page, made when it is first asked for."""
        if name not in self._pages:
            self._pages[name] = self._make(name)
            words = next(words for known, words, _icon in PAGES if known == name)
            self.stack.addWidget(_scrolled(self._pages[name], _(words)))
            if self._shop is not None and hasattr(self._pages[name], "put"):
                self._pages[name].put(self._shop)  # type: ignore[attr-defined]
        return self._pages[name]

    def _make(self, name: str) -> QWidget:
        if name in OF_THE_SHOP:
            page = OF_THE_SHOP[name]()
            page.changed.connect(self.keep)
            return page
        if name in WITH_DESK:
            asking = WITH_DESK[name](self._desk)
            asking.changed.connect(self.keep)
            return asking
        beside: dict[str, Callable[[Desk], QWidget]] = {
            "mail": AccountPage,
            "engine": EnginePage,
            "recordings": RecordingsPage,
            "files": FilesPage,
            "house": HousePage,
        }
        return beside[name](self._desk)

    def _show(self, name: str) -> None:
        page = self.page(name)
        self.stack.setCurrentIndex(list(self._pages).index(name))
        if name not in OF_THE_SHOP:
            page.enter()  # type: ignore[attr-defined]

    def _tint(self) -> None:
        for n, (_name, _words, icon) in enumerate(PAGES):
            self.menu.item(n).setIcon(self._desk.theme.icon(icon, "accent"))

    def enter(self) -> None:
        """The room is shown."""
        self._desk.bridge.read(lambda counter: counter.shop(), self._put, owner=self, key="settings")
        place = max(0, self.menu.currentRow())
        self.menu.setCurrentRow(place, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._show(PAGES[place][0])
        self.menu.setFocus()

    def show_page(self, name: str) -> None:
        """Go to a page."""
        self.menu.setCurrentRow([known for known, _words, _icon in PAGES].index(name))

    def act(self, name: str) -> None:
        """Do an act in this room."""
        if name in ("next", "previous"):
            self.menu.setCurrentRow(max(0, min(self.menu.count() - 1, self.menu.currentRow() + (1 if name == "next" else -1))))

    def _put(self, shop: ShopSettings) -> None:
        self._shop = shop
        for page in self._pages.values():
            if hasattr(page, "put"):
                page.put(shop)

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
    beside = row(page, 1)  # lines break at the width that the page really has, and its height follows from that
    beside.setStretch(0, 1000)
    inside.setLayout(column(label(heading, "title"), beside, 1, gap=2 * GRID, margins=(32, 20, 32, 32)))
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
