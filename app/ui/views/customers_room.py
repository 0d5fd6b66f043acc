"""Customers: who writes to the shop, and each one's timeline."""

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.domain.views import CustomerRow, MessageView
from app.system.i18n import _, ngettext
from app.ui.desk import Desk
from app.ui.models.items import ItemModel
from app.ui.tokens import GRID
from app.ui.views.customer_card import CustomerCard
from app.ui.views.delegates import Line, LineDelegate
from app.ui.views.timeline import Shown, Timeline
from app.ui.widgets.basics import Empty, ListTable, button, column, field, frame, label, row
from app.ui.words import handle_text, shown_handles, when_text

MOST = 5000
"""Customers listed at once; the search field finds the rest."""


class CustomersRoom(QWidget):
    """Signal: `conversation_asked(id)`."""

    conversation_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown = Shown()
        self._wanted = 0
        self._current: tuple[CustomerRow, list[MessageView]] | None = None
        self.model: ItemModel[CustomerRow] = ItemModel(lambda customer: customer.name, self)
        delegate = LineDelegate(desk.theme, self._line, self)
        self.table = ListTable(_("Customers"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.search = field(_("Search customers"), _("Search by name, address or number"), "search")
        self.card = CustomerCard(desk)
        self.timeline = Timeline(desk.theme)
        self.open = button(_("Open at the Counter"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        left, right = frame("list-side"), QWidget()
        head = column(label(_("Customers"), "title"), self.search, margins=(12, 14, 12, GRID))
        left.setLayout(column(head, self.table, gap=0))
        top = frame("head")
        foot = row(self.open, 1, margins=(16, 0, 16, 12))
        top.setLayout(column(self.card, foot, gap=0))
        right.setLayout(column(top, self.timeline, gap=0))
        self.stack = QStackedWidget()
        self.stack.addWidget(
            Empty(self._desk.theme, "customers", _("No customers yet"), _("They appear by themselves when messages come in."))
        )
        self.stack.addWidget(right)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([360, 800])
        self.setLayout(column(splitter, gap=0))

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now.row()))
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self.look)
        self.open.clicked.connect(self._open)
        self.timeline.anchorClicked.connect(self._follow)
        self._desk.theme.changed.connect(self._write)

    def enter(self) -> None:
        """The room is shown."""
        self.table.setFocus()
        self.look()

    def look(self) -> None:
        """Ask for the list anew."""
        query = self.search.text().strip()
        self._desk.bridge.read(lambda counter: counter.customers(MOST, query), self._put, owner=self, key="customers")

    def act(self, name: str) -> None:
        """Do an act in this room."""
        if name in ("next", "previous"):
            self.table.step(1 if name == "next" else -1)
        elif name == "search":
            self.search.setFocus()
        elif name == "back":
            self.table.setFocus()
        elif name == "open":
            self._open()

    def show_customer(self, customer_id: int) -> None:
        """Show one customer, now and when the list comes."""
        self._wanted = customer_id
        self._read(customer_id)

    def _read(self, customer_id: int) -> None:
        self._desk.bridge.read(lambda counter: counter.customer(customer_id), self._put_customer, owner=self, key="customer")

    def _line(self, customer: CustomerRow) -> Line:
        seen = when_text(customer.last_seen, self._desk.now()) if customer.last_seen else ""
        under = " · ".join(handle_text(handle) for handle in shown_handles(customer.handles)[:2])
        count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
        return Line(customer.name, under, seen, face=customer.name, tag=_("VIP") if customer.vip else count)

    def _put(self, customers: list[CustomerRow]) -> None:
        chosen = self._wanted or (self._current[0].id if self._current else 0)
        self._wanted = 0
        self.model.put(customers)
        place = next((n for n, customer in enumerate(customers) if customer.id == chosen), 0)
        if customers:
            self.table.choose(place)
        self.stack.setCurrentIndex(1 if customers else 0)

    def _choose(self, place: int) -> None:
        customer = self.model.at(place)
        if customer is not None:
            self._read(customer.id)

    def _put_customer(self, found: tuple[CustomerRow, list[MessageView]]) -> None:
        self._current = found
        self._shown = Shown()
        self.card.show_customer(found[0])
        self._write()
        self.timeline.show_end()

    def _write(self) -> None:
        if self._current is not None:
            self.timeline.show_messages(self._current[1], (), self._shown, self._desk.now(), self._current[0].name)

    def _open(self) -> None:
        if self._current and self._current[1]:
            self.conversation_asked.emit(self._current[1][-1].conversation_id)

    def _follow(self, url: QUrl) -> None:
        """Fold and unfold here; files and links are opened at the Counter, where they are asked for."""
        if url.scheme() == "fold":
            self._shown.originals ^= {int(url.path())}
            self._write()
        elif url.scheme() == "earlier":
            self._shown.first += 100
            self._write()
        else:
            self._open()
