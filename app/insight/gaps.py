"""Gaps: questions that are alike, put together. Pure: texts and vectors in, groups out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.knowledge import Vector
from app.domain.tending import Asked, AskedWhy
from app.insight.statements import lines, sentences
from app.words.terms import terms
from app.words.text import fold, tokens

Rows = npt.NDArray[np.float32]

_SURE, _PERHAPS = 0.62, 0.44
"""How alike two questions are (cosine): the same from the first on, from the second on when their words agree too."""
_WORDS_AGREE = 0.5
_BLOCK = 256
_KEPT = 0.35
"""A reply with a smaller share of words in common with its proposal was written anew."""
_FEWEST, _TELLING, _LONGEST = 3, 3, 300
_GREETING = re.compile(
    r"^(?:beste|geachte|hallo|hoi|hey|hi|hello|dag|goede\w+|dear|good \w+|sehr geehrte\w*|liebe[rs]?|guten \w+|moin"
    r"|bonjour|bonsoir|madame|monsieur)"
    r"\b[^.?!,]{0,40}[,.!]?\s*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:kan|kunnen|mag|hoe|wat|waar|wanneer|welke?|hoeveel|waarom|is er|zijn er|hebben jullie|heeft u|graag|weten|can|could|do you|"
    r"does|how|what|where|when|which|why|is there|are there|wondering|kann|können|darf|wie|was|wo|wann|welche\w*|warum|gibt es|haben sie|"
    r"wissen|peut|pouvez|comment|quel\w*|où|quand|combien|pourquoi|est-ce|avez-vous|savoir)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Places (in the list given) of questions that are alike, the most central first."""

    members: tuple[int, ...]


def why_asked(asked: Asked) -> AskedWhy | None:
    """Say what a question shows: no source was known, a person wrote the reply anew, or it had no proposal (None: nothing)."""
    if not asked.outcome:
        return AskedWhy.ASKED if _ASKS.search(asked.text) else None
    if asked.outcome == "unknown":
        return AskedWhy.UNKNOWN
    return AskedWhy.REWRITTEN if asked.outcome == "answer" and rewritten(asked.proposed, asked.sent) else None


def rewritten(proposed: str, sent: str) -> bool:
    """Whether a person wrote the reply anew instead of changing what was proposed."""
    if not proposed.strip() or not sent.strip():
        return False
    one, other = ({fold(word) for word in tokens(text) if len(word) > 2} for text in (proposed, sent))
    return bool(other) and len(one & other) / len(one | other) < _KEPT


def question_in(text: str) -> str:
    """Return what is asked in a message: its sentences with a question, else its beginning, without greeting; "" for next to nothing.

    A question of few telling words ("What shall I do?") takes the sentence before it along.
    """
    found = [_GREETING.sub("", sentence) for line in lines(text) for sentence in sentences(line)]
    found = [sentence for sentence in found if len(tokens(sentence)) >= _FEWEST]
    asked = [n for n, s in enumerate(found) if "?" in s] or [n for n, s in enumerate(found) if _ASKS.search(s)][:2] or range(len(found))[:2]
    wanted = sorted({m for n in asked for m in ((n - 1, n) if n and len(terms(found[n], "und")) < _TELLING else (n,))})
    return " ".join(found[n] for n in wanted)[:_LONGEST].strip()


def grouped(questions: Sequence[str], languages: Sequence[str], vectors: Sequence[Vector]) -> list[Group]:
    """Put questions that are alike together, by their vectors, and by their words where the vectors are in doubt; the largest first."""
    if not questions:
        return []
    rows = np.stack([np.frombuffer(vector, dtype="<f4") for vector in vectors]).astype(np.float32)
    clusters = _Clusters(rows, questions, languages)
    for start in range(0, len(rows), _BLOCK):
        clusters.take(range(start, min(start + _BLOCK, len(rows))))
    return sorted((_central(rows, members) for members in clusters.members), key=lambda group: (-len(group.members), group.members[0]))


class _Clusters:
    """Each question joins the likest group that begins alike enough, else begins one: one look over all, in blocks."""

    def __init__(self, rows: Rows, questions: Sequence[str], languages: Sequence[str]) -> None:
        self.members: list[list[int]] = []
        self._rows, self._questions, self._languages = rows, questions, languages
        self._leaders = np.zeros((0, rows.shape[1]), dtype=np.float32)
        self._words: dict[int, frozenset[str]] = {}

    def take(self, places: range) -> None:
        """Take in the next block of questions."""
        block = self._rows[places.start : places.stop]
        likeness = block @ self._leaders.T
        inside = block @ block.T
        begun: list[int] = []
        for n, place in enumerate(places):
            near = [(float(likeness[n, k]), k) for k in np.nonzero(likeness[n] >= _PERHAPS)[0]] if likeness.shape[1] else []
            near += [(float(inside[n, m]), likeness.shape[1] + k) for k, m in enumerate(begun) if inside[n, m] >= _PERHAPS]
            home = next((k for value, k in sorted(near, reverse=True) if value >= _SURE or self._agree(place, self.members[k][0])), None)
            if home is None:
                self.members.append([place])
                begun.append(n)
            else:
                self.members[home].append(place)
        self._leaders = np.concatenate([self._leaders, block[begun]])

    def _agree(self, one: int, other: int) -> bool:
        mine, theirs = self._of(one), self._of(other)
        few = min(len(mine), len(theirs))
        return few > 0 and len(mine & theirs) / few >= _WORDS_AGREE

    def _of(self, place: int) -> frozenset[str]:
        if place not in self._words:
            found = terms(self._questions[place], self._languages[place])
            self._words[place] = frozenset(term.meanings[0] if term.meanings else term.stem for term in found if not term.number)
        return self._words[place]


def _central(rows: Rows, members: Sequence[int]) -> Group:
    heart = rows[list(members)].mean(axis=0)
    return Group(tuple(sorted(members, key=lambda place: -float(rows[place] @ heart))))


def told_by(texts: Sequence[str]) -> str:
    """Return the most frequent of some values."""
    return Counter(texts).most_common(1)[0][0] if texts else ""
