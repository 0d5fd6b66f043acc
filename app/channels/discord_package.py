"""Discord's own package of data ("request all of my data"): a folder for each channel with what the owner of the account wrote there.

Facts as the package has them since 2021: `c<id>/channel.json` and `c<id>/messages.json` (until 2023 `messages.csv`), `index.json` with the
names of channels, `user.json` of the account; the names of the outer folders are of the owner's language. Nobody else's words are in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, Direction, Handle, HandleKind, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_bodies import media_type_of
from app.parsing.chat_files import NOT_READ, Export, head_of, kept, open_export
from app.parsing.chat_messages import Conversation, Speaker, own_identities, speaker
from app.parsing.json_stream import JsonPull
from app.parsing.json_values import entries, record
from app.parsing.table_rows import Row
from app.parsing.table_text import Shape, text_rows
from app.parsing.textfile import Encoding

NO_CHAT = N_("There are no messages of Discord in it (folders with channel.json and messages.json). Nothing was read.")

_MESSAGES = re.compile(r"(?:^|/)c?(\d{5,25})/messages\.(?:json|csv)$", re.IGNORECASE)
_ENTRY = re.compile(r'\[\s*\{\s*"ID"\s*:\s*"?\d+"?\s*,\s*"Timestamp"\s*:|\[\s*\]\s*$')
_COLUMNS = ("ID", "Timestamp", "Contents", "Attachments")
_PERSON = re.compile(r"Direct Message with (.+?)(?:#\d{1,4})?$")
_BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
_SORTED_UP_TO = 64 * 1024 * 1024
"""Bytes of a channel's file up to which its messages, which stand newest first, are put in order; a larger one is read as it stands."""
_DIRECT, _GROUP = ("DM", "1", "1.0"), ("GROUP_DM", "3")


