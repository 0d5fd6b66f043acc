"""Mail in files: .eml, mbox (also Google Takeout's and Thunderbird's), Maildir, Outlook .msg, folders of these, and zips of these.

`raw_mails` finds the mails and `parse_raw` reads one; both are apart so that an import can parse in worker processes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member, is_zip, open_members, refusing_damage
from app.parsing.gmail import folder_kind, left_out_as
from app.parsing.headers import split_headers
from app.parsing.mail import parse_mail
from app.parsing.mbox import MAX_MAIL, holds_mbox, read_mbox, starts_mbox
from app.parsing.outlook import OLE, is_msg, mail_of_msg

NO_MAIL = N_("No mail was found in {name}; nothing was read.")
NOT_A_MAIL = N_("This is no mail: it has no sender, no subject and no words.")
CUT_OFF = N_("The file begins in the middle of a mail; what comes before the next one was left out.")
TOO_LARGE = N_("This file is larger than any mail; it was not read.")
OUTLOOK_DATA = N_(
    "An Outlook data file (.pst or .ost) cannot be read; drag the messages out of Outlook as .msg files, or add the account by IMAP."
)
UNREADABLE = N_("This file cannot be opened; the others were read.")
LEFT_OUT = {
    "draft": N_("Drafts were left out: nobody sent them."),
    "chat": N_("Chats among the mail were left out."),
    "spam": N_("Mail marked as spam was left out."),
    "trash": N_("Deleted mail was left out."),
}

_SNIFF = 16_384
_OUTLOOK_DATA = b"!BDN"
_MAIL_NAMES = (".eml", ".mbox", ".msg")
_HEAD = 65_536
_KNOWN = frozenset(
    {
        b"from",
        b"to",
        b"subject",
        b"date",
        b"received",
        b"message-id",
        b"mime-version",
        b"return-path",
        b"delivered-to",
        b"content-type",
        b"reply-to",
    }
)
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:", re.MULTILINE)
_UTF7 = re.compile(r"&([A-Za-z0-9+,]*)-")
_MAILDIR_TIME = re.compile(r"(\d{9,10})[._]")
_MAILDIR_FLAGS = re.compile(r"[:;!,]2,([A-Za-z]*)$")
_SKIPPED_NAMES = frozenset({"expected.json"})


@dataclass(frozen=True, slots=True)
class RawMail:
    """A mail's bytes and what its place tells: `where` for problems, the time it came in, whether it lay among the sent mail,
    and `labels`: why it should be left out ("draft", "spam", "trash"), if so."""

    where: str
    raw: bytes
    received_at: datetime | None = None
    sent_folder: bool = False
    labels: tuple[str, ...] = ()


class MailFileReader:
    """Reads mail files; see ChannelReader."""

    channel = Channel.MAILFILE
    asks: frozenset[Ask] = frozenset()

    def score(self, path: Path) -> float:
        """Say how surely `path` holds mail, by its content."""
        try:
            if path.is_dir() or is_zip(path):
                return _score_members(path)
            with path.open("rb") as stream:
                head = stream.read(_SNIFF)
                if head.startswith(OLE):
                    return 0.95 if path.stat().st_size <= MAX_MAIL and is_msg(head + stream.read()) else 0.0
                if path.suffix.lower() == ".mbox" and holds_mbox(head):
                    return 0.9
                return 0.9 if head.startswith(_OUTLOOK_DATA) else _score_head(head)
        except (OSError, BadInput):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield every mail; raises BadInput when there is none."""
        for item in raw_mails(path):
            yield item if isinstance(item, Problem) else parse_raw(item, options)


READER = MailFileReader()


def parse_raw(mail: RawMail, options: ReadOptions) -> IncomingMessage | Problem:
    """Read one mail, or say that it is none."""
    message = parse_mail(
        mail.raw,
        channel=Channel.MAILFILE,
        own_addresses=options.own_addresses,
        received_at=mail.received_at,
        sent_folder=mail.sent_folder,
    )
    if not (message.sender.handles or message.subject or message.recipients or message.native_id) and not message.attachments:
        return Problem(ProblemKind.UNPARSED, mail.where, NOT_A_MAIL)
    return message


