"""A model file that lives in a worker process: started when it is needed, watched, let go when nobody asks any more.

What is asked of it is the business of `llama` (text) and `llama_embed` (vectors).
"""

import contextlib
import multiprocessing
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.language.messages import Beat, Done, Failed, Mode, Ready, Stage, Stop, Vectors
from app.language.worker import serve

LOAD_SECONDS = 180.0
"""A model that is not loaded after this time is given up."""
BEAT_SECONDS = 30.0
"""A loaded worker shows every few seconds that it lives; one that does not for this long is stuck."""
IDLE_SECONDS = 600.0
"""A worker that nobody asked anything for this long is let go: its memory is wanted by others."""
MOST_CRASHES = 2
"""After so many crashes in a row without an answer between, a model is not started again by itself."""
_STOP_SECONDS = 1.0
"""A worker that has not stopped after this time is killed."""
_LOOK = 0.02
"""How often a person's wish to stop is looked at, in seconds."""

_MISSING = N_("The model file {name} is not there (any more); choose it again or use the embedded engine.")
_EMPTY = N_("The model file {name} is empty; it was probably not copied or downloaded whole.")
_NOT_GGUF = N_("The file {name} is not a language model in the GGUF format.")
_OLD_GGUF = N_("The model file {name} has a version of the GGUF format that Toonbank does not know.")
_VOCABULARY = N_("The file {name} holds only a vocabulary, not a whole language model.")
_UNUSABLE = N_("The model file {name} cannot be loaded: it is incomplete, damaged, or too large for this computer's memory.")
_CRASHES = N_("The model file {name} makes the language engine crash, so it cannot be used; nothing else was affected.")
_NO_LIBRARY = N_("The language engine (llama-cpp-python) is not installed; `make llm` adds it. The embedded engine works without it.")
_WRONG_PROCESSOR = N_("The language engine does not run on this computer's processor; the embedded engine works.")
_SLOW_LOAD = N_("The model {name} took too long to load and was stopped.")
DIED = N_("The language model {name} stopped working; it starts anew at the next question. Nothing was lost.")
_GIVEN_UP = N_("The language model {name} stopped working several times; the embedded engine answers until you test the model again.")
_STUCK = N_("The language model {name} no longer answered and was stopped. Nothing was lost.")
_NO_MEMORY = N_(
    "The model {name} needs about {needed} GB of memory and {free} GB is free. Close other programs, or choose a smaller model; "
    "the embedded engine works."
)
_CLOSED = N_("The language model {name} was closed.")

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_HEADER = struct.Struct("<4sIq")
_GB = 1_000_000_000


@dataclass(slots=True)
class _Worker:
    """A running worker process and the two pipes to it."""

    process: SpawnProcess
    asks: Connection
    answers: Connection

    def end(self) -> None:
        """Kill the process and let go of the pipes; never raises."""
        for connection in (self.asks, self.answers):
            with contextlib.suppress(OSError):
                connection.close()
        self.process.kill()
        self.process.join(5)
        with contextlib.suppress(ValueError):
            self.process.close()


