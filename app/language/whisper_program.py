"""Recordings written out by the program of whisper.cpp (`whisper-cli`), which the owner points to.

The program wants a file. It lies in a folder that only this user can enter: in memory where the system has a place for that, else in the
profile's own folder; it is removed at the end, and what a killed process left behind is removed the next time. The program reads WAV,
MP3, FLAC and Ogg Vorbis; voice notes are Opus or AAC, which `ffmpeg` makes into WAV where it is installed. Since the program may end well
without having read anything, only its written answer counts.
"""

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.domain.errors import Cancelled, EngineError, StorageFull
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.domain.transcription import NoTranscriber, Transcript
from app.language.sound import MOST_SECONDS, TOO_LONG, UNREADABLE, checked_kind, code_of, said
from app.language.whisper_library import in_turn

NEEDS_FFMPEG = N_("This kind of recording ({kind}) can only be written out here when ffmpeg is installed; it is kept and can be played.")
_DID_NOT_START = N_("The program {name} could not be started; the recording is kept.")
_FAILED = N_("The program {name} could not write this recording out; the recording is kept.")
_SLOW = N_("The program {name} took too long and was stopped; the recording is kept.")
_NO_ROOM = N_("There is no room for a working copy of this recording; it is kept, and nothing was written out.")
_READABLE = frozenset(("wav", "mp3", "flac", "ogg"))
_DEMUXERS = {"opus": "ogg", "speex": "ogg"}
_PREFIX = "toonbank-sound-"
_MEMORY = ("/dev/shm", os.environ.get("XDG_RUNTIME_DIR", ""))  # noqa: S108 - only as the parent of a folder of our own with mode 0700
_RATE = 16_000
_BYTES_A_SECOND = 2 * _RATE
_SLOWEST = 10.0
"""Seconds that a second of sound may take; large models on small laptops need some five."""
_START_SECONDS = 300.0
_DENSEST = 2_000
"""Bytes of a second of a voice note, where it is not known how long it is."""
_LOOK = 0.05
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_MOST_TEXT = 4 * 1024 * 1024


