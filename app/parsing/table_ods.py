"""Tables in OpenDocument spreadsheets (.ods, of LibreOffice and others): every sheet with cells is one. Read with the standard library.

Only what the workbook shows is read; formulas count with their result, notes on cells do not.
"""

import html
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO

from app.domain.errors import BadInput
from app.parsing.archive import refuse_bomb
from app.parsing.table_json import cell_text
from app.parsing.table_rows import Row
from app.parsing.table_xlsx import DAMAGED_BOOK
from app.parsing.xml_records import Node, nodes

_CONTENT = "content.xml"
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_NAME = re.compile(rb'<table:table\s[^>]*?table:name="([^"]*)"')
_ROW = "table:table-row"
_TABLE = "table:table"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_WIDEST = 1000
"""Cells that one may be repeated to: programs repeat an empty one to the edge of the sheet."""
_MOST_ROWS = 10_000
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
_CHUNK = 1024 * 1024


def is_ods(head: bytes) -> bool:
    """Say whether the first bytes of a zip are those of an OpenDocument spreadsheet."""
    return head[30 : 30 + len(_MIMETYPE)] == _MIMETYPE


@contextmanager
def _content(stream: BinaryIO) -> Iterator[BinaryIO]:
    refuse_bomb(stream)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(_CONTENT) as content:
            yield content  # type: ignore[misc]  # IO[bytes] with everything that is used of BinaryIO
    except (zipfile.BadZipFile, KeyError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise BadInput(DAMAGED_BOOK) from error


def ods_sheets(stream: BinaryIO) -> list[str]:
    """Return the names of the sheets; raises BadInput. Closes the stream."""
    found: dict[str, None] = {}
    with stream, _content(stream) as content:
        rest = b""
        while chunk := content.read(_CHUNK):
            rest += chunk
            found |= dict.fromkeys(html.unescape(name.decode("utf-8", "replace")) for name in _NAME.findall(rest))
            rest = rest[max(rest.rfind(b"<"), len(rest) - 4096, 0) :]
    return list(found)


def ods_rows(open_book: Callable[[], AbstractContextManager[BinaryIO]], title: str) -> Iterator[Row]:
    """Yield the rows of a sheet, the header row too, empty ones left out; raises BadInput where the workbook is damaged."""
    with open_book() as stream, _content(stream) as content:
        number = 1
        for node, parents in nodes(content, lambda path: path[-1] == _ROW):
            sheet = next((attributes.get("table:name", "") for tag, attributes in reversed(parents) if tag == _TABLE), "")
            if html.unescape(sheet) != title:
                continue
            again = _count(node, "table:number-rows-repeated")
            cells = _cells(node)
            if any(cells):
                for nth in range(min(again, _MOST_ROWS)):
                    yield Row(number + nth, list(cells))
            number += again


def _count(node: Node, attribute: str) -> int:
    told = node.attributes.get(attribute, "1")
    return max(1, int(told)) if told.isdecimal() and len(told) < 9 else 1


def _cells(row: Node) -> list[str]:
    found: list[str] = []
    for cell in row.elements:
        if cell.tag in _CELLS:
            found += [_text(cell)] * min(_count(cell, "table:number-columns-repeated"), _WIDEST)
    while found and not found[-1]:
        found.pop()
    return found


def _text(cell: Node) -> str:
    """Return a cell as text (see `table_rows`); a time of midnight is taken for a date alone."""
    get = cell.attributes.get
    kind = get("office:value-type", "")
    if kind in ("float", "currency"):
        try:
            return cell_text(float(get("office:value", "")))
        except ValueError:
            return _words(cell)
    if kind == "date" and (told := get("office:date-value", "")):
        return told.removesuffix("T00:00:00")
    if kind == "time" and (lasted := _DURATION.fullmatch(get("office:time-value", ""))):
        return f"{int(lasted[1])}:{lasted[2]:0>2}:{lasted[3]:0>2}"
    if kind == "boolean":
        return get("office:boolean-value", "")
    return _words(cell)


def _words(cell: Node) -> str:
    return "\n".join(_said(part) for part in cell.elements if part.tag == "text:p")


def _said(node: Node) -> str:
    parts = []
    for item in node.content:
        if isinstance(item, str):
            parts.append(item)
        elif item.tag == "text:s":
            parts.append(" " * min(_count(item, "text:c"), _WIDEST))
        elif item.tag in ("text:tab", "text:line-break"):
            parts.append("\t" if item.tag == "text:tab" else "\n")
        elif not item.tag.startswith("office:annotation"):
            parts.append(_said(item))
    return "".join(parts)
