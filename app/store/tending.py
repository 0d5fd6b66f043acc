"""Versions and care of articles, and what an audit and a look for gaps need to see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.errors import NotFound
from app.domain.tending import REMOVED, ArticleVersion, Asked, Care, TendedArticle
from app.domain.text import N_
from app.store.codec import from_us, from_us_or_none, plain, to_us, to_us_or_none, unpack
from app.store.sql import LISTED, Sql, listed

NO_VERSION = N_("There is no earlier version with the number {id}.")
_KEEP = 50
"""Versions of an article that stay."""
_TENDED = """
SELECT a.id, a.title, a.text, a.language, a.source, a.scope, a.updated_at, c.owner, c.review_at, c.checked_at,
    (SELECT max(d.created_at) FROM draft_citations AS q JOIN drafts AS d ON d.id = q.draft_id WHERE q.article = a.id AND d.state = 'sent')
FROM articles AS a LEFT JOIN article_care AS c ON c.article_id = a.id WHERE a.scope <> ? ORDER BY a.id
"""
_PROPOSED = """
SELECT m.id, m.conversation_id, m.sent_at, m.sender, m.handle, k.name AS customer, d.language, d.outcome, d.proposed_text AS proposed,
    CASE WHEN d.state = 'sent' THEN d.text ELSE '' END AS sent
FROM (
    SELECT *, row_number() OVER (PARTITION BY in_reply_to ORDER BY state = 'sent' DESC, id DESC) AS place
    FROM drafts WHERE in_reply_to IS NOT NULL
) AS d JOIN messages AS m ON m.id = d.in_reply_to JOIN customers AS k ON k.id = m.customer_id
WHERE d.place = 1 AND m.sent_at >= ? ORDER BY m.sent_at DESC, m.id DESC LIMIT ?
"""
_OTHERS = """
SELECT m.id, m.conversation_id, m.sent_at, m.sender, m.handle, k.name AS customer, c.language, '' AS outcome, '' AS proposed, '' AS sent
FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id JOIN customers AS k ON k.id = m.customer_id
WHERE m.direction = 'in' AND m.kind IN ('message', 'review') AND m.sent_at >= ? AND c.state <> 'junk'
    AND c.category NOT IN ('spam', 'newsletter', 'auto_reply_bounce', 'supplier_business', 'compliment_review')
    AND NOT EXISTS (SELECT 1 FROM drafts AS d WHERE d.conversation_id = m.conversation_id)
ORDER BY m.sent_at DESC, m.id DESC LIMIT ?
"""
_BODIES = f"SELECT message_id, text, new_text, new_start, new_length FROM bodies WHERE message_id IN {LISTED}"  # noqa: S608 - a constant


class Tending:
    """The TendingRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def restore(self, version_id: int) -> ArticleVersion:
        """Return a version to be put back. Raises NotFound."""
        found = self._sql.row(f"{_VERSION} WHERE id = ?", (version_id,))
        if found is None:
            raise NotFound(NO_VERSION, id=version_id)
        return _version(found)

    def set_care(self, article_id: int, care: Care) -> None:
        """Store who looks after an article and when."""
        self._sql.run(
            "INSERT INTO article_care (article_id, owner, review_at, checked_at) VALUES (?,?,?,?) ON CONFLICT (article_id) "
            "DO UPDATE SET owner = excluded.owner, review_at = excluded.review_at, checked_at = excluded.checked_at",
            (article_id, plain(care.owner), to_us_or_none(care.review_at), to_us_or_none(care.checked_at)),
        )

    def of_file(self, file: str) -> dict[str, tuple[int, str]]:
        """Return source -> (article id, title) of all that was read from a file and is still in use."""
        name = plain(file)
        rows = self._sql.rows(
            "SELECT source, id, title FROM articles WHERE (source = ?1 OR substr(source, 1, length(?1) + 1) = ?1 || '#') AND scope <> ?2",
            (name, REMOVED),
        )
        return {source: (id_, title) for source, id_, title in rows}

    def retire(self, article_id: int, by: str, now: datetime) -> list[int]:
        """Take an article out of use with its versions kept; returns its passage ids."""
        keep_version(self._sql, article_id, by, to_us(now))
        ids = self._sql.column("SELECT id FROM passages WHERE article_id = ? ORDER BY number", (article_id,))
        self._sql.many("DELETE FROM passage_fts WHERE rowid = ?", [(i,) for i in ids])
        self._sql.run("DELETE FROM passages WHERE article_id = ?", (article_id,))
        self._sql.run("UPDATE articles SET scope = ?, updated_at = ? WHERE id = ?", (REMOVED, to_us(now), article_id))
        return ids


