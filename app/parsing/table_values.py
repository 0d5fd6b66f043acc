"""Values as tables write them: amounts, durations, ratings with their scale, damaged phone numbers. Never raises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.parsing.phones import e164

_CURRENCIES = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "zł": "PLN", "kč": "CZK", "fr.": "CHF"}
_CODE = re.compile(r"\b(EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|CAD|AUD|NZD|JPY|CNY|INR|BRL|ZAR)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\(?[-+−]?\(?([0-9.,][0-9.,'’ \u00a0\u202f]*)(?:[-–]{1,2})?\)?[-−]?")
_GROUPED = re.compile(r"[0-9]*|[0-9]+(?:[.,][0-9]{2,3})*[.,][0-9]{3}")
_MARKS = re.compile("[.,]")
_DROP = re.compile(r"['’ \u00a0\u202f]")
_AROUND = re.compile(r"[€£$¥]|\b[A-Za-z]{3}\b|zł|kč|fr\.|kr\.?", re.IGNORECASE)


def currency_of(text: str) -> str:
    """Return the currency (ISO 4217) that an amount or a header names, "" when none."""
    code = _CODE.search(text)
    if code:
        return code[1].upper()
    lowered = text.lower()
    return next((code for sign, code in _CURRENCIES.items() if sign in lowered), "")


@dataclass(frozen=True, slots=True)
class Amounts:
    """Reads the numbers of one column. `decimal` is what stands before the decimals: `.`, `,` or "" (nothing told: as `.` and `,` with
    three digits behind are read as thousands)."""

    decimal: str = ""

    @staticmethod
    def learn(texts: Iterable[str], decimal: str = "") -> "Amounts":
        """Decide for a column what stands before decimals, from its values. `decimal`: what the form of the file tells (`Table.decimal`);
        it counts where no value says otherwise."""
        votes = {".": 0, ",": 0}
        for text in texts:
            if mark := _decimal_mark(_digits(text)):
                votes[mark] += 1
        if votes["."] == votes[","]:
            return Amounts(decimal)
        return Amounts(max(votes, key=votes.__getitem__))

    def read(self, text: str) -> Decimal | None:
        """Return the number in `€ 1.234,56`, `12.5`, `(3,00)`, `12,-`, `1 234 kr`; None when it is none."""
        digits = _digits(text)
        if not digits:
            return None
        mark = _decimal_mark(digits) or self.decimal
        whole, part = digits, ""
        if mark and digits.count(mark) == 1:
            whole, _, part = digits.partition(mark)
        if not _GROUPED.fullmatch(whole) or not (part or "0").isdecimal():
            return None
        value = Decimal(f"{_MARKS.sub('', whole) or '0'}.{part or '0'}")
        return (-value if _is_negative(text) else value).normalize() + 0


def _digits(text: str) -> str:
    """Return the digits and marks of an amount without currency and spaces, "" when there is more to it than an amount."""
    found = _AMOUNT.fullmatch(_AROUND.sub("", text).strip())
    return _DROP.sub("", found[1]).rstrip(".,") if found else ""


def _is_negative(text: str) -> bool:
    stripped = _AROUND.sub("", text).strip()
    return stripped.startswith(("-", "−", "(")) or (stripped.endswith(("-", "−")) and not stripped.endswith((",-", ".-", "--")))


def _decimal_mark(digits: str) -> str:
    """Return the mark before the decimals where the number itself tells: both marks are there, or one that no group of three follows."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return ""
    mark = digits[last]
    other = "," if mark == "." else "."
    if other in digits:
        return mark if digits.count(mark) == 1 else ""
    if digits.count(mark) > 1:
        return other if all(len(group) == 3 for group in digits.split(mark)[1:]) else ""
    before, after = digits[:last], digits[last + 1 :]
    return "" if len(after) == 3 and 1 <= len(before) <= 3 and before != "0" else mark


