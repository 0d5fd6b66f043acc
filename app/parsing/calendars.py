"""Days of the calendars that telephones may show instead of ours: the Persian one, and the Hijri one as Saudi Arabia keeps it."""

from datetime import date, timedelta
from itertools import accumulate

_FIRST_PERSIAN, _FIRST_HIJRI = 1388, 1430
_NOWRUZ_1388 = date(2009, 3, 21)
_LEAP_PERSIAN = {1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428}
"""Leap years of the Persian calendar from 1388 to 1429 (2009 to 2051)."""
_MUHARRAM_1430 = date(2008, 12, 29)
_LONG_MONTHS = (
    "aa6 956 2ae 56d 36a b55 aaa 94d 49d 95d 2ba 5b5 5aa d55 a9a 92e 26e 55d ada 6d4 6a5 "
    "b27 a4d 4ad 56d b5a 754 f49 e92 d26 a56 356 6b5 baa b92 b25 68b a9b 55a ada 5b4"
)
"""Umm al-Qura from 1430 to 1470 (2009 to 2048), a year a number: the lowest bit is the first month, set where it has 30 days, not 29."""
_HIJRI_MONTHS = [29 + (int(year, 16) >> month & 1) for year in _LONG_MONTHS.split() for month in range(12)]
_HIJRI_STARTS = [0, *accumulate(_HIJRI_MONTHS)]
_LAST_HIJRI = _FIRST_HIJRI + len(_HIJRI_MONTHS) // 12 - 1


def is_other_calendar(year: int) -> bool:
    """Say whether a year of four digits can only be one of these calendars."""
    return _FIRST_PERSIAN <= year <= _LAST_HIJRI


def gregorian(year: int, month: int, day: int) -> date | None:
    """Return the day of our calendar, None when there is no such day. The year tells which it is: below 1430 the Persian one."""
    if not is_other_calendar(year) or not 1 <= month <= 12 or day < 1:
        return None
    return _hijri(year, month, day) if year >= _FIRST_HIJRI else _persian(year, month, day)


def _persian(year: int, month: int, day: int) -> date | None:
    length = 31 if month <= 6 else 30 if month <= 11 or year in _LEAP_PERSIAN else 29
    if day > length:
        return None
    days = (year - _FIRST_PERSIAN) * 365 + sum(leap < year for leap in _LEAP_PERSIAN)
    return _NOWRUZ_1388 + timedelta(days + (month - 1) * 30 + min(month - 1, 6) + day - 1)


def _hijri(year: int, month: int, day: int) -> date | None:
    at = (year - _FIRST_HIJRI) * 12 + month - 1
    return _MUHARRAM_1430 + timedelta(_HIJRI_STARTS[at] + day - 1) if day <= _HIJRI_MONTHS[at] else None
