"""Merges and splits, each written down, and taken back in any order and also after new messages came in.

Taking act k back leaves what would be there if k had never been done and all others had, in their order:
- who has what follows from where it came in and from the acts that stand (`app.store.strands`);
- a split says of handles that they are another person's, and goes on saying so, whoever would have had them without what is taken back;
- a merge of a customer that a split made is nothing without that split, and is taken back with it: it was said of that part alone, and
  must not glue the others of its owner to a third;
- what a row of `customers` says is replayed: each merge keeps both sides as they were, so leaving one out leaves the others, and what a
  person wrote later, as they are (`app.store.blends`). Tags and notes of a part that comes back come with it.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.errors import BadInput, NotFound
from app.domain.identity import IdentityReason, JoinCause, JoinKind, Reach
from app.domain.message import Handle
from app.domain.text import N_
from app.store.arrivals import Arrivals
from app.store.blends import Fields, blend, fields_of, is_bare, own_fields, read_fields, rebase, write_fields
from app.store.came_by import called
from app.store.codec import dump, dump_plain, pack, plain, to_us, unpack
from app.store.customers import NO_CUSTOMER
from app.store.recount import recount
from app.store.sql import LISTED, Sql, listed
from app.store.strands import SELF, Strand, Strands
from app.store.suggestions import Suggestions

NO_JOIN = N_("There is no merge or split with the number {id}.")
TAKEN_BACK = N_("This was taken back already; nothing was changed.")
ONE_ALREADY = N_("These two are one customer already; nothing was changed.")
NOT_HIS = N_("One of these addresses or numbers is not this customer's; nothing was changed.")
NOTHING_LEFT = N_("A customer cannot be split by all addresses and numbers: nothing would be left. Nothing was changed.")
NOTHING_CHOSEN = N_("Choose the addresses or numbers of the other person.")
_ADD = 'INSERT INTO joins (kind, kept, other, kept_name, other_name, at, "by", cause, why, before) VALUES (?,?,?,?,?,?,?,?,?,?)'
_PARENTS = "SELECT other, kept FROM joins WHERE (kind = 'merge' AND undone_at IS NULL) OR (kind = 'split' AND undone_at IS NOT NULL)"
_TAKES_PART = "SELECT 1 FROM joins WHERE undone_at IS NULL AND (kept = ?1 OR (other = ?1 AND kind = 'split')) LIMIT 1"
_LANGUAGES = """
INSERT INTO customer_languages SELECT ?, language, messages FROM customer_languages WHERE customer_id = ?
ON CONFLICT (customer_id, language) DO UPDATE SET messages = messages + excluded.messages
"""
_MESSAGES = "UPDATE customers SET messages = messages + (SELECT messages FROM customers WHERE id = ?) WHERE id = ?"
_NAMES = f"""
SELECT k.id, k.name FROM customers AS k WHERE k.id IN {LISTED} AND k.id NOT IN (
    SELECT s.customer_id FROM json_each(?) AS asked JOIN strands AS s ON s.kind = asked.value ->> 0 AND s.value = asked.value ->> 1
    WHERE s.home <> s.customer_id AND NOT EXISTS (
        SELECT 1 FROM parted AS p JOIN joins AS j ON j.id = p.join_id WHERE p.strand_id = s.id AND j.other = s.customer_id))
