"""A voice note or voicemail: played by another program after asking, and written out where the owner set up an engine for it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.domain.transcription import KeptTranscript, TranscriberState
from app.domain.views import AttachmentView
from app.system.i18n import _
from app.ui.bridge import Job, Lane
from app.ui.desk import Desk
from app.ui.widgets.basics import Picture, button, column, label, row
from app.ui.widgets.files import plain_name
from app.ui.widgets.notices import Busy
from app.ui.words import size_text


class RecordingDialog(QDialog):
    """`play` and `keep` do what their buttons say. What was written out stands under the recording; writing out can be cancelled."""

    def __init__(self, desk: Desk, item: AttachmentView, play: Callable[[], object], keep: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._item = desk, item
        self._job: Job | None = None
        self.setWindowTitle(_("Recording"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(480, 200)
        self.play, self.keep, self.leave = button(_("Play"), "primary"), button(_("Save a copy …")), button(_("Close"))
        self.write, self.stop = (
            button(_("Write out"), tip=_("A model on this computer listens and writes down what is said.")),
            button(_("Cancel")),
        )
        self.text = QPlainTextEdit()
        self.text.setProperty("look", "editor")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What is said in it"))
        self.told, self.busy = label("", "soft", wrap=True), Busy()
        self._lay_out()
        for hidden in (self.write, self.stop, self.text, self.told):
            hidden.hide()
        self.play.clicked.connect(lambda: play())
        self.keep.clicked.connect(lambda: keep())
        self.write.clicked.connect(self.begin)
        self.stop.clicked.connect(self._stop)
        self.leave.clicked.connect(self.reject)
        desk.theme.adopt(self)
        self.play.setFocus()
        desk.bridge.read(
            lambda counter: (counter.transcript(item.id), counter.transcriber()), self._put, owner=self, failed=lambda _sentence: None
        )

    def _lay_out(self) -> None:
        name = label(_("Play {name} in another program?").format(name=plain_name(self._item.name)), "heading", wrap=True)
        why = label(
            _("Toonbank keeps recordings encrypted. To play this one, a readable copy is made; it is removed when Toonbank closes."),
            "soft",
            wrap=True,
        )
        head = row(Picture(self._desk.theme, "phone", "accent", 24), name, label(size_text(self._item.size), "soft"), gap=10)
        head.setStretch(1, 1)
        under = row(self.busy, self.told, gap=6)
        under.setStretch(1, 1)
        buttons = row(self.write, self.stop, 1, self.keep, self.leave, self.play)
        layout = column(head, why, self.text, under, buttons, gap=12, margins=(20, 20, 20, 16))
        layout.setStretchFactor(self.text, 1)
        self.setLayout(layout)

    def _put(self, answer: tuple[KeptTranscript | None, TranscriberState]) -> None:
        kept, state = answer
        if kept is not None:
            self._show(kept)
        self.write.setVisible(kept is None and state.ready)

    def _show(self, kept: KeptTranscript) -> None:
        """Show what a machine heard, told as that."""
        heard = kept.transcript
        self.text.setPlainText(heard.text)
        self.text.setVisible(bool(heard.text))
        if heard.text:
            words = _("Written out by {engine}; a machine can mishear. Listen before you rely on it.").format(engine=heard.engine)
            self.resize(max(self.width(), 520), max(self.height(), 340))
        else:
            words = _("Nobody speaks in it, as far as {engine} can hear.").format(engine=heard.engine)
        self._tell(words)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def begin(self) -> None:
        """Have it written out."""
        self.write.hide()
        self.told.hide()
        self.stop.show()
        self.busy.begin(_("Being written out"))
        item = self._item.id
        self._job = self._desk.bridge.run(
            Lane.LONG, lambda counter, job: counter.transcribe(item, job.cancelled), self._written, owner=self, failed=self._refused
        )

    def _written(self, kept: KeptTranscript) -> None:
        self._end()
        self._show(kept)
        self._desk.notices.changed.emit("conversations")

    def _refused(self, sentence: str) -> None:
        self._end()
        self.write.show()
        self._tell(sentence)

    def _end(self) -> None:
        self._job = None
        self.busy.end()
        self.stop.hide()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._refused(_("Stopped; nothing was written out."))

    def reject(self) -> None:
        """Closing stops the writing out."""
        if self._job is not None:
            self._job.cancel()
        super().reject()
