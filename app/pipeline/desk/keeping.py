"""Keeping house: settings, engines, connections, backup, the doctor."""

from pathlib import Path

from app.domain.shop import ShopSettings
from app.domain.views import (
    Check,
    ConnectionRecord,
    EngineInfo,
)
from app.pipeline import know as knowing
from app.pipeline.wiring import Wiring


class Keeping(Wiring):
    """Keeping house: settings, engines, connections, backup, the doctor."""

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the shop's settings."""
        with self._house.store.write() as uow:
            uow.settings.put_shop(settings)
            uow.commit()

    def engines(self) -> list[EngineInfo]:
        """Return the language engines."""
        return self._house.engines.all()

    def add_engine(self, path: Path) -> EngineInfo:
        """Add a GGUF file: checked by loading it in the worker; raises EngineError with a sentence."""
        return self._house.engines.add(path)

    def use_engine(self, name: str) -> EngineInfo:
        """Choose the engine for drafts ("embedded" or a model's name)."""
        return self._house.engines.use(name)

    def test_engine(self) -> dict[str, object]:
        """Run the chosen engine on a small prompt: {name, ok, prompt_tokens_per_second, tokens_per_second, why}."""
        return self._house.engines.test()

    def connections(self, limit: int = 500) -> list[ConnectionRecord]:
        """Return the log of connections, newest first."""
        self._note_connections()
        with self._house.store.read() as reader:
            return reader.connections(limit)

    def backup(self, target: Path, passphrase: str = "") -> None:
        """Write one backup file. With a passphrase it opens on another computer too, without one only where the key is."""
        self._house.backup(target, passphrase)

    def reindex(self) -> dict[str, int]:
        """Make full-text and vector index anew from the database."""
        messages = self._house.store.rebuild_search()
        return {"messages": messages, "passages": knowing.reindex(self._know_tools())}

    def doctor(self) -> list[Check]:
        """Check the whole house."""
        return self._house.doctor(self.counts(), self.engines())

    def close(self) -> None:
        """Release the profile."""
        self._note_connections()
        self._house.engines.close()
        self._house.index.close()
        self._house.store.close()
        self._house.release()
