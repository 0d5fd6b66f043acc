"""The ports of the store: units of work, repositories and read models.

They hand out and take domain values only. A unit of work that is left without `commit()` rolls back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.domain.account import FolderState, MailAccount
from app.domain.calling import TaskReader, TaskRepository
from app.domain.canned import CannedReader, CannedRepository
from app.domain.customer_card import CareRepository
from app.domain.customer_list import CustomerListReader
from app.domain.draft import ApprovalRecord, CheckReport, Draft, DraftState, Proposal
from app.domain.golden import GoldenReader, GoldenRepository
from app.domain.handover import HandoverReader, HandoverRepository
from app.domain.identity import IdentityReader, IdentityRepository
from app.domain.importing import ChangeRepository, ImportReader, ImportRepository
from app.domain.knowledge import ArticleView, NewArticle, Passage, Vector
from app.domain.message import Channel, Handle, IncomingMessage
from app.domain.order import OrderReader, OrderRepository
from app.domain.shop import ShopSettings
from app.domain.teaching import TeachingReader, TeachingRepository
from app.domain.tending import TendingReader, TendingRepository
from app.domain.transcription import TranscriptReader, TranscriptRepository
from app.domain.translation import TranslationReader, TranslationRepository
from app.domain.verdict import Verdict
from app.domain.views import (
    Box,
    ConnectionRecord,
    ConversationRow,
    ConversationState,
    ConversationView,
    CustomerRow,
    MessageView,
    NoteView,
    OutboxRow,
    SearchResult,
)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message ready to be kept: read, placed and judged."""

    incoming: IncomingMessage
    conversation_id: int
    customer_id: int
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class KnownMail:
    """Where a Message-ID is already in the store."""

    message_id: str
    conversation_id: int
    subject: str


@dataclass(frozen=True, slots=True)
class ConversationUpdate:
    """What the sort stage found out about a conversation after new messages."""

    conversation_id: int
    state: ConversationState
    waiting_since: datetime | None
    due_at: datetime | None
    verdict: Verdict | None


TURN_AT_MOST = 100
"""In a chat that nobody answered for years every new line would have all of them read again."""


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """What the sort stage needs to know of a conversation: its state and its last messages."""

    conversation_id: int
    channel: Channel
    state: ConversationState
    first_waiting_at: datetime | None
    """Time of the first inbound message after the last outbound one that asks for an answer (or of the first, where none does); None
    when the shop spoke last."""
    last_in_at: datetime | None
    last_verdict: Verdict | None
    """Verdict of the last inbound message."""
    turn: tuple[Verdict, ...] = ()
    """Verdicts of all messages that wait for an answer, oldest first (the last one alone where only one waits; `TURN_AT_MOST` of them)."""


class MessageRepository(Protocol):
    """Messages. `add` keeps full-text search in step within the same transaction."""

    def known(self, fingerprints: Sequence[str]) -> dict[str, int]:
        """Return fingerprint -> message id for those already kept."""

    def by_mail_ids(self, message_ids: Sequence[str]) -> dict[str, KnownMail]:
        """Return Message-ID -> where it is, for those already kept."""

    def sent_here(self, message_ids: Sequence[str]) -> dict[str, int]:
        """Return Message-ID -> message id for outbound mails that this counter sent or already met."""

    def add(self, messages: Sequence[NewMessage]) -> list[int]:
        """Keep messages (attachments encrypted beside the database, with where they lie on the server) and return their ids."""

    def set_remote(self, account: str, folder: str, uidvalidity: int, uid: int, message_id: int, flags: Sequence[str]) -> None:
        """Note where a kept mail lies on the server."""

    def update_flags(self, account: str, folder: str, flags: Sequence[tuple[int, tuple[str, ...]]]) -> int:
        """Store new IMAP flags by UID and return how many changed."""

    def remote_uids(self, account: str, folder: str) -> frozenset[int]:
        """Return the UIDs known in this folder."""

    def forget_remote(self, account: str, folder: str, uids: Iterable[int] | None = None) -> int:
        """Forget where mails lay (None: the whole folder, after a UIDVALIDITY change); the messages stay. Returns how many."""

    def remote_of(self, message_id: int) -> tuple[str, str, int] | None:
        """Return (account, folder, uid) of a kept message, or None."""


