"""Undoing an import: what came with it goes, what it changed is again as it was, and what came since stays.

What is left is what would be there if this import had never been and all else had, in any order of undoing: which messages there are, in
which threads (`app.store.threads`), of whom (`app.store.ties`), and what is counted of them. Where that has no single meaning: a message
that another import or the server holds as well stays where it is; of a conversation whose customer nothing is left it is the oldest that
is left who has it; what a person did since (read, closed, answered, wrote on a card) stays as he left it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from app.domain.errors import BadInput, NotFound
from app.domain.identity import Reach
from app.domain.importing import Undone
from app.store.arrivals import HELD, HELD_BY, IMAGES, image, imaged
from app.store.changes import undo_body, undo_echo, undo_revision, undo_verdict
from app.store.codec import unpack
from app.store.joins import Joins
from app.store.message_rows import PREVIEW
from app.store.sql import LISTED, Sql, listed
from app.store.threads import Threads, drop_keys, mail_ids_of
from app.store.ties import Ties

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
_EMPTY = f"""
SELECT c.id FROM conversations AS c WHERE c.id IN {LISTED.replace("?", "?2")}
AND NOT EXISTS (SELECT 1 FROM messages WHERE conversation_id = c.id)
AND NOT EXISTS (SELECT 1 FROM arrived_changes AS b WHERE b.source_id = ?1 AND b.what = 'conversation' AND b.row = c.id
    AND b.before ->> '$[{IMAGES["conversation"][1].index("messages")}]' = 0)
"""  # noqa: S608 - constants
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
_LEFT = f"""
SELECT c.id FROM conversations AS c WHERE c.id IN {LISTED} AND EXISTS (SELECT 1 FROM messages AS m WHERE m.conversation_id = c.id)
AND NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.conversation_id = c.id AND m.customer_id = c.customer_id)
"""  # noqa: S608 - constants
_OPENER = """
SELECT m.customer_id FROM messages AS m WHERE m.conversation_id = conversations.id ORDER BY m.kind = 'system', m.sent_at, m.id LIMIT 1
"""
_LET_GO_OF = f"""
DELETE FROM strands_of_conversations WHERE conversation_id IN {LISTED} AND NOT EXISTS (
    SELECT 1 FROM messages AS m JOIN strands_of_messages AS x ON x.message_id = m.id
    WHERE m.conversation_id = strands_of_conversations.conversation_id AND x.strand_id = strands_of_conversations.strand_id)
"""  # noqa: S608 - constants
_OPENED_ANEW = (
    _LET_GO_OF,
    f"DELETE FROM strands_of_conversations WHERE conversation_id IN ({_LEFT})",  # noqa: S608 - constants
    f"UPDATE conversations SET customer_id = ({_OPENER}) WHERE id IN ({_LEFT})",  # noqa: S608 - constants
)
"""A conversation of whose customer nothing is left belongs to who opened it of those that are left."""
_METAS = f"SELECT m.{{0}}, m.message_id, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id WHERE m.{{0}} IN {LISTED}"  # noqa: S608
_RECOUNT = {
    "conversation": """
        UPDATE conversations SET
            messages = (SELECT count(*) FROM messages AS m WHERE m.conversation_id = ?1),
            started_at = coalesce((SELECT min(sent_at) FROM messages AS m WHERE m.conversation_id = ?1), started_at),
            last_at = coalesce((SELECT max(sent_at) FROM messages AS m WHERE m.conversation_id = ?1 AND m.kind NOT IN ('system', 'note')),
                (SELECT min(sent_at) FROM messages AS m WHERE m.conversation_id = ?1), last_at)
        WHERE id = ?1""",
    "customer": "UPDATE customers SET messages = (SELECT count(*) FROM messages AS m WHERE m.customer_id = ?1) WHERE id = ?1",
}
_TOLD = f"""
SELECT k.id FROM customers AS k WHERE k.id IN {LISTED} AND k.{{0}}_seen = (SELECT {{1}}(sent_at) FROM messages WHERE customer_id = k.id)
"""  # noqa: S608 - constants
_SEEN = """
UPDATE customers SET {0}_seen = coalesce((SELECT {1}(sent_at) FROM messages WHERE customer_id = customers.id), ?2) WHERE id = ?1
"""
_ENDS = {"first": "min", "last": "max"}
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
INSERT OR IGNORE INTO arrived_changes (source_id, what, row, before, after, held)
SELECT ?, what, row, before, after, held FROM arrived_changes WHERE source_id = ? AND what = ? AND row = ?
"""
_LET_GO = """
DELETE FROM arrived_changes WHERE source_id = ?1 AND what = ?2 AND row = ?3 AND NOT EXISTS (
    SELECT 1 FROM messages AS m JOIN arrivals AS a ON a.row = m.id AND a.source_id = ?1 AND a.what = 'message' WHERE m.{0} = ?3)
"""
_CALLED = f"SELECT DISTINCT customer_id, sender FROM messages WHERE direction <> 'out' AND sender <> '' AND id IN {_GOING}"  # noqa: S608 - constants
_HOLDING = f"SELECT conversation_id, count(*), sum(id % {HELD_BY}) FROM messages WHERE id IN {_GOING} GROUP BY 1"  # noqa: S608 - constants
_OWN_COLUMNS = {"conversation": "conversation_id", "customer": "customer_id"}


