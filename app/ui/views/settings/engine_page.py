"""The model room: the built-in engine, the owner's model files, what suits this computer, and downloads on the owner's word."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.engines import Advice, EngineStatus, Offer, OnBattery
from app.domain.text import N_
from app.domain.views import EngineInfo
from app.pipeline.counter import Counter
from app.system.i18n import _, number_text
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.engine_cards import AdviceBox, DownloadBox, EngineCard
from app.ui.views.settings.parts import choice, choose, form, panel
from app.ui.widgets.basics import button, clear_layout, column, label, row

T = TypeVar("T")
ON_BATTERY = (
    (OnBattery.EMBEDDED.value, N_("come from the built-in engine")),
    (OnBattery.PAUSE.value, N_("wait for mains power")),
    (OnBattery.GO_ON.value, N_("go on as always")),
)


class EnginePage(QWidget):
    """A card for each engine. Adding, measuring, testing and downloading run beside the window, with a way to stop them."""

    heard = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._job: Job | None = None
        self._engines: list[EngineInfo] = []
        self._advised = ""
        self.setAcceptDrops(True)
        self._make_parts()
        self._lay_out()
        self._connect()

    def _make_parts(self) -> None:
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID)
        self.add, self.test = button(_("Add a model file")), button(_("Test the engine"))
        self.cancel = button(_("Cancel"), "quiet")
        self.cancel.hide()
        self.result, self.said = label("", "soft", wrap=True), label("", wrap=True)
        self.state = label("", "soft", wrap=True)
        self.advice, self.downloads = AdviceBox(), DownloadBox()
        self.battery = choice(_("Proposals on battery power"), ((code, _(words)) for code, words in ON_BATTERY))

    def _lay_out(self) -> None:
        text = _(
            "The built-in engine needs nothing. A GGUF model of your own writes more freely, runs here too, and is checked alike. "
            "Drop a file here, or add it."
        )
        buttons = row(self.add, self.test, self.cancel, 1)
        engines = panel(_("Engines"), self._cards, buttons, self.result, self.said, self.state, text=text)
        suits = panel(_("What suits this computer"), self.advice, text=_("An estimate; every model is measured when it is first used."))
        power = panel(
            _("On battery power"),
            form((_("Proposals that nobody asked for"), self.battery)),
            text=_("What you ask for yourself is always done."),
        )
        fetch = panel(
            _("Download a model"),
            self.downloads,
            text=_("Toonbank downloads nothing by itself. You see the address before it is asked; what breaks off goes on later."),
        )
        self.setLayout(column(engines, suits, power, fetch, gap=2 * GRID))

    def _connect(self) -> None:
        self.add.clicked.connect(self._choose)
        self.test.clicked.connect(self.try_out)
        self.cancel.clicked.connect(self._stop)
        self.heard.connect(lambda piece: self.said.setText(self.said.text() + piece))
        self.downloads.wanted.connect(self.download)
        self.battery.activated.connect(self._keep_battery)

    # -- showing

    @property
    def cards(self) -> list[EngineCard]:
        """The cards that are shown, in order."""
        shown = (self._cards.itemAt(place) for place in range(self._cards.count()))
        return [card for item in shown if item is not None and isinstance(card := item.widget(), EngineCard)]

    def enter(self) -> None:
        """The room is shown."""
        bridge = self._desk.bridge
        bridge.read(lambda counter: (counter.engines(), counter.engine_status()), lambda told: self._put(*told), owner=self, key="engines")
        if not self._advised:
            bridge.read(lambda counter: (counter.engine_advice(), counter.engine_offers()), lambda told: self._advise(*told), owner=self)

    def _put(self, engines: list[EngineInfo], status: EngineStatus) -> None:
        self._engines = engines
        choose(self.battery, status.on_battery.value)
        self.state.setText(_state_words(status))
        self.state.setVisible(bool(self.state.text()))
        self._show_cards()

    def _show_cards(self) -> None:
        clear_layout(self._cards)
        for engine in self._engines:
            card = EngineCard(self._desk.theme, engine, advised=engine.name == self._advised)
            card.chosen.connect(self._use)
            card.removed.connect(self._remove)
            self._cards.addWidget(card)

    def _advise(self, advice: Advice, offers: list[Offer]) -> None:
        self._advised = advice.name
        self._show_cards()
        self.advice.put(advice)
        self.downloads.put(offers)

    # -- acts

    def _use(self, name: str) -> None:
        self._run(
            lambda counter, job: counter.use_engine(name, job.cancelled, job.progress),
            _("Choosing the engine; a new one is measured first"),
            lambda _engine: self._done(""),
        )

    def _remove(self, name: str) -> None:
        self._run(lambda counter, _job: counter.remove_engine(name), _("Taking it off the list"), lambda _none: self._done(""))

    def _choose(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a model file"), "", "GGUF (*.gguf)")
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Add a model file."""
        self._run(
            lambda counter, job: counter.add_engine(path, job.progress, job.cancelled),
            _("Looking at the model and trying it; this can take a minute"),
            self._added,
        )

    def download(self, name: str) -> None:
        """Download a model of the list; the person has seen from where."""
        self._run(
            lambda counter, job: counter.download_engine(name, job.progress, job.cancelled),
            _("Downloading {name}").format(name=name),
            self._added,
        )

    def try_out(self) -> None:
        """Measure the engine and let it write a sentence, shown as it comes."""
        self.said.setText("")
        self._run(lambda counter, job: counter.test_engine(self.heard.emit, job.cancelled), _("Testing"), self._tested)

    def _keep_battery(self) -> None:
        wanted = OnBattery(self.battery.currentData())
        self._desk.bridge.write(
            lambda counter: counter.set_engine_on_battery(wanted), lambda _none: self._desk.notices.say(_("Kept."), "good"), owner=self
        )

    # -- work beside the window

    def _run(self, work: Callable[[Counter, Job], T], words: str, done: Callable[[T], None]) -> None:
        if self._job is not None:
            return
        self.result.setText(f"{words} …")
        self._busy(busy=True)
        self._job = self._desk.bridge.run(
            Lane.LONG, work, lambda made: self._ended(done, made), owner=self, failed=self._failed, progress=self._progress
        )
        self._desk.notices.began.emit(words, self._stop)

    def _progress(self, done: int, total: int | None, what: str) -> None:
        if self._job is None:
            return  # it was stopped in the meantime
        if total:
            self.result.setText(f"{_(what)}: {number_text(done * 100 // total)} %")
        self._desk.notices.went_on.emit(done, total, what)

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self._busy(busy=False)
            self.result.setText(_("Stopped. Everything that was complete is kept."))

    def _ended(self, done: Callable[[T], None], made: T) -> None:
        self._job = None
        self._busy(busy=False)
        done(made)

    def _failed(self, sentence: str) -> None:
        self._job = None
        self._busy(busy=False)
        self._done(sentence)

    def _busy(self, *, busy: bool) -> None:
        for control in (self.add, self.test, self.downloads):
            control.setEnabled(not busy)
        self.cancel.setVisible(busy)
        if not busy:
            self._desk.notices.ended.emit()

    def _added(self, engine: EngineInfo) -> None:
        self._done(_("{name} is there. {verdict}").format(name=engine.name, verdict=_(engine.told)).strip())

    def _done(self, sentence: str) -> None:
        self.result.setText(sentence)
        self.enter()

    def _tested(self, found: dict[str, object]) -> None:
        if not found.get("ok"):
            self._done(_(str(found.get("why", ""))) or _("The engine gave nothing usable."))
            return
        speed = found.get("tokens_per_second") or 0.0
        words = _("It works: it reads {reading} and writes {writing} word pieces a second; about {n} seconds for an answer.")
        if not speed:
            self._done(_("It works."))
            return
        numbers = {
            "reading": number_text(round(_number(found, "prompt_tokens_per_second"), 1)),
            "writing": number_text(round(_number(found, "tokens_per_second"), 1)),
            "n": number_text(round(_number(found, "answer_seconds"))),
        }
        self._done(words.format(**numbers))

    # -- files dropped

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.take(path)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the model file that is dropped, if it is one."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() == ".gguf" else None


def _number(found: dict[str, object], name: str) -> float:
    value = found.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def _state_words(status: EngineStatus) -> str:
    if status.trouble:
        return _(status.trouble)
    if status.battery and status.name != "embedded" and status.on_battery is not OnBattery.GO_ON:
        waits = status.on_battery is OnBattery.PAUSE
        return _("On battery power: proposals wait.") if waits else _("On battery power: proposals come from the built-in engine.")
    return _("The model is loaded and at hand.") if status.loaded else ""
