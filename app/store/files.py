"""Attachments as files beside the database: written before the row that names them commits, encrypted when the profile is.

A file is `TBA1`, a 12-byte nonce, and the AES-256-GCM of its content with the content's SHA-256 as associated data, so that one file
cannot stand in for another. Its name is an HMAC of that SHA-256: who has the disk cannot tell which known file a customer sent.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import NotFound, ProfileDamaged
from app.domain.text import N_

MAGIC = b"TBA1"
_NONCE = 12
_AT_ONCE = 8
"""Files on their way to the disk at the same time: the disk takes them together in little more time than one."""
GONE = N_("The attachment's file is not in the profile any more.")
BROKEN = N_("The attachment's file is damaged; the message itself is not. Restore it from a backup.")


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"toonbank " + purpose).derive(key)


class Files:
    """The attachments folder of a profile."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        self.folder = folder
        self._cipher = None if key is None else AESGCM(_derive(key, b"attachments"))
        self._naming = None if key is None else _derive(key, b"attachment names")
        self._threads: ThreadPoolExecutor | None = None

    def path(self, sha256: str) -> Path:
        """Return where the content with this digest lies."""
        name = hashlib.sha256(sha256.encode()).hexdigest()
        if self._naming is not None:
            name = hmac.new(self._naming, sha256.encode(), hashlib.sha256).hexdigest()
        return self.folder / name[:2] / name

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Keep contents by their SHA-256 (what is there already stays); on the disk when this returns."""
        with self.landing() as landing:
            landing.bring(items)
            landing.settle()

    @contextmanager
    def landing(self) -> Iterator["Landing"]:
        """Keep contents while other work goes on; at the end nothing is on its way any more."""
        landing = Landing(self)
        try:
            yield landing
        finally:
            landing.calm()

    def threads(self) -> ThreadPoolExecutor:
        """Return the threads that wait for the disk (made when first needed)."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="attachments")
        return self._threads

    def close(self) -> None:
        """End the threads."""
        if self._threads is not None:
            self._threads.shutdown()
            self._threads = None

    def write(self, sha256: str, content: bytes) -> None:
        """Write one content; it is on the disk, under its name, when this returns."""
        path = self.path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        with partial.open("wb") as file:
            file.write(self._seal(sha256, content))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _sync_folder(path.parent)

    def get(self, sha256: str) -> bytes:
        """Return the content. Raises NotFound when the file is gone and ProfileDamaged when it does not open."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound(GONE) from None
        return self._open(sha256, data)

    def _seal(self, sha256: str, content: bytes) -> bytes:
        if self._cipher is None:
            return content
        nonce = os.urandom(_NONCE)
        return MAGIC + nonce + self._cipher.encrypt(nonce, content, sha256.encode())

    def _open(self, sha256: str, data: bytes) -> bytes:
        if self._cipher is None:
            return data
        start = len(MAGIC) + _NONCE
        try:
            return self._cipher.decrypt(data[len(MAGIC) : start], data[start:], sha256.encode())
        except (InvalidTag, ValueError):
            raise ProfileDamaged(BROKEN) from None


class Landing:
    """The contents that one transaction brings. They are on the disk after `settle`, and only then may rows that name them commit."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._coming: dict[str, Future[None]] = {}
        self._leaving: list[str] = []

    def leave(self, items: Iterable[str]) -> None:
        """Note contents (by SHA-256) that no row names any more; `part` removes them once the rows are gone for good."""
        self._leaving += items

    def part(self) -> None:
        """Remove what left; to be called after the commit."""
        leaving, self._leaving = self._leaving, []
        for sha256 in leaving:
            with suppress(OSError):  # a file that no row names does no harm
                self._files.path(sha256).unlink(missing_ok=True)

    def bring(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Begin to keep contents by their SHA-256 (what is there already stays)."""
        for sha256, content in items:
            if sha256 not in self._coming and not self._files.path(sha256).exists():
                self._coming[sha256] = self._files.threads().submit(self._files.write, sha256, content)

    def settle(self) -> None:
        """Wait until all is on the disk. Raises the OSError of what could not be written."""
        coming, self._coming = self._coming, {}
        wait(coming.values())
        for written in coming.values():
            written.result()

    def calm(self) -> None:
        """Wait for what is on its way, whatever becomes of it: a file that no row names does no harm."""
        wait(self._coming.values())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot sync a folder; its file system journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
