"""Conversations that an import linked: what is kept of the one that went into the other, and how it comes out again."""

import json
from collections.abc import Sequence
from typing import Any

from app.store.arrivals import Arrivals
from app.store.codec import pack, unpack
from app.store.sql import LISTED, Sql, listed

MOVED = ("messages", "conversation_keys", "thread_ids", "drafts", "notes", "handovers", "tasks", "echoes", "altered")
"""Tables whose rows follow the conversation they belong to."""
_BY_KEY = {"conversation_keys": "key", "thread_ids": "mail_id", "echoes": "message_id", "altered": "message_id"}
_ARRIVED = "SELECT 1 FROM arrivals WHERE source_id = ? AND what = 'conversation' AND row = ?"
_ORDERS = "SELECT folded, number FROM orders WHERE conversation_id = ? AND message_id = 0"


def keep_thread(sql: Sql, arrivals: Arrivals, keep: int, other: int) -> None:
    """Keep `other` before it goes into `keep`, where an import links the two; only its keys where the import brought `other` itself."""
    if arrivals.source is None:
        return
    if sql.value(_ARRIVED, (arrivals.source, other)):
        keys = [list(key) for key in sql.rows("SELECT family, key FROM conversation_keys WHERE conversation_id = ?", (other,))]
        arrivals.changed("keys", other, pack(json.dumps(keys)))
        return
    row = sql.row("SELECT * FROM conversations WHERE id = ?", (other,))
    kept = {
        "keep": keep,
        "row": dict(row._mapping),
        "moved": {table: sql.column(_ids(table), (other,)) for table in MOVED},
        "orders": [list(order) for order in sql.rows(_ORDERS, (other,))],
    }
    arrivals.changed("thread", other, pack(json.dumps(kept)))


def _ids(table: str) -> str:
    return f"SELECT {_BY_KEY.get(table, 'id')} FROM {table} WHERE conversation_id = ?"  # noqa: S608 - our table names


def drop_keys(sql: Sql, before: bytes) -> None:
    """Forget the keys of a conversation that came with an import and went into an older one."""
    sql.many("DELETE FROM conversation_keys WHERE family = ? AND key = ?", [tuple(key) for key in json.loads(unpack(before))])


def restore_thread(sql: Sql, before: bytes) -> None:
    """Make the conversation again that went into another, with what is still there of it."""
    kept: dict[str, Any] = json.loads(unpack(before))
    row, keep = kept["row"], kept["keep"]
    if sql.value("SELECT 1 FROM conversations WHERE id = ?", (row["id"],)) or not sql.value(
        "SELECT 1 FROM conversations WHERE id = ?", (keep,)
    ):
        return
    if not sql.value("SELECT 1 FROM customers WHERE id = ?", (row["customer_id"],)):
        row["customer_id"] = sql.value("SELECT customer_id FROM conversations WHERE id = ?", (keep,))
    marks = ",".join("?" * len(row))
    sql.run(f"INSERT INTO conversations ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - our columns
    for table, ids in kept["moved"].items():
        _move(sql, table, ids, keep, row["id"])
    sql.run(
        f"UPDATE OR REPLACE orders SET conversation_id = ? WHERE conversation_id = ? AND message_id IN {LISTED}",  # noqa: S608 - a constant
        (row["id"], keep, listed(kept["moved"]["messages"])),
    )
    sql.many("INSERT OR IGNORE INTO orders VALUES (?,?,0,?)", [(folded, row["id"], number) for folded, number in kept["orders"]])


def _move(sql: Sql, table: str, ids: Sequence[object], keep: int, other: int) -> None:
    sql.run(
        f"UPDATE {table} SET conversation_id = ? WHERE conversation_id = ? AND {_BY_KEY.get(table, 'id')} IN {LISTED}",  # noqa: S608
        (other, keep, listed(ids)),
    )
