"""Backups: one file with a copy of the database, the attachments and the profile's description, as encrypted as the profile is.

The file is a ZIP whose members are stored as they are: `toonbank.db`, `attachments/xx/name`, `profile.json` when there is one.
"""

import os
import re
import shutil
import zipfile
from pathlib import Path

from app.domain.errors import BadInput, StorageFull
from app.domain.text import N_
from app.store.faults import told_plainly
from app.store.migrate import keep_copy

_DATABASE, _PROFILE = "toonbank.db", "profile.json"
_MEMBER = re.compile(r"toonbank\.db|profile\.json|attachments/[0-9a-f]{2}/[0-9a-f]{64}")
_CHUNK = 1 << 20

NOT_EMPTY = N_("The folder to restore into is not empty. Nothing was changed; choose an empty folder.")
NOT_A_BACKUP = N_("This file is not a backup of Toonbank, or it is damaged. Nothing was changed.")
TARGET_IS_THERE = N_("There is already a file with this name. Nothing was changed; choose another name.")


def write_backup(folder: Path, target: Path, key: bytes | None, description: bytes | None = None) -> None:
    """Write the backup to `target`; half a file is never left under that name. Raises BadInput when the name is taken.

    `description` takes the place of the folder's profile.json.
    """
    if target.exists():
        raise BadInput(TARGET_IS_THERE)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy, partial = target.with_name(target.name + ".db-copy"), target.with_name(target.name + ".partial")
    try:
        keep_copy(folder / _DATABASE, copy, key)
        _zip(folder, copy, partial, description)
        partial.replace(target)
    finally:
        copy.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)


def _zip(folder: Path, database: Path, target: Path, description: bytes | None) -> None:
    with target.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.write(database, _DATABASE)
            if description is not None:
                archive.writestr(_PROFILE, description)
            elif (folder / _PROFILE).is_file():
                archive.write(folder / _PROFILE, _PROFILE)
            # After the database: what it names was on the disk before it was copied.
            for path in sorted((folder / "attachments").glob("??/*")):
                if path.suffix != ".partial":
                    archive.write(path, path.relative_to(folder).as_posix())
        file.flush()
        os.fsync(file.fileno())


def restore_backup(file: Path, folder: Path) -> None:
    """Unpack a backup into an empty or new folder; nothing is there when it fails. Raises BadInput or StorageFull."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(NOT_EMPTY)
    halfway = folder.with_name(folder.name + ".restoring")
    with told_plainly():
        try:
            with zipfile.ZipFile(file) as archive:
                _unpack(archive, _checked(archive), halfway)
            folder.parent.mkdir(parents=True, exist_ok=True)
            if folder.exists():
                folder.rmdir()
            halfway.rename(folder)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, FileNotFoundError) as error:
            raise BadInput(NOT_A_BACKUP) from error
        finally:
            shutil.rmtree(halfway, ignore_errors=True)


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    names = [m.filename for m in members]
    odd = any(not _MEMBER.fullmatch(m.filename) or m.compress_type != zipfile.ZIP_STORED or m.flag_bits & 1 for m in members)
    if odd or _DATABASE not in names or len(set(names)) != len(names):
        raise BadInput(NOT_A_BACKUP)
    return members


def _unpack(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True)
    if sum(m.file_size for m in members) > shutil.disk_usage(folder).free:
        raise StorageFull
    for member in members:
        path = folder / member.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as source, path.open("wb") as target:
            shutil.copyfileobj(source, target, _CHUNK)
        path.chmod(0o600)
