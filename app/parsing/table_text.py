"""Tables in text files: any encoding, `,` `;` TAB or `|`, a leading `sep=` line, line breaks inside cells, rows of any length.

The file is read a row at a time. What the csv module accepts is accepted, also with a space after each mark (`a, "b"`) and with
quotation marks that a backslash hides (`\\"`, as MySQL and PHP write them); a row that it refuses becomes a Problem.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, NamedTuple

from app.domain.message import Problem, ProblemKind
from app.domain.text import N_
from app.parsing.table_rows import Row
from app.parsing.textfile import Encoding

MARKS = ",;\t|"
"""What may stand between cells, the usual one first."""
LARGEST_FIELD = 16 * 1024 * 1024
"""Characters that one cell may hold; more than that is a quotation mark that was never closed."""
_SEP = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.IGNORECASE)
_MOST = 0.9
"""Share of rows that are alike in a table."""
_BREAKS = re.compile(r"\r\n?")
_HIDDEN = re.compile(r'\\"(?=[^,;\t|\r\n])')
"""A quotation mark behind a backslash that ends no cell."""

BROKEN_ROW = N_("A row could not be read (a quotation mark that is never closed, or a cell of many megabytes); it was left out.")


class Shape(NamedTuple):
    """How the rows of a text are written: the mark between cells, whether a space follows it, whether `\\"` hides a quotation mark, whether
    each line stands in quotation marks as a whole (as spreadsheets save what they did not take apart)."""

    mark: str
    spaced: bool = False
    hidden: bool = False
    wrapped: bool = False


def sniff(text: str) -> Shape:
    """Return how a table is written whose beginning is `text`: the mark is what gives the most regular rows of more than one cell."""
    declared = _SEP.match(text)
    mark = declared[1] if declared else max(MARKS, key=lambda mark: _regularity(text, mark))
    if not declared and _regularity(text, mark)[1] == 1 and (inner := _unwrapped(text)):
        return inner
    hidden = _HIDDEN.search(text) is not None and '""' not in text.replace(f'{mark}""', "").replace('""' + mark, "")
    return Shape(mark, _is_spaced(text, mark), hidden)


def _unwrapped(text: str) -> Shape | None:
    """Return how the lines are written that stand in quotation marks as a whole; None when they are no table either."""
    cells = [cells[0] for _, cells in islice(_records(io.StringIO(text, newline=""), Shape(",")), 60) if cells]
    inner = "\n".join(cells)
    mark = max(MARKS, key=lambda mark: _regularity(inner, mark))
    regular, width = _regularity(inner, mark)
    return Shape(mark, wrapped=True) if len(cells) > 1 and width > 1 and regular >= _MOST else None


def _is_spaced(text: str, mark: str) -> bool:
    """Say whether a space follows each mark of the first lines, and a quotation mark one of them."""
    if f'{mark} "' not in text:
        return False
    rows = [cells for _, cells in islice(_records(io.StringIO(text, newline=""), Shape(mark, spaced=True)), 12) if len(cells) > 1]
    plain = [cells for _, cells in islice(_records(io.StringIO(text, newline=""), Shape(mark)), 12) if len(cells) > 1]
    return bool(plain) and all(cell[:1] in (" ", "") for cells in plain[:1] for cell in cells[1:]) and len({*map(len, rows)}) == 1


def _regularity(text: str, mark: str) -> tuple[float, int]:
    rows = list(islice(_records(io.StringIO(text, newline=""), Shape(mark)), 60))
    widths = Counter(len(cells) for _, cells in rows[: max(1, len(rows) - 1)] if any(cells))  # the last may be cut off
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
    return (count / widths.total() if width > 1 else 0.0), width


def text_rows(stream: BinaryIO, encoding: Encoding, shape: Shape, name: str) -> Iterator[Row | Problem]:
    r"""Yield the rows of a file, the header row too; a line break inside a cell is always \n. Closes the stream."""
    with io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="") as text:
        yield from lines_as_rows(text, shape, name)


def lines_as_rows(text: io.TextIOBase, shape: Shape, name: str) -> Iterator[Row | Problem]:
    """Yield the rows of text whose line ends are still there; empty rows and a `sep=` line are passed over."""
    for line, cells in _records(text, shape):
        if cells is _BROKEN:
            yield Problem(ProblemKind.UNPARSED, f"{name}:{line}", BROKEN_ROW)
        elif cells and (len(cells) > 1 or cells[0].strip()) and not (line == 1 and _is_declaration(cells, shape.mark)):
            yield Row(line, cells)


_BROKEN: list[str] = ["\0broken"]


def _records(text: io.TextIOBase, shape: Shape) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it starts, cells); `_BROKEN` for what csv refuses."""
    csv.field_size_limit(LARGEST_FIELD)  # the limit belongs to the process; everything that reads tables sets its own
    lines = (line.replace('\\"', '""') for line in text) if shape.hidden else text
    reader = csv.reader(lines, delimiter=shape.mark, skipinitialspace=shape.spaced)
    line = 1
    while True:
        try:
            for cells in reader:
                at, line = line, reader.line_num + 1
                if line - at > 1:
                    cells = [_BREAKS.sub("\n", cell) if "\r" in cell else cell for cell in cells]
                if shape.wrapped and len(cells) == 1:
                    cells = next(csv.reader(io.StringIO(cells[0], newline=""), delimiter=shape.mark), [])
                yield at, cells
        except csv.Error:
            at, line = line, reader.line_num + 1
            yield at, _BROKEN
            continue
        return


def _is_declaration(cells: Sequence[str], mark: str) -> bool:
    return _SEP.fullmatch(mark.join(cells).strip() or " ") is not None


def whole_lines(head: str) -> str:
    """Return text without its last line, when that is not the only one: what was cut off in the middle says nothing."""
    cut = max(head.rfind("\n"), head.rfind("\r"))
    return head[: cut + 1] if cut > 0 else head


Opener = Callable[[], BinaryIO]
"""Opens a file again, from its beginning."""
