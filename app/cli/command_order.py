"""`order`: the shop's orders: list, show."""

import argparse

from app.cli import add_acts
from app.cli.order_words import order, order_line
from app.cli.session import counter, row_id, show
from app.domain.errors import NotFound
from app.domain.text import N_

NAME = "order"
HELP = "the shop's orders: list, show NUMBER"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    act = acts.add_parser("list", help="orders, newest first")
    act.add_argument("--customer", metavar="ID", help="of one customer")
    act.add_argument("--limit", type=int, default=50)
    act = acts.add_parser("show", help="the orders with this number, in any way of writing")
    act.add_argument("number")


def run(arguments: argparse.Namespace) -> int:
    """Print orders."""
    with counter(arguments, write=False) as shop:
        if arguments.act == "show":
            views = shop.orders_with(arguments.number)
            if not views:
                raise NotFound(N_("There is no order with the number {id}."), id=arguments.number)
        elif arguments.customer is not None:
            views = shop.orders_of(row_id(arguments.customer), max(0, arguments.limit))
        else:
            views = shop.latest_orders(max(0, arguments.limit))
        show(arguments, {"items": [order(view) for view in views]}, [order_line(view) for view in views])
    return 0
