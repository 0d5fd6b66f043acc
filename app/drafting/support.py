"""How far a passage carries a sentence, 0..1: small decision trees over what the two have in common, fitted by tools/fit_support.py.

The trees may only rise with what is shared and only fall with what is strange, denied or turned round; so no odd text can gain by it.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.knowledge import Passage
from app.drafting.claims import Claim, claim_of
from app.drafting.evidence import Source, normal, source_of
from app.drafting.features import FEATURES, Elsewhere, features
from app.drafting.overlap import Overlap, overlap_of, together
from app.words.files import shipped

_CLOSE = 3
_AS_GOOD = 0.95
"""Passages that share at least this part of the most words shared are looked at closely."""
_JOINT = FEATURES.index("joint")
_REFUTED = FEATURES.index("refuted")
_OPPOSITE = 0.35
"""What is taken off where everything says that the claim turns its source round."""
_SEEN = 0.55
"""Share of a claim's words that must be found in three sentences before its support counts in full."""

Tree = list[list[float]]
"""Nodes: [feature, most, left, right] goes left up to `most`; [-1, value] is a leaf."""


@dataclass(frozen=True, slots=True)
class Support:
    """How far a passage carries a sentence, 0..1; which it is (index; None where nothing was shared); its words that do; and the share
    of the sentence's words found there, whatever is said about them."""

    value: float
    passage: int | None
    words: str = ""
    overlap: float = 0.0


@lru_cache(maxsize=1)
def _model() -> tuple[float, list[Tree]]:
    model = json.loads(shipped("support.json"))
    return model["start"], model["trees"]


def best_support(sentence: str, passages: Sequence[Passage], language: str = "und") -> Support:
    """Return the support of the passage that carries `sentence` best."""
    ranked = rank_support(sentence, passages, language)
    return ranked[0] if ranked else Support(0.0, None)


def rank_support(sentence: str, passages: Sequence[Passage], language: str = "und") -> list[Support]:
    """Return the support of every passage, best first; passages that share nothing have `passage` None."""
    sources = [source_of(passage) for passage in passages]
    claim = claim_of(sentence, language)
    lies = [overlap_of(claim, source) for source in sources]
    close = closest(sources, lies)
    values = {number: _score(row) for number, row in rows_of(claim, sources, lies, close)}
    most = max((lie.by_pair for lie in lies if lie is not None), default=0.0)
    best = max(values.values(), default=0.0)
    own = normal(sentence)
    for number, source in enumerate(sources):
        if own in source.sentences:
            values[number] = best = 1.0
    found = [_support(number, lie, values.get(number), best, most) for number, lie in enumerate(lies)]
    return sorted(found, key=lambda s: (-s.value, -s.overlap))


def _support(number: int, lies: Overlap | None, value: float | None, best: float, most: float) -> Support:
    """A passage that shares clearly less than another carries less, in proportion."""
    if lies is None or lies.by_pair <= 0:
        return Support(0.0, None)
    return Support(value if value is not None else best * (lies.by_pair / most) ** 2, number, lies.text, lies.by_pair)


def closest(sources: Sequence[Source], lies: Sequence[Overlap | None]) -> list[int]:
    """Return which sources share most words with a claim, best first: those that are about as good as the best; at most three."""
    shared = sorted(
        ((lie.by_pair + lie.by_single / 10, -n) for n, lie in enumerate(lies) if lie is not None and lie.by_pair > 0), reverse=True
    )
    return [-n for value, n in shared[:_CLOSE] if value >= shared[0][0] * _AS_GOOD]


def rows_of(claim: Claim, sources: Sequence[Source], lies: Sequence[Overlap | None], close: Sequence[int]) -> list[tuple[int, list[float]]]:
    """Return the features of the sources numbered in `close`."""
    laid = [(source, lie) for source, lie in zip(sources, lies, strict=True) if lie is not None and lie.by_pair > 0]
    whole = together(claim, laid)
    elsewhere = Elsewhere(sources)
    return [(n, features(claim, sources[n], lie, whole, elsewhere)) for n in close if (lie := lies[n]) is not None]


def _score(row: Sequence[float]) -> float:
    start, trees = _model()
    total = start + sum([_leaf(tree, row) for tree in trees])
    return bounded(1 / (1 + math.exp(-total)), row)


def bounded(value: float, row: Sequence[float]) -> float:
    """Return `value`, less where most words of the claim stand nowhere (nothing can be said for what cannot be seen), or where it says
    the opposite of its source."""
    return value * min(1.0, row[_JOINT] / _SEEN) * (1 - _OPPOSITE * row[_REFUTED])


def _leaf(tree: Tree, row: Sequence[float]) -> float:
    node = tree[0]
    while node[0] >= 0:
        node = tree[int(node[2] if row[int(node[0])] <= node[1] else node[3])]
    return node[1]
