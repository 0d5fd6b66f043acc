"""The list of customers: ids by what is asked for, and what they can be told apart by."""

from collections.abc import Sequence
from datetime import datetime

from app.domain.customer_list import CustomerOrder, CustomerQuery, Facets
from app.domain.message import Channel
from app.domain.views import MessageView
from app.store import views
from app.store.codec import to_us
from app.store.search import fold_like, like
from app.store.sql import LISTED, Sql, listed

_ORDERS = {
    CustomerOrder.SEEN: "last_seen DESC, id",
    CustomerOrder.NAME: "folded_name, id",
    CustomerOrder.MESSAGES: "messages DESC, id",
}
_LIKE = "(folded_name LIKE ? ESCAPE '\\' OR id IN (SELECT customer_id FROM handles WHERE value LIKE ? ESCAPE '\\'))"
_TAGGED = "EXISTS (SELECT 1 FROM json_each(customers.tags) WHERE value = ?)"
_BY_CHANNEL = f"id IN (SELECT customer_id FROM conversations WHERE channel IN {LISTED})"  # noqa: S608 - a constant
_WAITING = "id IN (SELECT customer_id FROM conversations WHERE state = 'open' AND waiting_since IS NOT NULL)"
_PROMISED = f"""(id IN (SELECT customer_id FROM conversations WHERE id IN {LISTED})
OR id IN (SELECT customer_id FROM tasks WHERE done_at IS NULL))"""  # noqa: S608 - a constant
_SENT = "m.direction = 'out' AND m.kind = 'message' AND m.sent_at >= ? ORDER BY m.sent_at DESC, m.id DESC LIMIT ?"


def customer_ids(sql: Sql, wanted: CustomerQuery, promised_in: Sequence[int]) -> list[int]:
    """Return ids in list order."""
    where, params = _where(wanted, promised_in)
    found = f"SELECT id FROM customers {where} ORDER BY {_ORDERS[wanted.order]}"  # noqa: S608 - constants
    return [int(id_) for id_ in sql.column(found, params)]


def _where(wanted: CustomerQuery, promised_in: Sequence[int]) -> tuple[str, list[object]]:
    parts: list[str] = []
    params: list[object] = []
    if text := wanted.text.strip():
        parts.append(_LIKE)
        params += [fold_like(text), like(text.lower())]
    if wanted.vip:
        parts.append("vip = 1")
    if wanted.tag:
        parts.append(_TAGGED)
        params.append(wanted.tag)
    if wanted.channel is not None:
        alike = [c.value for c in Channel if c.is_mail] if wanted.channel.is_mail else [wanted.channel.value]
        parts.append(_BY_CHANNEL)
        params.append(listed(alike))
    if wanted.waiting:
        parts.append(_WAITING)
    if wanted.promised:
        parts.append(_PROMISED)
        params.append(listed(promised_in))
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), params


def customer_facets(sql: Sql) -> Facets:
    """Return the tags in use and the channels (mail once, whichever way it came)."""
    tags = sql.column("SELECT DISTINCT value FROM customers, json_each(customers.tags) WHERE tags <> '[]' ORDER BY value")
    known = {Channel(value) for value in sql.column("SELECT DISTINCT channel FROM conversations")}
    if known & {Channel.IMAP, Channel.MAILFILE}:
        known = (known - {Channel.MAILFILE}) | {Channel.IMAP}
    return Facets(tuple(map(str, tags)), tuple(channel for channel in Channel if channel in known))


def sent_since(sql: Sql, moment: datetime, limit: int) -> list[MessageView]:
    """Return the last messages that the shop wrote since then, oldest first."""
    return views.message_views(sql, _SENT, (to_us(moment), limit))[::-1]
