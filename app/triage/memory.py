"""A growing memory of words already looked up, so that a word costs its hashing once."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from app.triage.mood import Lexicon
from app.triage.phrases import Phrase, PhraseBook
from app.triage.words import CONCEPT_WEIGHT, WORD_WEIGHT, Ids, Positions, concept_rows, fold, word_features, word_rows

Floats = npt.NDArray[np.float32]

KNOWN_WORDS_LIMIT = 60_000
KNOWN_PAIRS_LIMIT = 300_000
NORM, POLARITY, BEGINS, EXCLAMATION, QUESTION, CAPITALS = range(6)
"""Columns of `facts`: squared length of the word's features, its polarity, whether it gives a signal or begins a phrase, its marks."""
_GROW = 4096


Promise = tuple[tuple[str, ...], tuple[Phrase, ...]]
"""The signals that a word gives by itself, and the phrases that may begin with it and the word after it."""


class WordMemory:
    """Per word: its row number, the sum of its table rows, its hash, its facts, and the phrases that begin with it."""

    def __init__(self, table: npt.NDArray[np.int8], moods: Lexicon, concepts: Lexicon, book: PhraseBook) -> None:
        self._table = table
        self._moods = moods
        self._concepts = concepts
        self._book = book
        self.forget()

    def forget(self) -> None:
        """Begin anew (memory stays bounded)."""
        self.rows: dict[str, int] = {}
        self.folded: list[str] = []
        self.phrases: list[tuple[Phrase, ...]] = []
        self.signals: list[tuple[str, ...]] = []
        self._promises: dict[tuple[int, int], Promise | None] = {}
        self._forms: dict[tuple[str, bool], int] = {}
        self.vectors = np.zeros((_GROW, self._table.shape[1]), np.float32)
        self.facts = np.zeros((_GROW, 6), np.float32)
        self.hashes = np.zeros(_GROW, np.uint32)
        self.concepts = np.zeros(_GROW, np.uint32)

    def learn(self, tokens: Iterable[list[str]]) -> None:
        """Look up the words of a batch that were not seen before."""
        if len(self.rows) > KNOWN_WORDS_LIMIT or len(self._promises) > KNOWN_PAIRS_LIMIT:
            self.forget()
        unknown = set().union(*tokens).difference(self.rows)
        fresh: list[tuple[str, bool]] = []
        for token in sorted(unknown):
            form = (fold(token), len(token) > 2 and token.isupper())
            if form not in self._forms:
                self._forms[form] = len(self._forms)
                fresh.append(form)
            self.rows[token] = self._forms[form]
        if fresh:
            self._remember(fresh)

    def promise(self, row: int, following: int) -> Promise | None:
        """Return what the word at `row` promises when the word at `following` (-1: none) comes next; None when nothing."""
        known = (row, following)
        if known not in self._promises:
            word = self.folded[following] if following >= 0 else ""
            promise = self.signals[row], tuple(phrase for phrase in self.phrases[row] if phrase.goes_on_with(word))
            self._promises[known] = promise if any(promise) else None
        return self._promises[known]

    def lookup(self) -> Callable[[str], int]:
        """Return the function from a learned token to its row."""
        return self.rows.__getitem__

    def _remember(self, forms: list[tuple[str, bool]]) -> None:
        words = [word for word, _ in forms]
        begin, end = len(self.folded), len(self.folded) + len(words)
        while len(self.hashes) < end:
            self._double()
        hashes, grams, starts = word_features(words)
        self.hashes[begin:end] = hashes
        concepts = np.array([self._concepts.value(word) for word in words], np.uint32)
        self.concepts[begin:end] = concepts
        self.vectors[begin:end] = self._vectors_of(hashes, grams, starts) + self._table[concept_rows(concepts)] * np.float32(CONCEPT_WEIGHT)
        phrases = [self._book.starting_with(word) for word in words]
        signals = [self._book.signals_of(word) for word in words]
        self.facts[begin:end, NORM] = np.add.reduceat((grams > 0).astype(np.float32), starts) + WORD_WEIGHT**2
        self.facts[begin:end, NORM] += (concepts > 0) * np.float32(CONCEPT_WEIGHT**2)
        self.facts[begin:end, POLARITY] = [self._moods.value(word) for word in words]
        self.facts[begin:end, BEGINS] = [bool(phrase or signal) for phrase, signal in zip(phrases, signals, strict=True)]
        self.facts[begin:end, EXCLAMATION:] = [("!" in word, "?" in word, capitals) for word, capitals in forms]
        self.folded += words
        self.phrases += phrases
        self.signals += signals

    def _vectors_of(self, hashes: Ids, grams: Positions, starts: Positions) -> Floats:
        pieces = np.add.reduceat(self._table[grams], starts, axis=0, dtype=np.float32)
        whole: Floats = self._table[word_rows(hashes)] * np.float32(WORD_WEIGHT)
        return np.asarray(pieces + whole, dtype=np.float32)

    def _double(self) -> None:
        self.vectors = np.concatenate([self.vectors, np.zeros_like(self.vectors)])
        self.facts = np.concatenate([self.facts, np.zeros_like(self.facts)])
        self.hashes = np.concatenate([self.hashes, np.zeros_like(self.hashes)])
        self.concepts = np.concatenate([self.concepts, np.zeros_like(self.concepts)])
