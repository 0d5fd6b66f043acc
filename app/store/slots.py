"""Message ids that grow with the date: the sixteen seconds in which a message was sent, or the next free ones.

The full-text index gives its hits in rowid order for nothing, while sorting 100,000 hits by a date column takes a quarter of a second.
With the date in the id, "newest first" is free, also when last year's mailbox is imported after this year's.
Finer slots would make the index larger (a tenth at one second); coarser ones would push a burst of chat further from its time.
"""

from collections.abc import Sequence

from app.store.sql import LISTED, Sql, listed

SLOT_US = 16_000_000
_BLOCK_BITS = 8


class Slots:
    """Hands out free ids for one batch."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._blocks: dict[int, frozenset[int]] = {}

    def claim(self, times: Sequence[int]) -> list[int]:
        """Return a free id for each message of a batch that is sorted by time (microseconds since 1970)."""
        return self._free([at // SLOT_US for at in times])

    def _free(self, slots: list[int]) -> list[int]:
        """Times before 1970 count as the first slot."""
        wanted, last = [], 0
        for slot in slots:
            last = max(slot, last + 1)
            wanted.append(last)
        if not self._sql.row(f"SELECT id FROM messages WHERE id IN {LISTED} LIMIT 1", (listed(wanted),)):  # noqa: S608 - a constant
            return wanted
        return self._around_taken(slots)

    def _around_taken(self, slots: list[int]) -> list[int]:
        free, last = [], 0
        for slot in slots:
            last = max(slot, last + 1)
            while last in self._taken(last >> _BLOCK_BITS):
                last += 1
            free.append(last)
        return free

    def _taken(self, block: int) -> frozenset[int]:
        if block not in self._blocks:
            first = block << _BLOCK_BITS
            found = self._sql.column("SELECT id FROM messages WHERE id BETWEEN ? AND ?", (first, first + (1 << _BLOCK_BITS) - 1))
            self._blocks[block] = frozenset(found)
        return self._blocks[block]
