"""Blocks of Meta's HTML exports: who, what, when, and the files named. Class names change with every era, so only the shape counts:
an element whose last child is a time and nothing else is a message, its first child the sender, the rest the body."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import NamedTuple

from app.parsing.meta_shapes import MEDIA, TOKEN, Outline, Wording, outline_of, plain
from app.parsing.meta_times import LONGEST, written_time

_SOURCE = re.compile(r"""(?<![\w-])(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_INLINE = frozenset(["a", "b", "i", "em", "strong", "u", "s", "font", "small", "wbr"])
_VOID = frozenset(["br", "img", "hr", "meta", "link", "input", "source", "track", "col", "area", "base"])
_LEFT_OUT = frozenset(["script", "style", "ul", "head"])
"""Elements without words of a message (reactions are a list)."""
_NO_FRAME = _INLINE | _VOID | _LEFT_OUT | MEDIA
_PLAIN_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>|([^<]++)")
_MOST_BROKEN = 50
_SAMPLE = 64 * 1024
_WORTH_IT, _MOST_SHAPES, _LONGEST_NAME = 40, 60, 200
_FIRST_HEADER = re.compile(
    r'<div class="message">\s*<div class="message_header">\s*<span class="user">([^<]*)</span>\s*<span class="meta">([^<]*)</span>\s*'
    r"</div>\s*</div>"
)
_FIRST_MEDIA = re.compile(r"<(?:img|video|audio|source|a)(\s[^<>]*)>")
_DIVISION = re.compile(r"<(/?)div\b[^<>]*>")
_TAG, _BREAKS = re.compile(r"<[^<>]*>"), re.compile(r"<br ?/?>")
_JOINT = "\ue003"
_CLASS = re.compile(r"""<[a-zA-Z][a-zA-Z0-9]*+\s+class="[^"<>]++\"""")
_ELSEWHERE = ("http:", "https:", "#", "mailto:", "data:", "javascript:", "tel:")
_LIKE_TAG = re.compile(r"<(/?)(script|style|ul|head)\b[^>]*>", re.IGNORECASE)
_PARTICIPANTS = re.compile(
    r"\s*(?:Participants?|Deelnemers?|Teilnehmer(?:\*?innen)?|Participantes|Partecipanti|Deltagare|Uczestnicy|Katılımcılar)\s*:\s*(.+)",
    re.DOTALL,
)
_AND = re.compile(r",\s+|\s+(?:and|en|und|et|y|e|och|i|ve)\s+")
_MARKERS = ("_a6-g", "_3-95", "_2lej", "_a6-p", "uiBoxWhite", "_a706")
"""Classes that Meta's pages of the last years have; one of them is a sign, none of them is needed."""


class Said(NamedTuple):
    """A message as a page shows it."""

    sender: str
    text: str
    time: str
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Page:
    """A page of a thread. `participants` is empty where the page names none."""

    title: str = ""
    participants: tuple[str, ...] = ()
    said: list[Said] = field(default_factory=list)


def is_meta_page(head: str) -> bool:
    """Say whether the start of a page is a thread of Meta's: by its shape, and by a class or line that only Meta writes."""
    page = read_page(head)
    return bool(page.said) and (bool(page.participants) or any(marker in head for marker in _MARKERS))


def read_page(html: str) -> Page:
    """Return the messages of a page, in the page's order. Never raises; a page that ends early gives what was whole."""
    if _FIRST_HEADER.search(html):
        return _first_page(html)
    page = Page()
    title = re.search(r"<title>([^<]*)</title>", html[:200_000], re.IGNORECASE)
    page.title = unescape(title[1]).strip() if title else ""
    quick = _quickly(html)
    if quick is not None:
        page.said, page.participants = quick
    else:
        _Walk(page).run(html)
    return page


def _first_page(html: str) -> Page:
    """Read a thread of Facebook's first downloads: the words stand behind what tells who and when."""
    headers = list(_FIRST_HEADER.finditer(html))
    lines = _TAG.sub("\n", html[: headers[0].start()]).strip().split("\n")
    named = next((found[1] for line in lines if (found := _PARTICIPANTS.match(line))), lines[-1])
    page = Page("", tuple(dict.fromkeys(name.strip() for name in unescape(named).split(", ") if name.strip())))
    ends = [*(found.start() for found in headers[1:]), _thread_end(html, headers[-1].end())]
    for found, end in zip(headers, ends, strict=True):
        body = html[found.end() : end]
        files: list[str] = []
        for media in _FIRST_MEDIA.finditer(body):
            _note_file(media[1], files)
        lines = _TAG.sub(_JOINT, _BREAKS.sub("\n", body)).split(_JOINT)
        sender, time = (unescape(words).strip() for words in found.groups())
        page.said.append(Said(sender, unescape(_joined(lines)), time, tuple(files)))
    return page


def _thread_end(html: str, at: int) -> int:
    """Return where the element ends in which the words at `at` stand."""
    depth = 0
    for tag in _DIVISION.finditer(html, at):
        depth += -1 if tag[1] else 1
        if depth < 0:
            return tag.start()
    return len(html)


def _quickly(html: str) -> tuple[list[Said], tuple[str, ...]] | None:
    """Read a page whose messages all begin alike, most of them by one look each; None where it is not so.

    A message is walked where its mark-up was not met before; what the walk says of it then holds for all of that shape.
    """
    sample = _Walk(Page())
    sample.run(html[:_SAMPLE])
    begin = _beginning(sample.begins)
    starts = [found.start() for found in re.finditer(re.escape(begin), html)] if begin else []
    if len(starts) < _WORTH_IT:
        return None
    head = Page()
    _Walk(head).run(html[: starts[0]])
    shapes = _Shapes(html)
    said: list[Said] = []
    for start, end in pairwise([*starts, len(html)]):
        one = shapes.read(start, end)
        if one is None:
            return None
        said.append(one)
    return None if head.said else (said, head.participants)


def _beginning(tags: list[str]) -> str:
    """Return with what all these tags begin: their name and class, which nothing else on the page has; "" where that differs."""
    found = {match[0] if (match := _CLASS.match(tag)) else "" for tag in tags}
    return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How to read the messages of one outline."""

    outline: Outline
    sender: Wording
    lines: tuple[Wording, ...]

    def read(self, found: re.Match[str]) -> Said | None:
        """Return the message; None where it is none by its words."""
        outline, groups = self.outline, found.groups()
        texts = [plain(words) for words in ([groups[at - 1] for at in outline.groups] if outline.media else groups)]
        time, sender = texts[outline.time].strip(), self.sender.said(texts).strip()
        if not _is_time(time) or len(sender) > _LONGEST_NAME or "\n" in sender:
            return None
        files: list[str] = []
        for at in outline.media:
            _note_file(groups[at - 1], files)
        return Said(sender, _joined([line.said(texts) for line in self.lines]), time, tuple(files))


class _Shapes:
    """The shapes met on a page; what is used more often comes to stand before the others."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._known: list[_Shape] = []
        self._learned = 0

    def read(self, start: int, end: int) -> Said | None:
        """Return the message that a part of the page is; None where it is not exactly one."""
        for at, shape in enumerate(self._known):
            if found := shape.outline.pattern.fullmatch(self._html, start, end):
                if at:
                    self._known[at - 1 : at + 1] = [shape, self._known[at - 1]]
                return shape.read(found) or _walked(self._html[start:end])
        part = self._html[start:end]
        said = _walked(part)
        if said is not None and self._learned < _MOST_SHAPES:
            self._learned += 1
            self._learn(part, said)
        return said

    def _learn(self, part: str, said: Said) -> None:
        outline = outline_of(part, said.time)
        seen = _walked(outline.html, _JOINT) if outline else None
        if outline is None or seen is None:
            return
        lines = tuple(Wording.of(line) for line in seen.text.split(_JOINT)) if seen.text else ()
        shape = _Shape(outline, Wording.of(seen.sender), lines)
        found = outline.pattern.fullmatch(part)
        if found and shape.read(found) == said:
            self._known.append(shape)


def _walked(part: str, joint: str = "\n") -> Said | None:
    """Return the one message in a part."""
    page = Page()
    _Walk(page, joint).run(part)
    return page.said[0] if len(page.said) == 1 else None


def _end_of(html: str, name: str, at: int) -> int | None:
    """Return where an element ends that holds nothing of use (lists may hold lists); None where it is never closed."""
    depth = 1
    for tag in _LIKE_TAG.finditer(html, at):
        if tag[2].lower() == name:
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end()
    return None


class _Frame:
    """An open element: the words and elements in it, and how many messages and files were found when it began."""

    __slots__ = ("begin", "files", "name", "open_text", "pieces", "said")

    def __init__(self, name: str, begin: str, said: int, files: int) -> None:
        self.name, self.begin, self.said, self.files = name, begin, said, files
        self.pieces: list[object] = []
        self.open_text = False


class _Walk:
    """Goes through a page with a stack of open elements. `begins` are the tags with which the messages begin."""

    def __init__(self, page: Page, joint: str = "\n") -> None:
        self.page = page
        self.joint = joint
        self.stack = [_Frame("", "", 0, 0)]
        self.files: list[str] = []
        self.unclosed: set[str] = set()
        self.begins: list[str] = []

    def run(self, html: str) -> None:
        """Go from mark to mark. After some that are broken a tag ends at its first ">", so that the time stays linear."""
        at, size, match, broken = 0, len(html), TOKEN.match, 0
        while at < size:
            token = match(html, at)
            if token is None:
                at += 1
                broken += 1
                match = TOKEN.match if broken < _MOST_BROKEN else _PLAIN_TOKEN.match
                continue
            at = token.end()
            closing, name, attributes, words = token.groups()
            if words is not None:
                self.words(words)
            elif name:
                at = self.tag(html, at, name.lower(), attributes, closing=bool(closing))

    def tag(self, html: str, at: int, name: str, attributes: str, *, closing: bool) -> int:
        """Take in a tag that ends at `at`; returns where to go on."""
        if name in _NO_FRAME:
            return self.inline(html, at, name, attributes, closing=closing)
        if closing:
            self.close(name)
        else:
            self.stack.append(_Frame(name, f"<{name}{attributes}>", len(self.page.said), len(self.files)))
        return at

    def words(self, words: str) -> None:
        frame = self.stack[-1]
        if not frame.open_text and words.isspace():
            return
        words = unescape(words) if "&" in words else words
        self.add(words)

    def add(self, words: str) -> None:
        frame = self.stack[-1]
        if frame.open_text:
            frame.pieces[-1] = f"{frame.pieces[-1]}{words}"
        else:
            frame.pieces.append(words)
            frame.open_text = True

    def inline(self, html: str, at: int, name: str, attributes: str, *, closing: bool) -> int:
        if name == "br":
            self.add("\n")
        elif name in _LEFT_OUT and not closing and name not in self.unclosed:
            end = _end_of(html, name, at)
            if end is not None:
                return end
            self.unclosed.add(name)
        elif not closing and name in MEDIA:
            _note_file(attributes, self.files)
        return at

    def close(self, name: str) -> None:
        """Close the element, and those that were left open in it."""
        if self.stack[-1].name == name:
            self.ended(self.stack.pop())
            return
        if not any(frame.name == name for frame in self.stack[:-13:-1]):
            return
        while len(self.stack) > 1:
            frame = self.stack.pop()
            self.ended(frame)
            if frame.name == name:
                return

    def ended(self, frame: _Frame) -> None:
        pieces = frame.pieces
        parent = self.stack[-1]
        if len(pieces) > 1 and (said := self.message(frame)) is not None:
            del self.page.said[frame.said :], self.files[frame.files :], self.begins[frame.said :]
            self.page.said.append(said)
            self.begins.append(frame.begin)
        elif not self.page.participants and not self.page.said and pieces:
            self.look_for_people(pieces)
        if frame.name == "span" and len(pieces) == 1 and parent.open_text and isinstance(pieces[0], str):
            parent.pieces[-1] = f"{parent.pieces[-1]}{pieces[0]}"
            return
        parent.pieces.append((pieces[0] if len(pieces) == 1 else pieces) if pieces else "")
        parent.open_text = False

    def message(self, frame: _Frame) -> Said | None:
        """Return the message that the element is, or None when it is none."""
        pieces = frame.pieces
        time, sender = pieces[-1], pieces[0]
        if len(self.page.said) - frame.said > 1:
            return None  # a page of messages with a date at its foot
        if not isinstance(time, str) or not isinstance(sender, str) or not _is_time(time.strip()):
            return None
        if len(sender) > _LONGEST_NAME or "\n" in sender.strip():
            return None
        lines: list[str] = []
        _gather(pieces[1:-1], lines.append)
        return Said(sender.strip(), _joined(lines, self.joint), time.strip(), tuple(self.files[frame.files :]))

    def look_for_people(self, pieces: list[object]) -> None:
        first = pieces[0]
        found = _PARTICIPANTS.match(first) if isinstance(first, str) else None
        if found and len(pieces) == 1:
            self.page.participants = tuple(dict.fromkeys(name.strip() for name in _AND.split(found[1].strip()) if name.strip()))


def _is_time(text: str) -> bool:
    return len(text) <= LONGEST and written_time(text) is not None


def _note_file(attributes: str, files: list[str]) -> None:
    """Add the file that an element names, where it is one of the export."""
    found = _SOURCE.search(attributes)
    link = unescape(found[1] or found[2] or "") if found else ""
    if link and link not in files[-2:] and not link.startswith(_ELSEWHERE):
        files.append(link)


def _gather(pieces: list[object], add: Callable[[str], None]) -> None:
    for piece in pieces:
        if isinstance(piece, list):
            _gather(piece, add)
        elif isinstance(piece, str):
            add(piece)


def _joined(lines: list[str], joint: str = "\n") -> str:
    """Return the words of a body: an element a line, empty ones left out."""
    if len(lines) == 1:
        return lines[0].strip(" \t\r\f").strip("\n") if lines[0].strip() else ""
    return joint.join([line.strip(" \t\r\f") for line in lines if line.strip()]).strip("\n")
