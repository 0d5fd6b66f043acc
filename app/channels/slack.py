"""Slack workspace exports: a zip or folder with a file per channel and day, or a single day's file.

A message is known by its channel and `ts`, which is seconds since 1970 as a string with six decimals; it is never read as a float.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import le
from pathlib import Path
from typing import Any

from app.domain.errors import BadInput
from app.domain.message import (
    Attachment,
    Channel,
    Direction,
    Handle,
    HandleKind,
    IncomingMessage,
    Problem,
    ProblemKind,
    ReadOptions,
)
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member
from app.parsing.chat_bodies import media_type_of
from app.parsing.chat_files import NOT_READ, Export, head_of, kept, open_export
from app.parsing.chat_messages import Conversation, Speaker, counterpart, own_identities, speaker
from app.parsing.export_times import of_seconds
from app.parsing.json_stream import JsonPull
from app.parsing.json_values import entries, record, words
from app.parsing.phones import e164
from app.parsing.slack_text import NOTICES, Raw, readable, words_beside

NO_CHAT = N_("There is no Slack channel in it (folders with a file for each day); import the export of the workspace. Nothing was read.")

_DAY = re.compile(r"(?:^|/)\d{4}-\d\d-\d\d\.json$")
_LISTS = ("channels", "groups", "dms", "mpims")
_PEOPLE = ("users", "org_users")
_TS = re.compile(r'"ts"\s*:\s*"\d{9,11}\.\d{6}"')
_MESSAGE = re.compile(r'"type"\s*:\s*"message"')
_ANSWER = re.compile(r'\{\s*"(?:ok|messages|channel|channel_id|name)"\s*:.*"messages"\s*:\s*\[|\{\s*"messages"\s*:\s*\[', re.DOTALL)
"""The start of a channel as the web interface gives it: an object around the list of messages."""
_COPY = re.compile(r"\s*(?:\(\d+\))?\.json$", re.IGNORECASE)
_NESTED = "slackdump_thread_replies"
_SLACKBOT = speaker("Slackbot", Handle(HandleKind.ID, "USLACKBOT"))
_FIRST_DAYS = 20
_MOST_OTHERS = 100
_SORTED_UP_TO = 32 * 1024 * 1024
"""Bytes of a day's file up to which its messages are put in order of their `ts`; a larger one is read as it stands."""


