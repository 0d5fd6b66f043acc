"""Opening, one writer, many readers, and everything that can be wrong with a database."""

import contextlib
import errno
import hashlib
import os
import threading
from pathlib import Path

import pytest

from app.domain.errors import KeyUnavailable, ProfileBusy, ProfileDamaged, StorageFull
from app.domain.message import Attachment, IncomingMessage
from app.store import SqliteStore, engine, open_store, store_exists
from app.store.database import DATABASE
from tests.store.builders import conversation, incoming, keep
from tests.store.conftest import KEY


def fill(store: SqliteStore, count: int = 3) -> None:
    with store.write() as uow:
        place = conversation(uow)
        keep(uow, place, *(incoming(f"bericht {n} " + os.urandom(300).hex()) for n in range(count)))
        uow.commit()


def keep_one(store: SqliteStore, message: IncomingMessage) -> None:
    with store.write() as uow:
        keep(uow, conversation(uow), message)
        uow.commit()


def messages(store: SqliteStore) -> int:
    with store.read() as reader:
        return reader.counts()["messages"]


def test_a_profile_opens_again_with_its_key(folder: Path) -> None:
    assert not store_exists(folder)
    first = open_store(folder, KEY)
    fill(first)
    first.close()
    assert store_exists(folder)
    second = open_store(folder, KEY)
    assert messages(second) == 3
    assert all(ok for _, ok, _ in second.check())
    second.close()


def test_only_the_owner_may_read_the_files(store: SqliteStore, folder: Path) -> None:
    fill(store)
    if os.name == "posix":
        assert (folder.stat().st_mode & 0o077) == 0
        assert all((f.stat().st_mode & 0o077) == 0 for f in folder.glob("toonbank.db*"))


def test_left_without_commit_everything_rolls_back(store: SqliteStore) -> None:
    with store.write() as uow:
        keep(uow, conversation(uow), incoming("weg"))
    with contextlib.suppress(RuntimeError), store.write() as uow:
        keep(uow, conversation(uow), incoming("weg"))
        raise RuntimeError
    fill(store, 1)
    assert messages(store) == 1
    with store.read() as reader:
        assert reader.search("weg").total == 0


def test_readers_see_a_snapshot_and_never_wait(store: SqliteStore) -> None:
    fill(store, 1)
    with store.read() as before, store.write() as uow:
        assert before.counts()["messages"] == 1
        keep(uow, conversation(uow), incoming())
        assert messages(store) == 1
        uow.commit()
        assert before.counts()["messages"] == 1
        assert messages(store) == 2


def test_writers_take_turns(store: SqliteStore) -> None:
    def write() -> None:
        for _ in range(5):
            fill(store, 2)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert messages(store) == 40


def test_a_unit_of_work_in_a_unit_of_work_is_said_at_once(store: SqliteStore) -> None:
    with store.write(), pytest.raises(RuntimeError, match="itself"), store.write():
        pass


def test_a_reader_may_be_opened_in_one_thread_and_used_in_another(store: SqliteStore) -> None:
    fill(store)
    with store.read() as reader:
        counted: list[int] = []
        thread = threading.Thread(target=lambda: counted.append(reader.counts()["messages"]))
        thread.start()
        thread.join()
    assert counted == [3]


def test_the_wrong_key_is_said(folder: Path) -> None:
    open_store(folder, KEY).close()
    with pytest.raises(KeyUnavailable, match="key"):
        open_store(folder, bytes(32))
    with pytest.raises(KeyUnavailable, match="encrypted"):
        open_store(folder, None)
    open_store(folder, KEY).close()


def test_a_key_for_a_profile_in_the_clear_is_said(folder: Path) -> None:
    open_store(folder, None).close()
    with pytest.raises(KeyUnavailable, match="not encrypted"):
        open_store(folder, KEY)


@pytest.mark.parametrize("content", [b"rubbish" * 2000, b"\0" * 8192, b"short", b"SQLite format 3\0" + b"x" * 9000])
def test_rubbish_is_not_taken_for_a_database(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / DATABASE).write_bytes(content)
    with pytest.raises(ProfileDamaged):
        open_store(folder, None if content.startswith(b"SQLite") else KEY)
    assert (folder / DATABASE).read_bytes() == content


def test_a_damaged_page_is_said(folder: Path) -> None:
    store = open_store(folder, KEY)
    fill(store, 600)
    store.close()
    data = bytearray((folder / DATABASE).read_bytes())
    for page in range(len(data) // 4096 // 2, len(data) // 4096):
        data[page * 4096 + 100] ^= 0xFF
    (folder / DATABASE).write_bytes(data)
    damaged = open_store(folder, KEY)
    with pytest.raises(ProfileDamaged), damaged.read() as reader:
        reader.search("bericht")
    assert not all(ok for _, ok, _ in damaged.check())
    damaged.close()


def test_a_newer_schema_is_refused(folder: Path) -> None:
    store = open_store(folder, KEY)
    with store._transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    store.close()
    with pytest.raises(ProfileDamaged, match="newer"):
        open_store(folder, KEY)


def test_a_full_disk_keeps_what_was_complete(store: SqliteStore) -> None:
    fill(store, 5)
    with store._transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    with pytest.raises(StorageFull):
        fill(store, 3000)
    assert messages(store) == 5
    with store._transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    fill(store, 5)
    assert messages(store) == 10
    assert all(ok for _, ok, _ in store.check())


def test_no_room_for_an_attachment_is_said_and_nothing_is_kept(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.store.files.Files.write", full)
    content = b"bon"
    attachment = Attachment("bon.pdf", "application/pdf", len(content), hashlib.sha256(content).hexdigest(), content=content)
    with pytest.raises(StorageFull):
        keep_one(store, incoming(attachments=(attachment,)))
    assert messages(store) == 0


def test_another_program_that_writes_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    store = open_store(folder, KEY)
    other = engine.connect(folder / DATABASE, KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ProfileBusy):
        fill(store, 1)
    reading = open_store(folder, KEY)
    assert messages(reading) == 0
    reading.close()
    other.execute("ROLLBACK")
    other.close()
    fill(store, 1)
    assert messages(store) == 1
    store.close()
