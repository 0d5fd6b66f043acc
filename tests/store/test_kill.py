"""A writer that is killed at any moment loses nothing it had confirmed, and nothing is there twice."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.message import fingerprint_of
from app.store import open_store
from tests.store.conftest import KEY

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from app.store import open_store
from app.domain.message import fingerprint_of
from tests.store.builders import conversation, incoming, keep
store = open_store(Path(sys.argv[1]), bytes(range(32)))
print("ready", flush=True)
with store.write() as uow:
    place = conversation(uow)
    uow.commit()
for batch in range(int(sys.argv[2]), 10**6):
    with store.write() as uow:
        wanted = [fingerprint_of("kill", str(batch), str(n)) for n in range(10)]
        known = uow.messages.known(wanted)
        keep(uow, place, *(incoming(f"naald {f}" * 20, minutes=batch, fingerprint=f) for f in wanted if f not in known))
        uow.commit()
    print(batch, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_twenty_kills(folder: Path) -> None:
    open_store(folder, KEY).close()
    chance = random.Random(7)
    confirmed = -1
    for _ in range(20):
        confirmed = max(confirmed, killed_after(folder, confirmed, chance.uniform(0.0, 0.12)))
    assert confirmed > 20
    store = open_store(folder, KEY)
    assert all(ok for _, ok, _ in store.check())
    with store.write() as uow:
        wanted = [fingerprint_of("kill", str(batch), str(n)) for batch in range(confirmed + 1) for n in range(10)]
        assert len(uow.messages.known(wanted)) == len(wanted)
    with store.read() as reader:
        assert reader.search("naald").total == min(reader.counts()["messages"], 10_000)
    store.close()


def killed_after(folder: Path, confirmed: int, seconds: float) -> int:
    """Let a process write from the batch after (and once more) the last confirmed one, kill it, and return the last one it confirmed."""
    command = [sys.executable, "-c", WRITER, str(folder), str(max(0, confirmed))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        end = time.monotonic() + seconds
        lines = []
        while time.monotonic() < end:
            lines.append(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    return max((int(line) for line in lines if line.endswith("\n")), default=-1)
