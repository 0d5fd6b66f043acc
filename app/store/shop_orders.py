"""Orders of the shop: kept once for each system and number, found under every way of writing their number."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.errors import NotFound
from app.domain.order import Order, OrderView
from app.domain.text import N_
from app.store.arrivals import Arrivals
from app.store.codec import plain, to_us_or_none, unpack
from app.store.conversations import NO_CONVERSATION
from app.store.order_forms import can_be, forms_of, is_exactly, names_of, order_key
from app.store.order_rows import pack_order, renewed, unpack_order
from app.store.sql import LISTED, Sql, listed
from app.words.same_name import names_agree

NO_ORDER = N_("There is no order with the number {id}.")
_KNOWN = """
SELECT o.id, o.system, o.number, o.customer_id, o.data FROM json_each(?) AS asked
JOIN shop_orders AS o ON o.system = asked.value ->> 0 AND o.number = asked.value ->> 1
"""
_ADD = "INSERT INTO shop_orders (id, system, number, folded, customer_id, placed_at, state, data) VALUES (?,?,?,?,?,?,?,?)"
_RENEW = "UPDATE shop_orders SET customer_id = ?, placed_at = ?, state = ?, data = ? WHERE id = ?"
_ADD_NAME = "INSERT OR IGNORE INTO order_names (folded, order_id) VALUES (?,?)"
_VIEW = "SELECT id, customer_id, data FROM shop_orders"
_NEWEST = "ORDER BY placed_at DESC, id DESC LIMIT ?"
_NAMED = f"""
{_VIEW} WHERE id IN (SELECT order_id FROM order_names WHERE folded IN {LISTED} UNION SELECT id FROM shop_orders WHERE folded IN {LISTED})
ORDER BY placed_at DESC, id DESC
"""  # noqa: S608 - constants
_ASKED = """
SELECT DISTINCT o.id, o.customer_id, o.data, k.id, k.name, m.number FROM shop_orders AS o JOIN order_names AS n ON n.order_id = o.id
JOIN orders AS m ON m.folded = n.folded JOIN conversations AS c ON c.id = m.conversation_id JOIN customers AS k ON k.id = c.customer_id
WHERE o.customer_id IS NULL ORDER BY o.id, k.id
"""
_WHO = "SELECT c.customer_id, k.name FROM conversations AS c JOIN customers AS k ON k.id = c.customer_id WHERE c.id = ?"
_SAID = """
SELECT b.text FROM messages AS m JOIN bodies AS b ON b.message_id = m.id WHERE m.conversation_id = ? ORDER BY m.sent_at DESC LIMIT ?
"""
_ASKING = f"""
SELECT count(DISTINCT c.customer_id) FROM orders AS m JOIN conversations AS c ON c.id = m.conversation_id WHERE m.folded IN {LISTED}
"""  # noqa: S608 - a constant
_READ_BACK = 200
"""Messages of a conversation in which numbers are looked for, and the characters of each."""
_LONGEST = 20_000
_BESIDE = 50
_NUMBER = re.compile(r"(?<![\w.,:])#?(?:[A-Za-z]{1,6}[ _-]?)?\d(?:[\w-]|[ ](?=\d{3}\b)){2,24}(?![\w@])")


@dataclass(slots=True)
class _Kept:
    id: int
    owner: int | None
    order: Order
    changed: bool = False


class ShopOrders:
    """The OrderRepository."""

    def __init__(self, sql: Sql, arrivals: Arrivals) -> None:
        self._sql = sql
        self._arrivals = arrivals

    def put(self, orders: Sequence[tuple[Order, int | None]]) -> tuple[int, int]:
        """Add orders or renew those of the same system and number (with the customer who placed each); returns (new, renewed).

        An order that tells nothing new is not counted. An owner that is found replaces one that was only guessed, never the reverse.
        """
        asked = [(plain(order.system), plain(order.number)) for order, _ in orders]
        kept = {
            (row.system, row.number): _Kept(row.id, row.customer_id, unpack_order(row.data))
            for row in self._sql.rows(_KNOWN, (listed(dict.fromkeys(asked)),))
        }
        new = 0
        for key, (order, owner) in zip(asked, orders, strict=True):
            if key in kept:
                _renew(kept[key], order, owner)
            else:
                kept[key] = _Kept(self._add(key, order, owner), owner, order)
                new += 1
        changed = [known for known in kept.values() if known.changed]
        self._arrivals.touch("order", (known.id for known in changed))
        rows = [(k.owner, to_us_or_none(k.order.placed_at), k.order.state.value, pack_order(k.order), k.id) for k in changed]
        self._sql.many(_RENEW, rows)
        return new, len(changed)

    def _add(self, key: tuple[str, str], order: Order, owner: int | None) -> int:
        row = (*key, order_key(order.number), owner, to_us_or_none(order.placed_at), order.state.value, pack_order(order))
        id_ = self._sql.next_id("shop_orders")
        self._sql.later(2, _ADD, (id_, *row))
        for name in sorted(names_of(order.number)):
            self._sql.later(3, _ADD_NAME, (name, id_))
        self._arrivals.came("order", [id_])
        return id_

    def give(self, owners: Mapping[int, int]) -> None:
        """Give orders (by id) that nobody owns to customers."""
        self._arrivals.touch("order", owners)
        changes = [(owner, id_) for id_, owner in owners.items()]
        self._sql.many("UPDATE shop_orders SET customer_id = ? WHERE id = ? AND customer_id IS NULL", changes)

    def unowned(self) -> list[OrderView]:
        """Return orders that no customer owns yet."""
        return _views(self._sql.rows(f"{_VIEW} WHERE customer_id IS NULL ORDER BY id"))

    def asked_about(self) -> list[tuple[OrderView, int]]:
        """Return orders that nobody owns, each with the one customer who mentioned its number under an agreeing name."""
        found: dict[int, tuple[OrderView, set[int]]] = {}
        for id_, owner, data, customer, name, _number in self._sql.rows(_ASKED):
            view, claimants = found.setdefault(id_, (OrderView(id_, owner, unpack_order(data)), set()))
            if is_placed_by(view.order, name):
                claimants.add(customer)
        return [(view, next(iter(claimants))) for view, claimants in found.values() if len(claimants) == 1]


def _renew(known: _Kept, order: Order, owner: int | None) -> None:
    after = renewed(known.order, order)
    owning = known.owner if owner is None else owner
    known.changed = known.changed or after != known.order or owning != known.owner
    known.order, known.owner = after, owning


def is_placed_by(order: Order, name: str) -> bool:
    """Say whether an order's name agrees with a customer's."""
    return any(names_agree(written, name) for written in (order.name, order.address.name))


def _views(rows: Iterable[Any]) -> list[OrderView]:
    return [OrderView(id_, owner, unpack_order(data)) for id_, owner, data in rows]


def one_order(sql: Sql, order_id: int) -> OrderView:
    """Return one or raise NotFound."""
    found = _views(sql.rows(f"{_VIEW} WHERE id = ?", (order_id,)))
    if not found:
        raise NotFound(NO_ORDER, id=order_id)
    return found[0]


def latest_orders(sql: Sql, limit: int) -> list[OrderView]:
    """Return orders, newest first."""
    return _views(sql.rows(f"{_VIEW} {_NEWEST}", (limit,)))


def orders_of(sql: Sql, customer_id: int, limit: int) -> list[OrderView]:
    """Return a customer's orders, newest first."""
    return _views(sql.rows(f"{_VIEW} WHERE customer_id = ? {_NEWEST}", (customer_id, limit)))