def raw_mails(path: Path) -> Iterator[RawMail | Problem]:
    """Yield the mails below a file, folder or zip, unparsed. What is left out on purpose is told once per kind at the end.

    Raises BadInput when no mail is there, or the archive cannot be used.
    """
    left_out: Counter[str] = Counter()
    found = 0
    for item in _wanted(_all_mails(path), left_out):
        found += 1
        yield item
    for kind, count in sorted(left_out.items()):
        yield Problem(ProblemKind.LEFT_OUT, f"{path.name} ({count})", LEFT_OUT[kind])
    if not found and not left_out:
        raise BadInput(NO_MAIL, name=path.name)


def _wanted(items: Iterator[RawMail | Problem], left_out: Counter[str]) -> Iterator[RawMail | Problem]:
    for item in items:
        kind = _left_out_kind(item) if isinstance(item, RawMail) else ""
        if kind:
            left_out[kind] += 1
        else:
            yield item


def _left_out_kind(mail: RawMail) -> str:
    """Return why a mail is no part of the correspondence ("draft", "chat", "spam", "trash"), else ""."""
    for label in mail.labels:
        if label in LEFT_OUT:
            return label
    head = _head(mail.raw)
    if b"X-Gmail-Labels:" in head:
        return left_out_as(split_headers(mail.raw, 0, len(mail.raw)).text("x-gmail-labels"))
    if b"X-Mozilla-Status:" in head:
        return _mozilla_kind(split_headers(mail.raw, 0, len(mail.raw)).get("x-mozilla-status").strip())
    return ""


def _head(raw: bytes) -> bytes:
    """Return what holds the headers: all up to the first empty line."""
    ends = [end for end in (raw.find(b"\n\n", 0, _HEAD), raw.find(b"\n\r\n", 0, _HEAD)) if end > 0]
    return raw[: min(ends, default=_HEAD)]


def _mozilla_kind(status: str) -> str:
    """Thunderbird keeps deleted mail in the file until it is compacted; bit 8 of its status says so."""
    try:
        return "trash" if int(status[:4], 16) & 0x0008 else ""
    except ValueError:
        return ""


def _all_mails(path: Path) -> Iterator[RawMail | Problem]:
    if not path.is_dir() and not is_zip(path):
        yield from _file(path)
        return
    sent = folder_kind(path.stem.lstrip(".")) == "sent"
    with open_members(path) as members:
        for member in members:
            try:
                yield from _member(member, sent=sent)
            except BadInput:
                yield Problem(ProblemKind.ERROR, member.name, UNREADABLE)


def _file(path: Path) -> Iterator[RawMail | Problem]:
    with refusing_damage(), path.open("rb") as stream:
        head = stream.read(_SNIFF)
        if head.startswith(_OUTLOOK_DATA):
            raise BadInput(OUTLOOK_DATA)
        if _score_head(head) < 0.5 and path.suffix.lower() not in _MAIL_NAMES and not head.startswith(OLE):
            raise BadInput(NO_MAIL, name=path.name)
        stream.seek(0)
        yield from _stream(stream, head, path.name, path.stat().st_size, sent=folder_kind(path.stem) == "sent")


def _member(member: Member, *, sent: bool) -> Iterator[RawMail | Problem]:
    place = PurePosixPath(member.name)
    if place.name in _SKIPPED_NAMES or place.parent.name == "tmp":
        return
    with refusing_damage(), member.open() as stream:
        head = stream.read(_SNIFF)
        maildir = place.parent.name in ("cur", "new")
        if not maildir and _score_head(head) < 0.5 and place.suffix.lower() not in _MAIL_NAMES:
            return
    folder = place.parent.parent if maildir else place.parent
    kinds = [folder_kind(part) for part in (*(piece for name in folder.parts for piece in _folder_name(name).split(".")), place.stem)]
    labels = tuple(kind for kind in kinds if kind in LEFT_OUT) + (_maildir_labels(place.name) if maildir else ())
    with refusing_damage(), member.open() as stream:
        received = _maildir_time(place.name) if maildir else None
        yield from _stream(stream, head, member.name, member.size, sent=sent or "sent" in kinds, labels=labels, received=received)


