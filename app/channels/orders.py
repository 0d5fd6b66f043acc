"""Orders of a shop: exports of Shopify (also Matrixify), WooCommerce, Magento, PrestaShop, Lightspeed and bol, and any other table of
orders (CSV, Excel or JSON) whose columns are known by name or were chosen."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import Problem, ReadOptions
from app.domain.order import Order
from app.domain.reading import ColumnGuess
from app.domain.text import N_
from app.parsing.order_tables import GENERIC_SYSTEM, LIKELY, OrderTable, order_table, read_orders
from app.parsing.table_files import open_tables, peek_tables

NO_ORDERS = N_("{file} holds no orders that can be recognised: a column with the order number is needed. Nothing was read.")


class OrdersReader:
    """Reads orders out of tables."""

    system = GENERIC_SYSTEM

    def score(self, path: Path) -> float:
        """Say how surely `path` holds orders: 0 no, 1 certain. Never raises."""
        return max((found.score for found in map(order_table, peek_tables(path))), default=0.0)

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return what the columns of the likeliest table are taken for, with real rows; None when there is no table."""
        found = [order_table(table, options.columns) for table in peek_tables(path)]
        return max(found, key=lambda one: one.score).guess() if found else None

    def read(self, path: Path, options: ReadOptions) -> Iterator[Order | Problem]:
        """Yield orders in the order of the file. One bad row is a Problem; an unusable whole raises BadInput."""
        with open_tables(path) as tables:
            for found in _of_orders([order_table(table, options.columns) for table in tables], path):
                yield from read_orders(found, options)


def _of_orders(found: list[OrderTable], path: Path) -> list[OrderTable]:
    """Return the tables of orders; where none is known as one, the one in which a number was found or chosen."""
    likely = [one for one in found if one.score >= LIKELY]
    possible = likely or [one for one in found if one.complete][:1]
    if not possible:
        raise BadInput(NO_ORDERS, file=path.name)
    return possible


ORDER_READER = OrdersReader()
