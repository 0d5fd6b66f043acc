"""Blocking: which pairs of a crowd are worth comparing. Two records meet when they share one of many keys; a key that too many share is
left aside, because other keys bring together whoever is really one."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.customers.crowd import KIND_OF, Codes, Crowd, Marks
from app.customers.traits import MOST, Traits

ALL_PAIRS_UP_TO = 250
"""A crowd as small as this is compared whole."""
LARGEST_BLOCK = 60
_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "x": "k", "z": "s", "v": "f", "w": "f", "d": "t", "b": "p", "j": "y", "g": "k", "h": "", "m": "n"}
    | dict.fromkeys("aeiouy", "")
)


@lru_cache(maxsize=131072)
def sound_of(word: str) -> str:
    """Return how a folded word sounds, roughly: its first letter and up to three consonants."""
    rest = word[1:].translate(_SOUNDS)
    skeleton = "".join(c for i, c in enumerate(rest) if not i or c != rest[i - 1])
    return (word[:1].translate(str.maketrans("cqzvdb", "kksftp")) + skeleton)[:4]


def candidate_pairs(crowd: Crowd, changed: Marks | None = None) -> tuple[Codes, Codes]:
    """Return the rows (i < j) of pairs to compare, sorted; with `changed` only those with at least one changed record."""
    size = len(crowd)
    if size < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if size <= ALL_PAIRS_UP_TO:
        i, j = np.triu_indices(size, 1)
        found = [i.astype(np.int64) * size + j]
    else:
        found = [_pairs_in(keys, rows, size, changed) for keys, rows in _keys(crowd)]
    pairs = np.unique(np.concatenate(found))
    i, j = pairs // size, pairs % size
    if changed is not None:
        kept = changed[i] | changed[j]
        i, j = i[kept], j[kept]
    return i, j


def _pairs_in(keys: Codes, rows: Codes, size: int, changed: Marks | None) -> Codes:
    """Return i * size + j of all pairs within groups of one key."""
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
    lengths = np.diff(np.r_[starts, len(keys)])
    if changed is not None and len(starts):
        touched = np.add.reduceat(changed[rows].astype(np.int64), starts) > 0
        starts, lengths = starts[touched], lengths[touched]
    found: list[Codes] = [np.zeros(0, np.int64)]
    for length in np.unique(lengths[(lengths > 1) & (lengths <= LARGEST_BLOCK)]).tolist():
        members = rows[starts[lengths == length][:, None] + np.arange(length)]
        a, b = np.triu_indices(length, 1)
        one, other = members[:, a].ravel(), members[:, b].ravel()
        found.append(np.minimum(one, other) * size + np.maximum(one, other))
    return np.concatenate([np.unique(part[part // size != part % size]) for part in found])


def _keys(crowd: Crowd) -> Iterator[tuple[Codes, Codes]]:
    """Yield keys with the rows that have them, one kind of key at a time."""
    rows = np.arange(len(crowd), dtype=np.int64)
    part = _Parts(crowd)
    given, surname, house, city = part("given"), part("surname"), part("house"), part("city")
    post, street = part("postcode"), part("street")
    sounds = part("given", sound_of), part("surname", sound_of)
    either = np.minimum(given, surname), np.maximum(given, surname)
    heard = np.minimum(*sounds), np.maximum(*sounds)
    year_month, month_day = part("birth", _year_month), part("birth", _month_day)
    plain: list[Sequence[Codes]] = [
        [part("birth", _turned_date)],
        [post, house],
        [street, house],
        [part("street", _first_four), house, part("postcode", _first_two)],
        [post, street],
        [part("joined", _letters)],
        [heard[0] + 1, heard[1] + 1, part("city", _first_three)],
        [heard[0] + 1, heard[1] + 1, part("birth", _first_four)],
        [heard[0] + 1, heard[1] + 1, part("postcode", _first_three)],
        [either[0] + 1, either[1] + 1],
        [heard[0] + 1, heard[1] + 1],
        [house, month_day],
        [house, year_month],
        [city, month_day],
        [part("city", _first_three), year_month],
    ]
    for sound in sounds:
        plain += [[sound, key] for key in (post, year_month, month_day, street, part("birth", _year_day))]
        plain += [[sound, city, house], [sound, city, part("birth", _first_four)], [sound, city]]
    crossed = [_mixed([(sound, post), (sound, street), (sound, year_month), (sound, month_day)]) for sound in sounds]
    for keys in plain:
        marks = np.all([key > 0 for key in keys], axis=0)
        yield _hashed(keys)[marks], rows[marks]
    for one, other in zip(*crossed, strict=True):
        marks_one, marks_other = one[1], other[1]
        yield np.concatenate([one[0][marks_one], other[0][marks_other]]), np.concatenate([rows[marks_one], rows[marks_other]])
    yield from _several(crowd, rows, "email", (_whole, _local, _stub))
    yield from _several(crowd, rows, "phone", (_whole, _tail, _head))
    yield from _shared(crowd.people, crowd.common())


def _mixed(keys: Sequence[tuple[Codes, Codes]]) -> list[tuple[Codes, Marks]]:
    return [(_hashed(pair), (pair[0] > 0) & (pair[1] > 0)) for pair in keys]


class _Parts:
    """Columns as they are, or with each word put by something that fewer slips change."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd

    def __call__(self, column: str, of: Callable[[str], str] | None = None) -> Codes:
        codes = self.crowd.column(column)
        return codes if of is None else self.crowd.vocabularies[KIND_OF[column]].recoded(of)[codes]


