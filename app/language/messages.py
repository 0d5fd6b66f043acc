"""What the program and the process of a language model say to each other: plain values, small enough for a pipe."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """What a worker is for."""

    TEXT = "text"
    VECTORS = "vectors"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: prompt parts as (text, trusted), a JSON schema as text ("" for free text)."""

    parts: tuple[tuple[str, bool], ...]
    schema: str
    max_tokens: int
    temperature: float


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop what is running; answered by Done with finish cancelled."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where loading is: "imported" once the library is there."""

    name: str


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded. `context` in tokens."""

    name: str
    context: int


@dataclass(frozen=True, slots=True)
class Failed:
    """Something could not be done: not_installed, unusable (the file), too_long (the prompt), or generation."""

    code: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it comes."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The end of an answer; times in milliseconds since the request arrived."""

    text: str
    finish: str
    prompt_tokens: int
    reused_tokens: int
    first_token_ms: float
    total_ms: float
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """The worker lives. Sent every few seconds while it has something to do."""


@dataclass(frozen=True, slots=True)
class AskVectors:
    """A request for the vectors of texts."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of the texts (normalised, 32-bit floats, least significant byte first), in their order; fewer when it was stopped."""

    vectors: tuple[bytes, ...]
