"""Google Voice's pages (Takeout): one for each thread of texts and each call; read by a scanner. Classes are the same in every language.

Times are ISO with an offset; the owner is written `Me`; what happened to a call is in the address of its label (`#missed`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import BinaryIO

from app.parsing.chat_files import pieces

MARK = '<div class="message">'
_WHEN = re.compile(r'<abbr class="(?:dt|published)" title="([^"]+)"')
_TEL = re.compile(r'<a class="tel" href="tel:([^"<>]*)">\s*<(span|abbr) class="fn"[^<>]*>([^<]*)')
_HEADING = re.compile(r">\s*(Missed|Placed|Received|Recorded|Voicemail)(?: call)? (?:from|to|with)\b", re.IGNORECASE)
"""What a page of a call is headed with; it tells the label where the labels are missing."""
_LENGTH = re.compile(r'class="duration" title="PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?"')
_LABEL = re.compile(r'rel="tag" href="[^"<>]*#(\w+)"')
_FILE = re.compile(r'<(img|audio|video|source|a)\b[^<>]*?\b(?:src|href)="([^"<>]*)"[^<>]*>')
_TITLE = re.compile(r"<title>([^<]*)")
_SPOKEN = re.compile(r">\s*Transcript:\s*([^<>]+)<")
"""A transcription that stands by itself behind the time, as newer pages have it."""
_BREAK = re.compile(r"<br\s*/?>")
_TAG = re.compile(r"<[^<>]*>")
ME = "Me"
CALLS = ("missed", "placed", "received", "voicemail", "recorded")
"""Labels of calls. One that is recorded, or ended in the mailbox, has a second label beside it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One who takes part: a number as written ("" when hidden) and a name (`Me` is the owner)."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a thread. `files` are names beside the page, without their endings where Takeout leaves them out."""

    when: str
    who: Person | None
    text: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call or voicemail. `label` is one of CALLS, `seconds` None where there is no length, `text` the transcription."""

    when: str
    who: Person | None
    label: str
    seconds: int | None
    text: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page tells before its first text: its title, and in a group the people it is with."""

    title: str
    people: tuple[Person, ...]


def is_voice(head: str) -> bool:
    """Say whether the first of a page is Google Voice's."""
    texts = 'class="hChatLog' in head or (MARK in head and 'class="sender vcard"' in head and '<abbr class="dt" title="' in head)
    return texts or ('class="haudio"' in head and 'class="contributor vcard"' in head)


def is_call(head: str) -> bool:
    """Say whether a page is of one call, and not of texts."""
    return 'class="haudio"' in head and 'class="hChatLog' not in head


def thread(stream: BinaryIO) -> Iterator[Opening | Said]:
    """Yield the opening of a page of texts and then its texts in order."""
    for piece in pieces(stream, MARK):
        if piece.startswith(MARK):
            if said := _said(piece):
                yield said
        elif "<title>" in piece:
            yield Opening(_title(piece), tuple(_people(piece)))


def call(page: str) -> Call | None:
    """Return the call that a page tells of; None when it is of texts, or its end is missing."""
    body = page.find('class="haudio"')
    when = _WHEN.search(page, body) if body >= 0 else None
    if when is None:
        return None
    who = next(_people(page[body:]), None)
    labels = [label for label in _LABEL.findall(page, body) if label in CALLS]
    label = min(labels, key=("voicemail", "recorded", "missed", "placed", "received").index, default="")
    if not label and (told := _HEADING.search(page)):
        label = told[1].lower()
    length = _LENGTH.search(page, body)
    seconds = sum(int(n or 0) * unit for n, unit in zip(length.groups(), (3600, 60, 1), strict=True)) if length else None
    spoken = _between(page, '<span class="full-text">', "</span>", body)
    bare = _SPOKEN.search(page, body) if spoken is None else None
    text = spoken[0] if spoken else bare[1] if bare else ""
    return Call(when[1], who, label, seconds, plain(text).strip(), _files(page[body:]))


def names_in(page: str) -> Iterator[tuple[str, str]]:
    """Yield (number, name) of everybody a page names under a name of their own; not the owner."""
    for person in _people(page):
        if person.number and person.name != ME and any(map(str.isalpha, person.name)):
            yield person.number, person.name


def _said(piece: str) -> Said | None:
    when = _WHEN.search(piece)
    quote = _between(piece, "<q>", "</q>")
    if when is None or (quote is None and "</div>" not in piece):
        return None
    tel = _TEL.search(piece)
    tail = piece[quote[1] if quote else when.end() :]
    files = _files(tail) if "src=" in tail or "href=" in tail else ()
    return Said(when[1], Person(tel[1], plain(tel[3])) if tel else None, plain(quote[0]) if quote else "", files)


def _between(text: str, opens: str, closes: str, at: int = 0) -> tuple[str, int] | None:
    """Return what stands between two marks and where it ends; None where one is missing."""
    start = text.find(opens, at)
    end = text.find(closes, start) if start >= 0 else -1
    return (text[start + len(opens) : end], end) if end >= 0 else None


def _people(page: str) -> Iterator[Person]:
    return (Person(number, plain(name)) for number, _, name in _TEL.findall(page))


def _title(page: str) -> str:
    found = _TITLE.search(page)
    return " ".join(plain(found[1]).split()) if found else ""


def _files(part: str) -> tuple[tuple[str, str], ...]:
    """Return (kind of element, address) of the files shown; telephone links and labels are none."""
    found = []
    for match in _FILE.finditer(part):
        if not match[2].startswith(("tel:", "http:", "https:", "mailto:", "#")) and match[2]:
            found.append((match[1], unescape(match[2])))
    return tuple(dict((address, (kind, address)) for kind, address in reversed(found)).values())[::-1]


def plain(markup: str) -> str:
    """Return markup as text: line breaks kept, tags dropped, characters decoded."""
    if "<" in markup:
        markup = _TAG.sub("", _BREAK.sub("\n", markup))
    return unescape(markup) if "&" in markup else markup
