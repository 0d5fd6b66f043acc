"""What the shop knows: articles, their passages, and what a search finds."""

from dataclasses import dataclass, field

Vector = bytes
"""An embedding as little-endian float32 values, normalised to length 1."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article as read from a file. `source` is the file name (and row) it came from; importing the same source again replaces it."""

    title: str
    text: str
    language: str = "und"
    source: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an article that can be cited on its own. `number` counts from 0; `heading` is the nearest heading above it;
    `scope` is the article's."""

    id: int
    article_id: int
    article_title: str
    number: int
    heading: str
    text: str
    language: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that a search found; `score` is the fused score (higher is better), with the ranks it came from (0: not found there)."""

    passage: Passage
    score: float
    keyword_rank: int = 0
    vector_rank: int = 0


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The result of retrieval: hits best first, and the probability that they answer the question at all."""

    hits: tuple[PassageHit, ...] = ()
    answerable: float = 0.0
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Matter:
    """One of several things a customer asks in a turn: in their words, as it was searched for, and what was found for it alone."""

    text: str
    query: str
    found: Retrieved


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article for lists and the reader. Times are ISO 8601."""

    id: int
    title: str
    language: str
    source: str
    scope: str
    updated_at: str
    passages: int
    text: str = field(default="", repr=False)
