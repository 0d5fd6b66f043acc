"""Call logs as tables: of a telephone provider or exchange (no two alike; columns by name), or kept by hand.

A call is a message of kind CALL in the conversation with the other number; a missed one bears the warning "missed_call". What is not told:
a call without time of connection, or of no seconds, was missed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.message import Channel, Direction, IncomingMessage, Kind, Party, Problem, ProblemKind, ReadOptions, fingerprint_of
from app.domain.reading import Ask, ColumnGuess
from app.parsing.chat_messages import NOBODY, Speaker, compared, own_identities
from app.parsing.table_columns import learn_columns, listed, plain
from app.parsing.table_kinds import TableKind, score_as
from app.parsing.table_reading import DAMAGED_PHONE, Sheet, guess_of, sheet_of, sound_rows, tables_of, undated, who
from app.parsing.table_rows import Row
from app.parsing.table_values import seconds_of
from app.parsing.table_words import CALLS

_HIDDEN = listed(
    """
    anonymous, anoniem, anonym, anonyme, unknown, onbekend, unbekannt, inconnu, private, privé, prive, restricted, withheld
    """
)
_IN = listed(
    """
    in, inbound, incoming, inkomend, eingehend, entrant, received, ontvangen, missed, gemist, verpasst, manque
    """
)
_OUT = listed(
    """
    out, outbound, outgoing, uitgaand, ausgehend, sortant, placed, dialed, gebeld, gewahlt, emis
    """
)
_MISSED = frozenset(
    [
        "missed",
        "gemist",
        "verpasst",
        "manque",
        "no answer",
        "not answered",
        "niet beantwoord",
        "nicht angenommen",
        "non repondu",
        "unanswered",
        "noanswer",
        "no",
        "nee",
        "nein",
        "non",
        "false",
        "busy",
        "failed",
        "cancelled",
        "canceled",
        "abandoned",
        "voicemail",
        "bezet",
        "besetzt",
        "niet opgenomen",
        "rejected",
        "declined",
        "appel manque",
        "missed call",
        "gemiste oproep",
    ]
)
_REMEMBERED = 50_000
_NAMED_IN = frozenset({"destination did", "did"})
_GAVE_UP = frozenset({"cancelled", "canceled", "geannuleerd", "abgebrochen", "annule"})
"""Kinds of a call that the shop began and ended before anybody answered."""
_YES = listed("true, 1, yes, ja, oui, y, x, si")
_FRITZ = frozenset({"typ", "eigene rufnummer", "nebenstelle"})
_FRITZ_WAYS = {"1": Direction.IN, "2": Direction.IN, "3": Direction.OUT, "4": Direction.OUT, "10": Direction.IN}
"""Kinds of call in the list of a FRITZ!Box: 1 taken, 2 missed, 3 (later 4) out, 10 turned away. It writes durations as hours:minutes."""
UNKNOWN_CALLER = "unknown"
"""The conversation of calls whose number was withheld."""


class CallTableReader:
    """Reads tables of calls."""

    channel = Channel.CALL
    asks = frozenset({Ask.TIMEZONE, Ask.DATE_ORDER, Ask.COLUMNS})

    def score(self, path: Path) -> float:
        """Say how surely this is a log of calls, from the first rows."""
        return score_as(path, TableKind.CALLS)

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return the guess with real rows, None when this is no table."""
        return guess_of(path, TableKind.CALLS, CALLS, options, ("date",))

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield calls in the order of the rows; raises BadInput when there is no table."""
        with tables_of(path, TableKind.CALLS) as (tables, others):
            yield from others
            for table in tables:
                sheet = sheet_of(table, CALLS, options, path)
                yield from _Reading(sheet, own_identities(options) | _own_number(sheet)).items(alone=len(tables) == 1)


READER = CallTableReader()


def _own_number(sheet: Sheet) -> frozenset[str]:
    """Return the shop's own number where the table shows it: the one of a column that holds no other, or that stands on both sides."""
    seen = learn_columns(sheet.table, sheet.columns, ("from", "to"))
    sides = {name: {compared(_clean(cell)) for cell in cells if cell.strip()} for name, cells in seen.items()}
    alone = [side for side in sides.values() if len(side) == 1]
    if len(alone) == 1 and any(len(side) > 1 for side in sides.values()):
        return frozenset(alone[0])
    both = Counter(number for side in sides.values() for number in side)
    shared = [number for number, count in both.items() if count > 1]
    return frozenset(shared) if len(shared) == 1 else frozenset()


def _clean(number: str) -> str:
    return number.strip().lstrip("'").replace(" ", "")


