"""Helpdesk exports as tickets: records of JSON or XML in any wrapping, people by id, what was said in files beside the tickets, and tickets
as messages. Internal notes stay notes."""

import html as html_entities
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parseaddr
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
from app.parsing.archive import Member, refusing_damage
from app.parsing.chat_messages import Conversation, Speaker, own_identities, speaker
from app.parsing.helpdesk_records import HEAD, Record, element_tags, record_members, records
from app.parsing.html_text import html_to_text
from app.parsing.phones import e164
from app.parsing.quotes import strip_quotes

NO_TICKETS = N_("There are no tickets in {name} that can be read; export them as JSON, with their comments.")
NO_TIME = N_("A ticket or comment without a time was left out.")
NO_WORDS = N_("The export holds this ticket without what was said in it; its description was kept.")
STRAY = N_("Comments of tickets that are not in the export were left out.")
LEFT_OUT = N_("Tickets that were deleted or marked as spam were left out.")

_LIKELY = ("ticket", "conversation")
"""What a file of tickets is likely called: it is looked at first."""
_NUMBER = re.compile(r"\d+")
_LOOKED_AT = 20
_CHAT_OF_MESSENGER = re.compile(rb'\{\s*"participants"\s*:\s*\[\s*(?:\{\s*"name"|"|\])')
"""How a chat of Meta's begins: megabytes that are no ticket, and hundreds of them in a folder."""
_LARGEST_FIRST = 4 * 1024 * 1024
"""Characters of a first record beyond which a file is not taken for tickets: it is a list of something else."""
_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?\Z")
_SUFFIX = re.compile(r"\.(\d{6})\d*(?=[+\-Z]|$)")


# -- values


def moment(value: object) -> datetime | None:
    """Return a time of a helpdesk (ISO 8601 with or without `T`, seconds since 1970) in UTC, None when it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_seconds(float(value))
    if not isinstance(value, str) or not value:
        return None
    if _SECONDS.match(value):
        return _from_seconds(float(value))
    try:
        at = datetime.fromisoformat(_SUFFIX.sub(r".\1", value.strip().replace("Z", "+00:00")))
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _from_seconds(value: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def words_of(*candidates: object) -> str:
    """Return the first candidate that says something; mark-up becomes text."""
    for candidate in candidates:
        if isinstance(candidate, str) and candidate.strip():
            marked = re.search(r"<(?:br|p|div|a|span|b|i|ul|ol|table|html|body|img|blockquote)\b[^>]*>", candidate, re.IGNORECASE)
            return html_to_text(candidate).strip() if marked else html_entities.unescape(candidate).strip()
    return ""


def text(value: object) -> str:
    """Return a value as text: "" for nothing, whole numbers without a point."""
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def dig(record: Record, *keys: str) -> Any:
    """Return the value under a path of keys, None where there is none."""
    value: Any = record
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def rows(value: object) -> list[Record]:
    """Return the objects of a list; anything else is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def person(record: Record | None, country: str, *, name: str = "", address: str = "") -> Speaker:
    """Return a person of a helpdesk: by the address, else the number, else the helpdesk's own id."""
    record = record or {}
    whole = " ".join(filter(None, (text(record.get(k)) for k in ("first_name", "last_name")))) or " ".join(
        filter(None, (text(record.get(k)) for k in ("firstName", "lastName", "first", "last")))
    )
    named, found = parseaddr(address or text(record.get("email") or record.get("address")))
    number = e164(text(record.get("phone") or record.get("mobile")), country) if record.get("phone") or record.get("mobile") else None
    handles = [Handle(HandleKind.EMAIL, found.strip().lower())] if "@" in found else []
    handles += [Handle(HandleKind.PHONE, number)] if number else []
    identity = text(record.get("id"))
    handles += [Handle(HandleKind.ID, identity)] if identity and not handles else []
    return speaker(name or text(record.get("name")) or whole or named, *handles, identity=found.strip().lower() or identity)


def attachments_of(*lists: object) -> tuple[Attachment, ...]:
    """Return attachments as the export names them: links that need the helpdesk, so the files are missing."""
    found = [item for value in lists for item in rows(value)]
    return tuple(Attachment(_file_name(item), _file_type(item), _size(item), "", missing=True) for item in found)


def _file_name(item: Record) -> str:
    return text(
        next((item[key] for key in ("file_name", "fileName", "filename", "content_file_name", "name") if item.get(key)), "attachment")
    )


