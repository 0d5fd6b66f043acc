"""`teach`: say what a conversation's last turn, or a text, is; look at what was taught; take it back."""

import argparse

from app.cli import render
from app.cli.session import counter, read_text, row_id, show
from app.domain.errors import WrongUse
from app.domain.teaching import Correction, Labels
from app.domain.text import N_
from app.domain.verdict import Emotion, Sentiment, Urgency
from app.pipeline.counter import Counter
from app.system.i18n import _

NAME = "teach"
HELP = "correct a verdict; the sorter learns from it, and it can be taken back"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("conversation", nargs="?")
    parser.add_argument("--category", metavar="CODE", help="a category, by code or title; the shop's own too")
    parser.add_argument("--emotion", choices=[emotion.value for emotion in Emotion])
    parser.add_argument("--sentiment", choices=[sentiment.value for sentiment in Sentiment])
    parser.add_argument("--urgency", type=int, choices=[int(urgency) for urgency in Urgency])
    parser.add_argument("--by", metavar="NAME", help="who says so (default: the person in the settings)")
    parser.add_argument("--text", metavar="FILE", help='teach a category by an example text ("-": stdin)')
    parser.add_argument("--list", action="store_true", help="what was taught")
    parser.add_argument("--take-back", metavar="ID", help="take back what was taught")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act."""
    if arguments.list:
        return _list(arguments)
    if arguments.take_back:
        return _take_back(arguments)
    if arguments.text is not None:
        return _text(arguments)
    if arguments.conversation is None:
        raise WrongUse(N_("Give a conversation and what it is, or --list, --take-back or --text."))
    return _correct(arguments)


def _correct(arguments: argparse.Namespace) -> int:
    labels = Labels(
        arguments.category,
        Sentiment(arguments.sentiment) if arguments.sentiment else None,
        Emotion(arguments.emotion) if arguments.emotion else None,
        Urgency(arguments.urgency) if arguments.urgency is not None else None,
    )
    if not labels.said:
        raise WrongUse(N_("Say what is to be corrected: --category, --emotion, --sentiment or --urgency."))
    conversation = row_id(arguments.conversation)
    with counter(arguments, write=True) as shop:
        made = shop.correct(conversation, labels, _by(arguments, shop))
        verdict = shop.conversation(conversation).verdict
        document = {**render.correction(made), "verdict": render.verdict(verdict) if verdict else None}
        show(arguments, document, [_line(made)])
    return 0


def _text(arguments: argparse.Namespace) -> int:
    if not arguments.category:
        raise WrongUse(N_("Say with --category what the text is an example of."))
    text = read_text(arguments.text)
    with counter(arguments, write=True) as shop:
        made = shop.teach_text(arguments.category, text, _by(arguments, shop))
        show(arguments, render.correction(made), [_line(made)])
    return 0


def _list(arguments: argparse.Namespace) -> int:
    with counter(arguments, write=False) as shop:
        rows = shop.corrections()
        show(arguments, {"items": [render.correction(row) for row in rows]}, [_line(row) for row in rows])
    return 0


def _take_back(arguments: argparse.Namespace) -> int:
    number = row_id(arguments.take_back)
    with counter(arguments, write=True) as shop:
        shop.take_back_correction(number)
        show(arguments, {"taken_back": str(number)}, [_("Taken back; nothing is learned from it any more.")])
    return 0


def _by(arguments: argparse.Namespace, shop: Counter) -> str:
    return str(arguments.by) if arguments.by is not None else shop.shop().person


def _line(row: Correction) -> str:
    said = ", ".join(f"{name} {row.was.said.get(name, '-')} > {value}" for name, value in row.now.said.items())
    first = " ".join(row.text.split())[:60]
    return f"{row.id:>5}  {said}  {first}"
