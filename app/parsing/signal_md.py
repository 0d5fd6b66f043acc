"""Messages of Signal as signal-export writes them: `chat.md` (Markdown, one header per message) and the lines of `data.json`."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from app.domain.message import Kind

OWN_NAME = "Me"
"""How the exporter calls the phone's owner."""
NO_SENDER = "No-Sender"

HEADER = re.compile(r"\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\] ?(.*?):(?: |$)")
_FILE = re.compile(r"!?\[([^\]\n]*)\]\((?:\./|\.\./)((?:media|exported_stickers)/[^)\n]+)\)(?: {2})?")
_REACTIONS = re.compile(r"\n?\(- (?:[^\n]+?): [^\n]+? -\)(?= *(?:$|\n|!?\[|\(\())")
_STICKER = re.compile(r"\n?\(\( [^\n]+? \)\)(?= *(?:$|\n|!?\[))")
_DELETED = "(This message was deleted)"
_CALL = re.compile(r"(?:Incoming|Outgoing|Missed|Declined)(?: \w+)? call(?: \([^()\n]+\))?")


class Said(NamedTuple):
    """One message: `day` and `time` as written (local), who, what. `own` is what was newly written, without the quote."""

    line: int
    day: str
    time: str
    name: str
    text: str
    own: str
    files: tuple[tuple[str, str], ...] = ()
    kind: Kind = Kind.MESSAGE
    warnings: tuple[str, ...] = ()
    sticker: bool = False


def read_markdown(lines: Iterable[str]) -> Iterator[Said | int]:
    """Yield messages; a line number for text before the first one."""
    head: tuple[str, str, str] | None = None
    start, body, stray = 0, list[str](), False
    match = HEADER.match
    for number, line in enumerate(lines, 1):
        found = match(line) if line[:1] == "[" else None
        if found is None:
            if head is not None:
                body.append(line)
            elif line.strip() and not stray:
                stray = True
                yield number
            continue
        if head is not None:
            yield _said(start, *head, body)
        head = (found[1], found[2], found[3])
        start, body = number, [line[found.end() :]]
    if head is not None:
        yield _said(start, *head, body)


def _said(line: int, day: str, time: str, name: str, body: list[str]) -> Said:
    text = body[0] if len(body) == 1 else "\n".join(body)
    if "](" not in text and "(" not in text and ">" not in text:
        text = _trimmed(text)
        return Said(line, day, time, name, text, text, (), *_kind(text))
    files = tuple((found[1], found[2].replace("%20", " ")) for found in _FILE.finditer(text))
    text = _FILE.sub("", text)
    bare = _REACTIONS.sub("", text)
    plain = _STICKER.sub("", bare)
    text = _trimmed(plain) if plain == text else _trimmed(_trimmed(plain))  # what was taken out stood behind the body's own two spaces
    return Said(line, day, time, name, text, without_quote(text), files, *_kind(text), sticker=plain != bare)


def _trimmed(text: str) -> str:
    """Return a body without what the exporter puts around it: two spaces behind every body, empty lines around a quote."""
    return text.strip("\n").removesuffix("  ").strip("\n")


def _kind(text: str) -> tuple[Kind, tuple[str, ...]]:
    if text == _DELETED:
        return Kind.MESSAGE, ("deleted",)
    if len(text) < 90 and " call" in text and _CALL.fullmatch(text):
        return Kind.CALL, ("missed_call",) if text.startswith("Missed") else ()
    return Kind.MESSAGE, ()


def without_quote(text: str) -> str:
    """Return a body without the quoted lines at its beginning."""
    if not text.startswith(">"):
        return text
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if not line.startswith(">")), len(lines))
    return "\n".join(lines[at:]).strip("\n")


def read_data_line(number: int, raw: str) -> Said | None:
    """Return the message of a line of `data.json`, None when it is none."""
    try:
        row = json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not isinstance(row.get("date"), str) or "sender" not in row:
        return None
    day, _, time = row["date"].replace(" ", "T").partition("T")
    body = "".join(value for key in ("quote", "body") if isinstance(value := row.get(key), str))
    text = _DELETED if row.get("deleted") else _trimmed(body)
    kind, warnings = _kind(text)
    if row.get("call"):
        kind, warnings = Kind.CALL, ("missed_call",) if row.get("missed") else warnings
    files = tuple(_file(item) for item in row.get("attachments") or [] if isinstance(item, dict))
    return Said(
        number, day, time[:8], str(row["sender"] or ""), text, without_quote(text), files, kind, warnings, sticker=bool(row.get("sticker"))
    )


def _file(item: dict[str, Any]) -> tuple[str, str]:
    return str(item.get("name") or ""), str(item.get("path") or "").replace("%20", " ")
