"""Reading: files and mailboxes to judged messages, in a worker process where there are many.

Bootstrap's part that workers load as well. They need no database, no window and no other engine, and so know of none:
what a worker imports is held in memory twice.
"""

import copyreg
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.channels import others_in, readers, readers_of
from app.channels import recognise as recognise_files
from app.domain.account import RemoteMail
from app.domain.errors import BadInput, ToonbankError
from app.domain.message import (
    Attachment,
    Channel,
    Handle,
    IncomingMessage,
    MailHeaders,
    Party,
    Problem,
    ProblemKind,
    ReadOptions,
    Remote,
)
from app.domain.ports import ChannelReader, MessageContext, Sorter
from app.domain.teaching import Lessons
from app.domain.text import N_
from app.domain.verdict import Entity, Reason, Verdict
from app.pipeline.sort import Judged, judge, with_verdicts, words_of
from app.pipeline.sync import Letterbox
from app.system.guard import guard
from app.system.paths import resources_folder

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.channels.mailfile import RawMail
    from app.triage.model import TriageModel

_CHUNK = 100
_FIRST = 25
"""The first chunk is small, so that its messages are readable at once."""
_CHAT_CHUNK = 250
"""Chat messages are judged ten times as fast as mails are parsed."""
_CHUNK_BYTES = 2_000_000
"""Of mails and attachments."""
_AHEAD_BYTES = 5_000_000
"""Of mails and attachments in all chunks that wait."""
_POOL_FROM = 400
"""From so many mails on, worker processes pay for their start."""
_CHAT_POOL_FROM = 4_000
"""From so many chat messages on."""
_AHEAD = 2
"""Chunks that wait for each worker, so that none is idle while this process keeps what came back."""
_MOST_WORKERS = 4
_SORTERS = 3
"""With so many different lessons sorters are kept at hand: those in use, those before, those of another profile."""

_T = TypeVar("_T")
_R = TypeVar("_R")
_Sent = TypeVar("_Sent")
_Done = TypeVar("_Done")
_Item = TypeVar("_Item", bound="RawMail | RemoteMail | Problem | IncomingMessage")


NOTHING_TAUGHT = Lessons()


@lru_cache(maxsize=_SORTERS)
def make_sorter(lessons: Lessons = NOTHING_TAUGHT) -> Sorter:
    """Return the embedded sorter (its model is loaded once), with what was taught."""
    from app.language.detect import detect
    from app.triage.lessons import Example
    from app.triage.sorter import EmbeddedSorter

    said = [(lesson.text, lesson.labels) for lesson in lessons.examples]
    examples = [Example(text, labels.category, labels.sentiment, labels.emotion, labels.urgency) for text, labels in said]
    sorter = EmbeddedSorter(_shipped_model().adjusted(examples), detect)
    return Choosing(sorter, lessons.hidden) if lessons.hidden else sorter


@cache
def _shipped_model() -> "TriageModel":
    from app.triage.model import TriageModel

    return TriageModel.from_bytes((resources_folder() / "models" / "triage.npz").read_bytes())


class Choosing:
    """A Sorter that never says a category which the shop does not use."""

    def __init__(self, sorter: Sorter, hidden: Sequence[str]) -> None:
        self._sorter, self._hidden = sorter, frozenset(hidden)

    def judge(self, text: str, context: MessageContext) -> Verdict:
        """Return the verdict on one text."""
        return self.judge_many([(text, context)])[0]

    def judge_many(self, items: Sequence[tuple[str, MessageContext]]) -> list[Verdict]:
        """Return a verdict for each item."""
        from app.triage.told import without

        return [without(verdict, self._hidden) for verdict in self._sorter.judge_many(items)]


class Judge:
    """Judges messages with lessons. It travels to a worker as their version alone: the worker got the lessons when it began."""

    def __init__(self, lessons: Lessons) -> None:
        self.lessons = lessons

    def __call__(self, messages: Sequence[IncomingMessage]) -> list[Judged]:
        return judge(messages, make_sorter(self.lessons))

    def verdicts(self, words: Sequence[tuple[str, MessageContext]]) -> list[Verdict]:
        """Return the verdicts on words alone."""
        return make_sorter(self.lessons).judge_many(words)

    def __reduce__(self) -> tuple[Callable[[str], "Judge"], tuple[str]]:
        return _judge_here, (self.lessons.version,)


_HERE: dict[str, Judge] = {}
"""What a worker judges with, by version."""


def _judge_here(version: str) -> Judge:
    return _HERE[version]


# -- files


def reader_for(path: Path, channel: str = "") -> ChannelReader:
    """Return the reader of a file: of the channel that was named (the surest of them), else of the one that knows it. Raises BadInput."""
    if not path.exists():
        raise BadInput(N_("There is no file {file}."), file=path)
    if channel:
        known = {reader.channel.value for reader in readers()}
        if channel not in known:
            raise BadInput(
                N_("There is no channel {channel} for files; known are: {known}."), channel=channel, known=", ".join(sorted(known))
            )
        return max(readers_of(Channel(channel)), key=lambda reader: reader.score(path))
    found = recognise_files(path)
    if not found or found[0][1] < 0.2:
        raise BadInput(N_("{file} is not recognised as an export of mail or chat; say what it is with --as."), file=path.name)
    return found[0][0]


