"""Builders of orders for tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.message import Channel, Direction, Handle, HandleKind
from app.domain.order import Order, OrderLine, OrderState
from app.domain.store_ports import UnitOfWork
from app.domain.verdict import Verdict
from app.store import SqliteStore
from tests.store import builders

PLACED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def order(number: str = "#1042", *, system: str = "shopify", days: float = 0, **told: object) -> Order:
    """Return an order; what is not told is made up or empty."""
    given: dict[str, object] = {
        "placed_at": PLACED + timedelta(days=days),
        "state": OrderState.PAID,
        "status": "paid",
        "lines": (OrderLine("Blauwe mok", Decimal(2), Decimal("12.50"), "MOK-1"),),
        "total": Decimal("25.00"),
        "currency": "EUR",
        **told,
    }
    return Order(system, number, **given)  # type: ignore[arg-type]


def phone(number: str) -> Handle:
    """Return a number's handle."""
    return Handle(HandleKind.PHONE, number)


def asks(
    uow: UnitOfWork,
    name: str,
    address: str,
    *numbers: str,
    text: str = "Waar blijft het?",
    minutes: float | None = None,
    direction: Direction = Direction.IN,
) -> tuple[int, int]:
    """Keep a conversation of a (new) customer that mentions these numbers; returns (conversation, customer)."""
    known = uow.customers.by_handles([builders.email(address)])
    customer = next(iter(known.values()), None)
    if customer is None:
        place = builders.conversation(uow, name=name, address=address)
    else:
        place = (uow.conversations.add(Channel.IMAP, f"{address}{text}{numbers}", customer, "", "", builders.START), customer)
    message = builders.incoming(text, sender=name, address=address, minutes=minutes, direction=direction)
    builders.keep(uow, place, message, verdict=Verdict("nl", 1.0, order_numbers=numbers))
    return place


def put(store: SqliteStore, *orders: tuple[Order, int | None]) -> tuple[int, int]:
    """Keep orders."""
    with store.write() as uow:
        counted = uow.orders.put(orders)
        uow.commit()
    return counted
