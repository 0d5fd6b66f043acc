"""Mail conversations and what ties them: linked when a mail shows two to be one, and parted again when that mail goes.

A conversation is the mails that refer to each other, also through mails that are not there. When an import is taken back its mails go, and
what only they tied comes apart, in whatever order imports are taken back and whatever came in between. Of a conversation that an import
linked to another what it was is kept (`arrived_changes`, "thread"): it comes back under its number, with its state and its notes. What a
reply without references was put to by its subject stays with the oldest part.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.message import MailHeaders
from app.store.arrivals import Arrivals
from app.store.codec import mail_id_key, pack, unpack
from app.store.sql import LISTED, Sql, listed

MOVED = ("messages", "conversation_keys", "thread_ids", "drafts", "notes", "handovers", "tasks", "echoes", "altered")
"""Tables whose rows follow the conversation they belong to."""
_BY_KEY = {"conversation_keys": "key", "thread_ids": "mail_id", "echoes": "message_id", "altered": "message_id"}
_OF_MESSAGES = {"messages": "id", "echoes": "message_id", "altered": "message_id", "drafts": "in_reply_to"}
"""Tables whose rows follow a message, and how they name it."""
_ARRIVED = "SELECT 1 FROM arrivals WHERE source_id = ? AND what = 'conversation' AND row = ?"
_ORDERS = "SELECT folded, number FROM orders WHERE conversation_id = ? AND message_id = 0"
_GOING = "SELECT row FROM arrivals WHERE source_id = ?2 AND what = 'message'"
_PARTLY = f"""
SELECT DISTINCT m.conversation_id FROM messages AS m WHERE m.conversation_id IN {LISTED.replace("?", "?1")} AND m.id NOT IN ({_GOING})
AND m.conversation_id IN (SELECT conversation_id FROM thread_ids)
"""  # noqa: S608 - constants
_MAILS = f"""
SELECT m.conversation_id, m.id, m.message_id, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
WHERE m.conversation_id IN {LISTED} ORDER BY m.sent_at, m.id
"""  # noqa: S608 - a constant
_OWNED = """
SELECT m.id FROM conversations AS c JOIN messages AS m ON m.conversation_id = c.id AND m.customer_id = c.customer_id WHERE c.id = ?
"""
_CAME = """
SELECT m.id FROM messages AS m JOIN arrivals AS a ON a.what = 'message' AND a.row = m.id
AND a.source_id IN (SELECT source_id FROM import_reports) WHERE m.conversation_id = ?
"""
_THREADS = "SELECT row, before FROM arrived_changes WHERE source_id = ? AND what = 'thread' ORDER BY id"
_WHOSE = f"""
SELECT customer_id FROM messages WHERE id IN {LISTED} ORDER BY customer_id <> ?, kind IN ('system', 'note'), sent_at, id LIMIT 1
"""  # noqa: S608 - a constant
_LIKE = """
INSERT INTO conversations (id, channel, customer_id, subject, folded_subject, started_at, last_at)
SELECT ?1, m.channel, m.customer_id, m.subject, c.folded_subject, m.sent_at, m.sent_at FROM messages AS m
JOIN conversations AS c ON c.id = m.conversation_id WHERE m.id = ?2
"""
_HAND_ON = """
UPDATE OR IGNORE arrived_changes SET source_id = (
    SELECT min(a.source_id) FROM messages AS m JOIN arrivals AS a ON a.what = 'message' AND a.row = m.id AND a.source_id <> ?1
    JOIN import_reports AS r ON r.source_id = a.source_id AND r.undone_at IS NULL WHERE m.conversation_id = ?2)
WHERE source_id = ?1 AND what = 'thread' AND row = ?3 AND EXISTS (
    SELECT 1 FROM messages AS m JOIN arrivals AS a ON a.what = 'message' AND a.row = m.id AND a.source_id <> ?1
    JOIN import_reports AS r ON r.source_id = a.source_id AND r.undone_at IS NULL WHERE m.conversation_id = ?2)
