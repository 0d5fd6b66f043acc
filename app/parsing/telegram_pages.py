"""The messages of Telegram's HTML pages of one chat. Pages tell no ids of chats and people, so that the chat is known by its name."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.domain.message import Attachment, Channel, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.archive import Member
from app.parsing.chat_bodies import media_type_of
from app.parsing.chat_files import NO_TIME, Export, head_of
from app.parsing.chat_messages import NOBODY, Conversation, Speaker, own_identities, speaker
from app.parsing.export_times import zone_named
from app.parsing.telegram_html import Part, Shown, names_in, shown, time_of, title_of
from app.parsing.telegram_json import MEDIA_TYPES

_IN_WORDS = {
    "contact": "Contact",
    "location": "Location",
    "live_location": "Location",
    "venue": "Location",
    "poll": "Poll",
    "invoice": "Invoice",
    "game": "Game",
    "giveaway": "Giveaway",
}


_CALLS = {"missed": "Missed call", "cancelled": "Missed call", "declined": "Call (busy)"}
_SECONDS = re.compile(r"\((\d+) sec")
_PLACE = re.compile(r"q=(-?[\d.]+),(-?[\d.]+)")


def _in_words(part: Part) -> str:
    """Return a place, contact, poll, bill or game as JSON's would be told (see `app.parsing.telegram_json.words_of`)."""
    word = _IN_WORDS[part.kind]
    title = "" if part.title == word else part.title
    parts = (title, part.words) if part.kind == "poll" else (title, *part.words.split("\n"))
    told = ("\n" if part.kind == "poll" else ", ").join(filter(None, parts))
    place = _PLACE.search(part.href) if word == "Location" else None
    if place and part.kind == "venue":
        told = f"{told} ({place[1]}, {place[2]})"
    elif part.href and not place:
        told = f"{told} ({part.href})"
    return f"{word}: {told}" if told else word


def _call_words(told: str) -> str:
    seconds = _SECONDS.search(told)
    if seconds:
        return f"Call ({int(seconds[1]) // 60}:{int(seconds[1]) % 60:02})"
    return _CALLS.get(told.casefold(), "Call")


class Pages:
    """Makes the messages of the pages of one chat. A page knows people by name alone. `apart` tells chats of one name apart."""

    def __init__(self, export: Export, pages: list[Member], options: ReadOptions, apart: str = "") -> None:
        self._export = export
        self._pages = pages
        self._apart = apart
        self._zone: ZoneInfo = zone_named(options.timezone)
        self._title = title_of(head_of(pages[0]))
        self._people: dict[str, Speaker] = {}
        self._problems: list[Problem] = []
        self._options = options
        self._times: dict[str, tuple[datetime, str]] = {}

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages of all pages. A notice has no time of its own: it gets that of the message before it on its day, else of the
        one behind it, else the beginning of the day."""
        self._chat = self._conversation()
        waiting: list[tuple[Member, Shown]] = []
        last: tuple[datetime, str] | None = None
        day: tuple[datetime, str] | None = None
        who = speaker("")
        for page, raw in self._all():
            if raw.day is not None:
                yield from self._held(waiting, day)
                day, last = self._beginning(raw.day), None
                continue
            stamp = self._time(raw.stamp) if raw.stamp else last
            who = who if raw.joined or raw.service else self._person(raw.name)
            if stamp is None:
                waiting.append((page, raw))
                continue
            last = stamp
            yield from self._held(waiting, stamp)
            yield from self._made(page, raw, who, stamp)
        yield from self._held(waiting, day)

    def _all(self) -> Iterator[tuple[Member, Shown]]:
        for page in self._pages:
            with page.open() as stream:
                for raw in shown(stream):
                    yield page, raw

    def _held(self, waiting: list[tuple[Member, Shown]], stamp: tuple[datetime, str] | None) -> Iterator[IncomingMessage | Problem]:
        """Let go what waited for a time."""
        for page, raw in waiting:
            if stamp is None or not raw.service:
                yield Problem(ProblemKind.UNPARSED, f"{page.name}: {raw.number}", NO_TIME)
            else:
                yield from self._made(page, raw, NOBODY, stamp)
        waiting.clear()

    def _beginning(self, day: date) -> tuple[datetime, str]:
        at = datetime(day.year, day.month, day.day, tzinfo=self._zone)
        return at.astimezone(UTC), f"{at:%Y-%m-%dT%H:%M:%S}"

    def _conversation(self) -> Conversation:
        """Say who is who: where one of at most two writers has the chat's name, it is a chat of two with them."""
        names: set[str] = set()
        for page in self._pages:
            with page.open() as stream:
                names.update(names_in(stream))
        direct = self._title in names and len(names) <= 2
        other = self._person(self._title) if self._title else None
        me = own_identities(self._options)
        key = "html:" + " ".join((*self._title.casefold().split(), *([f"#{self._apart}"] if self._apart else ())))
        return Conversation(Channel.TELEGRAM, key, me, other, direct, "" if direct else self._title)

    def _made(self, page: Member, raw: Shown, who: Speaker, stamp: tuple[datetime, str]) -> Iterator[IncomingMessage | Problem]:
        at, local = stamp
        if raw.service:
            yield self._chat.notice(at, raw.text, native_id=raw.number, local=local)
            return
        if not raw.parts and not raw.forwarded:
            yield self._chat.message(who, at, raw.text, native_id=raw.number, local=local)
            return
        yield self._rich(page, raw, who, at, local)
        yield from self._problems
        self._problems.clear()

    def _rich(self, page: Member, raw: Shown, who: Speaker, at: datetime, local: str) -> IncomingMessage:
        call = next((part for part in raw.parts if part.kind == "call"), None)
        words = [raw.text] if raw.text else []
        files: list[Attachment] = []
        for part in raw.parts:
            if part.kind in _IN_WORDS:
                words.append(_in_words(part))
            elif part is not call:
                files.append(self._file(page, raw, part))
        text = "\n".join([*words, _call_words(call.words)] if call else words)
        missed = call is not None and call.words.casefold().startswith(("missed", "declined"))
        return self._chat.message(
            who,
            at,
            text,
            native_id=raw.number,
            local=local,
            kind=Kind.CALL if call else Kind.MESSAGE,
            attachments=tuple(files),
            warnings=(("forwarded",) if raw.forwarded else ()) + (("missed_call",) if missed else ()),
        )

    def _file(self, page: Member, raw: Shown, part: Part) -> Attachment:
        kind = MEDIA_TYPES.get(part.kind, "")
        if not part.href:
            name = part.title or part.kind
            return Attachment(name, kind or media_type_of(name), 0, "", missing=True)
        attachment, problem = self._export.attachment(page.name, part.href, f"{page.name}: {raw.number}")
        self._problems += [problem] if problem else []
        return attachment

    def _person(self, name: str) -> Speaker:
        if name not in self._people:
            self._people[name] = speaker(name)
        return self._people[name]

    def _time(self, stamp: str) -> tuple[datetime, str] | None:
        try:
            return time_of(stamp, self._zone)
        except (ValueError, OverflowError):
            return None
