"""The door of the window: opens the profile (asking for its passphrase), starts the jobs, and lends the window what is outside it."""

import argparse
import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QLineEdit, QMessageBox

from app.bootstrap import guess_servers, names_in, open_counter, write_demo
from app.domain.account import MailAccount
from app.domain.errors import ToonbankError
from app.jobs.schedule import Schedule
from app.pipeline.counter import Counter
from app.system.i18n import _, language_of_system, say, set_language
from app.system.paths import default_profile
from app.ui.application import Program, application, run
from app.ui.desk import Services


def start(arguments: list[str]) -> int:
    """Open the window (or with --screenshots DIR draw it off-screen); returns the exit code."""
    parser = argparse.ArgumentParser(prog="toonbank", description="The counter of a small shop. Without a command the window opens.")
    parser.add_argument("--profile", type=Path, default=None, metavar="DIR")
    parser.add_argument("--screenshots", type=Path, default=None, metavar="DIR", help="draw every room into DIR and stop")
    given = parser.parse_args(arguments)
    set_language(language_of_system())
    notices: list[str] = []
    try:
        counter = open_counter(given.profile or default_profile(), write=True, passphrase=_passphrase, notice=notices.append)
    except ToonbankError as error:
        _tell(say(error), quiet=given.screenshots is not None)
        return 3
    try:
        if given.screenshots is not None:
            return run(counter, screenshot_dir=given.screenshots)
        return _open(counter, notices)
    finally:
        counter.close()


def _open(counter: Counter, notices: list[str]) -> int:
    shop = counter.shop()
    set_language(shop.language, shop.timezone)
    program = Program(counter, Services(_likely_account, _open_demonstration, names_in), shop)
    schedule = Schedule(
        counter,
        lambda what: program.window.notices.changed.emit(_ROOMS_CHANGED[what]),
        lambda error: program.window.notices.said.emit(say(error), "warn"),
    )
    schedule.start()
    for notice in notices:
        program.window.notices.say(_(notice), "warn")
    try:
        return program.run()
    finally:
        schedule.stop()


_ROOMS_CHANGED = {"outbox": "all", "mail": "conversations", "drafts": "rows"}
"""What the window looks at anew after a job changed something."""


def _passphrase() -> str | None:
    application()
    text, given = QInputDialog.getText(
        None, "Toonbank", _("The passphrase of this profile (leave empty for a new profile without one):"), QLineEdit.EchoMode.Password
    )
    return text if given and text else None


def _tell(sentence: str, *, quiet: bool) -> None:
    sys.stderr.write(sentence + "\n")
    if not quiet:
        application()
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
