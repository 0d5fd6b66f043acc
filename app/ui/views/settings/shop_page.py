"""The shop's name, who approves, language, look, and how long an answer can be taken back."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from app.domain.shop import ShopSettings
from app.system.i18n import _
from app.ui.dialogs.importing.questions import ZONES
from app.ui.tokens import GRID
from app.ui.views.settings.parts import OWN_LANGUAGE, choice, choose, form, panel
from app.ui.widgets.basics import column, field, roomy


class ShopPage(QWidget):
    """Signal: `changed(callable)` that makes the new settings from the old."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.name = field(_("Name of the shop"))
        self.person = field(_("Who approves"), _("Your first name"))
        self.addresses = field(_("The shop's addresses"), _("Mail addresses of the shop, with a comma between them"))
        self.names = field(_("The shop's names in chats"), _("As they stand in chat exports, with a comma between them"))
        self.language = choice(_("Language"), OWN_LANGUAGE)
        self.zone = choice(_("Time zone"), [(zone, zone) for zone in ZONES])
        self.theme = choice(_("Look"), [("system", _("As the computer has it")), ("light", _("Light")), ("dark", _("Dark"))])
        self.undo = QSpinBox()
        roomy(self.undo)
        self.undo.setRange(0, 60)
        self.undo.setSuffix(" " + _("seconds"))
        self.undo.setAccessibleName(_("Time to take an answer back"))
        self.setLayout(
            column(
                panel(
                    _("The shop"),
                    form(
                        (_("Name of the shop"), self.name),
                        (_("Who approves"), self.person),
                        (_("The shop's addresses"), self.addresses),
                        (_("The shop's names in chats"), self.names),
                    ),
                    text=_("Answers are approved under this name, and signed with the shop's."),
                ),
                panel(_("Language and look"), form((_("Language"), self.language), (_("Time zone"), self.zone), (_("Look"), self.theme))),
                panel(
                    _("Sending"),
                    form((_("Time to take an answer back"), self.undo)),
                    text=_("After you approve, an answer waits this long before it leaves."),
                ),
                gap=2 * GRID,
            )
        )
        self._connect()

    def _connect(self) -> None:
        for line in (self.name, self.person, self.addresses, self.names):
            line.editingFinished.connect(self._tell)
        for box in (self.language, self.zone, self.theme):
            box.currentIndexChanged.connect(self._tell)
        self.undo.editingFinished.connect(self._tell)

    def _tell(self) -> None:
        self.changed.emit(self.take)

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        self.name.setText(shop.shop_name)
        self.person.setText(shop.person)
        self.addresses.setText(", ".join(shop.own_addresses))
        self.names.setText(", ".join(shop.own_names))
        self.undo.setValue(shop.undo_seconds)
        for box, code in ((self.language, shop.language), (self.zone, shop.timezone), (self.theme, shop.theme)):
            choose(box, code)

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here."""
        return replace(
            shop,
            shop_name=self.name.text().strip(),
            person=self.person.text().strip(),
            own_addresses=tuple(part.lower() for part in _parts(self.addresses.text())),
            own_names=tuple(_parts(self.names.text())),
            language=self.language.currentData(),
            timezone=self.zone.currentData(),
            theme=self.theme.currentData(),
            undo_seconds=self.undo.value(),
        )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
