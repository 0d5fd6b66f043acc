"""The tables as they are now. The migrations build the same, step by step; a test compares the two.

Times are integer microseconds since 1970 UTC. `messages.id` grows with the date (see `app.store.slots`), so that "newest first" is
rowid order in the full-text index. Long texts are BLOBs packed by `app.store.codec`.
"""

from sqlalchemy import (
    BLOB,
    REAL,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=text(f"'{default}'"))


def _int(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def _time(name: str) -> Column[int]:
    return Column(name, Integer, nullable=True)


def _ref(name: str, target: str) -> Column[int]:
    return Column(name, Integer, ForeignKey(target, ondelete="CASCADE"), nullable=False)


accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    _text("address"),
    _text("login"),
    _text("login_kind"),
    _text("display_name"),
    _text("imap"),
    Column("smtp", Text, nullable=True),
)

folder_states = Table(
    "folder_states",
    metadata,
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    _text("role"),
    _int("uidvalidity"),
    _int("last_uid"),
    _int("modseq"),
    PrimaryKeyConstraint("account", "folder"),
    sqlite_with_rowid=False,
)

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("name"),
    _text("folded_name"),
    _time("first_seen"),
    _time("last_seen"),
    _int("messages"),
    _text("tags", "[]"),
    _int("vip"),
    _text("notes"),
    sqlite_autoincrement=True,
)
Index("customers_by_last_seen", text("last_seen DESC"), _table=customers)

customer_languages = Table(
    "customer_languages",
    metadata,
    _ref("customer_id", "customers.id"),
    Column("language", Text, nullable=False),
    _int("messages"),
    PrimaryKeyConstraint("customer_id", "language"),
    sqlite_with_rowid=False,
)

handles = Table(
    "handles",
    metadata,
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    _ref("customer_id", "customers.id"),
    PrimaryKeyConstraint("kind", "value", "customer_id"),
    sqlite_with_rowid=False,
)
# A strong handle is one person's; a display name may be anybody's.
Index("handles_strong", handles.c.kind, handles.c.value, unique=True, sqlite_where=text("kind <> 'name'"))
Index("handles_by_customer", handles.c.customer_id)

conversations = Table(
    "conversations",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("channel"),
    _ref("customer_id", "customers.id"),
    _text("subject"),
    _text("folded_subject"),
    _int("started_at"),
    _text("state", "open"),
    _time("snoozed_until"),
    _time("last_at"),
    _time("waiting_since"),
    _time("due_at"),
    _int("urgency", 1),
    _text("sentiment", "neutral"),
    _text("emotion", "neutral"),
    _text("category", "other"),
    _text("language", "und"),
    _text("order_numbers", "[]"),
    _text("reasons", "[]"),
    _text("preview"),
    _int("messages"),
    _int("unread"),
    _int("draft_ready"),
    sqlite_autoincrement=True,
)
Index(
    "conversations_queue",
    text("urgency DESC"),
    text("coalesce(due_at, 9223372036854775807)"),
    text("waiting_since"),
    _table=conversations,
    sqlite_where=text("state = 'open' AND waiting_since IS NOT NULL"),
)
Index("conversations_by_state", text("state"), text("last_at DESC"), _table=conversations)
Index("conversations_by_time", text("last_at DESC"), _table=conversations)
# All that a search asks of a conversation, without reading its row.
Index(
    "conversations_facets",
    *(conversations.c[name] for name in ("state", "unread", "draft_ready", "category", "sentiment", "waiting_since")),
)
Index("conversations_by_customer", conversations.c.customer_id, conversations.c.folded_subject)

conversation_keys = Table(
    "conversation_keys",
    metadata,
    Column("family", Text, nullable=False),
    Column("key", Text, nullable=False),
    _ref("conversation_id", "conversations.id"),
    PrimaryKeyConstraint("family", "key"),
    sqlite_with_rowid=False,
)
Index("conversation_keys_by_conversation", conversation_keys.c.conversation_id)

# Mail ids (as 64 bits of a hash) that a kept mail has or refers to: the thread they belong to, also where a parent is missing.
thread_ids = Table(
    "thread_ids",
    metadata,
    Column("mail_id", Integer, primary_key=True),
    _ref("conversation_id", "conversations.id"),
)
Index("thread_ids_by_conversation", thread_ids.c.conversation_id)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    _ref("conversation_id", "conversations.id"),
    _ref("customer_id", "customers.id"),
    _text("channel"),
    _text("direction"),
    _text("kind"),
    _int("sent_at"),
    Column("fingerprint", BLOB, nullable=False),
    _text("message_id"),
    _text("subject"),
    _text("sender"),
    _text("handle_kind"),
    _text("handle"),
    _int("attachments"),
)
Index("messages_fingerprint", messages.c.fingerprint, unique=True)
Index("messages_by_conversation", messages.c.conversation_id, messages.c.direction, messages.c.sent_at, messages.c.kind)
Index("messages_by_customer", messages.c.customer_id, messages.c.sent_at)
Index("messages_by_mail_id", messages.c.message_id, sqlite_where=text("message_id <> ''"))

