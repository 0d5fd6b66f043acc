"""Grouping: persons from pairs. Likely pairs are joined one after another, the likeliest first, and two groups become one only when their
records fit together on the whole: a chain of half-likenesses glues no strangers."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from app.customers.comparing import Scores
from app.customers.crowd import Codes

WORST = -9.0
"""Log odds below which one pair alone keeps two groups apart ... """
ENOUGH = 3.0
"""... and the least sum of the best pair between them and the mean of all."""
_LARGEST = 150
"""Within a larger cluster pairs that were not compared count as strangers."""
_UNKNOWN = -5.0

Pair = tuple[int, int]


def group(
    edges: Sequence[tuple[int, int, float]], score: Callable[[Codes, Codes], Scores], certain: Sequence[Sequence[int]] = ()
) -> list[list[int]]:
    """Return groups of two rows at least. `edges` are likely pairs with log odds, `score` compares further pairs, `certain` stay together.

    The same whatever the order of edges.
    """
    clusters = _clusters([*((a, b) for a, b, _s in edges), *((rows[0], row) for rows in certain for row in rows[1:])])
    scores = {(min(a, b), max(a, b)): s for a, b, s in edges}
    _score_rest(clusters, scores, score)
    parents: dict[int, int] = {row: row for cluster in clusters for row in cluster}
    members: dict[int, list[int]] = {row: [row] for row in parents}
    for rows in certain:
        for row in rows[1:]:
            _join(parents, members, parents[rows[0]], parents[row])
    for a, b, best in sorted(edges, key=lambda e: (-e[2], min(e[:2]), max(e[:2]))):
        one, other = parents[a], parents[b]
        if one != other and _fit(members[one], members[other], scores, best):
            _join(parents, members, one, other)
    return [sorted(rows) for rows in members.values() if len(rows) > 1]


def _join(parents: dict[int, int], members: dict[int, list[int]], one: int, other: int) -> None:
    if one == other:
        return
    for row in members[other]:
        parents[row] = one
    members[one] += members.pop(other)


def _fit(one: Sequence[int], other: Sequence[int], scores: dict[Pair, float], best: float) -> bool:
    between = [scores.get((min(a, b), max(a, b)), _UNKNOWN) for a in one for b in other]
    mean = sum(min(max(s, WORST), -WORST) for s in between) / len(between)
    return len(between) == 1 or (min(between) >= WORST and best + mean >= ENOUGH)


def _clusters(pairs: Sequence[Pair]) -> list[list[int]]:
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        neighbours[a].add(b)
        neighbours[b].add(a)
    seen: set[int] = set()
    found: list[list[int]] = []
    for start in neighbours:
        if start in seen:
            continue
        cluster, waiting = [], [start]
        seen.add(start)
        while waiting:
            row = waiting.pop()
            cluster.append(row)
            new = neighbours[row] - seen
            seen |= new
            waiting += new
        found.append(sorted(cluster))
    return found


def _score_rest(clusters: Sequence[Sequence[int]], scores: dict[Pair, float], score: Callable[[Codes, Codes], Scores]) -> None:
    """Compare the pairs within clusters that are no edges."""
    missing = [pair for rows in clusters if 2 < len(rows) <= _LARGEST for pair in combinations(rows, 2) if pair not in scores]
    if missing:
        i, j = np.array(missing, dtype=np.int64).T
        scores.update(zip(missing, score(i, j).tolist(), strict=True))
