"""An opened store for the stages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import SqliteStore, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """An empty encrypted store."""
    opened = open_store(tmp_path / "profile", bytes(range(32)))
    yield opened
    opened.close()
