"""A crowd: the records of a shop as columns of numbers, so that a million pairs are compared in a few seconds."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.customers.names import PersonName
from app.customers.traits import MOST, Traits

Codes = NDArray[np.int64]
Marks = NDArray[np.bool_]

WORDS = "word"
KIND_OF = {
    **dict.fromkeys(("given", "surname", "middle", "half1", "half2"), WORDS),
    **dict.fromkeys(("joined", "turned"), "joined"),
    **{name: name for name in ("street", "house", "postcode", "city", "birth", "box")},
    **{f"email{n}": "email" for n in range(MOST)},
    **{f"phone{n}": "phone" for n in range(MOST)},
}
"""Column -> the vocabulary its words come from. Code 0 is "": unknown."""
COLUMNS = tuple(KIND_OF)
MANY_MENTION = 4


class Vocabulary:
    """Words of one kind, numbered in the order they came."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._recoded: dict[Callable[[str], str], tuple[dict[str, int], list[int]]] = {}

    def recoded(self, of: Callable[[str], str]) -> Codes:
        """Return for each word the number of what `of` makes of it (0: nothing); each word is put to it once."""
        numbers, known = self._recoded.setdefault(of, ({"": 0}, []))
        known += [numbers.setdefault(of(word), len(numbers)) for word in self.words[len(known) :]]
        return np.array(known, dtype=np.int64)

    def number(self, word: str) -> int:
        """Return the number of a word, a new one when it is new."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(word)
        return found

    def of(self, codes: Codes) -> list[str]:
        """Return the words of numbers."""
        words = self.words
        return [words[code] for code in codes.tolist()]


class Crowd:
    """Records by id; a record that is put again replaces the one before. Rows keep their place."""

    def __init__(self, people: Iterable[Traits] = ()) -> None:
        self.people: list[Traits] = []
        self.row_of: dict[str, int] = {}
        self.vocabularies = {kind: Vocabulary() for kind in sorted(set(KIND_OF.values()))}
        self._rows: list[tuple[int, ...]] = []
        self._columns: dict[str, Codes] = {}
        self._shares: dict[str, NDArray[np.float64]] = {}
        self._common: frozenset[str] | None = None
        self.put(people)

    def __len__(self) -> int:
        return len(self.people)

    def put(self, people: Iterable[Traits]) -> list[int]:
        """Add or replace records; returns their rows."""
        rows: list[int] = []
        for person in people:
            row = self.row_of.setdefault(person.id, len(self.people))
            if row == len(self.people):
                self.people.append(person)
                self._rows.append(self._coded(person))
            else:
                self.people[row], self._rows[row] = person, self._coded(person)
            rows.append(row)
        if rows:
            self._columns, self._shares, self._common = {}, {}, None
        return rows

    def drop(self, ids: Iterable[str]) -> None:
        """Forget records that are gone; the rows of the others change."""
        gone = set(ids) & self.row_of.keys()
        if not gone:
            return
        kept = [row for row, person in enumerate(self.people) if person.id not in gone]
        self.people = [self.people[row] for row in kept]
        self._rows = [self._rows[row] for row in kept]
        self.row_of = {person.id: row for row, person in enumerate(self.people)}
        self._columns, self._shares, self._common = {}, {}, None

    def column(self, name: str) -> Codes:
        """Return a column: one code per row."""
        if not self._columns:
            table = np.array(self._rows, dtype=np.int64).reshape(len(self._rows), len(COLUMNS))
            self._columns = {column: np.ascontiguousarray(table[:, n]) for n, column in enumerate(COLUMNS)}
        return self._columns[name]

    def shares(self, name: str) -> NDArray[np.float64]:
        """Return how often each code stands in a column (and in those of the same kind that follow it), the first record left out."""
        kind = KIND_OF[name]
        if kind not in self._shares:
            together = [self.column(c) for c in COLUMNS if KIND_OF[c] == kind and c not in ("middle", "half1", "half2", "turned")]
            counts = np.bincount(np.concatenate(together), minlength=len(self.vocabularies[kind].words)).astype(np.float64)
            self._shares[kind] = np.maximum(counts - 1.0, 0.0)
        return self._shares[kind]

    def common(self) -> frozenset[str]:
        """Return the orders, addresses and numbers that so many records mention that they tell nobody apart (the shop's own, say)."""
        if self._common is None:
            told = Counter(value for person in self.people for value in {*person.orders, *person.mentioned})
            self._common = frozenset(value for value, count in told.items() if count > MANY_MENTION)
        return self._common

    def _coded(self, person: Traits) -> tuple[int, ...]:
        return tuple(self.vocabularies[kind].number(word) for kind, word in zip(KIND_OF.values(), _words(person), strict=True))


def _words(person: Traits) -> list[str]:
    name = person.name
    halves = [*name.parts[:2], "", ""][:2]
    return [
        name.given,
        name.surname,
        name.middle[0] if name.middle else "",
        *halves,
        name.joined,
        _turned(name),
        person.street,
        person.house,
        person.postcode,
        person.city,
        person.birth,
        "own" if person.own_box else "",
        *_padded(person.mails),
        *_padded(person.phones),
    ]


def _turned(name: PersonName) -> str:
    return "".join((name.surname, *name.middle, name.given))


def _padded(words: Sequence[str]) -> list[str]:
    return [*words, *[""] * MOST][:MOST]
