"""Messages as a channel reads them, before anything is known of customer or conversation."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """Where a message came from; the values are a contract (JSON, database)."""

    IMAP = "imap"
    MAILFILE = "mailfile"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    MESSENGER = "messenger"
    INSTAGRAM = "instagram"
    X = "x"
    SMS = "sms"
    SIGNAL = "signal"
    LINE = "line"
    IMESSAGE = "imessage"
    GOOGLE_CHAT = "google_chat"
    GOOGLE_VOICE = "google_voice"
    SLACK = "slack"
    DISCORD = "discord"
    VIBER = "viber"
    REVIEW = "review"
    SURVEY = "survey"
    FORM = "form"
    CALL = "call"
    HELPDESK = "helpdesk"
    TABLE = "table"

    @property
    def is_mail(self) -> bool:
        """Whether replies leave by SMTP and threads follow mail headers."""
        return self in (Channel.IMAP, Channel.MAILFILE)


class Direction(StrEnum):
    """Who spoke: the customer (IN), the shop (OUT), or not known yet."""

    IN = "in"
    OUT = "out"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What sort of thing was said."""

    MESSAGE = "message"
    SYSTEM = "system"
    CALL = "call"
    REVIEW = "review"
    NOTE = "note"


class HandleKind(StrEnum):
    """What a handle is; `NAME` is weak (never joins customers by itself)."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    USERNAME = "username"
    ID = "id"


@dataclass(frozen=True, slots=True, order=True)
class Handle:
    """An address under which a person is reached. `value` is normalised: lower-case address, E.164 number, display name."""

    kind: HandleKind
    value: str


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or recipient: display name ("" when unknown) and handles."""

    name: str = ""
    handles: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. `content` is None when the file is missing or was left out for its size."""

    name: str
    media_type: str
    size: int
    sha256: str
    missing: bool = False
    content: bytes | None = field(default=None, repr=False, compare=False)
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """The mail headers that later stages need. Ids are without angle brackets; `extra` holds lower-cased names
    (auto-submitted, precedence, list-id, list-unsubscribe, return-path, reply-to, x-failed-recipients ...)."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def ties(self) -> tuple[str, ...]:
        """The ids that tie the mail to its thread: its own first ("" where it has none), those it refers to, and Gmail's thread number."""
        found = self.extra.get("x-gm-thrid") or self.extra.get("x-gm-third")
        gmail = (f"x-gm-thrid:{found.strip()}",) if found else ()
        return (self.message_id, *self.references, self.in_reply_to, *gmail)


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a mail lies on a server: account name, folder, UIDVALIDITY, UID and IMAP flags."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One thing said, as a channel read it.

    `native_id`: the source's own id, "" where it has none. `fingerprint`: the identity under which the store keeps it
    once (see `fingerprint_of`). `conversation_key`: what belongs together on this channel. `sent_at` is aware (UTC where
    the source tells the zone). `text` is everything, `new_text` without quotes and signature. `html` is the original
    mark-up, never shown unsanitised. `warnings` are short codes such as `ambiguous_date`, `cp1252`, `broken_mime`.
    """

    channel: Channel
    fingerprint: str
    conversation_key: str
    sent_at: datetime
    direction: Direction
    sender: Party
    text: str
    native_id: str = ""
    kind: Kind = Kind.MESSAGE
    recipients: tuple[Party, ...] = ()
    subject: str = ""
    new_text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: MailHeaders | None = None
    warnings: tuple[str, ...] = ()
    remote: Remote | None = None
    edited_at: datetime | None = None
    """When the text was last changed, where the source tells it (aware, UTC)."""

    @property
    def customer(self) -> Party:
        """The party that is the customer: the sender of what came in, the first recipient of what went out."""
        return self.recipients[0] if self.direction is Direction.OUT and self.recipients else self.sender


class ProblemKind(StrEnum):
    """What a reader could not do, or left out on purpose (LEFT_OUT: drafts, spam ...); counted apart in the summary."""

    UNPARSED = "unparsed"
    AMBIGUOUS_DATE = "ambiguous_date"
    MEDIA_MISSING = "media_missing"
    LEFT_OUT = "left_out"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: `where` (file and line or offset) and `why` (one sentence, marked with N_, no customer text)."""

    kind: ProblemKind
    where: str
    why: str
    example: str = ""
    """For AMBIGUOUS_DATE: a date as the file writes it."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the file does not tell. `timezone` is an IANA name, `me` the names under which the shop writes,
    `own_addresses` the shop's mail addresses (lower case), `country` the ISO code for local phone numbers, `day_first` whether the
    day comes before the month in dates that read both ways (None: not told), `columns` what each column of a table holds
    (name of a field -> header of the column; see `app.domain.reading`), `glance` that only the first messages are wanted, to learn what the
    file leaves open: a reader that otherwise surveys all of it first may then survey its beginning alone."""

    timezone: str = "Europe/Amsterdam"
    me: tuple[str, ...] = ()
    own_addresses: frozenset[str] = frozenset()
    country: str = "NL"
    day_first: bool | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    glance: bool = False


def fingerprint_of(*parts: str) -> str:
    """Return the identity of a message: 32 hex digits of SHA-256 over its length-prefixed parts.

    With a native id: (channel, conversation, native id). Without: (channel, conversation, time, sender, body, nth occurrence).
    Mail: ("mail", Message-ID, digest of the decoded content), the same for every mail channel.
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(raw))
        digest.update(raw)
    return digest.hexdigest()[:32]
