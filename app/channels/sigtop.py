"""Signal Desktop chats exported with sigtop, as text or as JSON (the rows of Signal's own database); a file, or a folder of chats."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import UNKNOWN_TYPE, media_type_of
from app.parsing.chat_files import NO_TIME, NOT_READ, kept
from app.parsing.chat_messages import NOBODY, Conversation, Speaker
from app.parsing.json_stream import JsonPull
from app.parsing.signal_people import OWN, described, owner, person
from app.parsing.sigtop_text import Block, blocks, time_in
from app.parsing.textfile import detect_encoding, read_lines

NOT_SIGTOP = N_("This is no chat exported with sigtop as far as can be seen. Nothing was read.")
_YOU = "You"
_SAID = ("incoming", "outgoing", "story")
_HEAD = "Conversation: "
_BLOCK = re.compile(r"^Type: [\w-]+\r?\n(?:Sent|Received): ", re.MULTILINE)
_CALL = "call-history"
_WORDS = {_CALL: "Voice call"} | dict.fromkeys(_SAID, "")


class SigtopReader:
    """Reads what sigtop exports."""

    channel = Channel.SIGNAL
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely these are sigtop's, by their first lines."""
        try:
            with backup_parts(path, ".txt", ".json") as parts:
                return max((_score(part) for part in islice(parts, 200)), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, a chat after the other; raises BadInput when there is no chat."""
        with backup_parts(path, ".txt", ".json") as parts:
            chats = [part for part in parts if _score(part) > 0]
            if not chats:
                raise BadInput(NOT_SIGTOP)
            for part in chats:
                of_file = _json(part, options) if _is_json(part) else _text(part, options)
                yield from kept(part.name, of_file, alone=len(chats) == 1)


READER = SigtopReader()


def _is_json(part: BackupPart) -> bool:
    return part.head(64).lstrip().startswith(b"[")


def _score(part: BackupPart) -> float:
    head = part.head().decode("utf-8-sig", "replace")
    if head.startswith((_HEAD, "From: ")):
        return 0.97 if _BLOCK.search(head) else 0.0
    if head.lstrip().startswith("["):
        known = '"conversationId"' in head and ('"incoming"' in head or '"outgoing"' in head)
        times = sum(f'"{key}"' in head for key in ("sent_at", "received_at", "timestamp"))
        return 0.0 if not known or not times else 0.95 if times > 1 else 0.8
    return 0.0


def _conversation(key: str, other: Speaker, *, group: bool) -> Conversation:
    return Conversation(Channel.SIGNAL, key, frozenset({OWN}), other, direct=not group)


def _direction(sort: str) -> Direction | None:
    return {"outgoing": Direction.OUT, "incoming": Direction.IN}.get(sort)


# -- text


def _text(part: BackupPart, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
    with part.open() as stream:
        encoding = detect_encoding(stream)
    with part.open() as stream:
        lines = read_lines(stream, encoding)
        first = next(lines).removeprefix("\ufeff")
        headed = first.startswith(_HEAD)
        stem = part.name.rpartition("/")[2].removesuffix(".txt")
        other, group = described(first.removeprefix(_HEAD) if headed else stem)
        chat, people = _conversation(other.identity or part.name, other, group=group), {_YOU: owner(options)}
        for block in blocks(chain([""] if headed else [first], lines)):  # with the first line, so that line numbers stay true
            sender = block.fields.get("From", "")
            who = people.get(sender)
            if who is None:
                who = people[sender] = described(sender)[0] if sender else NOBODY
            yield _of_block(block, who, chat, f"{part.name}:{block.line}")


def _of_block(block: Block, who: Speaker, chat: Conversation, where: str) -> IncomingMessage | Problem:
    written = block.fields.get("Sent") or block.fields.get("Received", "")
    at = time_in(written)
    if at is None:
        return Problem(ProblemKind.UNPARSED, where, NO_TIME)
    sort = block.fields.get("Type", "")
    files = tuple(_attachment(name, kind, size) for name, kind, size in block.files)
    quote = "\n".join(f"> {line}" for line in block.quote.split("\n")) + "\n\n" if block.quote else ""
    kind = Kind.CALL if sort == _CALL else Kind.MESSAGE if sort in _SAID or block.body else Kind.SYSTEM
    text = quote + block.body or _WORDS.get(sort, sort)
    edited = time_in(block.edited) if block.edited else None
    made = chat.message(
        who,
        at,
        text,
        kind=kind,
        direction=_direction(sort),
        attachments=files,
        warnings=("edited",) if block.edited else (),
        edited_at=edited,
    )
    return replace(made, new_text=block.body) if quote else made


def _attachment(name: str, kind: str, size: int) -> Attachment:
    name = "" if name == "no filename" else name
    return Attachment(name or kind.partition("/")[0] or "file", kind or media_type_of(name), size, "", missing=True)


# -- JSON


def _json(part: BackupPart, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
    chat, people = None, {OWN: owner(options)}
    named, group = described(part.name.rpartition("/")[2].removesuffix(".json"))
    with refusing_damage(), part.open() as stream:
        for number, row in enumerate(JsonPull(stream).values(), 1):
            where = f"{part.name}:{number}"
            if not isinstance(row, dict):
                yield Problem(ProblemKind.UNPARSED, where, NOT_READ)
                continue
            chat = chat or _conversation(str(row.get("conversationId") or named.identity), named, group=group)
            yield _of_row(row, people, chat, where)


def _of_row(row: dict[str, Any], people: dict[str, Speaker], chat: Conversation, where: str) -> IncomingMessage | Problem:
    at = _milliseconds(row.get("sent_at") or row.get("timestamp") or row.get("received_at_ms"))
    if at is None:
        return Problem(ProblemKind.UNPARSED, where, NO_TIME)
    sort = str(row.get("type") or "")
    body = row.get("body")
    text = body if isinstance(body, str) else ""
    kind = Kind.CALL if sort == _CALL else Kind.MESSAGE if sort in _SAID or text else Kind.SYSTEM
    warnings = ("deleted",) if row.get("deletedForEveryone") else ("view_once",) if row.get("isViewOnce") else ()
    edits = [edit for edit in row.get("editHistory") or [] if isinstance(edit, dict)]
    made = chat.message(
        _author(row, sort, people, chat),
        at,
        _quote(row) + text or _WORDS.get(sort, sort),
        native_id=str(row.get("id") or ""),
        kind=kind,
        direction=_direction(sort),
        attachments=tuple(_file(item) for item in row.get("attachments") or [] if isinstance(item, dict)),
        warnings=(*warnings, "edited") if edits else warnings,
        edited_at=_milliseconds(edits[0].get("timestamp")) if edits else None,
    )
    return replace(made, new_text=text) if row.get("quote") and made.new_text else made


def _author(row: dict[str, Any], sort: str, people: dict[str, Speaker], chat: Conversation) -> Speaker:
    if sort == "outgoing":
        return people[OWN]
    if sort not in _SAID:
        return NOBODY
    number = str(row.get("source") or "")
    identity = str(row.get("sourceServiceId") or row.get("sourceUuid") or "")
    if chat.direct and chat.other is not None:
        return chat.other
    key = number or identity
    if key not in people:
        people[key] = person("", number, identity)
    return people[key]


def _quote(row: dict[str, Any]) -> str:
    quote = row.get("quote")
    text = quote.get("text") if isinstance(quote, dict) else None
    return "\n".join(f"> {line}" for line in text.split("\n")) + "\n\n" if isinstance(text, str) and text else ""


def _file(item: dict[str, Any]) -> Attachment:
    size = item.get("size")
    return _attachment(str(item.get("fileName") or ""), str(item.get("contentType") or UNKNOWN_TYPE), size if isinstance(size, int) else 0)


def _milliseconds(value: object) -> datetime | None:
    try:
        number = int(str(value))
        return datetime.fromtimestamp(number / 1000, UTC) if number > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
