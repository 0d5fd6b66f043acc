"""A logged-in IMAP session.

Folders are opened with EXAMINE and bodies are asked for with BODY.PEEK[], so that fetching never marks a mail as read.
FETCH answers are read from the connection itself: IMAPClient's parser costs more than everything else together, and holds
a whole answer in memory. It remains the second opinion for answers of an unexpected shape.
"""

import imaplib
import logging
import re
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from imapclient import IMAPClient

from app.domain.account import RemoteFolder, RemoteMail, SelectedFolder, ServerAddress
from app.domain.errors import AccountError
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.parsing.imap_fetch import packed, parse_esearch, parse_fetch
from app.parsing.imap_stream import Garbage, Refused, answers, folder_in, mail_in
from app.parsing.mail_connection import cut_off, explain, garbled
from app.parsing.mail_folders import with_roles

_log = logging.getLogger(__name__)

BATCH_MAILS = 200
BATCH_BYTES = 8 * 1024 * 1024
_SIZES_AT_ONCE = 1000
_SLOWEST = 20_000
"""Bytes a second that an upload may be slow."""
_LOOK_SECONDS = 0.5
"""How often a wait looks whether the person stopped it."""
_IDLE_SECONDS = 540.0
"""Routers forget quiet connections after ten minutes or so; IDLE is renewed before that (RFC 2177 allows 29)."""

_NO_FOLDER = N_("The folder {folder} cannot be opened on {host}. Nothing was changed; it may have been renamed or removed.")
_NO_STEP = N_("The server {host} refused a step ({step}). What came in before is kept; try again later.")
_READ_ONLY = N_("The folder {folder} on {host} can only be read. Nothing was changed there.")
_NO_SPACE = N_("The mailbox on {host} is full. The mail was not put into {folder}; make room there and try again.")

_NONSENSE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, MemoryError)
"""What imaplib and IMAPClient raise for nonsense, the last two for a literal of an impossible size."""
_EXISTS = re.compile(rb"\* (\d+) EXISTS\b", re.IGNORECASE)


