"""Imports as a whole: what each brought, and taking one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.message import Channel
from app.domain.views import ImportReport


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import in the history: the file's name, what it was read as ("" still running or broken off before its end), what came of it."""

    id: int
    name: str
    what: str
    at: datetime
    report: ImportReport
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back removed. `kept` conversations stayed because the shop answered in them."""

    messages: int = 0
    conversations: int = 0
    customers: int = 0
    orders: int = 0
    kept: int = 0


class ImportRepository(Protocol):
    """Imports. Between `begin` and `finish` all that is added is written down as having come with this import, in every transaction
    that calls `during`."""

    def begin(self, name: str, what: str, at: datetime) -> int:
        """Note that an import starts and return its number."""

    def during(self, import_id: int) -> None:
        """Note what this transaction adds as come with the import."""

    def finish(self, import_id: int, what: str, report: ImportReport) -> None:
        """Keep what came of it."""

    def undo(self, import_id: int, at: datetime) -> Undone:
        """Take back all that came with an import and nothing else: messages, customers, conversations, handles, joins, orders, edits.
        What was also in an earlier import stays. Raises NotFound, and BadInput when it was taken back before."""


class ImportReader(Protocol):
    """Read models of imports."""

    def imports(self, limit: int = 100) -> list[ImportRow]:
        """Return imports, newest first."""

    def answers(self, source: str) -> Mapping[str, object]:
        """Return what was answered for a source before (see `app.domain.reading.Look`)."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A kept message met again with another text: the text before stays readable."""

    message_id: int
    text: str
    new_text: str
    edited_at: datetime | None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a message said before it was changed."""

    text: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Echo:
    """A message of the shop that the counter wrote down itself (an answer copied into a chat), waiting to be met in an export."""

    message_id: int
    channel: Channel
    conversation_key: str
    sent_at: datetime
    text: str
