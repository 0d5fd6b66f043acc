"""Merges and splits, each written down with what is needed to take it back, in any order and also after new messages came in.

Everything of a customer in a merge has a home (`app.store.homes`): whose it is when no merge stands. Who owns a row now follows from its
home and the merges that stand; taking one back moves the homes below it. What a row of `customers` says is replayed: each merge keeps both
sides as they were, so leaving one out leaves the others, and what a person wrote later, as they are (`app.store.blends`).
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.errors import BadInput, NotFound
from app.domain.identity import IdentityReason, JoinCause, JoinKind, Reach
from app.domain.message import Handle
from app.domain.text import N_
from app.store.arrivals import Arrivals
from app.store.blends import Fields, blend, fields_of, own_fields, read_fields, rebase, write_fields
from app.store.codec import dump, dump_plain, pack, plain, to_us, unpack
from app.store.customers import NO_CUSTOMER
from app.store.homes import Homes, Owner
from app.store.recount import recount
from app.store.splitting import Part, part_of
from app.store.sql import LISTED, Sql, listed
from app.store.suggestions import Suggestions

NO_JOIN = N_("There is no merge or split with the number {id}.")
TAKEN_BACK = N_("This was taken back already; nothing was changed.")
ONE_ALREADY = N_("These two are one customer already; nothing was changed.")
_ADD = 'INSERT INTO joins (kind, kept, other, kept_name, other_name, at, "by", cause, why, before) VALUES (?,?,?,?,?,?,?,?,?,?)'
_STANDING = "SELECT id FROM joins WHERE kind = 'merge' AND undone_at IS NULL"
_PARENTS = "SELECT other, kept FROM joins WHERE (kind = 'merge' AND undone_at IS NULL) OR (kind = 'split' AND undone_at IS NOT NULL)"
_TAKES_PART = "SELECT 1 FROM joins WHERE undone_at IS NULL AND (kept = ?1 OR (other = ?1 AND kind = 'split')) LIMIT 1"
_LANGUAGES = """
INSERT INTO customer_languages SELECT ?, language, messages FROM customer_languages WHERE customer_id = ?
ON CONFLICT (customer_id, language) DO UPDATE SET messages = messages + excluded.messages
"""
_MESSAGES = "UPDATE customers SET messages = messages + (SELECT messages FROM customers WHERE id = ?) WHERE id = ?"
_NAMES = f"""
SELECT k.id, k.name FROM customers AS k WHERE k.id IN {LISTED} AND k.id NOT IN (
    SELECT h.customer_id FROM json_each(?) AS asked JOIN homes_of_handles AS h ON h.kind = asked.value ->> 0 AND h.value = asked.value ->> 1
    WHERE h.home <> h.customer_id)
