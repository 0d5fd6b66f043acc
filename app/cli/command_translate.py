"""`translate`: a text in another language, with the shop's own words kept; and the packages that translate without a language model."""

import argparse
from pathlib import Path

from app.cli import render
from app.cli.session import counter, read_text, show
from app.domain.errors import WrongUse
from app.domain.text import N_
from app.domain.translation import TIER_WORDS, Translation, TranslatorsView, tier_of
from app.system.i18n import _

NAME = "translate"
HELP = "translate a text, or say what can translate"
LANGUAGE_CODES = (2, 3)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--to", metavar="L", default="", help="the language wanted (default: the shop's)")
    parser.add_argument("--from", dest="source", metavar="L", default="", help="the language of the text (default: found out)")
    parser.add_argument("--text", metavar="FILE", help='the text ("-": stdin)')
    parser.add_argument("--engines", action="store_true", help="what can translate here")
    parser.add_argument("--add", type=Path, metavar="PATH", help="add a translation package (.argosmodel or a folder)")
    parser.add_argument("--remove", metavar="NAME", help="take a translation package off the list")


def run(arguments: argparse.Namespace) -> int:
    """Print the translation, or what can translate."""
    if arguments.engines or arguments.add or arguments.remove:
        return _engines(arguments)
    if arguments.text is None:
        raise WrongUse(N_("Give a text: --text - reads it from stdin."))
    for code in (arguments.to, arguments.source):
        if code and not (code.isascii() and code.isalpha() and len(code) in LANGUAGE_CODES):
            raise WrongUse(N_("A language is given by its code, such as nl or en."))
    text = read_text(arguments.text)
    with counter(arguments, write=False) as shop:
        made = shop.translate_text(text, arguments.to.lower(), arguments.source.lower())
        show(arguments, render.translation(made), _lines(made))
    return 0


def _engines(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=bool(arguments.add or arguments.remove)) as shop:
        if arguments.add:
            shop.add_translation_package(arguments.add)
        if arguments.remove:
            shop.remove_translation_package(arguments.remove)
        view = shop.translators()
        show(arguments, _view(view), [f"{p.state:<12} {p.name}  {p.path}  {_(p.why)}".rstrip() for p in view.packages])
    return 0


def _view(view: TranslatorsView) -> render.Json:
    packages = [
        {"name": p.name, "from": p.source, "to": p.target, "path": p.path, "version": p.version, "state": p.state, "why": _(p.why)}
        for p in view.packages
    ]
    return {"items": packages, "model": view.model}


def _lines(made: Translation) -> list[str]:
    hits = [f"= {hit.term}: {hit.translation}" for hit in made.glossary_hits]
    tier = max((tier_of(made.source), tier_of(made.target)), key=list(TIER_WORDS).index)
    doubts = [f"! {doubt.sentence}: {_(doubt.why)}" for doubt in made.warnings]
    return [made.text, "", f"({made.source} > {made.target}, {made.engine}; {_(TIER_WORDS[tier])})", *hits, *doubts]
