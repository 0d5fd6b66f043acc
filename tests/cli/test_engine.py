"""`engine` on the command line: a real tiny model is added, used, tested and removed; a download is only spoken of."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.tiny_gguf import make_gguf


def test_what_suits_this_computer(command: Command, demo: Path) -> None:
    found = command("engine", "recommend").json
    assert found["reasons"]
    assert {"name", "fits", "seconds", "why"} <= set(found["options"][0])
    assert found["name"] in {"embedded", *(option["name"] for option in found["options"])}


def test_a_download_is_only_spoken_of_without_the_persons_yes(command: Command, demo: Path) -> None:
    found = command("engine", "download", "Qwen3-1.7B").json
    (item,) = found["items"]
    assert found["downloaded"] is False
    assert item["host"] == "huggingface.co"
    assert item["size"] == 1_282_439_264
    assert item["licence"] == "Apache-2.0"
    assert item["file"].endswith(".gguf")
    assert len(command("engine", "download").json["items"]) > 3
    assert [record for record in command("privacy", "connections").json["items"] if record["host"] == "huggingface.co"] == []
    assert not (demo / "models").exists()


def test_a_model_that_nobody_knows_cannot_be_downloaded(command: Command, demo: Path) -> None:
    ran = command("engine", "download", "nothing", "--yes")
    assert ran.code == 3
    assert "no model called nothing" in ran.err


def test_the_battery_choice_is_kept(command: Command, demo: Path) -> None:
    assert command("engine", "battery", "pause").code == 0
    assert command("engine", "battery", "sometimes").code == 2


@pytest.mark.llama
@pytest.mark.skipif(not find_spec("llama_cpp"), reason="llama-cpp-python is not installed")
def test_the_life_of_a_model(command: Command, demo: Path, tmp_path: Path) -> None:
    model = make_gguf(tmp_path / "clay.gguf")
    added = command("engine", "add", model).json["items"][1]
    assert (added["name"], added["kind"], added["state"], added["match"]) == ("clay", "llama", "ready", "unknown")
    assert "not on the list" in added["told"]
    used = command("engine", "use", "clay").json["items"][1]
    assert used["state"] == "in_use"
    assert used["speed"]["reading"] > 0
    tested = command("engine", "test").json
    assert tested["ok"] is True
    assert tested["tokens_per_second"] > 0
    assert tested["answer_seconds"] > 0
    lines = command("engine", "list", json=False).out
    assert "seconds for an answer on this computer" in lines
    model.unlink()
    assert command("engine", "list").json["items"][1]["state"] == "missing"
    (embedded,) = command("engine", "remove", "clay").json["items"]
    assert embedded["state"] == "in_use"


@pytest.mark.llama
@pytest.mark.skipif(not find_spec("llama_cpp"), reason="llama-cpp-python is not installed")
def test_an_embedding_model_finds_articles_until_it_is_gone(command: Command, demo: Path, tmp_path: Path) -> None:
    model = make_gguf(tmp_path / "finder.gguf", pooling=1)
    assert command("engine", "add", model).json["items"][1]["kind"] == "embedding"
    assert command("engine", "use", "finder").json["items"][1]["state"] == "in_use"
    assert command("kb", "search", "mag de mok in de vaatwasser").json["items"]
    model.unlink()
    assert command("kb", "search", "mag de mok in de vaatwasser").json["items"]
    assert command("reindex").json["passages"] > 5
    assert command("kb", "search", "mag de mok in de vaatwasser").json["items"]
