"""Teaching: corrections as rows beside the messages they are about; they go when the message goes."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.errors import NotFound
from app.domain.message import Channel
from app.domain.ports import MessageContext
from app.domain.teaching import NO_CORRECTION, Correction, Labels, Lesson, Told, Unanswered
from app.domain.verdict import Verdict
from app.store.codec import (
    dump_plain,
    from_us,
    from_us_or_none,
    listed_verdict,
    pack,
    pack_verdict,
    plain,
    to_us,
    unpack,
    unpack_verdict,
    verdict_of,
)
from app.store.sql import LISTED, Sql, listed
from app.store.verdicts import Verdicts

_ADD = 'INSERT INTO corrections (message_id, text, was, now, "by", at) VALUES (?,?,?,?,?,?)'
_VERDICTS = f"""
SELECT v.message_id, v.data FROM verdicts AS v JOIN messages AS m ON m.id = v.message_id WHERE v.message_id IN {LISTED}
ORDER BY m.sent_at, m.id
"""  # noqa: S608 - a constant
_STANDING = f"""
SELECT message_id, was, now FROM corrections WHERE taken_back = 0 AND message_id IN {LISTED} ORDER BY id
"""  # noqa: S608 - a constant
_GROUP = """
SELECT id, message_id, was FROM corrections
WHERE (id = ?1 AND was ->> 'leader' IS NULL OR was ->> 'leader' = ?1) AND taken_back = 0 ORDER BY id
"""
# A row that only goes along with another has an empty text: one byte, the mark of its packing.
_EXAMPLES = "taken_back = 0 AND length(text) > 1"
_LIST = """
SELECT c.id, c.message_id, m.conversation_id, c.text, c.was, c.now, c."by", c.at
FROM corrections AS c LEFT JOIN messages AS m ON m.id = c.message_id
WHERE c.taken_back = 0 AND c.was ->> 'leader' IS NULL ORDER BY c.id DESC LIMIT ?
"""
_NEWEST = "SELECT id FROM conversations WHERE state IN ('open', 'junk') ORDER BY last_at DESC LIMIT ?"
_UNANSWERED = f"""
SELECT m.id, m.conversation_id, m.channel, m.subject, b.text, b.new_text, b.new_start, b.new_length, b.meta, v.data
FROM conversations AS c JOIN messages AS m ON m.conversation_id = c.id
JOIN bodies AS b ON b.message_id = m.id JOIN verdicts AS v ON v.message_id = m.id
WHERE c.id IN {LISTED} AND m.direction <> 'out' AND m.sent_at > coalesce((SELECT max(o.sent_at) FROM messages AS o
    WHERE o.conversation_id = c.id AND o.direction = 'out' AND o.kind NOT IN ('system', 'note')), -9223372036854775808)
