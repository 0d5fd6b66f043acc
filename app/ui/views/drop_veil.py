"""What is seen while files hang over the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from app.system.i18n import _
from app.ui.theme import Theme
from app.ui.widgets.basics import Picture, column, label


class DropVeil(QFrame):
    """Covers its parent and says that letting go adds the files."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "drop")
        self._over = parent
        picture = Picture(theme, "import", "accent", 48)
        words = label(_("Let go to add these files"), "title")
        more = label(_("Chat exports, mailbox files, articles, price lists"), "soft")
        for one in (picture, words, more):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(1, picture, words, more, 1, gap=12))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lift(self) -> None:
        """Show over the whole parent."""
        self.setGeometry(self._over.rect().adjusted(16, 16, -16, -16))
        self.show()
        self.raise_()
