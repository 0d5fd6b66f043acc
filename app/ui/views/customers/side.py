"""The left of the Customers room: everybody, to search, filter and sort; or the possible duplicates."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QTabBar, QWidget

from app.domain.customer_list import CustomerOrder, CustomerQuery, Facets
from app.domain.identity import Suggestion
from app.domain.message import Channel
from app.domain.views import CustomerRow
from app.system.i18n import _, ngettext, number_text
from app.ui.desk import Desk
from app.ui.models.customers import CustomerModel
from app.ui.models.items import ItemModel
from app.ui.models.paged import ROW
from app.ui.people_words import LIST_ORDERS, likeliness
from app.ui.tokens import GRID
from app.ui.views.delegates import Line, LineDelegate
from app.ui.widgets.basics import Choice, Empty, EscapeFilter, ListTable, column, field, label, row
from app.ui.widgets.chips import ChipButton
from app.ui.widgets.flow import Flow
from app.ui.words import channel_word, handles_words, when_text

SEARCH_PAUSE = 120
"""Milliseconds after the last keystroke before a search runs."""


class CustomersSide(QFrame):
    """Signals: `chosen(id)` another customer is to be shown (0: none), `pair_chosen(suggestion or None)`, `opened()` the person wants to
    read on."""

    chosen = Signal(int)
    pair_chosen = Signal(object)
    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "list-side")
        self._desk = desk
        self._wanted = 0
        self.facets = Facets()
        self.vip = self.waiting = self.promised = False
        self.tag, self.channel = "", None
        self.model = CustomerModel(self._fetch, self)
        self.table = self._table(_("Customers"), ROW, self._line, self.model)
        self.pairs: ItemModel[Suggestion] = ItemModel(lambda one: f"{one.name_a}, {one.name_b}, {likeliness(one.score)}", self)
        self.pair_table = self._table(_("Possible duplicates"), None, self._pair_line, self.pairs)
        self.tabs = QTabBar()
        self.search = field(_("Search customers"), _("Search by name, address or number"), "search")
        self.search.setClearButtonEnabled(True)
        self.order = Choice()
        self.filters = Flow(6)
        self.count = label("", "soft")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._lay_out()
        self._connect()

    def _table(self, name: str, role: int | None, shape: Callable[..., Line], model: QObject) -> ListTable:
        delegate = LineDelegate(self._desk.theme, shape, self) if role is None else LineDelegate(self._desk.theme, shape, self, role)
        table = ListTable(name, delegate.height(self.font()))
        table.setItemDelegate(delegate)
        table.setModel(model)  # type: ignore[arg-type]
        return table

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName(_("Customers"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(_("Customers"))
        self.tabs.addTab(_("Possible duplicates"))
        self.order.setAccessibleName(_("In which order"))
        self.order.setToolTip(_("In which order"))
        for value, words in LIST_ORDERS.items():
            self.order.addItem(_(words), value)
        chips = QWidget()
        chips.setLayout(self.filters)
        line = row(self.count, 1, self.order, gap=6)
        self._finding = QWidget()
        self._finding.setLayout(column(self.search, chips, line, gap=6, margins=(12, GRID, 12, 6)))
        nobody, tidy = (
            _("Try a name, an address, a number, or fewer filters."),
            _("Whoever may be one person is shown here, with the reasons."),
        )
        self._nobody = Empty(self._desk.theme, "customers", _("Nobody found"), nobody)
        self._tidy = Empty(self._desk.theme, "check", _("No possible duplicates"), tidy)
        self.stack = QStackedWidget()
        for widget in (self.table, self._nobody, self.pair_table, self._tidy):
            self.stack.addWidget(widget)
        top = QWidget()
        top.setLayout(column(self.tabs, margins=(8, 6, 8, 0)))
        self.setLayout(column(top, self._finding, self.stack, gap=0))
        self.setMinimumWidth(max(260, self.fontMetrics().averageCharWidth() * 36))
        self._show_filters()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _place: self._tell())
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.installEventFilter(self)
        EscapeFilter(self.search, self._leave_search)
        self._pause.timeout.connect(self.look)
        self.order.currentIndexChanged.connect(lambda _place: self.look())
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self.chosen.emit(self.model.id_at(now.row()) or 0))
        self.pair_table.selectionModel().currentChanged.connect(lambda now, _before: self.pair_chosen.emit(self.pairs.at(now.row())))
        for table in (self.table, self.pair_table):
            table.activated.connect(lambda _index: self.opened.emit())
            table.clicked.connect(lambda _index: self.opened.emit())

    # -- what is shown
    @property
    def reviewing(self) -> bool:
        """Whether the duplicates are shown."""
        return self.tabs.currentIndex() == 1

    @property
    def current_id(self) -> int:
        """The chosen customer, or 0."""
        return self.model.id_at(self.table.currentIndex().row()) or 0

    @property
    def query(self) -> CustomerQuery:
        """What is asked for."""
        order = CustomerOrder(self.order.currentData())
        return CustomerQuery(self.search.text().strip(), self.vip, self.tag, self.channel, self.waiting, self.promised, order)

    def enter(self) -> None:
        """Look anew, also at what customers can be told apart by."""
        self._desk.bridge.read(lambda counter: counter.customer_facets(), self._put_facets, owner=self, key="facets")
        self.look()

    def look(self) -> None:
        """Ask for the list anew."""
        query = self.query
        self._desk.bridge.read(lambda counter: counter.customer_ids(query), self._put, owner=self, key="customers")

    def want(self, customer_id: int) -> None:
        """Choose this customer when the list comes; a filter that hides it is left."""
        self._wanted = customer_id
        self.search.clear()
        self.vip = self.waiting = self.promised = False
        self.tag, self.channel = "", None
        self._show_filters()
        self.tabs.setCurrentIndex(0)
        self.look()

    def step(self, by: int) -> None:
        """Go to the next or previous one."""
        (self.pair_table if self.reviewing else self.table).step(by)

    def focus(self) -> None:
        """Give the list the focus."""
        (self.pair_table if self.reviewing else self.table).setFocus()

    def put_pairs(self, pairs: Sequence[Suggestion]) -> None:
        """Show these possible duplicates; the one that takes the place of a decided one is chosen."""
        chosen = self.pairs.at(self.pair_table.currentIndex().row())
        place = max(0, self.pair_table.currentIndex().row())
        self.pairs.put(pairs)
        words = _("Possible duplicates")
        self.tabs.setTabText(1, f"{words} · {number_text(len(pairs))}" if pairs else words)
        if pairs:
            same = next((n for n, pair in enumerate(pairs) if chosen is not None and pair.id == chosen.id), min(place, len(pairs) - 1))
            self.pair_table.choose(same)
        else:
            self.pair_chosen.emit(None)
        self._turn()

    def choose_pair(self, suggestion_id: int) -> None:
        """Show one possible duplicate."""
        self.tabs.setCurrentIndex(1)
        place = next((n for n, pair in enumerate(self.pairs.items) if pair.id == suggestion_id), None)
        if place is not None:
            self.pair_table.choose(place)

    def _turn(self) -> None:
        self._finding.setVisible(not self.reviewing)
        shown: QWidget = self.table if self.model.ids else self._nobody
        if self.reviewing:
            shown = self.pair_table if self.pairs.items else self._tidy
        self.stack.setCurrentWidget(shown)

    def _tell(self) -> None:
        """Tell what is to be shown at the right."""
        self._turn()
        if self.reviewing:
            self.pair_chosen.emit(self.pairs.at(self.pair_table.currentIndex().row()))
        else:
            self.chosen.emit(self.current_id)

    def _put_facets(self, facets: Facets) -> None:
        self.facets = facets
        self._show_filters()

    def _put(self, ids: list[int]) -> None:
        chosen, self._wanted = self._wanted or self.current_id, 0
        self.model.set_ids(ids)
        self.count.setText(ngettext("{n} customer", "{n} customers", len(ids)).format(n=number_text(len(ids))))
        place = self.model.place_of(chosen)
        if ids:
            self.table.choose(place or 0)
            first, last = self.table.sight()
            self.model.renew(first, last)
        self._turn()
        if not self.reviewing:
            self.chosen.emit(self.current_id)

    def _fetch(self, ids: list[int]) -> None:
        self._desk.bridge.read(lambda counter: counter.customer_rows(ids), self.model.put_rows, owner=self, failed=self._not_fetched)

    def _not_fetched(self, sentence: str) -> None:
        self.model.fetch_failed()
        self._desk.notices.say(sentence, "bad")

    # -- filters
    def _show_filters(self) -> None:
        focused = self.filters.focused()
        self.filters.clear()
        self._toggle(_("VIP"), "vip", "flag")
        self._toggle(_("Waiting"), "waiting", "clock")
        self._toggle(_("Promised"), "promised", "check")
        channel = self.channel
        self._choice(channel_word(channel) if channel else _("Channel"), chosen=channel is not None, menu=self.channel_menu)
        if self.facets.tags:
            self._choice(self.tag or _("Tag"), chosen=bool(self.tag), menu=self.tag_menu)
        self.filters.focus(focused)

    def _toggle(self, words: str, name: str, icon: str) -> None:
        on = bool(getattr(self, name))
        told = _("Filter {what}: on").format(what=words) if on else _("Filter {what}: off").format(what=words)
        look = "accent" if on else "ink_soft"
        chip = ChipButton(self._desk.theme, words, told, look=look, icon=icon, filled=on, sign="close" if on else "plus")
        chip.setToolTip(told)
        chip.clicked.connect(lambda: self.filter(**{name: not on}))
        self.filters.addWidget(chip)

    def _choice(self, words: str, *, chosen: bool, menu: Callable[[], QMenu]) -> None:
        told = _("Filter: {what}").format(what=words)
        chip = ChipButton(self._desk.theme, words, told, look="accent" if chosen else "ink_soft", filled=chosen)
        chip.setToolTip(told)
        chip.clicked.connect(lambda: menu().popup(chip.mapToGlobal(chip.rect().bottomLeft())))
        self.filters.addWidget(chip)

    def filter(self, **wanted: object) -> None:
        """Change filters by their names (vip, waiting, promised, tag, channel) and look anew."""
        for name, value in wanted.items():
            setattr(self, name, value)
        self._show_filters()
        self.look()

    def channel_menu(self) -> QMenu:
        """Return the channels to choose from."""
        choices: list[tuple[str, Channel | None]] = [(_("All channels"), None)]
        choices += [(channel_word(channel), channel) for channel in self.facets.channels]
        return self._menu("channel", choices)

    def tag_menu(self) -> QMenu:
        """Return the tags to choose from."""
        return self._menu("tag", [(_("All tags"), ""), *((tag, tag) for tag in self.facets.tags)])

    def _menu(self, name: str, choices: Sequence[tuple[str, object]]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, value in choices:
            item = QAction(words.replace("&", "&&"), menu)
            item.setCheckable(True)
            item.setChecked(value == getattr(self, name))
            item.triggered.connect(lambda _checked=False, value=value: self.filter(**{name: value}))
            menu.addAction(item)
        return menu

    # -- rows
    def _line(self, customer: CustomerRow | None) -> Line:
        if customer is None:
            return Line("…")
        seen = when_text(customer.last_seen, self._desk.now()) if customer.last_seen else ""
        under = handles_words(customer.name, customer.handles)
        count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
        return Line(customer.name, under, seen, face=customer.name or "?", tag=_("VIP") if customer.vip else count)

    def _pair_line(self, one: Suggestion) -> Line:
        return Line(one.name_a, "= " + one.name_b, likeliness(one.score), face=one.name_a or "?")

    def _leave_search(self) -> None:
        self.search.clear()
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter leave the search field for the list."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in keys:
            self.focus()
            return True
        return False
