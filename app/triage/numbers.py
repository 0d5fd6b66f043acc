"""Order numbers and tracking codes as customers write them, told apart from all the other numbers in a message.

A candidate is judged by the words right before and after it: only a word for "order" makes it an order number (or `#`, or
a shape that shops give to orders), and what looks like a date, amount, phone number, postcode or bank account never is one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.triage.number_words import (
    ABOUT_ORDERS,
    AND,
    FOR_ORDER,
    LEFT_EXPLICIT,
    LEFT_PLAIN,
    LONG_LEFT,
    MAYBE_ORDER,
    MONEY_BEFORE,
    NAMES_OTHER,
    NEXT_NOUN,
    ORDERED_LEFT,
    OTHER_NOUN,
    RIGHT_CUE,
    SPEAKS_AGAINST,
    TRACKING_CUE,
    UNIT_AFTER,
    VERB,
    WEAK_GOES_ON,
    WEAK_LEFT,
    WEAK_SUBJECT,
)

ORDER_LIMIT = 10
_CANDIDATE_LIMIT = 60
_BEFORE = 60
_AFTER = 30
_NEAR = 20
_LETTERS_BEFORE = 9

_DIGITS = re.compile(r"\d(?:[\w-]*\w)?(?:/\d{2,}(?!\d*/))?(?!\w|[.,:]\d|\s?[€%°])")
_PREFIX = re.compile(r"(?:\#\s?)?(?:[A-Za-z]{1,6}[-_/]?)?$")
_GLUED = re.compile(r"(?:orders?|nr|no|num|bestnr|cmd|cde|bestelnr)[-_/]?", re.IGNORECASE)
"""Words that people write against the number and that are not part of it."""
_GROUP_NEAR = re.compile(r"\d[\s./-]{1,2}$")
_GROUP_AFTER = re.compile(r"[\s./-]{1,2}\d|\s?[:/]\w")
"""More digits beside a number: a phone's groups, a time, an address on the web."""
_ABROAD = re.compile(r"(?:D|DE|F|FR|B|BE|NL|CH|A|AT|L)-\d{4,5}")
"""A postcode with its country before it."""
_PLACE_AFTER = re.compile(r",?\s+[A-ZÀ-Ý][a-zà-ÿß]+")
_BORDER = frozenset("_@&=,/+-#")
_REFERENCE = re.compile(r"(?<![\w@/.-])[A-Z]{9}(?![\w-])")
_POSTCODE_AFTER = re.compile(r"\s?[A-Z]{2}\b")
_DATE_SHAPE = re.compile(r"\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?|\d{4}-\d{2}-\d{2}(?:T.*)?|(?:19|20)\d{2}/\d{2}")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_NOT_ORDER_SHAPE = re.compile(
    r"[A-Z]{2}\d{2}[A-Z]{4}\d{6,}|[A-Z]{2}\d{18,}|0\d{8,10}|00\d{9,13}"
    r"|\d{1,3}(?:st|nd|rd|th|e|er|ste|de|ème|eme|x|st|cm|mm|kg|g|ml|l|h|u|uur|w|v|gb|tb|mb|k|km|m|px|d|s|p)",
    re.IGNORECASE,
)
_OWN_SHAPE = re.compile(
    r"(?:ORD|ORDER|BEST|BST|WEB|SO)[-_/]?\d{3,12}(?:[-_]\w{1,8})?|(?:NL|BE|DE|FR|EN|UK|AT|CH)-?\d{4,7}(?:-[A-Z0-9]{1,3})?", re.IGNORECASE
)
_PLAIN_SHAPE = re.compile(r"(?:[A-Z]{1,4}-?)?(?!0)\d{2,7}(?!00)\d\d(?:-[A-Z0-9]{1,3})?")
"""What a number must look like to be an order's by its context alone: no leading zero, not round."""
_LONG_SHAPE = re.compile(r"(?!0)\d{3,5}(?!00)\d\d(?:-[A-Z0-9]{1,3})?")
"""A number too long for a count and too short for a phone."""
_RESERVED = (
    r"(?!(?:ISO|DIN|EN|IEC|IP|RAL|USB|UTC|GMT|MOQ|EUR|USD|GBP|CHF|BTW|VAT|TVA|KVK|NO|NR|TEL|FAX|PIN|CODE"
    r"|COVID|COST|PAY|RMA|RS|INV|RE|FAC|RG)[-/]?\d)"
)
"""Letters that are known to stand for something else than an order."""
_CODE_SHAPE = re.compile(
    rf"{_RESERVED}(?:[A-Z]{{1,4}}-\d{{4,8}}(?:-(?:\d{{1,4}}|[A-Z]{{1,2}}))?|[A-Z]{{1,3}}/\d{{4,8}}|[A-Z]{{2,3}}\d{{4,8}}[A-Z]?|[A-Z]\d{{5,8}}"
    r"|20\d\d/\d{3,6}|\d{2}-\d{4,6}-\d{1,4})"
)
"""Letters and digits as shops number their orders."""
_NUMBERED_SHAPE = re.compile(
    r"(?!0|(?:19|20)\d\d-(?:19|20)\d\d$)(?:\d{2}-\d{3,6}|20\d\d-\d{3,6}|\d{2,4}-\d{2,4}-\d{1,4}|20\d\d/\d{2,6}|\d{3,6}-[A-Z]{1,2}"
    rf"|{_RESERVED}[A-Z]{{1,4}}[-/]\d{{3}}(?:-[A-Z]{{1,2}})?|\d{{3}}-\d{{3}}|\d\d[A-Z]-\d{{3,6}})"
)
"""Shorter or plainer ones; only a message about something ordered makes them an order's."""
_LONG_CODE = re.compile(r"(?<![\w-])(?=[A-Z]*\d)[A-Z0-9]{9,30}(?![\w-])")
_TRACKING = re.compile(
    r"3S[A-Z0-9]{9,17}|JVGL\d{14,24}|J[JV][A-Z]{1,2}\d{14,24}|00340\d{15}|1Z[A-Z0-9]{16}|[A-Z]{2}\d{9}[A-Z]{2}|[68][A-Z]\d{11}|3232\d{20}"
)
"""Codes of PostNL, DHL, UPS, the postal union, La Poste and bpost."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number with what stands around it; `marked` means that a `#` is before it."""

    number: str
    marked: bool
    start: int
    end: int
    before: str
    after: str


