"""Transcribing: voice notes and voicemails written out by an engine of the owner's own, and kept beside the recording."""

from collections.abc import Mapping, Sequence

from app.domain.ports import CancelCheck
from app.domain.transcription import KeptTranscript, TranscriberChoice, TranscriberState
from app.pipeline import transcribe as writing
from app.pipeline.wiring import Wiring


class Transcribing(Wiring):
    """Transcribing: voice notes and voicemails written out by an engine of the owner's own, and kept beside the recording."""

    def transcriber(self) -> TranscriberState:
        """Return which engine was chosen and whether it can work (files are looked at, nothing is loaded)."""
        return writing.state(self._transcribe_tools())

    def set_transcriber(self, choice: TranscriberChoice) -> TranscriberState:
        """Remember which engine writes recordings out. Raises BadInput, with nothing changed, for a model or program that cannot be one."""
        return writing.choose(self._transcribe_tools(), choice)

    def try_transcriber(self, cancelled: CancelCheck | None = None) -> float:
        """Let the chosen engine listen to a moment of silence; returns the seconds that it took. Raises EngineError, Cancelled."""
        return writing.try_out(self._transcribe_tools(), cancelled)

    def transcript(self, attachment_id: int) -> KeptTranscript | None:
        """Return what was written out of a recording, None where nothing was yet."""
        return self.transcripts([attachment_id]).get(attachment_id)

    def transcripts(self, attachment_ids: Sequence[int]) -> Mapping[int, KeptTranscript]:
        """Return what was written out of these recordings, by attachment."""
        with self._house.store.read() as reader:
            return reader.transcripts(attachment_ids)

    def transcribe(
        self, attachment_id: int, cancelled: CancelCheck | None = None, *, language: str = "", again: bool = False
    ) -> KeptTranscript:
        """Write a recording out and keep it; the kept one when there is one and not `again`. `language`: ISO 639-1, "" lets the model find
        out. Raises NotFound, BadInput (no recording), EngineError, Cancelled."""
        return writing.transcribe(self._transcribe_tools(), attachment_id, cancelled, language=language, again=again)

    def forget_transcript(self, attachment_id: int) -> None:
        """Forget what was written out of a recording (the recording stays)."""
        with self._house.store.write() as uow:
            uow.transcripts.remove(attachment_id)
            uow.commit()

    def _transcribe_tools(self) -> writing.TranscribeTools:
        return writing.TranscribeTools(self._house.store, self._house.transcribers, self._house.clock)
