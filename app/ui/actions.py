"""Every act of the window in one place: its words, icon and keys. Buttons, shortcuts, the palette and the key list are made from here."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from app.domain.text import N_
from app.system.i18n import _
from app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `keys` are Qt key sequences, the first is shown; single letters are dead while typing (Qt's text fields claim them)."""

    name: str
    words: str
    icon: str
    keys: tuple[str, ...] = ()
    group: str = ""


GROUPS: dict[str, str] = {
    "go": N_("Go to"),
    "move": N_("Move"),
    "sort": N_("Conversation"),
    "answer": N_("Answer"),
    "people": N_("Customer"),
    "window": N_("Window"),
}
ACTS: tuple[Act, ...] = (
    Act("go_counter", N_("Counter"), "counter", ("G, C",), "go"),
    Act("go_customers", N_("Customers"), "customers", ("G, U",), "go"),
    Act("go_knowledge", N_("Knowledge"), "knowledge", ("G, K",), "go"),
    Act("go_outbox", N_("Outbox"), "outbox", ("G, O",), "go"),
    Act("go_settings", N_("Settings"), "settings", ("G, S",), "go"),
    Act("next", N_("Next"), "down", ("J",), "move"),
    Act("previous", N_("Previous"), "up", ("K",), "move"),
    Act("open", N_("Open"), "check", ("O",), "move"),
    Act("back", N_("Back to the list"), "back", ("U", "Esc"), "move"),
    Act("search", N_("Search"), "search", ("/",), "move"),
    Act("close", N_("Close"), "archive", ("E",), "sort"),
    Act("snooze", N_("Snooze"), "snooze", ("B",), "sort"),
    Act("junk", N_("Junk"), "junk", ("!",), "sort"),
    Act("reopen", N_("Reopen"), "reply", ("Shift+E",), "sort"),
    Act("hand_over", N_("Hand over"), "hand-over", ("H",), "sort"),
    Act("teach", N_("Say what it is"), "flag", ("C",), "sort"),
    Act("note", N_("Internal note"), "note", ("N",), "sort"),
    Act("original", N_("Show originals"), "quote", ("Shift+O",), "sort"),
    Act("translate", N_("Translate, or put the translation away"), "language", ("L",), "sort"),
    Act("undo", N_("Undo"), "undo", ("Z", "Ctrl+Z"), "sort"),
    Act("reply", N_("Edit the answer"), "edit", ("R",), "answer"),
    Act("approve", N_("Approve & send"), "send", ("Ctrl+Return", "Ctrl+Enter"), "answer"),
    Act("approve_next", N_("Approve, send & next"), "send-next", ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "answer"),
    Act("redraft", N_("Propose again"), "bulb", ("Shift+R",), "answer"),
    Act("tag", N_("Add a tag"), "plus", ("T",), "people"),
    Act("same_person", N_("Same person"), "check", ("Y",), "people"),
    Act("two_people", N_("Not the same"), "close", ("D",), "people"),
    Act("later", N_("Later"), "clock", ("W",), "people"),
    Act("log_call", N_("Log a call"), "phone", ("P",), "window"),
    Act("calls", N_("Calls to make"), "phone", ("Shift+P",), "window"),
    Act("sync", N_("Fetch mail"), "sync", ("Ctrl+R",), "window"),
    Act("import", N_("Add files"), "import", ("Ctrl+O",), "window"),
    Act("look", N_("Light or dark"), "moon", ("Ctrl+Shift+L",), "window"),
    Act("palette", N_("Find anything"), "palette", ("Ctrl+K",), "window"),
    Act("keys", N_("All keys"), "help", ("?",), "window"),
)


def key_words(keys: tuple[str, ...]) -> str:
    """Return the first key sequence as people read it ("G C", "Ctrl+Enter"); "" without one."""
    shown = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
    return shown.replace(", ", " ").replace("Return", _("Enter"))


def words_of(action: QAction) -> str:
    """Return an action's words as people read them (Qt doubles the ampersand)."""
    return action.text().replace("&&", "&")


class Actions(QObject):
    """The acts as QActions. Handlers are connected by the main window; a button for an act is made with `button`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = parent
        self._made = {act.name: self._make(act) for act in ACTS}
        theme.changed.connect(self._tint)

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def all(self) -> list[tuple[Act, QAction]]:
        """Return every act with its QAction, in order."""
        return [(act, self._made[act.name]) for act in ACTS]

    def on(self, name: str, handler: Callable[[], object]) -> None:
        """Connect what happens."""
        self._made[name].triggered.connect(lambda _checked=False: handler())

    def button(self, name: str, *, words: bool = False, size: int = 18) -> QToolButton:
        """Return a button for the act; with `words` beside the icon."""
        button = QToolButton()
        button.setDefaultAction(self._made[name])
        button.setIconSize(QSize(size, size))
        button.setAccessibleName(words_of(self._made[name]))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _make(self, act: Act) -> QAction:
        words = _(act.words)
        made = QAction(words.replace("&", "&&"), self)
        made.setObjectName(act.name)
        made.setToolTip(f"{words} ({key_words(act.keys)})" if act.keys else words)
        made.setShortcuts([QKeySequence(key) for key in act.keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setIcon(self._theme.icon(act.icon))
        self._window.addAction(made)
        return made

    def _tint(self) -> None:
        for act in ACTS:
            self._made[act.name].setIcon(self._theme.icon(act.icon))
