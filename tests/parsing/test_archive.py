"""Archives that would harm are refused with one sentence; honest ones open, whatever their names are encoded in."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.parsing import archive
from app.parsing.archive import open_members, safe_members


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        list(safe_members(path))
    return caught.value.template


def test_members_of_a_zip_can_be_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", b"hello"), ("media/a.jpg", b"\xff\xd8"))
    with open_members(path) as members:
        assert [(m.name, m.base, m.size) for m in members] == [("_chat.txt", "_chat.txt", 5), ("media/a.jpg", "a.jpg", 2)]
        assert b"".join(members[0].chunks()) == b"hello"
        assert members[1].digest(keep=2)[1:] == (2, b"\xff\xd8")
        assert members[1].digest(keep=1)[1:] == (2, None)


def test_a_folder_has_the_same_shape(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_bytes(b"x")
    (tmp_path / "a.txt").write_bytes(b"yy")
    assert [(m.name, m.size) for m in safe_members(tmp_path)] == [("a.txt", 2), ("sub/b.txt", 1)]


def test_links_in_a_folder_are_left_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_bytes(b"x")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "_chat.txt").write_bytes(b"x")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "linked").symlink_to(outside)
    assert [m.name for m in safe_members(folder)] == ["_chat.txt"]


@pytest.mark.parametrize("name", ["../evil.txt", "a/../../evil.txt", "/etc/passwd", "C:\\evil.txt", "..\\evil.txt", "\\evil.txt"])
def test_a_path_that_leads_outside_refuses_the_whole(tmp_path: Path, name: str) -> None:
    assert refusal(zipped(tmp_path / "a.zip", ("_chat.txt", b"x"), (name, b"x"))) == archive.OUTSIDE


def test_a_symlink_in_a_zip_refuses_the_whole(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("photo.jpg")
    link.external_attr = 0o120777 << 16
    assert refusal(zipped(tmp_path / "a.zip", (link, b"/etc/passwd"))) == archive.OUTSIDE


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    assert refusal(zipped(tmp_path / "a.zip", ("_chat.txt", bytes(archive.RATIO_FROM + 1)))) == archive.TOO_MUCH


def test_too_many_members_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    members = [(f"{n}.txt", b"x") for n in range(4)]
    assert refusal(zipped(tmp_path / "a.zip", *members)) == archive.TOO_MUCH
    for name, content in members:
        (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path) == archive.TOO_MUCH


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", b"x" * 20))
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    path.write_bytes(raw)
    assert refusal(path) == archive.PASSWORD


@pytest.mark.parametrize("content", [b"PK\x03\x04 and then nonsense", b"PK\x05\x06", b"not a zip at all"])
def test_garbage_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    assert refusal(path) == archive.DAMAGED


def test_a_truncated_zip_is_damaged(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("_chat.txt", os.urandom(5000)))
    path.write_bytes(path.read_bytes()[:3000])
    assert refusal(path) == archive.DAMAGED


def test_an_empty_file_and_an_empty_archive_say_so(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"")
    assert refusal(tmp_path / "a.zip") == archive.EMPTY_FILE
    assert refusal(zipped(tmp_path / "b.zip")) == archive.EMPTY_ARCHIVE
    assert refusal(tmp_path / "missing.zip") == archive.UNREADABLE


def test_damage_inside_a_member_is_bad_input(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("a.bin", os.urandom(4000)), ("b.txt", b"fine"))
    raw = bytearray(path.read_bytes())
    raw[1000] ^= 0xFF
    path.write_bytes(raw)
    with open_members(path) as members:
        with pytest.raises(BadInput):
            members[0].digest(keep=10)
        assert b"".join(members[1].chunks()) == b"fine"


def test_names_in_utf8_without_the_flag_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", ("Zoe.txt", b"x"))
    name = "Zoé".encode()
    raw = path.read_bytes().replace(b"Zoe.txt", name + b".tx")
    path.write_bytes(raw)
    assert [m.name for m in safe_members(path)] == ["Zoé.tx"]


def test_an_archive_inside_stays_a_plain_file(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("../evil.txt", b"x")
    path = zipped(tmp_path / "a.zip", ("inner.zip", inner.getvalue()))
    assert [m.name for m in safe_members(path)] == ["inner.zip"]
