"""Contradictions: two articles that say of the same matter another amount, period, price or time, or one yes and one no."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.insight.statements import Statement

_KINDS = ("money", "duration", "percent", "time", "date", "number", "phone", "iban")
_SORTS = (
    frozenset({"m:small", "m:large", "m:middle"}),
    frozenset({"m:child", "w:volwassen", "w:adult", "w:erwachs"}),
    frozenset({"m:new", "m:used"}),
    frozenset({"m:man", "m:woman"}),
)
_SETS = frozenset({"time", "date"})
"""Kinds of which a statement holds several that belong together, as opening hours do."""
_ENOUGH = {"number": 0.62, "date": 0.55, "time": 0.5}
_USUAL, _DENIED, _SAME_ARTICLE = 0.48, 0.66, 0.75
_SETTLED = 0.3
"""How alike two clauses must be that settle the same of the matters of `app.insight.matters`."""
_NAMES_APART = 0.2
"""So much more alike they must be when each names something that the other does not."""
_IMAGINED = 300
"""So many statements are imagined beside those there are, so that in a small shop, too, rare words weigh more than common ones."""
_COMMON = 40
"""A word in more statements than this (in a large shop: in more than one of forty) leads to no pair by itself."""
_LEAST = 3.0
"""The weight that the words two statements have in common must reach, rare words counting most."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Two statements that cannot both hold: the kind of fact ("yes-no" for a denial), what either side says as
    written, how alike they are, and whether it is one of the matters that every shop has rules for."""

    one: Statement
    other: Statement
    kind: str
    said: tuple[str, str]
    alike: float
    settled: bool = False


def clashes(found: Sequence[Statement]) -> list[Clash]:
    """Return the clashes among statements, the most alike first, at most one for each pair of sentences."""
    weighed = _Weighed(found)
    best: dict[tuple[int, int, int, int], Clash] = {}
    for n, m in weighed.near():
        clash = _clash(found[n], found[m], weighed.alike(n, m), settled=weighed.settled(n, m))
        if clash is not None:
            key = (clash.one.article, clash.one.place, clash.other.article, clash.other.place)
            if key not in best or best[key].alike < clash.alike:
                best[key] = clash
    return sorted(best.values(), key=lambda clash: -clash.alike)


class _Weighed:
    """Statements as vectors over what they are about; what few speak of weighs most."""

    def __init__(self, found: Sequence[Statement]) -> None:
        self._found = found
        spread = Counter(key for statement in found for key in statement.about)
        self._rare = {key: math.log((len(found) + _IMAGINED) / (n + 3)) for key, n in spread.items()}
        self._settled = [settled_in(statement) for statement in found]
        self._telling = [statement.own | settled for statement, settled in zip(found, self._settled, strict=True)]
        most = max(_COMMON, len(found) // 40)
        self._leading = [[k for k in keys if spread[k] <= most or k.startswith("f:")] for keys in self._telling]
        self.rows = [self._row(statement.about) for statement in found]

    def _row(self, about: Mapping[str, float]) -> dict[str, float]:
        row = {key: weight * self._rare[key] for key, weight in about.items()}
        length = math.sqrt(sum(value * value for value in row.values())) or 1.0
        return {key: value / length for key, value in row.items()}

    def near(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that may clash: those that share telling words and hold facts of a kind that differ, or a denial."""
        holding: dict[str, list[int]] = defaultdict(list)
        for n, statement in enumerate(self._found):
            seen: Counter[int] = Counter()
            for key in self._leading[n]:
                seen.update(holding[key])
                holding[key].append(n)
            for m, together in seen.items():
                if self._may_clash(self._found[m], statement, together) and self.shared(m, n) >= _LEAST:
                    yield m, n

    def _may_clash(self, one: Statement, other: Statement, together: int) -> bool:
        if (one.article, one.place) == (other.article, other.place) or _elsewhere(one.countries, other.countries):
            return False
        if one.facts and other.facts and _differing(one.facts, other.facts):
            return True
        return one.denied != other.denied and together > 1

    def alike(self, n: int, m: int) -> float:
        """Return 0..1."""
        few, many = sorted((self.rows[n], self.rows[m]), key=len)
        return sum([value * many[key] for key, value in few.items() if key in many])

    def shared(self, n: int, m: int) -> float:
        """Return the weight of what both clauses themselves speak of."""
        return sum([self._rare[key] for key in self._telling[n] & self._telling[m] if not key.startswith("t:")])

    def settled(self, n: int, m: int) -> bool:
        """Whether both settle the same matter for the same subject and the same product."""
        one, other = self._found[n], self._found[m]
        if self._settled[n].isdisjoint(self._settled[m]) or one.subjects != other.subjects:
            return False
        return not (one.named - other.named and other.named - one.named)


def _elsewhere(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether they speak of different countries. Who names none speaks of the shop's own, or of all: no clash with a named one."""
    return bool(one or other) and one.isdisjoint(other)


def _differing(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> str:
    return next((kind for kind in _KINDS if kind in one and kind in other and _differ(kind, one[kind], other[kind])), "")


def _differ(kind: str, one: frozenset[str], other: frozenset[str]) -> bool:
    if kind in _SETS and min(len(one), len(other)) > 1:
        return not (one <= other or other <= one)
    return one.isdisjoint(other)


def _clash(one: Statement, other: Statement, alike: float, *, settled: bool) -> Clash | None:
    kind = _differing(one.facts, other.facts)
    usual = _SETTLED if kind and settled else _ENOUGH.get(kind, _USUAL) if kind else _DENIED
    least = max(usual, _SAME_ARTICLE if one.article == other.article else 0.0)
    if not settled and _two_names(one, other):
        least += _NAMES_APART
    if alike < least or _otherwise(one, other):
        return None
    if kind:
        return Clash(one, other, kind, (one.words[kind], other.words[kind]), alike, settled)
    return Clash(one, other, "yes-no", ("", ""), alike) if not (one.facts or other.facts) or one.facts == other.facts else None


def _otherwise(one: Statement, other: Statement) -> bool:
    """Whether they speak of different days, one of a subject with rules of its own, or of the one and the other of two sorts."""
    days, others = one.facts.get("date", frozenset()), other.facts.get("date", frozenset())
    if days and others and days.isdisjoint(others) and "time" in one.facts and "time" in other.facts:
        return True
    if bool(one.subjects) != bool(other.subjects):
        return True
    return any(one.own & sorts and other.own & sorts and not one.own & other.own & sorts for sorts in _SORTS)


def _two_names(one: Statement, other: Statement) -> bool:
    """Whether each names something in the same language that the lexicon does not know (a town, a product) and the other does not."""
    only = (one.own - other.own, other.own - one.own)
    return one.language == other.language and all(any(key.startswith("w:") for key in keys) for keys in only)


def settled_in(statement: Statement) -> frozenset[str]:
    """Return the keys of the matters that a statement settles."""
    return frozenset(key for key in statement.about if key.startswith("f:"))
