"""When a snoozed conversation returns: presets true to the clock of the shop."""

from datetime import UTC, datetime, timedelta

from app.domain.text import N_
from app.system.i18n import local

MORNING = 9


def presets(now: datetime) -> list[tuple[str, datetime]]:
    """Return (words, moment in UTC) of the choices for snoozing."""
    here = local(now)
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=(7 - here.weekday()) % 7 or 7)
    choices = [
        (N_("In two hours"), here + timedelta(hours=2)),
        (N_("This afternoon"), here.replace(hour=15, minute=0, second=0, microsecond=0)),
        (N_("Tomorrow morning"), morning + timedelta(days=1)),
        (N_("Monday morning"), monday),
        (N_("Next week"), morning + timedelta(days=7)),
        (N_("In a month"), morning + timedelta(days=30)),
    ]
    return [(words, moment.astimezone(UTC)) for words, moment in choices if moment > here]
