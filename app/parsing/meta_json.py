"""Thread files of Meta's JSON exports: who takes part, and the messages, oldest first, in bounded memory.

The files are newest-first. A usual one (10,000 messages) is held whole and turned round; a larger one comes in pieces, each turned round,
so that its first messages are there at once, whatever its size.
"""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from app.domain.errors import BadInput
from app.parsing.archive import Member, refusing_damage
from app.parsing.json_stream import NOT_JSON, JsonPull
from app.parsing.meta_text import repaired

WHOLE = 12 * 1024 * 1024
"""Bytes up to which a file is held whole, and of which a piece of a larger one is made."""
_SMALL, _TAIL = 256 * 1024, 1024 * 1024
"""Bytes up to which a file is read whole for its facts, and of a larger one's end."""
USUAL, BEYOND = 10**11, 10**14
"""Between these a time is milliseconds as Meta writes them (1973 to 5138); from the second on microseconds."""
_SECONDS_FROM = 10**9
"""From here on what is less than usual is seconds (2001 and later)."""
_LISTS_BEHIND = 50
"""Lists that may stand behind the messages."""
_LIST_END = re.compile(rb'\]\s*,\s*(?=")')

Row = tuple[int, Any]
"""A message's position in its file, and what the file holds there."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a thread file tells beside its messages. Names are repaired; `group` is None where nothing says it."""

    participants: tuple[str, ...] = ()
    title: str = ""
    thread_path: str = ""
    group: bool | None = None
    left: bool = False
    is_thread: bool = False


def facts_of(member: Member) -> Facts:
    """Return what stands before and behind the messages; of what is damaged, what can be read. Raises BadInput when it cannot be opened."""
    with refusing_damage():
        with member.open() as stream:
            found = _whole(stream.read()) if member.size <= _SMALL else {}
        if not found:
            with member.open() as stream:
                found = _before_messages(stream)
            with member.open() as stream:
                found = _behind_messages(stream, member.size) | found
        return facts_from(found)


