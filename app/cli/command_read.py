"""`read`: parse files and print what is there, messages or orders, without a profile."""

import argparse
import json
import sys
from collections import Counter as Count
from dataclasses import replace
from pathlib import Path

from app.cli import render
from app.cli.order_words import order
from app.cli.session import tell
from app.domain.message import Kind, Problem, ProblemKind, ReadOptions
from app.domain.order import Order, OrderView
from app.looking import read_files
from app.pipeline.importing import answered
from app.system.i18n import _

NAME = "read"
HELP = "read message files and print what is in them (no profile)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_read_options(parser)


def add_read_options(parser: argparse.ArgumentParser, least: str = "+") -> None:
    """Declare what `read` and `import` share."""
    parser.add_argument("paths", nargs=least, type=Path, metavar="PATH")
    parser.add_argument("--as", dest="channel", default="", metavar="CHANNEL", help="take the files as this channel's")
    parser.add_argument("--timezone", default=None, metavar="TZ", help="the zone of times without one (IANA name)")
    parser.add_argument("--me", action="append", default=[], metavar="NAME", help="a name or address under which the shop writes")

    parser.add_argument("--date-order", choices=tuple(_DAY_FIRST), default=None, help="day or month first in dates that read both ways")
    parser.add_argument("--country", default=None, metavar="CC", help="the country of telephone numbers without a prefix (ISO code)")
    parser.add_argument(
        "--columns", action="append", default=[], type=_column, metavar="FIELD=HEADER", help="what a column of a table holds (repeatable)"
    )


_DAY_FIRST = {"dmy": True, "mdy": False}


def _column(text: str) -> tuple[str, str]:
    field, equals, header = text.partition("=")
    if not equals or not field.strip() or not header.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=HEADER")
    return field.strip(), header.strip()


def answers_from(arguments: argparse.Namespace) -> dict[str, object]:
    """Return what the command line answers about its files (see `app.domain.reading.Look`): that is remembered for their source."""
    told = {
        "me": [name for name in arguments.me if "@" not in name],
        "timezone": arguments.timezone,
        "day_first": _DAY_FIRST.get(arguments.date_order),
        "country": arguments.country.upper() if arguments.country else None,
        "columns": dict(arguments.columns),
    }
    return {name: value for name, value in told.items() if value not in (None, [], {})}


def options_from(arguments: argparse.Namespace, base: ReadOptions) -> ReadOptions:
    """Return reader options: the base with what the command line adds."""
    return answered(with_addresses(arguments, base), answers_from(arguments))


def with_addresses(arguments: argparse.Namespace, base: ReadOptions) -> ReadOptions:
    """Return the base with the mail addresses of --me as the shop's own."""
    addresses = frozenset(n.casefold() for n in arguments.me if "@" in n)
    return replace(base, own_addresses=base.own_addresses | addresses)


def run(arguments: argparse.Namespace) -> int:
    """Print JSON lines: messages, then the summary."""
    counts: Count[str] = Count()
    errors: list[dict[str, str]] = []
    for item in read_files(arguments.paths, options_from(arguments, ReadOptions()), arguments.channel):
        if isinstance(item, Problem):
            counts[item.kind.value] += 1
            errors.append({"where": item.where, "why": _(item.why), "kind": item.kind.value})
            continue
        if isinstance(item, Order):
            counts["orders"] += 1
            sys.stdout.write(json.dumps({"order": order(OrderView(0, None, item))}, ensure_ascii=False) + "\n")
            continue
        counts["read"] += 1
        counts["system"] += item.kind is Kind.SYSTEM
        counts["ambiguous"] += "ambiguous_date" in item.warnings
        counts["missing"] += sum(a.missing for a in item.attachments)
        sys.stdout.write(json.dumps(render.incoming(item), ensure_ascii=False) + "\n")
    failures = [e for e in errors if e["kind"] in (ProblemKind.UNPARSED.value, ProblemKind.ERROR.value)]
    summary = {
        "read": counts["read"],
        "system": counts["system"],
        "unparsed": counts[ProblemKind.UNPARSED.value],
        "left_out": counts[ProblemKind.LEFT_OUT.value],
        "media_missing": max(counts["missing"], counts[ProblemKind.MEDIA_MISSING.value]),
        "ambiguous_dates": counts["ambiguous"] or counts[ProblemKind.AMBIGUOUS_DATE.value],
        "orders": counts["orders"],
        "errors": errors,
    }
    sys.stdout.write(json.dumps({"summary": summary}, ensure_ascii=False) + "\n")
    if not (counts["read"] or counts["orders"]):
        tell(_("No message was found in these files."))
        return 3
    return 1 if failures else 0
