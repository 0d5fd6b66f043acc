"""Keeping house: settings, connections, backup, the doctor."""

from pathlib import Path

from app.domain.shop import ShopSettings
from app.domain.views import (
    Check,
    ConnectionRecord,
)
from app.pipeline import know as knowing
from app.pipeline.wiring import Wiring


class Keeping(Wiring):
    """Keeping house: settings, connections, backup, the doctor."""

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the shop's settings."""
        with self._house.store.write() as uow:
            uow.settings.put_shop(settings)
            uow.commit()

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
        return self._house.doctor(self.counts(), self._house.engines.all())

    def close(self) -> None:
        """Release the profile."""
        self._note_connections()
        self._house.engines.close()
        self._house.index.close()
        self._house.store.close()
        self._house.release()
