"""Kept messages that are met again and say something else: edits, deletions, and answers that the counter wrote down itself."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from app.domain.importing import Echo, KeptText, Revision
from app.domain.message import Channel, Direction
from app.domain.store_ports import NewMessage
from app.domain.verdict import Verdict
from app.store import message_rows as rows
from app.store.arrivals import Arrivals
from app.store.codec import (
    fingerprint_key,
    from_us,
    from_us_or_none,
    pack,
    pack_verdict,
    plain,
    to_us,
    to_us_or_none,
    unpack,
    unpack_verdict,
)
from app.store.fold import fold_order
from app.store.rebuild import search_again
from app.store.slots import SLOT_US
from app.store.sql import LISTED, Sql, listed
from app.store.verdicts import Verdicts

_TEXTS = f"""
SELECT m.id, m.conversation_id, m.sent_at, m.direction, m.sender, m.handle, b.text, b.meta
FROM messages AS m JOIN bodies AS b ON b.message_id = m.id WHERE m.id IN {LISTED}
"""  # noqa: S608 - a constant
_AT = """
SELECT m.id FROM json_each(?) AS asked JOIN messages AS m
ON m.conversation_id = asked.value ->> 0 AND m.direction = asked.value ->> 1 AND m.sent_at = asked.value ->> 2
"""
_MOMENTS = """
SELECT m.id FROM json_each(?) AS asked JOIN messages AS m
ON m.id BETWEEN asked.value ->> 0 AND (asked.value ->> 0) + 256 AND m.sent_at = asked.value ->> 1 WHERE m.channel = ?
"""
_KEYS = f"SELECT conversation_id, key FROM conversation_keys WHERE conversation_id IN {LISTED} ORDER BY key"  # noqa: S608 - a constant
_ECHOES = f"""
SELECT e.message_id, e.conversation_id, m.channel, e.at, b.text FROM echoes AS e JOIN messages AS m ON m.id = e.message_id
JOIN bodies AS b ON b.message_id = e.message_id WHERE e.conversation_id IN {LISTED} ORDER BY e.at, e.message_id
"""  # noqa: S608 - a constant
_ALTERED = "SELECT message_id FROM altered WHERE conversation_id = ? AND at BETWEEN ? AND ?"
_ADD_VERSION = "INSERT INTO message_versions (message_id, text, new_text, until, fingerprint) VALUES (?,?,?,?,?)"
_BODY = "SELECT text, new_text, new_start, new_length, html, meta FROM bodies WHERE message_id = ?"
_MEND_VERSION = "UPDATE message_versions SET text = ?, new_text = ?, fingerprint = coalesce(?, fingerprint) WHERE id = ?"
_SET_BODY = "UPDATE bodies SET text = ?, new_text = ?, new_start = ?, new_length = ?, html = ?, meta = ? WHERE message_id = ?"
_MEET = "UPDATE messages SET fingerprint = ?, sent_at = ?, sender = ?, handle_kind = ?, handle = ? WHERE id = ?"
_LAST_SAID = """
SELECT m.id FROM messages AS m WHERE m.conversation_id = ? AND m.kind NOT IN ('system', 'note') ORDER BY m.sent_at DESC, m.id DESC LIMIT 1
"""


class Changes:
    """The ChangeRepository."""

    def __init__(self, sql: Sql, verdicts: Verdicts, arrivals: Arrivals) -> None:
        self._sql = sql
        self._verdicts = verdicts
        self._arrivals = arrivals

    # -- what is kept

    def texts(self, message_ids: Sequence[int]) -> dict[int, KeptText]:
        """Return what kept messages say now."""
        found = {row[0]: _kept_text(row) for row in self._sql.rows(_TEXTS, (listed(message_ids),))} if message_ids else {}
        versions = f"SELECT message_id, text FROM message_versions WHERE message_id IN {LISTED} ORDER BY id"  # noqa: S608 - a constant
        for message_id, text in self._sql.rows(versions, (listed(found),)) if found else ():
            found[message_id].earlier.append(unpack(text))
        return found

    def at(self, places: Sequence[tuple[int, str, datetime]]) -> list[KeptText]:
        """Return the messages kept at exactly these (conversation, direction, time)."""
        asked = json.dumps([(conversation, direction, to_us(at)) for conversation, direction, at in places])
        return list(self.texts([row[0] for row in self._sql.rows(_AT, (asked,))]).values())

    def moments(self, channel: Channel, times: Sequence[datetime]) -> list[KeptText]:
        """Return the messages of a channel kept at exactly these times; their ids lie by their time (see `app.store.slots`)."""
        asked = json.dumps([(at // SLOT_US, at) for at in sorted({to_us(time) for time in times})])
        return list(self.texts(self._sql.column(_MOMENTS, (asked, channel))).values())

    def keys(self, conversation_ids: Sequence[int]) -> dict[int, list[str]]:
        """Return conversation id -> the keys that lead to it."""
        found: dict[int, list[str]] = {}
        for id_, key in self._sql.rows(_KEYS, (listed(conversation_ids),)):
            found.setdefault(id_, []).append(key)
        return found

    def also_known_as(self, conversation_id: int, channel: Channel, key: str) -> None:
        """Let another key lead to a conversation; undoing the import forgets it."""
        self._arrivals.changed("keys", conversation_id, pack(json.dumps([[channel.value, plain(key)]])))
        self._sql.run("INSERT OR IGNORE INTO conversation_keys VALUES (?,?,?)", (channel.value, plain(key), conversation_id))

    def altered(self, conversation_id: int, first: datetime, last: datetime) -> list[KeptText]:
        """Return the kept messages of a conversation, in a span of time, of which the text before the change may still come."""
        ids = self._sql.column(_ALTERED, (conversation_id, to_us(first), to_us(last)))
        return list(self.texts(ids).values()) if ids else []

    # -- edits

    def revise(self, revisions: Sequence[Revision]) -> None:
        """Let kept messages say what their source says now; what they said before stays as an earlier text."""
        for revision in revisions:
            self._revise(revision)
        search_again(self._sql, [revision.message_id for revision in revisions])

    def _revise(self, revision: Revision) -> None:
        id_, new = revision.message_id, revision.now
        conversation, key = self._sql.row("SELECT conversation_id, fingerprint FROM messages WHERE id = ?", (id_,))
        text, apart, start, length, html, meta = self._sql.row(_BODY, (id_,))
        kept = [None if blob is None else blob.hex() for blob in (text, apart, html, meta)]
        self._arrivals.changed("body", id_, pack(json.dumps([*kept, start, length])))
        fresh = fingerprint_key(new.fingerprint)
        self._arrivals.touch("conversation", [conversation])
        whole = unpack(text)
        said = apart if apart is not None else pack(whole[start : start + length])
        self._version(id_, text, said, revision.edited_at, key if key != fresh else None)
        _, *body = rows.body_row(id_, new)
        self._sql.run(_SET_BODY, (*body, id_))
        if key != fresh:
            self._sql.run("UPDATE messages SET fingerprint = ? WHERE id = ?", (fresh, id_))
        if rows.is_altered(new):
            self._sql.run("INSERT OR IGNORE INTO altered VALUES (?,?,?)", (id_, conversation, to_us(new.sent_at)))
        if revision.verdict is not None:
            self._judge(id_, conversation, revision.verdict)
        if self._sql.value(_LAST_SAID, (conversation,)) == id_:
            self._sql.run("UPDATE conversations SET preview = ? WHERE id = ?", (rows.preview_of(new), conversation))

    def _version(self, id_: int, text: bytes, new_text: bytes | None, until: datetime | None, key: bytes | None) -> None:
        made = self._sql.insert(_ADD_VERSION, (id_, text, new_text, to_us_or_none(until), key))
        self._arrivals.came("revision", [made])

    def _judge(self, id_: int, conversation: int, verdict: Verdict) -> None:
        before = self._sql.value("SELECT data FROM verdicts WHERE message_id = ?", (id_,))
        if before is not None:
            self._arrivals.changed("verdict", id_, before)
        self._sql.run("INSERT OR REPLACE INTO verdicts VALUES (?,?)", (id_, pack_verdict(verdict)))
        self._verdicts.note(id_, verdict)
        _name_orders(self._sql, id_, conversation, verdict)

    def earlier(self, message_id: int, text: str, new_text: str, until: datetime | None, fingerprint: str = "") -> None:
        """Keep an earlier text of a message that says something newer already (an older export came later)."""
        self._version(message_id, pack(text), pack(new_text), until, fingerprint_key(fingerprint) if fingerprint else None)

    # -- echoes

    def expect(self, new: NewMessage, message_id: int) -> None:
        """Note that an export will show this message of the shop, which the counter wrote down itself."""
        self._sql.run("INSERT OR REPLACE INTO echoes VALUES (?,?,?)", (message_id, new.conversation_id, to_us(new.incoming.sent_at)))

    def echoes(self, conversation_ids: Iterable[int]) -> list[Echo]:
        """Return the messages in these conversations that no export has shown yet, oldest first."""
        found = self._sql.rows(_ECHOES, (listed(conversation_ids),))
        return [Echo(id_, Channel(channel), conversation, from_us(at), unpack(text)) for id_, conversation, channel, at, text in found]

    def meet(self, echo: Echo, met: NewMessage) -> None:
        """The export shows it: from now on it has the export's identity, time and sender."""
        m, id_ = met.incoming, echo.message_id
        row = self._sql.row("SELECT fingerprint, sent_at, sender, handle_kind, handle FROM messages WHERE id = ?", (id_,))
        before = json.dumps([row[0].hex(), *row[1:], to_us(echo.sent_at)])
        self._arrivals.touch("conversation", [echo.conversation_id])
        self._arrivals.touch("customer", [met.customer_id])
        self._arrivals.changed("echo", id_, pack(before))
        handle = rows.main_handle(m)
        at, kind, value = to_us(m.sent_at), handle.kind if handle else "", plain(handle.value) if handle else ""
        self._sql.run(_MEET, (fingerprint_key(m.fingerprint), at, plain(m.sender.name), kind, value, id_))
        self._sql.run("DELETE FROM echoes WHERE message_id = ?", (id_,))
        self._sql.run("UPDATE conversations SET last_at = ? WHERE id = ? AND last_at = ?", (at, echo.conversation_id, row[1]))
        search_again(self._sql, [id_])


