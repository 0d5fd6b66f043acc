"""`category`: the shop's categories: list, add its own, give other titles, put out of use."""

import argparse
from collections import Counter as CountOf

from app.cli import add_acts
from app.cli.session import counter, show
from app.domain.categories import EXAMPLES_NEEDED
from app.pipeline.counter import Counter
from app.system.i18n import _

NAME = "category"
HELP = "the shop's categories: list, add, rename, hide, show"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    acts.add_parser("list")
    for name in ("add", "rename"):
        act = acts.add_parser(name)
        act.add_argument("code")
        act.add_argument("title")
    for name in ("hide", "show"):
        acts.add_parser(name).add_argument("code")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act and print the categories."""
    with counter(arguments, write=arguments.act != "list") as shop:
        if arguments.act == "add":
            shop.add_category(arguments.code, arguments.title)
        elif arguments.act == "rename":
            shop.rename_category(arguments.code, arguments.title)
        elif arguments.act in ("hide", "show"):
            shop.hide_category(arguments.code, hidden=arguments.act == "hide")
        items = _items(shop)
        show(arguments, {"items": items}, [_line(item) for item in items])
    return 0


def _items(shop: Counter) -> list[dict[str, object]]:
    categories = shop.shop().categories
    examples = CountOf(row.now.category for row in shop.corrections() if row.now.category)
    return [
        {
            "code": code,
            "title": categories.title(code),
            "own": code in categories.own,
            "hidden": code in categories.hidden,
            "examples": examples[code],
            "used": code not in categories.hidden and (code not in categories.own or examples[code] >= EXAMPLES_NEEDED),
        }
        for code in categories.codes()
    ]


def _line(item: dict[str, object]) -> str:
    title = f"  {item['title']}" if item["title"] else ""
    told = _("not in use") if item["hidden"] else "" if item["used"] else _("used from {n} examples on").format(n=EXAMPLES_NEEDED)
    return f"{item['code']:<20}{item['examples']:>4}{title}" + (f"  ({told})" if told else "")
