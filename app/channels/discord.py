"""Discord as DiscordChatExporter writes it (JSON): a file per channel or partition; alone, in a folder or in a zip.

Partitions (`… [part 2].json`) are files of the same channel: messages are known by channel and id, so their order does not matter.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_files import NOT_READ, Export, head_of, kept, open_export
from app.parsing.chat_messages import Conversation, Speaker, compared, own_identities, speaker
from app.parsing.discord_json import NOTICES, Raw, call_words, files_of, notice_words, words_of
from app.parsing.export_times import of_iso, zone_named
from app.parsing.json_stream import JsonPull
from app.parsing.json_values import record, words

NO_CHAT = N_("There is no Discord channel in it (JSON of DiscordChatExporter); export it again as JSON. Nothing was read.")

_CHANNEL = re.compile(r'"channel"\s*:\s*\{[^{}]*"type"\s*:\s*"?\w+')
_GUILD = re.compile(r'\{\s*"guild"\s*:\s*\{')
_MESSAGE = re.compile(r'"author"\s*:\s*\{[^{}]*"(?:discriminator|nickname|isBot|name)"')
_LEAST = ('"messages"', '"id"', '"timestamp"', '"content"')
"""What a cut-down file has at least: without server and channel."""
_PART = re.compile(r" ?\[part (\d+)\]")
_MOST_HEADS = 200
_FIRST = 2000
"""Messages that are looked at for who the other one in a chat of two is."""


class DiscordReader:
    """Reads DiscordChatExporter's JSON."""

    channel = Channel.DISCORD
    asks = frozenset({Ask.ME})

    def score(self, path: Path) -> float:
        """Say how surely this is a Discord channel, from the first of its files."""
        try:
            with open_export(path) as export:
                return max((_score(member) for member in _candidates(export)[:_MOST_HEADS]), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when there is no channel in it."""
        with open_export(path) as export:
            found = [member for member in _candidates(export) if _score(member) >= 0.5]
            if not found:
                raise BadInput(NO_CHAT)
            for member in found:
                yield from kept(member.name, _File(export, member, options).items(), alone=len(found) == 1)


READER = DiscordReader()


def _candidates(export: Export) -> list[Member]:
    fitting = [m for m in export.members if export.beside is not None or m.name.lower().endswith(".json")]
    return sorted(fitting, key=lambda m: (m.name.count("/"), _PART.sub("", m.name), _part(m.name)))


def _part(name: str) -> int:
    found = _PART.search(name)
    return int(found[1]) if found else 1


def _score(member: Member) -> float:
    head = head_of(member).lstrip()
    if not head.startswith("{"):
        return 0.0
    if _GUILD.match(head) and _CHANNEL.search(head):
        return 0.97
    return 0.6 if _MESSAGE.search(head) and all(key in head for key in _LEAST) else 0.0


class _File:
    """One file: the channel it is of, and its messages."""

    def __init__(self, export: Export, member: Member, options: ReadOptions) -> None:
        self._export = export
        self._member = member
        self._me = own_identities(options)
        self._zone = zone_named(options.timezone)
        self._people: dict[object, Speaker] = {}
        self._bots: set[object] = set()
        self._problems: list[Problem] = []
        self._chat = Conversation(Channel.DISCORD, member.base, self._me)

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages in the order of the file."""
        guild: Raw = {}
        with self._member.open() as stream:
            pull = JsonPull(stream)
            for key in pull.keys():  # noqa: SIM118  # a method of the pull reader
                if key == "guild":
                    guild = record(pull.value())
                elif key == "channel":
                    self._chat = self._conversation(guild, record(pull.value()))
                elif key == "messages" and pull.peek() == "[":
                    yield from self._messages(pull)

    def _conversation(self, guild: Raw, channel: Raw) -> Conversation:
        """Return the channel. A chat of two is named after the other one, who is looked for among the first that write."""
        name, number, kind = (str(channel.get(key) or "") for key in ("name", "id", "type"))
        key = number or name or self._member.base
        if kind in ("DirectTextChat", "1", "DM"):
            other = self._named(name) or (speaker(name) if name else None)
            return Conversation(Channel.DISCORD, key, self._me, other)
        title = " / ".join(filter(None, (str(guild.get("name") or ""), name)))
        return Conversation(Channel.DISCORD, key, self._me, speaker(title, Handle(HandleKind.ID, number)), direct=False, subject=title)

    def _named(self, name: str) -> Speaker | None:
        """Return the first writer who bears the name."""
        try:
            with self._member.open() as stream:
                pull = JsonPull(stream)
                for key in pull.keys():  # noqa: SIM118
                    if key == "messages" and pull.peek() == "[":
                        for raw in islice(pull.values(), _FIRST):
                            who = _speaker(record(record(raw).get("author")))
                            if compared(name) in who.known_as:
                                return who
                        return None
        except BadInput:
            pass  # told when it is read
        return None

    def _messages(self, pull: JsonPull) -> Iterator[IncomingMessage | Problem]:
        one = self._one
        for position, raw in enumerate(pull.values()):
            try:
                made = one(raw)
            except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
                number = raw.get("id", position) if isinstance(raw, dict) else position
                yield Problem(ProblemKind.UNPARSED, f"{self._member.name}: {number}", NOT_READ)
                continue
            yield made
            if self._problems:
                yield from self._problems
                self._problems.clear()

    def _one(self, raw: dict[str, Any]) -> IncomingMessage:
        at = of_iso(raw["timestamp"], self._zone)
        kind = raw.get("type")
        if kind in NOTICES:
            return self._notice(raw, at)
        author = raw["author"] or {}
        number = author.get("id")
        who = self._people.get(number) or self._person(author)
        if kind == "Call" or kind == "3":
            return self._call(raw, who, at)
        text = words(raw.get("content"))
        forwarded = "forwardedMessage" in raw
        if forwarded or raw.get("embeds") or raw.get("stickers"):
            text = words_of(raw, text)
        edited = raw.get("timestampEdited")
        warnings = ("forwarded",) if forwarded else ()
        return self._chat.message(
            who,
            at,
            text,
            native_id=str(raw["id"]),
            direction=Direction.UNKNOWN if number in self._bots else None,
            attachments=tuple(self._files(raw)) if forwarded or raw.get("attachments") else (),
            warnings=(*warnings, "edited") if edited else warnings,
            edited_at=of_iso(edited, self._zone) if edited else None,
        )

    def _files(self, raw: Raw) -> Iterator[Any]:
        for uri, name, size in files_of(raw):
            attachment, problem = self._export.attachment(self._member.name, uri, f"{self._member.name}: {raw['id']}", name=name, size=size)
            self._problems += [problem] if problem else []
            yield attachment

    def _notice(self, raw: Raw, at: datetime) -> IncomingMessage:
        who = self._person(record(raw.get("author")))
        text = ": ".join(filter(None, (who.party.name, notice_words(raw))))
        return self._chat.notice(at, text, native_id=str(raw["id"]))

    def _call(self, raw: Raw, who: Speaker, at: datetime) -> IncomingMessage:
        ended = raw.get("callEndedTimestamp")
        seconds = int((of_iso(ended, self._zone) - at).total_seconds()) if ended else None
        return self._chat.message(who, at, call_words(str(raw.get("content") or ""), seconds), native_id=str(raw["id"]), kind=Kind.CALL)

    def _person(self, author: Raw) -> Speaker:
        number = author.get("id")
        if number not in self._people:
            who = self._people[number] = _speaker(author)
            if author.get("isBot") and not self._chat.direct and who.known_as.isdisjoint(self._me):
                self._bots.add(number)
        return self._people[number]


def _speaker(author: Raw) -> Speaker:
    """Return who writes: shown under the nickname, known under id and user name as well."""
    number, name = str(author.get("id") or ""), str(author.get("name") or "")
    return speaker(str(author.get("nickname") or name), Handle(HandleKind.ID, number), Handle(HandleKind.USERNAME, name), identity=number)
