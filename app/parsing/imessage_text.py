"""Chats of Apple's Messages as imessage-exporter writes them as text: a block for each message, answers also under theirs."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

OWN_NAME = "Me"
INDENT = "    "
HEADER = re.compile(r"([A-Z][a-z]{2}) {1,2}(\d{1,2}), (\d{4}) {1,2}(\d{1,2}):(\d\d):(\d\d)\s([AP]M)(?: (\([^()]*\)))?(?: (\S.*))?")
ANSWER = "This message responded to an earlier message."
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_FILE = re.compile(r"(?:~?/|attachments/|\.\.?/)(?:[^\n]*/)?[^/\n]+\.\w{1,6}", re.IGNORECASE)
_FOLDERS = ("attachments/", "/Attachments/", "/Library/", "StickerCache")
_REACTIONS = ("Tapbacks:", "Reactions:")
_EDITED = re.compile(r"^Edited [^\n:]{1,60} later: ", re.MULTILINE)
_UNSENT = re.compile(r"[^\n]{1,100} unsent (?:this|a) message(?: part)?[^\n]{0,60}")


class Block(NamedTuple):
    """One message: `day` and `time` local, ISO. `answer`: it stands under what it answers. `name` is "" where the app speaks."""

    line: int
    day: str
    time: str
    name: str
    text: str
    answer: bool
    files: tuple[str, ...]
    warnings: tuple[str, ...]


@lru_cache(maxsize=8192)
def time_in(month: str, day: str, year: str, hour: str, minute: str, half: str) -> tuple[str, str] | None:
    """Return (day, minute) as ISO text, None where the month is none."""
    number = _MONTHS.get(month)
    hours = int(hour) % 12 + (12 if half == "PM" else 0)
    return (f"{year}-{number}-{int(day):02}", f"{hours:02}:{minute}") if number else None


def people(lines: Iterable[str]) -> tuple[list[str], bool]:
    """Return who writes, in order, and whether any message has answers under it."""
    names: dict[str, None] = {}
    answers, after = False, False
    for line in lines:
        if after:
            names.setdefault(line.strip())
        inner = line.startswith(INDENT)
        text = line[len(INDENT) :] if inner else line
        found = HEADER.fullmatch(text) if _may_open(text) else None
        after = found is not None and not found[9]
        answers = answers or (after and inner)
    return [name for name in names if name], answers


def opens(line: str) -> bool:
    """Say whether a message begins with this line."""
    return _may_open(line) and HEADER.fullmatch(line) is not None


def _may_open(line: str) -> bool:
    return line[:3] in _MONTHS and (line[-1:] in (")", "M") or " AM " in line or " PM " in line)


class _Open(NamedTuple):
    line: int
    when: tuple[str, str]
    notice: str
    lines: list[str]
    answer: bool


def blocks(lines: Iterable[str]) -> Iterator[Block | int]:
    """Yield the messages, each before the answers that stand under it; a line number for text before the first one."""
    main: _Open | None = None
    answers: list[_Open] = []
    inside, stray = False, 0
    for number, line in enumerate(lines, 1):
        inner = line.startswith(INDENT) and main is not None
        opened = _opened(number, line[len(INDENT) :] if inner else line, answer=inner)
        if opened is not None and inner:
            answers.append(opened)
        elif opened is not None:
            yield from map(_block, filter(None, (main, *answers)))
            main, answers = opened, []
        elif answers and (inner or (inside and not line.strip())):
            answers[-1].lines.append(line[len(INDENT) :])
        elif main is not None:
            main.lines.append(line)
        elif line.strip():
            stray = stray or number
        inside = bool(answers) and (inner or not line.strip())
    if stray:
        yield stray
    yield from map(_block, filter(None, (main, *answers)))


def _opened(number: int, line: str, *, answer: bool) -> _Open | None:
    found = HEADER.fullmatch(line) if _may_open(line) else None
    if found is None:
        return None
    when = time_in(*found.group(1, 2, 3, 4, 5, 7))
    return _Open(number, (when[0], f"{when[1]}:{found[6]}"), found[9] or "", [], answer) if when else None


def _block(made: _Open) -> Block:
    day, time = made.when
    if made.notice:
        text = "\n".join([made.notice, *made.lines]).rstrip("\n ")
        return Block(made.line, day, time, "", text, made.answer, (), ())
    name, *rest = made.lines or [""]
    body, files = list[str](), list[str]()
    for line in rest:
        if line in _REACTIONS:
            break
        if line == ANSWER:
            continue
        if line[:1] in "~/a." and _FILE.fullmatch(line) and any(folder in line for folder in _FOLDERS):
            files.append(line)
        else:
            body.append(line)
    text, warnings = _last_version("\n".join(body).strip("\n")) if len(body) > 1 else (body[0] if body else "", ())
    if len(text) < 200 and " unsent " in text and _UNSENT.fullmatch(text):
        warnings = ("deleted",)
    return Block(made.line, day, time, name.strip(), text, made.answer, tuple(files), warnings)


def _last_version(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the last version of an edited body, and the warning that it was edited."""
    ends = [found.end() for found in _EDITED.finditer(text)]
    return (text[ends[-1] :], ("edited",)) if ends else (text, ())
