"""How the shop speaks: u or je, greeting, closing, signature, and the line that says that AI helped."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QRadioButton, QTabBar, QWidget

from app.domain.shop import ShopSettings, Voice
from app.system.i18n import _
from app.ui.tokens import GRID
from app.ui.views.settings.parts import OWN_LANGUAGE, form, panel
from app.ui.widgets.basics import column, field, label, row


class VoicePage(QWidget):
    """Signal: `changed(callable)`. Greeting, closing and AI line are per language, chosen by the tabs."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shop = ShopSettings()
        self.formal, self.informal = QRadioButton(_("Formal (u, Sie, vous)")), QRadioButton(_("Informal (je, du, tu)"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Language of these lines"))
        self.tabs.setDrawBase(False)
        for _code, words in OWN_LANGUAGE:
            self.tabs.addTab(words)
        self.greeting = field(_("Greeting"), _("as the language has it, such as: Beste {name},"))
        self.closing = field(_("Closing"), _("as the language has it"))
        self.ai_line = field(_("AI line"), _("the built-in wording"))
        self.ai_on = QCheckBox(_("Say under each answer that AI helped to write it"))
        self.signature = QPlainTextEdit()
        self.signature.setProperty("look", "editor")
        self.signature.setAccessibleName(_("Signature"))
        self.signature.setTabChangesFocus(True)
        self.signature.setFixedHeight(96)
        self.never = field(_("Never say"), _("words that never stand in an answer, with a comma between them"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        lines = form((_("Greeting"), self.greeting), (_("Closing"), self.closing), (_("AI line"), self.ai_line))
        self.setLayout(
            column(
                panel(_("Form of address"), row(self.formal, self.informal, 1, gap=24)),
                panel(_("Per language"), self.tabs, lines, text=_("{name} and {shop} are filled in.")),
                panel(_("Under every answer"), label(_("Signature")), self.signature, self.ai_on),
                panel(_("Words to avoid"), form((_("Never say"), self.never))),
                gap=2 * GRID,
            )
        )

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _n: self._show_lines())
        for line in (self.greeting, self.closing, self.ai_line, self.never):
            line.editingFinished.connect(self._tell)
        self.formal.clicked.connect(self._tell)
        self.informal.clicked.connect(self._tell)
        self.ai_on.clicked.connect(self._tell)
        self.signature.textChanged.connect(lambda: self._tell() if self.signature.hasFocus() else None)

    @property
    def _code(self) -> str:
        return OWN_LANGUAGE[self.tabs.currentIndex()][0]

    def _tell(self) -> None:
        self._shop = self.take(self._shop)
        self.changed.emit(self.take)

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        self._shop = shop
        (self.formal if shop.voice.formal else self.informal).setChecked(True)
        self.ai_on.setChecked(shop.ai_line_on)
        if not self.signature.hasFocus():
            self.signature.setPlainText(shop.voice.signature)
        self.never.setText(", ".join(shop.voice.never_say))
        self._show_lines()

    def _show_lines(self) -> None:
        voice = self._shop.voice
        self.greeting.setText(voice.greeting.get(self._code, ""))
        self.closing.setText(voice.closing.get(self._code, ""))
        self.ai_line.setText(self._shop.ai_line.get(self._code, ""))

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here."""
        never = tuple(part.strip() for part in self.never.text().split(",") if part.strip())
        voice = Voice(
            self.formal.isChecked(),
            self._with(shop.voice.greeting, self.greeting.text()),
            self._with(shop.voice.closing, self.closing.text()),
            self.signature.toPlainText(),
            never,
        )
        return replace(shop, voice=voice, ai_line_on=self.ai_on.isChecked(), ai_line=self._with(shop.ai_line, self.ai_line.text()))

    def _with(self, lines: dict[str, str], text: str) -> dict[str, str]:
        """Return the lines with this language's text; an empty one is left to the built-in wording."""
        rest = {code: line for code, line in lines.items() if code != self._code}
        return {**rest, self._code: text.strip()} if text.strip() else rest
