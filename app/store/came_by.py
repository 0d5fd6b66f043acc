"""The handles by which kept messages and orders came."""

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.identity import Reach
from app.domain.message import Channel, Direction, Handle, HandleKind, Kind, Party
from app.store.codec import unpack
from app.store.message_rows import handles_of
from app.store.sql import LISTED, Sql, listed

Owner = tuple[str, str]
"""Kind and value of a handle."""
_AT_ONCE = 2_000
_SAID = f"""
SELECT m.id, m.channel, m.direction, m.kind, m.sender, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
WHERE m.id IN {LISTED} ORDER BY m.id
"""  # noqa: S608 - a constant
_TO = """
SELECT b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id WHERE m.customer_id = ? AND m.direction = 'out'
ORDER BY m.sent_at, m.id
"""
_ORDERS = f"SELECT id, data FROM shop_orders WHERE id IN {LISTED}"  # noqa: S608 - a constant


def as_written(party: Party, channel: Channel) -> tuple[Handle, ...]:
    """Return a party's handles as they are (a `Reach` for a store whose messages were placed by them)."""
    return party.handles


@dataclass(frozen=True, slots=True)
class Said:
    """A kept message and the handles it came by (or went to), the first first."""

    id: int
    handles: tuple[Owner, ...]


def said_by(sql: Sql, message_ids: Sequence[int], reach: Reach) -> Iterator[Said]:
    """Yield messages in the order of time; a few are held at once, however many there are."""
    found: dict[tuple[object, ...], tuple[Owner, ...]] = {}
    ids = sorted(message_ids)
    for start in range(0, len(ids), _AT_ONCE):
        found.clear()
        for row in sql.rows(_SAID, (listed(ids[start : start + _AT_ONCE]),)):
            told = row[1:]  # the same of most messages of a chat
            handles = found.get(told)
            if handles is None:
                handles = found[told] = tuple(dict.fromkeys((h.kind.value, h.value) for h in _reached(row, reach)))
            yield Said(row.id, handles)


def told_by(handles: Sequence[Owner], own: Container[Owner]) -> list[Owner]:
    """Return those of a message's handles that a customer has; of a shared one only that which names the person beside it."""
    known = [handle for handle in handles if handle in own]
    named = [value for kind, value in known if kind == HandleKind.ID]
    return [handle for handle in known if not any(f":{handle[1]} " in value for value in named)]


def _reached(row: Any, reach: Reach) -> Sequence[Handle]:
    told = json.loads(unpack(row.meta))
    if row.direction == Direction.OUT:
        name, pairs = (told.get("to") or [["", []]])[0]
        return reach(Party(name, handles_of(pairs)), Channel(row.channel))
    if row.kind == Kind.SYSTEM:
        return ()
    return reach(Party(row.sender, handles_of(told.get("from", []))), Channel(row.channel))


def called(sql: Sql, customer_id: int) -> Iterator[str]:
    """Yield how the shop called a customer whom it wrote to, oldest first."""
    for (meta,) in sql.rows(_TO, (customer_id,)):
        yield from (name for name, _ in json.loads(unpack(meta)).get("to", ())[:1])


def placed_by(sql: Sql, order_ids: Sequence[int]) -> Iterator[Said]:
    """Yield orders with the handles they were placed under."""
    for id_, data in sql.rows(_ORDERS, (listed(order_ids),)):
        yield Said(id_, tuple((kind, value) for kind, value in json.loads(unpack(data)).get("handles", ())))
