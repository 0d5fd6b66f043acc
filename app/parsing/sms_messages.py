"""Text messages as Android knows them, made into messages: numbers, boxes, groups, files. Shared by every backup of them.

A backup has no ids: a message is known by channel, who the other side is, time, box and text. So overlapping backups, and backups of
different apps, hold the same messages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

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
    fingerprint_of,
)
from app.domain.text import N_
from app.parsing.chat_messages import own_identities
from app.parsing.phones import e164

NO_DATE = N_("A message without a date that can be read was left out.")
DRAFT = N_("A draft that was never sent was left out.")
NOT_SENT = N_("A message that was never sent (it was waiting, or sending failed) was left out.")
REPEATED = N_("A message that is in the file more than once was kept once.")
REPORT = N_("A delivery or read report was left out; it is no message.")
PART_MISSING = N_("A file of this message is not in the backup; the message is kept without it.")
PART_DAMAGED = N_("A file of this message is damaged in the backup; it is kept as far as it goes.")

_WAYS = {"1": Direction.IN, "2": Direction.OUT}
_UNSENT = {"3": DRAFT, "4": NOT_SENT, "5": NOT_SENT, "6": NOT_SENT}
_REPORTS = ("134", "136")
NOT_FETCHED = "130"
"""The `m_type` of an MMS that was announced and never fetched."""
FROM = "137"
"""The type of the sender among the addresses of an MMS."""
OWN_TOKEN = "insert-address-token"  # noqa: S105
"""What stands for the phone's own number among the addresses of an MMS."""
SHORT_CODE = 6
"""A number of at most this many digits is a service's short code and no telephone number."""
MILLISECONDS_FROM = 100_000_000_000
"""Smaller numbers are seconds: as milliseconds this is 1973, as seconds the year 5138."""


def told(fields: Mapping[str, object], name: str) -> str:
    """Return a field as text; an absent one and the word "null" are ""."""
    value = fields.get(name)
    return "" if value is None or value == "null" else str(value)


def time_of(value: object) -> tuple[int, datetime] | None:
    """Return (milliseconds, UTC) for a time in milliseconds or seconds since 1970, as text or number; None where it is none."""
    try:
        number = int(str(value))
        milliseconds = number * 1000 if number < MILLISECONDS_FROM else number
        return (milliseconds, datetime.fromtimestamp(milliseconds / 1000, UTC)) if number > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def handle_of(address: str, country: str) -> Handle:
    """Return the handle behind an address: a telephone number, a mail address, else an id (a short code, a sender with letters)."""
    clean = address.strip()
    if "@" in clean:
        return Handle(HandleKind.EMAIL, clean.casefold())
    digits = sum(character.isdigit() for character in clean)
    letters = any(character.isalpha() for character in clean)
    number = e164(clean, country) if not letters and (clean.startswith("+") or digits > SHORT_CODE) else None
    return Handle(HandleKind.PHONE, number) if number else Handle(HandleKind.ID, clean)


def _names_in(told_name: str) -> list[str]:
    """Return the names in what a backup calls the other side: a group's stand behind each other; `(Unknown)` is none, in any language."""
    names = [name.strip() for name in told_name.split(", ")]
    return ["" if name.startswith("(") and name.endswith(")") else name for name in names]


def _addresses_in(text: str) -> list[str]:
    """Return the numbers of a text that was sent to several at once: whole numbers with spaces between."""
    several = text.split(" ")
    if len(several) > 1 and all(sum(map(str.isdigit, one)) > SHORT_CODE and not any(map(str.isalpha, one)) for one in several):
        return several
    return [text]


@dataclass(frozen=True, slots=True)
class Contact:
    """The other side: `key` is the same in every backup; `parties` are a group's members, or the one; `by_address` by their handles."""

    key: str
    parties: tuple[Party, ...]
    by_address: Mapping[str, Party]


