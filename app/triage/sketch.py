"""Texts as short vectors whose inner product tells how alike their words are: the sorter's own features, folded together.

Every table row of a text (words, their n-grams, pairs of words) is added with a sign to one of SKETCH_SIZE places (a count
sketch, Charikar, Chen and Farach-Colton 2002), so that inner products stay what they were, but for a little noise. A row
weighs by its rarity in the training texts: two messages are not alike because both say "the".
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.triage.words import (
    CONCEPT_WEIGHT,
    NGRAMS,
    PAIR_WEIGHTS,
    WORD_WEIGHT,
    Ids,
    Positions,
    concept_rows,
    mix,
    pair_rows,
    word_features,
    word_rows,
)

Floats = npt.NDArray[np.float32]
Rarity = npt.NDArray[np.uint8]

SKETCH_SIZE = 1024
RARITY_STEPS = 16.0
"""Steps of `rarity` to one natural log of (texts / texts that have the row)."""


def sketches(folded: Sequence[str], concepts: Ids, lengths: Positions, rarity: Rarity) -> Floats:
    """Return a vector of length 1 for each text [texts, SKETCH_SIZE].

    `folded` are the words of all texts in a row, `concepts` those of these words (0: none), `lengths` how many words each text
    has, `rarity` a number for each table row.
    """
    owners = np.repeat(np.arange(len(lengths)), lengths)
    hashes, grams, _ = word_features(folded)
    of_grams = np.repeat(owners, [len(NGRAMS) * (len(word) + 2) for word in folded])
    parts = [(grams, of_grams, 1.0), (word_rows(hashes), owners, WORD_WEIGHT), (concept_rows(concepts), owners, CONCEPT_WEIGHT)]
    parts += [(pair_rows(hashes, owners, distance), owners, weight) for distance, weight in PAIR_WEIGHTS.items()]
    summed = np.zeros(len(lengths) * SKETCH_SIZE)
    for rows, texts, weight in parts:
        summed += _scattered(rows, texts, weight, rarity, len(summed))
    vectors = summed.reshape(len(lengths), SKETCH_SIZE)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6), np.float32)


def _scattered(rows: Positions, texts: Positions, weight: float, rarity: Rarity, size: int) -> npt.NDArray[np.float64]:
    kept = rows > 0
    mixed = mix(rows[kept].astype(np.uint32))
    signs = 1.0 - 2.0 * ((mixed >> np.uint32(16)) & np.uint32(1))
    places = texts[kept] * SKETCH_SIZE + (mixed & np.uint32(SKETCH_SIZE - 1)).astype(np.intp)
    return np.asarray(np.bincount(places, signs * rarity[rows[kept]] * (weight / RARITY_STEPS), size), np.float64)
