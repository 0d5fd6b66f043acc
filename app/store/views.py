"""Rows read as the read models of `app.domain.views`; each takes ids and asks once."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from typing import Any

from sqlalchemy import Row

from app.domain.errors import NotFound
from app.domain.message import Channel, Direction, Handle, HandleKind, Kind
from app.domain.verdict import Verdict
from app.domain.views import AttachmentView, ConversationRow, ConversationState, CustomerRow, EarlierText, MessageView, NoteView
from app.store.codec import from_us, from_us_or_none, strings, unpack, unpack_verdict
from app.store.customers import NO_CUSTOMER
from app.store.message_rows import handles_of
from app.store.order_forms import forms_of, names_of
from app.store.sql import LISTED, Sql, listed
from app.store.transcripts import read_transcripts

_CONVERSATION = f"""
SELECT c.id, c.customer_id, k.name, c.channel, c.subject, c.preview, c.state, c.last_at, c.waiting_since, c.due_at, c.urgency, c.sentiment,
    c.emotion, c.category, c.language, c.order_numbers, c.reasons, c.draft_ready, c.unread, c.messages
FROM conversations AS c JOIN customers AS k ON k.id = c.customer_id WHERE c.id IN {LISTED}
"""  # noqa: S608 - a constant
_MESSAGE = """
SELECT m.id, m.conversation_id, m.channel, m.direction, m.kind, m.sender, m.handle, m.sent_at, m.subject, m.message_id, m.attachments,
    b.text, b.new_text, b.new_start, b.new_length, b.html, b.meta
