"""Passages as the support score sees them: words in order, what each may mean, clauses that deny, and small words that bind.

A `Source` is one passage, prepared once; `Source.match` says how far each of its words carries a word of a claim.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.domain.knowledge import Passage
from app.drafting.facts import Known
from app.drafting.lists import word_set
from app.drafting.names import KnownNames
from app.drafting.numerals import NUMBER_WORDS
from app.drafting.relations import senses_of, wider
from app.drafting.sentences import split
from app.drafting.stance import denial_of, payer_of, turned_by_prefix
from app.drafting.words import LANGUAGES, Word, content_words, fold, grams, guess_language, raw_words

ALIKE = 0.5
"""From this likeness on, two words count as related."""
SAME_SENSE = 0.9
WIDER = 0.85
"""A claim may say less than its source: "animal" where the source says "dog"."""
NARROWER = 0.3
_CLAUSE = re.compile(r"[;:,()–—]\s|\s-\s|\b(?:but|and|maar|en|aber|und|sondern|mais|et|or|of|oder|ou)\b", re.IGNORECASE)
_YES = re.compile(r"^(?:ja|nee|yes|no|nein|oui|non|si|jawel|doch)[,!.] ")
_PART_OF = 5
"""Letters from which on a word that begins or ends another is a part of it (Dutch and German compounds)."""

_ALL = word_set("""
    all always every everyone everybody each  whole entirely completely alle alles altijd elk elke ieder
    iedere iedereen overal heel geheel jeder jede jedes jeden jederzeit immer samtliche ganz uberall tout toute tous toutes
    toujours chaque partout
    """)
_SOME = word_set("""
    some sometimes most mostly several many few part partly certain usually often normally generally sommige soms meeste meestal
    enkele enige veel deel deels gedeeltelijk doorgaans vaak normaal einige manche manchmal meisten meist meistens mehrere viele
    teil teilweise gewohnlich oft certains certaines quelques parfois plupart plusieurs partie souvent generalement
    """)
_ONLY = word_set("""
    only just solely exclusively except alleen enkel slechts uitsluitend behalve nur ausschliesslich ausser lediglich uniquement
    seulement seul seuls seule seules sauf
    """)
_MUST = word_set("""
    must need needs needed required have has should moet moeten hoeft verplicht nodig muss mussen musst sollen sollte notig
    verpflichtet doit doivent devez dois faut obligatoire
    """)
_MAY = word_set("""
    may can could might allowed possible optional mag mogen kan kunt kun kunnen mogelijk darf durfen kann konnen konnt moglich
    peut pouvez peux peuvent possible
    """)
_BINDING = (_ALL, _SOME, _ONLY, _MUST, _MAY)


def clauses_of(text: str) -> list[str]:
    """Return the clauses of a sentence: what stands between commas, colons and words like "and" and "but"."""
    return [part for part in _CLAUSE.split(text) if part and part.strip()]


def normal(text: str) -> str:
    """Return a sentence without what does not change it: case, white space, the mark it ends with, "Yes," in front."""
    return _YES.sub("", " ".join(text.casefold().split()).rstrip(".!;: "))


@lru_cache(maxsize=4_000)
def binding(text: str) -> tuple[bool, ...]:
    """Return whether a text has words for all, some, only, must and may."""
    words = {fold(w) for w in raw_words(text)}
    return tuple(bool(words & group) for group in _BINDING)


def key_of(word: Word) -> str:
    """Return what a word is compared by: its number when it is one, else its stem."""
    return f"{NUMBER_WORDS[word.folded]:g}" if word.folded in NUMBER_WORDS else word.stem


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence: the words in it (numbers of the source's words) and whether it denies."""

    words: frozenset[int]
    denied: bool
    says_not: bool
    half_denied: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a source, or two neighbours: its words in order, its clauses, and what else is compared."""

    text: str
    order: tuple[int, ...]
    words: frozenset[int]
    clauses: tuple[Clause, ...]
    denied: bool
    binding: tuple[bool, ...]
    payer: str
    folded: frozenset[str]
    senses: frozenset[str]
    grams: frozenset[str]


class Source:
    """One passage, prepared."""

    def __init__(self, passage: Passage) -> None:
        self.language = passage.language if passage.language in LANGUAGES else guess_language(passage.text)
        self.words: list[Word] = []
        self._number: dict[str, int] = {}
        self._exact: dict[str, set[int]] = {}
        self._sense: dict[str, set[int]] = {}
        self._wider: dict[str, set[int]] = {}
        self._grams: dict[str, list[int]] = {}
        self._matched: dict[Word, dict[int, float]] = {}
        self.head = frozenset(self._add(word) for word in content_words(f"{passage.article_title}. {passage.heading}", self.language))
        texts = [span.text for span in split(passage.text)]
        self.singles = [self._piece(text) for text in texts]
        self.pairs = [self._piece(f"{a} {b}") for a, b in pairwise(texts)]
        self.sentences = frozenset(normal(text) for text in texts)
        self.all = frozenset(range(len(self.words)))
        full = f"{passage.article_title}.\n{passage.heading}.\n{passage.text}"
        self.facts = Known([full])
        self.names = KnownNames([full])

    def _add(self, word: Word) -> int:
        number = self._number.get(word.folded)
        if number is not None:
            return number
        number = self._number[word.folded] = len(self.words)
        self.words.append(word)
        for key in {key_of(word), word.folded}:
            self._exact.setdefault(key, set()).add(number)
        names = senses_of(word)
        for name in names:
            self._sense.setdefault(name, set()).add(number)
        for name in wider(names):
            self._wider.setdefault(name, set()).add(number)
        if not word.number:
            for gram in grams(word.folded):
                self._grams.setdefault(gram, []).append(number)
        return number

    def _piece(self, text: str) -> Piece:
        order = tuple(self._add(word) for word in content_words(text, self.language))
        words = frozenset(order)
        clauses = tuple(self._clause(part) for part in clauses_of(text))
        return Piece(
            text,
            order,
            words,
            clauses,
            denial_of(text)[0],
            binding(text),
            payer_of(text),
            frozenset(form for n in words for form in (self.words[n].folded, self.words[n].stem)),
            frozenset[str]().union(*(senses_of(self.words[n]) for n in words)),
            frozenset[str]().union(*(grams(self.words[n].folded) for n in words)),
        )

    def _clause(self, text: str) -> Clause:
        return Clause(frozenset(self._add(word) for word in content_words(text, self.language)), *denial_of(text))

    def match(self, word: Word) -> dict[int, float]:
        """Return how far each word of the source carries `word`, 0..1; words that do not are left out."""
        known = self._matched.get(word)
        if known is None:
            if len(self._matched) > 2_000:
                self._matched.clear()
            known = self._matched[word] = self._match(word)
        return known

    def _match(self, word: Word) -> dict[int, float]:
        names = senses_of(word)
        found: dict[int, float] = {}
        for name in wider(names):
            found.update((n, NARROWER) for n in self._sense.get(name, ()))
        if not word.number:
            self._alike(word, found)
        for name in names:
            found.update((n, WIDER) for n in self._wider.get(name, ()))
        for name in names:
            found.update((n, SAME_SENSE) for n in self._sense.get(name, ()))
        for key in {key_of(word), word.folded}:
            found.update((n, 1.0) for n in self._exact.get(key, ()))
        return found

    def _alike(self, word: Word, found: dict[int, float]) -> None:
        """Inflections, compounds and cognates, by shared pieces of four letters."""
        own = grams(word.folded)
        shared: dict[int, int] = {}
        for gram in own:
            for number in self._grams.get(gram, ()):
                shared[number] = shared.get(number, 0) + 1
        for number, count in shared.items():
            other = self.words[number].folded
            likeness = 2 * count / (len(own) + len(grams(other)))
            short, long = sorted((word.folded, other), key=len)
            if turned_by_prefix(word.folded, frozenset({other})):
                continue
            if len(short) >= _PART_OF and (long.startswith(short) or long.endswith(short)):
                likeness = max(likeness, 0.8)
            if likeness >= ALIKE and likeness > found.get(number, 0.0):
                found[number] = likeness


@lru_cache(maxsize=1_000)
def source_of(passage: Passage) -> Source:
    """Return a passage prepared; kept for the next sentence and the next draft."""
    return Source(passage)
