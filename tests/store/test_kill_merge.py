"""A merge that is killed at any moment was made whole or not at all, and so is taking it back."""

import os
import random
import signal
import threading
from pathlib import Path

import pytest

from app.domain.identity import JoinCause
from app.store import open_store
from app.store.sql import Sql
from tests.store.builders import START, conversation, email, incoming, keep
from tests.store.conftest import KEY

MESSAGES = 60


def merge_for_ever(folder: Path, report: int) -> None:
    """Merge and take back, on and on; report each deed when it is committed."""
    store = open_store(folder, KEY)
    while True:
        with store.read() as reader:
            ids = sorted(row.id for row in reader.customers())
            standing = [join.id for join in reader.joins() if join.undone_at is None]
        with store.write() as uow:
            if standing:
                uow.identity.undo(standing[0], START)
            else:
                uow.identity.merge(ids[0], ids[1], by="Bo", cause=JoinCause.PERSON, why="", at=START)
            uow.commit()
        os.write(report, b".")


def killed_after(folder: Path, seconds: float) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            merge_for_ever(folder, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as reports:
        assert reports.read(1)
        killer = threading.Timer(seconds, os.kill, (child, signal.SIGKILL))
        killer.start()
        reports.read()
        killer.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_fifteen_kills(folder: Path) -> None:
    store = open_store(folder, KEY)
    with store.write() as uow:
        places = [conversation(uow, name=name, address=f"{name}@x") for name in ("noor", "sam")]
        for name, place in zip(("noor", "sam"), places, strict=True):
            keep(uow, place, *(incoming(f"naald {n}" * 30, minutes=n, address=f"{name}@x", sender=name) for n in range(MESSAGES)))
        uow.commit()
    store.close()
    chance = random.Random(11)
    for _ in range(15):
        killed_after(folder, chance.uniform(0.0, 0.05))
        store = open_store(folder, KEY)
        assert all(ok for _, ok, _ in store.check())
        with store.read() as reader:
            sql: Sql = reader._sql
            people = {row.id: (row.messages, {h.value for h in row.handles}) for row in reader.customers()}
            merged = any(join.undone_at is None for join in reader.joins())
            a, b = (place[1] for place in places)
            whole = {a: (2 * MESSAGES, {"noor@x", "sam@x"})}
            apart = {a: (MESSAGES, {"noor@x"}), b: (MESSAGES, {"sam@x"})}
            assert people == (whole if merged else apart)
            counted = dict(tuple(row) for row in sql.rows("SELECT customer_id, count(*) FROM messages GROUP BY 1"))
            assert counted == {id_: n for id_, (n, _) in people.items()}
            assert reader.search("naald").total == 2 * MESSAGES
        store.close()
    store = open_store(folder, KEY)
    with store.write() as uow:
        assert len(uow.customers.by_handles([email("noor@x"), email("sam@x")])) == 2
    store.close()
