"""The transcribe command on the demonstration shop: with nothing that can, with a program, and with what is no recording."""

import email.message
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.fakes_transcription import SAID, wav, whisper_cpp, whisper_folder

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def voicemail(command: Command, tmp_path: Path) -> str:
    """Take in a voicemail by mail; returns the number of the recording."""
    mail = email.message.EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "Centrale <centrale@bel.example>",
        "info@kleiwerk.example",
        "Voicemail van een gast",
    )
    mail["Date"], mail["Message-ID"] = "Mon, 16 Mar 2026 10:00:00 +0100", "<v1@bel.example>"
    mail.set_content("U heeft een voicemail.")
    mail.add_attachment(wav(), maintype="audio", subtype="x-wav", filename="voicemail.wav")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bon.pdf")
    path = tmp_path / "voicemail.eml"
    path.write_bytes(mail.as_bytes())
    assert command("import", path).code == 0
    (hit,) = command("search", "centrale").json["items"]
    files = [file for message in command("show", hit["conversation"]).json["messages"] for file in message["attachments"]]
    return next(file["id"] for file in files if file["name"] == "voicemail.wav")


def test_without_an_engine_it_says_so_and_exits_3(command: Command, voicemail: str) -> None:
    ran = command("transcribe", voicemail)
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "can be played" in ran.json["error"]
    status = command("transcribe", "--status")
    assert (status.code, status.json["engine"], status.json["ready"]) == (0, "none", False)
    assert status.json["told"] == ran.json["error"]


@pytest.mark.skipif(os.name == "nt", reason="the played program is a script")
def test_with_a_program(command: Command, voicemail: str, tmp_path: Path) -> None:
    choice = whisper_cpp(tmp_path / "whisper")
    told = command("transcribe", "--engine", "whisper_cpp", "--program", choice.program, "--model", choice.model).json
    assert (told["engine"], told["ready"], told["model"], told["program"]) == ("whisper_cpp", True, choice.model, choice.program)
    assert command("transcribe", "--test").json["ok"] is True
    made = command("transcribe", voicemail).json
    assert {"attachment": voicemail, "text": SAID, "language": "nl", "engine": "ggml-klein", "made_by": "machine"}.items() <= made.items()
    Path(choice.program).unlink()
    assert command("transcribe", voicemail).json == made
    assert command("transcribe", voicemail, "--again").code == 3
    text = command("transcribe", voicemail, json=False).out
    assert text.startswith(SAID)
    assert "by a machine" in text
    (hit,) = command("search", "blauwe kruik centrale").json["items"]
    assert command("show", hit["conversation"]).json["transcripts"] == [made]
    assert f"[ggml-klein] {SAID}" in command("show", hit["conversation"], json=False).out
    assert command("transcribe", "--engine", "none").json["ready"] is False


def test_a_model_that_cannot_be_one_changes_nothing(command: Command, tmp_path: Path) -> None:
    good = whisper_folder(tmp_path / "klein")
    assert command("transcribe", "--engine", "faster_whisper", "--model", good).code == 0
    (good / "tokenizer.json").rename(good / "other.json")
    assert command("transcribe", "--engine", "faster_whisper", "--model", good).code == 3
    assert command("transcribe", "--engine", "faster_whisper", "--model", "small").code == 3
    status = command("transcribe", "--status").json
    assert (status["engine"], status["model"], status["ready"]) == ("faster_whisper", str(good), False)


def test_wrong_use(command: Command, voicemail: str) -> None:
    assert command("transcribe").code == 2
    assert command("transcribe", "--engine", "faster_whisper").code == 2
    assert command("transcribe", "--engine", "whisper_cpp", "--model", "x").code == 2
    assert command("transcribe", "x").code == 3
    assert command("transcribe", "99999").code == 3
    ran = command("transcribe", str(int(voicemail) + 1))
    assert (ran.code, "not a recording" in ran.json["error"]) == (3, True)
