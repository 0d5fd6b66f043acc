"""The tables of imports, orders, tasks and who is who; `app.store.schema` holds the rest."""

from sqlalchemy import BLOB, REAL, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from app.store.columns import belongs, metadata, moment, number, words

# More of a row of `sources`: what was reported, and when the import was taken back.
import_reports = Table(
    "import_reports",
    metadata,
    Column("source_id", Integer, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("report", BLOB, nullable=False),
    moment("undone_at"),
)

# What came with an import, by number: "message", "conversation", "customer", "order", "revision" or "join".
arrivals = Table(
    "arrivals",
    metadata,
    belongs("source_id", "sources.id"),
    Column("what", Text, nullable=False),
    Column("row", Integer, nullable=False),
    PrimaryKeyConstraint("source_id", "what", "row"),
    sqlite_with_rowid=False,
)

arrived_handles = Table(
    "arrived_handles",
    metadata,
    belongs("source_id", "sources.id"),
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("source_id", "kind", "value"),
    sqlite_with_rowid=False,
)

message_versions = Table(
    "message_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("message_id", "messages.id"),
    Column("text", BLOB, nullable=False),
    Column("new_text", BLOB, nullable=True),
    moment("until"),
    sqlite_autoincrement=True,
)
Index("message_versions_by_message", message_versions.c.message_id)

# A message that the counter wrote down for a chat and that no export has shown yet.
echoes = Table(
    "echoes",
    metadata,
    Column("message_id", Integer, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    belongs("conversation_id", "conversations.id"),
    number("at"),
)
Index("echoes_by_conversation", echoes.c.conversation_id)

shop_orders = Table(
    "shop_orders",
    metadata,
    Column("id", Integer, primary_key=True),
    words("system"),
    words("number"),
    words("folded"),
    Column("customer_id", Integer, ForeignKey("customers.id", ondelete="SET NULL"), nullable=True),
    moment("placed_at"),
    words("state", "unknown"),
    Column("data", BLOB, nullable=False),
    sqlite_autoincrement=True,
)
Index("shop_orders_once", shop_orders.c.system, shop_orders.c.number, unique=True)
Index("shop_orders_by_number", shop_orders.c.folded)
Index("shop_orders_by_customer", shop_orders.c.customer_id, shop_orders.c.placed_at)

# Other ways to write an order's number ("1042" for "#NL1042-A"), folded.
order_names = Table(
    "order_names",
    metadata,
    Column("folded", Text, nullable=False),
    belongs("order_id", "shop_orders.id"),
    PrimaryKeyConstraint("folded", "order_id"),
    sqlite_with_rowid=False,
)
Index("order_names_by_order", order_names.c.order_id)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True),
    words("kind"),
    belongs("customer_id", "customers.id"),
    Column("conversation_id", Integer, ForeignKey("conversations.id", ondelete="SET NULL"), nullable=True),
    words("text"),
    number("due_at"),
    words("by"),
    number("at"),
    moment("done_at"),
    sqlite_autoincrement=True,
)
Index("tasks_open", tasks.c.due_at, sqlite_where=text("done_at IS NULL"))
Index("tasks_by_customer", tasks.c.customer_id)

# Merges and splits with what is needed to take them back. No foreign keys: `other` of a merge is gone.
joins = Table(
    "joins",
    metadata,
    Column("id", Integer, primary_key=True),
    words("kind"),
    number("kept"),
    number("other"),
    words("kept_name"),
    words("other_name"),
    number("at"),
    words("by"),
    words("cause"),
    words("why"),
    moment("undone_at"),
    Column("before", BLOB, nullable=False),
    sqlite_autoincrement=True,
)
Index("joins_by_kept", joins.c.kept)
Index("joins_by_other", joins.c.other)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("a", "customers.id"),
    belongs("b", "customers.id"),
    Column("score", REAL, nullable=False, server_default=text("0")),
    words("reasons", "[]"),
    words("state", "open"),
    words("by"),
    moment("at"),
    sqlite_autoincrement=True,
)
Index("suggestions_once", suggestions.c.a, suggestions.c.b, unique=True)
Index("suggestions_by_b", suggestions.c.b)

# Addresses and numbers that several people use.
shared_handles = Table(
    "shared_handles",
    metadata,
    Column("kind", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("kind", "value"),
    sqlite_with_rowid=False,
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("attachment_id", Integer, ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True),
    Column("text", BLOB, nullable=False),
    words("language", "und"),
    words("engine"),
    number("at"),
)
