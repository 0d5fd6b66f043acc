"""`evaluate`: how good understanding, retrieval and the check are on a file of labelled lines."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from app.cli.session import show

NAME = "evaluate"
HELP = "measure triage, retrieval, grounding, language or injection on a file of JSON lines"
KINDS = ("triage", "retrieval", "grounding", "language", "injection")
_FORMATS = """lines of the file:
  triage     {"text", "language"?, "category"?, "sentiment"?, "emotion"?, "urgency"?, "order_numbers"?}
  language   {"text", "language"}
  retrieval  {"article": id, "title", "text", "language"} ..., {"query", "gold": [ids] or [], "language"} ...
  grounding  {"text", "passages": [...], "supported": true or false}
  injection  {"text", "attack": true or false, "kind"?}"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _FORMATS
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("file", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures."""
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
