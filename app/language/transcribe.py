"""The engines that write recordings out, made of what the owner chose: files are looked at before anything is started."""

import os
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.text import N_
from app.domain.transcription import NoTranscriber, Transcriber, TranscriberChoice, TranscriberKind
from app.language.whisper_library import LIBRARY, LIBRARY_MISSING, LibraryTranscriber
from app.language.whisper_program import ProgramTranscriber

_NOT_THERE = N_("There is no {name} (any more); choose it again.")
_NO_FOLDER = N_("{name} is not a folder: faster-whisper wants the folder that its model lies in.")
_NOT_WHOLE = N_("The folder {name} is no whole speech model for faster-whisper: it lacks {files}, and nothing is downloaded.")
_NO_MODEL = N_("The file {name} is not a speech model for whisper.cpp (ggml).")
_NO_PROGRAM = N_("The file {name} is not a program that can be started.")
_WANTED = ("model.bin", "config.json", "tokenizer.json")
"""Without its own tokenizer.json the library would fetch one."""
_VOCABULARY = ("vocabulary.json", "vocabulary.txt")
_GGML = b"lmgg"
"""The number 0x67676d6c, lowest byte first."""

Trouble = tuple[str, dict[str, object]]


def available() -> bool:
    """Whether faster-whisper can be imported (it is not imported here)."""
    return find_spec(LIBRARY) is not None


class TranscriptionRoom:
    """Implements TranscriberRoom. `scratch`: where a working copy goes when the system has no place in memory; `shut` closes the network
    of a worker process (a function of a module). Recordings are written out one after the other."""

    def __init__(self, scratch: Path, shut: Callable[[], None]) -> None:
        self._scratch, self._shut = scratch, shut
        self._turn = threading.Lock()

    def sound(self, choice: TranscriberChoice) -> TranscriberChoice:
        """Return the choice with whole paths. Raises BadInput with a sentence for a model or program that cannot be one."""
        whole = TranscriberChoice(choice.kind, _whole(choice.model), _whole(choice.program))
        trouble = _trouble(whole)
        if trouble:
            raise BadInput(trouble[0], **trouble[1])
        return whole

    def check(self, choice: TranscriberChoice) -> None:
        """Raise NoTranscriber with a sentence when the choice cannot work now; looks at files only, loads nothing."""
        if choice.kind is TranscriberKind.NONE:
            raise NoTranscriber
        trouble = _trouble(choice)
        if trouble:
            raise NoTranscriber(trouble[0], **trouble[1])
        if choice.kind is TranscriberKind.FASTER_WHISPER and not available():
            raise NoTranscriber(LIBRARY_MISSING)

    def transcriber(self, choice: TranscriberChoice) -> Transcriber:
        """Return the transcriber. Raises NoTranscriber."""
        self.check(choice)
        if choice.kind is TranscriberKind.FASTER_WHISPER:
            return LibraryTranscriber(Path(choice.model), self._shut, self._turn)
        return ProgramTranscriber(Path(choice.program), Path(choice.model), self._scratch, self._turn)


def _whole(path: str) -> str:
    return str(Path(path).expanduser().resolve()) if path else ""


def _trouble(choice: TranscriberChoice) -> Trouble | None:
    """Return what is wrong with the files of a choice, None where nothing is."""
    match choice.kind:
        case TranscriberKind.FASTER_WHISPER:
            return _of_folder(Path(choice.model), choice.model)
        case TranscriberKind.WHISPER_CPP:
            return _of_program(Path(choice.program), choice.program) or _of_file(Path(choice.model), choice.model)
    return None


def _of_folder(folder: Path, told: str) -> Trouble | None:
    if not told or not folder.exists():
        return _NOT_THERE, {"name": told or "-"}
    if not folder.is_dir():
        return _NO_FOLDER, {"name": folder.name}
    missing = [name for name in _WANTED if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in _VOCABULARY):
        missing.append(_VOCABULARY[0])
    return (_NOT_WHOLE, {"name": folder.name, "files": ", ".join(missing)}) if missing else None


def _of_file(file: Path, told: str) -> Trouble | None:
    try:
        with file.open("rb") as opened:
            head = opened.read(len(_GGML))
    except OSError:
        return _NOT_THERE, {"name": told or "-"}
    return None if head == _GGML else (_NO_MODEL, {"name": file.name})


def _of_program(program: Path, told: str) -> Trouble | None:
    if not told or not program.exists():
        return _NOT_THERE, {"name": told or "-"}
    return None if program.is_file() and os.access(program, os.X_OK) else (_NO_PROGRAM, {"name": program.name})
