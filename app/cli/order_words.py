"""Orders as the JSON of the command line contract, and as a line for a person."""

from decimal import Decimal

from app.cli.render import Json, handles, when
from app.domain.order import Order, OrderView
from app.system.i18n import moment_text


def order(view: OrderView) -> Json:
    """Return an order; amounts are texts with two decimals."""
    o = view.order
    return {
        "id": str(view.id),
        "number": o.number.lstrip("#"),
        "system": o.system,
        "state": o.state.value,
        "status": o.status,
        "customer": None if view.customer_id is None else str(view.customer_id),
        "mentioned": view.mentioned,
        "name": o.name,
        "handles": handles(o.handles),
        "placed_at": when(o.placed_at),
        "shipped_at": when(o.shipped_at),
        "total": _amount(o.total),
        "currency": o.currency,
        "refunded": _amount(o.refunded),
        "payment": o.payment,
        "shipping": o.shipping,
        "tracking": list(o.tracking),
        "lines": [{"title": x.title, "quantity": f"{x.quantity.normalize():f}", "price": _amount(x.price), "sku": x.sku} for x in o.lines],
        "address": _address(o),
        "note": o.note,
    }


def _address(o: Order) -> Json:
    a = o.address
    return {"name": a.name, "street": a.street, "postcode": a.postcode, "city": a.city, "country": a.country}


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def order_line(view: OrderView) -> str:
    """Return an order as one line."""
    o = view.order
    placed = moment_text(o.placed_at) if o.placed_at else "-"
    money = f"{o.total:.2f} {o.currency}".strip() if o.total is not None else "-"
    return f"{o.number:<14} {placed}  {o.state.value:<15} {money:>12}  {o.name}  {' '.join(o.tracking)}".rstrip()
