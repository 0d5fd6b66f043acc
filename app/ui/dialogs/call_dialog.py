"""The telephone: writing a call down, and the calls that are to be made."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDialog, QPlainTextEdit, QRadioButton, QScrollArea, QWidget

from app.domain.calling import CallNote, LoggedCall, Task
from app.domain.message import Direction, Handle, HandleKind
from app.domain.text import N_
from app.domain.views import CustomerRow
from app.pipeline.counter import Counter
from app.system.i18n import _, day_text, time_text
from app.ui.desk import Desk
from app.ui.models.items import ItemModel
from app.ui.people_words import due_words
from app.ui.views.delegates import Line, LineDelegate
from app.ui.views.people_acts import PeopleActs
from app.ui.views.snooze import typed
from app.ui.widgets.basics import Empty, ListTable, button, column, field, fit_to_screen, label, row
from app.ui.widgets.flow import wrapping
from app.ui.words import handles_words

WAYS = (("in", N_("They called")), ("out", N_("We called")), ("missed", N_("Missed")))
MOST = 6


class CallDialog(QDialog):
    """Who, which way, what was said, and when to call back. Kept as a message of the customer; a call back becomes a task."""

    def __init__(self, desk: Desk, acts: PeopleActs, customer: CustomerRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._acts = desk, acts
        self._customer: CustomerRow | None = None
        self.setWindowTitle(_("Log a call"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.who = field(_("Who"), _("Name or number"))
        self.who_found = label(" ", "soft", wrap=True)
        self.model: ItemModel[CustomerRow] = ItemModel(lambda one: one.name, self)
        delegate = LineDelegate(desk.theme, _caller_line, self)
        self.table = ListTable(_("Customers that fit"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.table.hide()
        self.ways = {name: QRadioButton(_(words)) for name, words in WAYS}
        self._group = QButtonGroup(self)
        for way in self.ways.values():
            self._group.addButton(way)
        self.ways["in"].setChecked(True)
        self.text = QPlainTextEdit()
        self.text.setProperty("look", "editor")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("What was said"))
        self.text.setPlaceholderText(_("What was said, in a few words"))
        self.back = field(_("Call back"), _("tomorrow 9am, Monday, in 2 hours … (may stay empty)"))
        self.back_said = label(" ", "soft")
        self.by = field(_("By whom"))
        self.by.setText(acts.person)
        self.error = label("", "bad-text", wrap=True)
        self.error.hide()
        self.keep, self.leave = button(_("Keep the call"), "primary"), button(_("Cancel"))
        self.keep.setToolTip(f"{_('Keep the call')} (Ctrl+{_('Enter')})")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._lay_out()
        self._connect()
        desk.theme.adopt(self)
        if customer is not None:
            self.choose(customer)
            self.text.setFocus()
        else:
            self.who.setFocus()

    def _lay_out(self) -> None:
        form, area = QWidget(), QScrollArea()
        form.setLayout(
            column(
                column(label(_("Who"), "label"), self.who, self.who_found, self.table, gap=4),
                wrapping(*self.ways.values(), gap=16),
                self.text,
                column(label(_("Call back"), "label"), self.back, self.back_said, gap=4),
                column(label(_("By whom"), "label"), self.by, gap=4),
                1,
                gap=10,
                margins=(20, 4, 20, 4),
            )
        )
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(form)
        title = label(_("Log a call"), "title")
        foot = column(self.error, row(1, self.leave, self.keep), gap=8, margins=(20, 0, 20, 0))  # never scrolled out of sight
        title.setContentsMargins(20, 0, 20, 0)
        self.setLayout(column(title, area, foot, gap=8, margins=(0, 20, 0, 16)))
        self.text.setFixedHeight(5 * self.text.fontMetrics().lineSpacing() + 24)
        fit_to_screen(self, 520, 540)

    def _connect(self) -> None:
        self.who.textEdited.connect(self._who_typed)
        self.who.installEventFilter(self)
        self.table.clicked.connect(lambda _index: self._take())
        self._pause.timeout.connect(self._find)
        self.back.textChanged.connect(self._back_typed)
        self.keep.clicked.connect(self.save)
        self.leave.clicked.connect(self.reject)

    # -- who
    def choose(self, customer: CustomerRow) -> None:
        """Write the call down for this customer."""
        self._customer = customer
        self.who.setText(customer.name)
        handles = handles_words(customer.name, customer.handles)
        self.who_found.setText(_("Customer: {handles}").format(handles=handles or customer.name))
        self.table.hide()

    def _who_typed(self, text: str) -> None:
        self._customer = None
        self.who_found.setText(_("A new customer, unless you choose one.") if text.strip() else " ")
        self._pause.start()

    def _find(self) -> None:
        query = self.who.text().strip()
        if query and self._customer is None:
            self._desk.bridge.read(lambda counter: _callers(counter, query), self._found, owner=self, key="callers")
        else:
            self.table.hide()

    def _found(self, customers: Sequence[CustomerRow]) -> None:
        self.model.put(customers)
        self.table.setVisible(bool(customers) and self._customer is None)
        self.table.setFixedHeight(min(3, len(customers)) * self.table.verticalHeader().defaultSectionSize() + 4)

    def _take(self) -> None:
        chosen = self.model.at(self.table.currentIndex().row())
        if chosen is not None:
            self.choose(chosen)
            self.text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list under the field, Enter takes what is chosen."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.table.isVisible():
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
        return False

    # -- when
    def _back_typed(self, text: str) -> None:
        moment = typed(text, self._desk.now())
        unknown = _("not understood yet") if text.strip() else " "
        self.back_said.setText(f"{day_text(moment)}, {time_text(moment)}" if moment else unknown)

    # -- keeping
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            return
        super().keyPressEvent(event)

    def save(self) -> None:
        """Keep the call."""
        back = self.back.text().strip()
        if back and typed(back, self._desk.now()) is None:
            self._refused(_("When to call back is not understood; write it in another way or leave it empty."))
            return
        note, who, known = self._note(), self.who.text().strip(), self._customer is not None
        self.keep.setEnabled(False)

        def write(counter: Counter) -> LoggedCall:
            return counter.log_call(note if known else _with_number(note, who, counter.shop().country))

        self._desk.bridge.write(write, lambda logged: self._kept(logged, who), owner=self, failed=self._refused)

    def _note(self) -> CallNote:
        way = next(name for name, button_ in self.ways.items() if button_.isChecked())
        return CallNote(
            direction=Direction.OUT if way == "out" else Direction.IN,
            at=self._desk.now(),
            by=self.by.text().strip(),
            customer_id=self._customer.id if self._customer else None,
            name="" if self._customer else self.who.text().strip(),
            text=self.text.toPlainText().strip(),
            missed=way == "missed",
            callback_at=typed(self.back.text(), self._desk.now()),
        )

    def _kept(self, logged: LoggedCall, name: str) -> None:
        self._acts.log_call(logged, name)
        self.accept()

    def _refused(self, sentence: str) -> None:
        self.keep.setEnabled(True)
        self.error.setText(sentence)
        self.error.show()


class CallsDialog(QDialog):
    """The calls to make, soonest first, to tick off. Signal: `customer_asked(id)`."""

    customer_asked = Signal(int)

    def __init__(self, desk: Desk, acts: PeopleActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._acts = desk, acts
        self.setWindowTitle(_("To call back"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, 560, 460)
        self.model: ItemModel[Task] = ItemModel(lambda task: f"{task.customer}, {due_words(task, desk.now())[0]}, {task.text}", self)
        delegate = LineDelegate(desk.theme, self._line, self)
        self.table = ListTable(_("To call back"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.empty = Empty(desk.theme, "phone", _("Nobody waits for a call"), _("What you promise while logging a call appears here."))
        self.said = label("", "soft", wrap=True)
        self.tick, self.show_, self.close_ = button(_("Done"), "primary"), button(_("Show the customer")), button(_("Close"))
        self.setLayout(
            column(
                label(_("To call back"), "title"), self.table, self.empty, self.said, row(self.tick, self.show_, 1, self.close_),
                gap=12, margins=(20, 20, 20, 16),
            )
        )  # fmt: skip
        self.tick.clicked.connect(self.finish)
        self.show_.clicked.connect(self._show)
        self.close_.clicked.connect(self.accept)
        self.table.activated.connect(lambda _index: self._show())
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        desk.notices.changed.connect(lambda what: self.look() if what == "people" else None)
        desk.theme.adopt(self)
        self._put(())
        self.look()

    def look(self) -> None:
        """Ask for the calls anew."""
        self._desk.bridge.read(lambda counter: counter.tasks(), self._put, owner=self, key="calls")

    def _put(self, tasks: Sequence[Task]) -> None:
        place = max(0, self.table.currentIndex().row())
        self.model.put(tasks)
        self.table.setVisible(bool(tasks))
        self.empty.setVisible(not tasks)
        for act in (self.tick, self.show_):
            act.setVisible(bool(tasks))
        if tasks:
            self.table.choose(min(place, len(tasks) - 1))
        self._tell()

    def _tell(self) -> None:
        chosen = self._chosen()
        self.said.setText(chosen.text if chosen else "")

    def _chosen(self) -> Task | None:
        return self.model.at(self.table.currentIndex().row())

    def finish(self) -> None:
        """Tick off the chosen call."""
        chosen = self._chosen()
        if chosen is not None:
            self._acts.finish(chosen)

    def _show(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.accept()
            self.customer_asked.emit(chosen.customer_id)

    def _line(self, task: Task) -> Line:
        words, late = due_words(task, self._desk.now())
        return Line(task.customer, task.text or _("Call back"), words, icon="phone", tone="bad" if late else "ink_soft")


def _caller_line(customer: CustomerRow) -> Line:
    return Line(customer.name, handles_words(customer.name, customer.handles), face=customer.name)


def _callers(counter: Counter, query: str) -> Sequence[CustomerRow]:
    """Return customers that fit what is typed: a part of a name or address, or a number as it is dialled here."""
    found = counter.customers(MOST, query)
    number = "" if found else _number(query, counter.shop().country)
    return counter.customers(MOST, number) if number else found


def _with_number(note: CallNote, who: str, country: str) -> CallNote:
    """Return the note of somebody unknown with the number, when what was typed is one."""
    number = _number(who, country)
    return replace(note, name="", number=Handle(HandleKind.PHONE, number)) if number else note


def _number(typed_: str, country: str) -> str:
    """Return a telephone number in its whole form, "" when it is none. Loads phone numbers: not for the Qt thread."""
    from app.parsing.phones import e164

    return e164(typed_, country) or "" if any(c.isdigit() for c in typed_) else ""
