"""Fakes of the transcription ports: recordings that are told by their bytes, engines that play a part, and the folders they want."""

import stat
import sys
import textwrap
import wave
from io import BytesIO
from pathlib import Path

from app.domain.errors import Cancelled, EngineError
from app.domain.transcription import LONGEST, NoTranscriber, Transcriber, TranscriberChoice, TranscriberKind, Transcript
from app.language.sound import UNREADABLE

SAID = "Waar blijft mijn blauwe kruik?"
"""What every recording here says."""


def opus(words: str = SAID) -> bytes:
    """The beginning of a voice note; what is said in it stands in its tags."""
    head = b"OggS\0\2" + bytes(8) + b"\1\0\0\0" + bytes(8) + b"\1\x13OpusHead\1\1\x38\1\x80\xbb\0\0\0\0\0"
    return head + b"OggS\0\0" + bytes(20) + b"OpusTags" + words.encode()


def wav(seconds: float = 1.0) -> bytes:
    """A silent recording."""
    made = BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * int(8000 * seconds)))
    return made.getvalue()


class FakeTranscriber:
    """A Transcriber that hears what is written in the recording's tags."""

    name = "gehoor"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def transcribe(self, content, *, language="", cancelled=None):
        self.asked.append(language)
        if len(content) > LONGEST:
            raise EngineError("too large")
        if not content.startswith((b"OggS", b"RIFF")):
            raise EngineError(UNREADABLE)
        if cancelled is not None and cancelled():
            raise Cancelled
        words = content.partition(b"OpusTags")[2].decode() if b"OpusTags" in content else SAID
        return Transcript(words, language or "nl", 1.0, self.name)


class FakeRoom:
    """A TranscriberRoom with one engine, which the owner must have chosen."""

    def __init__(self, engine: Transcriber | None = None) -> None:
        self.engine = engine or FakeTranscriber()

    def sound(self, choice):
        return choice

    def check(self, choice):
        if choice.kind is TranscriberKind.NONE:
            raise NoTranscriber

    def transcriber(self, choice):
        self.check(choice)
        return self.engine


def whisper_folder(folder: Path) -> Path:
    """A folder that looks like a speech model of faster-whisper."""
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "tokenizer.json", "vocabulary.txt"):
        (folder / name).write_text("{}")
    return folder


def faster_whisper_library(folder: Path, log: Path, *, load: str = "", hear: str = "", segments: str = "") -> Path:
    """Write a module that plays faster-whisper; what it is called with goes to `log`. `load`, `hear`, `segments`: lines that go wrong."""
    source = f"""
    import json, os
    from types import SimpleNamespace

    def decode_audio(file, sampling_rate):
        content = file.read()
        {hear or "pass"}
        return bytes(sampling_rate * 3)

    class WhisperModel:
        supported_languages = ["nl", "en"]

        def __init__(self, model_size_or_path, **options):
            {load or "pass"}
            told = {{"model": model_size_or_path, **options, "offline": os.environ.get("HF_HUB_OFFLINE"), "pid": os.getpid()}}
            with open({str(log)!r}, "w") as file:
                json.dump(told, file)

        def transcribe(self, audio, *, language, beam_size, vad_filter, condition_on_previous_text):
            return self._said(), SimpleNamespace(language=language or "nl")

        def _said(self):
            {segments or "pass"}
            for words in (" Waar blijft mijn", " blauwe kruik?"):
                yield SimpleNamespace(text=words)
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "faster_whisper.py").write_text(textwrap.dedent(source))
    return folder


def program(file: Path, body: str) -> Path:
    """Write a program: Python that sees its arguments as `argv` and the value of an option by `option("-f")`."""
    start = f"#!{sys.executable}\nimport json, os, sys\nfrom pathlib import Path\nargv = sys.argv[1:]\n"
    option = "def option(name):\n    return argv[argv.index(name) + 1]\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(start + option + textwrap.dedent(body))
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


WHISPER_CLI = f"""
out = Path(option("-of"))
if Path(option("-f")).read_bytes()[:4] in (b"RIFF", b"OggS"):
    out.with_suffix(".txt").write_text("{SAID[:12]}\\n{SAID[12:]}\\n")
    told = option("-l") if option("-l") != "auto" else "nl"
    out.with_suffix(".json").write_text(json.dumps({{"result": {{"language": told}}}}))
"""
"""As the real one: where it can read nothing it writes nothing, and ends well all the same."""

FFMPEG = """
import wave
given = Path(option("-i")).read_bytes()
if b"broken" in given:
    sys.exit(183)
with wave.open(argv[-1], "wb") as made:
    made.setnchannels(1); made.setsampwidth(2); made.setframerate(16000)
    made.writeframes(bytes(2 * 16000 * 3))
"""


def ggml(file: Path) -> Path:
    """A file that begins like a speech model of whisper.cpp."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"lmgg" + bytes(40))
    return file


def whisper_cpp(folder: Path, body: str = WHISPER_CLI) -> TranscriberChoice:
    """A program and a model of whisper.cpp, chosen."""
    cli = program(folder / "whisper-cli", body)
    return TranscriberChoice(TranscriberKind.WHISPER_CPP, str(ggml(folder / "ggml-klein.bin")), str(cli))
