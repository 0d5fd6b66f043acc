"""`evaluate`: how good understanding, retrieval, the check and who is who are on a file of labelled lines; `golden`: on own questions."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from app.cli.kb_tending import run_golden
from app.cli.session import counter, show
from app.domain.errors import WrongUse
from app.domain.text import N_

NAME = "evaluate"
HELP = "measure triage, retrieval, grounding, language, injection or who is who on a file of JSON lines, or the profile's golden questions"
KINDS = ("triage", "retrieval", "grounding", "language", "injection", "identity")
GOLDEN = "golden"
_FORMATS = """lines of the file:
  triage     {"text", "language"?, "category"?, "sentiment"?, "emotion"?, "urgency"?, "order_numbers"?}
  language   {"text", "language"}
  retrieval  {"article": id, "title", "text", "language"} ..., {"query", "gold": [ids] or [], "language"} ...
  grounding  {"text", "passages": [...], "supported": true or false}
  injection  {"text", "attack": true or false, "kind"?}
  identity   {"entity", "id"?, "name"?, "email"?, "phone"?, "street"?, "city"?, "postcode"?, "birth_date"?} a record a line; records
             with one "entity" are one person (null: not known whose); columns of other tables are known too (given_name, dob, suburb ...),
             what is not compared is told as "left_aside"
golden takes no file: it asks the golden questions of the profile, as `kb golden run` does (JSON: see `kb --help`)"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _FORMATS
    parser.add_argument("kind", choices=(*KINDS, GOLDEN))
    parser.add_argument("file", type=Path, nargs="?")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures."""
    if arguments.kind == GOLDEN:
        with counter(arguments, write=True) as shop:
            return run_golden(arguments, shop)
    if arguments.file is None:
        raise WrongUse(N_("Give a file of JSON lines to measure with."))
    from app.measuring import MEASURES, read_rows

    figures = MEASURES[arguments.kind](read_rows(arguments.file))
    show(arguments, figures, list(lines_of(figures)))
    return 0


def lines_of(figures: Mapping[str, object], depth: int = 0) -> list[str]:
    """Return figures as indented lines, one a figure."""
    lines: list[str] = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            lines += [f"{'  ' * depth}{name}:", *lines_of(value, depth + 1)]
        else:
            lines.append(f"{'  ' * depth}{name}: {value}")
    return lines
