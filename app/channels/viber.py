"""Viber's exported messages: a zip (or folder, or one file) with a CSV for each chat: date, time, name, number and text.

No specimen of the format is public but for lines that people showed (tabs, no header, cells written for a spreadsheet, own lines under
"Me"); any order and naming of these columns is read. A chat is known by the name of its file, and it is taken for Viber's only when a
name says so.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from app.domain.message import Attachment, Channel, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask, ColumnGuess
from app.parsing.chat_files import MISSING_FILE
from app.parsing.chat_messages import Conversation, Speaker, counterpart, own_identities
from app.parsing.table_kinds import TableKind, is_viber
from app.parsing.table_reading import NO_DATE, Sheet, guess_of, sheet_of, sound_rows, tables_of
from app.parsing.table_rows import Row
from app.parsing.table_words import MESSAGES
from app.parsing.viber_rows import plainly, shape_of

_MEDIA = (Attachment("media", "application/octet-stream", 0, "", missing=True),)
"""What a row without text stands for: a picture, sticker or call that the export leaves out."""
_OWN_NAME = "me"


class ViberReader:
    """Reads Viber's exports."""

    channel = Channel.VIBER
    asks = frozenset({Ask.ME, Ask.TIMEZONE, Ask.DATE_ORDER})

    def score(self, path: Path) -> float:
        """Say how surely this is from Viber: by the columns, and by the word in a name."""
        return 0.9 if is_viber(path) else 0.0

    def columns(self, path: Path, options: ReadOptions) -> ColumnGuess | None:
        """Return the guess with real rows, None when this is no table."""
        return guess_of(path, TableKind.MESSAGES, MESSAGES, options, ("date", "text"))

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems chat by chat; raises BadInput when there is no table."""
        with tables_of(path, TableKind.MESSAGES) as (tables, others):
            yield from others
            for table in map(plainly, tables):
                columns = {**shape_of(table), **options.columns}
                yield from _chat(sheet_of(table, MESSAGES, replace(options, columns=columns), path), alone=len(tables) == 1)


READER = ViberReader()


def _chat(sheet: Sheet, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
    table, me = sheet.table, own_identities(sheet.options) | {_OWN_NAME}
    yield from sheet.told
    people: dict[str, Speaker] = {}
    for row in sound_rows(table, alone=alone):
        if isinstance(row, Row):
            one = sheet.person(row.cells, name="sender")[0]
            people[one.identity] = one
    chat = Conversation(Channel.VIBER, PurePosixPath(table.name).stem, me, counterpart(people.values(), me), direct=len(people) <= 2)
    chat.warnings = sheet.warnings
    for row in sound_rows(table, alone=alone):
        if isinstance(row, Problem):
            yield row
        else:
            yield from _message(sheet, chat, row)


def _message(sheet: Sheet, chat: Conversation, row: Row) -> Iterator[IncomingMessage | Problem]:
    moment = sheet.moment(row.cells)
    text = sheet.columns.text(row.cells, "text")
    if moment is None:
        yield Problem(ProblemKind.UNPARSED, sheet.table.where(row.line), NO_DATE)
        return
    who = sheet.person(row.cells, name="sender")[0]
    yield chat.message(who, moment.at, text, local=moment.local, attachments=() if text else _MEDIA)
    if not text:
        yield Problem(ProblemKind.MEDIA_MISSING, sheet.table.where(row.line), MISSING_FILE)
