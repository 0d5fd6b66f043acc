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
from sklearn.metrics import f1_score

from app.triage.model import COLUMNS, HEADS
from app.triage.mood import DENSE, INTENSIFIER, NEGATION, Lexicon, dense_features, moods_of
from app.triage.sketch import RARITY_STEPS
from app.triage.words import (
    CONCEPT_WEIGHT,
    PAIR_WEIGHTS,
    TABLE_ROWS,
    WORD_WEIGHT,
    concept_pairs,
    concept_rows,
    fold,
    pair_rows,
    tokens_of,
    word_features,
    word_rows,
)

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "tools" / "texts"
TARGET = ROOT / "resources" / "models" / "triage.npz"
RIDGE = {"category": 0.25, "sentiment": 0.5, "emotion": 0.5, "urgency": 0.5}
BAYES = {"category": 0.8, "sentiment": 0.5, "emotion": 0.3, "urgency": 0.3}
"""What naive Bayes weighs beside ridge regression."""
SMOOTHING = 0.003
LEANING = 0.25
"""Log odds by which "neutral" is held back: good for public posts (cross-validated +.015), and does no harm in mail."""
SEEN_IN = 2
ROUNDS = 80
"""Steps of conjugate gradients."""
PATTERNS = ("nl*.jsonl", "en*.jsonl", "de*.jsonl", "fr*.jsonl", "opinions*.jsonl")
DENSE_SCALE = 0.5
FOLDS = 4
SEED = 7

Row = dict[str, str]


