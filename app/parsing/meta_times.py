"""Times as Meta's HTML exports write them: localised, without a zone.

"Sep 13, 2020, 12:26 PM", "13. Sept. 2020, 12:26", "13/09/2020 12:26" ...
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.parsing.chat_dates import PERIOD, Order, OrderVote, hour24, raw_date, vote

LONGEST = 70
"""Characters that a time can have."""
_FIRST_YEAR, _LAST_YEAR = 2004, 2100
_TWO = tuple(f"{number:02}" for number in range(60))
_LATER = tuple(timedelta(seconds=seconds) for seconds in range(3600))

_MONTHS = """
january januari januar janvier enero gennaio janeiro stycznia ocak jänner tammikuuta ledna január ianuarie gener
february februari februar février febrero febbraio fevereiro lutego şubat feber helmikuuta února február febrer
march maart märz mars marzo março marca mart marts mrt mrz maaliskuuta března március maret
april avril abril aprile kwietnia nisan huhtikuuta dubna április apríla
may mei mai mayo maggio maio maj maja mayıs toukokuuta května május mája maig
june juni juin junio giugno junho czerwca haziran kesäkuuta června június júna iunie juny
july juli juillet julio luglio julho lipca temmuz heinäkuuta července július júla iulie juliol
august augustus août agosto augusti sierpnia ağustos aout elokuuta srpna augusztus agost agustus
september septembre septiembre setiembre settembre setembro września eylül syyskuuta září szeptember
october oktober octobre octubre ottobre outubro października ekim lokakuuta října október octombrie
november novembre noviembre novembro listopada kasım marraskuuta listopadu noiembrie
december dezember décembre diciembre dicembre dezembro desember grudnia aralık joulukuuta prosince desembre
"""
_MONTHS_IN_OTHER_LETTERS = """
января січня ιανουαρίου يناير בינואר
февраля лютого φεβρουαρίου فبراير בפברואר
марта березня μαρτίου مارس במרץ
апреля квітня απριλίου أبريل באפריל
мая травня μαΐου μαίου مايو במאי
июня червня ιουνίου يونيو ביוני
июля липня ιουλίου يوليو ביולי
августа серпня αυγούστου أغسطس באוגוסט
сентября вересня σεπτεμβρίου سبتمبر בספטמבר
октября жовтня οκτωβρίου أكتوبر באוקטובר
ноября листопада νοεμβρίου نوفمبر בנובמבר
декабря грудня δεκεμβρίου ديسمبر בדצמבר
"""
_NAMES = tuple(
    (*one.casefold().split(), *other.casefold().split())
    for one, other in zip(_MONTHS.strip().splitlines(), _MONTHS_IN_OTHER_LETTERS.strip().splitlines(), strict=True)
)
_BETWEEN = """
at um om à a á las alle ore às de del den der le el op il o kl klo kello uhr uur h utc gmt ob ve v в о г р στις la s ora pukul pada
في الساعة בשעה
"""
_CONNECTORS = frozenset(_BETWEEN.casefold().split())
_HERE = "\0"
"""Stands where the clock was."""

_CLOCK = re.compile(r"(?<![\d.:/-])(\d{1,2})(?::| ?h ?)(\d{2})(?::(\d{2}))?(?![\d:/])")
_DOTTED = re.compile(r"(?<![^\W\d_])(?:kl|klo|kello|pukul|ore|alle)\.?\s+(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?![\d.])")
_PERIOD = re.compile(rf"(?<![^\W\d_])({PERIOD})(?![^\W\d_])", re.IGNORECASE)
_ZONE = re.compile(r"(?:UTC|GMT)\s*(?:([+−-])(\d{1,2})(?::?(\d{2}))?)?")
_ZONE_NAMES = {
    name: timedelta(hours=int(hours))
    for hours, names in {
        "-10": "HST", "-9": "AKST", "-8": "PST AKDT", "-7": "MST PDT", "-6": "CST MDT", "-5": "EST CDT", "-4": "EDT", "0": "WET",
        "1": "CET WEST BST", "2": "CEST EET SAST", "3": "EEST MSK", "8": "AWST", "9": "JST KST", "10": "AEST", "11": "AEDT", "12": "NZST",
        "13": "NZDT",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Zones that Facebook's first pages call by letters, where those mean one zone."""
