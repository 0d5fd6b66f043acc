"""Keeps messages: a batch is a handful of statements, whatever its size."""

from collections.abc import Iterable, Sequence

from app.domain.message import Direction
from app.domain.store_ports import KnownMail, NewMessage
from app.store import message_rows as rows
from app.store.arrivals import Arrivals
from app.store.codec import fingerprint_key, mail_id_key, pack_verdict, plain, to_us
from app.store.files import Landing
from app.store.fold import fold_order
from app.store.slots import Slots
from app.store.sql import LISTED, Sql, listed
from app.store.tallies import Tallies
from app.store.verdicts import Verdicts

_CHUNK = 1_000

_BY_MAIL_ID = f"FROM messages INDEXED BY messages_by_mail_id WHERE message_id <> '' AND message_id IN {LISTED}"
_KNOWN = (
    "SELECT fingerprint, message_id FROM message_versions WHERE fingerprint IN ({0}) "
    "UNION ALL SELECT fingerprint, id FROM messages WHERE fingerprint IN ({0})"
)
_ADD_MESSAGE = "INSERT INTO messages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_ADD_BODY = "INSERT INTO bodies VALUES (?,?,?,?,?,?,?)"
ADD_SEARCH = "INSERT INTO message_fts (rowid, subject, text, sender, recipients, files) VALUES (?,?,?,?,?,?)"
_ADD_ATTACHMENT = (
    "INSERT INTO attachments (message_id, name, media_type, size, sha256, missing, stored, content_id) VALUES (?,?,?,?,?,?,?,?)"
)
_PUT_REMOTE = (
    "INSERT INTO remotes (account, folder, uid, uidvalidity, message_id, flags) VALUES (?,?,?,?,?,?) ON CONFLICT (account, folder, uid) "
    "DO UPDATE SET uidvalidity = excluded.uidvalidity, message_id = excluded.message_id, flags = excluded.flags"
)


