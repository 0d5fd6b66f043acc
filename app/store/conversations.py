"""Conversations. Their rows hold the summary that lists show, so that a list is one indexed query."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.errors import NotFound
from app.domain.message import Channel
from app.domain.store_ports import TURN_AT_MOST, ConversationFacts, ConversationUpdate
from app.domain.text import N_
from app.domain.verdict import Verdict
from app.domain.views import ConversationState, NoteView
from app.store.arrivals import Arrivals
from app.store.codec import dump, from_us, from_us_or_none, mail_id_key, plain, to_us, to_us_or_none
from app.store.fold import fold_order
from app.store.sql import LISTED, Sql, listed
from app.store.threads import MOVED, keep_thread
from app.store.verdicts import Verdicts

NO_CONVERSATION = N_("There is no conversation with the number {id}.")

_BY_KEYS = """
SELECT k.family, k.key, c.id, c.customer_id FROM json_each(?) AS asked
JOIN conversation_keys AS k ON k.family = asked.value ->> 0 AND k.key = asked.value ->> 1
JOIN conversations AS c ON c.id = k.conversation_id
"""
_BY_THREAD_IDS = f"SELECT mail_id, conversation_id FROM thread_ids WHERE mail_id IN {LISTED}"  # noqa: S608 - a constant
_SPOKEN = "m.conversation_id = c.id AND m.kind NOT IN ('system', 'note')"


def _heard(columns: str, wanted: str, order: str, limit: int) -> str:
    """Return the SQL of the first messages in an order that the shop did not write. Asked for each direction: the index knows no `<>`."""
    heard = f"SELECT {columns} FROM messages AS m WHERE {wanted} AND m.direction = '{{}}'"  # noqa: S608 - constants
    one = f"SELECT * FROM ({heard} ORDER BY {order} LIMIT {limit})"  # noqa: S608 - constants
    return " UNION ALL ".join(one.format(direction) for direction in ("in", "unknown"))


_NEWEST = "m.sent_at DESC, m.id DESC"
_AFTER = f"{_SPOKEN} AND m.sent_at >= coalesce(o.sent_at, {-(1 << 63)}) AND (o.id IS NULL OR m.sent_at > o.sent_at OR m.id > o.id)"
_FACTS = f"""
WITH asked AS (
    SELECT c.id, c.channel, c.state,
        (SELECT m.id FROM messages AS m WHERE {_SPOKEN} AND m.direction = 'out' ORDER BY {_NEWEST} LIMIT 1) AS last_out,
        (SELECT m.id FROM ({_heard("m.id, m.sent_at", _SPOKEN, _NEWEST, 1)}) AS m ORDER BY {_NEWEST} LIMIT 1) AS last_in
    FROM conversations AS c WHERE c.id IN {LISTED}
)
SELECT c.id, c.channel, c.state, i.sent_at, i.id, v.data,
    (SELECT min(m.sent_at) FROM ({_heard("m.sent_at", _AFTER, "m.sent_at", 1)}) AS m)
FROM asked AS c LEFT JOIN messages AS o ON o.id = c.last_out LEFT JOIN messages AS i ON i.id = c.last_in
LEFT JOIN verdicts AS v ON v.message_id = c.last_in
"""  # noqa: S608 - constants
_BURST = "m.conversation_id = wanted.value ->> 0 AND m.sent_at >= wanted.value ->> 1 AND m.kind NOT IN ('system', 'note')"
_TURN = f"""
SELECT m.conversation_id, m.id, m.sent_at, v.data FROM json_each(?) AS wanted
JOIN messages AS m ON m.id IN (SELECT m.id FROM ({_heard("m.id, m.sent_at", _BURST, _NEWEST, TURN_AT_MOST)}) AS m)
JOIN verdicts AS v ON v.message_id = m.id ORDER BY m.sent_at, m.id
"""  # noqa: S608 - constants
_ADD = "INSERT INTO conversations (id, channel, customer_id, subject, folded_subject, started_at, last_at) VALUES (?,?,?,?,?,?,?)"
_ADD_KEY = "INSERT OR REPLACE INTO conversation_keys VALUES (?,?,?)"
_SUMMARY = """
UPDATE conversations SET urgency = ?, sentiment = ?, emotion = ?, category = ?, language = ?, reasons = ? WHERE id = ?
"""
_ORDER_OF_ALL = """
INSERT INTO orders SELECT ?1, ?2, 0, ?3 WHERE NOT EXISTS (SELECT 1 FROM orders WHERE folded = ?1 AND conversation_id = ?2)
"""
_NUMBERS = """
UPDATE conversations SET order_numbers = (SELECT json_group_array(number) FROM (
    SELECT number FROM orders WHERE conversation_id = ?1 GROUP BY folded ORDER BY min(message_id = 0), min(message_id)
)) WHERE id = ?1
"""
_RECOUNT = """
UPDATE conversations AS k SET
    messages = k.messages + o.messages, started_at = min(k.started_at, o.started_at), unread = max(k.unread, o.unread),
    preview = CASE WHEN o.last_at > k.last_at OR k.preview = '' THEN o.preview ELSE k.preview END,
    last_at = max(k.last_at, o.last_at), subject = CASE WHEN k.subject = '' THEN o.subject ELSE k.subject END,
    draft_ready = max(k.draft_ready, o.draft_ready), urgency = max(k.urgency, o.urgency),
    waiting_since = min(coalesce(k.waiting_since, o.waiting_since), coalesce(o.waiting_since, k.waiting_since)),
    due_at = min(coalesce(k.due_at, o.due_at), coalesce(o.due_at, k.due_at))
