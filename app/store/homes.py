"""Whose everything is before all merges: the home of a message, conversation, order, task or handle.

While a customer takes part in a merge or split, each row of his has a home: the customer it belongs to when that is taken back. What
comes in meanwhile has none yet; it gets the home of the handle it came by, so that undoing is one question: which homes go.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.identity import Reach
from app.domain.message import Channel, Direction, Handle, HandleKind, Kind, Party
from app.store.codec import unpack
from app.store.message_rows import handles_of
from app.store.sql import LISTED, Sql, listed

Owner = tuple[str, str]
"""Kind and value of a handle."""
HOMES = {
    "messages": ("homes_of_messages", "message_id"),
    "conversations": ("homes_of_conversations", "conversation_id"),
    "shop_orders": ("homes_of_shop_orders", "order_id"),
    "tasks": ("homes_of_tasks", "task_id"),
}
_SAID = """
SELECT m.id, m.conversation_id, m.channel, m.direction, m.kind, m.sender, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
WHERE m.customer_id = ?
"""
_HOMELESS = "AND m.id NOT IN (SELECT message_id FROM homes_of_messages)"
_OPENED_BY = """
SELECT c.id, (SELECT h.home FROM messages AS m JOIN homes_of_messages AS h ON h.message_id = m.id WHERE m.conversation_id = c.id
    ORDER BY m.sent_at, m.id LIMIT 1) AS home
FROM conversations AS c WHERE c.customer_id = ? AND c.id NOT IN (SELECT conversation_id FROM homes_of_conversations)
"""
_BY_CONVERSATION = """
INSERT OR IGNORE INTO homes_of_{0} SELECT t.id, h.home FROM {0} AS t
JOIN conversations AS c ON c.id = t.conversation_id AND c.customer_id = t.customer_id
JOIN homes_of_conversations AS h ON h.conversation_id = c.id WHERE t.customer_id = ?
"""
_HANDLE_HOMES = "SELECT kind, value, home FROM homes_of_handles WHERE customer_id = ?"
_HOME_ANYWHERE = """
SELECT coalesce(o.home, h.customer_id) FROM handles AS h LEFT JOIN homes_of_handles AS o USING (kind, value, customer_id)
WHERE h.kind = ? AND h.value = ? AND h.kind <> 'name'
"""
_SAME_HANDLE = "h.kind = t.kind AND h.value = t.value AND h.customer_id = t.customer_id"
_ORDERS = "SELECT id, data FROM shop_orders WHERE customer_id = ?"


def as_written(party: Party, channel: Channel) -> tuple[Handle, ...]:
    """Return a party's handles as they are (a `Reach` for a store whose messages were placed by them)."""
    return party.handles


@dataclass(frozen=True, slots=True)
class Said:
    """A kept message and the handles it came by (or went to)."""

    id: int
    conversation_id: int
    handles: tuple[Owner, ...]


def said_by(sql: Sql, customer_id: int, reach: Reach, *, homeless: bool = False) -> Iterator[Said]:
    """Yield a customer's messages in the order of time; those without a home when asked."""
    for row in sql.rows(f"{_SAID} {_HOMELESS if homeless else ''} ORDER BY m.id", (customer_id,)):
        handles = dict.fromkeys((h.kind.value, h.value) for h in _reached(row, reach))
        yield Said(row.id, row.conversation_id, tuple(handles))


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


def order_handles(sql: Sql, customer_id: int) -> Iterator[tuple[int, tuple[Owner, ...]]]:
    """Yield a customer's orders with the handles they were placed under."""
    for id_, data in sql.rows(_ORDERS, (customer_id,)):
        yield id_, tuple((kind, value) for kind, value in json.loads(unpack(data)).get("handles", ()))


