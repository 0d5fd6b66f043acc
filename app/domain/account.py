"""Mail accounts: servers, folders and how far they were read."""

from dataclasses import dataclass, field
from enum import StrEnum


class Security(StrEnum):
    """How a connection is protected. PLAIN is allowed for loopback only."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class LoginKind(StrEnum):
    """How to log in. The secret itself (password or token) lives in the keyring or the encrypted database, never here."""

    PASSWORD = "password"  # noqa: S105 - the name of a method, not a secret
    XOAUTH2 = "xoauth2"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A host and port the owner configured. `ca_file` is an extra trusted certificate (PEM) or ""."""

    host: str
    port: int
    security: Security = Security.TLS
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class MailAccount:
    """A mailbox: `name` is its handle in the shop, `address` the From of replies, `login` the user name on the server."""

    name: str
    address: str
    login: str
    imap: ServerAddress
    smtp: ServerAddress | None = None
    login_kind: LoginKind = LoginKind.PASSWORD
    display_name: str = ""


@dataclass(frozen=True, slots=True)
class FolderState:
    """How far a folder was read: UIDs up to `last_uid` are in the store; `modseq` is 0 where the server has no CONDSTORE."""

    account: str
    folder: str
    role: str
    uidvalidity: int
    last_uid: int = 0
    modseq: int = 0


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder as the server lists it; `role` is inbox, sent, archive, junk, trash, drafts or ""."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SelectedFolder:
    """What the server said when the folder was opened (read-only)."""

    name: str
    uidvalidity: int
    uidnext: int
    exists: int
    modseq: int = 0


@dataclass(frozen=True, slots=True)
class RemoteMail:
    """A mail as fetched, unparsed. `internal_date` is epoch seconds."""

    uid: int
    flags: tuple[str, ...]
    internal_date: float
    raw: bytes = field(repr=False)
