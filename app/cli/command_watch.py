"""`watch`: a folder in which exports are saved; what is complete and new there is offered, and imported only when you say so."""

import argparse
from pathlib import Path

from app.cli import add_acts
from app.cli.session import counter, show
from app.system.i18n import _

NAME = "watch"
HELP = "a folder whose exports are offered for import (never imported by itself)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the acts."""
    acts = add_acts(parser)
    acts.add_parser("set", help="watch a folder").add_argument("folder", type=Path, metavar="DIR")
    acts.add_parser("off", help="watch no folder any more")
    acts.add_parser("list", help="what is offered")
    acts.add_parser("decline", help="do not offer a file again").add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act and print what is offered."""
    with counter(arguments, write=arguments.act != "list") as shop:
        if arguments.act in ("set", "off"):
            shop.watch_folder(arguments.folder if arguments.act == "set" else None)
        elif arguments.act == "decline":
            shop.decline(arguments.file)
        folder = shop.watched_folder()
        offers = shop.offers()
    items = [{"path": str(o.path), "what": o.what, "confidence": o.confidence, "size": o.size} for o in offers]
    lines = [str(folder) if folder else _("No folder is watched."), *(f"{o.what:<10} {o.size:>12}  {o.path.name}" for o in offers)]
    show(arguments, {"folder": str(folder) if folder else None, "items": items}, lines)
    return 0
