"""What a person typed into the search field, taken apart. Pure; nothing that can be typed raises.

Words must all occur; `"several words"` in that order; `-word` must not occur; the last word may be unfinished, and `word*` always is.
Operators: see `FILTERS` and `FIELDS`. An operator with a value it does not know counts as words.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from app.domain.message import Channel, Direction
from app.store.fold import fold, fold_order, words

_ITEM = re.compile(r'(?P<no>-)?(?:(?P<name>[A-Za-z]+):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>\S+))')
_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_SHORTEST_PREFIX = 4

FIELDS = {"from": "sender", "to": "recipients", "subject": "subject"}
"""Operators that look into one column of the full-text index."""
STATES = frozenset({"unread", "open", "closed", "snoozed", "junk", "answered", "waiting", Direction.IN.value, Direction.OUT.value})
HAVING = frozenset({"attachment", "draft", "order"})
_CHANNELS = frozenset(c.value for c in Channel) | {"mail"}


@dataclass(frozen=True, slots=True)
class Term:
    """Words that occur one after the other, folded; the last is the beginning of a word when `prefix`. `column` "" is anywhere."""

    words: tuple[str, ...]
    text: str
    prefix: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """An operator: `name`, its value (folded where that is meant) and whether it is turned round."""

    name: str
    value: str
    negative: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A search: terms that must occur, terms that must not, and filters."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.terms or self.without or self.filters)


@dataclass(slots=True)
class _Found:
    terms: list[Term] = field(default_factory=list)
    without: list[Term] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)


def parse(text: str) -> Query:
    """Return the query that `text` means."""
    found = _Found()
    items = list(_ITEM.finditer(text))
    unfinished = bool(items) and items[-1].end() == len(text)
    for item in items:
        _take(item, found, typing=unfinished and item is items[-1])
    return Query(tuple(found.terms), tuple(found.without), tuple(found.filters))


def _take(item: re.Match[str], found: _Found, *, typing: bool) -> None:
    name, quoted, bare = (item["name"] or "").lower(), item["quoted"], item["bare"] or ""
    value = bare if quoted is None else quoted
    negative = item["no"] is not None
    wanted = found.without if negative else found.terms
    if name in FIELDS:
        wanted += _terms(value, FIELDS[name], prefix=quoted is None)
    elif filter_ := _filter(name, value, negative=negative):
        found.filters.append(filter_)
    elif quoted is not None:
        wanted += _terms(f"{name} {value}", "", prefix=False)
    else:
        wanted += _terms(f"{name} {value}", "", prefix=value.endswith("*") or (typing and not negative))


def _terms(value: str, column: str, *, prefix: bool) -> list[Term]:
    told = tuple(words(fold(value)))
    if not told:
        return []
    return [Term(told, " ".join(told), prefix and len(told[-1]) >= _SHORTEST_PREFIX, column)]


def _filter(name: str, value: str, *, negative: bool) -> Filter | None:
    if not name:
        return Filter("order", value.lstrip("#"), negative) if re.fullmatch(r"#[\w-]*\d[\w-]*", value) else None
    low = value.strip().lower()
    if name in ("before", "after"):
        day = read_day(low)
        return Filter(name, low, negative, day) if day else None
    return Filter(name, _value(name, value, low), negative) if _makes_sense(name, low) else None


def _value(name: str, value: str, low: str) -> str:
    if name == "order":
        return value.strip().lstrip("#")
    return fold(value).strip() if name == "customer" else low


def _makes_sense(name: str, value: str) -> bool:
    known = {"is": STATES, "has": HAVING, "channel": _CHANNELS}
    if name in known:
        return value in known[name]
    if name == "order":
        return bool(fold_order(value))
    return name in ("customer", "category", "sentiment") and bool(value)


def read_day(value: str) -> date | None:
    """Return the day of `2026-11-22`, `2026-11`, `2026`, `22-11-2026`, `22.11.2026` or `22/11/2026`; None when it is none."""
    if found := _YEAR_FIRST.fullmatch(value):
        year, month, day = found[1], found[2] or "1", found[3] or "1"
    elif found := _DAY_FIRST.fullmatch(value):
        day, month, year = found[1], found[2], found[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
