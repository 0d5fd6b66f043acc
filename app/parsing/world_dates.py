"""The words of dates in the languages of the world, for the few files that are not in one of the usual ones; from Babel's tables.

Languages share words (October in Croatian is November in Polish), so the weekday of a date, where it is written, must be the right one.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

_LANGUAGES = """
en nl de fr es it pt pl cs sk hr sl sr sr_Latn bs mk bg ru uk be da sv nb nn fi et lv lt is hu ro el tr ca gl eu cy ga sq de_AT ar fa he ur
hi bn mr gu pa ta te kn ml ne si th lo km my vi id ms fil sw af zu am hy ka az kk ky uz mn
"""
_NUMBER = re.compile(r"\d+")
_BUDDHIST = 2400
"""From here on a year is one of the Buddhist era, 543 years ahead."""
_PREFIXES = "\u05d1"
"""What may be written to a month's name as one word with it (Hebrew "in")."""


LONGEST = 120
"""Characters that a date has at most."""
PATIENCE = 200
"""Texts that were no date in any language, after which a file is taken to hold none."""


class WrittenDay(NamedTuple):
    """A day, and whether the text beside it says before (0) or after noon (12); None: it says nothing."""

    day: date
    half: int | None


class _Words(NamedTuple):
    months: tuple[tuple[str, int], ...]
    weekdays: tuple[frozenset[str], ...]
    before_noon: frozenset[str]
    after_noon: frozenset[str]


class WorldDates:
    """Reads them; what language was read last is tried first, and after many texts that were none no more are tried."""

    def __init__(self) -> None:
        self._order = _LANGUAGES.split()
        self._failures = 0

    def read(self, text: str) -> WrittenDay | None:
        """Return the day that a text without its clock time names, None where it names none."""
        if len(text) > LONGEST or self._failures > PATIENCE:
            return None
        folded, first = text.casefold(), None
        for language in self._order:
            words = _words(language)
            found = _read(folded, words)
            if found is not None and any(name in folded for name in words.weekdays[found.day.weekday()]):
                self._order.remove(language)
                self._order.insert(0, language)
                return found
            first = first or found
        self._failures += first is None
        return first


@lru_cache(maxsize=128)
def _words(language: str) -> _Words:
    from babel import Locale

    locale: Any = Locale.parse(language)
    months = {
        name.casefold(): number
        for use in ("stand-alone", "format")
        for number, name in locale.months[use]["wide"].items()
        if any(character.isalpha() for character in name)
    }
    weekdays = [frozenset(locale.days[use]["wide"][day].casefold() for use in ("stand-alone", "format")) for day in range(7)]
    halves = [{locale.day_periods["format"][width].get(half, "") for width in ("wide", "abbreviated")} for half in ("am", "pm")]
    before, after = (frozenset(name.casefold() for name in names if name) for names in halves)
    ordered = sorted(months.items(), key=lambda pair: -len(pair[0]))
    return _Words(tuple(ordered), tuple(weekdays), before, after)


def _read(text: str, words: _Words) -> WrittenDay | None:
    for name, month in words.months:
        at = text.find(name)
        if at < 0 or (at and text[at - 1].isalpha() and text[at - 1] not in _PREFIXES):
            continue
        rest = f"{text[:at]} {text[at + len(name) :]}"
        numbers = [int(number) for number in _NUMBER.findall(rest)]
        year = next((number for number in numbers if number > 1900), 0)
        days = [number for number in numbers if number <= 31]
        if not year or len(days) != 1:
            return None
        try:
            day = date(year - 543 if year >= _BUDDHIST else year, month, days[0])
        except ValueError:
            return None
        return WrittenDay(day, _half(rest, words))
    return None


def _half(text: str, words: _Words) -> int | None:
    for names, half in ((words.after_noon, 12), (words.before_noon, 0)):
        if any(re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", text) for name in names):
            return half
    return None
