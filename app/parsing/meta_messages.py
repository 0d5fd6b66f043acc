"""Messages of one thread of Meta's, from what JSON or a page tells."""

import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import Attachment, Channel, Handle, HandleKind, IncomingMessage, Kind, Party, Problem, ProblemKind
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_dates import OrderVote
from app.parsing.chat_messages import Conversation, Speaker, compared, counterpart
from app.parsing.meta_export import MetaExport
from app.parsing.meta_html import Page
from app.parsing.meta_json import BEYOND, USUAL, Facts, milliseconds
from app.parsing.meta_text import is_gone, is_group_act, is_noise, repaired, says_attachment, without_edit_mark
from app.parsing.meta_times import MetaClock

KEEP_BYTES = 64 * 1024 * 1024
"""Attachments up to this size are kept whole; of larger ones only name, size and digest."""
NO_TIME = N_("A message without a time that can be read was left out.")
NO_MESSAGE = N_("Something that is not a message stands in the list of messages and was left out.")
MISSING_FILE = N_("A file that the chat names is not in the export; the message is kept without it.")
OUTSIDE_FILE = N_("A message names a file outside of the export; it was not opened, and the message is kept without it.")
DAMAGED_FILE = N_("A file in the export is damaged; the message is kept without it.")

Item = IncomingMessage | Problem
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN = frozenset(
    """sender_name timestamp_ms content reactions is_geoblocked_for_viewer is_unsent_image_by_messenger_kid_parent ip
    senderName timestamp text""".split()  # noqa: SIM905
)
_PLAIN_TYPES = frozenset(["Generic", "generic", "text"])
_MEDIA = {
    "photos": "image/jpeg",
    "videos": "video/mp4",
    "audio_files": "audio/mp4",
    "gifs": "image/gif",
    "files": "application/octet-stream",
    "sticker": "image/png",
    "media": "application/octet-stream",
}
_SYSTEM_TYPES = frozenset({"Subscribe", "Unsubscribe", "subscribe", "unsubscribe"})
_FAILED = "Failed to download media"


