"""Engines that write recordings out: nothing is downloaded, no crash comes through, and no recording stays on the disk."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInput, Cancelled, EngineError, StorageFull
from app.domain.transcription import NoTranscriber, TranscriberChoice, TranscriberKind, is_audio
from app.language import transcribe, whisper_program
from app.language.sound import code_of, kind_of, said
from app.language.transcribe import TranscriptionRoom
from app.language.whisper_library import LibraryTranscriber
from app.language.whisper_program import ProgramTranscriber
from app.system.guard import shut
from tests.fakes_transcription import (
    FFMPEG,
    SAID,
    WHISPER_CLI,
    faster_whisper_library,
    ggml,
    opus,
    program,
    wav,
    whisper_cpp,
    whisper_folder,
)

FASTER, CPP = TranscriberKind.FASTER_WHISPER, TranscriberKind.WHISPER_CPP


@pytest.fixture
def room(tmp_path):
    return TranscriptionRoom(tmp_path / "scratch", shut)


# -- what was chosen


def test_nothing_is_chosen_by_default_and_says_so(room):
    with pytest.raises(NoTranscriber, match="No model"):
        room.check(TranscriberChoice())
    assert room.sound(TranscriberChoice()) == TranscriberChoice()


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"])
def test_a_folder_that_is_not_whole_is_refused_before_anything_could_be_fetched(room, tmp_path, missing):
    folder = whisper_folder(tmp_path / "klein")
    (folder / missing).unlink()
    choice = TranscriberChoice(FASTER, str(folder))
    with pytest.raises(BadInput, match=Path(missing).stem):
        room.sound(choice)
    with pytest.raises(NoTranscriber, match="nothing is downloaded"):
        room.transcriber(choice)


def test_the_name_of_a_model_is_no_folder(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("small", "", "someone/whisper-small"):
        with pytest.raises(BadInput):
            room.sound(TranscriberChoice(FASTER, name))
    Path("small").write_text("x")
    with pytest.raises(BadInput, match="not a folder"):
        room.sound(TranscriberChoice(FASTER, "small"))


def test_without_its_library_a_model_is_remembered_and_says_what_is_missing(room, tmp_path, monkeypatch):
    choice = TranscriberChoice(FASTER, str(whisper_folder(tmp_path / "klein")))
    assert room.sound(choice) == choice
    monkeypatch.setattr(transcribe, "available", lambda: False)
    with pytest.raises(NoTranscriber, match="faster-whisper, which is not installed"):
        room.check(choice)
    monkeypatch.setattr(transcribe, "available", lambda: True)
    assert isinstance(room.transcriber(choice), LibraryTranscriber)


def test_a_program_and_its_model_are_looked_at(room, tmp_path, monkeypatch):
    good = whisper_cpp(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert room.sound(TranscriberChoice(CPP, "ggml-klein.bin", "whisper-cli")) == good
    assert isinstance(room.transcriber(good), ProgramTranscriber)
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(40))
    for model, cli, words in (
        (str(tmp_path / "other.bin"), good.program, "not a speech model"),
        (str(tmp_path / "none.bin"), good.program, "choose it again"),
        (good.model, good.model, "not a program"),
        (good.model, str(tmp_path), "not a program"),
        (good.model, "", "choose it again"),
    ):
        with pytest.raises(BadInput, match=words):
            room.sound(TranscriberChoice(CPP, model, cli))


# -- the library


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Write the played library; returns a transcriber over it and the file that it logs to."""

    def make(silence=30.0, **wrong):
        log = tmp_path / "log"
        monkeypatch.syspath_prepend(faster_whisper_library(tmp_path / "library", log, **wrong))
        return LibraryTranscriber(whisper_folder(tmp_path / "klein"), shut, threading.Lock(), silence=silence), log

    return make


def test_the_library_gets_a_folder_of_this_disk_and_is_told_to_stay_on_it(library, tmp_path):
    transcriber, log = library()
    assert transcriber.transcribe(opus()).seconds == 3.0
    told = json.loads(log.read_text())
    assert (told["model"], told["local_files_only"], told["offline"]) == (str(tmp_path / "klein"), True, "1")
    assert told["pid"] != os.getpid()
    assert "faster_whisper" not in sys.modules


def test_the_network_is_closed_in_the_worker(library, tmp_path):
    seen = tmp_path / "seen"
    tries = f"""
            import socket
            try:
                socket.create_connection(("203.0.113.7", 9), timeout=1)
            except OSError as error:
                open({str(seen)!r}, "w").write(type(error).__name__)"""
    transcriber, _log = library(load=tries.strip())
    assert transcriber.transcribe(opus()).text == SAID
    assert seen.read_text() == "ConnectionRefusedByGuard"


