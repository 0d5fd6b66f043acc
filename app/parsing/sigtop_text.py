"""Chats of Signal Desktop as sigtop writes them as text: `Conversation: ...`, then a block of fields and a body for each message."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

_TIME = re.compile(r"(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {
    name: number for number, name in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_FIELD = re.compile(r"(From|Type|Sent|Received|Attachment|Reaction|Edited|Version): (.*)")
ATTACHMENT = re.compile(r"(.*) \(([\w.+-]+/[\w.+*-]+|[\w-]*), (\d+) bytes\)")


class Block(NamedTuple):
    """One message as written. `fields` by name (the first of each), `files` as (name, media type, size), `body` and `quote` as text;
    `edited` is when the last version was made ("" when there is one version)."""

    line: int
    fields: dict[str, str]
    files: list[tuple[str, str, int]]
    body: str
    quote: str
    edited: str


def time_in(text: str) -> datetime | None:
    """Return the UTC time of `Mon, 2 Jan 2006 15:04:05 -0700`, None when it is none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    minute = _minute(*found.group(1, 2, 3, 4, 5, 7, 8, 9))
    seconds = int(found[6])
    return minute.replace(second=seconds) if minute and seconds < 60 else None


@lru_cache(maxsize=8192)
def _minute(day: str, month: str, year: str, hour: str, minute: str, sign: str, hours: str, minutes: str) -> datetime | None:
    try:
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        return datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), tzinfo=timezone(offset)).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Yield the messages below the line that names the conversation. A new one begins where `From:` or `Type:` follows an empty line and
    the next line is a field too: people write "From: me" as well."""
    held: list[str] = []
    start, number, previous, candidate = 0, 0, "", ""
    for number, line in enumerate(lines, 1):
        if candidate:
            if _goes_on(candidate, line):
                if start:
                    yield _block(start, held)
                start, held = number - 1, [candidate]
            else:
                held.append(candidate)
            previous, candidate = candidate, ""
        if not previous and line.startswith(("From:", "Type:")):
            candidate = line
            continue
        held.append(line)
        previous = line
    if candidate:
        held.append(candidate)
    if start:
        yield _block(start, held)


def _goes_on(candidate: str, line: str) -> bool:
    """Say whether this line makes the one before it the first of a message: `Type:` behind `From:`, a time behind `Type:`."""
    name, _, value = line.partition(": ")
    if candidate.startswith("From:"):
        return name == "Type"
    return name in ("Sent", "Received") and (value == "unknown" or time_in(value) is not None)


def _block(line: int, lines: list[str]) -> Block:
    fields, files, at = _fields(lines, 0)
    rest = lines[at:]
    edited = ""
    if "Edited" in fields:
        rest = [text[2:] for text in _run(rest[1:], "|")] or rest
        version, more, at = _fields(rest, 0)
        edited = version.get("Sent", "") or fields["Edited"]
        files = more or files
        rest = rest[at:]
        later = next((place for place, text in enumerate(rest) if text.startswith("Version: ")), len(rest))
        rest = rest[:later]
    quoted = _run(rest[1:], ">") if len(rest) > 2 and rest[1].startswith("> From: ") and rest[2].startswith("> Sent: ") else []
    quote = "\n".join(text[2:] for text in quoted).partition("\n\n")[2]
    body = rest[1 + len(quoted) :]
    return Block(line, fields, files, "\n".join(body).strip("\n"), quote, edited)


def _fields(lines: list[str], at: int) -> tuple[dict[str, str], list[tuple[str, str, int]], int]:
    fields: dict[str, str] = {}
    files: list[tuple[str, str, int]] = []
    while at < len(lines) and (found := _FIELD.fullmatch(lines[at])):
        fields.setdefault(found[1], found[2])
        if found[1] == "Attachment" and (file := ATTACHMENT.fullmatch(found[2])):
            files.append((file[1], file[2], int(file[3])))
        at += 1
    return fields, files, at


def _run(lines: list[str], mark: str) -> list[str]:
    end = next((at for at, line in enumerate(lines) if not line.startswith(mark)), len(lines))
    return lines[:end]
