"""Drafts: what is proposed, why it may be trusted, and how it comes to leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.text import N_


class Outcome(StrEnum):
    """What the drafter can offer."""

    ANSWER = "answer"
    UNKNOWN = "unknown"
    HANDOVER = "handover"


class DraftState(StrEnum):
    """PROPOSED -> APPROVED -> SENDING -> SENT | FAILED | UNSURE, or RETIRED (overtaken), or SHELVED (put aside by a person)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    RETIRED = "retired"
    SHELVED = "shelved"


STATE_WORDS: Mapping[DraftState, str] = {
    DraftState.PROPOSED: N_("proposed"),
    DraftState.APPROVED: N_("approved"),
    DraftState.SENDING: N_("on its way"),
    DraftState.SENT: N_("sent"),
    DraftState.FAILED: N_("not sent"),
    DraftState.UNSURE: N_("perhaps sent"),
    DraftState.RETIRED: N_("overtaken by a newer message"),
    DraftState.SHELVED: N_("put aside"),
}
"""The states as they stand in a sentence ("This draft is ...")."""

ALLOWED_MOVES: Mapping[DraftState, frozenset[DraftState]] = {
    DraftState.PROPOSED: frozenset({DraftState.APPROVED, DraftState.RETIRED, DraftState.SHELVED}),
    DraftState.APPROVED: frozenset({DraftState.SENDING, DraftState.PROPOSED, DraftState.RETIRED, DraftState.SHELVED}),
    DraftState.SENDING: frozenset({DraftState.SENT, DraftState.FAILED, DraftState.UNSURE, DraftState.APPROVED}),
    DraftState.FAILED: frozenset({DraftState.APPROVED, DraftState.PROPOSED, DraftState.SHELVED}),
    DraftState.UNSURE: frozenset({DraftState.SENT, DraftState.FAILED, DraftState.SHELVED}),
    DraftState.SENT: frozenset(),
    DraftState.RETIRED: frozenset({DraftState.PROPOSED}),
    DraftState.SHELVED: frozenset({DraftState.PROPOSED}),
}
"""Which state may follow which. UNSURE never goes back to APPROVED by itself: a person says FAILED first."""


class FlagKind(StrEnum):
    """Why a person must look. MONEY and PROMISE need their own tick before sending."""

    MONEY = "money"
    PROMISE = "promise"
    UNSUPPORTED = "unsupported"
    INSTRUCTION = "instruction"
    LINK = "link"
    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    LANGUAGE = "language"
    FORM_OF_ADDRESS = "form_of_address"
    VARIABLE = "variable"
    OTHER_CUSTOMER = "other_customer"
    LEGAL = "legal"
    BANNED = "banned"
    SUSPICION = "suspicion"
    HANDOVER = "handover"
    PARTLY = "partly"
    HINT = "hint"
    ENGINE = "engine"

    @property
    def needs_tick(self) -> bool:
        """Whether approval must confirm this kind by name."""
        return self in (FlagKind.MONEY, FlagKind.PROMISE)


WHOLE = (0, 0)
"""The span of a flag that is about the draft, or the message it answers, as a whole."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A warning: the span (start, end) of the draft's text it is about, and why, in words marked with N_."""

    kind: FlagKind
    span: tuple[int, int]
    why: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence's source: number as shown, article and passage id, and the words quoted from it."""

    n: int
    article: int
    passage: int
    quote: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft: support 0..1 by the cited passage (None: needs no source, such as a greeting), and the citation's number."""

    text: str
    support: float
    citation: int | None = None
    courtesy: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the check found in a text."""

    sentences: tuple[Sentence, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a drafter made, checked, before it is stored."""

    outcome: Outcome
    text: str
    language: str
    citations: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    flags: tuple[Flag, ...] = ()
    engine: str = "embedded"
    model: str = ""
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A stored draft. `proposed_text` is what the engine made; `text` what will leave. `recipient` is the handle value the reply goes to.

    `message_id` is the Message-ID reserved at approval; `due_at` when the countdown ends; `error` the sentence of the last failure.
    """

    id: int
    conversation_id: int
    state: DraftState
    outcome: Outcome
    text: str
    proposed_text: str
    language: str
    created_at: datetime
    citations: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    flags: tuple[Flag, ...] = ()
    engine: str = "embedded"
    model: str = ""
    milliseconds: float = 0.0
    approved_by: str = ""
    approved_at: datetime | None = None
    confirmed: frozenset[str] = field(default_factory=frozenset)
    recipient: str = ""
    subject: str = ""
    message_id: str = ""
    due_at: datetime | None = None
    attempts: int = 0
    error: str = ""
    in_reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """A line of the append-only approval log: who did what to which draft, when, and the SHA-256 of the text it was about."""

    draft_id: int
    action: str
    by: str
    at: datetime
    text_sha256: str
    detail: str = ""
