"""The words of a text that say what it is about, each with all that comparing needs."""

from dataclasses import dataclass
from functools import lru_cache

from app.words.common import rarity
from app.words.concepts import lexicon, split_compound
from app.words.text import LANGUAGES, fold, guess_language, is_stop, stem, tokens

_LIGHT_WORDS = """
    jullie doe doen doet gedaan krijg krijgen krijgt kreeg gekregen kom komen komt blijf blijven blijft laat laten ga gegaan maak weet weten
    geef hoeveel hallo groet groeten beste bedankt graag nu nog eerst ergens gisteren
    get getting got give want need know let going hello hi thanks regards much many still now
    bekomme bekommen bekommt gibt geht gehen kommen kommt machen macht mache brauche wissen hallo danke jetzt viel viele
    avoir faire fait peux bonjour merci obtenir savoir voudrais combien
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""Folded words that a question's subject never is."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A word that says something: folded, its stem, the concepts it has, the stems of a compound's parts, whether it is a number, and
    how rarely customers say it (0..1).

    Compared by identity, for speed: the same word is one object as long as it is remembered. What must hold for ever compares `stem`.
    """

    folded: str
    stem: str
    meanings: tuple[str, ...]
    parts: tuple[str, ...]
    number: bool
    rarity: float


@lru_cache(maxsize=3_000)
def terms(text: str, language: str) -> tuple[Term, ...]:
    """Return the telling words of a text in order. "und" is guessed."""
    said = tokens(text)
    spoken = language if language in LANGUAGES else guess_language(said)
    return tuple(term_of(word, spoken) for word in said if not is_light(fold(word), spoken))


def is_light(folded: str, language: str) -> bool:
    """Say whether a folded word carries no subject."""
    return folded in _LIGHT or is_stop(folded, language)


@lru_cache(maxsize=50_000)
def term_of(word: str, language: str) -> Term:
    """Return what comparing needs of a lower-case word."""
    folded, root = fold(word), stem(word, language)
    known = lexicon()
    meanings = known.of(root, language) or (() if language == "und" else known.of(folded, "und"))
    parts = split_compound(folded, language)
    roots = tuple(dict.fromkeys(stem(part, language) for part in parts))
    return Term(folded, root, tuple(dict.fromkeys(m.name for m in meanings)), roots, folded.isdigit(), rarity(folded, language))
