"""`engine`: language engines: list, add a model file, use one, test it."""

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli import add_acts
from app.cli.session import counter, show
from app.pipeline.counter import Counter
from app.system.i18n import _

NAME = "engine"
HELP = "language engines: list, add a GGUF file, use, test"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    acts.add_parser("list")
    acts.add_parser("add").add_argument("path", type=Path)
    acts.add_parser("use").add_argument("name")
    acts.add_parser("test")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act and print the engines (or the test's result)."""
    with counter(arguments, write=arguments.act in ("add", "use")) as shop:
        if arguments.act == "test":
            return _test(arguments, shop)
        if arguments.act == "add":
            shop.add_engine(arguments.path)
        if arguments.act == "use":
            shop.use_engine(arguments.name)
        engines = shop.engines()
        show(arguments, {"items": [asdict(e) for e in engines]}, [f"{e.state:<8} {e.name}  {e.path}" for e in engines])
    return 0


def _test(arguments: argparse.Namespace, shop: Counter) -> int:
    result = shop.test_engine()
    show(arguments, result, [f"{key}: {_(value) if isinstance(value, str) else value}" for key, value in result.items()])
    return 0 if result["ok"] else 3