_VERSION = 'SELECT id, article_id, title, text, "by", at FROM article_versions'


def keep_version(sql: Sql, article_id: int, by: str, now: int) -> None:
    """Keep an article as it is now, before it changes at `now` (microseconds)."""
    sql.run(
        'INSERT INTO article_versions (article_id, title, text, "by", at) SELECT id, title, text, ?, ? FROM articles WHERE id = ?',
        (plain(by), now, article_id),
    )
    sql.run(
        "DELETE FROM article_versions WHERE article_id = ?1 AND id NOT IN "
        "(SELECT id FROM article_versions WHERE article_id = ?1 ORDER BY id DESC LIMIT ?2)",
        (article_id, _KEEP),
    )


def keep_if_changed(sql: Sql, article_id: int, title: str, text: str, by: str, now: int) -> bool:
    """Keep the version before where title or text become others; returns whether they do."""
    old_title, old_text = sql.row("SELECT title, text FROM articles WHERE id = ?", (article_id,))
    if (old_title, unpack(old_text)) == (title, text):
        return False
    keep_version(sql, article_id, by, now)
    return True


def read_versions(sql: Sql, article_id: int) -> Sequence[ArticleVersion]:
    """Return the earlier versions of an article, newest first."""
    return [_version(row) for row in sql.rows(f"{_VERSION} WHERE article_id = ? ORDER BY id DESC", (article_id,))]


def _version(row: Any) -> ArticleVersion:
    id_, article_id, title, text, by, at = row
    return ArticleVersion(id_, article_id, title, unpack(text), by, from_us(at))


def read_care(sql: Sql, article_id: int) -> Care:
    """Return who looks after an article."""
    row = sql.row("SELECT owner, review_at, checked_at FROM article_care WHERE article_id = ?", (article_id,))
    return Care() if row is None else Care(row[0], from_us_or_none(row[1]), from_us_or_none(row[2]))


def read_tended(sql: Sql) -> list[TendedArticle]:
    """Return all articles in use with text, care and last use."""
    return [_tended(row) for row in sql.rows(_TENDED, (REMOVED,))]


def _tended(row: Any) -> TendedArticle:
    id_, title, text, language, source, scope, updated_at, owner, review_at, checked_at, used_at = row
    moments = (from_us_or_none(review_at), from_us_or_none(checked_at), from_us_or_none(used_at))
    return TendedArticle(id_, title, unpack(text), language, source, scope, from_us(updated_at), owner or "", *moments)


def read_removed(sql: Sql) -> list[tuple[int, str, str]]:
    """Return (id, title, source) of articles that vanished from their file, by title."""
    rows = sql.rows("SELECT id, title, source FROM articles WHERE scope = ? ORDER BY title, id", (REMOVED,))
    return [(id_, title, source) for id_, title, source in rows]


def read_asked(sql: Sql, since: datetime, limit: int) -> list[Asked]:
    """Return customers' questions since then, newest first, each with what became of it."""
    rows = [*sql.rows(_PROPOSED, (to_us(since), limit)), *_last_of_each(sql.rows(_OTHERS, (to_us(since), limit)))]
    rows = sorted(rows, key=lambda r: (-r.sent_at, -r.id))[:limit]
    bodies = {r.message_id: r for r in sql.rows(_BODIES, (listed(r.id for r in rows),))}
    return [_asked(row, bodies.get(row.id)) for row in rows]


def _last_of_each(rows: Sequence[Any]) -> list[Any]:
    last: dict[int, Any] = {}
    for row in rows:
        last.setdefault(row.conversation_id, row)
    return list(last.values())


def _asked(row: Any, body: Any) -> Asked:
    text = ""
    if body is not None:
        whole = unpack(body.text)
        text = unpack(body.new_text) if body.new_text is not None else whole[body.new_start : body.new_start + body.new_length]
    names = tuple(dict.fromkeys(name for name in (row.customer, row.sender) if name))
    handles = (row.handle,) if row.handle else ()
    return Asked(
        text, row.language, from_us(row.sent_at), row.conversation_id, row.outcome, row.proposed, row.sent, names=names, handles=handles
    )


def read_stamp(sql: Sql) -> str:
    """Return a mark that changes whenever an article in use does."""
    count, newest, passage = sql.row(
        "SELECT count(*), coalesce(max(updated_at), 0), (SELECT coalesce(max(id), 0) FROM passages) FROM articles WHERE scope <> ?",
        (REMOVED,),
    )
    return f"{count}-{newest}-{passage}"