class Chat:
    """Makes the messages of one thread. What repeats (people, what is theirs) is made once.

    `given` is there where the same messages may come twice (two downloads in one folder, a chat in two sections): they are given once.
    `file` is what is being read, for problems and media; `order` the order of dates on its pages, once it is known.
    """

    def __init__(
        self, channel: Channel, key: str, facts: Facts, me: frozenset[str], export: MetaExport, *, flat: bool, given: set[str] | None
    ) -> None:
        group = facts.group if facts.group is not None else len(facts.participants) > 2
        self.key, self.export = key, export
        self.file: Member | None = None
        self.order: OrderVote | None = None
        self._instagram = channel is Channel.INSTAGRAM
        self._me = me
        self._group = group
        self._own_id = not flat and not key.startswith("thread:")
        self._known = False
        self._people: dict[str, Speaker] = {}
        self._given = given
        self._moment = ""
        other = self._other(facts)
        self._people.clear()
        self._known = other is not None
        title = other.party.name if group and other else ""
        # Whoever is not the shop by name is not the shop: a writer without a name may be anybody.
        self._talk = Conversation(channel, key, me, other and self._again(other), direct=False, subject=title)

    def _other(self, facts: Facts) -> Speaker | None:
        """Return whom the shop talks with: the group, the one who is not the shop, or by the title one who left."""
        if self._group:
            name = facts.title or ", ".join(person for person in facts.participants if compared(person) not in self._me)
            handle = Handle(HandleKind.ID, self.key) if self._own_id else Handle(HandleKind.NAME, name)
            return Speaker(f"group:{self.key}", Party(name, (handle,)))
        people = [self._speaker(name) for name in facts.participants]
        found = counterpart(people, self._me)
        if found is None and self._me and facts.title and compared(facts.title) not in self._me and len(people) < 2:
            found = self._speaker(facts.title)
        return found

    def _again(self, other: Speaker) -> Speaker:
        return other if self._group else self._speaker(other.party.name)

    def _speaker(self, name: str) -> Speaker:
        """Return who writes under a name: in a chat of two the other side is known by the thread, since many have one name."""
        made = self._people.get(name)
        if made is None:
            made = self._people[name] = self._made(name)
        return made

    def _made(self, name: str) -> Speaker:
        who = compared(name) or "?"
        handles: list[Handle] = []
        if not self._group and self._known and self._own_id and who not in self._me:
            handles.append(Handle(HandleKind.ID, self.key))
        if is_gone(name):
            handles = handles or [Handle(HandleKind.ID, f"{self.key}/gone")]
        else:
            handles.append(Handle(HandleKind.NAME, name))
        return Speaker(who, Party(name, tuple(handles)), frozenset({who}))

    # -- JSON

    def row(self, number: int, row: Any) -> Iterator[Item]:
        """Yield the message in an entry of a file's list, with the problems that it has."""
        if not isinstance(row, dict):
            yield self._problem(ProblemKind.UNPARSED, number, NO_MESSAGE)
            return
        name, when, text = row.get("sender_name"), row.get("timestamp_ms"), row.get("content")
        if when is None or name is None:
            name, when, text = _otherwise(row)
        when = when if type(when) is int and USUAL <= when < BEYOND else milliseconds(when)
        if when is None:
            yield self._problem(ProblemKind.UNPARSED, number, NO_TIME)
            return
        at = _EPOCH + timedelta(milliseconds=when)
        name = name if isinstance(name, str) else ""
        text = repaired(text) if isinstance(text, str) else ""
        who = self._by_raw(name)
        if (row.keys() <= _PLAIN or _is_plain(row)) and not self._said_by_app(text, who.party.name):
            message = self._plain(who, at, text, str(when))
            if message is not None:
                yield message
            return
        yield from self._special(row, number, who, at, text, str(when))

    def _by_raw(self, name: str) -> Speaker:
        found = self._people.get(name)
        if found is None or not name.isascii():
            return self._speaker(repaired(name))
        return found

    def _plain(
        self,
        who: Speaker,
        at: datetime,
        text: str,
        local: str,
        kind: Kind = Kind.MESSAGE,
        attachments: tuple[Attachment, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> IncomingMessage | None:
        edited = None
        if self._instagram and text.endswith(")") and (kept := without_edit_mark(text)) is not text:
            text, edited, warnings = kept, at, (*warnings, "edited")
        if local != self._moment:
            self._moment = local
            self._talk.passed()
        message = self._talk.message(who, at, text, local=local, kind=kind, attachments=attachments, warnings=warnings, edited_at=edited)
        if self._given is None:
            return message
        if message.fingerprint in self._given:
            return None
        self._given.add(message.fingerprint)
        return message

    @staticmethod
    def _said_by_app(text: str, name: str) -> bool:
        return is_noise(text) or is_group_act(text, name) or says_attachment(text)

    def _special(self, row: dict[str, Any], number: int, who: Speaker, at: datetime, text: str, local: str) -> Iterator[Item]:
        problems: list[Problem] = []
        files = tuple(self._files(row, number, problems))
        link, shared = _shared(row)
        kind, warnings = self._kind(row, text, who, bare=not files and not link and not shared)
        if kind is Kind.MESSAGE and (files or link or shared) and says_attachment(text):
            text = ""
        own = _joined(text, link)
        whole = _joined(own, "" if shared in own else shared)
        message = self._plain(who, at, whole, local, kind=kind, attachments=files, warnings=warnings)
        if message is not None:
            yield message if own == whole or not own else replace(message, new_text=own)
        yield from problems

    def _kind(self, row: dict[str, Any], text: str, who: Speaker, *, bare: bool) -> tuple[Kind, tuple[str, ...]]:
        if row.get("is_unsent") is True or row.get("isUnsent") is True:
            return Kind.MESSAGE, ("deleted",)
        if row.get("type") in ("Call", "call") or "call_duration" in row:
            missed = row.get("missed") is True or not row.get("call_duration")
            return Kind.CALL, ("missed_call",) if missed else ()
        noise = bare and self._said_by_app(text, who.party.name)
        return Kind.SYSTEM if noise or row.get("type") in _SYSTEM_TYPES else Kind.MESSAGE, ()

    # -- pages

    def page(self, page: Page, clock: MetaClock, *, sure: bool) -> Iterator[Item]:
        """Yield the messages of a page, oldest first."""
        times = [clock.at(said.time) for said in page.said]
        moments = [when[0] if when else _EPOCH for when in times]
        known = [when[0] for when in times if when]
        order = list(range(len(times)))
        if len(known) > 1 and known[0] >= known[-1]:
            order.reverse()
        order.sort(key=moments.__getitem__)
        for number in order:
            when = times[number]
            if when is None:
                yield self._problem(ProblemKind.UNPARSED, number, NO_TIME)
                continue
            at, local = when
            sender, text, _, links = page.said[number]
            problems: list[Problem] = []
            files = tuple([self._file(link, "application/octet-stream", number, problems) for link in links]) if links else ()
            kind = Kind.SYSTEM if not files and self._said_by_app(text, sender) else Kind.MESSAGE
            warnings = () if sure or local[5:7] == local[8:10] else ("ambiguous_date",)
            message = self._plain(self._speaker(sender), at, text, local, kind, files, warnings)
            if message is not None:
                yield message
            yield from problems

    # -- media

    def _files(self, row: dict[str, Any], number: int, problems: list[Problem]) -> Iterator[Attachment]:
        for field, media_type in _MEDIA.items():
            value = row.get(field)
            for item in value if isinstance(value, list) else [value]:
                uri = item.get("uri") if isinstance(item, dict) else item
                if isinstance(uri, str) and uri:
                    yield self._file(repaired(uri), media_type, number, problems)

    def _file(self, uri: str, usual: str, number: int, problems: list[Problem]) -> Attachment:
        name = "" if uri.startswith(_FAILED) else uri.replace("\\", "/").rpartition("/")[2].partition("?")[0]
        media_type = _media_type(name, usual)
        missing = Attachment(name, media_type, 0, "", missing=True)
        member = self.export.media(uri, self.file) if name and self.file else None
        if member is None:
            outside = ".." in uri.replace("\\", "/").split("/")
            problems.append(self._problem(ProblemKind.MEDIA_MISSING, number, OUTSIDE_FILE if outside else MISSING_FILE))
            return missing
        try:
            sha, size, content = member.digest(KEEP_BYTES)
        except BadInput:
            problems.append(self._problem(ProblemKind.ERROR, number, DAMAGED_FILE))
            return missing
        return Attachment(name, media_type, size, sha, content=content)

    def _problem(self, kind: ProblemKind, number: int, why: str) -> Problem:
        return Problem(kind, f"{self.file.name if self.file else self.key}#{number + 1}", why)


def _is_plain(row: dict[str, Any]) -> bool:
    """Say whether a message is words alone: everything else that it could have is empty."""
    for key, value in row.items():
        if key not in _PLAIN and (value or key == "call_duration") and not (key == "type" and value in _PLAIN_TYPES):
            return False
    return True


def _otherwise(row: dict[str, Any]) -> tuple[Any, Any, Any]:
    """Return who, when and what under the names that the encrypted download and the first JSON downloads have."""
    who = next((found for key in ("sender_name", "senderName", "sender") if isinstance(found := row.get(key), str)), "")
    when = next((found for key in ("timestamp_ms", "timestamp") if (found := row.get(key)) is not None), None)
    return who, when, row.get("content") or row.get("text")


@lru_cache(maxsize=512)
def _media_type(name: str, usual: str) -> str:
    if usual.startswith("audio") and name.endswith(".mp4"):
        return usual
    return mimetypes.guess_type(name)[0] or usual


def _shared(row: dict[str, Any]) -> tuple[str, str]:
    """Return the link and the words of something shared; a live location has words only."""
    share = row.get("share")
    if not isinstance(share, dict):
        return "", ""
    link, words = share.get("link"), share.get("share_text")
    return repaired(link) if isinstance(link, str) else "", repaired(words) if isinstance(words, str) else ""


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if first and second and second not in first else first or second