AND (NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.customer_id = k.id AND m.direction <> 'out') OR EXISTS (SELECT 1 FROM (
    SELECT m.sender FROM messages AS m WHERE m.customer_id = k.id AND m.direction <> 'out' ORDER BY m.sent_at DESC LIMIT 20
) WHERE sender = k.name))
"""  # noqa: S608 - a constant
_SAID_BY = """
SELECT sender FROM messages WHERE customer_id = ? AND direction <> 'out' AND sender <> '' GROUP BY sender ORDER BY min(sent_at), sender
"""
_MOST_SAID = """
SELECT sender FROM messages WHERE customer_id = ? AND direction <> 'out' AND sender <> '' GROUP BY sender ORDER BY count(*) DESC, sender
LIMIT 1
"""


@dataclass(slots=True)
class _Join:
    """A row of `joins`; of a merge with both sides as they were."""

    id: int
    kind: JoinKind
    kept: int
    other: int
    undone: bool
    sides: tuple[Fields, Fields] = (Fields(), Fields())

    @property
    def blended(self) -> Fields:
        return blend(*self.sides)

    def packed(self) -> bytes:
        """What is kept of it."""
        return pack(dump_plain([side.plain for side in self.sides]))


class Joins:
    """The IdentityRepository: merges, splits and taking them back; suggestions are `app.store.suggestions`."""

    def __init__(self, sql: Sql, reach: Reach, arrivals: Arrivals) -> None:
        self._sql = sql
        self._reach = reach
        self._arrivals = arrivals
        self.strands = Strands(sql, reach)
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
            self.strands.settle(customer)
        join = _Join(0, JoinKind.MERGE, keep, other, undone=False, sides=sides)
        join_id = self._write_down(join, (sides[0].name, sides[1].name), by, cause, why, at)
        self.strands.merge(keep, other)
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
        taken = self._chosen(customer_id, {(h.kind.value, plain(h.value)) for h in handles})
        new = self._sql.next_id("customers")
        self._make(new, Fields())
        write_fields(self._sql, customer_id, own_fields(self._sql, customer_id, fields))
        name = plain(handles[0].value)
        join = _Join(0, JoinKind.SPLIT, customer_id, new, undone=False)
        join_id = self._write_down(join, (fields.name, name), by, JoinCause.PERSON, "", at)
        self.strands.split(customer_id, new, join_id, taken)
        name = self._sql.value(_MOST_SAID, (new,)) or name
        write_fields(self._sql, new, Fields(name))
        self._sql.run("UPDATE joins SET other_name = ? WHERE id = ?", (name, join_id))
        homes = {customer_id, *(strand.way[0] for strand in taken)}
        self._suggestions.part_from(customer_id, new, by=by, at=at)
        self._suggestions.keep_apart(homes, customer_id, new, by=by, at=at)
        for id_ in (customer_id, new):
            recount(self._sql, id_)
        return join_id

    def _chosen(self, customer_id: int, handles: Collection[tuple[str, str]]) -> list[Strand]:
        if not handles:
            raise BadInput(NOTHING_CHOSEN)
        self.strands.settle(customer_id)
        strands = [strand for strand in self.strands.tell_apart(customer_id) if strand.kind != SELF]
        own = {strand.owner for strand in strands}
        if not own.issuperset(handles):
            raise BadInput(NOT_HIS)
        if len(own) == len(handles):
            raise BadInput(NOTHING_LEFT)
        return [strand for strand in strands if strand.owner in handles]

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
                self._suggestions.keep_apart({join.kept}, self.root(join.kept), join.other, by=by, at=at)
        else:
            self._undo_split(join, at)

    def _undo_merge(self, join: _Join, at: datetime) -> None:
        root = self.root(join.kept)
        self.strands.settle(root)
        self._replay(join, join.sides[0], None)
        self._make(join.other, join.sides[1])
        self._close(join, at)
        self._follow(root)
        self._unlearn(root, join)

    def _undo_split(self, join: _Join, at: datetime) -> None:
        new = join.other
        for merge in reversed(self._joins("kind = 'merge' AND undone_at IS NULL AND ?1 IN (kept, other)", (new,))):
            self._undo_merge(merge, at)
        self.strands.settle(new)
        said = self._fields(new)
        self._close(join, at)
        words = Fields(tags=said.tags, vip=said.vip, notes=said.notes)
        self._rewrite(join.kept, lambda fields: blend(fields, words))
        self.strands.unsplit(join.id)
        self._suggestions.come_together(new, self._whole(new))
        self._follow(new)
        self._sql.run("DELETE FROM customers WHERE id = ?", (new,))

    def _follow(self, customer_id: int) -> None:
        """Let everything of a customer be whose it is now."""
        owners = self.strands.follow(customer_id) | {customer_id}
        self._suggestions.follow(customer_id)
        for owner in sorted(owners):
            self._learn(owner)
            recount(self._sql, owner)
            if self._sql.row(_TAKES_PART, (owner,)) is None:
                self.strands.forget(owner)

    def _unlearn(self, root: int, join: _Join) -> None:
        """A name that came with the messages of one, while the other was only known by an address or number, goes with those messages."""
        fields = self._fields(root)
        if (
            is_bare(join.sides[0].name)
            and not is_bare(fields.name)
            and not self._bears(root, fields.name)
            and self._bears(join.other, fields.name)
        ):
            write_fields(self._sql, root, replace(fields, name=join.sides[0].name))
            self._learn(root)

    def _bears(self, customer_id: int, name: str) -> bool:
        return (
            self._sql.row("SELECT 1 FROM messages WHERE customer_id = ? AND direction <> 'out' AND sender = ?", (customer_id, name))
            is not None
        )

    def _learn(self, customer_id: int) -> None:
        """Name a customer who is known by an address or number only as his messages do."""
        fields = self._fields(customer_id)
        if is_bare(fields.name):
            said = (*self._sql.column(_SAID_BY, (customer_id,)), *called(self._sql, customer_id))
            name = next((sender for sender in said if not is_bare(sender)), fields.name)
            write_fields(self._sql, customer_id, replace(fields, name=name))

    def _close(self, join: _Join, at: datetime) -> None:
        self._sql.run("UPDATE joins SET undone_at = ? WHERE id = ?", (to_us(at), join.id))

    # -- when an import goes

    def make_own(self, home: int, handles: Collection[tuple[str, str]]) -> int:
        """Let handles that came to one customer (`home`) have come to another, who is made: nothing shows any more that they are one's."""
        rows = self._sql.rows(
            "SELECT DISTINCT customer_id FROM strands WHERE home = ?1 UNION SELECT id FROM customers WHERE id = ?1", (home,)
        )
        owners = [owner for (owner,) in rows]
        for owner in owners:
            self.strands.settle(owner)
            self.strands.tell_apart(owner)
        new = self._sql.next_id("customers")
        self._make(new, Fields(min(handles)[1]))
        self.strands.begin(new, home, handles)
        for owner in owners:
            write_fields(self._sql, owner, own_fields(self._sql, owner, self._fields(owner)))
            self._follow(owner)
        return new

    def rename(self, customer_id: int, was: str, name: str) -> None:
        """Let a customer who went into another be called `name` if he is called `was`."""
        if self._absorbing(customer_id) is not None:
            self._rewrite(customer_id, lambda fields: replace(fields, name=name) if fields.name == was else fields)
            recount(self._sql, self.root(customer_id))

    def forget_name(self, customer_id: int, gone: Collection[str]) -> None:
        """Call a customer whose name only came with messages that are gone as those do that are left."""
        fields = self._fields(customer_id)
        if fields.name in gone and not is_bare(fields.name) and not self._bears(customer_id, fields.name):
            made = self._sql.value("SELECT other_name FROM joins WHERE kind = 'split' AND other = ?", (customer_id,)) or ""
            reached = "SELECT value FROM handles WHERE customer_id = ? AND kind <> 'name' ORDER BY kind, value"
            bare = made if made and is_bare(made) else self._sql.value(reached, (customer_id,))
            if bare:
                write_fields(self._sql, customer_id, replace(fields, name=bare))
                self._learn(customer_id)

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
        whole = self._whole(customer_id)
        if whole != customer_id:
            self._rewrite(whole, change)

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

    def root(self, customer_id: int) -> int:
        """Return the customer that has all now that another had."""
        while (into := self._absorbing(customer_id)) is not None:
            customer_id = into.kept
        return customer_id

    def _whole(self, customer_id: int) -> int:
        """Return the customer that a part is again, where the split that made it was taken back (and so on), else the customer."""
        made = "SELECT kept FROM joins WHERE kind = 'split' AND undone_at IS NOT NULL AND other = ?"
        while (kept := self._sql.value(made, (customer_id,))) is not None:
            customer_id = kept
        return customer_id

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
    one, two = json.loads(unpack(before))
    return _Join(id_, JoinKind(kind), kept, other, undone=undone_at is not None, sides=(fields_of(one), fields_of(two)))


def owners_of(sql: Sql) -> dict[int, int]:
    """Return for every customer that is gone the one who has all of it now."""
    parents = {other: kept for other, kept in sql.rows(_PARENTS)}
    found: dict[int, int] = {}
    for customer in parents:
        path = [customer]
        while path[-1] in parents and path[-1] not in found and parents[path[-1]] not in path:
            path.append(parents[path[-1]])
        found.update(dict.fromkeys(path, found.get(path[-1], path[-1])))
    return {customer: found[customer] for customer in parents}
