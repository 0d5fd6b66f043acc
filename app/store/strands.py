"""Strands: who has what follows from where it came in and from the merges and splits that stand.

A strand is an address, number or name as it came to one customer (its `home`), with all that came by it; what came by none hangs on the
strand of the customer itself (kind `SELF`). Merges and splits carry whole strands: a merge those of one customer to another, a split
those it names (`parted`). So to take any of them back is to follow each strand once more from its home through those that still stand, in
the order in which they were made: exact, in any order, whatever came in between. Nothing else is kept of where a row was.

A strand that came while merges and splits stood goes the way of the one it came with, as if it had been there all along. A message belongs
to the first of its handles that its customer has; a conversation to who opened it; a task, a notice, a line to nobody to its conversation.
A display name that came to several who are merged goes with a split whole. Customers who take part in no merge or split have no strands.
What came in since the last one gets its strand before the next.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.domain.identity import Reach
from app.store.came_by import Owner, placed_by, said_by, told_by
from app.store.sql import LISTED, Sql, listed

SELF = ""
"""Kind of the strand that is a customer itself; its value is the customer's number."""
ROWS = {"messages": "message_id", "conversations": "conversation_id", "shop_orders": "order_id", "tasks": "task_id"}
"""Tables whose rows hang on strands (`strands_of_...`), and how a row is called there."""
_OF = """
SELECT s.id, s.kind, s.value, s.home, (SELECT json_group_array(p.join_id) FROM parted AS p WHERE p.strand_id = s.id) AS splits
FROM strands AS s WHERE s.customer_id = ? ORDER BY s.id
"""
_ADD = "INSERT INTO strands (kind, value, home, customer_id) VALUES (?,?,?,?)"
_NEW_HANDLES = """
SELECT h.kind, h.value FROM handles AS h WHERE h.customer_id = ?1 AND NOT EXISTS (
    SELECT 1 FROM strands AS s WHERE s.customer_id = ?1 AND s.kind = h.kind AND s.value = h.value) ORDER BY h.kind, h.value
"""
_SAID_IN = """
SELECT m.conversation_id, x.strand_id FROM conversations AS c JOIN messages AS m ON m.conversation_id = c.id
JOIN strands_of_messages AS x ON x.message_id = m.id WHERE c.customer_id = ? AND m.customer_id = c.customer_id ORDER BY m.sent_at, m.id
"""
_TALK_OF = f"""
SELECT t.id, x.strand_id FROM {{}} AS t JOIN conversations AS c ON c.id = t.conversation_id AND c.customer_id = t.customer_id
JOIN strands_of_conversations AS x ON x.conversation_id = c.id WHERE t.id IN {LISTED}
"""  # noqa: S608 - a constant
_INTO = "SELECT id, kept FROM joins WHERE kind = 'merge' AND undone_at IS NULL AND other = ?"
_STRAY_ORDERS = """
DELETE FROM strands_of_shop_orders WHERE order_id IN (SELECT id FROM shop_orders WHERE customer_id = ?1)
AND strand_id NOT IN (SELECT id FROM strands WHERE customer_id = ?1)
"""
Way = tuple[int, frozenset[int]]
"""Where a strand begins, and the splits that took it: strands of one way are always with one customer."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A strand with the way it goes."""

    id: int
    kind: str
    value: str
    way: Way

    @property
    def owner(self) -> Owner:
        """The handle."""
        return self.kind, self.value


