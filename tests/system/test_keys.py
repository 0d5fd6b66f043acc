"""The key of a profile: three homes for it, and one clear sentence when it cannot be had."""

import json
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError

from app.domain.errors import BadInput, KeyUnavailable, ProfileDamaged
from app.system.keys import KeyHome, open_profile


class MemoryKeyring(KeyringBackend):
    """A keyring that works, in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[(service, username)] = password


class LockedKeyring(KeyringBackend):
    """A keyring whose collection stays locked."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise InitError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise InitError("locked")


def no_passphrase() -> None:
    return None


def test_with_a_keyring_the_key_is_in_it_and_not_in_the_folder(tmp_path: Path) -> None:
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    first = open_profile(tmp_path / "p", no_passphrase)
    again = open_profile(tmp_path / "p", no_passphrase)
    assert first.home is KeyHome.KEYRING
    assert again.key == first.key
    assert len(first.key) == 32
    described = (tmp_path / "p" / "profile.json").read_text()
    assert all(secret not in described for secret in ring.kept.values())


def test_without_a_keyring_a_passphrase_wraps_the_key(tmp_path: Path) -> None:
    first = open_profile(tmp_path / "p", lambda: "sleutelbos")
    assert first.home is KeyHome.PASSPHRASE
    assert open_profile(tmp_path / "p", lambda: "sleutelbos").key == first.key
    with pytest.raises(KeyUnavailable, match="not the passphrase"):
        open_profile(tmp_path / "p", lambda: "sleutelbosje")
    with pytest.raises(KeyUnavailable, match="protected by a passphrase"):
        open_profile(tmp_path / "p", no_passphrase)


def test_the_environment_chooses_a_passphrase_before_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(MemoryKeyring())
    monkeypatch.setenv("TOONBANK_PASSPHRASE", "woord")
    assert open_profile(tmp_path / "p", no_passphrase).home is KeyHome.PASSPHRASE


def test_with_neither_the_key_lies_outside_the_profile_for_this_user_alone(tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "p", no_passphrase)
    assert profile.home is KeyHome.FILE
    files = list(Path.home().rglob("*.key"))
    assert len(files) == 1
    assert files[0].stat().st_mode & 0o077 == 0
    assert not list((tmp_path / "p").rglob("*.key"))
    assert open_profile(tmp_path / "p", no_passphrase).key == profile.key
    files[0].unlink()
    with pytest.raises(KeyUnavailable, match="key file"):
        open_profile(tmp_path / "p", no_passphrase)


def test_a_keyring_that_is_gone_or_locked_says_so_and_changes_nothing(tmp_path: Path) -> None:
    keyring.set_keyring(MemoryKeyring())
    open_profile(tmp_path / "p", no_passphrase)
    before = (tmp_path / "p" / "profile.json").read_bytes()
    keyring.set_keyring(LockedKeyring())
    with pytest.raises(KeyUnavailable, match="does not answer"):
        open_profile(tmp_path / "p", no_passphrase)
    keyring.set_keyring(keyring.backends.fail.Keyring())
    with pytest.raises(KeyUnavailable, match="no system keyring"):
        open_profile(tmp_path / "p", no_passphrase)
    keyring.set_keyring(MemoryKeyring())
    with pytest.raises(KeyUnavailable, match="has no key"):
        open_profile(tmp_path / "p", no_passphrase)
    assert (tmp_path / "p" / "profile.json").read_bytes() == before


def test_a_keyring_that_refuses_to_keep_is_not_trusted_with_the_key(tmp_path: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    assert open_profile(tmp_path / "p", no_passphrase).home is KeyHome.FILE


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(BadInput, match="other files"):
        open_profile(tmp_path, no_passphrase)
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": "x"}', json.dumps({"id": "x", "home": "cloud"})])
def test_a_damaged_description_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "profile.json").write_text(text)
    with pytest.raises(ProfileDamaged, match=r"profile\.json"):
        open_profile(tmp_path, no_passphrase)


def test_a_profile_whose_making_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "profile.json.part").write_text("{")
    assert open_profile(tmp_path, no_passphrase).home is KeyHome.FILE
    assert not (tmp_path / "profile.json.part").exists()
