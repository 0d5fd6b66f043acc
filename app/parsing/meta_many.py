"""The first downloads, of which one file holds many conversations: taken apart into a file for each, of the shape of later ones.

Instagram until 2020: `messages.json`, `[{participants: [names], conversation: [{sender, created_at, text ...}]}]`.
Facebook until 2018: `messages.htm` (from 2017 on `messages/0.html` ...): `<div class="thread">` with its people, and for every message a
`<div class="message">` with name and time, behind it the words.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from app.domain.errors import BadInput
from app.parsing.archive import Member, refusing_damage
from app.parsing.json_stream import JsonPull
from app.parsing.json_values import entries, words

_IN_MEMORY = 64 * 1024 * 1024
"""Bytes of a file that is held while its conversations are read; of a larger one each is looked up anew."""
_LARGEST_PAGE = 256 * 1024 * 1024
_FROM_LIST = ".thread.json"
_BOM = "\xef\xbb\xbf"
_THREAD = re.compile(rb'<div class="thread">')
_SHARED = ("media_share_url", "link", "profile_share_name", "profile_share_username", "story_share", "live_video_invite")
_PLAIN = frozenset({"sender", "created_at", "text", "likes"})
_FILES = ("media", "media_url", "voice_media", "animated_media_images")


def is_list_of_chats(head: bytes) -> bool:
    """Say whether a file begins as Instagram's first `messages.json`."""
    return head.startswith(b"[") and all(key in head for key in (b'"participants"', b'"conversation"', b'"sender"', b'"created_at"'))


def is_from_list(piece: Member) -> bool:
    """Say whether a thread's file is a piece of such a list."""
    return piece.name.endswith(_FROM_LIST)


def is_page_of_threads(head: bytes) -> bool:
    """Say whether a file begins as a page of Facebook's first downloads."""
    return b'<div class="thread">' in head and b'class="message_header"' in head


def chats_in(member: Member) -> list[Member]:
    """Return the conversations of a list as thread files of the later shape; where the list is damaged the last of them is, too. Raises
    BadInput when the file cannot be read."""
    places: list[tuple[int, int]] = []
    start = 0
    with refusing_damage(), member.open() as stream:
        pull = JsonPull(stream, encoding="latin-1")
        try:
            if pull.peek() == _BOM[0]:
                pull.skip_to(_BOM)
            for _ in pull.items():
                pull.peek()
                start = pull.position
                pull.value()
                places.append((start, pull.position))
        except BadInput:
            places.append((start if not places or start > places[-1][0] else member.size, member.size))
    read = _piece_reader(member)
    return [
        _piece(f"{member.name}/{number}{_FROM_LIST}", end - start, partial(_as_thread, read, start, end))
        for number, (start, end) in enumerate(places, 1)
    ]


def threads_on(member: Member) -> list[tuple[bytes, Member]]:
    """Return the threads of a page as pages of their own, each with what it says of its people. Raises BadInput when it cannot be read."""
    if member.size > _LARGEST_PAGE:
        return [(b"", member)]
    with refusing_damage(), member.open() as stream:
        raw = stream.read()
    starts = [*(found.start() for found in _THREAD.finditer(raw)), len(raw)]
    read = _piece_reader(member)
    found: list[tuple[bytes, Member]] = []
    for start, end in pairwise(starts):
        first = raw.find(b'<div class="message">', start, end)
        if first >= 0:
            piece = _piece(f"{member.name}/{len(found) + 1}", end - start, partial(read, start, end))
            found.append((raw[start:first].strip(), piece))
    return found


def _piece(name: str, size: int, read: Callable[[], bytes]) -> Member:
    return Member(name, size, lambda: io.BytesIO(read()))


def _piece_reader(member: Member) -> Callable[[int, int], bytes]:
    """Return a function that gives the bytes of a file between two places."""

    @lru_cache(maxsize=1)
    def whole() -> bytes:
        with refusing_damage(), member.open() as stream:
            return stream.read()

    def read(start: int, end: int) -> bytes:
        if member.size <= _IN_MEMORY:
            return whole()[start:end]
        with refusing_damage(), member.open() as stream:
            stream.seek(start)
            return stream.read(end - start)

    return read


def _as_thread(read: Callable[[int, int], bytes], start: int, end: int) -> bytes:
    """Return a conversation of the first shape as one of the later; of a damaged one what is whole, broken off there."""
    found, rows, whole = _parts_of(read(start, end))
    people = [{"name": words(name)} for name in entries(found.get("participants"))]
    head = {"participants": people, "title": words(found.get("title")) or words(found.get("group_name"))}
    messages = json.dumps([_row(said) if isinstance(said, dict) else said for said in rows])
    made = f'{json.dumps(head)[:-1]}, "messages": {messages}}}'
    return (made if whole else made[:-2]).encode()


def _parts_of(raw: bytes) -> tuple[dict[str, Any], list[Any], bool]:
    """Return the fields of a conversation, its messages, and whether it was whole."""
    try:
        found = json.loads(raw, strict=False)
        return found, entries(found.pop("conversation", None)), True
    except (ValueError, RecursionError, AttributeError):
        found = {}
    rows: list[Any] = []
    pull = JsonPull(io.BytesIO(raw))
    try:
        for key in pull.keys():  # noqa: SIM118 - a reader, no dict
            if key == "conversation" and pull.peek() == "[":
                rows.extend(pull.values())
            else:
                found[key] = pull.value()
    except BadInput:
        return found, rows, False
    return found, rows, True


def _row(said: dict[str, Any]) -> dict[str, Any]:
    if said.keys() <= _PLAIN:
        return {"sender_name": said.get("sender"), "timestamp_ms": _when(said.get("created_at")), "content": said.get("text")}
    text = words(said.get("text")) or words(said.get("heart")) or words(said.get("media_share_caption")) or words(said.get("action"))
    links = [link for key in _SHARED if (link := _link(said.get(key))) and link not in text]
    row: dict[str, Any] = {"sender_name": words(said.get("sender")), "timestamp_ms": _when(said.get("created_at"))}
    if said.get("video_call_action"):
        return row | {"content": words(said["video_call_action"]), "type": "Call", "call_duration": 1}
    files = [{"uri": uri} for key in _FILES for uri in _uris(said.get(key))]
    return row | {"content": "\n".join(filter(None, [text, *links])), "files": files}


def _link(value: object) -> str:
    found = (value.get("link_url") or value.get("url")) if isinstance(value, dict) else value
    return words(found)


def _uris(value: object) -> Iterator[str]:
    """Yield the addresses in a value of any depth: a text, or what stands under `url` or `uri`."""
    if isinstance(value, str) and ("/" in value or "." in value):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _uris(part)
    elif isinstance(value, dict):
        yield from _uris(value.get("url") or value.get("uri") or next((part for part in value.values() if isinstance(part, dict)), None))


def _when(written: object) -> int | None:
    try:
        return int(datetime.fromisoformat(words(written)).timestamp() * 1000 + 0.5)
    except (ValueError, OverflowError):
        return None
