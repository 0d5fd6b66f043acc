"""The Outbox: what waits to leave, what left, what did not, and what nobody can be sure of."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.draft import Draft, DraftState
from app.domain.views import OutboxRow
from app.system.i18n import _, moment_text, ngettext
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.widgets.basics import Elided, Empty, Picture, button, clear_layout, column, label, row
from app.ui.widgets.flow import Chip
from app.ui.words import DRAFT_STATES, channel_icon, channel_word

LOOKS = {
    DraftState.APPROVED: ("accent", "clock"),
    DraftState.SENDING: ("accent", "send"),
    DraftState.SENT: ("good", "check"),
    DraftState.FAILED: ("bad", "warning"),
    DraftState.UNSURE: ("warn", "help"),
}
ORDER = (DraftState.UNSURE, DraftState.FAILED, DraftState.APPROVED, DraftState.SENDING, DraftState.SENT)
MOST = 100


class OutboxRoom(QWidget):
    """Signal: `conversation_asked(id)`."""

    conversation_asked = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "paper")
        self._desk = desk
        self._cards: list[OutboxCard] = []
        self._shown: list[OutboxRow] | None = None
        self.send_now = button(_("Send what waits now"))
        self.look_up = button(_("Look up what is not sure"))
        self.send_now.clicked.connect(self._send_now)
        self.look_up.clicked.connect(self._look_up)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self._list.setContentsMargins(24, 4, 24, 24)
        inside = QWidget()
        inside.setProperty("look", "scrolled")
        inside.setLayout(self._list)
        self.area = QScrollArea()
        self.area.setAccessibleName(_("Outbox"))
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        empty_text = _(
            "Approved answers wait here for the last seconds in which you can take them back, and stay in sight until they have left."
        )
        self.stack.addWidget(Empty(desk.theme, "outbox", _("The outbox is empty"), empty_text))
        head = row(label(_("Outbox"), "title"), 1, self.look_up, self.send_now, margins=(24, 16, 24, 12))
        self.setLayout(column(head, self.stack, gap=0))
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count)
        desk.notices.changed.connect(lambda what: self.enter() if what in ("outbox", "all") and self.isVisible() else None)

    def enter(self) -> None:
        """The room is shown, or the outbox changed."""
        self._desk.bridge.read(lambda counter: counter.outbox(), self._put, owner=self, key="outbox")

    def act(self, name: str) -> None:
        """Do an act in this room."""
        if name in ("next", "previous") and self._cards:
            places = [n for n, card in enumerate(self._cards) if card.hasFocus()]
            step = (places[0] if places else -1) + (1 if name == "next" else -1)
            self._cards[max(0, min(step, len(self._cards) - 1))].setFocus()
        elif name == "open":
            for card in self._cards:
                if card.hasFocus():
                    self.conversation_asked.emit(card.item.draft.conversation_id)

    @property
    def cards(self) -> "list[OutboxCard]":
        """What is shown, in order."""
        return self._cards

    def _put(self, rows: list[OutboxRow]) -> None:
        rows = sorted(rows, key=lambda item: (ORDER.index(item.draft.state), -item.draft.id))[:MOST]
        self.stack.setCurrentIndex(0 if rows else 1)
        self.send_now.setVisible(any(item.draft.state is DraftState.APPROVED for item in rows))
        self.look_up.setVisible(any(item.draft.state is DraftState.UNSURE for item in rows))
        if rows == self._shown:
            return
        self._shown = rows
        self._empty()
        state = None
        for item in rows:
            if item.draft.state is not state:
                state = item.draft.state
                self._list.addWidget(label(_(DRAFT_STATES[state]), "label"))
            self._list.addWidget(self._card(item))
        self._list.addStretch(1)
        self._count()
        if any(item.draft.state is DraftState.APPROVED for item in rows):
            self._clock.start()
        else:
            self._clock.stop()

    def showEvent(self, event: object) -> None:
        self.area.setFocus()

    def hideEvent(self, event: object) -> None:
        self._clock.stop()

    def _card(self, item: OutboxRow) -> "OutboxCard":
        card = OutboxCard(self._desk, item)
        card.asked.connect(partial(self._act_on, item.draft))
        self._cards.append(card)
        return card

    def _empty(self) -> None:
        self._cards = []
        clear_layout(self._list)

    def _count(self) -> None:
        for card in self._cards:
            card.count()

    def _act_on(self, draft: Draft, what: str) -> None:
        """Do what a button of a card asks."""
        if what == "open":
            self.conversation_asked.emit(draft.conversation_id)
            return
        acts = {
            "take back": lambda counter: counter.take_back(draft.id),
            "retry": lambda counter: counter.retry(draft.id),
            "was sent": lambda counter: counter.settle_unsure(draft.id, was_sent=True),
            "was not sent": lambda counter: counter.settle_unsure(draft.id, was_sent=False),
        }
        after = self._send_now if what == "retry" else self._refresh
        self._desk.bridge.write(acts[what], lambda _draft: after(), owner=self)

    def _refresh(self) -> None:
        self.enter()
        self._desk.notices.changed.emit("conversations")

    def _send_now(self) -> None:
        self._desk.bridge.run(Lane.SEND, lambda counter, _job: counter.send_due(now=True), lambda _rows: self._refresh(), owner=self)

    def _look_up(self) -> None:
        self._desk.bridge.run(Lane.LONG, lambda counter, _job: counter.look_up_unsure(), self._looked_up, owner=self)

    def _looked_up(self, rows: list[OutboxRow]) -> None:
        words = ngettext("{n} was found in the Sent folder.", "{n} were found in the Sent folder.", len(rows)).format(n=len(rows))
        self._desk.notices.say(words if rows else _("Not found in the Sent folder. Ask the customer before you send it again."), "info")
        self._refresh()


class OutboxCard(QFrame):
    """One answer: to whom, which state in words, the first words, and what can be done. Signal: `asked(what)`."""

    asked = Signal(str)

    def __init__(self, desk: Desk, item: OutboxRow) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._desk, self.item = desk, item
        draft = item.draft
        look, icon = LOOKS.get(draft.state, ("accent", "clock"))
        picture = Picture(desk.theme, channel_icon(item.channel), size=18)
        self.left = label("", "soft")
        state = Chip(desk.theme, _(DRAFT_STATES[draft.state]), look=look, icon=icon, filled=True)
        who = Elided(f"{item.customer} · {draft.recipient or channel_word(item.channel)}", "strong")
        top = row(picture, who, self.left, state, gap=10)
        top.setStretch(1, 1)
        words = Elided(draft.subject or " ".join(draft.text.split()), "soft")
        body = column(top, words, gap=6, margins=(16, 12, 16, 12))
        if draft.state is DraftState.UNSURE:
            body.addWidget(
                label(_("The connection broke while the server took the answer. It is never sent again by itself."), "warn-text", wrap=True)
            )
        if draft.error:
            body.addWidget(label(_(draft.error), "bad-text", wrap=True))
        body.addLayout(self._buttons(draft.state))
        self.setLayout(body)
        self.setFocusPolicy(self.focusPolicy().TabFocus)
        self.setAccessibleName(f"{item.customer}, {_(DRAFT_STATES[draft.state])}")
        self.count()

    def _buttons(self, state: DraftState) -> QHBoxLayout:
        offered = {
            DraftState.APPROVED: ((_("Take back"), "take back"),),
            DraftState.FAILED: ((_("Try again"), "retry"),),
            DraftState.UNSURE: ((_("It was sent"), "was sent"), (_("It was not sent"), "was not sent")),
        }.get(state, ())
        made = []
        for words, what in (*offered, (_("Show conversation"), "open")):
            press = button(words, "quiet" if what == "open" else "")
            press.clicked.connect(partial(self._press, what))
            made.append(press)
        return row(*made, 1)

    def _press(self, what: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self.asked.emit(what)

    def count(self) -> None:
        """Renew the words that depend on the time."""
        draft = self.item.draft
        if draft.state is DraftState.APPROVED and draft.due_at is not None:
            left = max(timedelta(0), draft.due_at - self._desk.now())
            seconds = round(left.total_seconds())
            near = ngettext("leaves in {n} second", "leaves in {n} seconds", seconds).format(n=seconds)
            later = _("leaves {time}").format(time=moment_text(draft.due_at))
            self.left.setText("" if draft.error and not seconds else near if seconds < 120 else later)
        elif draft.approved_at is not None:
            self.left.setText(_("approved by {name}, {time}").format(name=draft.approved_by, time=moment_text(draft.approved_at)))
