"""What ties people together when an import goes: the messages and orders that are left, nothing else.

- A merge or split of people of whom nothing is left but what the import brought falls with them.
- Two handles that only the import showed to be one person's are two persons' again, each with what came by it.
- Two customers whom the import joined stay joined where something that is left shows it as well.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

from app.domain.identity import JoinCause, Reach
from app.domain.message import HandleKind
from app.store.came_by import Owner, Said, placed_by, said_by
from app.store.joins import Joins
from app.store.sql import LISTED, Sql, listed
from app.store.strands import ROWS, SELF

_STANDING_OF = f"""
SELECT id FROM joins WHERE undone_at IS NULL AND kind = 'merge' AND kept IN {LISTED.replace("?", "?1")}
UNION SELECT id FROM joins WHERE undone_at IS NULL AND kind = 'merge' AND other IN {LISTED.replace("?", "?1")} ORDER BY id DESC
"""  # noqa: S608 - constants
_CAME = """
SELECT a.row FROM arrivals AS a JOIN joins AS j ON j.kept = a.row WHERE a.source_id = ?1 AND a.what = 'customer' AND j.undone_at IS NULL
UNION SELECT a.row FROM arrivals AS a JOIN joins AS j ON j.other = a.row
WHERE a.source_id = ?1 AND a.what = 'customer' AND j.undone_at IS NULL
"""
_ARRIVED = """
SELECT DISTINCT h.kind, h.value, h.customer_id FROM json_each(?) AS asked
JOIN handles AS h ON h.kind = asked.value ->> 0 AND h.value = asked.value ->> 1
WHERE EXISTS (SELECT 1 FROM arrived_handles AS a WHERE a.kind = h.kind AND a.value = h.value)
"""
_GOING = "SELECT row FROM arrivals WHERE source_id = ? AND what = ?"
_BESIDE = f"""
SELECT DISTINCT o.customer_id FROM strands AS s JOIN strands AS o ON o.home = s.home WHERE s.customer_id IN {LISTED}
"""  # noqa: S608 - a constant
_BROUGHT = """
SELECT min(a.source_id) FROM arrivals AS a JOIN import_reports AS r ON r.source_id = a.source_id AND r.undone_at IS NULL
WHERE a.what = ? AND a.row = ? AND a.source_id <> ?
"""
_LONELY = f"""
DELETE FROM customers WHERE id IN {LISTED} AND notes = '' AND tags = '[]' AND vip = 0
AND NOT EXISTS (SELECT 1 FROM messages WHERE customer_id = customers.id)
AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = customers.id)
AND NOT EXISTS (SELECT 1 FROM handles WHERE customer_id = customers.id AND kind <> 'name')
AND NOT EXISTS (SELECT 1 FROM strands WHERE home = customers.id AND kind <> '')
AND NOT EXISTS (SELECT 1 FROM joins WHERE customers.id = joins.kept AND undone_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM joins WHERE customers.id = joins.other AND undone_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM shop_orders WHERE customer_id = customers.id)
AND NOT EXISTS (SELECT 1 FROM tasks WHERE customer_id = customers.id)
"""  # noqa: S608 - a constant


class Ties:
    """The people of one import on its way back."""

    def __init__(self, sql: Sql, source: int, reach: Reach, joins: Joins) -> None:
        self._sql = sql
        self._source = source
        self._reach = reach
        self._joins = joins
        self._people: set[int] = set()
        self._torn: set[int] = set()
        self._named: set[Owner] = set()
        """By which handles that came what goes."""
        self._taken: set[int] = set()
        """The splits that took handles that are gone."""

    def settle(self, customers: Collection[int], undone: Sequence[int]) -> None:
        """Let what the import brought be known as what it came by. Before anything goes; `undone` are its joins, taken back."""
        for row in self._sql.rows(f"SELECT kept, other FROM joins WHERE id IN {LISTED}", (listed(undone),)):  # noqa: S608 - a constant
            self._torn.update(row)
        messages, orders = (self._sql.column(_GOING, (self._source, what)) for what in ("message", "order"))
        for said in chain(said_by(self._sql, messages, self._reach), placed_by(self._sql, orders)):
            self._named.update(said.handles)
        brought = self._sql.rows("SELECT kind, value FROM arrived_handles WHERE source_id = ?", (self._source,))
        self._named.update((kind, value) for kind, value in brought)
        self._people.update(customers, self._torn)
        arrived = {customer for _, _, customer in self._arrived()}
        self._people |= arrived
        asked = f"SELECT DISTINCT customer_id FROM strands WHERE customer_id IN {LISTED}"  # noqa: S608 - a constant
        for customer in self._sql.column(asked, (listed(arrived | set(customers)),)):
            self._joins.strands.settle(customer)

    def _arrived(self) -> list[tuple[str, str, int]]:
        """Return (kind, value, customer) of the handles that came with imports and by which something came that goes."""
        return [(kind, value, customer) for kind, value, customer in self._sql.rows(_ARRIVED, (listed(sorted(self._named)),))]

    def handles_go(self) -> None:
        """Forget the handles that only what is gone came by."""
        arrived = self._arrived()
        owners = {customer for _, _, customer in arrived}
        used = {handle for said in self._left(owners | self._torn if owners & self._torn else owners) for handle in said.handles}
        going = [(kind, value) for kind, value, _ in arrived if (kind, value) not in used]
        self._sql.many("DELETE FROM handles WHERE kind = ? AND value = ?", going)
        for kind, value in going:
            for strand, owner in self._sql.rows("SELECT id, customer_id FROM strands WHERE kind = ? AND value = ?", (kind, value)):
                self._taken.update(self._sql.column("SELECT join_id FROM parted WHERE strand_id = ?", (strand,)))
                for table, key in ROWS.items():
                    here = f"{key} IN (SELECT id FROM {table} WHERE customer_id = ?)"  # noqa: S608 - our table names
                    self._sql.run(f"DELETE FROM strands_of_{table} WHERE strand_id = ? AND {here}", (strand, owner))  # noqa: S608
                self._sql.run("DELETE FROM strands WHERE id = ?", (strand,))

    def _left(self, customers: Iterable[int]) -> Iterator[Said]:
        """Yield the messages and orders of customers, and of those who have parts of them, oldest first."""
        for customer in sorted({*customers, *self._sql.column(_BESIDE, (listed(customers),))}):
            messages = self._sql.column("SELECT id FROM messages WHERE customer_id = ?", (customer,))
            orders = self._sql.column("SELECT id FROM shop_orders WHERE customer_id = ?", (customer,))
            yield from said_by(self._sql, messages, self._reach)
            yield from placed_by(self._sql, orders)

    # -- merges and splits of nobody

    def fall(self, at: datetime) -> None:
        """Take back the merges and splits of people of whom nothing is left."""
        for split in sorted(self._taken, reverse=True):
            taken = "SELECT s.id FROM parted AS p JOIN strands AS s ON s.id = p.strand_id WHERE p.join_id = ?"
            if self._stands(split) and not self._holds(self._sql.column(taken, (split,))):
                self._joins.undo(split, at)
        for customer in self._sql.column(_CAME, (self._source,)):
            if not self._holds(self._sql.column("SELECT id FROM strands WHERE home = ?", (customer,))):
                for merge in self._sql.column(_STANDING_OF, (listed([customer]),)):
                    self._joins.undo(merge, at)
                self._people.add(customer)

    def _stands(self, join_id: int) -> bool:
        return self._sql.row("SELECT 1 FROM joins WHERE id = ? AND undone_at IS NULL", (join_id,)) is not None

    def _holds(self, strands: Sequence[int]) -> bool:
        """Whether one of these strands is a handle, or anything hangs on one."""
        kept = listed(strands)
        if self._sql.row(f"SELECT 1 FROM strands WHERE id IN {LISTED} AND kind <> '{SELF}'", (kept,)) is not None:  # noqa: S608 - constants
            return True
        on = f"JOIN strands AS s ON s.id = x.strand_id WHERE s.id IN {LISTED} AND t.customer_id = s.customer_id"
        return any(
            self._sql.row(f"SELECT 1 FROM {table} AS t JOIN strands_of_{table} AS x ON x.{key} = t.id {on}", (kept,)) is not None  # noqa: S608
            for table, key in ROWS.items()
        )

    # -- ties that go

    def untie(self) -> None:
        """Make customers of their own of the handles that nothing ties to any that were there before, or to each other."""
        arrived: dict[int, set[Owner]] = {}
        for kind, value, customer in self._arrived():
            arrived.setdefault(customer, set()).add((kind, value))
        for customer, handles in arrived.items():
            homes = {s.way[0] for s in self._joins.strands.of(customer) if s.owner in handles} or {customer}
            for home in sorted(homes):
                self._untie(customer, home, handles)

    def _untie(self, customer: int, home: int, arrived: set[Owner]) -> None:
        asked = (
            "SELECT kind, value FROM strands WHERE home = ?1 AND kind <> '' UNION SELECT kind, value FROM handles WHERE customer_id = ?2 "
        )
        asked += "AND NOT EXISTS (SELECT 1 FROM strands WHERE customer_id = ?2)"
        own = {(kind, value) for kind, value in self._sql.rows(asked, (home, customer)) if kind != HandleKind.NAME}
        if len(own) < 2 or not own & arrived:
            return
        groups = _groups((own.intersection(said.handles) for said in self._left([customer])), own)
        loose = [group for group in groups if group <= arrived]
        if loose and len(loose) == len(groups):
            loose.remove(groups[0])
        for group in loose:
            self._joins.make_own(home, group)

    def retie(self, undone: Sequence[int], at: datetime) -> None:
        """Join again those whom something that is left shows to be one as well."""
        for join in undone:
            kept, other, why = self._sql.row("SELECT kept, other, why FROM joins WHERE id = ?", (join,))
            pair = sorted({self._joins.root(kept), self._joins.root(other)})
            shown = self._shown(pair) if len(pair) > 1 and not self._joins.apart([(pair[0], pair[1])]) else None
            if shown is not None:
                made = self._joins.merge(pair[0], pair[1], by="", cause=JoinCause.HANDLE, why=why, at=at)
                source = self._sql.value(_BROUGHT, (*shown, self._source))
                if source is not None:
                    self._sql.run("INSERT OR IGNORE INTO arrivals VALUES (?, 'join', ?)", (source, made))

    def _shown(self, pair: Sequence[int]) -> tuple[str, int] | None:
        """Return what shows two customers to be one: the kind of row, and its number."""
        asked = "SELECT kind, value FROM handles WHERE customer_id = ? AND kind <> 'name'"
        one, two = ({(kind, value) for kind, value in self._sql.rows(asked, (customer,))} for customer in pair)
        for customer in pair:
            messages = self._sql.column("SELECT id FROM messages WHERE customer_id = ?", (customer,))
            orders = self._sql.column("SELECT id FROM shop_orders WHERE customer_id = ?", (customer,))
            for what, found in (("message", said_by(self._sql, messages, self._reach)), ("order", placed_by(self._sql, orders))):
                for said in found:
                    if one.intersection(said.handles) and two.intersection(said.handles):
                        return what, said.id
        return None

    def lonely_go(self) -> int:
        """Forget those of whom nothing is left, if nobody wrote anything on their card; returns how many."""
        return self._sql.run(_LONELY, (listed(self._people),))


def _groups(together: Iterable[set[Owner]], handles: Iterable[Owner]) -> list[set[Owner]]:
    """Return handles by who has them, those first by which something came first: handles that came together are one's."""
    groups: list[set[Owner]] = []
    for found in chain(together, ({handle} for handle in sorted(handles))):
        if found:
            tied = [group for group in groups if not group.isdisjoint(found)]
            if tied:
                tied[0].update(found, *tied[1:])
                groups = [group for group in groups if group not in tied[1:]]
            else:
                groups.append(set(found))
    return groups
