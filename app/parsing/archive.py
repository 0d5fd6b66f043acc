"""Archives and folders as one shape: members that are safe to open.

A zip is refused as a whole when it could harm: paths or links that lead outside, a password, or far more content than it
could honestly hold. Links in a folder are left out. An archive inside an archive is a plain member and is never opened.
"""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from app.domain.errors import BadInput
from app.domain.text import N_

MAX_MEMBERS = 200_000
MAX_TOTAL = 64 * 1024**3
"""Bytes that all members together may unpack to."""
MAX_RATIO = 250
"""Unpacked to packed size; text compresses up to about 50 times, a bomb a thousand."""
RATIO_FROM = 50 * 1024**2
"""Below this many unpacked bytes the ratio says nothing."""
CHUNK = 1024 * 1024

DAMAGED = N_("The archive is damaged or not complete; make the export again and import that. Nothing was read.")
EMPTY_FILE = N_("The file is empty; nothing was read.")
EMPTY_ARCHIVE = N_("There are no files in it; nothing was read.")
PASSWORD = N_("The archive is protected with a password; unpack it and import the folder instead. Nothing was read.")
OUTSIDE = N_("The archive holds a path or link that leads outside of it, so it was not opened.")
TOO_MUCH = N_("The archive would unpack to far more than an export holds, so it was not opened.")
UNREADABLE = N_("The file cannot be opened ({why}); nothing was read.")

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive or folder: `name` with `/` between folders, `size` in bytes, `open()` for its content."""

    name: str
    size: int
    _open: Callable[[], BinaryIO] = field(repr=False, compare=False)

    @property
    def base(self) -> str:
        """The name without folders."""
        return self.name.rpartition("/")[2]

    def open(self) -> BinaryIO:
        """Open for reading; raises BadInput. Read it inside `refusing_damage()`."""
        try:
            return self._open()
        except _BROKEN as error:
            raise BadInput(DAMAGED) from error

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces of at most 1 MB; raises BadInput when it is damaged."""
        with refusing_damage(), self.open() as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def digest(self, keep: int) -> tuple[str, int, bytes | None]:
        """Return SHA-256 (hex), true size, and the content when it has at most `keep` bytes. Raises BadInput."""
        sha, size, parts = hashlib.sha256(), 0, []
        for chunk in self.chunks():
            sha.update(chunk)
            size += len(chunk)
            if size <= keep:
                parts.append(chunk)
        return sha.hexdigest(), size, b"".join(parts) if size <= keep else None


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turn what reading a damaged member or an unreadable file raises into BadInput."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadInput(DAMAGED) from error
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error


def is_zip(path: Path) -> bool:
    """Say whether the file starts like a zip; False when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
    except OSError:
        return False


@contextmanager
def open_members(path: Path) -> Iterator[Sequence[Member]]:
    """Open a zip or folder; its members, in stored (zip) or alphabetical (folder) order, can be opened inside the `with` block.

    Raises BadInput with one sentence when it is empty, damaged, protected or unsafe.
    """
    if path.is_dir():
        yield _some(_folder_members(path))
        return
    with _open_zip(path) as archive:
        yield _some(_zip_members(archive, path.stat().st_size))


def safe_members(path: Path) -> Iterator[Member]:
    """Yield the members of a zip or folder; open each before asking for the next. Raises BadInput as `open_members` does."""
    with open_members(path) as members:
        yield from members


def _some(members: list[Member]) -> list[Member]:
    if not members:
        raise BadInput(EMPTY_ARCHIVE)
    return members


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        if path.stat().st_size == 0:
            raise BadInput(EMPTY_FILE)
        return zipfile.ZipFile(path)
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    except _BROKEN as error:
        raise BadInput(DAMAGED) from error


def refuse_bomb(stream: BinaryIO) -> None:
    """Raise BadInput when a zip that another library is about to open is damaged, protected or would unpack to far too much."""
    size = stream.seek(0, os.SEEK_END)
    try:
        with zipfile.ZipFile(stream) as archive:
            _zip_members(archive, size)
    except _BROKEN as error:
        raise BadInput(DAMAGED) from error
    stream.seek(0)


def _zip_members(archive: zipfile.ZipFile, packed: int) -> list[Member]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_MEMBERS or total > MAX_TOTAL or (total > RATIO_FROM and total > packed * MAX_RATIO):
        raise BadInput(TOO_MUCH)
    return [_zip_member(archive, info) for info in infos]


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & 0x1:
        raise BadInput(PASSWORD)
    name = _name(info).replace("\\", "/")
    if _leads_outside(name) or stat.S_ISLNK(info.external_attr >> 16):
        raise BadInput(OUTSIDE)
    return Member(str(PurePosixPath(name)), info.file_size, lambda: _stream(archive, info))


def _stream(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return archive.open(info)  # type: ignore[return-value]  # IO[bytes] with everything that is used of BinaryIO


def _name(info: zipfile.ZipInfo) -> str:
    """Undo zipfile's guess of cp437 where a packer wrote UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _leads_outside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or name.startswith("/") or ".." in parts or (len(parts[0]) > 1 and parts[0][1] == ":")


def _folder_members(folder: Path) -> list[Member]:
    found: list[Member] = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not (Path(root) / name).is_symlink())
        for path in (Path(root) / name for name in sorted(files)):
            if path.is_file() and not path.is_symlink():
                found.append(_file_member(folder, path))
        if len(found) > MAX_MEMBERS:
            raise BadInput(TOO_MUCH)
    return found


def _file_member(folder: Path, path: Path) -> Member:
    return Member(path.relative_to(folder).as_posix(), path.stat().st_size, lambda: path.open("rb"))
