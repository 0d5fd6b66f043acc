"""What a claim and a source have in common, as numbers for the support score."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from app.drafting.claims import Claim
from app.drafting.evidence import ALIKE, Clause, Piece, Source
from app.drafting.facts import Fact, Known
from app.drafting.names import Name
from app.drafting.overlap import Overlap, Together, best_of, covered
from app.drafting.relations import excluded, senses_of, wider
from app.drafting.stance import turned_by_prefix

RISING = ("pair", "passage", "union", "joint", "weakest", "exact", "clause", "beside", "grams", "back", "foreign_pair", "met")
"""Numbers that can only speak for a claim."""
FALLING = (
    "run", "tail", "lost", "denied", "undenied", "undenied_full", "against", "swapped", "sibling", "all", "only", "must",
    "fact_near", "fact_all", "name_all", "changed", "denied_clause", "payer", "refuted",
)  # fmt: skip
"""Numbers that can only speak against it."""
FREE = ("gap", "length", "some", "foreign")
FEATURES = (*RISING, *FALLING, *FREE)
"""The names of the numbers of `features`, in order."""
_REFUTES = (
    ("payer", 1.0),
    ("against", 0.25),
    ("denied", 0.6),
    ("denied_clause", 0.7),
    ("undenied_full", 0.5),
    ("sibling", 0.4),
    ("all", 1.0),
)
"""From what on a number says that the claim is the opposite of the source, or more than it."""
_NEAR = 3
_PASSIVE = re.compile(r"\b(?:by|door|von|vom|durch|par|was|were|is|are|werd|wordt|worden|wurde|wird|werden|est|sont|été)\b", re.IGNORECASE)


def features(claim: Claim, source: Source, lies: Overlap, whole: Together, elsewhere: "Elsewhere") -> list[float]:
    """Return the numbers of `FEATURES` for a claim and one source; `whole` and `elsewhere` are what all sources carry and hold."""
    shares = [best_of(match, lies.pair.words, source.head) for match in lies.matches]
    values = _shared(claim, source, lies, whole) | _strange(shares, lies) | _facts(claim, source, lies, elsewhere)
    values |= _stance(claim, lies, shares)
    values["refuted"] = min(2, sum(values[name] >= least for name, least in _REFUTES)) / 2
    return [values[name] for name in FEATURES]


def _shared(claim: Claim, source: Source, lies: Overlap, whole: Together) -> dict[str, float]:
    return {
        "pair": lies.by_pair,
        "passage": covered(lies.matches, lies.weights, source.all, source.head),
        "union": whole.union,
        "joint": whole.joint,
        "weakest": whole.weakest,
        "exact": _exact(lies),
        "beside": _beside(lies),
        "grams": len(claim.grams & lies.pair.grams) / max(1, len(claim.grams)) if not lies.foreign else 0.0,
        "back": _back(lies),
        "foreign_pair": lies.by_pair if lies.foreign else 0.0,
        "gap": lies.by_single - lies.second,
        "length": math.log(len(claim.words)) / 3,
        "foreign": float(lies.foreign),
    }


def _strange(shares: Sequence[float], lies: Overlap) -> dict[str, float]:
    lost = sum(share < ALIKE for share in shares)
    tail = shares[-max(1, len(shares) // 3) :]
    return {
        "run": _longest_run(shares) / 4,
        "tail": sum(share < ALIKE for share in tail) / len(tail),
        "lost": min(lost, 4) / 4,
        "changed": max(0.0, _exact(lies) - 0.5) if 1 <= lost <= 2 else 0.0,
    }


def _facts(claim: Claim, source: Source, lies: Overlap, elsewhere: "Elsewhere") -> dict[str, float]:
    near = _known(lies.pair.text)
    met = [*(fact for fact in claim.facts if near.by_shop(fact)), *(name for name in claim.names if source.names.hold(name))]
    return {
        "met": _some(met),
        "fact_near": _some([fact for fact in claim.facts if not near.by_shop(fact)]),
        "fact_all": _some([fact for fact in claim.facts if not elsewhere.holds(fact)]),
        "name_all": _some([name for name in claim.names if not elsewhere.named(name)]),
    }


def _stance(claim: Claim, lies: Overlap, shares: Sequence[float]) -> dict[str, float]:
    denied, undenied, against, clause = _denial(claim, lies)
    all_, only, must, some = _bound(claim.binding, lies.single.binding)
    return {
        "clause": clause,
        "denied": denied * (clause if lies.single.denied else max(clause, lies.by_single)) ** 2,
        "undenied": undenied,
        "undenied_full": undenied * clause**2,
        "denied_clause": _denied_clause(claim, lies),
        "against": against * lies.by_single,
        "swapped": _swapped(claim, lies, shares),
        "sibling": _sibling(claim, lies, shares) * lies.by_single**2,
        "payer": float(bool(claim.payer and lies.pair.payer and claim.payer != lies.pair.payer)),
        "all": all_,
        "only": only,
        "must": must,
        "some": some,
    }


class Elsewhere:
    """What all sources of a check hold together."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    def holds(self, fact: Fact) -> bool:
        """Whether any source holds the fact."""
        return any(source.facts.by_shop(fact) for source in self._sources)

    def named(self, name: Name) -> bool:
        """Whether any source holds the name."""
        return any(source.names.hold(name) for source in self._sources)