bodies = Table(
    "bodies",
    metadata,
    Column("message_id", Integer, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("text", BLOB, nullable=False),
    Column("new_text", BLOB, nullable=True),
    _int("new_start"),
    _int("new_length"),
    Column("html", BLOB, nullable=True),
    Column("meta", BLOB, nullable=False),
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("message_id", Integer, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("data", BLOB, nullable=False),
)

orders = Table(
    "orders",
    metadata,
    Column("folded", Text, nullable=False),
    _ref("conversation_id", "conversations.id"),
    # 0: known of the conversation as a whole, not of one message.
    Column("message_id", Integer, nullable=False),
    _text("number"),
    PrimaryKeyConstraint("folded", "conversation_id", "message_id"),
    sqlite_with_rowid=False,
)
Index("orders_by_conversation", orders.c.conversation_id)

remotes = Table(
    "remotes",
    metadata,
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("uid", Integer, nullable=False),
    _int("uidvalidity"),
    _ref("message_id", "messages.id"),
    _text("flags"),
    PrimaryKeyConstraint("account", "folder", "uid"),
    sqlite_with_rowid=False,
)
Index("remotes_by_message", remotes.c.message_id)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    _ref("message_id", "messages.id"),
    _text("name"),
    _text("media_type"),
    _int("size"),
    _text("sha256"),
    _int("missing"),
    _int("stored"),
    _text("content_id"),
    sqlite_autoincrement=True,
)
Index("attachments_by_message", attachments.c.message_id)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("title"),
    _text("language", "und"),
    _text("source"),
    _text("scope"),
    _int("updated_at"),
    Column("text", BLOB, nullable=False),
    sqlite_autoincrement=True,
)
Index("articles_by_source", articles.c.source, unique=True, sqlite_where=text("source <> ''"))

# Ids are never used twice: the vector index and the citations of old drafts hold them.
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    _ref("article_id", "articles.id"),
    _int("number"),
    _text("heading"),
    _text("text"),
    _text("scheme"),
    Column("vector", BLOB, nullable=True),
    sqlite_autoincrement=True,
)
Index("passages_by_article", passages.c.article_id, passages.c.number)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    _ref("conversation_id", "conversations.id"),
    _text("state", "proposed"),
    _text("outcome"),
    _text("text"),
    _text("proposed_text"),
    _text("language", "und"),
    _int("created_at"),
    _text("sentences", "[]"),
    _text("flags", "[]"),
    _text("engine"),
    _text("model"),
    Column("milliseconds", REAL, nullable=False, server_default=text("0")),
    _text("approved_by"),
    _time("approved_at"),
    _text("confirmed", "[]"),
    _text("recipient"),
    _text("subject"),
    _text("message_id"),
    _time("due_at"),
    _int("attempts"),
    _text("error"),
    Column("in_reply_to", Integer, nullable=True),
    sqlite_autoincrement=True,
)
Index("drafts_by_conversation", drafts.c.conversation_id, drafts.c.state)
Index("drafts_by_state", drafts.c.state)

draft_citations = Table(
    "draft_citations",
    metadata,
    _ref("draft_id", "drafts.id"),
    Column("position", Integer, nullable=False),
    _int("n"),
    _int("article"),
    _int("passage"),
    _text("quote"),
    _text("title"),
    PrimaryKeyConstraint("draft_id", "position"),
    sqlite_with_rowid=False,
)
Index("draft_citations_by_passage", draft_citations.c.passage)

# No foreign key: the log outlives what it is about.
approval_log = Table(
    "approval_log",
    metadata,
    Column("id", Integer, primary_key=True),
    _int("draft_id"),
    _text("action"),
    _text("by"),
    _int("at"),
    _text("text_sha256"),
    _text("detail"),
    sqlite_autoincrement=True,
)
Index("approval_log_by_draft", approval_log.c.draft_id)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    _ref("conversation_id", "conversations.id"),
    _text("by"),
    _int("at"),
    _text("text"),
    sqlite_autoincrement=True,
)
Index("notes_by_conversation", notes.c.conversation_id)

settings = Table(
    "settings",
    metadata,
    Column("scope", Text, nullable=False),
    Column("name", Text, nullable=False),
    _text("value", "null"),
    PrimaryKeyConstraint("scope", "name"),
    sqlite_with_rowid=False,
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("name"),
    _text("channel"),
    _int("at"),
    _int("read"),
    _int("new"),
    _int("failed"),
    sqlite_autoincrement=True,
)

connections = Table(
    "connections",
    metadata,
    Column("id", Integer, primary_key=True),
    _int("at"),
    _text("host"),
    _int("port"),
    _int("allowed"),
    _text("why"),
    sqlite_autoincrement=True,
)

MESSAGE_FTS = (
    "CREATE VIRTUAL TABLE message_fts USING fts5(text, subject, sender, recipients, files, "
    "content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
)
# Fewer, larger merges: importing 20,000 mails takes a sixth less, and a search looks into at most a few dozen segments.
MESSAGE_FTS_SETTINGS = (
    "INSERT INTO message_fts (message_fts, rank) VALUES ('automerge', 16)",
    "INSERT INTO message_fts (message_fts, rank) VALUES ('crisismerge', 32)",
    "INSERT INTO message_fts (message_fts, rank) VALUES ('hashsize', 16777216)",
)
PASSAGE_FTS = "CREATE VIRTUAL TABLE passage_fts USING fts5(title, heading, text, content='', contentless_delete=1, tokenize='unicode61')"

BESIDE_THE_TABLES = (
    MESSAGE_FTS,
    *MESSAGE_FTS_SETTINGS,
    PASSAGE_FTS,
    "CREATE TRIGGER approval_log_no_update BEFORE UPDATE ON approval_log BEGIN SELECT RAISE(ABORT, 'approval_log is append-only'); END",
    "CREATE TRIGGER approval_log_no_delete BEFORE DELETE ON approval_log BEGIN SELECT RAISE(ABORT, 'approval_log is append-only'); END",
)
"""What SQLAlchemy's tables do not hold: the full-text indexes and the triggers."""
