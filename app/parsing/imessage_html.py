"""Chats of Apple's Messages as imessage-exporter writes them as pages: the same messages as its text, with who wrote them and where a
part ends marked. A page of any size is read message by message, by its classes; what is inside a part is not trusted to be well formed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

from app.parsing.imessage_text import TIME, Block, Survey, made_of, stamp_in, time_in

MARK = '<div class="message"'
"""What every message begins with, also an answer inside the message it answers."""
HEAD_LENGTH = 4096
"""Characters in which a message has told when and by whom it is."""
_SENDER = '<span class="sender">'
_HEAD = re.compile(
    r'<div class="(sent|received)[^"]*"[^<>]*>\s*<p>\s*<span class="timestamp">(.*?)</span>(?:(?!</p>).)*?'
    r'<span class="sender">(.*?)</span>',
    re.S,
)
_USUAL = re.compile(
    rf'<div class="message"[^<>]*>\s*<div class="(sent|received)[^"]*">\s*<p><span class="timestamp">(?:<a [^<>]*>)?{TIME}(?:</a>)?'
    r' ?(?:\([^()<>]*\))?</span>\s*<span class="sender">([^<>]*)</span></p>\s*<hr><div class="message_part">\s*'
    r'<span class="bubble[^"]*">([^<>]*)</span>\s*</div>\s*</div>\s*</div>\s*'
)
"""A message of one part of text, as nearly all are."""
_PIECE = re.compile(
    r'<div class="(message_part|tapbacks|reactions|replies)"[^<>]*>'
    r'|<span class="(reply_context|expressive|shareplay|shared_location|subject|deleted)"[^<>]*>'
    r'|<div class ?="(announcement)"[^<>]*>'
)
_ANNOUNCED = re.compile(r'\s*<p>(?:<span class="timestamp">(.*?)</span>)?(.*?)</p>', re.S)
_REPLY = re.compile(r'<div class="reply"[^<>]*>\s*$')
_DIV = re.compile(r"<(/?)div\b")
_CELL = re.compile(r"<td>((?:(?!<td>).)*?)</td>\s*</tr>", re.S)
_FILE = re.compile(
    r'<(?:img|source|audio)\b[^<>]*?\bsrc="([^"<>]*)"|<a href="([^"<>]*)">(?:Click to|Download)'
    r"|(?:attachment type|attachments): ([^<>]{1,1000})<"
)
_NOT_FOUND = re.compile(r'<span class="attachment_error">(?:Unable to locate attachment: ?)?([^<>]*)<')
_SPOKEN = re.compile(r'<span class="transcription">((?:(?!<span).)*?)</span>', re.S)
_LINK = re.compile(r'\s*<a href="([^"]*)"')
_APP_LINE = re.compile(r'<div class="(name|(?:image_)?(?:sub)?title|ldtext|(?:trailing_)?(?:sub)?caption)">((?:(?!<div).)*?)</div>', re.S)
_BREAK = re.compile(r"<br ?/?>|<hr>(?=.)|</p>\s*<p>", re.I)
_TAG = re.compile(r"<[^<>]*>")


def is_page(head: str) -> bool:
    """Say whether this is the beginning of such a page: its style stands before its first message, which may be far below."""
    said = MARK in head and '<span class="sender">' in head and ('<div class="sent' in head or '<div class="received' in head)
    return '<span class="timestamp">' in head and (said or '<div class ="announcement">' in head)


def survey(pieces: Iterable[str]) -> Survey:
    """Go through a page once: who writes, and which answers stand twice."""
    known, before, met = Survey(), "", set[tuple[bool, str]]()
    for piece in pieces:
        at = piece.find(_SENDER)
        if at >= 0 and piece.startswith(MARK):
            start = at + len(_SENDER)
            who = ('<div class="sent' in piece[:at], piece[start : piece.find("</span>", start)])
            if who not in met:
                met.add(who)
                known.met(plain(who[1]).strip(), mine=who[0])
            if 'class="reply_context"' in piece and not _opens_answer(before) and (head := _head(piece)):
                known.answers.setdefault((head[1], head[2]), []).append(1)
        before = piece
    return known


def _opens_answer(before: str) -> bool:
    """Say whether what follows a piece is an answer inside a message."""
    return 'class="reply"' in before and _REPLY.search(before[-200:]) is not None


def _head(piece: str) -> tuple[bool, str, str] | None:
    """Return (the owner wrote it, time as written without receipt, name)."""
    found = _HEAD.search(piece, 0, HEAD_LENGTH)
    if found is None:
        return None
    return found[1] == "sent", plain(found[2]).partition(" (")[0].strip(), plain(found[3]).strip()


@dataclass(slots=True)
class _Open:
    """A message being read: parts of it may stand behind the answers inside it."""

    line: int
    day: str
    time: str
    name: str
    mine: bool
    body: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    gone: str = ""

    def block(self) -> Block:
        """Return the message."""
        text, files, warnings = made_of(self.body, self.files, self.warnings, self.gone)
        return Block(self.line, self.day, self.time, self.name, text, files, warnings, self.mine)


class Page:
    """Makes the messages of a page in order; a line number where something was not understood."""

    def __init__(self, known: Survey) -> None:
        self._twins = {key: len(lengths) for key, lengths in known.answers.items()}
        self._main: _Open | None = None
        self._after: list[Block | int] = []
        self._names: dict[str, str] = {}
        self._line = 1

    def read(self, pieces: Iterable[str]) -> Iterator[Block | int]:
        """Yield them."""
        answer = False
        for piece in pieces:
            if piece.startswith(MARK):
                usual = None if answer else _USUAL.fullmatch(piece)
                when = time_in(*usual.group(2, 3, 4, 5, 6, 8)) if usual else None
                if usual is not None and when is not None:
                    if self._main is not None or self._after:
                        yield from self._flush()
                    name, text = usual[9], usual[10]
                    if name not in self._names:
                        self._names[name] = plain(name).strip()
                    text = plain(text).strip("\n")
                    yield Block(self._line, when[0], f"{when[1]}:{usual[7]}", self._names[name], text, (), (), usual[1] == "sent")
                elif answer:
                    self._answer(piece)
                else:
                    yield from self._flush()
                    self._message(piece)
            else:
                self._parts(piece, None)
            self._line += piece.count("\n")
            answer = _opens_answer(piece)
        yield from self._flush()

    def _flush(self) -> Iterator[Block | int]:
        if self._main is not None:
            yield self._main.block()
        yield from self._after
        self._main = None
        self._after.clear()

    def _message(self, piece: str) -> None:
        self._main = self._opened(piece)
        self._parts(piece, self._main)

    def _opened(self, piece: str) -> _Open | None:
        head = _head(piece)
        when = stamp_in(head[1]) if head else None
        if head is None or when is None:
            self._after.append(self._line)
            return None
        return _Open(self._line, *when, head[2], head[0])

    def _answer(self, piece: str) -> None:
        """Take in an answer inside the message it answers, unless it comes again in its own place; what follows it is of that message."""
        end = _end_of(piece)
        head = _head(piece)
        key = (head[1], head[2]) if head else ("", "")
        if self._twins.get(key):
            self._twins[key] -= 1
        elif (made := self._opened(piece[:end])) is not None:
            self._parts(piece[:end], made)
            self._after.append(made.block())
        self._parts(piece[end:], self._main)

    def _parts(self, text: str, to: _Open | None) -> None:
        found = list(_PIECE.finditer(text))
        for at, one in enumerate(found):
            inside = text[one.end() : found[at + 1].start() if at + 1 < len(found) else len(text)]
            kind = one[1] or one[2] or one[3]
            if kind == "announcement":
                self._after.append(self._announced(inside))
            elif to is None:
                continue
            elif kind == "message_part":
                _part(inside, to)
            elif kind in ("subject", "shareplay", "shared_location"):
                to.body.append(plain(inside.partition("</span>")[0].removeprefix("<hr>")))

    def _announced(self, inside: str) -> Block | int:
        found = _ANNOUNCED.match(inside)
        when = stamp_in(plain(found[1] or "").strip()) if found else None
        if found is None or when is None:
            return self._line
        return Block(self._line, *when, "", plain(found[2]).strip())


def _end_of(piece: str) -> int:
    """Return where the message that begins a piece ends."""
    depth = 0
    for found in _DIV.finditer(piece):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    return len(piece)


def _part(inside: str, to: _Open) -> None:
    """Take in a part: a text, a file, an app's card, or the word that it was taken back."""
    if '<div class="edited">' in inside:
        cells = _CELL.findall(inside)
        to.body.append(plain(cells[-1] if cells else inside).strip("\n"))
        to.warnings["edited"] = 1
    elif 'class="unsent"' in inside:
        to.warnings["deleted"] += 1
        to.gone = plain(inside.partition("</div>")[0]).strip()
    elif '<div class="app' in inside:
        to.body += _card(inside)
    elif 'class="attachment_error"' in inside and (gone := _NOT_FOUND.search(inside)):
        to.files.append("" if gone[1].startswith("Attachment does not exist") else plain(gone[1]).strip())
    elif '<div class="attachment">' in inside or '<div class="sticker">' in inside or (_FILE.search(inside) and "bubble" not in inside):
        to.files += dict.fromkeys(_path(found) for found in _FILE.findall(inside))
        to.body += [plain(found) for found in _SPOKEN.findall(inside)]
    else:
        start = inside.find('<span class="bubble')
        end = inside.rfind("</span>")
        to.body.append(plain(inside[inside.find(">", start) + 1 : end] if 0 <= start < end else inside).strip("\n"))


def _path(found: tuple[str, ...]) -> str:
    return unescape(next(filter(None, found), "")).strip().removeprefix("file://")


def _card(inside: str) -> list[str]:
    """Return an app's card in the lines in which the exporter's text has it: a link with title and summary, else the app's name first."""
    card = inside[inside.find(">") + 1 :]
    link = _LINK.match(card)
    lines = [(kind, plain(text).strip()) for kind, text in _APP_LINE.findall(card)]
    said = [text for kind, text in lines if kind != "name" and text]
    if link is not None:
        return [unescape(link[1]), *said]
    names = [text for kind, text in lines if kind == "name" and text]
    return [*(f"{name} message:" if said else name for name in names), *said] or [plain(card).strip()]


def plain(markup: str) -> str:
    """Return markup as text: line breaks kept, tags dropped, characters decoded."""
    if "<" in markup:
        markup = _TAG.sub("", _BREAK.sub("\n", markup))
    return unescape(markup) if "&" in markup else markup
