"""X (Twitter): the direct messages of an archive, zip or unpacked, or one of its files.

Conversations come as the archive lists them, each oldest first; people are known by number, by name only where the archive tells it.
"""

import mimetypes
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
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
from app.parsing.archive import Member
from app.parsing.chat_messages import Conversation, Speaker, compared, counterpart, own_identities, speaker
from app.parsing.json_stream import JsonPull
from app.parsing.x_archive import People, XArchive, documents, id_of, looks_like_messages, moment, open_archive, people_of, words_of

KEEP_BYTES = 64 * 1024 * 1024
"""Attachments up to this size are kept whole; of larger ones only name, size and digest."""
TURNED_ROUND = 200_000
"""Entries of one conversation that are held to be turned round; a longer one comes in pieces of this, each oldest first."""
LISTED = 5_000_000
"""Bytes of message files up to which all conversations are looked through for the owner, where no account file tells."""

NO_MESSAGES = N_("There are no direct messages of X in it; choose the whole archive (zip) that X made. Nothing was read.")
NO_TIME = N_("A message without a time that can be read was left out.")
NO_MESSAGE = N_("Something that is not a message stands in the list of messages and was left out.")
MISSING_FILE = N_("A file that the chat names is not in the export; the message is kept without it.")
DAMAGED_FILE = N_("A file in the export is damaged; the message is kept without it.")

_WORDS = ("messageCreate", "welcomeMessageCreate")
_NOTICES = ("joinConversation", "participantsJoin", "participantsLeave", "conversationNameUpdate")
_TWO = 2
_REACTION = "reactionCreate"
_SIZE = re.compile(r":(?:large|small|medium|thumb|orig)\Z")

Item = IncomingMessage | Problem


class XReader:
    """Reads archives."""

    channel = Channel.X
    asks = frozenset({Ask.ME})

    def score(self, path: Path) -> float:
        """Say how surely this is an archive with direct messages, from the start of its message files."""
        try:
            with open_archive(path) as archive:
                return 0.97 if any(looks_like_messages(member) for member in archive.messages[:8]) else 0.0
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[Item]:
        """Yield messages and problems; raises BadInput when there are none to read."""
        with open_archive(path) as archive:
            if not archive.messages:
                raise BadInput(NO_MESSAGES)
            yield from _Reading(archive, options).items()


READER = XReader()


