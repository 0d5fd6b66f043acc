"""Telegram's HTML export: pages of messages in markup that never varies but by version; read by a scanner, not a tree.

A page writes local times, newer ones with the offset of the zone's *standard* time, also in summer. Chats and people have names only.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from html import unescape
from itertools import pairwise
from typing import BinaryIO
from zoneinfo import ZoneInfo

from app.parsing.chat_files import PIECE_BYTES, pieces

MARK = '<div class="message '
_HEAD = re.compile(r'<div class="message (default|service)([^"]*)"(?: id="message(-?\d+)")?')
_DATE = re.compile(r'<div class="[^"<]*\bdate details"[^<>]* title="([^"<]+)"')
_NAME = re.compile(r'<div class="from_name">([^<]*)')
_VIA = re.compile(r" via @\w+\Z")
_NAME_OPENS = '<div class="from_name">'
_LONGEST = 16 * PIECE_BYTES
_FORWARDED = '<div class="forwarded body">'
_TEXT = '<div class="text">'
_MEDIA = re.compile(
    r'<(?:a|div) class="(?:media clearfix|photo_wrap|video_file_wrap|animated_wrap|sticker_wrap)([^"]*)"(?: href="([^"]*)")?'
)
_PART = re.compile(r'<div class="(title bold|description|status details|question bold|answer|total details)">((?:[^<]|<(?!/div>))*+)')
_BREAK = re.compile(r"<br ?/?>")
_TAG = re.compile(r"<[^<>]*>")
_HOUR = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d)")
_AWAY = re.compile(r"(?: UTC([+-])(\d\d):(\d\d))?")
_TITLE = re.compile(r'<div class="page_header.*?<div class="text bold">([^<]*)', re.DOTALL)
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_VOTES = re.compile(r"\d+")
_OLD_GROUP = -1_000_000_000
"""Ids of messages from before a group was made larger are shifted by this; other negative ids are the lines that name a day."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file, place, contact, poll or call that a message shows: `href` is "" where it was left out; `kind` as the page's class says."""

    kind: str
    href: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of a page. `name` is "" where it continues the one before, `stamp` the time as written ("" in notices). Where `day` is
    told it is no message but the line that names the day of those below it."""

    number: str
    service: bool
    joined: bool
    name: str
    stamp: str
    text: str
    parts: tuple[Part, ...] = ()
    forwarded: str = ""
    day: date | None = None


def title_of(head: str) -> str:
    """Return the name of the chat from the first of a page; "" when there is none."""
    found = _TITLE.search(head)
    return plain(found[1]).strip() if found else ""


def shown(stream: BinaryIO) -> Iterator[Shown]:
    """Yield the messages of a page, and the lines that name a day, in order."""
    for piece in pieces(stream, MARK):
        if made := _message(piece):
            yield made


def names_in(stream: BinaryIO) -> set[str]:
    """Return who writes on a page; not the first writers of what was forwarded."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    held, names = "", set[str]()
    while raw := stream.read(PIECE_BYTES):
        text = held + decoder.decode(raw)
        cut = max(text.rfind(MARK), 0)
        names.update(_writers(text[:cut]))
        held = text[cut:] if len(text) - cut < _LONGEST else ""
    names.update(_writers(held))
    return {_writer(name) for name in names}


def _writers(text: str) -> Iterator[str]:
    for before, after in pairwise(text.split(_NAME_OPENS)):
        if not before[-60:].rstrip().endswith(_FORWARDED):
            yield after[: after.find("<")]


def _message(piece: str) -> Shown | None:
    head = _HEAD.match(piece)
    if head is None:
        return None
    kind, classes, number = head.groups("")
    if kind == "service":
        return _notice(piece, number) if _is_message(number) else _day_line(piece)
    date = _DATE.search(piece, head.end())
    at = date.end() if date else head.end()
    plainly = 'class="media_wrap' not in piece and _FORWARDED not in piece
    name = None if "joined" in classes else _NAME.search(piece, at)
    made = Shown(
        number,
        service=False,
        joined="joined" in classes,
        name=_writer(name[1]) if name else "",
        stamp=date[1] if date else "",
        text=_text_at(piece, at),
    )
    return made if plainly else _rich(piece, at, made)


def _is_message(number: str) -> bool:
    return not number.startswith("-") or int(number) < _OLD_GROUP // 2


def first_number(head: str) -> str:
    """Return the number of the first message on a page."""
    return next((found[3] for found in _HEAD.finditer(head) if found[3] and _is_message(found[3])), "")


def _day_line(piece: str) -> Shown | None:
    """Return the day that a line names ("1 March 2024"; always in English), None where it names none."""
    words = _notice(piece, "").text.split()
    try:
        return Shown(
            "", service=True, joined=False, name="", stamp="", text="", day=date(int(words[2]), _MONTHS.index(words[1]) + 1, int(words[0]))
        )
    except (ValueError, IndexError):
        return None