def _stream(
    stream: BinaryIO,
    head: bytes,
    name: str,
    size: int,
    *,
    sent: bool = False,
    labels: tuple[str, ...] = (),
    received: datetime | None = None,
) -> Iterator[RawMail | Problem]:
    """Yield the one mail of a stream, or all mails of an mbox."""
    whole = starts_mbox(head)
    if whole or (name.lower().endswith(".mbox") and holds_mbox(head)):
        if not whole:
            yield Problem(ProblemKind.UNPARSED, f"{name}:0", CUT_OFF)
        for mail in read_mbox(stream):
            yield RawMail(f"{name}:{mail.offset}", mail.raw, mail.received_at, sent, labels)
    elif size > MAX_MAIL:
        yield Problem(ProblemKind.ERROR, name, TOO_LARGE)
    elif head.startswith(OLE):
        yield _outlook(stream.read(), name, labels, sent=sent)
    else:
        yield RawMail(name, stream.read(), received, sent, labels)


def _outlook(raw: bytes, name: str, labels: tuple[str, ...], *, sent: bool) -> RawMail | Problem:
    try:
        return RawMail(name, mail_of_msg(raw), None, sent, labels)
    except BadInput as error:
        return Problem(ProblemKind.ERROR, name, error.told)


def _folder_name(name: str) -> str:
    """Return the name of a Maildir folder as people see it: `&` begins UTF-7 as IMAP writes it (RFC 3501)."""
    try:
        return _UTF7.sub(lambda found: f"+{found[1].replace(',', '/')}-" if found[1] else "&", name).encode("ascii").decode("utf-7")
    except UnicodeError:
        return name


def _maildir_labels(name: str) -> tuple[str, ...]:
    """Return the flags of a Maildir file name that matter: a draft, or deleted."""
    match = _MAILDIR_FLAGS.search(name)
    flags = match[1] if match else ""
    return tuple(label for flag, label in (("D", "draft"), ("T", "trash")) if flag in flags)


def _maildir_time(name: str) -> datetime | None:
    """Return when a Maildir file was delivered: its name starts with the seconds since 1970."""
    match = _MAILDIR_TIME.match(name)
    return datetime.fromtimestamp(int(match[1]), UTC) if match else None


def _score_head(head: bytes) -> float:
    """Say how surely the first bytes of a file are those of a mail or an mbox."""
    if starts_mbox(head):
        return 0.95
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _HEADER.match(head) and not head.startswith((b"From ", b">From ")):
        return 0.0
    block = re.split(rb"\r?\n\r?\n|\r\r", head, maxsplit=1)[0].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    names = [name.lower() for name in _HEADER.findall(block)]
    known = len({name for name in names if name in _KNOWN})
    lines = sum(1 for line in block.split(b"\n") if line[:1] not in (b" ", b"\t"))
    if len(names) * 2 < lines:
        return 0.0
    return {0: 0.0, 1: 0.2, 2: 0.6, 3: 0.9}.get(known, 0.95)


def _score_members(path: Path) -> float:
    """Say how surely a folder or zip holds mail: how many of its first files are, and whether it is shaped like a Maildir."""
    with open_members(path) as members:
        looked = [member for member in members if member.base not in _SKIPPED_NAMES][:40]
        mails = sum(_score_member(member) >= 0.5 for member in looked)
        if not mails:
            return 0.0
        maildir = any(PurePosixPath(member.name).parent.name in ("cur", "new") for member in looked)
        return 0.95 if maildir or mails * 2 >= len(looked) else 0.4


def _score_member(member: Member) -> float:
    try:
        with refusing_damage(), member.open() as stream:
            return _score_head(stream.read(_SNIFF))
    except BadInput:
        return 0.0
