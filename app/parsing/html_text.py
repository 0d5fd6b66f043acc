"""HTML mail to readable text, in one bounded pass over the mark-up without building a tree. Never raises.

A tree of tens of thousands of nested elements costs an HTML5 parser minutes; a pass over the tags does not care.
Kept: paragraphs, lists, links as `text (url)`, tables by rows, quotes as `> `. Left out: styles,
scripts, hidden elements.
"""

import re
from html import unescape

from app.parsing.concealed import Paint, attribute, conceals, sheet_of

MAX_HTML = 600_000
MAX_TAGS = 120_000
"""Characters and tags that are converted; what comes after is left out."""
_MAX_LINK = 300
_MAX_FAILURES = 20
_COLOURED = re.compile(r"(?<![\w-])color\s*[:=]", re.IGNORECASE)
"""Only where a text colour is told can text have the colour of its ground."""

_TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""")
_PLAIN_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*+)([^>]*+)>")
_SPACE = re.compile(r"[ \t\r\n\f\u200b\u200c\ufeff\u00ad\u034f]+")
_QUOTING = re.compile(r"type\s*=\s*[\"']?cite|gmail_quote|moz-cite|yahoo_quoted|protonmail_quote|border-left", re.IGNORECASE)
_TILL_CLOSED = frozenset({"script", "style", "title", "template", "xml", "svg", "noframes", "select", "textarea", "iframe", "object"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "blockquote", "pre", "fieldset"})
_LINE_TAGS = """
    div tr li dt dd section article header footer address center form figure figcaption aside nav main caption thead tbody tfoot
    body html option
