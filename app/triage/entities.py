"""What a message names: order numbers, tracking codes, amounts of money, dates, postcodes and articles by their number.

Only what is written in a recognisable shape is found; "tomorrow" and "a tenner" are not. Values are written one way
("EUR 45.95", "2024-05-12", "1234 AB"), the text is as the customer wrote it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from app.domain.verdict import Entity, EntityKind

ENTITY_LIMIT = 40
"""At most this many of a text are kept."""

_SIGNS = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD"}
_SIGNS |= {"£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "pond": "GBP", "pfund": "GBP", "quid": "GBP", "livres": "GBP"}
_SIGNS |= {"chf": "CHF", "franken": "CHF", "sfr": "CHF"}
_NUMBER = r"(?:\d{1,3}(?:[.,'  ]\d{3})+|\d{1,7})(?:[.,]\d{2}(?!\d)|,-{1,2}|,–)?"
_AMOUNT = re.compile(
    rf"(?<![\w.,-])(?P<sign>€|\$|£|(?:eur|euro|usd|gbp|chf|sfr)\.?(?=[\s\d]))\s?(?P<after>{_NUMBER})(?![\w]|[.,]\d)"
    r"|(?<![\w.,-])(?P<whole>\d{1,6})\s?€\s?(?P<cents>\d{2})(?!\d)"
    rf"|(?<![\w.,-])(?P<before>{_NUMBER})\s?(?P<unit>€|£|\$|(?:euros?|eur|usd|dollars?|gbp|pounds?|pond|pfund|quid|livres|chf|franken)\b)",
    re.IGNORECASE,
)
_MONTHS: dict[str, int] = {}
for _place, _names in enumerate(
    (
        "januari january jan januar jänner janvier janv",
        "februari february feb februar feber février fevrier févr fév",
        "maart march mrt mar märz maerz mars mär",
        "april apr avril avr",
        "mei may mai",
        "juni june jun juin",
        "juli july jul juillet juil",
        "augustus august aug août aout",
        "september sept sep septembre",
        "oktober october okt oct octobre",
        "november nov novembre",
        "december dec dezember dez décembre decembre déc",
    ),
    1,
):
    _MONTHS |= dict.fromkeys(_names.split(), _place)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_NAMED_DATE = re.compile(
    rf"(?<![\w/.-])(?P<day>\d{{1,2}})(?:\.|e|er|de|ste|st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?,?(?:\s+(?P<year>20\d\d|19\d\d)\b)?"
    rf"|\b(?=[jfmasond]\w{{2,8}}\.?\s\d)(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:]\d|\s*(?:€|eur|uur|uhr|h\b))(?:,?\s+(?P<year2>20\d\d)\b)?",
    re.IGNORECASE,
)
_PLAIN_DATE = re.compile(
    r"(?<![\w/.,-])(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<d>\d{1,2})(?P<mark>[-/.])(?P<m>\d{1,2})(?:(?P=mark)(?P<y>\d{4}|\d{2}))?)\.?(?![\w/-]|[.,]\d)"
)
_DATE_CUE = re.compile(
    r"\b(?:op|van|voor|vanaf|sinds|tot|datum|on|from|since|until|by|before|dated?|am|vom|ab|seit|bis|zum|le|du|depuis|avant|au|dès"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\s*(?:de|den|dem)?\s*$",
    re.IGNORECASE,
)
_POSTCODE_CUE = re.compile(
    r"(?:post(?:al)?\s?code|code\s+postal|postleitzahl|plz|zip(?:\s?code)?|\bcp)\W{0,3}(?:is|ist|est|:)?\s*$", re.IGNORECASE
)
_POSTCODE = re.compile(
    r"(?<![\w#./-])(?:(?P<nl>[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2})(?!\w)"
    r"|(?P<uk>[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})(?!\w)"
    r"|(?P<five>(?:[DF]-)?\d{5})(?=(?P<place>,?\s+[A-ZÀ-Ý][a-zà-ÿß]+)?)(?![\w-]|[.,]\d)|(?P<cued>[1-9]\d{3}(?:\s?[a-zA-Z]{2})?)(?![\w-]|[.,]\d))"
)
_PRODUCT = re.compile(
    r"\b(?:art(?:ikel|icle)?\.?[- ]?(?:nummer|number|nr|no|code|num[ée]ro|n°)|sku|model(?:l|lnummer|nummer|\s?number|\s?no)?|mod[èe]le|ean"
    r"|r[ée]f\.?\s(?:produit|article)|product(?:code|nummer|\s?code|\s?number)|item\s?(?:no|number))\b\.?\s*(?:is|ist|est)?\s*[:#]?\s*"
    r"(?P<code>(?=[\w./-]*\d)[A-Za-z0-9][\w./-]{1,23}[A-Za-z0-9])",
    re.IGNORECASE,
)


def entities(text: str, orders: Sequence[str], tracking: Sequence[str]) -> tuple[Entity, ...]:
    """Return what a text names, in the order of its appearance, each value once; `orders` and `tracking` are those found in it."""
    if not any(digit in text for digit in "0123456789"):
        return ()
    found = [*_as_found(EntityKind.ORDER, orders, text), *_as_found(EntityKind.TRACKING, tracking, text)]
    for finder in (_products, _amounts, _dates, _postcodes):
        taken = [(at, at + len(entity.text)) for at, entity in found]
        found += [(at, e) for at, e in finder(text) if not any(at < end and begin < at + len(e.text) for begin, end in taken)]
    first: dict[tuple[EntityKind, str], Entity] = {}
    for _, entity in sorted(found, key=lambda item: item[0]):
        first.setdefault((entity.kind, entity.value), entity)
    return tuple(first.values())[:ENTITY_LIMIT]


def _as_found(kind: EntityKind, values: Sequence[str], text: str) -> list[tuple[int, Entity]]:
    return [(text.find(value), Entity(kind, value, value)) for value in values]


def _amounts(text: str) -> Iterator[tuple[int, Entity]]:
    for match in _AMOUNT.finditer(text):
        number = match["after"] or match["before"] or f"{match['whole']},{match['cents']}"
        sign = (match["sign"] or match["unit"] or "€").lower().rstrip(".")
        yield match.start(), Entity(EntityKind.AMOUNT, f"{_SIGNS[sign]} {_decimal(number)}", match.group())


def _decimal(number: str) -> Decimal:
    """Return a number as written in Europe: the last mark with two digits after it is the decimal one, all others group."""
    number = number.rstrip("-–,")
    whole, cents = (number[:-3], number[-2:]) if len(number) > 3 and number[-3] in ".," else (number, "00")
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{cents}")


def _dates(text: str) -> Iterator[tuple[int, Entity]]:
    for match in _NAMED_DATE.finditer(text):
        day, name, year = match["day"] or match["day2"], match["month"] or match["month2"], match["year"] or match["year2"]
        if name != "may" or year:  # what one may do is no month
            yield from _dated(match, int(year) if year else None, _MONTHS[name.lower()], int(day))
    for match in _PLAIN_DATE.finditer(text):
        if match["iso"]:
            year, month, day = map(int, match["iso"].split("-"))
            yield from _dated(match, year, month, day)
        elif match["y"]:
            yield from _dated(match, int(match["y"]) + (2000 if len(match["y"]) == 2 else 0), int(match["m"]), int(match["d"]))
        elif _DATE_CUE.search(text[max(0, match.start() - 20) : match.start()]):
            yield from _dated(match, None, int(match["m"]), int(match["d"]))


def _dated(match: re.Match[str], year: int | None, month: int, day: int) -> Iterator[tuple[int, Entity]]:
    """Yield the date when there is such a day; without a year it is written as ISO 8601 once did: --05-12."""
    try:
        known = date(year or 2000, month, day)
    except ValueError:
        return
    value = known.isoformat() if year else f"--{month:02}-{day:02}"
    yield match.start(), Entity(EntityKind.DATE, value, match.group().rstrip(" .,"))


def _postcodes(text: str) -> Iterator[tuple[int, Entity]]:
    for match in _POSTCODE.finditer(text):
        written = match.group()
        cued = _POSTCODE_CUE.search(text[max(0, match.start() - 20) : match.start()])
        if match["nl"]:
            yield match.start(), Entity(EntityKind.POSTCODE, f"{written[:4]} {written[-2:]}", written)
        elif match["uk"] or cued or (match["five"] and match["place"]):
            value = f"{written[:4]} {written[-2:].upper()}" if written[-1:].isalpha() and written[:1].isdigit() else written
            yield match.start(), Entity(EntityKind.POSTCODE, value, written)


def _products(text: str) -> Iterator[tuple[int, Entity]]:
    for match in _PRODUCT.finditer(text):
        yield match.start("code"), Entity(EntityKind.PRODUCT, match["code"], match["code"])
