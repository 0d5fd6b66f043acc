"""`draft`: propose a reply for a conversation (kept as its draft) or a text (not kept)."""

import argparse

from app.cli import render
from app.cli.session import counter, read_text, row_id, show
from app.domain.draft import Draft, Proposal
from app.domain.errors import WrongUse
from app.domain.text import N_

NAME = "draft"
HELP = "propose a sourced reply for a conversation or a text"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("conversation", nargs="?")
    parser.add_argument("--text", metavar="FILE", help='a text instead of a conversation ("-": stdin)')
    parser.add_argument("--hint", default="", help="how the reply should be: shorter, formal ...")
    parser.add_argument("--language", default="", help="the language of the reply (default: the customer's)")


def run(arguments: argparse.Namespace) -> int:
    """Print the proposal."""
    if (arguments.text is None) == (arguments.conversation is None):
        raise WrongUse(N_("Give a conversation, or --text -."))
    if arguments.text is not None:
        text = read_text(arguments.text)
        with counter(arguments, write=False) as shop:
            proposal = shop.propose_text(text, arguments.hint, arguments.language)
            show(arguments, {"id": None, **render.proposal(proposal)}, _lines(proposal))
        return 0
    with counter(arguments, write=True) as shop:
        draft = shop.propose(row_id(arguments.conversation), arguments.hint, arguments.language)
        show(arguments, render.draft(draft), _lines(draft))
    return 0


def _lines(draft: Draft | Proposal) -> list[str]:
    sources = [f"[{c.n}] {c.title}: {c.quote}" for c in draft.citations]
    flags = [f"! {f['kind']}: {f['why']}" for f in map(render.flag, draft.flags)]
    return [f"({draft.outcome.value})", draft.text, "", *sources, *flags]