@dataclass(slots=True)
class _Batch:
    """Bodies that were asked for, and what came of it."""

    uids: list[int]
    tag: bytes
    mails: deque[RemoteMail] = field(default_factory=deque)
    failure: AccountError | None = None


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

    # -- folders
    def folders(self) -> Sequence[RemoteFolder]:
        """List the folders that can be opened, INBOX first, with their roles."""
        with self.talking("LIST") as client:
            asked = client.has_capability("SPECIAL-USE") and client.has_capability("LIST-EXTENDED")
            command = 'LIST "" "*"' + (" RETURN (SPECIAL-USE)" if asked else "")
            listed = [folder_in(pieces) for pieces in self._answers(self._send(command))]
        return with_roles([folder for folder in listed if folder])

    def select(self, folder: str) -> SelectedFolder:
        """Open a folder read-only. `modseq` and `uidnext` are 0 when the server did not tell."""
        with self.talking("EXAMINE") as client:
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
        batch = self._ask(folder, batches)
        while batch:
            self._settle()
            # The next batch is asked for before this one is handed out: the server reads while the caller works.
            following = None if batch.failure else self._ask(folder, batches)
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
        with self.talking("SEARCH") as client:
            found = client.search(["HEADER", "Message-ID", wanted], charset=None if wanted.isascii() else "UTF-8")
            headers = client.fetch(found, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]) if found else {}
        ids = {uid: next((v for k, v in items.items() if k.startswith(b"BODY[HEADER")), b"") for uid, items in headers.items()}
        return next((uid for uid in sorted(ids) if _same_id(ids[uid], wanted)), None)

    # -- writing
    def append(self, folder: str, raw: bytes, flags: Sequence[str]) -> None:
        """Put a mail into a folder, which is made when the server says that it could be."""
        with self.talking("APPEND") as client, _patience(client.socket(), len(raw)):
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
            if isinstance(error, imaplib.IMAP4.abort) or "TRYCREATE" not in str(error).upper():
                raise
            client.create_folder(folder)
            client.append(folder, raw, flags)

    def add_flag(self, folder: str, uid: int, flag: str) -> None:
        """Set a flag such as \\Answered; the folder is open for writing for that moment only."""
        with self.talking("STORE") as client:
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
        with self.talking("IDLE") as client:
            if not client.has_capability("IDLE"):
                return False
            while (left := end - time.monotonic()) > 0 and not cancelled():
                if self._idle(client, time.monotonic() + min(left, _IDLE_SECONDS), cancelled):
                    return True
        return False

    def _idle(self, client: IMAPClient, until: float, cancelled: CancelCheck) -> bool:
        """Wait in one IDLE. Returns early when the socket woke up without news: leaving IDLE then tells whether it is still alive."""
        client.idle()
        news: list[object] = []
        while not news and not cancelled() and (left := until - time.monotonic()) > 0:
            asked, wait = time.monotonic(), min(left, _LOOK_SECONDS)
            news = _news(client.idle_check(timeout=wait))
            if not news and time.monotonic() - asked < wait * 0.9:
                break
        _, last = client.idle_done()
        return bool(news or _news(last))

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

    def _ask(self, folder: str, batches: Iterator[list[int]]) -> _Batch | None:
        """Ask for the next bodies without waiting for them. A failure comes with the batch, after the mails that are there already."""
        try:
            uids = next(batches, None)
            if uids is None:
                return None
            if self._selected is None or self._selected.name != folder:
                self.select(folder)
            with self.talking("FETCH"):
                self._ahead = _Batch(uids, self._send(_bodies(_range(uids))))
        except AccountError as error:
            return _Batch([], b"", failure=error)
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
        with self.talking("FETCH"):
            try:
                for pieces in self._answers(batch.tag):
                    mail = mail_in(pieces)
                    if mail and mail.uid in wanted:
                        batch.mails.append(mail)
            except Refused as refused:
                self._one_by_one(batch, refused)

    def _one_by_one(self, batch: _Batch, refused: Refused) -> None:
        """A mail that the server itself cannot read spoils the answer for its whole batch: leave out that mail, and no other."""
        if not refused.lasting:
            raise refused
        if len(batch.uids) == 1:
            _log.warning("The server %s cannot give the mail with UID %s; it is left out.", self._address.host, batch.uids[0])
            return
        here = {mail.uid for mail in batch.mails}
        for uid in batch.uids:
            if uid not in here:
                single = _Batch([uid], self._send(_bodies(str(uid))))
                self._collect(single)
                batch.mails.extend(single.mails)
        if not batch.mails:  # not one bad mail, then, but a server that gives none
            raise refused

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
    def talking(self, step: str) -> Iterator[IMAPClient]:
        """Give the client, and turn whatever goes wrong into an AccountError. Causes are left out: they may quote what the server said."""
        if self._broken:
            raise cut_off(self._address)
        self._settle()
        try:
            yield self._client
        except AccountError:
            raise
        except (imaplib.IMAP4.abort, EOFError) as error:
            self._broken = True
            raise (garbled if "unexpected" in str(error) else cut_off)(self._address) from None
        except (imaplib.IMAP4.error, Refused):
            raise AccountError(_NO_STEP, host=self._address.host, step=step) from None
        except OSError as error:
            self._broken = True
            raise explain(error, self._address) from None
        except (Garbage, *_NONSENSE):
            self._broken = True
            raise garbled(self._address) from None

    def _command(self, text: str) -> list[list[bytes]]:
        """Run a command and return its untagged answers; only for answers without bodies."""
        with self.talking(text.split(" ")[0]):
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


def _bodies(uids: str) -> str:
    return f"UID FETCH {uids} (UID FLAGS INTERNALDATE BODY.PEEK[])"


def _range(uids: list[int]) -> str:
    """All UIDs between the first and the last that exist are in the list, so the range says the same in fewer bytes."""
    return f"{uids[0]}:{uids[-1]}"


def _same_id(header: bytes, wanted: str) -> bool:
    return header.partition(b":")[2].decode("utf-8", "replace").strip().strip("<>") == wanted


def _news(answers_seen: Sequence[tuple[object, ...]]) -> list[object]:
    return [answer for answer in answers_seen if answer[0] != b"OK"]  # some servers say "OK Still here"


@contextmanager
def _patience(sock: socket.socket, size: int) -> Iterator[None]:
    """Give a big upload its time: a socket's timeout holds for all that is sent at once."""
    usual = sock.gettimeout() or 0.0
    sock.settimeout(usual + size / _SLOWEST)
    try:
        yield
    finally:
        if sock.fileno() != -1:
            sock.settimeout(usual)
