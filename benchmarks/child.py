"""Work in a process of its own, so that its memory is its own; run as `python -m benchmarks.child MODULE:FUNCTION JSON`."""

import importlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
_EVERY = 0.05
_MARK = "benchmark-result:"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a child gave back. `peak_mb`: the most that it and its workers held together (sum of resident sets, shared pages twice)."""

    result: Any
    peak_mb: float


def environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment whose home is in `folder`: no real profile, keyring or setting is touched, nothing is left behind."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "TOONBANK_")) and name != _NO_BYTECODE}
    own = {"HOME": str(home), "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": _NO_KEYRING}
    return kept | own | dict(extra or {})


_NO_KEYRING = "keyring.backends.fail.Keyring"
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Where this is set, every process would compile all its libraries anew (a second or more), which no installed program does."""


def compile_once(folder: Path) -> None:
    """Load the program in a child, so that its bytecode is there, as it is where the program is installed."""
    parts = "app.bootstrap, app.store, app.reading, app.triage.sorter, app.language.embed, app.language.ngrams, app.knowledge.index"
    words = f"import {parts}, chromadb"
    subprocess.run([sys.executable, "-c", words], env=environment(folder), cwd=ROOT, check=True)


def measured(folder: Path, function: str, extra: Mapping[str, str] | None = None, **arguments: object) -> Measured:
    """Call `module:function` with keyword arguments (JSON values) in a fresh process and watch its memory."""
    command = [sys.executable, "-m", "benchmarks.child", function, json.dumps(arguments)]
    process = subprocess.Popen(command, env=environment(folder, extra), cwd=folder, stdout=subprocess.PIPE, text=True)
    with Watch(process.pid) as watch:
        said = process.communicate()[0]
    lines = [line for line in said.splitlines() if line.startswith(_MARK)]
    if process.returncode or not lines:
        raise RuntimeError(f"{function} ended with {process.returncode}")
    return Measured(json.loads(lines[-1].removeprefix(_MARK)), watch.peak / 1e6)


class Watch:
    """Samples the resident memory of a process and its children from a thread; `peak` in bytes."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._root = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, resident(self._root))
            self._over.wait(_EVERY)


def resident(root: psutil.Process) -> int:
    """Return the resident memory of a process with its children, in bytes; 0 when it is gone."""
    try:
        return sum(_resident(process) for process in (root, *root.children(recursive=True)))
    except psutil.Error:
        return 0


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def main(arguments: list[str]) -> None:
    """Call the function that the first argument names and print its result."""
    module, _, name = arguments[0].partition(":")
    result = getattr(importlib.import_module(module), name)(**json.loads(arguments[1]))
    print(_MARK + json.dumps(result), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
