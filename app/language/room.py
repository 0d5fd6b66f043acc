"""The room where model files are read and run, as the pipeline sees it (`app.domain.engines.ModelRoom`)."""

from collections.abc import Sequence
from pathlib import Path

from app.domain.engines import Advice, KnownModel, Machine, ModelEmbedder, ModelFile, ModelGenerator, Offer
from app.domain.ports import CancelCheck, Progress
from app.language import download as downloading
from app.language.known_models import KNOWN
from app.language.llama import LlamaGenerator, load_once
from app.language.llama_embed import LlamaEmbedder
from app.language.machine import this_machine
from app.language.model_file import inspect, known_prefixes
from app.language.recommend import recommend


class LanguageRoom:
    """Implements ModelRoom. `folder` is where downloads go; `permit` opens the way to a download's hosts while it runs."""

    def __init__(self, folder: Path, permit: downloading.Permit) -> None:
        self.known: Sequence[KnownModel] = KNOWN
        self._folder, self._permit = folder, permit

    def inspect(self, path: Path, checksum: str = "", progress: Progress | None = None, cancelled: CancelCheck | None = None) -> ModelFile:
        """Say what a file is, without loading it. Raises EngineError, Cancelled."""
        return inspect(path, checksum, progress, cancelled)

    def load_once(self, file: ModelFile, cancelled: CancelCheck | None = None) -> int:
        """Load a file in a process of its own and let go of it; returns its context in tokens. Raises EngineError."""
        if file.header.embedding:
            return LlamaEmbedder.load_once(file.path, cancelled)
        return load_once(file, cancelled)

    def generator(self, path: Path) -> ModelGenerator:
        """Return a generator; its worker starts with the first question."""
        return LlamaGenerator(path)

    def embedder(self, path: Path, checksum: str, prefixes: tuple[str, str]) -> ModelEmbedder:
        """Return an embedder over a model file; its worker starts with the first text."""
        return LlamaEmbedder(path, checksum, prefixes)

    def prefixes(self, file: ModelFile) -> tuple[str, str]:
        """Return what an embedding model wants before a question and before a passage."""
        return known_prefixes(file)

    def machine(self) -> Machine:
        """Look at this computer."""
        return this_machine()

    def advise(self, machine: Machine) -> Advice:
        """Say which model suits a computer."""
        return recommend(machine, KNOWN)

    def offer(self, model: KnownModel) -> Offer:
        """Say what a download would be. Raises EngineError."""
        return downloading.make_offer(model, self._folder)

    def download(self, offer: Offer, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> Path:
        """Fetch the file. Raises EngineError, StorageFull, Cancelled."""
        return downloading.download(offer, self._permit, progress, cancelled)
