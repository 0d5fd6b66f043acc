"""Knowledge kept clean: what an audit finds, who looks after an article, its earlier versions, and what nobody wrote down yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.text import N_

REMOVED = "removed"
"""Scope of an article that vanished from its file: it has no passages, is in no list, and keeps its versions."""
CANNED = "canned"
"""Scope of the mirror of a canned answer: found by searches, not listed among articles."""
HIDDEN = (REMOVED, CANNED)


class FindingKind(StrEnum):
    """What an audit looks for."""

    CONTRADICTION = "contradiction"
    DUPLICATE = "duplicate"
    STALE = "stale"
    PAST_DATE = "past_date"
    REVIEW_DUE = "review_due"
    PLACEHOLDER = "placeholder"
    BROKEN_LINK = "broken_link"
    UNCHECKED_LINK = "unchecked_link"
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NEVER_USED = "never_used"
    NO_OWNER = "no_owner"


class Severity(StrEnum):
    """WRONG: an answer may be false because of this. DOUBTFUL: look at it. TIDY: better so."""

    WRONG = "wrong"
    DOUBTFUL = "doubtful"
    TIDY = "tidy"


FINDING_WORDS: Mapping[FindingKind, str] = {
    FindingKind.CONTRADICTION: N_("Contradiction"),
    FindingKind.DUPLICATE: N_("Said twice"),
    FindingKind.STALE: N_("Not looked at for long"),
    FindingKind.PAST_DATE: N_("A date that is over"),
    FindingKind.REVIEW_DUE: N_("Review is due"),
    FindingKind.PLACEHOLDER: N_("Not filled in"),
    FindingKind.BROKEN_LINK: N_("Broken link"),
    FindingKind.UNCHECKED_LINK: N_("Links not checked"),
    FindingKind.EMPTY: N_("Empty"),
    FindingKind.TOO_SHORT: N_("Very short"),
    FindingKind.TOO_LONG: N_("Very long"),
    FindingKind.NEVER_USED: N_("Never used"),
    FindingKind.NO_OWNER: N_("Nobody's article"),
}


@dataclass(frozen=True, slots=True)
class TendedArticle:
    """An article as the audit sees it: its text, who looks after it, and when it was last changed, checked and used in a sent reply."""

    id: int
    title: str
    text: str
    language: str
    source: str
    scope: str
    updated_at: datetime
    owner: str = ""
    review_at: datetime | None = None
    checked_at: datetime | None = None
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that a finding is about."""

    article: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tidy. `id` is made of the words it is about: a finding that was dismissed comes back when the text changes.

    `why` is a sentence (packed template).
    """

    id: str
    kind: FindingKind
    severity: Severity
    articles: tuple[int, ...]
    why: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """How an article was before it changed at `at`."""

    id: int
    article_id: int
    title: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Care:
    """Who looks after an article, when it must be looked at again, and when that last happened."""

    owner: str = ""
    review_at: datetime | None = None
    checked_at: datetime | None = None


class AskedWhy(StrEnum):
    """Why a question shows a gap."""

    UNKNOWN = "unknown"
    REWRITTEN = "rewritten"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """A customer's question and what became of it: the outcome of the proposal ("" where none was made), what was proposed, and what the
    shop sent by this counter ("" where nothing was). `names` and `handles` say whom to mask."""

    text: str
    language: str
    at: datetime
    conversation_id: int
    outcome: str = ""
    proposed: str = ""
    sent: str = ""
    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that are alike and have no good source. `questions` are the customers' own words, masked, the most telling first.

    `nearest` is (article id, title) or None; `answers` counts the sent replies that a first draft could be made of.
    """

    id: str
    questions: tuple[str, ...]
    count: int
    languages: tuple[str, ...]
    first: datetime
    last: datetime
    why: tuple[AskedWhy, ...]
    nearest: tuple[int, str] | None
    answerable: float
    answers: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """A first draft of an article (from sent replies, without personal data) and the question it should answer."""

    title: str
    text: str
    language: str
    question: str


class TendingRepository(Protocol):
    """Versions and care of articles."""

    def restore(self, version_id: int) -> ArticleVersion:
        """Return a version to be put back. Raises NotFound."""

    def set_care(self, article_id: int, care: Care) -> None:
        """Store who looks after an article and when."""

    def of_file(self, file: str) -> dict[str, tuple[int, str]]:
        """Return source -> (article id, title) of all that was read from a file and is still in use."""

    def retire(self, article_id: int, by: str, now: datetime) -> list[int]:
        """Take an article out of use with its versions kept; returns its passage ids."""


class TendingReader(Protocol):
    """Read models of what is tended."""

    def tended(self) -> list[TendedArticle]:
        """Return all articles in use with text, care and last use, mirrors of canned answers included."""

    def care(self, article_id: int) -> Care:
        """Return who looks after an article (nobody: an empty Care)."""

    def versions(self, article_id: int) -> Sequence[ArticleVersion]:
        """Return the earlier versions of an article, newest first."""

    def removed_articles(self) -> list[tuple[int, str, str]]:
        """Return (id, title, source) of articles that vanished from their file."""

    def asked(self, since: datetime, limit: int) -> list[Asked]:
        """Return customers' questions since then, newest first, each with what became of it: all that a proposal was made for, and the
        last message of conversations without one (no junk)."""

    def knowledge_stamp(self) -> str:
        """Return a mark that changes whenever an article does."""
