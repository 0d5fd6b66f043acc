"""`privacy`: what left this machine: the list of connections."""

import argparse

from app.cli import add_acts, render
from app.cli.session import counter, show
from app.system.i18n import _, moment_text

NAME = "privacy"
HELP = "privacy: connections (every connection that was made or refused)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    act = acts.add_parser("connections", help="every connection that was made or refused, newest first")
    act.add_argument("--limit", type=int, default=500)


def run(arguments: argparse.Namespace) -> int:
    """Print the connections."""
    with counter(arguments, write=False) as shop:
        records = shop.connections(arguments.limit)
        items = [{"at": render.when(r.at), "host": r.host, "port": r.port, "allowed": r.allowed, "why": r.why} for r in records]
        outcome = {True: _("allowed"), False: _("refused")}
        show(arguments, {"items": items}, [f"{moment_text(r.at)}  {outcome[r.allowed]}  {r.host}:{r.port}" for r in records])
    return 0
