"""The left pane of the Counter: which box, a search field, and the list."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QStackedWidget, QWidget

from app.domain.views import Box, ConversationRow, SearchResult
from app.system.i18n import _, ngettext, number_text
from app.ui.desk import Desk
from app.ui.models.conversations import ConversationModel
from app.ui.tokens import GRID
from app.ui.views.calls_line import CallsLine
from app.ui.views.delegates import ConversationDelegate
from app.ui.widgets.basics import Choice, Empty, EscapeFilter, ListTable, column, field, label, row
from app.ui.words import BOXES, Age, age_of

SEARCH_PAUSE = 120
"""Milliseconds after the last keystroke before a search runs."""
HITS = 500


class ConversationList(QFrame):
    """Signals: `chosen(id, by_person)` another conversation is to be shown (0: none); `opened()` the person wants to read on."""

    chosen = Signal(int, bool)
    opened = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "list-side")
        self._desk = desk
        self._quiet = False
        self._fresh = True
        self._wanted = 0
        self._gap = 0
        self.model = ConversationModel(self._fetch, self._age, self)
        delegate = ConversationDelegate(desk.theme, self._age, self)
        self.table = ListTable(_("Conversations"), delegate.height(self.font()))
        self.table.setItemDelegate(delegate)
        self.table.setModel(self.model)
        self.box = self._make_box()
        self.search = field(_("Search messages"), _("Search ( / )"), "search")
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(desk.theme.icon("search", "ink_soft"), self.search.ActionPosition.LeadingPosition)
        self.calls = CallsLine(desk)
        self.found = label("", "soft")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._lay_out()
        self._connect()

    def _make_box(self) -> QComboBox:
        box = Choice()
        box.setProperty("look", "title")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setAccessibleName(_("Which conversations"))
        box.setToolTip(_("Which conversations"))
        for value, words in BOXES.items():
            box.addItem(_(words), value)
        return box

    def _lay_out(self) -> None:
        desk = self._desk
        head = QWidget()
        buttons = row(self.box, 1, desk.actions.button("log_call"), desk.actions.button("sync"), desk.actions.button("import"), gap=2)
        head.setLayout(column(buttons, self.search, self.calls, self.found, gap=6, margins=(12, 12, 12, GRID)))
        self.found.hide()
        self.empty = Empty(desk.theme, "check", "", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.setLayout(column(head, self.stack, gap=0))
        self.setMinimumWidth(max(260, self.fontMetrics().averageCharWidth() * 36))

    def _tint(self) -> None:
        self._glass.setIcon(self._desk.theme.icon("search", "ink_soft"))

    def _connect(self) -> None:
        self._desk.theme.changed.connect(self._tint)
        self.table.selectionModel().currentChanged.connect(self._current)
        self.table.activated.connect(lambda _index: self.opened.emit())
        self.table.clicked.connect(lambda _index: self._announce(by_person=True))
        self.box.currentIndexChanged.connect(lambda _place: self._begin_anew())
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._to_list)
        self.search.installEventFilter(self)
        EscapeFilter(self.search, self._leave_search)
        self._pause.timeout.connect(self._begin_anew)
        self._desk.notices.changed.connect(lambda what: self.reload() if what in ("conversations", "all") else None)

    @property
    def current_box(self) -> Box:
        """The box that is shown."""
        return Box(self.box.currentData())

    @property
    def current_id(self) -> int:
        """The chosen conversation, or 0."""
        return self.model.id_at(self.table.currentIndex().row()) or 0

    def show_box(self, box: Box) -> None:
        """Show a box and leave any search."""
        self.search.clear()
        self.box.setCurrentIndex(list(BOXES).index(box))

    def reload(self) -> None:
        """Ask for the list anew; what is shown stays until the answer comes."""
        self.calls.look()
        query, box = self.search.text().strip(), self.current_box
        if query:
            self._desk.bridge.read(lambda counter: counter.search(query, HITS), self._put_hits, owner=self, key="list")
        else:
            self._desk.bridge.read(lambda c: (c.conversation_ids(box), c.counts()), self._put_list, owner=self, key="list")

    def _begin_anew(self) -> None:
        """Another list: its first conversation is shown."""
        self._fresh = True
        self.reload()

    def want(self, conversation_id: int) -> None:
        """Choose this conversation when it comes back into the list."""
        self._wanted = conversation_id
        self.reload()

    def step(self, by: int) -> None:
        """Go to the next or previous conversation; after one has left the list, to the one that took its place."""
        count = len(self.model.ids)
        if self.table.currentIndex().isValid() or not count:
            self.table.step(by)
        else:
            self.table.choose(max(0, min(count - 1, self._gap if by > 0 else self._gap - 1)))
        self._announce(by_person=True)

    def choose_id(self, conversation_id: int) -> bool:
        """Choose a conversation if it is in the list."""
        place = self.model.place_of(conversation_id)
        if place is not None:
            self.table.choose(place)
        return place is not None

    def take_out(self, conversation_id: int) -> None:
        """Remove a conversation from the list and choose the one that takes its place."""
        if self.search.text().strip():
            return
        self._quiet = True
        place = self.model.remove(conversation_id)
        self._quiet = False
        if place is not None and self.model.ids:
            self.table.choose(min(place, len(self.model.ids) - 1))
        self._announce(by_person=True)
        self._show_emptiness()

    def renew_rows(self) -> None:
        """Fetch again what is in sight (a draft became ready, a mark changed)."""
        first, last = self.table.sight()
        self.model.renew(first, last)

    def _age(self, line: ConversationRow) -> Age:
        return age_of(line, self._desk.now())

    def _fetch(self, ids: list[int]) -> None:
        self._desk.bridge.read(lambda counter: counter.conversation_rows(ids), self.model.put_rows, owner=self, failed=self._not_fetched)

    def _not_fetched(self, sentence: str) -> None:
        self.model.fetch_failed()
        self._desk.notices.say(sentence, "bad")

    def _put_list(self, answer: tuple[list[int], dict[str, int]]) -> None:
        ids, counts = answer
        self.box.setItemText(0, f"{_(BOXES[Box.QUEUE])} · {number_text(counts.get('queue', 0))}")
        self.found.hide()
        self._put_ids(ids, {})

    def _put_hits(self, result: SearchResult) -> None:
        snippets = {hit.conversation_id: hit.snippet for hit in reversed(result.hits)}
        self.found.setText(ngettext("{n} message found", "{n} messages found", result.total).format(n=number_text(result.total)))
        self.found.show()
        self._put_ids(list(dict.fromkeys(hit.conversation_id for hit in result.hits)), snippets)

    def _put_ids(self, ids: Sequence[int], snippets: dict[int, str]) -> None:
        """Show ids without moving what the person looks at: the row at the top of the sight stays there."""
        chosen, first = self.current_id, self.table.sight()[0]
        self._gap = max(0, self.table.currentIndex().row()) if chosen else self._gap
        top, offset = self.model.id_at(first), self._offset_of(first)
        self._quiet = True
        changed = self.model.set_ids(ids, snippets)
        if changed or self._wanted:
            self._restore(chosen, top, offset)
        self._quiet = False
        if not changed:
            self.renew_rows()
            self.table.viewport().update()
        self._show_emptiness()
        if self._fresh:
            self._fresh = False
            self._announce(by_person=False)

    def _offset_of(self, place: int) -> int:
        return self.table.rowViewportPosition(place) if self.model.rowCount() else 0

    def _restore(self, chosen: int, top: int | None, offset: int) -> None:
        wanted, self._wanted = self.model.place_of(self._wanted), 0
        place = wanted if wanted is not None else self.model.place_of(chosen)
        if place is None and self._fresh and self.model.ids:
            place = 0
        if place is not None:
            chosen_now = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(place, 0), chosen_now)
        anchor = self.model.place_of(top) if top else None
        if anchor is not None:
            self.table.verticalScrollBar().setValue(anchor * self.table.verticalHeader().defaultSectionSize() - offset)
        else:
            self.table.scrollToTop()

    def _show_emptiness(self) -> None:
        if self.model.ids:
            self.stack.setCurrentWidget(self.table)
            return
        if self.search.text().strip():
            self.empty.teach(_("Nothing found"), _("Try a name, an order number, or fewer words."))
        elif self.current_box is Box.QUEUE:
            self.empty.teach(
                _("Nothing waits for you"), _("Everything has an answer. New messages appear here by themselves, the most urgent first.")
            )
        else:
            self.empty.teach(_("Nothing here"), _("Conversations that you put here appear in this list."))
        self.stack.setCurrentWidget(self.empty)

    def _current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and self.table.hasFocus():
            self._announce(by_person=True)

    def _announce(self, *, by_person: bool) -> None:
        self.chosen.emit(self.current_id, by_person)

    def _to_list(self) -> None:
        self.table.setFocus()
        if self.model.ids:
            self.table.choose(max(0, self.table.currentIndex().row()))
            self._announce(by_person=True)

    def _leave_search(self) -> None:
        self.search.clear()
        self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leaves the search field for the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self._to_list()
            return True
        return False

    def sizeHint(self) -> QSize:
        return QSize(340, 600)
