"""Translations of messages, beside the originals and never in their place."""

import json
from collections.abc import Sequence
from typing import Any

from app.domain.translation import Doubt, GlossaryHit, KeptTranslation, Translation
from app.store.codec import dump_plain, from_us, pack, plain, to_us, unpack
from app.store.sql import Sql

_PUT = """
INSERT INTO translations (message_id, language, text, engine, glossary_hits, at) VALUES (?,?,?,?,?,?)
ON CONFLICT (message_id, language) DO UPDATE SET text = excluded.text, engine = excluded.engine, glossary_hits = excluded.glossary_hits,
at = excluded.at
"""
_ROWS = "SELECT message_id, language, text, engine, glossary_hits, at FROM translations WHERE language = ? AND message_id IN (%s)"
_MOST = 500
"""Messages asked for in one statement."""


class Translations:
    """The TranslationRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def put(self, kept: KeptTranslation) -> None:
        """Keep a translation; an earlier one into the same language is replaced."""
        made = kept.translation
        # The words and all that is said of them go into the packed column, like every long text of a customer.
        inside = {"text": made.text, "source": made.source, "warnings": [[doubt.sentence, doubt.why] for doubt in made.warnings]}
        hits = [[hit.term, hit.translation, hit.mended] for hit in made.glossary_hits]
        self._sql.run(_PUT, (kept.message_id, made.target, pack(dump_plain(inside)), plain(made.engine), dump_plain(hits), to_us(kept.at)))

    def remove(self, message_id: int) -> None:
        """Forget what was translated of a message."""
        self._sql.run("DELETE FROM translations WHERE message_id = ?", (message_id,))


def read_translations(sql: Sql, message_ids: Sequence[int], language: str) -> dict[int, KeptTranslation]:
    """Return the kept translations into a language, by message."""
    found: dict[int, KeptTranslation] = {}
    for at in range(0, len(message_ids), _MOST):
        some = message_ids[at : at + _MOST]
        rows = sql.rows(_ROWS % ",".join("?" * len(some)), (language, *some))
        found.update((kept.message_id, kept) for kept in map(_kept, rows))
    return found


def _kept(row: Any) -> KeptTranslation:
    message_id, language, text, engine, hits, at = row
    inside = json.loads(unpack(text))
    warnings = tuple(Doubt(sentence, why) for sentence, why in inside["warnings"])
    found = tuple(GlossaryHit(term, said, mended) for term, said, mended in json.loads(hits))
    return KeptTranslation(message_id, Translation(inside["text"], inside["source"], language, engine, found, warnings), from_us(at))
