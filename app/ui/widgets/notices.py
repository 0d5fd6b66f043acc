"""The notice that floats at the foot of the window: it moves nothing, steals no focus, and holds the Undo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from app.system.i18n import _
from app.ui.desk import Notices
from app.ui.theme import Theme
from app.ui.tokens import GRID
from app.ui.widgets.basics import Picture, button, label, row

STAYS = 8_000
"""Milliseconds that a sentence stays; one that names trouble stays until it is closed."""
ICONS = {"info": "", "good": "check", "warn": "warning", "bad": "warning"}


class Toast(QFrame):
    """Shows the latest notice over the foot of its parent."""

    def __init__(self, theme: Theme, notices: Notices, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "toast")
        self._over = parent
        self._act: Callable[[], object] | None = None
        self._picture = Picture(theme, "check", "rail_ink", 20)
        self._text = label(wrap=True)
        self._button = button(_("Undo"))
        self._close = button(_("Close"), tip=_("Close this notice"))
        self.setLayout(row(self._picture, self._text, self._button, self._close, gap=12, margins=(16, 10, 10, 10)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._button.clicked.connect(self.take)
        self._close.clicked.connect(self.hide)
        notices.said.connect(self._say)
        notices.offered.connect(self._offer)
        notices.lasting.connect(self._last)
        notices.cleared.connect(self.hide)
        parent.installEventFilter(self)
        self.setAccessibleName(_("Notice"))
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, or ""."""
        return self._text.text() if self.isVisible() else ""

    def take(self) -> None:
        """Do what the notice offers."""
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()

    def retell(self, text: str) -> None:
        """Change the words of the notice in place (a countdown)."""
        self._text.setText(text)
        self._place()

    def _say(self, text: str, look: str) -> None:
        self._act = None
        self._show(text, "", look, stays=look == "bad")

    def _offer(self, text: str, words: str, act: Callable[[], object]) -> None:
        self._act = act
        self._show(text, words, "info", stays=False)

    def _last(self, text: str, words: str, act: Callable[[], object]) -> None:
        self._act = act
        self._show(text, words, "info", stays=True)

    def _show(self, text: str, words: str, look: str, *, stays: bool) -> None:
        picture = ICONS.get(look, "")
        self._picture.setVisible(bool(picture))
        if picture:
            self._picture.show_icon(picture)
        self._button.setVisible(bool(words))
        self._button.setText(words)
        self._button.setAccessibleName(words)
        self._close.setVisible(not words or stays)
        self._text.setText(text)
        self._timer.stop()
        self.show()
        self._place()
        self.raise_()
        if not stays:
            self._timer.start(STAYS)

    def hold(self) -> None:
        """Stay until told otherwise (a countdown runs)."""
        self._timer.stop()

    def _place(self) -> None:
        parent = self._over
        most = min(640, parent.width() - 6 * GRID)
        extra = sum(w.sizeHint().width() + 12 for w in (self._button, self._close, self._picture) if not w.isHidden()) + 40
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8
        self._text.setFixedWidth(max(120, min(wanted, most - extra)))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 5 * GRID)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False


class Busy(QWidget):
    """A calm mark that something is under way: words and three dots that fill in turn, four times a second, only while in sight."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._words = text
        self._text = label("", "soft")
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(400)
        self._timer.timeout.connect(self._tick)
        self.setLayout(row(self._text, 1))
        self.hide()

    def begin(self, text: str) -> None:
        """Show the mark."""
        self._words = text
        self.setAccessibleName(text)
        self._tick()
        self.show()
        self._timer.start()

    def end(self) -> None:
        """Hide the mark."""
        self._timer.stop()
        self.hide()

    def _tick(self) -> None:
        self._turn = (self._turn + 1) % 4
        self._text.setText(self._words + " " + "·" * self._turn)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft)
