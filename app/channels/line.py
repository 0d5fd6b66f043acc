"""LINE chats as the app exports them: text with a line for each day, times of the phone, and tabs or single spaces between the parts.

Two passes, each streaming: the first learns the order of dates and who takes part, the second yields messages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import refusing_damage
from app.parsing.backup_files import BackupPart, backup_parts
from app.parsing.chat_dates import Clock, Order, OrderVote, vote
from app.parsing.chat_messages import Conversation, Speaker, compared, counterpart, own_identities, speaker
from app.parsing.export_times import zone_named
from app.parsing.line_text import Days, Names, is_group_of, spaced, special, time_of, title_of, unquoted
from app.parsing.textfile import Encoding, detect_encoding, read_lines

HEAD_LINES = 200
HEADER_LINES = 2
"""Lines that may stand before the first day: whose chat it is, when it was saved."""
LONGEST_NOTICE = 80
_MARKS = ("[", "☎")

NOT_LINE = N_(
    "This is no LINE chat as far as can be seen: there are no days with lines such as “21:12, name, text” below. Nothing was read."
)
DAY_FIRST = N_("Day and month cannot be told apart in this file; the day was read first. Say so if the month comes first.")
MONTH_FIRST = N_("Day and month cannot be told apart in this file; the month was read first. Say so if the day comes first.")
BEFORE_FIRST = N_("Text before the first message was not understood and left out.")
NO_SUCH_DAY = N_("A day in this file does not exist in the calendar; the messages of that day were left out.")


class LineReader:
    """Reads chats of LINE."""

    channel = Channel.LINE
    asks = frozenset({Ask.ME, Ask.TIMEZONE, Ask.DATE_ORDER})

    def score(self, path: Path) -> float:
        """Say how surely this is a LINE chat, from its first lines."""
        try:
            with backup_parts(path, ".txt") as parts:
                return max(map(_score, parts), default=0.0)
        except (BadInput, OSError):
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in source order; raises BadInput when there is no chat."""
        zone = zone_named(options.timezone)
        with backup_parts(path, ".txt") as parts:
            own = [part for part in parts if _score(part) > 0]
            if not own:
                raise BadInput(NOT_LINE)
            for part in own:
                with refusing_damage():
                    yield from _Chat(part, _plan(part, options), zone, options).items()


READER = LineReader()


def _score(part: BackupPart) -> float:
    try:
        lines = _head(part)
    except (BadInput, OSError):
        return 0.0
    days, found, day = Days(), 0, ""
    tabs = any(time_of(line.partition("\t")[0]) for line in lines if "\t" in line)
    for line in lines:
        day = days.day(line) or day
        found += bool(day) and (bool("\t" in line and time_of(line.partition("\t")[0])) if tabs else spaced(line) is not None)
    if not found:
        return 0.0
    if lines[0].startswith("[LINE]") or title_of(part.name.rpartition("/")[2]):
        return 0.97
    return 0.8 if tabs else 0.5


