"""Markdown to blocks (CommonMark with tables, by markdown-it-py)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.knowledge.outline import Block, heading, squeeze

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([A-Za-z_-]+)[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Return the `key: value` lines between two `---` lines at the top (keys in lower case), and the text after them."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    return {key.lower(): value.strip("\"'") for key, value in _PAIR.findall(match[1])}, text[match.end() :]


def markdown_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text; inline mark-up is dropped, link targets are kept in brackets."""
    walker = _Walker()
    for token in _parser().parse(text):
        yield from walker.take(token)


class _Walker:
    """Follows markdown-it's flat token list; keeps where in lists and tables it is."""

    def __init__(self) -> None:
        self.level = 0
        self.lists: list[int | None] = []
        self.marker = ""
        self.header: list[str] = []
        self.row: list[str] | None = None

    def take(self, token: Token) -> Iterator[Block]:
        """Yield the block that this token completes, if any."""
        if token.type in ("inline", "fence", "code_block"):
            yield from self._text(token)
        elif token.type == "tr_close":
            yield from self._close_row()
        else:
            self._structure(token)

    def _structure(self, token: Token) -> None:
        kind = token.type
        if kind == "heading_open":
            self.level = int(token.tag[1])
        elif kind == "heading_close":
            self.level = 0
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(None if kind.startswith("bullet") else int(token.attrs.get("start", 1)))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif kind == "list_item_open":
            self._open_item()
        elif kind == "tr_open":
            self.row = []
        elif kind == "table_open":
            self.header = []

    def _open_item(self) -> None:
        number = self.lists[-1]
        self.marker = "- " if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] = number + 1

    def _text(self, token: Token) -> Iterator[Block]:
        text = squeeze(plain(token.children)) if token.children is not None else token.content.strip("\n")
        if self.row is not None:
            self.row.append(text.replace("\n", " "))
        elif self.level:
            yield heading(text, self.level)
        elif self.lists:
            yield Block("  " * (len(self.lists) - 1) + self.marker + text.replace("\n", " "), item=True)
            self.marker = "  "
        elif token.type == "inline" and _bold_question(token):
            yield heading(text, 4)
        elif text:
            yield Block(text.replace("\n", " ") if token.type == "inline" and not _hard_breaks(token) else text)

    def _close_row(self) -> Iterator[Block]:
        row, self.row = self.row or [], None
        if not self.header:
            self.header = row
        else:
            yield Block(table_row(self.header, row), item=True)


def table_row(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row that can be read on its own: `- Country: Belgium; Costs: 6,95`."""
    named = [f"{name}: {cell}" if name else cell for name, cell in zip(header, cells, strict=False) if cell]
    return "- " + "; ".join([*named, *(cell for cell in cells[len(header) :] if cell)])


def plain(tokens: Sequence[Token] | None) -> str:
    """Return the words of inline tokens; a link keeps its target in brackets unless that is what it says already."""
    parts: list[str] = []
    targets: list[tuple[str, int]] = []
    for token in tokens or ():
        if token.type == "link_open":
            targets.append((str(token.attrs.get("href", "")), len(parts)))
        elif token.type == "link_close":
            target, start = targets.pop()
            parts.append(link_suffix(target, "".join(parts[start:])))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)


def link_suffix(target: str, words: str) -> str:
    """Return ` (target)` for a web, mail or phone link whose words do not show it, else ""."""
    scheme, _, rest = target.partition(":")
    if scheme.lower() not in ("http", "https", "mailto", "tel"):
        return ""
    shown = rest.removeprefix("//").removeprefix("www.").rstrip("/")
    return "" if shown.lower() in words.lower().replace(" ", "") else f" ({target if scheme.startswith('http') else rest})"


def _hard_breaks(token: Token) -> bool:
    return any(child.type == "hardbreak" for child in token.children or ())


def _bold_question(token: Token) -> bool:
    children = [child for child in token.children or () if child.content or child.type.startswith("strong")]
    return len(children) > 2 and children[0].type == "strong_open" and children[-1].type == "strong_close" and token.content.endswith("?**")
