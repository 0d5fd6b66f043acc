"""Opening tables: a CSV, TSV, XLSX, ODS, JSON or XML file, or a zip or folder with several, each as a `Table` (see `table_rows`).

    with open_tables(path) as tables:          # everything, ready to read; raises BadInput
        for table in tables:
            for item in table.rows(): ...      # Row or Problem

    for table in peek_tables(path): ...        # cheap: from the first 256 KB; for `score` and `columns`; never raises

What a file is, its content tells, not its name. Of a zip or folder only members with a table's suffix count.
"""

import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import BadInput
from app.domain.message import Problem
from app.domain.text import N_
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage
from app.parsing.table_json import ALONE, LINES, Found, line_rows, lines_of_objects, object_rows, tables_in
from app.parsing.table_ods import is_ods, ods_rows, ods_sheets
from app.parsing.table_rows import HEAD_ROWS, Layout, Row, Table, column_names, layout_of
from app.parsing.table_text import Opener, lines_as_rows, sniff, text_rows, whole_lines
from app.parsing.table_xlsx import DAMAGED_BOOK, sheet_rows, sheets
from app.parsing.table_xml import element_rows, xml_table
from app.parsing.textfile import Encoding, detect_encoding

HEAD_BYTES = 256 * 1024
LARGEST_BOOK = 200 * 1024 * 1024
"""Bytes of a workbook inside an archive (it is held whole)."""
LARGEST_KEPT = 100 * 1024 * 1024
"""Bytes of memory in which the rows of a sheet are kept between two readings."""
_OVERHEAD = 60
SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".ods", ".json", ".ndjson", ".jsonl"})
"""Members of an archive or folder that can be tables."""
_PEEKED_MEMBERS = 6
_WATCHED = 200
_FEW = 50
"""A text has less than one control character in so many; other files have more."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

NO_TABLE = N_("There is no table in it (rows with columns, as CSV, Excel .xlsx, .ods or JSON); nothing was read.")
OLD_EXCEL = N_(
    "This is an old Excel file (.xls); open it in a spreadsheet program, save it as .xlsx or CSV and import that. Nothing was read."
)
_BOOK_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
_OLE = b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_BOOK_NAMES = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".xlt", ".ods"})


Source = Callable[[], Iterator[Row | Problem]]
"""Gives the rows of a table, from the first."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file that may hold tables: how to open it, its first bytes, and whether those are all."""

    name: str
    open: Opener
    head: bytes
    whole: bool


@contextmanager
def open_tables(path: Path) -> Iterator[Sequence[Table]]:
    """Open the tables of a file, zip or folder, to be read inside the `with` block; raises BadInput when there are none.

    A damaged member of an archive is left out when others are whole.
    """
    if not path.is_dir() and not is_archive(path):
        yield _some(_tables(_file(path.name, lambda: path.open("rb"))))
        return
    with open_members(path) as members:
        found: list[Table] = []
        damage: BadInput | None = None
        for member in _candidates(members):
            try:
                found += _tables(_file(member.name, member.open))
            except BadInput as error:
                damage = error
        if not found and damage:
            raise damage
        yield _some(found)


def peek_tables(path: Path) -> tuple[Table, ...]:
    """Return the tables of a file as far as its beginning shows them (`head`, `headers`; do not call `rows`). Of a zip or folder
    only the first few members are looked at. Never raises; what was seen of a file is remembered until it changes."""
    try:
        return _peeked(path, _state_of(path))
    except OSError:
        return ()


def _state_of(path: Path) -> tuple[int, ...]:
    """Return what changes with a file, or with a folder and what lies in it (of a large one: the first of it)."""
    state = path.stat()
    if not path.is_dir():
        return state.st_mtime_ns, state.st_size
    with os.scandir(path) as entries:
        return state.st_mtime_ns, *(entry.stat(follow_symlinks=False).st_mtime_ns for entry in islice(entries, _WATCHED))


@lru_cache(maxsize=16)
def _peeked(path: Path, state: tuple[int, ...]) -> tuple[Table, ...]:
    del state  # part of the key: another state of the file is another file
    try:
        if path.is_dir() or is_archive(path):
            return _peeked_archive(path)
        return tuple(_tables(_file(path.name, lambda: path.open("rb")), peek=True))
    except (BadInput, OSError):
        return ()


