"""WhatsApp chat exports: .txt, .zip or the unpacked folder, from Android and iOS, in any language.

Two passes over the text, each streaming: the first learns the header shape, the order of dates and who takes part; the
second yields messages. An export has no ids, so a message is known by chat, local time, sender, text and occurrence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
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
from app.parsing.archive import refusing_damage
from app.parsing.chat_bodies import (
    SIGNALS,
    UNKNOWN_TYPE,
    Body,
    Media,
    as_attached,
    attached_file,
    looks_like_notice,
    opens_chat,
    read_body,
    read_notice,
)
from app.parsing.chat_dates import Clock, Order, OrderVote, missing_year, vote, vote_by_look
from app.parsing.chat_header import Header, lock
from app.parsing.chat_joins import OtherShapes
from app.parsing.chat_senders import Cast, Census, Senders, cast_of, clean_name, identity_of, party_of, settle
from app.parsing.chat_sources import HEAD_LINES, ChatSource, chat_sources, likelihood
from app.parsing.chat_titles import title_among
from app.parsing.chat_words import fold
from app.parsing.textfile import Encoding, detect_encoding, read_lines

KEEP_BYTES = 64 * 1024 * 1024
"""Attachments up to this size are kept whole; of larger ones only name, size and digest."""
LONGEST_NOTICE = 200
PLACEHOLDER_STARTS = ("<", *SIGNALS)

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
YEAR_GUESSED = N_("The dates of this file have no year; the latest that is possible was taken. Look whether the year is right.")
_GLANCE = 50_000
"""Lines that are surveyed where only the first messages are wanted."""
_PROOFS = 500
"""How many dates in the names of photos are looked at."""
_DATED_FILE = re.compile(r"\b(?:[A-Z]{3}-(20\d\d)(\d\d)(\d\d)-WA\d|\d{8}-[A-Z]+-(20\d\d)-(\d\d)-(\d\d)-\d\d-)")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the first pass learned. `placeholders` are phrases of this file that stand for files left out, folded."""

    header: Header
    dates: OrderVote
    orders: dict[str, Order]
    year: int
    year_sure: bool
    senders: Senders
    cast: Cast
    encoding: Encoding
    placeholders: frozenset[str]


