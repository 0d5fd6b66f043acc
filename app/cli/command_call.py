"""`call`: write a telephone call down, and the calls that were promised."""

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from app.cli import add_acts, render_people
from app.cli.session import counter, row_id, show
from app.domain.calling import CallNote, Task
from app.domain.errors import WrongUse
from app.domain.message import Direction, Handle, HandleKind
from app.domain.text import N_
from app.parsing.phones import e164
from app.pipeline.counter import Counter
from app.system.i18n import _, moment_text

NAME = "call"
HELP = "telephone calls: log one, the calls to make, one that was made"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    act = acts.add_parser("log", help="write a call down")
    act.add_argument("--number", default="")
    act.add_argument("--name", default="")
    act.add_argument("--customer", metavar="ID")
    act.add_argument("--text", default="", help="what was said")
    way = act.add_mutually_exclusive_group()
    way.add_argument("--in", dest="way", action="store_const", const="in", help="the customer called (the default)")
    way.add_argument("--out", dest="way", action="store_const", const="out", help="the shop called")
    way.add_argument("--missed", dest="way", action="store_const", const="missed", help="the customer called and nobody took it")
    act.add_argument("--callback", metavar="TIME", help="when the shop promised to call back (ISO 8601; without offset: the shop's time)")
    act.add_argument("--at", metavar="TIME", help="when the call was (default: now)")
    act.add_argument("--by", metavar="NAME", help="who was on the telephone (default: the person in the settings)")
    act = acts.add_parser("undo", help="take a call back that was written down")
    act.add_argument("entry")
    act = acts.add_parser("tasks", help="the calls to make, soonest first")
    act.add_argument("--done", action="store_true", help="the last ones that were made")
    act = acts.add_parser("done", help="a call was made")
    act.add_argument("id")
    act.add_argument("--again", action="store_true", help="it is still to be made")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act."""
    return {"log": _log, "undo": _undo, "tasks": _tasks, "done": _done}[arguments.act](arguments)


def _log(arguments: argparse.Namespace) -> int:
    customer = row_id(arguments.customer) if arguments.customer else None
    with counter(arguments, write=True) as shop:
        settings = shop.shop()
        number = e164(arguments.number, settings.country) if arguments.number else None
        if arguments.number and number is None:
            raise WrongUse(N_("This is not a telephone number; nothing was kept."))
        note = CallNote(
            Direction.OUT if arguments.way == "out" else Direction.IN,
            _moment(arguments.at, settings.timezone) or datetime.now(ZoneInfo("UTC")),
            arguments.by or settings.person,
            customer,
            arguments.name,
            Handle(HandleKind.PHONE, number) if number else None,
            arguments.text,
            missed=arguments.way == "missed",
            callback_at=_moment(arguments.callback, settings.timezone),
        )
        kept = shop.log_call(note)
        document = {
            "conversation": str(kept.conversation_id),
            "customer": _owner(shop, kept.conversation_id),
            "task": str(kept.task_id) if kept.task_id else None,
            "entry": str(kept.entry),
        }
        show(arguments, document, [_("Kept; take it back with call undo {entry}.").format(entry=kept.entry)])
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    entry = row_id(arguments.entry)
    with counter(arguments, write=True) as shop:
        shop.unlog_call(entry)
        show(arguments, {"entry": str(entry), "undone": True}, [_("The call is taken back.")])
    return 0


def _owner(shop: Counter, conversation: int) -> str:
    return str(shop.conversation_rows([conversation])[0].customer_id)


def _moment(text: str | None, zone: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(N_("Give a time as 2026-11-22T16:30.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _tasks(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        found = shop.tasks(done=arguments.done)
        show(arguments, {"items": [render_people.task(task) for task in found]}, [_line(task) for task in found])
    return 0


def _line(task: Task) -> str:
    return f"{task.id:>5}  {moment_text(task.due_at)}  {task.customer}  {task.text}"


def _done(arguments: argparse.Namespace) -> int:
    number = row_id(arguments.id)
    with counter(arguments, write=True) as shop:
        if arguments.again:
            shop.reopen_task(number)
        else:
            shop.finish_task(number)
        show(arguments, {"task": str(number), "done": not arguments.again}, [_("Kept.")])
    return 0
