"""Looking: what a file is, what it leaves open and what is in it, before anything is kept. Bootstrap's part that knows no profile."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import cast

from app.channels import order_readers, others_in, readers_of, recognise, recognise_orders
from app.domain.errors import BadInput
from app.domain.message import Channel, Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.order import Order, OrderFileReader
from app.domain.ports import ChannelReader
from app.domain.reading import Ask, ColumnGuess, Look
from app.parsing.archive import EMPTY_FILE, is_zip, open_members
from app.reading import readers_for, unusable

KNOWLEDGE = "knowledge"
"""What a file of articles is called."""
ORDERS = "orders"
"""What a file of orders is called."""
_KNOWLEDGE_FILES = frozenset({".md", ".html", ".htm", ".docx", ".pdf", ".csv", ".tsv"})
SURE = 0.5
ENOUGH = 20_000
"""Messages that are read to learn who writes and how dates are written."""
ENOUGH_SECONDS = 2.0
"""For so long at most, once the first message is there."""
ELSEWHERE = "Pacific/Kiritimati"
"""A zone that no shop is in."""
_SOME = 50
_NAMES = 50
_SEVERAL = 2
_Reader = ChannelReader | OrderFileReader | None


def what_is(path: Path) -> tuple[str, float]:
    """Say what a file is: a channel, "orders", "knowledge" or ""; with the confidence."""
    what, confidence, _reader = _known(path)
    return what, confidence


def _known(path: Path) -> tuple[str, float, _Reader]:
    orders = recognise_orders(path)
    found = recognise(path)
    best = found[0][1] if found else 0.0
    if orders and orders[0][1] >= SURE and orders[0][1] >= best:
        return ORDERS, orders[0][1], orders[0][0]
    if best >= SURE:
        return found[0][0].channel.value, best, found[0][0]
    if path.suffix.lower() in _KNOWLEDGE_FILES or (path.suffix.lower() == ".txt" and path.is_file()):
        return KNOWLEDGE, 0.5, None
    return "", 0.0, None


def look_at(path: Path, options: ReadOptions, channel: str = "") -> Look:
    """Return what a file is (`channel` where that was said) and what it leaves open under these options; of a folder or archive also
    what else it holds. Never raises for a file that cannot be read."""
    what, confidence, reader = _named(path, channel) if channel else _known(path)
    if (not what or what == KNOWLEDGE) and (trouble := _trouble(path)):
        return Look(path, "", 0.0, trouble=trouble)
    if reader is None:
        return Look(path, what, confidence)
    columns = _columns(reader, path, options)
    if what == ORDERS:
        return _look_at_orders(cast("OrderFileReader", reader), path, options, confidence, columns)
    chats = cast("ChannelReader", reader)
    seen = _look_with(chats, path, options, confidence, columns)
    others = [] if channel else others_in(path, chats)
    if not others:
        return seen
    return replace(seen, others=tuple(_look_with(one, path, options, one.score(path), _columns(one, path, options)) for one in others))


def _trouble(path: Path) -> str:
    """Return why nothing can be made of a file, an archive or a folder: it is empty, damaged, locked; "" where nothing is wrong with it."""
    try:
        if path.is_file() and not is_zip(path):
            return "" if path.stat().st_size else EMPTY_FILE
        with open_members(path):
            return ""
    except BadInput as error:
        return error.told
    except OSError:
        return ""  # the import says it


def _look_with(reader: ChannelReader, path: Path, options: ReadOptions, confidence: float, columns: ColumnGuess | None) -> Look:
    return _look_inside(reader, path, options, confidence, columns) if reader.asks else Look(path, reader.channel.value, confidence)


def _look_at_orders(reader: OrderFileReader, path: Path, options: ReadOptions, confidence: float, columns: ColumnGuess | None) -> Look:
    asks = {Ask.COLUMNS} if columns and not columns.complete else set[Ask]()
    try:
        first = next(reader.read(path, options), None)  # what is true of the whole file comes first
    except BadInput:
        first = None  # the import says it
    example = first.example if isinstance(first, Problem) and first.kind is ProblemKind.AMBIGUOUS_DATE else ""
    asks |= {Ask.DATE_ORDER} if example else set()
    source = _table_source(ORDERS, columns)
    return Look(path, ORDERS, confidence, source, frozenset(asks), date_example=example, columns=columns)


def _named(path: Path, channel: str) -> tuple[str, float, _Reader]:
    if channel not in set(Channel) or not (offered := readers_of(Channel(channel))):
        return channel, 0.0, None
    reader = max(offered, key=lambda one: one.score(path))
    return channel, reader.score(path), reader


class _Glance:
    """What the first messages of a file tell."""

    def __init__(self) -> None:
        self.names: Counter[str] = Counter()
        self.keys: dict[str, None] = {}
        self.unknown = self.sent = 0
        self.example = ""
        self.times: list[datetime] = []

    def see(self, item: IncomingMessage | Problem) -> None:
        if isinstance(item, Problem):
            self.example = self.example or (item.example if item.kind is ProblemKind.AMBIGUOUS_DATE else "")
            return
        if len(self.times) < _SOME:
            self.times.append(item.sent_at)
        if item.kind is not Kind.SYSTEM:
            self.names[item.sender.name] += bool(item.sender.name)
            self.unknown += item.direction is Direction.UNKNOWN
            self.sent += item.direction is Direction.OUT
            self.keys[item.conversation_key] = None


def _look_inside(reader: ChannelReader, path: Path, options: ReadOptions, confidence: float, columns: ColumnGuess | None) -> Look:
    seen = _Glance()
    try:
        for item in _first(reader.read(path, replace(options, glance=True))):
            seen.see(item)
    except BadInput:
        pass  # the import says it; what was seen so far is worth asking about
    asks = set(reader.asks) - {Ask.DATE_ORDER, Ask.COLUMNS}
    asks |= {Ask.DATE_ORDER} if seen.example else set()
    asks |= {Ask.COLUMNS} if columns is not None and not columns.complete else set()
    if not seen.unknown and (seen.sent or len(seen.names) < _SEVERAL):
        asks.discard(Ask.ME)  # where several write and none is the shop, it may write under a name that is not known yet
    if Ask.TIMEZONE in asks and seen.times and seen.times == _times(reader, path, replace(options, timezone=ELSEWHERE)):
        asks.discard(Ask.TIMEZONE)  # the file tells moments, or the zone with them
    what = reader.channel.value
    told = tuple(name for name, count in seen.names.most_common(_NAMES) if name and count)
    source = _table_source(what, columns) if columns else _chat_source(what, list(seen.keys))
    return Look(path, what, confidence, source, frozenset(asks), told, seen.example, columns)


def _times(reader: ChannelReader, path: Path, options: ReadOptions) -> list[datetime]:
    """Return when the first messages were sent as these options have it."""
    try:
        found = (item.sent_at for item in reader.read(path, replace(options, glance=True)) if isinstance(item, IncomingMessage))
        return list(islice(found, _SOME))
    except BadInput:
        return []


def _first(items: Iterator[IncomingMessage | Problem]) -> Iterator[IncomingMessage | Problem]:
    """Yield the first items, bounded in number and time."""
    until = 0.0
    for item in islice(items, ENOUGH):
        yield item
        until = until or monotonic() + ENOUGH_SECONDS
        if monotonic() > until:
            return


def _chat_source(what: str, keys: list[str]) -> str:
    """A file of one chat is a source of its own; one of many chats is the account, of which there is one for each channel."""
    return f"{what}:{keys[0]}" if len(keys) == 1 else f"{what}:*"


def _columns(reader: object, path: Path, options: ReadOptions) -> ColumnGuess | None:
    tell = getattr(reader, "columns", None)
    try:
        guess = tell(path, options) if tell else None
    except BadInput:
        return None
    return guess if isinstance(guess, ColumnGuess) else None


def _table_source(what: str, columns: ColumnGuess | None) -> str:
    """A table's source is its headers: the next export of the same place has the same."""
    headers = "\x1f".join(header.casefold() for header in columns.headers) if columns else ""
    return f"{what}:{sha256(headers.encode()).hexdigest()[:16]}"


def read_files(paths: Sequence[Path], options: ReadOptions, channel: str = "") -> Iterator[IncomingMessage | Order | Problem]:
    """Yield the messages and orders of files. A file that cannot be used is a Problem when there are others, else BadInput."""
    for path in paths:
        try:
            if channel == ORDERS or (not channel and what_is(path)[0] == ORDERS):
                yield from read_orders(path, options)
                continue
            for reader in readers_for(path, channel):
                yield from reader.read(path, options)
        except BadInput as error:
            if len(paths) == 1:
                raise
            yield unusable(path, error)


def read_orders(path: Path, options: ReadOptions) -> Iterator[Order | Problem]:
    """Yield the orders of a file, by the reader that knows it best."""
    return max(order_readers(), key=lambda reader: reader.score(path)).read(path, options)
