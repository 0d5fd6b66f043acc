"""Toonbank: `python main.py` opens the window, `python main.py COMMAND ...` runs a command (and never imports Qt)."""

import multiprocessing
import sys


def main(arguments: list[str]) -> int:
    """Run a command, or open the window when there is none. Returns the exit code."""
    from app.cli import commands, run

    if any(word in commands() for word in arguments) or {"-h", "--help"} & set(arguments):
        return run(arguments)
    # Before Qt, which reads the source of every module that is imported after it.
    import app.bootstrap
    import app.store  # noqa: F401
    from app.ui.start import start

    return start(arguments)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main(sys.argv[1:]))
