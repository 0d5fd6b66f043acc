"""`import`: take message files into the profile; repeatable, only what is new is added."""

import argparse

from app.cli import render
from app.cli.command_read import add_read_options, options_from
from app.cli.session import counter, progress, show
from app.domain.errors import WrongUse
from app.domain.text import N_
from app.pipeline.house import read_options
from app.system.i18n import _, moment_text

NAME = "import"
HELP = "import message files into the profile (only what is new is added)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_read_options(parser, least="*")
    parser.add_argument("--history", action="store_true", help="list what was imported before, instead of importing")


def run(arguments: argparse.Namespace) -> int:
    """Import and print the report."""
    if arguments.history:
        return _history(arguments)
    if not arguments.paths:
        raise WrongUse(N_("Say which files to import."))
    with counter(arguments, write=True) as shop:
        options = options_from(arguments, read_options(shop.shop()))
        report = shop.import_paths(arguments.paths, options, arguments.channel, progress())
    failed = [{"where": where, "why": _(why)} for where, why in report.failed]
    notes = [{"where": where, "why": _(why)} for where, why in report.notes]
    document = {
        "read": report.read,
        "new": report.new,
        "duplicate": report.duplicate,
        "updated": report.updated,
        "system": report.system,
        "failed": failed,
        "notes": notes,
        "customers_new": report.customers_new,
        "conversations_new": report.conversations_new,
        "seconds": report.seconds,
    }
    text = _("{read} read, {new} new, {duplicate} already there, {customers} new customers, {seconds} s.")
    line = text.format(
        read=report.read, new=report.new, duplicate=report.duplicate, customers=report.customers_new, seconds=round(report.seconds, 1)
    )
    show(arguments, document, [line, *(f"{f['where']}: {f['why']}" for f in [*failed, *notes])])
    if failed and not report.read:
        return 3
    return 1 if failed else 0


def _history(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        rows = shop.sources()
        items = [
            {"name": r.name, "channel": r.channel, "at": render.when(r.at), "read": r.read, "new": r.new, "failed": r.failed} for r in rows
        ]
        show(arguments, {"items": items}, [f"{moment_text(r.at)}  {r.channel:<9} {r.new:>6} / {r.read:<6} {r.name}" for r in rows])
    return 0
