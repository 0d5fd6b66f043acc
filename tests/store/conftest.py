"""An opened store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import SqliteStore, open_store

KEY = bytes(range(32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the profile lies."""
    return tmp_path / "profile"


@pytest.fixture
def store(folder: Path) -> Iterator[SqliteStore]:
    """An empty encrypted store."""
    opened = open_store(folder, KEY)
    yield opened
    opened.close()


@pytest.fixture(params=[KEY, None], ids=["encrypted", "plain"])
def either_store(request: pytest.FixtureRequest, folder: Path) -> Iterator[SqliteStore]:
    """An empty store, once encrypted and once in the clear."""
    opened = open_store(folder, request.param)
    yield opened
    opened.close()
