"""Dates written out as Google Takeout writes them in the owner's language: "Friday, May 29, 2026 at 3:00:29 AM UTC",
"vrijdag 29 mei 2026 om 03:00:29 UTC", "2026年5月29日星期五 UTC 03:00:29". The month is a word (or a number before 月); the year has
four digits. The commonest languages are known here; `world_dates` knows the others.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from app.parsing.export_times import of_iso
from app.parsing.world_dates import WorldDates

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?!\d)|(?<=:\d\d))"
    r"|\s?[h時时點点시]\s?(?P<min>\d{1,2})(?:\s?(?:min|分|분)\s?(?:(?P<sec>\d{1,2})\s?(?:s|秒|초))?)?)"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_OFFSET = re.compile(r"(?:UTC|GMT)\s*(?:([+\-−])(\d{1,2})(?::?(\d\d))?)?")
_AFTERNOON = re.compile(r"(?<![^\W\d_])p\.?\s?m\.?(?![^\W\d_])|下午|晚上|午後|오후|\bÖS\b|nachm|\bPTG\b|\bm\.d\.", re.IGNORECASE)
_MORNING = re.compile(r"(?<![^\W\d_])a\.?\s?m\.?(?![^\W\d_])|上午|凌晨|早上|午前|오전|\bÖÖ\b|vorm|\bPG\b|\bp\.d\.", re.IGNORECASE)
_NAMES = """
jan janv january januari januar janvier enero ene gennaio gen janeiro styczeń stycznia ocak
feb febr fév févr february februari februar février febrero febbraio fev fevereiro luty lutego şubat
mar mrt mars march maart märz mär marzo março marzec marca mart
apr avr april avril abril abr aprile kwiecień kwietnia nisan
may mei mai mayo maggio mag maio maj maja mayıs
jun june juni juin junio giugno giu junho czerwiec czerwca haziran
jul july juli juil juillet julio luglio lug julho lipiec lipca temmuz
aug august augustus août aout agosto ago sierpień sierpnia ağustos
sep sept september septembre septiembre settembre set setembro wrzesień września eylül
oct okt october oktober octobre octubre ottobre ott out outubro październik października ekim
nov november novembre noviembre novembro kasım
dec dez déc december dezember décembre diciembre dic dicembre dezembro grudzień grudnia aralık
"""
_MONTHS = {name: number for number, names in enumerate(_NAMES.strip().splitlines(), 1) for name in names.split()}
_KEPT = 20_000


class LongDates:
    """Reads such dates; days and endings are read once each."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._world = WorldDates()
        self._days: dict[tuple[str, str], tuple[date, int | None, timezone | None]] = {}

    def at(self, text: str) -> datetime:
        """Return the time; where no offset is written it is one of the zone. Raises ValueError when this is no date."""
        if text[4:5] == "-" and _ISO.match(text):
            return of_iso(text, self._zone)
        found = _TIME.search(text)
        if found is None:
            raise ValueError(text)
        around = (text[: found.start()], text[found.end() :])
        known = self._days.get(around) or self._learn(around)
        day, half, offset = known
        hours = int(found["hour"])
        minute, second = found["minute"] or found["min"], found["second"] or found["sec"] or 0
        if half is not None:
            hours = hours % 12 + half
        at = datetime(day.year, day.month, day.day, hours, int(minute), int(second), tzinfo=offset or self._zone)
        return at if offset is UTC else at.astimezone(UTC)

    def _learn(self, around: tuple[str, str]) -> tuple[date, int | None, timezone | None]:
        before, after = around
        whole = f"{before} {after}"
        half = 12 if _AFTERNOON.search(whole) else 0 if _MORNING.search(whole) else None
        day = _day(whole)
        if day is None:
            written = self._world.read(_OFFSET.sub(" ", whole))
            if written is None:
                raise ValueError(whole)
            day, half = written.day, written.half if half is None else half
        made = (day, half, _zone_in(whole))
        if len(self._days) >= _KEPT:
            self._days.clear()
        self._days[around] = made
        return made


def _zone_in(text: str) -> timezone | None:
    found = _OFFSET.search(text)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    if sign is None:
        return UTC
    away = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(away if sign == "+" else -away)


def _day(text: str) -> date | None:
    """Return the day: the number of four digits is the year; with a month's name the other number is the day. None where no month is."""
    bare = _OFFSET.sub(" ", text)
    numbers = [(found[0], bare[found.end() : found.end() + 1]) for found in _NUMBER.finditer(bare)]
    year = next((int(number) for number, _ in numbers if len(number) == 4), None)
    rest = [int(number) for number, _ in numbers if len(number) < 3]
    if year is None:
        raise ValueError(text)
    month = next((_MONTHS[word] for word in _WORD.findall(bare.casefold()) if word in _MONTHS), None)
    if month is not None and len(rest) == 1:
        return date(year, month, rest[0])
    if len(rest) == 2 and any(mark in "月월" for _, mark in numbers if mark):
        return date(year, rest[0], rest[1])
    return None