class _Reading:
    """One archive while it is read."""

    def __init__(self, archive: XArchive, options: ReadOptions) -> None:
        self._archive = archive
        self._people: People = people_of(archive)
        own = self._people.own or _in_every_conversation(archive)
        self._me = own_identities(options) | {compared(who) for who in own}
        self._speakers: dict[str, Speaker] = {}
        self._talks: dict[str, Conversation] = {}
        self._given: set[int] = set()
        self._file = archive.messages[0]
        self._read = 0

    def items(self) -> Iterator[Item]:
        failed: BadInput | None = None
        for file in self._archive.messages:
            self._file = file
            try:
                for pull in documents(file):
                    yield from self._conversations(pull)
            except BadInput as error:
                failed = error
                if len(self._archive.messages) > 1 or self._read:
                    yield Problem(ProblemKind.ERROR, self._file.name, error.told)
        if not self._read and failed is not None:
            raise failed

    def _conversations(self, pull: JsonPull) -> Iterator[Item]:
        for _ in pull.items():
            if pull.peek() != "{":
                yield self._problem(ProblemKind.UNPARSED, NO_MESSAGE, pull.position)
                continue
            for key in pull.keys():  # noqa: SIM118 - a reader, no dict
                if key == "dmConversation" and pull.peek() == "{":
                    yield from self._conversation(pull)

    def _conversation(self, pull: JsonPull) -> Iterator[Item]:
        """Yield a conversation; what is whole of a damaged one comes before the error."""
        key = ""
        held: list[tuple[int, Any]] = []
        damage: BadInput | None = None
        try:
            for field in pull.keys():  # noqa: SIM118 - a reader, no dict
                if field == "conversationId":
                    key = id_of(pull.value())
                elif field == "messages" and pull.peek() == "[":
                    for entry in enumerate(pull.values()):
                        held.append(entry)
                        if len(held) >= TURNED_ROUND and key:
                            yield from self._entries(key, held)
                            held = []
        except BadInput as error:
            damage = error
        yield from self._entries(key, held)
        if damage is not None:
            raise damage

    def _entries(self, key: str, held: list[tuple[int, Any]]) -> Iterator[Item]:
        if not held:
            return
        key = key or next((found for _, entry in held if (found := _pair_of(entry))), "")
        if not key:
            for number, _ in held:
                yield self._problem(ProblemKind.UNPARSED, NO_MESSAGE, number)
            return
        talk = self._talk(key, held)
        if _time_text(held[0][1]) >= _time_text(held[-1][1]):
            held.reverse()
        for number, entry in sorted(held, key=_time_of):
            for item in self._entry(talk, number, entry):
                self._read += isinstance(item, IncomingMessage)
                yield item

    def _talk(self, key: str, held: list[tuple[int, Any]]) -> Conversation:
        if key not in self._talks:
            first, _, second = key.partition("-")
            direct = bool(second) and first.isdigit() and second.isdigit()
            other = counterpart([self._speaker(first), self._speaker(second)], self._me) if direct else _group(key, held)
            self._talks[key] = Conversation(Channel.X, key, self._me, other, direct, "" if direct or other is None else other.party.name)
        return self._talks[key]

    def _speaker(self, who: str) -> Speaker:
        if who not in self._speakers:
            username = self._people.usernames.get(who, "")
            handles = (Handle(HandleKind.ID, who), Handle(HandleKind.USERNAME, username))
            made = speaker(self._people.names.get(who, "") or username, *handles, identity=who)
            self._speakers[who] = made
        return self._speakers[who]

    # -- entries

    def _entry(self, talk: Conversation, number: int, entry: Any) -> Iterator[Item]:
        if not isinstance(entry, dict) or len(entry) == 0:
            yield self._problem(ProblemKind.UNPARSED, NO_MESSAGE, number)
            return
        name, value = next(iter(entry.items()))
        if name == _REACTION:
            return
        if not isinstance(value, dict):
            yield self._problem(ProblemKind.UNPARSED, NO_MESSAGE, number)
            return
        native = id_of(value.get("id"))
        at = moment(value.get("createdAt"), native)
        if at is None:
            known = name in (*_WORDS, *_NOTICES)
            yield self._problem(ProblemKind.UNPARSED, NO_TIME if known else NO_MESSAGE, number)
        elif name not in _WORDS and "text" not in value:
            yield talk.notice(at, self._notice(name, value))
        elif self._is_new(talk.key, native):
            yield from self._message(talk, number, value, at)

    def _is_new(self, key: str, native: str) -> bool:
        """Say whether a message was not given yet: parts of an archive, and of a long conversation, may overlap."""
        known = hash((key, native))
        if native and known in self._given:
            return False
        self._given.add(known)
        return True

    def _message(self, talk: Conversation, number: int, value: dict[str, Any], at: datetime) -> Iterator[Item]:
        native, sender = id_of(value.get("id")), id_of(value.get("senderId"))
        problems: list[Problem] = []
        media = value.get("mediaUrls")
        files = (
            tuple(self._attachment(native, url, number, problems) for url in media if isinstance(url, str))
            if isinstance(media, list)
            else ()
        )
        who = self._speaker(sender)
        yield talk.message(who, at, words_of(value), native_id=native, attachments=files)
        yield from problems

    def _notice(self, name: str, value: dict[str, Any]) -> str:
        """Return what happened: a new name, or what the archive calls it and who it was."""
        if name == "conversationNameUpdate":
            return str(value.get("name") or "")
        ids = value.get("userIds") or value.get("participantsSnapshot") or [value.get("initiatingUserId")]
        shown = [self._called(who) for who in map(id_of, ids) if who] if isinstance(ids, list) else []
        return f"{name}: {', '.join(shown)}" if shown else name

    def _called(self, who: str) -> str:
        username = self._people.usernames.get(who)
        return f"@{username}" if username else who

    def _attachment(self, native: str, url: str, number: int, problems: list[Problem]) -> Attachment:
        name = _SIZE.sub("", url.rpartition("/")[2].partition("?")[0])
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        member: Member | None = self._archive.media.get(f"{native}-{name}")
        missing = Attachment(name, media_type, 0, "", missing=True)
        if member is None:
            problems.append(self._problem(ProblemKind.MEDIA_MISSING, MISSING_FILE, number))
            return missing
        try:
            sha, size, content = member.digest(KEEP_BYTES)
        except BadInput:
            problems.append(self._problem(ProblemKind.ERROR, DAMAGED_FILE, number))
            return missing
        return Attachment(name, media_type, size, sha, content=content)

    def _problem(self, kind: ProblemKind, why: str, number: int) -> Problem:
        return Problem(kind, f"{self._file.name}#{number + 1}", why)


def _inside(entry: Any) -> dict[str, Any]:
    value = next(iter(entry.values()), None) if isinstance(entry, dict) else None
    return value if isinstance(value, dict) else {}


def _pair_of(entry: Any) -> str:
    """Return what a conversation of two is called, from who writes to whom in a message of it."""
    value = _inside(entry)
    pair = [who for key in ("senderId", "recipientId") if (who := id_of(value.get(key))).isdecimal()]
    return "-".join(sorted(pair, key=int)) if len(pair) == _TWO else ""


def _time_text(entry: Any) -> str:
    value = _inside(entry)
    written = value.get("createdAt")
    if isinstance(written, str) and written[:4].isdecimal():
        return written
    at = moment(written, id_of(value.get("id")))
    return at.isoformat() if at else ""


def _time_of(row: tuple[int, Any]) -> str:
    return _time_text(row[1])


def _group(key: str, held: list[tuple[int, Any]]) -> Speaker:
    """Return a group as whom the shop writes to; its name is the last that it was given."""
    names = (_inside(entry).get("name") for _, entry in held if isinstance(entry, dict) and "conversationNameUpdate" in entry)
    name = next((name for name in names if isinstance(name, str)), "")
    return Speaker(f"group:{key}", Party(name, (Handle(HandleKind.ID, key),)))


def _in_every_conversation(archive: XArchive) -> set[str]:
    """Return the one id that is in every chat of two, where there are several: whose archive it is."""
    if sum(member.size for member in archive.messages) > LISTED:
        return set()
    pairs: set[tuple[str, ...]] = set()
    for member in archive.messages:
        try:
            for pull in documents(member):
                pairs.update(_pairs(pull))
        except BadInput:
            continue
    if len(pairs) < 2:
        return set()
    shared = set.intersection(*(set(pair) for pair in pairs))
    return shared if len(shared) == 1 else set()


def _pairs(pull: JsonPull) -> Iterator[tuple[str, ...]]:
    for entry in pull.values():
        talk = entry.get("dmConversation") if isinstance(entry, dict) else None
        ids = str(talk.get("conversationId", "")).split("-") if isinstance(talk, dict) else []
        if len(ids) == 2 and all(who.isdigit() for who in ids):
            yield tuple(ids)