_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,4}):(\d{2})(?:[.,]\d+)?")
_SPELLED = re.compile(
    r"(?:(\d+)\s*(?:h|hrs?|hours?|uur|u|std|stunden?|heures?)\b\.?)?\s*(?:(\d+)\s*(?:m|mins?|minutes?|minuten|minuut|mn)\b\.?)?\s*"
    r"(?:(\d+)\s*(?:s|secs?|seconds?|seconden|sekunden?|secondes?)?\b\.?)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def seconds_of(text: str) -> int | None:
    """Return a duration in seconds from `75`, `1:15` (minutes and seconds), `0:01:15`, `1h 2m 3s`, `2 min`; None when it is none."""
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    if re.fullmatch(r"\d{1,7}[.,]\d+", text):
        return int(re.split("[.,]", text)[0])
    spelled = _SPELLED.fullmatch(text) if text[:1].isdigit() and len(text) < 60 else None
    if spelled and any(spelled.groups()):
        return int(spelled[1] or 0) * 3600 + int(spelled[2] or 0) * 60 + int(spelled[3] or 0)
    return None


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating and the best one that could be given."""

    value: Decimal
    best: int

    def __str__(self) -> str:
        """Return it as it is shown: `4/5`, `8.5/10`."""
        return f"{self.value.normalize() + 0:f}/{self.best}"


_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "😡|😠|one|een|één|eins|un|une|very dissatisfied|zeer ontevreden|sehr unzufrieden|très insatisfait|zeer slecht",
            "two|twee|zwei|deux|dissatisfied|ontevreden|unzufrieden|insatisfait|unsatisfied|🙁|😞|☹️|☹|😕",
            "three|drie|drei|trois|neutral|neutraal|neutre|neither satisfied nor dissatisfied|😐|😑",
            "four|vier|quatre|satisfied|tevreden|zufrieden|satisfait|🙂|☺️|😊",
            "five|vijf|fünf|fuenf|cinq|very satisfied|zeer tevreden|sehr zufrieden|très satisfait|excellent|😀|😃|😄|😍|🤩",
        ),
        1,
    )
    for word in words.split("|")
}
_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|von|van de|van|sur|out of|uit)\s*(\d+)(?:\s*\w+)?\.?", re.IGNORECASE)
_STARS_WORD = re.compile(r"(\d(?:[.,]\d)?)[\s_-]*(?:stars?|sterren|ster|sterne?|étoiles?|etoiles?|★|⭐️?|\*)", re.IGNORECASE)
_WORD_STARS = re.compile(r"([^\W\d_]+)[\s_-]*(?:stars?|sterren|ster|sterne?|étoiles?)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")
_FULL, _EMPTY = "★⭐🌟*", "☆"
_SCALES = (5, 10, 100)


@dataclass(frozen=True, slots=True)
class Ratings:
    """Reads the ratings of one column. `best` is the highest that can be given, from the column itself or from who made the file."""

    best: int = 5

    @staticmethod
    def learn(texts: Iterable[str], best: int | None = None) -> "Ratings":
        """Decide on the scale: the smallest of 5, 10 and 100 in which all numbers of the column fit, but at least `best`."""
        highest = Decimal(0)
        for text in texts:
            if _NUMBER.fullmatch(text.strip()):
                highest = max(highest, _decimal(text.strip()))
        least = best or 0
        return Ratings(next((scale for scale in _SCALES if scale >= least and highest <= scale), least or 100))

    def read(self, text: str) -> Rating | None:
        """Return the rating in `4`, `8,5`, `4/5`, `4 stars`, `★★★★☆`, `FOUR`, `80%`, `zeer tevreden`, an emoji face.

        None when it is none.
        """
        return _rating(text.strip(), self.best)


@lru_cache(maxsize=4096)
def _rating(text: str, best: int) -> Rating | None:
    if _NUMBER.fullmatch(text):
        return _within(_decimal(text), best)
    if of := _OF.fullmatch(text):
        return _within(_decimal(of[1]), int(of[2]))
    word = text.casefold().removeprefix("star_rating_").removeprefix("rating_")
    if word in _WORDS:
        return Rating(Decimal(_WORDS[word]), 5)
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
        return _within(_decimal(text[:-1].strip()), 100)
    return _stars(text)


def _stars(text: str) -> Rating | None:
    if stars := _STARS_WORD.fullmatch(text):
        return _within(_decimal(stars[1]), 5)
    if words := _WORD_STARS.fullmatch(text):
        number = _WORDS.get(words[1].casefold())
        return Rating(Decimal(number), 5) if number else None
    plain = text.replace("\ufe0f", "").replace(" ", "")
    if plain and all(sign in _FULL + _EMPTY for sign in plain) and len(plain) <= 10:
        return _within(Decimal(len(plain) - plain.count(_EMPTY)), 5 if len(plain) <= 5 else 10)
    return None


def _within(value: Decimal, best: int) -> Rating | None:
    return Rating(value, best) if best > 0 and 0 <= value <= best else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number of a table. `number` is E.164, "" when it cannot be known; `damaged` says that a spreadsheet has spoiled it."""

    number: str = ""
    damaged: bool = False


_POWER = re.compile(r"\d+[.,]\d+[eE]\+?\d+")


def phone_of(text: str, country: str) -> Phone:
    """Read a number: a `'` in front is dropped. A number that a spreadsheet made a power of ten (`3,16E+10`) or took the first zero from
    is damaged and not guessed; one that lost only its `+` is read where it can be
    nothing else: it begins with the code of `country`, or is too long for a number of that country."""
    text = text.strip().lstrip("'’").strip()
    if not text:
        return Phone()
    if _POWER.fullmatch(text):
        return Phone(damaged=True)
    if text.isdecimal() and text[0] != "0":
        return _bare(text, country)
    return Phone(e164(text, country) or "")


@lru_cache(maxsize=65536)
def _bare(digits: str, country: str) -> Phone:
    """Read digits without `+` or `0` in front: they can only be trusted when they begin with the code of a country and are long enough."""
    import phonenumbers

    own = f"{phonenumbers.country_code_for_region(country)}"
    international = e164(f"+{digits}")
    if international and len(digits) >= 10 and digits.startswith(own) and own != "0":
        return Phone(international)
    if international and len(digits) >= 11 and not _is_local(f"0{digits}", country):
        return Phone(international)  # too long for a number of this country that lost its zero
    if own == "1" and len(digits) == 10:
        return Phone(e164(digits, country) or "")  # numbers without a zero in front are whole there
    return Phone(damaged=7 <= len(digits) <= 15)


def _is_local(text: str, country: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, country))
    except phonenumbers.NumberParseException:
        return False
