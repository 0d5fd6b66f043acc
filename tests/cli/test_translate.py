"""The translate command on the demonstration shop: with nothing that can, with a package, and with what is no package."""

import io
from pathlib import Path

import pytest

from app.language import argos
from tests.cli.conftest import Command
from tests.fakes_translation import libraries, make_package, zipped

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Put a text on stdin."""

    def put(text: str) -> None:
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": io.BytesIO(text.encode())})())

    return put


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the owner had installed the libraries."""
    monkeypatch.setattr(argos, "available", lambda: True)
    monkeypatch.setattr(argos.ArgosLines.__init__, "__defaults__", (libraries,))


def test_with_nothing_that_translates_it_says_so_and_exits_3(command: Command, typed) -> None:
    typed("Waar blijft mijn bestelling?")
    ran = command("translate", "--to", "en", "--text", "-")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "can translate" in ran.json["error"]


def test_triage_and_retrieval_go_on_without(command: Command, typed) -> None:
    typed("Wo bleibt meine Bestellung?")
    assert command("triage", "--text", "-").json["language"] == "de"
    assert command("kb", "search", "Wo bleibt meine Bestellung?").json["items"]


@pytest.mark.usefixtures("installed")
def test_with_a_package(command: Command, typed, tmp_path: Path) -> None:
    package = zipped(make_package(tmp_path, "nl", "en"))
    (item,) = command("translate", "--add", package).json["items"]
    assert (item["name"], item["from"], item["to"], item["state"]) == ("nl-en", "nl", "en", "ready")
    typed("Waar blijft mijn bestelling 1041?\n")
    made = command("translate", "--to", "en", "--text", "-").json
    assert made["text"] == "where is my order 1041?\n"
    assert (made["from"], made["to"], made["engine"], made["glossary_hits"]) == ("nl", "en", "argos", [])
    typed("Waar blijft mijn bestelling?")
    assert "checked" in command("translate", "--to", "en", "--from", "nl", "--text", "-", json=False).out
    typed("Wo bleibt meine Bestellung?")
    assert command("translate", "--to", "fr", "--text", "-").code == 3
    assert command("translate", "--remove", "nl-en").json["items"] == []
    assert command("translate", "--remove", "nl-en").code == 3


def test_a_package_without_its_libraries_says_what_is_missing(command: Command, typed, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(argos, "available", lambda: False)
    (item,) = command("translate", "--add", make_package(tmp_path, "nl", "en")).json["items"]
    assert (item["state"], "not installed" in item["why"]) == ("unavailable", True)
    typed("Waar blijft mijn bestelling?")
    ran = command("translate", "--to", "en", "--text", "-")
    assert ran.code == 3
    assert "ctranslate2" in ran.err


def test_wrong_use(command: Command, typed, tmp_path: Path) -> None:
    assert command("translate", "--to", "en").code == 2
    typed("Hoi")
    assert command("translate", "--to", "../x", "--text", "-").code == 2
    other = tmp_path / "x.argosmodel"
    other.write_text("no")
    assert command("translate", "--add", other).code == 3
    typed("Waar blijft mijn bestelling?")
    assert command("translate", "--to", "nl", "--text", "-").json["text"] == "Waar blijft mijn bestelling?"
