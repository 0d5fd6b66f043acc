"""The tables of what is learned, handed over, translated and tended; `app.store.schema` holds the rest."""

from sqlalchemy import BLOB, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from app.store.columns import belongs, metadata, moment, number, words

# A person's corrections of verdicts, kept as examples. They go with the message they are about.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", Integer, ForeignKey("messages.id", ondelete="CASCADE"), nullable=True),
    Column("text", BLOB, nullable=False),
    words("was", "{}"),
    words("now", "{}"),
    words("by"),
    number("at"),
    number("taken_back"),
    sqlite_autoincrement=True,
)
Index("corrections_by_message", corrections.c.message_id)

handovers = Table(
    "handovers",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("conversation_id", "conversations.id"),
    number("at"),
    words("by"),
    words("to"),
    words("reason"),
    words("state", "open"),
    words("outcome"),
    moment("ended_at"),
    Column("packet", BLOB, nullable=False),
    sqlite_autoincrement=True,
)
Index("handovers_by_conversation", handovers.c.conversation_id)
Index("handovers_by_state", handovers.c.state, handovers.c.at)

translations = Table(
    "translations",
    metadata,
    belongs("message_id", "messages.id"),
    Column("language", Text, nullable=False),
    Column("text", BLOB, nullable=False),
    words("engine"),
    words("glossary_hits", "[]"),
    number("at"),
    PrimaryKeyConstraint("message_id", "language"),
    sqlite_with_rowid=False,
)

canned_answers = Table(
    "canned_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    words("title"),
    words("text"),
    words("language", "und"),
    words("scope"),
    number("uses"),
    number("updated_at"),
    sqlite_autoincrement=True,
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("article_id", "articles.id"),
    words("title"),
    Column("text", BLOB, nullable=False),
    words("by"),
    number("at"),
    sqlite_autoincrement=True,
)
Index("article_versions_by_article", article_versions.c.article_id, article_versions.c.at)

# Who looks after an article, and when it was or must be looked at.
article_care = Table(
    "article_care",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    words("owner"),
    moment("review_at"),
    moment("checked_at"),
)

# Questions the shop keeps to see that its answers stay right. The article is named by id and may be gone.
golden_questions = Table(
    "golden_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    words("question"),
    words("language", "und"),
    Column("article_id", Integer, nullable=True),
    words("must", "[]"),
    words("must_not", "[]"),
    number("at"),
    sqlite_autoincrement=True,
)

golden_runs = Table(
    "golden_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    number("at"),
    words("cause"),
    words("engine"),
    Column("results", BLOB, nullable=False),
    sqlite_autoincrement=True,
)
