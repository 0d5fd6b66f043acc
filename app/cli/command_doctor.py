"""`doctor`: check the whole house."""

import argparse

from app.cli.session import counter, show
from app.system.i18n import _

NAME = "doctor"
HELP = "check the profile, the indexes, the engines and the guard"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments (none)."""


def run(arguments: argparse.Namespace) -> int:
    """Print the checks."""
    with counter(arguments, write=False) as shop:
        checks = shop.doctor()
    ok = all(c.ok for c in checks)
    items = [{"name": c.name, "ok": c.ok, "why": _(c.why)} for c in checks]
    show(arguments, {"ok": ok, "checks": items}, [f"{'OK' if c.ok else '!!'} {c.name}: {_(c.why)}" for c in checks])
    return 0 if ok else 1
