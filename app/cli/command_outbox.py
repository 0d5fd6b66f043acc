"""`outbox`: what is approved, on its way, failed, unsure or sent; and what a person decides about it."""

import argparse

from app.cli import render
from app.cli.session import counter, row_id, show
from app.pipeline.counter import Counter

NAME = "outbox"
HELP = "the outbox; take back, try again, or settle an unsure one"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--take-back", metavar="DRAFT", help="undo an approval before it leaves")
    acts.add_argument("--retry", metavar="DRAFT", help="try a failed one again")
    acts.add_argument("--look-up", action="store_true", help="look for unsure ones in the Sent folder")
    acts.add_argument("--was-sent", metavar="DRAFT", help="say that an unsure one was sent")
    acts.add_argument("--was-not-sent", metavar="DRAFT", help="say that an unsure one was not sent")


def run(arguments: argparse.Namespace) -> int:
    """Carry out an act when asked, and print the outbox."""
    acts = (arguments.take_back, arguments.retry, arguments.look_up, arguments.was_sent, arguments.was_not_sent)
    with counter(arguments, write=any(acts)) as shop:
        _act(arguments, shop)
        items = [render.outbox(r) for r in shop.outbox()]
        show(arguments, {"items": items}, [f"{i['draft']}  {i['state']:<9} {i['to']}  {i['error'] or ''}" for i in items])
    return 0


def _act(arguments: argparse.Namespace, shop: Counter) -> None:
    if arguments.take_back:
        shop.take_back(row_id(arguments.take_back))
    if arguments.retry:
        shop.retry(row_id(arguments.retry))
    if arguments.look_up:
        shop.look_up_unsure()
    for asked, was_sent in ((arguments.was_sent, True), (arguments.was_not_sent, False)):
        if asked:
            shop.settle_unsure(row_id(asked), was_sent=was_sent)
