"""How well a text's bytes fit each language: naive Bayes over sequences of 2 to 6 bytes, from a table of our own shape.

The numbers are py3langid's, cut down to the languages in question (`tools/cut_language_model.py`), for its own file takes half a
second and 80 MB to load in every process. The method is its own too: at every byte the longest known sequence that ends there counts.
"""

import threading
import unicodedata
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).resolve().parents[2] / "resources" / "models" / "language.npz"
SHORTEST, LONGEST = 2, 6
"""Bytes of a sequence."""
STEP = 0.05
"""What one unit of the table is worth in log probability."""
NOTHING_KNOWN = -1e30
"""The score of every language for a text without a known sequence: so low that no small word ("hi") lifts one above another."""

Keys = NDArray[np.uint64]


class NgramTable:
    """The table: `keys` (sorted, see `key_of`), `ranks` [sequence, language] in units of STEP below the best, `prior` [language]."""

    def __init__(self, file: Path) -> None:
        with np.load(file, allow_pickle=False) as arrays:
            self.languages: tuple[str, ...] = tuple(arrays["languages"].tolist())
            self._keys: Keys = np.cumsum(arrays["steps"], dtype=np.uint64)
            self._ranks: NDArray[np.uint8] = arrays["ranks"]
            self._prior: NDArray[np.float32] = arrays["prior"]

    def scores(self, text: str) -> dict[str, float]:
        """Return the log probability of each language but for a common constant; NOTHING_KNOWN for all when no sequence is known."""
        found, counts = np.unique(self._sequences(_encoded(text)), return_counts=True)
        if not len(found):
            return dict.fromkeys(self.languages, NOTHING_KNOWN)
        weights = np.log1p(counts.astype(np.float32))
        scores = self._prior - STEP * (weights @ self._ranks[found].astype(np.float32))
        return dict(zip(self.languages, scores.tolist(), strict=True))

    def _sequences(self, data: bytes) -> NDArray[np.intp]:
        """Return the table's row of the longest known sequence that ends at each byte, where there is one."""
        letters = np.frombuffer(data, dtype=np.uint8).astype(np.uint64)
        longest = np.full(len(letters), -1, dtype=np.intp)
        codes = letters
        for length in range(SHORTEST, LONGEST + 1):
            if len(letters) < length:
                break
            codes = (codes[:-1] << np.uint64(8)) | letters[length - 1 :]
            keys = codes | np.uint64(length << 48)
            places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            known = self._keys[places] == keys
            longest[length - 1 :][known] = places[known]
        return longest[longest >= 0]


def key_of(sequence: bytes) -> int:
    """Return the number that a sequence has in the table: its length, then its bytes."""
    return len(sequence) << 48 | int.from_bytes(sequence, "big")


def _encoded(text: str) -> bytes:
    return unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode(errors="surrogatepass")


_LOADING = threading.Lock()


def ngram_scores(text: str) -> dict[str, float]:
    """Return the scores of the shipped table, which is loaded at the first call. Safe from any thread."""
    with _LOADING:
        table = _shipped()
    return table.scores(text)


@cache
def _shipped() -> NgramTable:
    return NgramTable(_FILE)
