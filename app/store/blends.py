"""What a customer's row becomes when another is merged into it, and what it becomes when a merge before the last words is left out."""

from dataclasses import dataclass, replace
from typing import Any

from app.store.codec import dump, strings
from app.store.fold import fold
from app.store.sql import Sql

_GET = "SELECT name, tags, vip, notes, first_seen, last_seen FROM customers WHERE id = ?"
_PUT = "UPDATE customers SET name = ?, folded_name = ?, tags = ?, vip = ?, notes = ?, first_seen = ?, last_seen = ? WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Fields:
    """What a customer's row says of the person. Times in microseconds."""

    name: str = ""
    tags: tuple[str, ...] = ()
    vip: bool = False
    notes: str = ""
    first: int | None = None
    last: int | None = None

    @property
    def plain(self) -> list[Any]:
        """The fields as JSON holds them."""
        return [self.name, list(self.tags), self.vip, self.notes, self.first, self.last]


def fields_of(values: list[Any]) -> Fields:
    """Return the fields of `plain`."""
    name, tags, vip, notes, first, last = values
    return Fields(name, tuple(tags), bool(vip), notes, first, last)


def read_fields(sql: Sql, customer_id: int) -> Fields | None:
    """Return the fields of a customer, None when there is no such customer."""
    row = sql.row(_GET, (customer_id,))
    return None if row is None else Fields(row[0], strings(row[1]), bool(row[2]), row[3], row[4], row[5])


def own_fields(sql: Sql, customer_id: int, f: Fields) -> Fields:
    """Return fields whose times are only those that no message tells (of a customer known by an order, say)."""
    first, last = sql.row("SELECT min(sent_at), max(sent_at) FROM messages WHERE customer_id = ?", (customer_id,))
    return replace(f, first=None if f.first == first else f.first, last=None if f.last == last else f.last)


def write_fields(sql: Sql, customer_id: int, f: Fields) -> None:
    """Store the fields of a customer."""
    sql.run(_PUT, (f.name, fold(f.name), dump(list(f.tags)), f.vip, f.notes, f.first, f.last, customer_id))


def is_bare(name: str) -> bool:
    """Whether a name only says how somebody is reached: nobody knows a better one yet."""
    return not name or "@" in name or (name.startswith("+") and name[1:].isdigit())


def blend(kept: Fields, other: Fields) -> Fields:
    """Return what `kept` becomes with `other` in it: a name instead of none or a bare address or number, all tags, all notes."""
    return Fields(
        name=other.name if is_bare(kept.name) and (not kept.name or not is_bare(other.name)) else kept.name,
        tags=tuple(dict.fromkeys((*kept.tags, *other.tags))),
        vip=kept.vip or other.vip,
        notes="\n".join(n for n in (kept.notes, other.notes) if n),
        first=min((t for t in (kept.first, other.first) if t is not None), default=None),
        last=max((t for t in (kept.last, other.last) if t is not None), default=None),
    )


def rebase(was: Fields, now: Fields, said: Fields) -> Fields:
    """Return `said`, into which `was` was changed by a person, as it is when `was` had been `now`: a person's later words stay."""
    return Fields(
        name=now.name if said.name == was.name else said.name,
        tags=_tags(was.tags, now.tags, said.tags),
        vip=now.vip if said.vip == was.vip else said.vip,
        notes=_notes(was.notes, now.notes, said.notes),
        first=now.first,
        last=now.last,
    )


def _tags(was: tuple[str, ...], now: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    stays = [tag for tag in now if tag in said or tag not in was]
    return tuple(dict.fromkeys((*stays, *(tag for tag in said if tag not in was))))


def _notes(was: str, now: str, said: str) -> str:
    if said.startswith(was):
        return (now + ("\n" if now and not was else "") + said[len(was) :]).strip("\n")
    if said.endswith(was):
        return (said[: len(said) - len(was)] + now).strip("\n")
    return said