def _head(part: BackupPart) -> list[str]:
    with refusing_damage():
        with part.open() as stream:
            encoding = detect_encoding(stream)
        with part.open() as stream:
            lines = [line.lstrip("\ufeff") for line in islice(read_lines(stream, encoding), HEAD_LINES)]
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return lines[first:]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the first pass learned. `tabs`: whether tabs part the lines; else `names` knows where a name ends."""

    encoding: Encoding
    title: str
    dates: OrderVote
    people: tuple[str, ...]
    tabs: bool
    names: Names


def _plan(part: BackupPart, options: ReadOptions) -> _Plan:
    head = _head(part)
    with part.open() as stream:
        encoding = detect_encoding(stream)
    title = (title_of(head[0]) if head[0].startswith("[LINE]") else "") or title_of(part.name.rpartition("/")[2])
    tabs = any("\t" in line and time_of(line.partition("\t")[0]) for line in head)
    names = Names((title, *options.me))
    days, texts, people = Days(), list[str](), dict[str, None]()
    with part.open() as stream:
        for line in read_lines(stream, encoding):
            if day := days.day(line.lstrip("\ufeff")):
                texts += [day] if texts[-1:] != [day] else []
            elif tabs:
                parts = line.split("\t", 2)
                if len(parts) == 3 and parts[1] and time_of(parts[0]):
                    people.setdefault(parts[1])
            elif (found := spaced(line)) and texts:
                names.see(found[1])
    settled = names.settle()
    by_weekday = days.day_first()
    dates = vote(texts, day_first=options.day_first if by_weekday is None else by_weekday)
    return _Plan(encoding, title, dates, tuple(people) if tabs else tuple(settled), tabs, names)


class _Chat:
    """Makes the messages of one chat."""

    def __init__(self, part: BackupPart, plan: _Plan, zone: ZoneInfo, options: ReadOptions) -> None:
        self._part = part
        self._plan = plan
        self._stray = 0
        self._clock = Clock(plan.dates.order, zone)
        self._people: dict[str, Speaker] = {}
        me = own_identities(options)
        people = [self._speaker(name) for name in plan.people]
        group = is_group_of(plan.people, plan.title)
        other = self._speaker(plan.title) if plan.title else None if group else counterpart(people, me)
        other = None if other is not None and compared(other.party.name) in me else other
        key = compared(plan.title) or " | ".join(sorted(who.identity for who in people)) or part.name
        warnings = (plan.encoding.warning,) if plan.encoding.warning else ()
        self._sure = warnings
        self._unsure = warnings if plan.dates.certain else (*warnings, "ambiguous_date")
        self._chat = Conversation(Channel.LINE, key, me, other, direct=not group)

    def _speaker(self, name: str) -> Speaker:
        found = self._people.get(name)
        if found is None:
            found = self._people[name] = speaker(name)
        return found

    def items(self) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems in order."""
        dates, bad = self._plan.dates, ""
        if not dates.certain:
            why = DAY_FIRST if dates.order is Order.DMY else MONTH_FIRST
            yield Problem(ProblemKind.AMBIGUOUS_DATE, f"{self._part.name} ({dates.example})", why, dates.example)
        for number, day, time, name, text in self._records():
            when = self._clock.at(day, time[0], "", time[1])
            if when is not None:
                yield self._message(when, name, text)
            elif bad != day:
                bad = day
                yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{number}", NO_SUCH_DAY)
        if self._stray:
            yield Problem(ProblemKind.UNPARSED, f"{self._part.name}:{self._stray}", BEFORE_FIRST)

    def _records(self) -> Iterator[tuple[int, str, tuple[str, str], str, str]]:
        """Yield (line number, date text, time, name, text); a line that begins nothing belongs to the message before it."""
        day, start, lines = "", 0, list[str]()
        time, name, above = ("", ""), "", 0
        part_of, day_of = self._tabbed if self._plan.tabs else self._spaced, Days().day
        with self._part.open() as stream:
            for number, line in enumerate(read_lines(stream, self._plan.encoding), 1):
                found = part_of(line) if day else None
                new_day = "" if found else day_of(line.lstrip("\ufeff"))
                if found is None and not new_day:
                    if lines:
                        lines.append(line)
                    elif line.strip():
                        above += 1
                        self._stray = self._stray or (number if above > HEADER_LINES else 0)
                    continue
                if lines:
                    yield start, day, time, name, _joined(lines)
                start, day, lines = number, new_day or day, []
                if found:
                    time, name, text = found
                    lines = [text]
        if lines:
            yield start, day, time, name, _joined(lines)

    @staticmethod
    def _tabbed(line: str) -> tuple[tuple[str, str], str, str] | None:
        parts = line.split("\t", 2)
        time = time_of(parts[0]) if len(parts) > 1 else None
        if time is None:
            return None
        return (time, parts[1], parts[2]) if len(parts) == 3 else (time, "", parts[1])

    def _spaced(self, line: str) -> tuple[tuple[str, str], str, str] | None:
        found = spaced(line)
        time = time_of(found[0]) if found else None
        if found is None or time is None:
            return None
        return time, *self._plan.names.split(found[1])

    def _message(self, when: tuple[datetime, str], name: str, text: str) -> IncomingMessage:
        at, local = when
        warnings = self._sure if local[5:7] == local[8:10] else self._unsure
        known = special(text) if text[:1] in _MARKS or len(text) < LONGEST_NOTICE else None
        if known is not None and (name or known[1] is Kind.CALL):
            text, kind, files, more = known
            warnings += more
            return self._chat.message(self._speaker(name), at, text, local=local, kind=kind, attachments=files, warnings=warnings)
        if not name:
            return self._chat.notice(at, text, local=local, warnings=warnings)
        return self._chat.message(self._speaker(name), at, text, local=local, warnings=warnings)


def _joined(lines: list[str]) -> str:
    """Join the lines of a message without empty ones at its end: the last of an export must equal the same one in a longer export."""
    return lines[0] if len(lines) == 1 else unquoted("\n".join(lines).rstrip("\n"))