def _peeked_archive(path: Path) -> tuple[Table, ...]:
    found: list[Table] = []
    try:
        with open_members(path) as members:
            for member in sorted(_candidates(members), key=lambda one: "review" not in one.base.lower())[:_PEEKED_MEMBERS]:
                found += _tables(_file(member.name, member.open), peek=True)
    except (BadInput, OSError):
        pass
    return tuple(found)


def _candidates(members: Sequence[Member]) -> Iterator[Member]:
    for member in members:
        if member.size and member.base[member.base.rfind(".") :].lower() in SUFFIXES and not member.name.startswith("__MACOSX/"):
            yield member


def is_archive(path: Path) -> bool:
    """Say whether this is a zip, and not one that is a workbook."""
    if not is_zip(path):
        return False
    try:
        with path.open("rb") as stream:
            return not _is_book(stream.read(HEAD_BYTES))
    except OSError:
        return False


def is_closed_book(path: Path) -> bool:
    """Say whether this is a workbook that cannot be read (an old or protected one, a damaged one): reading it tells why."""
    if path.suffix.lower() not in _BOOK_NAMES or not path.is_file() or peek_tables(path):
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except OSError:
        return False
    return head.startswith(_OLE) or _is_book(head)


def _is_book(head: bytes) -> bool:
    """Say whether a zip is a workbook: by the name of its first member (what is packed inside may be a workbook too)."""
    return head.startswith(b"PK\x03\x04") and (head[30:70].startswith(_BOOK_PARTS) or is_ods(head))


def _some(tables: list[Table]) -> list[Table]:
    if not tables:
        raise BadInput(NO_TABLE)
    return tables


def _file(name: str, opener: Opener) -> _File:
    try:
        with refusing_damage(), opener() as stream:
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    if not head:
        raise BadInput(EMPTY_FILE)
    return _File(name, opener, head, len(head) < HEAD_BYTES)


def _tables(file: _File, *, peek: bool = False) -> list[Table]:
    if file.head.startswith(_OLE):
        raise BadInput(DAMAGED_BOOK if _PROTECTED in file.head else OLD_EXCEL)
    if file.head.startswith(b"PK"):
        return _book_tables(file) if _is_book(file.head) else []
    encoding = _encoding(file, peek=peek)
    start = file.head.decode(encoding.name, "replace").lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        return _json_tables(file, encoding, start, peek=peek)
    table = _xml_table(file, peek=peek) if start.startswith("<") else _text_table(file, encoding)
    return [table] if table else []


def _encoding(file: _File, *, peek: bool) -> Encoding:
    if peek or file.whole:
        return detect_encoding(io.BytesIO(file.head))
    with refusing_damage(), file.open() as stream:
        return detect_encoding(stream)


def _warnings(encoding: Encoding) -> tuple[str, ...]:
    return (encoding.warning,) if encoding.warning else ()


def _text_table(file: _File, encoding: Encoding) -> Table | None:
    head = file.head.decode(encoding.name, "replace").removeprefix("\ufeff")
    if len(_CONTROL.findall(head)) * _FEW > len(head):
        return None  # no text
    if not file.whole:
        head = whole_lines(head)
    shape = sniff(head)
    rows = [row for row in islice(lines_as_rows(io.StringIO(head, newline=""), shape, file.name), HEAD_ROWS + 10) if isinstance(row, Row)]
    layout = layout_of([row.cells for row in rows])
    if len(layout.headers) < 2:
        return None

    def source() -> Iterator[Row | Problem]:
        with refusing_damage():
            yield from _after(layout, text_rows(file.open(), encoding, shape, file.name))

    return _table(file.name, "text", layout, rows, source, _warnings(encoding), shape.mark)


def _table(name: str, form: str, layout: Layout, rows: list[Row], source: Source, warnings: tuple[str, ...] = (), mark: str = "") -> Table:
    width = len(layout.headers)
    head = tuple(Row(row.line, row.cells + [""] * (width - len(row.cells))) for row in rows[layout.before_data :][:HEAD_ROWS])
    return Table(name, form, layout.headers, head, source, layout.header_rows, layout.headed, warnings, mark=mark)


def _after(layout: Layout, rows: Iterator[Row | Problem]) -> Iterator[Row | Problem]:
    left = layout.before_data
    for row in rows:
        if left and isinstance(row, Row):
            left -= 1
        else:
            yield row


