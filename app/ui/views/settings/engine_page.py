"""The language engine: the built-in one, or a model file of the owner's."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.text import N_
from app.domain.views import EngineInfo
from app.pipeline.counter import Counter
from app.system.i18n import _, number_text
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.parts import panel
from app.ui.widgets.basics import Elided, button, clear_layout, column, frame, label, row
from app.ui.widgets.flow import Chip
from app.ui.words import size_text

STATES = {
    "in_use": (N_("In use"), "good", "check"),
    "ready": (N_("Ready"), "accent", ""),
    "missing": (N_("File is gone"), "warn", "warning"),
    "broken": (N_("Does not work"), "bad", "warning"),
    "unavailable": (N_("Needs an extra part"), "warn", "warning"),
}


class EnginePage(QWidget):
    """A card for each engine; adding and testing run beside the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID)
        self.add, self.test = button(_("Add a model file")), button(_("Test the engine"))
        self.result = label("", "soft", wrap=True)
        self.add.clicked.connect(self._choose)
        self.test.clicked.connect(self.try_out)
        text = _("The built-in engine needs nothing. A GGUF model of your own writes more freely, runs here too, and is checked alike.")
        self.setLayout(column(panel(_("Engines"), self._cards, row(self.add, self.test, 1), self.result, text=text)))

    def enter(self) -> None:
        """The room is shown."""
        self._desk.bridge.read(lambda counter: counter.engines(), self._put, owner=self, key="engines")

    def _put(self, engines: list[EngineInfo]) -> None:
        clear_layout(self._cards)
        for engine in engines:
            self._cards.addWidget(self._card(engine))

    def _card(self, engine: EngineInfo) -> QWidget:
        words, look, icon = STATES.get(engine.state, (engine.state, "ink_soft", ""))
        name = _("Built in") if engine.kind == "embedded" else engine.name
        facts = [
            size_text(engine.size) if engine.size else "",
            _("reads {n} word pieces at once").format(n=number_text(engine.context)) if engine.context else "",
        ]
        facts.append(", ".join(code.upper() for code in engine.languages))
        use = button(_("Use this one"))
        if engine.state != "ready":
            use.hide()
        use.clicked.connect(partial(self._use, engine.name))
        line = row(
            label(name, "strong"),
            Elided(" · ".join(filter(None, facts)), "soft"),
            Chip(self._desk.theme, _(words), look=look, icon=icon),
            use,
        )
        line.setStretch(1, 1)
        line.setContentsMargins(12, GRID, 12, GRID)
        card = frame("panel")
        card.setLayout(line)
        return card

    def _use(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self._run(lambda counter: counter.use_engine(name), _("Choosing the engine"))

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a model file"), "", "GGUF (*.gguf)")
        if name:
            self._run(lambda counter: counter.add_engine(Path(name)), _("Trying the model; this can take a minute"))

    def _run(self, work: Callable[[Counter], EngineInfo], words: str) -> None:
        self.result.setText(f"{words} …")
        self._desk.bridge.run(
            Lane.LONG,
            lambda counter, _job: work(counter),
            lambda _engine: self._done(""),
            owner=self,
            failed=self._done,
        )

    def _done(self, sentence: str) -> None:
        self.result.setText(sentence)
        self.enter()

    def try_out(self) -> None:
        """Run the engine on a small prompt."""
        self.result.setText(_("Testing") + " …")
        self._desk.bridge.run(Lane.LONG, lambda counter, _job: counter.test_engine(), self._tested, owner=self, failed=self.result.setText)

    def _tested(self, found: dict[str, object]) -> None:
        if not found.get("ok"):
            self.result.setText(_(str(found.get("why", ""))) or _("The engine gave nothing usable."))
            return
        speed = found.get("tokens_per_second") or 0.0
        words = _("It works: {n} word pieces a second.") if speed else _("It works.")
        self.result.setText(words.format(n=number_text(round(float(str(speed)), 1))))
