"""Rows of Viber's exports: no header, and cells of older ones written for a spreadsheet (`="17/08/2014"`)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from app.domain.message import Problem
from app.parsing.table_columns import is_clock, is_phone, share
from app.parsing.table_dates import is_date
from app.parsing.table_rows import Row, Table

_OPENS, _ENDS = '="', '"'
_FIRST = {"date": is_date, "time": is_clock, "phone": is_phone}
_MOST = 0.6
_LEAST_COLUMNS = 4


def plainly(table: Table) -> Table:
    """Return a table without the marks for a spreadsheet; a first row that has them is no header."""
    first = table.header_rows[0] if table.headed and table.header_rows else table.headers
    if not any(cell.startswith(_OPENS) for row in (first, *(row.cells for row in table.head)) for cell in row):
        return table
    above = (Row(1, list(first)),) if table.headed else ()

    def source() -> Iterator[Row | Problem]:
        for row in chain(above, table.rows()):
            yield Row(row.line, [_bare(cell) for cell in row.cells]) if isinstance(row, Row) else row

    head = tuple(Row(row.line, [_bare(cell) for cell in row.cells]) for row in (*above, *table.head))
    headers = tuple(f"#{number}" for number in range(1, len(first) + 1))
    return replace(table, headers=headers, head=head, _source=source, header_rows=(), headed=False)


def shape_of(table: Table) -> dict[str, str]:
    """Return field -> header of a table without a header: date, time and number by their look, then who writes, and last the text."""
    if table.headed or len(table.headers) < _LEAST_COLUMNS:
        return {}
    found: dict[str, int] = {}
    for name, test in _FIRST.items():
        at = next((at for at in range(len(table.headers)) if at not in found.values() and share(table.head, at, test) >= _MOST), None)
        if at is not None:
            found[name] = at
    rest = [at for at in range(len(table.headers)) if at not in found.values()]
    if "date" not in found or len(rest) < len(("sender", "text")):
        return {}
    found |= {"sender": rest[0], "text": rest[-1]}
    return {name: table.headers[at] for name, at in found.items()}


def _bare(cell: str) -> str:
    return cell[len(_OPENS) : -len(_ENDS)] if cell.startswith(_OPENS) and cell.endswith(_ENDS) and len(cell) > len(_OPENS) else cell
