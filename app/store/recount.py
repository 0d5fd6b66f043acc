"""A customer's sums counted anew from the messages; they equal what `app.store.tallies` adds up message by message."""

from collections import Counter

from app.domain.message import Direction
from app.store.codec import unpack_verdict
from app.store.sql import Sql

_SEEN = """
UPDATE customers AS k SET messages = s.n, first_seen = min(coalesce(k.first_seen, s.first), coalesce(s.first, k.first_seen)),
    last_seen = max(coalesce(k.last_seen, s.last), coalesce(s.last, k.last_seen))
FROM (SELECT count(*) AS n, min(sent_at) AS first, max(sent_at) AS last FROM messages WHERE customer_id = ?1) AS s WHERE k.id = ?1
"""
_VERDICTS = "SELECT v.data FROM messages AS m JOIN verdicts AS v ON v.message_id = m.id WHERE m.customer_id = ? AND m.direction <> ?"


def recount(sql: Sql, customer_id: int) -> None:
    """Count a customer's messages and languages anew; first and last seen widen to hold all messages."""
    sql.run(_SEEN, (customer_id,))
    spoken = Counter(unpack_verdict(data).language for data in sql.column(_VERDICTS, (customer_id, Direction.OUT)))
    del spoken["und"]
    sql.run("DELETE FROM customer_languages WHERE customer_id = ?", (customer_id,))
    sql.many("INSERT INTO customer_languages VALUES (?,?,?)", [(customer_id, language, n) for language, n in spoken.items()])
