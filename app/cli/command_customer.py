"""`customer`: one customer: the card, who may be the same person, merging and splitting, tags and notes, all that is kept."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from app.cli import add_acts, render_people
from app.cli.session import counter, row_id, show
from app.domain.errors import ProfileBusy, StorageFull, WrongUse
from app.domain.identity import IdentityReason
from app.domain.message import Handle, HandleKind
from app.domain.text import N_
from app.domain.views import CustomerRow
from app.system.i18n import _, moment_text

NAME = "customer"
HELP = "one customer: show, suggestions, merge, undo-merge, split, dismiss, set, export"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    act = acts.add_parser("show", help="the customer with the timeline over all channels, orders, tasks and merges")
    act.add_argument("id")
    act = acts.add_parser("suggestions", help="customers that may be one person, likeliest first")
    act.add_argument("--limit", type=int, default=200)
    act = acts.add_parser("merge", help="make one customer of two")
    act.add_argument("a")
    act.add_argument("b")
    act.add_argument("--why", default="")
    _by(act)
    act = acts.add_parser("undo-merge", help="take a merge or split back")
    act.add_argument("id")
    _by(act)
    act = acts.add_parser("split", help="give addresses or numbers, with all that came by them, to a new customer")
    act.add_argument("id")
    act.add_argument("handle", nargs="+", help="an address or number of the customer, or kind:value")
    _by(act)
    act = acts.add_parser("dismiss", help="never suggest these two again")
    act.add_argument("id")
    act.add_argument("--take-back", action="store_true", help="suggest them again")
    _by(act)
    act = acts.add_parser("set", help="change what is written on the card; tells what was there before")
    act.add_argument("id")
    act.add_argument("--name")
    act.add_argument("--tag", action="append", metavar="TAG", help="a tag; give all of them (once empty: none)")
    act.add_argument("--vip", choices=["yes", "no"])
    act.add_argument("--note")
    act = acts.add_parser("export", help="all that is kept of the customer, as JSON")
    act.add_argument("id")
    act.add_argument("--to", type=Path, metavar="FILE")


def _by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="NAME", help="who says so (default: the person in the settings)")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act."""
    acts = {
        "show": _show,
        "suggestions": _suggestions,
        "merge": _merge,
        "undo-merge": _undo,
        "split": _split,
        "dismiss": _dismiss,
        "set": _set,
        "export": _export,
    }
    return acts[arguments.act](arguments)


def _show(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        card = shop.customer_card(row_id(arguments.id))
        who = card.row
        lines = [f"{who.name}  {', '.join(h.value for h in who.handles)}"]
        lines += [f"{_('Order')} {o.order.number}  {o.order.state.value}" for o in card.orders]
        lines += [f"{_('To do')} {task.id}  {moment_text(task.due_at)}  {task.text}" for task in card.tasks]
        lines += [
            f"{moment_text(m.sent_at)}  {m.channel.value} {m.direction.value:<3} {' '.join(m.new_text.split())[:90]}" for m in card.timeline
        ]
        show(arguments, render_people.card(card), lines)
    return 0


def _suggestions(arguments: argparse.Namespace) -> int:
    try:
        with counter(arguments, write=True) as shop:
            shop.refresh_suggestions()
    except ProfileBusy:
        pass  # the open window compares by itself
    with counter(arguments, write=False) as shop:
        found = shop.suggestions(arguments.limit)
        doubles, everybody = shop.duplicate_rate()
        document = {
            "items": [render_people.suggestion(s) for s in found],
            "duplicates": doubles,
            "customers": everybody,
            "duplicate_rate": round(doubles / everybody, 4) if everybody else 0.0,
        }
        lines = [f"{s.id:>5}  {s.score:.2f}  {s.a} {s.name_a}  =  {s.b} {s.name_b}  {_evidence(s.reasons)}" for s in found]
        show(arguments, document, lines)
    return 0


def _evidence(reasons: Sequence[IdentityReason]) -> str:
    return "; ".join(f"{reason.kind} {reason.evidence}".strip() for reason in reasons)


def _merge(arguments: argparse.Namespace) -> int:
    a, b = row_id(arguments.a), row_id(arguments.b)
    with counter(arguments, write=True) as shop:
        made = shop.merge(a, b, arguments.by or shop.shop().person, arguments.why)
        show(arguments, {"join": str(made), "customer": str(min(a, b))}, [_("Merged; undo-merge {id} takes it back.").format(id=made)])
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    number = row_id(arguments.id)
    with counter(arguments, write=True) as shop:
        shop.undo_join(number, arguments.by or "")
        show(arguments, {"undone": str(number)}, [_("Taken back; both customers are as they were.")])
    return 0


def _split(arguments: argparse.Namespace) -> int:
    number = row_id(arguments.id)
    with counter(arguments, write=True) as shop:
        handles = [_handle(word, shop.customer(number)[0]) for word in arguments.handle]
        made = shop.split(number, handles, arguments.by or shop.shop().person)
        new = next(join.other for join in shop.joins(number) if join.id == made)
        document = {"join": str(made), "customer": str(number), "new": str(new)}
        show(arguments, document, [_("Split; undo-merge {id} takes it back.").format(id=made)])
    return 0


def _handle(word: str, who: CustomerRow) -> Handle:
    """Return the handle of a customer that was meant: by its value, or as kind:value. What is none of hers is refused later."""
    found = next((h for h in who.handles if word.casefold() in (h.value.casefold(), f"{h.kind.value}:{h.value}".casefold())), None)
    if found:
        return found
    kind, colon, value = word.partition(":")
    known = [k for k in HandleKind if colon and k.value == kind]
    return Handle(known[0] if known else HandleKind.EMAIL, value if known else word)


def _dismiss(arguments: argparse.Namespace) -> int:
    number = row_id(arguments.id)
    with counter(arguments, write=True) as shop:
        if arguments.take_back:
            shop.take_back_dismissal(number)
            show(arguments, {"taken_back": str(number)}, [_("These two may be suggested again.")])
        else:
            shop.dismiss_pair(number, arguments.by or shop.shop().person)
            show(arguments, {"dismissed": str(number)}, [_("These two are not suggested again.")])
    return 0


def _set(arguments: argparse.Namespace) -> int:
    number = row_id(arguments.id)
    if arguments.name is None and arguments.tag is None and arguments.vip is None and arguments.note is None:
        raise WrongUse(N_("Say what is to be changed: --name, --tag, --vip or --note."))
    with counter(arguments, write=True) as shop:
        before: dict[str, object] = {}
        if arguments.name is not None:
            before["name"] = shop.set_name(number, arguments.name)
        if arguments.tag is not None:
            before["tags"] = list(shop.set_tags(number, arguments.tag))
        if arguments.vip is not None:
            before["vip"] = shop.set_vip(number, vip=arguments.vip == "yes")
        if arguments.note is not None:
            before["notes"] = shop.set_notes(number, arguments.note)
        show(arguments, {"customer": str(number), "before": before}, [_("Changed.")])
    return 0


def _export(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        kept = shop.customer_export(row_id(arguments.id))
        if arguments.to is None:
            show(arguments, kept, [json.dumps(kept, ensure_ascii=False, indent=1)])
            return 0
        try:
            arguments.to.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        except FileNotFoundError as error:
            raise WrongUse(N_("The folder of {name} is not there."), name=arguments.to) from error
        except OSError as error:
            raise StorageFull(N_("{name} could not be written."), name=arguments.to) from error
        show(arguments, {"file": str(arguments.to), "messages": len(kept["messages"])}, [str(arguments.to)])
    return 0
