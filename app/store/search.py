"""Search over messages: the query as one full-text expression and SQL conditions; hits newest first."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from datetime import time as clock_time
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.message import Channel
from app.domain.views import SearchHit, SearchResult
from app.store.codec import from_us, to_us, unpack
from app.store.fold import fold
from app.store.order_search import order_condition
from app.store.query import Filter, Query, Term, parse
from app.store.rebuild import heard_in
from app.store.settings import read_shop
from app.store.snippet import pattern, snippet
from app.store.sql import LISTED, Sql, listed

COUNTED = 10_000
Condition = tuple[str, list[object]]

_OF_CONVERSATION = {
    "unread": "c.unread = 1",
    "open": "c.state = 'open'",
    "closed": "c.state = 'closed'",
    "snoozed": "c.state = 'snoozed'",
    "junk": "c.state = 'junk'",
    "waiting": "c.waiting_since IS NOT NULL",
    "answered": "c.waiting_since IS NULL AND EXISTS (SELECT 1 FROM messages AS o WHERE o.conversation_id = c.id AND o.direction = 'out')",
    "draft": "c.draft_ready = 1",
}
_OF_MESSAGE = {
    "in": "m.direction = 'in'",
    "out": "m.direction = 'out'",
    "attachment": "ID IN (SELECT message_id FROM attachments)",
    "order": "ID IN (SELECT message_id FROM orders UNION SELECT x.id FROM orders AS o "
    "JOIN messages AS x ON x.conversation_id = o.conversation_id WHERE o.message_id = 0)",
}
_CUSTOMER = """
ID IN (SELECT x.id FROM messages AS x WHERE x.customer_id IN (SELECT id FROM customers WHERE folded_name LIKE ? ESCAPE '\\'
    UNION SELECT customer_id FROM handles WHERE value LIKE ? ESCAPE '\\'))
