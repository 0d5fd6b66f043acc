"""`reindex`: make the full-text and vector indexes anew from the database."""

import argparse

from app.cli.session import counter, show
from app.system.i18n import _

NAME = "reindex"
HELP = "make the search indexes anew from the database"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments (none)."""


def run(arguments: argparse.Namespace) -> int:
    """Rebuild and print the counts."""
    with counter(arguments, write=True) as shop:
        counts = shop.reindex()
    show(arguments, counts, [_("{messages} messages and {passages} passages indexed.").format(**counts)])
    return 0
