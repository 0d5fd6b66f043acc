"""Mail from an IMAP server (RFC 3501; CONDSTORE RFC 7162, ESEARCH RFC 4731, SPECIAL-USE RFC 6154, IDLE RFC 2177).

Folders are opened with EXAMINE and bodies are asked for with BODY.PEEK[], so that fetching never marks a mail as read.
FETCH answers are read from the connection itself: IMAPClient's parser costs more than everything else together, and holds
a whole answer in memory. It remains the second opinion for answers of an unexpected shape.
"""

import imaplib
import logging
import re
import socket
import ssl
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from app.domain.account import LoginKind, MailAccount, RemoteFolder, RemoteMail, Security, SelectedFolder, ServerAddress
from app.domain.errors import AccountError, ConnectionRefusedByGuard, LoginRefused, ServerUnreachable
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.parsing.imap_fetch import packed, parse_esearch, parse_fetch
from app.parsing.imap_stream import Garbage, Refused, answers, mail_in
from app.parsing.mail_connection import check_allowed, cut_off, explain, garbled
from app.parsing.mail_folders import ListedFolder, with_roles

_log = logging.getLogger(__name__)

BATCH_MAILS = 200
BATCH_BYTES = 8 * 1024 * 1024
_SIZES_AT_ONCE = 1000
_IDLE_SECONDS = 540.0
"""Routers forget quiet connections after ten minutes or so; IDLE is renewed before that (RFC 2177 allows 29)."""

_REFUSED = N_(
    "The server {host} refused the login of {login}. Nothing was changed; check name and password (some providers want an app password)."
)
_BUSY = N_("The server {host} cannot take the login of {login} just now. Nothing was changed; try again later.")
_NO_METHOD = N_("The server {host} offers no way to log in with this kind of password. Nothing was sent; ask the provider.")
_NO_STARTTLS = N_("The server {host} offers no STARTTLS on port {port}. Nothing was sent; choose TLS or another port.")
_NO_FOLDER = N_("The folder {folder} cannot be opened on {host}. Nothing was changed; it may have been renamed or removed.")
_NO_STEP = N_("The server {host} refused a step ({step}). What came in before is kept; try again later.")
_READ_ONLY = N_("The folder {folder} on {host} can only be read. Nothing was changed there.")
_NO_SPACE = N_("The mailbox on {host} is full. The mail was not put into {folder}; make room there and try again.")
_CA_FILE = N_("The certificate file {file} cannot be read. Nothing was sent; choose it again.")

_EXISTS = re.compile(rb"\* (\d+) EXISTS\b", re.IGNORECASE)
_BUSY_CODES = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)", re.IGNORECASE)


@dataclass(slots=True)
class _Batch:
    """Bodies that were asked for, and what came of it."""

    uids: list[int]
    tag: bytes
    mails: deque[RemoteMail] = field(default_factory=deque)
    failure: Exception | None = None


@dataclass(frozen=True, slots=True)
class ImapConnector:
    """The MailConnector port. Seconds are those one step may take: opening the connection, and each wait for the server."""

    connect_seconds: float = 15.0
    read_seconds: float = 60.0

    @contextmanager
    def __call__(self, account: MailAccount, secret: str) -> Iterator["ImapSession"]:
        """Connect and log in, and log out at the end. Raises the AccountError that says what is wrong."""
        session = self._open(account, secret)
        try:
            yield session
        finally:
            session.close()

    def test_login(self, account: MailAccount, secret: str) -> list[RemoteFolder]:
        """Log in, return the folders and log out; for the account's test button. Raises AccountError."""
        with self(account, secret) as session:
            return list(session.folders())

    def _open(self, account: MailAccount, secret: str) -> "ImapSession":
        address = account.imap
        check_allowed(address)
        context = None if address.security is Security.PLAIN else _tls_context(address)
        try:
            client = self._connect(address, context)
        except (OSError, ValueError, imaplib.IMAP4.error, ConnectionRefusedByGuard) as error:
            raise explain(error, address) from None
        session = ImapSession(client, address)
        try:
            session.log_in(account, secret, context)
        except BaseException:
            session.close()
            raise
        return session

    def _connect(self, address: ServerAddress, context: ssl.SSLContext | None) -> IMAPClient:
        timeout = SocketTimeout(connect=self.connect_seconds, read=self.read_seconds)
        tls = address.security is Security.TLS
        client = IMAPClient(address.host, address.port, ssl=tls, ssl_context=context, timeout=timeout)
        client._imap.debug = 0  # else every line, customer text included, is formatted for a log
        # Without it each APPEND waits for the other side's delayed acknowledgement (17 a second against 400).
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client