def readers_for(path: Path, channel: str = "") -> list[ChannelReader]:
    """Return the reader of a file, and where nothing was named those that a folder or archive needs as well. Raises BadInput."""
    best = reader_for(path, channel)
    return [best] if channel else [best, *others_in(path, best)]


def unusable(path: Path, error: BadInput) -> Problem:
    """Return what is said of a file that cannot be used, where there are others."""
    return Problem(ProblemKind.ERROR, path.name, error.told)


def read_and_judge(
    paths: Sequence[Path],
    options: ReadOptions,
    channel: str = "",
    lessons: Lessons = NOTHING_TAUGHT,
    parts: Mapping[str, ReadOptions] = MappingProxyType({}),
) -> Iterator[Judged | Problem]:
    """Yield messages, judged with what was taught; what `parts` names (by channel) is read under options of its own. Mails in numbers are
    parsed and judged by worker processes, chats in numbers judged, in order."""
    judging = Judge(lessons)
    for path in paths:
        try:
            for reader in readers_for(path, channel):
                own, mails = parts.get(reader.channel.value, options), reader.channel is Channel.MAILFILE
                yield from _judged_mails(path, own, judging) if mails else _judged_chat(reader.read(path, own), judging)
        except BadInput as error:
            if len(paths) == 1:
                raise
            yield unusable(path, error)


def _judged_mails(path: Path, options: ReadOptions, judging: Judge) -> Iterator[Judged | Problem]:
    from app.channels.mailfile import raw_mails

    work = _whole(partial(_parse_chunk, judging, options))
    for chunk in spread(_chunks(raw_mails(path)), work, judging.lessons):
        yield from chunk


def _parse_chunk(judging: Judge, options: ReadOptions, chunk: Sequence["RawMail | Problem"]) -> list[Judged | Problem]:
    from app.channels.mailfile import parse_raw

    read = [item if isinstance(item, Problem) else parse_raw(item, options) for item in chunk]
    return _with_problems(read, judging(_messages(read)))


def _judged_chat(items: Iterator[IncomingMessage | Problem], judging: Judge) -> Iterator[Judged | Problem]:
    """Only words travel to the workers and verdicts back: the messages, and the files with them, stay here."""
    work = _Work(_words, judging.verdicts, _chat_chunk)
    for chunk in spread(_chunks(items, _CHAT_CHUNK), work, judging.lessons, _CHAT_POOL_FROM):
        yield from chunk


def _words(chunk: Sequence[IncomingMessage | Problem]) -> list[tuple[str, MessageContext]]:
    return words_of(_messages(chunk))


def _chat_chunk(chunk: Sequence[IncomingMessage | Problem], verdicts: Sequence[Verdict]) -> list[Judged | Problem]:
    return _with_problems(chunk, with_verdicts(_messages(chunk), verdicts))


def _messages(chunk: Sequence[IncomingMessage | Problem]) -> list[IncomingMessage]:
    return [item for item in chunk if isinstance(item, IncomingMessage)]


def _with_problems(chunk: Sequence[IncomingMessage | Problem], judged: list[Judged]) -> list[Judged | Problem]:
    return [*(item for item in chunk if isinstance(item, Problem)), *judged]


# -- mailboxes


def read_remote(mails: Iterable[RemoteMail], box: Letterbox, lessons: Lessons = NOTHING_TAUGHT) -> Generator[list[Judged]]:
    """Yield the fetched mails judged, in order and in handy batches; what came in before an error comes before it."""
    judging = Judge(lessons)
    return spread(_chunks(iter(mails)), _whole(partial(_parse_remote, judging, box)), judging.lessons)


def _parse_remote(judging: Judge, box: Letterbox, mails: Sequence[RemoteMail]) -> list[Judged]:
    return judging([_remote_message(mail, box) for mail in mails])


def _remote_message(mail: RemoteMail, box: Letterbox) -> IncomingMessage:
    from app.parsing.mail import parse_mail

    at = datetime.fromtimestamp(mail.internal_date, UTC)
    message = parse_mail(mail.raw, channel=Channel.IMAP, own_addresses=box.own, received_at=at, sent_folder=box.role == "sent")
    return replace(message, remote=Remote(box.account, box.folder, box.uidvalidity, mail.uid, mail.flags))


# -- spreading the work


class _Held(Generic[_T]):
    """A source whose error waits until everything that came before it is done."""

    def __init__(self, source: Iterator[_T]) -> None:
        self._source = source
        self.failure: ToonbankError | None = None

    def __iter__(self) -> Iterator[_T]:
        try:
            yield from self._source
        except ToonbankError as failure:
            self.failure = failure


