"""Google Voice from Takeout: a page for each thread of texts, each call and each voicemail; a page, the folder or the zip.

There are no ids: a message is known by the other's number, its time with the offset, its sender and text.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Kind,
    Problem,
    ProblemKind,
    ReadOptions,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_files import HEAD_BYTES, NOT_READ, Export, head_of, kept, open_export
from app.parsing.chat_messages import Conversation, Speaker, own_identities, speaker
from app.parsing.export_times import of_iso, zone_named
from app.parsing.phones import e164
from app.parsing.voice_html import ME, Call, Opening, Person, Said, call, is_call, is_voice, names_in, thread

NO_CHAT = N_("There is no Google Voice conversation or call in it; import the Takeout as it was downloaded. Nothing was read.")

_MOST_HEADS = 100
_CALL_BYTES = 8 * 1024 * 1024
_NAMED = re.compile(r"^(.*?) - [^-]+ - \d{4}-\d\d-\d\dT")
_ENDINGS = {
    "img": ("", *[".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".tiff"]),
    "video": ("", *[".mp4", ".3gp", ".mov", ".webm"]),
    "audio": ("", *[".mp3", ".amr", ".m4a", ".wav"]),
    "source": ("", *[".mp4", ".3gp", ".mp3", ".amr"]),
    "a": ("", *[".vcf", ".mp3", ".mp4", ".3gp", ".jpg", ".png", ".gif", ".pdf"]),
}
"""The endings that Takeout leaves out in the pages, for each sort of file."""
_WORDS = {
    "missed": "Missed call",
    "placed": "Call",
    "received": "Call",
    "recorded": "Call (recorded)",
    "voicemail": "Voicemail",
    "": "Call",
}
_OWNER = "me"


class GoogleVoiceReader:
    """Reads the Takeout of Google Voice, or one page of it."""

    channel = Channel.GOOGLE_VOICE
    asks = frozenset[Ask]()

    def score(self, path: Path) -> float:
        """Say how surely this is Google Voice, from the first of its pages."""
        try:
            with open_export(path) as export:
                return 0.97 if any(is_voice(head_of(member)) for member in _candidates(export)[:_MOST_HEADS]) else 0.0
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, a page after another; raises BadInput when there is no page in it."""
        with open_export(path) as export:
            candidates, found = _candidates(export), 0
            people = _People(options, candidates)
            for page in map(_page, candidates):
                if is_voice(page.head):
                    found += 1
                    made = _Calls(export, page, people) if is_call(page.head) else _Texts(export, page, people)
                    yield from kept(page.member.name, made.items(), alone=len(candidates) == 1)
            if not found:
                raise BadInput(NO_CHAT)


READER = GoogleVoiceReader()


def _candidates(export: Export) -> list[Member]:
    if export.beside is not None:
        return list(export.members)
    return sorted((m for m in export.members if m.name.lower().endswith(".html")), key=lambda m: m.name)


class _Page(NamedTuple):
    """A page. Most are small: their head is all of them, and they are opened once."""

    member: Member
    head: str
    whole: bytes | None

    def open(self) -> BinaryIO:
        """Open for reading; raises BadInput."""
        return self.member.open() if self.whole is None else BytesIO(self.whole)


def _page(member: Member) -> _Page:
    try:
        with member.open() as stream:
            raw = stream.read(HEAD_BYTES)
    except Exception:  # noqa: BLE001  # a damaged archive member raises whatever its packer's format can; it is no page of ours
        raw = b""
    return _Page(member, raw.decode("utf-8-sig", "replace"), raw if len(raw) < HEAD_BYTES else None)


class _People:
    """Who takes part: under their numbers in international form; the owner is `Me` whatever the number."""

    def __init__(self, options: ReadOptions, pages: Sequence[Member]) -> None:
        self._country = options.country
        self._pages = pages
        self._numbers: dict[str, set[str]] | None = None
        self._known: dict[Person, Speaker] = {}
        self.zone = zone_named(options.timezone)
        self.me = frozenset({*own_identities(options), _OWNER})

    def speaker(self, person: Person) -> Speaker:
        """Return one who takes part."""
        if person not in self._known:
            self._known[person] = self._made(person)
        return self._known[person]

    def _made(self, person: Person) -> Speaker:
        number = e164(person.number, self._country) or person.number
        phone = Handle(HandleKind.PHONE, number)
        if person.name == ME:
            return speaker(ME, phone, identity=_OWNER)
        shown = person.name if any(ch.isalpha() for ch in person.name) else ""
        return speaker(shown or number, phone)

    def named(self, member: Member) -> Speaker | None:
        """Return whom a page is with by its file name: a number, or a contact's name, whose one number other pages may tell."""
        found = _NAMED.match(member.base)
        if found is None or not found[1].strip():
            return None
        name = found[1].strip()
        if name.startswith("+"):
            return self.speaker(Person(name, name))
        if self._numbers is None:
            self._numbers = {}
            for number, shown in (pair for page in self._pages for pair in names_in(head_of(page))):
                self._numbers.setdefault(shown, set()).add(number)
        known = self._numbers.get(name, set())
        return self.speaker(Person(next(iter(known)) if len(known) == 1 else "", name))


