"""Google Chat from Takeout: `Google Chat/Groups/(DM|Space) <id>/messages.json` with group_info.json, and who the owner is in Users/.

Dates are text in the owner's language. People are known by their mail address; those who deleted their account have a name at most.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, Handle, HandleKind, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_files import NOT_READ, Export, head_of, kept, open_export
from app.parsing.chat_messages import Conversation, Speaker, compared, counterpart, own_identities, speaker
from app.parsing.export_times import zone_named
from app.parsing.json_stream import JsonPull
from app.parsing.json_values import entries, record, words
from app.parsing.long_dates import LongDates

NO_CHAT = N_("There is no Google Chat conversation in it (messages.json); import the Takeout as it was downloaded. Nothing was read.")

_MARKS = (re.compile(r'"(?:created|deleted)_date"\s*:'), re.compile(r'"creator"\s*:\s*\{|"deletion_metadata"\s*:'))
_FOLDER = re.compile(r"(?:^|/)(DM|Space|Group Chat) ([^/]+)/[^/]*$")
_MESSAGES = re.compile(r"messages[^/]*\.json$", re.IGNORECASE)
_MOST_HEADS = 50

Raw = Mapping[str, Any]


class GoogleChatReader:
    """Reads the Takeout of Google Chat, or one messages.json of it."""

    channel = Channel.GOOGLE_CHAT
    asks = frozenset({Ask.ME})

    def score(self, path: Path) -> float:
        """Say how surely this is Google Chat, from the first of its messages.json."""
        try:
            with open_export(path) as export:
                return max((_score(member) for member in _candidates(export)[:_MOST_HEADS]), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, a conversation after another; raises BadInput when there is none in it."""
        with open_export(path) as export:
            found = [member for member in _candidates(export) if _score(member) >= 0.5]
            if not found:
                raise BadInput(NO_CHAT)
            account = _Account(export, options)
            yield from account.learn()
            for member in found:
                yield from kept(member.name, _Group(account, member).items(), alone=len(found) == 1)


READER = GoogleChatReader()


def _candidates(export: Export) -> list[Member]:
    if export.beside is not None:
        return list(export.members)
    return sorted((m for m in export.members if _MESSAGES.search(m.base)), key=lambda m: m.name)


def _score(member: Member) -> float:
    head = head_of(member).lstrip()
    if not re.match(r'\{\s*"messages"\s*:\s*\[', head) or not all(mark.search(head) for mark in _MARKS):
        return 0.0
    return 0.97


@dataclass(slots=True)
class _Account:
    """What the export tells of its owner."""

    export: Export
    options: ReadOptions
    me: frozenset[str] = frozenset()
    people: dict[tuple[object, object], Speaker] = field(default_factory=dict)

    def learn(self) -> Iterator[Problem]:
        """Find the owner: Users/User <id>/user_info.json."""
        own = set(own_identities(self.options))
        for member in self.export.members:
            if self.export.beside is None and member.base == "user_info.json":
                try:
                    with member.open() as stream:
                        user = record(record(JsonPull(stream).value()).get("user"))
                    own |= {compared(user["email"])} if isinstance(user.get("email"), str) else set()
                except BadInput as error:
                    yield Problem(ProblemKind.ERROR, member.name, error.told)
        self.me = frozenset(own)

    def person(self, raw: Raw) -> Speaker:
        """Return a person by name and address."""
        key = (raw.get("name"), raw.get("email"))
        if key not in self.people:
            name, email = (value if isinstance(value, str) else "" for value in key)
            address = " ".join(email.lower().split())
            self.people[key] = speaker(name or address, Handle(HandleKind.EMAIL, address), identity=address or compared(name))
        return self.people[key]


