"""The checkable things in a text: amounts, percentages, dates, times, durations, numbers, codes, bank accounts, links, addresses, phones.

Each fact has a `key` that is the same however and in whichever of the four languages it is written ("twee weken", "14 days").
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.drafting.numerals import DAY_WORDS, MONTHS, NUMBER_PATTERN, TIMES_PATTERN, UNITS, WEEKDAYS, unit_of, value_of


class FactKind(StrEnum):
    """What a fact is."""

    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    NUMBER = "number"
    CODE = "code"
    IBAN = "iban"
    LINK = "link"
    MAIL = "mail"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact at `span` of a text; two facts are the same when `kind` and `key` are."""

    kind: FactKind
    key: str
    span: tuple[int, int]


_N = NUMBER_PATTERN
_CURRENCY = r"€|\$|£|euros?\b|eur\b|dollars?\b|usd\b|pounds?\b|gbp\b|pond\b|chf\b|franken\b|cents?\b|pence\b|centimes?\b"
_TLD = (
    r"(?:nl|be|de|fr|com|org|net|eu|info|shop|store|io|co|uk|at|ch|lu|app|site|online|xyz|top|ru|cn|biz|me|ly|gg|link|click|example|test)"
)
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_FOR = (
    r"binnen|na|voor|tot|ongeveer|duurt|maximaal|hooguit|within|in|for|after|takes|lasts|about|under|innerhalb|nach|für|bis zu|"
    r"dauert|etwa|rund|höchstens|sous|dans|après|pendant|dure|environ|jusqu['’]à|demande|prend|vergt|braucht"
)
"""Words before "a week" that make it a period, not a manner of speaking."""
_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_PART_OF_DAY = "ochtend|morgen|middag|avond|nacht|vormittag|mittag|nachmittag|abend"
_TO = "t/m|tot en met|tot|through|to|till|until|bis einschließlich|bis|au|à|-|–"
_IN = "in|en|of|or|ou|de|au|im|ab|am|van|von|bis|tot|eind|mid|end|begin|vanaf|from|until|since|sinds|seit|depuis"
"""Words before "May" and "mars" that make them months."""
_PATTERNS: tuple[tuple[FactKind, str], ...] = (
    (FactKind.MAIL, r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"),
    (FactKind.LINK, rf"(?:https?://|www\.|ftp://)[^\s<>\"')\]]+|(?<![\w-])(?:[a-z0-9-]{{1,63}}\.){{1,6}}{_TLD}\b(?:/[^\s<>\"')\]]*)?"),
    (FactKind.LINK, r"\b(?:javascript|data|mailto|tel|file|whatsapp)\s?:[^\s<>\"')\]]+"),
    (FactKind.IBAN, r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b"),
    (FactKind.DATE, r"\b\d{4}-\d{1,2}-\d{1,2}\b"),
    (FactKind.DATE, r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b"),
    (FactKind.DATE, rf"\b\d{{1,2}}(?:\.|st|nd|rd|th|er|e)?\s+(?:of\s+)?(?:{_MONTH})\b\.?(?:\s+\d{{4}}\b)?"),
    (FactKind.DATE, rf"\b(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}}\b)?"),
    (FactKind.DATE, rf"\b(?:{'|'.join(m for m in MONTHS if len(m) > 3 and m not in ('mars', 'march'))})\b(?:\s+\d{{4}}\b)?"),
    (FactKind.DATE, rf"\b(?:{_IN})\s(?:mei|mai|may|mars|march)\b"),
    (FactKind.DATE, rf"\b(?:{_DAYS})\s?(?:{_TO})\s?(?:{_DAYS})\b"),
    (FactKind.DATE, rf"\b(?:{_DAYS})(?:{_PART_OF_DAY})\b"),
    (FactKind.DATE, rf"\b(?:{'|'.join([*WEEKDAYS, *DAY_WORDS])})\b(?<!guten morgen)"),
    (FactKind.PERCENT, rf"(?<![\w.,]){_N}\s?(?:%|procent\b|prozent\b|per\s?cent\b|pour\s?cent\b|percent\b)"),
    (
        FactKind.MONEY,
        rf"(?:{_CURRENCY})\s?\d+(?:[.,]\d+)*(?:,-{{1,2}})?|(?<![\w.,]){_N}(?:,-|,--)?\s?(?:{_CURRENCY})|(?<![\w.,-])\d+,-{{1,2}}(?!\w)",
    ),
    (
        FactKind.TIME,
        r"\b\d{1,2}(?::|\s?h\s?)\d{2}(?:\s?(?:uur|uhr|h|am|pm|a\.m\.|p\.m\.))?(?!\w)|\b\d{1,2}\.\d{2}\s?(?:uur|uhr|h|am|pm)\b"
        r"|\b\d{1,2}\s?(?:uhr|am|pm|h)\b|\b\d{1,2}\s?[ap]\.m\.|(?<=\bom )\d{1,2}\s?uur\b",
    ),
    (
        FactKind.DURATION,
        rf"(?<![\w.,])(?:(?:{_N}|één|een|one|eine?[mnr]?|une?)(?:\s?(?:-|–|à|tot|to|bis|or|of|oder|ou)\s?{_N})[\s-]+|{_N}[\s-]+|\b(?:half|halve|halbes?|halben|demi)[\s-]?(?:an?\s)?)(?:{UNITS})\b",
    ),
    (
        FactKind.DURATION,
        r"\b(?:één|een|one|a|eine[mnrs]?|un)\s+(?:werkdag|business day|working day|werktag|arbeitstag|jour ouvrés?|jour ouvrable)\b",
    ),
    (FactKind.DURATION, rf"\b(?:{_FOR})\s+(?:één|een|one|an?|eine[mnrs]?|une?)\s+(?:{UNITS})\b"),
    (
        FactKind.PHONE,
        r"(?<![\w.])(?:\+|00)\d{1,3}[\s().-]*\d(?:[\s().-]{0,2}\d){6,12}(?!\w)"
        r"|(?<![\w.])0\d{1,3}[\s-]{1,3}\d(?:[\s-]?\d){5,8}(?!\w)|(?<!\w)0\d{9}(?!\w)",
    ),
    (
        FactKind.CODE,
        r"\b(?=[a-z0-9-]{0,40}\d)(?=[a-z0-9-]{0,40}[a-z])[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,6}\b|#\d+|(?-i:\b\d{4}\s?[A-Z]{2}\b)",
    ),
    (FactKind.NUMBER, rf"{TIMES_PATTERN}|(?<![\w]){_N}(?![\w])"),
)
_WITH_DIGITS = frozenset({FactKind.IBAN, FactKind.TIME, FactKind.PHONE, FactKind.CODE})
"""Kinds that no text without a digit holds, beside dates in digits."""
_FROM_ONE = re.compile(r"(?:één|een|one|eine?[mnr]?|une?)\b", re.IGNORECASE)
_HALF = re.compile(r"(?:hal|demi)", re.IGNORECASE)
_COMPILED = tuple(
    (kind, re.compile(pattern, re.IGNORECASE if kind is not FactKind.IBAN else 0), kind in _WITH_DIGITS or pattern.startswith(r"\b\d"))
    for kind, pattern in _PATTERNS
)
_DIGIT = re.compile(r"\d")
_KEPT = 2_000
"""Characters of a text whose facts are kept for the next look."""
_MEASURE = re.compile(
    r"^(\d+(?:[.,]\d+)?)(?:-?(?:cm|mm|km|kg|g|gr|ml|cl|dl|l|m|x|st|nd|rd|th|e|er|ste|de|ème|eme|h|cups?|liter)\d*)$", re.IGNORECASE
)


def facts_in(text: str) -> list[Fact]:
    """Return the facts of `text` in order of place; no two overlap."""
    return [*_facts_in(text)] if len(text) <= _KEPT else _find(text)


@lru_cache(maxsize=4_000)
def _facts_in(text: str) -> tuple[Fact, ...]:
    return tuple(_find(text))


def _find(text: str) -> list[Fact]:
    taken = bytearray(len(text))
    found: list[Fact] = []
    digits = _DIGIT.search(text) is not None
    for kind, pattern, needs_digit in _COMPILED:
        if needs_digit and not digits:
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if match.group().strip() and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found += _facts_of(kind, match)
    return sorted(found, key=lambda fact: fact.span)


def _facts_of(kind: FactKind, match: re.Match[str]) -> list[Fact]:
    raw = match.group()
    if kind is FactKind.DURATION:
        return _durations(raw, match.span())
    if kind is FactKind.CODE and (measure := _MEASURE.match(raw)):
        return [Fact(FactKind.NUMBER, value_of(measure.group(1)), match.span())]
    key = _KEYS[kind](raw)
    return [Fact(kind, key, match.span())] if key else []


def _durations(raw: str, span: tuple[int, int]) -> list[Fact]:
    named = re.search(rf"(?:{UNITS})$", raw, re.IGNORECASE)
    unit, factor = unit_of(named.group() if named else "")
    numbers = [*(["1"] if _FROM_ONE.match(raw) else []), *re.findall(_N, raw, re.IGNORECASE)]
    if numbers in ([], ["1"]):
        share = 0.5 if _HALF.match(raw) else 1
        return [Fact(FactKind.DURATION, f"{share * factor:g} {unit}", span)]
    return [Fact(FactKind.DURATION, f"{_times(value_of(n), factor)} {unit}", span) for n in numbers]


def _times(value: str, factor: int) -> str:
    return f"{float(value) * factor:g}"


def _money(raw: str) -> str:
    number = re.search(_N, raw, re.IGNORECASE)
    if not number:
        return ""
    value = float(value_of(number.group()))
    lowered = raw.casefold()
    small = "cent" in lowered or "pence" in lowered
    return f"{value / 100 if small else value:g} {_currency(lowered)}"


def _currency(lowered: str) -> str:
    for names, code in ((("$", "dollar", "usd"), "USD"), (("£", "pound", "pond", "gbp", "pence"), "GBP"), (("chf", "franken"), "CHF")):
        if any(name in lowered for name in names):
            return code
    return "EUR"


def _date(raw: str) -> str:
    lowered = raw.casefold()
    if days := re.findall(rf"\b(?:{_DAYS})(?=(?:{_PART_OF_DAY})?\b)", lowered)[:2]:
        return "-".join(WEEKDAYS[day] for day in days)
    for word, key in ((w, k) for table in (WEEKDAYS, DAY_WORDS) for w, k in table.items()):
        if lowered == word:
            return key
    parts = re.findall(r"\d+|[^\W\d_]{3,}", lowered)
    month = next((MONTHS[p] for p in parts if p in MONTHS), 0)
    digits = [int(p) for p in parts if p.isdigit()]
    if month:
        return _spoken_date(month, digits)
    year, middle, last = digits if digits[0] > 31 else digits[::-1]
    return f"{last:02d}.{middle:02d}.{year % 100:02d}"


def _spoken_date(month: int, digits: list[int]) -> str:
    day = next((d for d in digits if d <= 31), 0)
    year = next((d for d in digits if d > 31), None)
    return f"{day:02d}.{month:02d}" + (f".{year % 100:02d}" if year is not None else "")


def _time(raw: str) -> str:
    hour, *minute = re.findall(r"\d+", raw)
    afternoon = "pm" in raw.casefold().replace(".", "") and int(hour) < 12
    return f"{int(hour) + 12 * afternoon}:{minute[0] if minute else '00'}"


def _plain(raw: str) -> str:
    return re.sub(r"[\s#-]", "", raw).casefold()


def _link(raw: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", raw.casefold()).rstrip("/.,;:!?")


def _phone(raw: str) -> str:
    return re.sub(r"\D", "", raw).lstrip("0")


_KEYS = {
    FactKind.MONEY: _money,
    FactKind.PERCENT: lambda raw: value_of(m.group()) if (m := re.search(_N, raw, re.IGNORECASE)) else "",
    FactKind.DATE: _date,
    FactKind.TIME: _time,
    FactKind.NUMBER: lambda raw: value_of(raw),
    FactKind.CODE: _plain,
    FactKind.IBAN: _plain,
    FactKind.LINK: _link,
    FactKind.MAIL: str.casefold,
    FactKind.PHONE: _phone,
}


class Known:
    """The facts that may be said: those of the shop's passages and words, and those that only the customer wrote."""

    def __init__(self, own: Iterable[str], customer: str = "") -> None:
        self._own = _keys([*own])
        self._customer = _keys([customer])

    def by_shop(self, fact: Fact) -> bool:
        """Whether the shop's own sources hold the fact."""
        return _holds(self._own, fact)

    def by_customer(self, fact: Fact) -> bool:
        """Whether the customer wrote the fact."""
        return _holds(self._customer, fact)


_SINGLE = re.compile(rf"\b(?:één|een|one|an?|eine[mnrs]?|ein|une?)\s+(?P<unit>{UNITS})\b", re.IGNORECASE)
"""In a source "a year" may be a period wherever it stands."""


def _keys(texts: Iterable[str]) -> frozenset[tuple[FactKind, str]]:
    found = {(fact.kind, key) for text in texts for fact in facts_in(text) for key in (fact.key, *_days_between(fact))}
    # "From three years" also holds "the age of three".
    found |= {
        (FactKind.NUMBER, value_of(number))
        for text in texts
        for fact in facts_in(text)
        if fact.kind is FactKind.DURATION
        for number in re.findall(_N, text[slice(*fact.span)], re.IGNORECASE)
    }
    for text in texts:
        for match in _SINGLE.finditer(text):
            unit, factor = unit_of(match["unit"])
            found.add((FactKind.DURATION, f"{factor} {unit}"))
    return frozenset(found)


def _days_between(fact: Fact) -> list[str]:
    """The days of "Tuesday to Friday", one by one."""
    days = list(dict.fromkeys(WEEKDAYS.values()))
    first, _, last = fact.key.partition("-")
    if fact.kind is not FactKind.DATE or first not in days or last not in days:
        return []
    start, end = days.index(first), days.index(last)
    return days[start : end + 1] if start <= end else [*days[start:], *days[: end + 1]]


def _holds(keys: frozenset[tuple[FactKind, str]], fact: Fact) -> bool:
    return (fact.kind, fact.key) in keys or any(_same(fact, kind, key) for kind, key in keys)


def _same(fact: Fact, kind: FactKind, key: str) -> bool:
    """Whether a known fact holds another that is written or named differently."""
    match fact.kind:
        case FactKind.DATE:
            return kind is FactKind.DATE and _same_date(fact.key, key)
        case FactKind.PHONE:
            return kind is FactKind.PHONE and min(len(key), len(fact.key)) >= 8 and (key.endswith(fact.key) or fact.key.endswith(key))
        case FactKind.LINK:
            return kind is FactKind.MAIL and key.endswith("@" + fact.key)
        case FactKind.TIME | FactKind.DURATION:
            return {kind, fact.kind} == {FactKind.TIME, FactKind.DURATION} and _full_hour(kind, key) == _full_hour(fact.kind, fact.key)
        case FactKind.NUMBER | FactKind.CODE:
            return kind not in _NOT_NUMBERS and fact.key in (key, key.split(" ")[0])
    return False


_NOT_NUMBERS = frozenset({FactKind.LINK, FactKind.MAIL, FactKind.TIME, FactKind.PHONE})


def _full_hour(kind: FactKind, key: str) -> str:
    """Minutes since midnight of "9:00", or the minutes of a duration: "van 9 tot 17 uur" is also a time."""
    if kind is FactKind.DURATION:
        return key
    hour, minute = key.split(":")
    return f"{int(hour) * 60 + int(minute)} minute"


def _same_date(key: str, other: str) -> bool:
    """A date without year is held by the same day with a year, a bare month by a day in it; never the other way round."""
    return bool(key[:1].isdigit()) and (other.startswith(key + ".") or (key.startswith("00.") and other[2:5] == key[2:5]))
