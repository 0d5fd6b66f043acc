"""`demo`: write the demonstration shop into an empty profile."""

import argparse
import os
from pathlib import Path

from app.bootstrap import write_demo
from app.cli.session import show, tell
from app.system.i18n import _

NAME = "demo"
HELP = "write the demonstration shop into an empty profile folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("dir", type=Path, metavar="DIR")


def run(arguments: argparse.Namespace) -> int:
    """Write it and print the counts."""
    counts = write_demo(arguments.dir, lambda: os.environ.get("TOONBANK_PASSPHRASE"), lambda line: tell(_(line)))
    text = _("The demonstration shop is in {folder}: {messages} messages, {customers} customers, {articles} articles.")
    show(arguments, {"profile": str(arguments.dir), **counts}, [text.format(folder=arguments.dir, **counts)])
    return 0