FROM conversations AS o WHERE k.id = ? AND o.id = ?
"""


def family_of(channel: Channel) -> str:
    """Return the key space of a channel: all mail channels share one."""
    return "mail" if channel.is_mail else channel.value


def _with_turn(facts: ConversationFacts, turn: list[tuple[int, Verdict]]) -> ConversationFacts:
    """A turn waits since the first thing in it that asks for an answer: the thumb of two weeks ago does not make today's question late."""
    asked = next((at for at, verdict in turn if verdict.urgency), None) if len(turn) < TURN_AT_MOST else None
    waiting = facts.first_waiting_at if asked is None else from_us(asked)
    return replace(facts, first_waiting_at=waiting, turn=tuple(verdict for _at, verdict in turn))


class Conversations:
    """The ConversationRepository."""

    def __init__(self, sql: Sql, verdicts: Verdicts, arrivals: Arrivals) -> None:
        self._sql = sql
        self._verdicts = verdicts
        self._arrivals = arrivals

    def by_keys(self, channel_keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (channel family, key) -> (conversation id, customer id)."""
        asked = {(family, plain(key)): (family, key) for family, key in channel_keys}
        return {asked[family, key]: (id_, customer) for family, key, id_, customer in self._sql.rows(_BY_KEYS, (dump(list(asked)),))}

    def by_thread_ids(self, mail_ids: Sequence[str]) -> dict[str, int]:
        """Return mail id -> conversation id for every id a kept mail has or refers to (References, In-Reply-To)."""
        asked = {mail_id_key(mail_id): mail_id for mail_id in mail_ids}
        found = self._sql.rows(_BY_THREAD_IDS, (listed(asked),))
        return {asked[key]: id_ for key, id_ in found}

    def owner(self, conversation_id: int) -> int | None:
        """Return the customer of a conversation, or None when there is no such conversation."""
        found = self._sql.value("SELECT customer_id FROM conversations WHERE id = ?", (conversation_id,))
        return None if found is None else int(found)

    def recent_by_subject(self, customer_id: int, folded_subject: str, since: datetime) -> int | None:
        """Return the latest mail conversation of this customer with this folded subject and a message since then, or None."""
        found = self._sql.value(
            "SELECT id FROM conversations WHERE customer_id = ? AND folded_subject = ? AND last_at >= ? AND channel IN (?,?) "
            "ORDER BY last_at DESC LIMIT 1",
            (customer_id, plain(folded_subject), to_us(since), Channel.IMAP, Channel.MAILFILE),
        )
        return None if found is None else int(found)

    def add(self, channel: Channel, key: str, customer_id: int, subject: str, folded_subject: str, started_at: datetime) -> int:
        """Make a conversation and return its id."""
        at = to_us(started_at)
        id_ = self._sql.next_id("conversations")
        self._sql.later(2, _ADD, (id_, channel, customer_id, plain(subject), plain(folded_subject), at, at))
        self._sql.later(3, _ADD_KEY, (family_of(channel), plain(key), id_))
        self._arrivals.came("conversation", [id_])
        return id_

    def join(self, keep: int, other: int) -> None:
        """Move the messages of one conversation into another; both keys lead there. Raises NotFound when one is not there."""
        if keep == other:
            return
        self._must_exist(keep)
        self._must_exist(other)
        self._arrivals.touch("conversation", [keep])
        keep_thread(self._sql, self._arrivals, keep, other)
        for table in MOVED:
            self._sql.run(f"UPDATE {table} SET conversation_id = ? WHERE conversation_id = ?", (keep, other))  # noqa: S608 - our table names
        self._sql.run("UPDATE OR REPLACE orders SET conversation_id = ? WHERE conversation_id = ?", (keep, other))
        self._sql.run(_RECOUNT, (keep, other))
        self._sql.run(_NUMBERS, (keep,))
        self._sql.run("DELETE FROM conversations WHERE id = ?", (other,))

    def facts(self, conversation_ids: Sequence[int]) -> list[ConversationFacts]:
        """Return what the sort stage needs for these conversations."""
        facts = [self._facts(row) for row in self._sql.rows(_FACTS, (listed(conversation_ids),))]
        bursts = [f for f in facts if f.first_waiting_at is not None and f.first_waiting_at != f.last_in_at]
        turns: dict[int, list[tuple[int, Verdict]]] = {}
        for id_, message, at, data in self._sql.rows(
            _TURN, (json.dumps([(f.conversation_id, to_us_or_none(f.first_waiting_at)) for f in bursts]),)
        ):
            turns.setdefault(id_, []).append((at, self._verdicts.of(message, data)))
        return [_with_turn(f, turns[f.conversation_id][-TURN_AT_MOST:]) if f.conversation_id in turns else f for f in facts]

    def _facts(self, row: Any) -> ConversationFacts:
        id_, channel, state, last_in, message, data, waiting = row
        verdict = self._verdicts.of(message, data) if data else None
        return ConversationFacts(
            conversation_id=id_,
            channel=Channel(channel),
            state=ConversationState(state),
            first_waiting_at=from_us_or_none(waiting),
            last_in_at=from_us_or_none(last_in),
            last_verdict=verdict,
            turn=(verdict,) if verdict else (),
        )

    def update(self, updates: Sequence[ConversationUpdate]) -> None:
        """Store new state, waiting and verdict summary."""
        times = [(u.state, to_us_or_none(u.waiting_since), to_us_or_none(u.due_at), u.conversation_id) for u in updates]
        self._sql.many("UPDATE conversations SET state = ?, waiting_since = ?, due_at = ? WHERE id = ?", times)
        judged = [(u.conversation_id, u.verdict) for u in updates if u.verdict is not None]
        self._sql.many(_SUMMARY, [_summary(id_, verdict) for id_, verdict in judged])
        numbered = [(id_, v.order_numbers) for id_, v in judged if v.order_numbers]
        self._sql.many(_ORDER_OF_ALL, [(fold_order(n), i, plain(n)) for i, ns in numbered for n in ns])
        self._sql.many(_NUMBERS, [(id_,) for id_, _ in numbered])

    def set_state(self, conversation_id: int, state: ConversationState, until: datetime | None = None) -> ConversationState:
        """Close, reopen, snooze or junk; returns the state before. Raises NotFound."""
        before = self._must_exist(conversation_id)
        until_us = to_us_or_none(until) if state is ConversationState.SNOOZED else None
        self._sql.run("UPDATE conversations SET state = ?, snoozed_until = ? WHERE id = ?", (state, until_us, conversation_id))
        return before

    def set_answered(self, conversation_id: int) -> None:
        """Nothing waits for an answer any more (the state stays)."""
        self._sql.run("UPDATE conversations SET waiting_since = NULL, due_at = NULL WHERE id = ?", (conversation_id,))

    def wake(self, now: datetime) -> int:
        """Reopen the snoozed conversations whose time has come; returns how many."""
        return self._sql.run(
            "UPDATE conversations SET state = 'open', snoozed_until = NULL WHERE state = 'snoozed' AND snoozed_until <= ?", (to_us(now),)
        )

    def mark_read(self, conversation_id: int) -> None:
        """The person has seen it."""
        self._sql.run("UPDATE conversations SET unread = 0 WHERE id = ?", (conversation_id,))

    def add_note(self, conversation_id: int, by: str, text: str, at: datetime) -> NoteView:
        """Keep an internal note. Raises NotFound."""
        self._must_exist(conversation_id)
        row = (conversation_id, plain(by), to_us(at), plain(text))
        id_ = self._sql.insert('INSERT INTO notes (conversation_id, "by", at, text) VALUES (?,?,?,?)', row)
        return NoteView(id_, plain(by), at, plain(text))

    def _must_exist(self, id_: int) -> ConversationState:
        state = self._sql.value("SELECT state FROM conversations WHERE id = ?", (id_,))
        if state is None:
            raise NotFound(NO_CONVERSATION, id=id_)
        return ConversationState(state)


def _summary(id_: int, verdict: Verdict) -> tuple[object, ...]:
    reasons = [plain(r.signal) for r in verdict.reasons]
    return (
        int(verdict.urgency),
        verdict.sentiment_label,
        verdict.emotion,
        plain(verdict.category),
        verdict.language,
        dump(list(dict.fromkeys((*verdict.needs_human, *reasons)))),
        id_,
    )
