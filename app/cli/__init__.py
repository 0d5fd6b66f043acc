"""The command line: one module per command, found by a package walk; a contract kept in the tests.

A command module offers `NAME`, `HELP`, `configure(parser)` and `run(arguments) -> int` (the exit code).
"""

import argparse
import importlib
import json
import pkgutil
import sys
from types import ModuleType
from typing import Any

from app.domain.errors import Cancelled, ToonbankError, WrongUse
from app.system.i18n import _, language_of_system, say, set_language


def commands() -> dict[str, str]:
    """Return command name -> module name, without importing them."""
    return {info.name.removeprefix("command_"): info.name for info in pkgutil.iter_modules(__path__) if info.name.startswith("command_")}


def run(arguments: list[str]) -> int:
    """Parse and run one command. Returns 0 done, 1 in part, 2 wrong use, 3 could not be done."""
    set_language(language_of_system())
    try:
        parsed = _parser(arguments).parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return int(parsed.run(parsed))
    except ToonbankError as error:
        print(say(error), file=sys.stderr)
        if getattr(parsed, "json", False):
            print(json.dumps({"error": say(error)}, ensure_ascii=False))
        return 2 if isinstance(error, WrongUse) else 3
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print(_(Cancelled.default), file=sys.stderr)
        return 1


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="toonbank", description="The counter of a small shop.")
    add_common(parser, profile=None, json=False)
    common = argparse.ArgumentParser(add_help=False)
    add_common(common, profile=argparse.SUPPRESS, json=argparse.SUPPRESS)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    known = commands()
    wanted = next((word for word in arguments if word in known), None)
    for name in [wanted] if wanted else sorted(known):
        module = _load(known[name])
        sub = choices.add_parser(name, help=module.HELP, description=module.HELP, parents=[common])
        module.configure(sub)
        sub.set_defaults(run=module.run)
    return parser


def add_common(parser: argparse.ArgumentParser, *, profile: object, json: object) -> None:
    """Declare what every command takes; it may stand before or after the command, and after an act."""
    parser.add_argument(
        "--profile", metavar="DIR", default=profile, help="the profile folder (default: TOONBANK_PROFILE, else the platform's data folder)"
    )
    parser.add_argument("--json", action="store_true", default=json, help="print one JSON document (or JSON lines) on stdout")


def add_acts(parser: argparse.ArgumentParser, dest: str = "act") -> "argparse._SubParsersAction[_Act]":
    """Return the place for the acts of a command (`account add`); each act takes the common options too."""
    return parser.add_subparsers(dest=dest, required=True, metavar="ACT", parser_class=_Act)


class _Act(argparse.ArgumentParser):
    """The parser of one act; takes the common options too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        add_common(self, profile=argparse.SUPPRESS, json=argparse.SUPPRESS)


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
