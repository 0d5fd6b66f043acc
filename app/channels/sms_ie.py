"""Text messages from SMS Import / Export (Android): the zip or folder of version 2 (`messages.ndjson`, `data/`), the JSON of version 1.

A record is a row of Android's tables with its column names, values as text, and names, addresses and parts under `__...` keys (in version 1
without the lines before). Simple SMS Messenger and its heirs write such rows too: first in an array of conversations, later with names of
their own for the columns.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member, refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import UNKNOWN_TYPE, media_type_of
from app.parsing.json_stream import CUT_OFF, JsonPull
from app.parsing.sms_data import KEEP_BYTES, decoded
from app.parsing.sms_messages import FROM, OWN_TOKEN, PART_DAMAGED, PART_MISSING, TextMessages, told

NOT_SMS_IE = N_("This is no export of SMS Import / Export as far as can be seen. Nothing was read.")
BAD_LINE = N_("A record of the export is damaged (it is no valid JSON); it was left out.")
LONGEST_LINE = 96 * 1024 * 1024

_CONVERSATION = ("sms", "mms")
"""Under which keys older backups of Simple SMS Messenger hold the rows of a conversation."""
_ADDED = ("display_name", "sender_address", "recipient_addresses", "addresses", "parts")
_COLUMNS = {
    **{"dateSent": "date_sent", "messageBox": "msg_box", "messageType": "m_type", "subscriptionId": "sub_id"},
    **{"contentType": "ct", "contentLocation": "cl", "filename": "fn", "sequenceOrder": "seq", "data": "binary_data"},
}
_SIGNS = ('"backupType"', '"__parts"', '"__sender_address"', '"__display_name"', '"__recipient_addresses"')
_ANDROID = ('"thread_id"', '"sub_id"', '"msg_box"', '"date_sent"', '"dateSent"', '"subscriptionId"', '"messageBox"')
_TYPE = re.compile(r'"type"\s*:\s*"?[1-6]"?\s*[,}]')
_WHO = ("address", "msg_box", "messageBox")
_SMIL, _TEXT = "application/smil", "text/plain"


class SmsIeReader:
    """Reads exports of SMS Import / Export."""

    channel = Channel.SMS
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is one: rows of Android's tables as JSON."""
        try:
            with backup_parts(path, ".ndjson", ".json") as parts:
                return max(map(_score, parts), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no such export."""
        maker = TextMessages(self.channel, options)
        with backup_parts(path, ".ndjson", ".json") as parts:
            own = [part for part in parts if _score(part) > 0]
            if not own:
                raise BadInput(NOT_SMS_IE)
            for part in own:
                for number in _own_numbers(part):
                    maker.own(number)
            for part in own:
                files = {member.base: member for member in part.beside}
                with refusing_damage(), part.open() as stream:
                    for where, row in _rows(part, stream):
                        yield from _read(row, where, maker, files) if isinstance(row, dict) else [row]


READER = SmsIeReader()


def _score(part: BackupPart) -> float:
    try:
        head = part.head().decode("utf-8-sig", "replace")
    except (BadInput, OSError):
        return 0.0
    if not head.lstrip().startswith(("[", "{")) or '"date"' not in head or not any(f'"{key}"' in head for key in _WHO):
        return 0.0
    signs = sum(sign in head for sign in _SIGNS) + sum(sign in head for sign in _ANDROID)
    if signs >= 2:
        return 0.95
    return 0.6 if signs or ('"body"' in head and _TYPE.search(head)) else 0.0


def _rows(part: BackupPart, stream: BinaryIO) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    if _is_array(part):
        yield from _array(part.name, stream)
        return
    for number, line in enumerate(_lines(stream), 1):
        if not line.strip():
            continue
        where = f"{part.name}:{number}"
        row = _row(line)
        if row is not None:
            yield where, row
        else:
            cut = not line.endswith(b"\n")
            yield where, Problem(ProblemKind.ERROR if cut else ProblemKind.UNPARSED, where, CUT_OFF if cut else BAD_LINE)


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return _android(row) if isinstance(row, dict) else None


def _rows_in(value: object) -> list[Any]:
    """Return the rows of an element: those of a conversation, else itself."""
    known = value if isinstance(value, dict) else {}
    if any(isinstance(known.get(key), list) for key in _CONVERSATION):
        return [row for key in _CONVERSATION for row in _list(known.get(key))]
    return [value]


def _android(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row under Android's own names of its columns."""
    if "backupType" in row or "messageBox" in row:
        row = {_COLUMNS.get(key, key): value for key, value in row.items()}
        if "subject" in row and "msg_box" in row:
            row["sub"] = row.pop("subject")
    for key in _ADDED:
        if key in row and f"__{key}" not in row:
            row[f"__{key}"] = row[key]
    return row


def _array(name: str, stream: BinaryIO) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    number = 0
    try:
        for value in JsonPull(stream).values():
            number += 1
            where = f"{name}:{number}"
            for row in _rows_in(value):
                yield where, _android(row) if isinstance(row, dict) else Problem(ProblemKind.UNPARSED, where, BAD_LINE)
    except BadInput as error:
        yield name, Problem(ProblemKind.ERROR, f"{name}:{number + 1}", error.template)


def _read(row: dict[str, Any], where: str, maker: TextMessages, files: Mapping[str, Member]) -> Iterator[IncomingMessage | Problem]:
    if "msg_box" not in row and "__parts" not in row:
        yield maker.sms({**row, "contact_name": told(row, "__display_name")}, where)
        return
    addresses = _addresses(row)
    names = {told(a, "__display_name") for a in addresses if told(a, "__display_name")}
    fields = {**row, "address": "", "contact_name": names.pop() if len(names) == 1 else ""}
    texts, found, problems = _parts(row, where, files)
    message = maker.mms(fields, where, "\n".join(filter(None, texts)), tuple(found), addresses)
    yield message
    if isinstance(message, IncomingMessage):
        yield from problems


def _own_numbers(part: BackupPart) -> set[str]:
    """Return the phone's own numbers: to which alone something came in. Only multimedia messages tell them; others are not even parsed."""
    found: set[str] = set()
    with refusing_damage(), part.open() as stream:
        rows: Iterator[Any] = (_row(line) for line in _lines(stream) if b'"msg_box"' in line)
        if _is_array(part):
            rows = (row for _, row in _array(part.name, stream))
        for row in rows:
            if isinstance(row, dict) and told(row, "msg_box") == "1":
                to = [told(a, "address") for a in _addresses(row) if told(a, "type") != FROM]
                found |= set(to) if len(to) == 1 and to[0] != OWN_TOKEN else set()
    return found


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LONGEST_LINE):
        yield line


