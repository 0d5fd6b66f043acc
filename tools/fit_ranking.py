"""Fit the weights of app/drafting/ranking.py on the project's own questions, and measure any file of the same form.

python tools/fit_ranking.py tests/evaluation/retrieval-own.jsonl            cross-validated figures, then the weights to paste
python tools/fit_ranking.py --measure FILE...                               figures with the weights that are in the code
"""

import json
import random
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.domain.knowledge import NewArticle, Passage, PassageHit
from app.drafting import ranking
from app.knowledge.passages import split_passages
from app.language.embed import HashedEmbedder
from app.words.text import fold, is_stop, stem, tokens

CANDIDATES = 40
SHOWN = 8
Query = dict[str, object]


def stems(text: str, language: str) -> str:
    """Return a text as the keyword index holds it."""
    return " ".join(stem(word, language) for word in tokens(text) if not is_stop(fold(word), language))


@dataclass
class Case:
    """A question with its candidates."""

    query: dict
    hits: list[PassageHit]
    keyword: dict[int, float]
    vector: dict[int, float]
    gold: set[int]


class Shop:
    """Articles in memory: passages, a full-text index and vectors."""

    def __init__(self, rows: Sequence[dict]) -> None:
        self.embedder = HashedEmbedder()
        self.passages: list[Passage] = []
        self.article_of: list[str] = []
        for row in rows:
            for number, (heading, text) in enumerate(split_passages(NewArticle(row["title"], row["text"], row["language"]))):
                self.passages.append(Passage(len(self.passages), 0, row["title"], number, heading, text, row["language"]))
                self.article_of.append(row["article"])
        self.db = sqlite3.connect(":memory:")
        self.db.execute("create virtual table t using fts5(title, heading, text)")
        self.db.executemany(
            "insert into t(rowid, title, heading, text) values (?, ?, ?, ?)",
            [(p.id + 1, *(stems(x, p.language) for x in (p.article_title, p.heading, p.text))) for p in self.passages],
        )
        texts = [ranking.passage_text(p.article_title, p.heading, p.text) for p in self.passages]
        vectors = [self.embedder.embed([text], p.language)[0] for text, p in zip(texts, self.passages, strict=True)]
        self.matrix = np.vstack([np.frombuffer(vector, "<f4") for vector in vectors])

    def keyword(self, text: str, language: str, without: frozenset[int]) -> list[tuple[int, float]]:
        """Return (passage, BM25), best first."""
        words = dict.fromkeys(stems(text, language).split())
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        found = self.db.execute("select rowid, bm25(t, 2, 1, 1) b from t where t match ? order by b limit 200", (match,))
        return [(number - 1, -score) for number, score in found if number - 1 not in without][:CANDIDATES]

    def vector(self, text: str, language: str, without: frozenset[int]) -> list[tuple[int, float]]:
        """Return (passage, cosine), best first."""
        scores = self.matrix @ np.frombuffer(self.embedder.embed([text], language)[0], "<f4")
        return [(int(i), float(scores[i])) for i in np.argsort(-scores) if int(i) not in without][:CANDIDATES]

    def case(self, query: dict, *, gold_left_out: bool = False) -> Case:
        """Return a question's candidates."""
        gold = {i for i, article in enumerate(self.article_of) if article in query["gold"]}
        without = frozenset(gold) if gold_left_out else frozenset()
        keyword = self.keyword(query["query"], query["language"], without)
        vector = self.vector(query["query"], query["language"], without)
        hits = [PassageHit(self.passages[i], score, kr, vr) for i, score, kr, vr in ranking.fuse(keyword, vector)]
        return Case(query, hits, dict(keyword), dict(vector), gold - without)


def rank_rows(case: Case) -> np.ndarray:
    view = ranking._View(case.query["query"], case.query["language"], case.hits)
    return np.array([ranking.rank_features(view, place, case.keyword, case.vector) for place in range(len(case.hits))])


def fit_rank(cases: Sequence[Case], pull: float = 0.03, steps: int = 600) -> np.ndarray:
    """Fit by softmax over each question's candidates, pulled towards weights of equal say."""
    data = [(rank_rows(case), np.array([hit.passage.id in case.gold for hit in case.hits])) for case in cases]
    data = [(x, y) for x, y in data if y.any()]
    prior = np.ones(len(ranking.RANK_FEATURES))
    weights = prior.copy()
    for step in range(steps):
        slope = pull * (weights - prior)
        for x, y in data:
            p = np.exp(x @ weights - (x @ weights).max())
            p /= p.sum()
            q = np.where(y, p, 0)
            slope += x.T @ (p - q / q.sum()) / len(data)
        weights = np.maximum(weights - (2.0 if step < 400 else 0.5) * slope, 0)
    return weights


def best_hits(case: Case) -> list[PassageHit]:
    """Return the hits as the retrieve stage hands them on."""
    return ranking.rerank(case.query["query"], case.query["language"], case.hits, case.keyword, case.vector)[:SHOWN]


def answer_row(case: Case) -> np.ndarray:
    hits = best_hits(case)
    view = ranking._View(case.query["query"], case.query["language"], hits)
    return np.array(ranking.answer_features(view, case.keyword, case.vector))