class TextMessages:
    """Makes the messages of one import. `country` and the shop's own numbers come from the options."""

    def __init__(self, channel: Channel, options: ReadOptions) -> None:
        self._channel = channel
        self._country = options.country
        own = own_identities(options)
        self._own = own | {e164(name, options.country) or name for name in own}
        self._me = Party(options.me[0], (Handle(HandleKind.NAME, options.me[0]),)) if options.me else Party()
        self._contacts: dict[tuple[str, str], Contact] = {}
        self._known: dict[str, Party] = {}
        self._seen: set[int] = set()

    def sms(self, fields: Mapping[str, object], where: str) -> IncomingMessage | Problem:
        """Return an SMS (attributes `address`, `contact_name`, `date`, `type`, `body`, `subject`), or why it is none."""
        box = str(fields.get("type"))
        if box in _UNSENT:
            return Problem(ProblemKind.LEFT_OUT, where, _UNSENT[box])
        contact = self.contact(told(fields, "address"), told(fields, "contact_name"))
        return self._message(fields, where, box, contact, told(fields, "body"), told(fields, "subject"))

    def mms(
        self,
        fields: Mapping[str, object],
        where: str,
        text: str,
        attachments: tuple[Attachment, ...],
        addresses: Sequence[Mapping[str, object]],
    ) -> IncomingMessage | Problem:
        """Return an MMS (`address`, `contact_name`, `date`, `msg_box`, `sub`, `m_type`; `addresses` with `address` and `type`)."""
        box, sort = told(fields, "msg_box"), told(fields, "m_type")
        if sort in _REPORTS:
            return Problem(ProblemKind.LEFT_OUT, where, REPORT)
        if box in _UNSENT:
            return Problem(ProblemKind.LEFT_OUT, where, _UNSENT[box])
        contact = self.contact(told(fields, "address") or self._addressed(addresses, box), told(fields, "contact_name"))
        sender = next((told(a, "address") for a in addresses if told(a, "type") == FROM), "")
        warnings = ("not_received",) if sort == NOT_FETCHED and not text and not attachments else ()
        return self._message(fields, where, box, contact, text, told(fields, "sub"), attachments, sender, warnings)

    def contact(self, address: str, name: str) -> Contact:
        """Return who is behind an address (members of a group are joined by `~`) that a backup calls `name`."""
        known = self._contacts.get((address, name))
        if known is None:
            known = self._contacts[address, name] = self._new_contact(address, name)
        return known

    def own(self, address: str) -> None:
        """Learn that a number is the phone's own; do so before the first message."""
        self._own |= {handle_of(address, self._country).value} - {""}

    def _new_contact(self, address: str, name: str) -> Contact:
        names = _names_in(name)
        raws = [raw for part in address.split("~") for raw in _addresses_in(part.strip()) if raw and raw != OWN_TOKEN]
        handles = dict.fromkeys(handle_of(raw, self._country) for raw in raws)
        others = [handle for handle in handles if handle.value not in self._own] or list(handles)
        name = ", ".join(filter(None, names))
        told_names = [name] if len(others) == 1 else names if len(names) == len(others) else [""] * len(others)
        parties = {handle.value: self._party(handle, told) for handle, told in zip(others, told_names, strict=True)}
        key = "~".join(sorted(parties)) or name.casefold() or "?"
        if len(others) == 1 and parties[others[0].value].name:
            self._known[others[0].value] = parties[others[0].value]
        return Contact(key, tuple(parties.values()) or (Party(name),), parties)

    def _party(self, handle: Handle, name: str) -> Party:
        """Return a person: under the name that is told, else under the one that a message to them alone told before."""
        if name and name != handle.value and handle_of(name, self._country) != handle:
            return Party(name, (handle,))
        return self._known.get(handle.value) or Party("", (handle,))

    def _addressed(self, addresses: Sequence[Mapping[str, object]], box: str) -> str:
        """Return whom a message is with, where its addresses alone tell it: who wrote it, and to whom, but for the phone's owner (the only
        one to whom something that came in was addressed)."""
        to = [told(address, "address") for address in addresses if told(address, "type") != FROM]
        by = [told(address, "address") for address in addresses if told(address, "type") == FROM]
        if box == "2":
            return "~".join(filter(None, to or by))
        return "~".join(filter(None, by if by and len(to) == 1 else [*by, *to]))

    def _message(
        self,
        fields: Mapping[str, object],
        where: str,
        box: str,
        contact: Contact,
        text: str,
        subject: str,
        attachments: tuple[Attachment, ...] = (),
        sender: str = "",
        warnings: tuple[str, ...] = (),
    ) -> IncomingMessage | Problem:
        time = time_of(fields.get("date")) or time_of(fields.get("date_sent"))
        if time is None:
            return Problem(ProblemKind.UNPARSED, where, NO_DATE)
        way = _WAYS.get(box, Direction.UNKNOWN)
        digests = [attachment.sha256 or attachment.name for attachment in attachments]
        out = way is Direction.OUT
        from_customer = self._writer(contact, sender) if sender and not out else contact.parties[0]
        writer = (from_customer.handles[0].value,) if len(contact.parties) > 1 and not out and from_customer.handles else ()
        identity = (self._channel.value, contact.key, str(time[0]), way.value, text, *digests, *writer)
        if not self._is_new(identity):
            return Problem(ProblemKind.LEFT_OUT, where, REPEATED)
        return IncomingMessage(
            self._channel,
            fingerprint_of(*identity),
            contact.key,
            time[1],
            way,
            self._me if out else from_customer,
            text,
            "",
            Kind.MESSAGE,
            contact.parties if out else (),
            subject,
            text,
            "",
            attachments,
            None,
            warnings,
        )

    def _writer(self, contact: Contact, sender: str) -> Party:
        """Return who wrote a message: one of those it is with, else whoever the sender's address is."""
        if len(contact.parties) == 1 and contact.by_address:
            return contact.parties[0]
        handle = handle_of(sender, self._country)
        if sender == OWN_TOKEN or handle.value in self._own:
            return contact.parties[0]
        return contact.by_address.get(handle.value) or self._party(handle, "")

    def _is_new(self, identity: tuple[str, ...]) -> bool:
        before = len(self._seen)
        self._seen.add(hash(identity))
        return len(self._seen) > before