class Resident:
    """Keeps one worker for one file. Calls from several threads wait for each other. `context` in tokens (at most what the model was
    trained for); `threads` None leaves one core free; `idle` seconds until the worker is let go; `free_memory` in bytes."""

    mode = Mode.TEXT

    def __init__(
        self,
        path: Path,
        *,
        context: int = 4096,
        threads: int | None = None,
        idle: float = IDLE_SECONDS,
        free_memory: Callable[[], int] | None = None,
    ) -> None:
        self.name = path.stem
        self._path, self._context, self._idle = path, context, idle
        self._threads = threads if threads is not None else _free_cores()
        self._free_memory = free_memory or _free_memory
        self._worker: _Worker | None = None
        self._ready: Ready | None = None
        self._lock = threading.Lock()
        self._rest: threading.Timer | None = None
        self._closed = False
        self._crashes = 0
        self._trouble = ""

    @property
    def loaded(self) -> bool:
        """Whether the worker runs."""
        return self._worker is not None

    @property
    def trouble(self) -> str:
        """The sentence of the last failure, "" after an answer."""
        return self._trouble

    def describe(self, cancelled: CancelCheck | None = None) -> Ready:
        """Load the model anew and say what it is; forgives earlier crashes. Raises EngineError, Cancelled."""
        with self._lock:
            self._crashes, self._trouble = 0, ""
            return self._start(cancelled, anew=True)

    def close(self) -> None:
        """Stop the worker; a running answer ends with EngineError."""
        self._closed = True
        worker = self._worker
        if worker is not None:
            with contextlib.suppress(ValueError):  # already ended by the thread that runs it
                worker.process.kill()
        with self._lock:
            self._end()

    def exchange(self, ask: object, listen: Callable[[], object], cancelled: CancelCheck | None) -> object:
        """Start the worker if need be, send what is asked, and return what `listen` makes of the answers (it calls `hear`)."""
        with self._lock:
            try:
                return self._exchanged(ask, listen, cancelled)
            except EngineError as error:
                self._trouble = error.told
                raise

    def _exchanged(self, ask: object, listen: Callable[[], object], cancelled: CancelCheck | None) -> object:
        if self._closed:
            raise EngineError(_CLOSED, name=self.name)
        self._start(cancelled)
        try:
            self._send(ask)
            answer = listen()
        except (OSError, EOFError) as error:
            self._crashed()
            raise EngineError(DIED, name=self.name) from error
        except EngineError:
            raise
        except BaseException:
            # Cancelled or anything the caller's own functions raise: the worker must not go on with an answer nobody hears.
            self._quiet()
            raise
        finally:
            self._rest_later()
        self._crashes, self._trouble = 0, ""
        return answer

    # -- the process

    def _start(self, cancelled: CancelCheck | None, *, anew: bool = False) -> Ready:
        if self._rest is not None:
            self._rest.cancel()
        if self._worker is not None and self._ready is not None and self._worker.process.is_alive() and not anew:
            return self._ready
        if self._worker is not None and not anew:
            self._crashed()  # it died between two questions
        self._end()
        if self._crashes >= MOST_CRASHES:
            raise EngineError(_GIVEN_UP, name=self.name)
        check_file(self._path)
        self._check_memory()
        self._worker = _spawn(self._path, self._context, self._threads, self.mode)
        try:
            self._ready = self._loaded(cancelled)
        except BaseException:
            self._end()
            raise
        return self._ready

    def _check_memory(self) -> None:
        from app.language.machine import memory_of

        needed, free = memory_of(self._path, self._context), self._free_memory()
        if needed > free:
            raise EngineError(_NO_MEMORY, name=self.name, needed=f"{needed / _GB:.1f}", free=f"{free / _GB:.1f}")

    def _loaded(self, cancelled: CancelCheck | None) -> Ready:
        imported = False
        try:
            while True:
                match self.hear(LOAD_SECONDS, _SLOW_LOAD, cancelled):
                    case Ready() as ready:
                        return ready
                    case Stage():
                        imported = True
                    case Failed(code):
                        raise EngineError(_NO_LIBRARY if code == "not_installed" else _UNUSABLE, name=self._path.name)
        except (OSError, EOFError) as error:
            self._crashes += 1
            raise EngineError(_CRASHES if imported else _WRONG_PROCESSOR, name=self._path.name) from error

    def _crashed(self) -> None:
        self._crashes += 1
        self._end()

    def _end(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
        if self._worker is not None:
            self._worker.end()
            self._worker = self._ready = None

    def _rest_later(self) -> None:
        """Let the worker go when nobody asks anything for a while."""
        if self._worker is None:
            return
        self._rest = threading.Timer(self._idle, self._let_go, [self._worker])
        self._rest.daemon = True
        self._rest.start()

    def _let_go(self, worker: _Worker) -> None:
        if self._lock.acquire(blocking=False):  # somebody asks just now: no rest
            try:
                if self._worker is worker:
                    self._end()
            finally:
                self._lock.release()

    # -- talking

    def _send(self, ask: object) -> None:
        if self._worker is None:
            raise EOFError
        self._worker.asks.send(ask)

    def hear(self, patience: float, too_late: str, cancelled: CancelCheck | None) -> object:
        """Return the worker's next message. Raises EOFError or OSError when it is gone, EngineError when it is silent or stuck."""
        worker = self._worker
        if worker is None:
            raise EOFError
        until, alive_until = time.monotonic() + patience, time.monotonic() + BEAT_SECONDS
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            heard = wait([worker.answers, worker.process.sentinel], _LOOK if cancelled is not None else 1.0)
            if worker.answers in heard:
                message = worker.answers.recv()
                if not isinstance(message, Beat):
                    return message
                alive_until = time.monotonic() + BEAT_SECONDS
            elif heard:
                raise EOFError
            if time.monotonic() > until or (self._ready is not None and time.monotonic() > alive_until):
                words = too_late if time.monotonic() > until else _STUCK
                self._end()
                raise EngineError(words, name=self.name)

    def _quiet(self) -> None:
        """Stop the running answer and wait for the worker to be free; kill one that does not listen."""
        worker, until = self._worker, time.monotonic() + _STOP_SECONDS
        try:
            if worker is not None:
                worker.asks.send(Stop())
                while worker.answers.poll(max(0.0, until - time.monotonic())):
                    if isinstance(worker.answers.recv(), (Done, Failed, Vectors)):
                        return
        except (OSError, EOFError):
            pass
        self._end()


def check_file(path: Path) -> None:
    """Look at the first bytes: raises EngineError for a file that is missing, empty, not GGUF, or without any weights."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER.size)
    except OSError as error:
        raise EngineError(_MISSING, name=path.name) from error
    if not head:
        raise EngineError(_EMPTY, name=path.name)
    if not head.startswith(_MAGIC):
        raise EngineError(_NOT_GGUF, name=path.name)
    if len(head) < _HEADER.size:
        raise EngineError(_UNUSABLE, name=path.name)
    _, version, tensors = _HEADER.unpack(head)
    if version not in _VERSIONS:
        raise EngineError(_OLD_GGUF, name=path.name)
    if tensors == 0:
        raise EngineError(_VOCABULARY, name=path.name)


def _spawn(path: Path, context: int, threads: int, mode: Mode) -> _Worker:
    """Start a worker. Spawned, not forked: the child must not inherit locks, threads or the open database."""
    spawn = multiprocessing.get_context("spawn")
    their_asks, asks = spawn.Pipe(duplex=False)
    answers, their_answers = spawn.Pipe(duplex=False)
    given = (str(path), context, threads, mode, their_asks, their_answers)
    process = spawn.Process(target=serve, args=given, daemon=True, name="language-model")
    process.start()
    their_asks.close()
    their_answers.close()
    return _Worker(process, asks, answers)


def _free_cores() -> int:
    import psutil

    return max(1, (psutil.cpu_count(logical=False) or 2) - 1)


def _free_memory() -> int:
    from app.language.machine import free_memory

    return free_memory()
