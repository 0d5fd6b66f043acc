"""`backup`: one file with everything of the profile."""

import argparse
import os
from pathlib import Path

from app.cli.session import counter, show
from app.system.i18n import _

NAME = "backup"
HELP = "write one backup file; TOONBANK_BACKUP_PASSPHRASE lets it open on another computer"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Write the backup."""
    with counter(arguments, write=False) as shop:
        shop.backup(arguments.file, os.environ.get("TOONBANK_BACKUP_PASSPHRASE", ""))
    size = arguments.file.stat().st_size
    show(arguments, {"file": str(arguments.file), "size": size}, [_("Backup written: {file}").format(file=arguments.file)])
    return 0