def _whole(raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _before_messages(stream: BinaryIO) -> dict[str, Any]:
    pull = JsonPull(stream)
    found: dict[str, Any] = {}
    try:
        for key in pull.keys():  # noqa: SIM118 - a reader, no dict
            if key == "messages":
                return found | {key: []}
            found[key] = pull.value()
    except BadInput:
        pass  # the messages tell where it is damaged
    return found


def _behind_messages(stream: BinaryIO, size: int) -> dict[str, Any]:
    """Return the fields behind the messages, from the end of the file: the longest rest that is the rest of an object."""
    start = max(0, size - _TAIL)
    stream.seek(start)
    tail = stream.read(_TAIL)
    best: dict[str, Any] = {}
    for end in [found.end() for found in _LIST_END.finditer(tail)][: -_LISTS_BEHIND - 1 : -1]:
        best = _whole(b"{" + tail[end:]) or best
    return best


def facts_from(found: dict[str, Any]) -> Facts:
    """Return the facts in the fields of a thread."""
    people = found.get("participants")
    names = [_name(person) for person in people] if isinstance(people, list) else _senders(found.get("messages"))
    title = found.get("title") or found.get("threadName")
    kind = found.get("thread_type")
    group = True if "joinable_mode" in found or kind == "RegularGroup" else False if kind == "Regular" else None
    return Facts(
        tuple(dict.fromkeys(name for name in names if name is not None)),
        repaired(title) if isinstance(title, str) else "",
        repaired(path) if isinstance(path := found.get("thread_path"), str) else "",
        group,
        found.get("is_still_participant") is False,
        isinstance(people, list) or "messages" in found,
    )


def _senders(messages: object) -> list[str | None]:
    """Return who writes, where a file does not list its people."""
    rows = [row for row in messages if isinstance(row, dict)] if isinstance(messages, list) else []
    return [_name(row.get("sender_name") or row.get("senderName")) for row in rows]


def _name(person: object) -> str | None:
    name = person.get("name") if isinstance(person, dict) else person
    return repaired(name) if isinstance(name, str) else None


def rows_of(member: Member) -> Iterator[Row]:
    """Yield the messages of a file, oldest first (a large one: in pieces). Raises BadInput, after what was whole, where the file is
    damaged or no thread."""
    with refusing_damage():
        yield from _small(member) if member.size <= WHOLE else _in_pieces(member)


def when_of(row: Any) -> int:
    """Return a message's time in milliseconds since 1970; -1 where it tells none."""
    when = row.get("timestamp_ms", row.get("timestamp")) if isinstance(row, dict) else None
    if type(when) is int and USUAL <= when < BEYOND:
        return when
    found = milliseconds(when)
    return -1 if found is None else found


def milliseconds(when: object) -> int | None:
    """Return a time in milliseconds since 1970: seconds and microseconds are told by their size, numbers may be text; None for no time."""
    try:
        number = int(when) if isinstance(when, int | float | str) and not isinstance(when, bool) else None
    except (ValueError, OverflowError):
        return None
    if number is None or abs(number) >= BEYOND * 1000:
        return None
    if _SECONDS_FROM <= number < USUAL:
        return round(float(when) * 1000) if isinstance(when, float) else number * 1000
    return number if abs(number) < BEYOND else number // 1000


def in_time(rows: list[Row], *, back: bool) -> list[Row]:
    """Return rows oldest first (`back`: they stand newest first); those of one moment in the order in which they were said."""
    if back:
        rows.reverse()
    rows.sort(key=_row_time)
    return rows


def _row_time(row: Row) -> int:
    return when_of(row[1])


def _runs_back(first: int, last: int) -> bool:
    return first >= last  # all of one moment: newest first is the rule


# -- a usual file


def _small(member: Member) -> Iterator[Row]:
    with member.open() as stream:
        raw = stream.read()
    rows, damage = _all_rows(raw)
    del raw
    yield from _turned(rows)
    if damage is not None:
        raise damage


def _all_rows(raw: bytes) -> tuple[list[Row], BadInput | None]:
    try:
        found = json.loads(raw.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return _whole_rows(raw)
    messages = found.get("messages") if isinstance(found, dict) else None
    if not isinstance(messages, list):
        return [], BadInput(NOT_JSON)
    return list(enumerate(messages)), None


def _whole_rows(raw: bytes) -> tuple[list[Row], BadInput]:
    """Return what is whole of a damaged file."""
    rows: list[Row] = []
    pull = JsonPull(io.BytesIO(raw))
    try:
        for key in pull.keys():  # noqa: SIM118 - a reader, no dict
            if key == "messages":
                rows.extend((at, pull.value()) for at in pull.items())
    except BadInput as error:
        return rows, error
    return rows, BadInput(NOT_JSON)


# -- a large file


def _in_pieces(member: Member) -> Iterator[Row]:
    """Yield the messages in pieces, each oldest first; what was said in one moment is never parted."""
    held: list[Row] = []
    begun = 0
    damage: BadInput | None = None
    with member.open() as stream:
        pull = JsonPull(stream)
        try:
            for number, row in _listed(pull):
                if pull.position - begun > WHOLE and when_of(row) != when_of(held[-1][1]):
                    yield from _turned(held)
                    held, begun = [], pull.position
                held.append((number, row))
        except BadInput as error:
            damage = error
    yield from _turned(held)
    if damage is not None:
        raise damage


def _listed(pull: JsonPull) -> Iterator[Row]:
    for key in pull.keys():  # noqa: SIM118 - a reader, no dict
        if key == "messages":
            yield from enumerate(pull.values())


def _turned(rows: list[Row]) -> list[Row]:
    return in_time(rows, back=bool(rows) and _runs_back(when_of(rows[0][1]), when_of(rows[-1][1])))
