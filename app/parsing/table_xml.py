"""Tables in XML: the elements that repeat are the rows, what is in them the columns. Read an element at a time, whatever the size."""

from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from app.domain.errors import BadInput
from app.domain.message import Problem, ProblemKind
from app.parsing.table_json import NO_OBJECT, Found, flattened
from app.parsing.table_rows import Row
from app.parsing.xml_records import nodes, repeated


def xml_table(head: bytes, stream: BinaryIO, keep: int) -> Found | None:
    """Return the table of a document whose first bytes are `head`, with all its columns; None when nothing in it repeats."""
    path = repeated(head)
    if not path:
        return None
    found = Found(path)
    with suppress(BadInput):  # reading it says so, after what is whole
        for node, _ in nodes(stream, lambda here: tuple(here) == path):
            found.take(node.value(), keep)
    return found if found.keys else None


def element_rows(stream: BinaryIO, path: tuple[str, ...], keys: tuple[str, ...], name: str) -> Iterator[Row | Problem]:
    """Yield the elements at `path` as rows of `keys`. Raises BadInput where the document is damaged. Closes the stream."""
    with stream:
        for number, (node, _) in enumerate(nodes(stream, lambda here: tuple(here) == path), 1):
            value = node.value()
            if isinstance(value, dict):
                flat = flattened(value)
                yield Row(number, [flat.get(key, "") for key in keys])
            else:
                yield Problem(ProblemKind.UNPARSED, f"{name}:{number}", NO_OBJECT)
