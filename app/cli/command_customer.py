"""`customer`: one customer: show."""

import argparse

from app.cli import add_acts, render
from app.cli.order_words import order
from app.cli.session import counter, row_id, show
from app.system.i18n import moment_text

NAME = "customer"
HELP = "one customer: show ID"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    act = acts.add_parser("show", help="the customer with the timeline over all channels")
    act.add_argument("id")


def run(arguments: argparse.Namespace) -> int:
    """Print one customer."""
    with counter(arguments, write=False) as shop:
        who, timeline = shop.customer(row_id(arguments.id))
        document = {**render.customer(who), "timeline": [render.message(m) for m in timeline]}
        document |= {"placed_orders": [order(view) for view in shop.orders_of(who.id)]}
        lines = [f"{who.name}  {', '.join(h.value for h in who.handles)}"]
        lines += [
            f"{moment_text(m.sent_at)}  {m.channel.value} {m.direction.value:<3} {' '.join(m.new_text.split())[:90]}" for m in timeline
        ]
        show(arguments, document, lines)
    return 0
