"""What lies in the watched folder, offered in the line at the foot: it takes no focus, moves nothing, and adds nothing by itself."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.watching import Offer
from app.system.i18n import _, ngettext
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.importing.words import offer_words
from app.ui.widgets.basics import Elided, Picture, button, row

FIRST_LOOK = 4_000
"""Milliseconds until the first look at the folder; the schedule tells when something new lies there."""


class OfferLine(QWidget):
    """Shows the newest file of the watched folder that was neither added nor declined. Signal: `wanted(path)`."""

    wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._offer: Offer | None = None
        self._resting = False
        self.text = Elided("")
        self.add = button(_("Add"), "quiet", _("Look at this file and add it"))
        self.leave = button(_("Not this one"), "quiet", _("Do not offer this file again"))
        line = row(Picture(desk.theme, "import", "accent"), self.text, self.add, self.leave, gap=6)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.add.clicked.connect(self._add)
        self.leave.clicked.connect(self._decline)
        desk.notices.changed.connect(lambda what: self.look() if what in ("all", "watch") else None)
        QTimer.singleShot(FIRST_LOOK, self, self.look)
        self.hide()

    def look(self) -> None:
        """Look at the folder; a folder that cannot be read offers nothing."""
        self._desk.bridge.read(
            lambda counter: counter.offers(), self._put, owner=self, key="offers", failed=lambda _told: self._put([]), lane=Lane.KNOW
        )

    def _put(self, offers: list[Offer]) -> None:
        self._offer = offers[0] if offers else None
        self.rest(on=self._resting)
        if self._offer is None:
            return
        path = self._offer.path
        words = offer_words(path.name, self._offer.what, path.parent.name or str(path.parent))
        rest = len(offers) - 1
        more = ngettext("({n} more)", "({n} more)", rest).format(n=rest)
        self.text.say(f"{words} {more}" if rest else words)

    def rest(self, *, on: bool) -> None:
        """Offer nothing while something else needs the line."""
        self._resting = on
        self.setVisible(self._offer is not None and not on)

    def _add(self) -> None:
        if self._offer is not None:
            self.wanted.emit(self._offer.path)

    def _decline(self) -> None:
        if self._offer is not None:
            path = self._offer.path
            self._desk.bridge.write(
                lambda counter: counter.decline(path), lambda _none: self.look(), owner=self, failed=lambda _told: self.look()
            )
