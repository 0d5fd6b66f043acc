"""`voice`: what the approved answers suggest about how the shop speaks."""

import argparse

from app.cli import add_acts
from app.cli.session import counter, show
from app.domain.voice import Suggestion

NAME = "voice"
HELP = "what approved answers suggest about the shop's voice: suggestions, accept, dismiss"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = add_acts(parser)
    acts.add_parser("suggestions")
    acts.add_parser("accept").add_argument("id")
    acts.add_parser("dismiss").add_argument("id")


def run(arguments: argparse.Namespace) -> int:
    """Carry out one act and print what is (still) suggested."""
    with counter(arguments, write=arguments.act != "suggestions") as shop:
        if arguments.act == "accept":
            shop.accept_suggestion(arguments.id)
        if arguments.act == "dismiss":
            shop.dismiss_suggestion(arguments.id)
        found = shop.voice_suggestions()
        show(arguments, {"items": [_json(one) for one in found]}, [_line(one) for one in found])
    return 0


def _json(one: Suggestion) -> dict[str, object]:
    return {
        "id": one.key,
        "kind": one.kind.value,
        "language": one.language,
        "channel": "chat" if one.chat else "mail",
        "text": one.new,
        "times": one.times,
        "of": one.of,
        "drafts": [str(number) for number in one.evidence],
    }


def _line(one: Suggestion) -> str:
    return f"{one.key}  {one.kind.value:<14} {one.language} {'chat' if one.chat else 'mail'}  {one.times}/{one.of}  {one.new}"