class CustomerRepository(Protocol):
    """Customers and their handles."""

    def by_handles(self, handles: Sequence[Handle]) -> dict[Handle, int]:
        """Return handle -> customer id for strong handles already known."""

    def add(self, name: str, handles: Sequence[Handle], first_seen: datetime) -> int:
        """Make a customer and return its id."""

    def add_handles(self, customer_id: int, handles: Sequence[Handle], name: str = "") -> None:
        """Give a customer further handles (known ones are ignored), and a name when it had none."""

    def give_names(self, names: Mapping[int, str]) -> None:
        """Name the customers (by id) that are known by an address or number only; those with a name keep it."""

    def names(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the names of customers by id (missing ones left out)."""


class ConversationRepository(Protocol):
    """Conversations."""

    def by_keys(self, channel_keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (channel family, key) -> (conversation id, customer id). Family is "mail" for mail channels, else the channel."""

    def by_thread_ids(self, mail_ids: Sequence[str]) -> dict[str, int]:
        """Return mail id -> conversation id for every id a kept mail has or refers to (References, In-Reply-To).
        `messages.add` writes them down, `join` moves them: a thread stays whole even where a parent is missing."""

    def owner(self, conversation_id: int) -> int | None:
        """Return the customer of a conversation, or None when there is no such conversation."""

    def recent_by_subject(self, customer_id: int, folded_subject: str, since: datetime) -> int | None:
        """Return the latest mail conversation of this customer with this folded subject and a message since then, or None."""

    def add(self, channel: Channel, key: str, customer_id: int, subject: str, folded_subject: str, started_at: datetime) -> int:
        """Make a conversation and return its id."""

    def join(self, keep: int, other: int) -> None:
        """Move the messages of one conversation into another (a late mail linked two threads)."""

    def facts(self, conversation_ids: Sequence[int]) -> list[ConversationFacts]:
        """Return what the sort stage needs for these conversations."""

    def update(self, updates: Sequence[ConversationUpdate]) -> None:
        """Store new state, waiting and verdict summary; refresh counts and previews."""

    def set_state(self, conversation_id: int, state: ConversationState, until: datetime | None = None) -> ConversationState:
        """Close, reopen, snooze or junk; returns the state before (for undo)."""

    def wake(self, now: datetime) -> int:
        """Reopen the snoozed conversations whose time has come; returns how many."""

    def set_answered(self, conversation_id: int) -> None:
        """Nothing waits for an answer any more (the state stays)."""

    def mark_read(self, conversation_id: int) -> None:
        """The person has seen it."""

    def add_note(self, conversation_id: int, by: str, text: str, at: datetime) -> NoteView:
        """Keep an internal note."""


class KnowledgeRepository(Protocol):
    """Articles, passages and their vectors (BLOBs; the Chroma index is made from them)."""

    def put(
        self,
        article: NewArticle,
        passages: Sequence[tuple[str, str]],
        vectors: Sequence[Vector],
        scheme: str,
        now: datetime,
        by: str = "",
        known: int | None = None,
    ) -> tuple[int, list[int], list[int]]:
        """Add the article, or replace `known` or the one with the same non-empty source (its version before is kept, as changed by `by`).
        `passages` are (heading, text).
        Returns (article id, new passage ids, removed passage ids)."""

    def remove(self, article_id: int) -> list[int]:
        """Remove an article; returns its passage ids."""

    def vectors(self, scheme: str) -> Iterator[tuple[int, Vector]]:
        """Yield all passage vectors of this scheme."""

    def stale(self, scheme: str) -> list[Passage]:
        """Return passages without a vector of this scheme."""

    def set_vectors(self, items: Sequence[tuple[int, Vector]], scheme: str) -> None:
        """Store vectors for passages."""


class DraftRepository(Protocol):
    """Drafts, the outbox and the append-only approval log."""

    def add(
        self, conversation_id: int, proposal: Proposal, *, recipient: str, subject: str, in_reply_to: int | None, now: datetime
    ) -> Draft:
        """Keep a proposal as PROPOSED and retire earlier PROPOSED drafts of the conversation."""

    def get(self, draft_id: int) -> Draft:
        """Return a draft or raise NotFound."""

    def save_text(self, draft_id: int, text: str, report: CheckReport | None = None) -> Draft:
        """Store a person's edit (PROPOSED only; else NotApproved) with the sentences and flags found in it."""

    def move(self, draft_id: int, to: DraftState, **changes: object) -> Draft:
        """Change the state along ALLOWED_MOVES, else raise NotApproved; `changes` are Draft fields set in the same step.
        Moving to the state it has already is allowed and only sets the changes."""

    def log(self, record: ApprovalRecord) -> None:
        """Append to the approval log (a database trigger refuses updates and deletes)."""

    def approvals(self, draft_id: int) -> list[ApprovalRecord]:
        """Return the log of one draft, oldest first."""

    def due(self, now: datetime | None) -> list[Draft]:
        """Return APPROVED drafts whose countdown ended (all when now is None), oldest first."""

    def in_state(self, *states: DraftState) -> list[Draft]:
        """Return drafts in these states, oldest first."""


class AccountRepository(Protocol):
    """Mail accounts and folder states."""

    def all(self) -> list[MailAccount]:
        """Return the accounts by name."""

    def get(self, name: str) -> MailAccount:
        """Return one or raise NotFound."""

    def put(self, account: MailAccount) -> None:
        """Add or replace by name."""

    def remove(self, name: str) -> None:
        """Remove the account and its folder states; messages stay."""

    def folder(self, account: str, folder: str) -> FolderState | None:
        """Return how far a folder was read, or None."""

    def set_folder(self, state: FolderState) -> None:
        """Store how far a folder was read (same transaction as the messages)."""


class SettingsRepository(Protocol):
    """Shop settings and other small named values."""

    def shop(self) -> ShopSettings:
        """Return the settings (defaults where nothing was set)."""

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the settings whole."""

    def get(self, name: str) -> object:
        """Return a JSON value or None."""

    def put(self, name: str, value: object) -> None:
        """Store a JSON value (None deletes)."""


class UnitOfWork(Protocol):
    """One write transaction (BEGIN IMMEDIATE). Without commit() everything rolls back."""

    messages: MessageRepository
    customers: CustomerRepository
    conversations: ConversationRepository
    knowledge: KnowledgeRepository
    drafts: DraftRepository
    accounts: AccountRepository
    settings: SettingsRepository
    imports: ImportRepository
    changes: ChangeRepository
    handovers: HandoverRepository
    teaching: TeachingRepository
    translations: TranslationRepository
    tending: TendingRepository
    canned: CannedRepository
    golden: GoldenRepository
    orders: OrderRepository
    identity: IdentityRepository
    care: CareRepository
    tasks: TaskRepository
    transcripts: TranscriptRepository

    def commit(self) -> None:
        """Make it last."""


class Reader(
    HandoverReader,
    TeachingReader,
    TendingReader,
    CannedReader,
    GoldenReader,
    TranslationReader,
    TranscriptReader,
    OrderReader,
    ImportReader,
    IdentityReader,
    TaskReader,
    CustomerListReader,
    Protocol,
):
    """Read models over a snapshot; safe from any thread, never blocked by the writer."""

    def conversation_ids(self, box: Box, limit: int | None = None) -> list[int]:
        """Return ids in list order."""

    def conversation_rows(self, ids: Sequence[int]) -> list[ConversationRow]:
        """Return rows in the order of `ids` (missing ones left out)."""

    def conversation(self, conversation_id: int) -> ConversationView:
        """Return everything of one conversation or raise NotFound."""

    def customers(self, limit: int | None = None, query: str = "") -> list[CustomerRow]:
        """Return customers, last seen first."""

    def customer(self, customer_id: int) -> CustomerRow:
        """Return one or raise NotFound."""

    def timeline(self, customer_id: int, limit: int = 500) -> list[MessageView]:
        """Return the customer's last messages on any channel, oldest first."""

    def search(self, query: str, limit: int = 50) -> SearchResult:
        """Search messages (see cli.md for the operators); never raises for odd input."""

    def outbox(self) -> list[OutboxRow]:
        """Return drafts that are approved, on their way, failed, unsure, and the last 100 sent."""

    def articles(self) -> list[ArticleView]:
        """Return all articles without text, by title; not those out of use, nor the mirrors of canned answers."""

    def article(self, article_id: int) -> ArticleView:
        """Return one with text or raise NotFound."""

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Return passages in the order of ids."""

    def vectors(self, scheme: str) -> Iterator[tuple[int, Vector]]:
        """Yield all passage vectors of this scheme."""

    def search_passages(self, query: str, language: str, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, BM25 score as a positive number) by full-text search over stemmed, folded words."""

    def passages_with(self, stems: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Return how many passages there are, and how many of them have each stem."""

    def draft(self, draft_id: int) -> Draft:
        """Return a draft or raise NotFound."""

    def others_in(self, text: str, customer_id: int) -> list[str]:
        """Return names, mail addresses and order numbers in a text that belong to other customers only."""

    def accounts(self) -> list[MailAccount]:
        """Return the accounts by name."""

    def account_of(self, message_id: int) -> str:
        """Return the name of the account a kept mail came in by, "" when it came from a file."""

    def shop(self) -> ShopSettings:
        """Return the settings."""

    def setting(self, name: str) -> object:
        """Return a JSON value or None."""

    def connections(self, limit: int = 500) -> list[ConnectionRecord]:
        """Return the last connections, newest first."""

    def attachment(self, attachment_id: int) -> bytes:
        """Return the decrypted bytes or raise NotFound."""

    def counts(self) -> dict[str, int]:
        """Return how many messages, customers, conversations, articles, passages, drafts there are, and `queue` (needs an answer)."""


class Store(Protocol):
    """The profile's database."""

    def write(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit of work; waits for the writer before it."""

    def read(self) -> AbstractContextManager[Reader]:
        """Open read models."""

    def log_connection(self, record: ConnectionRecord) -> None:
        """Keep a connection record (own small transaction)."""

    def backup(self, target: Path, description: bytes | None = None) -> None:
        """Write a consistent copy of database and attachments into one file. `description` stands in for profile.json,
        so that the backup opens with a key kept elsewhere."""

    def rebuild_search(self) -> int:
        """Make the full-text index anew; returns the number of messages."""

    def check(self) -> list[tuple[str, bool, str]]:
        """Return (name, ok, why) of the store's own checks: integrity, schema, encryption, search index in step."""

    def close(self) -> None:
        """Close all connections."""
