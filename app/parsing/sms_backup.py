"""Whole backups in the XML of SMS Backup & Restore, for the channels that read it."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.text import N_
from app.parsing.archive import refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_bodies import UNKNOWN_TYPE, media_type_of
from app.parsing.sms_data import Lift, PartData
from app.parsing.sms_messages import PART_DAMAGED, PART_MISSING, TextMessages, told
from app.parsing.sms_xml import NOT_A_BACKUP, BackupFile, Record, head_of, root_of

CALLS_APART = N_("A list of calls lies beside the messages; import that file by itself. It was left out here.")
_SMIL = "application/smil"
_TEXT = "text/plain"


def root_at(part: BackupPart) -> tuple[str, str]:
    """Return (first element, beginning of the file); ("", "") when it cannot be read."""
    try:
        with refusing_damage(), part.open() as stream:
            head = head_of(stream)
    except (BadInput, OSError):
        return "", ""
    return root_of(head), head


def made_by_signal(head: str) -> bool:
    """Say whether Signal wrote this; it says so in a comment before the first element."""
    return "Signal" in head.partition("<smses")[0]


def read_messages(path: Path, channel: Channel, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
    """Yield the messages of one backup or of a folder or zip with several. Raises BadInput where there is none."""
    maker = TextMessages(channel, options)
    with backup_parts(path, ".xml") as parts:
        roots = [(part, root_at(part)[0]) for part in parts]
        if not any(root == "smses" for _, root in roots):
            raise BadInput(NOT_A_BACKUP)
        for part, root in roots:
            if root == "calls":
                yield Problem(ProblemKind.LEFT_OUT, part.name, CALLS_APART)
            elif root == "smses":
                yield from _of_file(part, maker)


def _of_file(part: BackupPart, maker: TextMessages) -> Iterator[IncomingMessage | Problem]:
    file, name = BackupFile(part.name), part.name
    with refusing_damage(), part.open() as stream:
        for record in file.records(stream):
            if isinstance(record, Problem):
                yield record
            elif record.tag == "sms":
                yield maker.sms(record.fields, f"{name}:{record.line}")
            elif record.tag == "mms":
                yield from _mms(record, f"{name}:{record.line}", maker, file.lift)


def _mms(record: Record, where: str, maker: TextMessages, lift: Lift) -> Iterator[IncomingMessage | Problem]:
    texts: list[str] = []
    files: list[Attachment] = []
    problems: list[Problem] = []
    for part in sorted(record.parts, key=_place):
        sort = told(part, "ct").lower()
        data = lift.take(part["data"]) if told(part, "data") else None
        if sort == _SMIL:
            continue
        if sort.startswith(_TEXT):
            texts.append(_text(part, data))
            continue
        files.append(attached(part, data))
        if files[-1].missing or (data and data.damaged):
            problems.append(Problem(ProblemKind.MEDIA_MISSING, where, PART_MISSING if files[-1].missing else PART_DAMAGED))
    message = maker.mms(record.fields, where, "\n".join(filter(None, texts)), tuple(files), record.addresses)
    yield message
    if isinstance(message, IncomingMessage):
        yield from problems


def _place(part: dict[str, str]) -> int:
    try:
        return int(part.get("seq", 0))
    except ValueError:
        return 0


def _text(part: dict[str, str], data: PartData | None) -> str:
    written = told(part, "text")
    return written or ((data.content or b"").decode("utf-8", "replace") if data else "")


def attached(part: dict[str, str], data: PartData | None) -> Attachment:
    """Return a part of an MMS as a file: its content is `data`, else what stands in its text (a visiting card)."""
    name = next((told(part, key) for key in ("cl", "name", "fn") if told(part, key)), "")
    sort = told(part, "ct") or UNKNOWN_TYPE
    sort = media_type_of(name) if sort == UNKNOWN_TYPE else sort
    name = name or sort.partition("/")[0]
    if data is None and told(part, "text"):
        data = PartData()
        data.take_in(told(part, "text").encode())
    if data is None or not data.size:
        return Attachment(name, sort, 0, "", missing=True)
    return Attachment(name, sort, data.size, data.sha256, content=data.content)
