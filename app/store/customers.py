"""Customers and the handles under which they are reached."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.domain.message import Handle, HandleKind
from app.domain.text import N_
from app.store.arrivals import Arrivals
from app.store.codec import dump, plain, to_us
from app.store.fold import fold
from app.store.sql import LISTED, Sql, listed

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


class Customers:
    """The CustomerRepository."""

    def __init__(self, sql: Sql, arrivals: Arrivals) -> None:
        self._sql = sql
        self._arrivals = arrivals

    def by_handles(self, handles: Sequence[Handle]) -> dict[Handle, int]:
        """Return handle -> customer id for strong handles already known."""
        asked = [(h.kind, plain(h.value)) for h in handles]
        return {Handle(HandleKind(kind), value): id_ for kind, value, id_ in self._sql.rows(_BY_HANDLES, (dump(asked),))}

    def add(self, name: str, handles: Sequence[Handle], first_seen: datetime) -> int:
        """Make a customer and return its id."""
        at = to_us(first_seen)
        id_ = self._sql.next_id("customers")
        self._sql.later(0, _ADD, (id_, plain(name), fold(name), at, at))
        self._arrivals.came("customer", [id_])
        self._own(id_, handles)
        return id_

    def _own(self, customer_id: int, handles: Sequence[Handle]) -> None:
        self._arrivals.handles(handles)
        for handle in handles:
            self._sql.later(1, _ADD_HANDLE, (handle.kind, plain(handle.value), customer_id))

    def add_handles(self, customer_id: int, handles: Sequence[Handle], name: str = "") -> None:
        """Give a customer further handles (known ones are ignored), and a name when it had none."""
        self._own(customer_id, handles)
        self.give_names({customer_id: name})

    def give_names(self, names: Mapping[int, str]) -> None:
        """Name the customers (by id) that are known by an address or number only; those with a name keep it."""
        self._arrivals.touch("customer", (id_ for id_, name in names.items() if name))
        self._sql.many(_NAME, [(plain(name), fold(name), id_) for id_, name in names.items() if name])

    def names(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the names of customers by id (missing ones left out)."""
        return dict(self._sql.rows(f"SELECT id, name FROM customers WHERE id IN {LISTED}", (listed(ids),)))  # noqa: S608 - a constant
