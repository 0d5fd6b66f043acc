"""The card of the customer beside the conversation: everything that is known, at a glance, and what a person writes on it."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QPlainTextEdit, QStackedWidget, QWidget

from app.domain.calling import Task
from app.domain.customer_card import AskedBefore, Promise
from app.domain.customer_card import CustomerCard as Known
from app.domain.handover import HandoverRow
from app.domain.identity import JoinRow, Suggestion
from app.domain.order import OrderView
from app.domain.views import CustomerRow
from app.pipeline.counter import Counter
from app.system.i18n import _, moment_text, ngettext
from app.ui.desk import Desk
from app.ui.people_words import due_words, join_words, likeliness
from app.ui.tokens import GRID
from app.ui.views.card_parts import Avatar, Fold, IconButton, OrderBox, handle_line, quoted
from app.ui.views.people_acts import PeopleActs
from app.ui.widgets.basics import Elided, EscapeFilter, Link, button, column, field, row
from app.ui.widgets.chips import ChipButton
from app.ui.widgets.flow import Chip, Flow
from app.ui.words import language_word, shown_handles

SAVE_PAUSE = 500
"""Milliseconds after the last keystroke before the notes are kept."""
SOON = timedelta(hours=12)
"""Calls to make that are due before that stand open beside a conversation."""
FEW = 3
"""Handles and orders shown beside a conversation; the rest is in the Customers room."""


class CustomerCard(QFrame):
    """Name, handles, tags, notes, orders, promises, calls to make, the same question before, how earlier handovers ended, joins.
    `compact`: beside a conversation.

    Signals: `conversation_asked(id)`, `card_asked(id)` the whole card, `call_asked(row)`, `merge_asked(row)`, `split_asked(row)`,
    `export_asked(row)`, `review_asked(suggestion id)`.
    """

    conversation_asked = Signal(int)
    card_asked = Signal(int)
    call_asked = Signal(object)
    merge_asked = Signal(object)
    split_asked = Signal(object)
    export_asked = Signal(object)
    review_asked = Signal(int)

    def __init__(self, desk: Desk, acts: PeopleActs, *, compact: bool) -> None:
        super().__init__()
        self._desk, self._acts, self._compact = desk, acts, compact
        self.customer: CustomerRow | None = None
        self.face = Avatar(desk.theme)
        self.name = Elided("", "heading")
        self.known = Elided("", "soft")
        self.renaming = field(_("Name of the customer"))
        self.rename = IconButton(desk.theme, "edit", _("Change the name"), self._begin_rename)
        self.more = IconButton(desk.theme, "settings", _("More acts with this customer"), self._open_menu)
        self.handles, self.chips = Flow(4), Flow()
        self.new_tag = field(_("New tag"), _("Tag"))
        self.notes = QPlainTextEdit()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_PAUSE)
        self._kept_notes = ""
        self._make_folds()
        self._lay_out()
        self._connect()
        self.setAccessibleName(_("Customer"))

    def _make_folds(self) -> None:
        wide = not self._compact
        fold = partial(Fold, self._desk.theme)
        self.doubles = fold(_("Possibly the same person"), opened=True)
        self.tasks = fold(_("To call back"), opened=True)
        self.promises = fold(_("Promised"), opened=wide)
        self.orders = fold(_("Orders"), opened=wide)
        self.asked = fold(_("Asked before"), opened=wide)
        self.handed = fold(_("Handed over before"), opened=True)
        self.joins = fold(_("Joined and split"), opened=False)
        self.folds = (self.doubles, self.tasks, self.promises, self.orders, self.asked, self.handed, self.joins)

    def _lay_out(self) -> None:
        self.notes.setProperty("look", "editor")
        self.notes.setAccessibleName(_("Notes about this customer"))
        self.notes.setPlaceholderText(_("Notes: customers never see them"))
        self.notes.setTabChangesFocus(True)
        handles, chips = QWidget(), QWidget()
        handles.setLayout(self.handles)
        chips.setLayout(self.chips)
        self._title = QStackedWidget()
        shown = QWidget()
        line = row(self.name, self.rename, self.more, gap=2)
        line.setStretch(0, 1)
        shown.setLayout(line)
        self._title.addWidget(shown)
        self._title.addWidget(self.renaming)
        top = row(self.face, gap=12)
        top.addLayout(column(self._title, self.known, gap=2), 1)
        self.new_tag.hide()
        parts = (top, handles, chips, self.new_tag, self.notes, *self.folds)
        self.setLayout(column(*parts, gap=GRID, margins=(16, 12, 12, 10)))

    def _connect(self) -> None:
        self.renaming.returnPressed.connect(self._rename)
        EscapeFilter(self.renaming, self._end_rename)
        self.new_tag.returnPressed.connect(self._add_tag)
        EscapeFilter(self.new_tag, self._end_tag)
        self.notes.textChanged.connect(self._notes_changed)
        self._saving.timeout.connect(self.keep_notes)
        self.notes.installEventFilter(self)

    # -- showing
    def look(self, conversation_id: int) -> None:
        """Ask for everything of the customer that is shown, with the orders that belong beside a conversation."""
        customer = self.customer
        if customer is None:
            return

        def read(counter: Counter) -> tuple[Known, list[OrderView]]:
            return counter.customer_card(customer.id), counter.orders_beside(conversation_id)

        self._desk.bridge.read(read, lambda found: self.show_card(*found), owner=self, key="card")

    def show_customer(self, customer: CustomerRow | None) -> None:
        """Show a customer's row; what else is known follows by `show_card`."""
        same = customer is not None and self.customer is not None and customer.id == self.customer.id
        if not same:
            self.keep_notes()
            self._end_rename()
            self._end_tag()
            for fold in self.folds:
                fold.put(())
        self.customer = customer
        self.setVisible(customer is not None)
        if customer is None:
            return
        self.face.show_name(customer.name)
        self.name.say(customer.name)
        self.known.say(_known_since(customer))
        self._show_handles(customer)
        self._show_chips(customer)
        if not same or not self.notes.hasFocus():
            self._show_notes(customer.notes)

    def show_card(self, known: Known, orders: Sequence[OrderView] | None = None) -> None:
        """Show everything that is known; `orders` those that belong beside a conversation, the mentioned ones first."""
        if self.customer is None or known.row.id != self.customer.id:
            return
        self.show_customer(known.row)
        self._save_focus()
        shown = list(known.orders if orders is None else orders)
        mentioned = [view for view in shown if view.mentioned]
        soon = self._desk.now() + SOON
        self.orders.put([OrderBox(self._desk, view) for view in shown[: max(FEW, len(mentioned)) if self._compact else None]])
        if mentioned:
            self.orders.open(opened=True)
        self.tasks.put([self._task(task) for task in known.tasks])
        if self._compact:
            self.tasks.open(opened=any(task.due_at < soon for task in known.tasks))
        self.promises.put([self._promise(promise) for promise in known.promises])
        self.asked.put([self._asked(one) for one in known.asked_before])
        self.handed.put([self._handed(one) for one in known.handovers[: 1 if self._compact else None]])
        self.doubles.put([self._double(one) for one in known.suggestions])
        self.joins.put([] if self._compact else [self._join(join) for join in known.joins])

    def _save_focus(self) -> None:
        """What is about to be written anew gives the focus to what stays, or it would wander out of the card."""
        focus = self.window().focusWidget()
        if focus is not None and any(fold.isAncestorOf(focus) and focus is not fold.head for fold in self.folds):
            self.more.setFocus()

    def _show_handles(self, customer: CustomerRow) -> None:
        self.handles.clear()
        shown = shown_handles(customer.handles)
        for handle in shown[: FEW if self._compact else None]:
            self.handles.addWidget(handle_line(self._desk, handle))
        if self._compact and len(shown) > FEW:
            more = len(shown) - FEW
            rest = ngettext("{n} more", "{n} more", more).format(n=more)
            self.handles.addWidget(self._linked(rest, _("Show the whole card"), partial(self.card_asked.emit, customer.id)))

    def _show_chips(self, customer: CustomerRow) -> None:
        focused = self.chips.focused()
        self.chips.clear()
        theme = self._desk.theme
        vip = ChipButton(
            theme,
            _("VIP"),
            _("VIP: press to take it away") if customer.vip else _("Not a VIP: press to make it one"),
            look="warn" if customer.vip else "ink_soft",
            icon="flag",
            filled=customer.vip,
            sign="close" if customer.vip else "plus",
        )
        vip.setToolTip(vip.accessibleName())
        vip.clicked.connect(lambda: self._acts.set_vip(customer.id, customer.name, vip=not customer.vip))
        self.chips.addWidget(vip)
        for tag in customer.tags:
            chip = ChipButton(theme, tag, _("Tag {tag}: press to take it away").format(tag=tag), look="accent", filled=True, sign="close")
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(partial(self._take_tag, tag))
            self.chips.addWidget(chip)
        add = ChipButton(theme, _("Tag"), _("Add a tag"), sign="plus")
        add.setToolTip(_("Add a tag ({key})").format(key="T"))
        add.clicked.connect(self.begin_tag)
        self.chips.addWidget(add)
        if self._compact and not customer.notes:
            self.chips.addWidget(self._note_chip())
        for code in customer.languages:
            self.chips.addWidget(Chip(theme, language_word(code)))
        self.chips.focus(min(focused, len(customer.tags) + 1))

    def _note_chip(self) -> ChipButton:
        """Return what opens the notes beside a conversation, where an empty field would only take room."""
        chip = ChipButton(self._desk.theme, _("Note"), _("Notes: customers never see them"), sign="plus")
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(self._begin_notes)
        return chip

    def _begin_notes(self) -> None:
        self.notes.show()
        self.notes.setFocus()

    def _linked(self, words: str, tip: str, act: "partial[None]") -> QWidget:
        made = button(words, "quiet", tip)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _task(self, task: Task) -> QWidget:
        words, late = due_words(task, self._desk.now())
        done = button(_("Done"), tip=_("Tick off: {name} was called back").format(name=task.customer))
        done.clicked.connect(lambda: self._acts.finish(task))
        return quoted(task.text or "", _("Call back · {time}").format(time=words), done, look="warn" if late else "")

    def _promise(self, promise: Promise) -> QWidget:
        return quoted(f"“{promise.text}”", moment_text(promise.at), self._look_at(promise.conversation_id))

    def _asked(self, one: AskedBefore) -> QWidget:
        answer = _("Answered: {answer}").format(answer=_short(one.answer)) if one.answer else _("Nothing was answered.")
        return quoted(f"“{_short(one.question)}”\n{answer}", moment_text(one.at), self._look_at(one.conversation_id))

    def _handed(self, one: HandoverRow) -> QWidget:
        outcome = f"“{one.outcome}”" if one.outcome else _("Nothing was written down about how it ended.")
        when = " · ".join(filter(None, (moment_text(one.ended_at or one.at), one.to)))
        return quoted("\n".join(filter(None, (outcome, _(one.reason)))), when, self._look_at(one.conversation_id))

    def _look_at(self, conversation_id: int) -> QWidget:
        return IconButton(
            self._desk.theme, "chat", _("Open the conversation at the Counter"), partial(self.conversation_asked.emit, conversation_id), 14
        )

    def _double(self, one: Suggestion) -> QWidget:
        mine = self.customer is not None and one.a == self.customer.id
        link = Link(f"{one.name_b if mine else one.name_a} · {likeliness(one.score)}", _("Compare both, side by side"))
        link.clicked.connect(lambda: self.review_asked.emit(one.id))
        return link

    def _join(self, join: JoinRow) -> QWidget:
        words = join_words(join, self.customer.id if self.customer else 0)
        if join.undone_at is not None:
            return quoted(f"{words}\n" + _("Taken back on {time}").format(time=moment_text(join.undone_at)), "")
        undo = button(_("Undo"), tip=_("Take it back: both are as they were"))
        undo.clicked.connect(lambda: self._acts.undo_join(join))
        return quoted(words, "", undo)

    # -- writing
    def _begin_rename(self) -> None:
        if self.customer is not None:
            self.renaming.setText(self.customer.name)
            self._title.setCurrentIndex(1)
            self.renaming.setFocus()
            self.renaming.selectAll()

    def _rename(self) -> None:
        name = self.renaming.text().strip()
        if self.customer is not None and name and name != self.customer.name:
            self._acts.rename(self.customer.id, name)
        self._end_rename()

    def _end_rename(self) -> None:
        self._title.setCurrentIndex(0)

    def begin_tag(self) -> None:
        """Open the line for a new tag."""
        if self.customer is not None:
            self.new_tag.show()
            self.new_tag.setFocus()

    def _add_tag(self) -> None:
        tag = self.new_tag.text().strip()
        if self.customer is not None and tag and tag not in self.customer.tags:
            self._acts.tag(self.customer.id, (*self.customer.tags, tag))
        self._end_tag()

    def _end_tag(self) -> None:
        self.new_tag.clear()
        self.new_tag.hide()

    def _take_tag(self, tag: str) -> None:
        if self.customer is not None:
            self._acts.tag(self.customer.id, tuple(one for one in self.customer.tags if one != tag))

    def _show_notes(self, notes: str) -> None:
        self._kept_notes = notes
        if self.notes.toPlainText() != notes:
            self.notes.setPlainText(notes)
        self._saving.stop()
        self.notes.setVisible(bool(notes) or not self._compact)
        self._fit_notes()

    def _notes_changed(self) -> None:
        self._fit_notes()
        if self.customer is not None and self.notes.toPlainText() != self._kept_notes:
            self._saving.start()

    def _fit_notes(self) -> None:
        """As high as what is written, up to five lines."""
        lines = max(1, min(5, int(self.notes.document().size().height())))
        self.notes.setFixedHeight(lines * self.notes.fontMetrics().lineSpacing() + 22)

    def keep_notes(self) -> None:
        """Keep the notes now if they were changed."""
        self._saving.stop()
        text = self.notes.toPlainText()
        if self.customer is None or text == self._kept_notes:
            return
        self._kept_notes, customer_id = text, self.customer.id
        self._desk.bridge.write(lambda counter: counter.set_notes(customer_id, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes are kept when the field is left."""
        if watched is self.notes and event.type() == QEvent.Type.FocusOut:
            self.keep_notes()
        return False

    # -- more
    def menu(self) -> QMenu:
        """Return the acts with this customer."""
        menu, customer = QMenu(self), self.customer
        choices = [
            (_("Log a call…"), self.call_asked),
            (_("Join with another customer…"), self.merge_asked),
            (_("Split…"), self.split_asked),
            (_("Export everything…"), self.export_asked),
        ]
        for words, signal in choices:
            item = QAction(words, menu)
            item.triggered.connect(lambda _checked=False, signal=signal: signal.emit(customer))
            menu.addAction(item)
        if self._compact and customer is not None:
            item = QAction(_("Show the whole card"), menu)
            item.triggered.connect(lambda _checked=False: self.card_asked.emit(customer.id))
            menu.addAction(item)
        return menu

    def _open_menu(self) -> None:
        if self.customer is not None:
            self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def _short(text: str, most: int = 160) -> str:
    """Return the beginning of a text as one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


def _known_since(customer: CustomerRow) -> str:
    """Return how many messages there are and since when."""
    count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
    if customer.first_seen is None:
        return count
    return _("{count} since {day}").format(count=count, day=moment_text(customer.first_seen).rsplit(" ", 1)[0])
