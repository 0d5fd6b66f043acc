"""Ranking of passages: the two lists as one, the best first, and how likely the best ones answer the question.

Weights are fitted by tools/fit_ranking.py on tests/evaluation/retrieval-own.jsonl. Everything here is pure.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from app.domain.knowledge import PassageHit
from app.drafting.words import Word, content_words, likeness, raw_words

KEYWORD_WEIGHT = 0.7
VECTOR_WEIGHT = 1.0

RANK_FEATURES = (
    "vector",
    "keyword",
    "vector_place",
    "keyword_place",
    "exact",
    "covered",
    "covered_in_title",
    "title_asked",
    "pairs",
    "same_kind",
    "same_language",
)
RANK_WEIGHTS = (4.0, 3.0, 0.5, 0.5, 1.2, 2.2, 1.5, 1.4, 0.8, 0.8, 0.4)

ANSWER_FEATURES = ("bias", "vector", "lead", "exact", "covered", "covered_in_title", "title_asked", "same_kind", "agreed", "few_words")
ANSWER_WEIGHTS = (-2.36, 2.22, 1.99, 0.27, 2.02, 0.51, 1.26, 0.6, 0.11, -0.33)

SAME_MEANING = 0.8
LOOKS_ALIKE = 0.9
LEAST_LIKENESS = 0.55

_LIGHT_WORDS = """
    jullie doe doen doet gedaan krijg krijgen krijgt kreeg gekregen kom komen komt blijf blijven blijft laat laten ga gegaan maak weet weten
    geef hoeveel hallo groet groeten beste bedankt graag nu nog eerst ergens gisteren
    get getting got give want need know let going hello hi thanks regards much many still now
    bekomme bekommen bekommt gibt geht gehen kommen kommt machen macht mache brauche wissen hallo danke jetzt viel viele
    avoir faire fait peux bonjour merci obtenir savoir voudrais combien
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""Folded words that a question's subject never is; a title that has only these in common with a question has nothing in common."""

_ASKING: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nl": {
        "place": ("waar", "waarheen", "welk adres"),
        "time": ("wanneer", "hoe lang", "hoelang", "hoe laat", "hoe snel", "levertijd", "hoeveel dagen", "tot wanneer", "openingstijden"),
        "amount": ("hoeveel", "wat kost", "wat kosten", "kosten"),
        "person": ("wie",),
        "reason": ("waarom", "hoezo"),
    },
    "en": {
        "place": ("where",),
        "time": ("when", "how long", "how soon", "how fast", "what time", "opening hours", "how many days"),
        "amount": ("how much", "how many", "cost", "costs", "price"),
        "person": ("who", "whom"),
        "reason": ("why",),
    },
    "de": {
        "place": ("wo", "wohin", "woher"),
        "time": ("wann", "wie lange", "wie schnell", "bis wann", "öffnungszeiten", "lieferzeit", "wie viele tage"),
        "amount": ("wie viel", "wieviel", "wie viele", "was kostet", "was kosten", "kosten"),
        "person": ("wer", "wen", "wem"),
        "reason": ("warum", "wieso", "weshalb"),
    },
    "fr": {
        "place": ("où",),
        "time": ("quand", "combien de temps", "combien de jours", "délai", "horaires", "à quelle heure"),
        "amount": ("combien", "coût", "coûte", "prix"),
        "person": ("qui",),
        "reason": ("pourquoi",),
    },
}


def fuse(
    keyword: Sequence[tuple[int, float]], vector: Sequence[tuple[int, float]], k: int = 20, limit: int = 30
) -> list[tuple[int, float, int, int]]:
    """Return (passage id, score, keyword rank, vector rank) by weighted reciprocal rank (Cormack et al. 2009), best first.

    Ranks count from 1; 0 says that the list does not have it. Equal scores keep the smaller id first.
    """
    worded = {number: place for place, (number, _) in enumerate(keyword, 1)}
    similar = {number: place for place, (number, _) in enumerate(vector, 1)}
    scores = {
        number: _reciprocal(KEYWORD_WEIGHT, k, worded.get(number, 0)) + _reciprocal(VECTOR_WEIGHT, k, similar.get(number, 0))
        for number in worded | similar
    }
    best = sorted(scores, key=lambda number: (-scores[number], number))[:limit]
    return [(number, scores[number], worded.get(number, 0), similar.get(number, 0)) for number in best]


