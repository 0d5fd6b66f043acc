"""The door of the window: opens the profile (asking for its passphrase), starts the jobs, and lends the window what is outside it."""

import argparse
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QInputDialog, QLabel, QLineEdit, QMessageBox

from app.bootstrap import guess_servers, open_counter, write_demo
from app.domain.account import MailAccount
from app.domain.errors import ToonbankError
from app.domain.shop import ShopSettings
from app.jobs.changes import Changed
from app.pipeline.counter import Counter
from app.system.i18n import _, language_of_system, say, set_language
from app.system.paths import default_profile
from app.ui.application import Program, application, run, theme_of
from app.ui.desk import Services

if TYPE_CHECKING:
    from app.jobs.schedule import Schedule


def start(arguments: list[str]) -> int:
    """Open the window (or with --screenshots DIR draw it off-screen); returns the exit code."""
    parser = argparse.ArgumentParser(prog="toonbank", description="The counter of a small shop. Without a command the window opens.")
    parser.add_argument("--profile", type=Path, default=None, metavar="DIR")
    parser.add_argument("--screenshots", type=Path, default=None, metavar="DIR", help="draw every room into DIR and stop")
    given = parser.parse_args(arguments)
    set_language(language_of_system())
    notices: list[str] = []
    folder, quiet = given.profile or default_profile(), given.screenshots is not None
    try:
        counter = open_counter(folder, write=True, passphrase=lambda: _passphrase_for(folder, quiet=quiet), notice=notices.append)
    except ToonbankError as error:
        _tell(say(error), quiet=quiet)
        return 3
    try:
        if given.screenshots is not None:
            qInstallMessageHandler(_without_hints)
            return run(counter, screenshot_dir=given.screenshots)
        return _open(counter, notices)
    finally:
        counter.close()


def _open(counter: Counter, notices: list[str]) -> int:
    shop = counter.shop()
    if shop == ShopSettings() and shop.language != language_of_system():
        shop = replace(shop, language=language_of_system())
        counter.put_shop(shop)
    set_language(shop.language, shop.timezone)
    program = Program(counter, Services(_likely_account, _open_demonstration), shop)
    jobs = Jobs(
        counter,
        lambda what: program.window.notices.changed.emit(ROOMS_CHANGED[what]),
        lambda error: program.window.notices.said.emit(say(error), "warn"),
    )
    program.window.desk.bridge.idle.connect(jobs.begin, Qt.ConnectionType.SingleShotConnection)
    for notice in notices:
        program.window.notices.say(_(notice), "warn")
    try:
        return program.run()
    finally:
        jobs.end()


class Jobs(QObject):
    """The schedule, begun beside the window when that has all it asked for: loading it would hold up the first look."""

    def __init__(self, counter: Counter, changed: Callable[[Changed], None], failed: Callable[[ToonbankError], None]) -> None:
        super().__init__()
        self._parts = counter, changed, failed
        self._schedule: Schedule | None = None
        self._thread = threading.Thread(target=self._run, name="begin-jobs")

    @Slot()
    def begin(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def end(self) -> None:
        """Stop; waits for a job that is running."""
        if self._thread.ident is not None:
            self._thread.join()
        if self._schedule is not None:
            self._schedule.stop()

    def _run(self) -> None:
        from app.jobs.schedule import Schedule

        self._schedule = Schedule(*self._parts)
        self._schedule.start()


def _without_hints(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for what its off-screen platform says of every window."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(text + "\n")


ROOMS_CHANGED = {
    Changed.OUTBOX: "all",
    Changed.MAIL: "conversations",
    Changed.DRAFTS: "rows",
    Changed.GOLDEN: "golden",
    Changed.PEOPLE: "people",
    Changed.OFFERS: "watch",
}
"""What the window looks at anew after a job changed something."""


def _passphrase_for(folder: Path, *, quiet: bool) -> str | None:
    """Return the passphrase of a profile: from TOONBANK_PASSPHRASE, else (unless `quiet`) from the person."""
    given = os.environ.get("TOONBANK_PASSPHRASE")
    if given or quiet:
        return given
    there = (folder / "profile.json").exists()
    asked = _("What is the passphrase of this profile?") if there else _("Choose a passphrase for your data.")
    why = _("It opens the encrypted database. Nobody can recover it for you.")
    empty = "" if there else _("Left empty, the key is kept in a file that only you can read: less safe on a shared or stolen laptop.")
    theme_of(application())
    dialog = QInputDialog()
    dialog.setWindowTitle("Toonbank")
    dialog.setLabelText("\n\n".join(filter(None, (asked, why, empty))))
    dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.setMinimumWidth(420)
    for label in dialog.findChildren(QLabel):
        label.setWordWrap(True)
    return dialog.textValue() or None if dialog.exec() == QInputDialog.DialogCode.Accepted else None


def _tell(sentence: str, *, quiet: bool) -> None:
    sys.stderr.write(sentence + "\n")
    if not quiet:
        theme_of(application())
        QMessageBox.warning(None, "Toonbank", sentence)


def _likely_account(address: str) -> MailAccount | None:
    if "@" not in address:
        return None
    imap, smtp = guess_servers(address)
    return MailAccount(address, address, address, imap, smtp)


def _open_demonstration() -> None:
    """Make the demonstration shop in a profile of its own (once), and open it in a window of its own."""
    folder = default_profile().with_name("demonstration")
    if not (folder / "profile.json").exists():
        write_demo(folder, lambda: None)
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(Path(sys.argv[0]).resolve())]
    subprocess.Popen([*program, "--profile", str(folder)])  # noqa: S603 - our own program, with a path of our own
