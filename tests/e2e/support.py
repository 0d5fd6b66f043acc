"""What the end-to-end tests share: running the program as a process of its own, and looking into what it left."""

import contextlib
import functools
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from sqlcipher3 import dbapi2

from app.bootstrap import open_counter
from app.pipeline.counter import Counter
from app.store import store_exists
from app.system import keys
from app.system.guard import guard

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "kiln-glaze-1280"
PATIENCE = 120
"""Seconds after which a command is taken to hang."""


@dataclass(frozen=True)
class Ran:
    """What a command did. `code` is minus the signal when it was killed; `seconds` of wall clock."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def killed(self) -> bool:
        """Whether it was killed before it was done."""
        return self.code == -signal.SIGKILL


class Program:
    """The program, one command at a time, each in a process of its own (see nursery.py). A context manager."""

    def __init__(self, *warm: str) -> None:
        self._warm = warm
        self._folder = tempfile.TemporaryDirectory(prefix="program-")
        self._answers: queue.Queue[dict[str, int]] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py"))],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "HOME": self._folder.name,
                "TOONBANK_LANGUAGE": "en",
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            },
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Program":
        self._answer("ready")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait(10)
        self._reader.join(10)
        self._process.stdout.close()
        self._folder.cleanup()

    def run(
        self,
        *argv: object,
        profile: Path | None = None,
        kill_after: float | None = None,
        kill_when: Callable[[psutil.Process], bool] | None = None,
        before_kill: Callable[[], object] = lambda: None,
        file_size: int = 0,
        **env: str,
    ) -> Ran:
        """Run a command to its end, or kill it (SIGKILL): `kill_after` seconds after its start, or as soon as `kill_when` holds of it.

        Nothing of it is left running.
        """
        words = [str(word) for word in argv] + (["--profile", str(profile)] if profile else [])
        order = {"argv": words, "env": {"TOONBANK_PASSPHRASE": PASSPHRASE, **env}, "warm": self._warm, "file_size": file_size}
        places = {name: f"{self._folder.name}/{name}" for name in ("out", "err")}
        started = time.monotonic()
        self._order({**order, **places})
        pid = self._answer("pid")
        if kill_when is not None:
            code = self._ended_before(pid, kill_when)
        else:
            code = self._ended(kill_after) if kill_after is not None else self._answer("ended")
        if code is None:
            before_kill()
            code = self._kill(pid)
        seconds = time.monotonic() - started
        return Ran(code, *(Path(place).read_text(errors="replace") for place in places.values()), seconds)

    def _kill(self, pid: int) -> int:
        family: list[psutil.Process] = []
        with contextlib.suppress(psutil.NoSuchProcess):
            family = psutil.Process(pid).children(recursive=True)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        code = self._answer("ended")
        _gone, alive = psutil.wait_procs(family, timeout=20)
        for orphan in alive:
            orphan.kill()
        assert not alive, f"{len(alive)} processes outlived the program that was killed"
        return code

    def _order(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(json.loads(line))

    def _answer(self, name: str) -> int:
        return self._answers.get(timeout=PATIENCE)[name]

    def _ended_before(self, pid: int, happens: Callable[[psutil.Process], bool]) -> int | None:
        code = None
        while code is None and not happens(psutil.Process(pid)):
            code = self._ended(0.01)
        return code

    def _ended(self, seconds: float) -> int | None:
        try:
            return self._answers.get(timeout=max(0.0, seconds))["ended"]
        except queue.Empty:
            return None


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Counter]:
    """A profile opened for writing in this process; the network guard is off again when it is closed."""
    counter = open_counter(folder, write=True, passphrase=lambda: PASSPHRASE)
    try:
        yield counter
    finally:
        counter.close()
        guard.active = False


# -- looking into a profile, past the program


@functools.cache
def _key(folder: Path) -> bytes:
    return keys.open_profile(folder, lambda: PASSPHRASE).key


@contextlib.contextmanager
def database(folder: Path) -> Iterator[dbapi2.Connection]:
    """The profile's database as it is, opened with its key."""
    key = _key(folder)
    connection = dbapi2.connect(str(folder / "toonbank.db"), isolation_level=None, timeout=30)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        yield connection
    finally:
        connection.close()


Rows = list[tuple[Any, ...]]


