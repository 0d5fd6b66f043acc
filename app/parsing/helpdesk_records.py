"""The records of helpdesk exports, one at a time: JSON in any wrapping, an object a line, or XML."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.parsing.archive import Member, refusing_damage
from app.parsing.chat_files import open_export
from app.parsing.json_stream import LARGEST_VALUE, JsonPull
from app.parsing.xml_records import nodes

Record = Mapping[str, Any]
HEAD = 64 * 1024
"""Bytes of a file that are looked at before it is read."""
_NAMES = (".json", ".ndjson", ".jsonl", ".xml")
_WRAPPERS = ("ticket", "conversation")
"""Keys under which an object may hold one ticket."""


@contextmanager
def record_members(path: Path) -> Iterator[Sequence[Member]]:
    """Open a file, folder or zip; its JSON and XML files as members. Raises BadInput when it cannot be opened."""
    with open_export(path) as export:
        alone = export.beside is not None
        yield [member for member in export.members if alone or member.name.lower().endswith(_NAMES)]


def records(member: Member, lists: Collection[str], largest: int = LARGEST_VALUE) -> Iterator[Record]:
    """Yield the objects of a file, one at a time. JSON: an array, an object a line, or an object that holds one of `lists` (also below
    `_embedded`), or one `ticket`. XML: the elements called as one of `lists`. Raises BadInput where the file is damaged; what came before
    stands."""
    if _starts_with(member, b"<"):
        yield from _elements(member, lists)
        return
    with refusing_damage(), member.open() as stream:
        pull = JsonPull(stream, largest=largest)
        if pull.peek() == "[":
            yield from _objects(pull)
            return
        while pull.peek():
            yield from _document(pull, lists)


def _starts_with(member: Member, mark: bytes) -> bool:
    with refusing_damage(), member.open() as stream:
        return stream.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(mark)


def element_tags(lists: Collection[str]) -> frozenset[str]:
    """Return what the elements of XML are called that stand for the records of `lists`."""
    return frozenset(name.removesuffix("s").replace("_", "-") for name in lists)


def _elements(member: Member, lists: Collection[str]) -> Iterator[Record]:
    tags = element_tags(lists)
    with refusing_damage(), member.open() as stream:
        for node, _ in nodes(stream, lambda path: path[-1] in tags and len(path) <= 2):
            value = node.value()
            if isinstance(value, dict):
                yield value


def _objects(pull: JsonPull) -> Iterator[Record]:
    yield from (value for value in pull.values() if isinstance(value, dict))


def _document(pull: JsonPull, lists: Collection[str]) -> Iterator[Record]:
    """Yield the records of one object: those of its list, else itself."""
    alone: dict[str, Any] = {}
    listed = False
    for key in pull.keys():  # noqa: SIM118 - no dict
        if key in lists and pull.peek() == "[":
            listed = True
            yield from _objects(pull)
        elif key == "_embedded" and not alone.get("id"):
            listed = True
            yield from _document(pull, lists)
        else:
            alone[key] = pull.value()
    if alone and not listed:
        yield _unwrapped(alone)


def _unwrapped(alone: dict[str, Any]) -> Record:
    """Return the one ticket that an object holds, with the lists beside it; else the object."""
    inner = next((alone[key] for key in _WRAPPERS if isinstance(alone.get(key), dict) and "id" in alone[key]), None)
    if inner is None or "id" in alone:
        return alone
    return {**{key: value for key, value in alone.items() if isinstance(value, list)}, **inner}
