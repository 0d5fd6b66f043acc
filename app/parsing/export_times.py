"""Times as exports write them, to UTC: the zone that was asked for, seconds since 1970, ISO text with or without an offset."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.domain.errors import BadInput
from app.domain.text import N_

NO_ZONE = N_("There is no time zone called {name}; give one such as Europe/Amsterdam.")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=16)
def zone_named(name: str) -> ZoneInfo:
    """Return the zone; raises BadInput when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(NO_ZONE, name=name) from error


def of_seconds(text: str) -> datetime:
    """Return the time of seconds since 1970, written with or without a fraction ("1456427378.000002"), to the microsecond.
    Raises ValueError or OverflowError."""
    whole, _, fraction = text.partition(".")
    return _EPOCH + timedelta(seconds=int(whole), microseconds=int((fraction + "000000")[:6]) if fraction else 0)


def of_iso(text: str, zone: ZoneInfo) -> datetime:
    """Return the time of ISO text; without an offset it is one of `zone`. Raises ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is UTC:
        return at
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
