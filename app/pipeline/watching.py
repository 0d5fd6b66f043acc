"""Watching: a folder in which exports are saved is looked at; what is complete and new there is offered."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.watching import Offer

NO_FOLDER = N_("There is no folder {folder}.")
NO_FILE = N_("There is no file {file}.")
QUIET = timedelta(minutes=2)
"""What was not written to for so long is complete, also when it is seen for the first time."""
MOST_FILES = 500
_HEAD = 65_536
_REMEMBERED = 5_000
_FOLDER, _KNOWN = "watch.folder", "watch.known"
_ENDINGS = (".part", ".partial", ".crdownload", ".download", ".tmp", ".opdownload")
"""Names of files that a browser has not finished."""


@dataclass(slots=True)
class Watcher:
    """The watched folder of a shop. It remembers between two looks how large each file was."""

    store: Store
    clock: Callable[[], datetime]
    recognise: Callable[[Path], tuple[str, float]]
    _sizes: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _found: dict[str, tuple[str, float]] = field(default_factory=dict)

    def folder(self) -> Path | None:
        """Return the watched folder, None when none is watched."""
        with self.store.read() as reader:
            name = reader.setting(_FOLDER)
        return Path(name) if isinstance(name, str) else None

    def watch(self, folder: Path | None) -> None:
        """Watch a folder (None: none any more). Raises BadInput when it is not there."""
        if folder is not None and not folder.is_dir():
            raise BadInput(NO_FOLDER, folder=folder)
        with self.store.write() as uow:
            uow.settings.put(_FOLDER, None if folder is None else str(folder.resolve()))
            uow.commit()

    def offers(self) -> list[Offer]:
        """Look at the folder: what is complete, recognised and new, newest first. A folder that is gone offers nothing."""
        folder = self.folder()
        if folder is None:
            return []
        known, seen = self._known(), dict(self._sizes)
        self._sizes = {}
        found = [self._offer(path, size, mtime, known, seen) for path, size, mtime in sorted(_files(folder), key=lambda f: -f[2])]
        return [offer for offer in found if offer is not None]

    def _offer(self, path: Path, size: int, mtime: int, known: set[str], seen: dict[Path, tuple[int, int]]) -> Offer | None:
        self._sizes[path] = (size, mtime)
        quiet = self.clock().timestamp() - mtime / 1e9 >= QUIET.total_seconds()
        if not size or not (quiet or seen.get(path) == (size, mtime)):
            return None
        mark = _mark(path)
        if mark is None or mark in known:
            return None
        key = mark + path.suffix
        if key not in self._found:
            self._found[key] = self.recognise(path)
        what, confidence = self._found[key]
        return Offer(path, what, confidence, size) if what else None

    def settle(self, path: Path) -> None:
        """Offer a file no more, as it is now: it was imported or declined. Raises BadInput when it is not there."""
        mark = _mark(path)
        if mark is None:
            raise BadInput(NO_FILE, file=path)
        with self.store.write() as uow:
            before = uow.settings.get(_KNOWN)
            marks = [m for m in before if m != mark] if isinstance(before, list) else []
            uow.settings.put(_KNOWN, [*marks, mark][-_REMEMBERED:])
            uow.commit()

    def _known(self) -> set[str]:
        with self.store.read() as reader:
            marks = reader.setting(_KNOWN)
        return set(marks) if isinstance(marks, list) else set()


def _files(folder: Path) -> Iterator[tuple[Path, int, int]]:
    """Yield (path, size, time of the last change in ns) of the files in a folder; links and hidden or unfinished files are passed over."""
    try:
        paths = sorted(folder.iterdir())[:MOST_FILES]
    except OSError:
        return
    for path in paths:
        try:
            told = path.lstat()
        except OSError:
            continue
        if stat.S_ISREG(told.st_mode) and not path.name.startswith((".", "~")) and not path.name.lower().endswith(_ENDINGS):
            yield path, told.st_size, told.st_mtime_ns


def _mark(path: Path) -> str | None:
    """Return what a file is known by: its first bytes, its size and when it last changed; None when it cannot be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        told = path.stat()
    except OSError:
        return None
    return sha256(b"%d %d " % (told.st_size, told.st_mtime_ns) + head).hexdigest()[:32]