class DiscordPackageReader:
    """Reads the package of data."""

    channel = Channel.DISCORD
    asks = frozenset({Ask.ME})

    def score(self, path: Path) -> float:
        """Say how surely this is such a package, from the first of its channels."""
        try:
            with open_export(path) as export:
                found = _channels(export)
                return 0.97 if any(map(_is_list, found[:20])) else 0.0
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems channel after channel; raises BadInput when there is no channel in it."""
        with open_export(path) as export:
            found = [member for member in _channels(export) if _is_list(member)]
            if not found:
                raise BadInput(NO_CHAT)
            package = _Package(export, options)
            yield from package.learn()
            for member in found:
                yield from kept(member.name, _ChannelList(package, member).items(), alone=len(found) == 1)


READER = DiscordPackageReader()


def _channels(export: Export) -> list[Member]:
    if export.beside is not None:
        return list(export.members)
    return sorted((m for m in export.members if _MESSAGES.search(m.name)), key=lambda m: m.name)


def _is_list(member: Member) -> bool:
    head = head_of(member, 4096).lstrip()
    return bool(_ENTRY.match(head)) or head.startswith(",".join(_COLUMNS))


@dataclass(slots=True)
class _Package:
    """What the package tells once: whose it is, whom they know, what the channels are called."""

    export: Export
    options: ReadOptions
    owner: Speaker = field(default_factory=lambda: speaker("", identity="owner"))
    people: dict[str, Speaker] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def learn(self) -> Iterator[Problem]:
        """Read the account and the names; what is damaged is told, and the channels are read without it."""
        for member in self.export.members if self.export.beside is None else ():
            base = member.base.lower()
            if base not in ("user.json", "index.json"):
                continue
            try:
                with member.open() as stream:
                    told = record(JsonPull(stream).value())
            except BadInput as error:
                yield Problem(ProblemKind.ERROR, member.name, error.told)
                continue
            if base == "user.json" and "id" in told:
                self._account(told)
            elif base == "index.json" and not self.names.keys() & told.keys():
                self.names |= {number: name for number, name in told.items() if isinstance(name, str)}

    def _account(self, told: dict[str, Any]) -> None:
        self.owner = _person(told)
        for entry in entries(told.get("relationships")):
            other = record(record(entry).get("user"))
            if "id" in other:
                self.people[str(other["id"])] = _person(other)

    def conversation(self, number: str, told: dict[str, Any]) -> Conversation:
        """Return a channel by its number and what its file tells."""
        me = own_identities(self.options) | {self.owner.identity}
        kind, named = str(told.get("type", "")), self.names.get(number, "")
        found = _PERSON.match(named)
        if kind in _DIRECT or (not kind and found):
            others = [str(r) for r in entries(told.get("recipients")) if str(r) != self.owner.identity]
            other = self._other(others[0] if len(others) == 1 else "", found[1] if found else "")
            return Conversation(Channel.DISCORD, number, me, other)
        guild = str(record(told.get("guild")).get("name") or "")
        title = " / ".join(filter(None, (guild, str(told.get("name") or "")))) or named
        other = speaker(title, Handle(HandleKind.ID, number)) if title else None
        return Conversation(Channel.DISCORD, number, me, other, direct=False, subject=title)

    def _other(self, number: str, name: str) -> Speaker | None:
        if number in self.people:
            return self.people[number]
        handles = (Handle(HandleKind.ID, number if number.isdigit() else ""), Handle(HandleKind.USERNAME, name))
        return speaker(name, *handles, identity=number) if number or name else None


def _person(told: dict[str, Any]) -> Speaker:
    number, name = str(told["id"]), str(told.get("username") or "")
    shown = str(told.get("global_name") or name)
    return speaker(shown, Handle(HandleKind.ID, number), Handle(HandleKind.USERNAME, name), identity=number)


class _ChannelList:
    """The messages of one channel."""

    def __init__(self, package: _Package, member: Member) -> None:
        self._package = package
        self._member = member
        found = _MESSAGES.search(member.name)
        told = self._told()
        number = str(told.get("id") or (found[1] if found else member.base))
        self._chat = package.conversation(number, told)

    def _told(self) -> dict[str, Any]:
        """Return what channel.json beside the list says."""
        beside = self._package.export.find(self._member.name, "channel.json")
        try:
            if beside is not None:
                with beside.open() as stream:
                    return record(JsonPull(stream).value())
        except BadInput:
            pass  # the messages tell themselves
        return {}

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages, the oldest first."""
        for position, raw in enumerate(self._in_order()):
            if isinstance(raw, BadInput):
                raise raw
            if isinstance(raw, Problem):
                yield raw
                continue
            try:
                made = self._one(raw)
            except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
                yield Problem(ProblemKind.UNPARSED, f"{self._member.name}: {position}", NOT_READ)
                continue
            yield made

    def _in_order(self) -> Iterator[Any]:
        rows = self._rows()
        if self._member.size > _SORTED_UP_TO:
            yield from rows
            return
        found: list[Any] = []
        broken = None
        try:
            for raw in rows:
                found.append(raw)
        except BadInput as error:
            broken = error
        yield from sorted(found, key=_order)
        if broken:
            yield broken

    def _rows(self) -> Iterator[Any]:
        """Yield the records of either shape."""
        if not self._member.base.lower().endswith(".csv") and head_of(self._member, 64).lstrip().startswith("["):
            with self._member.open() as stream:
                yield from JsonPull(stream).values()
            return
        for row in text_rows(self._member.open(), Encoding("utf-8-sig"), Shape(","), self._member.name):
            if isinstance(row, Problem):
                yield row
            elif row.cells[0] != _COLUMNS[0]:
                yield _of_row(row)

    def _one(self, raw: dict[str, Any]) -> IncomingMessage:
        number = str(raw["ID"])
        files = raw.get("Attachments")
        return self._chat.message(
            self._package.owner,
            _time(raw.get("Timestamp"), int(number)),
            str(raw.get("Contents") or ""),
            native_id=number,
            direction=Direction.OUT,
            attachments=tuple(map(_file, files.split())) if isinstance(files, str) and files else (),
        )


def _of_row(row: Row) -> dict[str, str] | Problem:
    return dict(zip(_COLUMNS, row.cells, strict=False))


def _order(raw: Any) -> int:
    number = raw.get("ID") if isinstance(raw, dict) else None
    return int(number) if isinstance(number, int) or (isinstance(number, str) and number.isdecimal()) else 0


def _time(stamp: object, number: int) -> datetime:
    """Return the time of a message: as written, in UTC; a message's number holds it as well."""
    if isinstance(stamp, str) and stamp:
        at = datetime.fromisoformat(stamp)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    if number < 1 << 22:
        raise ValueError(number)
    return _BEGINNING + timedelta(milliseconds=number >> 22)


def _file(uri: str) -> Attachment:
    name = uri.rpartition("/")[2].partition("?")[0] or "file"
    return Attachment(name, media_type_of(name), 0, "", missing=True)
