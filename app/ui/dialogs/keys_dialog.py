"""All keys on one page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QWidget

from app.system.i18n import _
from app.ui.actions import GROUPS, Actions, key_words, words_of
from app.ui.theme import Theme
from app.ui.widgets.basics import button, column, frame, label, row


class KeysDialog(QDialog):
    """The acts in their groups, each with its key."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("All keys"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        close = button(_("Close"), "primary")
        close.clicked.connect(self.accept)
        groups = [self._group(actions, name, _(words)) for name, words in GROUPS.items()]
        left, right = column(*groups[:3], 1, gap=12), column(*groups[3:], 1, gap=12)
        both = row(gap=12)
        both.addLayout(left)
        both.addLayout(right)
        text = label(_("Single letters do nothing while you type."), "soft")
        self.setLayout(column(label(_("All keys"), "title"), text, both, row(1, close), gap=12, margins=(20, 20, 20, 16)))
        close.setFocus()
        theme.adopt(self)

    def _group(self, actions: Actions, name: str, words: str) -> QFrame:
        panel, grid = frame("panel"), QGridLayout()
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.addWidget(label(words, "label"), 0, 0, 1, 2)
        for n, (act, made) in enumerate((pair for pair in actions.all() if pair[0].group == name), start=1):
            grid.addWidget(label(words_of(made)), n, 0)
            grid.addWidget(label(key_words(act.keys), "strong"), n, 1)
        widest = max(self.fontMetrics().horizontalAdvance(key_words(act.keys)) for act, _made in actions.all())
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, round(widest * 1.15))
        panel.setLayout(grid)
        return panel