class WhatsAppReader:
    """Reads chat exports."""

    channel = Channel.WHATSAPP
    asks = frozenset({Ask.ME, Ask.TIMEZONE, Ask.DATE_ORDER})

    def score(self, path: Path) -> float:
        """Say how surely this is a WhatsApp export, from its first lines."""
        try:
            with chat_sources(path) as sources:
                return max(map(likelihood, sources), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when it is no export at all."""
        zone = _zone(options.timezone)
        with chat_sources(path) as sources:
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
                yield from _ambiguous(source, plan)
                yield from _Chat(source, plan, Clock(plan.dates.order, zone, plan.year, plan.orders)).items()


READER = WhatsAppReader()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(NO_ZONE, name=name) from error


# -- first pass


def _plan(source: ChatSource, options: ReadOptions) -> _Plan:
    with refusing_damage():
        with source.open() as stream:
            encoding = detect_encoding(stream)
        with source.open() as stream:
            header = lock(islice(read_lines(stream, encoding), HEAD_LINES))
        if header is None:
            raise BadInput(UNKNOWN_SHAPE)
        most = _GLANCE if options.glance else None
        seen = _survey(source, encoding, header, most)
        whole = seen.others.joined(header, vote(seen.days).order, seen.census.prefixes, seen.census.prefixes.total())
        seen = seen if whole is header else _survey(source, encoding, whole, most)
    dates = vote(seen.days, day_first=options.day_first, month_first_look=header.month_first_look, latest=source.latest, told=seen.told)
    orders, dates = vote_by_look(seen.days, dates, day_first=options.day_first) if whole.extra else ({}, dates)
    year, sure = missing_year(seen.days, source.latest or date.max)
    title = source.title or title_among(source.base, map(clean_name, seen.census.prefixes))
    senders = settle(seen.census, (title, seen.census.title, *options.me))
    cast = cast_of(senders, seen.census, title, options.me)
    return _Plan(whole, dates, orders, year, sure, senders, cast, encoding, seen.census.placeholders())


@dataclass(slots=True)
class _Survey:
    """What the first pass counts: who speaks, the date texts in order without direct repeats, days that names of files prove, and
    lines with headers of other shapes."""

    census: Census = field(default_factory=Census)
    days: list[str] = field(default_factory=list)
    told: list[tuple[str, date]] = field(default_factory=list)
    others: OtherShapes = field(default_factory=OtherShapes)


def _survey(source: ChatSource, encoding: Encoding, header: Header, most: int | None) -> _Survey:
    """Look through so many lines (None: all)."""
    seen, last, before = _Survey(), "", None
    match, see = header.matcher(), seen.census.see
    pasted = _Pasted(header)
    with source.open() as stream:
        for line in islice(read_lines(stream, encoding), most):
            found = match(line)
            if found is None:
                seen.others.see(line, before)
                continue
            if pasted.since and pasted.holds(found):
                continue
            text, before = line[found.end() :], found
            see(text)
            day = found["date"]
            if day != last:
                last = day
                seen.days.append(day)
            if "-20" in text and len(seen.told) < _PROOFS:
                seen.told.extend((day, proof) for proof in _proofs(text))
            if ": [" in text:
                pasted.look(found, text)
    return seen


def _proofs(text: str) -> Iterator[date]:
    """Yield the day in the name of a photo that the app saved on the day of the message."""
    found = _DATED_FILE.search(text)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
        if 1 <= month <= 12 and 1 <= day <= 28:  # the last days are no better proof, and need a calendar
            yield date(year, month, day)


class _Pasted:
    """Messages of a chat that somebody copied into a message, in the very shape of this file: the message starts with a header, and
    those that follow are older than the message; a header that is not belongs to the file again."""

    def __init__(self, header: Header, clock: Clock | None = None) -> None:
        self._match = header.matcher() if header.shape.bracket else None
        self._clock = clock or Clock(Order.DMY if not header.month_first_look else Order.MDY, ZoneInfo("UTC"))
        self.since = ""

    def look(self, found: re.Match[str], text: str) -> None:
        """See whether a message starts with a copied header that is older."""
        inner = self._match(text[text.find(": [") + 2 :]) if self._match else None
        now, then = self._local(found), self._local(inner)
        self.since = now if inner and then and then < now else ""

    def holds(self, found: re.Match[str]) -> bool:
        """Say whether this header is one of the copied."""
        at = self._local(found)
        if at and at < self.since:
            return True
        self.since = ""
        return False

    def _local(self, found: re.Match[str] | None) -> str:
        at = self._clock.at(*found.group("date", "clock", "seconds", "period")) if found else None
        return at[1] if at else ""


def _ambiguous(source: ChatSource, plan: _Plan) -> Iterator[Problem]:
    if not plan.dates.certain:
        why = DATE_DAY_FIRST if plan.dates.order is Order.DMY else DATE_MONTH_FIRST
        yield Problem(ProblemKind.AMBIGUOUS_DATE, f"{source.name} ({plan.dates.example})", why, plan.dates.example)
    if not plan.year_sure:
        yield Problem(ProblemKind.AMBIGUOUS_DATE, source.name, YEAR_GUESSED)


# -- second pass


class _Chat:
    """Makes messages of one chat. Everything that repeats (people, times, warnings) is made once."""

    def __init__(self, source: ChatSource, plan: _Plan, clock: Clock) -> None:
        self._source = source
        self._plan = plan
        self._clock = clock
        self._people: dict[str | None, _Person] = {}
        self._seen: dict[int, int] = {}
        self._stray: list[int] = []
        self._first = True
        self._warnings = (plan.encoding.warning,) if plan.encoding.warning else ()
        self._unsure = self._warnings if plan.dates.certain and plan.year_sure else (*self._warnings, "ambiguous_date")
        self._read_again = bool(source.files or plan.placeholders)

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
        pasted = _Pasted(self._plan.header, self._clock)
        with self._source.open() as stream:
            for number, line in enumerate(read_lines(stream, self._plan.encoding), 1):
                found = match(line)
                time = at(*found.group("date", "clock", "seconds", "period")) if found else None
                if found is None or time is None or (pasted.since and pasted.holds(found)):
                    parts.append(line)
                    if when is None and line.strip():
                        self._stray.append(number)
                    continue
                if when is not None:
                    yield start, when, _joined(parts)
                start, when, parts = number, time, [line[found.end() :]]
                if ": [" in line:
                    pasted.look(found, parts[0])
        if when is not None:
            yield start, when, _joined(parts)

    def _body(self, name: str | None, body: str) -> Body | None:
        if name is None:
            return read_notice(body)
        first, self._first = self._first, False
        if first and opens_chat(body):
            return read_notice(body)
        known = read_body(body)
        if (known is None or known.kind is Kind.SYSTEM) and self._read_again:
            known = self._by_this_export(body) or known
        return read_notice(body) if known is None and self._is_notice(name, body) else known

    def _by_this_export(self, body: str) -> Body | None:
        """Read a body by what this export alone tells: a file that it holds, a phrase that stands for files all over the chat."""
        first, _, caption = body.partition("\n")
        if self._plan.placeholders and first[:1] in PLACEHOLDER_STARTS and fold(first) in self._plan.placeholders:
            return Body(caption, media=Media("media", UNKNOWN_TYPE, named=False))
        file = attached_file(body) if self._source.files and first.rstrip().endswith(")") else ""
        return as_attached(body) if file and self._source.find(file) else None

    def _is_notice(self, name: str, body: str) -> bool:
        """Say whether this is a notice that lost its mark: it names its own sender ("Anna: Anna added you"), or comes from the group."""
        if len(body) > LONGEST_NOTICE:
            return False
        own = body[:2] == name[:2] or body[0] == "~"
        if own and len(name) > 1 and clean_name(body).startswith(name + " "):
            return looks_like_notice(body)
        return self._plan.cast.is_group and name == self._plan.cast.title and looks_like_notice(body)

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
            warnings=self._unsure if self._unsure is self._warnings or local[5:7] != local[8:10] or self._plan.year else self._warnings,
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
        member = self._source.find(media.name)
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