class Strands:
    """The strands of one transaction. `reach` tells by which handles a kept message came."""

    def __init__(self, sql: Sql, reach: Reach) -> None:
        self._sql = sql
        self._reach = reach

    def of(self, customer_id: int) -> list[Strand]:
        """Return the strands that a customer has now."""
        rows = self._sql.rows(_OF, (customer_id,))
        return [Strand(id_, kind, value, (home, _numbers(splits))) for id_, kind, value, home, splits in rows]

    # -- what came in gets its strand

    def settle(self, customer_id: int) -> list[Strand]:
        """Hang everything of a customer that hangs on none on a strand; return them all."""
        strands = self.of(customer_id)
        itself = next((s for s in strands if s.owner == (SELF, str(customer_id))), None)
        if itself is None:
            itself = self._add((SELF, str(customer_id)), (customer_id, frozenset()), customer_id)
            strands.append(itself)
        self._sql.run(_STRAY_ORDERS, (customer_id,))  # alone among all, an order changes its owner by itself
        if len({strand.way for strand in strands}) > 1:
            strands = self._hang(customer_id, strands, None)
        for kind, value in self._sql.rows(_NEW_HANDLES, (customer_id,)):
            strands.append(self._add((kind, value), itself.way, customer_id))
        for table in ROWS:
            self._sql.run(
                f"INSERT OR IGNORE INTO strands_of_{table} SELECT id, ?2 FROM {table} WHERE customer_id = ?1",  # noqa: S608 - our table names
                (customer_id, itself.id),
            )
        return strands

    def tell_apart(self, customer_id: int) -> list[Strand]:
        """Hang everything that hangs on a customer's self, while nothing told its handles apart, on the handle that it came by. Call
        `settle` before; returns the strands."""
        strands = self.of(customer_id)
        return self._hang(customer_id, strands, [strand for strand in strands if strand.kind == SELF])

    def _hang(self, customer_id: int, strands: list[Strand], on: list[Strand] | None) -> list[Strand]:
        """Hang what hangs on these strands (None: on nothing) on the strand it came by, if that goes the same way."""
        found = _Found(strands)
        for table in (*ROWS, "messages"):  # once more: a notice goes with its conversation
            loose = self._hanging(table, customer_id, on)
            chosen = self._chosen(table, customer_id, loose, found) if loose else {}
            self._sql.many(f"INSERT OR REPLACE INTO strands_of_{table} VALUES (?,?)", list(chosen.items()))  # noqa: S608 - our table names
        return found.strands

    def _hanging(self, table: str, customer_id: int, on: list[Strand] | None) -> dict[int, Way | None]:
        """Return the rows of a customer that hang on these strands, with their way; on none (None)."""
        hung = f"LEFT JOIN strands_of_{table} AS x ON x.{ROWS[table]} = t.id"
        asked = f"SELECT t.id, x.strand_id FROM {table} AS t {hung} WHERE t.customer_id = ?"  # noqa: S608 - our table names
        ways = {None: None} if on is None else {strand.id: strand.way for strand in on}
        return {id_: ways[strand] for id_, strand in self._sql.rows(asked, (customer_id,)) if strand in ways}

    def _chosen(self, table: str, customer_id: int, loose: dict[int, Way | None], found: "_Found") -> dict[int, int]:
        if table == "messages":
            return self._by_talk(table, loose, found) | self._by_handle(customer_id, loose, found)
        if table == "conversations":
            return self._opened(customer_id, loose, found)
        return self._by_order(loose, found) if table == "shop_orders" else self._by_talk(table, loose, found)

    def _by_order(self, loose: dict[int, Way | None], found: "_Found") -> dict[int, int]:
        orders = ((order.id, found.first(order.handles, loose[order.id])) for order in placed_by(self._sql, list(loose)))
        return {id_: strand.id for id_, strand in orders if strand is not None}

    def _by_handle(self, customer_id: int, loose: dict[int, Way | None], found: "_Found") -> dict[int, int]:
        own = {(kind, value) for kind, value in self._sql.rows("SELECT kind, value FROM handles WHERE customer_id = ?", (customer_id,))}
        chosen: dict[int, int] = {}
        for said in said_by(self._sql, list(loose), self._reach):
            handles = told_by(said.handles, own)
            known = found.first(handles, loose[said.id])
            if known is not None:
                for handle in handles:
                    if handle not in found:
                        found.add(self._add(handle, known.way, customer_id))
                chosen[said.id] = (found.first(handles, loose[said.id]) or known).id
        return chosen

    def _opened(self, customer_id: int, loose: dict[int, Way | None], found: "_Found") -> dict[int, int]:
        chosen: dict[int, int] = {}
        for conversation, strand in self._sql.rows(_SAID_IN, (customer_id,)):
            if conversation in loose and conversation not in chosen and found.fits(strand, loose[conversation]):
                chosen[conversation] = strand
        return chosen

    def _by_talk(self, table: str, loose: dict[int, Way | None], found: "_Found") -> dict[int, int]:
        rows = self._sql.rows(_TALK_OF.format(table), (listed(loose),))
        return {id_: strand for id_, strand in rows if found.fits(strand, loose[id_])}

    def _add(self, owner: Owner, way: Way, customer_id: int) -> Strand:
        id_ = self._sql.insert(_ADD, (*owner, way[0], customer_id))
        self._sql.many("INSERT INTO parted (join_id, strand_id) VALUES (?,?)", [(split, id_) for split in sorted(way[1])])
        return Strand(id_, *owner, way)

    # -- merges and splits carry them

    def merge(self, kept: int, other: int) -> None:
        """Give all that a customer has to another. `settle` both before."""
        for table in ("strands", *ROWS):
            self._sql.run(f"UPDATE {table} SET customer_id = ? WHERE customer_id = ?", (kept, other))  # noqa: S608 - our table names
        self._sql.run("UPDATE OR IGNORE handles SET customer_id = ? WHERE customer_id = ?", (kept, other))
        self._sql.run("DELETE FROM handles WHERE customer_id = ?", (other,))

    def split(self, customer_id: int, new: int, join_id: int, taken: Collection[Strand]) -> None:
        """Let a split take strands of a customer to a new one, who is there already."""
        itself = next(strand for strand in self.of(customer_id) if strand.owner == (SELF, str(customer_id)))
        self._add((SELF, str(new)), (itself.way[0], itself.way[1] | {join_id}), new)
        self._sql.many("INSERT INTO parted (join_id, strand_id) VALUES (?,?)", [(join_id, strand.id) for strand in taken])
        self._carry(customer_id, {strand.id: new for strand in taken})

    def follow(self, customer_id: int) -> set[int]:
        """Give each strand of a customer to whom it goes by the merges and splits that stand; returns to whom. `settle` him before."""
        log = _Log(self._sql)
        goes = {strand.id: log.owner(strand) for strand in self.of(customer_id)}
        self._carry(customer_id, {strand: owner for strand, owner in goes.items() if owner != customer_id})
        return set(goes.values())

    def _carry(self, customer_id: int, goes: dict[int, int]) -> None:
        self._sql.many("UPDATE strands SET customer_id = ? WHERE id = ?", [(owner, strand) for strand, owner in goes.items()])
        for table, key in ROWS.items():
            of = f"FROM strands_of_{table} AS x JOIN strands AS s ON s.id = x.strand_id WHERE x.{key} = t.id AND s.customer_id <> ?1"
            self._sql.run(
                f"UPDATE {table} AS t SET customer_id = (SELECT s.customer_id {of}) WHERE customer_id = ?1 AND EXISTS (SELECT 1 {of})",  # noqa: S608
                (customer_id,),
            )
        self._sql.run(
            "DELETE FROM handles AS h WHERE customer_id = ?1 AND NOT EXISTS ("
            "SELECT 1 FROM strands AS s WHERE s.customer_id = ?1 AND s.kind = h.kind AND s.value = h.value)",
            (customer_id,),
        )
        gone = f"SELECT kind, value, customer_id FROM strands WHERE id IN {LISTED} AND kind <> '{SELF}'"  # noqa: S608 - constants
        self._sql.run(f"INSERT OR IGNORE INTO handles {gone}", (listed(goes),))

    def begin(self, new: int, home: int, handles: Collection[Owner]) -> None:
        """Let strands that began with one customer begin with another."""
        self._add((SELF, str(new)), (new, frozenset()), new)
        self._sql.many(
            "UPDATE strands SET home = ? WHERE home = ? AND kind = ? AND value = ?", [(new, home, *handle) for handle in handles]
        )

    # -- forgetting

    def unsplit(self, join_id: int) -> None:
        """Let no strand go the way of this split any more."""
        self._sql.run("DELETE FROM parted WHERE join_id = ?", (join_id,))

    def forget(self, customer_id: int) -> None:
        """Forget the strands of a customer, if all that begin with him are his and no split took any: he takes part in nothing."""
        away = self._sql.row("SELECT 1 FROM strands WHERE home = ?1 AND customer_id <> ?1", (customer_id,))
        if away is not None or any(strand.way != (customer_id, frozenset()) for strand in self.of(customer_id)):
            return
        for table, key in ROWS.items():
            self._sql.run(
                f"DELETE FROM strands_of_{table} WHERE {key} IN (SELECT id FROM {table} WHERE customer_id = ?)",  # noqa: S608
                (customer_id,),
            )
        self._sql.run("DELETE FROM strands WHERE customer_id = ?", (customer_id,))


