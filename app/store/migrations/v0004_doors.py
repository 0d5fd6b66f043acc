"""Imports as a whole, orders, tasks, and who is who."""

revision = "0004"
down_revision: str | None = "0003"

STATEMENTS = (
    """
    CREATE TABLE import_reports (
        source_id INTEGER NOT NULL,
        report BLOB NOT NULL,
        undone_at INTEGER,
        PRIMARY KEY (source_id),
        FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE arrivals (
        source_id INTEGER NOT NULL,
        what TEXT NOT NULL,
        "row" INTEGER NOT NULL,
        PRIMARY KEY (source_id, what, "row"),
        FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE arrived_handles (
        source_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (source_id, kind, value),
        FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE arrived_changes (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        source_id INTEGER NOT NULL,
        what TEXT NOT NULL,
        "row" INTEGER NOT NULL,
        "before" BLOB NOT NULL,
        "after" BLOB,
        held TEXT DEFAULT '' NOT NULL,
        FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
    )
    """,
    'CREATE UNIQUE INDEX arrived_changes_once ON arrived_changes (source_id, what, "row")',
    """
    CREATE TABLE message_versions (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        message_id INTEGER NOT NULL,
        text BLOB NOT NULL,
        new_text BLOB,
        until INTEGER,
        fingerprint BLOB,
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX message_versions_by_message ON message_versions (message_id)",
    "CREATE INDEX message_versions_by_fingerprint ON message_versions (fingerprint) WHERE fingerprint IS NOT NULL",
    """
    CREATE TABLE altered (
        message_id INTEGER NOT NULL,
        conversation_id INTEGER NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (message_id),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE,
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX altered_by_conversation ON altered (conversation_id, at)",
    """
    CREATE TABLE echoes (
        message_id INTEGER NOT NULL,
        conversation_id INTEGER NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (message_id),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE,
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX echoes_by_conversation ON echoes (conversation_id)",
    """
    CREATE TABLE shop_orders (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        system TEXT DEFAULT '' NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        folded TEXT DEFAULT '' NOT NULL,
        customer_id INTEGER,
        placed_at INTEGER,
        state TEXT DEFAULT 'unknown' NOT NULL,
        data BLOB NOT NULL,
        FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX shop_orders_by_customer ON shop_orders (customer_id, placed_at)",
    "CREATE INDEX shop_orders_by_number ON shop_orders (folded)",
    "CREATE UNIQUE INDEX shop_orders_once ON shop_orders (system, number)",
    """
    CREATE TABLE order_names (
        folded TEXT NOT NULL,
        order_id INTEGER NOT NULL,
        PRIMARY KEY (folded, order_id),
        FOREIGN KEY(order_id) REFERENCES shop_orders (id) ON DELETE CASCADE
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX order_names_by_order ON order_names (order_id)",
    """
    CREATE TABLE tasks (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT DEFAULT '' NOT NULL,
        customer_id INTEGER NOT NULL,
        conversation_id INTEGER,
        text TEXT DEFAULT '' NOT NULL,
        due_at INTEGER DEFAULT 0 NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        done_at INTEGER,
        FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE,
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX tasks_by_customer ON tasks (customer_id)",
    "CREATE INDEX tasks_open ON tasks (due_at) WHERE done_at IS NULL",
    """
    CREATE TABLE joins (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT DEFAULT '' NOT NULL,
        kept INTEGER DEFAULT 0 NOT NULL,
        other INTEGER DEFAULT 0 NOT NULL,
        kept_name TEXT DEFAULT '' NOT NULL,
        other_name TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        cause TEXT DEFAULT '' NOT NULL,
        why TEXT DEFAULT '' NOT NULL,
        undone_at INTEGER,
        "before" BLOB NOT NULL
    )
    """,
    "CREATE INDEX joins_by_kept ON joins (kept)",
    "CREATE INDEX joins_by_other ON joins (other)",
    """
    CREATE TABLE suggestions (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        a INTEGER NOT NULL,
        b INTEGER NOT NULL,
        home_a INTEGER DEFAULT 0 NOT NULL,
        home_b INTEGER DEFAULT 0 NOT NULL,
        score REAL DEFAULT 0 NOT NULL,
        reasons TEXT DEFAULT '[]' NOT NULL,
        state TEXT DEFAULT 'open' NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        at INTEGER,
        FOREIGN KEY(a) REFERENCES customers (id) ON DELETE CASCADE,
        FOREIGN KEY(b) REFERENCES customers (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX suggestions_by_b ON suggestions (b)",
    "CREATE INDEX suggestions_by_a ON suggestions (a)",
    "CREATE UNIQUE INDEX suggestions_once ON suggestions (home_a, home_b)",
    """
    CREATE TABLE strands (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        kind TEXT DEFAULT '' NOT NULL,
        value TEXT DEFAULT '' NOT NULL,
        home INTEGER DEFAULT 0 NOT NULL,
        customer_id INTEGER DEFAULT 0 NOT NULL
    )
    """,
    "CREATE INDEX strands_by_customer ON strands (customer_id)",
    "CREATE INDEX strands_by_home ON strands (home)",
    "CREATE INDEX strands_by_handle ON strands (kind, value)",
    """
    CREATE TABLE parted (
        strand_id INTEGER NOT NULL,
        join_id INTEGER NOT NULL,
        PRIMARY KEY (strand_id, join_id),
        FOREIGN KEY(strand_id) REFERENCES strands (id) ON DELETE CASCADE,
        FOREIGN KEY(join_id) REFERENCES joins (id) ON DELETE CASCADE
    )
     WITHOUT ROWID
    """,
    "CREATE INDEX parted_by_join ON parted (join_id)",
    """
    CREATE TABLE strands_of_messages (
        message_id INTEGER NOT NULL,
        strand_id INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (message_id),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE strands_of_conversations (
        conversation_id INTEGER NOT NULL,
        strand_id INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (conversation_id),
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE strands_of_shop_orders (
        order_id INTEGER NOT NULL,
        strand_id INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (order_id),
        FOREIGN KEY(order_id) REFERENCES shop_orders (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE strands_of_tasks (
        task_id INTEGER NOT NULL,
        strand_id INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (task_id),
        FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE shared_handles (
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (kind, value)
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE transcripts (
        attachment_id INTEGER NOT NULL,
        text BLOB NOT NULL,
        language TEXT DEFAULT 'und' NOT NULL,
        engine TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (attachment_id),
        FOREIGN KEY(attachment_id) REFERENCES attachments (id) ON DELETE CASCADE
    )
    """,
)


def upgrade() -> None:
    """Add the tables."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
