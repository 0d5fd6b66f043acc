"""Local ISO times of exports, as UTC. What repeats is worked out once: a zone keeps its offset for whole hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_KEPT = 50_000


class LocalTimes:
    """Turns `2024-03-04` and `09:15` or `09:15:30` into (UTC, local ISO text); None where there is no such time."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._hours: dict[tuple[str, str], datetime | None] = {}

    def at(self, day: str, time: str) -> tuple[datetime, str] | None:
        """Return the time."""
        key = (day, time[:2])
        if key not in self._hours:
            if len(self._hours) > _KEPT:
                self._hours.clear()
            self._hours[key] = self._read(*key)
        hour, minute, second = self._hours[key], time[3:5], time[6:8]
        if hour is None or time[2:3] != ":" or not _is_sixtieth(minute) or (second and not _is_sixtieth(second)):
            return None
        return hour + timedelta(0, int(minute) * 60 + int(second or 0)), f"{day}T{time}"

    def _read(self, day: str, hour: str) -> datetime | None:
        try:
            return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=self._zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return None


def _is_sixtieth(text: str) -> bool:
    return len(text) == 2 and text.isdecimal() and text < "60"
