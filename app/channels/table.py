"""Tables of messages: any CSV, Excel or JSON file in which each row is one message. The columns are guessed and can be chosen.

A message belongs to the conversation that its row names, else to the one with its customer (address, number or name). Its identity is
the row's id, else conversation, local time, sender, text and occurrence.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.message import Channel, Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask, ColumnGuess
from app.domain.text import N_
from app.parsing.chat_messages import NOBODY, Conversation, Speaker, compared, counterpart, own_identities
from app.parsing.html_text import html_to_text
from app.parsing.table_columns import columns_of, listed, plain
from app.parsing.table_files import is_archive, is_closed_book, peek_tables
from app.parsing.table_kinds import BY_VALUE, TableKind, is_viber, score_as
from app.parsing.table_reading import DAMAGED_PHONE, Sheet, guess_of, sheet_of, sound_rows, tables_of, undated, who
from app.parsing.table_rows import Row, Table
from app.parsing.table_words import MESSAGES

NO_TEXT = N_("This row has no text; it was left out.")
_UNSURE, _HARDLY = 0.4, 0.1
_WRITTEN = frozenset({".txt", ".md", ".log", ".html", ".htm", ""})
"""How files of text are called, which are no tables unless their columns say so."""
_TWO = 2
NEEDED = ("date", "text")
_IN = listed(
    """
    in, inbound, incoming, received, receive, inkomend, binnengekomen, ontvangen, klant, customer, client, kunde, eingehend,
    empfangen, entrant, recu, reçu, user, visitor, bezoeker, from_customer, contact, end-user
    """
)
_OUT = listed(
    """
    out, outbound, outgoing, sent, send, uitgaand, verzonden, verstuurd, gesendet, ausgehend, sortant, envoye, envoyé,
    agent, shop, winkel, medewerker, mitarbeiter, employee, operator, admin, support, staff, business
    """
)
_ROLES = {name: way for way, names in ((Direction.IN, _IN), (Direction.OUT, _OUT)) for name in names if name not in ("in", "out")}
"""Senders that are no names but sides of a conversation."""
_MARKED = re.compile(r"<(?:p|div|span|br|html|body|table|b|strong|a)\b[^>]*>", re.IGNORECASE)
"""How a text that is mark-up begins."""
_YES = listed("true, 1, yes, ja, oui, y")
_NO = listed("false, 0, no, nee, nein, non, n")
_ASKS_IN = listed("inbound, is inbound, incoming")
_ASKS_OUT = listed("from me, is from me, outbound, from us, outgoing")
_KINDS = {
    "call": Kind.CALL,
    "system": Kind.SYSTEM,
    "note": Kind.NOTE,
    "notitie": Kind.NOTE,
    "systeem": Kind.SYSTEM,
    "internal note": Kind.NOTE,
}


class TableReader:
    """Reads tables of messages."""

    channel = Channel.TABLE
    asks = frozenset({Ask.ME, Ask.TIMEZONE, Ask.DATE_ORDER, Ask.COLUMNS})

    def score(self, path: Path) -> float:
        """Say how surely this is a table of messages, from its first rows."""
        found = score_as(path, TableKind.MESSAGES)
        if not found and is_closed_book(path):
            return BY_VALUE  # reading it says what to do
        if path.suffix.lower() in _WRITTEN and found <= BY_VALUE:
            return _HARDLY  # lines of text with commas in them look like rows
        return min(found, _UNSURE) if is_viber(path) or _is_export(path) else found

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return the guess with real rows, None when this is no table."""
        return guess_of(path, TableKind.MESSAGES, MESSAGES, options, NEEDED)

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in the order of the rows; raises BadInput when there is no table."""
        with tables_of(path, TableKind.MESSAGES) as (tables, others):
            yield from others
            me = own_identities(options)
            for table in tables:
                sheet = sheet_of(table, MESSAGES, _with_sides(table, options), path, values=("sender",))
                yield from _Reading(sheet, me, _sole_customer(sheet, me)).items(alone=len(tables) == 1)


READER = TableReader()


def _with_sides(table: Table, options: ReadOptions) -> ReadOptions:
    """Let a column that was taken for names and holds but sides of a conversation ("user", "operator") tell the direction."""
    columns = columns_of(table, MESSAGES, options.columns)
    if "direction" in columns or "sender" in options.columns or "sender" not in columns:
        return options
    held = {plain(cell) for row in table.head if (cell := columns.text(row.cells, "sender"))}
    if not held or not held <= _IN | _OUT:
        return options
    changed = replace(options, columns={**options.columns, "direction": columns.header("sender")})
    return changed if "sender" in columns_of(table, MESSAGES, changed.columns) else options


def _joined(cells: list[str], mark: str) -> str:
    last = max((at for at, cell in enumerate(cells) if cell.strip()), default=0)
    return mark.join(cells[: last + 1])


def _is_export(path: Path) -> bool:
    """Say whether this is an archive or folder of JSON: what messengers and helpdesks export."""
    tables = peek_tables(path)
    return (path.is_dir() or is_archive(path)) and any(table.form == "json" for table in tables)


def _sole_customer(sheet: Sheet, me: frozenset[str]) -> Speaker | None:
    """Return the customer of a table of one conversation: the only one in it beside the shop."""
    if {"recipient", "conversation", "direction"} & set(sheet.columns.places):
        return None
    people = [who(name, "", "", sheet.options.country)[0] for name in sheet.values["sender"] if name.strip()]
    return counterpart(people, me) if len(people) == _TWO else None


@dataclass(slots=True)
class _Reading:
    """One table being read."""

    sheet: Sheet
    me: frozenset[str]
    sole: Speaker | None = None
    _chats: dict[str, Conversation] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _pick: Callable[[Sequence[str]], tuple[str, ...]] = field(init=False)
    _guarded: bool = field(init=False)
    """Whether a column tells which messages are the team's alone."""

    def __post_init__(self) -> None:
        self._guarded = "internal" in self.sheet.columns or "public" in self.sheet.columns
        self._pick = self.sheet.picker("text", "subject", "direction", "conversation", "id", "kind", "order", "recipient")

    def items(self, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
        table = self.sheet.table
        yield from self.sheet.told
        warnings = self.sheet.warnings
        width = len(table.headers)
        open_ended = table.mark and self.sheet.columns.at("text") == width - 1
        for row in sound_rows(table, alone=alone):
            if isinstance(row, Problem):
                yield row
            else:
                if open_ended and len(row.cells) > width + 1:  # marks in a text that was written without quotation marks
                    row.cells[width - 1 : -1] = [_joined(row.cells[width - 1 : -1], table.mark)]
                yield from self._row(table, row, warnings)

    def _row(self, table: Table, row: Row, warnings: tuple[str, ...]) -> Iterator[IncomingMessage | Problem]:
        cells = row.cells
        text, subject, way, named, number, sort, order, to = map(str.strip, self._pick(cells))
        if text[:1] == "<" and _MARKED.match(text):
            text = html_to_text(text).strip()
        moment = self.sheet.moment(cells)
        if moment is None or not (text or subject):
            yield Problem(ProblemKind.UNPARSED, table.where(row.line), NO_TEXT) if moment else undated(table.where(row.line), cells)
            return
        speaker, damaged = self.sheet.person(cells, name="sender")
        direction = self._direction(way) if way else _direction(sort) if sort else None
        direction = direction or _ROLES.get(speaker.party.name.casefold())
        kind = _KINDS.get(sort.casefold(), Kind.MESSAGE) if sort else Kind.MESSAGE
        if self._guarded and self._is_internal(cells):
            kind, direction = Kind.NOTE, Direction.OUT
        other = self._other(to, speaker, direction)
        chat = self._chat(named, other)
        whole = f"{text}\nOrder {order}".lstrip() if order else text
        made = chat.message(
            speaker, moment.at, whole, native_id=number, local=moment.local, kind=kind, direction=direction, warnings=warnings
        )
        if number and made.fingerprint in self._seen:  # what was taken for an id is none: several messages bear it
            made = chat.message(speaker, moment.at, whole, local=moment.local, kind=kind, direction=direction, warnings=warnings)
        elif number:
            self._seen.add(made.fingerprint)
        if subject or order or (direction is Direction.OUT and not made.recipients):
            made = _with(made, subject, text, other)
        if damaged:
            yield Problem(ProblemKind.UNPARSED, table.where(row.line), DAMAGED_PHONE)
        yield made

    def _is_internal(self, cells: Sequence[str]) -> bool:
        get = self.sheet.columns.text
        return plain(get(cells, "internal")) in _YES or plain(get(cells, "public")) in _NO

    def _direction(self, way: str) -> Direction | None:
        """Return which way a message went; a column may ask (`inbound`, `from me`) and the row say yes or no."""
        said = plain(way)
        if said in _YES or said in _NO:
            asked = plain(self.sheet.columns.header("direction"))
            if asked in _ASKS_IN or asked in _ASKS_OUT:
                return Direction.IN if (said in _YES) == (asked in _ASKS_IN) else Direction.OUT
        return _direction(way)

    def _other(self, to: str, speaker: Speaker, direction: Direction | None) -> Speaker:
        """Return the customer of a row: who wrote, or to whom the shop wrote."""
        mine = direction is Direction.OUT or not speaker.known_as.isdisjoint(self.me)
        if not (to and mine):
            return self.sole if mine and self.sole else speaker
        digits = to if any(map(str.isdigit, to)) and not any(map(str.isalpha, to)) else ""
        return who("" if digits else to, "", digits, self.sheet.options.country)[0]

    def _chat(self, named: str, other: Speaker) -> Conversation:
        key = named or compared(other.identity) or self.sheet.table.name
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = Conversation(Channel.TABLE, key, self.me, direct=False)
        return chat


def _with(made: IncomingMessage, subject: str, said: str, other: Speaker) -> IncomingMessage:
    """Return a message with what its conversation does not know: subject, to whom the shop wrote, what was said without the order."""
    to = made.recipients
    if made.direction is Direction.OUT and not to and other is not NOBODY and other.party != made.sender:
        to = (other.party,)
    return replace(made, subject=subject, recipients=to, new_text=said)


def _direction(word: str) -> Direction | None:
    """Return which way a message went where the row tells."""
    said = plain(word)
    return Direction.IN if said in _IN else Direction.OUT if said in _OUT else None
