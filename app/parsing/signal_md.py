"""Messages of Signal as signal-export writes them: `chat.md` (Markdown, one header per message) and the lines of `data.json`."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from app.domain.message import Kind
from app.parsing.json_values import entries

OWN_NAME = "Me"
"""How the exporter calls the phone's owner."""
NO_SENDER = "No-Sender"

HEADER = re.compile(r"\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d(?::\d\d)?)\] ?(.*?):(?: |$)")
_PLACES = ("](./media/", "](../exported_stickers/", "](../media/", "](./exported_stickers/")
"""What stands between the name of a file and its path."""
_SENDER = re.compile(r'\{"date": "[^"\\]*", "sender": "([^"\\]*)"')
"""How a line of `data.json` begins."""
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
    if "](" not in text and "\n(" not in text and not text.startswith("\n\n> "):
        text = _trimmed(text)
        return Said(line, day, time, name, text, text, (), *_kind(text))
    rest, files = _without_files(text.rstrip("\n"))
    rest, sticker = _without_mark(rest, "(( ", " ))")
    rest, _ = _without_mark(rest, "(- ", " -)")
    quote, own = _without_quote(rest)
    own = _trimmed(own)
    text = _trimmed(quote + own) if quote else own
    return Said(line, day, time, name, text, own, files, *_kind(text), sticker=sticker)


def _without_files(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a body without the files at its end, and those (name, path): `![name](./media/path)` and two spaces each."""
    files: list[tuple[str, str]] = []
    while True:
        bare = text.removesuffix("  ")
        at = max(bare.rfind(place) for place in _PLACES) if bare.endswith(")") else -1
        if at < 0 or "\n" in bare[at:]:
            return text, tuple(reversed(files))
        path = bare[bare.index("/", at) + 1 : -1].replace("%20", " ")
        name = path.rpartition("/")[2]
        start = at - len(name) - 1 if bare.endswith(f"[{name}", 0, at) else bare.rfind("[", 0, at)
        if start < 0:
            return text, tuple(reversed(files))
        files.append((bare[start + 1 : at], path))
        text = bare[: start - 1] if bare[start - 1 : start] == "!" else bare[:start]


def _without_mark(text: str, opens: str, closes: str) -> tuple[str, bool]:
    """Return a body without the line that the exporter put behind it (reactions, a sticker), and whether there was one."""
    bare = text.removesuffix("  ")
    at = bare.rfind(f"\n{opens}") if bare.endswith(closes) else -1
    if at < 0 or "\n" in bare[at + 1 :] or (bare != text and not text[:at].endswith("  ")):
        return text, False  # the last: words of a person on a line of their own end with the body's two spaces, and none stand before them
    return text[:at], True


def _without_quote(text: str) -> tuple[str, str]:
    """Return (the quote with which a body begins, the rest): the exporter sets it on lines of its own, between empty ones."""
    if not text.startswith("\n\n> "):
        return "", text
    end = text.find("\n\n", 2)
    return (text, "") if end < 0 else (text[: end + 2], text[end + 2 :])


def _trimmed(text: str) -> str:
    """Return a body without what the exporter puts around it: two spaces behind every body, empty lines around a quote."""
    return text.strip("\n").removesuffix("  ").strip("\n")


def _kind(text: str) -> tuple[Kind, tuple[str, ...]]:
    if text == _DELETED:
        return Kind.MESSAGE, ("deleted",)
    if len(text) < 90 and " call" in text and _CALL.fullmatch(text):
        return Kind.CALL, ("missed_call",) if text.startswith("Missed") else ()
    return Kind.MESSAGE, ()


def names_in_data(lines: Iterable[str]) -> list[str]:
    """Return who writes in the lines of `data.json`, in order."""
    names: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        found = _SENDER.match(line)
        if found is not None:
            names[found[1]] = None
        elif line.strip() and (said := read_data_line(number, line)):
            names[said.name] = None
    return list(names)


def read_data_line(number: int, raw: str) -> Said | None:
    """Return the message of a line of `data.json`, None when it is none."""
    try:
        row = json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not isinstance(row.get("date"), str) or "sender" not in row:
        return None
    day, _, time = row["date"].replace(" ", "T").partition("T")
    quote, body = (value if isinstance(value := row.get(key), str) else "" for key in ("quote", "body"))
    own = _DELETED if row.get("deleted") else _trimmed(body)
    text = _trimmed(quote + own) if quote and not row.get("deleted") else own
    kind, warnings = _kind(text)
    if row.get("call"):
        kind, warnings = Kind.CALL, ("missed_call",) if row.get("missed") else warnings
    found = () if row.get("deleted") else entries(row.get("attachments"))
    files = tuple(_file(item) for item in found if isinstance(item, dict))
    return Said(number, day, time[:8], str(row["sender"] or ""), text, own, files, kind, warnings, sticker=bool(row.get("sticker")))


def _file(item: dict[str, Any]) -> tuple[str, str]:
    return str(item.get("name") or ""), str(item.get("path") or "").replace("%20", " ")
