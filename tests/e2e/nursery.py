"""A process with the program loaded that runs each command in a child of its own, forked: the same as `python main.py`, minus the start.

Orders come as JSON lines on stdin: {"argv", "env", "out", "err", "warm", "file_size"}. Answers are JSON lines on stdout: {"pid"} when the
child lives, {"ended"} with its exit code (or minus the signal) when it does not.
"""

import importlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def serve() -> None:
    """Carry out orders until stdin ends."""
    from app.bootstrap import make_sorter
    from app.domain.ports import MessageContext

    make_sorter().judge("Waar blijft mijn kom?", MessageContext())
    answer(ready=os.getpid())
    for line in sys.stdin:
        order = json.loads(line)
        for name in order["warm"]:
            importlib.import_module(name)
        child = os.fork()
        if child == 0:
            live(order)
        answer(pid=child)
        _, status = os.waitpid(child, 0)
        answer(ended=os.waitstatus_to_exitcode(status))


def answer(**facts: int) -> None:
    """Print one answer."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def live(order: dict[str, Any]) -> None:
    """Be the child: run one command and never return."""
    code = 1
    try:
        prepare(order)
        from main import main

        code = main(order["argv"])
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def prepare(order: dict[str, Any]) -> None:
    """Give the child an environment, files for what it prints, and a limit to the size of files it may write (bytes, 0: none)."""
    os.environ.update(order["env"])
    places = [(os.open(os.devnull, os.O_RDONLY), 0)]
    places += [(os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), handle) for name, handle in (("out", 1), ("err", 2))]
    for opened, handle in places:
        os.dup2(opened, handle)
        os.close(opened)
    if order["file_size"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], order["file_size"]))


if __name__ == "__main__":
    serve()
