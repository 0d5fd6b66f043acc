"""Read models: exactly what a window or a command shows, filled by one query each. Times are aware datetimes (UTC)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.draft import Draft
from app.domain.engines import Speed
from app.domain.handover import HandoverRow
from app.domain.message import Channel, Direction, Handle, Kind
from app.domain.verdict import Verdict

if TYPE_CHECKING:
    from app.domain.transcription import Transcript


class Box(StrEnum):
    """The lists a person can look at. QUEUE: needs an answer, most urgent first. OPEN: everything not closed, newest first.
    HANDED: given to a colleague and not ended."""

    QUEUE = "queue"
    OPEN = "open"
    HANDED = "handed"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    JUNK = "junk"
    ALL = "all"


class ConversationState(StrEnum):
    """OPEN, SNOOZED (returns at a time or on a new message), CLOSED by the team, JUNK (spam, newsletters, robots)."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"
    JUNK = "junk"


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """One line of a list. `waiting_since` is None when nothing waits for an answer; `preview` is the first words of the last message."""

    id: int
    customer_id: int
    customer: str
    channel: Channel
    subject: str
    preview: str
    state: ConversationState
    last_at: datetime
    waiting_since: datetime | None
    due_at: datetime | None
    urgency: int
    sentiment: str
    emotion: str
    category: str
    language: str
    order_numbers: tuple[str, ...]
    reasons: tuple[str, ...]
    draft_ready: bool
    unread: bool
    messages: int


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A kept attachment; `stored` tells whether its bytes can be opened, `heard` what a machine wrote out of a recording."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    missing: bool
    stored: bool
    content_id: str = ""
    heard: "Transcript | None" = None


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a message said before it was changed (`until` None: its source does not tell when)."""

    text: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a timeline. `text` is whole, `new_text` without quotes and signature; `earlier` what it said before, oldest first."""

    id: int
    conversation_id: int
    channel: Channel
    direction: Direction
    kind: Kind
    sender: str
    sender_handle: str
    sent_at: datetime
    subject: str
    text: str
    new_text: str
    html: str = field(default="", repr=False)
    attachments: tuple[AttachmentView, ...] = ()
    warnings: tuple[str, ...] = ()
    message_id: str = ""
    earlier: tuple[EarlierText, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteView:
    """An internal note; never visible to customers."""

    id: int
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer in a list."""

    id: int
    name: str
    handles: tuple[Handle, ...]
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    vip: bool
    first_seen: datetime | None
    last_seen: datetime | None
    messages: int
    order_numbers: tuple[str, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class ConversationView:
    """Everything the Counter shows of one conversation. `messages` are those of this conversation, whoever wrote them; `timeline` also
    holds what the customer wrote on any channel (at most the last 500), oldest first."""

    row: ConversationRow
    customer: CustomerRow
    messages: tuple[MessageView, ...]
    timeline: tuple[MessageView, ...]
    verdict: Verdict | None
    drafts: tuple[Draft, ...]
    notes: tuple[NoteView, ...]
    reply_to: Handle | None
    handed: HandoverRow | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A message that a search found; `snippet` marks hits with U+0002 ... U+0003."""

    message_id: int
    conversation_id: int
    customer_id: int
    customer: str
    channel: Channel
    sent_at: datetime
    subject: str
    snippet: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, newest or best first, and how many there are in all (counted up to 10,000)."""

    total: int
    hits: tuple[SearchHit, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A draft on its way out, or that left."""

    draft: Draft
    customer: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """A connection the process opened or was refused. `allowed` False: the guard refused it. `why` names who asked."""

    at: datetime
    host: str
    port: int
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import or sync did. `failed` and `notes` are (where, why): what could not be read, and what was left out on purpose."""

    read: int = 0
    new: int = 0
    duplicate: int = 0
    updated: int = 0
    system: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    customers_new: int = 0
    conversations_new: int = 0
    seconds: float = 0.0
    stopped: bool = False
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What a sync did in one folder."""

    name: str
    new: int
    flags_changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync of one account did; `error` is a sentence when it stopped early (what came in before is kept)."""

    account: str
    folders: tuple[FolderReport, ...]
    new: int
    seconds: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """A language engine: the embedded one, or a model file the owner added (`kind` llama, or embedding for one that finds articles).
    `state`: ready, in_use, missing, broken, unavailable. `match`: known, likely, altered or unknown, and `told` the sentence about it."""

    name: str
    kind: str
    path: str = ""
    size: int = 0
    context: int = 0
    languages: tuple[str, ...] = ()
    state: str = "ready"
    licence: str = ""
    match: str = ""
    told: str = ""
    warnings: tuple[str, ...] = ()
    speed: Speed | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`."""

    name: str
    ok: bool
    why: str
