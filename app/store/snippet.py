"""The words around a hit, with the hits marked; made from the text itself, because the index keeps none."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from app.store.fold import fold
from app.store.query import Term

START, END = "\u0002", "\u0003"
_BEFORE, _AFTER = 60, 140
_SPELLED_AS_TWO = {"ss": "ß", "ae": "æ", "oe": "œ"}


@cache
def _plain_letters() -> dict[int, str]:
    """Return the letter without accent for every letter that folds to a single one: places in the text stay the same."""
    ranges = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0x400, 0x460))
    return {code: fold(chr(code)) for code in ranges if len(fold(chr(code))) == 1}


def _word(word: str) -> str:
    for two, one in _SPELLED_AS_TWO.items():
        word = word.replace(two, f"(?:{two}|{one})")
    return word


def pattern(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """Return an expression that finds the terms in a text without accents; None for no terms."""
    told = [r"[\W_]+".join(map(_word, t.words)) + (r"[^\W_]*" if t.prefix else "") for t in sorted(terms, key=lambda t: -len(t.text))]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(told)})(?![^\W_])", re.IGNORECASE) if told else None


def snippet(text: str, hits: re.Pattern[str] | None) -> str:
    """Return some words around the first hit (or the first words), on one line, every hit between U+0002 and U+0003."""
    text = unicodedata.normalize("NFC", text).replace(START, " ").replace(END, " ")
    bare = text if text.isascii() else text.translate(_plain_letters())
    first = hits.search(bare) if hits else None
    at = first.start() if first else 0
    start = _word_start(text, at - _BEFORE) if at > _BEFORE else 0
    end = at + _AFTER
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return before + " ".join(_marked(text, bare, hits, start, end).split()) + after


def _marked(text: str, bare: str, hits: re.Pattern[str] | None, start: int, end: int) -> str:
    parts, at = [], start
    for hit in hits.finditer(bare, start, end) if hits else ():
        parts += [text[at : hit.start()], START, text[hit.start() : hit.end()], END]
        at = hit.end()
    return "".join((*parts, text[at:end]))


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at, at + _BEFORE // 2)
    return at if space < 0 else space + 1
