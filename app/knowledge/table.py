"""Question-and-answer tables (.csv, .tsv): columns found by name in four languages, a row an article."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.errors import BadInput
from app.domain.knowledge import NewArticle
from app.domain.message import Problem, ProblemKind
from app.domain.text import N_
from app.knowledge.names import Names

_COLUMNS: dict[str, frozenset[str]] = {
    "title": frozenset(
        ["question", "vraag", "frage", "q", "title", "titel", "titre", "onderwerp", "subject", "betreff", "sujet", "objet", "naam", "name"]
    ),
    "text": frozenset(
        [
            "answer",
            "antwoord",
            "antwort",
            "réponse",
            "reponse",
            "a",
            "text",
            "tekst",
            "texte",
            "inhalt",
            "inhoud",
            "contenu",
            "content",
            "body",
            "beschreibung",
            "beschrijving",
            "omschrijving",
            "description",
        ]
    ),
    "language": frozenset(["language", "taal", "sprache", "langue", "lang", "locale"]),
    "scope": frozenset(["scope", "category", "categorie", "kategorie", "catégorie", "rubriek", "rubrik", "rubrique"]),
}
_FIELD_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class _Layout:
    title: int
    text: int
    language: int | None
    scope: int | None
    has_header: bool


def table_articles(text: str, source: str) -> Iterator[NewArticle | Problem]:
    """Yield an article for each row with a question and an answer, a Problem for each row with only one of them.

    Raises BadInput when no column of questions and no column of answers can be told.
    """
    rows = _rows(text)
    layout = _layout(rows, source)
    names = Names(source)
    for number, row in enumerate(rows, 1):
        if any(cell.strip() for cell in row) and not (layout.has_header and row is rows[0]):
            yield _article(row, layout, names, f"{source}:{number}")


def _article(row: Sequence[str], layout: _Layout, names: Names, where: str) -> NewArticle | Problem:
    title, text = _cell(row, layout.title), _cell(row, layout.text)
    if not title or not text:
        return Problem(ProblemKind.UNPARSED, where, N_("This row has no question or no answer; it was left out."))
    language = _cell(row, layout.language).lower()[:2] or "und"
    return NewArticle(" ".join(title.split())[:300], text, language, names.of(title), _cell(row, layout.scope))


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _rows(text: str) -> list[list[str]]:
    csv.field_size_limit(_FIELD_LIMIT)
    first, _, rest = text.partition("\n")
    if declared := re.fullmatch(r"\s*\"?sep=(.)\"?\s*", first, re.IGNORECASE):
        return _parse(rest, declared[1])
    readings = [_parse(text, mark) for mark in ",;\t|"]
    return max(readings, key=_regularity)


def _parse(text: str, mark: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        return []


def _regularity(rows: list[list[str]]) -> tuple[int, float]:
    """Known column names count most, then how many rows have the header's number of cells (and more than one)."""
    if not rows:
        return 0, 0.0
    width = len(rows[0])
    return len(_named(rows[0])), sum(len(row) == width > 1 for row in rows) / len(rows)


def _named(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, cell in enumerate(header):
        word = cell.strip().strip("*:").lower()
        for role, words in _COLUMNS.items():
            if word in words:
                found.setdefault(role, number)
    return found


def _layout(rows: list[list[str]], source: str) -> _Layout:
    named = _named(rows[0]) if rows else {}
    if "title" in named and "text" in named:
        return _Layout(named["title"], named["text"], named.get("language"), named.get("scope"), has_header=True)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if filled and all(len(row) == 2 for row in filled) and sum(row[0].strip().endswith("?") for row in filled) * 2 > len(filled):
        return _Layout(0, 1, None, None, has_header=False)
    raise BadInput(
        N_("{name} has no columns named question and answer (or title and text); add a first row with those names."), name=source
    )
