"""A list of ids at once, and rows by the page when they come into sight."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

PAGE = 100
"""Rows asked for at once."""
KEPT = 4000
"""Rows kept in memory; the oldest asked for go first."""
WAITING = 3
"""Pages that wait to be asked for; older wishes are dropped."""
ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class Numbered(Protocol):
    """A row that tells its id."""

    @property
    def id(self) -> int:
        """Its number."""


R = TypeVar("R", bound=Numbered)


class PagedModel(QAbstractListModel, Generic[R]):
    """Adapts a list of ids and a cache of rows. `fetch(ids)` is called when rows are wanted; the answer comes to `put_rows`."""

    def __init__(self, fetch: Callable[[list[int]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: list[int] = []
        self._places: dict[int, int] = {}
        self._rows: dict[int, R] = {}
        self._asked: set[int] = set()
        self._queue: list[int] = []
        self._flying = False

    def text(self, row: R, role: int) -> str | None:
        """Return what a row says: to a screen reader, or as a tooltip."""
        raise NotImplementedError

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = index.row()
        if not 0 <= place < len(self._ids) or (role != ROW and role not in _SAID):
            return None
        row = self._rows.get(self._ids[place])
        if row is None:
            self._want(place)
        return row if role == ROW or row is None else self.text(row, role)

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

    def set_ids(self, ids: Sequence[int]) -> bool:
        """Show these; returns whether the list itself changed. Rows already known stay in sight until new ones come."""
        self._asked.clear()
        self._queue.clear()
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

    def put_rows(self, rows: Sequence[R]) -> None:
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

    def place_of(self, row_id: int) -> int | None:
        """Return where a row stands, or None."""
        if not self._places:
            self._places = {value: place for place, value in enumerate(self._ids)}
        return self._places.get(row_id)

    def id_at(self, place: int) -> int | None:
        """Return the id at a place, or None."""
        return self._ids[place] if 0 <= place < len(self._ids) else None

    def row_of(self, row_id: int) -> R | None:
        """Return a row if it is known."""
        return self._rows.get(row_id)

    def remove(self, row_id: int) -> int | None:
        """Take one out of the list; returns where it stood."""
        place = self.place_of(row_id)
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
