"""A thin hand on a SQLAlchemy connection: statements as text with `?`, rows as tuples."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

Params = Sequence[object]
LISTED = "(SELECT value FROM json_each(?))"
"""`x IN (SELECT value FROM json_each(?))`: one statement for lists of any length; give `listed(values)` as the parameter."""


def listed(values: Iterable[object]) -> str:
    """Return values as the parameter of LISTED."""
    return json.dumps(list(values))


class Sql:
    """Statements on one open transaction. What was put off is written before anything else is asked, so that nobody sees a difference."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._put_off: dict[tuple[int, str], list[tuple[Any, ...]]] = {}
        self._last_ids: dict[str, int] = {}

    def later(self, rank: int, statement: str, row: tuple[Any, ...]) -> None:
        """Execute for this row before the next other statement, together with its like; lower ranks first (parents before children)."""
        self._put_off.setdefault((rank, statement), []).append(row)

    def next_id(self, table: str) -> int:
        """Return the id for a new row of an AUTOINCREMENT table, for a transaction whose rows of that table all get theirs here."""
        if table not in self._last_ids:
            self._last_ids[table] = self.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)) or 0
        self._last_ids[table] += 1
        return self._last_ids[table]

    def catch_up(self) -> None:
        """Execute what was put off."""
        if self._put_off:
            put_off, self._put_off = self._put_off, {}
            for (_rank, statement), rows in sorted(put_off.items(), key=lambda item: item[0][0]):
                self.connection.exec_driver_sql(statement, rows)

    def run(self, statement: str, params: Params = ()) -> int:
        """Execute and return how many rows changed."""
        self.catch_up()
        return self.connection.exec_driver_sql(statement, tuple(params)).rowcount

    def insert(self, statement: str, params: Params) -> int:
        """Execute an INSERT and return the new row's id."""
        self.catch_up()
        return int(self.connection.exec_driver_sql(statement, tuple(params)).lastrowid)

    def many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Execute for every row (nothing for none)."""
        if rows:
            self.catch_up()
            self.connection.exec_driver_sql(statement, rows)

    def rows(self, statement: str, params: Params = ()) -> Sequence[Any]:
        """Return all rows (tuples whose values can be asked for by column name)."""
        self.catch_up()
        return self.connection.exec_driver_sql(statement, tuple(params)).all()

    def row(self, statement: str, params: Params = ()) -> Any:
        """Return the first row or None."""
        self.catch_up()
        return self.connection.exec_driver_sql(statement, tuple(params)).first()

    def value(self, statement: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(statement, params)
        return None if row is None else row[0]

    def column(self, statement: str, params: Params = ()) -> list[Any]:
        """Return the first column of all rows (long lists: straight from the driver)."""
        self.catch_up()
        cursor = self.connection.connection.cursor()
        try:
            cursor.execute(statement, tuple(params))
            return [row[0] for row in cursor.fetchall()]
        finally:
            cursor.close()
