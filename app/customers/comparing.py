"""Comparing: how like the fields of many pairs are, as levels from 0 (the same) upward; -1 where one of the two does not tell."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from app.customers.crowd import Codes, Crowd, Marks
from app.customers.handles import is_role_address
from app.customers.names import Likeness
from app.customers.nicknames import has_short_forms, stands_for
from app.customers.traits import MOST

Levels = NDArray[np.int8]
Scores = NDArray[np.float64]

LEVELS: Mapping[str, tuple[str, ...]] = {
    "given": ("same", "short", "close", "similar", "other"),
    "surname": ("same", "part", "close", "similar", "other"),
    "birth": ("same", "slip", "two_parts", "near", "other"),
    "postcode": ("same", "slip", "area", "other"),
    "street": ("same", "close", "similar", "other"),
    "house": ("same", "near", "other"),
    "city": ("same", "close", "other"),
    "email": ("same", "close", "same_box", "similar", "other"),
    "phone": ("same", "slip", "other"),
}
"""Field -> its levels."""
_SHARED = LEVELS["email"].index("same_box")
"""What a role address (info@) that both have counts as: colleagues have it too."""
FIELDS = tuple(LEVELS)


class Compared:
    """Levels of many pairs by field, and by field how many of the crowd have the value that both have (0 unless the same; of an initial
    that may stand for a first name, how many have that letter).
    `crossed`: the names fit when swapped; `boxed`: both have a mail address that is made of their name."""

    def __init__(self, levels: dict[str, Levels], shares: dict[str, Scores], crossed: Marks, boxed: Marks) -> None:
        self.levels = levels
        self.shares = shares
        self.crossed = crossed
        self.boxed = boxed

    def __len__(self) -> int:
        return len(self.crossed)


def compare(crowd: Crowd, i: Codes, j: Codes) -> Compared:
    """Compare pairs of rows. Symmetric: (i, j) and (j, i) give the same."""
    levels, shares, crossed = _names(crowd, i, j)
    simple: Mapping[str, Callable[[Crowd, str, Codes, Codes], Levels]] = {
        "birth": _births,
        "postcode": _postcodes,
        "street": _streets,
        "house": _houses,
        "city": _plain,
    }
    for field, of in simple.items():
        a, b = crowd.column(field)[i], crowd.column(field)[j]
        levels[field] = _unequal(a, b, lambda x, y, of=of, field=field: of(crowd, field, x, y))  # type: ignore[misc]
        shares[field] = _share(crowd, field, a, levels[field])
    for field, of in (("email", _mails), ("phone", _phones)):
        levels[field], shares[field] = _best_of(crowd, field, of, i, j)
    box = crowd.column("box")
    return Compared(levels, shares, crossed, (box[i] > 0) & (box[j] > 0))


def _unequal(a: Codes, b: Codes, of: Callable[[Codes, Codes], Levels]) -> Levels:
    """Return 0 where codes are equal, -1 where one is unknown, else what `of` says about each different pair of codes once."""
    found = np.where((a == 0) | (b == 0), -1, 0).astype(np.int8)
    differ = np.flatnonzero((a != b) & (found == 0))
    if len(differ):
        low, high = np.minimum(a[differ], b[differ]), np.maximum(a[differ], b[differ])
        keys, back = np.unique(low << 32 | high, return_inverse=True)
        found[differ] = of(keys >> 32, keys & 0xFFFFFFFF)[back]
    return found


def _share(crowd: Crowd, field: str, codes: Codes, levels: Levels) -> Scores:
    return np.where(levels == 0, crowd.shares(field)[codes], 0.0)


def _each(of: Any, one: list[str], other: list[str]) -> NDArray[np.float32]:
    return process.cpdist(one, other, scorer=of)


def _choose(*steps: tuple[Marks, int], otherwise: int, size: int) -> Levels:
    found = np.full(size, otherwise, np.int8)
    for marks, level in reversed(steps):
        found[marks] = level
    return found


# -- names


def _names(crowd: Crowd, i: Codes, j: Codes) -> tuple[dict[str, Levels], dict[str, Scores], Marks]:
    given, surname = crowd.column("given"), crowd.column("surname")
    gi, gj, si, sj = given[i], given[j], surname[i], surname[j]

    def words(a: Codes, b: Codes) -> Levels:
        return _unequal(a, b, lambda x, y: _word_levels(crowd, x, y))

    straight_given, straight_surname = words(gi, gj), words(si, sj)
    straight_given[(straight_given == Likeness.EXACT) & (crowd.vocabularies["word"].recoded(_initial)[gi] > 0)] = Likeness.SHORT
    crossed_one, crossed_other = words(gi, sj), words(si, gj)
    straight_surname = _halves(crowd, i, j, straight_surname, words)
    straight_given = _middles(crowd, i, j, straight_given, words)
    full = (si > 0) & (sj > 0)
    crossed = full & (crossed_one + crossed_other + 2 < straight_given + straight_surname)
    level_given = np.where(crossed, crossed_one, straight_given).astype(np.int8)
    level_surname = np.where(crossed, crossed_other, straight_surname).astype(np.int8)
    codes_given, codes_surname = gi.copy(), np.where(crossed, sj, si)
    codes_given = np.where(crossed, gi, codes_given)
    codes_surname = np.where(crossed, si, codes_surname)
    relatives = crossed & (np.maximum(level_given, level_surname) == Likeness.OTHER)
    level_surname[relatives] = np.minimum(level_given, level_surname)[relatives]
    codes_surname[relatives & (level_given == 0)] = gi[relatives & (level_given == 0)]
    level_given[relatives] = Likeness.OTHER
    _single(level_given, level_surname, codes_surname, (gi, si, gj, sj), (straight_given, crossed_one, crossed_other))
    _spaces(crowd, i, j, level_given, level_surname)
    initials = _initials(crowd, gi, np.where(crossed, sj, gj), level_given)
    shares = {
        "given": _share(crowd, "given", codes_given, level_given) + initials,
        "surname": _share(crowd, "surname", codes_surname, level_surname),
    }
    return {"given": level_given, "surname": level_surname}, shares, crossed


def _initials(crowd: Crowd, one: Codes, other: Codes, levels: Levels) -> Scores:
    """Return, where an initial stands for a first name, how many records have a first name with that letter, the first left out."""
    words = crowd.vocabularies["word"]
    letters, bare = words.recoded(_first_letter), words.recoded(_initial) > 0
    counts = np.bincount(letters[crowd.column("given")], minlength=int(letters.max()) + 1).astype(np.float64) - 1.0
    stands = (levels == Likeness.SHORT) & (bare[one] | bare[other]) & (letters[one] == letters[other])
    return np.where(stands, np.maximum(counts[letters[one]], 0.0), 0.0)


def _single(
    given: Levels, surname: Levels, codes_surname: Codes, codes: tuple[Codes, Codes, Codes, Codes], found: tuple[Levels, Levels, Levels]
) -> None:
    """A name of one word may be the first name or the surname: it is compared with whichever it fits better."""
    gi, si, gj, sj = codes
    straight, one_with_surname, surname_with_other = found
    single = (gi > 0) & (gj > 0) & ((si == 0) | (sj == 0))
    with_surname = np.where(si == 0, one_with_surname, surname_with_other)
    better = single & (with_surname >= 0) & (with_surname <= straight)
    given[better] = -1
    surname[better] = with_surname[better]
    codes_surname[better] = np.where(si == 0, gi, si)[better]


def _halves(crowd: Crowd, i: Codes, j: Codes, whole: Levels, words: Callable[[Codes, Codes], Levels]) -> Levels:
    columns = [crowd.column(name) for name in ("surname", "half1", "half2")]
    some = np.flatnonzero(((columns[1][i] > 0) | (columns[1][j] > 0)) & (whole > Likeness.SHORT))
    if not len(some):
        return whole
    tried = [words(a[i[some]], b[j[some]]) for a in columns for b in columns]
    fits = np.any([(level >= 0) & (level <= Likeness.CLOSE) for level in tried], axis=0)
    whole = whole.copy()
    whole[some[fits]] = Likeness.SHORT
    return whole


def _middles(crowd: Crowd, i: Codes, j: Codes, given: Levels, words: Callable[[Codes, Codes], Levels]) -> Levels:
    """A first name may stand in the middle of the other: Anna Maria is called Maria."""
    first, middle = crowd.column("given"), crowd.column("middle")
    some = np.flatnonzero(((middle[i] > 0) | (middle[j] > 0)) & (given > Likeness.CLOSE))
    if not len(some):
        return given
    one, other = words(middle[i[some]], first[j[some]]), words(first[i[some]], middle[j[some]])
    fits = ((one >= 0) & (one <= Likeness.CLOSE)) | ((other >= 0) & (other <= Likeness.CLOSE))
    given = given.copy()
    given[some[fits]] = Likeness.SHORT
    return given


def _spaces(crowd: Crowd, i: Codes, j: Codes, given: Levels, surname: Levels) -> None:
    """A space lost or gained takes words apart: all letters in one are compared where the words do not fit."""
    joined, turned = crowd.column("joined"), crowd.column("turned")
    some = np.flatnonzero((given >= Likeness.SIMILAR) & (surname >= Likeness.SIMILAR) | (given < 0) & (surname >= Likeness.SIMILAR))
    split = (crowd.column("middle")[i] > 0) | (crowd.column("middle")[j] > 0)
    more = np.flatnonzero(split & ((given >= Likeness.SIMILAR) | (surname >= Likeness.SIMILAR)))
    some = np.union1d(some, more)
    if not len(some):
        return
    straight = _unequal(joined[i[some]], joined[j[some]], lambda x, y: _letters(crowd, x, y))
    crossed = _unequal(joined[i[some]], turned[j[some]], lambda x, y: _letters(crowd, x, y))
    best = np.minimum(np.where(straight < 0, 9, straight), np.where(crossed < 0, 9, crossed))
    for level in (given, surname):
        current = level[some]
        level[some] = np.where((best < Likeness.OTHER) & (current > best), best, current).astype(np.int8)


def _letters(crowd: Crowd, a: Codes, b: Codes) -> Levels:
    words = crowd.vocabularies["joined"]
    like = _each(OSA.normalized_similarity, words.of(a), words.of(b))
    return _choose((like >= 0.88, Likeness.CLOSE), (like >= 0.78, Likeness.SIMILAR), otherwise=Likeness.OTHER, size=len(a))


def _word_levels(crowd: Crowd, a: Codes, b: Codes) -> Levels:
    """Compare different words; the same rules as `names.likeness`."""
    one, other = crowd.vocabularies["word"].of(a), crowd.vocabularies["word"].of(b)
    lengths_one, lengths_other = np.array([len(w) for w in one]), np.array([len(w) for w in other])
    longest = np.maximum(lengths_one, lengths_other)
    initial = np.minimum(lengths_one, lengths_other) == 1
    same_start = np.array([x[0] == y[0] for x, y in zip(one, other, strict=True)])
    listed_one, listed_other = _listed(one), _listed(other)
    both = listed_one & listed_other
    short = initial & same_start
    for n in np.flatnonzero(both).tolist():
        short[n] |= stands_for(one[n], other[n])
    slips = _each(OSA.distance, one, other)
    near = ((slips == 1) & (longest >= 4)) | ((slips == 2) & (longest >= 8))
    like = (slips <= longest * 0.3) | ((slips == 1) & (longest == 3)) | (_each(JaroWinkler.similarity, one, other) >= 0.88) | near
    return _choose(
        (short, Likeness.SHORT),
        (initial, Likeness.OTHER),
        (near & ~both, Likeness.CLOSE),
        (like & (near | ~both), Likeness.SIMILAR),
        otherwise=Likeness.OTHER,
        size=len(a),
    )


def _first_letter(word: str) -> str:
    return word[:1]


def _initial(word: str) -> str:
    return word if len(word) == 1 else ""


def _listed(words: list[str]) -> Marks:
    return np.array([has_short_forms(word) for word in words], dtype=np.bool_)


# -- other fields


def _births(crowd: Crowd, _field: str, a: Codes, b: Codes) -> Levels:
    one, other = crowd.vocabularies["birth"].of(a), crowd.vocabularies["birth"].of(b)
    slips = _each(OSA.distance, one, other)
    x, y = np.array([int(w) for w in one]), np.array([int(w) for w in other])
    year, month, day = x // 10000 == y // 10000, x // 100 % 100 == y // 100 % 100, x % 100 == y % 100
    turned = year & (x % 100 == y // 100 % 100) & (x // 100 % 100 == y % 100)
    two = year.astype(int) + month + day >= 2
    near = np.abs(x // 10000 - y // 10000) <= 1
    return _choose((turned | (slips <= 1), 1), (two | ((slips <= 2) & near), 2), (near, 3), otherwise=4, size=len(a))


def _postcodes(crowd: Crowd, _field: str, a: Codes, b: Codes) -> Levels:
    one, other = crowd.vocabularies["postcode"].of(a), crowd.vocabularies["postcode"].of(b)
    slips = _each(OSA.distance, one, other)
    area = np.array([x[:-2][:4] == y[:-2][:4] for x, y in zip(one, other, strict=True)])
    return _choose((slips <= 1, 1), (area, 2), otherwise=3, size=len(a))


def _streets(crowd: Crowd, _field: str, a: Codes, b: Codes) -> Levels:
    words = crowd.vocabularies["street"]
    one, other = words.of(a), words.of(b)
    bare = [w.replace(" ", "") for w in one], [w.replace(" ", "") for w in other]
    like = np.maximum(_each(OSA.normalized_similarity, *bare), _each(JaroWinkler.similarity, *bare) - 0.12)
    within = np.array([bool(x and y) and (x.startswith(y) or y.startswith(x)) for x, y in zip(one, other, strict=True)])
    return _choose((like >= 0.83, 1), ((like >= 0.65) | within, 2), otherwise=3, size=len(a))


def _houses(crowd: Crowd, _field: str, a: Codes, b: Codes) -> Levels:
    one, other = crowd.vocabularies["house"].of(a), crowd.vocabularies["house"].of(b)
    slips = _each(OSA.distance, one, other)
    longest = np.array([max(len(x), len(y)) for x, y in zip(one, other, strict=True)])
    return _choose(((slips == 1) & (longest > 1), 1), otherwise=2, size=len(a))


def _plain(crowd: Crowd, field: str, a: Codes, b: Codes) -> Levels:
    words = crowd.vocabularies[field]
    one, other = words.of(a), words.of(b)
    like = np.maximum(_each(OSA.normalized_similarity, one, other), _each(JaroWinkler.similarity, one, other) - 0.1)
    return _choose((like >= 0.74, 1), otherwise=2, size=len(a))


def _mails(crowd: Crowd, _field: str, a: Codes, b: Codes) -> Levels:
    one, other = crowd.vocabularies["email"].of(a), crowd.vocabularies["email"].of(b)
    local_one, local_other = [w.partition("@")[0] for w in one], [w.partition("@")[0] for w in other]
    whole = _each(OSA.normalized_similarity, one, other)
    local = _each(OSA.normalized_similarity, local_one, local_other)
    lengths = np.array([min(len(x), len(y)) for x, y in zip(local_one, local_other, strict=True)])
    numbered = np.array([_digits(x) == _digits(y) for x, y in zip(local_one, local_other, strict=True)])
    elsewhere = (local == 1.0) & (_each(OSA.distance, one, other) > 2)
    spelt = np.array([_letters_of(x) == _letters_of(y) for x, y in zip(local_one, local_other, strict=True)]) & (local < 1.0)
    return _choose(
        (spelt, 3),
        ((whole >= 0.85) & (local >= 0.72) & numbered & ~elsewhere, 1),
        ((local == 1.0) & (lengths >= 4), 2),
        ((whole >= 0.68) | ((local >= 0.8) & (lengths >= 5)), 3),
        otherwise=4,
        size=len(a),
    )


def _role(address: str) -> str:
    return address if "@" in address and is_role_address(address) else ""


def _letters_of(word: str) -> str:
    return "".join(filter(str.isalnum, word))


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def _phones(crowd: Crowd, _field: str, a: Codes, b: Codes) -> Levels:
    one, other = crowd.vocabularies["phone"].of(a), crowd.vocabularies["phone"].of(b)
    return _choose((_each(OSA.distance, one, other) <= 1, 1), otherwise=2, size=len(a))


def _best_of(crowd: Crowd, field: str, of: Callable[[Crowd, str, Codes, Codes], Levels], i: Codes, j: Codes) -> tuple[Levels, Scores]:
    """Return the best level over all that both have of a field."""
    best = np.full(len(i), -1, np.int8)
    shares = np.zeros(len(i))
    columns = [crowd.column(f"{field}{n}") for n in range(MOST)]
    several = crowd.vocabularies[field].recoded(_role)
    for n, one in enumerate(columns):
        for m, other in enumerate(columns):
            a, b = one[i], other[j]
            if (n or m) and not ((a > 0) & (b > 0)).any():
                continue
            level = _unequal(a, b, lambda x, y: of(crowd, field, x, y))
            level[(level == 0) & (several[a] > 0)] = _SHARED
            better = (level >= 0) & ((best < 0) | (level < best))
            best[better] = level[better]
            shares[better] = _share(crowd, f"{field}0", a, level)[better]
    return best, shares
