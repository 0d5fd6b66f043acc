"""`queue`: what needs attention, in order."""

import argparse

from app.cli import render
from app.cli.session import counter, show
from app.domain.views import Box
from app.system.i18n import span_text

NAME = "queue"
HELP = "what needs attention, in order"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--box", choices=[b.value for b in Box], default=Box.QUEUE.value)


def run(arguments: argparse.Namespace) -> int:
    """Print the queue."""
    with counter(arguments, write=False) as shop:
        rows = shop.conversation_rows(shop.conversation_ids(Box(arguments.box), arguments.limit))
        lines = [
            f"{r.id:>6}  {'!' * max(r.urgency - 1, 0):<2} {r.channel.value:<9} {r.customer[:24]:<24} {(r.subject or r.preview)[:50]:<50} "
            + (f"{r.language} {r.category}" + (f"  {span_text(r.due_at - r.waiting_since)}" if r.due_at and r.waiting_since else ""))
            for r in rows
        ]
        show(arguments, {"items": [render.row(r) for r in rows]}, lines)
    return 0
