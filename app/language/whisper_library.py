"""Recordings written out by the library faster-whisper, in a process of its own.

The library is no part of Toonbank: where the owner has installed it, it is imported in the worker process, and nowhere else. A recording
goes there through a pipe and never touches the disk; the model is a folder that the owner points to, and nothing is downloaded.
"""

import contextlib
import io
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.domain.transcription import NoTranscriber, Transcript
from app.language.messages import Failed, Piece
from app.language.sound import MOST_SECONDS, TOO_LONG, UNREADABLE, checked_kind, code_of, said
from app.language.worker import settle

LIBRARY = "faster_whisper"
LIBRARY_MISSING = N_("The speech model needs the library faster-whisper, which is not installed; recordings are kept and can be played.")
SILENCE_SECONDS = 900.0
"""The longest silence of the worker: loading a large model and listening to its first half minute on a slow computer."""
_UNUSABLE = N_("The speech model {name} cannot be loaded: it is incomplete, damaged, or too large for this computer's memory.")
_FAILED = N_("The speech model {name} could not write this recording out; the recording is kept.")
_SILENT = N_("The speech model {name} gave no answer for too long and was stopped; the recording is kept.")
_LOOK = 0.05
_BEAM = 5
_RATE = 16_000
"""Samples a second, as the model wants them."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The end: the language, and how long the recording is."""

    language: str
    seconds: float


class LibraryTranscriber:
    """Implements Transcriber. `shut` runs first in the worker process and closes its network; it must be a function of a module.
    `threads` None leaves one core free."""

    def __init__(self, model: Path, shut: Callable[[], None], turn: threading.Lock, *, silence: float = SILENCE_SECONDS) -> None:
        self.name = model.name
        self._model, self._shut, self._turn, self._silence = model, shut, turn, silence

    def transcribe(self, content: bytes, *, language: str = "", cancelled: CancelCheck | None = None) -> Transcript:
        """Return what is said. Raises EngineError, NoTranscriber, Cancelled."""
        checked_kind(content)
        with in_turn(self._turn, cancelled), self._worker(language) as (process, asks, answers):
            try:
                asks.send_bytes(content)
                return self._listen(process, answers, cancelled)
            except (OSError, EOFError) as error:
                raise EngineError(_FAILED, name=self.name) from error

    @contextmanager
    def _worker(self, language: str) -> Iterator[tuple[Any, Connection, Connection]]:
        """Start a process for one recording; it is gone afterwards, whatever happened in it."""
        spawn = multiprocessing.get_context("spawn")
        their_asks, asks = spawn.Pipe(duplex=False)
        answers, their_answers = spawn.Pipe(duplex=False)
        given = (str(self._model), language, self._shut, their_asks, their_answers)
        process = spawn.Process(target=serve, args=given, daemon=True, name="speech-model")
        process.start()
        their_asks.close()
        their_answers.close()
        try:
            yield process, asks, answers
        finally:
            asks.close()
            answers.close()
            process.kill()
            process.join(5)
            with contextlib.suppress(ValueError):
                process.close()

    def _listen(self, process: Any, answers: Connection, cancelled: CancelCheck | None) -> Transcript:
        pieces: list[str] = []
        while True:
            match self._next(process, answers, cancelled):
                case Piece(text):
                    pieces.append(text)
                case Heard(language, seconds):
                    return Transcript(said(pieces), code_of(language), round(seconds, 1), self.name)
                case Failed(code):
                    raise self._failure(code)

    def _next(self, process: Any, answers: Connection, cancelled: CancelCheck | None) -> object:
        until = time.monotonic() + self._silence
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            heard = wait([answers, process.sentinel], _LOOK)
            if answers in heard:
                return answers.recv()
            if heard:
                raise EOFError
            if time.monotonic() > until:
                raise EngineError(_SILENT, name=self.name)

    def _failure(self, code: str) -> EngineError:
        match code:
            case "not_installed":
                return NoTranscriber(LIBRARY_MISSING)
            case "unusable":
                return NoTranscriber(_UNUSABLE, name=self.name)
            case "unreadable":
                return EngineError(UNREADABLE)
            case "too_long":
                return EngineError(TOO_LONG, hours=MOST_SECONDS // 3600)
        return EngineError(_FAILED, name=self.name)


@contextmanager
def in_turn(turn: threading.Lock, cancelled: CancelCheck | None) -> Iterator[None]:
    """Wait until no other recording is being written out: models are large, and two would only slow each other. Raises Cancelled."""
    while not turn.acquire(timeout=_LOOK):
        if cancelled is not None and cancelled():
            raise Cancelled
    try:
        yield
    finally:
        turn.release()


# -- in the worker process


def serve(model: str, language: str, shut: Callable[[], None], incoming: Connection, outgoing: Connection) -> None:
    """Write out the one recording that comes through the pipe. Runs in the worker process."""
    settle()
    shut()
    # Whatever the library would look up: the answer is on this disk or it is no.
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    with contextlib.suppress(OSError, EOFError):
        content = incoming.recv_bytes()
        threading.Thread(target=_end_with, args=(incoming,), daemon=True).start()
        _write_out(model, language, content, outgoing.send)
    # Native threads may still run; nothing here needs an orderly end.
    os._exit(0)


def _end_with(incoming: Connection) -> None:
    """End this process when the program that asked is gone, or does not want the answer any more."""
    with contextlib.suppress(OSError, EOFError):
        incoming.recv_bytes()
    os._exit(0)


def _write_out(model: str, language: str, content: bytes, send: Callable[[object], None]) -> None:
    try:
        import faster_whisper
    except (ImportError, OSError, RuntimeError):
        return send(Failed("not_installed"))
    try:
        sound = faster_whisper.decode_audio(io.BytesIO(content), sampling_rate=_RATE)
    except Exception:  # noqa: BLE001 - whatever a recording from outside makes the decoder raise, it cannot be read
        return send(Failed("unreadable"))
    if len(sound) > MOST_SECONDS * _RATE:
        return send(Failed("too_long"))
    try:
        loaded = faster_whisper.WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=_threads(), local_files_only=True)
    except Exception:  # noqa: BLE001 - whatever a folder from outside makes the library raise, it cannot be used
        return send(Failed("unusable"))
    try:
        spoken = _hear(loaded, sound, language, send)
    except Exception:  # noqa: BLE001 - the libraries beneath raise errors of their own; nothing more can be said of any
        return send(Failed("generation"))
    send(Heard(spoken, len(sound) / _RATE))


def _hear(loaded: Any, sound: Any, language: str, send: Callable[[object], None]) -> str:
    """Send what is said piece by piece; returns the language."""
    hint = language if language in loaded.supported_languages else None
    # Without the text before as a context one wrong hearing does not repeat itself to the end.
    segments, info = loaded.transcribe(sound, language=hint, beam_size=_BEAM, vad_filter=True, condition_on_previous_text=False)
    for segment in segments:
        send(Piece(segment.text))
    return str(info.language)


def _threads() -> int:
    import psutil

    return max(1, (psutil.cpu_count(logical=False) or 2) - 1)
