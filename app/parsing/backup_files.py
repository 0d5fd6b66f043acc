"""The files of an export that a reader may know: the one that was given, or those of a zip or folder with the right ending."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.parsing.archive import Member
from app.parsing.chat_files import Export, open_export


class BackupPart(NamedTuple):
    """One file, and the export it lies in."""

    member: Member
    export: Export

    @property
    def name(self) -> str:
        """The name with its folders, for problems."""
        return self.member.name

    @property
    def beside(self) -> Sequence[Member]:
        """Everything in the same zip or folder."""
        return self.export.members

    def open(self) -> BinaryIO:
        """Open for reading; raises BadInput. Read it inside `refusing_damage()`."""
        return self.member.open()

    def head(self, size: int = 64 * 1024) -> bytes:
        """Return the first bytes, none when the file cannot be read."""
        try:
            with self.open() as stream:
                return stream.read(size)
        except Exception:  # noqa: BLE001  # a damaged archive member raises whatever its packer's format can; it is no export of ours
            return b""


@contextmanager
def backup_parts(path: Path, *endings: str) -> Iterator[list[BackupPart]]:
    """Give the file at `path`, or the members of a zip or folder whose names end so (lower case). Raises BadInput."""
    with open_export(path) as export:
        several = export.beside is None
        yield [BackupPart(m, export) for m in export.members if not several or m.base.lower().endswith(endings)]
