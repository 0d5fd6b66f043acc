"""No channel opens an archive that could harm: paths and links that lead outside, and bombs. Built around each channel's own samples."""

import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.channels import readers_of, recognise
from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, ReadOptions
from app.domain.ports import ChannelReader
from tests.contract.test_channels import CHANNELS, Sample, expectations

BOMB = 64 * 1024 * 1024


def leads_up(archive: zipfile.ZipFile) -> None:
    archive.writestr("../outside.txt", "x")


def leads_to_the_root(archive: zipfile.ZipFile) -> None:
    archive.writestr("/etc/outside.txt", "x")


def leads_to_a_drive(archive: zipfile.ZipFile) -> None:
    archive.writestr("C:\\outside.txt", "x")


def is_a_link(archive: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")


def is_a_bomb(archive: zipfile.ZipFile) -> None:
    with archive.open("zeros.txt", "w") as member:
        for _ in range(BOMB // 2**20):
            member.write(bytes(2**20))


HARMS: list[Callable[[zipfile.ZipFile], None]] = [leads_up, leads_to_the_root, leads_to_a_drive, is_a_link, is_a_bomb]


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a sample holds, whatever its shape."""
    if path.is_dir():
        yield from ((p.relative_to(path).as_posix(), p.read_bytes()) for p in sorted(path.rglob("*")) if p.is_file())
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from ((info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir())
    else:
        yield path.name, path.read_bytes()


def read_from(reader: ChannelReader, path: Path) -> list[IncomingMessage]:
    """Return the messages read, none where the reader refuses."""
    try:
        return [item for item in reader.read(path, ReadOptions()) if isinstance(item, IncomingMessage)]
    except BadInput:
        return []


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("channel", CHANNELS, ids=str)
def test_a_harmful_archive_is_refused(channel: Channel, harm: Callable[[zipfile.ZipFile], None], tmp_path: Path) -> None:
    name, expected = sorted(expectations(channel).items())[0]
    sample = Sample(channel, name, expected)
    evil = tmp_path / "export.zip"
    with zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, content in members(sample.path):
            archive.writestr(inner, content)
        harm(archive)
    assert all(score < 0.5 for reader, score in recognise(evil) if reader.channel is channel)
    for reader in readers_of(channel):
        assert not read_from(reader, evil)
    assert {path.name for path in tmp_path.rglob("*")} == {"export.zip"}


@pytest.mark.parametrize("channel", CHANNELS, ids=str)
def test_links_in_a_folder_are_not_followed(channel: Channel, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    folder = tmp_path / "export"
    folder.mkdir()
    name, expected = sorted(expectations(channel).items())[0]
    for inner, content in members(Sample(channel, name, expected).path):
        target = secret / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "inside").symlink_to(secret, target_is_directory=True)
    for path in secret.rglob("*"):
        if path.is_file():
            (folder / path.name).unlink(missing_ok=True)
            (folder / path.name).symlink_to(path)
    for reader in readers_of(channel):
        assert not read_from(reader, folder)
