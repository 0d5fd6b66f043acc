"""`handover`: what a colleague needs to go on with a conversation, printed, written to a file, or put into a queue."""

import argparse
from pathlib import Path

from app.cli import render
from app.cli.session import counter, row_id, show
from app.domain.errors import StorageFull, WrongUse
from app.domain.handover import HandoverRow
from app.domain.text import N_
from app.system.handover_text import handover_text

NAME = "handover"
HELP = "the packet for a colleague: what was asked, done and promised, what is open, and why"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("conversation", nargs="?")
    parser.add_argument("--redact", action="store_true", help="leave out who the customer is")
    parser.add_argument("--to", metavar="NAME", help="put it into a colleague's queue (and propose a holding reply)")
    parser.add_argument("--by", metavar="NAME", default="", help="who hands over, takes or ends")
    parser.add_argument("--note", default="", help="a word of your own for the colleague")
    parser.add_argument("--file", type=Path, metavar="FILE", help="also write the packet as text")
    parser.add_argument("--list", action="store_true", help="the handovers that wait")
    parser.add_argument("--take", metavar="ID", help="take a handover")
    parser.add_argument("--end", metavar="ID", help="end a handover")
    parser.add_argument("--outcome", default="", help="what came of it (with --end)")


def run(arguments: argparse.Namespace) -> int:
    """Print a packet, or the queue of handovers."""
    if arguments.list or arguments.take or arguments.end:
        return _queue(arguments)
    if arguments.conversation is None:
        raise WrongUse(N_("Give a conversation, or --list."))
    conversation = row_id(arguments.conversation)
    with counter(arguments, write=arguments.to is not None) as shop:
        draft = None
        if arguments.to is not None:
            _row, draft = shop.hand_over(conversation, arguments.by, arguments.to, arguments.note)
        packet = shop.handover_packet(conversation, redact=arguments.redact)
        text = handover_text(packet)
        if arguments.file:
            _write(arguments.file, text)
        show(arguments, {**render.packet(packet), "holding_reply": str(draft.id) if draft else None}, text.split("\n"))
    return 0


def _queue(arguments: argparse.Namespace) -> int:
    acts = bool(arguments.take or arguments.end)
    with counter(arguments, write=acts) as shop:
        if arguments.take:
            rows = [shop.take_handover(row_id(arguments.take), arguments.by)]
        elif arguments.end:
            rows = [shop.end_handover(row_id(arguments.end), arguments.by, arguments.outcome)]
        else:
            rows = list(shop.handovers())
        show(arguments, {"items": [render.handover(row) for row in rows]}, [_line(row) for row in rows])
    return 0


def _line(row: HandoverRow) -> str:
    return f"{row.id:>5}  {row.state.value:6}  {row.customer}  {row.by or '-'} > {row.to or '-'}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except FileNotFoundError as error:
        raise WrongUse(N_("The folder of {name} is not there."), name=path) from error
    except OSError as error:
        raise StorageFull(N_("{name} could not be written."), name=path) from error
