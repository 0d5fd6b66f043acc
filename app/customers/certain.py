"""Certain joins: the same address or number, and names that do not contradict each other. Nothing else is certain.

An address or number with two different full names on it is shared (a family's phone, info@): it proves nothing by itself, and only the
same name beside it does. Chains are not followed blindly: before two groups become one, every name of one is held against every name of
the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from app.customers.handles import is_role_address
from app.customers.names import Agreement, Likeness, agreement, likeness, may_be_same
from app.customers.traits import Traits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SPELT_ALIKE = (Likeness.EXACT, Likeness.CLOSE)
_MANY = 25
"""With more different names than this an address or number is shared, whatever they are."""


def certain_groups(people: Sequence[Traits], changed: "NDArray[np.bool_] | None" = None) -> list[list[int]]:
    """Return the rows that certainly are one person each, two at least; independent of the order of records. With `changed` (a mark per
    row) only addresses and numbers of those are looked at. Rows that are alike in all that counts are compared once."""
    alike = _alike(people)
    marked = None if changed is None else {first for first, rows in alike.items() if changed[rows].any()}
    parents = {first: first for first in alike}
    members = {first: [first] for first in alike}
    pairs = set(_certain_pairs(people, alike, marked))
    for one, other in sorted(pairs, key=lambda pair: _key(people, pair)):
        a, b = parents[one], parents[other]
        if a == b or not all(_go_together(people[x], people[y]) for x in members[a] for y in members[b]):
            continue
        for row in members[b]:
            parents[row] = a
        members[a] += members.pop(b)
    twice = {one for one, other in pairs if one == other}
    return [
        sorted(row for first in group for row in alike[first])
        for group in members.values()
        if len(group) > 1 or not twice.isdisjoint(group)
    ]


def _alike(people: Sequence[Traits]) -> dict[int, list[int]]:
    """Return the rows that are reached somehow, together where name, birth date, addresses and numbers are the same, by the first."""
    rows_of: dict[object, list[int]] = defaultdict(list)
    for row, person in enumerate(people):
        if person.mails or person.phones:
            rows_of[person.written, person.birth, person.mails, person.phones].append(row)
    return {rows[0]: rows for rows in rows_of.values()}


def _key(people: Sequence[Traits], pair: tuple[int, int]) -> tuple[int, str, str]:
    one, other = people[pair[0]], people[pair[1]]
    return agreement(one.written, other.written), min(one.id, other.id), max(one.id, other.id)


def _certain_pairs(
    people: Sequence[Traits], alike: Mapping[int, Sequence[int]], marked: Collection[int] | None
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that an address or number proves; a row with itself where several are alike."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for first in alike:
        for key in {*people[first].mails, *people[first].phones}:
            rows_of[key].append(first)
    for key, rows in rows_of.items():
        if (len(rows) > 1 or len(alike[rows[0]]) > 1) and (marked is None or any(row in marked for row in rows)):
            shared = is_role_address(key) or is_shared([people[row].written for row in rows])
            pairs = (*combinations(rows, 2), *((row, row) for row in rows if len(alike[row]) > 1))
            yield from _fitting(people, pairs, shared=shared, number="@" not in key)


def is_shared(names: Sequence[str]) -> bool:
    """Say whether the names seen with one address or number show that several people use it."""
    different = sorted(set(filter(None, names)))
    return len(different) > _MANY or any(agreement(a, b) is Agreement.CONTRADICT for a, b in combinations(different, 2))


def _fitting(people: Sequence[Traits], pairs: Sequence[tuple[int, int]], *, shared: bool, number: bool) -> Iterator[tuple[int, int]]:
    if len({people[row].written for pair in pairs for row in pair}) > _MANY:
        return
    for one, other in pairs:
        a, b = people[one], people[other]
        fits = _surely_one_name(a, b) if shared else _may_be_one(a, b) and not (number and _half_named(a, b))
        if fits and not _speaks_against(a, b):
            yield one, other


def _surely_one_name(a: Traits, b: Traits) -> bool:
    """Say whether names agree without a nickname or an initial being needed for it."""
    if not (a.name.surname and b.name.surname) or min(len(a.name.given), len(b.name.given)) == 1:
        return False
    if agreement(a.written, b.written) is not Agreement.AGREE:
        return False
    one, other = ([*name.middle, name.given, name.surname] for name in (a.name, b.name))
    return a.name.joined == b.name.joined or _stands_in(one, other) or _stands_in(other, one)


def _stands_in(words: Sequence[str], others: Sequence[str]) -> bool:
    return all(any(likeness(x, y) in _SPELT_ALIKE for y in others) for x in words)


def _half_named(a: Traits, b: Traits) -> bool:
    """A phone is a household's more often than an address is: an initial or a surname beside it may be anybody's of that house."""
    if not (a.written and b.written):
        return bool(a.mails or b.mails)
    return not (a.name.surname and b.name.surname) or min(len(a.name.given), len(b.name.given)) == 1


def _may_be_one(a: Traits, b: Traits) -> bool:
    """Where one name is missing or short, a phone alone proves nothing beside two mail addresses, nor an address beside two phones."""
    if agreement(a.written, b.written) is Agreement.AGREE:
        return True
    return may_be_same(a.written, b.written) and not _reached_apart(a, b)


def _reached_apart(a: Traits, b: Traits) -> bool:
    return any(x and y and not set(x) & set(y) for x, y in ((a.mails, b.mails), (a.phones, b.phones)))


def _go_together(a: Traits, b: Traits) -> bool:
    return not _speaks_against(a, b) and (_may_be_one(a, b) or (bool({*a.mails} & {*b.mails}) and not _reached_apart(a, b)))


def _speaks_against(a: Traits, b: Traits) -> bool:
    return agreement(a.written, b.written) is Agreement.CONTRADICT or (bool(a.birth and b.birth) and not _dates_fit(a.birth, b.birth))


def _dates_fit(one: str, other: str) -> bool:
    parts = sum(one[s] == other[s] for s in (slice(0, 4), slice(4, 6), slice(6, 8)))
    return parts >= 2 or OSA.distance(one, other) <= 2 or abs(int(one[:4]) - int(other[:4])) <= 1
