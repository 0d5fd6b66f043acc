"""A sentence as the support score sees it: its content words, clauses, facts and names, and the small words that bind or deny."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.drafting.evidence import binding, clauses_of
from app.drafting.facts import Fact, facts_in
from app.drafting.lists import word_set
from app.drafting.names import Name, names_in
from app.drafting.relations import senses_of
from app.drafting.stance import denial_of, payer_of
from app.drafting.words import Word, content_words, grams, guess_language

_IDLE = word_set("""
    ongeveer circa ca zowat rond alsjeblieft alstublieft aub graag gerust gewoon uiteraard natuurlijk
    approximately roughly around please simply gladly course
    ungefahr etwa rund zirka bitte gerne einfach naturlich
    environ merci veuillez svp plait bien simplement
    helaas wel leider allerdings unfortunately afraid however malheureusement heureusement gelukkig
    euro euros eur
    ja nee yes nein oui non geval case fall cas next volgende keer time times prochaine fois nachste nachstes mal reken rekenen
    reckon expect rechnen comptez compter prevoyez okay ok
    """)
"""Folded words that say nothing by themselves: they need not stand in a source."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to be carried. `parts` are the places of its words, clause by clause."""

    text: str
    language: str
    words: tuple[Word, ...]
    parts: tuple[tuple[int, ...], ...]
    facts: tuple[Fact, ...]
    names: tuple[Name, ...]
    denied: bool
    says_not: bool
    half_denied: bool
    payer: str
    binding: tuple[bool, ...]
    senses: frozenset[str]
    grams: frozenset[str]


@lru_cache(maxsize=2_000)
def claim_of(text: str, language: str) -> Claim:
    """Return a sentence prepared. `language` counts where the sentence itself does not tell."""
    own = guess_language(text)
    own = own if own != "und" else language
    words = _telling(text, own)
    return Claim(
        text,
        own,
        words,
        _parts(text, own, words),
        tuple(facts_in(text)),
        tuple(names_in(text, own)),
        *denial_of(text),
        payer_of(text),
        binding(text),
        frozenset[str]().union(*(senses_of(word) for word in words)),
        frozenset[str]().union(*(grams(word.folded) for word in words)),
    )


def _telling(text: str, language: str) -> tuple[Word, ...]:
    words = content_words(text, language)
    return tuple(word for word in words if word.folded not in _IDLE) or words


def _parts(text: str, language: str, words: Sequence[Word]) -> tuple[tuple[int, ...], ...]:
    parts, at = [], 0
    for clause in clauses_of(text):
        inside = len(_telling(clause, language))
        parts.append(tuple(range(at, min(len(words), at + inside))))
        at += inside
    return tuple(part for part in parts if part)
