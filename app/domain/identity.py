"""Who is who: what speaks for two customers being one person, what was joined, and how it is taken back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.domain.message import Channel, Handle, Party

Reach = Callable[[Party, Channel], Sequence[Handle]]
"""Returns the handles under which a party of a channel is looked up and kept."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one record of a person, for comparing: all fields as written, "" or empty where unknown.

    `id` is a customer (or a line of a test file). `moments` are (time, folded words) of questions, newest last; `orders` folded numbers;
    `mentioned` addresses and numbers that stand in signatures, not proven to be theirs.
    """

    id: str
    name: str = ""
    handles: tuple[Handle, ...] = ()
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""
    birth_date: date | None = None
    orders: tuple[str, ...] = ()
    mentioned: tuple[Handle, ...] = ()
    moments: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IdentityReason:
    """Why two may be one (or may not: `weight` below 0): a kind such as `same_postcode` and the evidence in words of the records."""

    kind: str
    evidence: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """Two records that are probably one person. `probability` 0..1; `certain` when a strong handle proves it."""

    a: str
    b: str
    probability: float
    reasons: tuple[IdentityReason, ...]
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two customers that may be one, for a person to accept or dismiss for good."""

    id: int
    a: int
    b: int
    name_a: str
    name_b: str
    score: float
    reasons: tuple[IdentityReason, ...]


class JoinKind(StrEnum):
    """MERGE: two customers became one. SPLIT: some handles of one became a customer of their own."""

    MERGE = "merge"
    SPLIT = "split"


class JoinCause(StrEnum):
    """HANDLE: proven by a strong handle. SUGGESTION: a person accepted one. PERSON: a person said so unasked."""

    HANDLE = "handle"
    SUGGESTION = "suggestion"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class JoinRow:
    """A merge or split that was made: `kept` stayed, `other` went into it (or came out of it). `undone_at` None while it stands."""

    id: int
    kind: JoinKind
    kept: int
    other: int
    kept_name: str
    other_name: str
    at: datetime
    by: str
    cause: JoinCause
    why: str
    undone_at: datetime | None = None


class IdentityRepository(Protocol):
    """Merges, splits and suggestions. A merge moves handles, conversations, messages, orders, tasks, tags and notes; every one can be
    undone, in any order and also after new messages came in: what is left is what would be there if it had never been made and all others
    had. What arrived since goes with the handle it came by. A split goes on saying of its handles that they are another person's, whoever
    has the others; a merge of a customer that a split made is undone with that split."""

    def merge(self, keep: int, other: int, *, by: str, cause: JoinCause, why: str, at: datetime) -> int:
        """Make one customer of two and return the number of the join. Raises NotFound."""

    def split(self, customer_id: int, handles: Sequence[Handle], *, by: str, at: datetime) -> int:
        """Give these handles, with all that came by them, to a new customer; returns the number of the join. Raises NotFound, and
        BadInput when nothing would be left, or a handle is not the customer's."""

    def undo(self, join_id: int, at: datetime, by: str = "") -> None:
        """Take a merge or split back. With `by` a person says that they are two: no handle joins them again by itself.
        Raises NotFound, and BadInput when it was taken back already."""

    def suggest(self, found: Sequence[tuple[int, int, float, Sequence[IdentityReason]]], of: Sequence[int] | None = None) -> None:
        """Keep suggestions (a pair once, whatever its order); those of the customers `of` (None: all) that were not found again go.
        What was dismissed stays dismissed."""

    def dismiss(self, suggestion_id: int, *, by: str, at: datetime) -> None:
        """Never suggest these two again, also after either was merged with others. Raises NotFound."""

    def take_back_dismissal(self, suggestion_id: int) -> None:
        """Undo a dismissal."""

    def share(self, handle: Handle) -> None:
        """Note that several people use this address or number: it joins nobody from now on."""

    def shared_among(self, handles: Sequence[Handle]) -> frozenset[Handle]:
        """Return those of the handles that several people use."""

    def names_beside(self, known: Mapping[Handle, int]) -> dict[int, str]:
        """Return the names of the owners of these handles, for comparing with names that come with them; not of one who got such a handle
        by a merge, nor one whom a person gave a name that no message bears: those say nothing of who uses the handle."""

    def apart(self, pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those pairs of customers that a person said to be two: dismissed, split, or a merge by a handle taken back."""


class IdentityReader(Protocol):
    """Read models of who is who."""

    def suggestions(self, limit: int = 200, customer_id: int | None = None) -> list[Suggestion]:
        """Return what waits to be decided, likeliest first; of one customer when given."""

    def joins(self, customer_id: int | None = None, limit: int = 100) -> list[JoinRow]:
        """Return merges and splits, newest first; those a customer took part in when given."""

    def shared_handles(self) -> frozenset[Handle]:
        """Return the handles that several people use."""

    def profiles(self, ids: Sequence[int] | None = None) -> Iterator[Profile]:
        """Yield what is known of customers, for comparing (`moments` of the last 30 days)."""

    def last_texts(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """Return the last texts that customers wrote themselves, whole, newest last: their signatures tell who they are."""

    def changed_customers(self, since: int) -> tuple[list[int], int]:
        """Return the customers that something new is known of since the mark `since` (0: all), and the mark of now."""

    def duplicate_rate(self) -> tuple[int, int]:
        """Return (customers that a suggestion of at least .9 or a join counts as duplicates, all customers)."""


ReasonWords = Mapping[str, str]
""""kind" -> sentence with {evidence}, marked with N_."""
