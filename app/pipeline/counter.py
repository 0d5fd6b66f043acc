"""The Counter: every act of the shop as one call, for the window and the command line alike.

Calls block (the window runs them on its executors, never on the Qt thread) and raise ToonbankError with a sentence for the person.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.account import MailAccount
from app.domain.draft import CheckReport, Draft
from app.domain.knowledge import ArticleView, NewArticle, Retrieved
from app.domain.message import ReadOptions
from app.domain.ports import CancelCheck, Progress
from app.domain.shop import ShopSettings
from app.domain.verdict import Verdict
from app.domain.views import (
    Box,
    Check,
    ConnectionRecord,
    ConversationRow,
    ConversationState,
    ConversationView,
    CustomerRow,
    EngineInfo,
    ImportReport,
    MessageView,
    NoteView,
    OutboxRow,
    SearchResult,
    SyncReport,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a dropped file is: a channel name, "knowledge" or "" (not known)."""

    path: Path
    what: str
    confidence: float


class Counter:
    """Facade over the pipeline's stages. Made by bootstrap; `close()` releases the profile."""

    # -- looking
    def conversation_ids(self, box: Box, limit: int | None = None) -> list[int]:
        """Return conversation ids of a box in list order (cheap: 100,000 in < 100 ms)."""
        raise NotImplementedError

    def conversation_rows(self, ids: Sequence[int]) -> list[ConversationRow]:
        """Return list rows for these ids (ask for what is visible)."""
        raise NotImplementedError

    def conversation(self, conversation_id: int) -> ConversationView:
        """Return everything the Counter shows of one conversation."""
        raise NotImplementedError

    def customers(self, limit: int | None = None, query: str = "") -> list[CustomerRow]:
        """Return customers, last seen first."""
        raise NotImplementedError

    def customer(self, customer_id: int) -> tuple[CustomerRow, list[MessageView]]:
        """Return a customer and the timeline."""
        raise NotImplementedError

    def search(self, query: str, limit: int = 50) -> SearchResult:
        """Search messages."""
        raise NotImplementedError

    def attachment(self, attachment_id: int) -> bytes:
        """Return an attachment's bytes."""
        raise NotImplementedError

    def counts(self) -> dict[str, int]:
        """Return counts: messages, customers, conversations, articles, passages, drafts, queue."""
        raise NotImplementedError

    # -- sorting out
    def set_state(self, conversation_id: int, state: ConversationState, until: datetime | None = None) -> ConversationState:
        """Close, reopen, snooze or junk; returns the state before (undo = set it back)."""
        raise NotImplementedError

    def mark_read(self, conversation_id: int) -> None:
        """The person has seen it."""
        raise NotImplementedError

    def add_note(self, conversation_id: int, by: str, text: str) -> NoteView:
        """Keep an internal note."""
        raise NotImplementedError

    def triage(self, text: str) -> Verdict:
        """Judge a text that is not kept."""
        raise NotImplementedError

    # -- answering
    def propose(
        self,
        conversation_id: int,
        hint: str = "",
        language: str = "",
        on_token: Callable[[str], None] | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Draft:
        """Make and keep a proposal for the conversation's last turn."""
        raise NotImplementedError

    def save_text(self, draft_id: int, text: str) -> Draft:
        """Store a person's edit, checked; flags and sentences of the draft are renewed."""
        raise NotImplementedError

    def write_myself(self, conversation_id: int) -> Draft:
        """Make an empty draft for the conversation (Answer myself)."""
        raise NotImplementedError

    def approve(self, draft_id: int, by: str, text: str | None = None, confirm: Collection[str] = ()) -> Draft:
        """Approve by name: the countdown starts. `confirm` ticks "money" and "promise". Raises NotApproved with what is missing.
        For a chat channel there is nothing to send: the draft becomes SENT (recorded as answered) and the caller copies the text."""
        raise NotImplementedError

    def take_back(self, draft_id: int) -> Draft:
        """Undo an approval while the countdown runs (back to PROPOSED)."""
        raise NotImplementedError

    def shelve(self, draft_id: int) -> Draft:
        """Put a draft aside."""
        raise NotImplementedError

    def send_due(self, *, now: bool = False) -> list[OutboxRow]:
        """Send what is approved and due (all approved when now); returns what was tried."""
        raise NotImplementedError

    def retry(self, draft_id: int) -> Draft:
        """Try a FAILED draft again (still approved by name)."""
        raise NotImplementedError

    def settle_unsure(self, draft_id: int, *, was_sent: bool) -> Draft:
        """A person says what became of an UNSURE draft."""
        raise NotImplementedError

    def look_up_unsure(self) -> list[OutboxRow]:
        """Look for UNSURE drafts in the Sent folder by Message-ID; found ones become SENT."""
        raise NotImplementedError

    def outbox(self) -> list[OutboxRow]:
        """Return drafts that are approved, on their way, failed, unsure, and the last 100 sent."""
        raise NotImplementedError

    # -- receiving
    def recognise(self, path: Path) -> Recognised:
        """Say what a file is, from its content."""
        raise NotImplementedError

    def import_paths(
        self,
        paths: Sequence[Path],
        options: ReadOptions | None = None,
        channel: str = "",
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> ImportReport:
        """Import message files; everything complete is kept when stopped."""
        raise NotImplementedError

    def accounts(self) -> list[MailAccount]:
        """Return mail accounts."""
        raise NotImplementedError

    def add_account(self, account: MailAccount, secret: str) -> None:
        """Add or replace an account; the secret goes to the secret store."""
        raise NotImplementedError

    def test_account(self, account: MailAccount, secret: str | None = None) -> list[Check]:
        """Log in to IMAP and SMTP; returns a line for each with a plain sentence. `secret` None: the stored one."""
        raise NotImplementedError

    def remove_account(self, name: str) -> None:
        """Remove an account and its secret; messages stay."""
        raise NotImplementedError

    def sync(self, name: str | None = None, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> list[SyncReport]:
        """Fetch what is new for one account or all."""
        raise NotImplementedError

    # -- knowing
    def articles(self) -> list[ArticleView]:
        """Return all articles without text."""
        raise NotImplementedError

    def article(self, article_id: int) -> ArticleView:
        """Return one article with text."""
        raise NotImplementedError

    def import_articles(self, paths: Sequence[Path], progress: Progress | None = None) -> ImportReport:
        """Import knowledge files (`new`/`updated` count articles)."""
        raise NotImplementedError

    def save_article(self, article: NewArticle) -> int:
        """Add an article, or replace the one with the same source; returns its id."""
        raise NotImplementedError

    def remove_article(self, article_id: int) -> None:
        """Remove an article."""
        raise NotImplementedError

    def search_knowledge(self, query: str, limit: int = 8) -> Retrieved:
        """Search passages: full text and vectors fused."""
        raise NotImplementedError

    def check_text(self, text: str, passages: Sequence[str], question: str = "") -> CheckReport:
        """Check a text against passages by code alone."""
        raise NotImplementedError

    # -- the house
    def shop(self) -> ShopSettings:
        """Return the shop's settings."""
        raise NotImplementedError

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the shop's settings."""
        raise NotImplementedError

    def engines(self) -> list[EngineInfo]:
        """Return the language engines."""
        raise NotImplementedError

    def add_engine(self, path: Path) -> EngineInfo:
        """Add a GGUF file: checked by loading it in the worker; raises EngineError with a sentence."""
        raise NotImplementedError

    def use_engine(self, name: str) -> EngineInfo:
        """Choose the engine for drafts ("embedded" or a model's name)."""
        raise NotImplementedError

    def test_engine(self) -> dict[str, object]:
        """Run the chosen engine on a small prompt: {name, ok, prompt_tokens_per_second, tokens_per_second, why}."""
        raise NotImplementedError

    def connections(self, limit: int = 500) -> list[ConnectionRecord]:
        """Return the log of connections, newest first."""
        raise NotImplementedError

    def backup(self, target: Path) -> None:
        """Write one backup file."""
        raise NotImplementedError

    def reindex(self) -> dict[str, int]:
        """Make full-text and vector index anew from the database."""
        raise NotImplementedError

    def doctor(self) -> list[Check]:
        """Check the whole house."""
        raise NotImplementedError

    def close(self) -> None:
        """Release the profile."""
        raise NotImplementedError
