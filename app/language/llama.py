"""A language model file (GGUF) behind the TextGenerator port, run by llama-cpp-python in a process of its own."""

import contextlib
import multiprocessing
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck, Generation, PromptPart
from app.domain.text import N_
from app.domain.views import EngineInfo
from app.language.worker import Ask, Done, Failed, Piece, Ready, Stage, Stop, schema_text, serve

LOAD_SECONDS = 180.0
"""A model that is not loaded after this time is given up."""
SILENCE_SECONDS = 60.0
"""The longest silence between two tokens; reading the prompt may take longer, see _PER_CHARACTER."""
_PER_CHARACTER = 0.1
"""Seconds allowed for each character of the prompt: the slowest laptops read some 6 tokens of 4 characters a second."""
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
_DIED = N_("The language model {name} stopped working; it starts anew at the next question. Nothing was lost.")
_SILENT = N_("The language model {name} gave no answer for too long and was stopped. Nothing was lost.")
_TOO_LONG = N_("This text is too long for the language model {name}.")
_FAILED = N_("The language model {name} could not make an answer.")
_CLOSED = N_("The language model {name} was closed.")

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_HEADER = struct.Struct("<4sIq")


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


class LlamaGenerator:
    """Implements TextGenerator. The worker starts with the first question, and anew after a crash. Calls from several threads wait
    for each other. `context` in tokens (at most what the model was trained for); `threads` None leaves one core free."""

    def __init__(self, path: Path, *, context: int = 4096, threads: int | None = None) -> None:
        self.name = path.stem
        self._path, self._context = path, context
        self._threads = threads if threads is not None else _free_cores()
        self._worker: _Worker | None = None
        self._lock = threading.Lock()
        self._closed = False

    def generate(
        self,
        prompt: Sequence[PromptPart],
        *,
        schema: Mapping[str, object] | None = None,
        max_tokens: int = 400,
        temperature: float = 0.0,
        on_token: Callable[[str], None] | None = None,
        cancelled: CancelCheck | None = None,
    ) -> Generation:
        """Continue the prompt. Raises EngineError (with a sentence) when the model cannot be loaded, crashed, was silent for too
        long, or the prompt is too long; Cancelled when `cancelled` says so."""
        ask = Ask(tuple((part.text, part.trusted) for part in prompt), schema_text(schema), max_tokens, temperature)
        with self._lock:
            if self._closed:
                raise EngineError(_CLOSED, name=self.name)
            self._start(cancelled)
            try:
                return self._ask(ask, on_token, cancelled)
            except (OSError, EOFError) as error:
                self._end()
                raise EngineError(_DIED, name=self.name) from error
            except EngineError:
                raise
            except BaseException:
                # Cancelled or anything the caller's own functions raise: the worker must not go on with an answer nobody hears.
                self._quiet()
                raise

    def describe(self, cancelled: CancelCheck | None = None) -> Ready:
        """Load the model if need be and say what it is."""
        with self._lock:
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

    # -- the process

    def _start(self, cancelled: CancelCheck | None, *, anew: bool = False) -> Ready:
        if self._worker is not None and self._worker.process.is_alive() and not anew:
            return Ready(self.name, self._context)
        self._end()
        check_file(self._path)
        self._worker = _spawn(self._path, self._context, self._threads)
        try:
            return self._loaded(cancelled)
        except BaseException:
            self._end()
            raise

    def _loaded(self, cancelled: CancelCheck | None) -> Ready:
        imported = False
        try:
            while True:
                match self._hear(LOAD_SECONDS, _SLOW_LOAD, cancelled):
                    case Ready() as ready:
                        return ready
                    case Stage():
                        imported = True
                    case Failed(code):
                        raise EngineError(_NO_LIBRARY if code == "not_installed" else _UNUSABLE, name=self._path.name)
        except (OSError, EOFError) as error:
            raise EngineError(_CRASHES if imported else _WRONG_PROCESSOR, name=self._path.name) from error

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    # -- talking

    def _ask(self, ask: Ask, on_token: Callable[[str], None] | None, cancelled: CancelCheck | None) -> Generation:
        worker = self._worker
        if worker is None:
            raise EngineError(_DIED, name=self.name)
        worker.asks.send(ask)
        patience = SILENCE_SECONDS + _PER_CHARACTER * sum(len(text) for text, _ in ask.parts)
        while True:
            match self._hear(patience, _SILENT, cancelled):
                case Piece(text):
                    patience = SILENCE_SECONDS
                    if on_token is not None:
                        on_token(text)
                case Done() as done:
                    return Generation(done.text, done.finish, done.prompt_tokens, done.reused_tokens, done.first_token_ms, done.total_ms)
                case Failed(code):
                    raise EngineError(_TOO_LONG if code == "too_long" else _FAILED, name=self.name)

    def _hear(self, patience: float, too_late: str, cancelled: CancelCheck | None) -> object:
        """Return the worker's next message. Raises EOFError or OSError when the worker is gone."""
        worker = self._worker
        if worker is None:
            raise EOFError
        until = time.monotonic() + patience
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            heard = wait([worker.answers, worker.process.sentinel], _LOOK if cancelled is not None else 1.0)
            if worker.answers in heard:
                return worker.answers.recv()
            if heard:
                raise EOFError
            if time.monotonic() > until:
                self._end()
                raise EngineError(too_late, name=self.name)

    def _quiet(self) -> None:
        """Stop the running answer and wait for the worker to be free; kill one that does not listen."""
        worker, until = self._worker, time.monotonic() + _STOP_SECONDS
        try:
            if worker is not None:
                worker.asks.send(Stop())
                while worker.answers.poll(max(0.0, until - time.monotonic())):
                    if isinstance(worker.answers.recv(), (Done, Failed)):
                        return
        except (OSError, EOFError):
            pass
        self._end()


def probe(path: Path) -> EngineInfo:
    """Load a model file in a process of its own and describe it; raises EngineError with a sentence that says what is wrong."""
    generator = LlamaGenerator(path)
    try:
        ready = generator.describe()
    finally:
        generator.close()
    return EngineInfo(path.stem, "llama", str(path), path.stat().st_size, ready.context)


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


def _spawn(path: Path, context: int, threads: int) -> _Worker:
    """Start a worker. Spawned, not forked: the child must not inherit locks, threads or the open database."""
    spawn = multiprocessing.get_context("spawn")
    their_asks, asks = spawn.Pipe(duplex=False)
    answers, their_answers = spawn.Pipe(duplex=False)
    process = spawn.Process(target=serve, args=(str(path), context, threads, their_asks, their_answers), daemon=True, name="language-model")
    process.start()
    their_asks.close()
    their_answers.close()
    return _Worker(process, asks, answers)


def _free_cores() -> int:
    import psutil

    return max(1, (psutil.cpu_count(logical=False) or 2) - 1)
