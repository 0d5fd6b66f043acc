"""Number words, months, weekdays and units of time in Dutch, English, German and French."""

import re
from collections.abc import Iterable

_SMALL = """
2 twee two zwei zwo deux
3 drie three drei trois
4 vier four quatre
5 vijf five fünf cinq
6 zes six sechs
7 zeven seven sieben sept
8 acht eight huit
9 negen nine neun neuf
10 tien ten zehn dix
11 elf eleven onze
12 twaalf twelve zwölf douze
13 dertien thirteen dreizehn treize
14 veertien fourteen vierzehn quatorze
15 vijftien fifteen fünfzehn quinze
16 zestien sixteen sechzehn seize
17 zeventien seventeen siebzehn dix-sept
18 achttien eighteen achtzehn dix-huit
19 negentien nineteen neunzehn dix-neuf
70 soixante-dix
75 soixante-quinze
80 quatre-vingts quatre-vingt
90 quatre-vingt-dix
100 honderd hundred hundert cent
1000 duizend thousand tausend mille
1.5 anderhalf anderhalve anderthalb eineinhalb
"""
_TENS = """
20 twintig twenty zwanzig vingt
30 dertig thirty dreißig trente
40 veertig forty vierzig quarante
50 vijftig fifty fünfzig cinquante
60 zestig sixty sechzig soixante
70 zeventig seventy siebzig
80 tachtig eighty achtzig
90 negentig ninety neunzig
"""
_ONE = ("een", "one", "ein", "un")


def _number_words() -> dict[str, float]:
    small = {word: float(line.split()[0]) for line in _SMALL.strip().splitlines() for word in line.split()[1:]}
    units = [_ONE, *(line.split()[1:5] for line in _SMALL.strip().splitlines()[:8])]
    found = dict(small)
    for line in _TENS.strip().splitlines():
        value, dutch, english, german, *french = line.split()
        found |= {word: float(value) for word in (dutch, english, german, *french)}
        for unit, words in enumerate(units, 1):
            nl, en, de = words[0], words[1], words[2]
            found[f"{nl}{'ën' if nl.endswith('e') else 'en'}{dutch}"] = found[f"{en}-{english}"] = found[f"{de}und{german}"] = (
                float(value) + unit
            )
            if french:
                found[f"{french[0]}{' et un' if unit == 1 else '-' + words[-1]}"] = float(value) + unit
    return found | {word.replace("ß", "ss"): value for word, value in found.items()}


NUMBER_WORDS: dict[str, float] = _number_words()
"""Number words of the four languages in lower case, two to a hundred and a thousand. "One" is mostly an article and left out."""
_AMBIGUOUS = frozenset({"onze", "cent", "neuf"})
"""Mostly other words: "onze" is our, "cent" a coin, "neuf" new."""


def _alternation(words: Iterable[str]) -> str:
    """Return words as a pattern, the longest first, by their first two letters, so that few are tried at a place."""
    starts: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        starts.setdefault(word[:2], []).append(re.escape(word[2:]))
    return "|".join(f"{start}(?:{'|'.join(rest)})" for start, rest in starts.items())


