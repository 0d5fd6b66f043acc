"""Canned answers."""

from datetime import datetime
from typing import Any

from app.domain.canned import CannedAnswer, NewCanned
from app.domain.errors import NotFound
from app.domain.text import N_
from app.store.codec import from_us, plain, to_us
from app.store.fold import fold
from app.store.sql import Sql

NO_CANNED = N_("There is no canned answer with the number {id}.")
_ROWS = "SELECT id, title, text, language, scope, uses, updated_at FROM canned_answers"


class Canned:
    """The CannedRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, new: NewCanned, now: datetime, canned_id: int | None = None) -> int:
        """Add one, or change that one, and return its id. Raises NotFound."""
        values = (plain(new.title), plain(new.text), new.language, plain(new.scope), to_us(now))
        if canned_id is None:
            return self._sql.insert("INSERT INTO canned_answers (title, text, language, scope, updated_at) VALUES (?,?,?,?,?)", values)
        changed = "UPDATE canned_answers SET title = ?, text = ?, language = ?, scope = ?, updated_at = ? WHERE id = ?"
        if not self._sql.run(changed, (*values, canned_id)):
            raise NotFound(NO_CANNED, id=canned_id)
        return canned_id

    def remove(self, canned_id: int) -> None:
        """Remove one. Raises NotFound."""
        if not self._sql.run("DELETE FROM canned_answers WHERE id = ?", (canned_id,)):
            raise NotFound(NO_CANNED, id=canned_id)

    def used(self, canned_id: int) -> None:
        """Count a use."""
        self._sql.run("UPDATE canned_answers SET uses = uses + 1 WHERE id = ?", (canned_id,))


def read_canned(sql: Sql, query: str = "") -> list[CannedAnswer]:
    """Return those whose title or text has all words of the query: the title first, then the most used."""
    found = [_canned(row) for row in sql.rows(f"{_ROWS} ORDER BY uses DESC, title, id")]
    wanted = fold(query).split()
    fitting = [one for one in found if all(word in fold(f"{one.title} {one.text}") for word in wanted)]
    return sorted(fitting, key=lambda one: not all(word in fold(one.title) for word in wanted))


def one_canned(sql: Sql, canned_id: int) -> CannedAnswer:
    """Return one. Raises NotFound."""
    row = sql.row(f"{_ROWS} WHERE id = ?", (canned_id,))
    if row is None:
        raise NotFound(NO_CANNED, id=canned_id)
    return _canned(row)


def _canned(row: Any) -> CannedAnswer:
    id_, title, text, language, scope, uses, updated_at = row
    return CannedAnswer(id_, title, text, language, scope, uses, from_us(updated_at))
