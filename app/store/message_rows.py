"""One message as the rows that are kept of it."""

import json
from functools import lru_cache
from typing import Any

from app.domain.message import Direction, Handle, HandleKind, IncomingMessage, Kind, Party
from app.domain.store_ports import NewMessage
from app.store.codec import fingerprint_key, pack, plain, to_us
from app.store.fold import index_text

PREVIEW = 140
SILENT = (Kind.SYSTEM, Kind.NOTE)
"""Kinds that nobody said to anybody: they neither wait for an answer nor are one."""


def is_spoken(message: IncomingMessage) -> bool:
    """Whether somebody said this to somebody."""
    return message.kind not in SILENT


def preview_of(message: IncomingMessage) -> str:
    """Return the first words of a message on one line."""
    text = message.new_text or message.text
    return plain(" ".join(text[: PREVIEW * 4].split())[:PREVIEW])


def is_altered(message: IncomingMessage) -> bool:
    """Whether the source says that this was changed, and has no id by which it would know the text before."""
    return not message.native_id and ("edited" in message.warnings or "deleted" in message.warnings)


def altered_row(id_: int, new: NewMessage) -> tuple[int, int, int]:
    """Return the row of `altered`."""
    return id_, new.conversation_id, to_us(new.incoming.sent_at)


def main_handle(message: IncomingMessage) -> Handle | None:
    """Return the handle a reply would go to: the address of a mail, else the first."""
    handles = message.sender.handles
    if message.channel.is_mail:
        handles = tuple(h for h in handles if h.kind is HandleKind.EMAIL) or handles
    return handles[0] if handles else None


def message_row(id_: int, new: NewMessage) -> tuple[Any, ...]:
    """Return the row of `messages`."""
    m = new.incoming
    handle = main_handle(m)
    return (
        id_,
        new.conversation_id,
        new.customer_id,
        m.channel,
        m.direction,
        m.kind,
        to_us(m.sent_at),
        fingerprint_key(m.fingerprint),
        plain(m.headers.message_id) if m.headers else "",
        plain(m.subject),
        plain(m.sender.name),
        handle.kind if handle else "",
        plain(handle.value) if handle else "",
        len(m.attachments),
    )


def body_row(id_: int, m: IncomingMessage) -> tuple[Any, ...]:
    """Return the row of `bodies`; the new text is a span of the whole text where it is one."""
    start = m.text.find(m.new_text)
    apart = start < 0
    return (
        id_,
        pack(m.text),
        pack(m.new_text) if apart else None,
        0 if apart else start,
        0 if apart else len(m.new_text),
        pack(m.html) if m.html else None,
        _packed_meta(m),
    )


_compact = json.JSONEncoder(separators=(",", ":")).encode


def _packed_meta(m: IncomingMessage) -> bytes:
    if m.headers or m.native_id or m.edited_at:
        return pack(_compact(_meta(m)))
    return _packed_people(m.sender, m.recipients, m.warnings)


@lru_cache(maxsize=1024)
def _packed_people(sender: Party, recipients: tuple[Party, ...], warnings: tuple[str, ...]) -> bytes:
    """In a chat without ids nothing else is told of a message, and the same again and again."""
    return pack(_compact(_people(sender, recipients, warnings)))


def _people(sender: Party, recipients: tuple[Party, ...], warnings: tuple[str, ...]) -> dict[str, object]:
    found = {"from": _handles(sender), "to": [_party(p) for p in recipients], "warnings": warnings}
    return {name: value for name, value in found.items() if value}


def _meta(m: IncomingMessage) -> dict[str, object]:
    found = _people(m.sender, m.recipients, m.warnings)
    if m.headers:
        found |= {"in_reply_to": m.headers.in_reply_to, "references": m.headers.references, "headers": dict(m.headers.extra)}
    if m.native_id and not (m.headers and m.headers.message_id == m.native_id):
        found["native_id"] = m.native_id
    if m.edited_at:
        found["edited_at"] = to_us(m.edited_at)
    return {name: value for name, value in found.items() if value}


def _handles(party: Party) -> list[tuple[str, str]]:
    return [(h.kind, h.value) for h in party.handles]


def _party(party: Party) -> tuple[str, list[tuple[str, str]]]:
    return party.name, _handles(party)


def handles_of(pairs: list[list[str]]) -> tuple[Handle, ...]:
    """Return handles as they lie in the packed headers."""
    return tuple(Handle(HandleKind(kind), value) for kind, value in pairs)


def search_row(id_: int, m: IncomingMessage) -> tuple[Any, ...]:
    """Return the row of the full-text index."""
    return (
        id_,
        index_text(m.subject),
        index_text(m.text or m.new_text),
        index_text(_names(m.sender)),
        index_text(" ".join(map(_names, m.recipients))),
        index_text(" ".join(a.name for a in m.attachments)),
    )


def _names(party: Party) -> str:
    return " ".join((party.name, *(h.value for h in party.handles if h.value != party.name)))


def attachment_rows(id_: int, m: IncomingMessage) -> list[tuple[Any, ...]]:
    """Return the rows of `attachments`."""
    return [
        (id_, plain(a.name), plain(a.media_type), a.size, a.sha256, a.missing, a.content is not None, plain(a.content_id))
        for a in m.attachments
    ]


def unseen(m: IncomingMessage) -> bool:
    """Whether this came in and nobody has looked at it (on the server either)."""
    return m.direction is Direction.IN and is_spoken(m) and not (m.remote and "\\Seen" in m.remote.flags)
