"""Train the embedded sorter from the texts in tools/texts and write resources/models/triage.npz.

    python tools/train_triage.py [--check]

`--check` prints cross-validated figures on the training texts (by language) instead of writing a file. The texts are our own.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve
from sklearn.metrics import f1_score

from app.triage.memory import CONCEPT_WEIGHT, WORD_WEIGHT
from app.triage.model import COLUMNS, CONCEPT_PAIR_WEIGHT, HEADS, PAIR_WEIGHT
from app.triage.mood import DENSE, INTENSIFIER, NEGATION, Lexicon, dense_features, moods_of
from app.triage.words import TABLE_ROWS, concept_pairs, concept_rows, fold, pair_rows, tokens_of, word_features, word_rows

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tools" / "texts"
TARGET = ROOT / "resources" / "models" / "triage.npz"
RIDGE = 0.5
DENSE_SCALE = 0.5
FOLDS = 4
SEED = 7

Row = dict[str, str]


def texts() -> list[Row]:
    """Return all training texts."""
    paths = sorted(TEXTS.glob("*.jsonl"))
    return [{**json.loads(line), "source": path.stem} for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def concept_lines() -> str:
    """Return the words of shop concepts, one a line with the concept's number; its first mention counts; a name said again goes on."""
    found: dict[str, int] = {}
    numbers: dict[str, int] = {}
    lines = (TEXTS / "concepts.txt").read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line and not line.startswith("#")):
        name, _, members = line.partition(":")
        number = numbers.setdefault(name, len(numbers) + 1)
        for word in members.split():
            found.setdefault(word, number)
    return "\n".join(f"{word} {number}" for word, number in found.items())


