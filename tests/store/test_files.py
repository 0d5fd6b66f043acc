"""Attachments on their way to the disk, beside the transaction that names them."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.domain.errors import StorageFull
from app.domain.message import Attachment
from app.store import SqliteStore
from app.store.files import Files
from tests.store.builders import conversation, incoming, keep


def attached(content: bytes) -> Attachment:
    return Attachment("bon.pdf", "application/pdf", len(content), hashlib.sha256(content).hexdigest(), content=content)


def keep_five(store: SqliteStore) -> None:
    with store.write() as uow:
        keep(uow, conversation(uow), *(incoming(attachments=(attached(b"%d" % n),)) for n in range(5)))
        uow.commit()


def on_disk(folder: Path) -> list[Path]:
    return [path for path in (folder / "attachments").rglob("*") if path.is_file()]


def test_files_and_their_folders_are_synced_before_the_rows_commit(
    store: SqliteStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, commit = os.fsync, Connection.commit

    def noting_sync(handle: int) -> None:
        sync(handle)
        steps.append("folder" if os.path.isdir(handle) else "file")  # noqa: PTH112 - an open handle has no Path

    def noting_commit(connection: Connection) -> None:
        steps.append(f"commit {len(on_disk(folder))}")
        commit(connection)

    monkeypatch.setattr("app.store.files.os.fsync", noting_sync)
    monkeypatch.setattr(Connection, "commit", noting_commit)
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, *(incoming(attachments=(attached(b"%d" % n), attached(b"twice"))) for n in range(20)))
        uow.commit()
    assert steps[-1] == "commit 21"
    assert sorted(steps[:-1]) == ["file"] * 21 + ["folder"] * 21
    assert not [path for path in on_disk(folder) if path.suffix]


def test_one_file_without_room_keeps_the_whole_batch_from_committing(
    store: SqliteStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Files.write

    def full(files: Files, sha256: str, content: bytes) -> None:
        if content == b"3":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(files, sha256, content)

    monkeypatch.setattr(Files, "write", full)
    with pytest.raises(StorageFull):
        keep_five(store)
    with store.read() as reader:
        assert reader.counts()["messages"] == 0


def test_nothing_is_on_its_way_after_a_transaction_that_was_given_up(store: SqliteStore, folder: Path) -> None:
    with store.write() as uow:
        keep(uow, conversation(uow), *(incoming(attachments=(attached(b"%d" % n),)) for n in range(20)))
    assert len([path for path in on_disk(folder) if not path.suffix]) == 20
    with store.write() as uow:
        keep(uow, conversation(uow), incoming(attachments=(attached(b"7"),)))
        uow.commit()
    with store.read() as reader:
        assert reader.attachment(1) == b"7"
