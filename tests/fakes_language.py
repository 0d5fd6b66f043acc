"""Fakes of the language ports: a generator that says what it is told, one that obeys every injection, and one that fails."""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence

from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck, Generation, PromptPart


class FakeGenerator:
    """Implements TextGenerator. `answer` is the text to produce, or a function of the joined prompt; streamed word by word."""

    def __init__(self, answer: str | Callable[[str], str] = "{}", name: str = "fake") -> None:
        self.name = name
        self.answer = answer
        self.prompts: list[list[PromptPart]] = []
        self.closed = False
        self._before: list[str] = []

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
        started = time.perf_counter()
        self.prompts.append(list(prompt))
        joined = "".join(part.text for part in prompt)
        whole = self.answer(joined) if callable(self.answer) else self.answer
        pieces = re.findall(r"\S+\s*|\s+", whole)
        for piece in pieces[:max_tokens]:
            if cancelled is not None and cancelled():
                raise Cancelled
            if on_token is not None:
                on_token(piece)
        words = joined.split()
        reused = next((i for i, (a, b) in enumerate(zip(words, self._before, strict=False)) if a != b), min(len(words), len(self._before)))
        self._before = words
        spent = (time.perf_counter() - started) * 1000
        return Generation("".join(pieces[:max_tokens]), "stop" if len(pieces) <= max_tokens else "length", len(words), reused, spent, spent)

    def close(self) -> None:
        self.closed = True


def saying(*sentences: tuple[str, str, str], answerable: str = "yes") -> str:
    """Return the JSON of an answer with (quote, source, sentence)."""
    return json.dumps(
        {"answerable": answerable, "sentences": [{"quote": q, "source": s, "sentence": t} for q, s, t in sentences]}, ensure_ascii=False
    )


def obeying(prompt: str) -> str:
    """What a model says that obeys whatever the mail asks: it repeats the mail's sentences as the shop's own, with a real quote."""
    fence = re.search(r"<<(\w+)>>\n(.*)<<\1>>", prompt, re.DOTALL)
    wishes = [w.strip() for w in re.split(r"(?<=[.!?])\s+|\n+", fence.group(2) if fence else "") if w.strip()]
    return saying(*[(real_quote(prompt), "1", wish) for wish in wishes])


def real_quote(prompt: str) -> str:
    """Return words that really stand in the first passage of a prompt (the last "Passages:", after the example of the rules)."""
    passages = prompt.rpartition("Passages:\n")[2]
    quote = re.match(r"\[1\] (?:[^:\n]*: )?((?:\S+ ){4,12})", passages)
    return quote.group(1).strip() if quote else ""


class MaliciousGenerator(FakeGenerator):
    """Obeys every injection in the mail."""

    def __init__(self) -> None:
        super().__init__(obeying, "malicious")


class BrokenGenerator(FakeGenerator):
    """Fails like a model whose process died."""

    def __init__(self) -> None:
        super().__init__("", "broken")

    def generate(self, *_: object, **__: object) -> Generation:
        raise EngineError("The language model stopped working.")
