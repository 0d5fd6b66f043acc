"""Ordering: orders of the shop come in, each is kept once and given to the customer who placed it; a batch is one transaction.

Whose an order is, its address or number tells; who is not known by one is made a customer. An order without either waits until a
customer with an agreeing name mentions its number.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from time import monotonic

from app.customers.handles import normalise_address, strong_handles
from app.domain.message import Channel, Handle, HandleKind, Party, Problem, ProblemKind
from app.domain.order import Order
from app.domain.ports import CancelCheck, Progress
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store, UnitOfWork
from app.domain.text import N_
from app.domain.views import ImportReport
from app.parsing.phones import e164
from app.pipeline.recognise import Recogniser

ORDERS = "orders"
"""What a file of orders is recognised as."""
BATCH = 500
ONE_BUYER = N_("One order came with both {one} and {other}.")
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
    """Return who placed each order, as a message from the same address or number would be placed; None where there is no handle."""
    names = [order.name or order.address.name for order in orders]
    reached = [strong_handles(Party(name, order.handles), Channel.MAILFILE) for name, order in zip(names, orders, strict=True)]
    at = [index for index, handles in enumerate(reached) if handles]
    recogniser = Recogniser(uow, now, ONE_BUYER)
    parties = [Party(names[index], reached[index]) for index in at]
    found = dict(zip(at, recogniser.people(parties, [orders[index].placed_at or now for index in at]), strict=True))
    tally.customers += recogniser.customers_new
    return [found.get(index) for index in range(len(orders))]


def settle_orders(store: Store, import_id: int | None = None) -> int:
    """Give orders without an owner to the one customer who mentioned their number under an agreeing name; returns how many."""
    with store.write() as uow:
        if import_id is not None:
            uow.imports.during(import_id)
        found = {view.id: customer for view, customer in uow.orders.asked_about()}
        uow.orders.give(found)
        uow.commit()
    return len(found)
