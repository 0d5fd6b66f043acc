"""A message as sentences, and a sentence as numbers: the same for training (tools/train_hostile.py) and for the running program.

A sentence's features are hashed words, neighbours, beginnings of words and word classes that are the same in every language
(`hostile_words`). How it stands in its message (does anything else in it speak of the same?) is measured apart.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log2
from zlib import crc32

from app.triage.hostile_words import class_of

ROWS = 1 << 16
TEXT_LIMIT = 20_000
MOST_SENTENCES = 300
_MOST_WORDS = 64
"""Characters, sentences and words of a sentence that are looked at."""
_LONGEST = 320
"""Characters of a sentence."""
FEW = 1
"""Sentences of a message in which nothing can stand out from the rest: there a sentence must be surer."""

_SENTENCE = re.compile(
    r"(?:[^\n]|(?<=[^\n]{44}[^\W_])\n(?=[a-zà-ÿ]))+?(?:[.!?…]+[\"'”»)\]]*(?=\s|$)|(?=\n(?![a-zà-ÿ]))|(?<![^\n]{44}[^\W_])(?=\n)|$)\s*"
)
_LABELS = "From To Cc Sent Date Subject Reply-To Van Aan Verzonden Datum Onderwerp Von An Gesendet Betreff De À Envoyé Objet"
_LABEL = re.compile(rf"\s*(?:[A-Z][A-Z_]+(?: [A-Z_]+)?|{'|'.join(_LABELS.split())})\s?:(?=\s)")
_LINK = r"(?:https?://|www\.)[^\s<>\"']{1,300}|\b[\w-]{1,63}\.(?:example|com|net|org|info|biz|shop|xyz|top|online|site|ru|cn|io)\b(?:/[^\s<>\"']*)?"
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,64}"
_MARK = r"[?!:;(){}\[\]=<>$%&*#|\"“„«]+"
_TOKEN = re.compile(rf"(?P<link>{_LINK})|(?P<mail>{_MAIL})|(?P<word>[^\W\d_]+)|(?P<number>\d[\d.,:/-]*)|(?P<mark>{_MARK})")
_SPECIAL = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
_LEAD_WORDS = """
    please kindly now also then and but so finally additionally furthermore alsjeblieft graag nu ook en dan bitte jetzt auch und
    merci maintenant et aussi puis
"""
_LEADS = frozenset(_LEAD_WORDS.split())
CONTEXT = (
    "bias",
    "score",
    "rest",
    "strange",
    "strange_rest",
    "shared",
    "apart",
    "strange_apart",
    "few",
    "lone",
    "lone_score",
    "long",
    "link",
)
"""The names of the second step's numbers (see `context_of`)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a message: where it is, its folded tokens, and whether it has a line of its own."""

    start: int
    end: int
    tokens: tuple[str, ...]
    own_line: bool


def pieces_of(text: str) -> list[Piece]:
    """Return the sentences of a text that hold words. A line's label ("Subject:") is no part of its sentence."""
    found: list[Piece] = []
    for start, end, own_line in _sentences(text[:TEXT_LIMIT]):
        label = _LABEL.match(text, start, end)
        tokens = tokens_of(text[label.end() if label else start : end])
        if any(token[0].isalpha() for token in tokens):
            found.append(Piece(start, end, tuple(tokens[:_MOST_WORDS]), own_line))
        if len(found) == MOST_SENTENCES:
            break
    return found