def _name_orders(sql: Sql, id_: int, conversation: int, verdict: Verdict) -> None:
    sql.run("DELETE FROM orders WHERE conversation_id = ? AND message_id = ?", (conversation, id_))
    found = [(fold_order(number), conversation, id_, plain(number)) for number in verdict.order_numbers]
    sql.many("INSERT OR IGNORE INTO orders VALUES (?,?,?,?)", found)


def _kept_text(row: Any) -> KeptText:
    meta = json.loads(unpack(row.meta))
    return KeptText(
        message_id=row.id,
        conversation_id=row.conversation_id,
        sent_at=from_us(row.sent_at),
        direction=Direction(row.direction),
        sender=(row.sender, row.handle),
        text=unpack(row.text),
        edited_at=from_us_or_none(meta.get("edited_at")),
        warnings=frozenset(meta.get("warnings", ())),
    )


# -- taken back


def undo_verdict(sql: Sql, message_id: int, before: bytes) -> None:
    """Restore the verdict of a message, and the orders that it named."""
    sql.run("UPDATE verdicts SET data = ? WHERE message_id = ?", (before, message_id))
    conversation = sql.value("SELECT conversation_id FROM messages WHERE id = ?", (message_id,))
    if conversation is not None:
        _name_orders(sql, message_id, conversation, unpack_verdict(before))


