"""The header of a chat line: `18-03-2022 15:10 - `, `[18/03/2022, 15:10:07] ` and their many relatives.

Wide patterns recognise any header; the shapes of a file's first headers are counted, the winner is locked, and lines
of another shape are then text (people paste pieces of other chats).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.parsing.chat_dates import ERA, GAPS, MARKS, half_of_day
from app.parsing.worded_dates import worded_date

_M = f"[{MARKS}]*"
_MARKS = re.compile(f"[{MARKS}]+")
_G = f"[{GAPS}]"
_FIELD = rf"(?:{ERA})?\d{{1,4}}"
_SEP = rf"{_M}(?:{_G}?[/\-‐‑._]|{_G}?[年月년월]|{_G}){_G}?{_M}"
_TAIL = rf"(?:\.(?=[,،、]|{_G})|{_G}?[日일]|{_G}?г\.?)?(?:{_G}*(?:BE|B\.E\.|AD|CE|AP|AH|พ\.ศ\.|ค\.ศ\.|ه‍?ـ?\.?|ه‍\.ش\.?))?{_M}"
_GLUE_WORDS = (
    r"à|às|ás|a las|a la|alle ore|alle|klo\.?|kl\.?|um|at|om|ore|la|în|в|о|o|ob|w|u|godz\.?|lúc|pukul|jam|kell|plkst\.|στις|saat|ve|"
    r"الساعة|ساعت|בשעה|को|নাগাদ|เวลา"
)
_GLUE = rf"(?:{_G}?[,،、]{_M}{_G}*|{_G}+[-–—|]{_G}+|{_G}+)(?:(?:{_GLUE_WORDS}){_G}+)?{_M}"
_HOUR_SEP = rf"(?:[:.：]|{_G}?h{_G}?)"
_MIN_SEP = rf"(?:[:.：]|{_G}?min{_G}?)"
_NO_WORD = r"\d\[\](){}:;,،、/\-–—|<>\n"
_WORD = rf"[^\s{MARKS}{_NO_WORD}][^{_NO_WORD}]{{0,23}}?"
"""What may be a word for a part of the day; whether it is one is looked up."""
_DATE = rf"(?P<a>{_FIELD})(?P<s1>{_SEP})(?P<b>\d{{1,2}})(?P<s2>{_SEP})(?P<c>{_FIELD})(?P<tail>{_TAIL})"
_NAMED_DATE = r"(?P<named>[^\W_][^\[\]():;|<>\n]{3,40}?)"
_TIME = (
    rf"(?:(?P<pre>{_WORD}){_G}*)?{_M}(?P<h>\d{{1,2}})(?P<ts>{_HOUR_SEP})(?P<m>\d{{2}})"
    rf"(?:(?P<ts2>{_MIN_SEP})(?P<s>\d{{2}})(?P<sec>{_G}?s(?![^\W\d_]))?)?(?:[.,]?{_G}*{_M}(?P<post>{_WORD}))?(?:{_G}?ч\.)?{_M}"
)
_OPEN = rf"{_M}(?P<indent>{_G}*){_M}(?P<open>[\[(]?){_M}"
_CLOSE = rf"(?P<close>[\])](?:{_G}?[-–—:](?={_G}))?|{_G}*[-–—](?:{_G}|$)|[:;]{_G})"
_SPACED = (
    rf"(?P<pre>(?!))?(?P<h>\d{{1,2}})(?P<ts>:)(?P<m>\d{{2}}):(?P<s>\d{{2}})(?:{_G}?(?P<post>[AP]\.?{_G}?M\b\.?))?"
    rf"(?P<close>{_G})(?![^:\n]{{1,60}}?{_G}[-–—]{_G})(?=[^\s:\-–—(\[][^:\n]{{0,60}}:{_G})"
)
"""A time with seconds that nothing but a space sets apart from the name behind it."""
_WIDE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        f"{_OPEN}{_DATE}(?P<glue>{_GLUE}){_TIME}{_CLOSE}",
        f"{_OPEN}{_TIME}(?P<glue>{_GLUE}){_DATE}{_CLOSE}",
        f"{_OPEN}{_NAMED_DATE}(?P<glue>{_GLUE}){_TIME}{_CLOSE}",
        f"{_OPEN}{_TIME}(?P<glue>{_GLUE}){_NAMED_DATE}{_CLOSE}",
        f"{_M}(?P<indent>)(?P<open>){_DATE}(?P<glue>{_GLUE}){_SPACED}",
    )
)
_BEFORE = frozenset({"am", "pm", "de.", "du."})
"""Small words in Latin letters that may stand before a time; others there are no part of the day ("12/7/2017 a 22:35")."""

MIN_MIXED_SHAPES = 3
FAR_COMMONER = 5
LAST_LATIN = "\u02ff"
LONGEST_GLUE, LONGEST_SMALL_WORD = 8, 4


@dataclass(frozen=True, slots=True)
class Shape:
    """What is the same in every header of a file: which parts there are, and what separates them."""

    indented: bool
    bracket: str
    time_first: bool
    named: bool
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

    @property
    def year_first(self) -> bool:
        """Whether the date can only begin with its year."""
        return self.year[0] != 0


def wide_match(line: str) -> re.Match[str] | None:
    """Match any known header at the start of a line."""
    return next((found for pattern in _WIDE if (found := pattern.match(line)) and _is_sound(found)), None)


def _is_sound(match: re.Match[str]) -> bool:
    """Say whether the words in a header are what they stand for: a part of the day, a word such as "at", a month."""
    g = match.groupdict()
    if g["post"] and not half_of_day(g["post"]):
        return False
    if g["pre"] and not _is_period_before(g["pre"]) and (len(g["pre"]) > LONGEST_GLUE or " " in g["pre"].strip()):
        return False
    return "named" not in g or worded_date(g["named"]) is not None


def _is_period_before(word: str | None) -> bool:
    if not word or not half_of_day(word):
        return False
    return word[0] > LAST_LATIN or len(word.strip()) > LONGEST_SMALL_WORD or word.casefold().strip() in _BEFORE


def shape_of(match: re.Match[str]) -> Shape:
    """Return the shape of a header."""
    g = match.groupdict()
    named = "named" in g
    glue = _MARKS.sub("", g["glue"]).strip(GAPS)
    dated = (g["a"], g["c"]) if not named else ("1", "1")
    before = _is_period_before(g["pre"])
    return Shape(
        indented=bool(g["indent"]),
        bracket=g["open"],
        time_first=match.start("h") < match.start("named" if named else "a"),
        named=named,
        first_sep="" if named else _bare(g["s1"]),
        second_sep="" if named else _bare(g["s2"]),
        year=(_year_digits(dated[0]), _year_digits(dated[1])),
        era=not dated[0][0].isdigit() or not dated[1][0].isdigit(),
        tail=not named and bool(_bare(g["tail"])),
        comma=glue[:1] in ",،、" and bool(glue),
        word=glue[-1:].isalpha() or glue.endswith(".") or (bool(g["pre"]) and not before),
        period_first=before,
        period_last=bool(g["post"]),
        time_sep=_bare(g["ts"]).casefold(),
        seconds=bool(g["s"]),
        close=_bare(g["close"])[:1].replace("–", "-").replace("—", "-"),
    )


def _bare(text: str) -> str:
    return re.sub(f"[{MARKS}{GAPS}]", "", text).replace("‐", "-").replace("‑", "-")


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
    header = header_of(winner, [match for shape, match in found if shape == winner])
    if len(counts) >= MIN_MIXED_SHAPES and most * 2 < len(found):
        others = (header_of(s, [m for shape, m in found if shape == s]).pattern for s in counts if s != winner)
        return replace(header, extra=tuple(others))
    return header


def header_of(shape: Shape, matches: list[re.Match[str]]) -> Header:
    """Return the header of a shape, as strict as the lines that were seen of it allow."""
    marked = any(re.search(f"[{MARKS}]", match[0].lstrip("\u200e\u200f\ufeff")) for match in matches)
    day = r"(?P<date>[^\W_][^\[\]():;|<>\n]{3,40}?)" if shape.named else _date_pattern(shape, matches)
    time = _time_pattern(shape)
    glue = _glue_pattern(shape, matches)
    close = {"]": rf"\](?:{_G}?[-–—:](?={_G}))?{_G}?", ")": rf"\)(?:{_G}?[-–—:](?={_G}))?{_G}?"}
    end = close.get(shape.close) or {"-": rf"{_G}*[-–—](?:{_G}|$)", "": rf"{_G}(?=\S)"}.get(shape.close, f"[:;]{_G}")
    parts = [time, glue, day] if shape.time_first else [day, glue, time]
    pattern = _M + (f"{_G}*{_M}" if shape.indented else "") + re.escape(shape.bracket) + _M + "".join(parts) + end
    compiled = re.compile(pattern if marked else _without_inner_marks(pattern), re.IGNORECASE if _cased(shape) else 0)
    return Header(shape, compiled, _looks_american(shape, matches))


def _glue_pattern(shape: Shape, matches: list[re.Match[str]]) -> str:
    dashed = any(match["glue"].strip(GAPS)[:1] in tuple("-–—|") for match in matches)
    between = rf"{_G}?[,،、]{_M}{_G}*" if shape.comma else rf"{_G}+[-–—|]{_G}+" if dashed else f"{_G}+"
    return between + (rf"[^{_NO_WORD}]{{1,12}}?{_G}+{_M}" if shape.word else _M)


def _without_inner_marks(pattern: str) -> str:
    """Drop the optional marks between the parts (never those before the header): most files have none, and each costs time."""
    return _M + pattern[len(_M) :].replace(_M, "")


def _cased(shape: Shape) -> bool:
    return shape.era or shape.tail


def _date_pattern(shape: Shape, matches: list[re.Match[str]]) -> str:
    fields = {name: [match[name] for match in matches] for name in "abc"}
    a, b, c = (_field_pattern(fields[name], era=shape.era and name != "b") for name in "abc")
    first, second = (rf"{_M}{_G}?{_separator(sep)}{_G}?{_M}" for sep in (shape.first_sep, shape.second_sep))
    return f"(?P<date>{a}{first}{b}{second}{c}{_TAIL if shape.tail else _M})"


def _separator(sep: str) -> str:
    return "[-‐‑]" if sep == "-" else re.escape(sep)


def _field_pattern(seen: list[str], *, era: bool) -> str:
    """Allow the digits a field was seen with: padded fields keep their zero, others never start with one; both only where many do both."""
    if era and not all(text[0].isdigit() for text in seen):
        return rf"(?:{ERA})\d{{1,2}}"
    if any(len(text) > 2 for text in seen):
        return r"\d{4}" if all(len(text) == 4 for text in seen) else r"\d{1,4}"
    padded, short = sum(text[0] in "0٠۰०০" for text in seen), sum(len(text) == 1 for text in seen)
    if padded and short and max(padded, short) <= FAR_COMMONER * min(padded, short):
        return r"\d{1,2}"
    if padded > short:
        return r"\d{2}"
    return r"(?!0)\d{1,2}" if short else r"\d{1,2}"


def _time_pattern(shape: Shape) -> str:
    worded = shape.time_sep.isalpha()
    hour, minute = (_HOUR_SEP, _MIN_SEP) if worded else (re.escape(shape.time_sep),) * 2
    seconds = rf"{minute}(?P<seconds>\d{{2}})" + (rf"(?:{_G}?s(?![^\W\d_]))?" if worded else "") if shape.seconds else "(?P<seconds>)"
    before = rf"(?P<period>{_WORD}){_G}*" if shape.period_first else ""
    after = rf"[.,]?{_G}*{_M}(?P<period>{_WORD})" if shape.period_last and not before else "" if before else "(?P<period>)"
    return rf"{before}{_M}(?P<clock>\d{{1,2}}{hour}\d{{2}}){seconds}{after}(?:{_G}?ч\.)?{_M}"


def _looks_american(shape: Shape, matches: list[re.Match[str]]) -> bool:
    """Say whether this is the look of en-US: unpadded, slashes, two-digit year, capital AM/PM."""
    if shape.named or shape.first_sep != "/" or shape.year != (0, 0) or not shape.period_last:
        return False
    return all(match["post"] in ("AM", "PM") and "0" not in (match["a"][0], match["b"][0]) for match in matches)
