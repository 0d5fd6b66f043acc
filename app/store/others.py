"""What a text holds of customers other than the one it goes to: whole names, mail addresses and order numbers that the store knows."""

import re

from app.store.fold import fold, fold_order, words
from app.store.shop_orders import best_named, orders_named
from app.store.sql import LISTED, Sql, listed

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_CODE = re.compile(r"#?\b(?=[\w/-]*\d)[\w][\w/-]{3,23}\b")
_ORDER_WORD = re.compile(r"(?:order|bestel\w*|bestell\w*|auftrag\w*|commande|nr|no|nummer|number|numéro|n°)[\s.:#]*$", re.IGNORECASE)
_NEAR = 30
_DOUBTFUL = 5
_LONGEST_NAME = 5
_NAMES = f"SELECT name FROM customers WHERE folded_name IN {LISTED} AND id <> ?"  # noqa: S608 - a constant
_HANDLES = f"SELECT value FROM handles WHERE kind = 'email' AND value IN {LISTED} AND customer_id <> ?"  # noqa: S608 - a constant
_ORDERS = f"""
SELECT o.folded, c.customer_id FROM orders AS o JOIN conversations AS c ON c.id = o.conversation_id WHERE o.folded IN {LISTED}
"""  # noqa: S608 - a constant


def others_in(sql: Sql, text: str, customer_id: int) -> list[str]:
    """Return the names, mail addresses and order numbers in `text` that belong to other customers, and not to this one as well."""
    names = sql.column(_NAMES, (listed(_names(text)), customer_id))
    mails = sql.column(_HANDLES, (listed({m.lower() for m in _MAIL.findall(text)}), customer_id))
    orders = {fold_order(code): code for code in _CODE.findall(text)}
    owners: dict[str, set[int]] = {}
    for folded, owner in sql.rows(_ORDERS, (listed(orders),)):
        owners.setdefault(folded, set()).add(owner)
    mentioned = [orders[folded] for folded, owning in owners.items() if customer_id not in owning]
    placed = [code for code in _placed_by_others(sql, text, customer_id) if code not in mentioned]
    return [*names, *mails, *mentioned, *placed]


def _placed_by_others(sql: Sql, text: str, customer_id: int) -> list[str]:
    """Return the order numbers that only others placed. Four or five digits alone are also a year, a postcode or an amount: they count
    with `#` or a word for "order" before them."""
    said = [m.group() for m in _CODE.finditer(text) if _is_surely_a_number(m.group()) or _ORDER_WORD.search(text[: m.start()][-_NEAR:])]
    found = []
    for code, views in orders_named(sql, said).items():
        owners = {view.customer_id for view in best_named(code, views)}
        if owners - {None} and all(view.customer_id != customer_id for view in views):
            found.append(code)
    return found


def _is_surely_a_number(code: str) -> bool:
    return code.startswith("#") or not code.isdigit() or len(code) > _DOUBTFUL


def _names(text: str) -> set[str]:
    """All runs of two to five words that begin with a capital, folded as customers' names are."""
    found: set[str] = set()
    for line in text.splitlines():
        said = words(line)
        for start, first in enumerate(said):
            if first[:1].isupper():
                found.update(fold(" ".join(said[start:end])) for end in range(start + 2, min(start + _LONGEST_NAME, len(said)) + 1))
    return found
