"""Apple Messages (iMessage and SMS of an iPhone) as imessage-exporter writes them as text: a file for each chat, or the folder of them.

Times are local; the owner writes as `Me`. Answers stand twice in such a file and are kept once; tapbacks are no messages.
Its HTML is not read: the text of the same export holds the same messages.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Party,
    Problem,
    ProblemKind,
    ReadOptions,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_files import NO_TIME, kept
from app.parsing.chat_messages import Conversation, Speaker, compared, speaker
from app.parsing.export_times import zone_named
from app.parsing.imessage_text import OWN_NAME, Block, blocks, opens, people
from app.parsing.local_time import LocalTimes
from app.parsing.phones import e164
from app.parsing.textfile import detect_encoding, read_lines

NOT_IMESSAGE = N_("This is no text from imessage-exporter as far as can be seen. Nothing was read.")
BEFORE_FIRST = N_("Text before the first message was not understood and left out.")
_OWN = "me"


class IMessageReader:
    """Reads what imessage-exporter writes as text."""

    channel = Channel.IMESSAGE
    asks = frozenset({Ask.TIMEZONE})

    def score(self, path: Path) -> float:
        """Say how surely these are such chats, by their first line."""
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
                raise BadInput(NOT_IMESSAGE)
            for part in chats:
                yield from kept(part.name, _Chat(part, times, options).items(), alone=len(chats) == 1)


READER = IMessageReader()


def _score(part: BackupPart) -> float:
    head = part.head(4096).decode("utf-8-sig", "replace").lstrip()
    return 0.95 if opens(head.partition("\n")[0].rstrip("\r")) else 0.0


class _Chat:
    """Makes the messages of one chat."""

    def __init__(self, part: BackupPart, times: LocalTimes, options: ReadOptions) -> None:
        self._part = part
        self._times = times
        with part.open() as stream:
            self._encoding = detect_encoding(stream)
        with part.open() as stream:
            names, answers = people(read_lines(stream, self._encoding))
        self._answers = self._repeated() if answers else set[int]()
        me = options.me[0] if options.me else ""
        own = Speaker(_OWN, Party(me, (Handle(HandleKind.NAME, me),) if me else ()))
        others = [name for name in names if name != OWN_NAME]
        self._people = {OWN_NAME: own} | {name: _person(name, options.country) for name in others}
        title = part.member.base.rpartition(".")[0]
        other = self._people[others[0]] if len(others) == 1 else _person(title, options.country)
        self._chat = Conversation(Channel.IMESSAGE, compared(title), frozenset({_OWN}), other, direct=len(others) <= 1)

    def _repeated(self) -> set[int]:
        """Return the answers that stand both under what they answer and in their own place."""
        under, both = set[int](), set[int]()
        for block in self._blocks():
            if not isinstance(block, int) and block.name:
                twin = _twin(block)
                if block.answer:
                    under.add(twin)
                elif twin in under:
                    both.add(twin)
        return both

    def _blocks(self) -> Iterator[Block | int]:
        with self._part.open() as stream:
            yield from blocks(read_lines(stream, self._encoding))

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in order."""
        for block in self._blocks():
            if isinstance(block, int):
                yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{block}", BEFORE_FIRST)
                continue
            if block.answer and _twin(block) in self._answers:
                continue
            when = self._times.at(block.day, block.time)
            if when is None:
                yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{block.line}", NO_TIME)
            elif not block.name:
                yield self._chat.notice(when[0], block.text, local=when[1])
            else:
                files, problems = self._files(block) if block.files else ((), [])
                yield self._chat.message(
                    self._people[block.name],
                    when[0],
                    block.text,
                    local=when[1],
                    direction=Direction.OUT if block.name == OWN_NAME else Direction.IN,
                    attachments=files,
                    warnings=block.warnings,
                )
                yield from problems

    def _files(self, block: Block) -> tuple[tuple[Attachment, ...], list[Problem]]:
        part, where = self._part, f"{self._part.name}:{block.line}"
        found = [part.export.attachment(part.name, path, where) for path in block.files]
        return tuple(file for file, _ in found), [problem for _, problem in found if problem]


def _twin(block: Block) -> int:
    """Return what an answer and its copy have in common."""
    return hash((block.day, block.time, block.name, block.text))


def _person(name: str, country: str) -> Speaker:
    """Return who writes under a name, a number or a mail address."""
    if "@" in name and " " not in name:
        return speaker("", Handle(HandleKind.EMAIL, name.casefold()))
    number = e164(name, country) if name.startswith("+") or (name.isdecimal() and len(name) > 6) else None
    return speaker("", Handle(HandleKind.PHONE, number)) if number else speaker(name)
