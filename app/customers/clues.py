"""Clues: what the last lines of a message tell of its writer: numbers, addresses, a postcode with its town, a street. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.customers.handles import is_role_address, normalise_address
from app.domain.message import Handle, HandleKind

LINES = 8
"""So many last lines of a text are looked at; lines that quote are left out."""
_LONGEST = 200
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w+/.-])(?:\+|00)?\(?\d(?:[\d ()./-]{6,18})\d(?![\w-])")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}:\d{2}\b")
_CODES = {
    "NL": re.compile(r"\b(?:NL[- ]?)?([1-9]\d{3} ?[A-Z]{2})\b,?[ ]*([A-Z'’][\w'’ -]{1,40})?"),
    "BE": re.compile(r"\b(?:B-|BE-)?([1-9]\d{3})[ ]+([A-ZÀ-Ý][\w'’ -]{1,40})"),
    "DE": re.compile(r"\b(?:D-)?(\d{5})[ ]+([A-ZÄÖÜ][\wäöüß. -]{1,40})"),
    "FR": re.compile(r"\b(?:F-)?(\d{5})[ ]+([A-ZÀ-Ý][\w'’ -]{1,40})"),
    "GB": re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b"),
}
_STREET = re.compile(
    r"\b[\w.'’ -]{0,40}(?:straat|laan|weg|plein|kade|gracht|singel|dijk|str\.|straße|strasse|allee|gasse|platz|ring)\s+\d{1,4}\s?[a-z]?\b"
    r"|\b\d{1,4}\s?(?:bis|ter|[a-z])?,?\s+(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai)\s[\w'’ -]{2,40}"
    r"|\b\d{1,4}[a-z]?\s[\w'’ ]{2,30}\s(?:street|road|lane|avenue|close|drive|way|gardens|terrace|st|rd|ave)\b",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\A\W*(?:met vriendelijke groet|vriendelijke groet|groet|mvg|gr\b|hartelijke|(?:kind|best|warm)? ?regards|cheers|sincerely|"
    r"many thanks|"
    r"(?:mit )?freundlichen? gr|viele gr|liebe gr|mfg|lg\b|vg\b|cordialement|bien à vous|salutations|bonne journée)",
    re.IGNORECASE,
)
_NAME = re.compile(r"\A[^\W\d_][\w.'’-]*(?: [\w.'’-]+){1,4}\Z")


@dataclass(frozen=True, slots=True)
class Clues:
    """What signatures tell; "" where they do not. `names` as written under a greeting, `handles` not proven to be the writer's."""

    handles: tuple[Handle, ...] = ()
    names: tuple[str, ...] = ()
    street: str = ""
    postcode: str = ""
    city: str = ""


def clues_in(texts: Sequence[str], country: str = "NL") -> Clues:
    """Return the clues of several texts of one writer, newest last: of an address the newest counts.

    `country` (ISO) is that of numbers without a code and of postcodes.
    """
    handles: dict[Handle, None] = {}
    names: dict[str, None] = {}
    place = ("", "", "")
    for text in texts:
        lines = last_lines(text)
        handles.update(dict.fromkeys(handle for line in lines for handle in _handles(line, country)))
        names.update(dict.fromkeys(_names(lines)))
        place = _place(lines, country) or place
    return Clues(tuple(sorted(handles)), tuple(names), *place)


def last_lines(text: str) -> list[str]:
    """Return the last lines that somebody wrote: no blank ones, no quotes, nothing too long for a signature."""
    written = [line.strip() for line in re.split(r"\r\n|\r|\n", text) if line.strip() and not line.lstrip().startswith(">")]
    return [line for line in written[-LINES:] if len(line) <= _LONGEST]


def _handles(line: str, country: str) -> Iterator[Handle]:
    for found in _MAIL.findall(line):
        address = normalise_address(found)
        if address and not is_role_address(address):
            yield Handle(HandleKind.EMAIL, address)
    for found in _PHONE.findall(_DATE.sub(" ", line)):
        number = _e164(found.strip(), country)
        if number:
            yield Handle(HandleKind.PHONE, number)


@lru_cache(maxsize=65536)
def _e164(raw: str, country: str) -> str | None:
    import phonenumbers

    if not raw.startswith(("+", "0", "(0")):
        return None
    try:
        number = phonenumbers.parse(raw.replace("(0)", ""), country or None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def _names(lines: Sequence[str]) -> Iterator[str]:
    """Yield the line under a greeting where it looks like a full name."""
    for line, after in pairwise(lines):
        name = after.strip(" ,.-–")
        if _GREETING.match(line) and _NAME.match(name) and not _GREETING.match(name):
            yield name


def _place(lines: Sequence[str], country: str) -> tuple[str, str, str] | None:
    """Return street, postcode and town where a postcode of the country, or of another one we know, stands with a street or a town."""
    ways = [country, *(other for other in _CODES if other != country)]
    street = next((found[0].strip(" ,") for line in lines if (found := _STREET.search(line))), "")
    for way in ways:
        for line in lines:
            found = _CODES[way].search(line) if way in _CODES else None
            if found and (street or way in ("NL", "GB")):
                city = (found[2] or "").strip(" ,-") if found.re.groups > 1 else ""
                return street, found[1], city
    return None
