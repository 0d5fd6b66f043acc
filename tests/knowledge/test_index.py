"""The index on disk: disposable, private, silent, and safe to kill."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pytest

from app.knowledge import index as module
from app.knowledge.index import BATCH, ChromaIndex
from tests.contract.test_vector_index import KEY, cloud, unit

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", textwrap.dedent(code), *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=110, cwd=cwd, env=environment, check=False)


def test_survives_closing(tmp_path: Path) -> None:
    first = ChromaIndex(tmp_path, KEY)
    first.reset("s-1")
    first.put([(1, unit(1)), (2, unit(0, 1))])
    first.close()
    second = ChromaIndex(tmp_path, KEY)
    assert (second.count(), second.scheme()) == (2, "s-1")
    assert second.query(unit(0, 1), 1)[0][0] == 2
    second.close()
    assert second.count() == 2, "opens again after close"
    second.close()


@pytest.mark.parametrize("other", [b"z" * 32, None])
def test_another_key_starts_empty(tmp_path: Path, other: bytes | None) -> None:
    first = ChromaIndex(tmp_path, KEY)
    first.put([(1, unit(1))])
    first.close()
    second = ChromaIndex(tmp_path, other)
    assert second.count() == 0
    assert not second.degraded
    second.close()


def test_more_than_one_batch(tmp_path: Path) -> None:
    items = cloud(BATCH + 7, dimensions=4)
    made = ChromaIndex(tmp_path)
    made.put(items)
    assert made.count() == BATCH + 7
    made.delete([number for number, _ in items])
    assert made.count() == 0
    made.close()


@pytest.mark.parametrize("damage", ["garbage database", "truncated database", "empty database", "a file in the way"])
def test_damage_gives_an_empty_index_that_works(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "index"
    made = ChromaIndex(folder)
    made.put(cloud(50))
    made.close()
    place = next(path for path in folder.iterdir() if path.is_dir())
    database = place / "chroma.sqlite3"
    if damage == "a file in the way":
        shutil.rmtree(place)
        place.write_bytes(b"not a folder")
    else:
        database.write_bytes(
            {"garbage database": b"\x13" * 9000, "truncated database": database.read_bytes()[:5000], "empty database": b""}[damage]
        )
    again = ChromaIndex(folder)
    assert again.count() == 0
    again.put([(1, unit(1))])
    assert again.query(unit(1), 3)[0][0] == 1
    assert not again.degraded
    again.close()


def test_lost_vector_files_are_noticed(tmp_path: Path) -> None:
    made = ChromaIndex(tmp_path)
    made.put(cloud(1500))
    made.close()
    for path in tmp_path.rglob("*.bin"):
        path.write_bytes(b"\x00")
    again = ChromaIndex(tmp_path)
    found = again.query(cloud(1)[0][1], 3)
    assert again.count() in (0, 1500)
    assert len(found) == (3 if again.count() else 0)
    again.close()


def test_an_opening_that_hangs_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    made = ChromaIndex(tmp_path)
    made.put([(1, unit(1))])
    made.close()
    real, release = module._open, threading.Event()

    def hang_on_the_old_place(place: Path, mark: str, create: str | None) -> object:
        if create is None:
            release.wait(60)
        return real(place, mark, create)

    monkeypatch.setattr(module, "_open", hang_on_the_old_place)
    again = ChromaIndex(tmp_path, open_seconds=0.5)
    started = time.monotonic()
    assert again.count() == 0
    assert time.monotonic() - started < 20
    release.set()
    again.close()


def test_without_chroma_memory_serves_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chromadb", None)
    made = ChromaIndex(tmp_path, KEY)
    made.reset("s-1")
    made.put([(1, unit(1)), (2, unit(0, 1))])
    assert made.query(unit(0, 1), 1)[0][0] == 2
    assert (made.count(), made.scheme()) == (2, "s-1")
    assert made.degraded == "ModuleNotFoundError"
    made.delete([2])
    assert made.count() == 1
    made.close()


def test_the_disk_holds_neither_text_nor_the_vectors_as_they_are(tmp_path: Path) -> None:
    items = cloud(120)
    made = ChromaIndex(tmp_path, KEY)
    made.put(items)
    made.close()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert len(held) > 1000
    assert not any(vector in held for _, vector in items)
    plain = ChromaIndex(tmp_path / "plain")
    plain.put(items)
    plain.close()
    held = b"".join(path.read_bytes() for path in (tmp_path / "plain").rglob("*") if path.is_file())
    assert any(vector in held for _, vector in items), "the test above would see them"


def test_importing_the_room_does_not_load_chroma() -> None:
    done = run("import sys, app.knowledge.index, app.knowledge.read\nprint([m for m in ('chromadb', 'docx', 'pypdf') if m in sys.modules])")
    assert done.stdout.strip() == "[]", done.stderr


def test_opens_no_connection_and_reads_no_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHROMA_SERVER_HTTP_PORT=nonsense\nIS_PERSISTENT=perhaps\nANONYMIZED_TELEMETRY=True\n")
    code = """
        import sys
        from pathlib import Path
        seen = []
        def guard(event, args):
            if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind", "socket.gethostbyname"):
                seen.append((event, str(args)))
                raise ConnectionRefusedError(event)
        sys.addaudithook(guard)
        import numpy as np
        from app.knowledge.index import ChromaIndex
        made = ChromaIndex(Path(sys.argv[1]))
        made.reset("s")
        made.put([(n, np.eye(8, dtype="<f4")[n].tobytes()) for n in range(8)])
        print(made.query(np.eye(8, dtype="<f4")[3].tobytes(), 1), made.count(), made.degraded or "chroma", seen)
        made.close()
    """
    done = run(code, str(tmp_path / "index"), cwd=tmp_path)
    assert done.stdout.strip() == "[(3, 1.0)] 8 chroma []", done.stderr


PUTTER = """
    import sys
    import numpy as np
    from pathlib import Path
    from app.knowledge.index import ChromaIndex
    made = ChromaIndex(Path(sys.argv[1]))
    if not made.count():
        made.reset("s-1")
    start = made.count()
    rng = np.random.default_rng(start)
    print("ready", flush=True)
    for batch in range(10_000):
        rows = rng.standard_normal((20, 16)).astype("<f4")
        made.put([(start + batch * 20 + n, row.tobytes()) for n, row in enumerate(rows)])
        print(start + batch * 20 + 20, flush=True)
"""


def test_kill_while_putting_keeps_what_was_put(tmp_path: Path) -> None:
    for pause in (1, 3, 6):
        child = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PUTTER), str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(1 + pause)]
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split()
        child.stdout.close()
        child.wait()
        known = int((rest or [lines[-1].strip()])[-1])
        made = ChromaIndex(tmp_path)
        assert made.count() >= known > 0
        assert made.scheme() == "s-1"
        assert len(made.query(np.ones(16, dtype="<f4").tobytes(), 5)) == 5
        assert not made.degraded
        made.close()
