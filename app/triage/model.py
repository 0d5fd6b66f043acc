"""The trained model: texts to scores and signals, many at once, with numpy alone."""

import copy
import io
import threading
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.verdict import Category, Emotion, Sentiment
from app.triage.cues import PHRASES
from app.triage.judgement import weighed
from app.triage.lessons import Example, Lessons, learn
from app.triage.memory import BEGINS, EXCLAMATION, NORM, POLARITY, Promise, WordMemory
from app.triage.mood import DENSE, Lexicon, dense_features, moods_of
from app.triage.phrases import WINDOW, PhraseBook
from app.triage.sketch import sketches
from app.triage.words import PAIR_WEIGHTS, TABLE_ROWS, Positions, concept_pairs, pair_rows, tokens_of

Floats = npt.NDArray[np.float32]
Signal = tuple[str, str]
"""What a phrase says, and the words of the message that say it."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "category": tuple(Category),
    "sentiment": tuple(Sentiment),
    "emotion": tuple(Emotion),
    "urgency": ("0", "1", "2", "3"),
}
"""What is scored, and the classes of each in the order of the table's columns."""
LEARN_BATCH = 128
COLUMNS = sum(map(len, HEADS.values()))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model saw in a batch. Per text: its tokens, the signals found in it, the mood of each token, the plain
    features, per head a row of scores (logits, already divided by the head's temperature), and whether a person taught how urgent
    it is. `categories` names the category scores: the shipped ones, then the shop's own."""

    tokens: list[list[str]]
    signals: list[list[Signal]]
    moods: list[Floats]
    dense: Floats
    scores: dict[str, Floats]
    categories: tuple[str, ...]
    taught_urgency: list[bool]


@dataclass(frozen=True, slots=True)
class Weights:
    """The arrays of a model file: `table` int8 [TABLE_ROWS, COLUMNS], `scale` and `bias` [COLUMNS], `dense` [features, COLUMNS],
    `temperature` [heads], `rarity` [TABLE_ROWS] (see sketches), `moods` and `concepts` word lists as UTF-8 bytes (see Lexicon)."""

    table: npt.NDArray[np.int8]
    scale: Floats
    dense: Floats
    bias: Floats
    temperature: Floats
    rarity: npt.NDArray[np.uint8]
    moods: npt.NDArray[np.uint8]
    concepts: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.table.shape != (TABLE_ROWS, COLUMNS) or self.dense.shape != (len(DENSE), COLUMNS):
            raise ValueError("the triage model does not fit this program")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A batch on the way: the words' rows in memory, how many each text has and where they begin, and what follows from them."""

    rows: Positions
    lengths: Positions
    starts: Positions
    facts: Floats
    moods: Floats
    dense: Floats
    scores: dict[str, Floats]


class TriageModel:
    """A trained table with a memory of words. Safe to use from several threads."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        moods, concepts = (Lexicon(words.tobytes().decode()) for words in (weights.moods, weights.concepts))
        self._memory = WordMemory(weights.table, moods, concepts, PhraseBook(PHRASES))
        self._lock = threading.Lock()
        self._lessons: Lessons | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> "TriageModel":
        """Return the model of a `triage.npz` file; raises ValueError when it is none or does not fit this program."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                return cls(Weights(**{name: arrays[name] for name in arrays.files}))
        except (OSError, EOFError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ValueError("not a triage model that fits this program") from error

    def adjusted(self, examples: Sequence[Example]) -> "TriageModel":
        """Return a model that knows a person's corrections beside what is shipped: a pure function of the shipped model and the examples.

        Both share their memory of words. Without examples it is the shipped model. Some milliseconds an example.
        """
        fresh = copy.copy(self)
        fresh._lessons = None
        if examples:
            texts = [example.text for example in examples]
            parts = [fresh._weighed(texts[at : at + LEARN_BATCH]) for at in range(0, len(texts), LEARN_BATCH)]
            scores = {head: np.concatenate([found[head] for found, _ in parts]) for head in HEADS}
            fresh._lessons = learn(examples, scores, np.concatenate([vectors for _, vectors in parts]), HEADS)
        return fresh

    def _weighed(self, texts: Sequence[str]) -> tuple[dict[str, Floats], Floats]:
        """Return scores with what the texts' own signals add, and sketches."""
        tokens = [tokens_of(text) or ["?"] for text in texts]
        with self._lock:
            self._memory.learn(tokens)
            seen = self._seen(tokens)
            reading, vectors = self._read(tokens), self._sketches(seen.rows, tokens)
        return weighed(seen.scores, [{signal for signal, _ in found} for found in reading.signals]), vectors

    def _sketches(self, rows: Positions, tokens: list[list[str]]) -> Floats:
        folded = [self._memory.folded[row] for row in rows.tolist()]
        return sketches(folded, self._memory.concepts[rows], np.array([len(found) for found in tokens]), self._weights.rarity)

    def read(self, texts: Sequence[str]) -> Reading:
        """Score a batch of texts (some hundreds at most, for memory)."""
        tokens = [tokens_of(text) or ["?"] for text in texts]
        with self._lock:
            self._memory.learn(tokens)
            return self._read(tokens)

    def category_scores(self, texts: Sequence[str]) -> Floats:
        """Return the category scores alone [texts, categories], for pieces of messages: no signals are looked for."""
        tokens = [tokens_of(text) or ["?"] for text in texts]
        with self._lock:
            self._memory.learn(tokens)
            return self._taught(self._seen(tokens), tokens)[0]["category"]

    def _seen(self, tokens: list[list[str]]) -> _Seen:
        row_of = self._memory.lookup()
        rows = np.array([row for found in tokens for row in map(row_of, found)], dtype=np.intp)
        lengths = np.array([len(found) for found in tokens], dtype=np.intp)
        starts = np.cumsum(lengths) - lengths
        facts = self._memory.facts[rows]
        moods = moods_of(facts[:, POLARITY], starts, lengths)
        dense = dense_features(moods, facts[:, EXCLAMATION:], starts, lengths)
        logits = self._logits(rows, facts[:, NORM], starts, lengths) + dense @ self._weights.dense + self._weights.bias
        return _Seen(rows, lengths, starts, facts, moods, dense, self._by_head(logits))

    def _taught(self, seen: _Seen, tokens: list[list[str]]) -> tuple[dict[str, Floats], tuple[str, ...], list[bool]]:
        """Return the scores with what a person taught, the categories they are of, and which texts' urgency was taught."""
        if not self._lessons:
            return seen.scores, HEADS["category"], [False] * len(tokens)
        scores, touched = self._lessons.applied(seen.scores, self._sketches(seen.rows, tokens))
        taught = touched["urgency"].tolist() if "urgency" in touched else [False] * len(tokens)
        return scores, (*HEADS["category"], *self._lessons.own), taught

    def _read(self, tokens: list[list[str]]) -> Reading:
        seen = self._seen(tokens)
        scores, categories, taught = self._taught(seen, tokens)
        return Reading(
            tokens=tokens,
            signals=self._signals(seen.rows, np.nonzero(seen.facts[:, BEGINS])[0], seen.starts + seen.lengths, tokens),
            moods=np.split(seen.moods, seen.starts[1:]),
            dense=seen.dense,
            scores=scores,
            categories=categories,
            taught_urgency=taught,
        )

    def _logits(self, rows: Positions, norms: Floats, starts: Positions, lengths: Positions) -> Floats:
        owners = np.repeat(np.arange(len(lengths)), lengths)
        summed = np.add.reduceat(self._memory.vectors[rows], starts, axis=0)
        for distance, weight in PAIR_WEIGHTS.items():
            pairs = pair_rows(self._memory.hashes[rows], owners, distance)
            summed += np.add.reduceat(self._weights.table[pairs], starts, axis=0, dtype=np.float32) * np.float32(weight)
            norms = norms + ((pairs > 0) * np.float32(weight**2)).astype(np.float32)
        squared = np.add.reduceat(norms, starts)
        found = self._memory.concepts[rows]
        having = found > 0
        for pairs, texts, weight in concept_pairs(found[having], owners[having]):
            borders = np.searchsorted(texts, np.arange(len(lengths) + 1))
            summed += self._summed(pairs, borders) * np.float32(weight)
            squared += np.diff(borders) * np.float32(weight**2)
        return np.asarray(summed / np.sqrt(squared)[:, None] * self._weights.scale, dtype=np.float32)

    def _summed(self, pairs: Positions, borders: Positions) -> Floats:
        """Return the sums of the table rows between borders; none between equal ones."""
        running = np.zeros((len(pairs) + 1, COLUMNS), np.int32)
        np.cumsum(self._weights.table[pairs], axis=0, dtype=np.int32, out=running[1:])
        return np.diff(running[borders], axis=0).astype(np.float32)

    def _by_head(self, logits: Floats) -> dict[str, Floats]:
        scores, column = {}, 0
        for (name, classes), temperature in zip(HEADS.items(), self._weights.temperature, strict=True):
            scores[name] = logits[:, column : column + len(classes)] / temperature
            column += len(classes)
        return scores

    def _signals(self, rows: Positions, places: Positions, ends: Positions, tokens: list[list[str]]) -> list[list[Signal]]:
        """Find the signals of the words at these places, and match the phrases that may begin there."""
        signals: list[list[Signal]] = [[] for _ in tokens]
        owners = np.searchsorted(ends, places, side="right").tolist()
        numbers, borders = rows.tolist(), ends.tolist()
        for place, owner in zip(places.tolist(), owners, strict=True):
            end = borders[owner]
            promise = self._memory.promise(numbers[place], numbers[place + 1] if place + 1 < end else -1)
            if promise:
                window = numbers[place : min(place + WINDOW, end)]
                signals[owner] += self._kept(promise, window, tokens[owner][place - end :])
        return signals

    def _kept(self, promise: Promise, window: list[int], written: list[str]) -> list[Signal]:
        """Return the signals of a word and of the phrases that are really there, with the words as written."""
        signals, phrases = promise
        kept = [(signal, written[0]) for signal in signals]
        if phrases:
            folded = " ".join(map(self._memory.folded.__getitem__, window))
            lengths = ((phrase.signal, phrase.length_in(folded)) for phrase in phrases)
            kept += [(signal, " ".join(written[:length])) for signal, length in lengths if length]
        return kept
