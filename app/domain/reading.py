"""What a file tells before it is read whole, and what must be asked about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.message import ReadOptions


class Ask(StrEnum):
    """What a file may leave open: which name is the shop, the zone of its times, the order of day and month, what its columns hold."""

    ME = "me"
    TIMEZONE = "timezone"
    DATE_ORDER = "date_order"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What the columns of a table seem to hold.

    `headers` as written, `guess` field -> header, `fields` all fields that can be chosen, `rows` the first rows as text (in the order of
    `headers`), `complete` whether what is needed was found.
    """

    headers: tuple[str, ...]
    guess: Mapping[str, str]
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a file: `what` it is (a channel, "orders", "knowledge" or ""), how surely, what it leaves open, and under which
    `source` the answers are remembered (the same for the next export of the same place). `names` are those who write, most lines first;
    `date_example` is a date that reads both ways; `answers` are what was answered for this source before. `others` is what else a folder
    or archive holds: what other programs wrote, each of which leaves things open of its own. `trouble` says why nothing can be made of the
    file (to be translated by the edge).
    """

    path: Path
    what: str
    confidence: float
    source: str = ""
    asks: frozenset[Ask] = frozenset()
    names: tuple[str, ...] = ()
    date_example: str = ""
    columns: ColumnGuess | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    others: tuple["Look", ...] = ()
    trouble: str = ""

    @property
    def parts(self) -> tuple["Look", ...]:
        """What each program wrote that is in here: this, and the others."""
        return (self, *self.others)


class TableReader(Protocol):
    """A reader of tables: it can say what it takes the columns for before reading."""

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return the guess with real rows, None when this is no table. Raises BadInput."""
