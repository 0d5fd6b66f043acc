"""Profiles to measure on: made-up mail through the product's own import."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.domain.views import Box
from app.pipeline.counter import Counter
from benchmarks.child import measured
from tests.corpus import SHOP, CorpusMail, corpus, mbox

SEED = 11


def mails(count: int) -> Iterator[CorpusMail]:
    """Yield the mails that all benchmarks of mail share (plain and HTML, threads, some attachments)."""
    return corpus(count, SEED)


def mail_file(folder: Path, count: int) -> Path:
    """Return an mbox of `count` mails, written once per run."""
    path = folder / f"mails-{count}.mbox"
    if not path.exists():
        with path.open("wb") as stream:
            stream.writelines(mbox(mails(count)))
    return path


def profile(folder: Path, count: int) -> Path:
    """Return an encrypted profile with `count` mails, made once per run; `built` says how its making went."""
    path = folder / f"profile-{count}"
    if not path.exists():
        steps = measured(folder, "benchmarks.shop:fill", source=str(mail_file(folder, count)), target=str(path)).result
        _BUILT[path] = steps
    return path


_BUILT: dict[Path, list[tuple[float, int]]] = {}


def built(path: Path) -> list[tuple[float, int]]:
    """Return (seconds, messages kept by then) of a profile's making, oldest first."""
    return _BUILT.get(path, [])


def note_built(path: Path, steps: list[tuple[float, int]]) -> None:
    """Say how a profile was made."""
    _BUILT[path] = steps


def fill(source: str, target: str) -> list[tuple[float, int]]:
    """Import a file into a new profile (in a child process); returns how it went on."""
    return fill_and_look(source, target)["steps"]


def fill_and_look(source: str, target: str) -> dict[str, Any]:
    """Import a file into a new profile and read the first conversation as soon as one is there (in a child process)."""
    counter = opened(Path(target))
    counter.put_shop(replace(counter.shop(), shop_name="De Zwaluw", own_addresses=(SHOP,)))
    steps: list[tuple[float, int]] = []
    readable: list[float] = []
    began = time.perf_counter()

    def progress(done: int, _total: int | None, _what: str) -> None:
        if not readable:
            _read_one(counter)
            readable.append(time.perf_counter() - began)
        steps.append((time.perf_counter() - began, done))

    report = counter.import_paths([Path(source)], progress=progress)
    seconds = time.perf_counter() - began
    counter.close()
    return {"seconds": seconds, "new": report.new, "readable": readable[0], "steps": steps, "failed": len(report.failed)}


def opened(folder: Path) -> Counter:
    """Open a profile for writing (in a child process: the network guard stays for the life of a process)."""
    from app.bootstrap import open_counter

    return open_counter(folder, write=True, passphrase=lambda: None)


def _read_one(counter: Counter) -> None:
    ids = counter.conversation_ids(Box.ALL, 1)
    if not counter.conversation(ids[0]).messages:
        raise AssertionError("the first conversation has no messages")
