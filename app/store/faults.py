"""Turns what SQLite and the disk say into a sentence for the person."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.domain.errors import ProfileBusy, ProfileDamaged, StorageFull, ToonbankError
from app.domain.text import N_

_FULL, _BUSY, _LOCKED, _CORRUPT, _NOTADB, _READONLY, _IOERR, _CANTOPEN = 13, 5, 6, 11, 26, 8, 10, 14
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})

DAMAGED = N_(
    "The profile's database is damaged. Nothing was changed; restore the last backup, or run doctor to see what can still be read."
)
UNREACHABLE = N_("The profile's files cannot be read or written; check the disk and the folder's permissions. Nothing was changed.")
BUSY = N_("Another program is writing to this profile and did not finish in time. Nothing was changed; try again.")


_WITHOUT_CODE = {
    "database or disk is full": _FULL,
    "database is locked": _BUSY,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
    "file is not a database": _NOTADB,
}
"""What the driver says where it gives no code: while it copies a database."""


def _code(error: BaseException) -> int:
    code = int(getattr(error, "sqlite_errorcode", 0) or 0)
    return code & 0xFF if code else _WITHOUT_CODE.get(str(error), 0)


def as_fault(error: BaseException) -> ToonbankError | None:
    """Return the ToonbankError for an error of SQLite or the disk, or None when it is a mistake in the program."""
    if isinstance(error, DBAPIError):
        return as_fault(error.orig) if error.orig else None
    if isinstance(error, dbapi2.Error):
        return _of_code(_code(error))
    if isinstance(error, OSError):
        return StorageFull() if error.errno in _NO_ROOM else ProfileDamaged(UNREACHABLE)
    return None


def _of_code(code: int) -> ToonbankError | None:
    if code == _FULL:
        return StorageFull()
    if code in (_BUSY, _LOCKED):
        return ProfileBusy(BUSY)
    if code in (_CORRUPT, _NOTADB):
        return ProfileDamaged(DAMAGED)
    return ProfileDamaged(UNREACHABLE) if code in (_READONLY, _IOERR, _CANTOPEN) else None


def is_no_database(error: DBAPIError) -> bool:
    """Whether SQLite could not make anything of the first page: for an encrypted profile, the key is another."""
    return error.orig is not None and _code(error.orig) == _NOTADB


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raise the fitting ToonbankError for what SQLite or the disk raises inside; mistakes in the program pass unchanged."""
    try:
        yield
    except (DBAPIError, dbapi2.Error, OSError) as error:
        fault = as_fault(error)
        if fault is None:
            raise
        raise fault from error