def _sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, whether it has a line of its own); what never ends is cut between words."""
    for match in _SENTENCE.finditer(text):
        start = match.start()
        end = start + len(match[0].rstrip())
        own_line = text[max(0, start - 1) : start] in ("", "\n") and (match.end() >= len(text) or text[match.end() - 1] == "\n")
        while end - start > _LONGEST:
            cut = text.rfind(" ", start + 1, start + _LONGEST)
            cut = cut if cut > 0 else start + _LONGEST
            yield start, cut, False
            start, own_line = cut, False
        yield start, end, own_line


def tokens_of(sentence: str) -> list[str]:
    """Return folded words; links, addresses, numbers and marks as signs (`<link>`, `<mail>`, `0`, the mark)."""
    found = []
    for match in _TOKEN.finditer(sentence):
        kind = match.lastgroup
        if kind == "word":
            found.append(fold(match[0]))
        else:
            found.append({"link": "<link>", "mail": "<mail>", "number": "0"}.get(str(kind), match[0][:2]))
    return found


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word in lower case without accents, foreign look-alike letters as Latin ones."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered[:24]
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered.translate(_SPECIAL)) if not unicodedata.combining(c))
    if not plain.isascii():
        plain = plain.translate(LOOK_ALIKES)
    return plain[:24] or "?"


LOOK_ALIKES = str.maketrans(
    dict(
        zip(
            "аеорсухіјѕһԁԛԝʏɡıɩαβεικνορτυχωѵӏмтквнзпгл",
            "aeopcyxijshdqwygiiabeikvoptuxwvlmtkvhzpgl",
            strict=False,
        )
    )
)
"""Letters of other scripts that look like Latin ones, by the letter they are read as."""


@lru_cache(maxsize=50_000)
def _word_keys(token: str) -> tuple[str, ...]:
    keys = [f"w:{token}"]
    if len(token) > 4:
        keys.append(f"p:{token[:4]}")
    if len(token) > 6:
        keys.append(f"p:{token[:6]}")
        keys.append(f"e:{token[-4:]}")
    return tuple(keys)


def rows_of(tokens: Sequence[str]) -> list[int]:
    """Return the table rows of a sentence, each once."""
    kept = list(tokens[:_MOST_WORDS])
    head = next((at for at, token in enumerate(kept[:3]) if token not in _LEADS and token[0].isalpha()), 0)
    classes = [class_of(token) for token in kept]
    keys = {key for token in kept for key in _word_keys(token)}
    keys.update(f"b:{a} {b}" for a, b in pairwise(kept))
    keys.update(_class_keys(classes, head))
    keys.add(f"1:{kept[head]}")
    keys.add(f"2:{' '.join(kept[head : head + 2])}")
    keys.add(f"n:{min(int(log2(len(kept) + 1) * 2), 10)}")
    return sorted({crc32(key.encode("utf-8", "replace")) & (ROWS - 1) for key in keys})


def _class_keys(classes: Sequence[str], head: int) -> set[str]:
    there = {name for name in classes if name}
    keys = {f"c:{name}" for name in there}
    keys.update(f"c:{a}+{b}" for a in there for b in there if a < b)
    keys.add(f"c1:{classes[head]}")
    keys.update(f"c1:{classes[head]}>{name}" for name in there)
    keys.update(f"no:{name}" for name in ("self", "you", "shop", "polite") if name not in there)
    if not there & {"self", "you", "shop", "polite", "client"}:
        keys.add("no:all")
        keys.update(f"no+{name}" for name in there)
        keys.add(f"no1:{classes[head]}")
    return keys


def matter_of(piece: Piece) -> frozenset[str]:
    """Return what a sentence is about: the beginnings of its longer words."""
    return frozenset(token[:5] for token in piece.tokens if len(token) > 3 and token[0].isalpha() and class_of(token) not in _FILLERS)


_FILLERS = frozenset({"self", "you", "ask", "polite", "everyeach", "only"})


def known_row(word: str) -> int:
    """Return the row of a word's beginning in the table of what honest messages speak of."""
    return crc32(f"k:{word[:6]}".encode("utf-8", "replace")) & (ROWS - 1)


def strangeness(piece: Piece, known: Sequence[int]) -> float:
    """Return how far a sentence's longer words are from what honest messages speak of, 0..1; `known` counts them, up to 255."""
    words = {token for token in piece.tokens if len(token) > 3 and token[0].isalpha()}
    if not words:
        return 0.0
    return sum(_STRANGE[min(known[known_row(word)], 5)] for word in words) / (len(words) + 1)


_STRANGE = (1.0, 0.7, 0.5, 0.4, 0.3, 0.0)
"""How strange a word is that honest messages used so many times."""


def context_of(pieces: Sequence[Piece], scores: Sequence[float], known: Sequence[int]) -> list[list[float]]:
    """Return for each sentence its numbers in the order of CONTEXT: its own score against that of the rest, how strange its words
    are, and how much it shares with the rest."""
    matters = [matter_of(piece) for piece in pieces]
    counts: dict[str, int] = {}
    for word in (word for matter in matters for word in matter):
        counts[word] = counts.get(word, 0) + 1
    strange = [strangeness(piece, known) for piece in pieces]
    ordered, others = sorted(scores), max(1, len(pieces) - 1)
    all_strange = sum(strange)
    lone = float(len(pieces) == 1)
    rows = []
    for piece, score, matter, odd in zip(pieces, scores, matters, strange, strict=True):
        shared = sum(counts[word] > 1 for word in matter) / len(matter) if matter else 0.0
        apart = (1.0 - lone) * (1.0 - shared) * (len(matter) > 1)
        rows.append(
            [
                1.0,
                score,
                _middle_without(ordered, score),
                odd,
                (all_strange - odd) / others,
                shared,
                apart,
                odd * apart,
                1.0 / len(pieces),
                lone,
                lone * score,
                min(len(piece.tokens), 40) / 40,
                float("<link>" in piece.tokens),
            ]
        )
    return rows


def _middle_without(ordered: Sequence[float], score: float) -> float:
    """Return the middle of the other sentences' scores (of an ordered list that holds this one), 0 where there are none."""
    if len(ordered) < 2:
        return 0.0
    middle = (len(ordered) - 1) // 2
    return ordered[middle + 1] if score <= ordered[middle] else ordered[middle]
