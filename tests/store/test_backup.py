"""Backups and restoring them; nothing readable on the disk."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.draft import Outcome, Proposal
from app.domain.errors import BadInput, KeyUnavailable, StorageFull
from app.domain.knowledge import NewArticle
from app.domain.message import Attachment
from app.domain.shop import ShopSettings
from app.domain.verdict import Reason, Verdict
from app.store import SqliteStore, open_store, restore_backup
from tests.store.builders import at, conversation, incoming, keep
from tests.store.conftest import KEY

SECRET = "Sperzieboontje"
CONTENT = f"Bijlage over {SECRET}".encode() * 50


def fill(store: SqliteStore) -> None:
    """Write the secret word in every place where a customer's or the shop's words are kept."""
    attachment = Attachment(f"{SECRET}.txt", "text/plain", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), content=CONTENT)
    with store.write() as uow:
        place = conversation(uow, name=SECRET, address=f"{SECRET.lower()}@klant.example", subject=SECRET)
        said = incoming(f"{SECRET} " * 3, subject=SECRET, html=f"<b>{SECRET}</b>", attachments=(attachment,), sender=SECRET)
        keep(uow, place, said, verdict=Verdict(order_numbers=(SECRET,), reasons=(Reason("x", SECRET),)))
        uow.drafts.add(place[0], Proposal(Outcome.ANSWER, SECRET, "nl"), recipient=SECRET, subject=SECRET, in_reply_to=None, now=at(0))
        uow.conversations.add_note(place[0], SECRET, SECRET, at(0))
        uow.knowledge.put(NewArticle(SECRET, SECRET), [(SECRET, SECRET)], [b"1234"], "s", at(0))
        uow.settings.put_shop(ShopSettings(shop_name=SECRET))
        uow.commit()


def readable(folder: Path) -> list[Path]:
    """Return the files that hold the secret, in a name or in the content (also folded or as UTF-16)."""
    digest = hashlib.sha256(CONTENT).hexdigest().encode()
    needles = [SECRET.encode(), SECRET.lower().encode(), SECRET.encode("utf-16-le"), digest]
    files = [p for p in folder.rglob("*") if p.is_file()]
    return [p for p in files if any(n in p.read_bytes() or n.decode("latin-1") in p.name for n in needles)]


def test_nothing_a_customer_wrote_is_readable_on_the_disk(store: SqliteStore, folder: Path, tmp_path: Path) -> None:
    fill(store)
    with store.read() as reader:
        assert reader.search(SECRET).total == 1
        assert sorted(p.name for p in folder.glob("toonbank.db*")) == ["toonbank.db", "toonbank.db-shm", "toonbank.db-wal"]
        assert readable(tmp_path) == []
    store.backup(tmp_path / "backup.zip")
    store.rebuild_search()
    assert readable(tmp_path) == []
    assert store.check()[-1] == ("encryption", True, "in order")


def test_the_search_for_readable_text_would_find_it(folder: Path) -> None:
    store = open_store(folder, None)
    fill(store)
    assert readable(folder)
    assert [name for name, ok, _ in store.check() if not ok] == ["encryption"]
    store.close()


def test_a_backup_comes_back_whole(either_store: SqliteStore, folder: Path, tmp_path: Path) -> None:
    fill(either_store)
    (folder / "profile.json").write_text("{}", encoding="utf-8")
    either_store.backup(tmp_path / "b" / "backup.zip")
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["backup.zip"]
    restore_backup(tmp_path / "b" / "backup.zip", tmp_path / "new")
    assert (tmp_path / "new" / "profile.json").read_text(encoding="utf-8") == "{}"
    restored = open_store(tmp_path / "new", either_store._key)
    with restored.read() as reader:
        assert reader.shop().shop_name == SECRET
        assert reader.search(SECRET).total == 1
        [attachment] = reader.conversation(1).messages[0].attachments
        assert reader.attachment(attachment.id) == CONTENT
    assert all(ok for name, ok, _ in restored.check() if name != "encryption")
    restored.close()


def test_a_backup_holds_what_was_committed_while_others_write(store: SqliteStore, tmp_path: Path) -> None:
    fill(store)
    with store.write() as uow:
        keep(uow, conversation(uow), incoming("halverwege"))
        store.backup(tmp_path / "backup.zip")
    restore_backup(tmp_path / "backup.zip", tmp_path / "new")
    restored = open_store(tmp_path / "new", KEY)
    with restored.read() as reader:
        assert reader.counts()["messages"] == 1
    restored.close()


def test_a_backup_needs_its_key(store: SqliteStore, tmp_path: Path) -> None:
    store.backup(tmp_path / "backup.zip")
    restore_backup(tmp_path / "backup.zip", tmp_path / "new")
    with pytest.raises(KeyUnavailable):
        open_store(tmp_path / "new", bytes(32))


def test_neither_a_file_nor_a_profile_is_overwritten(store: SqliteStore, folder: Path, tmp_path: Path) -> None:
    store.backup(tmp_path / "backup.zip")
    before = (tmp_path / "backup.zip").read_bytes()
    with pytest.raises(BadInput, match="name"):
        store.backup(tmp_path / "backup.zip")
    with pytest.raises(BadInput, match="empty"):
        restore_backup(tmp_path / "backup.zip", folder)
    assert (tmp_path / "backup.zip").read_bytes() == before


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4000])


def _bend(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _member(name: str, compression: int = zipfile.ZIP_STORED) -> Callable[[Path], None]:
    def add(file: Path) -> None:
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr(name, "hostile", compression)

    return add


@pytest.mark.parametrize(
    "harm",
    [
        _cut,
        _bend,
        lambda file: file.write_bytes(b"no archive"),
        lambda file: file.unlink(),
        _member("../outside.txt"),
        _member("/tmp/outside.txt"),
        _member("attachments/../../outside.txt"),
        _member("attachments/aa/" + "a" * 64, zipfile.ZIP_DEFLATED),
        _member("extra.py"),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_and_leaves_nothing(
    store: SqliteStore, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    fill(store)
    file = tmp_path / "backup.zip"
    store.backup(file)
    harm(file)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match="backup"):
        restore_backup(file, tmp_path / "new")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_without_a_database_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("profile.json", "{}")
    with pytest.raises(BadInput):
        restore_backup(tmp_path / "x.zip", tmp_path / "new")


def test_too_little_room_to_restore_is_said_beforehand(store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.backup(tmp_path / "backup.zip")
    monkeypatch.setattr("app.store.backup.shutil.disk_usage", lambda _: type("Usage", (), {"free": 10}))
    with pytest.raises(StorageFull):
        restore_backup(tmp_path / "backup.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()
