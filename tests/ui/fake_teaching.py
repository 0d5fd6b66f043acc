"""Teaching, in memory: part of the fake Counter."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from app.domain.categories import Categories
from app.domain.teaching import Correction, Labels
from app.domain.verdict import Emotion, Urgency

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeTeaching:
    """Corrections of the invented shop. `taught` holds them by id with the row before."""

    taught: dict[int, tuple[Correction, object]]

    def correct(self, conversation_id: int, labels: Labels, by: str) -> Correction:
        row = self._rows[conversation_id]
        was = Labels(row.category, None, Emotion(row.emotion), Urgency(row.urgency))
        text = self._said[conversation_id][-1].text
        made = Correction(len(self.taught) + 1, conversation_id * 10 + 2, conversation_id, text, was, labels, by, AT)
        self.taught[made.id] = made, row
        self._rows[conversation_id] = replace(
            row,
            category=labels.category or row.category,
            emotion=labels.emotion or row.emotion,
            urgency=row.urgency if labels.urgency is None else int(labels.urgency),
        )
        return made

    def take_back_correction(self, correction_id: int) -> None:
        made, row = self.taught.pop(correction_id)
        if row is not None:
            self._rows[made.conversation_id] = row

    def teach_text(self, category: str, text: str, by: str) -> Correction:
        made = Correction(len(self.taught) + 1, None, None, text, Labels(), Labels(category), by, AT)
        self.taught[made.id] = made, None
        return made

    def corrections(self, limit: int = 500) -> Sequence[Correction]:
        return [made for made, _row in self.taught.values()][::-1][:limit]

    def _change(self, change) -> Categories:
        made = change(self._shop.categories)
        self._shop = replace(self._shop, categories=made)
        return made