NUMBER_PATTERN = rf"(?:\d{{1,15}}(?:[.,]\d{{1,15}}){{0,6}}|\b(?:{_alternation(w for w in NUMBER_WORDS if w not in _AMBIGUOUS)})\b)"
"""A number in digits or as a word; to be used with IGNORECASE."""
TIMES_PATTERN = rf"\b(?:{_alternation(w for w in NUMBER_WORDS if w not in _AMBIGUOUS)})-?ma+l\b|\btwice\b|\bthrice\b"
"""How often, in one word: "zweimal", "tweemaal", "twice"."""

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january januar janvier jan",
            "februari february februar février fevrier feb",
            "maart march märz mars mrt mar",
            "april avril apr",
            "mei may mai",
            "juni june juin jun",
            "juli july juillet jul",
            "augustus august août aout aug",
            "september septembre sept sep",
            "oktober october octobre okt oct",
            "november novembre nov",
            "december dezember décembre decembre dec dez",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS: dict[str, str] = {
    name: key
    for key, names in (
        ("mon", "maandag monday montag lundi maandags montags mondays"),
        ("tue", "dinsdag tuesday dienstag mardi dinsdags dienstags tuesdays"),
        ("wed", "woensdag wednesday mittwoch mercredi woensdags mittwochs wednesdays"),
        ("thu", "donderdag thursday donnerstag jeudi donderdags donnerstags thursdays"),
        ("fri", "vrijdag friday freitag vendredi vrijdags freitags fridays"),
        ("sat", "zaterdag saturday samstag samedi sonnabend zaterdags samstags saturdays"),
        ("sun", "zondag sunday sonntag dimanche zondags sonntags sundays"),
    )
    for name in names.split()
}
DAY_WORDS: dict[str, str] = {
    name: key
    for key, names in (
        ("today", "vandaag today heute aujourd'hui aujourd’hui vanmiddag vanavond tonight"),
        ("tomorrow", "morgen tomorrow demain morgenochtend"),
        ("overmorrow", "overmorgen übermorgen après-demain"),
        ("yesterday", "gisteren yesterday gestern hier"),
        ("weekend", "weekend wochenende week-end"),
    )
    for name in names.split()
    if name != "hier"
}
_UNITS = {
    "workday": (
        r"werkdag(?:en)?|workdays?|business\s+days?|working\s+days?|werktag(?:e|en)?|arbeitstag(?:e|en)?|jours?\s+ouvrés?|jours?\s+ouvrables?",
        1,
    ),
    "day": (r"dag(?:en)?|daagse?|days?|tag(?:e|en)?|tägige[nrms]?|jours?", 1),
    "week": (r"weken|weeks?|wochen?|semaines?", 7),
    "month": (r"maand(?:en)?|months?|monat(?:e|en)?|mois", 1),
    "year": (r"jaar|jaren|years?|jahre?n?|ans?|années?", 12),
    "hour": (r"uurs?|uren|hours?|stunden?|heures?", 60),
    "minute": (r"minuten?|minutes?", 1),
}
_BASE = {"week": "day", "year": "month", "hour": "minute"}
UNITS = "|".join(pattern for pattern, _ in _UNITS.values())
"""Units of time as an alternation; working days before days."""


def unit_of(words: str) -> tuple[str, int]:
    """Return (base unit, factor) of a unit of time: weeks count in days, years in months, hours in minutes."""
    for name, (pattern, factor) in _UNITS.items():
        if re.fullmatch(pattern, words.strip(), re.IGNORECASE):
            return _BASE.get(name, name), factor
    return "day", 1


_TIMES = {"twice": "two", "thrice": "three"}


def value_of(raw: str) -> str:
    """Return a number as written in digits (1.250,50 / 1,250.50 / 4,5) or words, as plain text: "1250.5". "" when it is none."""
    lowered = _TIMES.get(raw.strip().lower(), re.sub(r"-?ma+l$", "", raw.strip().lower()))
    if lowered in NUMBER_WORDS:
        return f"{NUMBER_WORDS[lowered]:g}"
    cleaned = re.sub(r"[^\d.,]", "", lowered).strip(".,")
    return f"{float(_decimal(cleaned)):.12g}" if cleaned else ""


def _decimal(digits: str) -> str:
    """Decide which of point and comma is the decimal mark: the last one, unless exactly three digits follow a single kind of mark."""
    at = max(digits.rfind("."), digits.rfind(","))
    if at < 0:
        return digits
    tail = digits[at + 1 :]
    whole = re.sub(r"[.,]", "", digits[:at])
    marks = {c for c in digits if c in ".,"}
    if (len(tail) == 3 and len(marks) == 1) or digits.count(digits[at]) > 1:
        return whole + tail
    return f"{whole}.{tail}"
