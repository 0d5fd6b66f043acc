"""`send`: send what is approved and due."""

import argparse

from app.cli import render
from app.cli.session import counter, show
from app.domain.draft import DraftState

NAME = "send"
HELP = "send what is approved and due (with --now: all that is approved)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--now", action="store_true", help="do not wait for the countdown")


def run(arguments: argparse.Namespace) -> int:
    """Send and print what was tried."""
    with counter(arguments, write=True) as shop:
        rows = shop.send_due(now=arguments.now)
        items = [render.outbox(r) for r in rows]
        show(arguments, {"items": items}, [f"{i['draft']}  {i['state']}  {i['to']}  {i['error'] or ''}" for i in items])
    return 0 if all(r.draft.state is DraftState.SENT for r in rows) else 1
