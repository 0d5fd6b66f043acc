"""`check`: the draft check alone: a text against passages, by code."""

import argparse
import json

from app.bootstrap import make_check
from app.cli import render
from app.cli.session import read_text, show
from app.domain.errors import BadInput
from app.domain.knowledge import Passage
from app.domain.text import N_

NAME = "check"
HELP = "check a text against passages (JSON list, JSON lines, or text with blank lines between)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--text", required=True, metavar="FILE", help='the text ("-": stdin)')
    parser.add_argument("--passages", required=True, metavar="FILE")
    parser.add_argument("--question", default="", metavar="FILE", help="what the customer wrote")
    parser.add_argument("--language", default="und")


def run(arguments: argparse.Namespace) -> int:
    """Print support per sentence and flags."""
    given = passages_in(read_text(arguments.passages))
    passages = [Passage(n, n, "", n, "", text, "und") for n, text in enumerate(given, 1)]
    question = read_text(arguments.question) if arguments.question else ""
    report = make_check()(read_text(arguments.text), passages, question=question, language=arguments.language)
    document = render.check(report)
    lines = [f"{s.support:.2f}  {s.text}" for s in report.sentences]
    show(arguments, document, [*lines, *(f"! {f['kind']}: {f['why']}" for f in map(render.flag, report.flags))])
    return 0


def passages_in(text: str) -> list[str]:
    """Return the passages of a file: a JSON list of strings or {"text"}, JSON lines of the same, or paragraphs."""
    stripped = text.strip()
    try:
        if stripped.startswith("["):
            return [_passage(item) for item in json.loads(stripped)]
        if stripped.startswith(("{", '"')):
            return [_passage(json.loads(line)) for line in stripped.split("\n") if line.strip()]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(N_("The passages are not a JSON list, JSON lines or plain paragraphs.")) from error
    return [part.strip() for part in stripped.split("\n\n") if part.strip()]


def _passage(item: object) -> str:
    return str(item["text"]) if isinstance(item, dict) else str(item)
