"""Sources: which files were imported, when, and what came of it."""

from app.domain.views import SourceRow
from app.store.codec import from_us, to_us
from app.store.sql import Sql

_PUT = "INSERT INTO sources (name, channel, at, read, new, failed) VALUES (?,?,?,?,?,?)"
_LAST = "SELECT name, channel, at, read, new, failed FROM sources ORDER BY id DESC LIMIT ?"


class Sources:
    """The SourceRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def note(self, source: SourceRow) -> None:
        """Write an import down."""
        self._sql.run(_PUT, (source.name, source.channel, to_us(source.at), source.read, source.new, source.failed))


def read_sources(sql: Sql, limit: int) -> list[SourceRow]:
    """Return the last imports, newest first."""
    return [SourceRow(name, channel, from_us(at), read, new, failed) for name, channel, at, read, new, failed in sql.rows(_LAST, (limit,))]
