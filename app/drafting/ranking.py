"""Ranking of passages: the two lists as one, the best first, and how likely the best one answers the question.

The features are those of `matching.View`, each by itself and as a share of the best among the candidates. The weights in `weights.py` are
fitted by tools/fit_ranking.py on the project's own questions. Everything here is pure.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.knowledge import PassageHit
from app.drafting.matching import Counts, Page, View
from app.drafting.topics import meanings_of
from app.drafting.weights import ANSWER_WEIGHTS, RANK_WEIGHTS
from app.words.terms import Term

KEYWORD_WEIGHT = 0.7
VECTOR_WEIGHT = 1.0
OF_CATEGORY = 0.3
"""What a title or scope of the question's category is worth, beside features that are worth 1 to 3. Set by hand, to break ties."""
_NEAR = 0.6

RANK_FEATURES = (
    "keyword",
    "vector",
    "exact",
    "exact_head",
    "exact_body",
    "soft",
    "soft_head",
    "head_asked",
    "head_alike",
    "head_same",
    "sentence",
    "head_grams",
    "text_grams",
    "pairs",
    "same_kind",
    "same_language",
)
ANSWER_FEATURES = (
    "bias",
    *RANK_FEATURES,
    "lead",
    "sure",
    "above_rest",
    "rarest_missed",
    "unknown",
    "short",
    "agreed",
    "best_of_head_and_body",
)


def fuse(
    keyword: Sequence[tuple[int, float]], vector: Sequence[tuple[int, float]], k: int = 20, limit: int = 120
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


class Ranking:
    """Candidates by a closer look at their words. `counts` says how rare the question's words are in the shop's passages."""

    def __init__(
        self,
        question: str,
        language: str,
        hits: Sequence[PassageHit],
        keyword_scores: Mapping[int, float],
        vector_scores: Mapping[int, float],
        counts: Counts | None = None,
        category: str = "",
    ) -> None:
        self.view = View(question, language, hits, counts or Counts())
        self._keyword, self._vector = keyword_scores, vector_scores
        # Models crowd their cosines into .7 to 1, words into 0 to .6: what counts is how far a passage is from the least similar one.
        self._far = min(0.99, min(vector_scores.values(), default=0.0))
        self.features = [self._features(hit, page) for hit, page in zip(hits, self.view.pages, strict=True)]
        wanted = meanings_of(category)
        scores = [
            _dot(RANK_WEIGHTS, row) + (OF_CATEGORY if wanted and _speaks_of(wanted, category, hit, page) else 0.0)
            for row, hit, page in zip(with_shares(self.features), hits, self.view.pages, strict=True)
        ]
        self.put_in_order(scores)

    def put_in_order(self, scores: Sequence[float]) -> None:
        """Rank the candidates by these scores, one for each (the fitting of weights tries many)."""
        self.scores = list(scores)
        self.order = sorted(range(len(scores)), key=lambda place: -scores[place])

    def best(self, limit: int) -> list[PassageHit]:
        """Return the best hits; `score` becomes the new one (any real number, higher is better)."""
        return [replace(self.view.hits[place], score=self.scores[place]) for place in self.order[:limit]]

    def answerable(self) -> float:
        """Return the probability 0..1 that the best hit answers the question; 0 without hits or without telling words."""
        if not self.order or not self.view.asked:
            return 0.0
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, _dot(ANSWER_WEIGHTS, self.answer_features())))))

    def _features(self, hit: PassageHit, page: Page) -> tuple[float, ...]:
        view, number = self.view, hit.passage.id
        soft, soft_head = view.soft(page)
        head_asked = view.head_asked(page)
        # A title that says what the question says, and nothing else, is more than twice a title that says half of it.
        alike = 2 * soft_head * head_asked / (soft_head + head_asked) if soft_head and head_asked else 0.0
        return (
            min(1.0, self._keyword.get(number, 0.0) / view.most_bm25),
            max(0.0, (self._vector.get(number, 0.0) - self._far) / (1 - self._far)),
            *view.exact(page),
            soft,
            soft_head,
            head_asked,
            alike,
            alike * alike,
            view.sentence(page),
            view.head_grams(page),
            view.text_grams(page),
            len(view.pairs & page.pairs) / (len(view.pairs) or 1),
            view.same_kind(page),
            float(hit.passage.language == view.language),
        )

    def answer_features(self) -> tuple[float, ...]:
        """Return what speaks for the best hit being the answer, in the order of ANSWER_FEATURES."""
        first = self.order[0]
        own = self.scores[first]
        article = self.view.hits[first].passage.article_id
        others = [self.scores[place] for place in self.order if self.view.hits[place].passage.article_id != article]
        following = others[1:5]
        missed, unknown = self._missing(self.view.pages[first])
        values = self.features[first]
        return (
            1.0,
            *values,
            min(own - others[0], 4.0) if others else 0.0,
            1 / (1 + sum(math.exp(min(other - own, 0.0)) for other in others)),
            min(own - sum(following) / len(following), 6.0) if following else 0.0,
            missed,
            unknown,
            1 / len(self.view.asked),
            float(self.view.hits[first].vector_rank == 1 and self.view.hits[first].keyword_rank == 1),
            max(values[RANK_FEATURES.index("soft_head")], values[RANK_FEATURES.index("sentence")]),
        )

    def _missing(self, page: Page) -> tuple[float, float]:
        """Return the share (by rarity) of the question's rarest word if the page misses it, and of the words that no candidate has."""
        view = self.view
        found = page.head.keys() | page.body.keys()
        near = {term: max((alike for word, alike in view.kin[term].items() if word in found), default=0.0) for term in view.asked}
        missed = max((weight * (1 - near[term]) for term, weight in view.weights.items()), default=0.0)
        nowhere = sum(weight for term, weight in view.weights.items() if max(view.kin[term].values(), default=0.0) < _NEAR)
        return missed / view.total, nowhere / view.total


def with_shares(features: Sequence[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Return each row with its values as shares of the best among all rows behind it."""
    tops = [max(map(abs, column)) or 1.0 for column in zip(*features, strict=True)]
    return [(*row, *(value / top for value, top in zip(row, tops, strict=True))) for row in features]


def _speaks_of(wanted: frozenset[str], category: str, hit: PassageHit, page: Page) -> bool:
    return category in hit.passage.scope.split() or any(not wanted.isdisjoint(word.meanings) for word in _title_words(page))


def _title_words(page: Page) -> Sequence[Term]:
    return tuple(page.head)


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))
