"""WhatsApp chat exports: .txt, .zip or the unpacked folder, from Android and iOS, in any language.

Two passes over the text, each streaming: the first learns the header shape, the order of dates and who takes part; the
second yields messages. An export has no ids, so a message is known by chat, local time, sender, text and occurrence.
"""

import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    HandleKind,
    IncomingMessage,
    Kind,
    Party,
    Problem,
    ProblemKind,
    ReadOptions,
    fingerprint_of,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import EMPTY_FILE, UNREADABLE, Member, is_zip, open_members, refusing_damage
from app.parsing.chat_bodies import SIGNALS, Body, Media, is_encryption_notice, opens_chat, read_body, read_notice
from app.parsing.chat_dates import Clock, Order, OrderVote, vote
from app.parsing.chat_header import Header, Shape, lock, wide_match
from app.parsing.chat_media_words import OMITTED
from app.parsing.chat_senders import Cast, Census, Senders, cast_of, identity_of, party_of, settle
from app.parsing.chat_titles import title_in
from app.parsing.chat_words import fold, strip_marks
from app.parsing.textfile import Encoding, detect_encoding, read_lines

HEAD_LINES = 200
LIKELY = 0.35
"""What a text among others must score to be read as a chat; the least of one that starts with a header is 0.33 (see `_likely`)."""
HEAD_BYTES = 64 * 1024
KEEP_BYTES = 64 * 1024 * 1024
"""Attachments up to this size are kept whole; of larger ones only name, size and digest."""

UNKNOWN_SHAPE = N_(
    "This is not a WhatsApp chat export as far as can be seen: no line starts like “18-03-2022 15:10 - Name: text” or "
    "“[18/03/2022, 15:10:07] Name: text”. Nothing was read."
)
NO_CHAT = N_("There is no chat text (.txt) in it; export the chat from WhatsApp again and choose the whole file. Nothing was read.")
NO_ZONE = N_("There is no time zone called {name}; give one such as Europe/Amsterdam.")
DATE_DAY_FIRST = N_("Day and month cannot be told apart in this file; the day was read first. Say so if the month comes first.")
DATE_MONTH_FIRST = N_("Day and month cannot be told apart in this file; the month was read first. Say so if the day comes first.")
MISSING_FILE = N_("A file that the chat names is not in the export; the message is kept without it.")
DAMAGED_FILE = N_("A file in the export is damaged; the message is kept without it.")
BEFORE_FIRST = N_("Text before the first message was not understood and left out.")
_GLANCE = 50_000
"""Lines that are surveyed where only the first messages are wanted."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A chat's text and the files beside it. `name` is shown in problems, `title` names the other side when the file name tells it."""

    name: str
    title: str
    open: Callable[[], BinaryIO]
    files: dict[str, Member] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the first pass learned."""

    header: Header
    dates: OrderVote
    senders: Senders
    cast: Cast
    encoding: Encoding


class WhatsAppReader:
    """Reads chat exports."""

    channel = Channel.WHATSAPP
    asks = frozenset({Ask.ME, Ask.TIMEZONE, Ask.DATE_ORDER})

    def score(self, path: Path) -> float:
        """Say how surely this is a WhatsApp export, from its first lines."""
        try:
            with _sources(path) as sources:
                return max((_score(source) for source in sources), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no export at all."""
        zone = _zone(options.timezone)
        with _sources(path) as sources:
            if not sources:
                raise BadInput(NO_CHAT)
            for source in sources:
                try:
                    plan = _plan(source, options)
                except BadInput as error:
                    if len(sources) == 1:
                        raise
                    yield Problem(ProblemKind.ERROR, source.name, error.template)
                    continue
                yield from _ambiguous(source, plan.dates)
                yield from _Chat(source, plan, Clock(plan.dates.order, zone)).items()


READER = WhatsAppReader()


# -- the file


