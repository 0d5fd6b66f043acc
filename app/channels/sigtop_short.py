"""Signal Desktop chats that sigtop exported in its short text form: `2024-03-04 09:15 Anna: what she wrote`, to the minute, in local time.

What a line leaves out stands in brackets (`[edited, 2 attachments]`, `[call-history message]`); the chat is named by its file.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import UNKNOWN_TYPE
from app.parsing.chat_files import NO_TIME, kept
from app.parsing.chat_messages import NOBODY, Conversation
from app.parsing.export_times import zone_named
from app.parsing.local_time import LocalTimes
from app.parsing.signal_people import OWN, described, owner, person
from app.parsing.textfile import detect_encoding, read_lines

NOT_SHORT = N_("This is no chat exported with sigtop as far as can be seen. Nothing was read.")
_YOU = "You"
_HEADER = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d) ([^\n]*?):(?: (.*))?")
_APP = re.compile(r"\[([a-z0-9-]+) message\]")
_DETAILS = re.compile(
    r"\[((?:reply to [^\n]*? on (?:\d{4}-\d\d-\d\d \d\d:\d\d|unknown)|edited|\d+ attachments?)(?:, (?:edited|\d+ attachments?))*)\](?: |$)"
)
_COUNT = re.compile(r"(\d+) attachments?\Z")
_CALL = "call-history"
_MOST_FILES = 99


class SigtopShortReader:
    """Reads sigtop's short texts."""

    channel = Channel.SIGNAL
    asks = frozenset({Ask.TIMEZONE})

    def score(self, path: Path) -> float:
        """Say how surely these are such chats: by their first line, and by `You` or what sigtop puts into a file's name."""
        try:
            with backup_parts(path, ".txt") as parts:
                return max((_score(part) for part in islice(parts, 200)), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, a chat after the other; raises BadInput when there is no chat."""
        times = LocalTimes(zone_named(options.timezone))
        with backup_parts(path, ".txt") as parts:
            chats = [part for part in parts if _score(part) > 0]
            if not chats:
                raise BadInput(NOT_SHORT)
            for part in chats:
                yield from kept(part.name, _Chat(part, times, options).items(), alone=len(chats) == 1)


READER = SigtopShortReader()


def _score(part: BackupPart) -> float:
    lines = part.head(16 * 1024).decode("utf-8-sig", "replace").split("\n")
    first = _HEADER.fullmatch(lines[0].rstrip("\r"))
    if first is None or first[3].startswith("- ") or not first[3].strip():
        return 0.0
    named = described(_stem(part))[0].party.name != _stem(part) or described(_stem(part))[1]
    own = any(found[3] == _YOU for line in lines if (found := _HEADER.fullmatch(line.rstrip("\r"))))
    return 0.93 if named and own else 0.85 if named else 0.7 if own else 0.0


def _stem(part: BackupPart) -> str:
    return part.member.base.removesuffix(".txt")


class _Said(NamedTuple):
    line: int
    day: str
    time: str
    name: str
    lines: list[str]


class _Chat:
    """Makes the messages of one chat."""

    def __init__(self, part: BackupPart, times: LocalTimes, options: ReadOptions) -> None:
        self._part = part
        self._times = times
        with part.open() as stream:
            self._encoding = detect_encoding(stream)
        names = dict.fromkeys(said.name for said in self._said())
        others = [name for name in names if name != _YOU]
        other, group = described(_stem(part))
        self._people = {_YOU: owner(options)} | {name: person(name) for name in others}
        if others == [other.party.name]:
            self._people[others[0]] = other
        self._chat = Conversation(
            Channel.SIGNAL, other.identity or part.name, frozenset({OWN}), other, direct=not group and len(others) <= 1
        )

    def _said(self) -> Iterator[_Said]:
        said: _Said | None = None
        with self._part.open() as stream:
            for number, line in enumerate(read_lines(stream, self._encoding), 1):
                found = _HEADER.fullmatch(line) if line[4:5] == "-" and line[:4].isdecimal() else None
                if found is None:
                    if said is not None:
                        said.lines.append(line)
                    continue
                if said is not None:
                    yield said
                said = _Said(number, found[1], found[2], found[3], [found[4] or ""])
        if said is not None:
            yield said

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in order."""
        for said in self._said():
            when = self._times.at(said.day, said.time)
            if when is None:
                yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{said.line}", NO_TIME)
                continue
            text = "\n".join(said.lines) if len(said.lines) > 1 else said.lines[0]
            mine = said.name == _YOU
            if text.startswith("[") and (app := _APP.fullmatch(text)):
                called = app[1] == _CALL
                kind = Kind.CALL if called else Kind.SYSTEM
                who = self._people[said.name] if called else NOBODY
                yield self._chat.message(who, when[0], "Voice call" if called else app[1], local=when[1], kind=kind)
                continue
            details = _DETAILS.match(text) if text.startswith("[") else None
            count = _COUNT.search(details[1]) if details else None
            yield self._chat.message(
                self._people[said.name],
                when[0],
                text[details.end() :] if details else text,
                local=when[1],
                direction=Direction.OUT if mine else Direction.IN,
                attachments=(_LOST,) * min(int(count[1]), _MOST_FILES) if count else (),
                warnings=("edited",) if details and "edited" in details[1].split(", ") else (),
            )


_LOST = Attachment("file", UNKNOWN_TYPE, 0, "", missing=True)