def orders_named(sql: Sql, numbers: Iterable[str]) -> dict[str, list[OrderView]]:
    """Return for each number the orders that it can mean, newest first."""
    asked = [number for number in dict.fromkeys(numbers) if forms_of(number)]
    forms, names = ({form for number in asked for form in of(number)} for of in (forms_of, names_of))
    found = _views(sql.rows(_NAMED, (listed(sorted(forms)), listed(sorted(names))))) if asked else []
    return {number: [view for view in found if can_be(number, view.order.number)] for number in asked}


def best_named(number: str, found: Sequence[OrderView]) -> list[OrderView]:
    """Return those of `orders_named` that are exactly the number, else all: it is another way of writing for them."""
    return [view for view in found if is_exactly(number, view.order.number)] or list(found)


def orders_with(sql: Sql, number: str) -> list[OrderView]:
    """Return orders whose number is the given one in any way of writing, newest first."""
    return best_named(number, orders_named(sql, (number,)).get(number, []))


@dataclass(slots=True)
class _Mentions:
    """What a conversation says: `certain` numbers were recognised as an order's, `possible` ones only look like one."""

    customer_id: int
    customer: str
    certain: list[str]
    possible: list[str] = field(default_factory=list)


def orders_beside(sql: Sql, conversation_id: int) -> list[OrderView]:
    """Return the orders to show beside a conversation: those it mentions first, then the customer's others, newest first.

    An order of another customer is never among them, whatever the conversation mentions. One that nobody owns is shown when its name
    agrees with the customer's, or when it has no name, only this customer asked about it, and no other order has that number.
    """
    said = _mentions(sql, conversation_id)
    mentioned: dict[int, OrderView] = {}
    for number, found in orders_named(sql, (*said.certain, *said.possible)).items():
        for view in _shown(sql, said, number, found):
            mentioned.setdefault(view.id, replace(view, mentioned=True))
    others = [view for view in orders_of(sql, said.customer_id, _BESIDE) if view.id not in mentioned]
    return [*mentioned.values(), *others]


