"""When a snoozed conversation returns: presets and typed times, true to the clock of the shop. No Qt."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from app.domain.text import N_
from app.system.i18n import local

MORNING, AFTERNOON, EVENING = 9, 15, 19
NOON = 12
LONGEST = timedelta(days=5 * 366)
"""The furthest that a conversation is put away."""

_WEEKDAYS = (
    "maandag ma monday mon montag mo lundi lun",
    "dinsdag di tuesday tue tues dienstag mardi mar",
    "woensdag wo wednesday wed mittwoch mi mercredi mer",
    "donderdag do thursday thu thur thurs donnerstag jeudi jeu",
    "vrijdag vr friday fri freitag fr vendredi ven",
    "zaterdag za saturday sat samstag sa sonnabend samedi sam",
    "zondag zo sunday sun sonntag so dimanche dim",
)
_MONTHS = (
    "januari january januar janvier jan janv",
    "februari february februar fevrier feb fev fevr",
    "maart march marz maerz mars mrt mar mrz",
    "april avril apr avr",
    "mei may mai",
    "juni june juin jun",
    "juli july juillet jul juil",
    "augustus august aout aug aou",
    "september septembre sep sept",
    "oktober october octobre okt oct",
    "november novembre nov",
    "december dezember decembre dec dez",
)
_UNITS = {
    "minutes": "minuut minuten minute minutes minuten min mins",
    "hours": "uur uren u hour hours hr hrs h stunde stunden std heure heures",
    "days": "dag dagen day days tag tage tagen jour jours",
    "weeks": "week weken weeks woche wochen semaine semaines",
    "months": "maand maanden month months monat monate monaten mois",
}
_NUMBERS = (
    "",
    "een one a an ein eine einer einem un une",
    "twee two zwei deux",
    "drie three drei trois",
    "vier four quatre",
    "vijf five funf fuenf cinq",
    "zes six sechs",
)
_DAYS_OFF = {
    0: "vandaag today heute aujourdhui vanmiddag vanavond straks tonight vanochtend",
    1: "morgen tomorrow demain",
    2: "overmorgen ubermorgen uebermorgen apresdemain",
}
_PARTS = {
    MORNING: "ochtend morgens morning vormittag fruh matin ochtends vanochtend",
    NOON: "noon midi mittag mittags",
    AFTERNOON: "middag middags afternoon nachmittag nachmittags apresmidi vanmiddag",
    EVENING: "avond avonds evening abend abends soir vanavond tonight",
}
_NEXT = "volgende next nachste nachsten nachster naechste kommende kommenden aanstaande prochain prochaine komende"
_IN = "over in dans within binnen"
_FILLER = "om at um a op on am le la de des the der den s uhr u uur o clock oclock vers gegen rond around this deze diese ce cet cette"
_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d{2})|(?=u|h|am|pm|$))(?:u|h|uhr)?(\d{2})?(am|pm)?$")
_DATE = re.compile(r"^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}))?\.?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


def presets(now: datetime) -> list[tuple[str, datetime]]:
    """Return (words, moment in UTC) of the choices for snoozing."""
    here = local(now)
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=(7 - here.weekday()) % 7 or 7)
    choices = [
        (N_("In two hours"), here + timedelta(hours=2)),
        (N_("This afternoon"), here.replace(hour=AFTERNOON, minute=0, second=0, microsecond=0)),
        (N_("Tomorrow morning"), morning + timedelta(days=1)),
        (N_("Monday morning"), monday),
        (N_("Next week"), morning + timedelta(days=7)),
        (N_("In a month"), morning + timedelta(days=30)),
    ]
    return [(words, moment.astimezone(UTC)) for words, moment in choices if moment > here]


def typed(text: str, now: datetime) -> datetime | None:
    """Return the moment (UTC) that a person typed in Dutch, English, German or French ("morgen 9u", "next Tuesday 3pm", "in 2 Stunden"),
    or None when it is not understood, is past or is further away than five years."""
    words = _words(text)
    found = _Reader(local(now)).read(words) if words else None
    if found is None:
        return None
    moment = found.astimezone(UTC)
    return moment if now < moment <= now + LONGEST else None


def _words(text: str) -> list[str]:
    """Return the words folded: lower case without accents, half hours and "après-midi" in one piece."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = re.sub(r"apres[- ]demain", "apresdemain", re.sub(r"apres[- ]midi", "apresmidi", plain.replace("aujourd'hui", "aujourdhui")))
    plain = re.sub(r"(\d)\s+(uur|u|uhr|h|am|pm|a\.m\.|p\.m\.)(?!\w)", lambda m: m[1] + _short(m[2]), plain)
    plain = re.sub(r"(\d)(?:uur|uhr)\b", r"\1u", plain)
    return [word.strip(",;'") for word in re.split(r"[\s']+", plain) if word.strip(",;'")]


