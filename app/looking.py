"""Looking: what a file is and what it leaves open, before anything of it is kept. Bootstrap's part that reads only the first of a file."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from pathlib import Path

from app.channels import recognise, recognise_orders
from app.domain.errors import BadInput
from app.domain.message import Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.ports import ChannelReader
from app.domain.reading import Ask, ColumnGuess, Look

KNOWLEDGE = "knowledge"
"""What a file of articles is called."""
ORDERS = "orders"
"""What a file of orders is called."""
_KNOWLEDGE_FILES = frozenset({".md", ".html", ".htm", ".docx", ".pdf", ".csv", ".tsv"})
SURE = 0.5
ENOUGH = 20_000
"""Messages that are read to learn who writes and how dates are written."""
_NAMES = 50


def what_is(path: Path) -> tuple[str, float]:
    """Say what a file is: a channel, "orders", "knowledge" or ""; with the confidence."""
    orders = recognise_orders(path)
    found = recognise(path)
    best = found[0][1] if found else 0.0
    if orders and orders[0][1] >= SURE and orders[0][1] >= best:
        return ORDERS, orders[0][1]
    if best >= SURE:
        return found[0][0].channel.value, best
    if path.suffix.lower() in _KNOWLEDGE_FILES or (path.suffix.lower() == ".txt" and path.is_file()):
        return KNOWLEDGE, 0.5
    return "", 0.0


def look_at(path: Path, options: ReadOptions) -> Look:
    """Return what a file is and what it leaves open under these options; never raises for a file that cannot be read."""
    what, confidence = what_is(path)
    if what in ("", KNOWLEDGE):
        return Look(path, what, confidence)
    if what == ORDERS:
        columns = _columns(recognise_orders(path)[0][0], path, options)
        asks = frozenset({Ask.COLUMNS}) if columns and not columns.complete else frozenset[Ask]()
        return Look(path, what, confidence, _table_source(what, columns), asks, columns=columns)
    reader = recognise(path)[0][0]
    return _look_inside(reader, path, options, what, confidence, _columns(reader, path, options))


def _look_inside(
    reader: ChannelReader, path: Path, options: ReadOptions, what: str, confidence: float, columns: ColumnGuess | None
) -> Look:
    names: Counter[str] = Counter()
    unknown, example, key = 0, "", ""
    try:
        for item in islice(reader.read(path, options), ENOUGH):
            if isinstance(item, Problem):
                example = example or (item.example if item.kind is ProblemKind.AMBIGUOUS_DATE else "")
            elif isinstance(item, IncomingMessage) and item.kind is not Kind.SYSTEM:
                names[item.sender.name] += bool(item.sender.name)
                unknown += item.direction is Direction.UNKNOWN
                key = key or item.conversation_key
    except BadInput:
        pass  # the import says it; what was seen so far is worth asking about
    asks = set(reader.asks) - {Ask.DATE_ORDER, Ask.COLUMNS}
    asks |= {Ask.DATE_ORDER} if example else set()
    asks |= {Ask.COLUMNS} if columns is not None and not columns.complete else set()
    if not unknown:
        asks.discard(Ask.ME)
    source = _table_source(what, columns) if columns else f"{what}:{key}"
    told = tuple(name for name, count in names.most_common(_NAMES) if name and count)
    return Look(path, what, confidence, source, frozenset(asks), told, example, columns)


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


def with_answers(options: ReadOptions, answers: Mapping[str, object]) -> ReadOptions:
    """Return options with what was answered: `me` (names), `timezone`, `day_first`, `columns`; anything else is ignored."""
    me, zone, first, columns = (answers.get(name) for name in ("me", "timezone", "day_first", "columns"))
    return ReadOptions(
        zone if isinstance(zone, str) and zone else options.timezone,
        tuple(dict.fromkeys((*options.me, *(str(name) for name in me)))) if isinstance(me, list | tuple) else options.me,
        options.own_addresses,
        options.country,
        first if isinstance(first, bool) else options.day_first,
        {str(k): str(v) for k, v in columns.items()} if isinstance(columns, Mapping) else options.columns,
    )