def _reciprocal(weight: float, k: int, place: int) -> float:
    return weight / (k + place) if place else 0.0


def passage_text(title: str, heading: str, text: str) -> str:
    """Return the text whose vector stands for a passage: the title counts twice, since customers ask in the words of titles."""
    return "\n".join(part for part in (title, title, heading, text) if part)


def rerank(
    question: str, language: str, hits: Sequence[PassageHit], keyword_scores: Mapping[int, float], vector_scores: Mapping[int, float]
) -> list[PassageHit]:
    """Return the hits by a closer look at their words, best first; `score` becomes the new one (any real number, higher is better)."""
    view = _View(question, language, hits)
    scored = [
        replace(hit, score=_dot(RANK_WEIGHTS, rank_features(view, place, keyword_scores, vector_scores))) for place, hit in enumerate(hits)
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def answerable(
    question: str, language: str, hits: Sequence[PassageHit], keyword_scores: Mapping[int, float], vector_scores: Mapping[int, float]
) -> float:
    """Return the probability 0..1 that the best hits (given best first) answer the question; 0 without hits or without content words."""
    view = _View(question, language, hits)
    if not hits or not view.asked:
        return 0.0
    return 1 / (1 + math.exp(-_dot(ANSWER_WEIGHTS, answer_features(view, keyword_scores, vector_scores))))


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


@dataclass(frozen=True, slots=True)
class _Page:
    """A passage's words: of its title with heading, and of everything."""

    title: frozenset[Word]
    words: frozenset[Word]
    pairs: frozenset[tuple[str, str]]
    asks: frozenset[str]


class _View:
    """A question beside its candidate passages. A word's weight is its rarity among the candidates."""

    def __init__(self, question: str, language: str, hits: Sequence[PassageHit]) -> None:
        words = tuple(word for word in content_words(question, language) if word.folded not in _LIGHT)
        self.asked = frozenset(words)
        self.pairs = _neighbours(words)
        self.asks = kinds_of_question(question, language)
        self.language = language
        self.hits = hits
        self.pages = [_page(hit) for hit in hits]
        self.stems = Counter(stem for page in self.pages for stem in {word.stem for word in page.words})
        self.total = sum(self.rarity(word) for word in self.asked)
        # Keyword ranks say little when the articles do not speak the question's language: then no passage shares many of its words.
        self.shared_words = max((self.exact(page.words) for page in self.pages), default=0.0)

    def rarity(self, word: Word) -> float:
        """Return how much a word tells the candidates apart (inverse document frequency)."""
        having = self.stems[word.stem]
        return math.log(1 + (len(self.pages) - having + 0.5) / (having + 0.5))

    def share(self, found: frozenset[Word]) -> float:
        """Return the share 0..1 (by rarity) of the question's words that are among `found`, in this or a kindred form."""
        return sum(self.rarity(word) * _best_kinship(word, found) for word in self.asked) / self.total if self.total else 0.0

    def exact(self, found: frozenset[Word]) -> float:
        """Return the share 0..1 (by rarity) of the question's words whose very stem is among `found`."""
        stems = {word.stem for word in found}
        return sum(self.rarity(word) for word in self.asked if word.stem in stems) / self.total if self.total else 0.0

    def title_asked(self, page: _Page) -> float:
        """Return the share 0..1 (by rarity) of the title's words that the question says, in this or a kindred form."""
        total = sum(self.rarity(word) for word in page.title)
        return sum(self.rarity(word) * _best_kinship(word, self.asked) for word in page.title) / total if total else 0.0

    def same_kind(self, page: _Page) -> float:
        """Return 1 when question and title ask the same sort of thing (when, where, how much ...), -1 for another, 0 for unknown."""
        if not self.asks or not page.asks:
            return 0.0
        return 1.0 if self.asks & page.asks else -1.0


def _best_kinship(word: Word, others: frozenset[Word]) -> float:
    return max((kinship(word, other) for other in others), default=0.0)


@lru_cache(maxsize=200_000)
def kinship(a: Word, b: Word) -> float:
    """Return 0..1: how surely two words are about the same: same stem, same shop meaning, or alike in letters (compounds, cognates)."""
    if a.stem == b.stem:
        return 1.0
    if a.number or b.number:
        return 0.0
    if a.meaning and a.meaning == b.meaning:
        return SAME_MEANING
    alike = likeness(a.folded, b.folded)
    return alike * LOOKS_ALIKE if alike >= LEAST_LIKENESS else 0.0


def kinds_of_question(text: str, language: str) -> frozenset[str]:
    """Return what a question asks for: place, time, amount, person, reason; empty when it does not begin so or is not in nl, en, de, fr."""
    padded = f" {' '.join(raw_words(text))} "
    known = _ASKING.get(language) or {}
    return frozenset(kind for kind, phrases in known.items() if any(f" {phrase} " in padded for phrase in phrases))


@lru_cache(maxsize=2_000)
def _words_of(title: str, heading: str, text: str, language: str) -> _Page:
    head = tuple(word for word in content_words(f"{title}\n{heading}", language) if word.folded not in _LIGHT)
    body = content_words(text, language)
    return _Page(frozenset(head), frozenset((*head, *body)), _neighbours(head) | _neighbours(body), kinds_of_question(title, language))


def _page(hit: PassageHit) -> _Page:
    passage = hit.passage
    return _words_of(passage.article_title, passage.heading, passage.text, passage.language)


def _neighbours(words: Sequence[Word]) -> frozenset[tuple[str, str]]:
    return frozenset((a.stem, b.stem) for a, b in pairwise(words))


def rank_features(view: _View, place: int, keyword_scores: Mapping[int, float], vector_scores: Mapping[int, float]) -> tuple[float, ...]:
    """Return what speaks for the candidate at `place`, in the order of RANK_FEATURES; each about 0..1."""
    hit, page = view.hits[place], view.pages[place]
    number = hit.passage.id
    most = max((keyword_scores.get(other.passage.id, 0.0) for other in view.hits), default=0.0)
    return (
        vector_scores.get(number, min(vector_scores.values(), default=0.0)),
        view.shared_words * keyword_scores.get(number, 0.0) / most if most > 0 else 0.0,
        1 / hit.vector_rank if hit.vector_rank else 0.0,
        view.shared_words / hit.keyword_rank if hit.keyword_rank else 0.0,
        view.exact(page.words),
        view.share(page.words),
        view.share(page.title),
        view.title_asked(page),
        len(view.pairs & page.pairs) / (len(view.pairs) or 1),
        view.same_kind(page),
        float(hit.passage.language == view.language),
    )


def answer_features(view: _View, keyword_scores: Mapping[int, float], vector_scores: Mapping[int, float]) -> tuple[float, ...]:
    """Return what the best hit says about the question being answered, in the order of ANSWER_FEATURES."""
    best, page = view.hits[0], view.pages[0]
    similar = sorted(vector_scores.values(), reverse=True)
    own = vector_scores.get(best.passage.id, similar[-1] if similar else 0.0)
    return (
        1.0,
        own,
        own - similar[min(4, len(similar) - 1)] if similar else 0.0,
        view.exact(page.words),
        view.share(page.words),
        view.share(page.title),
        view.title_asked(page),
        view.same_kind(page),
        float(best.vector_rank == 1 and best.keyword_rank == 1),
        1 / len(view.asked) if view.asked else 1.0,
    )
