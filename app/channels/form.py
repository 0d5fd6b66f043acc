"""Entries of forms on a website: Gravity Forms, Jetpack, and any table with an entry on each row.

The customer's question is the text; what else was filled in follows as a line each. What the form's program adds (address
of the page, browser ...) is left out. Entries of one customer are one conversation.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.message import Channel, Direction, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask, ColumnGuess
from app.domain.text import N_
from app.parsing.chat_messages import Conversation
from app.parsing.table_columns import plain
from app.parsing.table_kinds import TableKind, score_as
from app.parsing.table_reading import DAMAGED_PHONE, Sheet, guess_of, sheet_of, sound_rows, tables_of, undated
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


_Asked = tuple[str, int, list[int]]
"""A question as it stands before its answer, the column of that, and those of its other parts."""


def _answers(sheet: Sheet) -> list[_Asked]:
    """Return the questions that are no known field: the parts of a composite one ("Address (City)") together."""
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
    return [(f"{asked} " if asked.endswith(("?", ":")) else f"{asked}: ", places[0], places[1:]) for asked, places in found.items()]


@dataclass(slots=True)
class _Reading:
    """One table being read."""

    sheet: Sheet
    _chats: dict[str, Conversation] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _pick: Callable[[Sequence[str]], tuple[str, ...]] = field(init=False)
    _asked: list[_Asked] = field(init=False)

    def __post_init__(self) -> None:
        self._pick = self.sheet.picker("text", "subject", "id", "order")
        self._asked = _answers(self.sheet)

    def items(self, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
        yield from self.sheet.told
        warnings, where = self.sheet.warnings, self.sheet.table.where
        for row in sound_rows(self.sheet.table, alone=alone):
            if isinstance(row, Problem):
                yield row
                continue
            made = self._entry(row.cells, where(row.line), warnings)
            if isinstance(made, Problem):
                yield made
                continue
            if self.sheet.person(row.cells)[1]:
                yield Problem(ProblemKind.UNPARSED, where(row.line), DAMAGED_PHONE)
            yield made

    def _entry(self, cells: Sequence[str], where: str, warnings: tuple[str, ...]) -> IncomingMessage | Problem:
        said, subject, number, order = map(str.strip, self._pick(cells))
        moment, text = self.sheet.moment(cells), self._text(cells, said, order)
        if moment is None:
            return undated(where, cells)
        if not (text or subject):
            return Problem(ProblemKind.UNPARSED, where, NOTHING)
        person = self.sheet.person(cells)[0]
        chat = self._chat(person.identity or (f"form:{number}" if number else self.sheet.table.name))
        made = chat.message(
            person,
            moment.at,
            text,
            native_id=number,
            local=moment.local,
            direction=Direction.IN,
            warnings=warnings,
            subject=subject,
            new_text=said or text,
        )
        if made.fingerprint in self._seen:
            return Problem(ProblemKind.LEFT_OUT, where, TWICE)
        self._seen.add(made.fingerprint)
        return made

    def _text(self, cells: Sequence[str], said: str, order: str) -> str:
        """Return what was asked, and what else was filled in as a line each."""
        lines = [f"{self.sheet.columns.header('order')}: {order}"] if order else []
        for question, at, more in self._asked:
            answer = cells[at].strip()
            if more:
                answer = ", ".join(filter(None, (answer, *(cells[place].strip() for place in more))))
            if answer:
                lines.append(question + answer)
        if not lines:
            return said
        return "\n\n".join((said, "\n".join(lines))) if said else "\n".join(lines)

    def _chat(self, key: str) -> Conversation:
        chat = self._chats.get(key)
        if chat is None:
            chat = self._chats[key] = Conversation(Channel.FORM, key)
        return chat
