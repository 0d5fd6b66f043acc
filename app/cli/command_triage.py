"""`triage`: judge a text, or the last message of a conversation."""

import argparse
import json
import sys

from app.bootstrap import make_sorter
from app.cli import render
from app.cli.session import counter, read_text, row_id, show
from app.domain.errors import BadInput, NotFound, WrongUse
from app.domain.ports import MessageContext, Sorter
from app.domain.text import N_
from app.domain.verdict import Verdict

NAME = "triage"
HELP = "language, category, mood and urgency of a text or a conversation"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("conversation", nargs="?")
    parser.add_argument("--text", metavar="FILE", help='the text ("-": stdin)')
    parser.add_argument("--taught", action="store_true", help="judge the text with what this shop taught (opens the profile)")
    parser.add_argument("--lines", action="store_true", help='JSON lines {"text": ...} in, JSON lines out')


def run(arguments: argparse.Namespace) -> int:
    """Print a verdict."""
    if arguments.text is None and arguments.conversation is None:
        raise WrongUse(N_("Give a conversation, or --text -."))
    if arguments.conversation is not None:
        return _conversation(arguments)
    text = read_text(arguments.text)
    if arguments.taught:
        with counter(arguments, write=False) as shop:
            return _texts(arguments, text, shop.taught_sorter())
    return _texts(arguments, text, make_sorter())


def _texts(arguments: argparse.Namespace, text: str, sorter: Sorter) -> int:
    if not arguments.lines:
        _print(arguments, sorter.judge(text, MessageContext()))
        return 0
    texts = [_text_of(line, number) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    for verdict in sorter.judge_many([(t, MessageContext()) for t in texts]):
        sys.stdout.write(json.dumps(render.verdict(verdict), ensure_ascii=False) + "\n")
    return 0


def _text_of(line: str, number: int) -> str:
    try:
        return str(json.loads(line)["text"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(N_('Line {number} is not JSON with a "text".'), number=number) from error


def _conversation(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        verdict = shop.conversation(row_id(arguments.conversation)).verdict
    if verdict is None:
        raise NotFound(N_("There is no verdict on this conversation: no customer said anything in it."))
    _print(arguments, verdict)
    return 0


def _print(arguments: argparse.Namespace, verdict: Verdict) -> None:
    lines = [f"{verdict.language}  {verdict.category}  {verdict.emotion.value}  urgency {int(verdict.urgency)}"]
    lines += [f"  {r.signal}: {r.evidence}" for r in verdict.reasons]
    show(arguments, render.verdict(verdict), lines)