class _Group:
    """Makes the messages of one messages.json."""

    def __init__(self, account: _Account, member: Member) -> None:
        self._account = account
        self._member = member
        self._dates = LongDates(zone_named(account.options.timezone))
        self._chat: Conversation | None = None
        self._problems: list[Problem] = []

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages in the order of the file."""
        with self._member.open() as stream:
            pull = JsonPull(stream)
            for key in pull.keys():  # noqa: SIM118  # a method of the pull reader
                if key != "messages" or pull.peek() != "[":
                    continue
                for position, raw in enumerate(pull.values()):
                    try:
                        made = self._one(raw)
                    except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
                        yield Problem(ProblemKind.UNPARSED, f"{self._member.name}: {position + 1}", NOT_READ)
                        continue
                    yield made
                    yield from self._problems
                    self._problems.clear()

    def _one(self, raw: dict[str, Any]) -> IncomingMessage:
        at = self._dates.at(raw.get("created_date") or raw["deleted_date"])  # of what was deleted often nothing else is told
        chat = self._chat or self._conversation(raw)
        creator = raw.get("creator") or {}
        who = self._account.people.get((creator.get("name"), creator.get("email"))) or self._account.person(creator)
        updated = raw.get("updated_date")
        deleted = "deletion_metadata" in raw or "deleted_date" in raw or raw.get("message_state") == "DELETED"
        text = words(raw.get("text"))
        if not text and "annotations" in raw:
            text = _annotated(raw["annotations"])
        files = tuple(self._files(raw)) if "attached_files" in raw else ()
        edited_at = self._dates.at(updated) if isinstance(updated, str) and updated != raw["created_date"] else None
        warnings = (("edited",) if edited_at else ()) + (("deleted",) if deleted else ())
        return chat.message(
            who, at, text, native_id=str(raw.get("message_id") or ""), attachments=files, warnings=warnings, edited_at=edited_at
        )

    def _conversation(self, first: Raw) -> Conversation:
        """Return the conversation of the file: known by the group's id, which begins every message's id and ends the folder's name."""
        folder = _FOLDER.search(self._member.name)
        space, slash, _ = str(first.get("message_id") or "").partition("/")
        key = space if slash else folder[2] if folder else str(first.get("topic_id") or self._member.base)
        info = self._info()
        members = [self._account.person(m) for m in entries(info.get("members")) if isinstance(m, dict)]
        name = words(info.get("name"))
        me = self._account.me
        if (folder and folder[1] == "Space") or name or len(members) > 2:
            title = str(name or ", ".join(sorted(m.party.name for m in members)))
            other = speaker(title, Handle(HandleKind.ID, key)) if title else None
            made = Conversation(Channel.GOOGLE_CHAT, key, me, other, direct=False, subject=str(name or ""))
        else:  # who is not the owner is the other, also under an account that was deleted since
            made = Conversation(Channel.GOOGLE_CHAT, key, me, counterpart(members, me), direct=False)
        self._chat = made
        return made

    def _info(self) -> Raw:
        """Return what group_info.json beside the messages tells; nothing where it is not there or damaged."""
        member = self._account.export.find(self._member.name, "group_info.json")
        if member is None:
            return {}
        try:
            with member.open() as stream:
                return record(JsonPull(stream).value())
        except BadInput as error:
            self._problems.append(Problem(ProblemKind.ERROR, member.name, error.told))
            return {}

    def _files(self, raw: Raw) -> Iterator[Attachment]:
        for file in map(record, entries(raw["attached_files"])):
            beside, name = str(file.get("export_name") or ""), str(file.get("original_name") or "")
            attachment, problem = self._account.export.attachment(
                self._member.name, beside, f"{self._member.name}: {raw.get('message_id', '')}", name=name or beside
            )
            self._problems += [problem] if problem else []
            yield attachment


def _annotated(annotations: object) -> str:
    """Return what the marks of a message without text point at: links, files, video calls."""
    told = []
    for mark in entries(annotations):
        for inner in record(mark).values():
            found = record(inner)
            named = [found.get(key) for key in ("title", "meeting_url", "meeting_space")]
            named += [record(found.get("url")).get("private_do_not_access_or_else_safe_url_wrapped_value")]
            named += [found.get("url")] if isinstance(found.get("url"), str) else []
            told += [word for word in named if isinstance(word, str) and word]
    return "\n".join(dict.fromkeys(told))
