"""What every reader of tables does alike: open, find columns, learn the dates, say who a row is of, and go on after damage."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from app.domain.errors import BadInput
from app.domain.message import Handle, HandleKind, Party, Problem, ProblemKind, ReadOptions
from app.domain.reading import ColumnGuess
from app.domain.text import N_
from app.parsing.chat_messages import NOBODY, Speaker, speaker
from app.parsing.phones import e164
from app.parsing.table_columns import Columns, Vocabulary, column_guess, columns_of, is_email, learn_columns, listed, plain
from app.parsing.table_dates import Dates, Moment, header_zone
from app.parsing.table_files import open_tables, peek_tables
from app.parsing.table_kinds import TableKind, kind_of, of_kind
from app.parsing.table_rows import Row, Table
from app.parsing.table_values import phone_of

NO_DATE = N_("This row has no date that can be read; it was left out.")
DAMAGED_PHONE = N_("A spreadsheet damaged the telephone number of this row (lost zero, or a power of ten); it was read without it.")
NO_ROWS = N_("The table has a header and no rows; nothing was read.")
OTHER_TABLE = N_("This table holds something else than the others in the file; it was left out here.")
TOTALS = N_("A row with the totals of the table was left out.")
_SUMMED = listed(
    """
    totaal, total, totals, subtotaal, subtotal, zwischensumme, sous total, eindtotaal, grand total, gesamt, gesamtsumme, summe, som, sum,
    somme, gemiddelde, gemiddeld, average, mean, durchschnitt, moyenne, aantal, count, anzahl, nombre, total general
    """
)
_NAMELESS = listed(
    """
    anoniem, anonymous, anonym, anonyme, a google user, google user, google gebruiker, een google gebruiker, klant, customer, kunde,
    client, guest, gast
    """
)
"""Names that stand for nobody: they are shown, and never taken for one and the same person."""
OF_TEN = listed("cijfer, eindcijfer, totaalscore, total score, rapportcijfer, gesamtnote")
"""Headers of ratings from 1 to 10, however low all of them may be."""
UNDATED = "no_date"
"""Warning on a message of a table without dates: it bears the time at which the file was last changed."""
AMBIGUOUS = "ambiguous_date"
_IMPORT_ZONE = re.compile(r'"timeZone"\s*:\s*"([A-Za-z_/+\-0-9]+)"')


def is_total(cells: Sequence[str]) -> bool:
    """Say whether a row holds the totals at the foot of a table: its first word says so."""
    first = next((cell for cell in cells if cell.strip()), "")
    return len(first) < 40 and plain(first.partition(":")[0]) in _SUMMED


def undated(where: str, cells: Sequence[str]) -> Problem:
    """Return what to report of a row without a date."""
    if is_total(cells):
        return Problem(ProblemKind.LEFT_OUT, where, TOTALS)
    return Problem(ProblemKind.UNPARSED, where, NO_DATE)


@dataclass(slots=True)
class Sheet:
    """A table at hand: its columns found, its dates learned. `told` are problems of the whole table."""

    table: Table
    columns: Columns
    options: ReadOptions
    dates: dict[str, Dates]
    values: dict[str, list[str]]
    undated: Moment | None = None
    told: list[Problem] = field(default_factory=list)
    _pick: Callable[[Sequence[str]], tuple[str, ...]] | None = None
    _people: dict[tuple[str, ...], tuple[Speaker, bool]] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What goes on every message of the table."""
        unsure = any(dates.example for dates in self.dates.values())
        return (*self.table.warnings, *((AMBIGUOUS,) if unsure else ()), *((UNDATED,) if self.undated else ()))

    def picker(self, *names: str) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """Return what takes some fields (two or more) out of the cells of `sound_rows` at once, as written; "" for those not there."""
        return itemgetter(*(self.columns.places.get(name, -1) for name in names))

    def moment(self, cells: Sequence[str], name: str = "date") -> Moment | None:
        """Return when a row was; for a table without dates the time of its file."""
        dates = self.dates.get(name)
        if dates is None:
            return self.undated
        at = self.columns.places[name]
        clock = self.columns.places.get("time") if name == "date" else None
        return dates.read(cells[at], cells[clock] if clock is not None else "")

    def person(self, cells: Sequence[str], *, name: str = "name") -> tuple[Speaker, bool]:
        """Return who a row is of, by name, address and number, and whether the number was damaged."""
        pick = self._pick or self.picker(name, "first_name", "infix", "last_name", "address", "phone")
        self._pick = pick
        key = pick(cells)
        known = self._people.get(key)
        if known is None:
            if len(self._people) > 50_000:
                self._people.clear()
            given, *parts, address, phone = (cell.strip() for cell in key)
            known = self._people[key] = who(" ".join(filter(None, parts)) or given, address, phone, self.options.country)
        return known


