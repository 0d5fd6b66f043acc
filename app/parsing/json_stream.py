"""JSON documents of any size, read a value at a time: a pull reader over a byte stream.

`keys()` goes through an object, `items()` through an array, `value()` gives what is at hand whole; what is not asked for is passed over.
So a message at a time is in memory, however long the list: `for key in r.keys(): if key == "messages": for m in r.values(): ...`.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from app.domain.errors import BadInput
from app.domain.text import N_

CHUNK = 1024 * 1024
LARGEST_VALUE = 64 * 1024 * 1024
"""Characters that one value may have; what is larger is damage, or no export."""

NOT_JSON = N_("The file is not the JSON that was expected, or is damaged; what came before is kept.")
CUT_OFF = N_("The file ends in the middle (an export that was broken off, or a copy that was not finished); what came before is kept.")

_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT = re.compile(r"[ \t\r\n]*,[ \t\r\n]*")
_DECODE = json.JSONDecoder(strict=False).raw_decode
_LITERAL_END = frozenset("0123456789.eE+-truefalsnl")


class JsonPull:
    """Reads one document. Every `keys()`, `items()` or `value()` reads the value at hand; one left unread is skipped by its parent.

    Raises BadInput(CUT_OFF or NOT_JSON) where the document ends too early or is damaged; what was read before stands.
    `repair` changes raw text before it is read; it gets whole lines only. `largest` is how many characters one value may have.
    """

    def __init__(
        self, stream: BinaryIO, repair: Callable[[str], str] | None = None, encoding: str = "utf-8-sig", largest: int = LARGEST_VALUE
    ) -> None:
        self._largest = largest
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._repair = repair
        self._held = ""
        self._text = ""
        self._at = 0
        self._over = False
        self._read = 0
        self._passed = 0

    @property
    def position(self) -> int:
        """Return how many characters of the document were read over so far (bytes, with an encoding of one byte a character)."""
        return self._passed + self._at

    def peek(self) -> str:
        """Return the first character of the value at hand ("" at the end of the document)."""
        self._skip_space()
        return self._text[self._at : self._at + 1]

    def skip_to(self, mark: str) -> None:
        """Go on to the first `mark` and behind it (a script that assigns a document to a name)."""
        while (found := self._text.find(mark, self._at)) < 0:
            self._at = max(self._at, len(self._text) - len(mark))
            if not self._more():
                raise BadInput(NOT_JSON)
        self._at = found + len(mark)

    def keys(self) -> Iterator[str]:
        """Yield the keys of the object at hand; read the value of each before the next, or leave it."""
        self._expect("{")
        if self._closed("}"):
            return
        while True:
            key = self.value()
            self._expect(":")
            if not isinstance(key, str):
                raise BadInput(NOT_JSON)
            mark = self._read
            yield key
            if self._read == mark:
                self.skip()
            if self._closed("}"):
                self._read += 1
                return
            self._expect(",")

    def items(self) -> Iterator[int]:
        """Yield the positions (from 0) of the array at hand; read each element with `value()`, `keys()` or `items()`, or leave it."""
        self._expect("[")
        if self._closed("]"):
            self._read += 1
            return
        position = 0
        while True:
            mark = self._read
            yield position
            if self._read == mark:
                self.skip()
            position += 1
            if self._closed("]"):
                self._read += 1
                return
            self._expect(",")

    def values(self) -> Iterator[Any]:
        """Yield the elements of the array at hand, whole."""
        self._expect("[")
        over = self._closed("]")
        while not over:
            yield self.value()
            yield from self._at_hand()
            over = self._closed("]")
            if not over:
                self._expect(",")
        self._read += 1

    def _at_hand(self) -> Iterator[Any]:
        """Yield the next elements that are whole in what was read already: the quick way, for most of them."""
        while found := _NEXT.match(self._text, self._at):
            try:
                value, end = _DECODE(self._text, found.end())
            except (json.JSONDecodeError, RecursionError):
                return
            if end == len(self._text):
                return
            self._at = end
            self._read += 1
            yield value

    def value(self) -> Any:
        """Return the value at hand, whole."""
        self._skip_space()
        while True:
            try:
                found, end = _DECODE(self._text, self._at)
            except (json.JSONDecodeError, RecursionError):
                self._grow()
                continue
            if end == len(self._text) and self._text[end - 1] in _LITERAL_END and self._more():
                continue  # a number may go on in what was not read yet
            self._at = end
            self._read += 1
            return found

    def skip(self) -> None:
        """Pass over the value at hand, however large."""
        start = self.peek()
        if start == "{":
            for _ in self.keys():
                pass
        elif start == "[":
            for _ in self.items():
                pass
        else:
            self.value()

    def _expect(self, mark: str) -> None:
        found = self.peek()
        if found != mark:
            raise BadInput(NOT_JSON if found else CUT_OFF)
        self._at += 1
        if mark in "{[":
            self._read += 1

    def _closed(self, mark: str) -> bool:
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def _skip_space(self) -> None:
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text) or not self._more():
                return

    def _grow(self) -> None:
        """Read on for a value that is not whole yet; twice as much each time, so that a large one costs no more than a few looks."""
        waiting = len(self._text) - self._at
        if waiting > self._largest:
            raise BadInput(NOT_JSON)
        wanted = max(CHUNK, waiting)
        while wanted > 0:
            before = len(self._text) - self._at
            if not self._more():
                if wanted < max(CHUNK, waiting):
                    return
                raise BadInput(CUT_OFF)
            wanted -= max(1, len(self._text) - self._at - before)

    def _more(self) -> bool:
        """Take in another piece; False at the end of the file."""
        if self._over:
            return False
        raw = self._stream.read(CHUNK)
        text = self._held + self._decoder.decode(raw, final=not raw)
        self._over, self._held = not raw, ""
        if self._repair and raw:
            cut = text.rfind("\n") + 1 or (len(text) if len(text) > LARGEST_VALUE else 0)
            text, self._held = text[:cut], text[cut:]
        if self._repair:
            text = self._repair(text)
        self._passed += self._at
        self._text, self._at = self._text[self._at :] + text, 0
        return bool(text) or bool(raw)
