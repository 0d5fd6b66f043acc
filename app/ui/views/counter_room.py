"""The Counter: list, conversation, customer and answer side by side."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QWidget

from app.domain.draft import Draft, DraftState
from app.domain.message import Channel, HandleKind
from app.domain.shop import ShopSettings
from app.domain.teaching import Labels
from app.domain.text import N_
from app.domain.views import Box, ConversationState, ConversationView
from app.system.i18n import _, moment_text
from app.ui.desk import Desk
from app.ui.dialogs.handover_dialog import HandoverDialog
from app.ui.views.conversation_list import ConversationList
from app.ui.views.conversation_pane import ConversationPane
from app.ui.views.countdown import Countdown
from app.ui.views.customer_card import CustomerCard
from app.ui.views.draft_panel import DraftPanel
from app.ui.views.first_run import FirstRun
from app.ui.views.people_acts import PEOPLE, PeopleActs
from app.ui.views.snooze_menu import SnoozeMenu
from app.ui.views.teaching import TeachingActs
from app.ui.views.undo import Step, UndoStack
from app.ui.widgets.basics import column, frame
from app.ui.widgets.flow import Rule

DONE_WORDS = {
    ConversationState.CLOSED: N_("Closed: {name}"),
    ConversationState.JUNK: N_("Put with the junk: {name}"),
    ConversationState.SNOOZED: N_("Snoozed: {name}"),
    ConversationState.OPEN: N_("Open again: {name}"),
}
ABOUT_ONE = frozenset(
    {"close", "junk", "reopen", "snooze", "note", "original", "translate", "reply", "approve", "approve_next", "redraft"}
    | {"hand_over", "teach", "tag"}
)
"""Acts on the conversation that is shown."""
NARROW = 840
"""Width below which the panes no longer fit side by side."""


class _SideArea(QScrollArea):
    """Never narrower than what is in it: the pane in the middle gives way instead."""

    def minimumSizeHint(self) -> QSize:
        inside: QWidget | None = self.widget()
        return QSize((inside.minimumSizeHint().width() if inside else 0) + self.verticalScrollBar().sizeHint().width(), 80)


class CounterRoom(QWidget):
    """Signals: `article_wanted(question)`, `article_asked(id)` for the Knowledge room; `countdown(text, undo)` while an answer waits."""

    article_wanted = Signal(str)
    article_asked = Signal(int)
    countdown_began = Signal(str, object)
    countdown_told = Signal(str)
    countdown_over = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._undo = UndoStack()
        self._reading = False
        self._coming = 0
        self._then = ""
        self.list = ConversationList(desk)
        self.pane = ConversationPane(desk)
        self.people = PeopleActs(desk, self._undo, self.undo, self)
        self.card = CustomerCard(desk, self.people, compact=True)
        self.draft = DraftPanel(desk)
        self.first_run = FirstRun(desk)
        self.waiting = Countdown(desk, self)
        self.teaching = TeachingActs(desk, self._undo, self.undo, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        side = frame("right-side")
        self._rule = Rule(self._desk.theme)
        inner = column(self.card, self._rule, self.draft, gap=0)
        inner.setStretchFactor(self.draft, 1)
        content = QWidget()
        content.setProperty("look", "card")
        content.setLayout(inner)
        self.side = _SideArea()
        self.side.setWidgetResizable(True)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setWidget(content)
        side.setLayout(column(self.side, self.draft.fixed, gap=0))
        side.setMinimumWidth(260)
        self.splitter = QSplitter()
        self.splitter.setHandleWidth(1)
        self._parts: tuple[QWidget, ...] = (self.pane, side)
        for widget in (self.list, *self._parts):
            self.splitter.addWidget(widget)
        self.splitter.setChildrenCollapsible(False)
        for n, (part, share, width) in enumerate(((self.list, 1, 340), (self.pane, 3, 480), (side, 1, 384))):
            self.splitter.setStretchFactor(n, share)
            part.resize(width, 600)
        self.splitter.setSizes([364, 456, 384])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.splitter)
        welcome = QScrollArea()
        welcome.setWidgetResizable(True)
        welcome.setWidget(self.first_run)
        self.stack.addWidget(welcome)
        self.setLayout(column(self.stack, gap=0))

    def minimumSizeHint(self) -> QSize:
        """As small as one pane: narrower than `NARROW` the panes take turns."""
        return QSize(self.list.minimumWidth(), 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """In a narrow window (or at 200 %) the list and the conversation take turns."""
        narrow = self.width() < NARROW
        if not narrow:
            self._reading = False
        self.list.setVisible(not (narrow and self._reading))
        for part in self._parts:
            part.setVisible(not narrow or self._reading)

    def _turn(self, *, reading: bool) -> None:
        self._reading = reading
        self._arrange()
        (self.pane.timeline if reading else self.list.table).setFocus()

    def _connect(self) -> None:
        self.list.chosen.connect(self.open)
        self.list.opened.connect(lambda: self._turn(reading=True))
        self.list.table.clicked.connect(lambda _index: self._turn(reading=True) if self.width() < NARROW else None)
        self.pane.noted.connect(self._keep_note)
        self.pane.verdict.said.connect(self._teach)
        self.draft.approved.connect(self._approved)
        self.draft.edit_began.connect(lambda: QTimer.singleShot(0, self, self._show_editor))
        self.draft.handed.connect(self.hand_over)
        self.draft.article_wanted.connect(self.article_wanted)
        self.draft.article_asked.connect(self.article_asked)
        self.waiting.told.connect(self.countdown_told)
        self.waiting.over.connect(self._left)
        self._desk.notices.changed.connect(self._changed)

    def _show_editor(self) -> None:
        self.side.ensureWidgetVisible(self.draft.paper, 0, 12)

    def _changed(self, what: str) -> None:
        if what == "rows":
            self.list.renew_rows()
        if what == PEOPLE:
            self.list.reload()
            self._reopen()
        if what in ("conversations", "all"):
            self._reopen()
            self._look_for_first_run()

    def enter(self) -> None:
        """The room is shown."""
        self._look_for_first_run()
        self.list.reload()
        self._desk.bridge.read(lambda counter: counter.shop(), self._know_person, owner=self, key="person")
        self.list.table.setFocus()

    def _know_person(self, shop: ShopSettings) -> None:
        self.draft.person = self.pane.handed.person = self.teaching.person = self.people.person = shop.person
        self.teaching.categories = shop.categories
        self.pane.know_categories(shop.categories)

    def _look_for_first_run(self) -> None:
        self._desk.bridge.read(
            lambda counter: counter.counts(),
            lambda c: self._welcome(new=not c.get("messages", 0)),
            owner=self,
            key="first run",
        )

    def _welcome(self, *, new: bool) -> None:
        self.stack.setCurrentIndex(1 if new else 0)
        if new:
            self.first_run.enter()

    # -- looking
    @property
    def view(self) -> ConversationView | None:
        """The conversation that is shown."""
        return self.pane.view

    def open(self, conversation_id: int, by_person: bool = True) -> None:  # noqa: FBT001, FBT002 - a slot
        """Show a conversation; it counts as read when a person chose it."""
        if not conversation_id:
            self._put(None)
            return
        if self.view is not None and self.view.row.id == conversation_id and not by_person:
            return
        unread = self.list.model.row_of(conversation_id)
        self._coming, self._then = conversation_id, ""
        self._desk.bridge.read(
            lambda counter: counter.conversation(conversation_id), self._put, owner=self, key="conversation", failed=self._not_opened
        )
        if by_person and (unread is None or unread.unread):
            self._desk.bridge.write(lambda counter: counter.mark_read(conversation_id), lambda _none: self.list.renew_rows(), owner=self)

    def _reopen(self) -> None:
        if self.view is not None:
            cid = self.view.row.id
            gone = lambda _sentence: self._put(None)  # noqa: E731 - what brought it was taken back
            self._desk.bridge.read(lambda counter: counter.conversation(cid), self._put, owner=self, key="conversation", failed=gone)

    def _not_opened(self, sentence: str) -> None:
        self._coming, self._then = 0, ""
        self._desk.notices.say(sentence, "bad")

    def _put(self, view: ConversationView | None) -> None:
        then, self._coming, self._then = self._then, 0, ""
        self.pane.show_view(view)
        self.card.show_customer(view.customer if view else None)
        if view is not None:
            self.card.look(view.row.id)
        self._rule.setVisible(view is not None)
        self.draft.show_view(view)
        if then:
            self.act(then)

    def show_conversation(self, conversation_id: int) -> None:
        """Come here from elsewhere (search, outbox, customers)."""
        if not self.list.choose_id(conversation_id):
            self.list.table.clearSelection()
        self.open(conversation_id)

    # -- acts
    def act(self, name: str) -> None:
        """Do one of the acts of this room; one about a conversation that is still on its way is done when it is there, never to another."""
        if self._coming and name in ABOUT_ONE:
            self._then = name
            return
        handlers = {
            "next": lambda: self.list.step(1),
            "previous": lambda: self.list.step(-1),
            "open": lambda: self._turn(reading=True),
            "back": lambda: self._turn(reading=False),
            "search": self._focus_search,
            "close": lambda: self._set_state(ConversationState.CLOSED),
            "junk": lambda: self._set_state(ConversationState.JUNK),
            "reopen": lambda: self._set_state(ConversationState.OPEN),
            "snooze": self._ask_snooze,
            "note": self.pane.begin_note,
            "hand_over": self.hand_over,
            "teach": self.pane.verdict.open_category,
            "tag": self.card.begin_tag,
            "original": self.pane.toggle_originals,
            "translate": self.pane.interpreter.toggle,
            "undo": self.undo,
            "reply": self.draft.begin_edit,
            "approve": self.draft.approve,
            "approve_next": lambda: self.draft.approve(go_on=True),
            "redraft": self.draft.propose,
        }
        if name in handlers:
            handlers[name]()

    def _focus_search(self) -> None:
        self.list.search.setFocus()
        self.list.search.selectAll()

    def _set_state(self, state: ConversationState, until: datetime | None = None) -> None:
        if self.view is None:
            return
        row = self.view.row
        if row.state is state and until is None:
            return
        self._desk.bridge.write(
            lambda counter: counter.set_state(row.id, state, until),
            lambda before: self._state_set(row.id, row.customer, before, state, until),
            owner=self,
        )
        if state is not ConversationState.OPEN or self.list.current_box is not Box.QUEUE:
            self.list.take_out(row.id)

    def _state_set(
        self, conversation_id: int, name: str, before: ConversationState, state: ConversationState, until: datetime | None
    ) -> None:
        words = _(DONE_WORDS[state]).format(name=name)
        if until is not None:
            words = _("{what} · returns {time}").format(what=words, time=moment_text(until))
        self._undo.push(Step(words, partial(self._set_back, conversation_id, before)))
        self._desk.notices.offer(words, _("Undo"), self.undo)
        self.list.reload()

    def _set_back(self, conversation_id: int, state: ConversationState) -> None:
        self._desk.bridge.write(
            lambda counter: counter.set_state(conversation_id, state), lambda _before: self._returned(conversation_id), owner=self
        )

    def _returned(self, conversation_id: int) -> None:
        self._desk.notices.cleared.emit()
        self.list.want(conversation_id)
        self.open(conversation_id)

    def undo(self) -> None:
        """Undo the latest act."""
        step = self._undo.pop()
        if step is None:
            self._desk.notices.say(_("There is nothing to undo."))
            return
        step.back()

    def hand_over(self) -> None:
        """Give the conversation to a colleague."""
        if self.view is not None:
            HandoverDialog(self._desk, self.view.row.id, self.draft.person, self).open()

    def _teach(self, labels: Labels) -> None:
        if self.view is not None:
            self.teaching.say(self.view.row.id, labels)

    def _ask_snooze(self) -> None:
        if self.view is None:
            return
        menu = self.snooze_menu()
        button = next((b for b in self.pane.findChildren(QWidget) if b.accessibleName() == _("Snooze") and b.isVisible()), self.pane)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def snooze_menu(self) -> SnoozeMenu:
        """Return the menu of times at which a conversation may return."""
        menu = SnoozeMenu(self._desk, self)
        menu.chosen.connect(self._snooze_until)
        return menu

    def _snooze_until(self, moment: datetime) -> None:
        self._set_state(ConversationState.SNOOZED, moment)

    def _keep_note(self, text: str) -> None:
        if self.view is not None:
            cid, name = self.view.row.id, self.draft.person or _("me")
            self._desk.bridge.write(lambda counter: counter.add_note(cid, name, text), lambda _note: self._reopen(), owner=self)

    # -- sending
    def _approved(self, draft: Draft, go_on: bool) -> None:  # noqa: FBT001 - a slot
        name = self.view.row.customer if self.view else draft.recipient
        if draft.state is DraftState.SENT:
            self._recorded(draft, name)
        else:
            words = self.waiting.begin(draft, name)
            self._undo.push(Step(words, partial(self._take_back, draft.id), f"draft {draft.id}"))
            self.countdown_began.emit(words, self.undo)
        in_queue = self.list.current_box is Box.QUEUE
        if go_on:
            self.list.take_out(draft.conversation_id) if in_queue else self.list.step(1)
        self.list.reload()
        self._desk.notices.changed.emit("outbox")

    def _recorded(self, draft: Draft, name: str) -> None:
        """A chat has no sending channel: the text is on the clipboard, and the chat can be opened."""
        words = _("The answer for {name} is copied and recorded as given.").format(name=name)
        link = self._chat_link()
        if link is None:
            self._desk.notices.say(words, "good")
        else:
            self._desk.notices.offer(words, _("Open the chat"), lambda: self._desk.services.open_outside(link))

    def _chat_link(self) -> QUrl | None:
        """Return the link that opens a chat with this customer on this computer, or None."""
        view = self.view
        phone = next((h.value for h in view.customer.handles if h.kind is HandleKind.PHONE), "") if view else ""
        if view is None or not phone:
            return None
        return QUrl(f"https://wa.me/{phone.lstrip('+')}" if view.row.channel is Channel.WHATSAPP else f"sms:{phone}")

    def _take_back(self, draft_id: int) -> None:
        self.waiting.forget(draft_id)
        self._desk.bridge.write(lambda counter: counter.take_back(draft_id), self._taken_back, owner=self)

    def _taken_back(self, draft: Draft) -> None:
        self._desk.notices.say(_("Taken back. Nothing was sent."), "good")
        self.list.want(draft.conversation_id)
        self.open(draft.conversation_id)
        self._desk.notices.changed.emit("outbox")

    def _left(self, draft_id: int) -> None:
        self._undo.drop(f"draft {draft_id}")
        if not self.waiting.running:
            self.countdown_over.emit()
        QTimer.singleShot(0, self, self.list.renew_rows)