def _is_array(part: BackupPart) -> bool:
    return part.head(256).decode("utf-8-sig", "replace").lstrip().startswith("[")


def _addresses(row: Mapping[str, Any]) -> Sequence[Mapping[str, object]]:
    given = [row.get("__sender_address"), *_list(row.get("__recipient_addresses")), *_list(row.get("__addresses"))]
    return [address for address in given if isinstance(address, dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _parts(row: Mapping[str, Any], where: str, files: Mapping[str, Member]) -> tuple[list[str], list[Attachment], list[Problem]]:
    texts: list[str] = []
    found: list[Attachment] = []
    problems: list[Problem] = []
    for part in _list(row.get("__parts")):
        if isinstance(part, dict) and "contentType" in part:
            part = {_COLUMNS.get(key, key): value for key, value in part.items()}
        sort = told(part, "ct").lower() if isinstance(part, dict) else _SMIL
        if sort == _SMIL:
            continue
        if sort.startswith(_TEXT):
            texts.append(told(part, "text"))
            continue
        file, why = _file(part, files)
        found.append(file)
        problems += [Problem(ProblemKind.MEDIA_MISSING, where, why)] if why else []
    return texts, found, problems


def _file(part: Mapping[str, Any], files: Mapping[str, Member]) -> tuple[Attachment, str]:
    """Return the file of a part, and why it is not whole: its content lies in `data/` (version 2) or in the row (version 1)."""
    stored = told(part, "_data").rpartition("/")[2]
    name = next((told(part, key) for key in ("cl", "name", "fn") if told(part, key)), "") or stored
    sort = told(part, "ct") or UNKNOWN_TYPE
    sort = media_type_of(name) if sort == UNKNOWN_TYPE else sort
    inside = next((told(part, key) for key in ("__binary_data", "binary_data", "data") if told(part, key)), "")
    if inside:
        data = decoded(inside)
        return Attachment(name, sort, data.size, data.sha256, content=data.content), PART_DAMAGED if data.damaged else ""
    member = files.get(stored)
    try:
        sha, size, content = member.digest(KEEP_BYTES) if member else ("", 0, None)
    except BadInput:
        return Attachment(name, sort, 0, "", missing=True), PART_DAMAGED
    return Attachment(name, sort, size, sha, missing=member is None, content=content), "" if member else PART_MISSING
