"""Ordering: orders of the shop come in, each is kept once and given to the customer who placed it; a batch is one transaction.

Whose an order is, its address or number tells; who is not known by one is made a customer. An order without either waits until a
customer with an agreeing name mentions its number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from time import monotonic

from app.customers.handles import display_name, normalise_address, strong_handles
from app.customers.joining import gluing
from app.domain.message import Channel, Handle, HandleKind, Party, Problem, ProblemKind
from app.domain.order import Order
from app.domain.ports import CancelCheck, Progress
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store, UnitOfWork
from app.domain.text import N_
from app.domain.views import ImportReport
from app.parsing.phones import e164
from app.words.same_name import name_parts, names_clash

ORDERS = "orders"
"""What a file of orders is recognised as."""
BATCH = 500
_FAILURES = frozenset({ProblemKind.UNPARSED, ProblemKind.ERROR})
_NOTED = frozenset({ProblemKind.LEFT_OUT, ProblemKind.AMBIGUOUS_DATE})


@dataclass(slots=True)
class _Tally:
    read: int = 0
    new: int = 0
    renewed: int = 0
    customers: int = 0
    stopped: bool = False


def receive_orders(
    store: Store,
    items: Iterable[Order | Problem],
    shop: ShopSettings,
    now: datetime,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
    import_id: int | None = None,
) -> ImportReport:
    """Keep all orders that `items` yields, batch by batch; `read`, `new` and `updated` count orders, `duplicate` those that told nothing
    new. Stopping or a failure keeps all complete batches. What is added and changed is noted as come with the import `import_id`."""
    started, tally = monotonic(), _Tally()
    problems: list[Problem] = []
    for batch in _batches(items):
        orders = [item for item in batch if isinstance(item, Order)]
        problems += [item for item in batch if isinstance(item, Problem)]
        if orders:
            with store.write() as uow:
                if import_id is not None:
                    uow.imports.during(import_id)
                _keep(uow, orders, shop, now, tally)
                uow.commit()
        if progress:
            progress(tally.read, None, N_("import"))
        if cancelled and cancelled():
            tally.stopped = True
            break
    settle_orders(store, import_id)
    return ImportReport(
        read=tally.read,
        new=tally.new,
        duplicate=tally.read - tally.new - tally.renewed,
        updated=tally.renewed,
        failed=tuple((p.where, p.why) for p in problems if p.kind in _FAILURES),
        customers_new=tally.customers,
        seconds=round(monotonic() - started, 3),
        stopped=tally.stopped,
        notes=tuple((p.where, p.why) for p in problems if p.kind in _NOTED),
    )


def _batches(items: Iterable[Order | Problem]) -> Iterator[list[Order | Problem]]:
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch


def _keep(uow: UnitOfWork, orders: Sequence[Order], shop: ShopSettings, now: datetime, tally: _Tally) -> None:
    known = [replace(order, handles=order_handles(order, shop)) for order in orders]
    owners = _owners(uow, known, now, tally)
    new, renewed = uow.orders.put(list(zip(known, owners, strict=True)))
    tally.read += len(orders)
    tally.new += new
    tally.renewed += renewed


def order_handles(order: Order, shop: ShopSettings) -> tuple[Handle, ...]:
    """Return the addresses and numbers of who ordered, as handles are compared: numbers as ones of the country the order goes to, else
    of the shop's. The shop's own addresses are nobody's."""
    own = {address.casefold() for address in shop.own_addresses}
    found: dict[Handle, None] = {}
    for handle in order.handles:
        value = _normal(handle, order.address.country, shop.country)
        if value and value not in own:
            found[Handle(handle.kind, value)] = None
    return tuple(found)


def _normal(handle: Handle, country: str, home: str) -> str | None:
    if handle.kind is HandleKind.EMAIL:
        return normalise_address(handle.value)
    if handle.kind is not HandleKind.PHONE:
        return None
    if handle.value.startswith("+"):
        return e164(handle.value)
    return e164(handle.value, country if len(country) == 2 else home) or e164(handle.value, home)


def _owners(uow: UnitOfWork, orders: Sequence[Order], now: datetime, tally: _Tally) -> list[int | None]:
    """Return who placed each order: found by the handles, or made a customer; None where there is no handle, or only a doubtful one."""
    parties = [_party(order) for order in orders]
    known = uow.customers.by_handles(sorted({handle for party in parties for handle in party.handles}))
    people = _People(uow, known, uow.customers.names(sorted(set(known.values()))))
    owners = [people.who(party, order.placed_at or now) for party, order in zip(parties, orders, strict=True)]
    tally.customers += people.made
    return owners


def _party(order: Order) -> Party:
    name = order.name or order.address.name
    return Party(name, strong_handles(Party(name, order.handles), Channel.MAILFILE))


@dataclass(slots=True)
class _People:
    """The customers of one batch, with those it makes."""

    uow: UnitOfWork
    known: dict[Handle, int]
    names: dict[int, str]
    made: int = 0

    def who(self, party: Party, at: datetime) -> int | None:
        """Return the customer of a party: by the address, else by the number. A number under which another name is known is a family's
        or an office's, and tells nothing."""
        if not party.handles:
            return None
        anchors = gluing(party.handles)
        found = [(handle, self.known[handle]) for handle in anchors if handle in self.known]
        sure = [id_ for handle, id_ in found if handle.kind is not HandleKind.PHONE]
        numbered = [id_ for handle, id_ in found if handle.kind is HandleKind.PHONE]
        by_number = [id_ for id_ in numbered if not names_clash(self.names.get(id_, ""), party.name)]
        if sure or by_number:
            return self._extended((sure or by_number)[0], party)
        return self._new(party, at) if any(handle not in self.known for handle in anchors) else None

    def _extended(self, id_: int, party: Party) -> int:
        fresh = [handle for handle in party.handles if handle not in self.known]
        if fresh:
            self.uow.customers.add_handles(id_, fresh)
            self.known.update(dict.fromkeys(fresh, id_))
        if party.name and not name_parts(self.names.get(id_, "")):
            self.uow.customers.give_names({id_: party.name})
            self.names[id_] = party.name
        return id_

    def _new(self, party: Party, at: datetime) -> int:
        fresh = [handle for handle in party.handles if handle not in self.known]
        name = display_name(party)
        id_ = self.uow.customers.add(name, fresh, at)
        self.known.update(dict.fromkeys(fresh, id_))
        self.names[id_] = name
        self.made += 1
        return id_


def settle_orders(store: Store, import_id: int | None = None) -> int:
    """Give orders without an owner to the one customer who mentioned their number under an agreeing name; returns how many."""
    with store.write() as uow:
        if import_id is not None:
            uow.imports.during(import_id)
        found = {view.id: customer for view, customer in uow.orders.asked_about()}
        uow.orders.give(found)
        uow.commit()
    return len(found)
