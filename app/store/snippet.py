"""The words around a hit, with the hits marked; made from the text itself, because the index keeps none."""

import re
from collections.abc import Sequence
from functools import cache

from app.store.fold import fold
from app.store.query import Term

START, END = "\u0002", "\u0003"
_BEFORE, _AFTER = 60, 140
_ACCENTED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x400, 0x460))]


@cache
def _spellings() -> dict[str, str]:
    """Return, for every folded letter or pair of letters, the characters that fold to it."""
    found: dict[str, str] = {}
    for letter in _ACCENTED:
        found[fold(letter)] = found.get(fold(letter), "") + letter
    return found


def _letter(letter: str) -> str:
    return f"[{re.escape(letter)}{_spellings().get(letter, '')}][\u0300-\u036f]*"


def _word(word: str) -> str:
    parts, at = [], 0
    while at < len(word):
        pair = word[at : at + 2]
        if len(pair) == 2 and pair in _spellings():
            parts.append(f"(?:{_letter(pair[0])}{_letter(pair[1])}|[{_spellings()[pair]}])")
            at += 2
        else:
            parts.append(_letter(word[at]))
            at += 1
    return "".join(parts)


def pattern(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """Return an expression that finds the terms in a text as written, accents or not; None for no terms."""
    told = [r"[\W_]+".join(map(_word, t.words)) + (r"[^\W_]*" if t.prefix else "") for t in sorted(terms, key=lambda t: -len(t.text))]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(told)})(?![^\W_])", re.IGNORECASE) if told else None


def snippet(text: str, hits: re.Pattern[str] | None) -> str:
    """Return some words around the first hit (or the first words), on one line, every hit between U+0002 and U+0003."""
    text = text.replace(START, " ").replace(END, " ")
    first = hits.search(text) if hits else None
    at = first.start() if first else 0
    start = _word_start(text, max(0, at - _BEFORE)) if at > _BEFORE else 0
    piece = text[start : at + _AFTER]
    marked = hits.sub(lambda hit: f"{START}{hit[0]}{END}", piece) if hits else piece
    before, after = "… " if start else "", " …" if at + _AFTER < len(text) else ""
    return before + " ".join(marked.split()) + after


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + _BEFORE // 2)
    return at if space < 0 else space + 1
