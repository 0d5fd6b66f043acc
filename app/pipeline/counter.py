"""The Counter: every act of the shop as one call, for the window and the command line alike.

Calls block (the window runs them on its executors, never on the Qt thread) and raise ToonbankError with a sentence for the person.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.account import MailAccount
from app.domain.draft import CheckReport, Draft, DraftState, Outcome, Proposal
from app.domain.errors import BadInput, NotFound
from app.domain.knowledge import ArticleView, NewArticle, Passage, Retrieved
from app.domain.message import Handle, HandleKind, ReadOptions
from app.domain.ports import CancelCheck, MessageContext, Progress
from app.domain.shop import ShopSettings
from app.domain.text import N_
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
    SourceRow,
    SyncReport,
)
from app.pipeline import approve as approving
from app.pipeline import know as knowing
from app.pipeline import send as sending
from app.pipeline.house import read_options
from app.pipeline.propose import keep_proposal, last_turn, propose_for, propose_text
from app.pipeline.receive import receive, together
from app.pipeline.sync import SyncTools, sync_account
from app.pipeline.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a dropped file is: a channel name, "knowledge" or "" (not known)."""

    path: Path
    what: str
    confidence: float


class Counter(Wiring):
    """Facade over the pipeline's stages. Made by bootstrap; `close()` releases the profile."""

    # -- looking
    def conversation_ids(self, box: Box, limit: int | None = None) -> list[int]:
        """Return conversation ids of a box in list order (cheap: 100,000 in < 100 ms)."""
        with self._house.store.read() as reader:
            return reader.conversation_ids(box, limit)

    def conversation_rows(self, ids: Sequence[int]) -> list[ConversationRow]:
        """Return list rows for these ids (ask for what is visible)."""
        with self._house.store.read() as reader:
            return reader.conversation_rows(ids)

    def conversation(self, conversation_id: int) -> ConversationView:
        """Return everything the Counter shows of one conversation."""
        with self._house.store.read() as reader:
            return reader.conversation(conversation_id)

    def customers(self, limit: int | None = None, query: str = "") -> list[CustomerRow]:
        """Return customers, last seen first."""
        with self._house.store.read() as reader:
            return reader.customers(limit, query)

    def customer(self, customer_id: int) -> tuple[CustomerRow, list[MessageView]]:
        """Return a customer and the timeline."""
        with self._house.store.read() as reader:
            return reader.customer(customer_id), reader.timeline(customer_id)

    def add_handle(self, known: str, number: str) -> None:
        """Note a telephone number (E.164) with the customer who has this mail address. Raises NotFound."""
        address = Handle(HandleKind.EMAIL, known.casefold())
        with self._house.store.write() as uow:
            found = uow.customers.by_handles([address])
            if address not in found:
                raise NotFound(N_("No customer has the address {address}."), address=known)
            uow.customers.add_handles(found[address], [Handle(HandleKind.PHONE, number)])
            uow.commit()

    def search(self, query: str, limit: int = 50) -> SearchResult:
        """Search messages."""
        with self._house.store.read() as reader:
            return reader.search(query, limit)

    def attachment(self, attachment_id: int) -> bytes:
        """Return an attachment's bytes."""
        with self._house.store.read() as reader:
            return reader.attachment(attachment_id)

    def counts(self) -> dict[str, int]:
        """Return counts: messages, customers, conversations, articles, passages, drafts, queue."""
        with self._house.store.read() as reader:
            return reader.counts()

    # -- sorting out
    def set_state(self, conversation_id: int, state: ConversationState, until: datetime | None = None) -> ConversationState:
        """Close, reopen, snooze or junk; returns the state before (undo = set it back)."""
        with self._house.store.write() as uow:
            before = uow.conversations.set_state(conversation_id, state, until)
            uow.commit()
        return before

    def mark_read(self, conversation_id: int) -> None:
        """The person has seen it."""
        with self._house.store.write() as uow:
            uow.conversations.mark_read(conversation_id)
            uow.commit()

    def add_note(self, conversation_id: int, by: str, text: str) -> NoteView:
        """Keep an internal note."""
        with self._house.store.write() as uow:
            note = uow.conversations.add_note(conversation_id, by, text, self._house.clock())
            uow.commit()
        return note

    def triage(self, text: str) -> Verdict:
        """Judge a text that is not kept."""
        return self._house.sorter.judge(text, MessageContext())

    def wake_snoozed(self) -> int:
        """Bring back the conversations whose time has come; returns how many."""
        with self._house.store.write() as uow:
            woken = uow.conversations.wake(self._house.clock())
            uow.commit()
        return woken

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
        return propose_for(self._propose_tools(), conversation_id, hint, language, on_token, cancelled)

    def prepare_proposals(self, limit: int) -> int:
        """Make proposals for the most urgent conversations that wait and have none; returns how many were made."""
        with self._house.store.read() as reader:
            rows = reader.conversation_rows(reader.conversation_ids(Box.QUEUE, 100))
            leaving = {row.draft.conversation_id for row in reader.outbox() if row.draft.state is not DraftState.SENT}
        waiting = [row.id for row in rows if not row.draft_ready and row.id not in leaving][:limit]
        for conversation_id in waiting:
            self.propose(conversation_id)
        return len(waiting)

    def propose_text(self, text: str, hint: str = "", language: str = "") -> Proposal:
        """Make a proposal for a text that belongs to no conversation; nothing is kept."""
        return propose_text(self._propose_tools(), text, hint, language)

    def save_text(self, draft_id: int, text: str) -> Draft:
        """Store a person's edit, checked; flags and sentences of the draft are renewed."""
        return approving.save_text(self._approve_tools(), draft_id, text)

    def write_myself(self, conversation_id: int) -> Draft:
        """Make an empty draft for the conversation (Answer myself)."""
        tools = self._propose_tools()
        with self._house.store.read() as reader:
            view = reader.conversation(conversation_id)
        if not view.messages:
            raise BadInput(N_("There is no message of a customer in this conversation to answer."))
        turn, _earlier = last_turn(view.messages)
        language = view.verdict.language if view.verdict else view.row.language
        answered = turn[-1] if turn else view.messages[-1]
        return keep_proposal(tools, view, answered, Proposal(Outcome.ANSWER, "", language, engine="person"))

    def approve(self, draft_id: int, by: str, text: str | None = None, confirm: Collection[str] = ()) -> Draft:
        """Approve by name: the countdown starts. `confirm` ticks "money" and "promise". Raises NotApproved with what is missing.
        For a chat channel there is nothing to send: the draft becomes SENT (recorded as answered) and the caller copies the text."""
        return approving.approve(self._approve_tools(), draft_id, by, text, confirm)

    def take_back(self, draft_id: int) -> Draft:
        """Undo an approval while the countdown runs (back to PROPOSED)."""
        return approving.take_back(self._approve_tools(), draft_id)

    def shelve(self, draft_id: int) -> Draft:
        """Put a draft aside."""
        return approving.shelve(self._approve_tools(), draft_id)

    def send_due(self, *, now: bool = False) -> list[OutboxRow]:
        """Send what is approved and due (all approved when now); returns what was tried."""
        rows = sending.send_due(self._send_tools(), now=now)
        self._note_connections()
        return rows

    def retry(self, draft_id: int) -> Draft:
        """Try a FAILED draft again (still approved by name)."""
        return sending.retry(self._send_tools(), draft_id)

    def settle_unsure(self, draft_id: int, *, was_sent: bool) -> Draft:
        """A person says what became of an UNSURE draft."""
        return sending.settle_unsure(self._send_tools(), draft_id, was_sent=was_sent)

    def look_up_unsure(self) -> list[OutboxRow]:
        """Look for UNSURE drafts in the Sent folder by Message-ID; found ones become SENT."""
        rows = sending.look_up_unsure(self._send_tools())
        self._note_connections()
        return rows

    def outbox(self) -> list[OutboxRow]:
        """Return drafts that are approved, on their way, failed, unsure, and the last 100 sent."""
        with self._house.store.read() as reader:
            return reader.outbox()

    # -- receiving
    def recognise(self, path: Path) -> Recognised:
        """Say what a file is, from its content."""
        what, confidence = self._house.recognise(path)
        return Recognised(path, what, confidence)

    def import_paths(
        self,
        paths: Sequence[Path],
        options: ReadOptions | None = None,
        channel: str = "",
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> ImportReport:
        """Import message files; everything complete is kept when stopped."""
        reports: list[ImportReport] = []
        for path in paths:
            try:
                report = self._import(path, options, channel, progress, cancelled)
            except BadInput as error:
                if len(paths) == 1:
                    raise
                report = ImportReport(failed=((path.name, error.told),))
            reports.append(report)
            if report.stopped:
                break
        return together(reports)

    def _import(
        self, path: Path, options: ReadOptions | None, channel: str, progress: Progress | None, cancelled: CancelCheck | None
    ) -> ImportReport:
        house, shop = self._house, self.shop()
        items = house.read_source([path], options or read_options(shop), channel)
        report = receive(house.store, items, shop, house.clock(), progress=progress, cancelled=cancelled)
        with house.store.write() as uow:
            what = channel or house.recognise(path)[0]
            uow.sources.note(SourceRow(path.name, what, house.clock(), report.read, report.new, len(report.failed)))
            uow.commit()
        return report

    def sources(self, limit: int = 100) -> list[SourceRow]:
        """Return the last imported files, newest first."""
        with self._house.store.read() as reader:
            return reader.sources(limit)

    def accounts(self) -> list[MailAccount]:
        """Return mail accounts."""
        with self._house.store.read() as reader:
            return reader.accounts()

    def add_account(self, account: MailAccount, secret: str) -> None:
        """Add or replace an account; the secret goes to the secret store."""
        with self._house.store.write() as uow:
            uow.accounts.put(account)
            shop = uow.settings.shop()
            if account.address.casefold() not in shop.own_addresses:
                uow.settings.put_shop(replace(shop, own_addresses=(*shop.own_addresses, account.address.casefold())))
            uow.commit()
        self._house.secrets.put(account.name, secret)
        self._allow_hosts()

    def test_account(self, account: MailAccount, secret: str | None = None) -> list[Check]:
        """Log in to IMAP and SMTP; returns a line for each with a plain sentence. `secret` None: the stored one."""
        self._allow_hosts(account)
        stored = self._house.secrets.get(account.name) if secret is None else secret
        checks = [self._tried("IMAP", lambda: self._house.try_imap(account, stored or ""))]
        if account.smtp is not None:
            checks.append(self._tried("SMTP", lambda: self._house.try_smtp(account, stored or "")))
        self._allow_hosts()
        self._note_connections()
        return checks

    def remove_account(self, name: str) -> None:
        """Remove an account and its secret; messages stay."""
        with self._house.store.write() as uow:
            uow.accounts.get(name)
            uow.accounts.remove(name)
            uow.commit()
        self._house.secrets.delete(name)
        self._allow_hosts()

    def sync(self, name: str | None = None, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> list[SyncReport]:
        """Fetch what is new for one account or all."""
        accounts = [a for a in self.accounts() if name is None or a.name == name]
        if name is not None and not accounts:
            raise NotFound(N_("There is no mail account called {name}."), name=name)
        tools = SyncTools(self._house.store, self._house.connect, self._house.read_remote, self.shop(), self._house.clock)
        reports = [sync_account(tools, account, self._secret(account.name), progress, cancelled) for account in accounts]
        self._note_connections()
        return reports

    # -- knowing
    def articles(self) -> list[ArticleView]:
        """Return all articles without text."""
        with self._house.store.read() as reader:
            return reader.articles()

    def article(self, article_id: int) -> ArticleView:
        """Return one article with text."""
        with self._house.store.read() as reader:
            return reader.article(article_id)

    def import_articles(self, paths: Sequence[Path], progress: Progress | None = None) -> ImportReport:
        """Import knowledge files (`new`/`updated` count articles)."""
        self._index_ready()
        return knowing.import_articles(self._know_tools(), paths, progress)

    def save_article(self, article: NewArticle) -> int:
        """Add an article, or replace the one with the same source; returns its id."""
        self._index_ready()
        return knowing.keep_article(self._know_tools(), article)[0]

    def remove_article(self, article_id: int) -> None:
        """Remove an article."""
        self._index_ready()
        knowing.remove_article(self._know_tools(), article_id)

    def search_knowledge(self, query: str, limit: int = 8) -> Retrieved:
        """Search passages: full text and vectors fused."""
        return self._retrieve(query, "", limit)

    def check_text(self, text: str, passages: Sequence[str], question: str = "") -> CheckReport:
        """Check a text against passages by code alone."""
        given = [Passage(i, 0, "", i, "", passage, "und") for i, passage in enumerate(passages, 1)]
        return self._house.check(text, given, question=question, facts=())

    # -- the house
    def shop(self) -> ShopSettings:
        """Return the shop's settings."""
        with self._house.store.read() as reader:
            return reader.shop()

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the shop's settings."""
        with self._house.store.write() as uow:
            uow.settings.put_shop(settings)
            uow.commit()

    def engines(self) -> list[EngineInfo]:
        """Return the language engines."""
        return self._house.engines.all()

    def add_engine(self, path: Path) -> EngineInfo:
        """Add a GGUF file: checked by loading it in the worker; raises EngineError with a sentence."""
        return self._house.engines.add(path)

    def use_engine(self, name: str) -> EngineInfo:
        """Choose the engine for drafts ("embedded" or a model's name)."""
        return self._house.engines.use(name)

    def test_engine(self) -> dict[str, object]:
        """Run the chosen engine on a small prompt: {name, ok, prompt_tokens_per_second, tokens_per_second, why}."""
        return self._house.engines.test()

    def connections(self, limit: int = 500) -> list[ConnectionRecord]:
        """Return the log of connections, newest first."""
        self._note_connections()
        with self._house.store.read() as reader:
            return reader.connections(limit)

    def backup(self, target: Path, passphrase: str = "") -> None:
        """Write one backup file. With a passphrase it opens on another computer too, without one only where the key is."""
        self._house.backup(target, passphrase)

    def reindex(self) -> dict[str, int]:
        """Make full-text and vector index anew from the database."""
        messages = self._house.store.rebuild_search()
        return {"messages": messages, "passages": knowing.reindex(self._know_tools())}

    def doctor(self) -> list[Check]:
        """Check the whole house."""
        return self._house.doctor(self.counts(), self.engines())

    def close(self) -> None:
        """Release the profile."""
        self._note_connections()
        self._house.engines.close()
        self._house.index.close()
        self._house.store.close()
        self._house.release()
