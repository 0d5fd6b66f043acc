"""An embedding model (GGUF) behind the Embedder port, run by llama-cpp-python in a process of its own."""

import math
from array import array
from collections.abc import Sequence
from pathlib import Path

from app.domain.errors import EngineError
from app.domain.knowledge import Vector
from app.domain.ports import CancelCheck
from app.domain.text import N_
from app.language.messages import AskVectors, Failed, Mode, Vectors
from app.language.resident import Resident

_CONTEXT = 1024
"""Tokens of a text that are read; passages are cut shorter than that."""
_AT_ONCE = 16
"""Texts in one request: small enough to stop between them."""
_SECONDS = 120.0
_SILENT = N_("The embedding model {name} gave no answer for too long and was stopped. Nothing was lost.")
_FAILED = N_("The embedding model {name} could not read a text.")


class LlamaEmbedder(Resident):
    """Implements Embedder. `checksum` (of the file) makes the scheme, so that vectors of another file are never compared with these;
    `prefixes` stand before a question and before a passage."""

    mode = Mode.VECTORS

    def __init__(self, path: Path, checksum: str, prefixes: tuple[str, str] = ("", ""), *, threads: int | None = None) -> None:
        super().__init__(path, context=_CONTEXT, threads=threads)
        self._prefixes = prefixes
        self.scheme = f"gguf-{checksum[:16]}"
        self.dimensions = 0
        """The numbers of a vector; 0 until the first text was read."""

    def embed(self, texts: Sequence[str], language: str = "und") -> list[Vector]:
        """Return one normalised vector per passage. Raises EngineError."""
        return self._vectors([self._prefixes[1] + text for text in texts])

    def embed_question(self, text: str, language: str = "und") -> Vector:
        """Return the vector of a question, with the prefix that the model wants before one. Raises EngineError."""
        return self._vectors([self._prefixes[0] + text])[0]

    @classmethod
    def load_once(cls, path: Path, cancelled: CancelCheck | None = None) -> int:
        """Load a file in a process of its own, make one vector, and let go of it; returns its context in tokens. Raises EngineError."""
        embedder = cls(path, "")
        try:
            context = embedder.describe(cancelled).context
            embedder.embed(["?"])
        finally:
            embedder.close()
        return context

    def _vectors(self, texts: Sequence[str], cancelled: CancelCheck | None = None) -> list[Vector]:
        made: list[Vector] = []
        for start in range(0, len(texts), _AT_ONCE):
            part = tuple(texts[start : start + _AT_ONCE])
            answer = self.exchange(AskVectors(part), lambda: self.hear(_SECONDS, _SILENT, cancelled), cancelled)
            if isinstance(answer, Failed) or not isinstance(answer, Vectors) or len(answer.vectors) != len(part):
                raise EngineError(_FAILED, name=self.name)
            made += [self._sound(vector) for vector in answer.vectors]
        return made

    def _sound(self, vector: Vector) -> Vector:
        """Return the vector when it is one: of the same dimensions as all others, without a number that is none."""
        numbers = array("f", vector)
        self.dimensions = self.dimensions or len(numbers)
        if len(numbers) != self.dimensions or not all(map(math.isfinite, numbers)):
            raise EngineError(_FAILED, name=self.name)
        return vector
