"""Signal's own "export chats" (Android from 8.10): a folder or zip with `main.jsonl`, whose lines are frames of Signal's backup format.

Schema: Backup.proto of Signal for Android. Numbers may be text. Reactions and receipts are no messages and are passed over.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import UNKNOWN_TYPE
from app.parsing.chat_files import KEEP_BYTES, NO_TIME, NOT_READ, kept
from app.parsing.chat_messages import NOBODY, Conversation, Speaker
from app.parsing.json_stream import CUT_OFF
from app.parsing.json_values import entries, record, words
from app.parsing.signal_people import OWN, owner, person

NOT_SIGNAL = N_("This is no export of chats by Signal as far as can be seen (main.jsonl). Nothing was read.")
LONGEST_LINE = 64 * 1024 * 1024
_WORDS = {"giftBadge": "gift badge", "paymentNotification": "payment", "giftBadgeMessage": "gift badge"}
_DELETED = ("remoteDeletedMessage", "adminDeletedMessage")
_MISSED = ("MISSED", "MISSED_NOTIFICATION_PROFILE", "NOT_ACCEPTED")


class SignalAndroidReader:
    """Reads Signal's exported chats."""

    channel = Channel.SIGNAL
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is such an export, by its first frames."""
        try:
            with backup_parts(path, "main.jsonl") as parts:
                return max(map(_score, parts), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no such export."""
        with backup_parts(path, "main.jsonl") as parts:
            own = [part for part in parts if _score(part) > 0]
            if not own:
                raise BadInput(NOT_SIGNAL)
            for part in own:
                yield from kept(part.name, _Frames(part, options).items(), alone=len(own) == 1)


READER = SignalAndroidReader()


def _score(part: BackupPart) -> float:
    head = part.head().decode("utf-8-sig", "replace").replace(" ", "")
    if not head.startswith("{"):
        return 0.0
    frames = sum(f'{{"{key}":' in head for key in ("account", "recipient", "chat", "chatItem"))
    said = '{"chatItem":' in head and '"chatId"' in head and '"dateSent"' in head
    return 0.97 if frames >= 3 else 0.9 if said else 0.7 if frames == 2 and '"recipientId"' in head else 0.0


