"""What the columns of a table hold: by the names of their headers in Dutch, English, German and French, and by what is in them.

    columns = columns_of(table, VOCABULARY, options.columns)   # the owner's choice wins
    columns.at("date")                 # index or None
    columns.text(row.cells, "date")    # the cell, "" where there is no such column
    column_guess(table, columns, VOCABULARY, needed=("text",))  # what a window shows

A vocabulary maps a field to the names under which it goes, the surest first, one text with `,` between: names as `plain` writes them
(lower case, no accents, words apart). Make your own for other things than messages: `vocabulary({"number": "order number, bestelnummer"})`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.domain.reading import ColumnGuess
from app.parsing.table_dates import is_date
from app.parsing.table_rows import Row, Table

Vocabulary = Mapping[str, Mapping[str, int]]
"""Field -> plain name of a header -> how sure (0 is surest)."""
Test = Callable[[str], bool]
"""Says whether a cell can be a value of a field."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9#&]+")
_SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})
_ZONE = re.compile(r"\s*\((?:utc|gmt)[^)]*\)", re.IGNORECASE)
_EMAIL = re.compile(r"(?:mailto:)?[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
_PHONE = re.compile(r"'?(?:\+|00|0)[\d \-()./]{8,20}|\d,\d+E\+\d+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)
_MOST = 0.6
"""Share of the filled cells that must look like a field's values."""
_SENTENCE, _NAME = 12, 60
"""Characters that a sentence has at least, and a name at most."""
_SHOWN = 5
_SHOWN_CHARACTERS = 500


@lru_cache(maxsize=8192)
def plain(header: str) -> str:
    """Return a header as it is compared: words in lower case without accents and marks: `E-mail (UTC) *` is `email`,
    `reviewDate` is `review date`."""
    text = _CAMEL.sub(" ", _ZONE.sub("", header.replace("'s ", "s ")).strip())
    text = unicodedata.normalize("NFD", text.casefold().translate(_SPECIAL))
    words = _NOT_WORD.sub(" ", "".join(c for c in text if not unicodedata.combining(c))).strip()
    return re.sub(r"\be mail", "email", words).replace("# ", "").strip()


def vocabulary(names: Mapping[str, str]) -> Vocabulary:
    """Make a vocabulary of field -> names with `,` between, surest first."""
    return {
        name: {plain(word): at for at, word in reversed(list(enumerate(words.split(",")))) if plain(word)} for name, words in names.items()
    }


def listed(names: str) -> frozenset[str]:
    """Return names with `,` between as a set of `plain` ones."""
    return frozenset(plain(name) for name in names.split(",")) - {""}


_TEXT_NOUNS = listed("message,bericht,nachricht,comment,comments,opmerking,opmerkingen,kommentar,commentaire,vraag,frage,toelichting")
_NAME_NOUNS = listed("name,naam,nom,klant,kunde,customer,client,afzender,absender,sender")
_OTHER_NOUNS = listed(
    """
    name, naam, nom, author, auteur, autor, id, date, datum, time, email, mail, number, nummer, count, type, status, url, ip, title, titel,
    subject, onderwerp, product, produkt, produit, order, file, agent, group, form, shop, winkel, reply, antwoord, antwort, reponse, phone,
    telefoon, telefon, adres, address
    """
)
"""Words that make a header one of something else."""


def is_email(text: str) -> bool:
    """Say whether a cell is one mail address."""
    return len(text) < 255 and _EMAIL.fullmatch(text.strip()) is not None


def is_phone(text: str) -> bool:
    """Say whether a cell looks like a telephone number, also a damaged one."""
    return _PHONE.fullmatch(text.strip()) is not None


def is_clock(text: str) -> bool:
    """Say whether a cell is a time of day."""
    return _CLOCK.fullmatch(text.strip()) is not None


BY_VALUE: Mapping[str, Test] = {"address": is_email, "phone": is_phone, "date": is_date, "time": is_clock}
"""Fields that are known by their values when no header names them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds which field. `named` are the fields found by name or chosen (the others by their values)."""

    headers: tuple[str, ...]
    places: Mapping[str, int]
    named: frozenset[str] = field(default_factory=frozenset)

    def __contains__(self, name: str) -> bool:
        return name in self.places

    def at(self, name: str) -> int | None:
        """Return the index of a field's column."""
        return self.places.get(name)

    def text(self, cells: Sequence[str], name: str) -> str:
        """Return a field's cell without space around it, "" where the table has none."""
        at = self.places.get(name)
        return cells[at].strip() if at is not None else ""

    def header(self, name: str) -> str:
        """Return the header of a field's column, "" where the table has none."""
        at = self.places.get(name)
        return self.headers[at] if at is not None else ""

    def rest(self) -> list[int]:
        """Return the columns that hold no known field."""
        used = set(self.places.values())
        return [at for at in range(len(self.headers)) if at not in used]


def columns_of(
    table: Table, words: Vocabulary, chosen: Mapping[str, str] | None = None, by_value: Mapping[str, Test] = BY_VALUE
) -> Columns:
    """Find the fields of a vocabulary in a table. `chosen` (field -> header; a header "" means "not there") always wins."""
    places: dict[str, int] = {}
    refused = set()
    for name, header in (chosen or {}).items():
        if header in table.headers and name in words:
            places[name] = table.headers.index(header)
        elif not header:
            refused.add(name)
    _by_name(table.headers, words, places, refused)
    named = frozenset(places)
    _by_value(table, by_value, words, places, refused)
    wanted = by_value and "text" in words and "text" not in places and "text" not in refused
    if wanted and not _by_noun(table, "text", _TEXT_NOUNS, places, _is_word_or_more):
        _by_length(table, places)
    who = "sender" if "sender" in words else "name"
    if by_value and who in words and not {who, "first_name"} & places.keys() and who not in refused:
        _by_noun(table, who, _NAME_NOUNS, places, _is_word)
    if by_value and not table.headed and "sender" in words and "sender" not in places:
        _short_words(table, places)
    return Columns(table.headers, places, named)


def _by_name(headers: Sequence[str], words: Vocabulary, places: dict[str, int], refused: set[str]) -> None:
    """Give each column to the field whose name it surest bears; a field to its surest column."""
    names = [plain(header) for header in headers]
    claims = sorted(
        (places_of[name], at, field_name)
        for field_name, places_of in words.items()
        if field_name not in refused
        for at, name in enumerate(names)
        if name in places_of
    )
    used = set(places.values())
    for _, at, field_name in claims:
        if field_name not in places and at not in used:
            places[field_name] = at
            used.add(at)


def _by_value(table: Table, by_value: Mapping[str, Test], words: Vocabulary, places: dict[str, int], refused: set[str]) -> None:
    for name, test in by_value.items():
        if name in places or name in refused or name not in words:
            continue
        used = set(places.values())
        for at in range(len(table.headers)):
            if at not in used and share(table.head, at, test) >= _MOST:
                places[name] = at
                break


def _by_noun(table: Table, name: str, nouns: frozenset[str], places: dict[str, int], test: Test) -> bool:
    """Take the column in whose header one of a field's nouns stands among other words ("Reactie of bericht"), where there is one such."""
    used = set(places.values())
    found = [
        at
        for at, header in enumerate(table.headers)
        if at not in used and nouns & (words := set(plain(header).split())) and not (_OTHER_NOUNS - nouns) & words
        if share(table.head, at, test) >= _MOST
    ]
    if len(found) == 1:
        places[name] = found[0]
    return len(found) == 1


def _by_length(table: Table, places: dict[str, int]) -> None:
    """Take the column with the longest sentences for the text."""
    used = set(places.values())
    lengths = {
        at: _mean_length(table, at) for at in range(len(table.headers)) if at not in used and share(table.head, at, _is_sentence) >= 0.5
    }
    if lengths:
        places["text"] = max(lengths, key=lengths.__getitem__)


def _short_words(table: Table, places: dict[str, int]) -> None:
    """Take the first column with words for the one who writes, where there is no header."""
    used = set(places.values())
    found = (at for at in range(len(table.headers)) if at not in used and share(table.head, at, _is_word) >= _MOST)
    if (at := next(found, None)) is not None:
        places["sender"] = at


def _mean_length(table: Table, at: int) -> float:
    filled = [len(row.cells[at]) for row in table.head if row.cells[at]]
    return sum(filled) / len(filled) if filled else 0.0


def _is_sentence(cell: str) -> bool:
    return " " in cell.strip() and len(cell) >= _SENTENCE and not is_date(cell)


def _is_word_or_more(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and not is_date(cell) and not is_email(cell)


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and len(cell) <= _NAME


def share(rows: Iterable[Row], at: int, test: Test) -> float:
    """Return which part of a column's filled cells pass a test; 0 when none is filled."""
    filled = [cell for row in rows if (cell := row.cells[at].strip())]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def column_guess(table: Table, columns: Columns, words: Vocabulary, needed: Iterable[str] = ()) -> ColumnGuess:
    """Return what a window shows of the guess: with the first rows; complete when all `needed` fields were found."""
    rows = tuple(tuple(cell[:_SHOWN_CHARACTERS] for cell in row.cells[: len(table.headers)]) for row in table.head[:_SHOWN])
    guess = {name: table.headers[at] for name, at in columns.places.items()}
    return ColumnGuess(table.headers, guess, tuple(words), rows, complete=all(name in columns for name in needed))


def learn_columns(table: Table, columns: Columns, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the distinct cells of some fields' columns, in order, read from the whole table: what `Dates.learn` and the like want.

    At most 50,000 of each are kept. Damage ends it: reading the rows says so.
    """
    from app.domain.errors import BadInput

    wanted = [(at, dict[str, None]()) for name in names if (at := columns.at(name)) is not None]
    try:
        for item in table.rows():
            if isinstance(item, Row):
                for at, seen in wanted:
                    if len(seen) < _DISTINCT:
                        seen[item.cells[at]] = None
    except BadInput:
        pass
    found = dict(wanted)
    return {name: list(found[at]) if (at := columns.at(name)) is not None else [] for name in names}


_DISTINCT = 50_000
