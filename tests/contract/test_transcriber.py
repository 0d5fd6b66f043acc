"""What everything that writes recordings out must do: the fake, the library and the program alike."""

import threading

import pytest

from app.domain.errors import Cancelled, EngineError
from app.domain.transcription import LONGEST
from app.language.whisper_library import LibraryTranscriber
from app.language.whisper_program import ProgramTranscriber
from app.system.guard import shut
from tests.fakes_transcription import (
    FFMPEG,
    SAID,
    FakeTranscriber,
    faster_whisper_library,
    ggml,
    opus,
    program,
    wav,
    whisper_folder,
)
from tests.fakes_transcription import WHISPER_CLI as CLI


@pytest.fixture(params=["fake", "faster_whisper", "whisper_cpp"])
def transcriber(request, tmp_path, monkeypatch):
    if request.param == "fake":
        return FakeTranscriber()
    if request.param == "faster_whisper":
        refusing = 'if b"broken" in content: raise ValueError("no sound")'
        monkeypatch.syspath_prepend(faster_whisper_library(tmp_path / "library", tmp_path / "log", hear=refusing))
        return LibraryTranscriber(whisper_folder(tmp_path / "klein"), shut, threading.Lock())
    program(tmp_path / "bin" / "ffmpeg", FFMPEG)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    cli = program(tmp_path / "whisper-cli", CLI)
    return ProgramTranscriber(cli, ggml(tmp_path / "klein.bin"), tmp_path / "scratch", threading.Lock())


@pytest.mark.parametrize("content", [opus(), wav()], ids=["opus", "wav"])
def test_what_is_said_comes_back_with_its_language_and_the_engine(transcriber, content):
    made = transcriber.transcribe(content)
    assert (made.text, made.language, made.engine) == (SAID, "nl", transcriber.name)
    assert made.seconds > 0


def test_a_language_that_is_known_is_told_to_the_engine(transcriber):
    assert transcriber.transcribe(opus(), language="en").language == "en"


@pytest.mark.parametrize("content", [b"", b"\0", b"not a recording", b"#EXTM3U\nhttps://shop.example/x.ogg\n", b"<html>"])
def test_what_is_no_recording_is_refused_in_one_sentence(transcriber, content):
    with pytest.raises(EngineError, match="cannot be read"):
        transcriber.transcribe(content)


def test_one_that_is_too_large_is_refused(transcriber):
    with pytest.raises(EngineError, match="large"):
        transcriber.transcribe(opus() + bytes(LONGEST))


def test_it_stops_when_asked(transcriber):
    with pytest.raises(Cancelled):
        transcriber.transcribe(opus(), cancelled=lambda: True)
    assert transcriber.transcribe(opus()).text == SAID
