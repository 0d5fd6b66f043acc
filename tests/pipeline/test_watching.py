"""The watched folder offers what is complete and new, once."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.pipeline.watching import QUIET, Watcher
from app.store import SqliteStore
from tests.pipeline.support import NOW


def recognise(path: Path) -> tuple[str, float]:
    return ("whatsapp", 0.9) if path.suffix == ".txt" else ("", 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exports"
    made.mkdir()
    return made


def saved(folder: Path, name: str, text: str, *, ago: timedelta = timedelta(0)) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    at = (NOW - ago).timestamp()
    os.utime(path, (at, at))
    return path


def names(watcher: Watcher) -> list[str]:
    return [offer.path.name for offer in watcher.offers()]


@pytest.fixture
def watcher(store: SqliteStore, folder: Path) -> Watcher:
    watching = Watcher(store, lambda: NOW, recognise)
    watching.watch(folder)
    return watching


def test_a_file_is_offered_when_it_stands_still(watcher: Watcher, folder: Path) -> None:
    saved(folder, "chat.txt", "half")
    assert names(watcher) == []
    saved(folder, "chat.txt", "half and more")
    assert names(watcher) == []
    assert names(watcher) == ["chat.txt"]
    assert [(o.what, o.size) for o in watcher.offers()] == [("whatsapp", 13)]


def test_what_has_lain_there_for_long_is_offered_at_once_newest_first(watcher: Watcher, folder: Path) -> None:
    saved(folder, "old.txt", "x", ago=2 * QUIET)
    saved(folder, "new.txt", "y", ago=QUIET)
    saved(folder, "picture.jpg", "y", ago=QUIET)
    saved(folder, "empty.txt", "", ago=QUIET)
    saved(folder, "chat.txt.crdownload.part", "y", ago=QUIET)
    (folder / "link.txt").symlink_to(folder / "old.txt")
    assert names(watcher) == ["new.txt", "old.txt"]


def test_what_was_settled_is_offered_again_only_when_it_changes(watcher: Watcher, store: SqliteStore, folder: Path) -> None:
    path = saved(folder, "chat.txt", "one", ago=QUIET)
    watcher.settle(path)
    assert names(watcher) == []
    assert names(Watcher(store, lambda: NOW, recognise)) == [], "another start remembers"
    saved(folder, "chat.txt", "one and two", ago=QUIET)
    assert names(watcher) == ["chat.txt"]


def test_no_folder_offers_nothing(watcher: Watcher, folder: Path) -> None:
    saved(folder, "chat.txt", "one", ago=QUIET)
    watcher.watch(None)
    assert (watcher.folder(), names(watcher)) == (None, [])
    with pytest.raises(BadInput):
        watcher.watch(folder / "not there")
    with pytest.raises(BadInput):
        watcher.settle(folder / "not there.txt")
    watcher.watch(folder)
    (folder / "chat.txt").unlink()
    folder.rmdir()
    assert names(watcher) == []
