"""A list of checks: an icon, what was checked, and one sentence."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.views import Check
from app.system.i18n import _
from app.ui.theme import Theme
from app.ui.widgets.basics import Picture, clear_layout, label, row


class CheckList(QWidget):
    """Lines with a tick or a warning; never colour alone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._lines)
        self.sentences: list[str] = []
        self.hide()

    def wait(self, words: str) -> None:
        """Say that the checks run."""
        self._clear()
        self._lines.addWidget(label(f"{words} …", "soft"))
        self.show()

    def put(self, checks: list[Check]) -> None:
        """Show what was found."""
        self._clear()
        self.sentences = [_(check.why) for check in checks]
        for check in checks:
            self._lines.addWidget(self._line(check))
        self.setVisible(bool(checks))

    def _line(self, check: Check) -> QWidget:
        line, picture = QWidget(), Picture(self._theme, "check" if check.ok else "warning", "good" if check.ok else "bad", 18)
        picture.setAccessibleName(_("in order") if check.ok else _("not in order"))
        name = label(_(check.name), "strong")
        if not check.name:
            name.hide()
        made = row(picture, name, label(_(check.why), "" if check.ok else "bad-text", wrap=True))
        made.setStretch(2, 1)
        line.setLayout(made)
        return line

    def _clear(self) -> None:
        self.sentences = []
        clear_layout(self._lines)
