"""Who is who by hand: choosing a customer, joining two, splitting one, taking along all that is kept of one."""

import json
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.domain.views import CustomerRow
from app.system.i18n import _, ngettext
from app.ui.desk import Desk
from app.ui.models.items import ItemModel
from app.ui.views.delegates import Line, LineDelegate
from app.ui.views.people_acts import PeopleActs
from app.ui.widgets.basics import ListTable, Tick, button, column, field, fit_to_screen, label, row
from app.ui.widgets.files import plain_name, save_file
from app.ui.words import handle_where, handles_words, shown_handles

MOST = 50
"""Customers offered at once; more letters find the rest."""


class CustomerChoice(QWidget):
    """A search field over a short list of customers. Signals: `changed(row or None)` what is chosen, `taken()` Enter or a double click."""

    changed = Signal(object)
    taken = Signal()

    def __init__(self, desk: Desk, without: int = 0) -> None:
        super().__init__()
        self._desk, self._without = desk, without
        self.line = field(_("Search customers"), _("Search by name, address or number"), "search")
        self.model: ItemModel[CustomerRow] = ItemModel(lambda customer: customer.name, self)
        delegate = LineDelegate(desk.theme, _line, self)
        self.table = ListTable(_("Customers"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.setLayout(column(self.line, self.table))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self.look)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        self.line.installEventFilter(self)
        self.table.selectionModel().currentChanged.connect(lambda _now, _before: self.changed.emit(self.chosen))
        self.table.doubleClicked.connect(lambda _index: self.taken.emit())
        self.look()

    @property
    def chosen(self) -> CustomerRow | None:
        """The chosen customer."""
        return self.model.at(self.table.currentIndex().row())

    def look(self) -> None:
        """Ask for the customers that fit."""
        query = self.line.text().strip()
        self._desk.bridge.read(lambda counter: counter.customers(MOST, query), self._put, owner=self, key="choice")

    def _put(self, found: Sequence[CustomerRow]) -> None:
        self.model.put([customer for customer in found if customer.id != self._without])
        if self.model.items and self.line.text().strip():
            self.table.choose(0)
        self.changed.emit(self.chosen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the line keeps the focus; Enter takes what is chosen."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.table.step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.taken.emit()
                return True
        return False


def _line(customer: CustomerRow) -> Line:
    count = ngettext("{n} message", "{n} messages", customer.messages).format(n=customer.messages)
    return Line(customer.name, handles_line(customer), count, face=customer.name)


def handles_line(customer: CustomerRow) -> str:
    """Return the first handles of a customer in one line."""
    return handles_words(customer.name, customer.handles)


class _Asking(QDialog):
    """A dialog with a heading, a sentence, something to choose and two buttons."""

    def __init__(self, desk: Desk, title: str, told: str, inside: QWidget, words: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit_to_screen(self, 520, 480)
        self.take, self.leave = button(words, "primary"), button(_("Cancel"))
        self.take.setEnabled(False)
        self.take.clicked.connect(self.do)
        self.leave.clicked.connect(self.reject)
        buttons = row(1, self.leave, self.take)
        self.setLayout(column(label(title, "title"), label(told, "soft", wrap=True), inside, buttons, gap=12, margins=(20, 20, 20, 16)))
        desk.theme.adopt(self)

    def do(self) -> None:
        """Do what was asked for."""
        raise NotImplementedError


class MergeDialog(_Asking):
    """Chooses the other customer; both are one then."""

    def __init__(self, desk: Desk, acts: PeopleActs, customer: CustomerRow, parent: QWidget | None = None) -> None:
        self._acts, self._customer = acts, customer
        self.choice = CustomerChoice(desk, without=customer.id)
        told = _("Who is {name} too? Addresses, conversations, orders and notes come together; it can be undone.").format(
            name=customer.name
        )
        super().__init__(desk, _("Join with another customer"), told, self.choice, _("Join"), parent)
        self.choice.changed.connect(lambda chosen: self.take.setEnabled(chosen is not None))
        self.choice.taken.connect(self.do)
        self.choice.line.setFocus()

    def do(self) -> None:
        """Join the two."""
        other = self.choice.chosen
        if other is not None:
            self._acts.merge((self._customer.id, self._customer.name), (other.id, other.name))
            self.accept()


class SplitDialog(_Asking):
    """Ticks the handles that belong to somebody else."""

    def __init__(self, desk: Desk, acts: PeopleActs, customer: CustomerRow, parent: QWidget | None = None) -> None:
        self._acts, self._customer = acts, customer
        self._handles = shown_handles(customer.handles)
        self.ticks = [Tick(handle_where(handle)) for handle in self._handles]
        inside = QWidget()
        alone = label(_("There is only one address or number: nothing to split."), wrap=True) if len(self.ticks) < 2 else None
        inside.setLayout(column(*self.ticks, alone, 1, gap=4))
        told = _("Tick what is somebody else's. All that came by it goes to a new customer; it can be undone.")
        super().__init__(desk, _("Split {name}").format(name=customer.name), told, inside, _("Split"), parent)
        for tick in self.ticks:
            tick.box.toggled.connect(lambda _on: self._weigh())

    @property
    def _ticked(self) -> list[int]:
        return [n for n, tick in enumerate(self.ticks) if tick.box.isChecked()]

    def _weigh(self) -> None:
        """Something must go and something must stay."""
        self.take.setEnabled(0 < len(self._ticked) < len(self.ticks))

    def do(self) -> None:
        """Split the customer."""
        self._acts.split(self._customer.id, self._customer.name, [self._handles[n] for n in self._ticked])
        self.accept()


def export_customer(desk: Desk, customer: CustomerRow, parent: QWidget) -> None:
    """Write all that is kept of a customer to a file that the person chooses."""
    proposed = f"{plain_name(customer.name)}.json"
    path, _kind = QFileDialog.getSaveFileName(parent, _("Export everything of {name}").format(name=customer.name), proposed, "*.json")
    if path:
        desk.bridge.read(
            lambda counter: save_file(path, json.dumps(counter.customer_export(customer.id), ensure_ascii=False, indent=2).encode()),
            lambda _none: desk.notices.say(_("Everything of {name} is in the file.").format(name=customer.name), "good"),
            owner=parent,
        )
