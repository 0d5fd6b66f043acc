"""The profile's database: SQLite under SQLCipher, full-text search, attachments, migrations and backups."""

from app.store.backup import restore_backup
from app.store.database import SqliteStore, open_store, store_exists

__all__ = ["SqliteStore", "open_store", "restore_backup", "store_exists"]
