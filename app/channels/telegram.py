"""Telegram Desktop exports: result.json of one chat or of a whole account, and the HTML pages; file, folder or zip.

JSON is streamed a message at a time. Where a chat lies there both ways, JSON is read: it has ids of chats and people, times in UTC, edits.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Kind,
    Problem,
    ProblemKind,
    ReadOptions,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_files import NO_TIME, NOT_READ, Export, head_of, kept, open_export
from app.parsing.chat_messages import Conversation, Speaker, own_identities, speaker
from app.parsing.export_times import of_iso, of_seconds, zone_named
from app.parsing.json_stream import JsonPull
from app.parsing.phones import e164
from app.parsing.telegram_html import MARK, first_number, title_of
from app.parsing.telegram_json import (
    CHAT_TYPES,
    DIRECT,
    EXTRAS,
    NEVER,
    SHIFT,
    Raw,
    call_words,
    chat_key,
    files_of,
    json_of,
    notice_words,
    peer_of,
    text_of,
    words_of,
)
from app.parsing.telegram_pages import Pages

NO_CHAT = N_("There is no Telegram chat in it (result.json or messages.html); export again from Telegram Desktop. Nothing was read.")

_TYPE = re.compile(r'"type"\s*:\s*"(?:' + "|".join(sorted(CHAT_TYPES)) + r')"')
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_OWNER = re.compile(r'"personal_information"\s*:\s*\{[^{}]*"(?:user_id|first_name)"')
_SAID = re.compile(r'"type"\s*:\s*"(?:message|service)"')
_LEAST = ('"id"', '"date"', '"from"', '"text"')
"""What a message has at least: cut-down files leave out the chat's type and everybody's ids."""
_BARE = re.compile(r'\{\s*"id"\s*:\s*\d+\s*,\s*"messages"\s*:\s*\[\s*\{\s*"id"\s*:\s*\d+\s*,\s*"type"\s*:\s*"message"')
"""How a list of messages begins that other programs write for Telegram Desktop: without names."""
_ENTRY = re.compile(r'"(?:date_unixtime|from_id|actor_id|text_entities)"\s*:')
_PAGE = re.compile(r"(\d*)\.html$")
_MOST_HEADS = 200


class TelegramReader:
    """Reads what Telegram Desktop exports."""

    channel = Channel.TELEGRAM
    asks = frozenset({Ask.ME, Ask.TIMEZONE})

    def score(self, path: Path) -> float:
        """Say how surely this is a Telegram export, from the first of its files."""
        try:
            with open_export(path) as export:
                return max((_score(member) for member in _candidates(export)[:_MOST_HEADS]), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when there is no chat in it."""
        zone_named(options.timezone)
        with open_export(path) as export:
            found = [member for member in _candidates(export) if _score(member) >= 0.5]
            documents = [member for member in found if not _is_page(member)]
            pages = [member for member in found if _is_page(member) and not _told_elsewhere(member, documents)]
            if not found:
                raise BadInput(NO_CHAT)
            for member in documents:
                yield from kept(member.name, _Document(export, member, options).items(), alone=len(found) == 1)
            for here, apart in _page_chats(pages) if pages else ():
                yield from kept(here[0].name, Pages(export, here, options, apart).items(), alone=len(found) == len(here))


READER = TelegramReader()


# -- which files


def _candidates(export: Export) -> list[Member]:
    """Return what may be Telegram's, the likeliest first: result.json and pages near the top."""
    fitting = [m for m in export.members if export.beside is not None or m.name.lower().endswith((".json", ".html"))]
    return sorted(fitting, key=lambda m: (not m.base.startswith(("result", "messages")), m.name.count("/"), m.name))


def _score(member: Member) -> float:
    head = head_of(member)
    start = head.lstrip()[:1]
    if start == "{":
        return _score_json(head)
    if start == "<" and MARK in head:
        return 0.97 if 'class="history"' in head or 'class="pull_right date details"' in head else 0.0
    return 0.0


def _score_json(head: str) -> float:
    if _MESSAGES.search(head):
        if _TYPE.search(head):
            return 0.97
        if not _SAID.search(head):
            return 0.0
        if _ENTRY.search(head):
            return 0.9
        return 0.6 if all(key in head for key in _LEAST) or _BARE.search(head) else 0.0
    if _OWNER.search(head) and ('"about"' in head or '"chats"' in head or '"contacts"' in head):
        return 0.95
    return 0.9 if re.search(r'"chats"\s*:\s*\{', head) and _TYPE.search(head) else 0.0


def _is_page(member: Member) -> bool:
    return head_of(member, 64).lstrip().startswith("<")


def _folder(member: Member) -> str:
    return member.name.rpartition("/")[0]


def _page_number(member: Member) -> tuple[int, str]:
    found = _PAGE.search(member.base)
    return (int(found[1] or 1) if found else 1), member.name