@contextmanager
def _sources(path: Path) -> Iterator[list[_Source]]:
    if path.is_dir() or is_zip(path):
        with open_members(path) as members:
            yield _chats(path, members)
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(UNREADABLE, why=error.strerror or "?") from error
    if size == 0:
        raise BadInput(EMPTY_FILE)
    yield [_Source(path.name, title_in(path.name), lambda: path.open("rb"))]


def _chats(path: Path, members: Sequence[Member]) -> list[_Source]:
    """Find the chats among the members: each `_chat.txt`, else those that bear a title, else every text that reads like one.

    A text that somebody sent is none: the chat beside it names it as a file.
    """
    own = [m for m in members if not m.name.startswith("__MACOSX/") and not m.base.startswith("._")]
    texts = [m for m in own if m.name.lower().endswith(".txt")]
    named = [t for t in texts if t.base == "_chat.txt"] or [t for t in texts if title_in(t.base)]
    alone = len(named or texts) == 1
    sources = [
        _Source(t.name, title_in(t.base) or (title_in(path.name) if alone else ""), t.open, _files_near(t, own, alone=alone))
        for t in named or texts
    ]
    likely = sources if named else [source for source in sources if _score(source) >= LIKELY]
    return [s for s in likely if not _was_sent(s, likely)] or ([max(sources, key=_score)] if sources else [])


def _files_near(text: Member, members: Sequence[Member], *, alone: bool) -> dict[str, Member]:
    """Return the files that a chat may name: those of its folder where there are several chats, else all."""
    folder = text.name.rpartition("/")[0]
    return {_file_key(m.base): m for m in members if alone or m.name.rpartition("/")[0] == folder}


def _was_sent(source: _Source, others: Sequence[_Source]) -> bool:
    """Say whether a text is a file that another chat of its folder speaks of."""
    base = source.name.rpartition("/")[2]
    near = [other for other in others if other is not source and other.files.keys() == source.files.keys()]
    return any(_speaks_of(other, base) for other in near)


def _speaks_of(source: _Source, file: str) -> bool:
    with refusing_damage():
        with source.open() as stream:
            encoding = detect_encoding(stream)
        with source.open() as stream:
            bodies = (line.rpartition(": ")[2] for line in read_lines(stream, encoding) if file in line)
            return any(found.media is not None for body in bodies if (found := read_body(body)))


def _file_key(name: str) -> str:
    """Return a file name as it is looked up: packers differ in marks, and in how they compose accents."""
    return unicodedata.normalize("NFC", strip_marks(name))


def _head(source: _Source) -> list[str]:
    with refusing_damage(), source.open() as stream:
        raw = stream.read(HEAD_BYTES)
    encoding = detect_encoding(io.BytesIO(raw))
    return list(islice(read_lines(io.BytesIO(raw), encoding), HEAD_LINES))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(NO_ZONE, name=name) from error


# -- is it one?


def _score(source: _Source) -> float:
    lines = [line for line in _head(source) if line.strip()]
    header = lock(lines)
    if header is None:
        return 0.0
    texts = [line[found.end() :] for line in lines if (found := header.match(line))]
    score = 0.97 if _sure_signs(source, texts) else _likely(header.shape, source.name)
    score *= 1.0 if sum(": " in text or text.endswith(":") for text in texts) * 2 >= len(texts) else 0.7
    return score if wide_match(lines[0]) else score * 0.45


def _sure_signs(source: _Source, texts: Sequence[str]) -> bool:
    if source.title or source.name.rpartition("/")[2] == "_chat.txt":
        return True
    bodies = [text.partition(": ")[2] for text in texts]
    return any(body.startswith(SIGNALS) or fold(body).strip("<>") in OMITTED for body in bodies) or any(map(is_encryption_notice, texts))


def _likely(shape: Shape, name: str) -> float:
    """Score by shape alone: other programs write year-first or with other brackets, logs do too."""
    usual = not shape.year_first and (bool(shape.bracket) == shape.seconds) and not shape.time_first
    return (0.85 if usual else 0.55) * (1.0 if name.lower().endswith(".txt") else 0.6)


