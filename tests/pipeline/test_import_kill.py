"""An import that is killed leaves complete batches, is shown as broken off, and can be taken back whole."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from app.pipeline.importing import undo_import
from app.pipeline.receive import BATCH, FIRST_BATCH, receive
from app.pipeline.sort import Judged
from app.store import open_store
from tests.pipeline.support import NOW, SHOP
from tests.pipeline.test_importing import chat, everything, sync
from tests.store.conftest import KEY

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
KILLS = 8


def endless() -> Iterator[Judged]:
    """Yield a chat that goes on and on with people who come and go."""
    for n in count(100):
        yield Judged(chat(n, f"noor{n // 700}", out=n % 3 == 0), None)


def import_for_ever(folder: Path, report: int) -> None:
    store = open_store(folder, KEY)
    with store.write() as uow:
        import_id = uow.imports.begin("chat.txt", "whatsapp", NOW)
        uow.commit()

    def progress(done: int, _total: int | None, _what: str) -> None:
        os.write(report, b"%d\n" % done)

    receive(store, endless(), SHOP, NOW, import_id=import_id, progress=progress)


def killed(folder: Path, seconds: float) -> int:
    """Let a process import, kill it some time after its first batch; return how many messages it had reported."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            import_for_ever(folder, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as reports:
        lines = [reports.readline()]
        killer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
        killer.start()
        lines += reports.readlines()
        killer.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return max(int(line) for line in lines if line.endswith("\n"))


def test_a_killed_import_keeps_complete_batches_and_can_be_taken_back(tmp_path: Path) -> None:
    folder, chance = tmp_path / "profile", random.Random(5)
    store = open_store(folder, KEY)
    sync(store, chat(1, "noor0"), chat(2, "bram"))
    before = everything(store)
    store.close()
    for _ in range(KILLS):
        told = killed(folder, chance.uniform(0.0, 0.4))
        store = open_store(folder, KEY)
        with store.read() as reader:
            row = reader.imports()[0]
            there = reader.counts()["messages"] - 2
        assert row.what == ""
        assert row.report.new == there
        assert there in (told, told + BATCH)
        assert (there - FIRST_BATCH) % BATCH == 0
        assert undo_import(store, row.id, NOW).messages == there
        assert everything(store) == before
        assert all(ok for _, ok, _ in store.check())
        store.close()
