"""What commands share: opening the profile, printing, asking for a passphrase, telling progress."""

import argparse
import errno
import getpass
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from app.domain.errors import BadInput, StorageFull
from app.domain.ports import Progress
from app.domain.text import N_
from app.system.i18n import _, set_language
from app.system.paths import default_profile

if TYPE_CHECKING:
    from app.pipeline.counter import Counter


def profile_folder(arguments: argparse.Namespace) -> Path:
    """Return the profile folder that was asked for."""
    return Path(arguments.profile).expanduser() if arguments.profile else default_profile()


def ask_passphrase() -> str | None:
    """Return the passphrase from TOONBANK_PASSPHRASE, else ask at a terminal, else None."""
    given = os.environ.get("TOONBANK_PASSPHRASE")
    if given:
        return given
    return getpass.getpass(_("Passphrase: ")) or None if sys.stdin.isatty() and sys.stderr.isatty() else None


@contextmanager
def counter(arguments: argparse.Namespace, *, write: bool) -> Iterator["Counter"]:
    """Open the profile for a command and close it after."""
    from app.bootstrap import open_counter  # here, for what needs no profile starts in half the time

    opened = open_counter(profile_folder(arguments), write=write, passphrase=ask_passphrase, notice=lambda line: tell(_(line)))
    try:
        shop = opened.shop()
        set_language(os.environ.get("TOONBANK_LANGUAGE", "") or shop.language, shop.timezone)
        yield opened
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise
    finally:
        opened.close()


def tell(line: str) -> None:
    """Print a line for the person on stderr."""
    print(line, file=sys.stderr)


def show(arguments: argparse.Namespace, document: object, lines: Sequence[str]) -> None:
    """Print one JSON document, or lines for people."""
    if arguments.json:
        print(json.dumps(document, ensure_ascii=False, default=str))
    else:
        print("\n".join(lines))


def progress() -> Progress:
    """Return a progress callback that tells at most twice a second on a terminal."""
    last = [0.0]

    def report(done: int, total: int | None, what: str) -> None:
        if sys.stderr.isatty() and monotonic() - last[0] > 0.5:
            last[0] = monotonic()
            print(f"\r{what}: {done}" + (f" / {total}" if total else ""), end="", file=sys.stderr, flush=True)

    return report


def read_text(name: str) -> str:
    """Return the text of a file, or of stdin for "-"."""
    raw = sys.stdin.buffer.read() if name == "-" else _read_file(Path(name))
    return raw.decode("utf-8-sig", "replace")


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(N_("The file {file} cannot be read."), file=path) from error


def row_id(text: str) -> int:
    """Return an id given on the command line. Raises BadInput."""
    if not text.isdecimal():
        raise BadInput(N_("There is nothing with the id {id}."), id=text)
    return int(text)
