"""Addresses and numbers as they are compared: mail address, phone number, street, house number, postcode, city, birth date. Keys only:
what is kept and shown stays as it was written."""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.customers.handles import normalise_address
from app.customers.names import fold_word

_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_PLUS_TAGS_WORDS = """
outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com fastmail.com fastmail.fm proton.me protonmail.com pm.me
hotmail.nl live.nl outlook.de hotmail.de hotmail.fr outlook.fr hotmail.co.uk zoho.com mailbox.org posteo.de yandex.com
"""
_PLUS_TAGS = _DOTLESS | frozenset(_PLUS_TAGS_WORDS.split())
_ALIASES = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
}


@lru_cache(maxsize=131072)
def mail_key(address: str) -> str:
    """Return the address under which mail reaches the same box, "" when it is none: dots and plus-tags are dropped only where the provider
    ignores them."""
    found = normalise_address(address)
    if found is None:
        return ""
    local, _, domain = found.rpartition("@")
    if domain in _PLUS_TAGS:
        local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local = local.replace(".", "") or local
    return f"{local}@{_ALIASES.get(domain, domain)}"


_TWO_DIGIT_CODES_WORDS = """
20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95
98
"""
_TWO_DIGIT_CODES = frozenset(_TWO_DIGIT_CODES_WORDS.split())
_TRUNK = re.compile(r"\(\s*0\s*\)")
_EXTENSION = re.compile(r"(?:ext|x|tst|toestel|#).*\Z", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D+")


@lru_cache(maxsize=131072)
def phone_key(number: str) -> str:
    """Return the digits that dial the same phone from within its country ("" when there are too few): +31 6 12345678, 0031612345678 and
    06-12345678 are one. The country's own code is dropped, because a file rarely tells the country."""
    bare = _EXTENSION.sub("", _TRUNK.sub("", number)).strip()
    digits = _NOT_DIGITS.sub("", bare)
    if bare.startswith("+") or digits.startswith("00"):
        digits = digits.lstrip("0")
        code = 1 if digits[:1] in ("1", "7") else 2 if digits[:2] in _TWO_DIGIT_CODES else 3
        digits = digits[code:]
    digits = digits.lstrip("0")
    return digits if len(digits) >= 6 and len(set(digits)) > 1 else ""


_KINDS_OF_STREET = {
    **dict.fromkeys(("street", "str", "st", "straat", "strasse"), "st"),
    **dict.fromkeys(("road", "rd"), "rd"),
    **dict.fromkeys(("avenue", "ave", "av"), "av"),
    **dict.fromkeys(("lane", "ln", "laan"), "ln"),
    **dict.fromkeys(("drive", "dr"), "dr"),
    **dict.fromkeys(("place", "pl", "plein", "platz", "plc"), "pl"),
    **dict.fromkeys(("square", "sq"), "sq"),
    **dict.fromkeys(("court", "ct", "crt"), "ct"),
    **dict.fromkeys(("crescent", "cres", "cr", "crs"), "cr"),
    **dict.fromkeys(("circuit", "cct"), "cct"),
    **dict.fromkeys(("close", "cl"), "cl"),
    **dict.fromkeys(("boulevard", "bd", "blvd", "boul"), "bd"),
    **dict.fromkeys(("terrace", "ter", "tce"), "tce"),
    **dict.fromkeys(("highway", "hwy"), "hwy"),
    **dict.fromkeys(("chemin", "ch", "che"), "ch"),
    **dict.fromkeys(("impasse", "imp"), "imp"),
    **dict.fromkeys(("allee", "all"), "all"),
    **dict.fromkeys(("steenweg", "stwg"), "stwg"),
    **dict.fromkeys(("saint", "sint", "sankt", "sainte", "ste"), "st"),
    **dict.fromkeys(("weg", "wg"), "weg"),
}
_TAILS = (("strasse", "st"), ("straat", "st"), ("str", "st"), ("laan", "ln"), ("plein", "pl"), ("platz", "pl"), ("weg", "weg"))
_LITTLE_WORDS = """
van de der den het von dem la le les du des the of rue
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_HOUSE = re.compile(r"(?<!\w)(\d{1,5})(?:\s*[-/]?\s*([a-z]|bis|ter|hs|[ivx]{1,4})(?!\w)|\s*[-/]\s*(\d{1,4})(?!\w))?")
_FLAT = re.compile(r"\A(?:flat|unit|apt|appt|appartement|app)\s*\w+\s*,?")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Street:
    """A street without its number, the house number, and what stands behind that ("a", "bis", "3")."""

    name: str = ""
    house: str = ""
    addition: str = ""


@lru_cache(maxsize=131072)
def street_of(raw: str) -> Street:
    """Take the line of an address apart: "12 bis, rue des Lilas" and "Rue des Lilas 12bis" are one."""
    text = _FLAT.sub(" ", fold_word(raw).replace(".", " ").replace("'", "").replace("’", ""))
    numbers = list(_HOUSE.finditer(text))
    if not numbers:
        return Street(_street_words(text))
    number = numbers[0] if not text[: numbers[0].start()].strip() else numbers[-1]
    rest = f"{text[: number.start()]} {text[number.end() :]}"
    return Street(_street_words(rest), number[1].lstrip("0"), number[2] or number[3] or "")


def _street_words(text: str) -> str:
    words = [_KINDS_OF_STREET.get(word) or _tail(word) for word in _WORD.findall(text)]
    return " ".join([w for w in words if w not in _LITTLE] or words)


def _tail(word: str) -> str:
    for long, short in _TAILS:
        if word.endswith(long) and len(word) > len(long) + 2:
            return word.removesuffix(long) + short
    return word


@lru_cache(maxsize=131072)
def postcode_key(raw: str) -> str:
    """Return a postcode in capitals and without spaces, dots, the letters of a country ("NL-1234 ab" -> 1234AB) and the leading zeros that
    tables of numbers lose."""
    text = re.sub(r"[^0-9A-Za-z]", "", raw).upper()
    bare = re.sub(r"\A(?:NL|BE|B|DE|D|FR|F|AT|A|CH|LU|L|AU)(?=\d{4})", "", text)
    return (bare or text).lstrip("0")


@lru_cache(maxsize=65536)
def city_key(raw: str) -> str:
    """Return a city folded: "'s-Gravenhage" and "Den Haag" are one, "St." and "Sint" too; what stands in brackets is dropped."""
    text = re.sub(r"\(.*?\)", " ", fold_word(raw)).replace("'", "").replace("’", "")
    words = ["st" if w in ("saint", "sint", "sankt", "ste", "sainte") else w for w in _WORD.findall(text) if w not in ("am", "aan")]
    name = "".join(words)
    return _OTHER_NAMES.get(name, name)


_OTHER_NAMES_PAIRS = """
sgravenhage=denhaag thehague=denhaag lahaye=denhaag shertogenbosch=denbosch munich=munchen cologne=koln koeln=koln
muenchen=munchen nuremberg=nurnberg nuernberg=nurnberg bruxelles=brussel brussels=brussel antwerpen=antwerp anvers=antwerp
gand=gent ghent=gent brugge=bruges liege=luik lille=rysel vienna=wien duesseldorf=dusseldorf aixlachapelle=aachen aken=aachen
hanover=hannover geneve=geneva genf=geneva parys=paris londen=london londres=london keulen=koln straatsburg=strasbourg
"""
_OTHER_NAMES = dict(pair.split("=") for pair in _OTHER_NAMES_PAIRS.split())
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan janv", "feb fev febr", "mar mrt maart marz mars mrz", "apr avr", "may mei mai", "jun juin", "jul juil", "aug aou aout",
         "sep sept", "oct okt", "nov", "dec dez"), 1,
    )
    for name in names.split()
}  # fmt: skip


@lru_cache(maxsize=131072)
def birth_key(raw: str) -> str:
    """Return a birth date as eight digits, year first, or "" when it cannot be one: 19730218, 1973-02-18, 18.02.1973, "18 feb 1973".

    What day and month are wrong about (month 13, day 31 of February) stays: a slip is still evidence. Of an ambiguous date day is first.
    """
    text = fold_word(raw.strip()).partition("t00:")[0].partition(" 00:")[0]
    words = re.findall(r"\d+|[a-z]+", text)
    numbers = [str(_month(w)) if w.isalpha() else w for w in words if w.isdigit() or _month(w)]
    if len(numbers) >= 3 and sorted(map(len, numbers[:3]))[1] <= 2 >= len(numbers[1]):
        year, month, day = _in_order(numbers[:3])
        if len(year) == 4:
            return f"{year}{int(month):02}{int(day):02}"
    whole = "".join(numbers)
    if len(whole) != 8:
        return ""
    day_first = whole[4:6] in ("18", "19", "20") and int(whole[2:4]) <= 12
    return whole[4:] + whole[2:4] + whole[:2] if day_first else whole


def _month(word: str) -> int:
    return next((_MONTHS[word[:n]] for n in (5, 4, 3) if word[:n] in _MONTHS), 0)


def _in_order(numbers: list[str]) -> tuple[str, str, str]:
    first, second, third = numbers
    if len(first) == 4:
        return first, second, third
    if len(third) == 2:
        third = ("20" if int(third) < 25 else "19") + third
    if int(second) > 12 >= int(first):
        first, second = second, first
    return third, second, first
