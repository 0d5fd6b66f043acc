"""`restore`: put a backup back into an empty profile folder."""

import argparse
from pathlib import Path

from app.bootstrap import restore_profile
from app.cli.session import counter, profile_folder, show
from app.system.i18n import _

NAME = "restore"
HELP = "put a backup back into an empty profile folder"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Restore, then open it once to see that it is whole."""
    restore_profile(arguments.file, profile_folder(arguments))
    with counter(arguments, write=True) as shop:
        counts = shop.counts()
    show(arguments, {"profile": str(profile_folder(arguments)), **counts}, [_("Restored: {n} messages.").format(n=counts["messages"])])
    return 0
