"""`show`: one conversation with its verdict, drafts and notes."""

import argparse

from app.cli import render
from app.cli.order_words import order
from app.cli.session import counter, row_id, show
from app.system.i18n import moment_text

NAME = "show"
HELP = "one conversation, with its verdict, drafts and notes"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("conversation")


def run(arguments: argparse.Namespace) -> int:
    """Print one conversation."""
    with counter(arguments, write=False) as shop:
        view = shop.conversation(row_id(arguments.conversation))
        heard = shop.transcripts([a.id for m in view.messages for a in m.attachments])
        document = {
            "id": str(view.row.id),
            "customer": render.customer(view.customer),
            "channel": view.row.channel.value,
            "subject": view.row.subject,
            "state": view.row.state.value,
            "messages": [render.message(m) for m in view.messages],
            "transcripts": [render.transcript(heard[a.id]) for m in view.messages for a in m.attachments if a.id in heard],
            "verdict": render.verdict(view.verdict) if view.verdict else None,
            "drafts": [render.draft(d) for d in view.drafts],
            "orders": [order(o) for o in shop.orders_beside(view.row.id)],
            "notes": [{"id": str(n.id), "by": n.by, "at": render.when(n.at), "text": n.text} for n in view.notes],
        }
        lines = [f"{view.customer.name} · {view.row.channel.value} · {view.row.subject}"]
        for m in view.messages:
            lines += ["", f"{moment_text(m.sent_at)}  {m.sender} ({m.direction.value})", m.new_text or m.text]
            lines += [f"[{heard[a.id].transcript.engine}] {heard[a.id].transcript.text}" for a in m.attachments if a.id in heard]
        lines += [f"\n[{d.state.value}] {d.text}" for d in view.drafts[:1]]
        show(arguments, document, lines)
    return 0
