"""What every test gets: a home of its own, no screen, no keyring of the machine."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
import keyring.backends.fail
import pytest
from hypothesis import settings

from app.system.guard import guard

# A deadline for one example measures how busy the machine is; speed has its benchmarks. The suite tries the same examples each
# time, so that what fails failed by the change; `--hypothesis-profile search` looks for new ones.
settings.register_profile("toonbank", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("toonbank")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point everything that would land in the user's home to a fresh folder, and take the keyring away."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TOONBANK_PROFILE", "TOONBANK_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    keyring.set_keyring(keyring.backends.fail.Keyring())
    yield
    guard.active = False
