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

# What came with an import, by number: "message", "conversation", "customer", "order", "revision" or "join"; "met" are messages that
# were there already.
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

# What an import changed of what was there before: as it was, and as the import left it (see `app.store.arrivals`). `held`: which messages
# a conversation held.
arrived_changes = Table(
    "arrived_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("source_id", "sources.id"),
    Column("what", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("before", BLOB, nullable=False),
    Column("after", BLOB, nullable=True),
    words("held"),
    sqlite_autoincrement=True,
)
Index("arrived_changes_once", arrived_changes.c.source_id, arrived_changes.c.what, arrived_changes.c.row, unique=True)

# What a message said before it was changed. `fingerprint`: under which that text was known, where a channel has no ids of its own.
message_versions = Table(
    "message_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("message_id", "messages.id"),
    Column("text", BLOB, nullable=False),
    Column("new_text", BLOB, nullable=True),
    moment("until"),
    Column("fingerprint", BLOB, nullable=True),
    sqlite_autoincrement=True,
)
Index("message_versions_by_message", message_versions.c.message_id)
Index("message_versions_by_fingerprint", message_versions.c.fingerprint, sqlite_where=text("fingerprint IS NOT NULL"))

# Messages whose source says that they were changed and gives no ids: an older export may hold them as they were.
altered = Table(
    "altered",
    metadata,
    Column("message_id", Integer, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    belongs("conversation_id", "conversations.id"),
    number("at"),
)
Index("altered_by_conversation", altered.c.conversation_id, altered.c.at)

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

# `a` and `b` are the customers as they are now, `home_a` and `home_b` those that were compared: merges move the first, undoing
# needs the second.
suggestions = Table(
    "suggestions",
    metadata,
    Column("id", Integer, primary_key=True),
    belongs("a", "customers.id"),
    belongs("b", "customers.id"),
    number("home_a"),
    number("home_b"),
    Column("score", REAL, nullable=False, server_default=text("0")),
    words("reasons", "[]"),
    words("state", "open"),
    words("by"),
    moment("at"),
    sqlite_autoincrement=True,
)
Index("suggestions_once", suggestions.c.home_a, suggestions.c.home_b, unique=True)
Index("suggestions_by_a", suggestions.c.a)
Index("suggestions_by_b", suggestions.c.b)


# Who has what, wherever merges and splits stand (see `app.store.strands`): an address, number or name as it came to one customer (`home`,
# who may be gone), with all that came by it. Kind '' is the customer itself.
strands = Table(
    "strands",
    metadata,
    Column("id", Integer, primary_key=True),
    words("kind"),
    words("value"),
    number("home"),
    number("customer_id"),
    sqlite_autoincrement=True,
)
Index("strands_by_customer", strands.c.customer_id)
Index("strands_by_home", strands.c.home)
Index("strands_by_handle", strands.c.kind, strands.c.value)

# The strands that a split took.
parted = Table(
    "parted",
    metadata,
    Column("strand_id", Integer, ForeignKey("strands.id", ondelete="CASCADE"), nullable=False),
    belongs("join_id", "joins.id"),
    PrimaryKeyConstraint("strand_id", "join_id"),
    sqlite_with_rowid=False,
)
Index("parted_by_join", parted.c.join_id)


def _strands(of: str, name: str) -> Table:
    """Return a table that tells on which strand a row hangs."""
    return Table(
        f"strands_of_{of}",
        metadata,
        Column(name, Integer, ForeignKey(f"{of}.id", ondelete="CASCADE"), primary_key=True),
        number("strand_id"),
    )


strands_of_messages = _strands("messages", "message_id")
strands_of_conversations = _strands("conversations", "conversation_id")
strands_of_shop_orders = _strands("shop_orders", "order_id")
strands_of_tasks = _strands("tasks", "task_id")

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
