"""A model room without models: files are what their first line says, and nothing is loaded."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.engines import (
    Advice,
    KnownModel,
    Machine,
    Match,
    ModelFile,
    ModelHeader,
    ModelKind,
    Offer,
    Speed,
)
from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck, Embedder, Progress
from tests.fakes_language import FakeGenerator

LISTED = KnownModel(
    "Light-2B", ModelKind.CHAT, "Apache-2.0", "light.gguf", 5, True, "", 1000, 2.0, ("nl", "en"), "", ("models.example",), "/light.gguf"
)  # fmt: skip


class FakeModel(FakeGenerator):
    """A generator that can be measured and can be in trouble."""

    def __init__(self, name: str) -> None:
        super().__init__("A fine small shop.", name)
        self.loaded = True
        self.trouble = ""
        self.measured = 0

    def measure(self, cancelled: CancelCheck | None = None) -> Speed:
        self.measured += 1
        return Speed(100.0, 10.0, 2.0)


class LetterEmbedder:
    """Counts letters; its scheme is the file's checksum."""

    dimensions = 4

    def __init__(self, path: Path, checksum: str) -> None:
        self.path, self.scheme = path, f"gguf-{checksum[:16]}"
        self.closed = False

    def embed(self, texts: Sequence[str], language: str = "und") -> list[bytes]:
        if not self.path.exists():
            raise EngineError("gone")
        import numpy as np

        rows = [np.array([1 + text.count(letter) for letter in "aeio"], dtype="<f4") for text in texts]
        return [(row / np.linalg.norm(row)).tobytes() for row in rows]

    def embed_question(self, text: str, language: str = "und") -> bytes:
        return self.embed([text], language)[0]

    def close(self) -> None:
        self.closed = True


class FakeRoom:
    """Implements ModelRoom. A file that begins with "bad" is refused, one with "vectors" embeds; checksums are counted."""

    known = (LISTED,)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.summed: list[Path] = []
        self.made: list[FakeModel] = []
        self.fetched: list[str] = []

    def inspect(self, path: Path, checksum: str = "", progress: Progress | None = None, cancelled: CancelCheck | None = None) -> ModelFile:
        if not path.exists() or path.read_text().startswith("bad"):
            raise EngineError("{name} is no model.", name=path.name)
        if cancelled is not None and cancelled():
            raise Cancelled
        if not checksum:
            self.summed.append(path)
        embeds = path.read_text().startswith("vectors")
        model = LISTED if path.name == LISTED.file else None
        header = ModelHeader("bert" if embeds else "llama", embedding=embeds)
        match = Match.LIKELY if model else Match.UNKNOWN
        return ModelFile(path, path.stat().st_size, checksum or "ab" * 32, header, match, match.value, model, ("a warning",))

    def load_once(self, file: ModelFile, cancelled: CancelCheck | None = None) -> int:
        return 2048

    def generator(self, path: Path) -> FakeModel:
        self.made.append(FakeModel(path.stem))
        return self.made[-1]

    def embedder(self, path: Path, checksum: str, prefixes: tuple[str, str]) -> Embedder:
        return LetterEmbedder(path, checksum)

    def prefixes(self, file: ModelFile) -> tuple[str, str]:
        return "", ""

    def machine(self) -> Machine:
        return Machine(8_000_000_000, 4)

    def advise(self, machine: Machine) -> Advice:
        return Advice(LISTED.name, (f"{machine.cores} cores",))

    def offer(self, model: KnownModel) -> Offer:
        return Offer(model, model.hosts[0], model.hosts[1:], self.folder / model.file, 0, 1_000_000_000)

    def download(self, offer: Offer, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> Path:
        self.fetched.append(offer.host)
        offer.target.write_text("light")
        return offer.target
