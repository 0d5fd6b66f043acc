"""Apple Messages (iMessage and SMS of an iPhone) as imessage-exporter writes them, as text or as pages: a file for each chat, or a folder.

Times are local; the owner writes as `Me`, or under the name that was given to the exporter. Answers stand twice in such a file and are
kept once; tapbacks, effects and receipts are no part of a message. A chat has the same messages in both forms.
"""

from collections.abc import Iterator
from dataclasses import replace
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
from app.parsing import imessage_html, imessage_text
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import UNKNOWN_TYPE
from app.parsing.chat_files import NO_TIME, kept, pieces
from app.parsing.chat_messages import Conversation, Speaker, compared, own_identities, speaker
from app.parsing.export_times import zone_named
from app.parsing.imessage_text import Block, Survey, opens
from app.parsing.local_time import LocalTimes
from app.parsing.phones import e164
from app.parsing.textfile import detect_encoding

NOT_IMESSAGE = N_("This is no chat from imessage-exporter as far as can be seen. Nothing was read.")
BEFORE_FIRST = N_("Text that belongs to no message was not understood and left out.")
AGAIN = N_("The same chat stands in the export as a page too; the page was read and this file left out.")
_OWN = "me"


class IMessageReader:
    """Reads what imessage-exporter writes."""

    channel = Channel.IMESSAGE
    asks = frozenset({Ask.TIMEZONE})

    def score(self, path: Path) -> float:
        """Say how surely these are such chats: by the first line of a text, the first message of a page."""
        try:
            with backup_parts(path, ".txt", ".html") as parts:
                return max((_score(part) for part in islice(parts, 200)), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, a chat after the other; raises BadInput when there is no chat."""
        times = LocalTimes(zone_named(options.timezone))
        with backup_parts(path, ".txt", ".html") as parts:
            chats = [part for part in parts if _score(part) > 0]
            if not chats:
                raise BadInput(NOT_IMESSAGE)
            pages = {_title(part) for part in chats if _is_page(part)}
            for part in chats:
                if not _is_page(part) and _title(part) in pages:
                    yield Problem(ProblemKind.LEFT_OUT, part.name, AGAIN)
                else:
                    yield from kept(part.name, _Chat(part, times, options).items(), alone=len(chats) == 1)


READER = IMessageReader()


def _title(part: BackupPart) -> str:
    """Return what a chat is called: the name of its file."""
    return part.member.base.rpartition(".")[0]


def _is_page(part: BackupPart) -> bool:
    return part.head(64).lstrip().startswith((b"<", b"\xef\xbb\xbf<"))


def _score(part: BackupPart) -> float:
    if _is_page(part):
        return 0.97 if imessage_html.is_page(part.head(256 * 1024).decode("utf-8", "replace")) else 0.0
    head = part.head(4096).decode("utf-8-sig", "replace").lstrip()
    return 0.95 if opens(head.partition("\n")[0].rstrip("\r")) else 0.0


class _Chat:
    """Makes the messages of one chat."""

    def __init__(self, part: BackupPart, times: LocalTimes, options: ReadOptions) -> None:
        self._part = part
        self._times = times
        self._page = _is_page(part)
        with part.open() as stream:
            self._encoding = detect_encoding(stream)
        known = self._survey()
        shop = own_identities(options)
        known.people.update({name: True for name in known.people if compared(name) in shop})
        me = options.me[0] if options.me else ""
        own = Speaker(_OWN, Party(me, (Handle(HandleKind.NAME, me),) if me else ()))
        theirs = [name for name, mine in known.people.items() if name and not mine]
        self._people = {name: _person(name, options.country) for name in theirs}
        self._people |= {name: own for name, mine in known.people.items() if mine}
        title = _title(part)
        other = self._people[theirs[0]] if len(theirs) == 1 else _person(title, options.country)
        self._chat = Conversation(Channel.IMESSAGE, compared(title), frozenset({_OWN}), other, direct=len(theirs) <= 1)
        self._known = known

    def _survey(self) -> Survey:
        with self._part.open() as stream:
            if self._page:
                return imessage_html.survey(pieces(stream, imessage_html.MARK))
            return imessage_text.survey(imessage_text.chunks(stream, self._encoding))

    def _blocks(self) -> Iterator[Block | int]:
        with self._part.open() as stream:
            if self._page:
                yield from imessage_html.Page(self._known).read(pieces(stream, imessage_html.MARK))
            else:
                yield from imessage_text.Blocks(self._known).read(imessage_text.chunks(stream, self._encoding))

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in order."""
        for block in self._blocks():
            if isinstance(block, int):
                yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{block}", BEFORE_FIRST)
                continue
            when = self._times.at(block.day, block.time)
            who = self._people.get(block.name)
            if when is None:
                yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{block.line}", NO_TIME)
            elif who is None:
                yield self._chat.notice(when[0], block.text, local=when[1])
            else:
                files, problems = self._files(block) if block.files else ((), [])
                gone = "deleted" in block.warnings  # the exporter's words for that changed over time: they are no part of the identity
                message = self._chat.message(
                    who,
                    when[0],
                    "" if gone else block.text,
                    local=when[1],
                    direction=Direction.OUT if block.mine else Direction.IN,
                    attachments=files,
                    warnings=block.warnings,
                )
                yield replace(message, text=block.text) if gone else message
                yield from problems

    def _files(self, block: Block) -> tuple[tuple[Attachment, ...], list[Problem]]:
        part, where = self._part, f"{self._part.name}:{block.line}"
        files, problems = list[Attachment](), list[Problem]()
        for path in block.files:
            file, problem = part.export.attachment(part.name, path, where) if path else (_LOST, None)
            files.append(file)
            problems += [problem] if problem else []
        return tuple(files), problems


_LOST = Attachment("attachment", UNKNOWN_TYPE, 0, "", missing=True)


def _person(name: str, country: str) -> Speaker:
    """Return who writes under a name, a number or a mail address."""
    if "@" in name and " " not in name:
        return speaker("", Handle(HandleKind.EMAIL, name.casefold()))
    number = e164(name, country) if name.startswith("+") or (name.isdecimal() and len(name) > 6) else None
    return speaker("", Handle(HandleKind.PHONE, number)) if number else speaker(name)
