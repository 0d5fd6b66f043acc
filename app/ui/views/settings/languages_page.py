"""Languages: what translates here, how far each language can be trusted, and the shop's own words."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.shop import ShopSettings
from app.domain.translation import CHECKED, TIER_WORDS, WITH_CARE, PackageInfo, Tier, TranslatorsView, language_name
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.glossary import Glossary
from app.ui.views.settings.parts import panel
from app.ui.widgets.basics import button, clear_layout, column, label, row
from app.ui.words import language_word


class LanguagesPage(QWidget):
    """Signal: `changed(callable)` with what makes new settings of the old ones."""

    changed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model = label("", wrap=True)
        self._packages = QVBoxLayout()
        self._packages.setContentsMargins(0, 0, 0, 0)
        self._packages.setSpacing(6)
        self.add = button(_("Add a translation package"), "", _("A file that ends in .argosmodel"))
        self.glossary = Glossary()
        self.tiers = [
            _tier(Tier.CHECKED, ", ".join(dict.fromkeys(_(language_name(code)) for code in CHECKED))),
            _tier(Tier.CARE, ", ".join(dict.fromkeys(_(language_name(code)) for code in WITH_CARE))),
            _tier(Tier.NOT_SUPPORTED, _("all others")),
        ]
        self.setLayout(
            column(
                panel(
                    _("What translates"),
                    self.model,
                    self._packages,
                    row(self.add, 1),
                    text=_("Nothing that is translated leaves this computer."),
                ),
                panel(_("Your own words"), self.glossary, text=_("They are said as you want in every translation.")),
                panel(_("How far a translation can be trusted"), *self.tiers),
                gap=2 * GRID,
            )
        )
        self.add.clicked.connect(self._choose)
        self.glossary.changed.connect(lambda: self.changed.emit(self.take))

    def enter(self) -> None:
        """The page is shown."""
        self._desk.bridge.read(lambda counter: counter.translators(), self._show, owner=self, key="translators")

    def put(self, shop: ShopSettings) -> None:
        """Show the settings."""
        if shop.glossary != self.glossary.terms:
            self.glossary.put(shop.glossary)

    def take(self, shop: ShopSettings) -> ShopSettings:
        """Return the settings with what stands here."""
        return replace(shop, glossary=self.glossary.terms)

    def _show(self, view: TranslatorsView) -> None:
        ready = any(info.state == "ready" for info in view.packages)
        nothing = _("Nothing yet: add a language model (under Language engine) or a translation package. Everything else works without.")
        by_model = _("The language model {name} translates.").format(name=view.model)
        self.model.setText(by_model if view.model else "" if ready else nothing)
        self.model.setVisible(bool(self.model.text()))
        clear_layout(self._packages)
        for info in view.packages:
            self._packages.addWidget(self._line(info))

    def _line(self, info: PackageInfo) -> QWidget:
        words = _("{source} into {target}").format(source=language_word(info.source), target=language_word(info.target))
        state = _("ready") if info.state == "ready" else _(info.why)
        remove = button(_("Remove"), "quiet")
        remove.setAccessibleName(f"{_('Remove')}: {words}")
        remove.clicked.connect(partial(self._remove, info.name))
        line, across = QWidget(), row(gap=8)
        across.addLayout(column(label(words, "strong"), label(state, "soft", wrap=True), gap=2), 1)
        across.addWidget(remove)
        line.setLayout(across)
        return line

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Add a translation package"), "", _("Translation packages") + " (*.argosmodel *.zip)"
        )
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Add a package; unpacking may take a moment."""
        self._desk.bridge.run(
            Lane.LONG,
            lambda counter, _job: counter.add_translation_package(path),
            lambda _info: self.enter(),
            owner=self,
            failed=self._refused,
        )

    def _refused(self, sentence: str) -> None:
        self._desk.notices.say(sentence, "bad")

    def _remove(self, name: str) -> None:
        self._desk.bridge.write(lambda counter: counter.remove_translation_package(name), lambda _none: self.enter(), owner=self)


def _tier(tier: Tier, languages: str) -> QWidget:
    """Return what a tier means, with its languages under it."""
    words = _(TIER_WORDS[tier])
    made = QWidget()
    made.setLayout(column(label(words[:1].upper() + words[1:], "strong", wrap=True), label(languages, "soft", wrap=True), gap=2))
    return made
