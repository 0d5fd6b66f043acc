"""Certain joins: the same address or number, and names that do not contradict each other. Nothing else is certain.

An address or number with two different full names on it is shared (a family's phone, info@): it proves nothing by itself, and only the
same name beside it does. Chains are not followed blindly: before two groups become one, every name of one is held against every name of
the other.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
    row) only addresses and numbers of those are looked at."""
    parents: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    pairs = {pair for rows, shared, number in _holders(people, changed) for pair in _pairs(people, rows, shared=shared, number=number)}
    for one, other in sorted(pairs, key=lambda pair: _key(people, pair)):
        a, b = (parents.setdefault(row, row) for row in (one, other))
        members.setdefault(a, [a])
        members.setdefault(b, [b])
        if a == b or not all(_go_together(people[x], people[y]) for x in members[a] for y in members[b]):
            continue
        for row in members[b]:
            parents[row] = a
        members[a] += members.pop(b)
    return [sorted(rows) for rows in members.values() if len(rows) > 1]


def _key(people: Sequence[Traits], pair: tuple[int, int]) -> tuple[int, str, str]:
    one, other = people[pair[0]], people[pair[1]]
    return agreement(one.written, other.written), min(one.id, other.id), max(one.id, other.id)


def _holders(people: Sequence[Traits], changed: "NDArray[np.bool_] | None") -> Iterator[tuple[list[int], bool, bool]]:
    """Yield the rows of each address and number that several have, whether strangers share it, and whether it is a number."""
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, person in enumerate(people):
        for key in {*person.mails, *person.phones}:
            rows_of[key].append(row)
    for key, rows in rows_of.items():
        if len(rows) > 1 and (changed is None or changed[rows].any()):
            yield rows, is_role_address(key) or is_shared([people[row].written for row in rows]), "@" not in key


def is_shared(names: Sequence[str]) -> bool:
    """Say whether the names seen with one address or number show that several people use it."""
    different = sorted(set(filter(None, names)))
    return len(different) > _MANY or any(agreement(a, b) is Agreement.CONTRADICT for a, b in combinations(different, 2))


def _pairs(people: Sequence[Traits], rows: Sequence[int], *, shared: bool, number: bool) -> Iterator[tuple[int, int]]:
    if len({people[row].written for row in rows}) > _MANY:
        return
    for one, other in combinations(rows, 2):
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
