"""Surveys: SurveyMonkey (two header rows), Qualtrics (three), Typeform, Google Forms, and tables of CSAT and NPS scores.

Each respondent is one message: a line for each question that was answered. A score becomes the subject ("9/10").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.message import Channel, Direction, IncomingMessage, Problem, ProblemKind, ReadOptions, fingerprint_of
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.table_answers import typeform_answers
from app.parsing.table_columns import plain
from app.parsing.table_kinds import TableKind, score_as
from app.parsing.table_reading import OF_TEN, Sheet, sheet_of, sound_rows, tables_of, undated
from app.parsing.table_rows import Row, Table
from app.parsing.table_values import Rating, Ratings
from app.parsing.table_words import SURVEY_ASIDE, SURVEY_META

NO_ANSWER = N_("This respondent answered nothing; the row was left out.")
_PROMOTER = ("nps", "net promoter", "recommend", "aanbeve", "aanraden", "weiterempf", "recommand")
"""In the question after a score from 0 to 10."""
_QUALTRICS_ROWS = 3
_SHORT = 40
"""Characters of a score in words ("Good") that are shown."""
_ANSWERS = '[{"field"'
"""How a cell of Typeform's API begins that holds all answers."""


class SurveyReader:
    """Reads answers to surveys."""

    channel = Channel.SURVEY
    asks = frozenset({Ask.TIMEZONE, Ask.DATE_ORDER})

    def score(self, path: Path) -> float:
        """Say how surely these are answers to a survey, from the first rows."""
        return score_as(path, TableKind.SURVEY)

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield a message for each respondent; raises BadInput when there is no table."""
        with tables_of(path, TableKind.SURVEY) as (tables, others):
            yield from others
            for table in tables:
                yield from _answers(sheet_of(table, SURVEY_META, options, path, ("date", "start"), ("rating",)), alone=len(tables) == 1)


READER = SurveyReader()


@dataclass(slots=True)
class _Question:
    """A question and where its answers are: (column, what stands above it where a question has several columns)."""

    text: str
    places: list[tuple[int, str]] = field(default_factory=list)

    def line(self, cells: Sequence[str]) -> str:
        """Return the question with its answer, "" when it was not answered (or not asked)."""
        answers = []
        for at, label in self.places:
            cell = cells[at].strip()
            if cell.startswith(_ANSWERS):
                return typeform_answers(cell)
            if cell:
                answers.append(f"{label}: {cell}" if label and cell != label else cell)
        if not answers:
            return ""
        answer = ", ".join(answers)
        if answer == self.text:
            return answer
        return f"{self.text} {answer}" if self.text.endswith(("?", ":")) else f"{self.text}: {answer}"


def _questions(sheet: Sheet) -> list[_Question]:
    used = {at for name, at in sheet.columns.places.items() if name not in ("rating", "start")} | {sheet.columns.at("start")}
    rows = sheet.table.header_rows
    names = rows[0] if rows else sheet.table.headers
    found: list[_Question] = []
    for at, header in enumerate(sheet.table.headers):
        top = " ".join(names[at].split()) if at < len(names) else ""
        if at in used or plain(top or header) in SURVEY_ASIDE:
            continue
        if len(rows) == _QUALTRICS_ROWS:
            found.append(_Question(" ".join(rows[1][at].split()) if at < len(rows[1]) else header, [(at, "")]))
        elif len(rows) > 1:
            _option(found, top, " ".join(rows[1][at].split()) if at < len(rows[1]) else "", at, header)
        else:
            found.append(_Question(top or header, [(at, "")]))
    return found


def _option(found: list[_Question], top: str, label: str, at: int, header: str) -> None:
    """Add a column under the question it belongs to: a blank cell belongs to the question on its left."""
    if top or not found:
        found.append(_Question(top or header))
    plain_answer = top and " · " not in header
    found[-1].places.append((at, "" if plain_answer else label))


def _answers(sheet: Sheet, *, alone: bool) -> Iterator[IncomingMessage | Problem]:
    yield from sheet.told
    asked = _questions(sheet)
    score = _Score.of(sheet, asked)
    warnings = sheet.warnings
    seen: dict[str, int] = {}
    for row in sound_rows(sheet.table, alone=alone):
        if isinstance(row, Problem):
            yield row
        else:
            yield _message(sheet, asked, score, row, warnings, seen)


def _message(
    sheet: Sheet, asked: list[_Question], score: "_Score", row: Row, warnings: tuple[str, ...], seen: dict[str, int]
) -> IncomingMessage | Problem:
    where = sheet.table.where(row.line)
    moment = sheet.moment(row.cells) or (sheet.moment(row.cells, "start") if "start" in sheet.dates else None)
    if moment is None:
        return undated(where, row.cells)
    text = "\n".join(filter(None, (question.line(row.cells) for question in asked)))
    if not text:
        return Problem(ProblemKind.LEFT_OUT, where, NO_ANSWER)
    person = sheet.person(row.cells)[0]
    number = sheet.columns.text(row.cells, "id")
    made = number or fingerprint_of(person.identity, moment.local or moment.at.isoformat(), text)
    nth = seen[made] = seen.get(made, 0) + 1
    key = f"{made}:{nth}" if nth > 1 else made
    return IncomingMessage(
        channel=Channel.SURVEY,
        fingerprint=fingerprint_of(Channel.SURVEY.value, key),
        conversation_key=key,
        sent_at=moment.at,
        direction=Direction.IN,
        sender=person.party,
        text=text,
        native_id=number,
        subject=score.read(row.cells),
        new_text=text,
        warnings=warnings,
    )


@dataclass(frozen=True, slots=True)
class _Score:
    """The column of the score and how it is read; `at` None when there is none."""

    at: int | None
    ratings: Ratings

    @staticmethod
    def of(sheet: Sheet, asked: list[_Question]) -> "_Score":
        at = sheet.columns.at("rating")
        if at is not None:
            header = sheet.columns.header("rating")
            best = 10 if _asks_to_recommend(header) or plain(header) in OF_TEN else None
            return _Score(at, Ratings.learn(sheet.values["rating"], best))
        for question in asked:
            place = question.places[0][0]
            if _asks_to_recommend(question.text) and _is_number(sheet.table, place):
                return _Score(place, Ratings(10))
        return _Score(None, Ratings())

    def read(self, cells: Sequence[str]) -> str:
        """Return the score as it is shown, "" when there is none."""
        if self.at is None:
            return ""
        found: Rating | None = self.ratings.read(cells[self.at])
        return str(found) if found else cells[self.at].strip()[:_SHORT]


def _asks_to_recommend(question: str) -> bool:
    lowered = question.casefold()
    return any(word in lowered for word in _PROMOTER)


def _is_number(table: Table, at: int) -> bool:
    filled = [row.cells[at].strip() for row in table.head if row.cells[at].strip()]
    return bool(filled) and all(Ratings(10).read(cell) for cell in filled)
