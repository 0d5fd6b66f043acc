"""Upkeep: what of a single article needs a look: dates that are over, links that lead nowhere, gaps in the text, its length, its age."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.tending import TendedArticle

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari january januar jänner janvier jan",
            "februari february februar février fevrier feb",
            "maart march märz mars mrt",
            "april avril apr",
            "mei may mai",
            "juni june juin jun",
            "juli july juillet jul",
            "augustus august août aout aug",
            "september septembre sept sep",
            "oktober october octobre okt oct",
            "november novembre nov",
            "december dezember décembre dec dez",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<d>\d{{1,2}})(?:\.|e|er|st|nd|rd|th)?\s+)?(?P<m>{_MONTH})\.?,?\s+(?P<y>20\d\d)\b"
    r"|\b(?P<iy>20\d\d)-(?P<im>\d{1,2})-(?P<id>\d{1,2})\b|\b(?P<nd>\d{1,2})[-/.](?P<nm>\d{1,2})[-/.](?P<ny>20\d\d)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,/€$-])(?<!\d )(?<!€ )(20\d\d)(?![\d/-]|[.,]\d| \d|\s?(?:gram|g|kg|ml|cl|cm|mm|km|m2|m|euro|st|stuks)\b)")
_UNTIL = re.compile(
    r"(?:\b(?:t/m|tot(?: en met)?|geldig tot|until|till|through|up to|valid until|by|bis(?: zum)?|gültig bis|jusqu['’]?(?:au|à)?|fin)\s*)$",
    re.I,
)
_HISTORY = re.compile(
    r"\b(?:sinds|since|seit|depuis|opgericht|founded|gegründet|fondée?|anno|in het jaar|©|kvk|copyright|winnaar|winner|artikel|wet)\W*$",
    re.I,
)
_PLACE = re.compile(
    r"\{\{?[^{}\n]{1,40}\}?\}|\[(?:naam|name|datum|date|bedrag|amount|invullen|fill in|betrag|nom|montant|todo|x+)[^\[\]\n]{0,30}\](?!\()"
    r"|\bX{3,}\b|\.{5,}|_{3,}|\b(?:TODO|TBD|FIXME|NTB)\b|(?i:lorem ipsum|nog invullen|hier komt|tekst volgt|coming soon text)|\?{3,}"
)
_LINK = re.compile(r"\[([^\[\]\n]*)\]\(([^()\n]*)(\)?)")
_WEB = re.compile(r"\bhttps?://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+", re.IGNORECASE)
_WRONG_WEB = re.compile(r"\b(?:https?:/(?!/)|https?//|htt?ps?;//|htp://|http:\\\\|ttps?://)\S*", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
FEWEST_WORDS, MOST_WORDS = 4, 1200


@dataclass(frozen=True, slots=True)
class PastDate:
    """A date or year that is over, as written, with its sentence; `ended` where something was said to last until then."""

    words: str
    sentence: str
    ended: bool


def past_dates(text: str, now: datetime) -> Iterator[PastDate]:
    """Yield the dates of earlier days and the earlier years in a text; years in which something began are left alone."""
    taken: list[tuple[int, int]] = []
    for match in _DATE.finditer(text):
        taken.append(match.span())
        day = _day(match)
        ended = bool(_UNTIL.search(text[: match.start()]))
        if day is not None and day < now.date() and not _HISTORY.search(text[: match.start()]):
            yield PastDate(match.group(), _around(text, match.span()), ended)
    for match in _YEAR.finditer(text):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and int(match.group(1)) < now.year and not _HISTORY.search(text[: match.start()]):
            yield PastDate(match.group(1), _around(text, match.span()), bool(_UNTIL.search(text[: match.start()])))


def _day(match: re.Match[str]) -> date | None:
    """Return the last day that a date names: a month alone lasts until its end."""
    part = match.groupdict()
    year, day = int(part["y"] or part["iy"] or part["ny"]), int(part["d"] or part["id"] or part["nd"] or 28)
    month = MONTHS[part["m"].casefold()] if part["m"] else int(part["im"] or part["nm"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _around(text: str, span: tuple[int, int]) -> str:
    """Return the sentence or line in which a span lies."""
    begins = max(text.rfind(mark, 0, span[0]) + len(mark) for mark in ("\n", ". ", "! ", "? "))
    ends = [place for mark in ("\n", ". ", "! ", "? ") if (place := text.find(mark, span[1])) >= 0]
    return text[max(0, begins) if begins > 1 else 0 : (min(ends) + 1) if ends else len(text)].strip()


def placeholders(text: str) -> list[tuple[str, str]]:
    """Return (words, sentence) of places that should have been filled in."""
    return [(match.group(), _around(text, match.span())) for match in _PLACE.finditer(text)]


def broken_links(text: str, files: Collection[str]) -> list[tuple[str, str]]:
    """Return (link, sentence) of links that cannot work: bad syntax, nothing behind it, or a file that is not among the shop's.

    `files` are the names of the files that knowledge was read from. Nothing is asked of the network.
    """
    found = [(match.group(), _around(text, match.span())) for match in _WRONG_WEB.finditer(text)]
    found += [(match.group(), _around(text, match.span())) for match in _LINK.finditer(text) if not _leads(match, text, files)]
    found += [(m.group(), _around(text, m.span())) for m in _WEB.finditer(text) if not _HOST.fullmatch(m.group().rstrip(".,;:!?"))]
    return list(dict.fromkeys(found))


def _leads(match: re.Match[str], text: str, files: Collection[str]) -> bool:
    target, closed = match.group(2).strip(), bool(match.group(3))
    if not closed or not target or " " in target.split(' "')[0]:
        return False
    target = target.split(' "')[0]
    if target.startswith("#"):
        return any(_slug(line.lstrip("# ")) == target[1:].casefold() for line in text.split("\n") if line.startswith("#"))
    if target.startswith(("mailto:", "tel:")):
        return len(target.split(":", 1)[1]) > 3 and (not target.startswith("mailto:") or "@" in target)
    if target.startswith(("http", "www.")):
        return True  # looked at as a web address
    name = re.split(r"[#?]", target)[0].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].casefold()
    return any(file.rsplit("/", 1)[-1].casefold() == name for file in files)


def _slug(heading: str) -> str:
    return re.sub(r"[^\w-]+", "", re.sub(r"\s+", "-", heading.strip().casefold()))


def web_addresses(text: str) -> list[str]:
    """Return the web addresses in a text that look right; whether they are still there is not known."""
    return list(dict.fromkeys(a for m in _WEB.finditer(text) if _HOST.fullmatch(a := m.group().rstrip(".,;:!?"))))


def months_since(moment: datetime, now: datetime) -> int:
    """Return whole months between two moments (30.4 days each)."""
    return max(0, int((now - moment).days / 30.4))


def looked_at(article: TendedArticle) -> datetime:
    """Return when an article was last changed or checked by a person."""
    return max(article.updated_at, article.checked_at or article.updated_at)
