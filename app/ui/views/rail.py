"""The rail at the left: the rooms."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton

from app.system.i18n import _
from app.ui.actions import Actions
from app.ui.theme import Theme
from app.ui.widgets.basics import Picture, column

ROOMS = ("counter", "customers", "knowledge", "outbox", "settings")


class Rail(QFrame):
    """One button per room; Settings stands at the foot."""

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setProperty("look", "rail")
        self.setAccessibleName(_("Rooms"))
        self._theme = theme
        self._group = QButtonGroup(self)
        self._mark = Picture(theme, "toonbank", "rail_ink", 32)
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = {name: self._button(name, actions) for name in ROOMS}
        tools = [actions.button(name, size=20) for name in ("look", "palette", "keys")]
        for tool in tools:
            tool.setProperty("look", "rail")
            tool.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tools = dict(zip(("moon", "palette", "help"), tools, strict=True))
        upper = [self._buttons[name] for name in ROOMS[:-1]]
        self.setLayout(column(self._mark, *upper, 1, *tools, self._buttons["settings"], gap=4, margins=(6, 14, 6, 10)))
        theme.changed.connect(self._tint)
        self._tint()

    def _button(self, name: str, actions: Actions) -> QToolButton:
        act = actions[f"go_{name}"]
        button = QToolButton()
        button.setText(act.text())
        button.setToolTip(act.toolTip())
        button.setAccessibleName(act.text())
        button.setProperty("look", "rail")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(24, 24))
        button.setMinimumWidth(84)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False: act.trigger())
        self._group.addButton(button)
        return button

    def minimumSizeHint(self) -> QSize:
        """The rail gives way in a low window."""
        return QSize(super().minimumSizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height, the icons stand alone."""
        super().resizeEvent(event)
        low = self.height() < 7 * (self.fontMetrics().height() + 50)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if low else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        self._mark.setVisible(not low)
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
            button.setMinimumWidth(44 if low else 84)

    def show_room(self, name: str) -> None:
        """Mark the room that is open."""
        self._buttons[name].setChecked(True)

    def _tint(self) -> None:
        for name, button in self._buttons.items():
            button.setIcon(self._theme.icon(name, "rail_ink_soft", on="rail_ink", size=24))
        for name, tool in self._tools.items():
            shown = "sun" if name == "moon" and self._theme.tokens.name == "dark" else name
            tool.setIcon(self._theme.icon(shown, "rail_ink_soft", size=20))
