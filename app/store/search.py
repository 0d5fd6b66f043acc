"""Search over messages: the query as one full-text expression and SQL conditions; hits newest first."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from datetime import time as clock_time
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.message import Channel
from app.domain.views import SearchHit, SearchResult
from app.store.codec import from_us, to_us, unpack
from app.store.fold import fold
from app.store.query import Filter, Query, Term, parse
from app.store.settings import read_shop
from app.store.snippet import pattern, snippet
from app.store.sql import LISTED, Sql, listed

COUNTED = 10_000
Condition = tuple[str, list[object]]

_STATE = {
    "unread": "c.unread = 1",
    "open": "c.state = 'open'",
    "closed": "c.state = 'closed'",
    "snoozed": "c.state = 'snoozed'",
    "junk": "c.state = 'junk'",
    "waiting": "c.waiting_since IS NOT NULL",
    "answered": "c.waiting_since IS NULL AND EXISTS (SELECT 1 FROM messages AS o WHERE o.conversation_id = c.id AND o.direction = 'out')",
    "in": "m.direction = 'in'",
    "out": "m.direction = 'out'",
}
_HAVING = {
    "attachment": "m.attachments > 0",
    "draft": "c.draft_ready = 1",
    "order": "EXISTS (SELECT 1 FROM orders AS o WHERE o.conversation_id = m.conversation_id AND o.message_id IN (0, m.id))",
}
_ORDER = """
m.id IN (SELECT x.id FROM orders AS o JOIN messages AS x ON x.conversation_id = o.conversation_id
    AND o.message_id IN (0, x.id) WHERE o.folded = ?)
"""
_CUSTOMER = """
m.customer_id IN (SELECT id FROM customers WHERE folded_name LIKE ? ESCAPE '\\'
    UNION SELECT customer_id FROM handles WHERE value LIKE ? ESCAPE '\\')
"""
_HITS = f"""
SELECT m.id, m.conversation_id, m.customer_id, k.name, m.channel, m.sent_at, m.subject, b.text
FROM messages AS m JOIN customers AS k ON k.id = m.customer_id JOIN bodies AS b ON b.message_id = m.id WHERE m.id IN {LISTED}
"""  # noqa: S608 - a constant


def like(text: str) -> str:
    """Return the LIKE pattern for "contains `text`" (escape character: backslash)."""
    for special in "\\%_":
        text = text.replace(special, "\\" + special)
    return f"%{text}%"


def search(sql: Sql, text: str, limit: int) -> SearchResult:
    """Return the newest messages that match."""
    start = time.perf_counter()
    query = parse(text)
    ids, total = ([], 0) if query.is_empty else _matching(sql, query, max(0, limit))
    hits = _hits(sql, ids, query)
    return SearchResult(total, hits, (time.perf_counter() - start) * 1000)


def expression(query: Query) -> str:
    """Return the full-text expression of the terms ("" when nothing must occur)."""
    if not query.terms:
        return ""
    wanted = " AND ".join(map(_phrase, query.terms))
    return f"({wanted}) NOT ({' OR '.join(map(_phrase, query.without))})" if query.without else wanted


def _phrase(term: Term) -> str:
    column = f"{term.column} : " if term.column else ""
    return f'{column}"{term.text}"{" *" if term.prefix else ""}'


def _matching(sql: Sql, query: Query, limit: int) -> tuple[list[int], int]:
    conditions = _conditions(sql, query)
    told = expression(query)
    needs = {alias for statement, _ in conditions for alias in ("m.", "c.") if alias in statement}
    source, key = _source(told, needs)
    if told:
        conditions.insert(0, ("message_fts MATCH ?", [told]))
    where = " AND ".join(f"({statement})" for statement, _ in conditions)
    params = [p for _, values in conditions for p in values]
    base = f"FROM {source} WHERE {where}"
    ids = sql.column(f"SELECT {key} {base} ORDER BY {key} DESC LIMIT ?", (*params, limit))
    if len(ids) < limit:
        return ids, len(ids)
    return ids, int(sql.value(f"SELECT count(*) FROM (SELECT 1 {base} LIMIT {COUNTED})", params))  # noqa: S608 - put together from constants


def _source(told: str, needs: set[str]) -> tuple[str, str]:
    """CROSS JOIN keeps the order: the index first, then the row of each hit, so that the newest come first without sorting."""
    if not told:
        return "messages AS m" + (" CROSS JOIN conversations AS c ON c.id = m.conversation_id" if "c." in needs else ""), "m.id"
    source = "message_fts"
    if needs:
        source += " CROSS JOIN messages AS m ON m.id = message_fts.rowid"
    if "c." in needs:
        source += " CROSS JOIN conversations AS c ON c.id = m.conversation_id"
    return source, "message_fts.rowid"


def _conditions(sql: Sql, query: Query) -> list[Condition]:
    found: list[Condition] = []
    if query.without and not query.terms:
        excluded = " OR ".join(map(_phrase, query.without))
        found.append(("m.id NOT IN (SELECT rowid FROM message_fts WHERE message_fts MATCH ?)", [excluded]))
    midnight = _midnight(sql)
    ordered = sorted(query.filters, key=lambda f: (f.name, f.negative))
    for (name, negative), group in groupby(ordered, key=lambda f: (f.name, f.negative)):
        parts = [_condition(f, midnight) for f in group]
        glue = " AND " if name in ("is", "has", "before", "after") and not negative else " OR "
        joined = glue.join(f"({statement})" for statement, _ in parts)
        found.append((f"NOT ({joined})" if negative else joined, [p for _, values in parts for p in values]))
    return found


def _condition(filter_: Filter, midnight: Callable[[date], int]) -> Condition:
    name, value = filter_.name, filter_.value
    if filter_.day is not None:
        return ("m.sent_at < ?" if name == "before" else "m.sent_at >= ?"), [midnight(filter_.day)]
    if name == "is":
        return _STATE[value], []
    if name == "has":
        return _HAVING[value], []
    if name == "channel":
        return ("m.channel IN (?,?)", [Channel.IMAP, Channel.MAILFILE]) if value == "mail" else ("m.channel = ?", [value])
    if name == "order":
        return _ORDER, [value]
    if name == "customer":
        return _CUSTOMER, [like(value), like(value)]
    return f"c.{name} = ?", [value]


def _midnight(sql: Sql) -> Callable[[date], int]:
    """Return a function that gives the first moment of a day in the shop's time zone, in microseconds."""

    def of(day: date) -> int:
        try:
            zone = ZoneInfo(read_shop(sql).timezone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        try:
            return to_us(datetime.combine(day, clock_time(), zone).astimezone(UTC))
        except OverflowError:
            return to_us(datetime.combine(day, clock_time(), UTC))

    return of


def _hits(sql: Sql, ids: Sequence[int], query: Query) -> tuple[SearchHit, ...]:
    found = {row[0]: row for row in sql.rows(_HITS, (listed(ids),))} if ids else {}
    marks = pattern([t for t in query.terms if not t.column or t.column == "text"])
    return tuple(
        SearchHit(id_, conversation, customer, name, Channel(channel), from_us(at), subject, snippet(unpack(text), marks))
        for id_, conversation, customer, name, channel, at, subject, text in (found[i] for i in ids if i in found)
    )


def fold_like(text: str) -> str:
    """Return the LIKE pattern for "contains `text`", folded."""
    return like(fold(text).strip())
