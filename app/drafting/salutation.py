"""By what name a customer is greeted: the whole name formally, the first name informally, and none rather than a wrong one. Pure."""

import re
from collections.abc import Sequence

from app.drafting.concepts import meaning_of
from app.drafting.lists import word_set
from app.drafting.promises import INSTRUCTION, LEGAL, MONEY, PROMISE, VARIABLE
from app.drafting.words import fold

_PARTICLES = frozenset(
    {"van", "de", "der", "den", "het", "'t", "ter", "ten", "te", "von", "zu", "du", "la", "le", "des", "el", "al", "bin", "da", "di"}
)
_AND = frozenset({"en", "and", "und", "et"})
_NAME_PART = re.compile(r"^(?:[^\W\d_]|['’])[^\W\d_]*(?:[-'’][^\W\d_]+)*$|^[^\W\d_]\.$")
_TITLE = re.compile(
    r"^(?:(?:de |aan )?(?:dhr|mevr|mw|meneer|mevrouw|heer|herrn?|frau|mr|mrs|ms|miss|mister|mme|mlle|monsieur|madame|drs?|ing|ir|prof|m)"
    r"(?:\.\s*|\s+))+",
    re.IGNORECASE,
)
_NOT_A_NAME = word_set(
    """
    info contact administratie admin sales support service noreply no-reply team klantenservice office mail webshop website customer klant
    kunde client system assistant user iedereen ignore instructions approve http https www inkoop verkoop boekhouding factuur receptie
    balie bestelling bestellingen orders order crediteuren secretariaat directie redactie buchhaltung einkauf vertrieb verwaltung
    kundenservice comptabilité accueil commande commandes service-client unknown onbekend unbekannt inconnu anonymous anoniem gast guest
    familie family fam famille iphone ipad samsung ik me moi ich mij test
    """
)
_OF_A_COMPANY = word_set(
    """
    bv nv vof cv gmbh ag kg ug ohg gbr ltd llc inc plc sarl sas sprl bvba srl eurl co cie company holding group groep gruppe groupe
    stichting vereniging verein association foundation club school schule école gemeente gemeinde ville hotel hôtel restaurant café
    bistro bar bakkerij slagerij kapsalon salon studio atelier galerie gallery museum winkel shop store boutique laden handel
    groothandel import export trading logistics logistiek transport bouw techniek interieur design media marketing consultancy consulting
    solutions services systems software bank verzekeringen makelaardij advies praktijk praxis apotheek pharmacie garage hoveniers
    zonen sons söhne fils firma bedrijf
    """
)
_LONGEST = 40
_NEEDS_A_NAME = re.compile(r"^(?:beste|lieve|geachte|dear|liebe[rs]?|sehr geehrte\S*|werte[rs]?|chère?|cher)\W*$", re.IGNORECASE)


def plausible_name(raw: str) -> str:
    """Return a name fit for a greeting, or "" when `raw` is an address, a company, a company's mailbox, a sentence or worse."""
    if any(c in raw for c in "@/:{}<>[]|%&+") or len(raw) > _LONGEST:
        return ""
    cleaned = re.sub(r"[^\w\s.,'’-]|_", " ", raw).strip(" .,-'’")
    last, comma, first = cleaned.partition(",")
    parts = _TITLE.sub("", f"{first} {last}".strip() if comma else cleaned).split()
    if not parts or len(parts) > 5 or not all(_NAME_PART.match(part) for part in parts) or not _sounds_like_a_name(parts):
        return ""
    loud = all(part.isupper() for part in parts)
    return " ".join(_cased(part, first=i == 0, loud=loud) for i, part in enumerate(parts))


def greeted_name(raw: str, *, formal: bool, single: bool = False) -> str:
    """Return by what name the person is greeted, or "" for a greeting without one.

    Informally that is the first name ("Dirk"; of "Jan en Marie de Vries" both). Formally it is the whole name, and a first name alone is
    none unless `single` says that it will do (English, which has no forms of address). A surname alone, as after a title, is never used.
    """
    name = plausible_name(raw)
    parts = name.split()
    titled = _TITLE.match(raw.strip()) is not None
    if not parts or parts[0].casefold() in _PARTICLES or (titled and (len(parts) == 1 or (not formal and len(parts) < 2))):
        return ""
    if formal:
        return name if len(parts) > 1 or single else ""
    if len(parts) > 3 and parts[1].casefold() in _AND:
        return " ".join(parts[:3])
    return parts[0]


def filled(template: str, shop_name: str, name: str) -> str:
    """Fill the owner's own words. Without a name its place and the blank before it go; "" when nothing but "Beste" or "Dear" is left."""
    said = template.replace("{shop}", shop_name)
    if name or "{name}" not in said:
        return said.replace("{name}", name)
    rest = re.sub(r"\s*\{name\}", "", said)
    return "" if _NEEDS_A_NAME.match(rest) else rest


def _sounds_like_a_name(parts: Sequence[str]) -> bool:
    words = [fold(part.rstrip(".")) for part in parts]
    text = " ".join(parts)
    harmless = not any(pattern.search(text) for pattern in (INSTRUCTION, LEGAL, MONEY, PROMISE, VARIABLE))
    everyday = len(parts) > 1 and all(meaning_of(w) for w in words)
    firm = any(w in _NOT_A_NAME or (len(parts) > 1 and w in _OF_A_COMPANY) for w in words)
    return harmless and not everyday and not firm and len(words[0]) > 1 and len(words[-1]) > 1


def _cased(part: str, *, first: bool, loud: bool) -> str:
    if part.casefold() in _PARTICLES | _AND and not first:
        return part.casefold()
    if part.islower() or (loud and len(part) > 2):
        return "-".join(piece[:1].upper() + piece[1:].lower() for piece in part.split("-"))
    return part
