"""Labels, buttons, lines and lists with the house's looks."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Theme
from app.ui.tokens import GRID

Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if look:
        made.setProperty("look", look)
    if wrap:
        made.setMinimumWidth(40)
    return made


def button(text: str, look: str = "", tip: str = "") -> QPushButton:
    """Return a push button; its accessible name is its text."""
    made = QPushButton(text.replace("&", "&&"))
    made.setAutoDefault(False)
    made.setAccessibleName(text)
    made.setToolTip(tip or text)
    if look:
        made.setProperty("look", look)
    return made


class Link(QPushButton):
    """A quiet button of one line at the left that ends in … where there is no room."""

    def __init__(self, text: str, tip: str = "") -> None:
        super().__init__()
        self._whole, self._tip = text, tip
        self.setAutoDefault(False)
        self.setProperty("look", "link")
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(20, self.width() - 12))
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._tip if shown == self._whole else self._whole)


class Tick(QWidget):
    """A box to tick whose words wrap; a click on the words ticks it too."""

    def __init__(self, words: str, tip: str = "") -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.setToolTip(tip)
        self._words = label(words, wrap=True)
        self._words.setToolTip(tip)
        line = row(self.box, self._words, gap=4)
        line.setStretch(1, 1)
        self.setLayout(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.box.toggle()
            self.box.setFocus()


def field(name: str, placeholder: str = "", look: str = "") -> QLineEdit:
    """Return a line to type in, with its name for screen readers."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    if look:
        made.setProperty("look", look)
    return made


def frame(look: str) -> QFrame:
    """Return a frame with a look of the style sheet."""
    made = QFrame()
    made.setProperty("look", look)
    return made


def restyle(widget: QWidget, look: str) -> None:
    """Give a widget another look now."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    for one in (widget, *widget.findChildren(QWidget)):
        one.style().unpolish(one)
        one.style().polish(one)


def row(*items: QWidget | int | None, gap: int = GRID, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return a row: widgets in order, an int is a stretch, None is skipped."""
    return _filled(QHBoxLayout(), items, gap, margins)


def column(*items: QWidget | QLayout | int | None, gap: int = GRID, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return a column, as `row`."""
    return _filled(QVBoxLayout(), items, gap, margins)


def _filled(box: Box, items: tuple[QWidget | QLayout | int | None, ...], gap: int, margins: tuple[int, int, int, int]) -> Box:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for item in items:
        if isinstance(item, QWidget):
            box.addWidget(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        elif isinstance(item, int):
            box.addStretch(item)
    return box


def roomy(box: QAbstractSpinBox) -> None:
    """Give a spin box's text the margin of the other fields (the style sheet's padding does not reach it)."""
    line = box.findChild(QLineEdit)
    if line is not None:
        line.setTextMargins(6, 0, 6, 0)


def fit_to_screen(window: QWidget, width: int, height: int) -> None:
    """Make a window this big, or as big as its screen leaves room for (at 200 % that is little)."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - QSize(16, 48)))


def clear_layout(box: QLayout) -> None:
    """Take all widgets out of a layout and delete them."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class EscapeFilter(QObject):
    """Gives Escape to a field while it has the focus (the window's shortcut would take it) and calls `leave`."""

    def __init__(self, line: QLineEdit, leave: Callable[[], object]) -> None:
        super().__init__(line)
        self._leave = leave
        line.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            self._leave()
            return True
        return False


class Choice(QComboBox):
    """A choice whose list opens below it, whole, with room to aim at each line (what draws lines by itself heeds no style sheet)."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))


class Picture(QLabel):
    """An icon in a token's colour, drawn anew when the look changes."""

    def __init__(self, theme: Theme, icon: str, token: str = "ink_soft", size: int = 16) -> None:  # noqa: S107 - a colour token
        super().__init__()
        self._theme, self._icon, self._token, self._size = theme, icon, token, size
        theme.changed.connect(self._draw)
        self._draw()

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._theme.icon(self._icon, self._token, size=self._size).pixmap(QSize(self._size, self._size)))


class Elided(QLabel):
    """One line that ends in … when there is no room; the whole is in the tooltip. `natural`: as wide as its words where there is room."""

    def __init__(self, text: str = "", look: str = "", *, natural: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._natural = natural
        self.setSizePolicy(QSizePolicy.Policy.Maximum if natural else QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""
        if look:
            self.setProperty("look", look)
        self.say(text)

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()

    @property
    def whole(self) -> str:
        """The text before it was shortened."""
        return self._whole

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, hint.height()) if self._natural else hint

    def minimumSizeHint(self) -> QSize:
        return QSize(min(40, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(20, self.width()))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class TitleLine(QWidget):
    """A title with its tools at the right; they go below it where both do not fit whole."""

    def __init__(self, title: Elided, tools: QLayout) -> None:
        super().__init__()
        self.title, self._tools = title, QWidget()
        tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setLayout(tools)
        self._box = row(title, self._tools, gap=4)
        self.setLayout(self._box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, text: str) -> None:
        """Show another title."""
        self.title.say(text)
        self.arrange()

    @property
    def below(self) -> bool:
        """Whether the tools stand below the title."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def arrange(self) -> None:
        """Put the tools where there is room for them: anew when some of them came or went."""
        wanted = self.title.fontMetrics().horizontalAdvance(self.title.whole) + GRID + self._tools.sizeHint().width()
        below = wanted > self.width()
        if below != self.below:
            self._box.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
            self._box.setAlignment(self._tools, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._tools.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


class ListTable(QTableView):
    """A list of painted rows of one height. A table of one column lays out 100,000 rows at once, where a list view counts each."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def step(self, by: int) -> None:
        """Move the choice down or up."""
        model = self.model()
        count = model.rowCount() if model else 0
        if count:
            here = self.currentIndex().row()
            self.choose(max(0, min(count - 1, here + by if here >= 0 else 0)))

    def choose(self, place: int) -> None:
        """Choose a row and bring it into sight."""
        index = self.model().index(place, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def sight(self) -> tuple[int, int]:
        """Return the first and last row in sight."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, last if last >= 0 else self.model().rowCount() - 1


class Empty(QWidget):
    """What an empty place teaches: an icon, a heading, a sentence, and what to do."""

    def __init__(self, theme: Theme, icon: str, heading: str, text: str, *acts: QWidget) -> None:
        super().__init__()
        self._picture = Picture(theme, icon, "accent", 40)
        self._heading = label(heading, "heading", wrap=True)
        self._text = label(text, "soft", wrap=True)
        for one in (self._picture, self._heading, self._text):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = row(1, *acts, 1)
        self.setLayout(column(1, self._picture, self._heading, self._text, buttons, 2, gap=GRID + 4, margins=(24, 24, 24, 24)))

    def teach(self, heading: str, text: str) -> None:
        """Say something else."""
        self._heading.setText(heading)
        self._text.setText(text)
