"""Which files were imported, and what came of it."""

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Add the table of imported files."""
    from alembic import op

    op.execute(
        """
    CREATE TABLE sources (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT DEFAULT '' NOT NULL,
        channel TEXT DEFAULT '' NOT NULL,
        at INTEGER DEFAULT 0 NOT NULL,
        read INTEGER DEFAULT 0 NOT NULL,
        new INTEGER DEFAULT 0 NOT NULL,
        failed INTEGER DEFAULT 0 NOT NULL
    )
    """
    )
