"""`approve`: a person, by name, says that a draft may leave."""

import argparse

from app.cli import render
from app.cli.session import counter, read_text, row_id, show

NAME = "approve"
HELP = "approve a draft by name; money and promises need their own --confirm"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("draft")
    parser.add_argument("--by", required=True, metavar="NAME")
    parser.add_argument("--text-file", default=None, metavar="F", help="the text as it must leave")
    parser.add_argument("--confirm", default="", metavar="KINDS", help="money,promise")


def run(arguments: argparse.Namespace) -> int:
    """Approve and print the outbox."""
    confirm = {word.strip() for word in arguments.confirm.split(",") if word.strip()}
    text = read_text(arguments.text_file) if arguments.text_file else None
    with counter(arguments, write=True) as shop:
        draft = shop.approve(row_id(arguments.draft), arguments.by, text, confirm)
        rows = [r for r in shop.outbox() if r.draft.id == draft.id]
        items = [render.outbox(r) for r in rows]
        show(arguments, {"items": items}, [f"{i['draft']}  {i['state']}  {i['to']}  {i['due_at'] or ''}" for i in items])
    return 0
