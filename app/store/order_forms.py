"""Ways in which people write an order's number. Pure.

A number's *forms* are itself folded, and without the zeroes before it: they say the same to everybody. Its *names* are more: without
the letters around it, or the one long run of digits in it. Two numbers are one when a form of either is a name of the other, so that
`1001` and `NL1001-A` meet, while `BE1001` and `NL1001` do not.
"""

import re
from functools import lru_cache

from app.store.fold import fold, fold_order

_RUNS = re.compile(r"\d+|[^\W\d_]+")
_SHORTEST = 4
"""Digits of a name that is less than the whole number; shorter ones are a quantity as well."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def order_key(number: str) -> str:
    """Return an order number for comparing: folded, and without zeroes before it when it is all digits."""
    folded = fold_order(number)
    return (folded.lstrip("0") or folded) if folded.isdecimal() else folded


@lru_cache(maxsize=16_384)
def forms_of(number: str) -> frozenset[str]:
    """Return the number folded, and without the zeroes before it (nothing for a number without a letter or digit)."""
    return frozenset(form for form in (fold_order(number), order_key(number)) if form)


@lru_cache(maxsize=16_384)
def names_of(number: str) -> frozenset[str]:
    """Return all forms and names of a number."""
    runs = _RUNS.findall(fold(number))
    return forms_of(number) | frozenset(_without_letters(runs)) | frozenset(_core(runs))


def _without_letters(runs: list[str]) -> list[str]:
    digits = [at for at, run in enumerate(runs) if run.isdecimal()]
    if not digits:
        return []
    first, last = digits[0], digits[-1]
    found = ["".join(runs[start:end]) for start in (0, first) for end in (last + 1, len(runs))]
    return [name for text in found for name in (text, order_key(text)) if _long_enough(name)]


def _core(runs: list[str]) -> list[str]:
    """The one long run of digits, where no letters stand between digits (then it is a code, and its parts mean nothing)."""
    digits = [at for at, run in enumerate(runs) if run.isdecimal()]
    if not digits or any(not run.isdecimal() for run in runs[digits[0] : digits[-1]]):
        return []
    several = len(digits) > 1
    long = [run for at in digits if _long_enough(run := order_key(runs[at])) and not (several and _YEAR.fullmatch(run))]
    return long if len(long) == 1 else []


def _long_enough(name: str) -> bool:
    return sum(map(str.isdecimal, name)) >= _SHORTEST


def is_exactly(one: str, other: str) -> bool:
    """Say whether two written numbers are the same but for signs, case and zeroes before them."""
    return bool(forms_of(one) & forms_of(other))


def can_be(one: str, other: str) -> bool:
    """Say whether two written numbers can be the same order's."""
    return bool(forms_of(one) & names_of(other) or forms_of(other) & names_of(one))
