"""Recordings of the invented shop, and an engine that writes them out (or is not there)."""

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.domain.errors import BadInput, Cancelled, EngineError
from app.domain.transcription import NOT_CHOSEN, KeptTranscript, TranscriberChoice, TranscriberKind, TranscriberState, Transcript

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Hearing:
    """What the engine of the invented shop does."""

    chosen: TranscriberChoice = NOT_CHOSEN
    ready: bool = False
    says: str = "Hoi, met Loes. Is de kom nog heel?"
    fails: bool = False
    kept: dict[int, KeptTranscript] = field(default_factory=dict)
    began: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    stopped: bool = False


class FakeTranscribing:
    """Writing recordings out, in the invented shop."""

    hearing: Hearing

    def begin_transcribing(self) -> None:
        """Forget all that was heard."""
        self.hearing = Hearing()
        self.hearing.go_on.set()

    def transcriber(self) -> TranscriberState:
        chosen = self.hearing.chosen
        return TranscriberState(chosen, self.hearing.ready or chosen.kind is not TranscriberKind.NONE, "Told by the engine.")

    def set_transcriber(self, choice: TranscriberChoice) -> TranscriberState:
        if "broken" in choice.model:
            raise BadInput("This is no model.")
        self.hearing.chosen = choice
        return self.transcriber()

    def try_transcriber(self, cancelled=None) -> float:
        self.hearing.began.set()
        self.hearing.go_on.wait(5)
        if cancelled and cancelled():
            self.hearing.stopped = True
            raise Cancelled("Stopped.")
        if self.hearing.fails:
            raise EngineError("The engine stopped; the recording is kept. Try again.")
        return 1.26

    def _heard(self, messages):
        """Return messages with what was written out of their recordings."""
        kept = self.hearing.kept
        files = {m.id: tuple(replace(a, heard=kept[a.id].transcript) if a.id in kept else a for a in m.attachments) for m in messages}
        return tuple(replace(message, attachments=files[message.id]) for message in messages)

    def transcript(self, attachment_id: int) -> KeptTranscript | None:
        return self.hearing.kept.get(attachment_id)

    def transcripts(self, attachment_ids):
        return {one: self.hearing.kept[one] for one in attachment_ids if one in self.hearing.kept}

    def transcribe(self, attachment_id, cancelled=None, *, language="", again=False):
        self.hearing.began.set()
        self.hearing.go_on.wait(5)
        if cancelled and cancelled():
            self.hearing.stopped = True
            raise Cancelled("Stopped.")
        if self.hearing.fails:
            raise EngineError("The engine stopped; the recording is kept. Try again.")
        self.hearing.kept[attachment_id] = KeptTranscript(attachment_id, Transcript(self.hearing.says, "nl", 4.0, "whisper small"), AT)
        return self.hearing.kept[attachment_id]
