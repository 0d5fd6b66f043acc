"""Files outside: written where the person pointed, or as copies to look at that are gone when the window closes."""

import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.domain.errors import BadInput
from app.domain.text import N_

PROGRAMS = (
    " exe bat cmd com scr pif js jse vbs vbe wsf wsh ps1 psm1 msi msp msix appx jar lnk url sh bash zsh csh ksh"
    " desktop app apk hta cpl reg inf gadget chm scf scr dll sys run bin out elf py pyw pyz rb pl php lua command"
    " workflow action terminal webloc pkg dmg iso img vhd deb rpm appimage flatpakref snap xll application ade adp"
    " mde msc mst sct shb ws xbap settingcontent-ms docm dotm xlsm xltm xlam pptm potm ppsm "
)
"""Endings of what does something when it is opened; such files are never opened from here."""
MAGIC = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")
"""How programs begin, whatever they are called."""
REFUSED = N_("{name} is a program or can start one. Toonbank does not open it; nothing was changed.")
_PREFIX = "toonbank-open-"
_OLD = 2 * 24 * 3600


def downloads_folder() -> str:
    """Return where files are chosen first: the downloads, where there is such a folder (a file chooser would show its name as a file)."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    return folder if Path(folder).is_dir() else ""


def save_file(name: str, data: bytes) -> None:
    """Write bytes to a file the person chose; raises BadInput with a sentence when that does not work."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise BadInput(N_("The file could not be written to {name}; choose another place."), name=name) from error


def plain_name(name: str) -> str:
    """Return a file name without folders, control and direction characters, or what a file system cannot keep."""
    last = re.split(r"[\\/]", name)[-1]
    shown = "".join("_" if c in '<>:"|?*' else c for c in last if c.isprintable())
    shown = shown.strip(" .") or "file"
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:20]}" if stem else ending[:100]


def is_program(name: str, data: bytes = b"") -> bool:
    """Whether a file does something when it is opened, by its last ending or its first bytes."""
    ending = plain_name(name).rpartition(".")[2].casefold()
    return f" {ending} " in PROGRAMS or data.startswith(MAGIC)


class Lookings:
    """Readable copies of attachments in a folder that only this user can enter; `clear` removes them all.

    The folder lies in memory where the system has such a place. What a crash left there is removed when the next copy is made.
    """

    def __init__(self, base: Path | None = None) -> None:
        self._base = base
        self._folder: Path | None = None

    def write(self, name: str, data: bytes) -> Path:
        """Write a copy and return where it is. Raises BadInput for programs, and where nothing can be written."""
        if is_program(name, data):
            raise BadInput(REFUSED, name=plain_name(name))
        try:
            place = Path(tempfile.mkdtemp(dir=self._room())) / plain_name(name)
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
        except OSError as error:
            raise BadInput(N_("There is no place for a copy of {name}; make room on the disk."), name=plain_name(name)) from error
        return place

    def clear(self) -> None:
        """Remove all copies."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _room(self) -> Path:
        if self._folder is None:
            base = self._base or Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
            base = base if os.access(base, os.W_OK) else Path(tempfile.gettempdir())
            _sweep(base)
            self._folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base))
        return self._folder


def _sweep(base: Path) -> None:
    """Remove the folders of processes that are no longer there; where that cannot be told, those older than two days."""
    for left in base.glob(f"{_PREFIX}*-*"):
        number = left.name.removeprefix(_PREFIX).partition("-")[0]
        running = Path("/proc", number).exists() if Path("/proc/self").exists() else time.time() - left.stat().st_mtime < _OLD
        if number.isdigit() and not running:
            shutil.rmtree(left, ignore_errors=True)
