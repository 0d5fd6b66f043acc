"""Dates of mail headers: RFC 5322, and what is sent instead. Never raises."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_MONTHS = {
    name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_MONTHS |= {"mrt": 3, "mei": 5, "mai": 5, "maj": 5, "okt": 10, "dez": 12, "des": 12}
_USUAL = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+(\d{2,4}),?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*(.*)"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T\s]+(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(.*)")
_OFFSET = re.compile(r"(?:GMT|UTC|UT)?\s*([+-])(\d{2}):?(\d{2})\b", re.IGNORECASE)
_ZONES = """
        =0 z=0 ut=0 utc=0 gmt=0 wet=0 west=60 bst=60 cet=60 met=60 mez=60 cest=120 mest=120 mesz=120 eet=120 eest=180 msk=180
        est=-300 edt=-240 cst=-360 cdt=-300 mst=-420 mdt=-360 pst=-480 pdt=-420 jst=540
"""
_NAMED = {name: int(minutes) for name, _, minutes in (pair.partition("=") for pair in _ZONES.split())}
FIRST_YEAR = 1971
LAST_YEAR = 2100


def parse_date(value: str) -> tuple[datetime | None, str]:
    """Return (aware UTC time or None, warning code or ""). A date without usable zone is taken as UTC, with a warning."""
    value = value.strip()[:200]
    usual = _USUAL.match(value)
    if usual:
        month = _MONTHS.get(usual[2].lower(), 0)
        return _build((_year(usual[3]), month, int(usual[1]), int(usual[4]), int(usual[5]), int(usual[6] or 0)), usual[7])
    iso = _ISO.match(value)
    if iso:
        return _build((int(iso[1]), int(iso[2]), int(iso[3]), int(iso[4]), int(iso[5]), int(iso[6] or 0)), iso[7])
    return _by_library(value)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 3 and year >= 100:
        return 1900 + year  # tm_year printed as it is, as some programs did after 1999
    return year if len(digits) > 3 else year + (1900 if year > 68 else 2000)


def _build(parts: tuple[int, int, int, int, int, int], zone: str) -> tuple[datetime | None, str]:
    offset, warning = _offset(zone.strip())
    year, month, day, hour, minute, second = parts
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None, "bad_date"
    try:
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(timedelta(minutes=offset)))
    except ValueError:
        return None, "bad_date"
    return local.astimezone(UTC), warning


def _offset(zone: str) -> tuple[int, str]:
    """Return (minutes east of Greenwich, warning code or "")."""
    numeric = _OFFSET.match(zone)
    if numeric:
        minutes = int(numeric[2]) * 60 + int(numeric[3])
        if minutes <= 14 * 60 and int(numeric[3]) < 60:
            return (minutes if numeric[1] == "+" else -minutes), ""
        return 0, "bad_zone"
    name = zone.partition(" ")[0].strip("()").lower()
    minutes = _NAMED.get(name, 9999)
    return (minutes, "" if name else "no_zone") if minutes != 9999 else (0, "bad_zone")


def _by_library(value: str) -> tuple[datetime | None, str]:
    try:
        found = parsedate_tz(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        found = None
    if found is None:
        return None, "bad_date" if value else "missing_date"
    seconds = found[9] or 0
    zone = f"{'-' if seconds < 0 else '+'}{abs(seconds) // 3600:02d}{abs(seconds) % 3600 // 60:02d}"
    return _build((found[0], found[1], found[2], found[3], found[4], found[5]), zone)


def received_date(values: list[str]) -> datetime | None:
    """Return the time of the newest readable Received header (each raw value ends in "; date")."""
    for value in values[:5]:
        found, _ = parse_date(" ".join(value.rpartition(";")[2].split()))
        if found:
            return found
    return None
