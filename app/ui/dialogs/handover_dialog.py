"""Handing a conversation over: what the colleague will read, to whom, and with or without who the customer is."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QPlainTextEdit, QWidget

from app.domain.handover import Packet
from app.system.handover_text import handover_text
from app.system.i18n import _
from app.ui.desk import Desk
from app.ui.widgets.basics import Choice, button, column, field, label, row


class HandoverDialog(QDialog):
    """Shows the packet word for word before anything is done with it. Nothing is sent from here."""

    def __init__(self, desk: Desk, conversation_id: int, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._conversation, self._person = desk, conversation_id, person
        self._packet: Packet | None = None
        self.setWindowTitle(_("Hand over"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(660, 620)
        self.to = Choice()
        self.to.setEditable(True)
        self.to.setAccessibleName(_("To whom"))
        self.note = field(_("A word of your own"), _("A word of your own for your colleague"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("look", "editor")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What your colleague reads"))
        self.redact = QCheckBox(_("Leave out who the customer is (names, addresses, numbers)"))
        self.error = label("", "bad-text", wrap=True)
        self.error.hide()
        self.give = button(_("Hand over"), "primary")
        self._lay_out()
        self._connect()
        desk.theme.adopt(self)
        self._ask()

    def _lay_out(self) -> None:
        self.leave, self.copy = button(_("Cancel")), button(_("Copy"), "quiet", _("Copy the text"))
        self.save = button(_("Save as file…"), "quiet")
        self.mail = button(_("Mail program…"), "quiet", _("Open the text in your own mail program"))
        said = label(
            _("The customer does not have to tell anything again. A holding reply is proposed; nothing is sent by itself."),
            "soft",
            wrap=True,
        )
        first = row(label(_("To whom")), self.to, gap=12)
        first.setStretch(1, 1)
        ways = row(self.copy, self.save, self.mail, 1, self.leave, self.give)
        self.setLayout(column(said, first, self.note, self.text, self.redact, self.error, ways, margins=(20, 20, 20, 16), gap=12))

    def _connect(self) -> None:
        self.leave.clicked.connect(self.reject)
        self.give.clicked.connect(self.hand_over)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.save.clicked.connect(self._save)
        self.mail.clicked.connect(self._mail)
        self.redact.toggled.connect(lambda _on: self._ask())

    def _ask(self) -> None:
        cid, redact = self._conversation, self.redact.isChecked()
        self._desk.bridge.read(
            lambda counter: (counter.handover_packet(cid, redact=redact), counter.shop().handover.colleagues),
            lambda made: self._put(*made),
            owner=self,
            key="packet",
            failed=self._refused,
        )

    def _put(self, packet: Packet, colleagues: tuple[str, ...]) -> None:
        self._packet = packet
        self.text.setPlainText(handover_text(packet))
        if not self.to.count():
            self.to.addItems(["", *colleagues])
            if line := self.to.lineEdit():
                line.setPlaceholderText(_("whoever is free"))

    def hand_over(self) -> None:
        """Put it into the queue of the chosen colleague."""
        cid, to, note, by = self._conversation, self.to.currentText().strip(), self.note.text().strip(), self._person
        self.give.setEnabled(False)
        self._desk.bridge.write(
            lambda counter: counter.hand_over(cid, by, to, note), lambda _made: self._given(to), owner=self, failed=self._refused
        )

    def _given(self, to: str) -> None:
        self._desk.notices.changed.emit("conversations")
        name = to or _("whoever is free")
        self._desk.notices.say(
            _("Handed over to {name}. A holding reply is proposed; look at it before it goes.").format(name=name), "good"
        )
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.give.setEnabled(True)
        self.error.setText(sentence)
        self.error.show()

    def _save(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as file…"), _("handover") + ".txt", "*.txt")
        if not path:
            return
        try:
            Path(path).write_text(self.text.toPlainText(), encoding="utf-8")
        except OSError:
            self._refused(_("The file could not be written there; choose another place."))

    def _mail(self) -> None:
        url = QUrl("mailto:")
        subject = self._packet.subject if self._packet else ""
        quoted = bytes(QUrl.toPercentEncoding(self.text.toPlainText()).data()).decode()
        title = bytes(QUrl.toPercentEncoding(_("Handover: {customer}").format(customer=subject)).data()).decode()
        url.setQuery(f"subject={title}&body={quoted}", QUrl.ParsingMode.StrictMode)
        self._desk.services.open_outside(url)