def _page_chats(pages: list[Member]) -> list[tuple[list[Member], str]]:
    """Return the pages of each chat in their order, and what tells it apart where others bear the same name ("" where none does)."""
    folders: dict[str, list[Member]] = {}
    for page in pages:
        folders.setdefault(_folder(page), []).append(page)
    chats = [sorted(folder, key=_page_number) for folder in folders.values()]
    heads = [head_of(chat[0]) for chat in chats] if len(chats) > 1 else [""]
    named = Counter(map(title_of, heads))
    return [(chat, first_number(head) if named[title_of(head)] > 1 else "") for chat, head in zip(chats, heads, strict=True)]


def _told_elsewhere(page: Member, documents: list[Member]) -> bool:
    """Say whether a document at or above the page's folder tells the same chat."""
    return any(_folder(document) in ("", _folder(page)) or page.name.startswith(_folder(document) + "/") for document in documents)


# -- JSON


@dataclass(slots=True)
class _Document:
    """One result.json: what it tells of the owner and of contacts, and its chats."""

    export: Export
    member: Member
    options: ReadOptions
    owner: str = ""
    phones: dict[str, str] = field(default_factory=dict)

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield everything in the order of the file."""
        with self.member.open() as stream:
            pull = json_of(stream)
            header: dict[str, Any] = {}
            for key in pull.keys():  # noqa: SIM118  # a method of the pull reader
                if key in ("name", "type", "id"):
                    header[key] = pull.value()
                elif key == "messages" and pull.peek() == "[":
                    yield from _Chat(self, header if "id" in header else self._header()).items(pull)
                elif key == "personal_information" and pull.peek() == "{":
                    self._own(pull.value())
                elif key in ("contacts", "chats", "left_chats") and pull.peek() == "{":
                    yield from self._list(pull, chats=key != "contacts")

    def _header(self) -> dict[str, Any]:
        """Look through the file for a header that comes after the messages."""
        with self.member.open() as stream:
            pull = json_of(stream)
            return {key: pull.value() for key in pull.keys() if key in ("name", "type", "id")}  # noqa: SIM118

    def _list(self, pull: JsonPull, *, chats: bool) -> Iterator[IncomingMessage | Problem]:
        for key in pull.keys():  # noqa: SIM118
            if key != "list" or pull.peek() != "[":
                continue
            for _ in pull.items():
                if pull.peek() != "{":
                    continue
                if chats:
                    yield from self._chat(pull)
                else:
                    self._contact(pull.value())

    def _chat(self, pull: JsonPull) -> Iterator[IncomingMessage | Problem]:
        header: dict[str, Any] = {}
        for key in pull.keys():  # noqa: SIM118
            if key in ("name", "type", "id"):
                header[key] = pull.value()
            elif key == "messages" and pull.peek() == "[":
                yield from _Chat(self, header).items(pull)

    def _own(self, told: Raw) -> None:
        self.owner = peer_of(told.get("user_id"))

    def _contact(self, told: Raw) -> None:
        peer, number = peer_of(told.get("user_id")), _number(told.get("phone_number"), self.options.country)
        if peer and number:
            self.phones[peer] = number


def _number(raw: object, country: str) -> str:
    """Return a number as Telegram writes it (spaces, 00 or nothing before the country's code) in international form."""
    digits = "".join(ch for ch in raw if ch.isdigit()) if isinstance(raw, str) else ""
    if not isinstance(raw, str) or not digits:
        return ""
    if raw.strip().startswith("+"):
        return e164("+" + digits) or ""
    return e164("+" + digits[2:] if digits.startswith("00") else digits, country) or ""


class _Chat:
    """Makes the messages of one chat of a document."""

    def __init__(self, document: _Document, header: Raw) -> None:
        kind, name = str(header.get("type") or ""), header.get("name")
        self._document = document
        self._key = chat_key(kind, header.get("id", ""))
        self._name = name if isinstance(name, str) else ""
        self._zone = zone_named(document.options.timezone)
        self._people: dict[tuple[object, object], Speaker] = {}
        self._problems: list[Problem] = []
        me = set(own_identities(document.options)) | ({document.owner} if document.owner else set())
        me |= {self._key} if kind == "saved_messages" else set()
        own = kind in ("saved_messages", "replies", "verification_codes")
        self._channel = kind.endswith("channel")
        self._known = {self._key, document.owner} - {""} if kind in DIRECT else {document.owner} - {""}
        self._shifted = False
        other = None if own or "id" not in header else self._speaker(self._name, self._key)
        self._chat = Conversation(Channel.TELEGRAM, self._key, me, other, kind in DIRECT and not own, "" if kind in DIRECT else self._name)

    def items(self, pull: JsonPull) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages at hand."""
        one = self._one
        for position, raw in enumerate(pull.values()):
            try:
                made = one(raw)
            except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
                yield Problem(ProblemKind.UNPARSED, self._where(raw, position), NOT_READ)
                continue
            if made is None:
                yield Problem(ProblemKind.UNPARSED, self._where(raw, position), NO_TIME)
                continue
            yield made
            if self._problems:
                yield from self._problems
                self._problems.clear()

    def _where(self, raw: object, position: int) -> str:
        number = raw.get("id", position) if isinstance(raw, dict) else position
        return f"{self._document.member.name}: {self._key}/{number}"

    def _one(self, raw: dict[str, Any]) -> IncomingMessage | None:
        at = self._time(raw, "date_unixtime", "date")
        if at is None:
            return None
        if raw.get("type") == "service":
            return self._service(raw, at)
        text = raw.get("text")
        if text.__class__ is not str or not text:
            text = text_of(raw)
        key = (raw.get("from"), raw.get("from_id"))
        who = self._people.get(key) or self._person(key)
        if EXTRAS.isdisjoint(raw):
            number = raw.get("id")
            return self._chat.message(who, at, text, native_id="" if number is None else str(number), local=_local(raw))
        return self._rich(raw, who, at, text)

    def _rich(self, raw: dict[str, Any], who: Speaker, at: datetime, text: str) -> IncomingMessage:
        """Make a message that is more than words: files, places, polls, edits."""
        more = words_of(raw)
        warnings = ("forwarded",) if "forwarded_from" in raw else ()
        edited = self._time(raw, "edited_unixtime", "edited")
        return self._chat.message(
            who,
            at,
            "\n".join(filter(None, (text, more))),
            native_id=_id(raw),
            local=_local(raw),
            attachments=self._files(raw),
            warnings=(*warnings, "edited") if edited else warnings,
            edited_at=edited,
        )

    def _files(self, raw: dict[str, Any]) -> tuple[Attachment, ...]:
        made = []
        for file in files_of(raw):
            if not file.uri:
                made.append(Attachment(file.name, file.media_type, file.size, "", missing=True))
                continue
            near = self._document.member.name
            where = self._where(raw, 0)
            attachment, problem = self._document.export.attachment(
                near, file.uri, where, name=file.name, media_type=file.media_type, size=file.size
            )
            made.append(attachment)
            self._problems += [problem] if problem else []
        return tuple(made)

    def _service(self, raw: dict[str, Any], at: datetime) -> IncomingMessage:
        number, local = _id(raw), _local(raw)
        if raw.get("action") != "phone_call":
            return self._chat.notice(at, notice_words(raw), native_id=number, local=local)
        text, missed = call_words(raw)
        who = self._person((raw.get("actor"), raw.get("actor_id")))
        made = self._chat.message(who, at, text, native_id=number, local=local, kind=Kind.CALL)
        return replace(made, warnings=("missed_call",)) if missed and made.direction is not Direction.OUT else made

    def _time(self, raw: Raw, seconds: str, iso: str) -> datetime | None:
        """Return a time: seconds since 1970 where the export has them, else what the clock of the exporting computer said."""
        stamp = raw.get(seconds)
        if stamp:
            return datetime.fromtimestamp(int(stamp), UTC) if isinstance(stamp, str | int) else of_seconds(str(stamp))
        local = raw.get(iso)
        if isinstance(local, int) and local > 0:
            return datetime.fromtimestamp(local, UTC)
        return of_iso(local, self._zone) if isinstance(local, str) and local[:4] not in NEVER else None

    def _person(self, key: tuple[object, object]) -> Speaker:
        if key not in self._people:
            name, peer = key[0] if isinstance(key[0], str) else "", self._peer(key[1])
            unnamed = self._chat.other if not peer and (name == self._name or (self._channel and not name)) else None
            self._people[key] = unnamed or self._speaker(name, peer)
        return self._people[key]

    def _peer(self, value: object) -> str:
        """Return an id. Some exports of 2020 and 2021 have bare numbers with what they are of in the higher bits: read so where that names
        the other one of the chat, or the owner."""
        if isinstance(value, int) and value > SHIFT:
            low = f"user{value % SHIFT}"
            self._shifted = self._shifted or low in self._known
            return low if self._shifted and value < 2 * SHIFT else peer_of(value)
        return peer_of(value)

    def _speaker(self, name: str, peer: str) -> Speaker:
        phone = self._document.phones.get(peer, "")
        return speaker(name, Handle(HandleKind.ID, peer), Handle(HandleKind.PHONE, phone), identity=peer)


def _local(raw: Raw) -> str:
    """Return the time as the exporting computer's clock said it."""
    told = raw.get("date")
    return told if isinstance(told, str) else str(told or "")


def _id(raw: Raw) -> str:
    """Return the number of a message in its chat; "" where a tool left it out."""
    number = raw.get("id")
    return "" if number is None else str(number)
