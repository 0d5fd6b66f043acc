"""Duplicates: paragraphs of different articles that are nearly the same, found by sketches of their shingles."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.tending import TendedArticle
from app.insight.statements import lines
from app.words.text import fold, tokens

_SHINGLE = 3
_SKETCH = 16
"""So many of a paragraph's shingles, those with the smallest digests, stand for it when likely pairs are looked for."""
_LIKELY = 3
_COMMON = 40
"""A shingle in more paragraphs than this (a standing phrase) points at no duplicate."""
_FEWEST_WORDS = 8
_ALIKE = 0.6
_WITHIN = 0.85
"""Share of the shorter paragraph's shingles that the longer one holds, from which it says the same twice."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two paragraphs that are nearly the same; `alike` is 0..1."""

    one: int
    other: int
    texts: tuple[str, str]
    alike: float


@dataclass(frozen=True, slots=True)
class _Piece:
    article: int
    text: str
    shingles: frozenset[int]


def duplicates(articles: Sequence[TendedArticle]) -> list[Duplicate]:
    """Return the likeliest pair of paragraphs of each two articles in the same language that say the same twice, most alike first."""
    pieces = [piece for article in articles for piece in _pieces(article)]
    languages = {article.id: article.language for article in articles}
    best: dict[tuple[int, int], Duplicate] = {}
    for n, m in _likely(pieces):
        one, other = sorted((pieces[n], pieces[m]), key=lambda piece: piece.article)
        if one.article == other.article or languages[one.article] != languages[other.article]:
            continue
        both = len(one.shingles & other.shingles)
        alike = both / len(one.shingles | other.shingles)
        if alike < _ALIKE and both / min(len(one.shingles), len(other.shingles)) < _WITHIN:
            continue
        pair = (one.article, other.article)
        if pair not in best or best[pair].alike < alike:
            best[pair] = Duplicate(*pair, (one.text, other.text), alike)
    return sorted(best.values(), key=lambda found: (-found.alike, found.one, found.other))


def _pieces(article: TendedArticle) -> Iterator[_Piece]:
    for line in lines(article.text):
        words = [fold(word) for word in tokens(line)]
        if len(words) >= _FEWEST_WORDS and not line.startswith("#"):
            shingles = {" ".join(words[n : n + _SHINGLE]) for n in range(len(words) - _SHINGLE + 1)}
            yield _Piece(article.id, line, frozenset(map(_digest, shingles)))


def _digest(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _likely(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose sketches share a few shingles; of short paragraphs nearly all are in the sketch."""
    holding: dict[int, list[int]] = defaultdict(list)
    for n, piece in enumerate(pieces):
        for digest in sorted(piece.shingles)[:_SKETCH]:
            holding[digest].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for found in holding.values():
        if 1 < len(found) <= _COMMON:
            shared.update((n, m) for k, m in enumerate(found) for n in found[:k])
    return (pair for pair, count in shared.items() if count >= _LIKELY)