def mood_lines() -> str:
    """Return the mood words, one a line with its value; the first mention of a word counts."""
    values = {"NOT": NEGATION, "VERY": INTENSIFIER}
    found: dict[str, float] = {}
    for line in (TEXTS / "mood.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            value, *words = line.split()
            for word in words:
                found.setdefault(word, values.get(value) or float(value))
    return "\n".join(f"{word} {value:g}" for word, value in found.items())


class Words:
    """The two word lists, as the program uses them."""

    def __init__(self) -> None:
        self.moods, self.concepts = Lexicon(mood_lines()), Lexicon(concept_lines())


def features(rows: Sequence[str], words: Words) -> sparse.csr_matrix:
    """Return a row of hashed and plain features for each text: exactly what TriageModel sums up."""
    data, columns, borders, dense = [], [], [0], []
    for text in rows:
        tokens = tokens_of(text) or ["?"]
        folded = [fold(token) for token in tokens]
        ids, weights = hashed_features(folded, words)
        columns.append(ids)
        data.append(weights / np.sqrt((weights**2).sum()))
        borders.append(borders[-1] + len(ids))
        dense.append(_dense(tokens, folded, words.moods))
    hashed = sparse.csr_matrix((np.concatenate(data), np.concatenate(columns), borders), shape=(len(rows), TABLE_ROWS))
    hashed.sum_duplicates()
    return sparse.hstack([hashed, sparse.csr_matrix(np.concatenate(dense) * DENSE_SCALE)]).tocsr()


def hashed_features(folded: list[str], words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return the table rows of one text and their weights."""
    hashes, grams, _ = word_features(folded)
    concepts = np.array([words.concepts.value(word) for word in folded], np.uint32)
    concepts = concepts[concepts > 0]
    parts = [
        (grams[grams > 0], 1.0),
        (word_rows(hashes), WORD_WEIGHT),
        (pair_rows(hashes, np.array([len(folded)])), PAIR_WEIGHT),
        (concept_rows(concepts), CONCEPT_WEIGHT),
        (concept_pairs(concepts, np.zeros(len(concepts), np.intp))[0], CONCEPT_PAIR_WEIGHT),
    ]
    kept = [(ids[ids > 0], weight) for ids, weight in parts]
    return np.concatenate([ids for ids, _ in kept]), np.concatenate([np.full(len(ids), weight) for ids, weight in kept])


def _dense(tokens: list[str], folded: list[str], lexicon: Lexicon) -> np.ndarray:
    starts, lengths = np.array([0]), np.array([len(tokens)])
    moods = moods_of(np.array([lexicon.value(word) for word in folded], np.float32), starts, lengths)
    marks = [("!" in word, "?" in word, len(token) > 2 and token.isupper()) for token, word in zip(tokens, folded, strict=True)]
    return dense_features(moods, np.array(marks, np.float32), starts, lengths)


def varied(rows: list[Row], seed: int) -> list[Row]:
    """Return the texts with a second, rougher spelling of each: how people type on a phone."""
    dice = random.Random(seed)
    return rows + [{**row, "text": _rougher(row["text"], dice)} for row in rows]


def _rougher(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    if len(words) > 6 and dice.random() < 0.5:
        start = dice.randrange(0, max(1, len(words) // 4))
        words = words[start : start + max(5, int(len(words) * dice.uniform(0.6, 1)))]
    for place, word in enumerate(words):
        if len(word) > 4 and dice.random() < 0.06:
            at = dice.randrange(1, len(word) - 2)
            words[place] = dice.choice([word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :]])
    rough = " ".join(words)
    return rough.lower() if dice.random() < 0.5 else rough


def kernel(matrix: sparse.csr_matrix) -> np.ndarray:
    """Return how alike the texts are: the inner products of their features [texts, texts]."""
    return np.asarray((matrix @ matrix.T).todense(), np.float32)


def solve(likeness: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Return a weight for each text and class: ridge regression on +1 and -1 in its dual form, rare classes weighing as much as others."""
    counts = np.bincount(labels, minlength=classes)
    weights = len(labels) / (counts > 0).sum() / counts[labels]
    regularised = likeness + np.diag(RIDGE / weights).astype(np.float32)
    targets = np.eye(classes, dtype=np.float32)[labels] * 2 - 1
    return cho_solve(cho_factor(regularised, lower=True, overwrite_a=True, check_finite=False), targets, check_finite=False)


def labelled(rows: list[Row], head: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the texts that have a label for a head (opinions have no category), and the labels as numbers."""
    places = np.array([place for place, row in enumerate(rows) if head in row])
    return places, np.array([HEADS[head].index(rows[place][head]) for place in places])


def folds_of(rows: list[Row]) -> np.ndarray:
    """Return a fold for each text; the texts of one voice (or twelve neighbours in a file without voices) stay together."""
    voices = [row.get("voice", f"{row['source']} {place // 12}") for place, row in enumerate(rows)]
    dice = random.Random(SEED)
    chosen = {voice: dice.randrange(FOLDS) for voice in sorted(set(voices))}
    return np.array([chosen[voice] for voice in voices])


def out_of_fold(likeness: np.ndarray, rows: list[Row], head: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores for each text by models that saw neither it nor its voice, the labels as numbers, and the texts' places."""
    places, labels = labelled(rows, head)
    folds = folds_of(rows)[places]
    scores = np.zeros((len(places), len(HEADS[head])))
    for number in range(FOLDS):
        train, test = folds != number, folds == number
        duals = solve(likeness[np.ix_(places[train], places[train])], labels[train], scores.shape[1])
        scores[test] = likeness[np.ix_(places[test], places[train])] @ duals
    return scores, labels, places


def temperature_of(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature that makes the probabilities of unseen texts honest (least log loss on a grid)."""

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(labels)), labels]))

    return min(np.geomspace(0.02, 4, 80), key=loss)


def check(rows: list[Row], words: Words) -> None:
    """Print cross-validated macro-F1 by head and language."""
    likeness = kernel(features([row["text"] for row in rows], words))
    for head in HEADS:
        scores, labels, places = out_of_fold(likeness, rows, head)
        best = scores.argmax(axis=1)
        languages = np.array([rows[place]["language"] for place in places])
        figures = {code: f1_score(labels[languages == code], best[languages == code], average="macro") for code in ("nl", "en", "de", "fr")}
        print(head, f"all {f1_score(labels, best, average='macro'):.3f}", {code: round(value, 3) for code, value in figures.items()})


def weights_of(rows: list[Row], words: Words) -> np.ndarray:
    """Return the weights of all features for all heads [features, COLUMNS]."""
    seen = varied(rows, SEED)
    matrix = features([row["text"] for row in seen], words)
    likeness, parts = kernel(matrix), []
    for head, classes in HEADS.items():
        places, labels = labelled(seen, head)
        parts.append(matrix[places].T @ solve(likeness[np.ix_(places, places)], labels, len(classes)))
    return np.concatenate(parts, axis=1)


def train(rows: list[Row], words: Words) -> dict[str, np.ndarray]:
    """Return the arrays of the model file."""
    weights = weights_of(rows, words)
    likeness = kernel(features([row["text"] for row in rows], words))
    table, dense = weights[:TABLE_ROWS], weights[TABLE_ROWS:] * DENSE_SCALE
    scale = np.percentile(np.abs(table[np.abs(table).sum(axis=1) > 0]), 99.9, axis=0) / 127
    assert weights.shape[1] == COLUMNS
    assert len(dense) == len(DENSE)
    return {
        "table": np.clip(np.round(table / scale), -127, 127).astype(np.int8),
        "scale": scale.astype(np.float32),
        "dense": dense.astype(np.float32),
        "bias": np.zeros(COLUMNS, np.float32),
        "temperature": np.array([temperature_of(*out_of_fold(likeness, rows, head)[:2]) for head in HEADS], np.float32),
        "moods": np.frombuffer(mood_lines().encode(), np.uint8),
        "concepts": np.frombuffer(concept_lines().encode(), np.uint8),
    }


def main() -> None:
    """Train, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    rows, words = texts(), Words()
    if options.check:
        check(rows, words)
        return
    arrays = train(rows, words)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(TARGET, **arrays)
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size / 1e6:.2f} MB from {len(rows)} texts")


if __name__ == "__main__":
    main()
