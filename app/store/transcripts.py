"""Transcripts of recordings: a customer's words, packed like every long text, and found by search with the message they came with."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.errors import NotFound
from app.domain.text import N_
from app.domain.transcription import KeptTranscript, Transcript
from app.domain.views import AttachmentView
from app.store.codec import dump_plain, from_us, pack, plain, to_us, unpack
from app.store.rebuild import search_again
from app.store.sql import LISTED, Sql, listed

UNKNOWN_ATTACHMENT = N_("There is no attachment with the number {id}.")
_MESSAGE = "SELECT message_id FROM attachments WHERE id = ?"
_PUT = "INSERT OR REPLACE INTO transcripts (attachment_id, text, language, engine, at) VALUES (?,?,?,?,?)"
_ROWS = f"SELECT attachment_id, text, language, engine, at FROM transcripts WHERE attachment_id IN {LISTED}"  # noqa: S608 - a constant
_ATTACHED = "SELECT id, name, media_type, size, sha256, missing, stored, content_id FROM attachments WHERE id = ?"


class Transcripts:
    """The TranscriptRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, kept: KeptTranscript) -> None:
        """Keep a transcript in place of an earlier one, and let search find its words. Raises NotFound when the attachment is gone."""
        made = kept.transcript
        message_id = self._sql.value(_MESSAGE, (kept.attachment_id,))
        if message_id is None:
            raise NotFound(UNKNOWN_ATTACHMENT, id=kept.attachment_id)
        inside = pack(dump_plain({"text": made.text, "seconds": made.seconds}))
        self._sql.run(_PUT, (kept.attachment_id, inside, plain(made.language), plain(made.engine), to_us(kept.at)))
        search_again(self._sql, [message_id])

    def remove(self, attachment_id: int) -> None:
        """Forget a transcript; nothing happens where there is none."""
        if self._sql.run("DELETE FROM transcripts WHERE attachment_id = ?", (attachment_id,)):
            search_again(self._sql, [self._sql.value(_MESSAGE, (attachment_id,))])


def read_transcripts(sql: Sql, attachment_ids: Sequence[int]) -> Mapping[int, KeptTranscript]:
    """Return the kept transcripts, by attachment."""
    return {row[0]: _kept(row) for row in sql.rows(_ROWS, (listed(attachment_ids),))} if attachment_ids else {}


def read_attached(sql: Sql, attachment_id: int) -> AttachmentView:
    """Return what is known of an attachment. Raises NotFound."""
    row = sql.row(_ATTACHED, (attachment_id,))
    if row is None:
        raise NotFound(UNKNOWN_ATTACHMENT, id=attachment_id)
    id_, name, media_type, size, sha256, missing, stored, content_id = row
    return AttachmentView(id_, name, media_type, size, sha256, bool(missing), bool(stored), content_id)


def _kept(row: Any) -> KeptTranscript:
    attachment_id, text, language, engine, at = row
    inside = json.loads(unpack(text))
    return KeptTranscript(attachment_id, Transcript(inside["text"], language, inside["seconds"], engine), from_us(at))
