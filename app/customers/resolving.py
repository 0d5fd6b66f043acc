"""Resolving: a crowd of records to matches, each with its reasons. Pure, deterministic, and the same whatever the order of records."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from app.customers.blocking import candidate_pairs
from app.customers.certain import certain_groups
from app.customers.comparing import Scores, compare
from app.customers.crowd import Codes, Crowd, Marks
from app.customers.extra import Extra, extra_of
from app.customers.grouping import group
from app.customers.reasons import bits, reasons_of
from app.customers.weighing import Model, learn, log_odds
from app.domain.identity import Match

LIKELY = 0.9
"""Probability from which two records count as one person while a shop goes on and only what changed is compared."""
POSSIBLE = 0.5
"""Probability from which a pair is worth a person's look: two of one full name on two channels, and nothing else known."""
CERTAIN = 0.999
_ALL_SHOWN = 30
"""Of a larger group that is proven not every pair is shown, only enough to tie it."""
WRONG, BOUNDS = 0.006, (0.7, 0.97)
"""Where a whole crowd is resolved: the share of wrong pairs that is expected when all suggestions are accepted, and between which
probabilities the line that keeps to it may lie: many sure pairs pay for some less sure ones."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a crowd resolves to. `certain` and `groups` are rows that are one person each, two at least: by proof, and with all suggestions
    accepted, those of the probability `likely` at least. `matches` are the pairs to show, the possible ones too; `model` what was learnt,
    for later records of the same crowd."""

    certain: Sequence[Sequence[int]]
    groups: Sequence[Sequence[int]]
    matches: Sequence[Match]
    model: Model
    likely: float = LIKELY


def resolve(crowd: Crowd, *, model: Model | None = None, changed: Collection[str] | None = None) -> Resolution:
    """Compare all records, or those `changed` with all; without a `model` it is learnt from the crowd."""
    marks = None if changed is None else _marks(crowd, changed)
    i, j = candidate_pairs(crowd, marks)
    compared = compare(crowd, i, j)
    if model is None:
        model = learn(crowd, compared)
    odds = log_odds(model, compared, _extra(crowd, i, j))
    least = LIKELY if marks is not None else accepted_from(odds)
    edges = _edges(i, j, odds, least, 1.0)
    possible = _edges(i, j, odds, POSSIBLE, least)
    certain = certain_groups(crowd.people, marks)
    learnt = model
    groups = group(edges, lambda a, b: log_odds(learnt, compare(crowd, a, b), _extra(crowd, a, b)), certain)
    return Resolution(certain, groups, _matches(crowd, model, (edges, possible), certain, groups, marks), model, least)


def accepted_from(odds: Scores) -> float:
    """Return the least probability from which so few of all pairs are expected to be wrong that they may be accepted together."""
    likely = np.sort(1.0 / (1.0 + np.exp(-odds[odds > 0.0])))[::-1]
    wrong = np.cumsum(1.0 - likely) / np.arange(1, len(likely) + 1)
    enough = int(np.searchsorted(wrong, WRONG, side="right"))
    return float(np.clip(likely[enough - 1] if enough else LIKELY, *BOUNDS))


def _edges(i: Codes, j: Codes, odds: Scores, least: float, below: float) -> list[tuple[int, int, float]]:
    """Return the pairs, with log odds, whose probability is at least the one and less than the other."""
    chosen = odds >= np.log(least / (1.0 - least))
    if below < 1.0:
        chosen &= odds < np.log(below / (1.0 - below))
    at = np.flatnonzero(chosen)
    return list(zip(i[at].tolist(), j[at].tolist(), odds[at].tolist(), strict=True))


def _marks(crowd: Crowd, changed: Collection[str]) -> Marks:
    marks = np.zeros(len(crowd), np.bool_)
    marks[[crowd.row_of[id_] for id_ in changed if id_ in crowd.row_of]] = True
    return marks


def _extra(crowd: Crowd, i: Codes, j: Codes) -> Scores:
    some = np.array([bool(p.orders or p.mentioned or p.moments) for p in crowd.people], dtype=np.bool_)
    found = np.zeros(len(i))
    for n in np.flatnonzero(some[i] | some[j]).tolist():
        found[n] = sum(e.weight for e in extra_of(crowd.people[i[n]], crowd.people[j[n]], crowd.common()))
    return found


def _matches(
    crowd: Crowd,
    model: Model,
    edges: tuple[Sequence[tuple[int, int, float]], Sequence[tuple[int, int, float]]],
    certain: Sequence[Sequence[int]],
    groups: Sequence[Sequence[int]],
    marks: Marks | None,
) -> list[Match]:
    group_of = {row: number for number, rows in enumerate(groups) for row in rows}
    proven = {pair for rows in certain for pair in (combinations(rows, 2) if len(rows) <= _ALL_SHOWN else pairwise(rows))}
    if marks is not None:
        proven = {(a, b) for a, b in proven if marks[a] or marks[b]}
    likely, possible = edges
    shown = {(a, b) for a, b, _s in likely if group_of.get(a, -1) == group_of.get(b, -2)} | proven | {(a, b) for a, b, _s in possible}
    return sorted(_with_reasons(crowd, model, sorted(shown), proven), key=lambda m: (-m.probability, m.a, m.b))


def _with_reasons(crowd: Crowd, model: Model, pairs: Sequence[tuple[int, int]], proven: Collection[tuple[int, int]]) -> Iterator[Match]:
    if not pairs:
        return
    i, j = np.array(pairs, dtype=np.int64).T
    compared = compare(crowd, i, j)
    weights = bits(model, compared)
    odds = log_odds(model, compared, _extra(crowd, i, j))
    for n, (one, other) in enumerate(pairs):
        a, b = sorted((crowd.people[one], crowd.people[other]), key=lambda p: p.id)
        extra: tuple[Extra, ...] = extra_of(a, b, crowd.common())
        certain = (one, other) in proven
        probability = max(float(1.0 / (1.0 + np.exp(-odds[n]))), CERTAIN if certain else 0.0)
        yield Match(a.id, b.id, round(probability, 4), reasons_of(n, a, b, compared, weights, extra), certain)