def fit_answer(rows: np.ndarray, truth: np.ndarray, pull: float = 0.003, steps: int = 4000) -> np.ndarray:
    """Fit a logistic regression whose probabilities are those of the cases given."""
    weights = np.zeros(rows.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (p - truth) / len(truth) + pull * np.r_[0, weights[1:]]
        weights -= 1.5 * slope
    return weights


def auroc(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """Return the probability that a true one scores above a false one."""
    good = [s for s, t in zip(scores, truth, strict=True) if t]
    bad = [s for s, t in zip(scores, truth, strict=True) if not t]
    return sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / (len(good) * len(bad))


def recalls(shop: Shop, cases: Sequence[Case], order: Callable[[Case], list[int]]) -> dict[int, float]:
    """Return recall of articles at 1, 3, 5."""
    out = dict.fromkeys((1, 3, 5), 0.0)
    for case in cases:
        articles = list(dict.fromkeys(shop.article_of[i] for i in order(case)))
        for k in out:
            out[k] += bool(set(articles[:k]) & set(case.query["gold"])) / len(cases)
    return {k: round(v, 3) for k, v in out.items()}


def reranked(case: Case) -> list[int]:
    hits = ranking.rerank(case.query["query"], case.query["language"], case.hits, case.keyword, case.vector)
    return [hit.passage.id for hit in hits]


def load(path: Path) -> tuple[list[dict], list[dict]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [row for row in rows if "article" in row], [row for row in rows if "query" in row]


def measure(path: Path) -> None:
    """Print recall of each way of ranking, and AUROC."""
    articles, queries = load(path)
    shop = Shop(articles)
    languages = {row["article"]: row["language"] for row in articles}
    known = [query for query in queries if query["gold"]]
    same = [query for query in known if any(languages[gold] == query["language"] for gold in query["gold"])]
    for name, part in (("same language", same), ("cross language", [query for query in known if query not in same])):
        if part:
            cases = [shop.case(query) for query in part]
            print(f"{path.name} {name} n={len(part)}")
            print(
                "  keyword",
                recalls(shop, cases, lambda case: list(case.keyword)),
                " vector",
                recalls(shop, cases, lambda case: list(case.vector)),
            )
            fused = recalls(shop, cases, lambda case: [hit.passage.id for hit in case.hits])
            print("  fused  ", fused, " reranked", recalls(shop, cases, reranked))
    with_gold = [answer(shop.case(query)) for query in known]
    left_out = [answer(shop.case(query, gold_left_out=True)) for query in known]
    unknown = [answer(shop.case(query)) for query in queries if not query["gold"]]
    print("  AUROC gold left out", round(auroc(with_gold + left_out, [True] * len(with_gold) + [False] * len(left_out)), 3), end=" ")
    if unknown:
        print(" unanswerable", round(auroc(with_gold + unknown, [True] * len(with_gold) + [False] * len(unknown)), 3), end=" ")
    print(" mean p with gold", round(float(np.mean(with_gold)), 3), "without", round(float(np.mean(left_out)), 3))


def answer(case: Case) -> float:
    hits = best_hits(case)
    return ranking.answerable(case.query["query"], case.query["language"], hits, case.keyword, case.vector)


def fit(path: Path) -> None:
    """Print figures by five-fold cross-validation over questions, then weights fitted on all."""
    articles, queries = load(path)
    shop = Shop(articles)
    random.Random(7).shuffle(queries)
    known = [shop.case(query) for query in queries if query["gold"]]
    shipped = ranking.RANK_WEIGHTS
    hits: list[bool] = []
    for number in range(5):
        ranking.RANK_WEIGHTS = tuple(fit_rank([case for i, case in enumerate(known) if i % 5 != number]))
        hits += [shop.article_of[reranked(case)[0]] in case.query["gold"] for i, case in enumerate(known) if i % 5 == number]
    print("R@1 cross-validated", round(float(np.mean(hits)), 3), "n", len(known))
    print("fitted:", dict(zip(ranking.RANK_FEATURES, np.round(fit_rank(known), 2).tolist(), strict=True)))
    ranking.RANK_WEIGHTS = shipped
    print("R@1 of the shipped weights", recalls(shop, known, reranked)[1])
    cases = known + [shop.case(query, gold_left_out=bool(query["gold"])) for query in queries]
    rows = np.array([answer_row(case) for case in cases])
    truth = np.array([any(hit.passage.id in case.gold for hit in best_hits(case)[:3]) for case in cases])
    folds = np.array([hash_fold(case.query["query"]) for case in cases])
    p = np.zeros(len(cases))
    for number in range(5):
        weights = fit_answer(rows[folds != number], truth[folds != number])
        p[folds == number] = 1 / (1 + np.exp(-rows[folds == number] @ weights))
    print("AUROC cross-validated", round(auroc(list(p), list(truth)), 3), "n", len(cases))
    real = np.array([not case.query["gold"] or bool(case.gold) for case in cases])
    for at in (0.4, 0.5, 0.6, 0.7):
        said = p[real] >= at
        print(f"  from {at}: answered {said.mean():.3f}, of all questions wrongly {(said & ~truth[real]).mean():.3f}")
    weights = fit_answer(rows, truth)
    print("ANSWER_WEIGHTS =", tuple(np.round(weights, 2).tolist()), ranking.ANSWER_FEATURES)


def hash_fold(text: str) -> int:
    """Keep a question and its twin without gold in one fold."""
    return sum(text.encode()) % 5


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        for name in sys.argv[2:]:
            measure(Path(name))
    else:
        fit(Path(sys.argv[1]))
