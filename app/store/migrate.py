"""Brings a database to the program's schema, with a backup taken first. Alembic's operations, without its files and its ini.

Alembic is loaded only where there is something to change: it costs as much time as the rest of the program's start.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from app.domain.errors import ProfileDamaged
from app.domain.text import N_
from app.store.engine import connect
from app.store.migrations import STEPS

NEWER = N_("This profile was made by a newer version of Toonbank. Nothing was changed; update Toonbank, or open another profile.")
_VERSION_TABLE = "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"


class Step(Protocol):
    """A migration: the schema it makes, the one it starts from, and how."""

    revision: str
    down_revision: str | None

    def upgrade(self) -> None:
        """Change the schema."""


def ordered(steps: Sequence[Any]) -> list[Any]:
    """Return the steps from the first to the head, following `down_revision`. Raises ValueError when they are not one line."""
    after = {step.down_revision: step for step in steps}
    line, at = [], None
    while at in after:
        line.append(after[at])
        at = after[at].revision
    if len(line) != len(steps):
        raise ValueError("the migrations are not one line")
    return line


def head(steps: Sequence[Any] = STEPS) -> str:
    """Return the program's schema revision."""
    return str(ordered(steps)[-1].revision)


def current(connection: Connection) -> str | None:
    """Return the database's schema revision, None for an empty one."""
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'").first() is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])


def pending(revision: str | None, steps: Sequence[Any] = STEPS) -> list[Any]:
    """Return the steps that a database of this revision still needs. Raises ProfileDamaged for a revision the program does not know."""
    line = ordered(steps)
    known = [None, *(step.revision for step in line)]
    if revision not in known:
        raise ProfileDamaged(NEWER)
    return line[known.index(revision) :]


def upgrade(engine: Engine, file: Path, key: bytes | None, steps: Sequence[Any] = STEPS) -> None:
    """Run what is pending, all of it or nothing; an existing database is copied into `backups/` first."""
    with engine.connect() as connection:
        revision = current(connection)
        todo = pending(revision, steps)
        if todo and revision is not None:
            keep_copy(file, file.parent / "backups" / f"before-{todo[-1].revision}.db", key)
    if todo:
        with engine.begin() as connection:
            _run(connection, todo)


def _run(connection: Connection, todo: list[Any]) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    connection.exec_driver_sql(_VERSION_TABLE)
    with Operations.context(MigrationContext.configure(connection)):
        for step in todo:
            step.upgrade()
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (todo[-1].revision,))


def keep_copy(file: Path, target: Path, key: bytes | None) -> None:
    """Copy the database as it was committed to `target`, encrypted with the same key; an older copy of that name is replaced.

    From a connection of its own: SQLite waits for ever to copy from one that is in a write transaction.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(connect(file, key)) as source, closing(connect(partial, key)) as copy:
            source.backup(copy)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
