"""Makes the full-text indexes anew from the tables."""

import json
from collections.abc import Sequence

from app.store.codec import unpack
from app.store.fold import index_text
from app.store.knowledge import ADD_PASSAGE_SEARCH
from app.store.messages import ADD_SEARCH
from app.store.sql import LISTED, Sql, listed
from app.store.stems import stem_text

_AT_ONCE = 500
_MESSAGES = """
SELECT m.id, m.subject, m.sender, b.text, b.new_text, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
WHERE m.id > ? ORDER BY m.id LIMIT ?
"""
_SOME = f"""
SELECT m.id, m.subject, m.sender, b.text, b.new_text, b.meta FROM messages AS m JOIN bodies AS b ON b.message_id = m.id
WHERE m.id IN {LISTED}
"""  # noqa: S608 - a constant
_HEARD = f"""
SELECT a.message_id, t.text FROM attachments AS a JOIN transcripts AS t ON t.attachment_id = a.id
WHERE a.message_id IN {LISTED} ORDER BY a.id
"""  # noqa: S608 - a constant
_PASSAGES = "SELECT p.id, a.title, p.heading, p.text, a.language FROM passages AS p JOIN articles AS a ON a.id = p.article_id"


def rebuild_messages(sql: Sql) -> int:
    """Fill the message index anew; returns how many messages it holds."""
    sql.run("INSERT INTO message_fts (message_fts) VALUES ('delete-all')")
    last, count = -(1 << 63), 0
    while rows := sql.rows(_MESSAGES, (last, _AT_ONCE)):
        names = _file_names(sql, [row.id for row in rows])
        heard = heard_in(sql, [row.id for row in rows])
        found = [_row(*row, files=" ".join(names.get(row.id, ())), heard=heard.get(row.id, "")) for row in rows]
        sql.many(ADD_SEARCH, found)
        last, count = rows[-1].id, count + len(rows)
    sql.run("INSERT INTO message_fts (message_fts) VALUES ('optimize')")
    return count


def search_again(sql: Sql, message_ids: Sequence[int]) -> None:
    """Put these messages, as they are now, into the message index in place of what it holds of them."""
    sql.run(f"DELETE FROM message_fts WHERE rowid IN {LISTED}", (listed(message_ids),))  # noqa: S608 - a constant
    names = _file_names(sql, list(message_ids))
    rows = sql.rows(_SOME, (listed(message_ids),))
    heard = heard_in(sql, list(message_ids))
    sql.many(ADD_SEARCH, [_row(*row, files=" ".join(names.get(row.id, ())), heard=heard.get(row.id, "")) for row in rows])


def _row(
    id_: int, subject: str, sender: str, text: bytes, new_text: bytes | None, meta: bytes, *, files: str, heard: str
) -> tuple[object, ...]:
    told = json.loads(unpack(meta))
    return (
        id_,
        index_text(subject),
        index_text("\n".join(filter(None, (unpack(text) or unpack(new_text), heard)))),
        index_text(_names(sender, told.get("from", ()))),
        index_text(" ".join(_names(name, handles) for name, handles in told.get("to", ()))),
        index_text(files),
    )


def _names(name: str, handles: list[list[str]]) -> str:
    return " ".join((name, *(value for _, value in handles if value != name)))


def _file_names(sql: Sql, message_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    asked = f"SELECT message_id, name FROM attachments WHERE message_id IN {LISTED} ORDER BY id"  # noqa: S608 - a constant
    for message_id, name in sql.rows(asked, (listed(message_ids),)):
        found.setdefault(message_id, []).append(name)
    return found


def heard_in(sql: Sql, message_ids: Sequence[int]) -> dict[int, str]:
    """Return what was written out of the recordings in messages, by message."""
    found: dict[int, str] = {}
    for message_id, text in sql.rows(_HEARD, (listed(message_ids),)):
        found[message_id] = "\n".join(filter(None, (found.get(message_id), json.loads(unpack(text))["text"])))
    return found


def rebuild_passages(sql: Sql) -> None:
    """Fill the passage index anew."""
    sql.run("INSERT INTO passage_fts (passage_fts) VALUES ('delete-all')")
    rows = sql.rows(_PASSAGES)
    found = [(id_, *(stem_text(part, language) for part in (title, heading, text))) for id_, title, heading, text, language in rows]
    sql.many(ADD_PASSAGE_SEARCH, found)
