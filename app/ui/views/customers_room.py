"""Customers: everybody who writes to the shop, each one's timeline over all channels and card, and who may be there twice."""

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QWidget

from app.domain.customer_card import CustomerCard as Known
from app.domain.identity import Suggestion
from app.domain.views import CustomerRow
from app.pipeline.counter import Counter
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.dialogs.people_dialogs import MergeDialog, SplitDialog, export_customer
from app.ui.views.customer_card import CustomerCard
from app.ui.views.customers.review import Review
from app.ui.views.customers.side import CustomersSide
from app.ui.views.people_acts import PEOPLE, PeopleActs
from app.ui.views.timeline import Timeline
from app.ui.views.timeline_writer import Shown
from app.ui.widgets.basics import Empty, button, column, frame
from app.ui.widgets.flow import wrapping

NARROW = 840
"""Width below which the list and the customer take turns."""
PAIRS = 500
"""Possible duplicates listed at once, likeliest first."""


class CustomersRoom(QWidget):
    """Signals: `conversation_asked(id)`, `call_asked(customer row)`."""

    conversation_asked = Signal(int)
    call_asked = Signal(object)

    def __init__(self, desk: Desk, acts: PeopleActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self._shown = Shown()
        self._known: Known | None = None
        self._reading = False
        self._late: set[int] = set()
        self.side = CustomersSide(desk)
        self.card = CustomerCard(desk, acts, compact=False)
        self.timeline = Timeline(desk.theme)
        self.timeline.setPlaceholderText(_("No messages yet"))
        self.review = Review(desk, acts)
        self.open = button(_("Open at the Counter"))
        self.call = button(_("Log a call…"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        right, content = frame("right-side"), QWidget()
        content.setProperty("look", "card")
        content.setLayout(column(self.card, 1, gap=0))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(content)
        foot = column(wrapping(self.open, self.call), margins=(16, 8, 12, 12))
        right.setLayout(column(self.area, foot, gap=0))
        right.setMinimumWidth(260)
        both = QSplitter()
        both.setHandleWidth(1)
        both.setChildrenCollapsible(False)
        both.addWidget(self.timeline)
        both.addWidget(right)
        both.setStretchFactor(0, 1)
        both.setSizes([560, 384])
        self.timeline.setMinimumWidth(220)
        self.stack = QStackedWidget()
        nobody = Empty(self._desk.theme, "customers", _("No customers yet"), _("They appear by themselves when messages come in."))
        for widget in (nobody, both, self.review):
            self.stack.addWidget(widget)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.side)
        splitter.addWidget(self.stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([340, 860])
        self.setLayout(column(splitter, gap=0))

    def _connect(self) -> None:
        self.side.chosen.connect(self._choose)
        self.side.pair_chosen.connect(self._choose_pair)
        self.side.opened.connect(lambda: self._turn(reading=True) if self.width() < NARROW else None)
        self.review.later.connect(self._later)
        self.open.clicked.connect(self._open)
        self.call.clicked.connect(lambda: self.call_asked.emit(self.card.customer))
        self.timeline.anchorClicked.connect(self._follow)
        self.card.conversation_asked.connect(self.conversation_asked)
        self.card.call_asked.connect(self.call_asked)
        self.card.merge_asked.connect(self._ask_merge)
        self.card.split_asked.connect(lambda customer: SplitDialog(self._desk, self._acts, customer, self).show())
        self.card.export_asked.connect(lambda customer: export_customer(self._desk, customer, self))
        self.card.review_asked.connect(self.show_pair)
        self._desk.theme.changed.connect(self._rewrite)
        self._desk.notices.changed.connect(self._changed)

    # -- in a narrow window the list and the customer take turns
    def minimumSizeHint(self) -> QSize:
        return QSize(self.side.minimumWidth(), 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < NARROW
        self._reading = self._reading and narrow
        self.side.setVisible(not (narrow and self._reading))
        self.stack.setVisible(not narrow or self._reading)

    def _turn(self, *, reading: bool) -> None:
        self._reading = reading
        self._arrange()
        if reading:
            self.timeline.setFocus()
            self.timeline.show_end()
        else:
            self.side.focus()

    # -- looking
    def enter(self) -> None:
        """The room is shown."""
        self.side.focus()
        self._late.clear()
        self.side.enter()
        self._look_at_pairs()
        self._desk.bridge.run(
            Lane.LONG, lambda counter, job: counter.refresh_suggestions(job.cancelled), self._compared, owner=self, key="compare"
        )

    def _compared(self, compared: int) -> None:
        if compared:
            self._look_at_pairs()

    def _look_at_pairs(self) -> None:
        def read(counter: Counter) -> tuple[list[Suggestion], tuple[int, int]]:
            return counter.suggestions(PAIRS), counter.duplicate_rate()

        self._desk.bridge.read(read, lambda found: self._put_pairs(*found), owner=self, key="pairs")

    def _put_pairs(self, pairs: list[Suggestion], rate: tuple[int, int]) -> None:
        self.review.show_rate(*rate)
        self.side.put_pairs(sorted(pairs, key=lambda pair: pair.id in self._late))

    def _changed(self, what: str) -> None:
        if what in (PEOPLE, "all") and self.isVisible():
            self.side.enter()
            self._look_at_pairs()
            if self.card.customer is not None and not self.side.reviewing:
                self._read(self.card.customer.id)

    def show_customer(self, customer_id: int) -> None:
        """Show one customer, now and when the list comes."""
        self.side.want(customer_id)
        self._read(customer_id)
        self._turn(reading=True)

    def show_pair(self, suggestion_id: int) -> None:
        """Show a possible duplicate."""
        self.side.choose_pair(suggestion_id)
        self._turn(reading=True)

    def _choose(self, customer_id: int) -> None:
        if self.side.reviewing:
            return
        self.stack.setCurrentIndex(1 if customer_id or self.side.query.text else 0)
        if customer_id and (self.card.customer is None or self.card.customer.id != customer_id or self._known is None):
            self._read(customer_id)

    def _read(self, customer_id: int) -> None:
        self._desk.bridge.read(
            lambda counter: counter.customer_card(customer_id), self._put_customer, owner=self, key="customer", failed=self._not_there
        )

    def _not_there(self, _sentence: str) -> None:
        """The customer went into another one: the list says what there is."""
        self._known = None
        self.card.show_customer(None)
        self.side.look()

    def _put_customer(self, known: Known) -> None:
        same = self._known is not None and self._known.row.id == known.row.id
        changed = not same or self._known is None or self._known.timeline != known.timeline
        self._known = known
        self.card.show_customer(known.row)
        self.card.show_card(known)
        if not same:
            self._shown = Shown()
        if changed:
            self._write()
            self.timeline.show_end()

    def _write(self) -> None:
        if self._known is not None:
            self.timeline.show_messages(self._known.timeline, (), self._shown, self._desk.now(), self._known.row.name)

    def _choose_pair(self, pair: Suggestion | None) -> None:
        if self.side.reviewing:
            self.stack.setCurrentIndex(2)
            self.review.show_suggestion(pair)

    def _later(self) -> None:
        """Put it behind the others until the room is entered again."""
        pair = self.review.pair
        if pair is not None:
            self._late.add(pair.suggestion.id)
            waiting = [one for one in self.side.pairs.items if one.id not in self._late]
            self.side.put_pairs([*waiting, *(one for one in self.side.pairs.items if one.id in self._late)])
            if waiting:
                self.side.pair_table.choose(0)

    # -- acts
    def act(self, name: str) -> None:
        """Do an act in this room."""
        handlers = {
            "next": lambda: self.side.step(1),
            "previous": lambda: self.side.step(-1),
            "search": self.side.search.setFocus,
            "back": lambda: self._turn(reading=False),
            "open": self._open,
            "tag": self.card.begin_tag,
        }
        if name in handlers:
            handlers[name]()
        elif name in ("same_person", "two_people", "later") and self.side.reviewing:
            self.review.act(name)

    def _ask_merge(self, customer: CustomerRow) -> None:
        MergeDialog(self._desk, self._acts, customer, self).show()

    def _open(self) -> None:
        if self.side.reviewing:
            self._turn(reading=True)
        elif self._known and self._known.timeline:
            self.conversation_asked.emit(self._known.timeline[-1].conversation_id)

    def _follow(self, url: QUrl) -> None:
        """Fold and unfold here; files and links are opened at the Counter, where they are asked for."""
        if url.scheme() == "fold":
            self._shown.originals ^= {int(url.path())}
        elif url.scheme() == "was":
            self._shown.was ^= {int(url.path())}
        elif url.scheme() == "earlier":
            self._shown.first += 100
        else:
            self._open()
            return
        self._rewrite()

    def _rewrite(self) -> None:
        """Write anew and stay where one was reading."""
        place = self.timeline.verticalScrollBar().value()
        self._write()
        self.timeline.verticalScrollBar().setValue(place)
