"""Cards of the model room: an engine, what suits this computer, and a download that says first whom it asks."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.engines import Advice, Offer
from app.domain.text import N_
from app.domain.views import EngineInfo
from app.system.i18n import _, number_text
from app.ui.theme import Theme
from app.ui.tokens import GRID
from app.ui.widgets.basics import Choice, Elided, Tick, button, clear_layout, column, label, row
from app.ui.widgets.flow import Chip
from app.ui.words import size_text

STATES = {
    "in_use": (N_("In use"), "good", "check"),
    "ready": (N_("Ready"), "accent", ""),
    "missing": (N_("File is gone"), "warn", "warning"),
    "broken": (N_("Does not work"), "bad", "warning"),
    "unavailable": (N_("Needs an extra part"), "warn", "warning"),
}
MATCHES = {
    "known": (N_("Known file"), "good", "check"),
    "likely": (N_("Probably known"), "good", ""),
    "unknown": (N_("Unknown file"), "warn", ""),
    "altered": (N_("Differs from the known file"), "bad", "warning"),
}


class EngineCard(QFrame):
    """One engine: what it is, how fast it is here, and what can be done with it. Signals: `chosen(name)`, `removed(name)`."""

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme, engine: EngineInfo, *, advised: bool) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.engine = engine
        own = engine.kind == "embedded"
        name = _("Built in") if own else engine.name
        chips = [_chip(theme, STATES, engine.state), _chip(theme, MATCHES, engine.match)]
        if advised:
            chips.append(Chip(theme, _("Suits this computer"), look="accent"))
        use = button(_("Use this one"), tip=_("Use {name}").format(name=name))
        use.setVisible(engine.state == "ready")
        use.clicked.connect(partial(self.chosen.emit, engine.name))
        remove = button(_("Remove"), "quiet", _("Take {name} off the list; the file stays").format(name=name))
        remove.setVisible(not own)
        remove.clicked.connect(partial(self.removed.emit, engine.name))
        head = row(Elided(name, "strong", natural=True), *(chip for chip in chips if chip), 1, use, remove)
        lines = [_facts(engine), _speed_words(engine), _(engine.told), *(_(words) for words in engine.warnings)]
        told = [label(line, "soft", wrap=True) for line in lines if line]
        self.setLayout(column(head, *told, gap=4, margins=(12, GRID, 12, GRID)))


def _chip(theme: Theme, words: dict[str, tuple[str, str, str]], code: str) -> Chip | None:
    if not code:
        return None
    text, look, icon = words.get(code, (code, "ink_soft", ""))
    return Chip(theme, _(text), look=look, icon=icon)


def _facts(engine: EngineInfo) -> str:
    facts = [
        size_text(engine.size) if engine.size else "",
        _("licence {licence}").format(licence=engine.licence) if engine.licence else "",
        _("reads {n} word pieces at once").format(n=number_text(engine.context)) if engine.context else "",
        _("finds articles") if engine.kind == "embedding" else "",
        ", ".join(code.upper() for code in engine.languages),
    ]
    return " · ".join(filter(None, facts))


def _speed_words(engine: EngineInfo) -> str:
    if engine.kind == "embedded":
        return _("Answers at once, and needs no memory to speak of.")
    if engine.speed is None:
        return "" if engine.kind == "embedding" else _("Its speed is measured when it is first used.")
    return _("About {n} seconds for an answer on this computer; the first one after a pause takes {first}.").format(
        n=number_text(round(engine.speed.next_answer)), first=number_text(round(engine.speed.first_answer + engine.speed.loading))
    )


class AdviceBox(QWidget):
    """Which engine suits this computer, and why; beneath it what else was weighed."""

    def __init__(self) -> None:
        super().__init__()
        self.name = label("", "strong")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.setLayout(column(self.name, self._lines, gap=6))

    def put(self, advice: Advice) -> None:
        """Show advice."""
        built_in = advice.name == "embedded"
        self.name.setText(_("The built-in engine") if built_in else advice.name)
        clear_layout(self._lines)
        for reason in advice.reasons:
            self._lines.addWidget(label(_(reason), wrap=True))
        for option in advice.options:
            if option.model.name != advice.name:
                self._lines.addWidget(label(f"{option.model.name}: {_(option.why)}", "soft", wrap=True))


class DownloadBox(QWidget):
    """Offers a model of the list. Nothing is asked of the network before the host was shown, ticked and the button pressed.

    Signal: `wanted(name)`."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[Offer] = []
        self.choice = Choice()
        self.choice.setAccessibleName(_("Model to download"))
        self.host, self.about = label("", "strong", wrap=True), label("", "soft", wrap=True)
        self.tick = Tick(_("Yes, connect to this address for this one file"), _("Only while the file is fetched, and only these addresses"))
        self.fetch = button(_("Download"), "primary", _("Download the file, check it, and add it"))
        self.fetch.setEnabled(False)
        self.choice.currentIndexChanged.connect(self._show)
        self.tick.box.toggled.connect(self.fetch.setEnabled)
        self.fetch.clicked.connect(self._want)
        self.setLayout(column(self.choice, self.host, self.about, self.tick, row(self.fetch, 1)))

    def put(self, offers: list[Offer]) -> None:
        """Show what is offered."""
        if offers == self._offers:
            return
        self._offers = offers
        self.choice.clear()
        for offer in offers:
            self.choice.addItem(f"{offer.model.name} · {size_text(offer.model.size)}", offer.model.name)
        self.setVisible(bool(offers))

    def _show(self, place: int) -> None:
        self.tick.box.setChecked(False)
        if not 0 <= place < len(self._offers):
            return
        offer = self._offers[place]
        self.host.setText(_("From {host}").format(host=offer.host))
        lines = [
            _("File {file}, {size}, licence {licence}.").format(
                file=offer.model.file, size=size_text(offer.model.size), licence=offer.model.licence
            ),
            _("It may hand on to {hosts}; any other address is refused.").format(hosts=", ".join(offer.other_hosts) or "-"),
            _("Its checksum is compared with the known beginning of it.") if offer.model.sha256 else _("Only its size can be compared."),
            _(offer.model.note),
            _("{size} of it are here already.").format(size=size_text(offer.done)) if offer.done else "",
            _("{size} are free on the disk.").format(size=size_text(offer.free)),
        ]
        self.about.setText("\n".join(filter(None, lines)))

    def _want(self) -> None:
        name = self.choice.currentData()
        self.tick.box.setChecked(False)
        if name:
            self.wanted.emit(str(name))
