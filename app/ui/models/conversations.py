"""The list of conversations: ids at once, rows by the page when they come into sight."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt

from app.domain.views import ConversationRow
from app.ui.models.paged import KEPT, PAGE, ROW, Index, PagedModel
from app.ui.words import Age, age_of, channel_word, emotion_word, language_word, urgency_word

__all__ = ["KEPT", "PAGE", "ROW", "SNIPPET", "ConversationModel", "spoken"]
SNIPPET = Qt.ItemDataRole.UserRole + 1


def spoken(row: ConversationRow, age: Age) -> str:
    """Return a row as one sentence for a screen reader."""
    parts = [row.customer, channel_word(row.channel), row.subject or row.preview, age.text, language_word(row.language)]
    parts += [emotion_word(row.emotion), urgency_word(row.urgency)]
    return ", ".join(part for part in parts if part)


class ConversationModel(PagedModel[ConversationRow]):
    """The conversations of a box, or those that a search found, each with the words that were found."""

    def __init__(
        self, fetch: Callable[[list[int]], None], age: Callable[[ConversationRow], Age] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(fetch, parent)
        self._age = age or (lambda row: age_of(row, row.last_at))
        self.snippets: dict[int, str] = {}

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == SNIPPET:
            return self.snippets.get(self.id_at(index.row()) or 0)
        return super().data(index, role)

    def text(self, row: ConversationRow, role: int) -> str | None:
        """Return the row as a sentence; as a tooltip, why it stands where it does."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(row.reasons) or None
        return spoken(row, self._age(row))

    def set_ids(self, ids: Sequence[int], snippets: dict[int, str] | None = None) -> bool:
        """Show these conversations; returns whether the list itself changed."""
        self.snippets = snippets or {}
        return super().set_ids(ids)
