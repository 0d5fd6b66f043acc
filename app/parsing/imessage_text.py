"""Chats of Apple's Messages as imessage-exporter writes them as text: a block for each message, answers also under what they answer.

A message: a line with the time (and the read receipt), a line with the sender, its parts a line or more each, an empty line. Under a part
stand its effect, its tapbacks and the answers to it (indented, wholly or in their first lines); further parts follow below those.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO, NamedTuple

from app.parsing.textfile import Encoding

OWN_NAME = "Me"
"""How the exporter calls the owner, unless it was told another name."""
INDENT = "    "
ANSWER = "This message responded to an earlier message."
MISSING = "Attachment missing!"
"""What stands for a file that the exporter knew nothing of."""
TIME = r"([A-Z][a-z]{2}) {1,2}(\d{1,2}), (\d{4}) {1,2}(\d{1,2}):(\d\d):(\d\d)(?:[^\S\n]([AP]M))?"
"""A time as the exporter writes it, in its seven groups."""
HEADER = re.compile(rf"^{TIME}(?: (\([^()\n]*\)))?(?: (\S.*))?$", re.MULTILINE)
CHUNK = 1024 * 1024
LONGEST = 16 * CHUNK
"""Characters that a message may have; what is longer is read on in pieces."""
_FIRST_VERSION = re.compile(rf"{TIME} (.*)")
_LATER_VERSION = re.compile(r"Edited [^\n:]{1,60} later: ")
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_ANSWERED = re.compile(rf"^{INDENT}(?:{'|'.join(_MONTHS)}) [^\n]{{15,25}}((?: \([^()\n]*\))?)\n([^\n]*)", re.MULTILINE)
_PATH = re.compile(r"attachments/[^\n]+|(?:~?/|\.\.?/|[A-Z]:[\\/])[^\n]*[/\\][^/\\\n]+", re.IGNORECASE)
_FOLDERS = re.compile(r"(?:^|[/\\])(?:attachments|Library|StickerCache|SMS|Backup)[/\\]", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"[^\s/\\:]{1,100}\.(?:heic|jpe?g|png|gif|webp|tiff|mov|mp4|m4v|3gp|caf|amr|m4a|mp3|vcf|pdf|pluginPayloadAttachment)", re.I
)
_STICKER = re.compile(r"(?:\w+ )?Sticker from [^\n]{1,100}?: ([^\n]+?)(?: \((?:App|Genmoji prompt): [^\n]*\))?")
_TAPBACK = re.compile(r"(?:[^\n]{1,40} by [^\n]+|[^\n]*Sticker from [^\n]+)")
_TAPBACKS = ("Tapbacks:", "Reactions:")
_UNSENT = re.compile(r"[^\n]{1,100} unsent (?:this|a) message(?: part)?[^\n]{0,80}")
_IN_BIN = "This message was deleted from the conversation!"
_NO_NOTICE = "Unable to format announcement!"
_EFFECTS = frozenset(
    f"Sent with {effect}"
    for effect in (
        *("Confetti", "Echo", "Fireworks", "Balloons", "Heart", "Lasers", "Shooting Star", "Sparkles", "Spotlight"),
        *("Slam", "Loud", "Gentle", "Invisible Ink"),
    )
)
_ODD = frozenset((*_TAPBACKS, *_EFFECTS, ANSWER, MISSING, _IN_BIN, _NO_NOTICE))


class Block(NamedTuple):
    """One message: `day` and `time` local, ISO. `name` is "" where the app speaks; `mine` says that the owner wrote it. `files` are paths
    as written, a bare name or "" where the file was not there to be exported."""

    line: int
    day: str
    time: str
    name: str
    text: str
    files: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    mine: bool = False


@dataclass(slots=True)
class Survey:
    """What is known of a chat before its messages are made: who writes, in order (True: the owner), and the answers that stand in
    their own place too (by time and name, with how many lines each has)."""

    people: dict[str, bool] = field(default_factory=dict)
    answers: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def met(self, name: str, *, mine: bool) -> None:
        """Note that somebody writes."""
        self.people[name] = self.people.get(name, False) or mine or name == OWN_NAME


@lru_cache(maxsize=8192)
def time_in(month: str, day: str, year: str, hour: str, minute: str, half: str | None) -> tuple[str, str] | None:
    """Return (day, minute) as ISO text, None where the month is none."""
    number = _MONTHS.get(month)
    hours = int(hour) if half is None else int(hour) % 12 + (12 if half == "PM" else 0)
    return (f"{year}-{number}-{int(day):02}", f"{hours:02}:{minute}") if number else None


def opens(line: str) -> bool:
    """Say whether a message begins with this line."""
    return _may_open(line) and HEADER.fullmatch(line) is not None


def stamp_in(text: str) -> tuple[str, str] | None:
    """Return (day, time) of a header as ISO text, None where it is none."""
    found = HEADER.fullmatch(text) if _may_open(text) else None
    when = time_in(*found.group(1, 2, 3, 4, 5, 7)) if found else None
    return (when[0], f"{when[1]}:{found[6]}") if found and when else None


def _may_open(line: str) -> bool:
    return line[:3] in _MONTHS and (line[6:7] == "," or line[5:6] == ",")


class Chunk(NamedTuple):
    """A message as it stands in the file: its line, its header, and everything below it (answers to it too)."""

    line: int
    head: re.Match[str]
    body: str


@dataclass(slots=True)
class _Growing:
    """A message being put together from pieces: lines of it may look like headers."""

    line: int
    head: re.Match[str]
    parts: list[str]
    length: int = 0
    answered: bool = False

    def take(self, piece: str) -> None:
        """Take in a piece."""
        self.parts.append(piece)
        self.length += len(piece)
        self.answered = self.answered or ("\n" + INDENT in piece and _ANSWERED.search(piece) is not None)

    def goes_on(self, found: re.Match[str]) -> bool:
        """Say whether what looks like a header is no new message. What the app says stands behind the time, below an empty line; elsewhere
        such a line is the first version of an edited text, and so it is below the tapbacks of a part and the answers to it."""
        if not found[9] or self.length > LONGEST:
            return False
        tail = f"\n{self.parts[-1]}"
        if not tail.endswith("\n\n"):
            return True
        if self.head[9] or not found[0].startswith(_stamp(self.head[0])):
            return False
        return self.answered or (not tail.endswith("\n\n\n") and _TAPBACK.fullmatch(tail[:-2].rpartition("\n")[2]) is not None)

    def done(self) -> Chunk:
        """Return the message."""
        return Chunk(self.line, self.head, "".join(self.parts) if len(self.parts) > 1 else self.parts[0])


def chunks(stream: BinaryIO, encoding: Encoding) -> Iterator[Chunk | int]:
    """Yield the messages of a file in order; a line number for text before the first one."""
    last: _Growing | None = None
    line, stray = 1, 0
    for piece in _pieces(stream, encoding):
        found = HEADER.match(piece)
        if found is not None and (last is None or not last.goes_on(found)):
            if last is not None:
                yield last.done()
            last = _Growing(line, found, [])
            last.take(piece[found.end() + 1 :])
        elif last is not None:
            last.take(piece)
        else:
            stray = stray or (line if piece.strip() else 0)
        line += piece.count("\n")
    if stray:
        yield stray
    if last is not None:
        yield last.done()


def _pieces(stream: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """Yield the text in pieces that each begin with what looks like a header (but for the first)."""
    held = ""
    with io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline=None) as text:
        while more := text.read(CHUNK):
            held += more
            starts = [found.start() for found in HEADER.finditer(held)]
            at = 0
            for start in starts:
                if start > at:
                    yield held[at:start]
                    at = start
            held = held[at:]
            if len(held) > LONGEST:
                yield held
                held = ""
    if held:
        yield from _split(held)


def _split(text: str) -> Iterator[str]:
    starts = [found.start() for found in HEADER.finditer(text) if found.start()]
    for begin, end in zip([0, *starts], [*starts, len(text)], strict=True):
        yield text[begin:end]


def survey(found: Iterable[Chunk | int]) -> Survey:
    """Go through a chat once: who writes, and which answers stand twice."""
    known = Survey()
    for chunk in found:
        if isinstance(chunk, int) or chunk.head[9]:
            continue
        name, _, rest = chunk.body.partition("\n")
        name = name.strip()
        known.met(name, mine=" by them" in (chunk.head[8] or ""))
        if ANSWER in rest:
            length = chunk.body[: chunk.body.rfind(ANSWER)].count("\n")
            known.answers.setdefault((_stamp(chunk.head[0]), name), []).append(length)
        if "\n" + INDENT in chunk.body:
            for answer in _ANSWERED.finditer(chunk.body):
                known.met(answer[2].strip(), mine=" by them" in answer[1])
    return known


def _stamp(head: str) -> str:
    """Return the time of a header without the receipt."""
    return head.partition(" (")[0]


class _Open(NamedTuple):
    line: int
    when: tuple[str, str]
    lines: list[str]


class Blocks:
    """Makes the messages of a chat, each before the answers that stand only under it; a line number where something was not understood."""

    def __init__(self, known: Survey) -> None:
        self._people = known.people
        self._twins = {key: list(lengths) for key, lengths in known.answers.items()}

    def read(self, found: Iterable[Chunk | int]) -> Iterator[Block | int]:
        """Yield them."""
        for chunk in found:
            if isinstance(chunk, int):
                yield chunk
                continue
            head, body = chunk.head, chunk.body
            when = time_in(*head.group(1, 2, 3, 4, 5, 7))
            if when is None:
                yield chunk.line
                continue
            at = (when[0], f"{when[1]}:{head[6]}")
            if _NO_NOTICE in body and body.endswith(f"\n\n{_NO_NOTICE}\n\n"):
                yield chunk.line
                body = body[: -len(_NO_NOTICE) - 2]
            if head[9]:
                yield Block(chunk.line, *at, "", f"{head[9]}\n{body}".rstrip("\n "))
            elif "\n" + INDENT in body and _ANSWERED.search(body):
                yield from self._with_answers(_Open(chunk.line, at, []), body.split("\n"))
            else:
                yield self._block(chunk.line, at, body.split("\n"))

    def _with_answers(self, main: _Open, lines: list[str]) -> Iterator[Block]:
        """Take the answers out of a message: those that stand in their own place too are passed over, others come behind it."""
        answers: list[_Open] = []
        inside, at = False, 0
        while at < len(lines):
            line = lines[at]
            opened = _answer(main.line + 1 + at, line)
            if opened is not None and at + 1 < len(lines):
                name = lines[at + 1].strip()
                twins = self._twins.get((_stamp(line[len(INDENT) :]), name))
                inside = not twins
                if twins:
                    at += twins.pop(0)
                    at += at + 1 < len(lines) and not lines[at + 1]
                else:
                    answers.append(opened)
                    opened.lines.append(name)
                    at += 1
            elif inside and (line.startswith(INDENT) or not line.strip() or answers[-1].lines[-1].strip()):
                answers[-1].lines.append(line.removeprefix(INDENT))
            else:
                inside = False
                main.lines.append(line)
            at += 1
        yield from (self._block(*made) for made in (main, *answers))

    def _block(self, line: int, at: tuple[str, str], lines: list[str]) -> Block:
        name = lines[0].strip()
        mine = self._people.get(name, False)
        if len(lines) == _USUAL and not lines[2] and _is_plain(lines[1]):
            return Block(line, *at, name, lines[1], (), (), mine)
        said = _Said()
        for one in lines[1:]:
            said.take(one)
        text, files, warnings = said.done()
        return Block(line, *at, name, text, files, warnings, mine)


_USUAL = 4
"""Lines of nearly every message: the sender, one of text, an empty one, and nothing behind it."""


def _answer(number: int, line: str) -> _Open | None:
    inner = line[len(INDENT) :]
    found = HEADER.match(inner) if line.startswith(INDENT) and inner[:3] in _MONTHS else None
    when = time_in(*found.group(1, 2, 3, 4, 5, 7)) if found and not found[9] else None
    return _Open(number, (when[0], f"{when[1]}:{found[6]}"), []) if found and when else None


def _is_plain(line: str) -> bool:
    return line not in _ODD and " unsent " not in line and "Sticker" not in line and not _is_file(line) and not _may_open(line)


def _is_file(line: str) -> bool:
    if "/" in line or "\\" in line:
        return bool(_PATH.fullmatch(line) and _FOLDERS.search(line))
    return "." in line and " " not in line and _FILE_NAME.fullmatch(line) is not None


@dataclass(slots=True)
class _Said:
    """The lines of a message below its sender, sorted out."""

    body: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    warnings: Counter[str] = field(default_factory=Counter)
    gone: str = ""
    version: int = 0
    """Where the first version of an edited part begins."""
    tapbacks: bool = False

    def take(self, line: str) -> None:
        """Take in a line."""
        if self.tapbacks:
            if _TAPBACK.fullmatch(line):
                return
            self.tapbacks = False
            if not line:
                return
        if line in _ODD:
            self._odd(line)
        elif _is_file(line):
            self.files.append(line)
        elif "Sticker from " in line and (found := _STICKER.fullmatch(line)):
            self.files.append(found[1])
        elif " unsent " in line and _UNSENT.fullmatch(line):
            self.warnings["deleted"] += 1
            self.gone = line
        else:
            self._say(line)

    def _odd(self, line: str) -> None:
        self.tapbacks = line in _TAPBACKS
        if line == MISSING:
            self.files.append("")
        elif line in _EFFECTS and not (self.body or self.files or self.warnings):
            self.body.append(line)

    def _say(self, line: str) -> None:
        """Take in a line of text. A later version takes the place of the one before."""
        if _may_open(line) and (found := _FIRST_VERSION.fullmatch(line)):
            self.version = len(self.body)
            self.body.append(found[8])
            return
        if line.startswith("Edited ") and (later := _LATER_VERSION.match(line)):
            del self.body[self.version :]
            self.warnings["edited"] = 1
            line = line[later.end() :]
        self.body.append(line)

    def done(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Return text, files and warnings."""
        return made_of(self.body, self.files, self.warnings, self.gone)


def made_of(body: list[str], files: list[str], warnings: Counter[str], gone: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return text, files and warnings of a message. Of one that was taken back as a whole the text is the app's word for that (`gone`); one
    of which only a part was taken back was edited."""
    text = "\n".join(body).strip("\n")
    told = tuple(name for name, count in warnings.items() if count)
    if warnings["deleted"] and (text or files):
        told = ("edited",)
    elif warnings["deleted"]:
        text = gone
    return text, tuple(files), told