class ImapSession:
    """The MailServer port: one logged-in connection. Not for more than one thread. Raises AccountError subclasses only."""

    def __init__(self, client: IMAPClient, address: ServerAddress) -> None:
        self._client = client
        self._address = address
        self._selected: SelectedFolder | None = None
        self._exists = 0
        self._tags = 0
        self._ahead: _Batch | None = None
        self._broken = False

    # -- logging in
    def log_in(self, account: MailAccount, secret: str, context: ssl.SSLContext | None) -> None:
        """Go over to TLS where STARTTLS is wanted, then log in. Raises LoginRefused or another AccountError, never with the secret."""
        with self._talking("LOGIN") as client:
            if account.imap.security is Security.STARTTLS:
                self._start_tls(client, context)
            try:
                self._authenticate(client, account, secret)
            except LoginError as error:
                template = _BUSY if _BUSY_CODES.search(str(error)) else _REFUSED
                kind = ServerUnreachable if template is _BUSY else LoginRefused
                raise kind(template, host=self._address.host, login=account.login) from None
            if client.has_capability("ENABLE") and client.has_capability("CONDSTORE"):
                client.enable("CONDSTORE")

    def _start_tls(self, client: IMAPClient, context: ssl.SSLContext | None) -> None:
        if not client.has_capability("STARTTLS"):
            raise AccountError(_NO_STARTTLS, host=self._address.host, port=self._address.port)
        client.starttls(context)

    def _authenticate(self, client: IMAPClient, account: MailAccount, secret: str) -> None:
        if account.login_kind is LoginKind.XOAUTH2:
            # The second answer is empty: a refusal comes as a challenge that wants an answer before the NO.
            answers = iter([f"user={account.login}\1auth=Bearer {secret}\1\1".encode()])
            client.sasl_login("XOAUTH2", lambda _challenge: next(answers, b""))
        elif _fits_login(account.login + secret) and not client.has_capability("LOGINDISABLED"):
            client.login(account.login, secret)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(account.login, secret)
        else:
            raise AccountError(_NO_METHOD, host=self._address.host)

    # -- folders
    def folders(self) -> Sequence[RemoteFolder]:
        """List the folders that can be opened, INBOX first, with their roles."""
        with self._talking("LIST") as client:
            listed = [ListedFolder(_texts(flags), _text(delimiter), _text(name)) for flags, delimiter, name in client.list_folders()]
        return with_roles(listed)

    def select(self, folder: str) -> SelectedFolder:
        """Open a folder read-only. `modseq` and `uidnext` are 0 when the server did not tell."""
        with self._talking("EXAMINE") as client:
            self._selected = None
            try:
                answer = client.select_folder(folder, readonly=True)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                raise AccountError(_NO_FOLDER, folder=folder, host=self._address.host) from None
            numbers = [int(answer.get(key, 0)) for key in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS", b"HIGHESTMODSEQ")]
            self._selected = SelectedFolder(folder, *numbers)
            self._exists = self._selected.exists
        return self._selected

    def _stand_in(self, folder: str) -> None:
        """Make sure that this folder is open, and that what arrived since is known."""
        if self._selected is None or self._selected.name != folder:
            self.select(folder)
        else:
            self._command("NOOP")

    # -- reading
    def fetch_new(self, folder: str, after_uid: int) -> Iterator[RemoteMail]:
        """Yield mails with UID > after_uid, ascending. A broken connection: first what was complete, then ServerUnreachable."""
        self._stand_in(folder)
        # "n:*" also names the last mail when its UID is lower than n.
        uids = [uid for uid in self._existing(f"{after_uid + 1}:*") if uid > after_uid]
        batches = self._batches(uids)
        batch = self._ask(folder, next(batches, None))
        while batch:
            self._settle()
            # The next batch is asked for before this one is handed out: the server reads while the caller works.
            following = None if batch.failure else self._ask(folder, next(batches, None))
            while batch.mails:
                yield batch.mails.popleft()
            if batch.failure:
                raise batch.failure
            batch = following

    def uids(self, folder: str) -> frozenset[int]:
        """Return all UIDs that are there now."""
        self._stand_in(folder)
        return frozenset(self._existing("1:*"))

    def changed_flags(self, folder: str, since_modseq: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield (uid, flags) changed since the MODSEQ; all of them when it is 0 or the server keeps none."""
        self._stand_in(folder)
        if not self._exists:
            return
        since = f" (CHANGEDSINCE {since_modseq})" if since_modseq and self._selected and self._selected.modseq else ""
        items = [parse_fetch(pieces[0]) for pieces in self._command(f"UID FETCH 1:* (UID FLAGS){since}")]
        yield from [(item.uid, item.flags) for item in items if item and item.flags is not None]

    def find_message_id(self, folder: str, message_id: str) -> int | None:
        """Return the UID of the mail with exactly this Message-ID (with or without angle brackets), or None."""
        wanted = message_id.strip().strip("<>")
        if not wanted or not wanted.isprintable():
            return None
        self._stand_in(folder)
        with self._talking("SEARCH") as client:
            found = client.search(["HEADER", "Message-ID", wanted], charset=None if wanted.isascii() else "UTF-8")
            headers = client.fetch(found, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]) if found else {}
        ids = {uid: next((v for k, v in items.items() if k.startswith(b"BODY[HEADER")), b"") for uid, items in headers.items()}
        return next((uid for uid in sorted(ids) if _same_id(ids[uid], wanted)), None)

    # -- writing
    def append(self, folder: str, raw: bytes, flags: Sequence[str]) -> None:
        """Put a mail into a folder, which is made when the server says that it could be."""
        with self._talking("APPEND") as client:
            try:
                self._append(client, folder, raw, flags)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as error:
                full = "OVERQUOTA" in str(error).upper()
                raise AccountError(_NO_SPACE if full else _NO_STEP, host=self._address.host, folder=folder, step="APPEND") from None

    def _append(self, client: IMAPClient, folder: str, raw: bytes, flags: Sequence[str]) -> None:
        try:
            client.append(folder, raw, flags)
        except imaplib.IMAP4.error as error:
            if "TRYCREATE" not in str(error).upper():
                raise
            client.create_folder(folder)
            client.append(folder, raw, flags)

    def add_flag(self, folder: str, uid: int, flag: str) -> None:
        """Set a flag such as \\Answered; the folder is open for writing for that moment only."""
        with self._talking("STORE") as client:
            self._selected = None
            try:
                client.select_folder(folder)
                client.add_flags([uid], [flag], silent=True)
            except imaplib.IMAP4.readonly:
                raise AccountError(_READ_ONLY, folder=folder, host=self._address.host) from None
        self.select(folder)

    # -- waiting
    def wait_for_change(self, folder: str, seconds: float, cancelled: CancelCheck) -> bool:
        """Wait until something happens in the folder (True), or the time is over, the person stopped, or the server has no IDLE (False)."""
        if self._selected is None or self._selected.name != folder:
            self.select(folder)
        end = time.monotonic() + seconds
        with self._talking("IDLE") as client:
            if not client.has_capability("IDLE"):
                return False
            while (left := end - time.monotonic()) > 0 and not cancelled():
                if self._idle(client, time.monotonic() + min(left, _IDLE_SECONDS), cancelled):
                    return True
        return False

    def _idle(self, client: IMAPClient, until: float, cancelled: CancelCheck) -> bool:
        client.idle()
        news: list[object] = []
        while not news and not cancelled() and (left := until - time.monotonic()) > 0:
            news = [answer for answer in client.idle_check(timeout=min(left, 0.5)) if answer[0] != b"OK"]
        _, last = client.idle_done()
        return bool(news) or any(answer[0] != b"OK" for answer in last)

    def close(self) -> None:
        """Log out, or just hang up when a conversation is half done; never raises."""
        try:
            if self._broken or self._ahead is not None:
                self._client.shutdown()
            else:
                self._client.socket().settimeout(5)
                self._client.logout()
        except Exception:  # noqa: BLE001 - the mails are in; how the farewell went is of no interest to anyone
            _log.debug("The connection to %s ended without a farewell.", self._address.host)
        finally:
            self._broken = True
            self._client._imap.sock.close()
            self._client._imap.file.close()

    # -- bodies, batch by batch
    def _batches(self, uids: list[int]) -> Iterator[list[int]]:
        for start in range(0, len(uids), _SIZES_AT_ONCE):
            window = uids[start : start + _SIZES_AT_ONCE]
            items = [parse_fetch(pieces[0]) for pieces in self._command(f"UID FETCH {_range(window)} (UID RFC822.SIZE)")]
            sizes = {item.uid: item.size for item in items if item and item.size is not None}
            yield from packed(window, sizes, BATCH_MAILS, BATCH_BYTES)

    def _ask(self, folder: str, uids: list[int] | None) -> _Batch | None:
        """Ask for these bodies without waiting for them."""
        if uids is None:
            return None
        if self._selected is None or self._selected.name != folder:
            self.select(folder)
        with self._talking("FETCH"):
            self._ahead = _Batch(uids, self._send(f"UID FETCH {_range(uids)} (UID FLAGS INTERNALDATE BODY.PEEK[])"))
        return self._ahead

    def _settle(self) -> None:
        """Read what was asked for ahead, so that the connection is free for the next step. A failure is kept for the one who asked."""
        batch, self._ahead = self._ahead, None
        if batch is None:
            return
        try:
            self._collect(batch)
        except AccountError as error:
            batch.failure = error
        batch.mails = deque(sorted(batch.mails, key=lambda mail: mail.uid))

    def _collect(self, batch: _Batch) -> None:
        wanted = frozenset(batch.uids)
        with self._talking("FETCH"):
            try:
                for pieces in self._answers(batch.tag):
                    mail = mail_in(pieces)
                    if mail and mail.uid in wanted:
                        batch.mails.append(mail)
            except Refused:
                self._one_by_one(batch)

    def _one_by_one(self, batch: _Batch) -> None:
        """A mail that the server itself cannot read spoils the answer for its whole batch: leave out that mail alone."""
        if len(batch.uids) == 1:
            _log.warning("The server cannot give mail %s of a folder; it is left out.", batch.uids[0])
            return
        here = {mail.uid for mail in batch.mails}
        for uid in batch.uids:
            if uid not in here:
                single = _Batch([uid], self._send(f"UID FETCH {uid} (UID FLAGS INTERNALDATE BODY.PEEK[])"))
                self._collect(single)
                batch.mails.extend(single.mails)

    def _existing(self, span: str) -> list[int]:
        """Return the UIDs of this range that exist, ascending. Never by SEARCH alone: its one long line breaks imaplib's limit."""
        if not self._exists:
            return []
        if self._client.has_capability("ESEARCH"):
            answers = [parse_esearch(pieces[0], self._exists + 10_000) for pieces in self._command(f"UID SEARCH RETURN (ALL) UID {span}")]
            for numbers in answers:
                if numbers is not None:
                    return numbers
        items = [parse_fetch(pieces[0]) for pieces in self._command(f"UID FETCH {span} (UID)")]
        return sorted({item.uid for item in items if item})

    # -- the wire
    @contextmanager
    def _talking(self, step: str) -> Iterator[IMAPClient]:
        """Give the client, and turn whatever goes wrong into an AccountError. Causes are left out: they may quote what the server said."""
        if self._broken:
            raise cut_off(self._address)
        self._settle()
        try:
            yield self._client
        except AccountError:
            raise
        except (imaplib.IMAP4.abort, EOFError):
            self._broken = True
            raise cut_off(self._address) from None
        except (imaplib.IMAP4.error, Refused):
            raise AccountError(_NO_STEP, host=self._address.host, step=step) from None
        except OSError as error:
            self._broken = True
            raise explain(error, self._address) from None
        except (Garbage, ValueError, TypeError, LookupError, AttributeError):  # IMAPClient's parsers meet nonsense with any of these
            self._broken = True
            raise garbled(self._address) from None

    def _command(self, text: str) -> list[list[bytes]]:
        """Run a command and return its untagged answers; only for answers without bodies."""
        with self._talking(text.split(" ")[0]):
            return list(self._answers(self._send(text)))

    def _send(self, text: str) -> bytes:
        self._tags += 1
        tag = f"Q{self._tags:06d}".encode()
        self._client._imap.send(tag + b" " + text.encode() + b"\r\n")
        return tag

    def _answers(self, tag: bytes) -> Iterator[list[bytes]]:
        """Yield the untagged answers to a command, and note on the way how many mails the folder has."""
        for pieces in answers(self._client._imap.file, tag):
            if found := _EXISTS.match(pieces[0]):
                self._exists = int(found[1])
            yield pieces


connect = ImapConnector()
"""The MailConnector that the program uses."""


def _range(uids: list[int]) -> str:
    """All UIDs between the first and the last that exist are in the list, so the range says the same in fewer bytes."""
    return f"{uids[0]}:{uids[-1]}"


def _fits_login(text: str) -> bool:
    return all(" " <= letter <= "~" for letter in text)


def _same_id(header: bytes, wanted: str) -> bool:
    return header.partition(b":")[2].decode("utf-8", "replace").strip().strip("<>") == wanted


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value or "")


def _texts(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)


def _tls_context(address: ServerAddress) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if address.ca_file:
        try:
            context.load_verify_locations(address.ca_file)
        except OSError:  # ssl.SSLError is one: a file that is no certificate
            raise AccountError(_CA_FILE, file=address.ca_file) from None
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the server's own certificate is enough, without its issuer
    return context
