"""XML of any size as records, in bounded memory: the elements that somebody wants, each whole, one after the other.

    for node, parents in nodes(stream, lambda path: path[-1] == "review"): ...

A document that declares entities of its own is refused: that is how a small file is made to fill all memory.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from app.domain.errors import BadInput
from app.domain.text import N_

DAMAGED_XML = N_("The XML is damaged or not complete; what comes after that place was not read.")
HARMFUL_XML = N_("The XML declares entities of its own, as harmful files do; it was not read.")
LARGEST = 64 * 1024 * 1024
"""Characters of one record; a larger one is no record."""
_CHUNK = 256 * 1024
_DEEPEST = 200

Parents = tuple[tuple[str, dict[str, str]], ...]
"""The elements around a record, from the outside: (tag, attributes)."""


@dataclass(slots=True)
class Node:
    """An element: tag (with its prefix), attributes, what is in it in order: text and elements."""

    tag: str
    attributes: dict[str, str]
    content: list["Node | str"] = field(default_factory=list)

    @property
    def elements(self) -> list["Node"]:
        """The elements directly inside."""
        return [item for item in self.content if isinstance(item, Node)]

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(item for item in self.content if isinstance(item, str)).strip()

    def value(self) -> Any:
        """Return what data it stands for: text, a dict by tag (`-` as `_`), a list where elements repeat or the type says so.

        Types as Rails writes them (`type="boolean"`, `nil="true"`) count.
        """
        if self.attributes.get("nil") == "true":
            return None
        inner = self.elements
        kind = self.attributes.get("type", "")
        if not inner:
            return [] if kind == "array" else {"true": True, "false": False}.get(self.text, self.text) if kind == "boolean" else self.text
        tags = Counter(node.tag for node in inner)
        if len(tags) == 1 and (kind == "array" or len(inner) > 1 or inner[0].tag == self.tag):
            return [node.value() for node in inner]
        found: dict[str, Any] = {}
        for node in inner:
            key = node.tag.replace("-", "_")
            if tags[node.tag] > 1:
                found.setdefault(key, []).append(node.value())
            else:
                found[key] = node.value()
        return found


class _Builder:
    """Gathers the wanted elements out of what the parser meets."""

    def __init__(self, wanted: Callable[[Sequence[str]], bool]) -> None:
        self.wanted = wanted
        self.path: list[str] = []
        self.around: list[tuple[str, dict[str, str]]] = []
        self.open: list[Node] = []
        self.done: list[tuple[Node, Parents]] = []
        self.size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.path.append(tag)
        if len(self.path) > _DEEPEST:
            raise BadInput(DAMAGED_XML)
        if self.open or self.wanted(self.path):
            node = Node(tag, attributes)
            if self.open:
                self.open[-1].content.append(node)
            else:
                self.size = 0
            self.open.append(node)
        else:
            self.around.append((tag, attributes))

    def end(self, _tag: str) -> None:
        self.path.pop()
        if not self.open:
            self.around.pop()
            return
        node = self.open.pop()
        if not self.open:
            self.done.append((node, tuple(self.around)))

    def text(self, data: str) -> None:
        if self.open:
            self.size += len(data)
            if self.size > LARGEST:
                raise BadInput(DAMAGED_XML)
            self.open[-1].content.append(data)


def _refuse(*_told: object) -> None:
    raise BadInput(HARMFUL_XML)


def nodes(stream: BinaryIO, wanted: Callable[[Sequence[str]], bool]) -> Iterator[tuple[Node, Parents]]:
    """Yield the elements at the paths that are `wanted` (tags from the outside) with what is around them. Raises BadInput where the
    document is damaged: what came before stands."""
    builder = _Builder(wanted)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.text
    parser.EntityDeclHandler = _refuse
    while True:
        chunk = stream.read(_CHUNK)
        damaged = False
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError:
            damaged = True
        yield from builder.done
        builder.done.clear()
        if damaged:
            raise BadInput(DAMAGED_XML)
        if not chunk:
            return


def repeated(head: bytes) -> tuple[str, ...]:
    """Return the path of the records of a document, told by its first bytes: the outermost elements that repeat (or are called
    as what is around them: a `review` in `reviews`) and hold different elements; () when there are none."""
    counts: Counter[tuple[str, ...]] = Counter()
    inner: dict[tuple[str, ...], set[str]] = {}
    path: list[str] = []

    def start(tag: str, _attributes: dict[str, str]) -> None:
        inner.setdefault(tuple(path), set()).add(tag)
        path.append(tag)
        counts[tuple(path)] += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = start, _refuse
    parser.EndElementHandler = lambda _tag: path.pop()
    try:
        parser.Parse(head)
    except (expat.ExpatError, BadInput):
        return ()
    full = [place for place in counts if len(place) > 1 and len(inner.get(place, ())) > 1]
    many = [place for place in full if counts[place] > 1]
    named = [place for place in full if _singular(place[-1]) in place[-2].lower()]
    return min(many + named, key=lambda place: (len(place), -counts[place]), default=())


def _singular(tag: str) -> str:
    return re.sub(r"s$", "", tag.lower())