def _book_tables(file: _File) -> list[Table]:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with file.open() as stream:
            yield stream if isinstance(stream, io.BufferedReader) else _held(stream)  # a book inside an archive cannot be gone about in

    form, names, read = ("ods", ods_sheets, ods_rows) if is_ods(file.head) else ("xlsx", sheets, sheet_rows)
    with opened() as stream:
        titles = names(stream)

    def table_of(title: str) -> Table | None:
        return _sheet_table(file.name if len(titles) == 1 else f"{file.name}, {title}", form, lambda: read(opened, title))

    return [table for title in titles if (table := table_of(title))]


def _held(stream: BinaryIO) -> BinaryIO:
    content = stream.read(LARGEST_BOOK + 1)
    if len(content) > LARGEST_BOOK:
        raise BadInput(NO_TABLE)
    return io.BytesIO(content)


class _Kept:
    """The rows of a sheet, which take long to read: kept by the first reading that comes to the end, where they are not too many."""

    def __init__(self, read: Callable[[], Iterator[Row]]) -> None:
        self._read = read
        self._rows: list[Row] = []
        self._whole = False

    def __call__(self) -> Iterator[Row]:
        if self._whole:
            yield from (Row(row.line, row.cells.copy()) for row in self._rows)
            return
        rows: list[Row] | None = []
        size = 0
        for row in self._read():
            if rows is not None:
                rows.append(Row(row.line, row.cells.copy()))
                size += sum(map(len, row.cells)) + _OVERHEAD * len(row.cells)
                rows = rows if size <= LARGEST_KEPT else None
            yield row
        if rows is not None:
            self._rows, self._whole = rows, True


def _sheet_table(name: str, form: str, read: Callable[[], Iterator[Row]]) -> Table | None:
    rows = list(islice(read(), HEAD_ROWS + 10))
    read = _Kept(read)
    layout = layout_of([row.cells for row in rows])
    if len(layout.headers) < 2:
        return None
    return _table(name, form, layout, rows, lambda: _after(layout, read()))


def _json_tables(file: _File, encoding: Encoding, start: str, *, peek: bool) -> list[Table]:
    def opened() -> BinaryIO:
        return io.BytesIO(file.head) if peek or file.whole else file.open()

    with refusing_damage():
        if _one_a_line(start):
            found = [lines_of_objects(opened(), encoding, HEAD_ROWS)]
        else:
            with opened() as stream:
                found = tables_in(stream, encoding.name, HEAD_ROWS) or _single(file, encoding)
    return [_json_table(file, encoding, table, alone=len(found) == 1) for table in found if table.keys]


def _xml_table(file: _File, *, peek: bool) -> Table | None:
    def opened() -> BinaryIO:
        return io.BytesIO(file.head) if peek or file.whole else file.open()

    with refusing_damage(), opened() as stream:
        found = xml_table(file.head, stream, HEAD_ROWS)
    if found is None:
        return None
    path, keys = found.path, tuple(found.keys)

    def source() -> Iterator[Row | Problem]:
        with refusing_damage():
            yield from element_rows(file.open(), path, keys, file.name)

    return Table(file.name, "xml", column_names(keys), _head_of(found), source, (keys,), path=path)


def _head_of(found: Found) -> tuple[Row, ...]:
    return tuple(Row(number, [flat.get(key, "") for key in found.keys]) for number, flat in enumerate(found.head, 1))


def _one_a_line(start: str) -> bool:
    """Say whether a file has an object on each line: the first line is whole and another follows."""
    first, _, rest = start.partition("\n")
    return first.rstrip().endswith("}") and first.startswith("{") and rest.lstrip()[:1] == "{"


def _single(file: _File, encoding: Encoding) -> list[Found]:
    """Return a document that is one object as a table of one row; too large a one is none."""
    found = Found(ALONE)
    if file.whole:
        for item in tables_in(io.BytesIO(b"[" + file.head.removeprefix(b"\xef\xbb\xbf") + b"]"), encoding.name, 1):
            found = Found(ALONE, item.keys, item.head, item.nested)
    return [found]


def _json_table(file: _File, encoding: Encoding, found: Found, *, alone: bool) -> Table:
    keys = tuple(found.keys)
    name = file.name if alone else f"{file.name}, {'.'.join(found.path) or '[]'}"

    def source() -> Iterator[Row | Problem]:
        with refusing_damage():
            if found.path == LINES:
                yield from line_rows(file.open(), encoding, keys, name)
            else:
                yield from object_rows(file.open(), encoding.name, found.path, keys, name)

    return Table(name, "json", column_names(keys), _head_of(found), source, (keys,), warnings=_warnings(encoding), path=found.path)
