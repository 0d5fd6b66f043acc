"""Searching by an order's number: who mentions it in any way of writing, and what its customer said while it was under way."""

from app.store.order_forms import can_be, forms_of, names_of
from app.store.shop_orders import best_named, orders_named
from app.store.sql import LISTED, Sql, listed

_MENTIONING = f"""
ID IN (SELECT message_id FROM orders WHERE folded IN {LISTED} UNION SELECT x.id FROM orders AS o
    JOIN messages AS x ON x.conversation_id = o.conversation_id WHERE o.message_id = 0 AND o.folded IN {LISTED})
"""  # noqa: S608 - constants
_OF_CUSTOMER = "ID IN (SELECT x.id FROM messages AS x WHERE x.customer_id = ? AND x.sent_at BETWEEN ? AND ?)"
_DAY = 86_400_000_000
_BEFORE, _AFTER = 2 * _DAY, 90 * _DAY
"""How long around the day on which an order was placed its customer may be writing about it."""
_PLACED = "SELECT placed_at FROM shop_orders WHERE id = ?"
_ALIKE = "SELECT DISTINCT folded, number FROM orders WHERE folded LIKE ?"
_CUSTOMERS = 8


def order_condition(sql: Sql, number: str) -> tuple[str, list[object]]:
    """Return the SQL condition, with its parameters, for messages about the order of this number (see `app.store.search`)."""
    found = best_named(number, orders_named(sql, (number,)).get(number, []))
    written = sorted(_written(sql, (number, *(view.order.number for view in found))))
    parts = [_MENTIONING]
    params: list[object] = [listed(written), listed(written)]
    for view in found[:_CUSTOMERS]:
        placed = sql.value(_PLACED, (view.id,)) if view.customer_id is not None else None
        if placed is not None:
            parts.append(_OF_CUSTOMER)
            params += [view.customer_id, placed - _BEFORE, placed + _AFTER]
    return " OR ".join(f"({part})" for part in parts), params


def _written(sql: Sql, numbers: tuple[str, ...]) -> set[str]:
    """Return how messages write these numbers, folded."""
    found = {form for number in numbers for form in forms_of(number)}
    for core in {min(names_of(number), key=len) for number in numbers if forms_of(number)}:
        if sum(map(str.isdigit, core)) >= _DIGITS:
            alike = sql.rows(_ALIKE, (f"%{core}%",))
            found.update(folded for folded, written in alike if any(can_be(written, number) for number in numbers))
    return found


_DIGITS = 3
"""Fewer digits are in too many numbers to look for other ways of writing them."""
