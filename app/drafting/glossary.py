"""The shop's own words in a translation: found in the original, looked for in the result, mended or doubted. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.text import N_, packed
from app.domain.translation import Doubt, GlossaryHit, Term

NOT_SAID = N_("“{term}” must be said as “{wanted}”, and this sentence does not.")
_ENDING = r"(?:['’]?(?:s|e?n|e|es|er|jes?|tjes?))?"
"""Plurals and the like, in four languages."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sentence after the glossary: its text, what was found, and what could not be mended."""

    text: str
    hits: tuple[GlossaryHit, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def terms_in(line: str, glossary: Sequence[Term], source: str, target: str) -> list[tuple[str, str]]:
    """Return (words as they stand in the line, how they must be said) for the terms of the glossary that occur; longer ones first."""
    found: list[tuple[str, str]] = []
    for term in sorted(glossary, key=lambda one: -len(one.term)):
        wanted = term.into(target)
        match = _pattern(term.term).search(line) if wanted and term.language in ("", source) else None
        if match and not any(term.term.casefold() in words.casefold() for words, _said in found):
            found.append((match.group(), wanted))
    return found


def enforce(line: str, translated: str, wanted: Sequence[tuple[str, str]]) -> Kept:
    """Return the translated sentence with the terms as they must be said: what the engine left in the original's words is replaced, what
    it said otherwise is doubted."""
    text, hits, untold = translated, [], []
    for words, said in wanted:
        if _pattern(said).search(text):
            hits.append(GlossaryHit(words, said))
        elif _pattern(words).search(text):
            text = _pattern(words).sub(said.replace("\\", r"\\"), text)
            hits.append(GlossaryHit(words, said, mended=True))
        else:
            untold.append(packed(NOT_SAID, {"term": words, "wanted": said}))
    return Kept(text, tuple(hits), tuple(Doubt(text, why) for why in untold))


@lru_cache(maxsize=2_000)
def _pattern(words: str) -> re.Pattern[str]:
    inner = r"\s+".join(re.escape(part) for part in words.split())
    return re.compile(rf"(?<!\w){inner}{_ENDING}(?!\w)", re.IGNORECASE)