def _mentions(sql: Sql, conversation_id: int) -> _Mentions:
    row = sql.row(_WHO, (conversation_id,))
    if row is None:
        raise NotFound(NO_CONVERSATION, id=conversation_id)
    certain = sql.column("SELECT number FROM orders WHERE conversation_id = ? ORDER BY message_id DESC", (conversation_id,))
    said = _Mentions(row[0], row[1], certain)
    if sql.value("SELECT EXISTS (SELECT 1 FROM shop_orders)"):
        texts = [unpack(text)[:_LONGEST] for text in sql.column(_SAID, (conversation_id, _READ_BACK))]
        said.possible = list(dict.fromkeys(number for text in texts for number in _numbers_in(text)))
    return said


def _numbers_in(text: str) -> Iterator[str]:
    """Yield whatever could be an order's number: a wrong one finds nothing, or an order of this customer's own."""
    for match in _NUMBER.finditer(text):
        yield match.group()
        yield from (part for part in match.group().split() if part != match.group() and sum(map(str.isdigit, part)) > 2)


def _shown(sql: Sql, said: _Mentions, number: str, found: Sequence[OrderView]) -> list[OrderView]:
    own = [view for view in found if view.customer_id == said.customer_id]
    if own:
        return own
    meant = best_named(number, found)
    free = [view for view in meant if view.customer_id is None]
    agreeing = [view for view in free if is_placed_by(view.order, said.customer)]
    if agreeing or len(meant) != 1 or not free or number not in said.certain:
        return agreeing if len(agreeing) == 1 else []
    return free if _is_nameless(free[0].order, number) and _only_one_asks(sql, free[0].order) else []


def _is_nameless(order: Order, number: str) -> bool:
    return not (order.name or order.address.name or order.handles) and is_exactly(order.number, number)


def _only_one_asks(sql: Sql, order: Order) -> bool:
    return int(sql.value(_ASKING, (listed(sorted(names_of(order.number))),))) == 1
