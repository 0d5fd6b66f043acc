"""`import`: take message files into the profile; repeatable, only what is new is added."""

import argparse

from app.cli.command_read import add_read_options, options_from
from app.cli.session import counter, progress, show
from app.pipeline.house import read_options
from app.system.i18n import _

NAME = "import"
HELP = "import message files into the profile (only what is new is added)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_read_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Import and print the report."""
    with counter(arguments, write=True) as shop:
        options = options_from(arguments, read_options(shop.shop()))
        report = shop.import_paths(arguments.paths, options, arguments.channel, progress())
    failed = [{"where": where, "why": _(why)} for where, why in report.failed]
    document = {
        "read": report.read,
        "new": report.new,
        "duplicate": report.duplicate,
        "updated": report.updated,
        "system": report.system,
        "failed": failed,
        "customers_new": report.customers_new,
        "conversations_new": report.conversations_new,
        "seconds": report.seconds,
    }
    text = _("{read} read, {new} new, {duplicate} already there, {customers} new customers, {seconds} s.")
    line = text.format(
        read=report.read, new=report.new, duplicate=report.duplicate, customers=report.customers_new, seconds=round(report.seconds, 1)
    )
    show(arguments, document, [line, *(f"{f['where']}: {f['why']}" for f in failed)])
    if failed and not report.read:
        return 3
    return 1 if failed else 0
