"""Read models of who is who: merges and splits, what is known of customers for comparing, how many are there twice."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from app.domain.identity import JoinCause, JoinKind, JoinRow, Profile
from app.domain.message import Handle, HandleKind
from app.domain.order import Order
from app.store.codec import from_us, from_us_or_none, unpack
from app.store.fold import fold, words
from app.store.joins import owners_of
from app.store.order_rows import unpack_order
from app.store.sql import LISTED, Sql, listed

MOMENTS = timedelta(days=30)
"""How far back questions are compared, from the newest message on."""
SURE = 0.9
_AT_ONCE = 500
_MOST_MOMENTS = 20
_MOST_WORDS = 60
_READ_BACK = 3
"""So many last messages of a customer are searched for the addresses and numbers of a signature."""
_SHIFT = 40
_SEQUENCES = ("customers", "conversations", "shop_orders", "joins")
_JOINS = 'SELECT id, kind, kept, other, kept_name, other_name, at, "by", cause, why, undone_at FROM joins'
_HANDLES = f"SELECT customer_id, kind, value FROM handles WHERE customer_id IN {LISTED} ORDER BY kind, value"  # noqa: S608 - a constant
_ORDERS = f"SELECT customer_id, data FROM shop_orders WHERE customer_id IN {LISTED} ORDER BY placed_at DESC, id DESC"  # noqa: S608
_NUMBERS = f"""
SELECT DISTINCT c.customer_id, o.folded FROM conversations AS c JOIN orders AS o ON o.conversation_id = c.id WHERE c.customer_id IN {LISTED}
"""  # noqa: S608 - a constant
_LAST = f"""
SELECT customer_id, sent_at, text, new_text, new_start, new_length FROM (
    SELECT m.customer_id, m.sent_at, b.text, b.new_text, b.new_start, b.new_length,
        row_number() OVER (PARTITION BY m.customer_id ORDER BY m.sent_at DESC, m.id DESC) AS n
    FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
    WHERE m.customer_id IN {LISTED} AND m.direction <> 'out' AND m.kind IN ('message', 'review') AND (m.sent_at >= ?)
) WHERE n <= {_MOST_MOMENTS} ORDER BY customer_id, sent_at
"""  # noqa: S608 - constants
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_NUMBER = re.compile(r"\+[1-9][\d ().-]{7,20}\d")
_DOUBLE = """
SELECT count(DISTINCT max(s.a, s.b)) FROM suggestions AS s WHERE s.state = 'open' AND s.a <> s.b AND s.score >= ?
AND NOT EXISTS (SELECT 1 FROM suggestions AS p WHERE p.state <> 'open' AND ((p.a = s.a AND p.b = s.b) OR (p.a = s.b AND p.b = s.a)))
"""
_STANDING = "SELECT count(*) FROM joins WHERE kind = 'merge' AND undone_at IS NULL"
_TAKEN_BACK = "SELECT count(*) FROM joins WHERE undone_at IS NOT NULL"
_CHANGED = """
SELECT id FROM customers WHERE id > ?1 UNION SELECT customer_id FROM conversations WHERE id > ?2
UNION SELECT customer_id FROM shop_orders WHERE id > ?3 AND customer_id IS NOT NULL
UNION SELECT customer_id FROM messages WHERE id > ?7 AND customer_id IS NOT NULL
UNION SELECT kept FROM joins WHERE id > ?4 UNION SELECT other FROM joins WHERE id > ?4
UNION SELECT kept FROM (SELECT kept FROM joins WHERE undone_at IS NOT NULL ORDER BY undone_at DESC, id DESC LIMIT max(0, ?6 - ?5))
UNION SELECT other FROM (SELECT other FROM joins WHERE undone_at IS NOT NULL ORDER BY undone_at DESC, id DESC LIMIT max(0, ?6 - ?5))
ORDER BY 1
"""


def read_joins(sql: Sql, customer_id: int | None, limit: int) -> list[JoinRow]:
    """Return merges and splits, newest first; those a customer took part in, himself or as one that went into him, when given."""
    if customer_id is None:
        return [_join(row) for row in sql.rows(f"{_JOINS} ORDER BY id DESC LIMIT ?", (limit,))]
    his = listed([customer_id, *(other for other, owner in owners_of(sql).items() if owner == customer_id)])
    asked = f"{_JOINS} WHERE kept IN {LISTED} OR other IN {LISTED} ORDER BY id DESC LIMIT ?"
    return [_join(row) for row in sql.rows(asked, (his, his, limit))]


def _join(row: Any) -> JoinRow:
    id_, kind, kept, other, kept_name, other_name, at, by, cause, why, undone_at = row
    told = (kept_name, other_name, from_us(at), by, JoinCause(cause), why, from_us_or_none(undone_at))
    return JoinRow(id_, JoinKind(kind), kept, other, *told)


def read_shared(sql: Sql) -> frozenset[Handle]:
    """Return the handles that several people use."""
    return frozenset(Handle(HandleKind(kind), value) for kind, value in sql.rows("SELECT kind, value FROM shared_handles"))


def duplicate_rate(sql: Sql) -> tuple[int, int]:
    """Return (records that a sure suggestion or a merge that stands counts as duplicates, all records: customers and those that went
    into them)."""
    standing = int(sql.value(_STANDING))
    return int(sql.value(_DOUBLE, (SURE,))) + standing, int(sql.value("SELECT count(*) FROM customers")) + standing


def changed_customers(sql: Sql, since: int) -> tuple[list[int], int]:
    """Return the customers with something new (themselves, a conversation, a message, an order, a merge made or taken back) since the
    mark, those who went into others too, and the mark of now: how far each of these had been counted."""
    last = dict(sql.rows("SELECT name, seq FROM sqlite_sequence"))
    told = (sql.value(_TAKEN_BACK), sql.value("SELECT coalesce(max(id), 0) FROM messages"))
    counted = [*(int(last.get(name, 0)) for name in _SEQUENCES), *map(int, told)]
    mark = 0
    for number in counted:
        mark = mark << _SHIFT | number
    seen = [(since >> _SHIFT * place) & ((1 << _SHIFT) - 1) for place in range(len(counted))][::-1]
    return sql.column(_CHANGED, (*seen[:5], counted[4], seen[5])), mark


def read_profiles(sql: Sql, ids: Sequence[int] | None) -> Iterator[Profile]:
    """Yield what is known of customers, for comparing; some hundred at once."""
    chosen = sql.column("SELECT id FROM customers ORDER BY id") if ids is None else list(ids)
    newest = sql.value("SELECT max(sent_at) FROM messages") or 0
    since = newest - MOMENTS // timedelta(microseconds=1)
    for start in range(0, len(chosen), _AT_ONCE):
        yield from _profiles(sql, chosen[start : start + _AT_ONCE], since)


def last_texts(sql: Sql, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the last texts that customers wrote themselves, whole, newest last: their signatures tell who they are."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        for id_, rows in _grouped(sql, _LAST, (listed(ids[start : start + _AT_ONCE]), 0)).items():
            found[id_] = [unpack(text) for _at, text, *_rest in rows[-_READ_BACK:]]
    return found


def _profiles(sql: Sql, ids: Sequence[int], since: int) -> Iterator[Profile]:
    asked = (listed(ids),)
    names = {id_: name for id_, name in sql.rows(f"SELECT id, name FROM customers WHERE id IN {LISTED}", asked)}  # noqa: S608 - a constant
    handles = _grouped(sql, _HANDLES, asked)
    orders = {id_: [unpack_order(data) for (data,) in rows] for id_, rows in _grouped(sql, _ORDERS, asked).items()}
    numbers = _grouped(sql, _NUMBERS, asked)
    said = _grouped(sql, _LAST, (*asked, since))
    for id_ in ids:
        if id_ in names:
            own = tuple(Handle(HandleKind(kind), value) for kind, value in handles[id_])
            yield _profile(id_, names[id_], own, orders.get(id_, []), [n for (n,) in numbers[id_]], said[id_])


def _grouped(sql: Sql, statement: str, params: tuple[object, ...]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for customer, *values in sql.rows(statement, params):
        found[customer].append(tuple(values))
    return found


def _profile(
    id_: int, name: str, handles: tuple[Handle, ...], orders: Sequence[Order], numbers: Sequence[str], said: Sequence[tuple[Any, ...]]
) -> Profile:
    address = next((o.address for o in orders if o.address.postcode or o.address.street), None)
    moments = tuple((from_us(at), " ".join(words(fold(_new(row)))[:_MOST_WORDS])) for at, *row in said)
    folded = dict.fromkeys((*("".join(words(fold(o.number))) for o in orders), *numbers))
    return Profile(
        str(id_),
        name or next((o.name for o in orders if o.name), ""),
        handles,
        street=address.street if address else "",
        city=address.city if address else "",
        postcode=address.postcode if address else "",
        country=address.country if address else "",
        orders=tuple(folded),
        mentioned=_mentioned([row for _, *row in said[-_READ_BACK:]], handles),
        moments=moments,
    )


def _new(row: Sequence[Any]) -> str:
    text, new_text, start, length = row
    return unpack(new_text) if new_text is not None else unpack(text)[start : start + length]


def _mentioned(rows: Sequence[Sequence[Any]], own: Sequence[Handle]) -> tuple[Handle, ...]:
    """Return addresses and international numbers in what was written, quotes left out."""
    found: dict[Handle, None] = {}
    for text, *_ in rows:
        written = "\n".join(line for line in unpack(text).splitlines() if not line.lstrip().startswith(">"))
        found.update(dict.fromkeys(Handle(HandleKind.EMAIL, mail.lower()) for mail in _MAIL.findall(written)))
        found.update(dict.fromkeys(Handle(HandleKind.PHONE, "+" + re.sub(r"\D", "", n)) for n in _NUMBER.findall(written)))
    return tuple(handle for handle in found if handle not in own)