"""
_CONVERSATIONS = "SELECT c.id FROM conversations AS c INDEXED BY conversations_facets WHERE "
# Few conversations: begin with their messages. Many: begin with the newest hit (the plus keeps the planner from doing otherwise).
_IN_FEW = "ID IN (SELECT x.id FROM messages AS x INDEXED BY messages_by_conversation WHERE x.conversation_id IN ("
_IN_MANY = f"+m.conversation_id IN ({_CONVERSATIONS}"
_FEW = 500
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
    base, params, key = _statement(sql, query)
    if any(term.prefix for term in query.terms):
        return _in_one_pass(sql, f"SELECT {key} AS id {base} ORDER BY {key} DESC LIMIT {COUNTED}", params, limit)
    ids = sql.column(f"SELECT {key} {base} ORDER BY {key} DESC LIMIT ?", (*params, limit))
    if len(ids) < limit:
        return ids, len(ids)
    return ids, int(sql.value(f"SELECT count(*) FROM (SELECT 1 {base} LIMIT {COUNTED})", params))  # noqa: S608 - put together from constants


def _in_one_pass(sql: Sql, newest: str, params: list[object], limit: int) -> tuple[list[int], int]:
    """Beginnings of words cost before the first hit comes: the lists of all words are merged. So hits and count come of one run."""
    both = f"WITH found AS MATERIALIZED ({newest}) SELECT id, (SELECT count(*) FROM found) FROM found LIMIT ?"  # noqa: S608 - as above
    rows = sql.rows(both, (*params, max(1, limit)))
    return [row[0] for row in rows[:limit]], rows[0][1] if rows else 0


def _statement(sql: Sql, query: Query) -> tuple[str, list[object], str]:
    """Return FROM and WHERE, their parameters, and the column of the message's id.

    CROSS JOIN keeps the order: the index first, then the row of each hit, so that the newest come first without sorting.
    """
    conditions, of_conversation = _conditions(sql, _with_codes(sql, query))
    if of_conversation:
        conditions.append(_in_conversations(sql, of_conversation))
    told = expression(query)
    if told:
        conditions.insert(0, ("message_fts MATCH ?", [told]))
    elif query.without:
        excluded = " OR ".join(map(_phrase, query.without))
        conditions.append(("ID NOT IN (SELECT rowid FROM message_fts WHERE message_fts MATCH ?)", [excluded]))
    where = " AND ".join(f"({statement})" for statement, _ in conditions)
    source, key = "messages AS m", "m.id"
    if told:
        source, key = "message_fts", "message_fts.rowid"
        source += " CROSS JOIN messages AS m ON m.id = message_fts.rowid" if "m." in where else ""
    return f"FROM {source} WHERE {where}".replace("ID ", f"{key} "), [p for _, values in conditions for p in values], key


def _with_codes(sql: Sql, query: Query) -> Query:
    """Return the query with the codes of categories that are asked for by the title the shop gave them."""
    if all(filter_.name != "category" for filter_ in query.filters):
        return query
    categories = read_shop(sql).categories
    coded = {categories.title(code).casefold(): code for code in categories.codes()} | {code: code for code in categories.codes()}
    filters = (replace(f, value=coded.get(f.value.casefold(), f.value)) if f.name == "category" else f for f in query.filters)
    return replace(query, filters=tuple(filters))


def _conditions(sql: Sql, query: Query) -> tuple[list[Condition], list[Condition]]:
    """Return a condition for every operator, on messages and on conversations; those of one name widen each other,
    but `is:` and `has:` narrow."""
    midnight = _midnight(sql)
    found: list[Condition] = []
    of_conversation: list[Condition] = []
    ordered = sorted(query.filters, key=_group)
    for (name, negative, within), group in groupby(ordered, key=_group):
        parts = [order_condition(sql, f.value) if name == "order" else _condition(f, midnight) for f in group]
        glue = " AND " if name in ("is", "has", "before", "after") and not negative else " OR "
        joined = glue.join(f"({statement})" for statement, _ in parts)
        params = [p for _, values in parts for p in values]
        (of_conversation if within else found).append((f"NOT ({joined})" if negative else joined, params))
    return found, of_conversation


def _in_conversations(sql: Sql, conditions: list[Condition]) -> Condition:
    together = " AND ".join(f"({statement})" for statement, _ in conditions)
    params = [p for _, values in conditions for p in values]
    few = len(sql.column(f"{_CONVERSATIONS} {together} LIMIT {_FEW}", params)) < _FEW
    return (f"{_IN_FEW}{_CONVERSATIONS} {together}))" if few else f"{_IN_MANY} {together})"), params


def _group(filter_: Filter) -> tuple[str, bool, bool]:
    within = filter_.name in ("category", "sentiment") or (filter_.name in ("is", "has") and filter_.value in _OF_CONVERSATION)
    return filter_.name, filter_.negative, within


def _condition(filter_: Filter, midnight: Callable[[date], int]) -> Condition:
    name, value = filter_.name, filter_.value
    if filter_.day is not None:
        return ("m.sent_at < ?" if name == "before" else "m.sent_at >= ?"), [midnight(filter_.day)]
    if name in ("is", "has"):
        return (_OF_CONVERSATION.get(value) or _OF_MESSAGE[value]), []
    if name == "channel":
        return ("m.channel IN (?,?)", [Channel.IMAP, Channel.MAILFILE]) if value == "mail" else ("m.channel = ?", [value])
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
    found = sql.rows(_HITS, (listed(ids),)) if ids else []
    heard = heard_in(sql, ids)
    marks = pattern([t for t in query.terms if not t.column or t.column == "text"])
    newest_first = sorted(found, key=lambda row: (row[5], row[0]), reverse=True)
    return tuple(
        SearchHit(
            id_,
            conversation,
            customer,
            name,
            Channel(channel),
            from_us(at),
            subject,
            snippet("\n".join(filter(None, (unpack(text), heard.get(id_)))), marks),
        )
        for id_, conversation, customer, name, channel, at, subject, text in newest_first
    )


def fold_like(text: str) -> str:
    """Return the LIKE pattern for "contains `text`", folded."""
    return like(fold(text).strip())
