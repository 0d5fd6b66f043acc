"""What a sound file is, told by its first bytes and never by its name.

Only kinds that are known here are handed to a decoder: the libraries beneath the engines would also follow play lists, which name other
files and addresses, and would do so outside the network guard.
"""

from app.domain.errors import EngineError
from app.domain.text import N_
from app.domain.transcription import LONGEST

MOST_SECONDS = 2 * 60 * 60
"""The longest recording that is written out."""
UNREADABLE = N_("This recording cannot be read: it is damaged, or of a kind that is not known. It is kept as it came.")
TOO_LARGE = N_("This recording is larger than {megabytes} MB and is not written out; it is kept and can be played.")
TOO_LONG = N_("This recording is longer than {hours} hours and is not written out; it is kept and can be played.")
_MAGIC = (
    (b"fLaC", "flac"),
    (b"ID3", "mp3"),
    (b"#!AMR", "amr"),
    (b"caff", "caf"),
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
)
_OGG = ((b"OpusHead", "opus"), (b"Speex   ", "speex"), (b"\x01vorbis", "ogg"))
_FIRST_PAGE = 512


def kind_of(content: bytes) -> str:
    """Return the kind of sound: wav, flac, mp3, aac, amr, caf, matroska, asf, mov, ogg (Vorbis), opus, speex; "" for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[:4] == b"OggS":
        first = content[:_FIRST_PAGE]
        return next((kind for mark, kind in _OGG if mark in first), "")
    if content[4:8] == b"ftyp":
        return "mov"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), "") or _frames(content[:2])


def _frames(head: bytes) -> str:
    """Sound without a container starts with a frame: eleven (MPEG) or twelve (AAC) set bits, then the layer (AAC has none)."""
    if len(head) < 2 or head[0] != 0xFF:
        return ""
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if head[1] & 0xE0 == 0xE0 and head[1] & 0x06 else ""


def checked_kind(content: bytes) -> str:
    """Return the kind of a recording. Raises EngineError when there is nothing that can be read, or too much."""
    if len(content) > LONGEST:
        raise EngineError(TOO_LARGE, megabytes=LONGEST // 1024**2)
    kind = kind_of(content)
    if not kind:
        raise EngineError(UNREADABLE)
    return kind


def said(pieces: list[str]) -> str:
    """Return what an engine heard as one text: its pieces on one line, without control characters."""
    words = "".join(c if c.isprintable() else " " for piece in pieces for c in f"{piece} ")
    return " ".join(words.split())


def code_of(language: object) -> str:
    """Return a language code that an engine gave, "und" for what is none."""
    code = str(language or "").lower()
    return code if code.isascii() and code.isalpha() and len(code) in (2, 3) else "und"
