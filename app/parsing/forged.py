"""Quoted mail against what was really sent: words that are put into the shop's mouth. Pure; never raises."""

import re
from collections.abc import Iterator, Sequence

from app.parsing.quote_words import WROTE

_MOST_LINES = 400
_LEAST_WORDS = 5
"""Shorter sentences could stand in any letter."""
_RUN = 4
_KNOWN_SHARE = 0.5
"""A sentence of whose runs of words so many stand in a sent message was sent."""
_FROM = re.compile(r"\s*(?:>\s*)*[*_]*(?:from|van|von|de)\s?[*_]*:\s*(.+)", re.IGNORECASE)
_HEADER = re.compile(
    r"\s*(?:>\s*)*[*_]*(?:to|cc|sent|date|subject|aan|verzonden|datum|onderwerp|an|gesendet|betreff|à|envoyé|objet)\s?[*_]*:", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_WORD = re.compile(r"\w+")


def forged_quotes(text: str, own: Sequence[str], sent: Sequence[str]) -> list[str]:
    """Return the sentences that `text` quotes as the shop's and that stand in none of the messages `sent`.

    `own` are the shop's names and addresses. What the shop itself quoted (a quote in the quote) is nobody's here.
    """
    names = [name.casefold() for name in own if len(name) > 2]
    if not names or not any(name in text.casefold() for name in names):
        return []
    known = {run for message in sent for run in _runs(message)}
    found = []
    for quote in _quotes_of(text.split("\n")[:_MOST_LINES], names):
        for sentence in (" ".join(one.split()) for one in _SENTENCE.split(quote)):
            runs = _runs(sentence)
            if len(_WORD.findall(sentence)) >= _LEAST_WORDS and sum(run in known for run in runs) < _KNOWN_SHARE * len(runs):
                found.append(sentence)
    return list(dict.fromkeys(found))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))} if words else set()


def _quotes_of(lines: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield what follows each line that says the shop wrote it, up to the next such line or the end of the quote."""
    at = 0
    while at < len(lines):
        opening = _opens(lines, at, names)
        at += 1
        if opening:
            start = _past_headers(lines, at + opening - 1)
            at = _end(lines, start)
            yield "\n".join(line.lstrip("> \t") for line in lines[start:at])


def _opens(lines: Sequence[str], at: int, names: Sequence[str]) -> int:
    """Return how many lines say that what follows was written by the shop; 0 when they do not."""
    line = lines[at].casefold()
    by_shop = any(name in line for name in names)
    if by_shop and (match := _FROM.fullmatch(lines[at])):
        return 1 if any(name in match[1].casefold() for name in names) else 0
    if by_shop and WROTE.search(line) and line.rstrip(' *_"”').endswith((":", "：")):
        return 1
    if at + 1 < len(lines) and by_shop and not line.rstrip().endswith(":"):
        following = lines[at + 1]
        if WROTE.search(following) and following.rstrip().endswith(":") and len(following.split()) <= 4:
            return 2
    return 0


def _past_headers(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and (not lines[at].strip("> \t") or _HEADER.match(lines[at])):
        at += 1
    return at


def _end(lines: Sequence[str], start: int) -> int:
    """Return where a quote ends: at a line of the next writer, or where lines marked with ">" stop."""
    depth = _depth(lines[start]) if start < len(lines) else 0
    for at in range(start, len(lines)):
        line = lines[at]
        if (depth and line.strip() and _depth(line) < depth) or _depth(line) > depth:
            return at
        if at > start and (_FROM.fullmatch(line) or (WROTE.search(line) and line.rstrip().endswith(":"))):
            return at
    return len(lines)


def _depth(line: str) -> int:
    marks = re.match(r"[>\s]*", line)
    return marks.group().count(">") if marks else 0