@lru_cache(maxsize=2_000)
def _known(text: str) -> Known:
    return Known([text])


def _some(items: Sequence[object]) -> float:
    return min(len(items), 2) / 2


def _exact(lies: Overlap) -> float:
    same = (any(v == 1.0 and n in lies.pair.words for n, v in match.items()) for match in lies.matches)
    return sum(weight for weight, met in zip(lies.weights, same, strict=True) if met) / sum(lies.weights)


def _longest_run(shares: Sequence[float]) -> int:
    longest = run = 0
    for share in shares:
        run = run + 1 if share < ALIKE else 0
        longest = max(longest, run)
    return longest


def _places(lies: Overlap) -> list[list[int]]:
    """For each word of the claim: where its good matches stand in the best pair."""
    return [[at for at, number in enumerate(lies.pair.order) if match.get(number, 0.0) >= ALIKE] for match in lies.matches]


def _beside(lies: Overlap) -> float:
    """The share of neighbouring words of the claim that stand near each other in the source too, in the same order."""
    places = _places(lies)
    if len(places) < 2:
        return float(bool(places and places[0]))
    kept = sum(any(0 < b - a <= _NEAR for a in one for b in two) for one, two in pairwise(places))
    return kept / (len(places) - 1)


def _swapped(claim: Claim, lies: Overlap, shares: Sequence[float]) -> float:
    """How far the words of a claim are all there but the other way round, with no passive that would explain it."""
    if len(shares) < _NEAR or min(shares) < ALIKE or _PASSIVE.search(claim.text):
        return 0.0
    inside = [[at for at in places if lies.pair.order[at] in lies.single.words] for places in _places(lies)]
    sure = [places[0] for places in inside if len(places) == 1]
    pairs = [(a, b) for i, a in enumerate(sure) for b in sure[i + 1 :] if a != b]
    return sum(a > b for a, b in pairs) / len(pairs) if pairs else 0.0


def _denial(claim: Claim, lies: Overlap) -> tuple[float, float, float, float]:
    """(claim denies what the source says, source denies what the claim says, words that exclude each other, share of the clause meant)."""
    single = lies.single
    share, clause = max(
        ((covered(lies.matches, lies.weights, clause.words), clause) for clause in single.clauses),
        key=lambda pair: (pair[0], pair[1].denied),
        default=(lies.by_single, Clause(frozenset(), single.denied, single.denied, half_denied=False)),
    )
    against = max((_against(claim, piece) for piece in lies.rivals), default=0)
    if claim.says_not != clause.says_not and _against(claim, single):
        # "Not open" is "closed": two turns are none.
        return 0.0, 0.0, 0.0, share
    denied = claim.denied and not clause.denied and not clause.half_denied and not (claim.says_not and _turned_words(claim, single))
    undenied = clause.denied and not claim.denied and not claim.half_denied
    return float(denied), float(undenied), min(against, 2) / 2, share


def _against(claim: Claim, piece: Piece) -> int:
    opposed = (excluded(claim.senses) & piece.senses) - claim.senses
    against = sum(not excluded(frozenset({name})) & claim.senses & piece.senses for name in opposed)
    if claim.denied:
        # "Not used" is "unused".
        return against
    return against + 2 * _turned_words(claim, piece)


def _turned_words(claim: Claim, piece: Piece) -> int:
    """How many words of the claim the source has with a prefix that denies them, or without it."""
    return sum(
        not {word.folded, word.stem} & piece.folded
        and (turned_by_prefix(word.folded, piece.folded) or turned_by_prefix(word.stem, piece.folded))
        for word in claim.words
    )


def _denied_clause(claim: Claim, lies: Overlap) -> float:
    """How much of a denied clause of the source a claim repeats that denies nothing."""
    if claim.denied or claim.half_denied:
        return 0.0
    met = {number for match in lies.matches for number, value in match.items() if value >= ALIKE}
    return max((len(c.words & met) / len(c.words) for c in lies.single.clauses if c.denied and c.words), default=0.0)


def _bound(mine: tuple[bool, ...], theirs: tuple[bool, ...]) -> tuple[float, float, float, float]:
    """(all where the source does not say so, only on one side, must where it says may, some where it does not)."""
    all_, some, only, must, may = mine
    return (
        float(all_ and not theirs[0]) + float(all_ and theirs[1] and not theirs[0]),
        float(only != theirs[2]),
        float(must and theirs[4] and not theirs[3]) + float(may and theirs[3] and not theirs[4]),
        float(some and not theirs[1]),
    )


def _sibling(claim: Claim, lies: Overlap, shares: Sequence[float]) -> bool:
    """Whether a word of the claim is missing while another kind of the same thing stands there: violin for guitar."""
    there = wider(lies.single.senses)
    return any(wider(senses_of(word)) & there for word, share in zip(claim.words, shares, strict=True) if share < ALIKE)


def _back(lies: Overlap) -> float:
    """The share of the best sentence that the claim covers."""
    met = {number for match in lies.matches for number, value in match.items() if value >= ALIKE}
    return len(met & lies.single.words) / max(1, len(lies.single.words))
