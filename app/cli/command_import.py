"""`import`: take message files into the profile; repeatable, only what is new is added; an import can be looked at first and taken back."""

import argparse
from pathlib import Path
from typing import Any

from app.cli import render
from app.cli.command_read import add_read_options, answers_from, with_addresses
from app.cli.session import counter, progress, row_id, show
from app.domain.errors import WrongUse
from app.domain.importing import ImportRow
from app.domain.reading import Ask, Look
from app.domain.text import N_
from app.domain.views import ImportReport
from app.pipeline.house import read_options
from app.system.i18n import _, moment_text

NAME = "import"
HELP = "import message files into the profile (only what is new is added)"
BROKEN_OFF = N_("broken off")
TAKEN_BACK = N_("taken back")
ASKED = {
    Ask.ME: N_("Which of these names is your shop? Say it with --me."),
    Ask.TIMEZONE: N_("In which time zone are the times? Say it with --timezone; else it is the shop's."),
    Ask.DATE_ORDER: N_("Is the day or the month first? Say it with --date-order."),
    Ask.COLUMNS: N_("What do the columns hold? Say it with --columns FIELD=HEADER."),
}
"""What a file may leave open, as a question with the option that answers it."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_read_options(parser, least="*")
    parser.add_argument("--keep-me", action="store_true", help="keep the names of --me as names of the shop, for every file")
    parser.add_argument("--look", action="store_true", help="say what the files are and what they leave open, without importing")
    parser.add_argument("--history", action="store_true", help="list what was imported before, instead of importing")
    parser.add_argument("--undo", metavar="ID", help="take an import back: all that came with it, and nothing else")


def run(arguments: argparse.Namespace) -> int:
    """Import and print the report."""
    if arguments.history:
        return _history(arguments)
    if arguments.undo is not None:
        return _undo(arguments)
    if not arguments.paths:
        raise WrongUse(N_("Say which files to import."))
    return _look(arguments) if arguments.look else _import(arguments)


def _import(arguments: argparse.Namespace) -> int:
    told = answers_from(arguments)
    with counter(arguments, write=True) as shop:
        options = with_addresses(arguments, read_options(shop.shop()))
        answers = dict.fromkeys(arguments.paths, told)
        report = shop.import_paths(arguments.paths, options, arguments.channel, progress(), answers=answers, keep_names=arguments.keep_me)
    text = _("{read} read, {new} new, {duplicate} already there, {customers} new customers, {seconds} s.")
    line = text.format(
        read=report.read, new=report.new, duplicate=report.duplicate, customers=report.customers_new, seconds=round(report.seconds, 1)
    )
    document = _report(report)
    show(arguments, document, [line, *(f"{f['where']}: {f['why']}" for f in [*document["failed"], *document["notes"]])])
    if report.failed and not report.read:
        return 3
    return 1 if report.failed else 0


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        "read": report.read,
        "new": report.new,
        "duplicate": report.duplicate,
        "updated": report.updated,
        "system": report.system,
        "failed": [{"where": where, "why": _(why)} for where, why in report.failed],
        "notes": [{"where": where, "why": _(why)} for where, why in report.notes],
        "customers_new": report.customers_new,
        "conversations_new": report.conversations_new,
        "seconds": report.seconds,
    }


# -- before and after


def _look(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        options = with_addresses(arguments, read_options(shop.shop()))
        looks = [shop.look(path, options, arguments.channel) for path in arguments.paths]
    show(arguments, {"items": [_seen(look) for look in looks]}, [line for look in looks for line in _seen_lines(look)])
    return 0 if any(look.what for look in looks) else 3


def _seen(look: Look) -> dict[str, Any]:
    columns = look.columns
    return {
        "path": str(look.path),
        "what": look.what,
        "confidence": look.confidence,
        "asks": sorted(look.asks),
        "names": list(look.names),
        "date_example": look.date_example,
        "columns": columns
        and {
            "headers": list(columns.headers),
            "guess": dict(columns.guess),
            "fields": list(columns.fields),
            "rows": [list(row) for row in columns.rows],
            "complete": columns.complete,
        },
        "answers": dict(look.answers),
        "others": [_seen(other) for other in look.others],
        "trouble": _(look.trouble),
    }


def _seen_lines(look: Look) -> list[str]:
    lines = [f"{Path(look.path).name}: {look.what or '?'} ({look.confidence:.0%})", *(f"  {_(ASKED[ask])}" for ask in sorted(look.asks))]
    if look.trouble:
        lines.append(f"  {_(look.trouble)}")
    if look.names:
        lines.append("  " + ", ".join(look.names))
    if look.date_example:
        lines.append(f"  {look.date_example}")
    lines += [f"  {field} = {header}" for field, header in look.columns.guess.items()] if look.columns else []
    return lines + [line for other in look.others for line in _seen_lines(other)]


def _history(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        rows = shop.imports()
        show(arguments, {"items": [_row(row) for row in rows]}, [_line(row) for row in rows])
    return 0


def _row(row: ImportRow) -> dict[str, Any]:
    report = _report(row.report) | {"failed": len(row.report.failed), "notes": len(row.report.notes)}
    head = {"id": str(row.id), "name": row.name, "channel": row.what, "at": render.when(row.at)}
    return head | report | {"broken_off": not row.what, "undone_at": render.when(row.undone_at)}


def _line(row: ImportRow) -> str:
    state = _(TAKEN_BACK) if row.undone_at else "" if row.what else _(BROKEN_OFF)
    counts = f"{row.report.new:>6} / {row.report.read:<6}"
    return f"{row.id:>5}  {moment_text(row.at)}  {row.what:<9} {counts} {row.name}" + (f"  ({state})" if state else "")


def _undo(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=True) as shop:
        undone = shop.undo_import(row_id(arguments.undo))
    names = ("messages", "conversations", "customers", "orders", "kept")
    text = _("Taken back: {messages} messages, {conversations} conversations, {customers} customers, {orders} orders.")
    lines = [text.format(**{name: getattr(undone, name) for name in names})]
    if undone.kept:
        lines.append(_("{kept} conversations stayed, because somebody answered or wrote in them since.").format(kept=undone.kept))
    show(arguments, {name: getattr(undone, name) for name in names}, lines)
    return 0