ORDER BY m.sent_at, m.id
"""  # noqa: S608 - a constant
_FILES = f"SELECT message_id, name FROM attachments WHERE message_id IN {LISTED} ORDER BY id"  # noqa: S608 - a constant
_MARK = f"SELECT count(*), coalesce(max(id), 0), coalesce(sum(id), 0) FROM corrections WHERE {_EXAMPLES}"  # noqa: S608 - a constant


class Teaching:
    """The TeachingRepository."""

    def __init__(self, sql: Sql, verdicts: Verdicts) -> None:
        self._sql = sql
        self._verdicts = verdicts

    def verdicts(self, message_ids: Sequence[int]) -> dict[int, Verdict]:
        """Return the verdicts of messages that have one, in the order they were said."""
        return read_verdicts(self._sql, message_ids)

    def set_verdict(self, message_id: int, verdict: Verdict) -> None:
        """Change the verdict of a message that has one."""
        self._sql.run("UPDATE verdicts SET data = ? WHERE message_id = ?", (pack_verdict(verdict), message_id))
        self._verdicts.note(message_id, verdict)

    def bases(self, message_ids: Sequence[int]) -> dict[int, Verdict]:
        """Return, for messages with corrections that stand, the verdict before the first of them."""
        found: dict[int, Verdict] = {}
        for message, was, _now in self._sql.rows(_STANDING, (listed(message_ids),)):
            found.setdefault(message, verdict_of(json.loads(was)["verdict"]))
        return found

    def add(self, told: Sequence[Told], now: Labels, *, by: str, at: datetime) -> int:
        """Keep a correction of the messages of a turn and return its id; the first of `told` is the example."""
        leader = 0
        for one in told:
            was = {**one.was.said, "verdict": listed_verdict(one.base), **({"leader": leader} if leader else {})}
            text = "" if leader else one.text
            made = self._sql.insert(_ADD, (one.message_id, pack(text), dump_plain(was), dump_plain(now.said), plain(by), to_us(at)))
            leader = leader or made
        return leader

    def add_text(self, text: str, now: Labels, *, by: str, at: datetime) -> int:
        """Keep an example text that is no message and return its id."""
        return self._sql.insert(_ADD, (None, pack(text), "{}", dump_plain(now.said), plain(by), to_us(at)))

    def take_back(self, correction_id: int) -> dict[int, tuple[Verdict, list[Labels]]]:
        """Take a correction back; returns, by message, the verdict before any, and what others that stand say (oldest first).
        Raises NotFound."""
        rows = self._sql.rows(_GROUP, (correction_id,))
        if not any(row[0] == correction_id for row in rows):
            raise NotFound(NO_CORRECTION, id=correction_id)
        self._sql.run(f"UPDATE corrections SET taken_back = 1 WHERE id IN {LISTED}", (listed(row[0] for row in rows),))  # noqa: S608
        bases = {message: verdict_of(json.loads(was)["verdict"]) for _id, message, was in rows if message is not None}
        others: dict[int, list[Labels]] = {message: [] for message in bases}
        for message, _was, now in self._sql.rows(_STANDING, (listed(bases),)):
            others[message].append(Labels.of(json.loads(now)))
        return {message: (bases[message], others[message]) for message in bases}

    def waiting_since(self, conversation_id: int) -> datetime | None:
        """Return since when a conversation waits for an answer, None when it does not."""
        return from_us_or_none(self._sql.value("SELECT waiting_since FROM conversations WHERE id = ?", (conversation_id,)))

    def conversations_of(self, message_ids: Sequence[int]) -> list[int]:
        """Return the conversations that messages belong to."""
        asked = f"SELECT DISTINCT conversation_id FROM messages WHERE id IN {LISTED}"  # noqa: S608 - a constant
        return self._sql.column(asked, (listed(message_ids),))


def read_verdicts(sql: Sql, message_ids: Sequence[int]) -> dict[int, Verdict]:
    """Return the verdicts of messages that have one, in the order they were said."""
    return {id_: unpack_verdict(data) for id_, data in sql.rows(_VERDICTS, (listed(message_ids),))}


def read_corrections(sql: Sql, limit: int) -> list[Correction]:
    """Return the corrections that stand, newest first."""
    return [_correction(*row) for row in sql.rows(_LIST, (limit,))]


def _correction(id_: int, message: int | None, conversation: int | None, text: bytes, was: str, now: str, by: str, at: int) -> Correction:
    before, after = Labels.of(json.loads(was)), Labels.of(json.loads(now))
    return Correction(id_, message, conversation, unpack(text), before, after, by, from_us(at))


def read_examples(sql: Sql) -> tuple[Lesson, ...]:
    """Return what stands as examples, oldest first; of one message what was said last counts, head by head."""
    said: dict[object, tuple[str, dict[str, Any]]] = {}
    for id_, message, text, now in sql.rows(f"SELECT id, message_id, text, now FROM corrections WHERE {_EXAMPLES} ORDER BY id"):  # noqa: S608
        key = ("text", id_) if message is None else message
        _text, before = said.get(key, ("", {}))
        said[key] = (unpack(text), {**before, **json.loads(now)})
    return tuple(Lesson(text, Labels.of(now)) for text, now in said.values())


def taught_mark(sql: Sql) -> tuple[int, ...]:
    """Return numbers that change whenever the examples would."""
    return tuple(sql.row(_MARK))


def read_unanswered(sql: Sql, limit: int) -> list[Unanswered]:
    """Return what customers said after the shop's last word in the newest `limit` conversations that are open or junk."""
    rows = sql.rows(_UNANSWERED, (listed(sql.column(_NEWEST, (limit,))),))
    files: dict[int, list[str]] = {}
    for message, name in sql.rows(_FILES, (listed(row.id for row in rows),)):
        files.setdefault(message, []).append(name)
    return [_unanswered(row, files.get(row.id, [])) for row in rows]


def _unanswered(row: Any, files: Sequence[str]) -> Unanswered:
    meta = json.loads(unpack(row.meta))
    whole = unpack(row.text)
    text = unpack(row.new_text) if row.new_text is not None else whole[row.new_start : row.new_start + row.new_length]
    channel, sender = Channel(row.channel), meta.get("from") or [["", ""]]
    headers = meta.get("headers", {}) if channel.is_mail else None
    context = MessageContext(channel, row.subject, headers, sender[0][1], attachment_names=tuple(files))
    return Unanswered(row.id, row.conversation_id, text or whole, context, unpack_verdict(row.data))