_LETTERS = re.compile(r"(?<= )[A-Z]{3,5}\s*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GAP = re.compile(r"[\s\u200e\u200f\u202a-\u202e]+")
_WEEKDAY = re.compile(r"\A[^\W\d_]+\.?,? (?=.*[^\W\d_])")


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What stands around a clock, the same for all times of a day (or half of one). `numbers` is the text of a date in numbers; `day` is
    known where the month is named."""

    period: str
    numbers: str
    day: date | None
    offset: timedelta | None


class Written(NamedTuple):
    """A time taken apart."""

    hour: int
    minute: int
    second: int | None
    around: Around


@lru_cache(maxsize=256)
def month_of(word: str) -> int:
    """Return the month 1 to 12 that a word names or begins, in the languages of the exports; 0 for none."""
    word = word.casefold().replace("i̇", "i")
    if len(word) < 3:
        return 0
    return next((number for number, names in enumerate(_NAMES, 1) if any(name.startswith(word) for name in names)), 0)


def written_time(text: str) -> Written | None:
    """Take a text apart that is a date and a clock time and nothing else; None where it is anything else."""
    clock = (_CLOCK.search(text) or _DOTTED.search(text)) if 8 <= len(text) <= LONGEST else None
    if clock is None:
        return None
    around = _around(text[: clock.start()], text[clock.end() :])
    if around is None:
        return None
    hours, minutes, seconds = clock.groups()
    hour = _hour(hours, around.period)
    minute, second = int(minutes), int(seconds) if seconds else None
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return None
    return Written(hour, minute, second, around)


@lru_cache(maxsize=512)
def _hour(written: str, period: str) -> int:
    return hour24(int(written), period) if period else int(written)


@lru_cache(maxsize=8192)
def _around(before: str, after: str) -> Around | None:
    rest, offset = _without_zone(_GAP.sub(" ", f"{before} {_HERE} {after}"))
    period, rest = _without_period(rest)
    found = _date_in(rest.replace(_HERE, " "))
    return Around(period, *found, offset) if found else None


def _without_zone(text: str) -> tuple[str, timedelta | None]:
    found = _ZONE.search(text)
    if found is None:
        letters = _LETTERS.search(text, text.index(_HERE))
        if letters is None or month_of(letters[0].strip()):
            return text, None
        return text[: letters.start()], _ZONE_NAMES.get(letters[0].strip())
    ahead = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
    if ahead > timedelta(hours=15):
        return text, None
    return text[: found.start()] + text[found.end() :], -ahead if found[1] in ("-", "−") else ahead


def _without_period(text: str) -> tuple[str, str]:
    """Take the day period out: it stands beside the clock, and words like it (fr "de", a weekday) stand in the date too."""
    before, _, after = text.partition(_HERE)
    for part, at in ((after, 1), (before[-12:], 0)):
        found = list(_PERIOD.finditer(part))
        if (
            found
            and month_of(found[-1][1]) == 0
            and (at == 1 or not part[found[-1].end() :].strip(" ,"))
            and found[-1][1].casefold() != "de"
        ):
            cut = part[: found[-1].start()] + part[found[-1].end() :]
            return found[-1][1], before + cut if at else before[: len(before) - len(part)] + cut + after
    return "", before + " " + after


def _date_in(text: str) -> tuple[str, date | None] | None:
    """Return a date in numbers as text, or with a named month as a day; None where the text is not a date and nothing else."""
    words = _WORD.findall(text)
    months = [month for word in words if (month := month_of(word))]
    if len(words) > 1 and (len(months) == 2 or not month_of(words[0])) and _WEEKDAY.match(text.lstrip()):
        months = months[-1:] if month_of(words.pop(0)) else months  # "mar." is a Tuesday too
    numbers = _NUMBER.findall(text)
    if len(months) == 1 and len(numbers) == 2:
        if any(not month_of(word) and word.casefold() not in _CONNECTORS for word in words):
            return None
        day = _named_day(numbers, months[0])
        return ("", day) if day else None
    if len(numbers) != 3 or [w for w in words if w.casefold() not in _CONNECTORS and w not in "年月日년월일"]:
        return None
    shape = re.search(r"\d+\D{1,3}\d+\D{1,3}\d+", text)
    return (shape[0], None) if shape else None


def _named_day(numbers: list[str], month: int) -> date | None:
    year, day = sorted(numbers, key=len, reverse=True)
    if not _YEAR.fullmatch(year) or len(day) > 2 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def order_of(texts: Iterable[str], *, day_first: bool | None) -> OrderVote:
    """Find the order of day and month in an export's times (oldest first); certain where months are named."""
    found = (written_time(text) for text in texts)
    dates = [written.around.numbers for written in found if written is not None and written.around.numbers]
    return vote(dates, day_first=day_first) if dates else OrderVote(Order.DMY, certain=True)


def names_months(texts: Iterable[str]) -> bool:
    """Say whether times name their months, so that they read one way."""
    return any((found := written_time(text)) is not None and found.around.day is not None for text in texts)


class MetaClock:
    """Turns times as written into (UTC, local ISO text); None for what is no time. `local` is part of a message's identity."""

    def __init__(self, order: Order, zone: ZoneInfo) -> None:
        self._order = order
        self._zone = zone
        self._hours: dict[tuple[Around, int], tuple[datetime, str] | None] = {}

    def at(self, text: str) -> tuple[datetime, str] | None:
        """Return the time; what is the same for an hour is worked out once."""
        written = written_time(text)
        if written is None:
            return None
        hour, minute, second, around = written
        key = (around, hour)
        if key not in self._hours:
            if len(self._hours) > 50_000:
                self._hours.clear()
            self._hours[key] = self._hour(hour, around)
        began = self._hours[key]
        if began is None:
            return None
        start, name = began
        if second is None:
            return start + _LATER[minute * 60], f"{name}:{_TWO[minute]}"
        return start + _LATER[minute * 60 + second], f"{name}:{_TWO[minute]}:{_TWO[second]}"

    def _hour(self, hour: int, around: Around) -> tuple[datetime, str] | None:
        """Return when an hour began (no zone changes within one), and its local text."""
        day = self._day(around)
        if day is None:
            return None
        zone = timezone(around.offset) if around.offset is not None else self._zone
        return datetime(day.year, day.month, day.day, hour, tzinfo=zone).astimezone(UTC), f"{day.isoformat()}T{_TWO[hour]}"

    def _day(self, around: Around) -> date | None:
        if around.day is not None:
            return around.day
        raw = raw_date(around.numbers)
        if raw is None:
            return None
        return raw.read(Order.YMD if raw.year_at == 0 else self._order)
