"""How the words of a claim lie over a source: which sentence carries most of them, which two neighbours, and all sources together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.drafting.claims import Claim
from app.drafting.evidence import ALIKE, Piece, Source
from app.drafting.numerals import NUMBER_WORDS
from app.drafting.relations import senses_of
from app.drafting.words import LANGUAGES, Word

_FOREIGN_WEIGHT = 0.3
"""Weight of a word that no list connects, when claim and source are in different languages."""
_NUMBER_WEIGHT = 1.5
_RARE_WEIGHT = 1.3
"""Weight of a longer word that no list knows: a name, a thing of its own."""
_SHORT_WEIGHT = 0.7
_TITLE = 0.9
"""What a match in the title or heading counts for."""
_RIVAL = 0.8
_MOST = 3
"""So many sentences together may carry a claim."""

Match = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Overlap:
    """A claim over one source: matches and weights of its words, the best sentence, the best two neighbours, and what these carry
    (0..1, weighted share of the claim's words); `second` is what the second-best sentence carries, `rivals` are those about as good."""

    matches: tuple[Match, ...]
    weights: tuple[float, ...]
    foreign: bool
    single: Piece
    pair: Piece
    by_single: float
    by_pair: float
    second: float
    rivals: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words of the source that carry the claim: one sentence, or two where the second adds something."""
        return self.pair.text if self.by_pair > self.by_single else self.single.text


@dataclass(frozen=True, slots=True)
class Together:
    """What all sources carry of a claim: all their words (`union`), their best three sentences (`joint`), and the clause of the claim
    that its best sentence carries least (`weakest`)."""

    union: float
    joint: float
    weakest: float


def overlap_of(claim: Claim, source: Source) -> Overlap | None:
    """Return how `claim` lies over `source`; None when there is nothing to compare."""
    if not claim.words or not source.singles:
        return None
    foreign = claim.language in LANGUAGES and source.language in LANGUAGES and claim.language != source.language
    matches = tuple(source.match(word) for word in claim.words)
    weights = tuple(_weight(word, match, foreign=foreign) for word, match in zip(claim.words, matches, strict=True))
    shares = [covered(matches, weights, piece.words, source.head) for piece in source.singles]
    at = max(range(len(shares)), key=shares.__getitem__)
    pairs = [(covered(matches, weights, source.pairs[n].words, source.head), n) for n in (at - 1, at) if 0 <= n < len(source.pairs)]
    by_pair, number = max(pairs, default=(shares[at], -1))
    pair = source.pairs[number] if number >= 0 else source.singles[at]
    second = max((share for n, share in enumerate(shares) if n != at), default=0.0)
    rivals = tuple(piece for piece, share in zip(source.singles, shares, strict=True) if share >= _RIVAL * shares[at])
    return Overlap(matches, weights, foreign, source.singles[at], pair, shares[at], by_pair, second, rivals)


def _weight(word: Word, match: Match, *, foreign: bool) -> float:
    if word.number or word.folded in NUMBER_WORDS:
        return _NUMBER_WEIGHT
    if foreign and not any(value >= ALIKE for value in match.values()):
        return _FOREIGN_WEIGHT
    if len(word.folded) <= 3:
        return _SHORT_WEIGHT
    return _RARE_WEIGHT if len(word.folded) >= 5 and not senses_of(word) else 1.0


def best_of(match: Match, words: frozenset[int], head: frozenset[int] = frozenset()) -> float:
    """Return the best match among the given words of the source; words of its title count a little less."""
    best = 0.0
    for number, value in match.items():
        if value > best and number in words:
            best = value
        elif value * _TITLE > best and number in head:
            best = value * _TITLE
    return best


def covered(matches: Sequence[Match], weights: Sequence[float], words: frozenset[int], head: frozenset[int] = frozenset()) -> float:
    """Return the weighted share of a claim's words that the given words of a source carry."""
    return sum([w * best_of(m, words, head) for w, m in zip(weights, matches, strict=True)]) / sum(weights)


def together(claim: Claim, laid: Sequence[tuple[Source, Overlap]]) -> Together:
    """Return what the sources carry of `claim` between them."""
    if not laid:
        return Together(0.0, 0.0, 0.0)
    count = len(claim.words)
    weights = [max(lies.weights[k] for _, lies in laid) for k in range(count)]
    whole = [max(best_of(lies.matches[k], source.all) for source, lies in laid) for k in range(count)]
    rows = [[best_of(match, piece.words, source.head) for match in lies.matches] for source, lies in laid for piece in source.singles]
    best = [0.0] * count
    for _ in range(_MOST):
        best = max(([max(a, b) for a, b in zip(best, row, strict=True)] for row in rows), key=lambda row: _dot(weights, row))
    parts = [part for part in claim.parts if len(part) > 1] or [tuple(range(count))]
    weakest = min(
        max(_dot([weights[k] for k in part], [row[k] for k in part]) for row in rows) / sum(weights[k] for k in part) for part in parts
    )
    return Together(_dot(weights, whole) / sum(weights), _dot(weights, best) / sum(weights), weakest)


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum([x * y for x, y in zip(a, b, strict=True)])