def _chunks(items: Iterator[_Item], most: int = _CHUNK) -> Iterator[list[_Item]]:
    """Yield lists of items, bounded in number and bytes; an error of the source comes after what it gave."""
    held = _Held(items)
    chunk: list[_Item] = []
    size, limit = 0, _FIRST
    for item in held:
        chunk.append(item)
        size += _weight(item)
        if len(chunk) >= limit or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size, limit = [], 0, most
    if chunk:
        yield chunk
    if held.failure:
        raise held.failure


def _weight(item: object) -> int:
    """Return the bytes of a mail as it came, or of the files that a message brings."""
    if isinstance(item, IncomingMessage):
        return sum(len(a.content) for a in item.attachments if a.content) if item.attachments else 0
    return len(getattr(item, "raw", b""))


@dataclass(frozen=True, slots=True)
class _Work(Generic[_T, _Sent, _Done, _R]):
    """What is made of a chunk: what of it travels to a worker, what the worker makes of that, and what this process makes of both."""

    sent: Callable[[list[_T]], _Sent]
    done: Callable[[_Sent], _Done]
    home: Callable[[list[_T], _Done], _R]

    def here(self, chunk: list[_T]) -> _R:
        """Do all of it in this process."""
        return self.home(chunk, self.done(self.sent(chunk)))


def _whole(work: Callable[[list[_T]], _R]) -> _Work[_T, list[_T], _R, _R]:
    """Return the work of which workers do everything."""
    return _Work(lambda chunk: chunk, work, lambda _chunk, made: made)


def spread(chunks: Iterator[list[_T]], work: _Work[_T, Any, Any, _R], lessons: Lessons, pool_from: int | None = None) -> Generator[_R]:
    """Yield what `work` makes of each chunk, in order. From `pool_from` items on (None: as many as for mails) worker processes do it,
    which know the lessons."""
    held = _Held(chunks)
    source = iter(held)
    yield from map(work.here, islice(source, 1))
    head = _head(source, (_POOL_FROM if pool_from is None else pool_from) - _FIRST)
    following = list(islice(source, 1))
    if following:
        yield from _in_pool(head, chain(following, source), work, lessons)
    else:
        yield from map(work.here, head)
    if held.failure:
        raise held.failure


def _head(source: Iterator[list[_T]], items: int) -> list[list[_T]]:
    """Take the chunks that are done before workers can be ready; fewer where they are heavy."""
    head: list[list[_T]] = []
    count, size = 0, 0
    while count < items and size < _AHEAD_BYTES and (chunk := next(source, None)) is not None:
        head.append(chunk)
        count, size = count + len(chunk), size + sum(map(_weight, chunk))
    return head


def _in_pool(head: list[list[_T]], rest: Iterator[list[_T]], work: _Work[_T, Any, Any, _R], lessons: Lessons) -> Iterator[_R]:
    """This process does the head, and what follows it until the workers are there, for their start takes a second."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    workers = max(1, min(_MOST_WORKERS, (os.cpu_count() or 2) - 1))
    _travels_light(MessageContext)
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_worker, initargs=(lessons,))
    try:
        ready = pool.submit(_is_ready)
        while head:
            yield work.here(head.pop(0))
        while not ready.done() and (chunk := next(rest, None)) is not None:
            yield work.here(chunk)
        yield from _ahead(rest, work, pool.submit, workers * _AHEAD + 1)
    finally:
        pool.shutdown(cancel_futures=True)


def _is_ready() -> None:
    """Tell that a worker has begun."""


def _ahead(source: Iterator[list[_T]], work: _Work[_T, Any, Any, _R], submit: Callable[..., "Future[Any]"], most: int) -> Iterator[_R]:
    """Yield what workers make of the chunks; so many wait for them at most, bounded in bytes too."""
    waiting: deque[tuple[list[_T], int, Future[Any]]] = deque()
    size, more = 0, True
    while more or waiting:
        while more and len(waiting) < most and (size < _AHEAD_BYTES or not waiting):
            chunk = next(source, None)
            more = chunk is not None
            if chunk is not None:
                weight = sum(map(_weight, chunk))
                waiting.append((chunk, weight, submit(work.done, work.sent(chunk))))
                size += weight
        if waiting:
            chunk, weight, made = waiting.popleft()
            size -= weight
            yield work.home(chunk, made.result())


def _begin_worker(lessons: Lessons) -> None:
    guard.install()
    Thread(target=_end_with_the_program, daemon=True).start()
    for kind in (IncomingMessage, Party, Handle, Attachment, MailHeaders, Remote, Verdict, Reason, Entity, Judged):
        _travels_light(kind)
    _HERE[lessons.version] = Judge(lessons)
    make_sorter(lessons)


def _travels_light(kind: type[Any]) -> None:
    """Send a dataclass as the call that makes it: a third of the time that dataclasses with slots take by themselves."""
    values = attrgetter(*(field.name for field in fields(kind)))
    copyreg.pickle(kind, lambda item: (kind, values(item)))


def _end_with_the_program() -> None:
    """A program that is killed tells its workers nothing; without this they would wait for work for ever."""
    from multiprocessing import parent_process

    program = parent_process()
    if program is not None:
        program.join()
        os._exit(1)