@pytest.mark.parametrize(
    ("where", "what", "words"),
    [
        ("load", "os.abort()", "could not write"),
        ("load", "raise RuntimeError('bad model')", "cannot be loaded"),
        ("hear", "os._exit(3)", "could not write"),
        ("hear", "raise ValueError('no sound')", "cannot be read"),
        ("hear", "return range(7300 * sampling_rate)", "longer than 2 hours"),
        ("segments", "raise RuntimeError('out of memory')", "could not write"),
        ("segments", "os.abort()", "could not write"),
    ],
)
def test_whatever_goes_wrong_in_the_library_is_one_sentence_here(library, where, what, words):
    transcriber, _log = library(**{where: what})
    with pytest.raises(EngineError, match=words):
        transcriber.transcribe(opus())


def test_a_library_that_is_not_there_says_so(tmp_path, monkeypatch):
    (tmp_path / "faster_whisper.py").write_text("raise ImportError('none')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NoTranscriber, match="not installed"):
        LibraryTranscriber(whisper_folder(tmp_path / "klein"), shut, threading.Lock()).transcribe(opus())


HANGS = "import threading; threading.Event().wait()"


def test_a_library_that_says_nothing_is_stopped(library):
    transcriber, _log = library(silence=0.1, load=HANGS)
    with pytest.raises(EngineError, match="too long and was stopped"):
        transcriber.transcribe(opus())


def test_a_running_recording_is_stopped_and_its_process_ends(library, tmp_path):
    pid = tmp_path / "pid"
    write = f"open({str(pid) + '.new'!r}, 'w').write(str(os.getpid())); os.rename({str(pid) + '.new'!r}, {str(pid)!r}); {HANGS}"
    transcriber, _log = library(hear=write)
    with pytest.raises(Cancelled):
        transcriber.transcribe(opus(), cancelled=pid.exists)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_a_second_recording_waits_its_turn_and_may_give_up(library):
    transcriber, log = library()
    with transcriber._turn, pytest.raises(Cancelled):
        transcriber.transcribe(opus(), cancelled=lambda: True)
    assert not log.exists()


def test_a_language_the_model_does_not_know_is_found_out(library):
    transcriber, _log = library()
    assert transcriber.transcribe(opus(), language="tlh").language == "nl"


# -- the program


@pytest.fixture
def places(tmp_path, monkeypatch):
    """No place in memory and no programs but those of the test: the working folder is below `scratch`."""
    monkeypatch.setattr(whisper_program, "_MEMORY", ())
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path


def transcriber_in(places: Path, body: str = WHISPER_CLI) -> ProgramTranscriber:
    cli = program(places / "whisper-cli", body)
    return ProgramTranscriber(cli, ggml(places / "ggml-klein.bin"), places / "scratch", threading.Lock())


def test_the_program_is_asked_plainly_and_its_copy_is_nobodys_but_ours(places, monkeypatch):
    monkeypatch.setenv("TOONBANK_PASSPHRASE", "kiln")
    log = places / "log"
    look = f"""
    sound = Path(option("-f"))
    modes = [oct(part.stat().st_mode & 0o777) for part in (sound.parent.parent, sound.parent, sound)]
    Path({str(log)!r}).write_text(json.dumps([argv, modes, os.getcwd(), "TOONBANK_PASSPHRASE" in os.environ]))
    """
    transcriber_in(places, look + WHISPER_CLI.replace("\n", "\n    ")).transcribe(wav(2.0))
    argv, modes, cwd, told = json.loads(log.read_text())
    sound = argv[argv.index("-f") + 1]
    assert argv == (
        ["-m", str(places / "ggml-klein.bin"), "-f", sound, "-otxt", "-oj", "-of", f"{cwd}/text", "-l", "auto", "-nt", "-np"]
    )  # fmt: skip
    assert not told
    assert modes == ["0o700", "0o700", "0o600"]
    assert list((places / "scratch").iterdir()) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [("sys.exit(1)", "could not write"), ("pass", "cannot be read"), ("os.abort()", "could not write")],
)
def test_nothing_of_a_recording_stays_when_the_program_fails(places, body, words):
    with pytest.raises(EngineError, match=words):
        transcriber_in(places, body).transcribe(wav())
    assert list((places / "scratch").iterdir()) == []


def test_a_program_that_does_not_start_is_one_sentence(places):
    transcriber = transcriber_in(places)
    (places / "whisper-cli").write_bytes(b"\x7fELF no")
    with pytest.raises(NoTranscriber, match="could not be started"):
        transcriber.transcribe(wav())


def test_a_running_program_is_stopped_with_its_copy(places):
    started = places / "started"
    hang = f"Path({str(started)!r}).touch(); import threading; threading.Event().wait()"
    with pytest.raises(Cancelled):
        transcriber_in(places, hang).transcribe(wav(), cancelled=started.exists)
    assert list((places / "scratch").iterdir()) == []


