"""Voice notes: what writes recordings out on this computer, and a trial of it. Nothing does at first, and nothing is ever downloaded."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.text import N_
from app.domain.transcription import NOT_CHOSEN, TranscriberChoice, TranscriberKind, TranscriberState
from app.system.i18n import _, number_text
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.parts import choice, choose, form, panel
from app.ui.widgets.basics import Elided, button, column, label, restyle, row

KINDS = (
    (TranscriberKind.NONE, N_("Nothing: recordings are kept and can be played")),
    (TranscriberKind.FASTER_WHISPER, N_("faster-whisper, with the folder of a model")),
    (TranscriberKind.WHISPER_CPP, N_("whisper-cli (whisper.cpp), with the file of a model")),
)
TOLD = {
    TranscriberKind.FASTER_WHISPER: N_("The model's folder holds model.bin, config.json, tokenizer.json and a vocabulary."),
    TranscriberKind.WHISPER_CPP: N_("whisper-cli is your own program: Toonbank hands it the recording and cannot see what else it does."),
}


class PathLine(QWidget):
    """A file or folder and a button to choose it; `ask` returns what was chosen, "" nothing. `chosen` is called with it."""

    def __init__(self, name: str, ask: Callable[[], str], chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.path, self.pick = Elided("", "strong"), button(_("Choose …"))
        self.pick.setAccessibleName(f"{name}: {_('Choose …')}")
        across = row(self.path, self.pick)
        across.setStretch(0, 1)
        self.setLayout(across)
        self._ask, self._chosen = ask, chosen
        self.pick.clicked.connect(self._take)
        self.put("")

    def put(self, path: str) -> None:
        """Show what is chosen."""
        self.path.say(path or _("Not chosen yet"))

    def _take(self) -> None:
        name = self._ask()
        if name:
            self._chosen(name)


class RecordingsPage(QWidget):
    """A choice is kept as soon as it is whole; one that cannot be right is refused in words, and what was kept before stays."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept = self._shown = NOT_CHOSEN
        self._ready = False
        self._job: Job | None = None
        self.kind = choice(_("What writes them out"), ((kind.value, _(words)) for kind, words in KINDS))
        self.model = PathLine(_("The model"), self._ask_model, lambda path: self.take(replace(self._shown, model=path)))
        self.program = PathLine(_("The program"), self._ask_program, lambda path: self.take(replace(self._shown, program=path)))
        self.told, self.state = label("", "soft", wrap=True), label("", "soft", wrap=True)
        self.test, self.stop = button(_("Test"), tip=_("The engine listens to a moment of silence.")), button(_("Cancel"), "quiet")
        self._form = form((_("What writes them out"), self.kind), (_("The program"), self.program), (_("The model"), self.model))
        text = _(
            "Voice notes and voicemails are kept as they came. With a speech model of your own they can be written out, on this computer "
            "alone. Nothing is downloaded."
        )
        self.setLayout(
            column(
                panel(_("Writing recordings out"), self._form, self.told, self.state, row(self.test, self.stop, 1), text=text),
                gap=2 * GRID,
            )
        )
        self.kind.activated.connect(lambda _place: self.take_kind(TranscriberKind(self.kind.currentData())))
        self.test.clicked.connect(self.try_out)
        self.stop.clicked.connect(self._stop)
        self._show(NOT_CHOSEN)

    def enter(self) -> None:
        """The page is shown."""
        self._desk.bridge.read(lambda counter: counter.transcriber(), self._put, owner=self, key="transcriber")

    def _put(self, state: TranscriberState) -> None:
        self._kept, self._ready = state.choice, state.ready
        self._show(state.choice)
        self._say(_(state.told), wrong=not state.ready and state.choice.kind is not TranscriberKind.NONE)

    def _show(self, chosen: TranscriberChoice) -> None:
        self._shown = chosen
        choose(self.kind, chosen.kind.value)
        self.model.put(chosen.model)
        self.program.put(chosen.program)
        self._form.setRowVisible(self.program, chosen.kind is TranscriberKind.WHISPER_CPP)
        self._form.setRowVisible(self.model, chosen.kind is not TranscriberKind.NONE)
        self.told.setText(_(TOLD[chosen.kind]) if chosen.kind in TOLD else "")
        self.told.setVisible(bool(self.told.text()))
        self._buttons()

    def _buttons(self) -> None:
        self.test.setVisible(self._kept.kind is not TranscriberKind.NONE and self._shown == self._kept)
        self.test.setEnabled(self._ready and self._job is None)
        self.stop.setVisible(self._job is not None)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        restyle(self.state, "warn-text" if wrong else "soft")
        self.state.setText(sentence)

    # -- choosing
    def _ask_model(self) -> str:
        if self._shown.kind is TranscriberKind.FASTER_WHISPER:
            return QFileDialog.getExistingDirectory(self, _("In which folder is the model?"))
        return QFileDialog.getOpenFileName(self, _("Which file is the model?"), "", _("Speech models") + " (*.bin)")[0]

    def _ask_program(self) -> str:
        return QFileDialog.getOpenFileName(self, _("Which program is whisper-cli?"))[0]

    def take_kind(self, kind: TranscriberKind) -> None:
        """Choose what writes recordings out."""
        self.take(self._kept if kind is self._kept.kind else TranscriberChoice(kind))

    def take(self, chosen: TranscriberChoice) -> None:
        """Show a choice, and keep it once it is whole."""
        self._show(chosen)
        missing = _missing(chosen)
        if missing:
            self._say(_(missing))
            return
        self._desk.bridge.write(
            lambda counter: counter.set_transcriber(chosen), self._put, owner=self, failed=lambda told: self._say(told, wrong=True)
        )

    # -- trying
    def try_out(self) -> None:
        """Let the engine listen to a moment of silence."""
        if self._job is not None:
            return
        self._say(_("The engine starts and listens; the first time this can take a minute."))
        focused = self.test.hasFocus()
        self._job = self._desk.bridge.run(
            Lane.LONG, lambda counter, job: counter.try_transcriber(job.cancelled), self._tried, owner=self, failed=self._refused
        )
        self.stop.show()
        if focused:
            self.stop.setFocus()  # before the other one is switched off: the focus would leave the page
        self._buttons()

    def _tried(self, seconds: float) -> None:
        self._ended(_("It works: it was done in {n} seconds.").format(n=number_text(round(seconds, 1))))

    def _refused(self, sentence: str) -> None:
        self._ended(sentence, wrong=True)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._ended(_("Stopped."))

    def _ended(self, sentence: str, *, wrong: bool = False) -> None:
        self._job = None
        self._say(sentence, wrong=wrong)
        self.test.setEnabled(self._ready)
        if self.stop.hasFocus():
            self.test.setFocus()
        self._buttons()


def _missing(chosen: TranscriberChoice) -> str:
    if chosen.kind is TranscriberKind.WHISPER_CPP and not chosen.program:
        return N_("Choose the program whisper-cli, then the file of the model.")
    if chosen.kind is TranscriberKind.WHISPER_CPP and not chosen.model:
        return N_("Choose the file of the model.")
    return N_("Choose the folder of the model.") if chosen.kind is TranscriberKind.FASTER_WHISPER and not chosen.model else ""