class _Texts:
    """Makes the messages of a page of texts."""

    def __init__(self, export: Export, page: _Page, people: _People) -> None:
        self._export = export
        self._page = page
        self._member = page.member
        self._people = people
        self._problems: list[Problem] = []

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield the texts in order. Whom a thread is with is known from the first text that is not the owner's, looked for beforehand."""
        chat = self._conversation()
        with self._page.open() as stream:
            for position, raw in enumerate(thread(stream)):
                if isinstance(raw, Opening):
                    continue
                try:
                    yield self._one(chat, raw)
                except (ValueError, OverflowError):
                    yield Problem(ProblemKind.UNPARSED, f"{self._member.name}: {position}", NOT_READ)
                if self._problems:
                    yield from self._problems
                    self._problems.clear()

    def _conversation(self) -> Conversation:
        group: list[Speaker] = []
        other = None
        with self._page.open() as stream:
            for raw in thread(stream):
                if isinstance(raw, Opening):
                    group = [self._people.speaker(p) for p in raw.people if p.name != ME]
                elif raw.who and raw.who.name != ME:
                    other = self._people.speaker(raw.who)
                    break
                if group:
                    break
        if len(group) > 1:
            key = ",".join(sorted(who.identity for who in group))
            title = ", ".join(sorted(who.party.name for who in group))
            return Conversation(
                Channel.GOOGLE_VOICE, key, self._people.me, speaker(title, Handle(HandleKind.ID, key)), direct=False, subject=title
            )
        other = other or (group[0] if group else None) or self._people.named(self._member)
        return Conversation(Channel.GOOGLE_VOICE, other.identity if other else self._member.base, self._people.me, other)

    def _one(self, chat: Conversation, raw: Said) -> IncomingMessage:
        who = self._people.speaker(raw.who or Person("", ""))
        at = of_iso(raw.when, self._people.zone)
        files = tuple(_files(self._export, self._member, raw.files, self._problems)) if raw.files else ()
        text = "" if files and raw.text in ("MMS Sent", "MMS Received") else raw.text
        return chat.message(who, at, text, attachments=files)


class _Calls:
    """Makes the message of a page of one call or voicemail."""

    def __init__(self, export: Export, page: _Page, people: _People) -> None:
        self._export = export
        self._page = page
        self._member = page.member
        self._people = people

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield the call."""
        with self._page.open() as stream:
            found = call(stream.read(_CALL_BYTES).decode("utf-8-sig", "replace"))
        problems: list[Problem] = []
        try:
            made = self._one(found, problems) if found else None
        except (ValueError, OverflowError):
            made = None
        if made is None:
            yield Problem(ProblemKind.UNPARSED, self._member.name, NOT_READ)
            return
        yield made
        yield from problems

    def _one(self, found: Call, problems: list[Problem]) -> IncomingMessage:
        named = self._people.named(self._member)
        other = self._people.speaker(found.who) if found.who and found.who.number else named or speaker("")
        chat = Conversation(Channel.GOOGLE_VOICE, other.identity or "unknown", self._people.me, other)
        mine = found.label == "placed"
        length = f" ({found.seconds // 60}:{found.seconds % 60:02})" if found.seconds is not None else ""
        spoken = found.text if found.label in ("voicemail", "") else ""
        return chat.message(
            self._people.speaker(Person("", ME)) if mine else other,
            of_iso(found.when, self._people.zone),
            spoken or _WORDS[found.label] + length,
            kind=Kind.CALL,
            direction=Direction.OUT if mine else Direction.IN,
            attachments=tuple(_files(self._export, self._member, found.files, problems)),
            warnings=("missed_call",) if found.label in ("missed", "voicemail") else (),
        )


def _files(export: Export, member: Member, files: tuple[tuple[str, str], ...], problems: list[Problem]) -> Iterator[Attachment]:
    """Yield the files a page shows; it leaves the ending of their names out."""
    for kind, name in files:
        found = next((name + end for end in _ENDINGS[kind] if export.find(member.name, name + end)), name)
        attachment, problem = export.attachment(member.name, found, member.name)
        problems += [problem] if problem else []
        yield attachment
