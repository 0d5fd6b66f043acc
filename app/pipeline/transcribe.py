"""Writing recordings out: with the engine that the owner chose, once, and kept beside the recording."""

import wave
from dataclasses import asdict, dataclass
from io import BytesIO

from app.domain.errors import BadInput
from app.domain.ports import CancelCheck, Clock
from app.domain.store_ports import Store
from app.domain.text import N_
from app.domain.transcription import (
    NOT_CHOSEN,
    KeptTranscript,
    NoTranscriber,
    TranscriberChoice,
    TranscriberKind,
    TranscriberRoom,
    TranscriberState,
    is_audio,
)

READY = N_("Recordings can be written out on this computer; nothing of them leaves it.")
NO_RECORDING = N_("This attachment is not a recording, so there is nothing to write out.")
_SETTING = "transcriber"
_RATE, _SECONDS = 16_000, 2
"""Of the silence that an engine is tried with; whisper.cpp reads nothing shorter than a second."""


@dataclass(frozen=True, slots=True)
class TranscribeTools:
    """What the stage works with."""

    store: Store
    room: TranscriberRoom
    clock: Clock


def state(tools: TranscribeTools) -> TranscriberState:
    """Return what was chosen and whether it can work now."""
    choice = chosen(tools.store)
    try:
        tools.room.check(choice)
    except NoTranscriber as error:
        return TranscriberState(choice, ready=False, told=error.told)
    return TranscriberState(choice, ready=True, told=READY)


def choose(tools: TranscribeTools, choice: TranscriberChoice) -> TranscriberState:
    """Remember a choice. Raises BadInput, with nothing changed, for a model or program that cannot be one."""
    kept = tools.room.sound(choice)
    with tools.store.write() as uow:
        uow.settings.put(_SETTING, asdict(kept) if kept.kind is not TranscriberKind.NONE else None)
        uow.commit()
    return state(tools)


def try_out(tools: TranscribeTools, cancelled: CancelCheck | None = None) -> float:
    """Let the chosen engine listen to a moment of silence; returns the seconds that it took. Raises EngineError, Cancelled."""
    engine = tools.room.transcriber(chosen(tools.store))
    began = tools.clock()
    engine.transcribe(_silence(), cancelled=cancelled)
    return (tools.clock() - began).total_seconds()


def _silence() -> bytes:
    """Return a recording in which nothing is heard."""
    made = BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE)
        sound.writeframes(bytes(2 * _RATE * _SECONDS))
    return made.getvalue()


def chosen(store: Store) -> TranscriberChoice:
    """Return what the owner chose."""
    with store.read() as reader:
        value = reader.setting(_SETTING)
    if not isinstance(value, dict) or value.get("kind") not in list(TranscriberKind):
        return NOT_CHOSEN
    return TranscriberChoice(TranscriberKind(value["kind"]), str(value.get("model", "")), str(value.get("program", "")))


def transcribe(
    tools: TranscribeTools, attachment_id: int, cancelled: CancelCheck | None = None, *, language: str = "", again: bool = False
) -> KeptTranscript:
    """Write a recording out and keep it; the kept one when there is one and not `again`.

    Nothing is locked while the engine listens. Raises NotFound, BadInput, EngineError, Cancelled.
    """
    with tools.store.read() as reader:
        file = reader.attached(attachment_id)
        kept = reader.transcripts([attachment_id]).get(attachment_id)
        if kept is not None and not again:
            return kept
        if not is_audio(file.name, file.media_type):
            raise BadInput(NO_RECORDING)
        content = reader.attachment(attachment_id)
    engine = tools.room.transcriber(chosen(tools.store))
    made = KeptTranscript(attachment_id, engine.transcribe(content, language=language, cancelled=cancelled), tools.clock())
    with tools.store.write() as uow:
        uow.transcripts.put(made)
        uow.commit()
    return made
