"""The reader of Meta's exports, for Messenger (pages too) and Instagram.

Threads come in the order of the export, messages oldest first. A message has no id: its identity is thread, time, sender, text and
the how-manieth of that. The thread's id (end of its folder's name) is what the other side of a chat of two is known by.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.errors import BadInput
from app.domain.message import Channel, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.domain.text import N_
from app.parsing.archive import Member, refusing_damage
from app.parsing.chat_dates import Order, OrderVote
from app.parsing.chat_messages import compared, own_identities
from app.parsing.meta_export import MetaExport, Thread, open_export, recognised
from app.parsing.meta_html import Page, read_page
from app.parsing.meta_json import Facts, facts_of, rows_of
from app.parsing.meta_messages import Chat, Item
from app.parsing.meta_text import thread_id
from app.parsing.meta_times import MetaClock, names_months, order_of

LARGEST_PAGE = 96 * 1024 * 1024
"""Bytes of a page; the export cuts them at 10,000 messages, which is a tenth of this."""
_HEAD_OF_PAGE = 256 * 1024

NO_THREADS = N_(
    "There are no messages of Messenger or Instagram in it. Ask Meta for your information with “Messages” ticked, in the form JSON, and "
    "import the whole zip. Nothing was read."
)
NO_ZONE = N_("There is no time zone called {name}; give one such as Europe/Amsterdam.")
TOO_LARGE_PAGE = N_("A page of the export is far larger than Meta makes them and was left out; ask for the export in the form JSON.")
NO_MESSAGES_ON_PAGE = N_("No message was found on a page of the export; ask for the export in the form JSON.")
DATE_DAY_FIRST = N_("Day and month cannot be told apart in this file; the day was read first. Say so if the month comes first.")
DATE_MONTH_FIRST = N_("Day and month cannot be told apart in this file; the month was read first. Say so if the day comes first.")


@dataclass(frozen=True, slots=True)
class MetaReader:
    """Reads the exports of one of Meta's two apps."""

    channel: Channel
    asks: frozenset[Ask] = frozenset({Ask.ME, Ask.TIMEZONE, Ask.DATE_ORDER})

    def score(self, path: Path) -> float:
        """Say how surely this is an export of this app: by the shape of its threads, then by what only this app writes."""
        found = recognised(path)
        if found is None:
            return 0.0
        return found[1] if found[0] is self.channel else 0.1

    def read(self, path: Path, options: ReadOptions) -> Iterator[IncomingMessage | Problem]:
        """Yield messages and problems; raises BadInput when nothing of it can be read."""
        zone = _zone(options.timezone)
        with open_export(path) as export:
            yield from _Reading(self.channel, export, options, zone).items()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadInput(NO_ZONE, name=name) from error


