"""WhatsApp chats as Whatsapp-Chat-Exporter writes them: JSON, an object keyed by the JIDs of chats, with messages keyed by id."""

import math
import re
from collections.abc import Iterator
from datetime import datetime
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
    Party,
    Problem,
    ProblemKind,
    ReadOptions,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import read_body
from app.parsing.chat_files import NO_TIME, NOT_READ, kept
from app.parsing.chat_messages import Conversation, Speaker, speaker
from app.parsing.json_stream import JsonPull
from app.parsing.phones import e164
from app.parsing.sms_messages import time_of

NOT_A_DUMP = N_("This is no JSON of Whatsapp-Chat-Exporter as far as can be seen. Nothing was read.")
_JID = re.compile(r'"\d{5,20}(?:-\d+)?@(?:s\.whatsapp\.net|g\.us|lid|c\.us)"\s*:\s*\{')
_BREAK = re.compile(r"<br ?/?>")
_OWN = "own"
MEDIA_GONE = "The media is missing"
"""What the exporter writes, as a notice, in the place of a file that it did not find."""
MILLISECONDS_FROM = 100_000_000_000


class WhatsAppJsonReader:
    """Reads dumps of WhatsApp's database."""

    channel = Channel.WHATSAPP
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is such a dump: chats under their JIDs."""
        try:
            with backup_parts(path, ".json") as parts:
                return max(map(_score, parts[:200]), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no such dump."""
        with backup_parts(path, ".json") as parts:
            own = [part for part in parts if _score(part) > 0]
            if not own:
                raise BadInput(NOT_A_DUMP)
            for part in own:
                yield from kept(part.name, _items(part, options), alone=len(own) == 1)


READER = WhatsAppJsonReader()


def _score(part: BackupPart) -> float:
    head = part.head().decode("utf-8-sig", "replace")
    return 0.95 if head.lstrip().startswith("{") and _JID.search(head) else 0.0


def _items(part: BackupPart, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
    me = options.me[0] if options.me else ""
    own = Speaker(_OWN, Party(me, (Handle(HandleKind.NAME, me),) if me else ()))
    with refusing_damage(), part.open() as stream:
        pull = JsonPull(stream)
        for jid in pull.keys():  # noqa: SIM118  # keys() reads on through a stream
            if pull.peek() == "{":
                yield from _chat(part, pull, jid, own)


def _chat(part: BackupPart, pull: JsonPull, jid: str, own: Speaker) -> Iterator[IncomingMessage | Problem]:
    """Read a chat. Its name comes before its messages."""
    name, chat = "", None
    people: dict[str, Speaker] = {}
    for key in pull.keys():  # noqa: SIM118
        if key == "name":
            name = str(pull.value() or "")
        elif key == "messages" and pull.peek() == "{":
            for number in pull.keys():  # noqa: SIM118
                chat = chat or _conversation(jid, name)
                yield _message(part, pull.value(), number, chat, people, own)


def _conversation(jid: str, name: str) -> Conversation:
    user, _, server = jid.partition("@")
    number = e164("+" + user) if server in ("s.whatsapp.net", "c.us") else None
    other = speaker(name, Handle(HandleKind.PHONE, number) if number else Handle(HandleKind.ID, jid))
    return Conversation(Channel.WHATSAPP, number or jid, frozenset({_OWN}), other, direct=server != "g.us")


def _message(
    part: BackupPart, row: Any, number: str, chat: Conversation, people: dict[str, Speaker], own: Speaker
) -> IncomingMessage | Problem:
    where = f"{part.name} ({number})"
    time = time_of(_milliseconds(row.get("timestamp"))) if isinstance(row, dict) else None
    if not isinstance(row, dict) or time is None:
        return Problem(ProblemKind.UNPARSED, where, NO_TIME if isinstance(row, dict) else NOT_READ)
    return _of_row(part, row, number, time[1], chat, _who(row, chat, people, own))


def _milliseconds(value: object) -> int:
    """Return a time in seconds (with a fraction), or in milliseconds as some versions write it; 0 when it is no number."""
    try:
        number = float(str(value))
    except ValueError:
        return 0
    return int(number if number > MILLISECONDS_FROM else number * 1000) if math.isfinite(number) else 0


def _who(row: dict[str, Any], chat: Conversation, people: dict[str, Speaker], own: Speaker) -> Speaker:
    if row.get("from_me"):
        return own
    name = str(row.get("sender") or "")
    if chat.direct and chat.other is not None:
        return chat.other
    if name not in people:
        number = e164("+" + name) if name.isdecimal() else e164(name) if name.startswith("+") else None
        people[name] = speaker("" if number else name, *([Handle(HandleKind.PHONE, number)] if number else []))
    return people[name]


def _of_row(part: BackupPart, row: dict[str, Any], number: str, at: datetime, chat: Conversation, who: Speaker) -> IncomingMessage:
    data = row.get("data")
    text = data if isinstance(data, str) else ""
    text = _BREAK.sub("\n", text) if "<br" in text else text  # the exporter writes the ends of lines so
    native = str(row.get("key_id") or number)
    gone = bool(row.get("media")) and text == MEDIA_GONE
    if row.get("meta") and not gone:
        body = read_body(text)
        kind, warnings = (body.kind, body.warnings) if body is not None and (body.kind is Kind.CALL or body.warnings) else (Kind.SYSTEM, ())
        return chat.message(who, at, text, native_id=native, kind=kind, warnings=warnings)
    files: tuple[Attachment, ...] = ()
    if row.get("media"):
        caption = row.get("caption")
        path = "" if gone else text
        file, _ = part.export.attachment(
            part.name, path, native, name="" if path else "media", media_type=str("" if gone else row.get("mime") or "")
        )
        files, text = (file,), caption if isinstance(caption, str) else ""
    way = Direction.OUT if row.get("from_me") else Direction.IN
    return chat.message(who, at, text, native_id=native, direction=way, attachments=files)