def undo_echo(sql: Sql, message_id: int, before: bytes) -> None:
    """Let a message of the counter wait for its export again."""
    key, sent_at, sender, kind, handle, at = json.loads(unpack(before))
    changed = sql.run(_MEET, (bytes.fromhex(key), sent_at, sender, kind, handle, message_id))
    if changed:
        sql.run(
            "INSERT OR REPLACE INTO echoes VALUES (?,(SELECT conversation_id FROM messages WHERE id = ?),?)", (message_id, message_id, at)
        )
        search_again(sql, [message_id])


def undo_revision(sql: Sql, version_id: int) -> None:
    """Take one edit out of a message's history: its text before becomes the text of the version after it, or of the message."""
    row = sql.row("SELECT message_id, text, new_text, fingerprint FROM message_versions WHERE id = ?", (version_id,))
    if row is None:
        return
    message_id, text, new_text, key = row
    later = sql.value("SELECT min(id) FROM message_versions WHERE message_id = ? AND id > ?", (message_id, version_id))
    if later is not None:
        sql.run(_MEND_VERSION, (text, new_text, key, later))
    else:
        sql.run("UPDATE bodies SET text = ?, new_text = ?, html = NULL WHERE message_id = ?", (text, new_text, message_id))
        if key is not None:
            sql.run("UPDATE messages SET fingerprint = ? WHERE id = ?", (key, message_id))
    sql.run("DELETE FROM message_versions WHERE id = ?", (version_id,))


def undo_body(sql: Sql, message_id: int, before: bytes) -> None:
    """Restore all that was kept of a message whose text is again what it was; after `undo_revision`."""
    text, new_text, html, meta, start, length = json.loads(unpack(before))
    blobs = [None if value is None else bytes.fromhex(value) for value in (text, new_text, html, meta)]
    now = sql.value("SELECT text FROM bodies WHERE message_id = ?", (message_id,))
    if now is not None and unpack(now) == unpack(blobs[0]):
        sql.run(_SET_BODY, (blobs[0], blobs[1], start, length, blobs[2], blobs[3], message_id))
        warnings = json.loads(unpack(blobs[3])).get("warnings", ())
        if not {"edited", "deleted"} & set(warnings):
            sql.run("DELETE FROM altered WHERE message_id = ?", (message_id,))
    search_again(sql, [message_id])