def texts() -> list[Row]:
    """Return all training texts."""
    paths = sorted(path for pattern in PATTERNS for path in TEXTS.glob(pattern))
    return [{**json.loads(line), "source": path.stem} for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def list_lines(name: str) -> list[str]:
    """Return the lines of a word list: of `name.txt`, then of its continuations by language."""
    paths = [TEXTS / f"{name}.txt", *sorted(TEXTS.glob(f"{name}-*.txt"))]
    lines = (line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def split_line(line: str) -> tuple[str, str, str]:
    """Return the name before the colon of a line, the colon, and the words after it."""
    return line.partition(":")


def concept_lines() -> str:
    """Return the words of shop concepts, one a line with the concept's number; its first mention counts; a name said again goes on.

    `concept-names.txt` tells which names of the lists by language mean the same.
    """
    found: dict[str, int] = {}
    numbers: dict[str, int] = {}
    same = {other: name for name, _, others in map(split_line, list_lines("concept-names")) for other in others.split()}
    for name, _, members in map(split_line, list_lines("concepts")):
        number = numbers.setdefault(same.get(name, name), len(numbers) + 1)
        for word in members.split():
            found.setdefault(word, number)
    return "\n".join(f"{word} {number}" for word, number in found.items())


def mood_lines() -> str:
    """Return the mood words, one a line with its value; the first mention of a word counts."""
    values = {"NOT": NEGATION, "VERY": INTENSIFIER}
    found: dict[str, float] = {}
    for line in list_lines("mood"):
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
    return sparse.hstack([hashed, sparse.csr_matrix(np.concatenate(dense) * DENSE_SCALE)]).tocsr().astype(np.float32)


def hashed_features(folded: list[str], words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return the table rows of one text and their weights."""
    hashes, grams, _ = word_features(folded)
    alone = np.zeros(len(folded), np.intp)
    concepts = np.array([words.concepts.value(word) for word in folded], np.uint32)
    concepts = concepts[concepts > 0]
    parts = [
        (grams, 1.0),
        (word_rows(hashes), WORD_WEIGHT),
        (concept_rows(concepts), CONCEPT_WEIGHT),
        *((pair_rows(hashes, alone, distance), weight) for distance, weight in PAIR_WEIGHTS.items()),
        *((rows, weight) for rows, _, weight in concept_pairs(concepts, alone[: len(concepts)])),
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


def solve(matrix: sparse.csr_matrix, labels: np.ndarray, head: str) -> np.ndarray:
    """Return the weights [features, classes] of ridge regression on +1 and -1, rare classes weighing as much as others.

    Conjugate gradients on the normal equations, with their diagonal as preconditioner.
    """
    classes = len(HEADS[head])
    counts = np.bincount(labels, minlength=classes)
    heavy = (len(labels) / (counts > 0).sum() / counts[labels]).astype(np.float32)[:, None]
    turned = matrix.T.tocsr()
    steady = 1 / (turned.multiply(turned) @ heavy + RIDGE[head])
    left = turned @ (heavy * (np.eye(classes, dtype=np.float32)[labels] * 2 - 1))
    weights, way = np.zeros_like(left), steady * left
    size = (left * way).sum(axis=0)
    for _ in range(ROUNDS):
        image = turned @ (heavy * (matrix @ way)) + np.float32(RIDGE[head]) * way
        step = size / ((way * image).sum(axis=0) + 1e-12)
        weights += step * way
        left -= step * image
        eased = steady * left
        size, before = (left * eased).sum(axis=0), size
        way = eased + size / (before + 1e-12) * way
    return weights


def counted(matrix: sparse.csr_matrix, labels: np.ndarray, head: str) -> np.ndarray:
    """Return the weights [features, classes] of naive Bayes, classes equally likely, centred over the classes; 0 for plain features."""
    classes = len(HEADS[head])
    member = sparse.csr_matrix((np.ones(len(labels), np.float32), (labels, np.arange(len(labels)))), shape=(classes, len(labels)))
    counts = np.asarray((member @ matrix[:, :TABLE_ROWS]).todense(), np.float32) + SMOOTHING
    logs = np.log(counts / counts.sum(axis=1, keepdims=True))
    weights = np.zeros((matrix.shape[1], classes), np.float32)
    weights[:TABLE_ROWS] = (logs - logs.mean(axis=0)).T
    return weights


def blended(matrix: sparse.csr_matrix, labels: np.ndarray, head: str) -> np.ndarray:
    """Return the weights of a head: those of ridge regression, and beside them those of naive Bayes, each scaled by its spread.

    The second knows little but says it of every rare word, which carries from one voice to the next.
    """
    parts = [(solve(matrix, labels, head), 1.0), (counted(matrix, labels, head), BAYES[head])]
    return sum(weights * np.float32(share / (matrix @ weights).std()) for weights, share in parts)


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


def out_of_fold(matrix: sparse.csr_matrix, rows: list[Row], head: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return scores for each text by models that saw neither it nor its voice, the labels as numbers, and the texts' places."""
    places, labels = labelled(rows, head)
    folds = folds_of(rows)[places]
    scores = np.zeros((len(places), len(HEADS[head])))
    for number in range(FOLDS):
        train, test = folds != number, folds == number
        scores[test] = matrix[places[test]] @ blended(matrix[places[train]], labels[train], head)
    return scores, labels, places


def temperature_of(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature that makes the probabilities of unseen texts honest (least log loss on a grid)."""

    def loss(temperature: float) -> float:
        scaled = scores / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(labels)), labels]))

    return min(np.geomspace(0.02, 8, 100), key=loss)


def check(rows: list[Row], words: Words) -> None:
    """Print cross-validated macro-F1 by head and language."""
    matrix = features([row["text"] for row in rows], words)
    for head in HEADS:
        scores, labels, places = out_of_fold(matrix, rows, head)
        best = scores.argmax(axis=1)
        languages = np.array([rows[place]["language"] for place in places])
        figures = {code: f1_score(labels[languages == code], best[languages == code], average="macro") for code in ("nl", "en", "de", "fr")}
        print(head, f"all {f1_score(labels, best, average='macro'):.3f}", {code: round(value, 3) for code, value in figures.items()})


def without_rare(matrix: sparse.csr_matrix, seen: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the features without hashed ones that fewer than SEEN_IN of the texts `seen` have: they say little and fill the file."""
    often = np.bincount(seen.indices, minlength=seen.shape[1]) >= SEEN_IN
    often[TABLE_ROWS:] = True
    kept = (matrix @ sparse.diags(often.astype(np.float32))).tocsr()
    kept.eliminate_zeros()
    return kept


def weights_of(rows: list[Row], plain: sparse.csr_matrix, words: Words) -> np.ndarray:
    """Return the weights of all features for all heads [features, COLUMNS]; `plain` are the features of the texts as they are."""
    seen = varied(rows, SEED)
    matrix = without_rare(features([row["text"] for row in seen], words), plain)
    parts = []
    for head in HEADS:
        places, labels = labelled(seen, head)
        parts.append(blended(matrix[places], labels, head))
    return np.concatenate(parts, axis=1)


def rarity_of(matrix: sparse.csr_matrix) -> np.ndarray:
    """Return for each table row how rare it is, in steps of a natural log."""
    having = np.bincount(matrix.indices, minlength=matrix.shape[1])[:TABLE_ROWS]
    return np.minimum(255, np.round(RARITY_STEPS * np.log((matrix.shape[0] + 1) / (having + 1)))).astype(np.uint8)


def bias_of(temperatures: dict[str, float]) -> np.ndarray:
    """Return what is added to the scores: "neutral" is a little less likely than in shop mail, where nearly all is."""
    lean = [-LEANING * temperatures[head] if (head, name) == ("sentiment", "neutral") else 0.0 for head in HEADS for name in HEADS[head]]
    return np.array(lean, np.float32)


def train(rows: list[Row], words: Words) -> dict[str, np.ndarray]:
    """Return the arrays of the model file."""
    matrix = features([row["text"] for row in rows], words)
    weights = weights_of(rows, matrix, words)
    table, dense = weights[:TABLE_ROWS], weights[TABLE_ROWS:] * DENSE_SCALE
    scale = np.percentile(np.abs(table[np.abs(table).sum(axis=1) > 0]), 99.9, axis=0) / 127
    temperatures = {head: temperature_of(*out_of_fold(matrix, rows, head)[:2]) for head in HEADS}
    assert weights.shape[1] == COLUMNS
    assert len(dense) == len(DENSE)
    return {
        "table": np.clip(np.round(table / scale), -127, 127).astype(np.int8),
        "scale": scale.astype(np.float32),
        "dense": dense.astype(np.float32),
        "bias": bias_of(temperatures),
        "temperature": np.array(list(temperatures.values()), np.float32),
        "rarity": rarity_of(matrix),
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
