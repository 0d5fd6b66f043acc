"""Signal chats from signal-export: folders with `chat.md` or `data.json` and `media/`, or one such file.

Times are those of the computer that exported; the owner writes as `Me`. Reactions are no part of a message and are passed over.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    IncomingMessage,
    Problem,
    ProblemKind,
    ReadOptions,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_messages import NOBODY, Conversation, Speaker, compared
from app.parsing.export_times import zone_named
from app.parsing.json_stream import CUT_OFF
from app.parsing.local_time import LocalTimes
from app.parsing.signal_md import HEADER, NO_SENDER, OWN_NAME, Said, names_in_data, read_data_line, read_markdown
from app.parsing.signal_people import OWN, owner, person
from app.parsing.textfile import detect_encoding, read_lines

NOT_SIGNAL = N_("This is no chat from signal-export as far as can be seen (chat.md or data.json). Nothing was read.")
BEFORE_FIRST = N_("Text before the first message was not understood and left out.")
BAD_LINE = N_("A line of the export is damaged and was left out.")
NO_TIME = N_("A message without a time that can be read was left out.")


class SignalExportReader:
    """Reads what signal-export writes."""

    channel = Channel.SIGNAL
    asks = frozenset({Ask.TIMEZONE})

    def score(self, path: Path) -> float:
        """Say how surely these are such chats, by their first lines."""
        try:
            with backup_parts(path, ".md", "data.json") as parts:
                return max((_score(part) for part in islice(parts, 200)), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, a chat after the other; raises BadInput when there is no chat."""
        times = LocalTimes(zone_named(options.timezone))
        with backup_parts(path, ".md", "data.json") as parts:
            chats = {_folder(part, path): part for part in parts if _score(part) >= 0.4}  # data.json comes behind chat.md and replaces it
            if not chats:
                raise BadInput(NOT_SIGNAL)
            for title, part in chats.items():
                with refusing_damage():
                    yield from _Chat(title, part, times, options).items()


READER = SignalExportReader()


def _folder(part: BackupPart, path: Path) -> str:
    """Return the chat's name: the folder the file lies in."""
    inside = part.name.rpartition("/")[0].rpartition("/")[2]
    return inside or (path.name if path.is_dir() else path.stem if path.suffix == ".zip" else path.resolve().parent.name)


def _score(part: BackupPart) -> float:
    try:
        head = part.head().decode("utf-8-sig", "replace")
    except (BadInput, OSError):
        return 0.0
    first = head.lstrip().partition("\n")[0]
    if first.startswith("{"):
        return 0.95 if '"sender"' in first and '"date"' in first and '"body"' in first and _is_of_data(first) else 0.0
    if HEADER.match(first) is None:
        return 0.0
    if part.name.lower().endswith(".md"):
        return 0.97 if part.name.endswith("chat.md") else 0.9
    return 0.6 if f"] {OWN_NAME}: " in head else 0.4


def _is_of_data(line: str) -> bool:
    """Say whether this is a line of `data.json`, or the beginning of one too long to be seen whole."""
    return read_data_line(1, line) is not None or (len(line) > 10_000 and line.startswith('{"date": "'))


class _Chat:
    """Makes the messages of one chat."""

    def __init__(self, title: str, part: BackupPart, times: LocalTimes, options: ReadOptions) -> None:
        self._part = part
        self._times = times
        self._data = part.head(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
        with part.open() as stream:
            self._encoding = detect_encoding(stream)
        names = self._names()
        others = [name for name in names if name not in (OWN_NAME, NO_SENDER, "")]
        self._people = {OWN_NAME: owner(options)} | {name: person(name) for name in others}
        other = self._people[others[0]] if len(others) == 1 else person(title)
        self._chat = Conversation(Channel.SIGNAL, compared(title) or "?", frozenset({OWN}), other, direct=len(others) <= 1)

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in order."""
        for said in self._said():
            if isinstance(said, Problem):
                yield said
                continue
            where = f"{self._part.name}:{said.line}"
            when = self._times.at(said.day, said.time)
            if when is None:
                yield Problem(ProblemKind.UNPARSED, where, NO_TIME)
                continue
            files: tuple[Attachment, ...] = ()
            problems: list[Problem] = []
            if said.files or said.sticker:
                files, problems = self._attachments(said, where)
            who = self._people.get(said.name)
            if who is None and not (said.text or files):
                yield self._chat.notice(when[0], said.text, local=when[1], warnings=said.warnings)
                continue
            who = who or NOBODY  # the exporter did not find out who wrote it
            yield self._message(said, who, when, files)
            yield from problems

    def _message(self, said: Said, who: Speaker, when: tuple[datetime, str], files: tuple[Attachment, ...]) -> IncomingMessage:
        way = Direction.OUT if said.name == OWN_NAME else Direction.IN
        message = self._chat.message(
            who, when[0], said.text, local=when[1], kind=said.kind, direction=way, attachments=files, warnings=said.warnings
        )
        return message if said.own == said.text else replace(message, new_text=said.own)

    def _names(self) -> list[str]:
        """Return who writes, in order; the lines of `data.json` are not taken apart for that."""
        if not self._data:
            return list(dict.fromkeys(said.name for said in self._said() if isinstance(said, Said)))
        with self._part.open() as stream:
            return names_in_data(read_lines(stream, self._encoding))

    def _said(self) -> Iterator[Said | Problem]:
        part = self._part
        with part.open() as stream:
            lines = read_lines(stream, self._encoding)
            if self._data:
                yield from _data(part.name, lines)
                return
            for said in read_markdown(lines):
                yield said if isinstance(said, Said) else Problem(ProblemKind.UNPARSED, f"{part.name}:{said}", BEFORE_FIRST)

    def _attachments(self, said: Said, where: str) -> tuple[tuple[Attachment, ...], list[Problem]]:
        part = self._part
        found = [part.export.attachment(part.name, path, where, name=name) for name, path in said.files]
        files = [file for file, _ in found]
        files += [Attachment("sticker", "image/webp", 0, "", missing=True)] if said.sticker and not files else []
        return tuple(files), [problem for _, problem in found if problem]


def _data(name: str, lines: Iterator[str]) -> Iterator[Said | Problem]:
    broken = 0
    for number, line in enumerate(lines, 1):
        if broken:
            yield Problem(ProblemKind.UNPARSED, f"{name}:{broken}", BAD_LINE)
            broken = 0
        if not line.strip():
            continue
        said = read_data_line(number, line)
        if said is None:
            broken = number
        else:
            yield said
    if broken:
        yield Problem(ProblemKind.ERROR, f"{name}:{broken}", CUT_OFF)
