"""Text that gives instructions to a writer or a machine, where a customer speaks to a shop. Pure; never raises.

Two looks at each sentence: signs that no honest message has (a chat template's tokens, "ignore your instructions", text in code or in
characters that cannot be seen), and a trained model of sentences that ask for a text, a fact or a trick from a machine, and that have
nothing to do with the rest of the message. What is found is shown and left out of what a draft is made from; nothing is decided by it.
"""

import base64
import binascii
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from struct import unpack
from zipfile import ZipFile

from app.triage.hostile_features import CONTEXT, FEW, ROWS, Piece, context_of, pieces_of, rows_of
from app.triage.hostile_signs import DANGLING, OVERRIDE, TEMPLATE, HostileSpan, right_to_left, visible

_FILE = Path(__file__).resolve().parents[2] / "resources" / "models" / "hostile.npz"
_CODED = re.compile(r"(?<![\w/+.-])(?:[A-Za-z0-9+/]{24,4000}={0,2}|(?:[0-9a-fA-F]{2}[ :]?){16,2000})(?![\w/+])")
_LEAST_CODED = 12
"""Letters that a decoded text must have to be one."""
_HEADER = 10
"""Bytes of an array's file (format 1.0) before its description; the last two tell how long that is."""
_NEIGHBOUR = 1.5
"""By how much (in log odds) a sentence beside a flagged one may stay below the threshold."""


@dataclass(frozen=True, slots=True)
class HostileReport:
    """How probable it is that a text gives instructions to a machine (0..1, .5 at the shipped threshold), and where."""

    probability: float = 0.0
    spans: tuple[HostileSpan, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans)


class _Model:
    """The arrays of `hostile.npz`, as plain numbers: a sentence looks up some hundred."""

    def __init__(self) -> None:
        arrays = _arrays()
        scale = _floats(arrays["scale"])[0]
        self.weights = [step * scale for step in array("b", arrays["table"])]
        self.known = arrays["known"]
        self.bias = _floats(arrays["bias"])[0]
        self.context = _floats(arrays["context"])
        self.thresholds = _floats(arrays["thresholds"])
        if not len(self.weights) == len(self.known) == ROWS or len(self.context) != len(CONTEXT):
            raise ValueError("the model of hostile text does not fit this program")

    def judge(self, pieces: Sequence[Piece]) -> list[float]:
        """Return for each sentence the log odds of an instruction, less the threshold."""
        scores = [self._score(piece.tokens) for piece in pieces]
        threshold = self.thresholds[len(pieces) <= FEW]
        return [sum(map(float.__mul__, row, self.context)) - threshold for row in context_of(pieces, scores, self.known)]

    def _score(self, tokens: tuple[str, ...]) -> float:
        rows = rows_of(tokens)
        return float(sum(map(self.weights.__getitem__, rows)) / len(rows) ** 0.5 + self.bias)


def _arrays() -> dict[str, bytes]:
    """Return the bytes of the arrays by name. Read without numpy: whoever looks at a conversation needs no more of it than this."""
    with ZipFile(_FILE) as packed:
        whole = {name.removesuffix(".npy"): packed.read(name) for name in packed.namelist()}
    return {name: raw[_HEADER + int.from_bytes(raw[_HEADER - 2 : _HEADER], "little") :] for name, raw in whole.items()}


def _floats(raw: bytes) -> list[float]:
    return list(unpack(f"<{len(raw) // 4}f", raw))


@cache
def _model() -> _Model:
    return _Model()


@lru_cache(maxsize=512)
def hostile(text: str) -> HostileReport:
    """Return what in a text gives instructions to a machine. Texts are looked at up to TEXT_LIMIT characters."""
    plain, places, hidden = visible(text)
    pieces = pieces_of(plain)
    odds = _model().judge(pieces) if pieces else []
    found = [*_by_sign(plain, pieces), *_by_model(pieces, odds)]
    spans = [*(HostileSpan(places[start], places[end - 1] + 1, kind, plain[start:end]) for start, end, kind in _merged(found)), *hidden]
    certain = bool(hidden) or any(kind != "instruction" for _start, _end, kind in found)
    likely = 1 / (1 + exp(-max(-30.0, min(30.0, max(odds, default=-30.0)))))
    return HostileReport(max(likely, 0.99) if certain else likely, tuple(sorted(spans, key=lambda span: span.start)))


def honest_part(text: str) -> str:
    """Return a text without the sentences that `hostile` finds in it and without characters that cannot be seen.

    Where the machine is addressed outright and nothing is asked after it, the rest of the paragraph goes too: it is the same voice.
    """
    report = hostile(text)
    if not report and right_to_left(text):
        return text.strip()  # there, joiners are a part of spelling
    kept, at = "", 0
    for span in report.spans:
        kept += text[at : span.start]
        at = max(at, _voice_ends(text, span))
    kept += text[at:]
    plain = visible(kept)[0]
    if not report:
        return plain.strip()
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", DANGLING.sub("\n", TEMPLATE.sub(" ", plain)))).strip()


def _voice_ends(text: str, span: HostileSpan) -> int:
    if span.kind not in ("template", "override"):
        return span.end
    paragraph = text.find("\n\n", span.end)
    end = len(text) if paragraph < 0 else paragraph
    return span.end if "?" in text[span.end : end] else end


def _by_model(pieces: Sequence[Piece], odds: Sequence[float]) -> Iterator[tuple[int, int, str]]:
    for at, (piece, value) in enumerate(zip(pieces, odds, strict=True)):
        beside = max(odds[max(0, at - 1) : at + 2])
        if value > 0 or (beside > 0 and value > -_NEIGHBOUR):
            yield piece.start, piece.end, "instruction"


def _by_sign(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, str]]:
    """Find the signs; the whole sentence around one is meant."""
    for kind, pattern in (("template", TEMPLATE), ("override", OVERRIDE)):
        for match in pattern.finditer(text):
            yield (*_sentence_around(pieces, match.start(), match.end()), kind)
    for match in _CODED.finditer(text):
        if _decodes(match[0]):
            yield match.start(), match.end(), "coded"


def _sentence_around(pieces: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
    around = [piece for piece in pieces if piece.start < end and start < piece.end]
    return min([start, *(piece.start for piece in around)]), max([end, *(piece.end for piece in around)])


def _decodes(blob: str) -> bool:
    """Whether a run of letters and digits is a text in Base64 or hexadecimal."""
    try:
        bare = re.sub(r"[ :]", "", blob)
        raw = bytes.fromhex(bare) if re.fullmatch(r"[0-9a-fA-F]+", bare) else base64.b64decode(blob + "=" * (-len(blob) % 4), validate=True)
        words = raw.decode("utf-8")
    except (ValueError, binascii.Error):
        return False
    return words.isprintable() and sum(c.isalpha() for c in words) >= _LEAST_CODED and " " in words


_ORDER = ("template", "override", "coded", "instruction")


def _merged(found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Put overlapping stretches together; the surest kind names them."""
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found):
        if merged and start < merged[-1][1]:
            first, last, before = merged[-1]
            merged[-1] = (first, max(last, end), min(before, kind, key=_ORDER.index))
        else:
            merged.append((start, end, kind))
    return merged
