"""What may be done with an attachment: look at a copy outside, or keep a copy; programs stay closed."""

from functools import partial

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from app.domain.transcription import is_audio
from app.domain.views import AttachmentView
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.dialogs.recording_dialog import RecordingDialog
from app.ui.widgets.files import REFUSED, is_program, plain_name, save_file


class Attachments(QObject):
    """Asks before anything leaves Toonbank."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._over = desk, parent

    def ask(self, item: AttachmentView) -> QDialog | None:
        """Ask what to do with an attachment; returns the open question, or None for a program, which is refused."""
        name = plain_name(item.name)
        if is_program(item.name):
            self._desk.notices.say(_(REFUSED).format(name=name), "warn")
            return None
        if is_audio(item.name, item.media_type):
            recording = RecordingDialog(self._desk, item, partial(self.look_at, item), partial(self.keep, item), self._over.window())
            recording.open()
            return recording
        question = QMessageBox(self._over.window())
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(_("Attachment"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(_("Open {name} in another program?").format(name=name))
        question.setInformativeText(
            _("Toonbank keeps attachments encrypted. To open this one, a readable copy is made; it is removed when Toonbank closes.")
            + "\n\n"
            + _("Open only what you expected from this sender.")
        )
        look = question.addButton(_("Open a copy"), QMessageBox.ButtonRole.AcceptRole)
        keep = question.addButton(_("Save a copy …"), QMessageBox.ButtonRole.ActionRole)
        leave = question.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(look)
        question.setEscapeButton(leave)
        look.clicked.connect(partial(self.look_at, item))
        keep.clicked.connect(partial(self.keep, item))
        self._desk.theme.adopt(question)
        question.open()
        return question

    def look_at(self, item: AttachmentView, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Make a copy off the Qt thread and hand it to the system."""
        desk = self._desk
        desk.bridge.read(
            lambda counter: desk.lookings.write(item.name, counter.attachment(item.id)),
            lambda place: desk.services.open_outside(QUrl.fromLocalFile(str(place))),
            owner=self,
        )

    def keep(self, item: AttachmentView, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        """Write a copy where the person points."""
        name, _kind = QFileDialog.getSaveFileName(self._over, _("Keep a copy of the attachment"), plain_name(item.name))
        if name:
            done = _("The attachment is in {name}.").format(name=name)
            self._desk.bridge.read(
                lambda counter: save_file(name, counter.attachment(item.id)), lambda _none: self._desk.notices.say(done, "good"), owner=self
            )
