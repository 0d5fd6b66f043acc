"""Undoing an import: what came with it goes, what it changed is again as it was, and what came since stays."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from app.domain.errors import BadInput, NotFound
from app.domain.importing import Undone
from app.store.arrivals import IMAGES, image, imaged
from app.store.changes import undo_body, undo_echo, undo_revision, undo_verdict
from app.store.codec import unpack
from app.store.message_rows import PREVIEW
from app.store.sql import LISTED, Sql, listed
from app.store.threads import Threads, drop_keys, mail_ids_of

UndoJoin = Callable[[int, datetime], None]
_CAME = "(SELECT row FROM arrivals WHERE source_id = ?1 AND what = '{0}')"
_GOING = _CAME.format("message")
_STANDING = "SELECT source_id FROM import_reports WHERE undone_at IS NULL AND source_id <> ?1"
# Conversations in which somebody did something since: an answer on its way or gone, a note, a handover.
_WORKED_ON = """
SELECT conversation_id FROM drafts
WHERE state IN ('approved', 'sending', 'sent', 'unsure', 'failed') AND coalesce(approved_at, created_at) >= ?2
UNION SELECT conversation_id FROM notes WHERE at >= ?2 UNION SELECT conversation_id FROM handovers WHERE at >= ?2
"""
_KEPT = f"""
SELECT count(DISTINCT conversation_id) FROM messages WHERE conversation_id IN ({_WORKED_ON}) AND id IN {_GOING}
"""  # noqa: S608 - constants
_STAYS = f"""
DELETE FROM arrivals WHERE source_id = ?1 AND what = 'message' AND row IN (
    SELECT message_id FROM remotes UNION SELECT id FROM messages WHERE conversation_id IN ({_WORKED_ON}))
