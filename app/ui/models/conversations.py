"""The list of conversations: ids at once, rows by the page when they come into sight."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.views import ConversationRow
from app.ui.words import Age, age_of, channel_word, emotion_word, language_word, urgency_word

PAGE = 100
"""Rows asked for at once."""
KEPT = 4000
"""Rows kept in memory; the oldest asked for go first."""
WAITING = 3
"""Pages that wait to be asked for; older wishes are dropped."""
ROW = Qt.ItemDataRole.UserRole
SNIPPET = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


def spoken(row: ConversationRow, age: Age) -> str:
    """Return a row as one sentence for a screen reader."""
    parts = [row.customer, channel_word(row.channel), row.subject or row.preview, age.text, language_word(row.language)]
    parts += [emotion_word(row.emotion), urgency_word(row.urgency)]
    return ", ".join(part for part in parts if part)


class ConversationModel(QAbstractListModel):
    """Adapts a list of ids and a cache of rows. `fetch(ids)` is called when rows are wanted; the answer comes to `put_rows`."""

    def __init__(
        self, fetch: Callable[[list[int]], None], age: Callable[[ConversationRow], Age] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._age = age or (lambda row: age_of(row, row.last_at))
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self._rows: dict[int, ConversationRow] = {}
        self._asked: set[int] = set()
        self._queue: list[int] = []
        self._flying = False
        self.snippets: dict[int, str] = {}

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = index.row()
        if not 0 <= place < len(self._ids):
            return None
        if role == SNIPPET:
            return self.snippets.get(self._ids[place])
        if role not in (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._rows.get(self._ids[place])
        if row is None:
            self._want(place)
        if role == ROW or row is None:
            return row
        return None if role == Qt.ItemDataRole.ToolTipRole and not row.reasons else self._text(row, role)

    def _text(self, row: ConversationRow, role: int) -> str:
        return "\n".join(row.reasons) if role == Qt.ItemDataRole.ToolTipRole else spoken(row, self._age(row))

    def _want(self, place: int) -> None:
        page = place // PAGE
        if page not in self._asked:
            self._queue = [*(other for other in self._queue if other != page), page][-WAITING:]
            self._pump()

    def _pump(self) -> None:
        """Ask for one page at a time, the latest wanted first: what was scrolled past is asked for again if it comes back."""
        while self._queue and not self._flying:
            page = self._queue.pop()
            ids = [i for i in self._ids[page * PAGE : (page + 1) * PAGE] if i not in self._rows]
            self._asked.add(page)
            self._flying = bool(ids)
            if ids:
                self._fetch(ids)

    def fetch_failed(self) -> None:
        """The rows did not come: they are asked for again when they are next painted."""
        self._flying = False
        self._asked.clear()

    def set_ids(self, ids: Sequence[int], snippets: dict[int, str] | None = None) -> bool:
        """Show these conversations; returns whether the list itself changed. Rows already known stay in sight until new ones come."""
        self._asked.clear()
        self._queue.clear()
        self.snippets = snippets or {}
        if list(ids) == self._ids:
            return False
        self.beginResetModel()
        self._ids = list(ids)
        self._places = {}
        self.endResetModel()
        return True

    def renew(self, first: int, last: int) -> None:
        """Ask anew for the rows first..last (what is in sight), keeping what is shown until they come."""
        ids = self._ids[max(0, first) : last + 1]
        if ids:
            self._fetch(ids)

    def put_rows(self, rows: Sequence[ConversationRow]) -> None:
        """Take rows that were fetched and repaint them."""
        self._flying = False
        places = []
        for row in rows:
            self._rows.pop(row.id, None)
            self._rows[row.id] = row
            place = self.place_of(row.id)
            if place is not None:
                places.append(place)
        self._shed()
        if places:
            self.dataChanged.emit(self.index(min(places)), self.index(max(places)))
        self._pump()

    def _shed(self) -> None:
        surplus = len(self._rows) - KEPT
        for key in list(self._rows)[: max(0, surplus)]:
            del self._rows[key]
        if surplus > 0:
            self._asked.clear()

    def place_of(self, conversation_id: int) -> int | None:
        """Return where a conversation stands, or None."""
        if not self._places:
            self._places = {value: place for place, value in enumerate(self._ids)}
        return self._places.get(conversation_id)

    def id_at(self, place: int) -> int | None:
        """Return the conversation at a place, or None."""
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def row_of(self, conversation_id: int) -> ConversationRow | None:
        """Return a row if it is known."""
        return self._rows.get(conversation_id)

    def remove(self, conversation_id: int) -> int | None:
        """Take one out of the list (it was closed, say); returns where it stood."""
        place = self.place_of(conversation_id)
        if place is None:
            return None
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._ids[place]
        self._places = {}
        self._asked.clear()
        self.endRemoveRows()
        return place

    @property
    def ids(self) -> list[int]:
        """The ids in list order (do not change)."""
        return self._ids
