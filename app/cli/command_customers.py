"""`customers`: the customers, last seen first."""

import argparse

from app.cli import render
from app.cli.session import counter, show

NAME = "customers"
HELP = "list customers, last seen first"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("query", nargs="?", default="")
    parser.add_argument("--limit", type=int, default=None)


def run(arguments: argparse.Namespace) -> int:
    """Print the customers."""
    with counter(arguments, write=False) as shop:
        rows = shop.customers(arguments.limit, arguments.query)
        lines = [f"{r.id:>6}  {r.name[:30]:<30} {r.messages:>5}  {', '.join(h.value for h in r.handles)}" for r in rows]
        show(arguments, {"items": [render.customer(r) for r in rows]}, lines)
    return 0
