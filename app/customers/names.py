"""Names of people as they are compared: folded, without titles and particles, in one order; and whether two names contradict each other."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from app.customers.nicknames import has_short_forms, stands_for

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TITLES_WORDS = """
mr mrs ms miss mister madam sir dr prof ir ing drs mw mevr mevrouw dhr heer meneer mejuffrouw hr herr herrn frau dipl mme mlle
madame mademoiselle monsieur fam familie family famille von-und phd msc bsc md jr sr junior senior ii iii iv
"""
_TITLES = frozenset(_TITLES_WORDS.split())
_HONOURS = frozenset({"rev", "revd", "lord", "lady", "baron", "baroness", "captain", "colonel", "professor", "graf", "freiherr"})
"""Titles where they come first only: they are surnames too."""
_RANKS = frozenset({"st", "nd", "rd", "th", "esq", "baronet", "earl", "count", "viscount", "duke", "marquess", *_HONOURS})
"""What behind a comma is no first name: "Smith, John" is turned, "John Smith, 2nd Earl" is not."""
_PARTICLES_WORDS = """
van von vom vd der den de het 't te ten ter tot op in aan uit bij onder over la le les du des di da dos das del della el al bin
ibn zu zum zur af av of und en
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_ALSO_GIVEN = frozenset({"al", "bin", "del", "della", "dos", "over"})
"""Particles that before one word are a first name (Al Smith); "van Leeuwen" is a surname alone."""
_FIRM_WORDS = """
bv nv vof gmbh ag ug ohg kg ltd llc inc plc sarl sas sa eurl cv shop store webshop winkel team klantenservice service support info
verkoop sales administratie kantoor boekhouding studio atelier stichting vereniging verein restaurant cafe hotel bakkerij garage
salon praktijk bureau company & customer gast guest klant kunde client unknown onbekend
"""
_FIRM = frozenset(_FIRM_WORDS.split())
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]|\"[^\"]*\"")
_APART = re.compile(r"[\s._/,;:|]+")
_NOT_LETTERS = re.compile(r"[^\w\s.,/&'’`-]|\d")
_QUOTES = re.compile(r"(?<=\w)['’`](?=\w)")
_ARTICLE = re.compile(r"(?<!\w)['’`][tns](?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart, folded: `given` and `surname` ("" where there is one word only: that is `given`), `middle` what stands between,
    `parts` the halves of a double surname, `joined` all letters in one. `firm`: words of it say that it is no person."""

    given: str = ""
    surname: str = ""
    middle: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    firm: bool = False

    @property
    def joined(self) -> str:
        """All letters in one, so that a lost or gained space does not matter."""
        return "".join((self.given, *self.middle, self.surname))


NOBODY = PersonName()


def fold_word(text: str) -> str:
    """Return text in lower case without accents; ij and y are one."""
    if text.isascii():
        return text.lower().replace("ij", "y")
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).casefold()
    decomposed = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ij", "y")


@lru_cache(maxsize=131072)
def person_name(raw: str) -> PersonName:
    """Take a name apart. An address or number that stands for a name is none; "De Vries, Jan" is read as Jan de Vries."""
    if "@" in raw or not any(c.isalpha() for c in raw):
        return NOBODY
    text = _NOT_LETTERS.sub(" ", _PARENTHESES.sub(" ", _ARTICLE.sub(" de ", raw)))
    last, comma, first = text.partition(",")
    if comma and "," not in first and (before := _words(first)):
        text = last if before[0] in _RANKS else f"{first} {last}"
    words = _words(_QUOTES.sub("", text))
    words = words[words[0] in _HONOURS and len(words) > 1 :] if words else words
    kept = _without_particles([w for w in words if w not in _TITLES] or words)
    return _apart(kept, firm=any(w in _FIRM for w in words))


def _words(text: str) -> list[str]:
    return [word for piece in _APART.split(fold_word(text)) if (word := piece.strip("-'’`&"))]


def _without_particles(words: list[str]) -> list[str]:
    last = len(words) - 1
    return [w for i, w in enumerate(words) if w not in _PARTICLES or i == last or (i == 0 and last == 1 and w in _ALSO_GIVEN)]


def _apart(words: list[str], *, firm: bool) -> PersonName:
    if not words:
        return NOBODY
    bare = [w.replace("-", "") for w in words]
    if len(words) == 1:
        return PersonName(bare[0], firm=firm)
    halves = tuple(h for h in words[-1].split("-") if len(h) > 1 and h not in _PARTICLES)
    return PersonName(bare[0], bare[-1], tuple(bare[1:-1]), halves if len(halves) > 1 else (), firm)


class Likeness(IntEnum):
    """How two words of names compare, best first. EXACT, SHORT (nickname, initial, half of a double name), CLOSE (a slip), SIMILAR,
    OTHER."""

    EXACT = 0
    SHORT = 1
    CLOSE = 2
    SIMILAR = 3
    OTHER = 4


class Agreement(IntEnum):
    """What two names say about being one person: AGREE, UNCLEAR (one is missing or shorter), CONTRADICT (two different full names)."""

    AGREE = 0
    UNCLEAR = 1
    CONTRADICT = 2


@lru_cache(maxsize=131072)
def likeness(one: str, other: str) -> Likeness:
    """Compare two folded words."""
    if one == other:
        return Likeness.EXACT
    if len(one) == 1 or len(other) == 1:
        return Likeness.SHORT if one[:1] == other[:1] else Likeness.OTHER
    if stands_for(one, other):
        return Likeness.SHORT
    return _by_letters(one, other)


def _by_letters(one: str, other: str) -> Likeness:
    slips, longest = OSA.distance(one, other), max(len(one), len(other))
    if (slips == 1 and longest >= 4) or (slips == 2 and longest >= 8):
        return Likeness.SIMILAR if has_short_forms(one) and has_short_forms(other) else Likeness.CLOSE
    if has_short_forms(one) and has_short_forms(other):
        return Likeness.OTHER
    like = (slips == 1 and longest == 3) or slips <= longest * 0.3 or JaroWinkler.similarity(one, other) >= 0.88
    return Likeness.SIMILAR if like else Likeness.OTHER


def agreement(one: str, other: str) -> Agreement:
    """Say whether two names as written may be one person's. Symmetric."""
    if one == other:
        return Agreement.AGREE if person_name(one) is not NOBODY else Agreement.UNCLEAR
    return _agreement(*sorted((one, other)))


@lru_cache(maxsize=65536)
def _agreement(one: str, other: str) -> Agreement:
    a, b = person_name(one), person_name(other)
    if not (a.given and b.given) or a.firm or b.firm:
        return Agreement.AGREE if a.joined == b.joined != "" else Agreement.UNCLEAR
    if not (a.surname and b.surname):
        return _one_word(a, b)
    if _within(a, b) or _within(b, a):
        return Agreement.AGREE
    if OSA.normalized_similarity(a.joined, b.joined) >= 0.85 and likeness(a.given, b.given) <= Likeness.CLOSE:
        return Agreement.AGREE
    return Agreement.AGREE if _straight(a, b) or _crossed(a, b) else Agreement.CONTRADICT


def _one_word(a: PersonName, b: PersonName) -> Agreement:
    """Helmut is not Jürgen, nor Jürgen Sommer; but "Sommer" may be both."""
    if a.joined == b.joined:
        return Agreement.AGREE
    words = [(x, y) for x in (a.given, *a.middle, a.surname) for y in (b.given, *b.middle, b.surname) if x and y]
    strangers = has_short_forms(a.given) and has_short_forms(b.given) and all(likeness(x, y) > Likeness.CLOSE for x, y in words)
    return Agreement.CONTRADICT if strangers else Agreement.UNCLEAR


def _within(a: PersonName, b: PersonName) -> bool:
    """Jan Bakker stands in "Jan Bakker via a market place"."""
    return len(a.given) > 1 and {a.given, *a.middle, a.surname} <= {b.given, *b.middle, b.surname}


def _straight(a: PersonName, b: PersonName) -> bool:
    pairs = [(likeness(x, y), x, y) for x in (a.given, *a.middle[:1]) for y in (b.given, *b.middle[:1])]
    given, x, y = min(pairs)
    known = has_short_forms(x) and has_short_forms(y)
    return given <= (Likeness.CLOSE if known else Likeness.SIMILAR) and surnames(a, b) < Likeness.OTHER


def surnames(a: PersonName, b: PersonName) -> Likeness:
    """Compare two surnames; half of a double name counts as a short form."""
    whole = likeness(a.surname, b.surname) if min(len(a.surname), len(b.surname)) > 1 or a.surname[:1] == b.surname[:1] else Likeness.OTHER
    halves = (
        any(likeness(x, y) <= Likeness.CLOSE for x in (a.surname, *a.parts) for y in (b.surname, *b.parts)) if a.parts or b.parts else False
    )
    return min(whole, Likeness.SHORT) if halves else whole


def _crossed(a: PersonName, b: PersonName) -> bool:
    return likeness(a.given, b.surname) <= Likeness.CLOSE and likeness(a.surname, b.given) <= Likeness.CLOSE


def may_be_same(one: str, other: str) -> bool:
    """Say whether nothing in two names speaks against one person; one word must stand in the other name."""
    found = agreement(one, other)
    if found is not Agreement.UNCLEAR:
        return found is Agreement.AGREE
    a, b = person_name(one), person_name(other)
    if not (a.given and b.given):
        return True
    return any(likeness(x, y) <= Likeness.CLOSE for x in (a.given, *a.middle, a.surname) if x for y in (b.given, *b.middle, b.surname) if y)