def _file_type(item: Record) -> str:
    return text(next((item[key] for key in ("content_type", "mimeType", "mime_type") if item.get(key)), "application/octet-stream"))


def _size(item: Record) -> int:
    size = item.get("size") or item.get("file_size")
    return int(size) if isinstance(size, int | float) and size >= 0 else 0


# -- tickets


@dataclass(frozen=True, slots=True)
class Comment:
    """One thing said in a ticket. `inward` None: by whether the author is the customer. `internal` notes are the team's alone."""

    id: str
    at: datetime | None
    author: Speaker | None
    text: str
    inward: bool | None = None
    internal: bool = False
    kind: Kind = Kind.MESSAGE
    attachments: tuple[Attachment, ...] = ()
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket, in the words of any helpdesk."""

    system: str
    id: str
    customer: Speaker
    comments: Sequence[Comment]
    subject: str = ""
    left_out: bool = False
    bare: bool = False
    """Whether the export holds the description alone."""
    where: str = field(default="")


def ticket_messages(tickets: Iterable[Ticket | Problem], options: ReadOptions, name: str) -> Iterator[IncomingMessage | Problem]:
    """Yield the messages of tickets, oldest first in each. Deleted ones and spam are counted; raises BadInput when there was nothing."""
    me = own_identities(options)
    left_out = found = 0
    for ticket in tickets:
        found += 1
        if isinstance(ticket, Problem):
            yield ticket
        elif ticket.left_out:
            left_out += 1
        else:
            yield from _messages(ticket, me)
    if left_out:
        yield Problem(ProblemKind.LEFT_OUT, f"{name} ({left_out})", LEFT_OUT)
    if not found:
        raise BadInput(NO_TICKETS, name=name)


def _scoped(who: Speaker, system: str) -> Speaker:
    """Numbers of people are a helpdesk's own: 61 is somebody else in the next one."""
    if not who.identity or any(handle.kind is not HandleKind.ID for handle in who.party.handles):
        return who
    handles = tuple(Handle(HandleKind.ID, f"{system}:{handle.value}") for handle in who.party.handles)
    return replace(who, party=replace(who.party, handles=handles))


def _messages(ticket: Ticket, me: frozenset[str]) -> Iterator[IncomingMessage | Problem]:
    ticket = replace(ticket, customer=_scoped(ticket.customer, ticket.system))
    talk = Conversation(Channel.HELPDESK, f"{ticket.system}:{ticket.id}", me, ticket.customer, subject=ticket.subject)
    dated = sorted((c for c in ticket.comments if c.at is not None), key=lambda c: c.at or datetime.min.replace(tzinfo=UTC))
    for comment in dated:
        if comment.at is not None:
            yield _message(talk, ticket, comment, comment.at)
    if len(dated) < len(ticket.comments):
        yield Problem(ProblemKind.UNPARSED, ticket.where or ticket.id, NO_TIME)
    if ticket.bare:
        yield Problem(ProblemKind.LEFT_OUT, ticket.where or ticket.id, NO_WORDS)


def _message(talk: Conversation, ticket: Ticket, comment: Comment, at: datetime) -> IncomingMessage:
    who = _scoped(comment.author or ticket.customer, ticket.system)
    who = ticket.customer if who.identity == ticket.customer.identity else who
    inward = comment.inward if comment.inward is not None else who.identity == ticket.customer.identity
    made = talk.message(
        ticket.customer if inward and not who.identity else who,
        at,
        comment.text,
        native_id=comment.id,
        kind=Kind.NOTE if comment.internal else comment.kind,
        direction=Direction.IN if inward and not comment.internal else Direction.OUT,
        attachments=comment.attachments,
        edited_at=comment.edited_at,
    )
    # A note goes with the customer it is about, though nobody sent it to them.
    recipients = () if made.direction is Direction.IN else (ticket.customer.party,)
    return replace(made, recipients=recipients, new_text=strip_quotes(comment.text))


# -- what was said, in files of its own


@dataclass(frozen=True, slots=True)
class Said:
    """How a helpdesk exports what was said apart from the tickets. `lists` are the keys that hold it, `is_said` knows a record, `owner` is
    the key of the ticket's id in it (a file without that names the ticket in its own name), `key` where a ticket holds it otherwise."""

    key: str
    is_said: Callable[[Record], bool]
    lists: tuple[str, ...]
    owner: str = "ticket_id"


