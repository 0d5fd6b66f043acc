"""Two customers who may be one: both side by side, the reasons in words, and the three answers."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from app.domain.customer_card import CustomerCard
from app.domain.identity import Suggestion
from app.domain.message import Direction, Kind
from app.domain.views import MessageView
from app.pipeline.counter import Counter
from app.system.i18n import _, moment_text, ngettext
from app.ui.desk import Desk
from app.ui.people_words import ORDER_STATES, Told, likeliness, order_head, rate_words, reasons_told
from app.ui.tokens import GRID
from app.ui.views.card_parts import Avatar, handle_line
from app.ui.views.people_acts import PeopleActs
from app.ui.widgets.basics import Elided, Empty, Picture, clear_layout, column, frame, label, restyle, row
from app.ui.widgets.flow import Chip, Flow, wrapping
from app.ui.words import channel_icon, channel_word, shown_handles

LAST = 4
"""Messages of each shown."""
NARROW = 620
"""Width below which the two stand under each other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A suggestion with both cards and the reasons in sentences."""

    suggestion: Suggestion
    a: CustomerCard
    b: CustomerCard
    told: tuple[Told, ...]


def read_pair(counter: Counter, one: Suggestion) -> Pair:
    """Return everything that a review shows; not for the Qt thread."""
    return Pair(one, counter.customer_card(one.a), counter.customer_card(one.b), reasons_told(one.reasons))


class Review(QWidget):
    """Signal: `later()` decide about the next one first."""

    later = Signal()

    def __init__(self, desk: Desk, acts: PeopleActs) -> None:
        super().__init__()
        self._desk, self._acts = desk, acts
        self.pair: Pair | None = None
        self.rate = label("", "soft", wrap=True)
        self._rate_box = frame("head")
        self._rate_box.setLayout(column(self.rate, margins=(16, GRID, 16, GRID)))
        self.sure = label("", "soft")
        self._reasons = column(gap=4)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(12)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._content = QWidget()
        self._empty = Empty(
            desk.theme, "check", _("Nothing to decide"), _("Whoever may be one person is shown at the left, with what speaks for it.")
        )
        self._lay_out()
        self.show_pair(None)

    def _lay_out(self) -> None:
        names = ("same_person", "two_people", "later")
        self.buttons = {name: self._desk.actions.button(name, words=True) for name in names}
        for made in self.buttons.values():
            made.setProperty("look", "answer")
        answers = frame("head")
        answers.setLayout(
            column(
                row(label(_("Are they the same person?"), "title"), self.sure, 1, gap=12),
                wrapping(*self.buttons.values()),
                gap=6,
                margins=(16, 12, 16, 10),
            )
        )
        both = QWidget()
        both.setLayout(self._both)
        reasons = frame("panel")
        reasons.setLayout(
            column(label(_("Why they may be one, and what speaks against it"), "label"), self._reasons, margins=(14, 10, 14, 12))
        )
        self._content.setLayout(column(reasons, both, 1, gap=12, margins=(16, 12, 16, 16)))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._content)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown = QWidget()
        self._shown.setLayout(column(answers, area, gap=0))
        self.setLayout(column(self._rate_box, self._shown, self._empty, gap=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._both.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_rate(self, doubles: int, everybody: int) -> None:
        """Say how many are there twice."""
        words, bad = rate_words(doubles, everybody)
        self.rate.setText(words)
        restyle(self.rate, "warn-text" if bad else "soft")

    def show_suggestion(self, one: Suggestion | None) -> None:
        """Show a possible duplicate when its cards have come, or nothing."""
        if one is None:
            self.show_pair(None)
        else:
            self._desk.bridge.read(lambda counter: read_pair(counter, one), self.show_pair, owner=self, key="pair", failed=self._gone)

    def _gone(self, _sentence: str) -> None:
        """One of them went into another customer meanwhile; the list comes anew."""
        self.show_pair(None)

    def show_pair(self, pair: Pair | None) -> None:
        """Show both, or that nothing is to be decided."""
        self.pair = pair
        self._shown.setVisible(pair is not None)
        self._empty.setVisible(pair is None)
        if pair is None:
            return
        one = pair.suggestion
        self.sure.setText(likeliness(one.score))
        clear_layout(self._reasons)
        for told in pair.told:
            self._reasons.addWidget(self._reason(told))
        clear_layout(self._both)
        for card in (pair.a, pair.b):
            self._both.addWidget(self._side(card), 1)

    def _reason(self, told: Told) -> QWidget:
        made = QWidget()
        picture = Picture(self._desk.theme, "close" if told.against else "check", "bad" if told.against else "good")
        words = label(told.words, "bad-text" if told.against else "", wrap=True)
        words.setAccessibleName((_("Against: {words}") if told.against else _("For: {words}")).format(words=told.words))
        line = row(picture, words, gap=8)
        line.setStretch(1, 1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        made.setLayout(line)
        return made

    def _side(self, card: CustomerCard) -> QFrame:
        panel, customer = frame("panel"), card.row
        face = Avatar(self._desk.theme)
        face.show_name(customer.name)
        head = row(face, gap=10)
        count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
        seen = _("last seen {time}").format(time=moment_text(customer.last_seen)) if customer.last_seen else ""
        head.addLayout(column(Elided(customer.name, "heading"), Elided(" · ".join(filter(None, (count, seen))), "soft"), gap=0), 1)
        handles, flow = QWidget(), Flow(4)
        handles.setLayout(flow)
        for handle in shown_handles(customer.handles):
            flow.addWidget(handle_line(self._desk, handle))
        orders = [self._order(view.order.number, _(ORDER_STATES[view.order.state]), order_head(view.order)) for view in card.orders[:LAST]]
        said = [message for message in card.timeline if message.kind is not Kind.SYSTEM][-LAST:]
        heading = _("Last messages") if said else _("No messages yet")
        parts = [label(heading, "label"), *(self._said(message) for message in reversed(said))]
        if orders:
            parts = [label(_("Orders"), "label"), *orders, *parts]
        panel.setLayout(column(head, handles, *parts, 1, gap=6, margins=(14, 12, 14, 12)))
        panel.setAccessibleName(customer.name)
        return panel

    def _order(self, number: str, state: str, told: str) -> QWidget:
        chip, words = Chip(self._desk.theme, state), (label(number, "strong"), label(told, "soft"))
        for one in words:
            one.setMinimumHeight(chip.sizeHint().height())
        return wrapping(words[0], chip, words[1], gap=6)

    def _said(self, message: MessageView) -> QWidget:
        made = QWidget()
        picture = Picture(self._desk.theme, channel_icon(message.channel))
        picture.setToolTip(channel_word(message.channel))
        who = _("the shop") if message.direction is Direction.OUT else message.sender or message.sender_handle
        text = " ".join((message.new_text or message.text).split())
        words = label(text if len(text) < 220 else text[:220].rsplit(" ", 1)[0] + " …", wrap=True)
        head = row(picture, Elided(f"{who} · {moment_text(message.sent_at)} · {channel_word(message.channel)}", "soft"), gap=6)
        head.setStretch(1, 1)
        made.setLayout(column(head, words, gap=0))
        return made

    def act(self, name: str) -> None:
        """Answer: same_person, two_people, later."""
        if self.pair is None:
            return
        one = self.pair.suggestion
        if name == "same_person":
            self._acts.merge((one.a, one.name_a), (one.b, one.name_b))
        elif name == "two_people":
            self._acts.dismiss(one.id, one.name_a, one.name_b)
        else:
            self.later.emit()
