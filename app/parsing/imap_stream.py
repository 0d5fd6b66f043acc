"""IMAP answers read from a stream of bytes, one at a time, and the mail in one of them (RFC 3501 section 7)."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO

from imapclient.exceptions import ProtocolError
from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.response_parser import parse_fetch_response, parse_response

from app.domain.account import RemoteMail
from app.parsing.imap_fetch import flag_names, literal_size, parse_fetch
from app.parsing.mail_folders import ListedFolder

_STATUS = re.compile(rb"(OK|NO|BAD)\b(?: \[([A-Z-]+))?.*\r\n\Z", re.IGNORECASE)
_LONGEST_LINE = 16 * 1024 * 1024
_BIGGEST_LITERAL = 2**31
"""Bytes; beyond these an answer is nonsense, not a mail."""


class Refused(Exception):
    """The tagged answer was NO, or BAD: `lasting` says whether the same command will get the same answer tomorrow."""

    def __init__(self, *, bad: bool, code: str) -> None:
        super().__init__(code)
        self.bad = bad
        self.lasting = not bad and code not in _PASSING


_PASSING = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "THROTTLED", "OVERQUOTA"})
"""Response codes (RFC 5530) that are about the server's day, not about a mail."""


class Garbage(Exception):
    """Bytes that are no IMAP."""


def answers(stream: BinaryIO, tag: bytes) -> Iterator[list[bytes]]:
    """Yield the untagged answers up to the one with this tag, each as [line], or [line, literal, line ...]. Lines keep their CRLF.

    Raises Refused, Garbage, EOFError (cut off, or BYE), and what the stream raises.
    """
    while True:
        pieces = [_line(stream)]
        if pieces[0].startswith(tag):
            return _end(pieces[0][len(tag) + 1 :])
        while (size := literal_size(pieces[-1])) is not None:
            pieces.append(_literal(stream, size))
            pieces.append(_line(stream))
        if not pieces[0].startswith(b"* "):
            raise Garbage
        if pieces[0][2:5].upper() == b"BYE":
            raise EOFError
        yield pieces


def mail_in(pieces: Sequence[bytes]) -> RemoteMail | None:
    """Return the mail in an answer, or None when it holds none (a flag that somebody changed, a mail that just went).

    `internal_date` is 0.0 when the server gave none. Raises Garbage.
    """
    item = parse_fetch(pieces[0], pieces[2]) if len(pieces) == 3 else None
    if item and item.has_body:
        return RemoteMail(item.uid, item.flags or (), item.date or 0.0, pieces[1])
    return _odd_mail(pieces) if b" FETCH " in pieces[0][:24].upper() else None


def folder_in(pieces: Sequence[bytes]) -> ListedFolder | None:
    """Return the folder in a LIST answer, or None when it is another answer. Raises Garbage."""
    if not pieces[0].upper().startswith(b"* LIST "):
        return None
    with _nonsense_is_garbage():
        attributes, delimiter, name, *_ = parse_response(_as_imaplib([pieces[0][7:], *pieces[1:]]))
        written = name if isinstance(name, bytes) else str(name).encode()  # a folder called 2026 is parsed as a number
        return ListedFolder(tuple(a.decode("ascii", "replace") for a in attributes), (delimiter or b"").decode(), decode_utf7(written))


def _odd_mail(pieces: Sequence[bytes]) -> RemoteMail | None:
    """The second opinion, by IMAPClient: a body as a quoted string, several literals, items that nobody asked for."""
    head = re.sub(rb"(?i)^\* (\d+) FETCH ", rb"\1 ", pieces[0])
    with _nonsense_is_garbage():
        answer = parse_fetch_response(_as_imaplib([head, *pieces[1:]]), normalise_times=False)
        found = next(((uid, items) for uid, items in answer.items() if isinstance(items.get(b"BODY[]"), bytes)), None)
        if found is None:
            return None
        when, flags = found[1].get(b"INTERNALDATE"), flag_names(b" ".join(found[1].get(b"FLAGS", ())))
        return RemoteMail(found[0], flags, when.timestamp() if isinstance(when, datetime) else 0.0, found[1][b"BODY[]"])


@contextmanager
def _nonsense_is_garbage() -> Iterator[None]:
    try:
        yield
    except (ProtocolError, ValueError, TypeError, LookupError, AttributeError, OverflowError):  # whatever IMAPClient trips over
        raise Garbage from None


def _as_imaplib(pieces: Sequence[bytes]) -> list[Any]:
    """Return the pieces as imaplib would hand them to IMAPClient: (line, literal) pairs and the last line, without line ends."""
    pairs = [(pieces[n].rstrip(b"\r\n"), pieces[n + 1]) for n in range(0, len(pieces) - 1, 2)]
    return [*pairs, pieces[-1].rstrip(b"\r\n")]


def _end(status: bytes) -> None:
    found = _STATUS.match(status)
    if found is None:
        raise Garbage
    if found[1].upper() != b"OK":
        raise Refused(bad=found[1].upper() == b"BAD", code=(found[2] or b"").decode().upper())


def _line(stream: BinaryIO) -> bytes:
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\r\n"):
        raise Garbage if len(line) >= _LONGEST_LINE else EOFError
    return line


def _literal(stream: BinaryIO, size: int) -> bytes:
    if size > _BIGGEST_LITERAL:
        raise Garbage
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
