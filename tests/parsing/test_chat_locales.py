"""Headers as every locale of Unicode's CLDR writes them: what Qt formats is read back to the second."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QTime

from app.parsing.chat_dates import Clock, vote
from app.parsing.chat_header import lock

DAYS = [(2022, 3, 2), (2022, 3, 18), (2022, 11, 25), (2023, 1, 7)]
CLOCKS = [(0, 5, 9), (9, 7, 3), (12, 30, 0), (14, 56, 1), (23, 59, 59)]
FRAMES = [("[", ", ", "] "), ("[", " ", "] "), ("", ", ", " - "), ("", " ", " - ")]
LEFT_OUT = {"brx", "dz", "ee", "kkj", "sd", "syr", "xnr", "yo"}
"""Languages that write more than a word beside a time, or hours and minutes without zeroes."""


def locales() -> Iterator[tuple[QLocale, str, str]]:
    """Yield each way of writing date and time once, with a locale that has it."""
    seen = set()
    for locale in QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry):
        day, clock = locale.dateFormat(QLocale.FormatType.ShortFormat), locale.timeFormat(QLocale.FormatType.ShortFormat)
        words = (locale.amText(), locale.pmText()) if "a" in clock.casefold() else ()
        key = (day, clock, words, locale.zeroDigit())
        if (
            key not in seen
            and locale.name().split("_")[0] not in LEFT_OUT
            and all(any(c.isascii() or c.isalpha() for c in w) for w in words)
        ):
            seen.add(key)
            yield locale, day, clock


def read_back(lines: list[str]) -> list[tuple[int, ...]]:
    header = lock(lines)
    found = [header.match(line) if header else None for line in lines]
    if header is None or not all(found):
        return []
    clock = Clock(vote([m["date"] for m in found if m]).order, ZoneInfo("UTC"))
    times = [clock.at(*m.group("date", "clock", "seconds", "period")) for m in found if m]
    return [at[0].timetuple()[:6] for at in times if at]


def wrong(locale: QLocale, day: str, clock: str) -> list[str]:
    """Return the first header of each frame that is not read back."""
    bad = []
    for left, middle, right in FRAMES:
        time = re.sub("mm", "mm:ss" if ":" in clock else "mm.ss", clock)
        made = [(d, c, locale.toString(QDate(*d), day) + middle + locale.toString(QTime(*c), time)) for d in DAYS for c in CLOCKS]
        if read_back([f"{left}{text}{right}Anna: x" for _, _, text in made]) != [(*d, *c) for d, c, _ in made]:
            bad.append(f"{locale.name()} {left}{made[0][2]}{right}")
    return bad


def test_what_every_locale_writes_is_read_back() -> None:
    known = list(locales())
    assert len(known) > 140
    assert [line for each in known for line in wrong(*each)] == []