@dataclass(slots=True)
class _Reading:
    """One table being read. `own` are the shop's numbers, as compared."""

    sheet: Sheet
    own: frozenset[str]
    _nth: dict[str, int] = field(default_factory=dict)
    _people: dict[tuple[str, str], tuple[Speaker, bool]] = field(default_factory=dict)
    _fritz: bool = field(init=False)

    def __post_init__(self) -> None:
        self._fritz = {plain(header) for header in self.sheet.table.headers} >= _FRITZ

    def items(self, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
        yield from self.sheet.told
        warnings = self.sheet.warnings
        for row in sound_rows(self.sheet.table, alone=alone):
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._row(row, warnings)

    def _row(self, row: Row, warnings: tuple[str, ...]) -> Iterator[IncomingMessage | Problem]:
        cells, where = row.cells, self.sheet.table.where(row.line)
        moment = self.sheet.moment(cells)
        if moment is None:
            yield undated(where, cells)
            return
        direction = self._direction(cells)
        other, damaged = self._other(cells, direction)
        if damaged:
            yield Problem(ProblemKind.UNPARSED, where, DAMAGED_PHONE)
        missed = self._missed(cells) and direction is not Direction.OUT
        text = "\n".join(filter(None, (self._words(cells, direction, missed=missed), self.sheet.columns.text(cells, "note"))))
        key = compared(other.identity) or UNKNOWN_CALLER
        number = self.sheet.columns.text(cells, "id")
        out = direction is Direction.OUT
        yield IncomingMessage(
            channel=Channel.CALL,
            fingerprint=self._fingerprint(key, number, moment.local or moment.at.isoformat(), direction),
            conversation_key=key,
            sent_at=moment.at,
            direction=direction,
            sender=Party() if out else other.party,
            text=text,
            native_id=number,
            kind=Kind.CALL,
            recipients=(other.party,) if out and other is not NOBODY else (),
            new_text=text,
            warnings=(*warnings, "missed_call") if missed else warnings,
        )

    def _fingerprint(self, key: str, number: str, when: str, direction: Direction) -> str:
        made = fingerprint_of(Channel.CALL.value, key, *((number,) if number else (when, direction.value)))
        nth = self._nth[made] = self._nth.get(made, 0) + 1
        return made if nth == 1 else fingerprint_of(made, when, str(nth))

    def _direction(self, cells: Sequence[str]) -> Direction:
        get = self.sheet.columns.text
        way = get(cells, "direction")
        if self._fritz:
            return _FRITZ_WAYS.get(way, Direction.UNKNOWN)
        if plain(way) in _GAVE_UP:
            return Direction.OUT
        words = set(plain(f"{way} {get(cells, 'result')}").split())
        if words & _OUT:
            return Direction.OUT
        if words & _IN:
            return Direction.IN
        if compared(_clean(get(cells, "from"))) in self.own:
            return Direction.OUT
        if compared(_clean(get(cells, "to"))) in self.own or plain(self.sheet.columns.header("to")) in _NAMED_IN:
            return Direction.IN
        return Direction.UNKNOWN

    def _other(self, cells: Sequence[str], direction: Direction) -> tuple[Speaker, bool]:
        """Return who the shop talked with."""
        get = self.sheet.columns.text
        side = "to" if direction is Direction.OUT else "from"
        number = get(cells, "number") or get(cells, side) or get(cells, "from") or get(cells, "to")
        name = get(cells, "name") or get(cells, f"{side}_name")
        known = self._people.get((name, number))
        if known is None:
            if len(self._people) > _REMEMBERED:
                self._people.clear()
            known = self._people[name, number] = self._person(name, number)
        return known

    def _person(self, name: str, number: str) -> tuple[Speaker, bool]:
        if plain(number) in _HIDDEN:
            number = ""
        if number and not any(map(str.isdigit, number)):
            name, number = name or number, ""
        return who(name if plain(name) not in _HIDDEN else "", "", number, self.sheet.options.country)

    def _missed(self, cells: Sequence[str]) -> bool:
        get, columns = self.sheet.columns.text, self.sheet.columns
        told = {plain(get(cells, "result")), plain(get(cells, "direction"))}
        if told & _MISSED or ("missed" in columns and plain(get(cells, "missed")) in _YES):
            return True
        if "connect" in columns:
            return not get(cells, "connect")
        return "duration" in columns and not self._seconds(cells)

    def _seconds(self, cells: Sequence[str]) -> int:
        seconds = seconds_of(self.sheet.columns.text(cells, "duration")) or 0
        return seconds * 60 if self._fritz else seconds

    def _words(self, cells: Sequence[str], direction: Direction, *, missed: bool) -> str:
        """Return the call in the words in which chats export one."""
        seconds = self._seconds(cells)
        if missed:
            return "Missed voice call"
        if not seconds or self._missed(cells):
            return "Voice call, no answer" if direction is Direction.OUT else "Voice call"
        minutes, rest = divmod(seconds, 60)
        return f"Voice call, {minutes} min {rest} s" if minutes else f"Voice call, {rest} s"
