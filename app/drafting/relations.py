"""How words hang together: which mean the same, which say more than others, and which exclude each other, across four languages.

From two packaged files: the shop concepts (`concepts.txt`) and the senses of everyday words (`relations.txt`).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from app.drafting.concepts import OPPOSITE, meaning_of
from app.drafting.words import Word, fold, stem
from app.words.concepts import entries
from app.words.files import shipped

_SHORTEST = 3
_LONGEST = 16
"""Characters of a beginning ("repar*") that are looked up."""


@dataclass(slots=True)
class _Book:
    """Senses of whole words and of beginnings of words; what is wider than a sense, and what it excludes."""

    whole: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    start: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wider: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    against: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@lru_cache(maxsize=1)
def _book() -> _Book:
    book = _Book()
    for line in shipped("relations.txt").splitlines():
        if line and not line.startswith("#"):
            _read_sense(book, line)
    for concept, language, words in entries():
        if len(words) == 1 and len(words[0]) >= _SHORTEST:
            for form in {fold(words[0]), stem(words[0], language)}:
                book.whole[form].add(f"shop-{concept.name}")
    for one, other in OPPOSITE.items():
        book.against[f"shop:{one}"].add(f"shop:{other}")
    return book


def _read_sense(book: _Book, line: str) -> None:
    """A line of relations.txt: name [> wider ...] [! excluded ...]: words."""
    head, _, words = line.partition(": ")
    name, _, excluded = head.partition(" ! ")
    name, _, wider = name.partition(" > ")
    book.wider[name].update(wider.split())
    for other in excluded.split():
        book.against[name].add(other)
        book.against[other].add(name)
    for word in words.split():
        (book.start if word.endswith("*") else book.whole)[fold(word.rstrip("*"))].add(name)


@lru_cache(maxsize=20_000)
def senses(folded: str, stemmed: str) -> frozenset[str]:
    """Return the senses of a word, given folded and stemmed; nothing for a word that no list knows."""
    book = _book()
    found = book.whole.get(folded, set()) | book.whole.get(stemmed, set())
    for length in range(min(len(folded), _LONGEST), _SHORTEST - 1, -1):
        if folded[:length] in book.start:
            found = found | book.start[folded[:length]]
            break
    meaning = meaning_of(folded)
    return frozenset(found | {f"shop:{meaning}"} if meaning else found)


def senses_of(word: Word) -> frozenset[str]:
    """Return the senses of a content word."""
    return senses(word.folded, word.stem)


@lru_cache(maxsize=5_000)
def wider(names: frozenset[str]) -> frozenset[str]:
    """Return all senses that are wider than one of `names`."""
    book, found, open_ = _book(), set[str](), list(names)
    while open_:
        for parent in book.wider.get(open_.pop(), ()):
            if parent not in found:
                found.add(parent)
                open_.append(parent)
    return frozenset(found)


@lru_cache(maxsize=5_000)
def excluded(names: frozenset[str]) -> frozenset[str]:
    """Return the senses that one of `names` excludes."""
    book = _book()
    return frozenset(other for name in names for other in book.against.get(name, ()))
