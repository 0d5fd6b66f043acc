"""What every table is, whatever it came from: a header and rows of text.

All cells are text. A typed cell (XLSX, JSON) is written as: date and time ISO 8601; a number with `.` and without needless zeros;
yes and no `true`/`false`; nothing ""; a list of plain values with ", " between; a list of objects as its JSON.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.message import Problem, ProblemKind
from app.domain.text import N_

HEAD_ROWS = 50
"""Rows of a table that are looked at before it is read."""
_HEADER_WITHIN = 12
"""A header stands within so many rows; what is above it is a title."""
_PLAIN_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+\d[\d \-()]{7,}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|\d{10,}|-?\d+[.,]\d+")

_CDR = [
    "accountcode",
    "src",
    "dst",
    "dcontext",
    "clid",
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
    "uniqueid",
]
"""The columns of Asterisk's Master.csv, which has no header."""
_CDR_RESULT, _CDR_RESULTS = 14, frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"})

LONG_ROW = N_("This row has more cells than the table has columns (a separator inside a cell?); look whether it was read well.")


class Row(NamedTuple):
    """A row: the line on which it starts (in JSON: its number, from 1) and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read again and again.

    `name` is the file (and sheet, or key of the JSON), for problems. `headers` are distinct: a second "Name" is "Name (2)", a column
    without a name "#3". `head` are the first rows. `header_rows` are all header rows as written (SurveyMonkey has two, Qualtrics
    three). `form` is "text", "xlsx", "ods", "json" or "xml"; but in text a number has always `.` before its decimals (`decimal`).
    `headed` is False when the file has no header row. `warnings` go on every message (`cp1252`, `broken_utf8`). `path` names where in a
    document of JSON or XML the rows lie. `mark` stands between the cells of a text file.
    """

    name: str
    form: str
    headers: tuple[str, ...]
    head: tuple[Row, ...]
    _source: Callable[[], Iterator[Row | Problem]] = field(repr=False, compare=False)
    header_rows: tuple[tuple[str, ...], ...] = ()
    headed: bool = True
    warnings: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    mark: str = ""

    @property
    def decimal(self) -> str:
        """What stands before decimals where the file's form tells, else ""."""
        return "" if self.form == "text" else "."

    def where(self, line: int) -> str:
        """Return the place of a row, for a Problem."""
        return f"{self.name}:{line}"

    def rows(self) -> Iterator[Row | Problem]:
        """Yield the rows without the header, from the first; at least as many cells as headers. A row with more cells keeps them and
        is followed by a Problem. Raises BadInput where the file is damaged: what came before stands."""
        width = len(self.headers)
        for item in self._source():
            if isinstance(item, Problem):
                yield item
                continue
            cells = item.cells
            missing = width - len(cells)
            if missing > 0:
                cells.extend([""] * missing)
            yield item
            if missing < 0 and any(cell.strip() for cell in cells[width:]):
                yield Problem(ProblemKind.UNPARSED, self.where(item.line), LONG_ROW)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a header row as distinct names."""
    names: list[str] = []
    seen: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\ufeff", "").split()) or f"#{number}"
        nth, distinct = 1, name
        while distinct in seen:
            nth += 1
            distinct = f"{name} ({nth})"
        seen.add(distinct)
        names.append(distinct)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows of a table begin: `skip` rows of title above, then `header_rows`; `headers` the names of the columns."""

    skip: int
    header_rows: tuple[tuple[str, ...], ...]
    headers: tuple[str, ...]
    headed: bool = True

    @property
    def before_data(self) -> int:
        """How many rows come before the first of data."""
        return self.skip + len(self.header_rows)


def layout_of(rows: Sequence[Sequence[str]]) -> Layout:
    """Find the header among the first rows of a table."""
    if not rows:
        return Layout(0, (), ())
    skip = _titles_above(rows)
    first = _trimmed(rows[skip])
    if len(first) > _CDR_RESULT and first[_CDR_RESULT].upper() in _CDR_RESULTS:
        return Layout(skip, (), column_names([*_CDR, *[""] * len(first)][: len(first)]))
    if _is_data(first):
        return Layout(skip, (), tuple(f"#{number}" for number in range(1, len(first) + 1)), headed=False)
    further = list(rows[skip + 1 : skip + 3])
    if _is_qualtrics(further):
        return Layout(skip, (tuple(first), tuple(further[0]), tuple(further[1])), column_names(first))
    if further and _is_labels(first, further[0]):
        return Layout(skip, (tuple(first), tuple(further[0])), column_names(_with_labels(first, further[0])))
    return Layout(skip, (tuple(first),), column_names(first))


def _titles_above(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows above the header: lines of one cell, or of a few words and dates, above rows of several."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if max(widths) < 3:
        return 0
    first = next((at for at, width in enumerate(widths[:_HEADER_WITHIN]) if width > 1), 0)
    usual = max(Counter(widths).items(), key=lambda pair: pair[0] * pair[1] * (pair[1] > 1))[0]
    if widths[first] * 5 >= usual * 4 or not (_is_data(rows[first]) or widths[first] * 2 <= usual):
        return first
    fits = (at for at in range(first + 1, min(len(rows), _HEADER_WITHIN)) if widths[at] * 5 >= usual * 4)
    found = next(fits, first)
    return first if _is_data(rows[found]) else found


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Return a header row without empty cells at its end."""
    end = len(cells)
    while end > 1 and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])


def _is_data(cells: Sequence[str]) -> bool:
    """Say whether a first row is no header: it holds an address, a number or a date by itself."""
    return any(_PLAIN_VALUE.fullmatch(cell.strip()) for cell in cells)


def _is_qualtrics(further: Sequence[Sequence[str]]) -> bool:
    return len(further) == 2 and sum('"importid"' in cell.casefold() for cell in further[1]) * 2 > len(further[1])


def _is_labels(first: Sequence[str], second: Sequence[str]) -> bool:
    """Say whether the second row names answers (SurveyMonkey): nothing under the columns about the respondent, words under questions."""
    known = first[0].strip().replace(" ", "").casefold() in ("respondentid", "respondentenid", "responsid")
    return known and len(second) > 1 and not second[0].strip() and any(cell.strip() for cell in second)


def _with_labels(first: Sequence[str], second: Sequence[str]) -> list[str]:
    names: list[str] = []
    question = ""
    for at in range(max(len(first), len(second))):
        top = first[at].strip() if at < len(first) else ""
        label = second[at].strip() if at < len(second) else ""
        question = top or question
        plain = not label or label.casefold() in _OPEN_ENDED
        names.append(top if plain and top else f"{question} · {label}" if label else top)
    return names


_OPEN_ENDED = frozenset(
    {"open-ended response", "response", "open antwoord", "antwoord", "beantwoording", "offene beantwortung", "antwort", "réponse"}
)