# -- first pass


def _plan(source: _Source, options: ReadOptions) -> _Plan:
    with refusing_damage():
        with source.open() as stream:
            encoding = detect_encoding(stream)
        with source.open() as stream:
            header = lock(islice(read_lines(stream, encoding), HEAD_LINES))
        if header is None:
            raise BadInput(UNKNOWN_SHAPE)
        census, days = _survey(source, encoding, header, _GLANCE if options.glance else None)
    senders = settle(census, (source.title, census.title, *options.me))
    dates = vote(days, day_first=options.day_first, month_first_look=header.month_first_look)
    return _Plan(header, dates, senders, cast_of(senders, census, source.title, options.me), encoding)


def _survey(source: _Source, encoding: Encoding, header: Header, most: int | None) -> tuple[Census, list[str]]:
    """Return who speaks, and the date texts in order without direct repeats, in so many lines (None: in all)."""
    census, days, last = Census(), [], ""
    match, see = header.matcher(), census.see
    with source.open() as stream:
        for line in islice(read_lines(stream, encoding), most):
            if found := match(line):
                see(line[found.end() :])
                day = found["date"]
                if day != last:
                    last = day
                    days.append(day)
    return census, days


def _ambiguous(source: _Source, dates: OrderVote) -> Iterator[Problem]:
    if not dates.certain:
        why = DATE_DAY_FIRST if dates.order is Order.DMY else DATE_MONTH_FIRST
        yield Problem(ProblemKind.AMBIGUOUS_DATE, f"{source.name} ({dates.example})", why, dates.example)


# -- second pass


