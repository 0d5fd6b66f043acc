"""Attachments as files beside the database: written before the row that names them commits, encrypted when the profile is.

A file is `TBA1`, a 12-byte nonce, and the AES-256-GCM of its content with the content's SHA-256 as associated data, so that one file
cannot stand in for another. Its name is an HMAC of that SHA-256: who has the disk cannot tell which known file a customer sent.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import NotFound, ProfileDamaged
from app.domain.text import N_

MAGIC = b"TBA1"
_NONCE = 12
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

    def path(self, sha256: str) -> Path:
        """Return where the content with this digest lies."""
        name = hashlib.sha256(sha256.encode()).hexdigest()
        if self._naming is not None:
            name = hmac.new(self._naming, sha256.encode(), hashlib.sha256).hexdigest()
        return self.folder / name[:2] / name

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Keep contents by their SHA-256 (what is there already stays); on the disk when this returns."""
        folders = {path.parent for sha256, content in items if (path := self._put_one(sha256, content))}
        for folder in folders:
            _sync_folder(folder)

    def _put_one(self, sha256: str, content: bytes) -> Path | None:
        path = self.path(sha256)
        if path.exists():
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(path.name + ".partial")
        with partial.open("wb") as file:
            file.write(self._seal(sha256, content))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        return path

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


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot sync a folder; its file system journals the rename
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
