"""Read models over one snapshot of the database."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.domain.account import MailAccount
from app.domain.calling import Task
from app.domain.canned import CannedAnswer
from app.domain.customer_list import CustomerQuery, Facets
from app.domain.draft import Draft
from app.domain.errors import NotFound
from app.domain.golden import GoldenQuestion, GoldenRun
from app.domain.handover import HandoverRow, HandoverState
from app.domain.identity import JoinRow, Profile, Suggestion
from app.domain.importing import ImportRow
from app.domain.knowledge import ArticleView, Passage, Vector
from app.domain.message import Channel, Handle
from app.domain.order import OrderView
from app.domain.shop import ShopSettings
from app.domain.teaching import Correction, Lesson, Unanswered
from app.domain.tending import HIDDEN, ArticleVersion, Asked, Care, TendedArticle
from app.domain.text import N_
from app.domain.transcription import KeptTranscript
from app.domain.translation import KeptTranslation
from app.domain.verdict import Verdict
from app.domain.views import (
    AttachmentView,
    Box,
    ConnectionRecord,
    ConversationRow,
    ConversationView,
    CustomerRow,
    MessageView,
    OutboxRow,
    SearchResult,
)
from app.store import canned, customer_list, golden, people, shop_orders, teaching, tending, views
from app.store.accounts import read_accounts
from app.store.codec import from_us, unpack
from app.store.conversations import NO_CONVERSATION
from app.store.drafts import one_draft, read_drafts
from app.store.files import Files
from app.store.handovers import read_handovers
from app.store.imports import read_answers, read_imports
from app.store.knowledge import passages_by_id, vectors
from app.store.others import others_in
from app.store.search import fold_like, like, search
from app.store.settings import read_shop, read_value
from app.store.sql import Sql
from app.store.stems import question_terms
from app.store.suggestions import read_suggestions
from app.store.tasks import read_tasks
from app.store.transcripts import read_attached, read_transcripts
from app.store.translations import read_translations

NO_ARTICLE = N_("There is no article with the number {id}.")
NO_ATTACHMENT = N_("There is no attachment with the number {id}, or its content was not kept.")
_LAST_SENT = 100
_TIMELINE = 500
_TITLE, _HEADING, _TEXT = 2.0, 1.5, 1.0

_BOXES = {
    # Told which index: without statistics the planner would sort.
    Box.QUEUE: "INDEXED BY conversations_queue WHERE state = 'open' AND waiting_since IS NOT NULL "
    "ORDER BY urgency DESC, coalesce(due_at, 9223372036854775807), waiting_since",
    Box.OPEN: "WHERE state = 'open' ORDER BY last_at DESC",
    Box.HANDED: "WHERE id IN (SELECT conversation_id FROM handovers WHERE state <> 'ended') ORDER BY last_at DESC",
    Box.SNOOZED: "WHERE state = 'snoozed' ORDER BY last_at DESC",
    Box.CLOSED: "WHERE state = 'closed' ORDER BY last_at DESC",
    Box.JUNK: "WHERE state = 'junk' ORDER BY last_at DESC",
    Box.ALL: "ORDER BY last_at DESC",
}
_CUSTOMERS_LIKE = """
WHERE folded_name LIKE ?1 ESCAPE '\\' OR id IN (SELECT customer_id FROM handles WHERE value LIKE ?2 ESCAPE '\\')
"""
_ARTICLE = "SELECT a.id, a.title, a.language, a.source, a.scope, a.updated_at, (SELECT count(*) FROM passages WHERE article_id = a.id)"
_PASSAGES = f"""
SELECT rowid, -bm25(passage_fts, {_TITLE}, {_HEADING}, {_TEXT}) AS score FROM passage_fts WHERE passage_fts MATCH ?
ORDER BY score DESC, rowid LIMIT ?
"""  # noqa: S608 - constants
_WITH = "SELECT count(*) FROM passage_fts WHERE passage_fts MATCH ?"
_LISTED = f"scope NOT IN ({', '.join(map(repr, HIDDEN))})"
_COUNTS = {
    "messages": "SELECT count(*) FROM messages",
    "customers": "SELECT count(*) FROM customers",
    "conversations": "SELECT count(*) FROM conversations",
    "articles": f"SELECT count(*) FROM articles WHERE {_LISTED}",  # noqa: S608 - constants
    "passages": "SELECT count(*) FROM passages",
    "drafts": "SELECT count(*) FROM drafts",
    "queue": "SELECT count(*) FROM conversations INDEXED BY conversations_queue WHERE state = 'open' AND waiting_since IS NOT NULL",
}


class SqliteReader:
    """The Reader."""

    def __init__(self, sql: Sql, files: Files) -> None:
        self._sql = sql
        self._files = files

    def conversation_ids(self, box: Box, limit: int | None = None) -> list[int]:
        """Return ids in list order."""
        return self._sql.column(f"SELECT id FROM conversations {_BOXES[box]} LIMIT ?", (-1 if limit is None else limit,))  # noqa: S608

    def conversation_rows(self, ids: Sequence[int]) -> list[ConversationRow]:
        """Return rows in the order of `ids` (missing ones left out)."""
        return views.conversation_rows(self._sql, ids)

    def conversation(self, conversation_id: int) -> ConversationView:
        """Return everything of one conversation or raise NotFound."""
        rows = self.conversation_rows((conversation_id,))
        if not rows:
            raise NotFound(NO_CONVERSATION, id=conversation_id)
        sql = self._sql
        messages = tuple(views.message_views(sql, "m.conversation_id = ? ORDER BY m.sent_at, m.id", (conversation_id,)))
        return ConversationView(
            row=rows[0],
            customer=self.customer(rows[0].customer_id),
            messages=messages,
            timeline=_with_others(messages, self.timeline(rows[0].customer_id)),
            verdict=views.last_verdict(sql, conversation_id),
            drafts=tuple(read_drafts(sql, "conversation_id = ? ORDER BY id", (conversation_id,))),
            notes=views.notes_of(sql, conversation_id),
            reply_to=views.reply_to(sql, conversation_id),
            handed=next((h for h in read_handovers(sql, conversation_id=conversation_id) if h.state is not HandoverState.ENDED), None),
        )

    def customers(self, limit: int | None = None, query: str = "") -> list[CustomerRow]:
        """Return customers, last seen first."""
        where, params = (_CUSTOMERS_LIKE, [fold_like(query), like(query.strip().lower())]) if query.strip() else ("", [])
        chosen = f"SELECT id FROM customers {where} ORDER BY last_seen DESC LIMIT ?"  # noqa: S608 - constants
        ids = self._sql.column(chosen, (*params, -1 if limit is None else limit))
        return views.customer_rows(self._sql, ids)

    def customer_ids(self, wanted: CustomerQuery, promised_in: Sequence[int] = ()) -> list[int]:
        """Return ids in list order."""
        return customer_list.customer_ids(self._sql, wanted, promised_in)

    def customer_rows(self, ids: Sequence[int]) -> list[CustomerRow]:
        """Return customers in the order of `ids` (missing ones left out)."""
        return views.customer_rows(self._sql, ids)

    def customer_facets(self) -> Facets:
        """Return the tags in use and the channels."""
        return customer_list.customer_facets(self._sql)

    def sent_since(self, moment: datetime, limit: int) -> list[MessageView]:
        """Return the last messages that the shop wrote since then, oldest first."""
        return customer_list.sent_since(self._sql, moment, limit)

    def customer(self, customer_id: int) -> CustomerRow:
        """Return one or raise NotFound."""
        return views.one_customer(self._sql, customer_id)

    def timeline(self, customer_id: int, limit: int = _TIMELINE) -> list[MessageView]:
        """Return the customer's last messages on any channel, oldest first."""
        last = views.message_views(self._sql, "m.customer_id = ? ORDER BY m.sent_at DESC, m.id DESC LIMIT ?", (customer_id, limit))
        return last[::-1]

    def search(self, query: str, limit: int = 50) -> SearchResult:
        """Search messages (see `app.store.query` for the operators); never raises for odd input."""
        return search(self._sql, query, limit)

    def outbox(self) -> list[OutboxRow]:
        """Return drafts that are approved, on their way, failed, unsure, and the last 100 sent."""
        waiting = read_drafts(self._sql, "state IN ('approved', 'sending', 'failed', 'unsure') ORDER BY id", ())
        sent = read_drafts(self._sql, "state = 'sent' ORDER BY id DESC LIMIT ?", (_LAST_SENT,))
        drafts = [*waiting, *sent]
        rows = {r.id: r for r in self.conversation_rows(list({d.conversation_id for d in drafts}))}
        return [OutboxRow(d, rows[d.conversation_id].customer, Channel(rows[d.conversation_id].channel)) for d in drafts]

    def articles(self) -> list[ArticleView]:
        """Return all articles without text, by title; not those out of use, nor the mirrors of canned answers."""
        rows = self._sql.rows(f"{_ARTICLE} FROM articles AS a WHERE {_LISTED} ORDER BY a.title, a.id")
        return [_article(row, "") for row in rows]

    def article(self, article_id: int) -> ArticleView:
        """Return one with text or raise NotFound."""
        row = self._sql.row(f"{_ARTICLE}, a.text FROM articles AS a WHERE a.id = ?", (article_id,))
        if row is None:
            raise NotFound(NO_ARTICLE, id=article_id)
        return _article(row, unpack(row[7]))

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Return passages in the order of ids."""
        return passages_by_id(self._sql, ids)

    def vectors(self, scheme: str) -> Iterator[tuple[int, Vector]]:
        """Yield all passage vectors of this scheme."""
        return vectors(self._sql, scheme)

    def search_passages(self, query: str, language: str, limit: int) -> list[tuple[int, float]]:
        """Return (passage id, BM25 score as a positive number) by full-text search over stemmed, folded words, best first."""
        spoken = self._sql.column("SELECT DISTINCT language FROM articles")
        told = " OR ".join(f'"{term}"' for term in question_terms(query, language, spoken))
        return [(row[0], row[1]) for row in self._sql.rows(_PASSAGES, (told, limit))] if told else []

    def passages_with(self, stems: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Return how many passages there are, and how many of them have each stem."""
        having = {stem: int(self._sql.value(_WITH, (f'"{stem}"',))) for stem in dict.fromkeys(stems) if stem}
        return int(self._sql.value(_COUNTS["passages"])), having

    def draft(self, draft_id: int) -> Draft:
        """Return a draft or raise NotFound."""
        return one_draft(self._sql, draft_id)

    def others_in(self, text: str, customer_id: int) -> list[str]:
        """Return names, mail addresses and order numbers in a text that belong to other customers only."""
        return others_in(self._sql, text, customer_id)

    def accounts(self) -> list[MailAccount]:
        """Return the accounts by name."""
        return read_accounts(self._sql)

    def account_of(self, message_id: int) -> str:
        """Return the name of the account a kept mail came in by, "" when it came from a file."""
        found = self._sql.value("SELECT account FROM remotes WHERE message_id = ? ORDER BY account LIMIT 1", (message_id,))
        return found or ""

    def shop(self) -> ShopSettings:
        """Return the settings."""
        return read_shop(self._sql)

    def setting(self, name: str) -> object:
        """Return a JSON value or None."""
        return read_value(self._sql, name)

    def imports(self, limit: int = 100) -> list[ImportRow]:
        """Return imports, newest first."""
        return read_imports(self._sql, limit)

    def answers(self, source: str) -> Mapping[str, object]:
        """Return what was answered for a source before."""
        return read_answers(self._sql, source)

    def translations(self, message_ids: Sequence[int], language: str) -> dict[int, KeptTranslation]:
        """Return the kept translations into a language, by message."""
        return read_translations(self._sql, message_ids, language)

    def handovers(
        self, *, ended: bool = False, conversation_id: int | None = None, customer_id: int | None = None
    ) -> Sequence[HandoverRow]:
        """Return handovers, oldest first: those that are not ended, or the last 200 that are (of one customer when given); all of one
        conversation when given."""
        return read_handovers(self._sql, ended=ended, conversation_id=conversation_id, customer_id=customer_id)

    def corrections(self, *, limit: int = 500) -> Sequence[Correction]:
        """Return the corrections that stand, newest first."""
        return teaching.read_corrections(self._sql, limit)

    def examples(self) -> tuple[Lesson, ...]:
        """Return what stands as examples to learn from, oldest first; of one message what was said last counts."""
        return teaching.read_examples(self._sql)

    def taught_mark(self) -> tuple[int, ...]:
        """Return numbers that change whenever `examples` would."""
        return teaching.taught_mark(self._sql)

    def verdicts(self, message_ids: Sequence[int]) -> dict[int, Verdict]:
        """Return the verdicts of messages that have one, in the order they were said."""
        return teaching.read_verdicts(self._sql, message_ids)

    def unanswered(self, limit: int) -> Sequence[Unanswered]:
        """Return what customers said after the shop's last word in the newest `limit` conversations that are open or junk."""
        return teaching.read_unanswered(self._sql, limit)

    def tended(self) -> list[TendedArticle]:
        """Return all articles in use with text, care and last use, mirrors of canned answers included."""
        return tending.read_tended(self._sql)

    def care(self, article_id: int) -> Care:
        """Return who looks after an article (nobody: an empty Care)."""
        return tending.read_care(self._sql, article_id)

    def versions(self, article_id: int) -> Sequence[ArticleVersion]:
        """Return the earlier versions of an article, newest first."""
        return tending.read_versions(self._sql, article_id)

    def removed_articles(self) -> list[tuple[int, str, str]]:
        """Return (id, title, source) of articles that vanished from their file."""
        return tending.read_removed(self._sql)

    def asked(self, since: datetime, limit: int) -> list[Asked]:
        """Return customers' questions since then, newest first, each with what became of it."""
        return tending.read_asked(self._sql, since, limit)

    def knowledge_stamp(self) -> str:
        """Return a mark that changes whenever an article does."""
        return tending.read_stamp(self._sql)

    def canned_answers(self, query: str = "") -> list[CannedAnswer]:
        """Return those whose title or text has all words of the query, the most used first."""
        return canned.read_canned(self._sql, query)

    def canned_answer(self, canned_id: int) -> CannedAnswer:
        """Return one. Raises NotFound."""
        return canned.one_canned(self._sql, canned_id)

    def golden_questions(self) -> list[GoldenQuestion]:
        """Return all golden questions, oldest first."""
        return golden.read_questions(self._sql)

    def golden_runs(self, limit: int = 2) -> Sequence[GoldenRun]:
        """Return the last runs, newest first."""
        return golden.read_runs(self._sql, limit)

    def latest_orders(self, limit: int = 50) -> list[OrderView]:
        """Return orders, newest first."""
        return shop_orders.latest_orders(self._sql, limit)

    def orders_of(self, customer_id: int, limit: int = 50) -> list[OrderView]:
        """Return a customer's orders, newest first."""
        return shop_orders.orders_of(self._sql, customer_id, limit)

    def orders_beside(self, conversation_id: int) -> list[OrderView]:
        """Return the orders to show beside a conversation: those it mentions first, then the customer's others; never somebody else's."""
        return shop_orders.orders_beside(self._sql, conversation_id)

    def orders_with(self, number: str) -> list[OrderView]:
        """Return orders whose number is the given one in any way of writing, newest first."""
        return shop_orders.orders_with(self._sql, number)

    def order(self, order_id: int) -> OrderView:
        """Return one or raise NotFound."""
        return shop_orders.one_order(self._sql, order_id)

    def suggestions(self, limit: int = 200, customer_id: int | None = None) -> list[Suggestion]:
        """Return what waits to be decided, likeliest first; of one customer when given."""
        return read_suggestions(self._sql, limit, customer_id)

    def joins(self, customer_id: int | None = None, limit: int = 100) -> list[JoinRow]:
        """Return merges and splits, newest first; those a customer took part in when given."""
        return people.read_joins(self._sql, customer_id, limit)

    def shared_handles(self) -> frozenset[Handle]:
        """Return the handles that several people use."""
        return people.read_shared(self._sql)

    def profiles(self, ids: Sequence[int] | None = None) -> Iterator[Profile]:
        """Yield what is known of customers, for comparing (`moments` of the last 30 days)."""
        return people.read_profiles(self._sql, ids)

    def last_texts(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """Return the last texts that customers wrote themselves, whole, newest last."""
        return people.last_texts(self._sql, ids)

    def changed_customers(self, since: int) -> tuple[list[int], int]:
        """Return the customers that something new is known of since the mark `since` (0: all), and the mark of now."""
        return people.changed_customers(self._sql, since)

    def duplicate_rate(self) -> tuple[int, int]:
        """Return (records that a sure suggestion or a merge that stands counts as duplicates, all records)."""
        return people.duplicate_rate(self._sql)

    def tasks(self, *, done: bool = False, customer_id: int | None = None) -> Sequence[Task]:
        """Return open tasks, soonest first (or the last 100 done); of one customer when given."""
        return read_tasks(self._sql, done=done, customer_id=customer_id)

    def connections(self, limit: int = 500) -> list[ConnectionRecord]:
        """Return the last connections, newest first."""
        rows = self._sql.rows("SELECT at, host, port, allowed, why FROM connections ORDER BY id DESC LIMIT ?", (limit,))
        return [ConnectionRecord(from_us(at), host, port, bool(allowed), why) for at, host, port, allowed, why in rows]

    def attachment(self, attachment_id: int) -> bytes:
        """Return the decrypted bytes or raise NotFound."""
        sha256 = self._sql.value("SELECT sha256 FROM attachments WHERE id = ? AND stored = 1", (attachment_id,))
        if sha256 is None:
            raise NotFound(NO_ATTACHMENT, id=attachment_id)
        return self._files.get(sha256)

    def attached(self, attachment_id: int) -> AttachmentView:
        """Return what is known of an attachment. Raises NotFound."""
        return read_attached(self._sql, attachment_id)

    def transcripts(self, attachment_ids: Sequence[int]) -> Mapping[int, KeptTranscript]:
        """Return the kept transcripts, by attachment."""
        return read_transcripts(self._sql, attachment_ids)

    def counts(self) -> dict[str, int]:
        """Return how many of each there are, and `queue` (needs an answer)."""
        return {name: int(self._sql.value(statement)) for name, statement in _COUNTS.items()}


def _article(row: Any, text: str) -> ArticleView:
    id_, title, language, source, scope, updated_at, passages = row[:7]
    return ArticleView(id_, title, language, source, scope, from_us(updated_at).isoformat(), passages, text)


def _with_others(messages: Sequence[MessageView], timeline: Sequence[MessageView]) -> tuple[MessageView, ...]:
    """Return the customer's timeline with what others wrote in the conversation (a group, somebody who answers for the customer), as far
    back as it goes."""
    there = {message.id for message in timeline}
    first = timeline[0].sent_at if len(timeline) == _TIMELINE else None
    others = [message for message in messages if message.id not in there and (first is None or message.sent_at >= first)]
    return tuple(sorted((*timeline, *others), key=lambda message: (message.sent_at, message.id)) if others else timeline)
