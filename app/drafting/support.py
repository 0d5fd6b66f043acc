"""How far a passage carries a sentence: shared words, stems, shop meanings and character pieces, with a look at denials and opposites."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.domain.knowledge import Passage
from app.drafting.concepts import OPPOSITE
from app.drafting.sentences import split
from app.drafting.words import Word, content_words, grams, guess_language, likeness, negations

ALIKE = 0.5
"""From this likeness on, two words count as related."""
_DENIED = 0.55
_OPPOSED = 0.6
_GRAM_SHARE = 0.25
_STRANGE = 0.75
"""What is left of half the support for each word that the source does not hold."""
_FOREIGN_WEIGHT = 0.3
"""Weight of a word that no dictionary connects, when sentence and passage are in different languages."""


@dataclass(frozen=True, slots=True)
class Support:
    """How far the best passage carries a sentence, 0..1; which it is (index; None where nothing was shared); its words that do."""

    value: float
    passage: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Window:
    text: str
    words: tuple[Word, ...]
    language: str
    denials: int
    stems: frozenset[str]
    meanings: frozenset[str]
    pieces: frozenset[str]


def best_support(sentence: str, passages: Sequence[Passage], language: str = "und") -> Support:
    """Return the support of the passage that carries `sentence` best."""
    ranked = rank_support(sentence, passages, language)
    return ranked[0] if ranked else Support(0.0, None)


def rank_support(sentence: str, passages: Sequence[Passage], language: str = "und") -> list[Support]:
    """Return the support of every passage, best first; passages that share nothing have `passage` None."""
    own = guess_language(sentence)
    own = own if own != "und" else language
    words, denials = content_words(sentence, own), negations(sentence)
    found = [_in_passage(words, denials, own, i, passage) for i, passage in enumerate(passages)]
    return sorted(found, key=lambda s: -s.value)


def _in_passage(words: Sequence[Word], denials: int, language: str, index: int, passage: Passage) -> Support:
    singles, pairs = _windows(passage)
    if not words or not singles:
        return Support(0.0, None)
    shares = [_in_window(words, language, window) for window in singles]
    scored = [(share * _doubt(words, denials, w, w), w.text) for share, w in zip(shares, singles, strict=True)]
    for at, pair in enumerate(pairs):
        # What two sentences say together is denied or not by the one that says more of it.
        leading = singles[at] if shares[at] >= shares[at + 1] else singles[at + 1]
        scored.append((_in_window(words, language, pair) * _doubt(words, denials, pair, leading), pair.text))
    value, text = max(scored, key=lambda pair: pair[0])
    return Support(min(1.0, value), index, text) if value > 0 else Support(0.0, None)


@lru_cache(maxsize=1_000)
def _windows(passage: Passage) -> tuple[list[_Window], list[_Window]]:
    """Sentences of a passage, and neighbouring pairs of them."""
    texts = [span.text for span in split(passage.text)]
    head = f"{passage.article_title}. {passage.heading}"
    pairs = [f"{a} {b}" for a, b in pairwise(texts)]
    return [_window(text, head, passage.language) for text in texts], [_window(text, head, passage.language) for text in pairs]


def _window(text: str, head: str, language: str) -> _Window:
    words = content_words(text, language) + content_words(head, language)
    return _Window(
        text,
        words,
        language if language not in ("", "und") else guess_language(text),
        negations(text),
        frozenset(w.stem for w in words),
        frozenset(w.meaning for w in words if w.meaning),
        frozenset[str]().union(*(grams(w.folded) for w in words)) if words else frozenset(),
    )


def _in_window(words: Sequence[Word], language: str, window: _Window) -> float:
    foreign = "und" not in (language, window.language) and language != window.language
    total = gained = 0.0
    for word in words:
        share = _match(word, window)
        weight = _weight(word, foreign=foreign and not word.meaning and share < ALIKE)
        total += weight
        gained += weight * share
    value = gained / total
    # One strange word in a long sentence can change everything, so that words without support count by themselves too.
    value *= (1 + math.pow(_STRANGE, total - gained)) / 2
    if not foreign:
        value = (1 - _GRAM_SHARE) * value + _GRAM_SHARE * _pieces_shared(words, window)
    return value


def _weight(word: Word, *, foreign: bool) -> float:
    if foreign:
        return _FOREIGN_WEIGHT
    if word.number:
        return 1.5
    return 1.2 if len(word.folded) >= 8 else 0.7 if len(word.folded) <= 3 else 1.0


def _match(word: Word, window: _Window) -> float:
    if word.stem in window.stems:
        return 1.0
    if word.number:
        return 0.0
    if word.meaning and word.meaning in window.meanings:
        return 0.9
    best = max((likeness(word.folded, other.folded) for other in window.words if not other.number), default=0.0)
    return best if best >= ALIKE else 0.0


def _pieces_shared(words: Sequence[Word], window: _Window) -> float:
    pieces = frozenset[str]().union(*(grams(w.folded) for w in words))
    return len(pieces & window.pieces) / len(pieces)


def _doubt(words: Sequence[Word], denials: int, window: _Window, leading: _Window) -> float:
    doubt = _DENIED if bool(denials) != bool(leading.denials) else 1.0
    meanings = {w.meaning for w in words}
    against = any(OPPOSITE.get(m, "-") in window.meanings and m not in window.meanings for m in meanings)
    return doubt * (_OPPOSED if against and not denials else 1.0)
