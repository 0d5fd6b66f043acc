"""Web pages to blocks: the main content only, FAQ mark-up understood (selectolax)."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.knowledge.markdown import link_suffix, table_row
from app.knowledge.outline import Block, heading, squeeze

_DROPPED = "script, style, nav, footer, aside, form, noscript, template, svg, iframe, button, select, [hidden], [aria-hidden='true']"
_HEADINGS = {f"h{n}": n for n in range(1, 7)} | {"dt": 5, "summary": 5}
_BREAKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


def page_language(text: str) -> str:
    """Return the two-letter code of the page's `lang` attribute, or ""."""
    match = re.search(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2})\b", text[:5000], re.IGNORECASE)
    return match[1].lower() if match else ""


def html_blocks(text: str) -> list[Block]:
    """Return the blocks of a page's main content; scripts, menus, footers and hidden parts are left out."""
    tree = LexborHTMLParser(text)
    for node in tree.css(_DROPPED):
        node.decompose(recursive=True)
    walker = _Walker()
    for root in _roots(tree):
        walker.walk(root)
    walker.flush()
    return walker.blocks


def _roots(tree: LexborHTMLParser) -> list[LexborNode]:
    main = tree.css_first("main, [role='main']")
    articles = tree.css("article")
    if main is not None:
        return [main]
    if len(articles) == 1:
        return articles
    return [tree.body] if tree.body is not None else []


class _Walker:
    """Walks the tree with a stack of its own (pages nest deeper than Python's)."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.level = 0
        self.item = ""
        self.links: list[tuple[str, int]] = []
        self.header: list[str] = []

    def walk(self, root: LexborNode) -> None:
        """Gather the blocks below `root`."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
            elif node.tag == "-text":
                self.parts.append(re.sub(r"\s+", " ", node.text_content or ""))
            elif node.tag == "tr":
                self.flush()
                self._row(node)
            elif node.tag and not node.tag.startswith(("-", "!", "_")):
                self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag
        if tag in _BREAKS:
            self.flush()
        if tag in _HEADINGS:
            self.level = _HEADINGS[tag]
        elif tag == "li":
            self.item = "- "
        elif tag == "table":
            self.header = []
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.links.append((node.attributes.get("href") or "", len(self.parts)))

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "a":
            target, start = self.links.pop()
            self.parts.append(link_suffix(target, "".join(self.parts[start:])))
        if tag in _BREAKS:
            self.flush()
        if tag in _HEADINGS:
            self.level = 0
        elif tag == "li":
            self.item = ""

    def _row(self, row: LexborNode) -> None:
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        texts = [squeeze(cell.text(separator=" ")).replace("\n", " ") for cell in cells]
        if not self.header and cells and all(cell.tag == "th" for cell in cells):
            self.header = texts
        elif any(texts):
            self.blocks.append(Block(table_row(self.header or [""] * len(texts), texts), item=True))

    def flush(self) -> None:
        """End the block that is being gathered."""
        text = squeeze("".join(self.parts))
        self.parts.clear()
        self.links = [(target, 0) for target, _ in self.links]
        if not text:
            return
        if self.level:
            self.blocks.append(heading(text, self.level, question=self.level == _HEADINGS["dt"]))
        else:
            self.blocks.append(Block(self.item + (text.replace("\n", " ") if self.item else text), item=bool(self.item)))
            self.item = "  " if self.item else ""
