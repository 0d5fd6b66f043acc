"""`search`: find messages."""

import argparse

from app.cli import render
from app.cli.session import counter, show
from app.system.i18n import moment_text

NAME = "search"
HELP = "find messages: words, phrases, from: to: channel: customer: before: after: is: has: order: category: sentiment:"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("query")
    parser.add_argument("--limit", type=int, default=50)


def run(arguments: argparse.Namespace) -> int:
    """Print the hits."""
    with counter(arguments, write=False) as shop:
        result = shop.search(arguments.query, arguments.limit)
        items = [render.hit(h) for h in result.hits]
        lines = [
            f"{h.conversation_id:>6}  {moment_text(h.sent_at)}  {h.customer[:24]:<24} {' '.join(str(i['snippet']).split())[:90]}"
            for h, i in zip(result.hits, items, strict=True)
        ]
        show(arguments, {"total": result.total, "milliseconds": round(result.milliseconds, 2), "items": items}, lines)
    return 0
