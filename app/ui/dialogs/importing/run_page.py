"""The second page: what is being added, how far it is, a way to go on working, and a way to stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.system.i18n import _, number_text
from app.ui.widgets.basics import Elided, button, column, label, row


class RunPage(QWidget):
    """Signals: `stopped()`, `put_away()`: the dialog goes, the work goes on."""

    stopped = Signal()
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self.file = Elided("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.count = Elided("", "soft")
        kept = label(_("You can stop at any time: what is complete is kept, and can be taken back."), "soft", wrap=True)
        self.away = button(_("Go on working"), tip=_("The line at the foot of the window tells how far it is."))
        self.stop = button(_("Cancel"))
        self.away.clicked.connect(self.put_away)
        self.stop.clicked.connect(self.stopped)
        heading = label(_("Adding"), "heading")
        self.setLayout(column(heading, self.file, self.bar, self.count, kept, 1, row(1, self.away, self.stop), gap=12))

    def begin(self, names: list[str]) -> None:
        """Show that these files are being added."""
        self._names = names
        self.stop.setEnabled(True)
        self.bar.setRange(0, len(names) if len(names) > 1 else 0)
        self.bar.setValue(0)
        self.file.say(names[0] if names else "")
        self.count.say("")
        self.away.setFocus()

    def tell(self, done: int, place: int) -> None:
        """Show how much of which file was read."""
        name, many = self._names[place], len(self._names)
        shown = _("{name} · file {n} of {many}").format(name=name, n=place + 1, many=many) if many > 1 else name
        self.file.say(shown)
        self.bar.setValue(place)
        if self.stop.isEnabled():
            self.count.say(_("{n} read").format(n=number_text(done)))

    def stopping(self) -> None:
        """Show that it ends soon."""
        self.stop.setEnabled(False)
        self.count.say(_("Stopping after what is being read …"))
