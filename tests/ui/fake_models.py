"""Model files, in memory: part of the fake Counter."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.engines import Advice, EngineStatus, KnownModel, ModelKind, Offer, OnBattery, Option, Speed
from app.domain.errors import Cancelled, EngineError
from app.domain.ports import CancelCheck, Progress
from app.domain.views import EngineInfo

LIGHT = KnownModel(
    "Light-2B", ModelKind.CHAT, "Apache-2.0", "light-2b-q4.gguf", 1_282_000_000, True, "", 1_800_000_000, 2.0, ("nl", "en"),
    "For slow computers.", ("models.example", "files.models.example"), "/light",
)  # fmt: skip
SHOP = EngineInfo(
    "shop-3b-q4", "llama", "/models/shop-3b-q4.gguf", 2_100_000_000, 8192, ("nl", "en"), "ready", "Apache-2.0", "known",
    "Known: shop-3b. It matches the known size and the beginning of the known checksum.", (), Speed(96.0, 11.0, 2.4),
)  # fmt: skip


class FakeModels:
    """The model room of the invented shop: one model, one that may be downloaded."""

    added: list[EngineInfo]
    downloaded: list[str]
    battery: OnBattery
    running: EngineStatus | None

    def engines(self) -> list[EngineInfo]:
        first = EngineInfo(
            "embedded", "embedded", languages=("nl", "en", "de", "fr"), state="in_use" if self._engine == "embedded" else "ready"
        )
        return [first, *(replace(one, state="in_use") if self._engine == one.name else one for one in self.added)]

    def add_engine(self, path: Path, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> EngineInfo:
        if path.suffix != ".gguf":
            raise EngineError("The file {name} is not a language model in the GGUF format.", name=path.name)
        pause = threading.Event()
        while path.stem == "slow" and cancelled and not cancelled():
            pause.wait(0.01)
        if progress:
            progress(100, 100, "Computing the checksum")
        if cancelled and cancelled():
            raise Cancelled
        made = EngineInfo(path.stem, "llama", str(path), 900_000_000, 4096, match="unknown", told="Unknown file: it is not on the list.")
        self.added = [*(one for one in self.added if one.name != made.name), made]
        return made

    def use_engine(self, name: str, cancelled: CancelCheck | None = None, progress: Progress | None = None) -> EngineInfo:
        self._engine = name
        return next(e for e in self.engines() if e.name == name)

    def remove_engine(self, name: str) -> None:
        self.added = [one for one in self.added if one.name != name]
        self._engine = "embedded" if self._engine == name else self._engine

    def test_engine(self, on_token: Callable[[str], None] | None = None, cancelled: CancelCheck | None = None) -> dict[str, object]:
        if on_token:
            for piece in ("A small shop ", "is a fine thing."):
                on_token(piece)
        return {
            "name": self._engine, "ok": True, "prompt_tokens_per_second": 120.0, "tokens_per_second": 14.0, "load_seconds": 2.4,
            "answer_seconds": 21.0, "text": "A small shop is a fine thing.", "why": "",
        }  # fmt: skip

    def engine_status(self) -> EngineStatus:
        return self.running or EngineStatus(self._engine, on_battery=self.battery)

    def engine_advice(self) -> Advice:
        reasons = ("Light-2B takes about 1.8 GB of this computer's 8.1 GB of memory.",)
        return Advice("Light-2B", reasons, (Option(LIGHT, True, 24.0, "Needs about 1.8 GB of memory."),))

    def set_engine_on_battery(self, choice: OnBattery) -> None:
        self.battery = choice

    def engine_offers(self) -> list[Offer]:
        return [Offer(LIGHT, LIGHT.hosts[0], LIGHT.hosts[1:], Path("/models") / LIGHT.file, 0, 90_000_000_000)]

    def download_engine(self, name: str, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> EngineInfo:
        self.downloaded.append(name)
        return self.add_engine(Path("/models") / LIGHT.file, progress, cancelled)
