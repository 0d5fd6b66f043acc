"""Orders as packed JSON, and one order read from two exports."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.message import Handle, HandleKind
from app.domain.order import Address, Order, OrderLine, OrderState
from app.store.codec import dump_plain, from_us_or_none, pack, to_us_or_none, unpack
from app.store.fold import fold

_MOMENTS = ("placed_at", "shipped_at")
_TEXTS = ("system", "number", "status", "name", "currency", "payment", "shipping", "note", "native_id")
_ADDRESS = ("name", "street", "postcode", "city", "country")
_AMOUNTS = ("total", "refunded")
_PROGRESS = (
    OrderState.UNKNOWN,
    OrderState.OPEN,
    OrderState.PAID,
    OrderState.PARTLY_SHIPPED,
    OrderState.SHIPPED,
    OrderState.DELIVERED,
    OrderState.PARTLY_REFUNDED,
    OrderState.REFUNDED,
    OrderState.CANCELLED,
)
"""An order moves to the right only: an older export that comes in late does not take back what a newer one told."""


def pack_order(order: Order) -> bytes:
    """Return an order packed."""
    address = order.address
    value: dict[str, object] = {name: getattr(order, name) for name in _TEXTS}
    value |= {
        "state": order.state.value,
        "placed_at": to_us_or_none(order.placed_at),
        "shipped_at": to_us_or_none(order.shipped_at),
        "total": _written(order.total),
        "refunded": _written(order.refunded),
        "handles": [(h.kind.value, h.value) for h in order.handles],
        "lines": [(line.title, str(line.quantity), _written(line.price), line.sku) for line in order.lines],
        "tracking": order.tracking,
        "address": {name: text for name in _ADDRESS if (text := getattr(address, name))},
    }
    return pack(dump_plain({name: kept for name, kept in value.items() if kept or kept == 0}))


def unpack_order(data: bytes) -> Order:
    """Return the order of `pack_order`."""
    value: dict[str, Any] = json.loads(unpack(data))
    for name in _MOMENTS:
        value[name] = from_us_or_none(value.get(name))
    for name in _AMOUNTS:
        value[name] = _amount(value.get(name))
    value["state"] = OrderState(value["state"])
    value["handles"] = tuple(Handle(HandleKind(kind), text) for kind, text in value.get("handles", ()))
    value["lines"] = tuple(OrderLine(title, Decimal(n), _amount(price), sku) for title, n, price, sku in value.get("lines", ()))
    value["tracking"] = tuple(value.get("tracking", ()))
    value["address"] = Address(**value.get("address", {}))
    return Order(**{"system": "", "number": "", **value})


def _written(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def renewed(old: Order, new: Order) -> Order:
    """Return an order with what a later export tells of it: what the export has no column for, and what is further along, stays."""
    forward = _PROGRESS.index(new.state) >= _PROGRESS.index(old.state)
    said = new if forward else old
    told = {name: getattr(new, name) or getattr(old, name) for name in ("name", "currency", "payment", "shipping", "note", "native_id")}
    return replace(
        new,
        **told,
        state=said.state,
        status=said.status or old.status or new.status,
        placed_at=new.placed_at or old.placed_at,
        shipped_at=new.shipped_at or old.shipped_at,
        handles=tuple(dict.fromkeys((*new.handles, *old.handles))),
        address=_fuller(old.address, new.address),
        lines=_lines(old.lines, new.lines),
        total=old.total if new.total is None else new.total,
        refunded=max((amount for amount in (old.refunded, new.refunded) if amount is not None), default=None),
        tracking=tuple(dict.fromkeys((*old.tracking, *new.tracking))),
    )


def _fuller(old: Address, new: Address) -> Address:
    return new if new.street or new.postcode or not (old.street or old.postcode or old.name) else old


def _lines(old: tuple[OrderLine, ...], new: tuple[OrderLine, ...]) -> tuple[OrderLine, ...]:
    """Each line once: met again by its article number, else by its title. Where no line is met again the new ones are another wording."""
    left = list(old)
    lines = [_line(_taken(line, left), line) for line in new]
    return (*lines, *left) if len(left) < len(old) or not new else tuple(lines)


def _taken(line: OrderLine, left: list[OrderLine]) -> OrderLine | None:
    same = next((o for o in left if line.sku and o.sku == line.sku), None)
    same = same or next((o for o in left if fold(o.title) == fold(line.title) and not (o.sku and line.sku)), None)
    if same is not None:
        left.remove(same)
    return same


def _line(old: OrderLine | None, new: OrderLine) -> OrderLine:
    if old is None:
        return new
    return OrderLine(new.title or old.title, new.quantity, old.price if new.price is None else new.price, new.sku or old.sku)