@dataclass(slots=True)
class Homes:
    """The homes of one transaction."""

    sql: Sql
    reach: Reach
    _settled: set[int] = field(default_factory=set)

    def of_handles(self, customer_id: int) -> dict[Owner, int]:
        """Return the homes of a customer's handles (those that have one)."""
        return {(kind, value): home for kind, value, home in self.sql.rows(_HANDLE_HOMES, (customer_id,))}

    def settle(self, customer_id: int, default: int | None = None) -> None:
        """Give everything of a customer that has none a home: that of the handle it came by (with a `default` also of one that is somebody
        else's by now), else `default` (the customer)."""
        home = customer_id if default is None else default
        known = self.of_handles(customer_id)
        if default is not None or any(other != home for other in known.values()):
            self._attribute(customer_id, known, stray=default is not None)
        for table, (homes, _) in HOMES.items():
            self.sql.run(f"INSERT OR IGNORE INTO {homes} SELECT id, ?2 FROM {table} WHERE customer_id = ?1", (customer_id, home))  # noqa: S608 - our table names
        self.sql.run(
            "INSERT OR IGNORE INTO homes_of_handles SELECT kind, value, customer_id, ?2 FROM handles WHERE customer_id = ?1",
            (customer_id, home),
        )

    def _elsewhere(self, handles: Sequence[Owner], but: int) -> int | None:
        """Return the home of the first of these handles that anybody else has."""
        for handle in handles:
            found = self.sql.value(_HOME_ANYWHERE, handle)
            if found is not None and found != but:
                return int(found)
        return None

    def _attribute(self, customer_id: int, known: dict[Owner, int], *, stray: bool) -> None:
        own = {(k, v) for k, v in self.sql.rows("SELECT kind, value FROM handles WHERE customer_id = ?", (customer_id,))}
        found: list[tuple[int, int]] = []
        for said in said_by(self.sql, customer_id, self.reach, homeless=True):
            handles = told_by(said.handles, own)
            home = next((known[h] for h in handles if h in known), None)
            home = self._elsewhere(said.handles, customer_id) if home is None and stray else home
            if home is not None:
                found.append((said.id, home))
                known.update({h: home for h in handles if h not in known})
        many = self.sql.many
        many("INSERT OR IGNORE INTO homes_of_messages VALUES (?,?)", found)
        rows = [(kind, value, customer_id, home) for (kind, value), home in known.items()]
        many("INSERT OR IGNORE INTO homes_of_handles VALUES (?,?,?,?)", rows)
        opened = [(id_, home) for id_, home in self.sql.rows(_OPENED_BY, (customer_id,)) if home is not None]
        many("INSERT OR IGNORE INTO homes_of_conversations VALUES (?,?)", opened)
        for table in ("messages", "tasks"):
            self.sql.run(_BY_CONVERSATION.format(table), (customer_id,))
        placed = [(id_, known[h]) for id_, handles in order_handles(self.sql, customer_id) for h in handles if h in known]
        many("INSERT OR IGNORE INTO homes_of_shop_orders VALUES (?,?)", placed)

    def move(self, owner: int, to: int, homes: Iterable[int] | None = None) -> None:
        """Give what an owner has (of these homes; None: all) to another customer."""
        chosen = () if homes is None else (listed(homes),)
        for table, (where, key) in HOMES.items():
            of = f" AND EXISTS (SELECT 1 FROM {where} AS h WHERE h.{key} = t.id AND h.home IN {LISTED})" if chosen else ""  # noqa: S608
            self.sql.run(f"UPDATE {table} AS t SET customer_id = ? WHERE customer_id = ?{of}", (to, owner, *chosen))  # noqa: S608
        of = f" AND EXISTS (SELECT 1 FROM homes_of_handles AS h WHERE {_SAME_HANDLE} AND h.home IN {LISTED})" if chosen else ""  # noqa: S608
        self.sql.run(f"UPDATE handles AS t SET customer_id = ? WHERE customer_id = ?{of}", (to, owner, *chosen))  # noqa: S608

    def put(self, what: str, homes: Mapping[int, int]) -> None:
        """Set the homes of rows."""
        table, _ = HOMES[what]
        self.sql.many(f"INSERT OR REPLACE INTO {table} VALUES (?,?)", list(homes.items()))  # noqa: S608 - our table names

    def at(self, customer_id: int) -> set[int]:
        """Return the homes of all that a customer has."""
        found: set[int] = set(self.of_handles(customer_id).values())
        for table, (homes, key) in HOMES.items():
            asked = f"SELECT DISTINCT h.home FROM {homes} AS h JOIN {table} AS t ON t.id = h.{key} WHERE t.customer_id = ?"  # noqa: S608
            found.update(self.sql.column(asked, (customer_id,)))
        return found

    def forget(self, customer_id: int) -> None:
        """Forget the homes of a customer who takes part in no merge or split any more."""
        for table, (homes, key) in HOMES.items():
            self.sql.run(f"DELETE FROM {homes} WHERE {key} IN (SELECT id FROM {table} WHERE customer_id = ?)", (customer_id,))  # noqa: S608
        self.sql.run("DELETE FROM homes_of_handles WHERE customer_id = ?", (customer_id,))
