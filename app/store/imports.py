"""Imports: which files were taken in, when, what came of each, and what was answered about them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.domain.errors import BadInput, NotFound
from app.domain.identity import Reach
from app.domain.importing import BY_HAND, ImportRow, Undone
from app.domain.text import N_
from app.domain.views import ImportReport
from app.store.arrivals import Arrivals
from app.store.codec import from_us, from_us_or_none, pack, plain, to_us, unpack
from app.store.joins import Joins
from app.store.sql import Sql
from app.store.undoing import Undoing

NO_IMPORT = N_("There is no import with the number {id}.")
UNDONE_BEFORE = N_("This import was taken back before; nothing was changed.")
TOO_OLD = N_("This import was made by an earlier program, which did not write down what came with it; it cannot be taken back.")
_BEGIN = "INSERT INTO sources (name, channel, at) VALUES (?,?,?)"
_FINISH = "UPDATE sources SET channel = ?, read = ?, new = ?, failed = ? WHERE id = ?"
_LAST = """
SELECT s.id, s.name, s.channel, s.at, s.read, s.new, s.failed, r.report, r.undone_at
FROM sources AS s LEFT JOIN import_reports AS r ON r.source_id = s.id WHERE s.channel <> ?
ORDER BY s.id DESC LIMIT ?
"""
_SO_FAR = "SELECT count(*) FROM arrivals WHERE source_id = ? AND what = 'message'"
_PUT_ANSWERS = """
INSERT INTO settings (scope, name, value) VALUES ('answers',?,?) ON CONFLICT (scope, name) DO UPDATE SET value = excluded.value
"""


class Imports:
    """The ImportRepository. An import begins with an empty report; one whose report stays empty was broken off."""

    def __init__(self, sql: Sql, arrivals: Arrivals, reach: Reach, joins: Joins, forget_files: Any) -> None:
        self._reach = reach
        self._sql = sql
        self._arrivals = arrivals
        self._joins = joins
        self._forget_files = forget_files

    def begin(self, name: str, what: str, at: datetime) -> int:
        """Note that an import starts and return its number."""
        id_ = self._sql.insert(_BEGIN, (plain(name), what, to_us(at)))
        self._sql.run("INSERT INTO import_reports (source_id, report) VALUES (?, x'')", (id_,))
        return id_

    def during(self, import_id: int) -> None:
        """Note what this transaction adds as come with the import."""
        self._arrivals.source = import_id

    def met(self, messages: Iterable[int]) -> None:
        """Note kept messages that this transaction's import holds as well."""
        self._arrivals.met(messages)

    def promised(self, tasks: Iterable[int]) -> None:
        """Note tasks that this transaction added: they go when the import is taken back."""
        self._arrivals.came("task", tasks)

    def remember(self, source: str, answers: Mapping[str, object]) -> None:
        """Keep what was answered for a source (in place of what was answered before)."""
        self._sql.run(_PUT_ANSWERS, (plain(source), json.dumps(dict(answers))))

    def finish(self, import_id: int, what: str, report: ImportReport) -> None:
        """Keep what came of it."""
        self._sql.run(_FINISH, (what, report.read, report.new, len(report.failed), import_id))
        self._sql.run("UPDATE import_reports SET report = ? WHERE source_id = ?", (pack(json.dumps(asdict(report))), import_id))

    def touched(self, import_id: int) -> list[int]:
        """Return the conversations that were there before and that this import changed."""
        return self._sql.column("SELECT row FROM arrived_changes WHERE source_id = ? AND what = 'conversation'", (import_id,))

    def undo(self, import_id: int, at: datetime) -> Undone:
        """Take back all that came with an import and nothing else. Raises NotFound, BadInput."""
        began = self._sql.value("SELECT at FROM sources WHERE id = ?", (import_id,))
        if began is None:
            raise NotFound(NO_IMPORT, id=import_id)
        report = self._sql.row("SELECT undone_at FROM import_reports WHERE source_id = ?", (import_id,))
        if report is None:
            raise BadInput(TOO_OLD)
        if report.undone_at is not None:
            raise BadInput(UNDONE_BEFORE)
        undoing = Undoing(self._sql, import_id, began, self._reach, self._joins)
        undone = undoing.run(at)
        self._forget_files(undoing.files)
        self._sql.run("UPDATE import_reports SET undone_at = ? WHERE source_id = ?", (to_us(at), import_id))
        return undone


def read_imports(sql: Sql, limit: int) -> list[ImportRow]:
    """Return imports, newest first; not what was written down by hand."""
    return [_row(sql, row) for row in sql.rows(_LAST, (BY_HAND, limit))]


def _row(sql: Sql, row: Any) -> ImportRow:
    what, report = row.channel, row.report
    if report is None:
        told = ImportReport(row.read, row.new, failed=((row.name, ""),) * row.failed)
    elif not report:
        what, told = "", ImportReport(new=sql.value(_SO_FAR, (row.id,)))
    else:
        told = _report(json.loads(unpack(report)))
    return ImportRow(row.id, row.name, what, from_us(row.at), told, from_us_or_none(row.undone_at))


def _report(values: dict[str, Any]) -> ImportReport:
    listed = {name: tuple((where, why) for where, why in values[name]) for name in ("failed", "notes")}
    return ImportReport(**(values | listed))


def read_answers(sql: Sql, source: str) -> dict[str, object]:
    """Return what was answered for a source before."""
    found = sql.value("SELECT value FROM settings WHERE scope = 'answers' AND name = ?", (plain(source),))
    answers: dict[str, object] = json.loads(found) if found else {}
    return answers
