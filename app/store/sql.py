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
    """Statements on one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def run(self, statement: str, params: Params = ()) -> int:
        """Execute and return how many rows changed."""
        return self.connection.exec_driver_sql(statement, tuple(params)).rowcount

    def insert(self, statement: str, params: Params) -> int:
        """Execute an INSERT and return the new row's id."""
        return int(self.connection.exec_driver_sql(statement, tuple(params)).lastrowid)

    def many(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Execute for every row (nothing for none)."""
        if rows:
            self.connection.exec_driver_sql(statement, rows)

    def rows(self, statement: str, params: Params = ()) -> Sequence[Any]:
        """Return all rows (tuples whose values can be asked for by column name)."""
        return self.connection.exec_driver_sql(statement, tuple(params)).all()

    def row(self, statement: str, params: Params = ()) -> Any:
        """Return the first row or None."""
        return self.connection.exec_driver_sql(statement, tuple(params)).first()

    def value(self, statement: str, params: Params = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.row(statement, params)
        return None if row is None else row[0]

    def column(self, statement: str, params: Params = ()) -> list[Any]:
        """Return the first column of all rows (long lists: straight from the driver)."""
        cursor = self.connection.connection.cursor()
        try:
            cursor.execute(statement, tuple(params))
            return [row[0] for row in cursor.fetchall()]
        finally:
            cursor.close()
