"""A list of plain values for the smaller lists (customers, articles, the outbox, the palette)."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

T = TypeVar("T")
ITEM = Qt.ItemDataRole.UserRole
ROOT = QModelIndex()


class ItemModel(QAbstractListModel, Generic[T]):
    """Adapts a list; `words(item)` is the text that a screen reader (and a plain delegate) gets."""

    def __init__(self, words: Callable[[T], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._items: list[T] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.at(index.row())
        if item is None:
            return None
        if role == ITEM:
            return item
        return self._words(item) if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def at(self, place: int) -> T | None:
        """Return the item at a place, or None."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def put(self, items: Sequence[T]) -> None:
        """Show these."""
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    @property
    def items(self) -> list[T]:
        """What is shown (do not change)."""
        return self._items