class _Aside:
    """What was said in the tickets of an export, by ticket; packed, since it is most of the export."""

    def __init__(self) -> None:
        self._packed: dict[str, list[bytes]] = defaultdict(list)

    def add(self, ticket: str, record: Record) -> None:
        self._packed[ticket].append(zlib.compress(json.dumps(record).encode(), 1))

    def take(self, ticket: str) -> list[Record]:
        """Return what was said in a ticket, and forget it."""
        return [json.loads(zlib.decompress(packed)) for packed in self._packed.pop(ticket, ())]

    def __len__(self) -> int:
        return sum(map(len, self._packed.values()))


# -- the reader


@dataclass(frozen=True, slots=True)
class HelpdeskReader:
    """Reads tickets of one helpdesk. `lists` are the keys that hold tickets, `people` those that hold persons; `is_ticket` and `is_person`
    know a record of each; `ticket` makes one of a record, the persons by id, the shop's country and where it stands; `said` tells how what
    was said may lie beside the tickets."""

    lists: tuple[str, ...]
    is_ticket: Callable[[Record], bool]
    ticket: Callable[[Record, Mapping[str, Record], str, str], Ticket]
    people: tuple[str, ...] = ()
    is_person: Callable[[Record], bool] = bool
    said: Said | None = None
    channel: Channel = Channel.HELPDESK
    asks: frozenset[Ask] = frozenset()

    def score(self, path: Path) -> float:
        """Say how surely this is an export of the helpdesk, from its first records."""
        try:
            with record_members(path) as members:
                likely = sorted(members, key=lambda one: not any(name in one.base.lower() for name in _LIKELY))
                return 0.95 if any(self._knows(member) for member in likely[:_LOOKED_AT]) else 0.0
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages of every ticket; raises BadInput when there is none."""
        with record_members(path) as members:
            people = self._people(members) if self.people else {}
            yield from ticket_messages(self._tickets(members, people, options.country), options, path.name)

    def _knows(self, member: Member) -> bool:
        try:
            with refusing_damage(), member.open() as stream:
                head = stream.read(HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
            named = head[:1] == b"<" and any(f"<{tag}".encode() in head for tag in element_tags(self.lists))
            if not named and (head[:1] not in (b"{", b"[") or _CHAT_OF_MESSENGER.match(head)):
                return False
            first = next(records(member, self.lists, _LARGEST_FIRST), None)
            return first is not None and self.is_ticket(first)
        except BadInput:
            return False

    def _people(self, members: Sequence[Member]) -> dict[str, Record]:
        """Return the persons of the files beside the tickets by id; a damaged file of persons costs their names only."""
        found: dict[str, Record] = {}
        for member in members:
            try:
                for record in records(member, self.people):
                    if self.is_ticket(record):
                        break
                    if self.is_person(record):
                        found[text(record.get("id"))] = record
            except BadInput:
                continue
        return found

    def _tickets(self, members: Sequence[Member], people: Mapping[str, Record], country: str) -> Iterator[Ticket | Problem]:
        aside = _Aside()
        if self.said and len(members) > 1:
            self._gather(self.said, members, aside)
        for member in members:
            try:
                for number, record in enumerate(records(member, self.lists), 1):
                    if self.is_ticket(record):
                        yield self.ticket(self._whole(record, aside), people, country, f"{member.name}:{number}")
            except BadInput as error:
                yield Problem(ProblemKind.ERROR, member.name, error.told)
        if len(aside):
            yield Problem(ProblemKind.LEFT_OUT, f"{members[0].name} ({len(aside)})", STRAY)

    def _gather(self, said: Said, members: Sequence[Member], aside: _Aside) -> None:
        """Take what was said out of the files that hold nothing else; damage is told when the file is read for tickets."""
        for member in members:
            try:
                for record in records(member, said.lists):
                    if self.is_ticket(record) or not said.is_said(record):
                        break
                    aside.add(text(record.get(said.owner)) or _number_in(member.name), record)
            except BadInput:
                continue

    def _whole(self, record: Record, aside: _Aside) -> Record:
        """Return a ticket with what lies beside it."""
        found = aside.take(text(record.get("id"))) if self.said else []
        if not found or self.said is None:
            return record
        own = record.get(self.said.key)
        return {**record, self.said.key: [*(own if isinstance(own, list) else ()), *found]}


def _number_in(name: str) -> str:
    """Return the last number in a path: `tickets/1042/comments.json`."""
    return next(reversed(_NUMBER.findall(name)), "")
