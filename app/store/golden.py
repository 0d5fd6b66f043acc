"""Golden questions and their runs."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.domain.errors import NotFound
from app.domain.golden import Fault, GoldenQuestion, GoldenResult, GoldenRun, NewGolden
from app.domain.text import N_
from app.store.codec import dump_plain, from_us, pack, plain, strings, to_us, unpack
from app.store.sql import Sql

NO_GOLDEN = N_("There is no golden question with the number {id}.")
_KEEP = 50
_QUESTIONS = """
SELECT g.id, g.question, g.language, g.article_id, g.must, g.must_not, g.at, coalesce(a.title, '')
FROM golden_questions AS g LEFT JOIN articles AS a ON a.id = g.article_id AND a.scope <> 'removed' ORDER BY g.id
"""


class Golden:
    """The GoldenRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, new: NewGolden, now: datetime, golden_id: int | None = None) -> int:
        """Add a question, or change that one, and return its id. Raises NotFound."""
        values = (plain(new.question), new.language, new.article_id, dump_plain(new.must), dump_plain(new.must_not), to_us(now))
        if golden_id is None:
            added = "INSERT INTO golden_questions (question, language, article_id, must, must_not, at) VALUES (?,?,?,?,?,?)"
            return self._sql.insert(added, values)
        changed = "UPDATE golden_questions SET question = ?, language = ?, article_id = ?, must = ?, must_not = ?, at = ? WHERE id = ?"
        if not self._sql.run(changed, (*values, golden_id)):
            raise NotFound(NO_GOLDEN, id=golden_id)
        return golden_id

    def remove(self, golden_id: int) -> None:
        """Remove a question. Raises NotFound."""
        if not self._sql.run("DELETE FROM golden_questions WHERE id = ?", (golden_id,)):
            raise NotFound(NO_GOLDEN, id=golden_id)

    def keep_run(self, run: GoldenRun) -> int:
        """Keep a run (the last 50 stay) and return its id."""
        results = pack(dump_plain([asdict(result) for result in run.results]))
        added = "INSERT INTO golden_runs (at, cause, engine, results) VALUES (?,?,?,?)"
        id_ = self._sql.insert(added, (to_us(run.at), plain(run.cause), plain(run.engine), results))
        self._sql.run("DELETE FROM golden_runs WHERE id <= ?", (id_ - _KEEP,))
        return id_


def read_questions(sql: Sql) -> list[GoldenQuestion]:
    """Return all golden questions, oldest first."""
    return [_question(row) for row in sql.rows(_QUESTIONS)]


def _question(row: Any) -> GoldenQuestion:
    id_, question, language, article_id, must, must_not, at, title = row
    return GoldenQuestion(id_, question, language, article_id, strings(must), strings(must_not), from_us(at), title)


def read_runs(sql: Sql, limit: int) -> Sequence[GoldenRun]:
    """Return the last runs, newest first."""
    rows = sql.rows("SELECT id, at, cause, engine, results FROM golden_runs ORDER BY id DESC LIMIT ?", (limit,))
    return [GoldenRun(id_, from_us(at), cause, engine, _results(results)) for id_, at, cause, engine, results in rows]


def _results(data: bytes) -> tuple[GoldenResult, ...]:
    found = json.loads(unpack(data))
    return tuple(GoldenResult(**{**r, "faults": tuple((Fault(kind), words) for kind, words in r["faults"])}) for r in found)