def test_a_slow_program_is_stopped(places, monkeypatch):
    monkeypatch.setattr(whisper_program, "_START_SECONDS", 0.1)
    monkeypatch.setattr(whisper_program, "_SLOWEST", 0.0)
    with pytest.raises(EngineError, match="took too long"):
        transcriber_in(places, "import threading; threading.Event().wait()").transcribe(wav())


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_needs_is_not(places):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for number in (gone.pid, os.getpid()):
        (places / "scratch" / f"toonbank-sound-{number}-x").mkdir(parents=True)
    transcriber_in(places).transcribe(wav())
    assert [left.name for left in (places / "scratch").iterdir()] == [f"toonbank-sound-{os.getpid()}-x"]


def test_the_working_copy_lies_in_memory_where_there_is_a_place(places, monkeypatch):
    memory = places / "memory"
    memory.mkdir()
    monkeypatch.setattr(whisper_program, "_MEMORY", ("", str(places / "nowhere"), str(memory)))
    with whisper_program.working_folder(places / "scratch") as folder:
        assert folder.parent == memory
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_no_room_is_one_sentence(places):
    (places / "scratch").write_text("a file in its place")
    with pytest.raises(StorageFull, match="no room"):
        transcriber_in(places).transcribe(wav())


def test_a_voice_note_wants_ffmpeg_and_says_so(places):
    with pytest.raises(EngineError, match=r"\(OPUS\).*ffmpeg"):
        transcriber_in(places).transcribe(opus())
    program(places / "bin" / "ffmpeg", FFMPEG)
    made = transcriber_in(places).transcribe(opus())
    assert (made.text, made.seconds) == (SAID, 3.0)
    with pytest.raises(EngineError, match="cannot be read"):
        transcriber_in(places).transcribe(opus("broken"))


def test_ffmpeg_is_told_the_kind_and_may_open_nothing_but_the_file(places):
    log = places / "log"
    program(places / "bin" / "ffmpeg", f"Path({str(log)!r}).write_text(json.dumps(argv))" + FFMPEG)
    transcriber_in(places).transcribe(opus())
    argv = json.loads(log.read_text())
    assert argv[argv.index("-protocol_whitelist") + 1] == "file"
    assert argv.index("-f") < argv.index("-i")
    assert argv[argv.index("-f") + 1] == "ogg"


def test_one_that_is_too_long_is_refused(places, monkeypatch):
    monkeypatch.setattr(whisper_program, "MOST_SECONDS", 1)
    with pytest.raises(EngineError, match="longer than"):
        transcriber_in(places).transcribe(wav(1.5))


@pytest.mark.parametrize("told", ["", "{", "[]", '{"result": {}}', '{"result": {"language": "../x"}}', '{"result": 3}'])
def test_an_odd_answer_of_the_program_leaves_the_language_open(places, told):
    body = WHISPER_CLI + f"\nout.with_suffix('.json').write_text({told!r})"
    made = transcriber_in(places, body).transcribe(wav())
    assert (made.text, made.language) == (SAID, "und")


# -- sound


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"RIFF\0\0\0\0AVI ", ""),
        (b"fLaC", "flac"),
        (b"ID3\4", "mp3"),
        (b"\xff\xfb\x90", "mp3"),
        (b"\xff\xf1\x50", "aac"),
        (b"\xff\xd8\xff", ""),
        (b"\xff", ""),
        (b"#!AMR\n", "amr"),
        (b"caff", "caf"),
        (b"\0\0\0\x20ftypM4A ", "mov"),
        (b"\x1a\x45\xdf\xa3", "matroska"),
        (b"OggS" + bytes(24) + b"OpusHead", "opus"),
        (b"OggS" + bytes(24) + b"\x01vorbis", "ogg"),
        (b"OggS" + bytes(24) + b"\x80theora", ""),
        (b"#EXTM3U", ""),
        (b"ffconcat version 1.0", ""),
        (b"", ""),
    ],
)
def test_the_kind_of_sound_is_told_by_its_first_bytes(head, kind):
    assert kind_of(head) == kind


@given(st.binary(max_size=80))
def test_any_bytes_are_some_kind_or_none(content):
    assert kind_of(content) in {"", "wav", "flac", "mp3", "aac", "amr", "caf", "matroska", "asf", "mov", "ogg", "opus", "speex"}


@given(st.lists(st.text()))
def test_what_is_said_is_one_printable_line(pieces):
    text = said(pieces)
    assert text == " ".join(text.split())
    assert text.isprintable()


def test_a_language_is_a_code_or_unknown():
    assert [code_of(x) for x in ("nl", "NL", "yue", "", None, "x", "n1", "../nl")] == ["nl", "nl", "yue", *["und"] * 5]


@pytest.mark.parametrize(
    ("name", "media_type", "sound"),
    [
        ("PTT-1.opus", "audio/ogg; codecs=opus", True),
        ("voicemail.wav", "AUDIO/x-wav", True),
        ("PTT-1.OPUS", "application/octet-stream", True),
        ("note.ogg", "", True),
        ("film.mp4", "video/mp4", False),
        ("note.ogg", "text/plain", False),
        ("note", "", False),
        ("photo.jpg", "image/jpeg", False),
    ],
)
def test_recordings_among_attachments(name, media_type, sound):
    assert is_audio(name, media_type) is sound
