"""Find anything: acts, customers and articles by a few letters."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.knowledge import ArticleView
from app.domain.views import CustomerRow
from app.system.i18n import _
from app.ui.actions import GROUPS, key_words, words_of
from app.ui.desk import Desk
from app.ui.models.items import ItemModel
from app.ui.views.delegates import Line, LineDelegate
from app.ui.widgets.basics import ListTable, column, field
from app.ui.words import handle_text

MOST = 40
LIKELY = 0.45
"""Below this the letters only happen to stand there in that order."""


def fuzzy(needle: str, text: str) -> float:
    """Return how well the letters of `needle` stand in `text` in order: 0 not at all, up to 1; word beginnings and runs count more."""
    sought, told, at, score, run = needle.casefold().replace(" ", ""), text.casefold(), 0, 0.0, 0
    if not sought:
        return 0.5
    for letter in sought:
        place = told.find(letter, at)
        if place < 0:
            return 0.0
        first = place == 0 or not told[place - 1].isalnum()
        run = run + 1 if place == at and at else 0
        score += 1.0 + first + min(run, 3)
        at = place + 1
    return min(1.0, score / (5.0 * len(sought))) + 0.2 * (len(sought) / max(len(told), 1))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can open."""

    words: str
    under: str
    icon: str
    kind: str
    target: str | int
    keys: str = ""


class Palette(QDialog):
    """Signals: `customer_asked(id)`, `article_asked(id)`; acts are triggered directly."""

    customer_asked = Signal(int)
    article_asked = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._customers: list[Entry] = []
        self._articles: list[Entry] = []
        self._acts = [
            Entry(words_of(made), _(GROUPS[act.group]), act.icon, "act", act.name, key_words(act.keys))
            for act, made in desk.actions.all()
            if act.name != "palette"
        ]
        self.setWindowTitle(_("Find anything"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 460)
        self.line = field(_("Find anything"), _("An act, a customer, an article"))
        self.line.installEventFilter(self)
        self.model: ItemModel[Entry] = ItemModel(lambda entry: entry.words, self)
        delegate = LineDelegate(desk.theme, lambda e: Line(e.words, e.under, e.keys, icon=e.icon), self)
        delegate.lines = 2
        self.table = ListTable(_("Found"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.table.activated.connect(lambda _index: self.take())
        self.table.clicked.connect(lambda _index: self.take())
        self.setLayout(column(self.line, self.table, margins=(12, 12, 12, 12)))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(100)
        self._pause.timeout.connect(self._ask_customers)
        self.line.textChanged.connect(self._typed)
        desk.bridge.read(lambda counter: counter.articles(), self._put_articles, owner=self)
        desk.theme.adopt(self)
        self._show()

    def take(self) -> None:
        """Open what is chosen."""
        entry = self.model.at(self.table.currentIndex().row())
        if entry is None:
            return
        self.accept()
        if isinstance(entry.target, str):
            QTimer.singleShot(0, self._desk.actions[entry.target].trigger)
        elif entry.kind == "customer":
            self.customer_asked.emit(entry.target)
        else:
            self.article_asked.emit(entry.target)

    def _typed(self, _text: str) -> None:
        self._show()
        self._pause.start()

    def _ask_customers(self) -> None:
        query = self.line.text().strip()
        if query:
            self._desk.bridge.read(lambda counter: counter.customers(20, query), self._put_customers, owner=self, key="palette")

    def _put_customers(self, customers: list[CustomerRow]) -> None:
        self._customers = [
            Entry(c.name, handle_text(c.handles[0]) if c.handles else _("Customer"), "customers", "customer", c.id) for c in customers
        ]
        self._show()

    def _put_articles(self, articles: list[ArticleView]) -> None:
        self._articles = [Entry(article.title, _("Article"), "knowledge", "article", article.id) for article in articles]
        self._show()

    def _show(self) -> None:
        needle = self.line.text().strip()
        scored = (
            [(fuzzy(needle, entry.words), entry) for entry in (*self._acts, *self._articles)] if needle else [(0.5, e) for e in self._acts]
        )
        scored += [(max(LIKELY, fuzzy(needle, entry.words)), entry) for entry in self._customers] if needle else []
        best = sorted((pair for pair in scored if pair[0] >= LIKELY), key=lambda pair: -pair[0])
        self.model.put([entry for _score, entry in best[:MOST]])
        if self.model.items:
            self.table.choose(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the line keeps the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.take()
                return True
        return False
