"""What `doctor` asks of the store."""

from collections.abc import Callable

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.domain.text import N_
from app.store import migrate
from app.store.files import Files
from app.store.sql import Sql

WELL = N_("in order")
BROKEN_PAGES = N_("The database is damaged; restore the last backup.")
BROKEN_LINKS = N_("Some rows refer to rows that are not there; restore the last backup.")
NOT_IN_STEP = N_("The search index does not hold every message; run reindex.")
OLD_SCHEMA = N_("The database has another schema than this program.")
FILES_GONE = N_("Attachments are missing from the profile folder; restore them from a backup.")
IN_THE_CLEAR = N_("The profile is not encrypted.")
Check = tuple[str, bool, str]


def run_checks(sql: Sql, files: Files, *, encrypted: bool) -> list[Check]:
    """Return (name, ok, why) for each check; a check that cannot be run is not ok."""
    unsafe = BROKEN_PAGES if encrypted else IN_THE_CLEAR
    checks: list[tuple[str, Callable[[], bool], str]] = [
        (N_("integrity"), lambda: sql.column("PRAGMA integrity_check") == ["ok"], BROKEN_PAGES),
        (N_("references"), lambda: not sql.rows("PRAGMA foreign_key_check"), BROKEN_LINKS),
        (N_("schema"), lambda: migrate.current(sql.connection) == migrate.head(), OLD_SCHEMA),
        (N_("search"), lambda: _in_step(sql), NOT_IN_STEP),
        (N_("attachments"), lambda: _files_there(sql, files), FILES_GONE),
        (
            N_("encryption"),
            lambda: encrypted and not sql.rows("PRAGMA cipher_integrity_check"),
            unsafe,
        ),
    ]
    return [(name, *((True, WELL) if _holds(good) else (False, why))) for name, good, why in checks]


def _holds(good: Callable[[], bool]) -> bool:
    try:
        return good()
    except (DBAPIError, dbapi2.Error):
        return False


def _in_step(sql: Sql) -> bool:
    return all(
        sql.value(f"SELECT count(*) FROM {index}_docsize") == sql.value(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
        for index, table in (("message_fts", "messages"), ("passage_fts", "passages"))
    )


def _files_there(sql: Sql, files: Files) -> bool:
    return all(files.path(sha256).is_file() for sha256 in sql.column("SELECT DISTINCT sha256 FROM attachments WHERE stored = 1"))
