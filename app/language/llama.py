"""A language model file (GGUF) behind the TextGenerator port, run by llama-cpp-python in a process of its own."""

import time
from collections.abc import Callable, Mapping, Sequence

from app.domain.engines import ModelFile, Speed
from app.domain.errors import EngineError
from app.domain.ports import CancelCheck, Generation, PromptPart
from app.domain.text import N_
from app.language.messages import Ask, Done, Failed, Piece
from app.language.resident import Resident
from app.language.worker import schema_text

SILENCE_SECONDS = 60.0
"""The longest silence between two tokens; reading the prompt may take longer, see _PER_CHARACTER."""
_PER_CHARACTER = 0.1
"""Seconds allowed for each character of the prompt: the slowest laptops read some 6 tokens of 4 characters a second."""

_SILENT = N_("The language model {name} gave no answer for too long and was stopped. Nothing was lost.")
_TOO_LONG = N_("This text is too long for the language model {name}.")
_FAILED = N_("The language model {name} could not make an answer.")

_TRIAL = (
    "A small shop sells bowls, mugs and vases of its own clay and glaze. Parcels leave on the next working day. Whoever wants to bring "
    "something back has thirty days, in its box and unused; the shop pays the money back within a week. "
) * 3
_TRIAL_TOKENS = 24


class LlamaGenerator(Resident):
    """Implements TextGenerator. The worker starts with the first question, and anew after a crash."""

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
        made = self.exchange(ask, lambda: self._answer(ask, on_token, cancelled), cancelled)
        assert isinstance(made, Generation)  # noqa: S101 - tells the type checker
        return made

    def measure(self, cancelled: CancelCheck | None = None) -> Speed:
        """Load the model anew and measure how fast it reads and writes. Raises EngineError, Cancelled."""
        started = time.perf_counter()
        self.describe(cancelled)
        loading = time.perf_counter() - started
        made = self.generate([PromptPart(_TRIAL)], max_tokens=_TRIAL_TOKENS, cancelled=cancelled)
        reading = (made.prompt_tokens - made.reused_tokens) * 1000 / max(made.first_token_ms, 0.01)
        # The first token comes with the reading; a model that stops at once has been measured at nothing but that.
        after = made.total_ms - made.first_token_ms
        writing = (made.tokens - 1) * 1000 / after if made.tokens > 1 and after > 0 else reading
        return Speed(round(reading, 1), round(writing, 1), round(loading, 2))

    def _answer(self, ask: Ask, on_token: Callable[[str], None] | None, cancelled: CancelCheck | None) -> Generation:
        patience = SILENCE_SECONDS + _PER_CHARACTER * sum(len(text) for text, _ in ask.parts)
        while True:
            match self.hear(patience, _SILENT, cancelled):
                case Piece(text):
                    patience = SILENCE_SECONDS
                    if on_token is not None:
                        on_token(text)
                case Done() as done:
                    return Generation(
                        done.text, done.finish, done.prompt_tokens, done.reused_tokens, done.first_token_ms, done.total_ms, done.tokens
                    )
                case Failed(code):
                    raise EngineError(_TOO_LONG if code == "too_long" else _FAILED, name=self.name)


def load_once(file: ModelFile, cancelled: CancelCheck | None = None) -> int:
    """Load a model file in a process of its own and let go of it; returns its context in tokens. Raises EngineError with a sentence that
    says what is wrong."""
    generator = LlamaGenerator(file.path)
    try:
        return generator.describe(cancelled).context
    finally:
        generator.close()