class _Reading:
    """One export while it is read."""

    def __init__(self, channel: Channel, export: MetaExport, options: ReadOptions, zone: ZoneInfo) -> None:
        self.channel, self.export, self.options, self.zone = channel, export, options, zone
        self.found = 0
        self.single = False
        self.failed: BadInput | None = None

    def items(self) -> Iterator[Item]:
        threads = self._own_threads()
        if not threads:
            raise BadInput(NO_THREADS)
        self.single = self.export.alone and len(threads) == 1
        facts = [self._facts(thread) for thread in threads]
        me = self._me(facts)
        ids = self._keys(threads, facts)
        often = Counter(ids)
        given: dict[str, set[str]] = {}
        for thread, fact, key in zip(threads, facts, ids, strict=True):
            twice = given.setdefault(key, set()) if often[key] > 1 or _doubled(thread) else None
            chat = Chat(self.channel, key, fact, me, self.export, flat=thread.flat, given=twice)
            for file in thread.files:
                for item in self._file(file, thread, chat):
                    self.found += isinstance(item, IncomingMessage)
                    yield item
        if self.failed is not None and not self.found:
            raise self.failed

    def _own_threads(self) -> list[Thread]:
        """Leave out what is by its path of the other app, where both lie in one folder."""
        threads = self.export.threads()
        told = [self.export.channel_of(thread) for thread in threads]
        if self.channel in told:
            return [thread for thread, channel in zip(threads, told, strict=True) if channel in (self.channel, None)]
        return threads

    # -- before the messages

    def _facts(self, thread: Thread) -> Facts:
        try:
            if thread.html:
                return _facts_of_page(thread.files[-1])
            return facts_of(min(thread.files, key=lambda file: file.size))
        except BadInput:
            return Facts()

    def _keys(self, threads: list[Thread], facts: list[Facts]) -> list[str]:
        """Return the threads' keys. Encrypted threads have no id but a running number behind the name, which the next download gives anew;
        only where two have one name in this download does it count."""
        pairs = list(zip(threads, facts, strict=True))
        keys = [_key(thread, fact, numbered=False) for thread, fact in pairs]
        often = Counter(keys)
        return [
            _key(thread, fact, numbered=True) if thread.flat and often[key] > 1 else key
            for (thread, fact), key in zip(pairs, keys, strict=True)
        ]

    def _me(self, facts: list[Facts]) -> frozenset[str]:
        """Return under what the owner writes: as told, as the profile's files say, else the name that is in every thread."""
        told = own_identities(self.options)
        people = [{compared(name) for name in fact.participants} for fact in facts]
        seen = set().union(*people) if people else set()
        profile = {compared(name) for name in self.export.owners()} & seen
        if profile or told & seen:
            return told | profile
        chats = [names for names, fact in zip(people, facts, strict=True) if len(names) > 1 and not fact.left]
        shared = set.intersection(*chats) if len(chats) > 1 else set()
        return told | shared if len(shared) == 1 else told

    # -- messages

    def _file(self, file: Member, thread: Thread, chat: Chat) -> Iterator[Item]:
        try:
            yield from self._page(file, thread, chat) if thread.html else self._json(file, chat)
        except BadInput as error:
            self.failed = error
            if not self.single or self.found:
                yield Problem(ProblemKind.ERROR, file.name, error.told)

    def _json(self, file: Member, chat: Chat) -> Iterator[Item]:
        chat.file = file
        for number, row in rows_of(file):
            yield from chat.row(number, row)

    def _page(self, file: Member, thread: Thread, chat: Chat) -> Iterator[Item]:
        chat.file = file
        page = _page_of(file)
        if not page.said:
            raise BadInput(NO_MESSAGES_ON_PAGE)
        first = chat.order is None
        dates = chat.order = chat.order or self._order(page, file, thread)
        if first and not dates.certain:
            why = DATE_DAY_FIRST if dates.order.value == "dmy" else DATE_MONTH_FIRST
            yield Problem(ProblemKind.AMBIGUOUS_DATE, f"{file.name} ({dates.example})", why, dates.example)
        yield from chat.page(page, MetaClock(dates.order, self.zone), sure=dates.certain)

    def _order(self, page: Page, file: Member, thread: Thread) -> OrderVote:
        """Find the order of day and month; all pages are looked through where months are numbers."""
        if names_months(said.time for said in page.said[:3]):
            return OrderVote(Order.DMY, certain=True)
        times: list[str] = []
        for other in thread.files:
            try:
                said = page.said if other is file else _page_of(other).said
            except BadInput:
                continue  # it is told when its turn comes
            times.extend(line.time for line in reversed(said))
        return order_of(times, day_first=self.options.day_first)


def _key(thread: Thread, facts: Facts, *, numbered: bool) -> str:
    """Return what a thread is known by: the id in its folder's name, else the names in it."""
    folder = facts.thread_path or thread.folder
    if folder and not thread.flat:
        return thread_id(folder)
    names = facts.title or ", ".join(sorted(facts.participants))
    names = _without_number(names) if thread.flat and not numbered else names
    return f"{'e2ee' if thread.flat else 'thread'}:{compared(names) or thread.files[0].base}"


def _doubled(thread: Thread) -> bool:
    """Say whether a thread has a file twice: two downloads in one folder."""
    names = [file.base.lower() for file in thread.files]
    return len(set(names)) < len(names)


def _without_number(name: str) -> str:
    head, _, last = name.rpartition("_")
    return head if last.isdigit() and head else name


def _page_of(file: Member) -> Page:
    if file.size > LARGEST_PAGE:
        raise BadInput(TOO_LARGE_PAGE)
    with refusing_damage(), file.open() as stream:
        return read_page(stream.read().decode("utf-8-sig", "replace"))


def _facts_of_page(file: Member) -> Facts:
    with refusing_damage(), file.open() as stream:
        page = read_page(stream.read(_HEAD_OF_PAGE).decode("utf-8-sig", "replace"))
    senders = tuple(dict.fromkeys(said.sender for said in page.said if said.sender))
    people = page.participants or senders
    if not page.participants and len(people) == 1 and page.title and page.title not in people:
        people = (*people, page.title)
    return Facts(people, page.title, group=True if len(people) > 2 else None, is_thread=bool(page.said))