"""  # noqa: S608 - constants
_MET_ELSEWHERE = f"""
SELECT a.row, min(a.source_id) FROM arrivals AS a WHERE a.source_id IN ({_STANDING}) AND a.what = 'met' AND a.row IN {_GOING} GROUP BY a.row
"""  # noqa: S608 - constants
_LANGUAGES = f"""
SELECT m.customer_id, v.data FROM messages AS m JOIN verdicts AS v ON v.message_id = m.id WHERE m.direction <> 'out' AND m.id IN {_GOING}
"""  # noqa: S608 - constants
_FILES = f"SELECT DISTINCT sha256 FROM attachments WHERE stored = 1 AND message_id IN {_GOING}"  # noqa: S608 - constants
_PLACES = f"SELECT DISTINCT conversation_id, customer_id FROM messages WHERE id IN {_GOING}"  # noqa: S608 - constants
_EMPTY = """
SELECT c.row FROM arrivals AS c WHERE c.source_id = ?1 AND c.what = 'conversation'
AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = c.row)
"""
_HEIRS = {
    "conversation": f"""
        INSERT OR IGNORE INTO arrivals SELECT min(a.source_id), 'conversation', m.conversation_id FROM messages AS m
        JOIN arrivals AS a ON a.what = 'message' AND a.row = m.id AND a.source_id IN ({_STANDING})
        WHERE m.conversation_id IN {_CAME.format("conversation")} GROUP BY m.conversation_id""",  # noqa: S608 - constants
    "customer": f"""
        INSERT OR IGNORE INTO arrivals SELECT min(a.source_id), 'customer', p.customer FROM (
            SELECT id, customer_id AS customer FROM messages WHERE customer_id IN {_CAME.format("customer")}
            UNION SELECT m.id, c.customer_id FROM conversations AS c JOIN messages AS m ON m.conversation_id = c.id
            WHERE c.customer_id IN {_CAME.format("customer")}) AS p
        JOIN arrivals AS a ON a.what = 'message' AND a.row = p.id AND a.source_id IN ({_STANDING}) GROUP BY p.customer""",  # noqa: S608 - constants
    "handle": f"""
        INSERT OR IGNORE INTO arrived_handles SELECT min(a.source_id), h.kind, h.value FROM arrived_handles AS g
        JOIN handles AS h ON h.kind = g.kind AND h.value = g.value JOIN messages AS m ON m.customer_id = h.customer_id
        JOIN arrivals AS a ON a.what = 'message' AND a.row = m.id AND a.source_id IN ({_STANDING})
        WHERE g.source_id = ?1 GROUP BY h.kind, h.value""",  # noqa: S608 - constants
}
"""What stays though it came with this import: with it goes on whatever other import its messages came with."""
_LONELY = f"""
DELETE FROM customers WHERE id IN {_CAME.format("customer")} AND notes = '' AND tags = '[]' AND vip = 0
AND NOT EXISTS (SELECT 1 FROM messages WHERE customer_id = customers.id)
AND NOT EXISTS (SELECT 1 FROM conversations WHERE customer_id = customers.id)
AND NOT EXISTS (SELECT 1 FROM handles WHERE customer_id = customers.id AND kind <> 'name')
AND NOT EXISTS (SELECT 1 FROM shop_orders WHERE customer_id = customers.id)
AND NOT EXISTS (SELECT 1 FROM tasks WHERE customer_id = customers.id)
"""  # noqa: S608 - constants
_ARRIVED_HANDLES = """
SELECT h.kind, h.value, h.customer_id FROM arrived_handles AS a JOIN handles AS h ON h.kind = a.kind AND h.value = a.value
WHERE a.source_id = ?
"""
_METAS = f"SELECT m.{{0}}, m.message_id, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id WHERE m.{{0}} IN {LISTED}"  # noqa: S608
_RECOUNT = {
    "conversation": """
        UPDATE conversations SET
            messages = (SELECT count(*) FROM messages AS m WHERE m.conversation_id = ?1),
            started_at = coalesce((SELECT min(sent_at) FROM messages AS m WHERE m.conversation_id = ?1), started_at),
            last_at = coalesce((SELECT max(sent_at) FROM messages AS m WHERE m.conversation_id = ?1 AND m.kind NOT IN ('system', 'note')),
                (SELECT min(sent_at) FROM messages AS m WHERE m.conversation_id = ?1), last_at)
        WHERE id = ?1""",
    "customer": """
        UPDATE customers SET
            messages = (SELECT count(*) FROM messages AS m WHERE m.customer_id = ?1),
            first_seen = coalesce((SELECT min(sent_at) FROM messages AS m WHERE m.customer_id = ?1), first_seen),
            last_seen = coalesce((SELECT max(sent_at) FROM messages AS m WHERE m.customer_id = ?1), last_seen)
        WHERE id = ?1""",
}
_LAST_SAID = """
SELECT b.text, b.new_text, b.new_start, b.new_length FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
WHERE m.conversation_id = ? AND m.kind NOT IN ('system', 'note') ORDER BY m.sent_at DESC, m.id DESC LIMIT 1
"""
_NUMBERS = """
UPDATE conversations SET order_numbers = (SELECT json_group_array(number) FROM (
    SELECT number FROM orders WHERE conversation_id = ?1 GROUP BY folded ORDER BY min(message_id = 0), min(message_id)
)) WHERE id = ?1
"""
_HAND_ON = """
INSERT OR IGNORE INTO arrived_changes (source_id, what, row, before, after)
SELECT ?, what, row, before, after FROM arrived_changes WHERE source_id = ? AND what = ? AND row = ?
"""
_LET_GO = """
DELETE FROM arrived_changes WHERE source_id = ?1 AND what = ?2 AND row = ?3 AND NOT EXISTS (
    SELECT 1 FROM messages AS m JOIN arrivals AS a ON a.row = m.id AND a.source_id = ?1 AND a.what = 'message' WHERE m.{0} = ?3)