def _short(unit: str) -> str:
    return {"uur": "u", "uhr": "u", "a.m.": "am", "p.m.": "pm"}.get(unit, unit)


def _place(word: str, lines: tuple[str, ...]) -> int | None:
    return next((n for n, line in enumerate(lines) if word in line.split()), None)


def _key(word: str, lines: dict[int, str]) -> int | None:
    return next((key for key, line in lines.items() if word in line.split()), None)


def _amount(word: str) -> int | None:
    """Return how many: digits, or a small number in words."""
    return int(word) if word.isdigit() and len(word) < 4 else _place(word, _NUMBERS)


def _pieces(word: str) -> list[str]:
    """Return a compound such as "morgenavond" or "maandagochtend" in two."""
    for line in (*_PARTS.values(), "morgen"):
        for part in line.split():
            day = word.removesuffix(part)
            if day not in ("", word) and (_place(day, _WEEKDAYS) is not None or _key(day, _DAYS_OFF) is not None):
                return [day, part]
    return [word]


class _Reader:
    """Reads words from the left and gathers a day, a part of the day and a time; one word that means nothing, and nothing is understood."""

    def __init__(self, here: datetime) -> None:
        self._here = here
        self._day: date | None = None
        self._part: int | None = None
        self._clock: tuple[int, int] | None = None
        self._weeks = 0

    def read(self, words: list[str]) -> datetime | None:
        if words[0] in _IN.split() or (len(words) == 3 and words[2] in ("later", "spater")):
            return self._after(words[1:] if words[0] in _IN.split() else words[:2])
        words = [piece for word in words for piece in _pieces(word)]
        steps = (self._relative, self._date, self._weekday, self._named, self._time)
        while words:
            taken = 1 if words[0] in _FILLER.split() and len(words) > 1 else next((n for step in steps if (n := step(words))), 0)
            if not taken:
                return None
            words = words[taken:]
        return self._moment()

    def _after(self, words: list[str]) -> datetime | None:
        """Return a length of time from now."""
        if len(words) == 1 and (short := re.fullmatch(r"(\d{1,3})([uhdwm])", words[0])):
            words = [short[1], {"u": "uur", "h": "uur", "d": "dag", "w": "week", "m": "min"}[short[2]]]
        amount = _amount(words[0]) if words else None
        unit = next((name for name, line in _UNITS.items() if len(words) == 2 and words[1] in line.split()), "")
        if amount is None or not unit:
            return None
        if unit in ("minutes", "hours"):
            return self._here.astimezone(UTC) + timedelta(**{unit: amount})
        day = _months_on(self._here.date(), amount) if unit == "months" else self._here.date() + timedelta(**{unit: amount})
        return self._at(day, MORNING, 0)

    def _relative(self, words: list[str]) -> int:
        """ "Next week", "volgende maand", "semaine prochaine"; "next" beside a weekday says nothing more."""
        if words[0] in _NEXT.split() and self._day is not None:
            return 1
        if len(words) > 1 and words[1] in _NEXT.split() and words[0] not in _NEXT.split():
            words = [words[1], words[0]]
            if _place(words[1], _WEEKDAYS) is not None:
                return 0
        if words[0] not in _NEXT.split() or len(words) < 2:
            return 0
        if words[1] in _UNITS["weeks"].split():
            self._weeks = 1
            return 2
        if words[1] in _UNITS["months"].split():
            self._day = _months_on(self._here.date(), 1)
            return 2
        return 1 if _place(words[1], _WEEKDAYS) is not None else 0

    def _date(self, words: list[str]) -> int:
        if iso := _ISO.match(words[0]):
            return self._on(int(iso[3]), int(iso[2]), int(iso[1]), 1)
        written = _DATE.match(words[0])
        if written and ("-" in words[0] or "/" in words[0] or words[0].endswith(".") or written[3]):
            return self._on(int(written[1]), int(written[2]), int(written[3] or 0), 1)
        if len(words) < 2:
            return 0
        for day, month in ((words[0], words[1]), (words[1], words[0])):
            number, place = re.sub(r"(?:e|st|nd|rd|th|er|\.)$", "", day), _place(month.rstrip("."), _MONTHS)
            if number.isdigit() and len(number) < 3 and place is not None:
                return self._on(int(number), place + 1, 0, 2)
        return 0

    def _on(self, day: int, month: int, year: int, taken: int) -> int:
        """Note a date; without a year, the first one that is not past."""
        try:
            self._day = date(year or self._here.year, month, day)
            if not year and self._day < self._here.date():
                self._day = date(self._here.year + 1, month, day)
        except ValueError:
            return 0
        return taken

    def _weekday(self, words: list[str]) -> int:
        place = _place(words[0].rstrip("."), _WEEKDAYS)
        if place is None:
            return 0
        today = self._here.date()
        monday = today - timedelta(days=today.weekday())
        ahead = (place - today.weekday()) % 7 or 7
        self._day = monday + timedelta(days=7 + place) if self._weeks else today + timedelta(days=ahead)
        return 1

    def _named(self, words: list[str]) -> int:
        """Days such as "tomorrow" and parts of the day; "morgen" after a day is its morning."""
        part, off = _key(words[0], _PARTS), _key(words[0], _DAYS_OFF)
        if words[0] == "morgen" and self._day is not None:
            part, off = MORNING, None
        if part is not None:
            self._part = part
        if off is not None:
            self._day = self._here.date() + timedelta(days=off)
        return int(part is not None or off is not None)

    def _time(self, words: list[str]) -> int:
        taken = 1
        if words[0] in ("half", "halb") and len(words) > 1 and (hour := _amount(words[1])):
            self._clock, taken = ((hour - 1) % 12 or 12, 30), 2
            said = ""
        elif found := _CLOCK.match(words[0]):
            self._clock, said = (int(found[1]), int(found[2] or found[3] or 0)), found[4] or ""
        else:
            return 0
        hour, minute = self._clock
        late = said == "pm" or (not said and not words[0].startswith("0") and (0 < hour < 7 or (self._part or 0) >= AFTERNOON))
        if late and hour < NOON:
            hour += NOON
        self._clock = (0 if said == "am" and hour == NOON else hour, minute)
        return taken if hour < 24 and minute < 60 else 0

    def _moment(self) -> datetime | None:
        hour, minute = self._clock or (self._part or MORNING, 0)
        if self._day is not None:
            return self._at(self._day, hour, minute)
        if self._weeks:
            return self._at(self._here.date() + timedelta(days=7), hour, minute)
        if self._clock is None and self._part is None:
            return None
        today = self._at(self._here.date(), hour, minute)
        return today if today > self._here else self._at(self._here.date() + timedelta(days=1), hour, minute)

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._here.tzinfo)


def _months_on(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