def rows(folder: Path, query: str, *values: object) -> Rows:
    """The rows of a query on a profile's database."""
    with database(folder) as opened:
        return opened.execute(query, values).fetchall()


def kept(folder: Path) -> frozenset[bytes]:
    """Fingerprints of the messages that are kept; none when there is no database yet."""
    if not (folder / "profile.json").exists() or not store_exists(folder):
        return frozenset()
    if not rows(folder, "SELECT 1 FROM sqlite_master WHERE name = 'messages'"):
        return frozenset()
    return frozenset(row[0] for row in rows(folder, "SELECT fingerprint FROM messages"))


@dataclass(frozen=True)
class State:
    """What a profile holds, by content: two profiles that took in the same are equal, whatever the order and the row numbers."""

    messages: frozenset[bytes]
    copies: int
    customers: frozenset[tuple[frozenset[str], frozenset[bytes]]]
    conversations: frozenset[tuple[Any, ...]]
    attachments: frozenset[tuple[bytes, str]]
    places: frozenset[tuple[Any, ...]]
    articles: frozenset[tuple[Any, ...]]

    @classmethod
    def of(cls, folder: Path) -> "State":
        """Read the state of a profile."""
        with database(folder) as db:
            members: dict[str, dict[int, set[bytes]]] = {"customer_id": defaultdict(set), "conversation_id": defaultdict(set)}
            found = db.execute("SELECT fingerprint, customer_id, conversation_id FROM messages").fetchall()
            for fingerprint, customer, conversation in found:
                members["customer_id"][customer].add(fingerprint)
                members["conversation_id"][conversation].add(fingerprint)
            return cls(
                frozenset(row[0] for row in found),
                len(found),
                _customers(db, members["customer_id"]),
                _conversations(db, members["conversation_id"]),
                _all(db, "SELECT m.fingerprint, a.sha256 FROM attachments a JOIN messages m ON m.id = a.message_id"),
                _all(db, "SELECT r.account, r.folder, r.uid, m.fingerprint FROM remotes r JOIN messages m ON m.id = r.message_id"),
                _all(
                    db, "SELECT a.title, p.number, p.heading, p.text, p.vector FROM articles a LEFT JOIN passages p ON p.article_id = a.id"
                ),
            )

    def differences(self, other: "State") -> list[str]:
        """Say in what two states differ, for people."""
        found = []
        for name in self.__dataclass_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, frozenset):
                found += [
                    f"{name} {sign} {str(item)[:300]}" for sign, items in (("+", mine - theirs), ("-", theirs - mine)) for item in items
                ]
            elif mine != theirs:
                found.append(f"{name}: {mine}, not {theirs}")
        return found


def _customers(db: dbapi2.Connection, members: dict[int, set[bytes]]) -> frozenset[tuple[frozenset[str], frozenset[bytes]]]:
    handles: dict[int, set[str]] = {id_: set() for (id_,) in db.execute("SELECT id FROM customers")}
    for id_, kind, value in db.execute("SELECT customer_id, kind, value FROM handles"):
        handles[id_].add(f"{kind}:{value}")
    return frozenset((frozenset(names), frozenset(members[id_])) for id_, names in handles.items())


def _conversations(db: dbapi2.Connection, members: dict[int, set[bytes]]) -> frozenset[tuple[Any, ...]]:
    wanted = "id, state, waiting_since, urgency, category, language, order_numbers, messages, last_at"
    return frozenset((frozenset(members[row[0]]), *row[1:]) for row in db.execute(f"SELECT {wanted} FROM conversations"))


def _all(db: dbapi2.Connection, query: str) -> frozenset[tuple[Any, ...]]:
    return frozenset(db.execute(query).fetchall())


def well(program: Program, folder: Path) -> None:
    """The doctor finds nothing wrong."""
    ran = program.run("doctor", "--json", profile=folder)
    assert ran.code == 0, ran.out + ran.err


def one_sentence(ran: Ran) -> str:
    """What the person reads: a line on stderr that is a sentence, and nothing of the program's inside."""
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1, ran.err + ran.out
    assert "Traceback" not in lines[0]
    assert lines[0].endswith("."), lines[0]
    return lines[0]


def write_lines(path: Path, pieces: Sequence[bytes]) -> Path:
    """Write pieces to a file and return it."""
    with path.open("wb") as out:
        out.writelines(pieces)
    return path
