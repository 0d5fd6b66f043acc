"""Articles to passages: pieces that can be found and cited on their own.

A passage has some 60-160 words, ends at a paragraph, list or sentence boundary, and never parts a list from the line that leads it in.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.knowledge import NewArticle

MOST_WORDS = 160
ENOUGH_WORDS = 60
FEW_WORDS = 25
LONGEST_SENTENCE = 320
"""Text without any sentence end for this many words is cut between words: it is no sentence."""

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+\S|\s{2,}\S")
_SHORT_FORMS = frozenset(
    [
        "bijv",
        "bv",
        "nl",
        "nr",
        "ca",
        "evt",
        "incl",
        "excl",
        "enz",
        "o.a",
        "m.a.w",
        "d.w.z",
        "t.a.v",
        "i.v.m",
        "z.b",
        "u.a",
        "d.h",
        "bzw",
        "usw",
        "ggf",
        "inkl",
        "exkl",
        "zzgl",
        "str",
        "tel",
        "art",
        "max",
        "min",
        "dr",
        "mr",
        "mevr",
        "dhr",
        "mw",
        "hr",
        "fr",
        "e.g",
        "i.e",
        "etc",
        "vs",
        "no",
        "mrs",
        "ms",
        "p.ex",
        "env",
        "cf",
        "st",
        "jan",
        "feb",
        "apr",
        "aug",
        "sept",
        "okt",
        "nov",
        "dez",
        "dec",
        "oct",
    ]
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-ZÀ-Þ0-9])")


@dataclass(slots=True)
class _Section:
    heading: str
    units: list[str] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(_count(unit) for unit in self.units)


def split_passages(article: NewArticle) -> list[tuple[str, str]]:
    """Return (heading, text) pairs in order; `heading` is the nearest heading above, "" where there is none.

    An article without text is one passage that says its title.
    """
    sections = _merged([section for section in _sections(article.text) if section.units])
    return [(section.heading, text) for section in sections for text in _pack(section.units)] or [("", article.title)]


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; common abbreviations of nl, en, de and fr do not end one."""
    found: list[str] = []
    start = 0
    for match in _SENTENCE.finditer(text):
        if not _is_short_form(text[start : match.start()]):
            found.append(text[start : match.end()].strip())
            start = match.end()
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]


def _is_short_form(before: str) -> bool:
    last = before.rsplit(None, 1)[-1].lower().strip("(\"'“‘") if before.strip() else ""
    return last.endswith(".") and (last[:-1] in _SHORT_FORMS or bool(re.fullmatch(r"[a-z]\.|\d{1,2}\.", last)))


def _count(text: str) -> int:
    return len(text.split())


def _sections(text: str) -> Iterator[_Section]:
    """Cut at headings. A heading without text of its own leads the next one: `Returns › Costs`."""
    current = _Section("")
    for block in _blocks(text):
        match = _HEADING.fullmatch(block)
        if match is None:
            current.units.append(block)
            continue
        above = f"{current.heading} › " if current.heading and not current.units else ""
        yield current
        current = _Section(above + match[1].strip())
    yield current if current.units or not current.heading else _Section("", [current.heading])


def _blocks(text: str) -> Iterator[str]:
    """Yield headings, paragraphs, and lists with the line that leads them in."""
    block: list[str] = []
    gap = False
    for line in text.split("\n"):
        if not line.strip():
            gap = bool(block)
        elif _HEADING.fullmatch(line):
            yield from _joined(block)
            yield line
            block, gap = [], False
        else:
            if gap and not _belongs(block, line):
                yield from _joined(block)
                block = []
            block.append(line.rstrip())
            gap = False
    yield from _joined(block)


def _belongs(block: list[str], line: str) -> bool:
    """A list belongs to the text before it, and its items to each other, whatever blank lines are between."""
    return bool(_ITEM.match(line)) and (bool(_ITEM.match(block[-1])) or block[-1].endswith(":"))


def _joined(block: list[str]) -> Iterator[str]:
    if block:
        yield "\n".join(block)


def _merged(sections: list[_Section]) -> list[_Section]:
    """Join a section of very few words with its neighbour; the neighbour's heading stays as a line."""
    merged: list[_Section] = []
    for section in sections:
        last = merged[-1] if merged else None
        if last and min(last.words, section.words) < FEW_WORDS and last.words + section.words <= MOST_WORDS - 10:
            last.units += [section.heading, *section.units]
        else:
            merged.append(section)
    return merged


def _pack(units: Iterable[str]) -> list[str]:
    """Fill passages with whole units; a last one that is too small joins the one before."""
    passages: list[list[str]] = [[]]
    size = 0
    for unit in _cut(units):
        words = _count(unit)
        if size and (size >= ENOUGH_WORDS or words >= ENOUGH_WORDS) and size + words > MOST_WORDS:
            passages.append([])
            size = 0
        passages[-1].append(unit)
        size += words
    texts = ["\n\n".join(passage) for passage in passages if passage]
    if len(texts) > 1 and _count(texts[-1]) < ENOUGH_WORDS // 2 and _count(texts[-2]) + _count(texts[-1]) <= MOST_WORDS * 5 // 4:
        texts[-2:] = ["\n\n".join(texts[-2:])]
    return texts


def _cut(units: Iterable[str]) -> Iterator[str]:
    """Cut what is too long for one passage: lists between items, paragraphs between sentences."""
    for unit in units:
        if _count(unit) <= MOST_WORDS:
            yield unit
        elif "\n" in unit:
            yield from _groups(_led(unit.split("\n")), "\n")
        else:
            yield from _groups(sentences(unit), " ")


def _led(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a list, the first item together with the line that leads it in."""
    lead, rest = lines[0], lines[1:]
    if rest and not _ITEM.match(lead):
        lead, rest = f"{lead}\n{rest[0]}", rest[1:]
    yield lead
    yield from rest


def _groups(pieces: Iterable[str], glue: str) -> Iterator[str]:
    group: list[str] = []
    for piece in (part for whole in pieces for part in _bounded(whole)):
        if group and sum(map(_count, group)) + _count(piece) > MOST_WORDS:
            yield glue.join(group)
            group = []
        group.append(piece)
    yield glue.join(group)


def _bounded(piece: str) -> Iterator[str]:
    """Cut a line of very many words: between sentences where it has several, else between words."""
    words = piece.split(" ")
    if len(words) <= LONGEST_SENTENCE:
        yield piece
        return
    several = sentences(piece)
    if len(several) > 1:
        for sentence in several:
            yield from _bounded(sentence)
    else:
        for start in range(0, len(words), MOST_WORDS):
            yield " ".join(words[start : start + MOST_WORDS])
