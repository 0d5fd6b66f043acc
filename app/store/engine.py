"""Connections: one that writes, as many as needed that read.

Plain SQLite and SQLCipher by the same driver, so that one SQLite version serves both.
"""

from pathlib import Path
from typing import Any

import sqlalchemy.dialects.sqlite  # noqa: F401 - else loaded when the profile is opened
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

BUSY_MS = 10_000
_CACHE_KIB = 24_000
_READ_CACHE_KIB = 16_000
_CHECKPOINT_PAGES = 8_000
_STATEMENTS = 256


def connect(file: Path, key: bytes | None, *, cache_kib: int = _CACHE_KIB) -> Any:
    """Open a driver connection (autocommit, usable from any thread one at a time).

    Nothing is written beside the database and its WAL: sorting happens in memory, so that no customer text gets to the disk in the clear.
    """
    connection = dbapi2.connect(
        str(file), isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS, timeout=BUSY_MS / 1000
    )
    # SQLCipher would write its errors on stderr; they are raised as well.
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in ("temp_store = MEMORY", "foreign_keys = ON", f"cache_size = -{cache_kib}", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _writing(file: Path, key: bytes | None) -> Any:
    connection = connect(file, key)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"wal_autocheckpoint = {_CHECKPOINT_PAGES}",
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _reading(file: Path, key: bytes | None) -> Any:
    connection = connect(file, key, cache_kib=_READ_CACHE_KIB)
    connection.execute("PRAGMA query_only = ON")
    return connection


def writer(file: Path, key: bytes | None) -> Engine:
    """Return the engine of the one writing connection; every transaction is BEGIN IMMEDIATE."""
    engine = create_engine(
        "sqlite+pysqlite://", module=dbapi2, creator=lambda: _writing(file, key), poolclass=QueuePool, pool_size=1, max_overflow=0
    )
    return _beginning(engine, "BEGIN IMMEDIATE")


def readers(file: Path, key: bytes | None) -> Engine:
    """Return the engine of the reading connections; every transaction is a snapshot."""
    engine = create_engine(
        "sqlite+pysqlite://", module=dbapi2, creator=lambda: _reading(file, key), poolclass=QueuePool, pool_size=4, max_overflow=-1
    )
    return _beginning(engine, "BEGIN")


def _beginning(engine: Engine, statement: str) -> Engine:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)
    return engine
