"""How well retrieval does on a file of questions: pure arithmetic over what a search returns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

AT = (1, 3, 5)
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: article ids as in the file, best first and each once, and the probability that they answer."""

    articles: tuple[str, ...]
    answerable: float


Search = Callable[[str, str, frozenset[str]], Found]
"""Called with (question, language, articles to leave out as if the shop did not have them)."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    language: str
    gold: frozenset[str]
    found: Found
    without_gold: float | None

    @property
    def place(self) -> int:
        """Place of the first right article, from 1; 0 when none is there."""
        return next((place for place, article in enumerate(self.found.articles, 1) if article in self.gold), 0)


def evaluate_retrieval(rows: Iterable[Mapping[str, object]], search: Search, threshold: float) -> dict[str, object]:
    """Return the figures for the query rows `{"query", "gold", "language"}` (rows of articles are passed over).

    Recall and mean reciprocal rank are over questions with gold. `answerable_auroc` sets these against the questions without gold, or,
    where there are none, against themselves with their gold left out. A question is answered from `threshold` on; `wrong_share` is the
    share of all questions that are answered with another article first. Figures that nothing speaks for are None.
    """
    queries = [row for row in rows if "query" in row]
    any_unknown = any(not row.get("gold") for row in queries)
    outcomes = [_ask(row, search, twin=not any_unknown) for row in queries]
    languages = sorted({outcome.language for outcome in outcomes})
    by_language = {language: _figures([o for o in outcomes if o.language == language], threshold) for language in languages}
    return {**_figures(outcomes, threshold), "threshold": threshold, "by_language": by_language}


def _ask(row: Mapping[str, object], search: Search, *, twin: bool) -> _Outcome:
    question, language = str(row["query"]), str(row.get("language", "und"))
    gold = row.get("gold")
    wanted = frozenset(str(article) for article in gold) if isinstance(gold, Sequence) and not isinstance(gold, str) else frozenset()
    found = search(question, language, frozenset())
    without = search(question, language, wanted).answerable if twin and wanted else None
    return _Outcome(language, wanted, found, without)


def _figures(outcomes: Sequence[_Outcome], threshold: float) -> dict[str, object]:
    known = [outcome for outcome in outcomes if outcome.gold]
    answered = [outcome for outcome in outcomes if outcome.found.answerable >= threshold]
    figures: dict[str, object] = {"n": len(outcomes)}
    for k in AT:
        figures[f"recall_at_{k}"] = _share(sum(0 < outcome.place <= k for outcome in known), len(known))
    figures[f"mrr_at_{DEEPEST}"] = _share(sum(1 / o.place for o in known if 0 < o.place <= DEEPEST), len(known))
    false = [o.found.answerable for o in outcomes if not o.gold] or [o.without_gold for o in known if o.without_gold is not None]
    figures["answerable_auroc"] = auroc([outcome.found.answerable for outcome in known], false)
    figures["answered_share"] = _share(len(answered), len(outcomes))
    figures["wrong_share"] = _share(sum(outcome.place != 1 for outcome in answered), len(outcomes))
    return figures


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def auroc(true: Sequence[float], false: Sequence[float]) -> float | None:
    """Return the probability that a true one scores above a false one, ties as half; None when either is missing."""
    if not true or not false:
        return None
    ranked = sorted([(score, 1) for score in true] + [(score, 0) for score in false])
    won, below, place = 0.0, 0, 0
    while place < len(ranked):
        end = place
        while end < len(ranked) and ranked[end][0] == ranked[place][0]:
            end += 1
        positives = sum(flag for _, flag in ranked[place:end])
        negatives = end - place - positives
        won += positives * (below + negatives / 2)
        below += negatives
        place = end
    return round(won / (len(true) * len(false)), 4)
