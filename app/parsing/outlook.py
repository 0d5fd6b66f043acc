"""Outlook messages (.msg, MS-OXMSG) as the mail they were: read by python-oxmsg, handed on as RFC 5322 bytes.

What Outlook kept of the internet headers stands as it was; where it kept none (mail within one server), they are made from its properties.
"""

import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from app.domain.errors import BadInput
from app.domain.text import N_

if TYPE_CHECKING:
    from oxmsg import Message

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of every compound file."""
BROKEN = N_("The Outlook message is damaged or of a kind that is no mail; it was left where it is.")
_MESSAGE_MARK = "__properties_version1.0".encode("utf-16-le")
_OWN_FIELDS = re.compile(r"^(?:content-[\w-]+|mime-version|received|x-ms-\S+|x-microsoft-\S+):", re.IGNORECASE)
_LINE_END = re.compile(r"\r?\n(?![ \t])")
_FOLD = re.compile(r"\r?\n[ \t]+")
_MAILS = ("IPM.NOTE", "REPORT.", "IPM.SCHEDULE")
_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}


def is_msg(raw: bytes) -> bool:
    """Say whether a whole file is an Outlook message, and no other compound file (.doc, .xls)."""
    return raw.startswith(OLE) and _MESSAGE_MARK in raw


def mail_of_msg(raw: bytes) -> bytes:
    """Return an Outlook message as RFC 5322 bytes. Raises BadInput when it cannot be read."""
    from oxmsg import Message

    try:
        message = Message.load(raw)
        made = _compose(message) if message.message_class.upper().startswith(_MAILS) else None
    except Exception as error:  # a damaged compound file makes the library raise anything
        raise BadInput(BROKEN) from error
    if made is None:
        raise BadInput(BROKEN)
    return made


def _compose(message: "Message") -> bytes:
    made = EmailMessage(policy=SMTP)
    made.set_content(message.body or "")
    if message.html_body:
        made.add_alternative(message.html_body, subtype="html")
    for attachment in message.attachments:
        content = attachment.file_bytes
        name = attachment.file_name or attachment.properties.str_prop_value(0x3001) or "attachment"
        kind, _, subtype = (attachment.mime_type or "application/octet-stream").partition("/")
        made.add_attachment(content or b"", maintype=kind or "application", subtype=subtype or "octet-stream", filename=name)
    headers = list(_headers(message))
    return "".join(f"{line}\r\n" for line in headers).encode("utf-8", "replace") + made.as_bytes(policy=SMTP)


def _headers(message: "Message") -> Iterator[str]:
    """Yield header lines: those of the internet first, then what they do not tell."""
    kept = (_FOLD.sub(" ", line) for line in _LINE_END.split(message.properties.str_prop_value(0x007D) or ""))
    lines = [line for line in kept if ":" in line and not _OWN_FIELDS.match(line)]
    yield from lines
    names = {line.partition(":")[0].strip().casefold() for line in lines}
    yield from (f"{name}: {value}" for name, value in _told(message) if value and name.casefold() not in names)


def _told(message: "Message") -> Iterator[tuple[str, str]]:
    """Yield what Outlook's own properties tell (MS-OXPROPS): addresses, subject, times and ids."""
    properties = message.properties
    text, moment = properties.str_prop_value, properties.date_prop_value
    address = text(0x5D01) or text(0x0C1F) or ""  # sender's SMTP address, else the address of whatever kind
    yield "From", _person(text(0x0C1A) or "", address)
    for role, name in _ROLES.items():
        people = [_person(r.name, r.email_address) for r in message.recipients if (r.properties.int_prop_value(0x0C15) or 1) == role]
        yield name, ", ".join(person for person in people if person)
    yield "Subject", _one_line(message.subject)
    sent = message.sent_date or moment(0x0E06) or moment(0x3007)
    yield "Date", format_datetime(sent) if sent else ""
    yield "Message-ID", _one_line(text(0x1035) or "")
    yield "In-Reply-To", _one_line(text(0x1042) or "")
    yield "References", _one_line(text(0x1039) or "")


def _person(name: str, address: str) -> str:
    """Return a party as a header has it; an Exchange address (`/o=...`) is no mail address and is left out."""
    name, address = _one_line(name), address.strip()
    if "@" not in address or address.startswith("/"):
        return f'"{name}" <>' if name else ""
    try:
        return str(Address(display_name=name, addr_spec=address))
    except (ValueError, IndexError):
        return f"<{address}>"


def _one_line(text: str) -> str:
    return " ".join(text.split())
