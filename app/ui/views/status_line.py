"""The line at the foot: what runs and how far, a way to stop it, and where the data lives."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar

from app.system.i18n import _, number_text
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.offer_line import OfferLine
from app.ui.widgets.basics import Elided, Picture, button, label, row


class StatusLine(QFrame):
    """One quiet line of fixed height."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "status")
        self._what = ""
        self._stop: Callable[[], object] | None = None
        self.text = Elided("", "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = button(_("Cancel"), "quiet")
        self.cancel.clicked.connect(self._cancel)
        where = label(_("Everything stays on this computer"), "soft")
        picture = Picture(desk.theme, "shield", "good")
        self.offer = OfferLine(desk)
        moves = [desk.actions.button(name, size=16) for name in ("previous", "next", "undo")]
        line = row(self.text, self.bar, self.cancel, self.offer, *moves, picture, where, gap=GRID, margins=(12, 0, 14, 0))
        line.setStretch(0, 1)
        line.setStretch(3, 50)  # either something runs, or something is offered
        self.setLayout(line)
        self.setFixedHeight(max(34, self.fontMetrics().height() + 18))
        self.end()

    def begin(self, what: str, stop: Callable[[], object] | None = None) -> None:
        """Show that something runs."""
        self._what, self._stop = what, stop
        self.text.say(f"{what} …")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.cancel.setVisible(stop is not None)
        self.offer.rest(on=True)

    def progress(self, done: int, total: int | None, what: str) -> None:
        """Show how far it is."""
        count = number_text(done) if total is None else _("{done} of {total}").format(done=number_text(done), total=number_text(total))
        self.text.say(f"{self._what}: {count}")
        if total:
            self.bar.setRange(0, total)
            self.bar.setValue(done)

    def end(self) -> None:
        """Nothing runs."""
        self._stop = None
        self.text.say("")
        self.bar.hide()
        self.cancel.hide()
        self.offer.rest(on=False)

    def _cancel(self) -> None:
        if self._stop is not None:
            self._stop()
