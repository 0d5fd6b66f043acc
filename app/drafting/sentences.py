"""Cuts a text into sentences with their places, for Dutch, English, German and French."""

import re
from dataclasses import dataclass

from app.drafting.lists import word_set

_ABBREVIATIONS = word_set("""
    a.u.b aub b.v bijv bv ca cq d.d d.m.v dhr dr drs e.d e.g enz etc evt excl fam fig i.e i.p.v i.v.m incl ing ir jl jr m.a.w m.b.t m.i.v
    m.u.v max mej mevr min mr mw n.a.v nl no nr nrs o.a o.b.v p p.p pag prof resp sr st st.p str t.a.v t.g.v t.m tel t/m vgl z.o.z z.s.m
    approx apt ave co corp dept ext inc ltd mrs ms messrs vs u.s u.k
    abs bsp bzw d.h evtl frl ggf ggfs hr hrn i.d.r inkl o.ä s.o s.u sog stk str tägl u.a u.u usw v.a vgl z.b z.t z.z zzgl zz
    art av bd cf chap éd env exempl m me mlle mme mm n° p.ex par.ex s.v.p svp tél vol
    """)
_MONTH = re.compile(
    r"(?:jan|feb|fév|mrt|mar|mär|maa|apr|avr|mei|may|mai|jun|jui|jul|aug|aoû|sep|okt|oct|nov|dec|dez|déc)[^\W\d_]*\b", re.IGNORECASE
)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_BULLET = re.compile(r"\s*(?:[-*•–·]|\d{1,2}[.)])\s+")
_LONGEST = 500
_WRAPPED = 65
"""A line at least this long that goes on in lower case on the next one was wrapped by a mail program."""


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence: `text` is exactly `whole[start:end]`."""

    start: int
    end: int
    text: str


def split(text: str) -> list[Span]:
    """Return the sentences of `text` in order, without surrounding white space; nothing but white space lies between them."""
    return [span for start, end in _blocks(text) for span in _within(text, start, end)]


def _blocks(text: str) -> list[tuple[int, int]]:
    """Lines, with wrapped lines joined."""
    blocks: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if blocks and _goes_on(text[blocks[-1][0] : blocks[-1][1]], line):
            blocks[-1] = (blocks[-1][0], at)
        else:
            blocks.append((start, at))
    return blocks


def _goes_on(before: str, line: str) -> bool:
    last = before.splitlines()[-1].rstrip() if before.strip() else ""
    return len(last) >= _WRAPPED and line[:1].islower() and last[-1] not in ".!?:…"


def _within(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, end):
        if _ends_here(text, begin, match, end):
            spans += _span(text, begin, match.end())
            begin = match.end()
    return spans + _span(text, begin, end)


def _ends_here(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    after = text[match.end() : end].lstrip()
    if not after or match.group()[0] in "!?…":
        return not after or not after[:1].islower()
    if after[:1].islower():
        return False
    word = text[begin : match.start()].split()[-1:] or [""]
    return not _is_abbreviation(word[0], after, only=not text[begin : match.start()].strip()[len(word[0]) :])


def _is_abbreviation(word: str, after: str, *, only: bool) -> bool:
    bare = word.strip("(\"'“‘«").casefold()
    if bare.isdigit():
        return only or bool(_MONTH.match(after))
    return bare in _ABBREVIATIONS or (len(bare) == 1 and bare.isalpha() and word[-1:].isupper())


def _span(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    while end - start > _LONGEST:
        # Nobody writes such a sentence; cutting it bounds the time of everything that looks at one.
        cut = max(text.rfind(" ", start, start + _LONGEST), start + _LONGEST // 2)
        spans += _stripped(text, start, cut)
        start = cut
    return spans + _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> list[Span]:
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip())
    body = raw.strip()
    return [Span(start + left, start + left + len(body), body)] if body else []


def is_bullet(line: str) -> bool:
    """Tell whether a line is an item of a list."""
    return bool(_BULLET.match(line))


def without_bullet(line: str) -> str:
    """Return the line without its list mark."""
    return _BULLET.sub("", line, count=1)