"""
_OWN_COLUMNS = {"conversation": "conversation_id", "customer": "customer_id"}


def merged(now: Sequence[object], left: Sequence[object], before: Sequence[object]) -> list[object]:
    """Return a row in which all that is still as the import left it is again as it was before."""
    return [b if n == a else n for n, a, b in zip(now, left, before, strict=True)]


class Undoing:
    """One import on its way back, inside one transaction. `files` are the attachments that no message has any more."""

    def __init__(self, sql: Sql, source: int, began: int, undo_join: UndoJoin) -> None:
        self._sql = sql
        self._source = source
        self._began = began
        self._undo_join = undo_join
        self.files: list[str] = []

    def run(self, at: datetime) -> Undone:
        """Take it back."""
        self._changes_back(at)
        kept = self._what_stays()
        places = self._sql.rows(_PLACES, (self._source,))
        conversations, customers = {c for c, _ in places}, {c for _, c in places}
        threads = Threads(self._sql, self._source)
        threads.look(conversations)
        messages = self._messages_go()
        apart = threads.part()
        gone = self._conversations_go()
        self._handles_go()
        orders = self._orders_go()
        self._tasks_go()
        self._rows_back("customer", customers)
        for what in ("customer", "handle"):
            self._sql.run(_HEIRS[what], (self._source,))
        people = self._sql.run(_LONELY, (self._source,))
        unsettled = self._rows_back("conversation", (conversations - gone) | apart)
        for table in ("arrivals", "arrived_handles", "arrived_changes"):
            self._sql.run(f"DELETE FROM {table} WHERE source_id = ?", (self._source,))  # noqa: S608 - our table names
        return Undone(messages, len(gone), people, orders, kept, tuple(sorted(unsettled)), tuple(sorted(apart)))

    # -- joins, threads, edits

    def _came(self, what: str) -> list[int]:
        return self._sql.column("SELECT row FROM arrivals WHERE source_id = ? AND what = ? ORDER BY row DESC", (self._source, what))

    def _changed(self, what: str) -> Sequence[tuple[int, bytes]]:
        asked = "SELECT row, before FROM arrived_changes WHERE source_id = ? AND what = ? ORDER BY id DESC"
        return [(row, before) for row, before in self._sql.rows(asked, (self._source, what))]

    def _changes_back(self, at: datetime) -> None:
        for join in self._came("join"):
            with suppress(BadInput, NotFound):  # a person took it back already
                self._undo_join(join, at)
        for _, before in self._changed("keys"):
            drop_keys(self._sql, before)
        for message, before in self._changed("echo"):
            undo_echo(self._sql, message, before)
        for version in self._came("revision"):
            undo_revision(self._sql, version)
        for message, before in self._changed("body"):
            undo_body(self._sql, message, before)
        for message, before in self._changed("verdict"):
            undo_verdict(self._sql, message, before)

    # -- messages

    def _what_stays(self) -> int:
        """Take off the list what stays; returns how many conversations stay because somebody worked in them."""
        kept = self._sql.value(_KEPT, (self._source, self._began))
        self._sql.run(_STAYS, (self._source, self._began))
        met = [(message, other) for message, other in self._sql.rows(_MET_ELSEWHERE, (self._source,))]
        gone = "DELETE FROM arrivals WHERE source_id = ? AND what = ? AND row = ?"
        self._sql.many(gone, [(self._source, "message", message) for message, _ in met])
        self._sql.many(gone, [(other, "met", message) for message, other in met])
        self._sql.many("INSERT OR IGNORE INTO arrivals VALUES (?, 'message', ?)", [(other, message) for message, other in met])
        self._hand_on(dict(met))
        return int(kept)

    def _hand_on(self, met: dict[int, int]) -> None:
        """What these messages changed goes with them to the other imports that held them."""
        asked = f"SELECT id, conversation_id, customer_id FROM messages WHERE id IN {LISTED}"  # noqa: S608 - a constant
        found = self._sql.rows(asked, (listed(met),)) if met else ()
        for what, column in _OWN_COLUMNS.items():
            rows = {(met[row.id], what, getattr(row, column)) for row in found}
            self._sql.many(_HAND_ON, [(heir, self._source, *row) for heir, *row in sorted(rows)])
            self._sql.many(_LET_GO.format(column), [(self._source, *row) for _, *row in sorted(rows)])

    def _messages_go(self) -> int:
        here = (self._source,)
        self._languages_go()
        files = self._sql.column(_FILES, here)
        self._sql.run(f"DELETE FROM message_fts WHERE rowid IN {_GOING}", here)  # noqa: S608 - constants
        self._sql.run(f"DELETE FROM orders WHERE message_id IN {_GOING}", here)  # noqa: S608 - constants
        count = self._sql.run(f"DELETE FROM messages WHERE id IN {_GOING}", here)  # noqa: S608 - constants
        if files:
            used = self._sql.column(f"SELECT sha256 FROM attachments WHERE stored = 1 AND sha256 IN {LISTED}", (listed(files),))  # noqa: S608
            self.files = sorted(set(files) - set(used))
        return count

    def _languages_go(self) -> None:
        spoken: Counter[tuple[int, str]] = Counter()
        for customer, data in self._sql.rows(_LANGUAGES, (self._source,)):
            spoken[customer, json.loads(unpack(data))[0]] += 1
        less = "UPDATE customer_languages SET messages = messages - ? WHERE customer_id = ? AND language = ?"
        self._sql.many(less, [(n, customer, language) for (customer, language), n in spoken.items()])
        self._sql.run("DELETE FROM customer_languages WHERE messages <= 0")

    # -- conversations, handles, orders

    def _conversations_go(self) -> set[int]:
        gone = self._sql.column(_EMPTY, (self._source,))
        self._sql.run(f"DELETE FROM conversations WHERE id IN {LISTED}", (listed(gone),))  # noqa: S608 - a constant
        self._sql.run(_HEIRS["conversation"], (self._source,))
        return set(gone)

    def _handles_go(self) -> None:
        arrived = self._sql.rows(_ARRIVED_HANDLES, (self._source,))
        used = self._in_use({customer for _, _, customer in arrived})
        going = [(kind, value) for kind, value, customer in arrived if (customer, kind, value) not in used]
        self._sql.many("DELETE FROM handles WHERE kind = ? AND value = ?", going)

    def _in_use(self, customers: Iterable[int]) -> set[tuple[int, str, str]]:
        """Return (customer, kind, value) of all handles that the messages which are left name."""
        used: set[tuple[int, str, str]] = set()
        for customer, _mail_id, meta in self._sql.rows(_METAS.format("customer_id"), (listed(customers),)):
            told = json.loads(unpack(meta))
            for _name, handles in (("", told.get("from", ())), *told.get("to", ())):
                used.update((customer, kind, value) for kind, value in handles)
        return used

    def _orders_go(self) -> int:
        for id_, before in self._changed("order"):
            self._row_back("order", id_, json.loads(before))
        return self._sql.run(f"DELETE FROM shop_orders WHERE id IN {_CAME.format('order')}", (self._source,))  # noqa: S608 - constants

    def _tasks_go(self) -> None:
        self._sql.run(f"DELETE FROM tasks WHERE id IN {_CAME.format('task')}", (self._source,))  # noqa: S608 - constants

    # -- rows that were there before

    def _rows_back(self, what: str, rows: set[int]) -> set[int]:
        """Restore conversations or customers; returns those that something else came into since."""
        table = IMAGES[what][0]
        kept = dict(self._changed(what))
        there = self._sql.column(f"SELECT id FROM {table} WHERE id IN {LISTED}", (listed(rows | set(kept)),))  # noqa: S608 - our names
        left = self._left(what, there)
        unsettled: set[int] = set()
        for id_ in there:
            before = json.loads(kept[id_]) if id_ in kept else None
            if before is not None and self._same_messages(what, before, left.get(id_, 0)):
                self._row_back(what, id_, before)
                if what == "conversation":
                    self._drop_orders_of_all(id_, before)
            else:
                self._derive(what, id_)
                unsettled.add(id_)
        if what == "conversation":
            self._thread_ids_go(there)
        return unsettled

    def _left(self, what: str, rows: Sequence[int]) -> dict[int, int]:
        column = _OWN_COLUMNS[what]
        return dict(
            self._sql.rows(f"SELECT {column}, count(*) FROM messages WHERE {column} IN {LISTED} GROUP BY {column}", (listed(rows),))  # noqa: S608
        )

    def _same_messages(self, what: str, before: Sequence[object], left: int) -> bool:
        return before[IMAGES[what][1].index("messages")] == left

    def _row_back(self, what: str, id_: int, before: list[object]) -> None:
        """Restore what is still as the import left it, and let later imports that changed the row know."""
        table, columns = IMAGES[what]
        now = self._now(what, id_)
        if now is None:
            return
        left = self._sql.value("SELECT after FROM arrived_changes WHERE source_id = ? AND what = ? AND row = ?", (self._source, what, id_))
        then = json.loads(left) if left else now
        new = merged(now, then, before)
        if "messages" in columns and what != "order":
            new[columns.index("messages")] = before[columns.index("messages")]
        settings = ", ".join(f"{name} = ?" for name in columns)
        self._sql.run(f"UPDATE {table} SET {settings} WHERE id = ?", (*imaged(what, new), id_))  # noqa: S608 - our columns

    def _derive(self, what: str, id_: int) -> None:
        """Count a row anew from the messages that are left, and let later imports know what it would have been before them."""
        now = self._now(what, id_)
        self._sql.run(_RECOUNT[what], (id_,))
        self._names_back(what, id_)
        if what == "conversation":
            said = self._sql.row(_LAST_SAID, (id_,))
            self._sql.run("UPDATE conversations SET preview = ? WHERE id = ?", (_preview(*said) if said else "", id_))
            self._sql.run(_NUMBERS, (id_,))
        self._rebase(what, id_, now)

    def _names_back(self, what: str, id_: int) -> None:
        if what == "customer":
            row = self._image(what, id_)
            if row is not None:
                before, left = row
                self._sql.run(
                    "UPDATE customers SET name = ?, folded_name = ? WHERE id = ? AND name = ?", (before[0], before[1], id_, left[0])
                )

    def _image(self, what: str, id_: int) -> tuple[list[object], list[object]] | None:
        asked = "SELECT before, after FROM arrived_changes WHERE source_id = ? AND what = ? AND row = ?"
        row = self._sql.row(asked, (self._source, what, id_))
        return None if row is None or row.after is None else (json.loads(row.before), json.loads(row.after))

    def _rebase(self, what: str, id_: int, was: list[object] | None) -> None:
        """Later imports found the row as this one left it: without this one they would have found it as it was before."""
        mine = self._image(what, id_)
        asked = "SELECT id, before, after FROM arrived_changes WHERE what = ? AND row = ? AND source_id > ? ORDER BY source_id"
        later = self._sql.rows(asked, (what, id_, self._source))
        if mine is not None:
            before, left = mine
            at = IMAGES[what][1].index("messages")
            less = _number(left[at]) - _number(before[at])
            for change, found, _after in later:
                rebased = merged(json.loads(found), left, before)
                rebased[at] = _number(json.loads(found)[at]) - less
                self._sql.run("UPDATE arrived_changes SET before = ? WHERE id = ?", (json.dumps(rebased), change))
        if later and later[-1].after is not None and was is not None and self._now(what, id_) is not None:
            new = merged(json.loads(later[-1].after), was, self._now(what, id_) or was)
            self._sql.run("UPDATE arrived_changes SET after = ? WHERE id = ?", (json.dumps(new), later[-1].id))

    def _now(self, what: str, id_: int) -> list[object] | None:
        table = IMAGES[what][0]
        found = self._sql.value(f"SELECT {image(what, table)} FROM {table} WHERE id = ?", (id_,))  # noqa: S608 - our names
        return None if found is None else json.loads(found)

    def _drop_orders_of_all(self, id_: int, before: Sequence[object]) -> None:
        numbers = before[IMAGES["conversation"][1].index("order_numbers")]
        self._sql.run(
            "DELETE FROM orders WHERE conversation_id = ? AND message_id = 0 AND number NOT IN (SELECT value FROM json_each(?))",
            (id_, numbers),
        )

    def _thread_ids_go(self, conversations: Sequence[int]) -> None:
        """Only mails that are left tie a thread together."""
        mails = self._sql.column(
            f"SELECT DISTINCT conversation_id FROM thread_ids WHERE conversation_id IN {LISTED}",  # noqa: S608 - a constant
            (listed(conversations),),
        )
        rows = self._sql.rows(_METAS.format("conversation_id"), (listed(mails),))
        named = {(conversation, key) for conversation, mail_id, meta in rows for key in mail_ids_of(mail_id, meta)}
        asked = f"SELECT mail_id, conversation_id FROM thread_ids WHERE conversation_id IN {LISTED}"  # noqa: S608 - a constant
        going = [(mail_id,) for mail_id, conversation in self._sql.rows(asked, (listed(mails),)) if (conversation, mail_id) not in named]
        self._sql.many("DELETE FROM thread_ids WHERE mail_id = ?", going)


def _preview(text: bytes, new_text: bytes | None, start: int, length: int) -> str:
    whole = unpack(text)
    said = (unpack(new_text) if new_text is not None else whole[start : start + length]) or whole
    return " ".join(said[: PREVIEW * 4].split())[:PREVIEW]


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
