"""A mailbox, its server and a sender in memory. They pass the same contract suites as the real ones."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.parser import BytesHeaderParser

from app.domain.account import MailAccount, RemoteFolder, RemoteMail, SelectedFolder
from app.domain.errors import AccountError, LoginRefused, ServerUnreachable, ToonbankError

PASSWORD = "kiln-glaze-1280"
ROLES = {"INBOX": "inbox", "Sent": "sent", "Drafts": "drafts", "Junk": "junk", "Trash": "trash", "Archive": "archive"}


@dataclass
class FakeFolder:
    """A folder: mails by UID, and the MODSEQ of each one's last change."""

    uidvalidity: int = 1
    next_uid: int = 1
    modseq: int = 1
    mails: dict[int, RemoteMail] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)

    def touch(self, mail: RemoteMail) -> None:
        """Put or replace a mail."""
        self.modseq += 1
        self.mails[mail.uid], self.changed[mail.uid] = mail, self.modseq


class FakeMailbox:
    """What lies on the server."""

    def __init__(self) -> None:
        self.folders = {name: FakeFolder() for name in ROLES}

    def deliver(self, raw: bytes, folder: str = "INBOX", flags: Sequence[str] = (), internal_date: float = 1_700_000_000.0) -> int:
        """Add a mail as a server keeps it (CRLF line ends) and return its UID."""
        place = self.folders[folder]
        uid = place.next_uid
        place.next_uid += 1
        lines = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        place.touch(RemoteMail(uid, tuple(sorted(flags)), internal_date, lines))
        return uid

    def remove(self, uid: int, folder: str = "INBOX") -> None:
        """Take a mail away."""
        self.folders[folder].mails.pop(uid)

    def renumber(self, folder: str = "INBOX") -> None:
        """Give a folder a new UIDVALIDITY and new UIDs."""
        old = self.folders[folder]
        self.folders[folder] = FakeFolder(uidvalidity=old.uidvalidity + 1)
        for mail in old.mails.values():
            self.deliver(mail.raw, folder, mail.flags, mail.internal_date)


class FakeMailServer:
    """The MailServer port over a FakeMailbox. `cut_after` mails the connection breaks, once."""

    def __init__(self, mailbox: FakeMailbox, cut_after: int | None = None) -> None:
        self.mailbox = mailbox
        self.cut_after = cut_after
        self.closed = False

    def _folder(self, name: str) -> FakeFolder:
        if self.closed:
            raise ServerUnreachable("The connection is closed.")
        if name not in self.mailbox.folders:
            raise AccountError("There is no folder {folder}.", folder=name)
        return self.mailbox.folders[name]

    def folders(self) -> Sequence[RemoteFolder]:
        return [RemoteFolder(name, ROLES.get(name, "")) for name in self.mailbox.folders]

    def select(self, folder: str) -> SelectedFolder:
        place = self._folder(folder)
        return SelectedFolder(folder, place.uidvalidity, place.next_uid, len(place.mails), place.modseq)

    def fetch_new(self, folder: str, after_uid: int) -> Iterator[RemoteMail]:
        for uid, mail in sorted(self._folder(folder).mails.items()):
            if uid > after_uid:
                self._count_down()
                yield mail

    def _count_down(self) -> None:
        if self.cut_after is not None:
            if self.cut_after == 0:
                self.closed = True
                raise ServerUnreachable("The connection broke.")
            self.cut_after -= 1

    def changed_flags(self, folder: str, since_modseq: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        place = self._folder(folder)
        yield from [(uid, mail.flags) for uid, mail in sorted(place.mails.items()) if place.changed[uid] > since_modseq]

    def uids(self, folder: str) -> frozenset[int]:
        return frozenset(self._folder(folder).mails)

    def append(self, folder: str, raw: bytes, flags: Sequence[str]) -> None:
        self._folder(folder)
        self.mailbox.deliver(raw, folder, flags)

    def find_message_id(self, folder: str, message_id: str) -> int | None:
        wanted = message_id.strip().strip("<>")
        for uid, mail in sorted(self._folder(folder).mails.items()):
            if wanted and str(BytesHeaderParser().parsebytes(mail.raw).get("Message-ID", "")).strip().strip("<>") == wanted:
                return uid
        return None

    def add_flag(self, folder: str, uid: int, flag: str) -> None:
        place = self._folder(folder)
        if uid in place.mails:
            mail = place.mails[uid]
            place.touch(replace(mail, flags=tuple(sorted({*mail.flags, flag}))))

    def close(self) -> None:
        self.closed = True


class FakeConnector:
    """The MailConnector port. `refuse_with` is raised instead of connecting; `cut_after` is handed to the next session."""

    def __init__(self, mailbox: FakeMailbox | None = None, password: str = PASSWORD) -> None:
        self.mailbox = mailbox or FakeMailbox()
        self.password = password
        self.refuse_with: ToonbankError | None = None
        self.cut_after: int | None = None
        self.sessions: list[FakeMailServer] = []

    @contextmanager
    def __call__(self, account: MailAccount, secret: str) -> Iterator[FakeMailServer]:
        if self.refuse_with is not None:
            raise self.refuse_with
        if secret != self.password:
            raise LoginRefused("The server refused the login of {login}.", login=account.login)
        server = FakeMailServer(self.mailbox, self.cut_after)
        self.cut_after = None
        self.sessions.append(server)
        try:
            yield server
        finally:
            server.close()


class FakeSender:
    """The MailSender port. `outcome` is raised instead of taking the mail; with `take_first` the mail is taken all the same."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, tuple[str, ...], bytes]] = []
        self.outcome: ToonbankError | None = None
        self.take_first = False

    def __call__(self, account: MailAccount, secret: str, raw: bytes, recipients: Sequence[str]) -> None:
        if self.outcome is None or self.take_first:
            self.sent.append((account.address, tuple(recipients), raw))
        if self.outcome is not None:
            raise self.outcome