"""
_LINES = frozenset(_LINE_TAGS.split())
_BLOCKS = _PARAGRAPHS | _LINES
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "source", "embed"})


def html_to_text(html: str) -> str:
    """Return the words of an HTML mail as plain text with "\\n" line ends."""
    return _Converter(html[:MAX_HTML]).run()


def hidden_words(html: str) -> str:
    """Return the words of an HTML mail that its reader does not see: too small, of the colour of the ground, off the page ..."""
    converter = _Converter(html[:MAX_HTML])
    converter.run()
    return " ".join(" ".join(converter.unseen).split())


class _Converter:
    def __init__(self, html: str) -> None:
        self.html = html
        self.last_end = html.rfind(">")
        self.out = _Lines()
        self.hidden = ""
        self.hidden_depth = 0
        self.link: tuple[str, int] | None = None
        self.lists: list[int] = []
        self.failures = 0
        self.unclosed: set[str] = set()
        self.sheet = sheet_of(html)
        self.paint = Paint() if not self.sheet.paints and _COLOURED.search(html) else None
        self.unseen: list[str] = []

    def run(self) -> str:
        """Walk from tag to tag."""
        html, at = self.html, 0
        for _ in range(MAX_TAGS):
            found = html.find("<", at)
            if found < 0:
                break
            if found > at:
                self._words(html[at:found])
            at = self._mark_up(found)
        else:
            return self.out.text()
        self._words(html[at:])
        return self.out.text()

    def _mark_up(self, at: int) -> int:
        """Handle what starts with "<" and return where to go on."""
        html = self.html
        follows = html[at + 1 : at + 2]
        if follows in ("!", "?"):
            ending = "-->" if html.startswith("<!--", at) else ">"
            return _end_of(html, ending, at + 2)
        match = self._tag(at) if follows.isalpha() or follows == "/" else None
        if match is None:
            self._words("<")
            return at + 1
        name = match[1].lower()
        if html[at + 1] == "/":
            self._close(name)
        elif name in _TILL_CLOSED and not match[2].endswith("/"):
            return self._skip_element(name, match.end())
        else:
            self._open(name, match[2])
        return match.end()

    def _tag(self, at: int) -> re.Match[str] | None:
        """Match a tag; after some with unbalanced quotes every tag ends at its first ">", so that the time stays linear."""
        if at > self.last_end:
            return None
        match = _TAG.match(self.html, at) if self.failures < _MAX_FAILURES else None
        if match is None:
            self.failures += 1
            match = _PLAIN_TAG.match(self.html, at)
        return match

    def _skip_element(self, name: str, at: int) -> int:
        """Return where an element that holds no words ends; one that is never closed is skipped whole only when it is code."""
        closing = None if name in self.unclosed else re.compile(f"</{name}", re.IGNORECASE).search(self.html, at)
        if closing:
            return _end_of(self.html, ">", closing.end())
        self.unclosed.add(name)
        return len(self.html) if name in ("script", "style") else at

    def _words(self, words: str) -> None:
        if not words:
            return
        said = unescape(words) if "&" in words else words
        if self.hidden or (self.paint is not None and self.paint.unseen):
            self.unseen.append(said)
        else:
            self.out.words(said)

    def _open(self, name: str, attributes: str) -> None:
        if self.hidden:
            self.hidden_depth += name == self.hidden
            if not (self.hidden == "p" and name in _BLOCKS):
                return
            self.hidden = ""
        if attributes and name not in _VOID and conceals(attributes, self.sheet.hiding):
            self.hidden, self.hidden_depth = name, 1
            return
        if self.paint is not None and name not in _VOID:
            self.paint.open(name, attributes)
        if name == "br":
            self.out.line()
        elif name in _PARAGRAPHS:
            self._open_paragraph(name, attributes)
        elif name in _LINES:
            self.out.end_line()
            if name == "li":
                self.out.mark(self._bullet())
        else:
            self._open_inline(name, attributes)

    def _open_paragraph(self, name: str, attributes: str) -> None:
        if name in ("ul", "ol"):
            self.out.blank() if not self.lists else self.out.end_line()
            self.lists.append(0 if name == "ol" else -1)
        elif name == "table":
            self.out.end_line()
        else:
            self.out.blank()
        if name == "blockquote":
            self.out.open_quote(quoting=bool(_QUOTING.search(attributes)))
        self.out.preformatted += name == "pre"

    def _open_inline(self, name: str, attributes: str) -> None:
        if name in ("td", "th"):
            self.out.cell()
        elif name == "a":
            self.link = (attribute(attributes, "href"), self.out.position())
        elif name == "hr":
            self.out.blank()
            self.out.words("_" * 20)
            self.out.blank()
        elif name == "img":
            alt = unescape(attribute(attributes, "alt"))
            if alt and len(alt) <= 8 and not alt.isascii() and not any(ch.isalpha() for ch in alt):
                self.out.words(alt)  # an emoji sent as a picture

    def _close(self, name: str) -> None:
        if self.hidden:
            if name == self.hidden:
                self.hidden_depth -= 1
                self.hidden = self.hidden if self.hidden_depth else ""
            return
        if self.paint is not None:
            self.paint.close(name)
        if name == "a":
            self._close_link()
        elif name in _PARAGRAPHS:
            self._close_paragraph(name)
        elif name in _LINES:
            self.out.end_line()

    def _close_paragraph(self, name: str) -> None:
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
        if name == "table" or (name in ("ul", "ol") and self.lists):
            self.out.end_line()
        else:
            self.out.blank()
        if name == "blockquote":
            self.out.close_quote()
        if name == "pre" and self.out.preformatted:
            self.out.preformatted -= 1

    def _close_link(self) -> None:
        if self.link is None:
            return
        (url, since), self.link = self.link, None
        url = unescape(url).strip()
        words = self.out.since(since).strip()
        if words and url.lower().startswith(("http://", "https://")) and len(url) <= _MAX_LINK and not _same_address(words, url):
            self.out.words(f" ({url})")

    def _bullet(self) -> str:
        indent = "  " * min(max(len(self.lists) - 1, 0), 8)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1]}. "
        return f"{indent}- "


class _Lines:
    """The text while it is written: lines, blank lines between paragraphs, quote depth."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.current: list[str] = []
        self.prefix = ""
        self.space = False
        self.wants_cell = False
        self.preformatted = 0
        self.quotes: list[bool] = []
        self.count = 0

    def words(self, words: str) -> None:
        """Add text; white space collapses except where it is preformatted."""
        if self.preformatted:
            self._preformatted(words)
            return
        plain = _SPACE.sub(" ", words)
        if plain in ("", " "):
            self.space = True
            return
        self._join(leading=plain[0] == " ")
        self.space = plain[-1] == " "
        self._add(plain.strip(" "))

    def _preformatted(self, words: str) -> None:
        lines = words.replace("\r\n", "\n").split("\n")
        for number, line in enumerate(lines):
            if number:
                self.line()
            if line:
                self._join(leading=False)
                self._add(line)

    def _join(self, *, leading: bool) -> None:
        if self.current:
            if self.wants_cell:
                self._add(" | ")
            elif leading or self.space:
                self._add(" ")
        self.wants_cell = self.space = False

    def _add(self, text: str) -> None:
        self.current.append(text)
        self.count += 1

    def position(self) -> int:
        """Return a mark for `since`."""
        return self.count

    def since(self, position: int) -> str:
        """Return what was added to the current line since the mark (all of the line where it began before)."""
        new = self.count - position
        return "".join(self.current[-new:]) if 0 < new <= len(self.current) else "".join(self.current) if new else ""

    def cell(self) -> None:
        """Start a table cell: apart from what is before it in the row."""
        self.wants_cell = bool(self.current)

    def mark(self, bullet: str) -> None:
        """Set what the next line starts with."""
        self.prefix = bullet

    def line(self) -> None:
        """Break the line, also an empty one."""
        text = "".join(self.current).rstrip()
        quote = "> " * sum(self.quotes[-10:])
        self.done.append((quote + self.prefix + text).rstrip() if text else quote.rstrip())
        self.current, self.space, self.wants_cell = [], False, False
        self.prefix = "" if text else self.prefix

    def end_line(self) -> None:
        """Break the line where something is on it."""
        if self.current:
            self.line()

    def blank(self) -> None:
        """Leave one blank line before what follows."""
        self.end_line()
        if self.done and self.done[-1].strip("> "):
            self.done.append(("> " * sum(self.quotes[-10:])).rstrip())

    def open_quote(self, *, quoting: bool) -> None:
        """Enter a block quote."""
        self.quotes.append(quoting)

    def close_quote(self) -> None:
        """Leave a block quote; the blank line after it is no part of it."""
        if self.quotes:
            self.quotes.pop()
            if self.done and not self.done[-1].strip("> "):
                self.done[-1] = ("> " * sum(self.quotes[-10:])).rstrip()

    def text(self) -> str:
        """Return everything, with at most one blank line in a row."""
        self.end_line()
        text = "\n".join(self.done).replace("\xa0", " ")
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")


def _end_of(html: str, ending: str, at: int) -> int:
    found = html.find(ending, at)
    return found + len(ending) if found >= 0 else len(html)


def _same_address(words: str, url: str) -> bool:
    return _bare_address(words) == _bare_address(url)


def _bare_address(text: str) -> str:
    text = re.sub(r"^https?://(?:www\.)?|^www\.", "", text.strip().lower())
    return text.rstrip("/")
