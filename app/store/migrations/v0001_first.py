"""The first schema."""

revision = "0001"
down_revision: str | None = None

STATEMENTS = (
    """
    CREATE TABLE accounts (
        name TEXT NOT NULL,
        address TEXT DEFAULT '' NOT NULL,
        login TEXT DEFAULT '' NOT NULL,
        login_kind TEXT DEFAULT '' NOT NULL,
        display_name TEXT DEFAULT '' NOT NULL,
        imap TEXT DEFAULT '' NOT NULL,
        smtp TEXT,
        PRIMARY KEY (name)
    )
    """,
    """
    CREATE TABLE approval_log (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        draft_id INTEGER DEFAULT 0 NOT NULL,
        action TEXT DEFAULT '' NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        text_sha256 TEXT DEFAULT '' NOT NULL,
        detail TEXT DEFAULT '' NOT NULL
    )
    """,
    "CREATE INDEX approval_log_by_draft ON approval_log (draft_id)",
    """
    CREATE TABLE articles (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        title TEXT DEFAULT '' NOT NULL,
        language TEXT DEFAULT 'und' NOT NULL,
        source TEXT DEFAULT '' NOT NULL,
        scope TEXT DEFAULT '' NOT NULL,
        updated_at INTEGER DEFAULT 0 NOT NULL,
        text BLOB NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX articles_by_source ON articles (source) WHERE source <> ''",
    """
    CREATE TABLE connections (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        at INTEGER DEFAULT 0 NOT NULL,
        host TEXT DEFAULT '' NOT NULL,
        port INTEGER DEFAULT 0 NOT NULL,
        allowed INTEGER DEFAULT 0 NOT NULL,
        why TEXT DEFAULT '' NOT NULL
    )
    """,
    """
    CREATE TABLE customers (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT DEFAULT '' NOT NULL,
        folded_name TEXT DEFAULT '' NOT NULL,
        first_seen INTEGER,
        last_seen INTEGER,
        messages INTEGER DEFAULT 0 NOT NULL,
        tags TEXT DEFAULT '[]' NOT NULL,
        vip INTEGER DEFAULT 0 NOT NULL,
        notes TEXT DEFAULT '' NOT NULL
    )
    """,
    "CREATE INDEX customers_by_last_seen ON customers (last_seen DESC)",
    """
    CREATE TABLE folder_states (
        account TEXT NOT NULL,
        folder TEXT NOT NULL,
        role TEXT DEFAULT '' NOT NULL,
        uidvalidity INTEGER DEFAULT 0 NOT NULL,
        last_uid INTEGER DEFAULT 0 NOT NULL,
        modseq INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (account, folder)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE settings (
        scope TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT DEFAULT 'null' NOT NULL,
        PRIMARY KEY (scope, name)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE conversations (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        channel TEXT DEFAULT '' NOT NULL,
        customer_id INTEGER NOT NULL,
        subject TEXT DEFAULT '' NOT NULL,
        folded_subject TEXT DEFAULT '' NOT NULL,
        started_at INTEGER DEFAULT 0 NOT NULL,
        state TEXT DEFAULT 'open' NOT NULL,
        snoozed_until INTEGER,
        last_at INTEGER,
        waiting_since INTEGER,
        due_at INTEGER,
        urgency INTEGER DEFAULT 1 NOT NULL,
        sentiment TEXT DEFAULT 'neutral' NOT NULL,
        emotion TEXT DEFAULT 'neutral' NOT NULL,
        category TEXT DEFAULT 'other' NOT NULL,
        language TEXT DEFAULT 'und' NOT NULL,
        order_numbers TEXT DEFAULT '[]' NOT NULL,
        reasons TEXT DEFAULT '[]' NOT NULL,
        preview TEXT DEFAULT '' NOT NULL,
        messages INTEGER DEFAULT 0 NOT NULL,
        unread INTEGER DEFAULT 0 NOT NULL,
        draft_ready INTEGER DEFAULT 0 NOT NULL,
        FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX conversations_facets ON conversations (state, unread, draft_ready, category, sentiment, waiting_since)",
    "CREATE INDEX conversations_by_customer ON conversations (customer_id, folded_subject)",
    "CREATE INDEX conversations_by_state ON conversations (state, last_at DESC)",
    "CREATE INDEX conversations_by_time ON conversations (last_at DESC)",
    "CREATE INDEX conversations_queue ON conversations (urgency DESC, coalesce(due_at, 9223372036854775807), waiting_since) "
    "WHERE state = 'open' AND waiting_since IS NOT NULL",
    """
    CREATE TABLE customer_languages (
        customer_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        messages INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (customer_id, language),
        FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE handles (
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        customer_id INTEGER NOT NULL,
        PRIMARY KEY (kind, value, customer_id),
        FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX handles_by_customer ON handles (customer_id)",
    "CREATE UNIQUE INDEX handles_strong ON handles (kind, value) WHERE kind <> 'name'",
    """
    CREATE TABLE passages (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL,
        number INTEGER DEFAULT 0 NOT NULL,
        heading TEXT DEFAULT '' NOT NULL,
        text TEXT DEFAULT '' NOT NULL,
        scheme TEXT DEFAULT '' NOT NULL,
        vector BLOB,
        FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX passages_by_article ON passages (article_id, number)",
    """
    CREATE TABLE conversation_keys (
        family TEXT NOT NULL,
        "key" TEXT NOT NULL,
        conversation_id INTEGER NOT NULL,
        PRIMARY KEY (family, "key"),
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX conversation_keys_by_conversation ON conversation_keys (conversation_id)",
    """
    CREATE TABLE drafts (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL,
        state TEXT DEFAULT 'proposed' NOT NULL,
        outcome TEXT DEFAULT '' NOT NULL,
        text TEXT DEFAULT '' NOT NULL,
        proposed_text TEXT DEFAULT '' NOT NULL,
        language TEXT DEFAULT 'und' NOT NULL,
        created_at INTEGER DEFAULT 0 NOT NULL,
        sentences TEXT DEFAULT '[]' NOT NULL,
        flags TEXT DEFAULT '[]' NOT NULL,
        engine TEXT DEFAULT '' NOT NULL,
        model TEXT DEFAULT '' NOT NULL,
        milliseconds REAL DEFAULT 0 NOT NULL,
        approved_by TEXT DEFAULT '' NOT NULL,
        approved_at INTEGER,
        confirmed TEXT DEFAULT '[]' NOT NULL,
        recipient TEXT DEFAULT '' NOT NULL,
        subject TEXT DEFAULT '' NOT NULL,
        message_id TEXT DEFAULT '' NOT NULL,
        due_at INTEGER,
        attempts INTEGER DEFAULT 0 NOT NULL,
        error TEXT DEFAULT '' NOT NULL,
        in_reply_to INTEGER,
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX drafts_by_conversation ON drafts (conversation_id, state)",
    "CREATE INDEX drafts_by_state ON drafts (state)",
    """
    CREATE TABLE thread_ids (
        mail_id INTEGER NOT NULL,
        conversation_id INTEGER NOT NULL,
        PRIMARY KEY (mail_id),
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX thread_ids_by_conversation ON thread_ids (conversation_id)",
    """
    CREATE TABLE messages (
        id INTEGER NOT NULL,
        conversation_id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        channel TEXT DEFAULT '' NOT NULL,
        direction TEXT DEFAULT '' NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        sent_at INTEGER DEFAULT 0 NOT NULL,
        fingerprint BLOB NOT NULL,
        message_id TEXT DEFAULT '' NOT NULL,
        subject TEXT DEFAULT '' NOT NULL,
        sender TEXT DEFAULT '' NOT NULL,
        handle_kind TEXT DEFAULT '' NOT NULL,
        handle TEXT DEFAULT '' NOT NULL,
        attachments INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE,
        FOREIGN KEY(customer_id) REFERENCES customers (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX messages_by_conversation ON messages (conversation_id, direction, sent_at, kind)",
    "CREATE INDEX messages_by_customer ON messages (customer_id, sent_at)",
    "CREATE INDEX messages_by_mail_id ON messages (message_id) WHERE message_id <> ''",
    "CREATE UNIQUE INDEX messages_fingerprint ON messages (fingerprint)",
    """
    CREATE TABLE notes (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        text TEXT DEFAULT '' NOT NULL,
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX notes_by_conversation ON notes (conversation_id)",
    """
    CREATE TABLE orders (
        folded TEXT NOT NULL,
        conversation_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        number TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (folded, conversation_id, message_id),
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX orders_by_conversation ON orders (conversation_id)",
    """
    CREATE TABLE attachments (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        message_id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        media_type TEXT DEFAULT '' NOT NULL,
        size INTEGER DEFAULT 0 NOT NULL,
        sha256 TEXT DEFAULT '' NOT NULL,
        missing INTEGER DEFAULT 0 NOT NULL,
        stored INTEGER DEFAULT 0 NOT NULL,
        content_id TEXT DEFAULT '' NOT NULL,
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX attachments_by_message ON attachments (message_id)",
    """
    CREATE TABLE bodies (
        message_id INTEGER NOT NULL,
        text BLOB NOT NULL,
        new_text BLOB,
        new_start INTEGER DEFAULT 0 NOT NULL,
        new_length INTEGER DEFAULT 0 NOT NULL,
        html BLOB,
        meta BLOB NOT NULL,
        PRIMARY KEY (message_id),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE draft_citations (
        draft_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        n INTEGER DEFAULT 0 NOT NULL,
        article INTEGER DEFAULT 0 NOT NULL,
        passage INTEGER DEFAULT 0 NOT NULL,
        quote TEXT DEFAULT '' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (draft_id, position),
        FOREIGN KEY(draft_id) REFERENCES drafts (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX draft_citations_by_passage ON draft_citations (passage)",
    """
    CREATE TABLE remotes (
        account TEXT NOT NULL,
        folder TEXT NOT NULL,
        uid INTEGER NOT NULL,
        uidvalidity INTEGER DEFAULT 0 NOT NULL,
        message_id INTEGER NOT NULL,
        flags TEXT DEFAULT '' NOT NULL,
        PRIMARY KEY (account, folder, uid),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX remotes_by_message ON remotes (message_id)",
    """
    CREATE TABLE verdicts (
        message_id INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (message_id),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    "CREATE VIRTUAL TABLE message_fts USING fts5(text, subject, sender, recipients, files, "
    "content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO message_fts (message_fts, rank) VALUES ('automerge', 16)",
    "INSERT INTO message_fts (message_fts, rank) VALUES ('crisismerge', 32)",
    "INSERT INTO message_fts (message_fts, rank) VALUES ('hashsize', 16777216)",
    "CREATE VIRTUAL TABLE passage_fts USING fts5(title, heading, text, content='', contentless_delete=1, tokenize='unicode61')",
    "CREATE TRIGGER approval_log_no_update BEFORE UPDATE ON approval_log BEGIN SELECT RAISE(ABORT, 'approval_log is append-only'); END",
    "CREATE TRIGGER approval_log_no_delete BEFORE DELETE ON approval_log BEGIN SELECT RAISE(ABORT, 'approval_log is append-only'); END",
)


def upgrade() -> None:
    """Make the tables, indexes, full-text indexes and triggers."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
