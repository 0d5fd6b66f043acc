"""Where the chats of a WhatsApp export are: a text, or the texts in a zip or folder; and how surely each is one."""

import io
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import BadInput
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage
from app.parsing.chat_bodies import SIGNALS, is_encryption_notice, read_body
from app.parsing.chat_header import Shape, lock, wide_match
from app.parsing.chat_media_words import OMITTED
from app.parsing.chat_titles import stem_of, title_in
from app.parsing.chat_words import fold, strip_marks
from app.parsing.textfile import detect_encoding, read_lines

HEAD_LINES = 200
HEAD_BYTES = 64 * 1024
LIKELY = 0.35
"""What a text among others must score to be read as a chat; the least of one that starts with a header is 0.33 (see `_likely`)."""
MOSTLY = 0.75
"""The share of lines with a header from which a text that starts without one is a chat whose beginning was cut off."""


@dataclass(frozen=True, slots=True)
class ChatSource:
    """A chat's text and the files with it. `name` is shown in problems, `title` names the other side when the file name tells it,
    `latest` is the last day that a message can be from, `beside` the folder of a text given alone, where its files may lie."""

    name: str
    title: str
    latest: date | None
    open: Callable[[], BinaryIO]
    files: dict[str, Member] = field(default_factory=dict)
    beside: Path | None = None

    @property
    def base(self) -> str:
        """The name without folders."""
        return self.name.rpartition("/")[2]

    def find(self, file: str) -> Member | None:
        """Return the file that a message names, None when it is not there."""
        return self.files.get(_file_key(file)) if self.beside is None else _in_folder(self.beside, file)


@contextmanager
def chat_sources(path: Path) -> Iterator[list[ChatSource]]:
    """Yield the chats of a text, zip or folder; raises BadInput with one sentence when it is empty, damaged or unsafe."""
    try:
        state = path.stat()
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    latest = datetime.fromtimestamp(state.st_mtime, UTC).date()
    if path.is_dir() or is_zip(path):
        with open_members(path) as members:
            yield _chats(path, members, None if path.is_dir() else latest)
        return
    if state.st_size == 0:
        raise BadInput(EMPTY_FILE)
    yield [ChatSource(path.name, title_in(path.name), latest, lambda: path.open("rb"), beside=path.parent)]


def head_of(source: ChatSource) -> list[str]:
    """Return the first lines."""
    with refusing_damage(), source.open() as stream:
        raw = stream.read(HEAD_BYTES)
    encoding = detect_encoding(io.BytesIO(raw))
    return list(islice(read_lines(io.BytesIO(raw), encoding), HEAD_LINES))


def likelihood(source: ChatSource) -> float:
    """Say from its first lines how surely this is a chat, 0 to 1."""
    lines = [line for line in head_of(source) if line.strip()]
    header = lock(lines)
    if header is None:
        return 0.0
    texts = [line[found.end() :] for line in lines if (found := header.match(line))]
    score = 0.97 if _sure_signs(source, texts) else _likely(header.shape, source.name)
    score *= 1.0 if sum(":" in text for text in texts) * 2 >= len(texts) else 0.7
    return score * (1.0 if wide_match(lines[0]) else 0.9 if len(texts) > MOSTLY * len(lines) else 0.45)


def _chats(path: Path, members: Sequence[Member], latest: date | None) -> list[ChatSource]:
    """Find the chats among the members: each that bears a chat's name, and every other text that reads like one.

    A text that somebody sent is none: the chat beside it names it as a file.
    """
    own = [m for m in members if not m.name.startswith("__MACOSX/") and not m.base.startswith("._")]
    texts = [m for m in own if m.name.lower().endswith(".txt")] or [m for m in own if "." not in m.base]
    alone = len([t for t in texts if _is_named(t)] or texts) == 1
    near = _near(own)
    everything = _by_key(own)
    sources = []
    for text in texts:
        title = title_in(text.base) or (title_in(path.name) if alone else "")
        files = everything if alone else near[text.name.rpartition("/")[0]]
        sources.append((_is_named(text), ChatSource(text.name, title, latest, text.open, files)))
    likely = [source for named, source in sources if named or likelihood(source) >= LIKELY]
    return _without_sent(likely) or ([max((source for _, source in sources), key=likelihood)] if sources else [])


def _is_named(text: Member) -> bool:
    """Say whether this is called what WhatsApp calls its chats."""
    return stem_of(text.base).replace(" ", "_").strip("_") == "chat" or bool(title_in(text.base))


def _by_key(members: Sequence[Member]) -> dict[str, Member]:
    return {_file_key(m.base): m for m in members}


def _near(members: Sequence[Member]) -> dict[str, dict[str, Member]]:
    """Return the files of each folder: those that a chat of it may name where there are several chats."""
    folders: dict[str, list[Member]] = {}
    for member in members:
        folders.setdefault(member.name.rpartition("/")[0], []).append(member)
    return {folder: _by_key(found) for folder, found in folders.items()}


def _without_sent(chats: Sequence[ChatSource]) -> list[ChatSource]:
    """Leave out the texts that another chat of the same folder speaks of as a file. Each chat is looked through once."""
    folders = Counter(id(chat.files) for chat in chats)
    spoken = {chat.name: _texts_sent(chat) for chat in chats if folders[id(chat.files)] > 1}
    sent = {(id(chat.files), text) for chat in chats for text in spoken.get(chat.name, ()) if text != chat.base}
    return [chat for chat in chats if (id(chat.files), chat.base) not in sent]


def _texts_sent(source: ChatSource) -> set[str]:
    with refusing_damage():
        with source.open() as stream:
            encoding = detect_encoding(stream)
        with source.open() as stream:
            bodies = (line.rpartition(": ")[2] for line in read_lines(stream, encoding) if ".txt" in line)
            return {found.media.name for body in bodies if (found := read_body(body)) and found.media is not None}


def _file_key(name: str) -> str:
    """Return a file name as it is looked up: packers differ in marks, and in how they compose accents."""
    return unicodedata.normalize("NFC", strip_marks(name))


def _in_folder(folder: Path, name: str) -> Member | None:
    """Return a file that lies in a folder itself, by a plain name; what a link leads to is not there."""
    if "/" in name or "\\" in name or name in ("", ".", ".."):
        return None
    try:
        for form in ("NFC", "NFD"):
            path = folder / unicodedata.normalize(form, name)
            if path.is_file() and not path.is_symlink():
                return _member(path)
    except (OSError, ValueError):
        pass
    return None


def _member(path: Path) -> Member:
    return Member(path.name, path.stat().st_size, lambda: path.open("rb"))


def _sure_signs(source: ChatSource, texts: Sequence[str]) -> bool:
    if source.title or source.base == "_chat.txt":
        return True
    bodies = [text.partition(": ")[2] for text in texts]
    return any(body.startswith(SIGNALS) or fold(body).strip("<>") in OMITTED for body in bodies) or any(map(is_encryption_notice, texts))


def _likely(shape: Shape, name: str) -> float:
    """Score by shape alone: other programs write year-first or with other brackets, logs do too."""
    usual = not shape.year_first and (bool(shape.bracket) == shape.seconds) and not shape.time_first and shape.close != ""
    return (0.85 if usual else 0.55) * (1.0 if name.lower().endswith(".txt") else 0.6)
