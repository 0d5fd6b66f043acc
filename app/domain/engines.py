"""Model files: what is known of them, what a file turns out to be, how fast it is here, and which suits a computer."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.ports import CancelCheck, Embedder, Progress, TextGenerator

READING_TOKENS, NEW_TOKENS, WRITING_TOKENS = 2_000, 800, 200
"""A usual answer: so many tokens of rules, passages and mail; so many of them new where the rules are still in memory; so many written."""


class ModelKind(StrEnum):
    """What a model file is for."""

    CHAT = "chat"
    EMBEDDING = "embedding"


class Match(StrEnum):
    """How a file compares with the list. KNOWN: size and checksum agree, as far as the list has them; LIKELY: only the size can be
    compared, and agrees; ALTERED: it looks like a model of the list but is not the same file; UNKNOWN: not on the list."""

    KNOWN = "known"
    LIKELY = "likely"
    ALTERED = "altered"
    UNKNOWN = "unknown"


class OnBattery(StrEnum):
    """What proposals that nobody asked for do on battery power: wait, come from the embedded engine, or go on as on mains power."""

    PAUSE = "pause"
    EMBEDDED = "embedded"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model file of the list. `size` in bytes, exact or rounded; `sha256` the beginning of its checksum as far as it is known ("" when it
    is not); `memory` in bytes at 4,096 tokens; `billions` of parameters; `hosts`: where it comes from, first the one that is asked, then
    those it may hand on to; `path` there ("" when the file is not offered for download)."""

    name: str
    kind: ModelKind
    licence: str
    file: str
    size: int
    exact: bool
    sha256: str
    memory: int
    billions: float
    languages: tuple[str, ...]
    note: str = ""
    hosts: tuple[str, ...] = ()
    path: str = ""
    query_prefix: str = ""
    passage_prefix: str = ""


@dataclass(frozen=True, slots=True)
class ModelHeader:
    """What the beginning of a GGUF file says. `kv_bytes` is what one token of context takes with 16-bit keys and values; `recurrent`: its
    memory cannot be cut back, so that nothing of an earlier prompt is used again."""

    architecture: str
    name: str = ""
    context: int = 0
    layers: int = 0
    kv_bytes: int = 0
    vocabulary: int = 0
    recurrent: bool = False
    embedding: bool = False
    template: bool = False


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file looked at without loading it. `told` and `warnings` are sentences (see `app.domain.text`)."""

    path: Path
    size: int
    sha256: str
    header: ModelHeader
    match: Match
    told: str
    model: KnownModel | None = None
    warnings: tuple[str, ...] = ()

    @property
    def kind(self) -> ModelKind:
        """What it is for."""
        return ModelKind.EMBEDDING if self.header.embedding else ModelKind.CHAT


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured on this computer: tokens a second, read and written, and seconds to load."""

    reading: float
    writing: float
    loading: float

    @property
    def first_answer(self) -> float:
        """Seconds for the first answer after loading."""
        return READING_TOKENS / max(self.reading, 0.01) + WRITING_TOKENS / max(self.writing, 0.01)

    @property
    def next_answer(self) -> float:
        """Seconds for every other answer, when the rules are in memory already."""
        return NEW_TOKENS / max(self.reading, 0.01) + WRITING_TOKENS / max(self.writing, 0.01)


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer: memory in bytes, cores of the processor, AVX2 (None: nobody could tell), gigabytes a second that memory gives (0: not
    measured)."""

    memory: int
    cores: int
    avx2: bool | None = None
    processor: str = ""
    bandwidth: float = 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """A model of the list on a computer: whether it fits, seconds for an answer as estimated, and why (a sentence)."""

    model: KnownModel
    fits: bool
    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Which engine suits a computer: the name of a model, or "embedded"; the reasons; all models that were weighed."""

    name: str
    reasons: tuple[str, ...]
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What the engine in use does now: `loaded`: its worker runs; `trouble`: a sentence when it failed, else ""; `battery`: whether the
    computer runs on its battery (None: unknown); `on_battery`: what proposals that nobody asked for do then."""

    name: str
    loaded: bool = False
    trouble: str = ""
    battery: bool | None = None
    on_battery: OnBattery = OnBattery.EMBEDDED


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that may be downloaded, as it is shown before anything is asked of the network. `done` bytes lie here already."""

    model: KnownModel
    host: str
    other_hosts: tuple[str, ...]
    target: Path
    done: int
    free: int


class ModelGenerator(TextGenerator, Protocol):
    """A generator whose worker can rest and can be in trouble."""

    @property
    def loaded(self) -> bool:
        """Whether the worker runs."""

    @property
    def trouble(self) -> str:
        """The sentence of its last failure, "" after an answer."""

    def measure(self, cancelled: CancelCheck | None = None) -> Speed:
        """Load it anew and measure how fast it reads and writes. Raises EngineError."""


class ModelEmbedder(Embedder, Protocol):
    """An embedder whose worker can be let go."""

    def close(self) -> None:
        """Stop the worker."""


class ModelRoom(Protocol):
    """What the pipeline asks of the room where model files are read and run."""

    known: Sequence[KnownModel]

    def inspect(self, path: Path, checksum: str = "", progress: Progress | None = None, cancelled: CancelCheck | None = None) -> ModelFile:
        """Say what a file is, without loading it; computes the checksum when it is not given. Raises EngineError for a bogus file."""

    def load_once(self, file: ModelFile, cancelled: CancelCheck | None = None) -> int:
        """Load a file in a process of its own and let go of it; returns its context in tokens. Raises EngineError, Cancelled."""

    def generator(self, path: Path) -> ModelGenerator:
        """Return a generator; its worker starts with the first question."""

    def embedder(self, path: Path, checksum: str, prefixes: tuple[str, str]) -> ModelEmbedder:
        """Return an embedder over a model file; its worker starts with the first text."""

    def prefixes(self, file: ModelFile) -> tuple[str, str]:
        """Return what an embedding model wants before a question and before a passage."""

    def machine(self) -> Machine:
        """Look at this computer (a tenth of a second)."""

    def advise(self, machine: Machine) -> Advice:
        """Say which model suits a computer."""

    def offer(self, model: KnownModel) -> Offer:
        """Say what a download would be. Raises EngineError when the list has no place to get it from."""

    def download(self, offer: Offer, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> Path:
        """Fetch the file; goes on where an earlier try stopped. Raises EngineError, StorageFull, Cancelled."""
