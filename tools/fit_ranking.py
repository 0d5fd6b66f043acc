"""Fit the weights of app/drafting/weights.py on the project's own questions.

    python -m tools.fit_ranking             cross-validation with whole worlds left out, figures only
    python -m tools.fit_ranking --write     the same, then app/drafting/weights.py anew from everything

Read are tools/texts/faq-*.jsonl and tests/evaluation/retrieval-own.jsonl (see tools/ranking_cases.py for how they are asked). The files
tests/evaluation/retrieval-{nl,en,de,fr}.jsonl are sealed: they are measured by `toonbank evaluate`, and nothing is fitted on them.
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from app.drafting.evaluate import auroc
from app.drafting.ranking import ANSWER_FEATURES, RANK_FEATURES
from tools.ranking_cases import Case, all_cases, answer_row, shares

TARGET = Path(__file__).resolve().parents[1] / "app" / "drafting" / "weights.py"
FOLDS = 6
RANK_PULL, ANSWER_PULL = 0.02, 0.05
MOST_WRONG = 0.05
"""Share of all questions of each kind that may be answered wrongly."""
_LANGUAGE = re.compile(r"-(?:nl|en|de|fr)\b")
HARD = 0.3
"""What a question counts whose answer is not among the first five even by the weights it starts from: it would teach noise."""
START = {
    "vector": 0.6,
    "soft": 0.4,
    "head_alike": 0.4,
    "head_asked": 0.3,
    "head_grams": 0.6,
    "exact_head": 0.2,
    "exact_body": 0.2,
    "pairs": 0.2,
}
"""Weights by hand that the fit is pulled to; 0.3 for what is not named. They count titles for more than these questions teach: their
writers were asked to avoid the words of titles, and customers are not."""
Matrix = NDArray[np.float64]


def start() -> Matrix:
    """Return the weights by hand: the values' own, then those of their shares."""
    one = [START.get(name, 0.3) for name in RANK_FEATURES]
    return np.array([*one, *one[:-1], 0.0])


def places(cases: Sequence[Case], weights: Matrix) -> NDArray[np.int64]:
    """Return the place of each question's first right article, 0 where none was found."""
    return np.array([case.place(shares(case.values) @ weights) for case in cases])


def fit_rank(cases: Sequence[Case]) -> Matrix:
    """Fit by softmax over each question's candidates; no weight below 0, so that nothing that speaks for a passage is held against it."""
    told = [case for case in cases if case.right.any() and not case.right.all()]
    most = max(len(case.right) for case in told)
    values = np.zeros((len(told), most, 2 * len(RANK_FEATURES)), dtype=np.float32)
    right, absent = np.zeros((len(told), most), dtype=np.float32), np.full((len(told), most), -1e9, dtype=np.float32)
    for row, case in enumerate(told):
        n = len(case.right)
        values[row, :n], right[row, :n], absent[row, :n] = shares(case.values), case.right, 0
    by_hand = start()
    first = places(told, by_hand)
    counts = np.array([case.weight * (1.0 if 0 < place <= 5 else HARD) for case, place in zip(told, first, strict=True)])
    counts /= counts.sum()

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = values @ weights.astype(np.float32) + absent
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        whole, good = e.sum(axis=1), (e * right).sum(axis=1) + 1e-12
        slope = (e / whole[:, None] - e * right / good[:, None]) * counts[:, None]
        pulled = weights - by_hand
        return float(-((np.log(good) - np.log(whole)) * counts).sum() + RANK_PULL * (pulled**2).sum()), (
            np.einsum("ij,ijk->k", slope.astype(np.float32), values).astype(float) + 2 * RANK_PULL * pulled
        )

    found = minimize(loss, by_hand, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(by_hand), options={"maxiter": 300})
    return np.asarray(found.x)


