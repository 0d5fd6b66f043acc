"""The header of a chat line: `18-03-2022 15:10 - `, `[18/03/2022, 15:10:07] ` and their many relatives.

One wide pattern recognises any header; the shapes of a file's first headers are counted, the winner is locked, and lines
of another shape are then text (people paste pieces of other chats).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.parsing.chat_dates import ERA, GAPS, MARKS, PERIOD

_M = f"[{MARKS}]*"
_G = f"[{GAPS}]"
_FIELD = rf"(?:{ERA})?\d{{1,4}}"
_SEP = rf"{_M}(?:[/\-‐.]|{_G}?[年月년월]){_G}?{_M}"
_TAIL = rf"(?:\.(?=[,،、]|{_G})|{_G}?[日일]|{_G}?г\.?)?(?:{_G}*(?:BE|B\.E\.|AD|CE|พ\.ศ\.|ค\.ศ\.))?{_M}"
_GLUE_WORDS = r"à|às|ás|a las|alle ore|alle|klo\.?|kl\.?|um|at|om|ore|în|в|o|ob|w|u|godz\.?"
_GLUE = rf"(?:{_G}?[,،、]{_G}*|{_G}+)(?:(?:{_GLUE_WORDS}){_G}+)?{_M}"
_HOUR_SEP = rf"(?:[:.]|{_G}?h{_G}?)"
_MIN_SEP = rf"(?:[:.]|{_G}?min{_G}?)"
_DATE = rf"(?P<a>{_FIELD})(?P<s1>{_SEP})(?P<b>\d{{1,2}})(?P<s2>{_SEP})(?P<c>{_FIELD})(?P<tail>{_TAIL})"
_TIME = (
    rf"(?:(?P<pre>{PERIOD}){_G}*)?{_M}(?P<h>\d{{1,2}})(?P<ts>{_HOUR_SEP})(?P<m>\d{{2}})"
    rf"(?:(?P<ts2>{_MIN_SEP})(?P<s>\d{{2}})(?P<sec>{_G}?s)?)?(?:{_G}*(?P<post>{PERIOD}))?(?:{_G}?ч\.)?{_M}"
)
_WIDE = re.compile(rf"{_M}(?P<open>\[?){_M}{_DATE}(?P<glue>{_GLUE}){_TIME}(?P<close>\]|{_G}*[-–]{_G}|:{_G})", re.IGNORECASE)
_WIDE_TIME_FIRST = re.compile(rf"{_M}(?P<open>\[){_M}{_TIME}(?P<glue>{_GLUE}){_DATE}(?P<close>\])", re.IGNORECASE)

MIN_MIXED_SHAPES = 3
FAR_COMMONER = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """What is the same in every header of a file: which parts there are, and what separates them."""

    bracket: bool
    time_first: bool
    first_sep: str
    second_sep: str
    year: tuple[int, int]
    era: bool
    tail: bool
    comma: bool
    word: bool
    period_first: bool
    period_last: bool
    time_sep: str
    seconds: bool
    close: str


def wide_match(line: str) -> re.Match[str] | None:
    """Match any known header at the start of a line."""
    return _WIDE.match(line) or _WIDE_TIME_FIRST.match(line)


def shape_of(match: re.Match[str]) -> Shape:
    """Return the shape of a header."""
    g = match.groupdict()
    glue = g["glue"].strip(GAPS)
    return Shape(
        bracket=bool(g["open"]),
        time_first=match.start("h") < match.start("a"),
        first_sep=_bare(g["s1"]),
        second_sep=_bare(g["s2"]),
        year=(_year_digits(g["a"]), _year_digits(g["c"])),
        era=not g["a"][0].isdigit() or not g["c"][0].isdigit(),
        tail=bool(_bare(g["tail"])),
        comma=glue[:1] in ",،、" and bool(glue),
        word=glue[-1:].isalpha() or glue.endswith("."),
        period_first=bool(g["pre"]),
        period_last=bool(g["post"]),
        time_sep=_bare(g["ts"]),
        seconds=bool(g["s"]),
        close=g["close"].strip(GAPS).replace("–", "-"),
    )


def _bare(text: str) -> str:
    return re.sub(f"[{MARKS}{GAPS}]", "", text).replace("‐", "-")


def _year_digits(field: str) -> int:
    """Return how many digits a field has that can only be a year; an era year counts as -1, whatever its length."""
    if not field[0].isdigit():
        return -1
    return len(field) if len(field) > 2 else 0


@dataclass(frozen=True, slots=True)
class Header:
    """A locked header: `match(line)` gives groups `date`, `clock`, `seconds` and `period` ("" where absent)."""

    shape: Shape
    pattern: re.Pattern[str]
    month_first_look: bool
    extra: tuple[re.Pattern[str], ...] = ()

    def match(self, line: str) -> re.Match[str] | None:
        """Match a header of this file at the start of a line."""
        return self.pattern.match(line) or next((m for pattern in self.extra if (m := pattern.match(line))), None)

    def matcher(self) -> Callable[[str], re.Match[str] | None]:
        """Return the fastest callable that does what `match` does."""
        return self.match if self.extra else self.pattern.match


def lock(lines: Iterable[str]) -> Header | None:
    """Find the header shape of a file from its first lines, or None when no line has a header.

    The first shape wins: an export starts with a header, and pasted lines come later. Only one that is far commoner beats it.
    Where no shape is even half of at least three, the file is a patchwork and all count.
    """
    found = [(shape_of(match), match) for line in lines if (match := wide_match(line))]
    if not found:
        return None
    counts = Counter(shape for shape, _ in found)
    common, most = counts.most_common(1)[0]
    winner = common if most > FAR_COMMONER * counts[found[0][0]] else found[0][0]
    header = _header(winner, [match for shape, match in found if shape == winner])
    if len(counts) >= MIN_MIXED_SHAPES and most * 2 < len(found):
        others = (_header(s, [m for shape, m in found if shape == s]).pattern for s in counts if s != winner)
        return replace(header, extra=tuple(others))
    return header


def _header(shape: Shape, matches: list[re.Match[str]]) -> Header:
    marked = any(re.search(f"[{MARKS}]", match[0].lstrip("\u200e\u200f\ufeff")) for match in matches)
    day = _date_pattern(shape, matches)
    time = _time_pattern(shape)
    glue = (rf"{_G}?[,،、]{_G}*" if shape.comma else f"{_G}+") + (rf"(?:{_GLUE_WORDS}){_G}+" if shape.word else "")
    close = {"]": rf"\]{_G}?", "-": rf"{_G}*[-–]{_G}", ":": f":{_G}"}[shape.close]
    parts = [time, glue, day] if shape.time_first else [day, glue, time]
    pattern = _M + (r"\[" if shape.bracket else "") + _M + "".join(parts) + close
    compiled = re.compile(pattern if marked else _without_inner_marks(pattern), re.IGNORECASE if _cased(shape) else 0)
    return Header(shape, compiled, _looks_american(shape, matches))


def _without_inner_marks(pattern: str) -> str:
    """Drop the optional marks between the parts (never those before the header): most files have none, and each costs time."""
    return _M + pattern[len(_M) :].replace(_M, "")


def _cased(shape: Shape) -> bool:
    return shape.period_first or shape.period_last or shape.word or shape.era or shape.tail


def _date_pattern(shape: Shape, matches: list[re.Match[str]]) -> str:
    fields = {name: [match[name] for match in matches] for name in "abc"}
    a, b, c = (_field_pattern(fields[name], era=shape.era and name != "b") for name in "abc")
    first, second = (rf"{_M}{_G}?{re.escape(sep)}{_G}?{_M}" for sep in (shape.first_sep, shape.second_sep))
    return f"(?P<date>{a}{first}{b}{second}{c}{_TAIL if shape.tail else _M})"


def _field_pattern(seen: list[str], *, era: bool) -> str:
    """Allow the digits a field was seen with: padded fields keep their zero, others never start with one."""
    if era and not all(text[0].isdigit() for text in seen):
        return rf"(?:{ERA})\d{{1,2}}"
    if any(len(text) > 2 for text in seen):
        return r"\d{4}" if all(len(text) == 4 for text in seen) else r"\d{1,4}"
    if any(text[0] in "0٠۰" for text in seen):
        return r"\d{2}"
    return r"(?!0)\d{1,2}" if any(len(text) == 1 for text in seen) else r"\d{1,2}"


def _time_pattern(shape: Shape) -> str:
    hour = _HOUR_SEP if shape.time_sep.isalpha() else re.escape(shape.time_sep)
    minute = _MIN_SEP if shape.time_sep.isalpha() else re.escape(shape.time_sep)
    seconds = rf"{minute}(?P<seconds>\d{{2}})" + (rf"(?:{_G}?s)?" if shape.time_sep.isalpha() else "") if shape.seconds else "(?P<seconds>)"
    before = rf"(?P<period>{PERIOD}){_G}*" if shape.period_first else ""
    after = rf"{_G}*(?P<period>{PERIOD})" if shape.period_last and not before else "" if before else "(?P<period>)"
    return rf"{before}{_M}(?P<clock>\d{{1,2}}{hour}\d{{2}}){seconds}{after}(?:{_G}?ч\.)?{_M}"


def _looks_american(shape: Shape, matches: list[re.Match[str]]) -> bool:
    """Say whether this is the look of en-US: unpadded, slashes, two-digit year, capital AM/PM."""
    if shape.first_sep != "/" or shape.year != (0, 0) or not shape.period_last:
        return False
    return all(match["post"] in ("AM", "PM") and "0" not in (match["a"][0], match["b"][0]) for match in matches)
