"""Mood words: their polarity, what negation makes of it, and the few plain features of a text beside its words."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.intp]

NEGATION = 90.0
INTENSIFIER = 80.0
"""Values above any polarity that mark these two kinds of words in the lexicon."""
DENSE = (
    "positive",
    "negative",
    "balance",
    "most_positive",
    "most_negative",
    "exclamations",
    "questions",
    "capitals",
    "length",
    "shortness",
)
"""Plain features of a text, in order."""
_NEGATED = np.float32(-0.6)  # "not good" is milder than "bad"
_STRENGTHENED = np.float32(1.4)
_NEGATION_REACH = 3


class Lexicon:
    """Words with a value, one a line: the folded word (`stem*` for any ending), a space and the number.

    For mood words the number is a polarity, -3 to 3; for shop concepts it is the concept's number, from 1.
    """

    def __init__(self, lines: str) -> None:
        self._exact: dict[str, float] = {}
        self._stems: dict[str, float] = {}
        for line in lines.splitlines():
            word, _, value = line.rpartition(" ")
            known = self._stems if word.endswith("*") else self._exact
            known[word.rstrip("*")] = float(value)

    def value(self, folded: str) -> float:
        """Return the value of a folded word (of its longest stem); 0 when it has none."""
        exact = self._exact.get(folded)
        if exact is not None:
            return exact
        stems = (self._stems.get(folded[:length]) for length in range(len(folded), 2, -1))
        return next((value for value in stems if value is not None), 0.0)


def moods_of(polarity: Floats, starts: Positions, lengths: Positions) -> Floats:
    """Return the polarity of each token in its place: turned by a negation shortly before it, strengthened by "very"."""
    place = np.arange(len(polarity)) - np.repeat(starts, lengths)
    moods = np.where(polarity < INTENSIFIER, polarity, np.float32(0))
    moods = np.where(_follows(polarity == INTENSIFIER, place, 1), moods * _STRENGTHENED, moods)
    return np.where(_follows(polarity == NEGATION, place, _NEGATION_REACH), moods * _NEGATED, moods).astype(np.float32)


def _follows(marks: npt.NDArray[np.bool_], place: Positions, reach: int) -> npt.NDArray[np.bool_]:
    """Tell for each token whether one of the `reach` tokens before it, in the same text, is marked."""
    found = np.zeros_like(marks)
    for distance in range(1, reach + 1):
        found[distance:] |= marks[:-distance] & (place[distance:] >= distance)
    return found


def dense_features(moods: Floats, marks: Floats, starts: Positions, lengths: Positions) -> Floats:
    """Return the DENSE features of each text. `marks` has three columns a token: is it !, is it ?, is it in capitals."""
    size = lengths.astype(np.float32)
    root = np.sqrt(size)
    positive = np.add.reduceat(np.maximum(moods, 0), starts)
    negative = np.add.reduceat(np.maximum(-moods, 0), starts)
    counts = np.add.reduceat(marks, starts, axis=0)
    return np.column_stack(
        [
            positive / root,
            negative / root,
            (positive - negative) / (positive + negative + 2),
            np.maximum.reduceat(moods, starts).clip(0, 4) / 2,
            np.minimum.reduceat(moods, starts).clip(-4, 0) / 2,
            np.minimum(counts[:, 0], 3) / 2,
            np.minimum(counts[:, 1], 3) / 2,
            np.minimum(counts[:, 2] / size * 2, 1) * (counts[:, 2] > 1),
            np.log1p(size) / 3,
            1 / root,
        ]
    ).astype(np.float32)