def fit_answer(rows: Matrix, truth: Matrix, counts: Matrix) -> Matrix:
    """Fit a logistic regression on standardised values; returned are the weights of the plain ones."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1
    middle[0], spread[0] = 0, 1
    values, counts = (rows - middle) / spread, counts / counts.sum()

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        z = values @ weights
        pull = np.r_[0, weights[1:]] * ANSWER_PULL
        cost = float((counts * (np.logaddexp(0, z) - truth * z)).sum() + (pull * weights).sum())
        return cost, values.T @ (counts * (1 / (1 + np.exp(-z)) - truth)) + 2 * pull

    fitted = np.asarray(minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 800}).x) / spread
    fitted[0] -= (fitted[1:] * middle[1:]).sum()
    return fitted


def threshold(probabilities: Matrix, truth: Matrix, groups: Sequence[NDArray[np.bool_]]) -> float:
    """Return the least probability from which in every group at most MOST_WRONG of all questions are answered wrongly."""
    for at in np.arange(0.2, 0.95, 0.01):
        if all(((probabilities >= at) & (truth == 0))[group].mean() <= MOST_WRONG for group in groups):
            return float(at)
    return 0.95


def main() -> None:
    """Print the cross-validated figures; with --write also fit on everything and write the weights."""
    cases = all_cases()
    folds = np.array([case.fold % FOLDS for case in cases])
    ranked = [case for case in cases if case.known]
    place = np.zeros(len(cases), dtype=int)
    rows: list[Matrix | None] = [None] * len(cases)
    for fold in range(FOLDS):
        weights = fit_rank([case for case in ranked if case.fold % FOLDS != fold])
        for i in np.flatnonzero(folds == fold):
            place[i] = places([cases[i]], weights)[0]
            rows[i] = answer_row(cases[i], weights)
    _show("ranked", cases, lambda i: int(place[i]))
    keyword = places(cases, np.eye(2 * len(RANK_FEATURES))[0])
    _show("keyword index alone", cases, lambda i: int(keyword[i]))
    told = np.array([i for i, row in enumerate(rows) if row is not None])
    values, counts = np.array([rows[i] for i in told]), np.array([cases[i].weight for i in told])
    truth = np.array([float(cases[i].known and place[i] == 1) for i in told])
    probabilities = np.zeros(len(told))
    for fold in range(FOLDS):
        here = folds[told] == fold
        probabilities[here] = 1 / (1 + np.exp(-values[here] @ fit_answer(values[~here], truth[~here], counts[~here])))
    at = _abstention([cases[i] for i in told], probabilities, truth)
    if "--write" in sys.argv:
        weights = fit_rank(ranked)
        answer = fit_answer(values, truth, counts)
        answer[0] -= np.log(at / (1 - at))
        _write(weights, answer)


def _show(name: str, cases: Sequence[Case], place: Callable[[int], int]) -> None:
    print(name)
    for group in dict.fromkeys(case.group for case in cases if case.known):
        found = np.array([place(i) for i, case in enumerate(cases) if case.group == group and case.known])
        print(f"  {group:24s} n {len(found):4d}", *(f"R@{k} {((found > 0) & (found <= k)).mean():.3f}" for k in (1, 3, 5)))


def _abstention(cases: Sequence[Case], probabilities: Matrix, truth: Matrix) -> float:
    names = np.array([case.group for case in cases])
    kinds = np.array([_LANGUAGE.sub("", case.group) for case in cases])
    known, twin = np.array([case.known for case in cases]), np.array([case.twin for case in cases])
    asked_kinds = [(kinds == kind) & ~twin for kind in dict.fromkeys(kinds.tolist()) if ((kinds == kind) & ~twin & ~known).any()]
    at = threshold(probabilities, truth, asked_kinds)
    groups = [(name, names == name) for name in dict.fromkeys(names.tolist())]
    print(f"threshold {at:.2f}")
    for name, here in groups:
        left_out = auroc(list(probabilities[here & known]), list(probabilities[here & twin]))
        unknown = auroc(list(probabilities[here & known]), list(probabilities[here & ~known & ~twin]))
        asked = here & ~twin
        answered = probabilities[asked] >= at
        wrong = (answered & (truth[asked] == 0)).mean()
        print(f"  {name:24s} AUROC gold left out {left_out} unanswerable {unknown} answered {answered.mean():.3f} wrongly {wrong:.3f}")
    return at


def _write(weights: Matrix, answer: Matrix) -> None:
    def table(name: str, features: Sequence[str], values: Matrix) -> str:
        return (
            f"{name} = (\n" + "".join(f"    {value:.3f},  # {feature}\n" for feature, value in zip(features, values, strict=True)) + ")\n"
        )

    of_best = [f"{name}, of the best" for name in RANK_FEATURES]
    head = (
        '"""Weights of the ranking, written by `python -m tools.fit_ranking --write`. A probability of .5 is the shipped threshold."""\n\n'
    )
    ranked = table("RANK_WEIGHTS", [*RANK_FEATURES, *of_best], weights)
    TARGET.write_text(head + ranked + table("ANSWER_WEIGHTS", ANSWER_FEATURES, answer), "utf-8")


if __name__ == "__main__":
    main()