class _Found:
    """Strands of one customer, by handle and by number."""

    def __init__(self, strands: Sequence[Strand]) -> None:
        self.strands = list(strands)
        self._ways = {strand.id: strand.way for strand in strands}
        self._of: dict[Owner, list[Strand]] = {}
        for strand in strands:
            self._of.setdefault(strand.owner, []).append(strand)

    def __contains__(self, handle: Owner) -> bool:
        return handle in self._of

    def add(self, strand: Strand) -> None:
        self.strands.append(strand)
        self._ways[strand.id] = strand.way
        self._of.setdefault(strand.owner, []).append(strand)

    def first(self, handles: Iterable[Owner], way: Way | None) -> Strand | None:
        """Return the strand of the first handle that has one of this way (None: any)."""
        return next((s for handle in handles for s in self._of.get(handle, ()) if way is None or s.way == way), None)

    def fits(self, strand_id: int, way: Way | None) -> bool:
        return strand_id in self._ways and (way is None or self._ways[strand_id] == way)


class _Log:
    """The merges and splits that stand, looked up as they are needed."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql
        self._into: dict[int, tuple[int, int] | None] = {}
        self._new: dict[int, int] = {}
        self._ends: dict[Way, int] = {}

    def owner(self, strand: Strand) -> int:
        """Return whose a strand is."""
        if strand.way not in self._ends:
            self._ends[strand.way] = self._walked(*strand.way)
        return self._ends[strand.way]

    def _walked(self, customer: int, splits: Collection[int]) -> int:
        done = 0
        ahead = sorted(splits, reverse=True)
        while True:
            into = self._goes_into(customer)
            if into is not None and into[0] > done and (not ahead or into[0] < ahead[-1]):
                done, customer = into
            elif ahead:
                done = ahead.pop()
                customer = self._new_of(done)
            else:
                return customer

    def _goes_into(self, customer: int) -> tuple[int, int] | None:
        if customer not in self._into:
            row = self._sql.row(_INTO, (customer,))
            self._into[customer] = None if row is None else (row[0], row[1])
        return self._into[customer]

    def _new_of(self, split: int) -> int:
        if split not in self._new:
            self._new[split] = self._sql.value("SELECT other FROM joins WHERE id = ?", (split,))
        return self._new[split]


def _numbers(splits: str) -> frozenset[int]:
    return frozenset(map(int, filter(None, splits.strip("[]").split(","))))
