"""From the start of the process to the window's first useful paint, on shops of two sizes, against an empty PySide6 window."""

import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import shop
from benchmarks.child import ROOT, Watch, environment
from benchmarks.figures import Figure, Size, Skipped, median

_PATIENCE = 120.0
"""Seconds after which a window that does not end by itself is ended."""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the first useful paint, the peak memory, and what the window said of itself."""

    seconds: float
    peak_mb: float
    told: dict[str, Any]


def run(size: Size) -> list[Figure]:
    """Return the figures of starting the window. The starts take turns; the warm ones at the beginning are thrown away."""
    if not find_spec("PySide6"):
        raise Skipped("PySide6 is not installed.")
    counts = list(dict.fromkeys((size.small, size.large)))
    profiles = {count: shop.profile(size.folder, count) for count in counts}
    empty, starts = [], {count: [] for count in counts}
    for _ in range(size.warm_starts + size.starts):
        empty.append(_start(size, "empty"))
        for count in counts:
            starts[count].append(_start(size, str(profiles[count])))
    warm = {count: found[size.warm_starts :] for count, found in starts.items()}
    return size.fit(_figures(size, empty[size.warm_starts :], warm))


def _figures(size: Size, empty: list[Start], starts: dict[int, list[Start]]) -> list[Figure]:
    large = starts[size.large]
    bare, useful = _seconds(empty), _seconds(large)
    name = f"window with {size.large:,} messages"
    figures = [
        Figure(f"{name}: start to first useful paint", useful, "s", "an empty PySide6 window", bare),
        Figure(f"{name}: the same, over the empty window", useful - bare, "s", bar="<= 1.5"),
        Figure(f"{name}: until the first conversation and its draft are there", median([s.told["settled"] for s in large]), "s"),
        Figure(f"{name}: peak memory", median([s.peak_mb for s in large]), "MB", "an empty PySide6 window", _memory(empty), "< 350"),
        Figure(f"{name}: longest block while scrolling", max(s.told["block"] for s in large), "ms", bar="<= 50"),
        Figure(f"{name}: processor while idle", median([s.told["idle"] for s in large]), "%", bar="< 1"),
    ]
    if size.small != size.large:
        small = _seconds(starts[size.small])
        figures.append(Figure(f"{name}: start to first useful paint", useful, "s", f"with {size.small:,} messages", small, "< 1.2x"))
    return figures


def _seconds(starts: list[Start]) -> float:
    return median([start.seconds for start in starts])


def _memory(starts: list[Start]) -> float:
    return median([start.peak_mb for start in starts])


def _start(size: Size, what: str) -> Start:
    """Start a window in a process of its own and stop the clock when it says that it has painted."""
    command = [sys.executable, "-m", "benchmarks.window", what, str(size.idle)]
    began = time.perf_counter()
    settings = {"env": environment(size.folder), "cwd": ROOT, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **settings) as process, Watch(process.pid) as watch:
        killer = threading.Timer(_PATIENCE + size.idle, process.kill)
        killer.start()
        painted, told = 0.0, {}
        for line in process.stdout or ():
            word, _, rest = line.strip().partition(" ")
            if word == "painted":
                painted = time.perf_counter() - began
            elif word == "settled":
                told["settled"] = time.perf_counter() - began
            elif word == "told":
                told |= json.loads(rest)
        process.wait()
        killer.cancel()
    if process.returncode or not painted or (what != "empty" and "block" not in told):
        raise RuntimeError(f"the window {Path(what).name} ended with {process.returncode} before it was painted")
    return Start(painted, watch.peak / 1e6, told)