def tracking_codes(text: str) -> tuple[str, ...]:
    """Return parcel tracking codes, as written, without doubles."""
    codes = (match for match in _LONG_CODE.finditer(text) if _is_tracking(match, text)) if _has_digit(text) else ()
    return tuple(dict.fromkeys(match.group() for match in codes))


def _is_tracking(match: re.Match[str], text: str) -> bool:
    if _TRACKING.fullmatch(match.group()):
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    return sum(map(str.isdigit, match.group())) >= 6 and bool(TRACKING_CUE.search(before))


def order_numbers(text: str, tracking: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the order numbers of a text as written, without `#` and doubles, at most ORDER_LIMIT."""
    found = dict.fromkeys(_references(text))
    last_end = -_NEAR
    for candidate in _candidates(text):
        between = text[last_end : candidate.start] if 0 < candidate.start - last_end < _NEAR and last_end > 0 else "."
        if candidate.number not in tracking and (
            _is_order(candidate, follows_order=bool(AND.match(between))) or _is_order_by_shape(candidate, text)
        ):
            found[candidate.number] = None
            last_end = candidate.end
    return tuple(found)[:ORDER_LIMIT]


def _has_digit(text: str) -> bool:
    return any(digit in text for digit in "0123456789")


def _references(text: str) -> list[str]:
    """Return order references made of nine capitals (PrestaShop's habit); only a word for "order" before them makes them one."""
    matches = ((match, text[max(0, match.start() - _BEFORE) : match.start()]) for match in _REFERENCE.finditer(text))
    return [match.group() for match, before in matches if LEFT_EXPLICIT.search(before) or LEFT_PLAIN.search(before)]


def _candidates(text: str) -> Iterator[_Candidate]:
    """Yield the first _CANDIDATE_LIMIT numbers of three digits and more that stand by themselves."""
    for count, match in enumerate(_DIGITS.finditer(text)):
        if count >= _CANDIDATE_LIMIT:
            return
        prefix = _PREFIX.search(text[max(0, match.start() - _LETTERS_BEFORE) : match.start()])
        start = match.start() - len(prefix.group() if prefix else "")
        raw = text[start : match.end()]
        number = _GLUED.sub("", raw.lstrip("# "), count=1) if _GLUED.match(raw.lstrip("# ")) else raw.lstrip("# ")
        if sum(map(str.isdigit, number)) >= 3 and len(number) <= 20 and _stands_alone(text, start):
            cut = match.end() - len(number)
            yield _Candidate(
                number, raw.startswith("#"), start, match.end(), text[max(0, cut - _BEFORE) : cut], text[match.end() : match.end() + _AFTER]
            )


def _stands_alone(text: str, start: int) -> bool:
    """Tell whether nothing is glued to the left, but for an abbreviation's dot ("nr.1042")."""
    before = text[start - 1] if start else " "
    if before == ".":
        return start > 1 and text[start - 2].isalpha()
    return not before.isalnum() and before not in _BORDER


def _is_order(candidate: _Candidate, *, follows_order: bool) -> bool:
    before, after = candidate.before, candidate.after
    if MONEY_BEFORE.search(before) or UNIT_AFTER.match(after):
        return False
    about_order = bool(MAYBE_ORDER.search(before))
    if about_order and LEFT_EXPLICIT.search(before):
        return not _DATE_SHAPE.fullmatch(candidate.number)
    if _NOT_ORDER_SHAPE.fullmatch(candidate.number) or _DATE_SHAPE.fullmatch(candidate.number):
        return False
    if candidate.marked:
        return not OTHER_NOUN.search(before.rstrip("# ")) and not NAMES_OTHER.search(before.rstrip("# "))
    named = about_order and bool(LEFT_PLAIN.search(before))
    if _looks_like_year_or_postcode(candidate) and not named:
        return False
    if RIGHT_CUE.match(after) or follows_order:
        return True
    if named and not candidate.number.isdigit():
        return True
    if named:
        return not VERB.search(before) and bool(_LONG_SHAPE.fullmatch(candidate.number) or not NEXT_NOUN.match(after))
    own = _OWN_SHAPE.fullmatch(candidate.number) and not _PLACE_AFTER.match(after)
    return bool(own) or _is_order_by_context(candidate)


def _is_order_by_context(candidate: _Candidate) -> bool:
    """Tell whether a number without any word for "order" is one all the same: "Het gaat om 30077", or the whole message."""
    number, before, after = candidate.number, candidate.before, candidate.after
    if not _PLAIN_SHAPE.fullmatch(number) or SPEAKS_AGAINST.search(before):
        return False
    if not (before.strip() or after.strip(" .!?\n")):
        return True
    if len(number) >= 5 and WEAK_SUBJECT.search(before) and WEAK_GOES_ON.match(after):
        return True
    left = WEAK_LEFT.search(before) or ORDERED_LEFT.search(before) or (_LONG_SHAPE.fullmatch(number) and LONG_LEFT.search(before))
    return bool(left) and not NEXT_NOUN.match(after)


def _is_order_by_shape(candidate: _Candidate, text: str) -> bool:
    """Tell whether a number looks like an order's and nothing near it says otherwise: "GH-2041 came with one leg"."""
    number, before, after = candidate.number, candidate.before, candidate.after
    if (
        candidate.marked
        or MONEY_BEFORE.search(before)
        or UNIT_AFTER.match(after)
        or _GROUP_NEAR.search(before)
        or _GROUP_AFTER.match(after)
    ):
        return False
    if _DATE_SHAPE.fullmatch(number) or _NOT_ORDER_SHAPE.fullmatch(number):
        return False
    if NAMES_OTHER.search(before) and not FOR_ORDER.search(before):
        return False
    if _CODE_SHAPE.fullmatch(number):
        return not (_ABROAD.fullmatch(number) and _PLACE_AFTER.match(after))
    if SPEAKS_AGAINST.search(before):
        return False
    bare = _LONG_SHAPE.fullmatch(number) and not (NEXT_NOUN.match(after) or _PLACE_AFTER.match(after))
    return bool((bare or _NUMBERED_SHAPE.fullmatch(number)) and ABOUT_ORDERS.search(text))


def _looks_like_year_or_postcode(candidate: _Candidate) -> bool:
    postcode = len(candidate.number) == 4 and candidate.number.isdigit() and _POSTCODE_AFTER.match(candidate.after)
    return bool(postcode or _YEAR.fullmatch(candidate.number))
