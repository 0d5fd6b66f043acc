"""Shapes of messages on Meta's pages: what was read of one message tells how to read all that have the same mark-up, by one look each."""

import re
from dataclasses import dataclass
from html import unescape

TOKEN = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>|([^<]++)""", re.DOTALL)
"""A comment, a tag (closing mark, name, attributes) or words."""
MEDIA = frozenset(["img", "video", "audio", "source", "a"])
"""Elements that may name a file."""
PLACE, BREAK = "\ue000", "\ue001"
"""Around the number of a text, and instead of a line break, in the mark-up of an outline."""

_BREAKS = re.compile(r"<br ?/?>")
_ATTRIBUTES = r"""(?:\s[^<>"']*+(?:"[^"<>]*+"[^<>"']*+)*+)?+"""
_SLOT = r"((?=\s*+[^<\s])[^<]*+(?:<br ?/?>[^<]*+)*+)"
_LIST = rf"<ul{_ATTRIBUTES}>(?:[^<]++|<(?!/?(?:ul|script|style|head)\b))*+</ul>"
_LIST_HERE = re.compile(_LIST)
_MOST_SLOTS = 60


@dataclass(frozen=True, slots=True)
class Outline:
    """A message's mark-up as a pattern: `html` is the mark-up with a place for each of its texts (`PLACE`), `groups` which group of the
    pattern each text is, `media` which groups are attributes that may name a file, `time` the number of the text that is the time."""

    pattern: re.Pattern[str]
    html: str
    groups: tuple[int, ...]
    media: tuple[int, ...]
    time: int


def outline_of(part: str, time: str) -> Outline | None:
    """Return the outline of a message; None where it is too odd for one. Its time keeps its words in `html`, so that it is still seen to
    be one."""
    found = _Outlining()
    at = 0
    while at < len(part):
        listed = _LIST_HERE.match(part, at)
        if listed:
            found.add(_LIST, "")
            at = listed.end()
            continue
        token = TOKEN.match(part, at)
        if token is None or token[0].startswith("<!--") or (token[2] or "").lower() in ("ul", "script", "style", "head"):
            return None
        at = token.end()
        if token[2]:
            found.tag(token)
        else:
            while breaks := _BREAKS.match(part, at):
                words = TOKEN.match(part, breaks.end())
                at = words.end() if words and words[4] else breaks.end()
            found.words(part[token.start() : at])
    return found.outline(time)


class _Outlining:
    """Gathers the pattern of one message."""

    def __init__(self) -> None:
        self._pattern: list[str] = []
        self._html: list[str] = []
        self._texts: list[tuple[int, int, str]] = []  # its group, its place in the mark-up, its words
        self._media: list[int] = []

    def add(self, pattern: str, html: str) -> None:
        self._pattern.append(pattern)
        self._html.append(html)

    def _group(self) -> int:
        return len(self._texts) + len(self._media) + 1

    def tag(self, token: re.Match[str]) -> None:
        closing, name = token[1], token[2]
        if name == "br":
            self.add("<br ?/?>", BREAK)
        elif name.lower() in MEDIA and not closing:
            self._media.append(self._group())
            self.add(f"<{name}({_ATTRIBUTES})>", f"<{name}>")
        else:
            self.add(f"<{closing}{name}{_ATTRIBUTES}>", f"<{closing}{name}>")

    def words(self, words: str) -> None:
        if words.isspace():
            self.add(re.escape(words), words)
            return
        self._texts.append((self._group(), len(self._html), words.strip()))
        self.add(_SLOT, f"{PLACE}{len(self._texts) - 1}{PLACE}")

    def outline(self, time: str) -> Outline | None:
        at = next((n for n in range(len(self._texts) - 1, -1, -1) if self._texts[n][2] == time), None)
        if at is None or len(self._texts) + len(self._media) > _MOST_SLOTS:
            return None
        self._html[self._texts[at][1]] = time
        pattern = re.compile("".join(self._pattern))
        return Outline(pattern, "".join(self._html), tuple(group for group, _, _ in self._texts), tuple(self._media), at)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as what stands for it: the numbers of an outline's texts, and the words between them."""

    pieces: tuple[int | str, ...]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Return the wording of what was read from an outline's mark-up."""
        parts = enumerate(text.split(PLACE))
        return cls(tuple(int(part) if at % 2 else part.replace(BREAK, "\n") for at, part in parts if part))

    def said(self, texts: list[str]) -> str:
        """Return the text with the words of a message."""
        pieces = self.pieces
        if len(pieces) == 1 and isinstance(only := pieces[0], int):
            return texts[only]
        return "".join([texts[piece] if isinstance(piece, int) else piece for piece in pieces])


def plain(words: str) -> str:
    """Return words as they are read: line breaks and marks written out."""
    if "<" in words:
        words = _BREAKS.sub("\n", words)
    return unescape(words) if "&" in words else words
