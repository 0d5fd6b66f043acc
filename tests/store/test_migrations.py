"""Migrations: they lead to the tables as they are now, keep what was there, and copy it first."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from alembic import op
from sqlalchemy import Engine

from app.domain.errors import ProfileDamaged
from app.store import engine, migrate, open_store, schema
from app.store.database import DATABASE
from app.store.migrations import STEPS
from tests.store.conftest import KEY


def described(database: Engine) -> dict[str, str]:
    """Return the SQL of everything in a database, without what the layout of the text decides."""
    with database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all()
        settings = connection.exec_driver_sql("SELECT k, v FROM message_fts_config ORDER BY k").all()
    found = {
        name: re.sub(r"\s+|(?<=[(,])\s+|\s+(?=[),])", " ", sql).replace(" ,", ",").replace("( ", "(").replace(" )", ")")
        for name, sql in rows
    }
    return {name: sql.strip() for name, sql in found.items() if name != "alembic_version"} | {"settings": str(settings)}


def made(folder: Path, name: str) -> tuple[Engine, Path]:
    folder.mkdir(exist_ok=True)
    return engine.writer(folder / name, KEY), folder / name


def test_the_migrations_make_the_tables_as_they_are_now(folder: Path) -> None:
    migrated, file = made(folder, "migrated.db")
    migrate.upgrade(migrated, file, KEY)
    direct, _ = made(folder, "direct.db")
    with direct.begin() as connection:
        schema.metadata.create_all(connection)
        for statement in schema.BESIDE_THE_TABLES:
            connection.exec_driver_sql(statement)
    assert described(migrated) == described(direct)
    migrated.dispose()
    direct.dispose()


def test_every_step_follows_the_one_before() -> None:
    assert migrate.ordered(list(reversed(STEPS))) == list(STEPS)
    assert migrate.head() == STEPS[-1].revision
    with pytest.raises(ValueError, match="one line"):
        migrate.ordered([SimpleNamespace(revision="2", down_revision="1")])


def test_steps_import_nothing_of_the_app() -> None:
    for step in STEPS:
        assert "app." not in Path(step.__file__).read_text(encoding="utf-8").replace("app.store.migrations", "")


def further(statement: str) -> Any:
    """Return a step after the head."""
    return SimpleNamespace(revision="9001", down_revision=migrate.head(), upgrade=lambda: op.execute(statement))


def at_first_revision(folder: Path) -> tuple[Engine, Path]:
    database, file = made(folder, DATABASE)
    migrate.upgrade(database, file, KEY, STEPS[:1])
    with database.begin() as connection:
        connection.exec_driver_sql("INSERT INTO customers (name) VALUES ('Noor Kramer')")
    return database, file


def test_an_upgrade_keeps_the_data_and_copies_it_first(folder: Path) -> None:
    database, file = at_first_revision(folder)
    migrate.upgrade(database, file, KEY, [*STEPS, further("ALTER TABLE customers ADD COLUMN extra TEXT")])
    with database.connect() as connection:
        assert connection.exec_driver_sql("SELECT name, extra FROM customers").all() == [("Noor Kramer", None)]
        assert migrate.current(connection) == "9001"
    database.dispose()
    copy = engine.connect(folder / "backups" / "before-9001.db", KEY)
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (STEPS[0].revision,)
    assert copy.execute("SELECT name FROM customers").fetchone() == ("Noor Kramer",)
    copy.close()


def test_an_upgrade_that_fails_changes_nothing(folder: Path) -> None:
    database, file = at_first_revision(folder)
    steps = [
        *STEPS,
        further("CREATE TABLE half (x)"),
        SimpleNamespace(revision="9002", down_revision="9001", upgrade=lambda: op.execute("NONSENSE")),
    ]
    with pytest.raises(Exception, match="NONSENSE"):
        migrate.upgrade(database, file, KEY, steps)
    with database.connect() as connection:
        assert migrate.current(connection) == STEPS[0].revision
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'half'").scalar_one() == 0
    database.dispose()


def test_a_store_made_by_the_first_revision_opens(folder: Path) -> None:
    database, _ = at_first_revision(folder)
    database.dispose()
    store = open_store(folder, KEY)
    with store.read() as reader:
        assert [c.name for c in reader.customers()] == ["Noor Kramer"]
    store.close()


def test_an_unknown_revision_is_refused() -> None:
    assert migrate.pending(migrate.head()) == []
    with pytest.raises(ProfileDamaged, match="newer"):
        migrate.pending("9999")
