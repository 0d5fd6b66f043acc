"""The theme: Fusion, a palette and one style sheet, both made from the tokens; light, dark, or as the system has it."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.ui import icons
from app.ui.style import style_sheet
from app.ui.tokens import DARK, LIGHT, Tokens

_ROLES = (
    (QPalette.ColorRole.Window, "paper"),
    (QPalette.ColorRole.WindowText, "ink"),
    (QPalette.ColorRole.Base, "card"),
    (QPalette.ColorRole.AlternateBase, "sunken"),
    (QPalette.ColorRole.Text, "ink"),
    (QPalette.ColorRole.PlaceholderText, "ink_soft"),
    (QPalette.ColorRole.Button, "card"),
    (QPalette.ColorRole.ButtonText, "ink"),
    (QPalette.ColorRole.ToolTipBase, "card"),
    (QPalette.ColorRole.ToolTipText, "ink"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Dark, "line_strong"),
    (QPalette.ColorRole.Light, "card"),
    (QPalette.ColorRole.Midlight, "sunken"),
    (QPalette.ColorRole.Accent, "accent"),
)


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette of a token set; disabled text is softened."""
    palette = QPalette()
    for role, name in _ROLES:
        palette.setColor(role, QColor(getattr(tokens, name)))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.line_strong))
    return palette


def scaled(font: QFont, factor: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a copy of a font; `factor` is at least 1, so that no text is smaller than the system's."""
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * max(1.0, factor))
    made.setWeight(weight)
    return made


class Theme(QObject):
    """The look in force. `changed` is emitted after it changed; painted widgets then repaint."""

    changed = Signal()

    def __init__(self, application: QApplication, mode: str = "system") -> None:
        super().__init__(application)
        self._application = application
        self._mode = mode
        self._roots: list[QWidget] = []
        self._sheet = ""
        self.tokens = LIGHT
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.set_mode(mode)

    @property
    def mode(self) -> str:
        """light, dark or system."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Use light, dark or the system's scheme from now on."""
        self._mode = mode
        self.tokens = DARK if self._is_dark() else LIGHT
        self._application.setPalette(palette_of(self.tokens))
        self._sheet = style_sheet(self.tokens, self._application.font().pointSizeF())
        self._roots = [root for root in self._roots if isValid(root)]
        for root in self._roots:
            if root.isVisible():
                root.setStyleSheet(self._sheet)
        QTimer.singleShot(0, self, self._dress_next)
        self.changed.emit()

    def adopt(self, root: QWidget) -> None:
        """Dress a room, a dialog or a bar, now and after every change.

        One sheet for the whole application would be measured against every widget at once, which blocks the window for a third of a second.
        """
        self._roots.append(root)
        root.setStyleSheet(self._sheet)

    def _dress_next(self) -> None:
        """Dress what is out of sight, one room at a time."""
        for root in self._roots:
            if isValid(root) and root.styleSheet() != self._sheet:
                root.setStyleSheet(self._sheet)
                QTimer.singleShot(0, self, self._dress_next)
                return

    def icon(self, name: str, token: str = "ink", *, on: str = "", size: int = 20) -> QIcon:  # noqa: S107 - a colour token
        """Return an icon in a token's colour."""
        tokens = self.tokens
        return icons.icon(name, getattr(tokens, token), disabled=tokens.line_strong, on=getattr(tokens, on) if on else "", size=size)

    def _is_dark(self) -> bool:
        if self._mode == "system":
            return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode == "dark"

    def _system_changed(self) -> None:
        if self._mode == "system":
            self.set_mode("system")