class Messages:
    """The MessageRepository."""

    def __init__(self, sql: Sql, files: Landing, verdicts: Verdicts, arrivals: Arrivals) -> None:
        self._sql = sql
        self._files = files
        self._verdicts = verdicts
        self._arrivals = arrivals

    def known(self, fingerprints: Sequence[str]) -> dict[str, int]:
        """Return fingerprint -> message id for those already kept, also of texts that were changed since."""
        found: dict[str, int] = {}
        for start in range(0, len(fingerprints), _CHUNK):
            keys = {fingerprint_key(f): f for f in fingerprints[start : start + _CHUNK]}
            for key, id_ in self._sql.rows(_KNOWN.format(",".join("?" * len(keys))), (*keys, *keys)):
                found[keys[key]] = id_
        return found

    def by_mail_ids(self, message_ids: Sequence[str]) -> dict[str, KnownMail]:
        """Return Message-ID -> where it is, for those already kept."""
        found = self._sql.rows(
            f"SELECT message_id, conversation_id, subject {_BY_MAIL_ID} ORDER BY id DESC",
            (listed(plain(m) for m in message_ids),),
        )
        return {message_id: KnownMail(message_id, conversation, subject) for message_id, conversation, subject in found}

    def sent_here(self, message_ids: Sequence[str]) -> dict[str, int]:
        """Return Message-ID -> message id for outbound mails that this counter sent or already met."""
        asked = f"SELECT message_id, id {_BY_MAIL_ID} AND direction = 'out' ORDER BY id DESC"
        return {row[0]: row[1] for row in self._sql.rows(asked, (listed(plain(m) for m in message_ids),))}

    def add(self, messages: Sequence[NewMessage]) -> list[int]:
        """Keep messages (attachments encrypted beside the database) and return their ids; one given twice is kept once."""
        once = {m.incoming.fingerprint: m for m in reversed(messages)}
        ordered = sorted(reversed(once.values()), key=lambda m: m.incoming.sent_at)
        ids = Slots(self._sql).claim([to_us(m.incoming.sent_at) for m in ordered])
        numbered = list(zip(ids, ordered, strict=True))
        self._note_arrivals(numbered)
        self._files.bring((a.sha256, a.content) for m in ordered for a in m.incoming.attachments if a.content is not None)
        self._insert(numbered)
        for id_, message in numbered:
            if message.verdict:
                self._verdicts.note(id_, message.verdict)
        Tallies(numbered).store(self._sql)
        by_fingerprint = {m.incoming.fingerprint: id_ for id_, m in numbered}
        return [by_fingerprint[m.incoming.fingerprint] for m in messages]

    def _note_arrivals(self, numbered: list[tuple[int, NewMessage]]) -> None:
        self._arrivals.touch("conversation", (m.conversation_id for _, m in numbered))
        self._arrivals.touch("customer", (m.customer_id for _, m in numbered))
        self._arrivals.came("message", (i for i, _ in numbered))

    def _insert(self, numbered: list[tuple[int, NewMessage]]) -> None:
        many = self._sql.many
        many(_ADD_MESSAGE, [rows.message_row(i, m) for i, m in numbered])
        many(_ADD_BODY, [rows.body_row(i, m.incoming) for i, m in numbered])
        many(ADD_SEARCH, [rows.search_row(i, m.incoming) for i, m in numbered])
        many(_ADD_ATTACHMENT, [row for i, m in numbered for row in rows.attachment_rows(i, m.incoming)])
        many("INSERT INTO verdicts VALUES (?,?)", [(i, pack_verdict(m.verdict)) for i, m in numbered if m.verdict])
        many("INSERT OR IGNORE INTO orders VALUES (?,?,?,?)", [row for i, m in numbered for row in _orders(i, m)])
        many("INSERT OR IGNORE INTO thread_ids VALUES (?,?)", [row for _, m in numbered for row in _thread_ids(m)])
        many(_PUT_REMOTE, [_remote(i, m) for i, m in numbered if m.incoming.remote])
        many("INSERT INTO altered VALUES (?,?,?)", [rows.altered_row(i, m) for i, m in numbered if rows.is_altered(m.incoming)])

    def set_remote(self, account: str, folder: str, uidvalidity: int, uid: int, message_id: int, flags: Sequence[str]) -> None:
        """Note where a kept mail lies on the server."""
        self._sql.run(_PUT_REMOTE, (account, folder, uid, uidvalidity, message_id, " ".join(flags)))

    def update_flags(self, account: str, folder: str, flags: Sequence[tuple[int, tuple[str, ...]]]) -> int:
        """Store new IMAP flags by UID and return how many changed."""
        rows_ = self._sql.rows("SELECT uid, flags FROM remotes WHERE account = ? AND folder = ?", (account, folder))
        known = {uid: flags_ for uid, flags_ in rows_}
        changed = [(" ".join(f), account, folder, uid) for uid, f in flags if uid in known and set(known[uid].split()) != set(f)]
        self._sql.many("UPDATE remotes SET flags = ? WHERE account = ? AND folder = ? AND uid = ?", changed)
        return len(changed)

    def remote_uids(self, account: str, folder: str) -> frozenset[int]:
        """Return the UIDs known in this folder."""
        return frozenset(self._sql.column("SELECT uid FROM remotes WHERE account = ? AND folder = ?", (account, folder)))

    def forget_remote(self, account: str, folder: str, uids: Iterable[int] | None = None) -> int:
        """Forget where mails lay (None: the whole folder, after a UIDVALIDITY change); the messages stay. Returns how many."""
        if uids is None:
            return self._sql.run("DELETE FROM remotes WHERE account = ? AND folder = ?", (account, folder))
        chosen = f"DELETE FROM remotes WHERE account = ? AND folder = ? AND uid IN {LISTED}"  # noqa: S608 - a constant
        return self._sql.run(chosen, (account, folder, listed(uids)))

    def remote_of(self, message_id: int) -> tuple[str, str, int] | None:
        """Return (account, folder, uid) of a kept message, or None."""
        row = self._sql.row("SELECT account, folder, uid FROM remotes WHERE message_id = ? ORDER BY account, folder LIMIT 1", (message_id,))
        return None if row is None else (row[0], row[1], row[2])


def _orders(id_: int, new: NewMessage) -> list[tuple[str, int, int, str]]:
    if new.verdict is None or new.incoming.direction is Direction.OUT:
        return []
    return [(fold_order(number), new.conversation_id, id_, plain(number)) for number in new.verdict.order_numbers]


def _thread_ids(new: NewMessage) -> list[tuple[int, int]]:
    headers = new.incoming.headers
    if headers is None:
        return []
    return [(mail_id_key(mail_id), new.conversation_id) for mail_id in dict.fromkeys(headers.ties) if mail_id]


def _remote(id_: int, new: NewMessage) -> tuple[object, ...]:
    remote = new.incoming.remote
    if remote is None:
        raise ValueError("no remote")
    return (remote.account, remote.folder, remote.uid, remote.uidvalidity, id_, " ".join(remote.flags))