FROM messages AS m JOIN bodies AS b ON b.message_id = m.id WHERE
"""
_VERSIONS = f"SELECT message_id, text, until FROM message_versions WHERE message_id IN {LISTED} ORDER BY id"  # noqa: S608 - a constant
_ATTACHMENT = f"""
SELECT message_id, id, name, media_type, size, sha256, missing, stored, content_id FROM attachments WHERE message_id IN {LISTED} ORDER BY id
"""  # noqa: S608 - a constant
_CUSTOMER = f"""
SELECT id, name, tags, vip, first_seen, last_seen, messages, notes FROM customers WHERE id IN {LISTED}
"""  # noqa: S608 - a constant
_HANDLES = f"SELECT customer_id, kind, value FROM handles WHERE customer_id IN {LISTED} ORDER BY kind, value"  # noqa: S608 - a constant
_LANGUAGES = f"""
SELECT customer_id, language FROM customer_languages WHERE customer_id IN {LISTED} ORDER BY messages DESC, language
"""  # noqa: S608 - a constant
_ORDERS = f"""
SELECT c.customer_id, o.number FROM conversations AS c JOIN orders AS o ON o.conversation_id = c.id WHERE c.customer_id IN {LISTED}
GROUP BY c.customer_id, o.folded ORDER BY max(o.message_id)
"""  # noqa: S608 - a constant


_PLACED = f"SELECT customer_id, number FROM shop_orders WHERE customer_id IN {LISTED} ORDER BY placed_at, id"  # noqa: S608 - a constant


def conversation_rows(sql: Sql, ids: Sequence[int]) -> list[ConversationRow]:
    """Return rows in the order of `ids` (missing ones left out)."""
    found = {row[0]: row for row in sql.rows(_CONVERSATION, (listed(ids),))}
    return [_conversation_row(found[id_]) for id_ in ids if id_ in found]


def _conversation_row(r: Row[Any]) -> ConversationRow:
    return ConversationRow(
        id=r.id,
        customer_id=r.customer_id,
        customer=r.name,
        channel=Channel(r.channel),
        subject=r.subject,
        preview=r.preview,
        state=ConversationState(r.state),
        last_at=from_us(r.last_at),
        waiting_since=from_us_or_none(r.waiting_since),
        due_at=from_us_or_none(r.due_at),
        urgency=r.urgency,
        sentiment=r.sentiment,
        emotion=r.emotion,
        category=r.category,
        language=r.language,
        order_numbers=strings(r.order_numbers),
        reasons=strings(r.reasons),
        draft_ready=bool(r.draft_ready),
        unread=bool(r.unread),
        messages=r.messages,
    )


def message_views(sql: Sql, where: str, params: Sequence[object]) -> list[MessageView]:
    """Return the messages that match, in the order that `where` asks for."""
    rows = sql.rows(_MESSAGE + where, params)
    attachments = _attachments(sql, [r.id for r in rows if r.attachments])
    earlier = _earlier(sql, [r.id for r in rows])
    return [_message_view(r, tuple(attachments[r.id]), tuple(earlier.get(r.id, ()))) for r in rows]


def _earlier(sql: Sql, message_ids: Sequence[int]) -> dict[int, list[EarlierText]]:
    found: dict[int, list[EarlierText]] = {}
    for message_id, text, until in sql.rows(_VERSIONS, (listed(message_ids),)):
        found.setdefault(message_id, []).append(EarlierText(unpack(text), from_us_or_none(until)))
    return found


def _message_view(r: Row[Any], attachments: tuple[AttachmentView, ...], earlier: tuple[EarlierText, ...]) -> MessageView:
    text = unpack(r.text)
    return MessageView(
        id=r.id,
        conversation_id=r.conversation_id,
        channel=Channel(r.channel),
        direction=Direction(r.direction),
        kind=Kind(r.kind),
        sender=r.sender,
        sender_handle=r.handle,
        sent_at=from_us(r.sent_at),
        subject=r.subject,
        text=text,
        new_text=unpack(r.new_text) if r.new_text is not None else text[r.new_start : r.new_start + r.new_length],
        html=unpack(r.html),
        attachments=attachments,
        warnings=tuple(json.loads(unpack(r.meta)).get("warnings", ())),
        message_id=r.message_id,
        earlier=earlier,
    )


def _attachments(sql: Sql, message_ids: Sequence[int]) -> dict[int, list[AttachmentView]]:
    found: dict[int, list[AttachmentView]] = defaultdict(list)
    rows = sql.rows(_ATTACHMENT, (listed(message_ids),)) if message_ids else ()
    heard = read_transcripts(sql, [row.id for row in rows])
    for message_id, id_, name, media_type, size, sha256, missing, stored, content_id in rows:
        said = heard[id_].transcript if id_ in heard else None
        found[message_id].append(AttachmentView(id_, name, media_type, size, sha256, bool(missing), bool(stored), content_id, said))
    return found


def customer_rows(sql: Sql, ids: Sequence[int]) -> list[CustomerRow]:
    """Return customers in the order of `ids` (missing ones left out)."""
    found = {row.id: row for row in sql.rows(_CUSTOMER, (listed(ids),))}
    handles, languages, mentioned, placed = (_by_customer(sql, statement, ids) for statement in (_HANDLES, _LANGUAGES, _ORDERS, _PLACED))
    return [
        CustomerRow(
            id=r.id,
            name=r.name,
            handles=handles_of(handles[r.id]),
            languages=tuple(language for (language,) in languages[r.id]),
            tags=strings(r.tags),
            vip=bool(r.vip),
            first_seen=from_us_or_none(r.first_seen),
            last_seen=from_us_or_none(r.last_seen),
            messages=r.messages,
            order_numbers=_numbers(number for (number,) in (*placed[r.id], *mentioned[r.id])),
            notes=r.notes,
        )
        for r in (found[i] for i in ids if i in found)
    ]


def _numbers(written: Iterable[str]) -> tuple[str, ...]:
    """Return order numbers without `#`, each once whatever its way of writing (the first counts)."""
    found: list[str] = []
    forms: set[str] = set()
    names: set[str] = set()
    for number in written:
        if names.isdisjoint(forms_of(number)) and forms.isdisjoint(names_of(number)):
            found.append(number.lstrip("# "))
            forms |= forms_of(number)
            names |= names_of(number)
    return tuple(found)


def _by_customer(sql: Sql, statement: str, ids: Iterable[int]) -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = defaultdict(list)
    for customer_id, *values in sql.rows(statement, (listed(ids),)):
        found[customer_id].append(values)
    return found


def one_customer(sql: Sql, customer_id: int) -> CustomerRow:
    """Return one or raise NotFound."""
    found = customer_rows(sql, (customer_id,))
    if not found:
        raise NotFound(NO_CUSTOMER, id=customer_id)
    return found[0]


def notes_of(sql: Sql, conversation_id: int) -> tuple[NoteView, ...]:
    """Return the internal notes, oldest first."""
    rows = sql.rows('SELECT id, "by", at, text FROM notes WHERE conversation_id = ? ORDER BY at, id', (conversation_id,))
    return tuple(NoteView(id_, by, from_us(at), text) for id_, by, at, text in rows)


_LAST = """
SELECT m.id, m.channel, m.handle_kind, m.handle, b.meta, v.data
FROM messages AS m JOIN bodies AS b ON b.message_id = m.id LEFT JOIN verdicts AS v ON v.message_id = m.id
WHERE m.conversation_id = ? AND m.direction = ? AND m.kind NOT IN ('system', 'note') ORDER BY m.sent_at DESC, m.id DESC LIMIT 1
"""


def last_verdict(sql: Sql, conversation_id: int) -> Verdict | None:
    """Return the verdict of the last thing the customer said, or None."""
    row = sql.row(_LAST, (conversation_id, Direction.IN))
    return unpack_verdict(row.data) if row is not None and row.data else None


def reply_to(sql: Sql, conversation_id: int) -> Handle | None:
    """Return the handle a reply goes to: the Reply-To of the last message, else who sent it, else whom the shop wrote."""
    row = sql.row(_LAST, (conversation_id, Direction.IN))
    if row is not None:
        return _asked_for(row) or (Handle(HandleKind(row.handle_kind), row.handle) if row.handle else None)
    sent = sql.row(_LAST, (conversation_id, Direction.OUT))
    if sent is None:
        return None
    to = json.loads(unpack(sent.meta)).get("to") or [["", []]]
    return next(iter(handles_of(to[0][1])), None)


def _asked_for(row: Row[Any]) -> Handle | None:
    if not Channel(row.channel).is_mail:
        return None
    headers = json.loads(unpack(row.meta)).get("headers", {})
    address = parseaddr(headers.get("reply-to", ""))[1].lower()
    return Handle(HandleKind.EMAIL, address) if "@" in address else None
