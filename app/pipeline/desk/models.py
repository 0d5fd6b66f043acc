"""Models: the language engines, which one drafts, what suits this computer, and how it is fed."""

from collections.abc import Callable
from pathlib import Path

from app.domain.engines import Advice, EngineStatus, Offer, OnBattery
from app.domain.ports import CancelCheck, Progress
from app.domain.views import EngineInfo
from app.pipeline import know as knowing
from app.pipeline.finding import embed_all
from app.pipeline.wiring import Wiring


class Models(Wiring):
    """Models: the language engines, which one drafts, what suits this computer, and how it is fed."""

    def engines(self) -> list[EngineInfo]:
        """Return the language engines."""
        return self._house.engines.all()

    def add_engine(self, path: Path, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> EngineInfo:
        """Add a GGUF file: compared with the list of known files, loaded once in a child process. Raises EngineError, Cancelled."""
        return self._house.engines.add(path, progress, cancelled)

    def use_engine(self, name: str, cancelled: CancelCheck | None = None, progress: Progress | None = None) -> EngineInfo:
        """Choose the engine for drafts ("embedded" or a model's name); measured at its first use. An embedding model is chosen for finding
        articles, which are all read anew first. Raises NotFound, EngineError, Cancelled; then everything stays as it was."""
        if self._house.engines.find(name).kind == "embedding":
            self._read_anew(name, cancelled, progress)
        return self._house.engines.use(name, cancelled)

    def _read_anew(self, name: str, cancelled: CancelCheck | None, progress: Progress | None) -> None:
        embedder = self._house.engines.finder_of(name)
        try:
            embed_all(self._house.store, embedder, progress, cancelled)
            self._house.engines.use(name)
        finally:
            # After a failure this brings back the vectors of before.
            embedder.close()
            knowing.reindex(self._know_tools())

    def remove_engine(self, name: str) -> None:
        """Take a model off the list; its file stays where it is. Raises NotFound."""
        found = self._house.engines.finder() == name
        self._house.engines.remove(name)
        if found:
            knowing.reindex(self._know_tools())

    def test_engine(self, on_token: Callable[[str], None] | None = None, cancelled: CancelCheck | None = None) -> dict[str, object]:
        """Measure the chosen engine and let it write a sentence: {name, ok, prompt_tokens_per_second, tokens_per_second, why, ...}."""
        return self._house.engines.test(on_token, cancelled)

    def engine_status(self) -> EngineStatus:
        """Say what the engine in use does now."""
        return self._house.engines.status()

    def engine_advice(self) -> Advice:
        """Say which engine suits this computer, and why."""
        return self._house.engines.advice()

    def set_engine_on_battery(self, choice: OnBattery) -> None:
        """Say what proposals that nobody asked for do on battery power."""
        self._house.engines.choose_on_battery(choice)

    def engine_offers(self) -> list[Offer]:
        """Return the model files that may be downloaded; nothing is asked of the network."""
        return self._house.engines.offers()

    def engine_offer(self, name: str) -> Offer:
        """Return what a download would be: host, size, licence, file. Raises NotFound, EngineError."""
        return self._house.engines.offer(name)

    def download_engine(self, name: str, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> EngineInfo:
        """Download a model file of the list and add it. Only ever called on a person's own word, after the host was shown."""
        return self._house.engines.download(name, progress, cancelled)
