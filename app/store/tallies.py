"""What a batch of messages changes about their conversations and customers, added up first and written with one statement each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.message import Direction, IncomingMessage
from app.domain.store_ports import NewMessage
from app.store.codec import to_us
from app.store.message_rows import is_spoken, preview_of, unseen
from app.store.sql import Sql

_CONVERSATION = """
UPDATE conversations SET
    messages = messages + ?1,
    started_at = min(started_at, ?2),
    preview = CASE WHEN ?3 IS NOT NULL AND (preview = '' OR ?4 >= last_at) THEN ?3 ELSE preview END,
    unread = CASE WHEN ?5 AND ?4 >= last_at THEN 0 ELSE max(unread, ?6) END,
    last_at = CASE WHEN ?4 IS NULL THEN last_at WHEN messages = 0 THEN ?4 ELSE max(last_at, ?4) END
WHERE id = ?7
"""
_CUSTOMER = """
UPDATE customers SET messages = messages + ?1, first_seen = min(coalesce(first_seen, ?2), ?2), last_seen = max(coalesce(last_seen, ?3), ?3)
WHERE id = ?4
"""
_LANGUAGE = """
INSERT INTO customer_languages VALUES (?,?,?)
ON CONFLICT (customer_id, language) DO UPDATE SET messages = messages + excluded.messages
"""


@dataclass(slots=True)
class _Talk:
    """What the batch adds to a conversation. `latest` is the last thing said in it, `said` when; None when nobody said anything."""

    n: int
    first: int
    said: int | None
    latest: IncomingMessage | None
    unread: bool


class Tallies:
    """The sums of one batch; give the messages oldest first."""

    def __init__(self, numbered: Iterable[tuple[int, NewMessage]]) -> None:
        self._talks: dict[int, _Talk] = {}
        self._seen: dict[int, tuple[int, int, int]] = {}
        self._languages: Counter[tuple[int, str]] = Counter()
        for _, new in numbered:
            self._count(new, to_us(new.incoming.sent_at))

    def _count(self, new: NewMessage, at: int) -> None:
        self._talk(new, at)
        n, first, _ = self._seen.get(new.customer_id, (0, at, at))
        self._seen[new.customer_id] = (n + 1, first, at)
        if new.verdict and new.verdict.language != "und" and new.incoming.direction is not Direction.OUT:
            self._languages[new.customer_id, new.verdict.language] += 1

    def _talk(self, new: NewMessage, at: int) -> None:
        talk = self._talks.setdefault(new.conversation_id, _Talk(0, at, None, None, unread=False))
        talk.n += 1
        if is_spoken(new.incoming):
            talk.latest, talk.said = new.incoming, at
            talk.unread = unseen(new.incoming) or (talk.unread and new.incoming.direction is not Direction.OUT)

    def store(self, sql: Sql) -> None:
        """Add the sums to the rows."""
        sql.many(_CONVERSATION, [_conversation_row(id_, talk) for id_, talk in self._talks.items()])
        sql.many(_CUSTOMER, [(n, first, last, id_) for id_, (n, first, last) in self._seen.items()])
        sql.many(_LANGUAGE, [(customer, language, n) for (customer, language), n in self._languages.items()])


def _conversation_row(id_: int, talk: _Talk) -> tuple[object, ...]:
    latest = talk.latest
    answered = latest is not None and latest.direction is Direction.OUT
    return (talk.n, talk.first, preview_of(latest) if latest else None, talk.said, answered, talk.unread, id_)
