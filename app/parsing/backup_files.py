"""Where the parts of a backup lie: one file, or the fitting ones of a zip or folder."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.domain.errors import BadInput
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage

HEAD = 64 * 1024


class BackupPart(NamedTuple):
    """One file: `name` for problems, `open()` for its bytes, `beside` the other members of the same archive or folder."""

    name: str
    open: Callable[[], BinaryIO]
    beside: Sequence[Member]

    def head(self, size: int = HEAD) -> bytes:
        """Return the first bytes; raises BadInput."""
        with refusing_damage(), self.open() as stream:
            return stream.read(size)


@contextmanager
def backup_parts(path: Path, *endings: str) -> Iterator[list[BackupPart]]:
    """Give the file at `path`, or the members of a zip or folder whose names end so (lower case). Raises BadInput."""
    if path.is_dir() or is_zip(path):
        with open_members(path) as members:
            own = [m for m in members if not m.name.startswith("__MACOSX/") and not m.base.startswith("._")]
            yield [BackupPart(m.name, m.open, own) for m in own if m.base.lower().endswith(endings)]
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    if size == 0:
        raise BadInput(EMPTY_FILE)
    yield [BackupPart(path.name, lambda: path.open("rb"), ())]
