"""Orders, as shop systems export them and as the counter shows them beside a conversation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.message import Handle, Problem, ReadOptions


class OrderState(StrEnum):
    """Where an order stands, whatever the shop system calls it."""

    OPEN = "open"
    PAID = "paid"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One article of an order. `price` is for one piece, None where the file does not tell."""

    title: str
    quantity: Decimal = Decimal(1)
    price: Decimal | None = None
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an order goes, as written."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One order as read. `system` is the shop system (shopify, woocommerce ... or "table"), `number` as the shop writes it, `status` in the
    system's own words beside `state`, amounts in `currency` (ISO 4217, "" unknown), times aware (UTC), `handles` of who ordered
    (address, number), `tracking` numbers as written, `note` what the customer wrote with the order.
    """

    system: str
    number: str
    placed_at: datetime | None
    state: OrderState
    status: str = ""
    name: str = ""
    handles: tuple[Handle, ...] = ()
    address: Address = field(default_factory=Address)
    lines: tuple[OrderLine, ...] = ()
    total: Decimal | None = None
    refunded: Decimal | None = None
    currency: str = ""
    payment: str = ""
    shipping: str = ""
    tracking: tuple[str, ...] = ()
    shipped_at: datetime | None = None
    note: str = ""
    native_id: str = ""


class OrderFileReader(Protocol):
    """A file of orders. A module in `app/channels` offers one as `ORDER_READER`; found by the package walk."""

    system: str

    def score(self, path: Path) -> float:
        """Say how surely `path` holds this system's orders: 0 no, 1 certain. Never raises."""

    def read(self, path: Path, options: ReadOptions) -> Iterator[Order | Problem]:
        """Yield orders in the order of the file. One bad row is a Problem; an unusable whole raises BadInput."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """A kept order: `customer_id` None while nobody is known to have placed it. `mentioned` tells whether the conversation at hand
    names it."""

    id: int
    customer_id: int | None
    order: Order
    mentioned: bool = False


class OrderRepository(Protocol):
    """Orders."""

    def put(self, orders: Sequence[tuple[Order, int | None]]) -> tuple[int, int]:
        """Add orders or renew those of the same system and number (with the customer who placed each); returns (new, renewed)."""

    def give(self, owners: Mapping[int, int]) -> None:
        """Give orders (by id) that nobody owns to customers."""

    def unowned(self) -> list[OrderView]:
        """Return orders that no customer owns yet."""

    def asked_about(self) -> list[tuple[OrderView, int]]:
        """Return orders that nobody owns, each with the one customer who mentioned its number under an agreeing name."""


class OrderReader(Protocol):
    """Read models of orders."""

    def latest_orders(self, limit: int = 50) -> list[OrderView]:
        """Return orders, newest first."""

    def orders_of(self, customer_id: int, limit: int = 50) -> list[OrderView]:
        """Return a customer's orders, newest first."""

    def orders_beside(self, conversation_id: int) -> list[OrderView]:
        """Return the orders to show beside a conversation: those it mentions first, then the customer's others; never somebody else's."""

    def orders_with(self, number: str) -> list[OrderView]:
        """Return orders whose number is the given one in any way of writing (`#1042`, `NL 1042`, `1042`)."""

    def order(self, order_id: int) -> OrderView:
        """Return one or raise NotFound."""
