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
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from app.store import schema_answers as schema_answers
from app.store import schema_doors as schema_doors
from app.store.columns import belongs, metadata, moment, number, words

accounts = Table(
    "accounts",
    metadata,
    Column("name", Text, primary_key=True, nullable=False),
    words("address"),
    words("login"),
    words("login_kind"),
    words("display_name"),
    words("imap"),
    Column("smtp", Text, nullable=True),
)

folder_states = Table(
    "folder_states",
    metadata,
    Column("account", Text, nullable=False),
    Column("folder", Text, nullable=False),
    words("role"),
    number("uidvalidity"),
    number("last_uid"),
    number("modseq"),
    PrimaryKeyConstraint("account", "folder"),
    sqlite_with_rowid=False,
)

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    words("name"),
    words("folded_name"),
    moment("first_seen"),
    moment("last_seen"),
    number("messages"),
    words("tags", "[]"),
    number("vip"),
    words("notes"),
    sqlite_autoincrement=True,
)
Index("customers_by_last_seen", text("last_seen DESC"), _table=customers)

customer_languages = Table(
    "customer_languages",
    metadata,
    belongs("customer_id", "customers.id"),
    Column("language", Text, nullable=False),
    number("messages"),
    PrimaryKeyConstraint("customer_id", "language"),
    sqlite_with_rowid=False,
)

handles = Table(
    "handles",
    metadata,
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    belongs("customer_id", "customers.id"),
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
    words("channel"),
    belongs("customer_id", "customers.id"),
    words("subject"),
    words("folded_subject"),
    number("started_at"),
    words("state", "open"),
    moment("snoozed_until"),
    moment("last_at"),
    moment("waiting_since"),
    moment("due_at"),
    number("urgency", 1),
    words("sentiment", "neutral"),
    words("emotion", "neutral"),
    words("category", "other"),
    words("language", "und"),
    words("order_numbers", "[]"),
    words("reasons", "[]"),
    words("preview"),
    number("messages"),
    number("unread"),
    number("draft_ready"),
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
    belongs("conversation_id", "conversations.id"),
    PrimaryKeyConstraint("family", "key"),
    sqlite_with_rowid=False,
)
Index("conversation_keys_by_conversation", conversation_keys.c.conversation_id)

# Mail ids (as 64 bits of a hash) that a kept mail has or refers to: the thread they belong to, also where a parent is missing.
thread_ids = Table(
    "thread_ids",
    metadata,
    Column("mail_id", Integer, primary_key=True),
    belongs("conversation_id", "conversations.id"),
)
Index("thread_ids_by_conversation", thread_ids.c.conversation_id)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("conversation_id", "conversations.id"),
    belongs("customer_id", "customers.id"),
    words("channel"),
    words("direction"),
    words("kind"),
    number("sent_at"),
    Column("fingerprint", BLOB, nullable=False),
    words("message_id"),
    words("subject"),
    words("sender"),
    words("handle_kind"),
    words("handle"),
    number("attachments"),
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
    number("new_start"),
    number("new_length"),
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
    belongs("conversation_id", "conversations.id"),
    # 0: known of the conversation as a whole, not of one message.
    Column("message_id", Integer, nullable=False),
    words("number"),
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
    number("uidvalidity"),
    belongs("message_id", "messages.id"),
    words("flags"),
    PrimaryKeyConstraint("account", "folder", "uid"),
    sqlite_with_rowid=False,
)
Index("remotes_by_message", remotes.c.message_id)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("message_id", "messages.id"),
    words("name"),
    words("media_type"),
    number("size"),
    words("sha256"),
    number("missing"),
    number("stored"),
    words("content_id"),
    sqlite_autoincrement=True,
)
Index("attachments_by_message", attachments.c.message_id)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    words("title"),
    words("language", "und"),
    words("source"),
    words("scope"),
    number("updated_at"),
    Column("text", BLOB, nullable=False),
    sqlite_autoincrement=True,
)
Index("articles_by_source", articles.c.source, unique=True, sqlite_where=text("source <> ''"))

# Ids are never used twice: the vector index and the citations of old drafts hold them.
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("article_id", "articles.id"),
    number("number"),
    words("heading"),
    words("text"),
    words("scheme"),
    Column("vector", BLOB, nullable=True),
    sqlite_autoincrement=True,
)
Index("passages_by_article", passages.c.article_id, passages.c.number)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("conversation_id", "conversations.id"),
    words("state", "proposed"),
    words("outcome"),
    words("text"),
    words("proposed_text"),
    words("language", "und"),
    number("created_at"),
    words("sentences", "[]"),
    words("flags", "[]"),
    words("engine"),
    words("model"),
    Column("milliseconds", REAL, nullable=False, server_default=text("0")),
    words("approved_by"),
    moment("approved_at"),
    words("confirmed", "[]"),
    words("recipient"),
    words("subject"),
    words("message_id"),
    moment("due_at"),
    number("attempts"),
    words("error"),
    Column("in_reply_to", Integer, nullable=True),
    sqlite_autoincrement=True,
)
Index("drafts_by_conversation", drafts.c.conversation_id, drafts.c.state)
Index("drafts_by_state", drafts.c.state)

draft_citations = Table(
    "draft_citations",
    metadata,
    belongs("draft_id", "drafts.id"),
    Column("position", Integer, nullable=False),
    number("n"),
    number("article"),
    number("passage"),
    words("quote"),
    words("title"),
    PrimaryKeyConstraint("draft_id", "position"),
    sqlite_with_rowid=False,
)
Index("draft_citations_by_passage", draft_citations.c.passage)

# No foreign key: the log outlives what it is about.
approval_log = Table(
    "approval_log",
    metadata,
    Column("id", Integer, primary_key=True),
    number("draft_id"),
    words("action"),
    words("by"),
    number("at"),
    words("text_sha256"),
    words("detail"),
    sqlite_autoincrement=True,
)
Index("approval_log_by_draft", approval_log.c.draft_id)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("conversation_id", "conversations.id"),
    words("by"),
    number("at"),
    words("text"),
    sqlite_autoincrement=True,
)
Index("notes_by_conversation", notes.c.conversation_id)

settings = Table(
    "settings",
    metadata,
    Column("scope", Text, nullable=False),
    Column("name", Text, nullable=False),
    words("value", "null"),
    PrimaryKeyConstraint("scope", "name"),
    sqlite_with_rowid=False,
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    words("name"),
    words("channel"),
    number("at"),
    number("read"),
    number("new"),
    number("failed"),
    sqlite_autoincrement=True,
)

connections = Table(
    "connections",
    metadata,
    Column("id", Integer, primary_key=True),
    number("at"),
    words("host"),
    number("port"),
    number("allowed"),
    words("why"),
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
