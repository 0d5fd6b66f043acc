"""Message ids that grow with the date: the sixteen seconds in which a message was sent, or the next free ones.

The full-text index gives its hits in rowid order for nothing, while sorting 100,000 hits by a date column takes a quarter of a second.
With the date in the id, "newest first" is free, also when last year's mailbox is imported after this year's.
Finer slots would make the index larger (a tenth at one second); coarser ones would push a burst of chat further from its time.
"""

from collections.abc import Sequence

from app.store.sql import LISTED, Sql, listed

SLOT_US = 16_000_000
_BLOCK_BITS = 8
_BLOCK = 1 << _BLOCK_BITS
_NEAR = 6
"""Ids from a message's slot on that are asked for at once, for all messages of a batch."""


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
        return self._around_taken(slots, wanted)

    def _around_taken(self, slots: list[int], wanted: list[int]) -> list[int]:
        near = {id_ + further for id_ in wanted for further in range(_NEAR)}
        taken = set(self._sql.column(f"SELECT id FROM messages WHERE id IN {LISTED}", (listed(near),)))  # noqa: S608 - a constant
        free, last = [], 0
        for slot in slots:
            last = max(slot, last + 1)
            while last in taken:
                last += 1
            if last not in near:
                last = self._beyond(last)
            free.append(last)
        return free

    def _beyond(self, id_: int) -> int:
        """Return a free id from this one on. Where all is taken the steps grow: years in which a message was sent every few seconds are
        passed in a few looks."""
        step = 1
        while True:
            block = id_ >> _BLOCK_BITS
            taken = self._taken(block)
            end = (block + 1) << _BLOCK_BITS
            found = next((free for free in range(id_, end) if free not in taken), None) if len(taken) < _BLOCK else None
            if found is not None:
                return found
            id_, step = (block + step) << _BLOCK_BITS, step * 2

    def _taken(self, block: int) -> frozenset[int]:
        if block not in self._blocks:
            first = block << _BLOCK_BITS
            found = self._sql.column("SELECT id FROM messages WHERE id BETWEEN ? AND ?", (first, first + _BLOCK - 1))
            self._blocks[block] = frozenset(found)
        return self._blocks[block]
