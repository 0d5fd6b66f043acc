"""Lists of calls of Android phones: who rang, when, how long, and whether anyone answered. SMS Backup & Restore writes them as XML,
SMS Import / Export as JSON: an array of rows of Android's table, with the name that the phone knows beside.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import BadInput
from app.domain.message import (
    Channel,
    Direction,
    IncomingMessage,
    Kind,
    Party,
    Problem,
    ProblemKind,
    ReadOptions,
    fingerprint_of,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.json_stream import JsonPull
from app.parsing.sms_backup import root_at
from app.parsing.sms_messages import NO_DATE, TextMessages, time_of, told
from app.parsing.sms_xml import NOT_A_BACKUP, BackupFile

TWICE = N_("A call that is in the file more than once was kept once.")

_OUT = "2"
_WORDS = {
    "1": "Voice call",
    "2": "Voice call",
    "3": "Missed voice call",
    "4": "Missed voice call, voicemail",
    "5": "Missed voice call, rejected",
    "6": "Missed voice call, number blocked",
    "7": "Voice call, answered on another device",
}
_MISSED = ("3", "4", "5")
_ROWS = "rows"
_HIDDEN = ("-1", "-2", "-3")
"""What stands for a number that was not shown."""


class CallLogReader:
    """Reads lists of calls."""

    channel = Channel.CALL
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is a list of calls, by its first element; beside messages in one folder the messages count."""
        try:
            with backup_parts(path, ".xml", ".json") as parts:
                roots = {_sort(part) for part in parts}
        except (BadInput, OSError):
            return 0.0
        return (0.3 if "smses" in roots else 0.98) if "calls" in roots else 0.95 if _ROWS in roots else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield calls and problems in source order; raises BadInput when there is no list of calls."""
        people, seen = TextMessages(self.channel, options), set[str]()
        with backup_parts(path, ".xml", ".json") as parts:
            lists = [(part, sort) for part in parts if (sort := _sort(part)) in ("calls", _ROWS)]
            if not lists:
                raise BadInput(NOT_A_BACKUP)
            for part, sort in lists:
                with refusing_damage(), part.open() as stream:
                    for call in _rows(part.name, stream) if sort == _ROWS else _records(part.name, stream):
                        yield call if isinstance(call, Problem) else _call(*call, people, seen)


READER = CallLogReader()


def _sort(part: BackupPart) -> str:
    """Return the first element of a file, or that it holds rows of calls ("" for anything else)."""
    head = part.head(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head.startswith(b"["):
        return root_at(part)[0]
    wanted, others = (b'"number"', b'"duration"', b'"date"', b'"type"'), (b'"address"', b'"body"', b'"msg_box"')
    return _ROWS if all(key in head for key in wanted) and not any(key in head for key in others) else ""


def _records(name: str, stream: BinaryIO) -> Iterator[tuple[Mapping[str, object], str] | Problem]:
    for record in BackupFile(name).records(stream):
        if isinstance(record, Problem):
            yield record
        elif record.tag == "call":
            yield record.fields, f"{name}:{record.line}"


def _rows(name: str, stream: BinaryIO) -> Iterator[tuple[Mapping[str, object], str] | Problem]:
    number = 0
    try:
        for row in JsonPull(stream).values():
            number += 1
            where = f"{name}:{number}"
            known = row if isinstance(row, dict) else {}
            shown = next((told(known, key) for key in ("__display_name", "display_name", "name") if told(known, key)), "")
            yield ({**known, "contact_name": shown}, where) if known else Problem(ProblemKind.UNPARSED, where, NO_DATE)
    except BadInput as error:
        yield Problem(ProblemKind.ERROR, f"{name}:{number + 1}", error.template)


def _call(fields: Mapping[str, object], where: str, people: TextMessages, seen: set[str]) -> IncomingMessage | Problem:
    sort = told(fields, "type")
    time = time_of(fields.get("date"))
    if time is None:
        return Problem(ProblemKind.UNPARSED, where, NO_DATE)
    number = told(fields, "number")
    contact = people.contact("" if number in _HIDDEN else number, told(fields, "contact_name"))
    identity = fingerprint_of(Channel.CALL.value, contact.key, str(time[0]), sort)
    if identity in seen:
        return Problem(ProblemKind.LEFT_OUT, where, TWICE)
    seen.add(identity)
    out = sort == _OUT
    text = _text(sort, told(fields, "duration"))
    return IncomingMessage(
        channel=Channel.CALL,
        fingerprint=identity,
        conversation_key=contact.key,
        sent_at=time[1],
        direction=Direction.OUT if out else Direction.IN if sort in _WORDS else Direction.UNKNOWN,
        sender=Party() if out else contact.parties[0],
        text=text,
        kind=Kind.CALL,
        recipients=contact.parties if out else (),
        new_text=text,
        warnings=("missed_call",) if sort in _MISSED else (),
    )


def _text(sort: str, duration: str) -> str:
    """Return the call in the words in which chats export one; who answered nothing talked for no time."""
    words = _WORDS.get(sort, "Voice call")
    seconds = int(duration) if duration.isdecimal() else 0
    if sort == _OUT and not seconds:
        return f"{words}, no answer"
    if not seconds or sort in _MISSED:
        return words
    minutes, rest = divmod(seconds, 60)
    return f"{words}, {minutes} min {rest} s" if minutes else f"{words}, {rest} s"
