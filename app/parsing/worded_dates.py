"""Dates whose month is a word: "12 Jul 2022", "July 4", "Tuesday, 20 de agosto de 2022", "5-Jan-17". The year may be absent."""

import re
from dataclasses import dataclass

from app.parsing.month_names import MONTHS

_SPLIT = re.compile(r"[^\w\u0300-\u036f\u0590-\u0fff'’]+|(?<=\d)(?=[^\W\d])|['’]+(?=\d)")
_FILLERS = frozenset({"de", "del", "of", "d", "den", "the", "el", "le", "la", "st", "nd", "rd", "th", "er", "º", "ª", "a", "do"})
MOST_NUMBERS, LAST_DAY = 2, 31


@dataclass(frozen=True, slots=True)
class WordedDate:
    """A date as far as it is told; `year` is None where none is written."""

    year: int | None
    month: int
    day: int


def worded_date(text: str) -> WordedDate | None:
    """Read such a date; None for anything else: one month's name, a day, perhaps a year, perhaps a weekday in front."""
    words = [word for word in _SPLIT.split(text.casefold()) if word]
    numbers = [int(word) for word in words if word.isdecimal()]
    named = [(at, MONTHS[word]) for at, word in enumerate(words) if word in MONTHS]
    known = sum(word.isdecimal() or word in _FILLERS or word in MONTHS for word in words)
    weekday = bool(words) and not words[0].isdecimal() and words[0] not in MONTHS and len(words) > MOST_NUMBERS
    if len(named) != 1 or not 1 <= len(numbers) <= MOST_NUMBERS or len(words) - known > weekday:
        return None
    year = _year(numbers)
    days = [number for number in numbers if number != year]
    day = days[0] if days else numbers[0]
    return WordedDate(year, named[0][1], day) if 1 <= day <= LAST_DAY else None


def _year(numbers: list[int]) -> int | None:
    """Return the year: the number that can be no day, else the second of two (2-digit years follow the day)."""
    if len(numbers) == 1:
        return None
    year = next((number for number in numbers if number > LAST_DAY), numbers[1])
    return year + 2000 if year < 100 else year
