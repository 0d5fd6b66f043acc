"""Transcription: what is said in a voice note or voicemail, written out on this computer by a model that the owner points to.

There is no engine by default and nothing is ever downloaded. What comes of it is a machine's hearing, and is shown as that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from app.domain.errors import EngineError
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.domain.views import AttachmentView

LONGEST = 64 * 1024 * 1024
"""Bytes of the largest recording that is written out: some eight hours of a voice note, six minutes of the loudest uncompressed sound."""
_SUFFIXES = frozenset((".aac", ".amr", ".caf", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".spx", ".wav", ".weba", ".wma"))
_UNTOLD = ("", "application/octet-stream", "application/ogg")


def is_audio(name: str, media_type: str) -> bool:
    """Whether an attachment is a sound recording: its media type says so, or its name where the type says nothing."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind.startswith("audio/") or (kind in _UNTOLD and PurePath(name).suffix.lower() in _SUFFIXES)


class TranscriberKind(StrEnum):
    """What writes recordings out: nothing, the library faster-whisper, or the program of whisper.cpp."""

    NONE = "none"
    FASTER_WHISPER = "faster_whisper"
    WHISPER_CPP = "whisper_cpp"


@dataclass(frozen=True, slots=True)
class TranscriberChoice:
    """What the owner chose. `model`: a folder (faster-whisper) or a file (whisper.cpp); `program`: the executable (whisper.cpp)."""

    kind: TranscriberKind = TranscriberKind.NONE
    model: str = ""
    program: str = ""


NOT_CHOSEN = TranscriberChoice()


@dataclass(frozen=True, slots=True)
class TranscriberState:
    """What was chosen and whether it can work; `told` is the sentence that says so, to be translated by the edge."""

    choice: TranscriberChoice
    ready: bool
    told: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a machine heard. `text` is "" where nobody speaks; `language` ISO 639-1, "und" where unknown; `seconds` of the recording, 0
    where unknown; `engine` names the model."""

    text: str
    language: str = "und"
    seconds: float = 0.0
    engine: str = ""


@dataclass(frozen=True, slots=True)
class KeptTranscript:
    """The transcript of an attachment as it is kept."""

    attachment_id: int
    transcript: Transcript
    at: datetime


class NoTranscriber(EngineError):
    """Nothing here can write recordings out."""

    default = N_("No model that writes out speech is set up; recordings are kept and can be played.")


class Transcriber(Protocol):
    """Writes a recording out. It never connects to anything."""

    @property
    def name(self) -> str:
        """What the model is called."""

    def transcribe(self, content: bytes, *, language: str = "", cancelled: CancelCheck | None = None) -> Transcript:
        """Return what is said. `language`: ISO 639-1 where it is known, "" lets the model find out.

        Raises EngineError with a sentence (nothing to read, too large, no sound in it, the engine failed or took too long), NoTranscriber
        (no library, no model), Cancelled.
        """


class TranscriberRoom(Protocol):
    """Makes transcribers of what the owner chose."""

    def sound(self, choice: TranscriberChoice) -> TranscriberChoice:
        """Return the choice with whole paths. Raises BadInput with a sentence for a model or program that cannot be one."""

    def check(self, choice: TranscriberChoice) -> None:
        """Raise NoTranscriber with a sentence when the choice cannot work now; looks at files only, loads nothing."""

    def transcriber(self, choice: TranscriberChoice) -> Transcriber:
        """Return the transcriber. Raises NoTranscriber."""


class TranscriptRepository(Protocol):
    """Transcripts of attachments; they go when the attachment goes."""

    def put(self, kept: KeptTranscript) -> None:
        """Keep a transcript in place of an earlier one, and let search find its words. Raises NotFound when the attachment is gone."""

    def remove(self, attachment_id: int) -> None:
        """Forget a transcript; nothing happens where there is none."""


class TranscriptReader(Protocol):
    """Read models of transcripts."""

    def attached(self, attachment_id: int) -> AttachmentView:
        """Return what is known of an attachment. Raises NotFound."""

    def transcripts(self, attachment_ids: Sequence[int]) -> Mapping[int, KeptTranscript]:
        """Return the kept transcripts, by attachment."""
