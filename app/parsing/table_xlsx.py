"""Tables in Excel workbooks (.xlsx): every sheet with cells is one.

Only what the workbook shows is read; formulas count with their result.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from app.domain.errors import BadInput
from app.domain.text import N_
from app.parsing.archive import refuse_bomb
from app.parsing.table_json import cell_text
from app.parsing.table_rows import Row

DAMAGED_BOOK = N_("The workbook is damaged or protected; open it in a spreadsheet program, save it as .xlsx or CSV and import that.")


@contextmanager
def _book(stream: BinaryIO) -> Iterator[Any]:
    """Open a workbook to read; raises BadInput."""
    import openpyxl

    refuse_bomb(stream)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that it does not know do not matter here
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except Exception as error:  # the library raises what its parsers happen to raise
        raise BadInput(DAMAGED_BOOK) from error
    try:
        yield book
    finally:
        book.close()


def sheets(stream: BinaryIO) -> list[str]:
    """Return the names of the sheets that can hold a table; raises BadInput."""
    with stream, _book(stream) as book:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]


def sheet_rows(open_book: Callable[[], AbstractContextManager[BinaryIO]], title: str) -> Iterator[Row]:
    """Yield the rows of a sheet, the header row too, empty ones left out; raises BadInput where the workbook is damaged."""
    with open_book() as stream, _book(stream) as book:
        sheet = book[title]
        sheet.reset_dimensions()  # some programs write a wrong size
        rows = sheet.iter_rows(values_only=True)
        number = 0
        while True:
            try:
                values = next(rows, None)
            except Exception as error:
                raise BadInput(DAMAGED_BOOK) from error
            if values is None:
                return
            number += 1
            cells = [_text(value) for value in values]
            if any(cells):
                yield Row(number, cells)


def _text(value: object) -> str:
    """Return a cell's value as text (see `table_rows`); a time of midnight is taken for a date alone."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("_x000D_", "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return cell_text(value)