class ProgramTranscriber:
    """Implements Transcriber. `scratch`: where the working folder goes when the system has no place in memory."""

    def __init__(self, program: Path, model: Path, scratch: Path, turn: threading.Lock) -> None:
        self.name = model.stem
        self._program, self._model, self._scratch, self._turn = program, model, scratch, turn

    def transcribe(self, content: bytes, *, language: str = "", cancelled: CancelCheck | None = None) -> Transcript:
        """Return what is said. Raises EngineError, NoTranscriber, StorageFull, Cancelled."""
        kind = checked_kind(content)
        ffmpeg = shutil.which("ffmpeg")
        if ffmpeg is None and kind not in _READABLE:
            raise EngineError(NEEDS_FFMPEG, kind=kind.upper())
        with in_turn(self._turn, cancelled):
            try:
                with working_folder(self._scratch) as folder:
                    return self._heard(folder, kind, content, language, ffmpeg, cancelled)
            except OSError as error:
                raise StorageFull(_NO_ROOM) from error

    def _heard(
        self, folder: Path, kind: str, content: bytes, language: str, ffmpeg: str | None, cancelled: CancelCheck | None
    ) -> Transcript:
        sound = folder / f"sound.{kind}"
        sound.touch(mode=0o600)
        sound.write_bytes(content)
        if ffmpeg is not None:
            sound = _as_wav(ffmpeg, sound, kind, cancelled)
        seconds = _seconds(sound)
        if seconds > MOST_SECONDS:
            raise EngineError(TOO_LONG, hours=MOST_SECONDS // 3600)
        out = folder / "text"
        asked = ["-m", str(self._model), "-f", str(sound), "-otxt", "-oj", "-of", str(out), "-l", _hint(language), "-nt", "-np"]
        patience = _START_SECONDS + _SLOWEST * (seconds or len(content) / _DENSEST)
        run([str(self._program), *asked], folder, self._program.name, patience, cancelled)
        text = _answer(out.with_suffix(".txt"))
        if text is None:
            raise EngineError(UNREADABLE)
        return Transcript(said(text.split("\n")), _language(out.with_suffix(".json")), round(seconds, 1), self.name)


def _hint(language: str) -> str:
    known = code_of(language)
    return "auto" if known == "und" else known


def run(command: Sequence[str], folder: Path, name: str, patience: float, cancelled: CancelCheck | None) -> None:
    """Run a program to its end in `folder`, without a terminal and at low priority; kill it when it takes too long or is not wanted.

    Raises EngineError when it cannot start, fails or is too slow, Cancelled.
    """
    nothing = subprocess.DEVNULL
    options: dict[str, Any] = {"stdin": nothing, "stdout": nothing, "stderr": nothing, "creationflags": _NO_WINDOW}
    # The passphrase of the profile is nobody else's business.
    told = {name: value for name, value in os.environ.items() if not name.startswith("TOONBANK_")}
    try:
        process = subprocess.Popen(command, cwd=folder, env=told, **options)  # noqa: S603 - the owner's own program
    except OSError as error:
        raise NoTranscriber(_DID_NOT_START, name=name) from error
    try:
        _slow_down(process.pid)
        code = _wait(process, name, patience, cancelled)
    finally:
        process.kill()
        process.wait()
    if code != 0:
        raise EngineError(_FAILED, name=name)


def _wait(process: "subprocess.Popen[bytes]", name: str, patience: float, cancelled: CancelCheck | None) -> int:
    until = time.monotonic() + patience
    while True:
        if cancelled is not None and cancelled():
            raise Cancelled
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(_LOOK)
        if time.monotonic() > until:
            raise EngineError(_SLOW, name=name)


def _slow_down(number: int) -> None:
    """The window comes first."""
    import psutil

    with contextlib.suppress(psutil.Error, OSError):
        psutil.Process(number).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if hasattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS") else 10)


def _as_wav(ffmpeg: str, sound: Path, kind: str, cancelled: CancelCheck | None) -> Path:
    """Make a recording into the WAV that whisper wants. Its kind is told and only files may be opened: it cannot lead anywhere else."""
    made = sound.with_name("converted.wav")
    reading = ["-nostdin", "-loglevel", "error", "-protocol_whitelist", "file", "-f", _DEMUXERS.get(kind, kind), "-i", str(sound)]
    writing = ["-vn", "-ac", "1", "-ar", str(_RATE), "-c:a", "pcm_s16le", "-t", str(MOST_SECONDS + 1), "-f", "wav", str(made)]
    try:
        run([ffmpeg, *reading, *writing], sound.parent, "ffmpeg", _START_SECONDS, cancelled)
    except NoTranscriber:
        raise
    except EngineError as error:
        raise EngineError(UNREADABLE) from error
    sound.unlink()
    return made


def _seconds(sound: Path) -> float:
    """Return how long a WAV file is, 0 where it does not say so itself."""
    with contextlib.suppress(wave.Error, EOFError), wave.open(str(sound), "rb") as opened:
        return opened.getnframes() / (opened.getframerate() or _RATE)
    return 0.0


def _answer(file: Path) -> str | None:
    """Return what the program wrote, None where it wrote nothing."""
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_TEXT).decode("utf-8", "replace")
    except FileNotFoundError:
        return None


def _language(file: Path) -> str:
    try:
        told = json.loads(_answer(file) or "null")
        return code_of(told["result"]["language"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return "und"


@contextmanager
def working_folder(scratch: Path) -> Iterator[Path]:
    """Make a folder that only this user can enter, in memory where there is a place for it; gone at the end."""
    base = next((Path(place) for place in _MEMORY if place and os.access(place, os.W_OK | os.X_OK)), scratch)
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Remove what processes that are gone have left behind."""
    import psutil

    for left in base.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
