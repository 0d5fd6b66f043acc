"""An export as a reader meets it: a zip, a folder, or one file with others beside it; and the files that its messages speak of."""

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from app.domain.errors import BadInput
from app.domain.message import Attachment, IncomingMessage, Problem, ProblemKind
from app.domain.text import N_
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage
from app.parsing.chat_bodies import media_type_of

HEAD_BYTES = 64 * 1024
PIECE_BYTES = 1024 * 1024
KEEP_BYTES = 64 * 1024 * 1024
"""Attachments up to this size are kept whole; of larger ones only name, size and digest."""

MISSING_FILE = N_("A file that the chat names is not in the export; the message is kept without it.")
DAMAGED_FILE = N_("A file in the export is damaged; the message is kept without it.")
NOT_READ = N_("A message in the export could not be understood and was left out.")
NO_TIME = N_("A message in the export has no time; it was left out.")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://|data:|mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Export:
    """What was given to read. `members` are its own files; `beside` is the folder around a single file, where its media may lie."""

    members: Sequence[Member]
    beside: Path | None = None
    _by_name: dict[str, Member] = field(default_factory=dict)

    def find(self, near: str, uri: str) -> Member | None:
        """Return the file that `uri` names, relative to the folder of the member `near`; None when it is not there or leads outside."""
        folder = near.rpartition("/")[0]
        name = str(PurePosixPath(folder, uri.replace("\\", "/")))
        parts = PurePosixPath(name).parts
        if not uri or ".." in parts or name.startswith("/") or _ADDRESS.match(uri):
            return None
        return self._by_name.get(name) if self.beside is None else _file_beside(self.beside, name)

    def attachment(
        self, near: str, uri: str, where: str, *, name: str = "", media_type: str = "", size: int = 0
    ) -> tuple[Attachment, Problem | None]:
        """Return the file that a message names, with its digest where it is there; a problem where it should be and is not.

        A web address is no file of the export: it is missing, and nothing is wrong with that.
        """
        shown = name or uri.rpartition("/")[2]
        kind = media_type or media_type_of(shown)
        gone = Attachment(shown, kind, size, "", missing=True)
        if _ADDRESS.match(uri):
            return gone, None
        member = self.find(near, uri)
        if member is None:
            return gone, Problem(ProblemKind.MEDIA_MISSING, where, MISSING_FILE)
        try:
            sha, true_size, content = member.digest(KEEP_BYTES)
        except BadInput:
            return gone, Problem(ProblemKind.ERROR, where, DAMAGED_FILE)
        return Attachment(shown, kind, true_size, sha, content=content), None


def _file_beside(folder: Path, name: str) -> Member | None:
    """Return a file under the folder; what a link leads out of it to is not there."""
    try:
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return Member(name, path.stat().st_size, lambda: path.open("rb"))
    except (OSError, ValueError):
        pass
    return None


@contextmanager
def open_export(path: Path) -> Iterator[Export]:
    """Open a file, zip or folder; raises BadInput with one sentence when it is empty, damaged or unsafe."""
    if path.is_dir() or is_zip(path):
        with open_members(path) as members:
            own = [m for m in members if not m.name.startswith("__MACOSX/") and not m.base.startswith("._")]
            yield Export(own, None, {m.name: m for m in own})
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    if size == 0:
        raise BadInput(EMPTY_FILE)
    yield Export([Member(path.name, size, lambda: path.open("rb"))], path.parent)


def head_of(member: Member, size: int = HEAD_BYTES) -> str:
    """Return the first of a member as text; "" when it cannot be read."""
    try:
        with member.open() as stream:
            return stream.read(size).decode("utf-8-sig", "replace")
    except Exception:  # noqa: BLE001  # a damaged archive member raises whatever its packer's format can; it is no export of ours
        return ""


def pieces(stream: BinaryIO, mark: str, most: int = 16 * PIECE_BYTES) -> Iterator[str]:
    """Yield a text in pieces that each start with `mark` (the first is what stands before any), holding little of it in memory.

    A piece longer than `most` characters is given as far as it was read; its rest comes as a piece without the mark.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    held, marked = "", False
    while raw := stream.read(PIECE_BYTES):
        parts = (held + decoder.decode(raw)).split(mark)
        held = parts.pop()
        for part in parts:
            yield mark + part if marked else part
            marked = True
        if len(held) > most:
            yield mark + held if marked else held
            held, marked = "", False
    yield (mark if marked else "") + held + decoder.decode(b"", final=True)


def kept(name: str, items: Iterator[IncomingMessage | Problem], *, alone: bool) -> Iterator[IncomingMessage | Problem]:
    """Yield what can be read of a file; where it ends badly say so, and refuse it only when it is all there is and gave no message."""
    told = False
    try:
        with refusing_damage():
            for item in items:
                told = told or isinstance(item, IncomingMessage)
                yield item
    except BadInput as error:
        if alone and not told:
            raise
        yield Problem(ProblemKind.ERROR, name, error.told)
