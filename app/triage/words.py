"""Words as numbers: how a text is cut into tokens and how a token is hashed into features.

The same code serves training (tools/train_triage.py) and the running program, so that both see the same features.
A token's features are its whole form and its character n-grams within word boundaries (the subword idea of fastText,
Bojanowski et al. 2017), hashed into one table; pairs of neighbours are hashed into the same table.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

TEXT_LIMIT = 2000
"""Characters of a text that are looked at; what a message is about stands at its beginning."""
TABLE_BITS = 18
TABLE_ROWS = 1 << TABLE_BITS
NGRAMS = (3, 4, 5)
WORD_LIMIT = 24
WORD_WEIGHT = 3.0
CONCEPT_WEIGHT = 4.0
PAIR_WEIGHTS: Mapping[int, float] = {1: 3.0, 2: 2.0}
"""What pairs of words weigh beside an n-gram's 1, by their distance."""
ORDERED_WEIGHTS: Mapping[int, float] = {1: 3.0, 2: 2.0}
LOOSE_WEIGHT = 1.5
CONCEPT_REACH = 6

Ids = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.intp]

_TOKEN = re.compile(r"[^\W_]+|[!?]+|[:;=]'?-?[()DPp/|](?!\w)|<3|[€$£%@#]|[\u2190-\u2bff\U0001f000-\U0001faff]")
_REPEATED = re.compile(r"(.)\1{2,}")
_DIGIT = re.compile(r"\d")
_SPECIAL = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
_BASE = np.uint32(16777619)
_POWERS = np.cumprod(np.full(WORD_LIMIT + 2, _BASE, dtype=np.uint32), dtype=np.uint32)


def tokens_of(text: str) -> list[str]:
    """Return the words, numbers, runs of ! and ?, smileys and emoji of the first TEXT_LIMIT characters, as written."""
    return _TOKEN.findall(text[:TEXT_LIMIT])


def fold(token: str) -> str:
    """Return the form under which a token is known: lower case, no accents, digits as 0, no letter three times in a row."""
    lowered = token.lower().translate(_SPECIAL)
    if not lowered.isascii():
        lowered = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)) or "?"
    return _DIGIT.sub("0", _REPEATED.sub(r"\1\1", lowered))[:WORD_LIMIT]


def mix(hashes: Ids) -> Ids:
    """Spread the bits of 32-bit hashes (the finaliser of MurmurHash3)."""
    mixed = hashes.copy()
    mixed ^= mixed >> np.uint32(16)
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


def rows_of(hashes: Ids) -> Positions:
    """Return table rows for hashes. Row 0 is kept for "nothing" and is always zero."""
    rows = mix(hashes) & np.uint32(TABLE_ROWS - 1)
    rows[rows == 0] = 1
    return rows.astype(np.intp)


def word_features(folded: Sequence[str]) -> tuple[Ids, Positions, Positions]:
    """Return, for folded words, their hashes, the table rows of all their n-grams, and where each word's rows begin.

    Every word has a stretch of len(NGRAMS) * (length + 2) rows; those that would cross its border are row 0.
    """
    joined = "".join(f"<{word}>" for word in folded)
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32)
    lengths = np.fromiter((len(word) + 2 for word in folded), dtype=np.intp, count=len(folded))
    starts = np.cumsum(lengths) - lengths
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    left = np.repeat(lengths, lengths) - place
    hashes = np.add.reduceat(codes * _POWERS[place], starts, dtype=np.uint32)
    grams = np.stack([_ngram_rows(codes, left, n) for n in NGRAMS], axis=1).ravel()
    return mix(hashes), grams, starts * len(NGRAMS)


def _ngram_rows(codes: Ids, left: Positions, n: int) -> Positions:
    hashes = np.full(len(codes), n * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
    for offset in range(n):
        shifted = np.zeros_like(codes)
        shifted[: max(0, len(codes) - offset)] = codes[offset:]
        hashes = hashes * _BASE + shifted
    rows = rows_of(hashes)
    rows[left < n] = 0
    return rows


def pair_rows(hashes: Ids, owners: Positions, distance: int = 1) -> Positions:
    """Return the table rows of pairs of words: entry i for tokens i and i + distance, row 0 where that is another text's.

    `owners` are the texts of the tokens, ascending.
    """
    rows = np.zeros(len(hashes), np.intp)
    if len(hashes) > distance:
        first, second = hashes[:-distance], hashes[distance:]
        found = rows_of(first * np.uint32(31) + second * _BASE + np.uint32(7 * distance))
        found[owners[:-distance] != owners[distance:]] = 0
        rows[:-distance] = found
    return rows


def word_rows(hashes: Ids) -> Positions:
    """Return the table rows of whole words."""
    return rows_of(hashes + np.uint32(0x51ED270B))


def concept_rows(concepts: Ids) -> Positions:
    """Return the table rows of shop concepts; row 0 for concept 0, which is none."""
    rows = rows_of(concepts * _BASE + np.uint32(0x2545F491))
    rows[concepts == 0] = 0
    return rows


def concept_pairs(concepts: Ids, owners: Positions) -> Iterator[tuple[Positions, Positions, float]]:
    """Yield table rows for concepts that stand together in a text, whatever is between them, the texts they are in, and their weight.

    `concepts` are those of the tokens that have one, `owners` the texts of these tokens, ascending. Neighbours and next but
    one are paired in order, those up to CONCEPT_REACH apart in any order: "not" + "received" is the same in every language.
    """
    for distance in range(1, CONCEPT_REACH + 1):
        together = owners[:-distance] == owners[distance:]
        first, second, texts = concepts[:-distance][together], concepts[distance:][together], owners[distance:][together]
        if distance in ORDERED_WEIGHTS:
            yield rows_of(first * np.uint32(65599) + second * _BASE + np.uint32(0x7F4A7C15)), texts, ORDERED_WEIGHTS[distance]
        low, high = np.minimum(first, second), np.maximum(first, second)
        yield rows_of(low * np.uint32(92821) + high * _BASE + np.uint32(0x3C6EF372)), texts, LOOSE_WEIGHT
