"""Imports as a whole: what each brought, and taking one back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from app.domain.message import Channel, Direction, IncomingMessage
from app.domain.verdict import Verdict
from app.domain.views import ImportReport

if TYPE_CHECKING:
    from app.domain.store_ports import NewMessage


BY_HAND = "by_hand"
"""The `what` of something that a person wrote down, kept like an import so that it can be taken back; no part of the history."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import in the history: the file's name, what it was read as ("": running or broken off), and what came."""

    id: int
    name: str
    what: str
    at: datetime
    report: ImportReport
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back removed. `kept` conversations stayed as they are because somebody answered or wrote in them since.
    `unsettled` are conversations that something else came into since: whether they wait for an answer is to be found out anew;
    `apart` are new ones, of mails that only the import had tied to others."""

    messages: int = 0
    conversations: int = 0
    customers: int = 0
    orders: int = 0
    kept: int = 0
    unsettled: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()


class ImportRepository(Protocol):
    """Imports. Between `begin` and `finish` all that is added is written down as having come with this import, in every transaction
    that calls `during`."""

    def begin(self, name: str, what: str, at: datetime) -> int:
        """Note that an import starts and return its number."""

    def during(self, import_id: int) -> None:
        """Note what this transaction adds as come with the import."""

    def met(self, messages: Iterable[int]) -> None:
        """Note kept messages that this transaction's import holds as well: they stay when the import they came with is taken back."""

    def promised(self, tasks: Iterable[int]) -> None:
        """Note tasks that this transaction added: they go when the import is taken back."""

    def remember(self, source: str, answers: Mapping[str, object]) -> None:
        """Keep what was answered for a source (in place of what was answered before)."""

    def finish(self, import_id: int, what: str, report: ImportReport) -> None:
        """Keep what came of it."""

    def undo(self, import_id: int, at: datetime) -> Undone:
        """Take back all that came with an import and nothing else: messages, customers, conversations, handles, joins, orders, edits.
        What was there before, or in another import, or lies on the mail server, stays. Raises NotFound, and BadInput when it was taken back
        before or is older than the program's memory of what came with it."""

    def touched(self, import_id: int) -> list[int]:
        """Return the conversations that were there before and that this import changed."""


class ImportReader(Protocol):
    """Read models of imports."""

    def imports(self, limit: int = 100) -> list[ImportRow]:
        """Return imports, newest first; not what was written down by hand."""

    def answers(self, source: str) -> Mapping[str, object]:
        """Return what was answered for a source before (see `app.domain.reading.Look`)."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A kept message met again with another text: from `now` on it says that; the text before stays readable. `verdict` is the new one
    (None: it has none, or keeps what it has)."""

    message_id: int
    now: IncomingMessage
    verdict: Verdict | None = None

    @property
    def edited_at(self) -> datetime | None:
        """When the text changed, where the source tells."""
        return self.now.edited_at


@dataclass(frozen=True, slots=True)
class KeptText:
    """What a kept message says now, and said before (`earlier`, oldest first). `sender` is name and handle as kept."""

    message_id: int
    conversation_id: int
    sent_at: datetime
    direction: Direction
    sender: tuple[str, str]
    text: str
    edited_at: datetime | None
    warnings: frozenset[str]
    earlier: list[str] = field(default_factory=list)

    @property
    def altered(self) -> bool:
        """Whether the source said that this was edited or deleted."""
        return bool(self.warnings & {"edited", "deleted"})


@dataclass(frozen=True, slots=True)
class Echo:
    """A message of the shop that the counter wrote down itself (an answer copied into a chat), waiting to be met in an export."""

    message_id: int
    channel: Channel
    conversation_id: int
    sent_at: datetime
    text: str


class ChangeRepository(Protocol):
    """Kept messages that are met again and say something else."""

    def texts(self, message_ids: Sequence[int]) -> dict[int, KeptText]:
        """Return what kept messages say, by id."""

    def at(self, places: Sequence[tuple[int, str, datetime]]) -> list[KeptText]:
        """Return the messages kept at exactly these (conversation, direction, time)."""

    def moments(self, channel: Channel, times: Sequence[datetime]) -> list[KeptText]:
        """Return the messages of a channel kept at exactly these times, in any conversation (where very many share a time, the first)."""

    def keys(self, conversation_ids: Sequence[int]) -> dict[int, list[str]]:
        """Return conversation id -> the keys that lead to it."""

    def also_known_as(self, conversation_id: int, channel: Channel, key: str) -> None:
        """Let another key of the channel lead to a conversation: the same chat in another shape."""

    def altered(self, conversation_id: int, first: datetime, last: datetime) -> list[KeptText]:
        """Return the kept messages of a conversation, in a span of time, whose text before their change may still come."""

    def revise(self, revisions: Sequence[Revision]) -> None:
        """Let kept messages say what their source says now; what they said before stays as an earlier text."""

    def earlier(self, message_id: int, text: str, new_text: str, until: datetime | None, fingerprint: str = "") -> None:
        """Keep an earlier text of a message that says something newer already (an older export came later)."""

    def expect(self, new: "NewMessage", message_id: int) -> None:
        """Note that an export will show this message of the shop, which the counter wrote down itself."""

    def echoes(self, conversation_ids: Sequence[int]) -> list[Echo]:
        """Return the messages in these conversations that no export has shown yet, oldest first."""

    def meet(self, echo: Echo, met: "NewMessage") -> None:
        """The export shows it: from now on it has the export's identity, time and sender."""
