"""A writer that is killed at any moment loses nothing it had confirmed, and nothing is there twice."""

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from app.domain.message import Channel, fingerprint_of
from app.store import open_store
from tests.store.builders import START, incoming, keep
from tests.store.conftest import KEY

BATCH = 10


def fingerprints(batch: int) -> list[str]:
    return [fingerprint_of("kill", str(batch), str(n)) for n in range(BATCH)]


def write_for_ever(folder: Path, batch: int, report: int) -> None:
    """Add batch after batch, what is known left out, and report the number of each one when it is committed."""
    store = open_store(folder, KEY)
    while True:
        with store.write() as uow:
            wanted = fingerprints(batch)
            known = uow.messages.known(wanted)
            keep(uow, (1, 1), *(incoming(f"naald {f}" * 20, minutes=batch, fingerprint=f) for f in wanted if f not in known))
            uow.commit()
        os.write(report, b"%d\n" % batch)
        batch += 1


def killed_after(folder: Path, confirmed: int, seconds: float) -> int:
    """Let a process write from the last confirmed batch on, kill it some time after its first one; return the last it confirmed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_for_ever(folder, max(0, confirmed), writing)
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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_twenty_kills(folder: Path) -> None:
    store = open_store(folder, KEY)
    with store.write() as uow:
        customer = uow.customers.add("Noor", [], START)
        assert (uow.conversations.add(Channel.IMAP, "kill", customer, "", "", START), customer) == (1, 1)
        uow.commit()
    store.close()
    chance, confirmed = random.Random(7), -1
    for _ in range(20):
        confirmed = max(confirmed, killed_after(folder, confirmed, chance.uniform(0.0, 0.08)))
    store = open_store(folder, KEY)
    assert all(ok for _, ok, _ in store.check())
    wanted = [f for batch in range(confirmed + 1) for f in fingerprints(batch)]
    with store.write() as uow:
        assert len(uow.messages.known(wanted)) == len(wanted)
    with store.read() as reader:
        kept = reader.counts()["messages"]
        assert kept in (len(wanted), len(wanted) + BATCH)
        assert reader.search("naald").total == reader.conversation_rows([1])[0].messages == reader.customer(1).messages == kept
    store.close()