@dataclass(slots=True)
class _Frames:
    """Goes through the frames: people and chats come before what was said."""

    part: BackupPart
    options: ReadOptions
    people: dict[str, Speaker] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    chats: dict[str, Conversation] = field(default_factory=dict)
    files: dict[str, Member] | None = None

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in order."""
        number = 0
        with self.part.open() as stream:
            while line := stream.readline(LONGEST_LINE):
                number += 1
                if not line.strip():
                    continue
                where = f"{self.part.name}:{number}"
                frame = _frame(line)
                if frame is None:
                    cut = not line.endswith(b"\n")
                    yield Problem(ProblemKind.ERROR if cut else ProblemKind.UNPARSED, where, CUT_OFF if cut else NOT_READ)
                elif item := frame.get("chatItem"):
                    yield self._item(item, where)
                else:
                    self._learn(frame)

    def _learn(self, frame: dict[str, Any]) -> None:
        recipient, chat = _object(frame, "recipient"), _object(frame, "chat")
        if recipient:
            number = str(recipient.get("id"))
            self.people[number] = _recipient(recipient, number, self.options)
            if "group" in recipient:
                self.groups.add(number)
        elif chat:
            to = str(chat.get("recipientId"))
            other = self.people.get(to) or person("", identity=to)
            group = to in self.groups
            self.chats[str(chat.get("id"))] = Conversation(Channel.SIGNAL, other.identity or to, frozenset({OWN}), other, direct=not group)

    def _item(self, item: dict[str, Any], where: str) -> IncomingMessage | Problem:
        author, chat_id = str(item.get("authorId")), str(item.get("chatId"))
        edits = [old for old in item.get("revisions") or [] if isinstance(old, dict) and _milliseconds(old.get("dateSent"))]
        sent = min((str(old["dateSent"]) for old in (*edits, item) if "dateSent" in old), default="")
        at = _milliseconds(sent)
        if at is None:
            return Problem(ProblemKind.UNPARSED, where, NO_TIME)
        chat = self.chats.get(chat_id)
        if chat is None:
            chat = self.chats[chat_id] = Conversation(Channel.SIGNAL, chat_id, frozenset({OWN}), None, direct=False)
        made = self._with_files(_content(item))
        who = NOBODY if made.kind is Kind.SYSTEM else self.people.get(author) or person("", identity=author)
        way = Direction.OUT if "outgoing" in item else Direction.IN if "incoming" in item else None
        message = chat.message(
            who,
            at,
            made.quote + made.text,
            native_id=f"{author}:{sent}",
            kind=made.kind,
            direction=way,
            attachments=made.files,
            warnings=(*made.warnings, "edited") if edits else made.warnings,
            edited_at=_milliseconds(item.get("dateSent")) if edits else None,
        )
        return replace(message, new_text=made.text) if made.quote else message

    def _with_files(self, made: "_Content") -> "_Content":
        """Give a message its files, as far as they lie in the export under the digest that the frame tells; a long text lies there too."""
        if not made.pointers and not made.long:
            return made
        text = made.text
        if made.long and (stored := self._stored(made.long)) and stored.content is not None:
            text = stored.content.decode("utf-8", "replace")
        files = [replace(file, **found) for file, found in zip(made.files, map(self._found, made.pointers), strict=False)]
        return replace(made, text=text, files=(*files, *made.files[len(files) :]))

    def _found(self, pointer: dict[str, Any]) -> dict[str, Any]:
        stored = self._stored(pointer)
        return {"size": stored.size, "sha256": stored.sha256, "content": stored.content, "missing": False} if stored else {}

    def _stored(self, pointer: dict[str, Any]) -> Attachment | None:
        digest = _hex(_object(pointer, "locatorInfo").get("plaintextHash"))
        if self.files is None:
            beside = (member for member in self.part.beside if member is not self.part.member)
            self.files = {member.base.partition(".")[0].lower(): member for member in beside}
        member = self.files.get(digest) if digest else None
        if member is None:
            return None
        try:
            sha, size, content = member.digest(KEEP_BYTES)
        except BadInput:
            return None
        return Attachment("", "", size, sha, content=content)


def _hex(value: object) -> str:
    """Return a digest in hex, as JSON writes bytes (base64, or hex as they are); "" where it is none."""
    text = value if isinstance(value, str) else ""
    if len(text) == 64:
        return text.lower()
    try:
        return base64.b64decode(text + "==", altchars=b"-_" if "-" in text or "_" in text else None).hex()
    except ValueError:
        return ""


def _frame(line: bytes) -> dict[str, Any] | None:
    try:
        frame = json.loads(line.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) else None


def _object(frame: dict[str, Any], key: str) -> dict[str, Any]:
    value = frame.get(key)
    return value if isinstance(value, dict) else {}


def _recipient(recipient: dict[str, Any], number: str, options: ReadOptions) -> Speaker:
    if "self" in recipient:
        return owner(options)
    if "group" in recipient:
        title = _object(_object(_object(recipient, "group"), "snapshot"), "title")
        return person(str(title.get("title") or ""), identity=number)
    contact = _object(recipient, "contact")
    nickname = _object(contact, "nickname")
    pairs = [
        (nickname.get("given"), nickname.get("family")),
        *((contact.get(f"{sort}GivenName"), contact.get(f"{sort}FamilyName")) for sort in ("system", "profile")),
    ]
    names = (" ".join(str(part) for part in pair if part) for pair in pairs)
    return person(next(filter(None, names), ""), str(contact.get("e164") or ""), str(contact.get("username") or number))


@dataclass(frozen=True, slots=True)
class _Content:
    """What an item says."""

    text: str = ""
    quote: str = ""
    kind: Kind = Kind.MESSAGE
    files: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()
    pointers: tuple[dict[str, Any], ...] = ()
    long: dict[str, Any] = field(default_factory=dict)
    """Where the whole of a long text lies, of which `text` is the beginning."""


def _content(item: dict[str, Any]) -> _Content:
    if standard := _object(item, "standardMessage"):
        quote = _object(_object(standard, "quote"), "text").get("body")
        quoted = "\n".join(f"> {line}" for line in quote.split("\n")) + "\n\n" if isinstance(quote, str) and quote else ""
        found = [_object(one, "pointer") for one in entries(standard.get("attachments")) if isinstance(one, dict)]
        files = tuple(map(_file, found))
        return _Content(_body(standard), quoted, files=files, pointers=tuple(found), long=_object(standard, "longText"))
    if any(key in item for key in _DELETED):
        return _Content(warnings=("deleted",))
    if "directStoryReplyMessage" in item:
        reply = _object(item, "directStoryReplyMessage")
        told = _object(reply, "textReply")
        return _Content(_body(told) or words(reply.get("emoji")), long=_object(told, "longText"))
    if poll := _object(item, "poll"):
        return _Content(
            "\n".join([words(poll.get("question")), *(f"- {words(record(o).get('option'))}" for o in entries(poll.get("options")))])
        )
    if "viewOnceMessage" in item:
        return _Content(warnings=("view_once",))
    if "stickerMessage" in item:
        return _Content(files=(Attachment("sticker", "image/webp", 0, "", missing=True),))
    if "contactMessage" in item:
        return _Content(files=(Attachment("contact card", "text/vcard", 0, "", missing=True),))
    if "updateMessage" in item:
        return _update(_object(item, "updateMessage"))
    other = next((key for key in item if key.endswith("Message") or key in _WORDS), "")
    return _Content(_WORDS.get(other, other), kind=Kind.SYSTEM)


def _update(update: dict[str, Any]) -> _Content:
    call = _object(update, "individualCall") or _object(update, "groupCall")
    if call:
        words = "Video call" if "VIDEO" in str(call.get("type")) else "Voice call"
        missed = str(call.get("state")) in _MISSED and str(call.get("direction")) != "OUTGOING"
        return _Content(f"Missed {words.lower()}" if missed else words, kind=Kind.CALL, warnings=("missed_call",) if missed else ())
    return _Content(next(iter(update), "update"), kind=Kind.SYSTEM)


def _body(standard: dict[str, Any]) -> str:
    return words(_object(standard, "text").get("body"))


def _file(pointer: dict[str, Any]) -> Attachment:
    kind = words(pointer.get("contentType")) or UNKNOWN_TYPE
    size = _object(pointer, "locatorInfo").get("size")
    return Attachment(
        words(pointer.get("fileName")) or kind.partition("/")[0], kind, size if isinstance(size, int) else 0, "", missing=True
    )


def _milliseconds(value: object) -> datetime | None:
    try:
        number = int(str(value))
        return datetime.fromtimestamp(number / 1000, UTC) if number > 0 else None
    except (ValueError, OverflowError, OSError):
        return None
