"""Entries of forms on a website: Gravity Forms, Jetpack, and any table with an entry on each row.

The customer's question is the text; what else was filled in follows as a line each. What the form's program adds (address
of the page, browser ...) is left out. Entries of one customer are one conversation.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain.message import Channel, Direction, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask, ColumnGuess
from app.domain.text import N_
from app.parsing.chat_messages import Conversation
from app.parsing.table_columns import plain
from app.parsing.table_kinds import TableKind, score_as
from app.parsing.table_reading import DAMAGED_PHONE, NO_DATE, Sheet, guess_of, sheet_of, sound_rows, tables_of
from app.parsing.table_rows import Row
from app.parsing.table_words import FORM_META, FORMS

NOTHING = N_("This entry of the form is empty; it was left out.")
TWICE = N_("This entry is in the file more than once; it was kept once.")
_COMPOSITE = re.compile(r"(.+?)\s*\(([^()]+)\)")


class FormReader:
    """Reads entries of forms."""

    channel = Channel.FORM
    asks = frozenset({Ask.TIMEZONE, Ask.DATE_ORDER, Ask.COLUMNS})

    def score(self, path: Path) -> float:
        """Say how surely these are entries of a form, from the first rows."""
        return score_as(path, TableKind.FORM)

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return the guess with real rows, None when this is no table."""
        return guess_of(path, TableKind.FORM, FORMS, options, ("date", "text"))

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield entries in the order of the rows; raises BadInput when there is no table."""
        with tables_of(path, TableKind.FORM) as (tables, others):
            yield from others
            for table in tables:
                yield from _Reading(sheet_of(table, FORMS, options, path)).items(alone=len(tables) == 1)


READER = FormReader()


def _answers(sheet: Sheet) -> list[tuple[str, list[int]]]:
    """Return the questions that are no known field, with their columns: the parts of a composite one ("Address (City)") together."""
    found: dict[str, list[int]] = {}
    rows = sheet.table.header_rows
    for at in sheet.columns.rest():
        header = " ".join(rows[0][at].split()) if rows and at < len(rows[0]) else sheet.table.headers[at]
        if plain(header) in FORM_META:
            continue
        composite = _COMPOSITE.fullmatch(header)
        if composite and sum(other.startswith(f"{composite[1]} (") for other in sheet.table.headers) > 1:
            found.setdefault(composite[1], []).append(at)
        else:
            found[sheet.table.headers[at]] = [at]
    return list(found.items())


@dataclass(slots=True)
class _Reading:
    """One table being read."""

    sheet: Sheet
    _chats: dict[str, Conversation] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def items(self, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
        yield from self.sheet.told
        asked, warnings = _answers(self.sheet), self.sheet.warnings
        for row in sound_rows(self.sheet.table, alone=alone):
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._row(row, asked, warnings)

    def _row(self, row: Row, asked: list[tuple[str, list[int]]], warnings: tuple[str, ...]) -> Iterator[IncomingMessage | Problem]:
        cells, where = row.cells, self.sheet.table.where(row.line)
        get = self.sheet.columns.text
        moment = self.sheet.moment(cells)
        said = get(cells, "text")
        lines = [line for question, places in asked if (line := _line(question, cells, places))]
        if order := get(cells, "order"):
            lines.insert(0, f"{self.sheet.columns.header('order')}: {order}")
        text = "\n\n".join(filter(None, (said, "\n".join(lines))))
        if moment is None or not (text or get(cells, "subject")):
            yield Problem(ProblemKind.UNPARSED, where, NOTHING if moment else NO_DATE)
            return
        person, damaged = self.sheet.person(cells)
        if damaged:
            yield Problem(ProblemKind.UNPARSED, where, DAMAGED_PHONE)
        number = get(cells, "id")
        chat = self._chat(person.identity or (f"form:{number}" if number else self.sheet.table.name))
        made = chat.message(person, moment.at, text, native_id=number, local=moment.local, direction=Direction.IN, warnings=warnings)
        if made.fingerprint in self._seen:
            yield Problem(ProblemKind.LEFT_OUT, where, TWICE)
            return
        self._seen.add(made.fingerprint)
        yield replace(made, subject=get(cells, "subject"), new_text=said or text)

    def _chat(self, key: str) -> Conversation:
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = Conversation(Channel.FORM, key)
        return chat


def _line(question: str, cells: Sequence[str], places: list[int]) -> str:
    answer = ", ".join(cell for at in places if (cell := cells[at].strip()))
    if not answer:
        return ""
    return f"{question} {answer}" if question.endswith(("?", ":")) else f"{question}: {answer}"