def _rich(piece: str, at: int, made: Shown) -> Shown:
    """Add what a message has beside its text; in a forwarded one the second name is the first writer's."""
    forwarded = piece.find(_FORWARDED, at)
    first = _NAME.search(piece, forwarded) if forwarded >= 0 else None
    return replace(made, parts=tuple(_parts(piece, at)), forwarded=_writer(first[1]) if first else "")


def _writer(markup: str) -> str:
    """Return a name without the bot through which its owner wrote (`Anna via @gif`)."""
    name = plain(markup).strip()
    return _VIA.sub("", name) if " via @" in name else name


def _notice(piece: str, number: str) -> Shown:
    start = piece.find('class="body details">')
    text = plain(piece[start + 21 : _end_of_block(piece, start)].strip()) if start >= 0 else ""
    return Shown(number, service=True, joined=False, name="", stamp="", text=text)


def _end_of_block(piece: str, start: int) -> int:
    end = piece.find("</div>", start)
    return end if end >= 0 else len(piece)


def _text_at(piece: str, at: int) -> str:
    start = piece.find(_TEXT, at)
    if start < 0:
        return ""
    return plain(piece[start + len(_TEXT) : _end_of_block(piece, start)].strip(" \r\n\t"))


def plain(markup: str) -> str:
    """Return markup as text: line breaks kept, tags dropped, characters decoded."""
    if "<" in markup:
        markup = _TAG.sub("", _BREAK.sub("\n", markup))
    return unescape(markup) if "&" in markup else markup


def _parts(piece: str, at: int) -> Iterator[Part]:
    found = list(_MEDIA.finditer(piece, at))
    if '<div class="media_giveaway">' in piece:
        yield Part("giveaway", "", "Giveaway", "")
    start = piece.find('<div class="media_poll">', at)
    starts = sorted([*(media.start() for media in found), *([start] if start >= 0 else []), len(piece)])
    for media in found:
        end = starts[starts.index(media.start()) + 1]
        inside = [(name, plain(words).strip()) for name, words in _PART.findall(piece, media.end(), end)] if "media" in media[0] else []
        title = next((words for name, words in inside if name == "title bold"), "")
        rest = "\n".join(words for name, words in inside if name != "title bold" and words)
        yield Part(_kind(media[0], media[1]), unescape(media[2] or ""), title, rest)
    if start >= 0:
        told = _PART.findall(piece, start)
        question = next((plain(words).strip() for name, words in told if name == "question bold"), "")
        yield Part("poll", "", question, "\n".join(_answer(words) for name, words in told if name == "answer"))


def _answer(markup: str) -> str:
    """Return an answer of a poll with its votes, which a page leaves out where there are none."""
    words, _, details = markup.partition('<span class="details">')
    votes = _VOTES.search(plain(details))
    return f"{plain(words).strip()} ({votes[0] if votes else 0})"


def _kind(whole: str, classes: str) -> str:
    """Return what a part is: the class that says so ("media_file" -> file, "photo_wrap" -> photo)."""
    named = re.search(r"media_(\w+)", classes)
    return named[1] if named else whole.split('"')[1].split("_")[0]


def time_of(stamp: str, zone: ZoneInfo) -> tuple[datetime, str]:
    """Return (UTC time, local ISO text) of a time as a page writes it. Raises ValueError.

    Where the offset is the standard one of `zone`, the clock was that zone's, summer time and all; any other offset is taken at its word.
    """
    start, hour = _hour(stamp[:13], stamp[19:] if stamp[16:17] == ":" else stamp[16:], zone)
    minute, second = stamp[14:16], stamp[17:19] if stamp[16:17] == ":" else "00"
    if stamp[13:14] != ":" or len(minute + second) != 4 or not ("00" <= minute <= "59" and "00" <= second <= "59"):
        raise ValueError(stamp)
    return start + timedelta(minutes=int(minute), seconds=int(second)), f"{hour}:{minute}:{second}"


@lru_cache(maxsize=4096)
def _hour(day_and_hour: str, zone_text: str, zone: ZoneInfo) -> tuple[datetime, str]:
    """Return the hour ("04.03.2024 09") as a UTC time and as local ISO text; hours begin together in every zone that shops are in."""
    found, away = _HOUR.fullmatch(day_and_hour), _AWAY.fullmatch(zone_text)
    if found is None or away is None:
        raise ValueError(day_and_hour)
    day, month, year, hour = map(int, found.groups())
    local = datetime(year, month, day, hour)
    sign, hours, minutes = away.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    if sign is None or offset == _standard(zone, year):
        return local.replace(tzinfo=zone).astimezone(UTC), f"{local:%Y-%m-%dT%H}"
    return (local - offset).replace(tzinfo=UTC), f"{local:%Y-%m-%dT%H}"


@lru_cache(maxsize=256)
def _standard(zone: ZoneInfo, year: int) -> timedelta:
    """Return the zone's offset without summer time (Dublin's is the lesser of the two, whatever it is called)."""
    return min(datetime(year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))