AND (NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.customer_id = k.id AND m.direction <> 'out') OR EXISTS (SELECT 1 FROM (
    SELECT m.sender FROM messages AS m WHERE m.customer_id = k.id AND m.direction <> 'out' ORDER BY m.sent_at DESC LIMIT 20
) WHERE sender = k.name))
"""  # noqa: S608 - a constant
_TWICE = """
SELECT h.kind, h.value, o.home FROM handles AS h LEFT JOIN homes_of_handles AS o USING (kind, value, customer_id)
WHERE h.customer_id = ?1 AND EXISTS (SELECT 1 FROM handles AS k WHERE k.customer_id = ?2 AND k.kind = h.kind AND k.value = h.value)
"""


@dataclass(slots=True)
class _Join:
    """A row of `joins`. Of a merge: both sides as they were, and the handles that both had, with their homes. Of a split: its part."""

    id: int
    kind: JoinKind
    kept: int
    other: int
    undone: bool
    sides: tuple[Fields, Fields] = (Fields(), Fields())
    twice: list[tuple[str, str, int]] = field(default_factory=list)
    part: Part = field(default_factory=Part)

    @property
    def blended(self) -> Fields:
        return blend(*self.sides)

    def packed(self) -> bytes:
        """What is kept of it."""
        if self.kind is JoinKind.SPLIT:
            return pack(dump_plain(self.part.plain))
        return pack(dump_plain([[side.plain for side in self.sides], self.twice]))


class Joins:
    """The IdentityRepository: merges, splits and taking them back; suggestions are `app.store.suggestions`."""

    def __init__(self, sql: Sql, reach: Reach, arrivals: Arrivals) -> None:
        self._sql = sql
        self._reach = reach
        self._arrivals = arrivals
        self._homes = Homes(sql, reach)
        self._suggestions = Suggestions(sql)

    # -- merging

    def merge(self, keep: int, other: int, *, by: str, cause: JoinCause, why: str, at: datetime) -> int:
        """Make one customer of two and return the number of the join. Raises NotFound, and BadInput when they are one."""
        if keep == other:
            raise BadInput(ONE_ALREADY)
        seen = self._fields(keep), self._fields(other)
        sides = own_fields(self._sql, keep, seen[0]), own_fields(self._sql, other, seen[1])
        self._arrivals.touch("customer", [keep])
        for customer in (keep, other):
            self._homes.settle(customer)
        twice = [(kind, value, home) for kind, value, home in self._sql.rows(_TWICE, (other, keep))]
        self._sql.many("DELETE FROM handles WHERE customer_id = ? AND kind = ? AND value = ?", [(other, k, v) for k, v, _ in twice])
        join = _Join(0, JoinKind.MERGE, keep, other, undone=False, sides=sides, twice=twice)
        join_id = self._write_down(join, (sides[0].name, sides[1].name), by, cause, why, at)
        self._homes.move(other, keep)
        self._suggestions.move(other, keep)
        self._sql.run(_LANGUAGES, (keep, other))
        self._sql.run(_MESSAGES, (other, keep))
        write_fields(self._sql, keep, blend(*seen))
        self._sql.run("DELETE FROM customers WHERE id = ?", (other,))
        return join_id

    def _write_down(self, join: _Join, names: tuple[str, str], by: str, cause: JoinCause, why: str, at: datetime) -> int:
        row = (join.kind, join.kept, join.other, *names, to_us(at), plain(by), cause, plain(why), join.packed())
        join_id = self._sql.insert(_ADD, row)
        self._arrivals.came("join", [join_id])
        return join_id

    def _fields(self, customer_id: int) -> Fields:
        found = read_fields(self._sql, customer_id)
        if found is None:
            raise NotFound(NO_CUSTOMER, id=customer_id)
        return found

    # -- splitting

    def split(self, customer_id: int, handles: Sequence[Handle], *, by: str, at: datetime) -> int:
        """Give these handles, with all that came by them, to a new customer; returns the number of the join. Raises NotFound, BadInput."""
        fields = self._fields(customer_id)
        self._homes.settle(customer_id)
        part = part_of(self._sql, self._homes, customer_id, [(h.kind.value, plain(h.value)) for h in handles])
        new = self._sql.next_id("customers")
        self._make(new, Fields(part.name))
        write_fields(self._sql, customer_id, own_fields(self._sql, customer_id, fields))
        join = _Join(0, JoinKind.SPLIT, customer_id, new, undone=False, part=part)
        join_id = self._write_down(join, (fields.name, part.name), by, JoinCause.PERSON, "", at)
        part.move(self._sql, self._homes, customer_id, new)
        self._suggestions.keep_apart({customer_id, *part.homes}, customer_id, new, by=by, at=at)
        for id_ in (customer_id, new):
            recount(self._sql, id_)
        return join_id

    def _make(self, customer_id: int, fields: Fields) -> None:
        self._sql.run("INSERT INTO customers (id) VALUES (?)", (customer_id,))
        write_fields(self._sql, customer_id, fields)

    # -- taking back

    def undo(self, join_id: int, at: datetime, by: str = "") -> None:
        """Take a merge or split back. With `by` a person says that they are two: no handle joins them again by itself.
        Raises NotFound, and BadInput when it was taken back already."""
        join = self._join(join_id)
        if join.undone:
            raise BadInput(TAKEN_BACK)
        if join.kind is JoinKind.MERGE:
            self._undo_merge(join, at)
            if by and self._sql.value("SELECT cause FROM joins WHERE id = ?", (join_id,)) == JoinCause.HANDLE:
                self._suggestions.keep_apart({join.kept}, self._root(join.kept), join.other, by=by, at=at)
        else:
            self._undo_split(join, at)

    def _undo_merge(self, join: _Join, at: datetime) -> None:
        parents = self._parents()
        root = _root(join.kept, parents)
        self._homes.settle(root)
        self._replay(join, join.sides[0], None)
        self._make(join.other, join.sides[1])
        self._close(join, at)
        homes = {home for home in (*parents, *parents.values()) if join.other in _upwards(home, parents)} | {join.other}
        self._homes.move(root, join.other, homes)
        self._give_twice(join, parents, homes)
        self._suggestions.move(root, join.other, homes)
        self._tidy((root, join.other))

    def _give_twice(self, undone: _Join, parents: dict[int, int], homes: set[int]) -> None:
        """Give back handles that both sides of this merge, or of one above it, had."""
        above = [undone, *(self._absorbing(customer) for customer in _upwards(undone.kept, parents))]
        for join in (j for j in above if j is not None):
            back = [(kind, value, home) for kind, value, home in join.twice if home in homes]
            self._sql.many("INSERT OR IGNORE INTO handles VALUES (?,?,?)", [(kind, value, undone.other) for kind, value, _ in back])
            self._sql.many("INSERT OR IGNORE INTO homes_of_handles VALUES (?,?,?,?)", [(k, v, undone.other, home) for k, v, home in back])
            if back and join is not undone:
                join.twice = [entry for entry in join.twice if entry not in back]
                self._keep(join)

    def _undo_split(self, join: _Join, at: datetime) -> None:
        """The part goes back to where each piece of it came from. Merges that the new customer went into, or that brought the one it came
        from back into it, are taken back first: they were about this part."""
        new = join.other
        while (into := self._absorbing(new)) is not None:
            self._undo_merge(into, at)
        while (path := _upwards(join.kept, self._parents()))[-1] == new:
            self._undo_merge(next(into for step in reversed(path) if (into := self._absorbing(step)) is not None), at)
        self._homes.settle(new)
        self._arrived_since(join)
        said = self._fields(new)
        self._close(join, at)
        words = Fields(tags=said.tags, vip=said.vip, notes=said.notes)
        self._rewrite(join.kept, lambda fields: blend(fields, words))
        parents = self._parents()
        owners: set[int] = set()
        for home in self._homes.at(new) - {new}:
            owner = _root(home, parents)
            self._homes.move(new, owner, [home])
            owners.add(owner)
        root = _root(join.kept, parents)
        self._homes.move(new, root)  # nothing may go with the row of a customer, whatever its home
        self._suggestions.come_together(new, root)
        self._sql.run("DELETE FROM customers WHERE id = ?", (new,))
        self._tidy(owners | {root})

    def _arrived_since(self, join: _Join) -> None:
        """Give what the new customer has the homes it had before the split; what arrived since gets those of the handles it came by, whose
        ever they are by now (a part of the part may have been split off, and the elder split taken back first)."""
        splits = {j.other: j for j in self._joins("kind = 'split' AND (undone_at IS NOT NULL OR id = ?)", (join.id,))}

        def before(what: str, piece: int | Owner) -> int | None:
            home: int | None = join.other
            while home in splits:
                home = splits[home].part.home_of(what, piece)
            return home

        join.part.take_home(self._sql, self._homes, join.other, before)
        default = join.other
        while default in splits:
            default = splits[default].kept
        self._homes.settle(join.other, default)

    def _tidy(self, customers: Iterable[int]) -> None:
        for customer in sorted(customers):
            recount(self._sql, customer)
            if self._sql.row(_TAKES_PART, (customer,)) is None and self._homes.at(customer) <= {customer}:
                self._homes.forget(customer)

    def _close(self, join: _Join, at: datetime) -> None:
        self._sql.run("UPDATE joins SET undone_at = ? WHERE id = ?", (to_us(at), join.id))

    # -- what the rows say

    def _replay(self, changed: _Join, kept: Fields, other: Fields | None) -> None:
        """Let a merge have begun with other sides (`other` None: never have been), and with it all that followed."""
        was, now = changed.blended, kept if other is None else blend(kept, other)
        if other is not None:
            changed.sides = (kept, other)
            self._keep(changed)
        for join in self._joins("kind = 'merge' AND undone_at IS NULL AND kept = ? AND id > ?", (changed.kept, changed.id)):
            before = rebase(was, now, join.sides[0])
            was, now = join.blended, blend(before, join.sides[1])
            join.sides = (before, join.sides[1])
            self._keep(join)
        self._rewrite(changed.kept, lambda fields: rebase(was, now, fields))

    def _rewrite(self, customer_id: int, change: Callable[[Fields], Fields]) -> None:
        """Change what a customer's row says; of one that was merged into another, what it said then."""
        fields = read_fields(self._sql, customer_id)
        if fields is not None:
            write_fields(self._sql, customer_id, change(own_fields(self._sql, customer_id, fields)))
            return
        into = self._absorbing(customer_id)
        if into is not None:
            self._replay(into, into.sides[0], change(into.sides[1]))
            return
        for split in self._joins("kind = 'split' AND undone_at IS NOT NULL AND other = ?", (customer_id,)):
            self._rewrite(split.kept, lambda fields: _only_words(fields, change(fields)))

    # -- rows of joins

    def _join(self, join_id: int) -> _Join:
        found = self._joins("id = ?", (join_id,))
        if not found:
            raise NotFound(NO_JOIN, id=join_id)
        return found[0]

    def _joins(self, where: str, params: tuple[object, ...]) -> list[_Join]:
        rows = self._sql.rows(f"SELECT id, kind, kept, other, undone_at, before FROM joins WHERE {where} ORDER BY id", params)  # noqa: S608
        return [_read(*row) for row in rows]

    def _absorbing(self, customer_id: int) -> _Join | None:
        """Return the merge that stands in which a customer went into another."""
        found = self._joins("kind = 'merge' AND undone_at IS NULL AND other = ?", (customer_id,))
        return found[0] if found else None

    def _keep(self, join: _Join) -> None:
        self._sql.run("UPDATE joins SET before = ? WHERE id = ?", (join.packed(), join.id))

    def _root(self, customer_id: int) -> int:
        return _root(customer_id, self._parents())

    def _parents(self) -> dict[int, int]:
        """Return for every customer that is gone into which other it went."""
        return {other: kept for other, kept in self._sql.rows(_PARENTS)}

    # -- suggestions

    def suggest(self, found: Sequence[tuple[int, int, float, Sequence[IdentityReason]]], of: Sequence[int] | None = None) -> None:
        """Keep suggestions; those of the customers `of` (None: all) that were not found again go. What was dismissed stays dismissed."""
        self._suggestions.suggest(found, of)

    def dismiss(self, suggestion_id: int, *, by: str, at: datetime) -> None:
        """Never suggest these two again, also after either was merged with others. Raises NotFound."""
        self._suggestions.dismiss(suggestion_id, by=by, at=at)

    def take_back_dismissal(self, suggestion_id: int) -> None:
        """Undo a dismissal. Raises NotFound."""
        self._suggestions.take_back(suggestion_id)

    def apart(self, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those pairs of customers that a person said to be two: dismissed, split, or a merge of them taken back."""
        return self._suggestions.apart(pairs)

    def share(self, handle: Handle) -> None:
        """Note that several people use this address or number: it joins nobody from now on."""
        self._sql.run("INSERT OR IGNORE INTO shared_handles VALUES (?,?)", (handle.kind, plain(handle.value)))

    def names_beside(self, known: Mapping[Handle, int]) -> dict[int, str]:
        """Return the names of the owners of these handles, but for those that say nothing of who uses them: of a customer who got such a
        handle by a merge, or whom a person gave a name that none of the last messages bears."""
        asked = [(handle.kind, plain(handle.value)) for handle in known]
        return dict(self._sql.rows(_NAMES, (listed(set(known.values())), dump(asked))))

    def shared_among(self, handles: Sequence[Handle]) -> frozenset[Handle]:
        """Return those of the handles that several people use."""
        return self._suggestions.shared_among(handles)


def _read(id_: int, kind: str, kept: int, other: int, undone_at: int | None, before: bytes) -> _Join:
    told = json.loads(unpack(before))
    join = _Join(id_, JoinKind(kind), kept, other, undone=undone_at is not None)
    if join.kind is JoinKind.SPLIT:
        join.part = Part.of(told)
    else:
        join.sides = fields_of(told[0][0]), fields_of(told[0][1])
        join.twice = [(k, v, home) for k, v, home in told[1]]
    return join


def _only_words(fields: Fields, changed: Fields) -> Fields:
    """Return a customer's fields with the tags and notes of `changed`: of a part that came back only these were added to them."""
    return replace(fields, tags=changed.tags, notes=changed.notes)


def _root(customer: int, parents: dict[int, int]) -> int:
    return _upwards(customer, parents)[-1]


def _upwards(customer: int, parents: dict[int, int]) -> list[int]:
    """Return a customer and those it went into, one after the other."""
    found = [customer]
    while found[-1] in parents and parents[found[-1]] not in found:
        found.append(parents[found[-1]])
    return found


def owners_of(sql: Sql) -> dict[int, int]:
    """Return for every customer that is gone the one who has all of it now."""
    parents = {other: kept for other, kept in sql.rows(_PARENTS)}
    return {customer: _root(customer, parents) for customer in parents}
