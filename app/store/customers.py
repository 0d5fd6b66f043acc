"""Customers and the handles under which they are reached."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.errors import NotFound
from app.domain.message import Handle, HandleKind
from app.domain.text import N_
from app.store.codec import dump, plain, strings, to_us
from app.store.fold import fold
from app.store.sql import Sql

NO_CUSTOMER = N_("There is no customer with the number {id}.")
_ADD = "INSERT INTO customers (id, name, folded_name, first_seen, last_seen) VALUES (?,?,?,?,?)"
_ADD_HANDLE = "INSERT OR IGNORE INTO handles (kind, value, customer_id) VALUES (?,?,?)"
_BY_HANDLES = """
SELECT h.kind, h.value, h.customer_id FROM json_each(?) AS asked
JOIN handles AS h ON h.kind = asked.value ->> 0 AND h.value = asked.value ->> 1 WHERE h.kind <> 'name'
"""
_NAME = """
UPDATE customers SET name = ?, folded_name = ? WHERE id = ? AND (name = '' OR EXISTS (
    SELECT 1 FROM handles AS h WHERE h.customer_id = customers.id AND h.kind <> 'name' AND h.value = lower(customers.name)))
"""
_TAKE_OVER = """
UPDATE customers AS k SET
    name = CASE WHEN k.name = '' THEN o.name ELSE k.name END,
    folded_name = CASE WHEN k.name = '' THEN o.folded_name ELSE k.folded_name END,
    first_seen = min(coalesce(k.first_seen, o.first_seen), coalesce(o.first_seen, k.first_seen)),
    last_seen = max(coalesce(k.last_seen, o.last_seen), coalesce(o.last_seen, k.last_seen)),
    messages = k.messages + o.messages, vip = max(k.vip, o.vip),
    notes = CASE WHEN k.notes <> '' AND o.notes <> '' THEN k.notes || char(10) || o.notes ELSE k.notes || o.notes END
FROM customers AS o WHERE k.id = ? AND o.id = ?
"""
_ADD_LANGUAGES = """
INSERT INTO customer_languages SELECT ?, language, messages FROM customer_languages WHERE customer_id = ?
ON CONFLICT (customer_id, language) DO UPDATE SET messages = messages + excluded.messages
"""


class Customers:
    """The CustomerRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def by_handles(self, handles: Sequence[Handle]) -> dict[Handle, int]:
        """Return handle -> customer id for strong handles already known."""
        asked = [(h.kind, plain(h.value)) for h in handles]
        return {Handle(HandleKind(kind), value): id_ for kind, value, id_ in self._sql.rows(_BY_HANDLES, (dump(asked),))}

    def add(self, name: str, handles: Sequence[Handle], first_seen: datetime) -> int:
        """Make a customer and return its id."""
        at = to_us(first_seen)
        id_ = self._sql.next_id("customers")
        self._sql.later(0, _ADD, (id_, plain(name), fold(name), at, at))
        self._own(id_, handles)
        return id_

    def _own(self, customer_id: int, handles: Sequence[Handle]) -> None:
        for handle in handles:
            self._sql.later(1, _ADD_HANDLE, (handle.kind, plain(handle.value), customer_id))

    def add_handles(self, customer_id: int, handles: Sequence[Handle], name: str = "") -> None:
        """Give a customer further handles (known ones are ignored), and a name when it had none."""
        self._own(customer_id, handles)
        self.give_names({customer_id: name})

    def give_names(self, names: Mapping[int, str]) -> None:
        """Name the customers (by id) that are known by an address or number only; those with a name keep it."""
        self._sql.many(_NAME, [(plain(name), fold(name), id_) for id_, name in names.items() if name])

    def join(self, keep: int, other: int) -> None:
        """Move everything of `other` to `keep`. Raises NotFound when one of them is not there."""
        if keep == other:
            return
        tags = self._tags(keep, other)
        for table in ("messages", "conversations"):
            self._sql.run(f"UPDATE {table} SET customer_id = ? WHERE customer_id = ?", (keep, other))  # noqa: S608 - our table names
        # OR REPLACE: where both have a handle, one row is left.
        self._sql.run("UPDATE OR REPLACE handles SET customer_id = ? WHERE customer_id = ?", (keep, other))
        self._sql.run(_ADD_LANGUAGES, (keep, other))
        self._sql.run(_TAKE_OVER, (keep, other))
        self._sql.run("UPDATE customers SET tags = ? WHERE id = ?", (tags, keep))
        self._sql.run("DELETE FROM customers WHERE id = ?", (other,))

    def _tags(self, keep: int, other: int) -> str:
        found = dict(self._sql.rows("SELECT id, tags FROM customers WHERE id IN (?,?)", (keep, other)))
        for id_ in (keep, other):
            if id_ not in found:
                raise NotFound(NO_CUSTOMER, id=id_)
        return dump(list(dict.fromkeys((*strings(found[keep]), *strings(found[other])))))