def _several(crowd: Crowd, rows: Codes, kind: str, ways: Sequence[Callable[[str], str]]) -> Iterator[tuple[Codes, Codes]]:
    """Yield keys of columns that a record may have several of."""
    columns = [f"{kind}{n}" for n in range(MOST)]
    for way in ways:
        table = crowd.vocabularies[kind].recoded(way)
        codes = np.concatenate([table[crowd.column(column)] for column in columns])
        marks = codes > 0
        yield codes[marks], np.concatenate([rows] * MOST)[marks]


def _shared(people: Sequence[Traits], common: frozenset[str]) -> Iterator[tuple[Codes, Codes]]:
    """Yield keys of what few records have: orders, mentioned addresses and numbers, the hour of a question."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, person in enumerate(people):
        if person.orders or person.mentioned or person.moments:
            for key in _rare(person):
                if key[1] not in common:
                    numbers[key].append(row)
    mentioned = {value for kind, value in numbers if kind == "handle"}
    if mentioned:
        for row, person in enumerate(people):
            for value in (*person.mails, *person.phones):
                if value in mentioned:
                    numbers[("handle", value)].append(row)
    groups = [rows for rows in numbers.values() if len(rows) > 1]
    keys = np.repeat(np.arange(len(groups)), [len(rows) for rows in groups]) if groups else np.zeros(0, np.int64)
    yield keys.astype(np.int64), np.array([row for rows in groups for row in rows], dtype=np.int64)


def _rare(person: Traits) -> Iterator[tuple[str, str]]:
    yield from (("order", order) for order in set(person.orders))
    yield from (("handle", value) for value in set(person.mentioned))
    hours = {int(at.timestamp()) // 3600 + step for at, _words in person.moments for step in (0, 1)}
    yield from (("hour", str(hour)) for hour in hours)


def _hashed(keys: Sequence[Codes]) -> Codes:
    mixed: NDArray[np.uint64] = np.zeros(len(keys[0]), np.uint64)
    for key in keys:
        mixed = (mixed ^ key.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed.astype(np.int64)


def _first_two(word: str) -> str:
    return word[:2]


def _first_three(word: str) -> str:
    return word[:3]


def _first_four(word: str) -> str:
    return word[:4]


def _year_month(birth: str) -> str:
    return birth[:6]


def _month_day(birth: str) -> str:
    return birth[4:]


def _year_day(birth: str) -> str:
    return birth[:4] + birth[6:]


def _turned_date(birth: str) -> str:
    return birth[:4] + "".join(sorted((birth[4:6], birth[6:])))


def _letters(joined: str) -> str:
    return "".join(sorted(joined)) if len(joined) > 4 else ""


def _whole(word: str) -> str:
    return word


def _local(address: str) -> str:
    local = address.partition("@")[0]
    return local if len(local) > 4 else ""


def _stub(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local[:3]}@{domain[:3]}" if domain else ""


def _tail(number: str) -> str:
    return number[-6:]


def _head(number: str) -> str:
    return number[:-3]