"""


def keep_thread(sql: Sql, arrivals: Arrivals, keep: int, other: int) -> None:
    """Keep `other` before it goes into `keep`, where an import links the two; only its keys where the import brought `other` itself."""
    if arrivals.source is None:
        return
    if sql.value(_ARRIVED, (arrivals.source, other)):
        keys = [list(key) for key in sql.rows("SELECT family, key FROM conversation_keys WHERE conversation_id = ?", (other,))]
        arrivals.changed("keys", other, pack(json.dumps(keys)))
        return
    row = sql.row("SELECT * FROM conversations WHERE id = ?", (other,))
    kept = {
        "keep": keep,
        "row": dict(row._mapping),
        "moved": {table: sql.column(_ids(table), (other,)) for table in MOVED},
        "orders": [list(order) for order in sql.rows(_ORDERS, (other,))],
    }
    arrivals.changed("thread", other, pack(json.dumps(kept)))


def _ids(table: str) -> str:
    return f"SELECT {_BY_KEY.get(table, 'id')} FROM {table} WHERE conversation_id = ?"  # noqa: S608 - our table names


def drop_keys(sql: Sql, before: bytes) -> None:
    """Forget the keys of a conversation that came with an import and went into an older one."""
    sql.many("DELETE FROM conversation_keys WHERE family = ? AND key = ?", [tuple(key) for key in json.loads(unpack(before))])


def mail_ids_of(mail_id: str, meta: bytes) -> list[int]:
    """Return the ids (as `thread_ids` has them) that tie a kept mail to its thread."""
    told = json.loads(unpack(meta))
    headers = MailHeaders(mail_id, told.get("in_reply_to", ""), tuple(told.get("references", ())), told.get("headers", {}))
    return [mail_id_key(tie) for tie in dict.fromkeys(headers.ties) if tie]


@dataclass(slots=True)
class _Part:
    """Mails that refer to each other, oldest first (ids grow with the date)."""

    messages: list[int] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)


def parts_of(mails: Sequence[tuple[int, Sequence[int]]]) -> list[_Part]:
    """Return the parts of a conversation, given its mails with the ids that tie them: those with an id in common are one."""
    of: dict[int, _Part] = {}
    found: dict[int, _Part] = {}
    for message, ids in mails:
        whole, *others = {id(of[i]): of[i] for i in ids if i in of}.values() or [_Part()]
        for part in others:
            whole.messages += part.messages
            whole.ids |= part.ids
            del found[id(part)]
        whole.messages.append(message)
        whole.ids.update(ids)
        found[id(whole)] = whole
        of.update(dict.fromkeys(whole.ids if others else ids, whole))
    for part in found.values():
        part.messages.sort()
    return sorted(found.values(), key=lambda part: part.messages)


def _rank(messages: set[int], were: list[set[int]], came: set[int], owned: set[int]) -> tuple[bool, bool, bool]:
    return any(not old.isdisjoint(messages) for old in were), messages <= came, owned.isdisjoint(messages)


class Threads:
    """The mail conversations that an import on its way back leaves a part of: `look` before its messages go, `part` when they are gone."""

    def __init__(self, sql: Sql, source: int) -> None:
        self._sql = sql
        self._source = source
        self._tied: dict[int, list[_Part]] = {}

    def look(self, conversations: Iterable[int]) -> None:
        """Remember what is tied to what."""
        found = self._sql.column(_PARTLY, (listed(conversations), self._source))
        self._tied = {id_: parts_of(mails) for id_, mails in self._mails(found).items()}

    def _mails(self, conversations: Iterable[int]) -> dict[int, list[tuple[int, list[int]]]]:
        found: dict[int, list[tuple[int, list[int]]]] = {}
        for conversation, message, mail_id, meta in self._sql.rows(_MAILS, (listed(conversations),)):
            found.setdefault(conversation, []).append((message, mail_ids_of(mail_id, meta)))
        return found

    def part(self) -> set[int]:
        """Let what nothing ties any more be conversations of their own; returns those that are not as they once were."""
        changed: set[int] = set()
        images = {row: json.loads(unpack(before)) for row, before in self._sql.rows(_THREADS, (self._source,))}
        earlier: dict[str, list[object]] = {}
        for image in images.values():  # each with what was its own, without what had gone into it before
            own = {table: [id_ for id_ in ids if id_ not in earlier.get(table, ())] for table, ids in image["moved"].items()}
            for table, ids in own.items():
                earlier.setdefault(table, []).extend(ids)
            image["moved"] = own
        for conversation, mails in self._mails(self._tied).items():
            apart = self._apart(conversation, parts_of(mails), [set(i["moved"]["messages"]) for i in images.values()])
            for part in apart:
                changed |= self._take_out(conversation, part, images)
        for row, image in images.items():
            self._sql.run(_HAND_ON, (self._source, self._whole(image["keep"]), row))
        return changed

    def _whole(self, conversation: int) -> int:
        into = "SELECT before FROM arrived_changes WHERE what = 'thread' AND row = ?"
        while (image := self._sql.value(into, (conversation,))) is not None:
            conversation = json.loads(unpack(image))["keep"]
        return conversation

    def _apart(self, conversation: int, parts: list[_Part], were: list[set[int]]) -> list[_Part]:
        """Return the parts to take out: of each that was tied through what is gone, all but that which is the conversation itself (was no
        other, came not with an import, holds something of its customer, is the oldest)."""
        apart: list[_Part] = []
        owned, came = (set(self._sql.column(asked, (conversation,))) for asked in (_OWNED, _CAME))
        for whole in self._tied[conversation]:
            of = [part for part in parts if not set(part.messages).isdisjoint(whole.messages)]
            rank = {part.messages[0]: _rank(set(part.messages), were, came, owned) for part in of}
            itself = min(of, key=lambda part: rank[part.messages[0]])
            apart += [part for part in of if part is not itself]
        return apart

    def _take_out(self, conversation: int, part: _Part, images: dict[int, Any]) -> set[int]:
        """Give a part its own conversation: the one it was, where it was one. Returns it unless it is as it was."""
        was = next((id_ for id_, image in images.items() if set(image["moved"]["messages"]).intersection(part.messages)), None)
        image = images.pop(was) if was is not None else None
        if image is not None and not self._sql.value("SELECT 1 FROM conversations WHERE id = ?", (image["row"]["id"],)):
            made = int(image["row"]["id"])
            self._bring_back(image, part.messages)
        else:
            made, image = self._sql.next_id("conversations"), None
            self._sql.run(_LIKE, (made, part.messages[0]))
        self._carry(conversation, made, part, image["moved"] if image else {})
        if image is not None and set(image["moved"]["messages"]) == set(part.messages):
            self._sql.many("INSERT OR IGNORE INTO orders VALUES (?,?,0,?)", [(folded, made, number) for folded, number in image["orders"]])
            return set()
        return {made}

    def _bring_back(self, image: Mapping[str, Any], messages: Sequence[int]) -> None:
        row = image["row"]
        row["customer_id"] = self._sql.value(_WHOSE, (listed(messages), row["customer_id"]))
        marks = ",".join("?" * len(row))
        self._sql.run(f"INSERT INTO conversations ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - our columns

    def _carry(self, conversation: int, made: int, part: _Part, moved: Mapping[str, Sequence[object]]) -> None:
        to = f"UPDATE OR REPLACE {{}} SET conversation_id = ? WHERE conversation_id = ? AND {{}} IN {LISTED}"  # noqa: S608 - our table names
        for table in MOVED:
            if table in _OF_MESSAGES:
                self._sql.run(to.format(table, _OF_MESSAGES[table]), (made, conversation, listed(part.messages)))
            if table not in _OF_MESSAGES or table == "drafts":
                self._sql.run(to.format(table, _BY_KEY.get(table, "id")), (made, conversation, listed(moved.get(table, ()))))
        self._sql.run(to.format("thread_ids", "mail_id"), (made, conversation, listed(part.ids)))
        self._sql.run(to.format("orders", "message_id"), (made, conversation, listed(part.messages)))
