"""What every pane needs at hand: the bridge, the theme, the acts, the clock, and what the outside lends the window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.domain.account import MailAccount
from app.ui.actions import Actions
from app.ui.bridge import Bridge
from app.ui.theme import Theme
from app.ui.widgets.files import Lookings


def _now() -> datetime:
    return datetime.now(UTC)


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)


@dataclass(frozen=True, slots=True)
class Services:
    """Callables lent by the start of the program.

    `guess_servers` makes an account from an address (or returns None); `open_demonstration` starts the demonstration shop in a profile
    of its own (None: not offered); `open_outside` hands a link to the system.
    """

    guess_servers: Callable[[str], MailAccount | None] = field(default=lambda _address: None)
    open_demonstration: Callable[[], None] | None = None
    open_outside: Callable[[QUrl], None] = _open
    now: Callable[[], datetime] = _now


class Notices(QObject):
    """Sentences for the person. `said(text, look)`: look is info, good, warn or bad. `offered(text, words, callable)`: with a button;
    `lasting` likewise, until it is closed. `changed(what)`: data changed that other rooms show. `began(what, stop)`,
    `went_on(done, total, what)`, `ended()`: long work, for the line at the foot."""

    said = Signal(str, str)
    offered = Signal(str, str, object)
    lasting = Signal(str, str, object)
    cleared = Signal()
    changed = Signal(str)
    began = Signal(str, object)
    went_on = Signal(object, object, str)
    ended = Signal()

    def say(self, text: str, look: str = "info") -> None:
        """Show a sentence for a while."""
        self.said.emit(text, look)

    def offer(self, text: str, words: str, act: Callable[[], object]) -> None:
        """Show a sentence with a button; the button's act is also what undo does."""
        self.offered.emit(text, words, act)


@dataclass(frozen=True)
class Desk:
    """Handed to every room and pane."""

    bridge: Bridge
    theme: Theme
    actions: Actions
    notices: Notices
    services: Services
    lookings: Lookings = field(default_factory=Lookings)

    def now(self) -> datetime:
        """Return the present as an aware UTC datetime."""
        return self.services.now()