def who(name: str, address: str, number: str, country: str) -> tuple[Speaker, bool]:
    """Return a speaker from cells that may each be in the wrong column, and whether the number was damaged."""
    given = " ".join(name.split())
    if is_email(given):
        name, address = "", address or given
    elif given[:1] == "+" and e164(given):
        name, number = "", number or given
    else:
        name = given
    if address and not is_email(address):
        name, address = name or address, ""
    phone = phone_of(number, country)
    handles = [Handle(HandleKind.EMAIL, address.strip().removeprefix("mailto:").casefold())] if address else []
    handles += [Handle(HandleKind.PHONE, phone.number)] if phone.number else []
    if not handles and plain(name) in _NAMELESS:
        return Speaker("", Party(name)), phone.damaged
    found = speaker(name, *handles) if name or handles else NOBODY
    return found, phone.damaged


def sheet_of(
    table: Table, words: Vocabulary, options: ReadOptions, path: Path, dated: Sequence[str] = ("date",), values: Sequence[str] = ()
) -> Sheet:
    """Find the columns of a table and learn its dates (`dated`) and other fields (`values`) from all its rows. Raises BadInput."""
    columns = columns_of(table, words, options.columns)
    names = [name for name in (*dated, *values) if name in columns]
    seen = learn_columns(table, columns, names) if names else {}
    dates = {name: Dates.learn(seen[name], options, _zone_of(table, columns, name)) for name in dated if name in columns}
    agree(dates, seen, options)
    told = [found.problem(table.where(table.head[0].line)) for found in dates.values() if found.example and table.head][:1]
    undated = None if dated[0] in columns else Moment(_changed(path), "undated", timed=False)
    return Sheet(table, columns, options, dates, {name: seen.get(name, []) for name in values}, undated, told)


def agree(dates: Mapping[str, Dates], seen: Mapping[str, Sequence[str]], options: ReadOptions) -> None:
    """Let a column that does not tell the order of day and month follow the others of its table."""
    if any(found.example for found in dates.values()) and len(dates) > 1:
        together = Dates.learn((text for name in dates for text in seen[name]), options)
        for found in dates.values() if not together.example else ():
            if found.example:
                found.day_first, found.example = together.day_first, ""


def _zone_of(table: Table, columns: Columns, name: str) -> str:
    """Return the zone that a column's headers name: in its name, or (Qualtrics) in the JSON of the third header row."""
    at, rows = columns.places[name], table.header_rows
    told = _IMPORT_ZONE.search(rows[2][at]) if len(rows) > 2 and at < len(rows[2]) else None
    return told[1] if told else header_zone(columns.header(name))


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)


@contextmanager
def tables_of(path: Path, kind: TableKind) -> Iterator[tuple[list[Table], list[Problem]]]:
    """Open the tables of a kind; the problems are the other tables of the file. Raises BadInput where there is none."""
    with open_tables(path) as tables:
        mine, others = of_kind(tables, kind)
        yield mine, [Problem(ProblemKind.LEFT_OUT, table.name, OTHER_TABLE) for table in others if table.head]


def sound_rows(table: Table, *, alone: bool = True) -> Iterator[Row | Problem]:
    """Yield rows, an empty cell behind the others (see `Sheet.picker`); damage is a Problem after what came before it.

    Raises BadInput only when nothing at all came from a file's only table.
    """
    came = False
    try:
        for item in table.rows():
            came = True
            if isinstance(item, Row):
                item.cells.append("")
            yield item
    except BadInput as error:
        if alone and not came:
            raise
        yield Problem(ProblemKind.ERROR, table.name, error.told)
        return
    if alone and not came:
        raise BadInput(NO_ROWS)


def guess_of(path: Path, kind: TableKind, words: Vocabulary, options: ReadOptions, needed: Sequence[str]) -> ColumnGuess | None:
    """Return the guess for a file's surest table of a kind."""
    tables = peek_tables(path)
    if not tables:
        return None
    table = max(tables, key=lambda one: (kind_of(one)[0] is kind, kind_of(one)[1]))
    return column_guess(table, columns_of(table, words, options.columns), words, needed)
