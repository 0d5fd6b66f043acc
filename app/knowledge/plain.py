"""Plain text to blocks: question-and-answer pairs, questions on a line of their own, or simply paragraphs."""

import re
from collections.abc import Iterator

from app.knowledge.outline import Block, heading, squeeze

_ASK = re.compile(r"\s*(?:V|Q|F|Vraag|Question|Frage)\s*\d*\s*[:)]\s+(\S.*)", re.IGNORECASE)
_REPLY = re.compile(r"\s*(?:A|R|Antwoord|Answer|Antwort|Réponse|Reponse)\s*\d*\s*[:)]\s*(.*)", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*•–·]|\d{1,2}[.)])\s+\S")
_BULLET = re.compile(r"^\s*[*•–·]\s+")
MAX_QUESTION = 200


def plain_blocks(text: str) -> Iterator[Block]:
    """Yield headings (level 4 for questions) and paragraphs; lines of one paragraph are joined, list items kept."""
    pairs = len(_asking(text)) >= 1 and any(_REPLY.match(line) for line in text.split("\n"))
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [squeeze(line) for line in paragraph.split("\n") if line.strip()]
        if lines:
            yield from _pair_blocks(lines) if pairs else _paragraph_blocks(lines)


def _asking(text: str) -> list[str]:
    return [line for line in text.split("\n") if _ASK.match(line)]


def _pair_blocks(lines: list[str]) -> Iterator[Block]:
    body: list[str] = []
    for line in lines:
        if ask := _ASK.match(line):
            yield from _body(body)
            body = []
            yield heading(ask[1], 4, question=True)
        else:
            reply = _REPLY.match(line)
            body.append(reply[1] if reply else line)
    yield from _body(body)


def _paragraph_blocks(lines: list[str]) -> Iterator[Block]:
    if lines[0].endswith("?") and len(lines[0]) <= MAX_QUESTION:
        yield heading(lines[0], 4)
        lines = lines[1:]
    yield from _body(lines)


def _body(lines: list[str]) -> Iterator[Block]:
    """Join wrapped lines; a list item starts a block of its own."""
    gathered: list[str] = []
    item = False
    for line in (line for line in lines if line):
        starts = bool(_ITEM.match(line))
        if starts and gathered:
            yield Block(" ".join(gathered), item=item)
            gathered = []
        item = item or starts
        gathered.append(_BULLET.sub("- ", line) if starts else line)
    if gathered:
        yield Block(" ".join(gathered), item=item)
