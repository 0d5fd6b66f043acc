"""Arrivals: what comes with an import is written down while it comes, so that the import can be taken back.

What an import adds is kept by number (`arrivals`); of what it changes, the row before the first change and the row after the last one
(`arrived_changes`). Outside an import nothing of this costs anything.
"""

from collections.abc import Iterable, Sequence

from app.domain.message import Handle, HandleKind
from app.store.codec import plain
from app.store.sql import LISTED, Sql, listed

IMAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "conversation": (
        "conversations",
        (
            *("subject", "folded_subject", "started_at", "state", "snoozed_until", "last_at", "waiting_since", "due_at", "urgency"),
            *("sentiment", "emotion", "category", "language", "order_numbers", "reasons", "preview", "messages", "unread"),
        ),
    ),
    "customer": ("customers", ("name", "folded_name", "first_seen", "last_seen", "messages")),
    "order": ("shop_orders", ("customer_id", "placed_at", "state", "data")),
}
"""What is kept of a row that an import changes: the table, and its columns."""
_BLOBS = frozenset({"data"})
HELD_BY = 1_000_003
HELD = f"(SELECT count(*) || ' ' || coalesce(sum(m.id % {HELD_BY}), 0) FROM messages AS m WHERE m.conversation_id = conversations.id)"  # noqa: S608
"""SQL that tells which messages a conversation holds, well enough to see whether they are the same."""
_HANDLE = """
INSERT OR IGNORE INTO arrived_handles SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM handles WHERE kind = ?2 AND value = ?3)
"""


def image(what: str, table: str) -> str:
    """Return the SQL that makes a row's image (a JSON list, BLOBs in hex)."""
    values = (f"hex({table}.{name})" if name in _BLOBS else f"{table}.{name}" for name in IMAGES[what][1])
    return f"json_array({', '.join(values)})"


def imaged(what: str, values: Sequence[object]) -> list[object]:
    """Return the values of a row's image as its columns hold them."""
    return [bytes.fromhex(str(v)) if name in _BLOBS else v for name, v in zip(IMAGES[what][1], values, strict=True)]


class Arrivals:
    """What one transaction adds and changes, for the import it belongs to (`source` None: none)."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self.source: int | None = None
        self._touched: dict[str, set[int]] = {}

    def came(self, what: str, rows: Iterable[int]) -> None:
        """Note rows that are new: "message", "conversation", "customer", "order", "revision", "join" or "task"."""
        if self.source is not None:
            for row in rows:
                self._sql.later(9, "INSERT OR IGNORE INTO arrivals VALUES (?,?,?)", (self.source, what, row))

    def met(self, messages: Iterable[int]) -> None:
        """Note kept messages that this import holds as well: they stay when the import they came with is taken back."""
        self.came("met", messages)

    def handles(self, handles: Iterable[Handle]) -> None:
        """Note strong handles that are about to be added (those that are there already are none)."""
        if self.source is not None:
            for handle in handles:
                if handle.kind is not HandleKind.NAME:
                    self._sql.later(0, _HANDLE, (self.source, handle.kind, plain(handle.value)))

    def touch(self, what: str, rows: Iterable[int]) -> None:
        """Keep rows (a kind of `IMAGES`) as they are before this import first changes them; what came with it needs no keeping."""
        if self.source is None:
            return
        seen = self._touched.setdefault(what, set())
        fresh = set(rows) - seen
        if fresh:
            seen |= fresh
            table, held = IMAGES[what][0], HELD if what == "conversation" else "''"
            self._sql.run(
                "INSERT OR IGNORE INTO arrived_changes (source_id, what, row, before, held) "  # noqa: S608 - our names
                f"SELECT ?1, ?2, id, {image(what, table)}, {held} FROM {table} "
                f"WHERE id IN {LISTED.replace('?', '?3')} AND NOT EXISTS (SELECT 1 FROM arrivals AS a "
                "WHERE a.source_id = ?1 AND a.what = ?2 AND a.row = id)",
                (self.source, what, listed(fresh)),
            )

    def changed(self, what: str, row: int, before: bytes) -> None:
        """Keep what is needed to take one change back, unless an earlier change of the same row kept it."""
        if self.source is not None:
            self._sql.run(
                "INSERT OR IGNORE INTO arrived_changes (source_id, what, row, before) VALUES (?,?,?,?)", (self.source, what, row, before)
            )

    def settle(self) -> None:
        """Keep how the rows that were touched are left (before the transaction commits)."""
        for what, rows in self._touched.items():
            left_as(self._sql, what, rows, self.source)
        self._touched = {}


def left_as(sql: Sql, what: str, rows: Iterable[int], source: int | None = None) -> None:
    """Keep rows as they are now as what an import (None: all that changed them) left."""
    table = IMAGES[what][0]
    sql.run(
        f"UPDATE arrived_changes SET after = (SELECT {image(what, table)} FROM {table} WHERE {table}.id = arrived_changes.row) "  # noqa: S608
        f"WHERE (?1 IS NULL OR source_id = ?1) AND what = ?2 AND row IN {LISTED.replace('?', '?3')}",
        (source, what, listed(rows)),
    )