class SlackReader:
    """Reads workspace exports."""

    channel = Channel.SLACK
    asks = frozenset({Ask.ME})

    def score(self, path: Path) -> float:
        """Say how surely this is a Slack export: the lists at its top and the files of days, or one such file."""
        try:
            with open_export(path) as export:
                return _score(export)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems, channel after channel and day after day; raises BadInput when there is no channel in it."""
        with open_export(path) as export:
            days = _days(export)
            if not days:
                raise BadInput(NO_CHAT)
            workspace = _Workspace(export, options)
            yield from workspace.learn()
            channel, name = None, ""
            for day in days:
                if channel is None or _channel_name(day) != name:
                    name = _channel_name(day)
                    channel = _ChannelDays(workspace, name)
                yield from kept(day.name, channel.items(day), alone=len(days) == 1)


READER = SlackReader()


def _days(export: Export, most: int | None = None) -> list[Member]:
    """Return the files of days; where there are none those of whole channels, looked for among the first `most` (None: all)."""
    if export.beside is not None:
        return [m for m in export.members if _is_day(m)]
    days = sorted((m for m in export.members if _DAY.search(m.name)), key=lambda m: m.name)
    if days:
        return days
    others = sorted((m for m in export.members if m.name.lower().endswith(".json") and not _is_list(m)), key=lambda m: m.name)
    return [m for m in others[:most] if _is_day(m)]


def _is_list(member: Member) -> bool:
    return member.base.removesuffix(".json") in (*_LISTS, *_PEOPLE)


def _channel_name(day: Member) -> str:
    """Return the folder that a day lies in; of a file that holds a whole channel its own name."""
    return day.name.rpartition("/")[0] if _DAY.search(day.name) else _COPY.sub("", day.name)


def _is_day(member: Member) -> bool:
    head = head_of(member)
    if head.lstrip().startswith("["):
        return bool(_TS.search(head)) and bool(_MESSAGE.search(head) or '"user"' in head)
    return bool(_ANSWER.match(head.lstrip())) and bool(_TS.search(head)) and bool(_MESSAGE.search(head))


def _score(export: Export) -> float:
    days = _days(export, _MOST_OTHERS)
    if not days:
        return 0.0
    if export.beside is not None:
        return 0.95
    names = {m.base for m in export.members}
    listed = not names.isdisjoint(f"{name}.json" for name in _PEOPLE) and not names.isdisjoint(f"{name}.json" for name in _LISTS)
    if any(_is_day(day) for day in days[:_FIRST_DAYS]):
        return 0.97 if listed else 0.9
    return 0.0


@dataclass(slots=True)
class _Workspace:
    """What the export tells once for all channels: people, and which channel is which."""

    export: Export
    options: ReadOptions
    me: frozenset[str] = frozenset()
    people: dict[str, Speaker] = field(default_factory=lambda: {"USLACKBOT": _SLACKBOT})
    channels: dict[str, tuple[str, Raw]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def learn(self) -> Iterator[Problem]:
        """Read the lists; one that is damaged is told, and the channels are read without it."""
        self.me = own_identities(self.options)
        for member in self.export.members:
            kind = member.base.removesuffix(".json")
            if self.export.beside is not None or kind not in (*_LISTS, *_PEOPLE) or kind == member.base:
                continue
            try:
                with member.open() as stream:
                    for raw in JsonPull(stream).values():
                        self._listed(kind, raw)
            except BadInput as error:
                yield Problem(ProblemKind.ERROR, member.name, error.told)

    def _listed(self, kind: str, raw: object) -> None:
        if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
            return
        number = raw["id"]
        if kind in _PEOPLE:
            self.people[number] = self._person(number, raw, record(raw.get("profile")))
            return
        name = str(raw.get("name") or number)
        self.names[number] = name
        self.channels[name] = self.channels[number] = (kind, raw)

    def _person(self, number: str, raw: Raw, profile: Raw) -> Speaker:
        names = (profile.get("real_name"), raw.get("real_name"), profile.get("display_name"), profile.get("name"), raw.get("name"))
        name = next((n for n in names if isinstance(n, str) and n), "")
        email, phone = (str(profile.get(key) or "") for key in ("email", "phone"))
        handles = (
            Handle(HandleKind.ID, number),
            Handle(HandleKind.EMAIL, email.lower()),
            Handle(HandleKind.PHONE, e164(phone, self.options.country) or ""),
            Handle(HandleKind.USERNAME, str(raw.get("name") or "")),
        )
        made = speaker(name, *handles, identity=number)
        shown = profile.get("display_name")
        return Speaker(
            made.identity, made.party, made.known_as | ({" ".join(shown.casefold().split())} if isinstance(shown, str) and shown else set())
        )

    def writer(self, raw: Raw) -> Speaker:
        """Return who wrote a message: a person of the list, one that only the message names, or a bot."""
        number = raw.get("user") or record(raw.get("comment")).get("user") or raw.get("bot_id") or raw.get("username") or ""
        found = self.people.get(number)
        if found is None or (not found.party.name and "user_profile" in raw):
            bot = record(raw.get("bot_profile")).get("name") or raw.get("username")
            names = {"name": bot} if bot else {}
            found = self.people[number] = self._person(str(number), names, record(raw.get("user_profile")))
        return found

    def _member(self, number: str) -> Speaker:
        if number not in self.people:
            self.people[number] = self._person(number, {}, {})
        return self.people[number]

    def name_of(self, number: str) -> str:
        """Return the name of a person or channel; the id where it is not listed."""
        person = self.people.get(number)
        return (person.party.name if person else "") or self.names.get(number) or number

    def conversation(self, folder: str, told: Raw) -> Conversation:
        """Return the channel whose days lie in the folder: listed under its name, or under its id for a chat of two. `told` is what a file
        of a whole channel says of itself."""
        base = str(told.get("name") or folder.rpartition("/")[2])
        kind, raw = self.channels.get(str(told.get("channel_id") or base), ("", {}))
        key = str(raw.get("id") or told.get("channel_id") or base or "slack")
        members = [self._member(m) for m in entries(raw.get("members")) if isinstance(m, str)]
        if kind == "dms":
            return Conversation(Channel.SLACK, key, self.me, counterpart(members, self.me), direct=False)
        names = sorted(who.party.name for who in members if who.party.name and who.known_as.isdisjoint(self.me))
        title = ", ".join(names) if kind == "mpims" else f"#{base}" if base else ""
        other = speaker(title, Handle(HandleKind.ID, key)) if title else None
        return Conversation(Channel.SLACK, key, self.me, other, direct=False, subject=title)


class _ChannelDays:
    """Makes the messages of one channel."""

    def __init__(self, workspace: _Workspace, folder: str) -> None:
        self._workspace = workspace
        self._folder = folder
        self._chat: Conversation | None = None
        self._problems: list[Problem] = []

    def items(self, day: Member) -> Iterator[IncomingMessage | Problem]:
        """Yield the messages of a day."""
        self._chat = self._chat or self._workspace.conversation(self._folder, _told(day))
        for position, raw in enumerate(_in_order(day)):
            if isinstance(raw, BadInput):
                raise raw
            try:
                made = self._one(self._chat, raw, day.name)
            except (TypeError, ValueError, AttributeError, KeyError, OverflowError):
                number = raw.get("ts", position) if isinstance(raw, dict) else position
                yield Problem(ProblemKind.UNPARSED, f"{day.name}: {number}", NOT_READ)
                continue
            yield made
            if self._problems:
                yield from self._problems
                self._problems.clear()

    def _one(self, chat: Conversation, raw: dict[str, Any], where: str) -> IncomingMessage:
        subtype = raw.get("subtype")
        if subtype == "message_changed" and isinstance(raw.get("message"), dict):
            raw = {"edited": {"ts": raw["ts"]}, **raw["message"]}
            subtype = raw.get("subtype")
        ts = raw["ts"] if raw["ts"].__class__ is str else _stamp(raw["ts"])
        at = of_seconds(ts)
        name_of = self._workspace.name_of
        text = words(raw.get("text"))
        if not text or "attachments" in raw:
            text = "\n".join(filter(None, (text, words_beside(raw, text))))
        text = readable(text, name_of) if "<" in text or "&" in text else text
        if subtype in NOTICES:
            return chat.notice(at, text or str(subtype).replace("_", " "), native_id=ts)
        edited = record(raw["edited"]).get("ts") if "edited" in raw else None
        warnings = ("edited",) if edited else ()
        return chat.message(
            self._workspace.writer(raw),
            at,
            text,
            native_id=ts,
            direction=Direction.UNKNOWN if subtype == "bot_message" or raw.get("user") == "USLACKBOT" else None,
            attachments=tuple(self._files(raw, f"{where}: {ts}")) if "files" in raw or "file" in raw else (),
            warnings=(*warnings, "deleted") if subtype == "tombstone" else warnings,
            edited_at=of_seconds(edited) if edited else None,
        )

    def _files(self, raw: Raw, where: str) -> Iterator[Attachment]:
        """Yield the files of a message. An export has only their addresses, unless a tool put them beside (`__uploads/<id>/<name>`)."""
        files = raw.get("files") or [raw.get("file")]
        for file in (f for f in files if isinstance(f, dict)):
            name = str(file.get("name") or file.get("title") or file.get("id") or "file")
            kind, size = str(file.get("mimetype") or ""), file.get("size")
            size = size if isinstance(size, int) else 0
            beside = f"__uploads/{file.get('id')}/{name}"
            if self._workspace.export.find("", beside) is None:
                yield Attachment(name, kind or media_type_of(name), size, "", missing=True)
                continue
            attachment, problem = self._workspace.export.attachment("", beside, where, name=name, media_type=kind)
            self._problems += [problem] if problem else []
            yield attachment


def _in_order(day: Member) -> Iterator[Any]:
    """Yield the messages of a day by their time; where the file ends in the middle, the error comes last."""
    with day.open() as stream:
        pull = JsonPull(stream)
        values = _listed(pull)
        if day.size > _SORTED_UP_TO:
            yield from values
            return
        found: list[Any] = []
        broken = None
        try:
            for raw in values:
                found.append(raw)
        except BadInput as error:
            broken = error
    stamps = [raw.get("ts") if isinstance(raw, dict) else None for raw in found]
    if all(isinstance(ts, str) for ts in stamps) and not _stand_in_order(stamps):  # type: ignore[arg-type]
        found.sort(key=lambda raw: _order(raw["ts"]))
    yield from found
    if broken:
        yield broken


def _listed(pull: JsonPull) -> Iterator[Any]:
    """Yield the messages of a list, or of an object around one, each with the answers that a tool put inside of it."""
    if pull.peek() == "[":
        yield from _with_answers(pull)
        return
    for key in pull.keys():  # noqa: SIM118  # a method of the pull reader
        if key == "messages" and pull.peek() == "[":
            yield from _with_answers(pull)


def _with_answers(pull: JsonPull) -> Iterator[Any]:
    """slackdump nests the answers of a thread; the first message of it may be repeated among them."""
    for raw in pull.values():
        yield raw
        if isinstance(raw, dict) and _NESTED in raw:
            yield from (answer for answer in entries(raw[_NESTED]) if record(answer).get("ts") != raw.get("ts"))


def _told(day: Member) -> Raw:
    """Return what a file of a whole channel says of it, before or behind its messages; nothing of a list of messages."""
    if not head_of(day, 64).lstrip().startswith("{"):
        return {}
    try:
        with day.open() as stream:
            pull = JsonPull(stream)
            return {key: pull.value() for key in pull.keys() if key in ("channel_id", "name")}  # noqa: SIM118
    except BadInput:
        return {}


def _stamp(ts: object) -> str:
    """Return a message's `ts` as Slack writes it; some tools make a number of it."""
    return f"{ts:.6f}" if isinstance(ts, int | float) else str(ts)


def _stand_in_order(stamps: list[str]) -> bool:
    """Say whether stamps of one length are in their order (the usual day); longer and shorter ones are better sorted."""
    return len(set(map(len, stamps))) <= 1 and all(map(le, stamps, stamps[1:]))


def _order(ts: str) -> tuple[int, str]:
    whole, _, fraction = ts.partition(".")
    return len(whole), whole + fraction
