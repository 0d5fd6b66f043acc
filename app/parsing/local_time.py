"""Local ISO times of exports, as UTC. What repeats is worked out once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class LocalTimes:
    """Turns `2024-03-04` and `09:15` or `09:15:30` into (UTC, local ISO text); None where there is no such time."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._minutes: dict[tuple[str, str], datetime | None] = {}

    def at(self, day: str, time: str) -> tuple[datetime, str] | None:
        """Return the time."""
        minute = (day, time[:5])
        if minute not in self._minutes:
            if len(self._minutes) > 50_000:
                self._minutes.clear()
            self._minutes[minute] = self._read(*minute)
        found = self._minutes[minute]
        if found is None or len(time) < 8:
            return (found, f"{day}T{time}") if found else None
        seconds = time[6:8]
        if not seconds.isdecimal() or seconds > "59":
            return None
        return found.replace(second=int(seconds)), f"{day}T{time}"

    def _read(self, day: str, clock: str) -> datetime | None:
        try:
            return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=self._zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