class _Chat:
    """Makes messages of one chat. Everything that repeats (people, times, warnings) is made once."""

    def __init__(self, source: _Source, plan: _Plan, clock: Clock) -> None:
        self._source = source
        self._plan = plan
        self._clock = clock
        self._people: dict[str | None, _Person] = {}
        self._seen: dict[int, int] = {}
        self._stray: list[int] = []
        self._first = True
        self._warnings = (plan.encoding.warning,) if plan.encoding.warning else ()
        self._unsure = self._warnings if plan.dates.certain else (*self._warnings, "ambiguous_date")

    def items(self) -> Iterator[IncomingMessage | Problem]:
        for number, (when, local), text in self._records():
            name, body = self._plan.senders.split(text)
            known = self._body(name, body)
            problem = None
            if known is None:
                yield self._message(self._person(name), when, local, body)
            else:
                files, problem = self._files(known.media, number) if known.media else ((), None)
                yield self._special(name, when, local, known, files)
            if problem:
                yield problem
        if self._stray:
            yield Problem(ProblemKind.UNPARSED, f"{self._source.name}:{self._stray[0]}", BEFORE_FIRST)

    def _records(self) -> Iterator[tuple[int, tuple[datetime, str], str]]:
        """Yield (line number, (UTC, local ISO), text); a line without a header of this file belongs to the message before it."""
        match, at = self._plan.header.matcher(), self._clock.at
        start, when, parts = 0, None, list[str]()
        with self._source.open() as stream:
            for number, line in enumerate(read_lines(stream, self._plan.encoding), 1):
                found = match(line)
                time = at(*found.group("date", "clock", "seconds", "period")) if found else None
                if found is None or time is None:
                    parts.append(line)
                    if when is None and line.strip():
                        self._stray.append(number)
                    continue
                if when is not None:
                    yield start, when, _joined(parts)
                start, when, parts = number, time, [line[found.end() :]]
        if when is not None:
            yield start, when, _joined(parts)

    def _body(self, name: str | None, body: str) -> Body | None:
        if name is None:
            return read_notice(body)
        first, self._first = self._first, False
        return read_notice(body) if first and opens_chat(body) else read_body(body)

    def _person(self, name: str | None) -> "_Person":
        if name not in self._people:
            self._people[name] = _person(self._plan.cast, self._plan.senders, name)
        return self._people[name]

    def _message(self, person: "_Person", when: datetime, local: str, text: str, same: str = "") -> IncomingMessage:
        return IncomingMessage(
            channel=Channel.WHATSAPP,
            fingerprint=self._fingerprint(local, person.identity, same or text),
            conversation_key=self._plan.cast.key,
            sent_at=when,
            direction=person.direction,
            sender=person.party,
            text=text,
            recipients=person.recipients,
            new_text=text,
            warnings=self._warnings if local[5:7] == local[8:10] else self._unsure,
        )

    def _special(self, name: str | None, when: datetime, local: str, body: Body, files: tuple[Attachment, ...]) -> IncomingMessage:
        """Make a message that is more than plain text. What the app says itself comes from the chat, not from a person."""
        person = self._person(None if body.kind is Kind.SYSTEM else name)
        plain = self._message(person, when, local, body.text, body.same)
        silent = body.kind is Kind.SYSTEM or bool({"deleted", "view_once", "not_received"} & set(body.warnings))
        return replace(
            plain, kind=body.kind, attachments=files, warnings=plain.warnings + body.warnings, new_text="" if silent else body.text
        )

    def _fingerprint(self, local: str, identity: str, text: str) -> str:
        key = hash((local, identity, text))
        nth = self._seen[key] = self._seen.get(key, 0) + 1
        return fingerprint_of("whatsapp", self._plan.cast.key, local, identity, text, str(nth))

    def _files(self, media: Media, number: int) -> tuple[tuple[Attachment, ...], Problem | None]:
        missing = (Attachment(media.name, media.media_type, 0, "", missing=True),)
        if not media.named:
            return missing, None
        where = f"{self._source.name}:{number}"
        member = self._source.files.get(_file_key(media.name))
        if member is None:
            return missing, Problem(ProblemKind.MEDIA_MISSING, where, MISSING_FILE)
        try:
            sha, size, content = member.digest(KEEP_BYTES)
        except BadInput:
            return missing, Problem(ProblemKind.ERROR, where, DAMAGED_FILE)
        return (Attachment(media.name, media.media_type, size, sha, content=content),), None


def _joined(lines: list[str]) -> str:
    """Join the lines of a message without empty ones at its end: the last of an export must equal the same one in a longer export."""
    return lines[0] if len(lines) == 1 else "\n".join(lines).rstrip("\n")


@dataclass(frozen=True, slots=True)
class _Person:
    """One who speaks: who it is, which way the words go, and to whom."""

    identity: str
    party: Party
    direction: Direction
    recipients: tuple[Party, ...]


def _person(cast: Cast, senders: Senders, name: str | None) -> _Person:
    chat = _other_side(cast)
    if name is None:
        return _Person("", chat, Direction.UNKNOWN, ())
    identity = identity_of(name)
    mine = cast.is_me(identity)
    direction = Direction.UNKNOWN if mine is None else Direction.OUT if mine else Direction.IN
    if mine and (cast.counterpart or cast.is_group):
        return _Person(identity, party_of(name), direction, (chat,) if chat.handles else ())
    others = [other for key, other in senders.people.items() if key != identity]
    party = chat if cast.counterpart and identity == identity_of(cast.counterpart) else party_of(name)
    return _Person(identity, party, direction, (party_of(others[0]),) if len(others) == 1 and not cast.is_group else ())


def _other_side(cast: Cast) -> Party:
    """Return the other side; a chat that is called by its number tells the number of one who writes under a name."""
    party, called = party_of(cast.counterpart or cast.title), party_of(cast.title)
    by_number = called.handles[:1] and called.handles[0].kind is HandleKind.PHONE
    return Party(party.name, called.handles) if by_number and not cast.is_group else party