def merged(now: Sequence[object], left: Sequence[object], before: Sequence[object]) -> list[object]:
    """Return a row in which all that is still as the import left it is again as it was before."""
    return [b if n == a else n for n, a, b in zip(now, left, before, strict=True)]


class Undoing:
    """One import on its way back, inside one transaction. `files` are the attachments that no message has any more."""

    def __init__(self, sql: Sql, source: int, began: int, reach: Reach, joins: Joins) -> None:
        self._sql = sql
        self._joins = joins
        self._ties = Ties(sql, source, reach, joins)
        self._source = source
        self._began = began
        self._holding: dict[int, tuple[int, int]] = {}
        self.files: list[str] = []

    def run(self, at: datetime) -> Undone:
        """Take it back."""
        joins = self._joins_back(at)
        self._changes_back()
        kept = self._what_stays()
        places = self._sql.rows(_PLACES, (self._source,))
        conversations, customers = {c for c, _ in places}, {c for _, c in places}
        self._ties.settle(customers, joins)
        threads = Threads(self._sql, self._source)
        threads.look(conversations)
        told = {end: set(self._sql.column(_TOLD.format(end, of), (listed(customers),))) for end, of in _ENDS.items()}
        called: dict[int, set[str]] = {}
        for customer, sender in self._sql.rows(_CALLED, (self._source,)):
            called.setdefault(customer, set()).add(sender)
        self._holding = {id_: (n, ids) for id_, n, ids in self._sql.rows(_HOLDING, (self._source,))}
        messages = self._messages_go()
        apart = threads.part()
        gone = self._conversations_go(conversations)
        orders = self._orders_go()
        self._customers_back(customers, told, called)
        self._ties.handles_go()
        self._ties.fall(at)
        self._ties.untie()
        self._ties.retie(joins, at)
        self._tasks_go()
        for what in ("customer", "handle"):
            self._sql.run(_HEIRS[what], (self._source,))
        people = self._ties.lonely_go()
        unsettled = self._conversations_back((conversations - gone) | apart)
        for table in ("arrivals", "arrived_handles", "arrived_changes"):
            self._sql.run(f"DELETE FROM {table} WHERE source_id = ?", (self._source,))  # noqa: S608 - our table names
        return Undone(messages, len(gone), people, orders, kept, tuple(sorted(unsettled)), tuple(sorted(apart)))

    # -- joins, threads, edits

    def _came(self, what: str) -> list[int]:
        return self._sql.column("SELECT row FROM arrivals WHERE source_id = ? AND what = ? ORDER BY row DESC", (self._source, what))

    def _changed(self, what: str) -> Sequence[tuple[int, bytes]]:
        asked = "SELECT row, before FROM arrived_changes WHERE source_id = ? AND what = ? ORDER BY id DESC"
        return [(row, before) for row, before in self._sql.rows(asked, (self._source, what))]

    def _joins_back(self, at: datetime) -> list[int]:
        """Take back the joins that came with the import; returns those that a person had not taken back already."""
        undone: list[int] = []
        for join in self._came("join"):
            with suppress(BadInput, NotFound):
                self._joins.undo(join, at)
                undone.append(join)
        return undone[::-1]

    def _changes_back(self) -> None:
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

    def _conversations_go(self, touched: set[int]) -> set[int]:
        gone = self._sql.column(_EMPTY, (self._source, listed(touched)))
        self._sql.run(f"DELETE FROM conversations WHERE id IN {LISTED}", (listed(gone),))  # noqa: S608 - a constant
        self._sql.run(_HEIRS["conversation"], (self._source,))
        for statement in _OPENED_ANEW:
            self._sql.run(statement, (listed(touched),))
        return set(gone)

    def _orders_go(self) -> int:
        for id_, before in self._changed("order"):
            self._row_back("order", id_, json.loads(before))
        return self._sql.run(f"DELETE FROM shop_orders WHERE id IN {_CAME.format('order')}", (self._source,))  # noqa: S608 - constants

    def _tasks_go(self) -> None:
        self._sql.run(f"DELETE FROM tasks WHERE id IN {_CAME.format('task')}", (self._source,))  # noqa: S608 - constants

    # -- rows that were there before

    def _there(self, what: str, rows: Iterable[int]) -> list[int]:
        table = IMAGES[what][0]
        return self._sql.column(f"SELECT id FROM {table} WHERE id IN {LISTED}", (listed(rows),))  # noqa: S608 - our names

    def _customers_back(self, rows: set[int], told: dict[str, set[int]], called: dict[int, set[str]]) -> None:
        """Count customers anew. `told` are those whose first and last time their messages told, `called` how those that are gone did."""
        kept = {id_: json.loads(before) for id_, before in self._changed("customer")}
        there = self._there("customer", rows | set(kept))
        for id_ in kept.keys() - set(there):  # he went into another since
            image = self._image("customer", id_)
            if image is not None:
                self._joins.rename(id_, str(image[1][0]), str(image[0][0]))
        for id_ in there:
            was = self._now("customer", id_)
            self._sql.run(_RECOUNT["customer"], (id_,))
            for end, of in _ENDS.items():
                if id_ in told[end]:
                    alone = id_ in kept and not self._joins.strands.of(id_)  # nothing else moved what he has since
                    before = kept[id_][IMAGES["customer"][1].index(f"{end}_seen")] if alone else None
                    self._sql.run(_SEEN.format(end, of), (id_, before))
            self._names_back(id_)
            if id_ not in kept and id_ in called:
                self._joins.forget_name(id_, called[id_])
            self._rebase("customer", id_, was)

    def _conversations_back(self, rows: set[int]) -> set[int]:
        """Restore conversations; returns those that hold other messages than before."""
        kept = {id_: json.loads(before) for id_, before in self._changed("conversation")}
        there = self._there("conversation", rows | set(kept))
        asked = "SELECT c.row FROM arrived_changes AS c JOIN conversations ON conversations.id = c.row "
        same = set(self._sql.column(f"{asked} WHERE c.source_id = ? AND c.what = 'conversation' AND c.held = {HELD}", (self._source,)))
        for id_ in same:
            self._row_back("conversation", id_, kept[id_])
            self._drop_orders_of_all(id_, kept[id_])
            self._derive(id_)
        unsettled = set(there) - same
        for id_ in sorted(unsettled):
            was = self._now("conversation", id_)
            self._derive(id_)
            self._rebase("conversation", id_, was)
        self._thread_ids_go(there)
        return unsettled

    def _row_back(self, what: str, id_: int, before: list[object]) -> None:
        """Restore what is still as the import left it, and let later imports that changed the row know."""
        table, columns = IMAGES[what]
        now = self._now(what, id_)
        if now is None:
            return
        left = self._sql.value("SELECT after FROM arrived_changes WHERE source_id = ? AND what = ? AND row = ?", (self._source, what, id_))
        then = json.loads(left) if left else now
        new = merged(now, then, before)
        settings = ", ".join(f"{name} = ?" for name in columns)
        self._sql.run(f"UPDATE {table} SET {settings} WHERE id = ?", (*imaged(what, new), id_))  # noqa: S608 - our columns

    def _derive(self, id_: int) -> None:
        """Let a conversation say what its messages say."""
        self._sql.run(_RECOUNT["conversation"], (id_,))
        said = self._sql.row(_LAST_SAID, (id_,))
        self._sql.run("UPDATE conversations SET preview = ? WHERE id = ?", (_preview(*said) if said else "", id_))
        self._sql.run(_NUMBERS, (id_,))

    def _names_back(self, id_: int) -> None:
        row = self._image("customer", id_)
        if row is not None:
            before, left = row
            self._sql.run("UPDATE customers SET name = ?, folded_name = ? WHERE id = ? AND name = ?", (before[0], before[1], id_, left[0]))

    def _image(self, what: str, id_: int) -> tuple[list[object], list[object]] | None:
        asked = "SELECT before, after FROM arrived_changes WHERE source_id = ? AND what = ? AND row = ?"
        row = self._sql.row(asked, (self._source, what, id_))
        return None if row is None or row.after is None else (json.loads(row.before), json.loads(row.after))

    def _rebase(self, what: str, id_: int, was: list[object] | None) -> None:
        """Later imports found the row as this one left it: without this one they would have found it as it was before."""
        mine = self._image(what, id_)
        asked = "SELECT id, before, after, held FROM arrived_changes WHERE what = ? AND row = ? AND source_id > ? ORDER BY source_id"
        later = self._sql.rows(asked, (what, id_, self._source))
        for change, found, _after, held in later:
            rebased = merged(json.loads(found), mine[1], mine[0]) if mine else json.loads(found)
            # What came with this import itself was nothing before it: then nothing of the row as it was found holds.
            holding = self._less(held, id_) if mine and what == "conversation" else ""
            self._sql.run("UPDATE arrived_changes SET before = ?, held = ? WHERE id = ?", (json.dumps(rebased), holding, change))
        if later and later[-1].after is not None and was is not None and self._now(what, id_) is not None:
            new = merged(json.loads(later[-1].after), was, self._now(what, id_) or was)
            self._sql.run("UPDATE arrived_changes SET after = ? WHERE id = ?", (json.dumps(new), later[-1].id))

    def _less(self, held: str, conversation: int) -> str:
        less = self._holding.get(conversation, (0, 0))
        return " ".join(str(int(number) - gone) for number, gone in zip(held.split(), less, strict=False))

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
