"""A demonstration shop for the commands, made once; each test that writes gets a copy."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap import write_demo
from app.cli import run


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        """The one JSON document."""
        return json.loads(self.out)


Command = Callable[..., Ran]


@pytest.fixture(scope="session")
def demo_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration shop as written once, under a passphrase."""
    folder = tmp_path_factory.mktemp("demo") / "shop"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOONBANK_PASSPHRASE", "kiln")
        write_demo(folder, lambda: "kiln")
    return folder


@pytest.fixture
def demo(demo_source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demonstration shop that may be changed."""
    monkeypatch.setenv("TOONBANK_PASSPHRASE", "kiln")
    monkeypatch.setenv("TOONBANK_LANGUAGE", "en")
    folder = tmp_path / "shop"
    shutil.copytree(demo_source, folder)
    monkeypatch.setenv("TOONBANK_PROFILE", str(folder))
    return folder


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process."""

    def call(*arguments: object, json: bool = True) -> Ran:
        capsys.readouterr()
        code = run([str(a) for a in arguments] + (["--json"] if json else []))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call
