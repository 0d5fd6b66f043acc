"""The part of a customer that goes with some of the handles."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import BadInput
from app.domain.text import N_
from app.store.homes import HOMES, Homes, Owner, order_handles, said_by, told_by
from app.store.sql import LISTED, Sql, listed

NOT_HIS = N_("One of these addresses or numbers is not this customer's; nothing was changed.")
NOTHING_LEFT = N_("A customer cannot be split by all addresses and numbers: nothing would be left. Nothing was changed.")
NOTHING_CHOSEN = N_("Choose the addresses or numbers of the other person.")
_NAME = f"""
SELECT sender FROM messages WHERE id IN {LISTED} AND direction <> 'out' AND sender <> ''
GROUP BY sender ORDER BY count(*) DESC, sender LIMIT 1
"""  # noqa: S608 - a constant
_TASKS = "SELECT id, conversation_id FROM tasks WHERE customer_id = ?"
Before = Callable[[str, "int | Owner"], int | None]
"""Returns the home that a piece of a table had before, None when it came since."""


@dataclass(slots=True)
class Part:
    """What goes, with the home each piece has while it stays: rows by table, and handles."""

    name: str = ""
    rows: dict[str, dict[int, int]] = field(default_factory=dict)
    handles: dict[Owner, int] = field(default_factory=dict)

    @property
    def homes(self) -> set[int]:
        """The homes of the pieces."""
        return {home for rows in self.rows.values() for home in rows.values()} | set(self.handles.values())

    @property
    def plain(self) -> list[Any]:
        """The part as JSON holds it."""
        return [self.name, {t: list(rows.items()) for t, rows in self.rows.items()}, [(*h, home) for h, home in self.handles.items()]]

    @staticmethod
    def of(told: list[Any]) -> "Part":
        """Return the part of `plain`."""
        name, rows, handles = told
        return Part(name, {t: dict(map(tuple, pairs)) for t, pairs in rows.items()}, {(k, v): home for k, v, home in handles})

    def move(self, sql: Sql, homes: Homes, owner: int, new: int) -> None:
        """Give the part to the new customer, whose own it is from now on."""
        for table, rows in self.rows.items():
            sql.run(f"UPDATE {table} SET customer_id = ? WHERE id IN {LISTED}", (new, listed(rows)))  # noqa: S608 - our table names
            homes.put(table, dict.fromkeys(rows, new))
        for kind, value in self.handles:
            sql.run("UPDATE handles SET customer_id = ? WHERE customer_id = ? AND kind = ? AND value = ?", (new, owner, kind, value))
            sql.run("UPDATE homes_of_handles SET home = ? WHERE customer_id = ? AND kind = ? AND value = ?", (new, new, kind, value))

    def home_of(self, what: str, piece: int | Owner) -> int | None:
        """Return the home a piece had, None when it came since. `what` is a table, or "handles"."""
        return self.handles.get(piece) if isinstance(piece, tuple) else self.rows.get(what, {}).get(piece)

    def take_home(self, sql: Sql, homes: Homes, new: int, before: Before) -> None:
        """Give each piece that is still the new customer's the home it had; what arrived since is left without one."""
        for table, (where, key) in HOMES.items():
            asked = f"SELECT t.id FROM {table} AS t JOIN {where} AS h ON h.{key} = t.id WHERE t.customer_id = ?1 AND h.home = ?1"  # noqa: S608
            here = sql.column(asked, (new,))
            sql.run(f"DELETE FROM {where} WHERE {key} IN {LISTED}", (listed(here),))  # noqa: S608 - our table names
            found = ((row, before(table, row)) for row in here)
            homes.put(table, {row: home for row, home in found if home is not None})
        owned = [owner for owner, home in homes.of_handles(new).items() if home == new]
        sql.many("DELETE FROM homes_of_handles WHERE customer_id = ? AND kind = ? AND value = ?", [(new, *owner) for owner in owned])
        kept = ((owner, before("handles", owner)) for owner in owned)
        sql.many("INSERT INTO homes_of_handles VALUES (?,?,?,?)", [(*owner, new, home) for owner, home in kept if home is not None])


def part_of(sql: Sql, homes: Homes, customer_id: int, handles: Sequence[Owner]) -> Part:
    """Return what goes with the handles. A customer whose everything has a home. Raises BadInput."""
    own = homes.of_handles(customer_id)
    chosen = dict.fromkeys(handles)
    if not chosen:
        raise BadInput(NOTHING_CHOSEN)
    if any(handle not in own for handle in chosen):
        raise BadInput(NOT_HIS)
    if len(chosen) == len(own):
        raise BadInput(NOTHING_LEFT)
    messages, conversations = _came_by(sql, homes, customer_id, chosen, own)
    orders = [id_ for id_, told in order_handles(sql, customer_id) if chosen.keys() & set(told)]
    tasks = [id_ for id_, conversation in sql.rows(_TASKS, (customer_id,)) if conversation in conversations]
    rows = {"messages": messages, "conversations": conversations, "shop_orders": orders, "tasks": tasks}
    part = Part(rows={table: _with_homes(sql, table, ids) for table, ids in rows.items()}, handles={h: own[h] for h in chosen})
    part.name = sql.value(_NAME, (listed(messages),)) or next(iter(chosen))[1]
    return part


def _came_by(sql: Sql, homes: Homes, customer_id: int, chosen: Collection[Owner], own: Collection[Owner]) -> tuple[list[int], set[int]]:
    """Return the messages that came by the chosen handles, and the conversations that hold no others. What tells no handle (a notice, a
    shop's line without recipient) goes where its conversation goes."""
    going: list[int] = []
    silent: list[tuple[int, int]] = []
    goes: set[int] = set()
    stays: set[int] = set()
    for said in said_by(sql, customer_id, homes.reach):
        known = told_by(said.handles, own)
        if not known:
            silent.append((said.id, said.conversation_id))
        elif any(h in chosen for h in known):
            going.append(said.id)
            goes.add(said.conversation_id)
        else:
            stays.add(said.conversation_id)
    whole = goes - stays
    owned = f"SELECT id FROM conversations WHERE customer_id = ? AND id IN {LISTED}"  # noqa: S608 - a constant
    return going + [id_ for id_, conversation in silent if conversation in whole], set(sql.column(owned, (customer_id, listed(whole))))


def _with_homes(sql: Sql, table: str, ids: Collection[int]) -> dict[int, int]:
    where, key = HOMES[table]
    return dict(sql.rows(f"SELECT {key}, home FROM {where} WHERE {key} IN {LISTED}", (listed(ids),)))  # noqa: S608
