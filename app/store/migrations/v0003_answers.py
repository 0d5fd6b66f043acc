"""What is learned, handed over, translated and tended."""

revision = "0003"
down_revision: str | None = "0002"

STATEMENTS = (
    """
    CREATE TABLE corrections (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        message_id INTEGER,
        text BLOB NOT NULL,
        was TEXT DEFAULT '{}' NOT NULL,
        now TEXT DEFAULT '{}' NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        taken_back INTEGER DEFAULT 0 NOT NULL,
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX corrections_by_message ON corrections (message_id)",
    """
    CREATE TABLE handovers (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        "to" TEXT DEFAULT '' NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        state TEXT DEFAULT 'open' NOT NULL,
        outcome TEXT DEFAULT '' NOT NULL,
        ended_at INTEGER,
        packet BLOB NOT NULL,
        FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX handovers_by_conversation ON handovers (conversation_id)",
    "CREATE INDEX handovers_by_state ON handovers (state, at)",
    """
    CREATE TABLE translations (
        message_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        text BLOB NOT NULL,
        engine TEXT DEFAULT '' NOT NULL,
        glossary_hits TEXT DEFAULT '[]' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        PRIMARY KEY (message_id, language),
        FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
     WITHOUT ROWID
    """,
    """
    CREATE TABLE canned_answers (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        title TEXT DEFAULT '' NOT NULL,
        text TEXT DEFAULT '' NOT NULL,
        language TEXT DEFAULT 'und' NOT NULL,
        scope TEXT DEFAULT '' NOT NULL,
        uses INTEGER DEFAULT 0 NOT NULL,
        updated_at INTEGER DEFAULT 0 NOT NULL
    )
    """,
    """
    CREATE TABLE article_versions (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        text BLOB NOT NULL,
        "by" TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX article_versions_by_article ON article_versions (article_id, at)",
    """
    CREATE TABLE article_care (
        article_id INTEGER NOT NULL,
        owner TEXT DEFAULT '' NOT NULL,
        review_at INTEGER,
        checked_at INTEGER,
        PRIMARY KEY (article_id),
        FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE golden_questions (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        question TEXT DEFAULT '' NOT NULL,
        language TEXT DEFAULT 'und' NOT NULL,
        article_id INTEGER,
        must TEXT DEFAULT '[]' NOT NULL,
        must_not TEXT DEFAULT '[]' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL
    )
    """,
    """
    CREATE TABLE golden_runs (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        at INTEGER DEFAULT 0 NOT NULL,
        cause TEXT DEFAULT '' NOT NULL,
        engine TEXT DEFAULT '' NOT NULL,
        results BLOB NOT NULL
    )
    """,
)


def upgrade() -> None:
    """Add the tables."""
    from alembic import op

    for statement in STATEMENTS:
        op.execute(statement)
