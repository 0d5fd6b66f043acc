"""Tables in JSON: an array of objects, an object a line, or documents where some keys hold arrays of objects.

Objects inside an object become columns with a dot between the names. Read an object at a time, whatever the size.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from app.domain.errors import BadInput
from app.domain.message import Problem, ProblemKind
from app.domain.text import N_
from app.parsing.json_stream import JsonPull
from app.parsing.table_rows import Row
from app.parsing.textfile import Encoding, read_lines

DEEPEST = 3
"""How many keys deep an array of objects is looked for."""
LINES = ("\n",)
"""The path of a file with an object on each line."""
ALONE: tuple[str, ...] = (".",)
"""The path of a document that is one object without arrays of objects: a table of one row."""
NO_OBJECT = N_("An entry is not what the others are (no object); it was left out.")
BAD_LINE = N_("A line is no JSON object; it was left out.")


@dataclass(slots=True)
class Found:
    """An array of objects: its path (keys from the outside), the names of all values in it, the first objects flattened."""

    path: tuple[str, ...]
    keys: dict[str, None] = field(default_factory=dict)
    head: list[dict[str, str]] = field(default_factory=list)
    nested: bool = False
    """Whether objects hold objects or arrays of them."""

    def take(self, value: object, keep: int) -> None:
        """Learn from one element."""
        if not isinstance(value, dict):
            return
        flat = flattened(value)
        self.nested = self.nested or any("." in key or cell[:1] == "[" for key, cell in flat.items())
        self.keys.update(dict.fromkeys(flat))
        if len(self.head) < keep:
            self.head.append(flat)


def tables_in(stream: BinaryIO, encoding: str, keep: int) -> list[Found]:
    """Return the arrays of objects of a document, with all their keys. A document that breaks off tells what came before."""
    found: list[Found] = []
    pull = JsonPull(stream, encoding=encoding)
    with suppress(BadInput, RecursionError):  # reading it says so, after what is whole
        _search(pull, (), found, keep)
    return [table for table in found if table.keys]


def _search(pull: JsonPull, path: tuple[str, ...], found: list[Found], keep: int) -> None:
    start = pull.peek()
    if start == "[":
        table = Found(path)
        found.append(table)
        for _ in pull.items():
            if pull.peek() == "{":
                table.take(pull.value(), keep)
    elif start == "{" and len(path) < DEEPEST:
        for key in pull.keys():  # noqa: SIM118
            if pull.peek() in ("[", "{"):
                _search(pull, (*path, key), found, keep)


def object_rows(stream: BinaryIO, encoding: str, path: tuple[str, ...], keys: tuple[str, ...], name: str) -> Iterator[Row | Problem]:
    """Yield the objects of the array at `path` as rows of `keys`. Raises BadInput where the document is damaged. Closes the stream."""
    with stream:
        pull = JsonPull(stream, encoding=encoding)
        for number, value in enumerate(_values_at(pull, path), 1):
            yield _row(value, number, keys, name)


def _values_at(pull: JsonPull, path: tuple[str, ...]) -> Iterator[Any]:
    if not path:
        yield from pull.values()
        return
    if path == ALONE:
        yield pull.value()
        return
    for key in pull.keys():  # noqa: SIM118
        if key == path[0]:
            yield from _values_at(pull, path[1:])


def _row(value: object, number: int, keys: tuple[str, ...], name: str) -> Row | Problem:
    if not isinstance(value, dict):
        return Problem(ProblemKind.UNPARSED, f"{name}:{number}", NO_OBJECT)
    flat = flattened(value)
    return Row(number, [flat.get(key, "") for key in keys])


def lines_of_objects(stream: BinaryIO, encoding: Encoding, keep: int) -> Found:
    """Return the table of a file with an object on each line, with all its keys. Closes the stream."""
    table = Found(LINES)
    for line in read_lines(stream, encoding):
        table.take(_loaded(line), keep)
    return table


def line_rows(stream: BinaryIO, encoding: Encoding, keys: tuple[str, ...], name: str) -> Iterator[Row | Problem]:
    """Yield the objects of a file with one on each line. Closes the stream."""
    for number, line in enumerate(read_lines(stream, encoding), 1):
        if not line.strip():
            continue
        value = _loaded(line)
        if isinstance(value, dict):
            flat = flattened(value)
            yield Row(number, [flat.get(key, "") for key in keys])
        else:
            yield Problem(ProblemKind.UNPARSED, f"{name}:{number}", BAD_LINE)


def _loaded(line: str) -> object:
    try:
        return json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return None


def flattened(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """Return an object's values as text, by name; the names of objects inside are joined with dots."""
    flat: dict[str, str] = {}
    for key, inner in value.items():
        if isinstance(inner, str):
            flat[prefix + key] = inner
        elif isinstance(inner, dict):
            flat |= flattened(inner, f"{prefix}{key}.")
        else:
            flat[prefix + key] = cell_text(inner)
    return flat


def cell_text(value: object) -> str:
    """Return a JSON value as a cell (see `table_rows`)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, list):
        if any(isinstance(inner, dict | list) for inner in value):
            return json.dumps(value, ensure_ascii=False)
        return ", ".join(filter(None, map(cell_text, value)))
    return str(value)
