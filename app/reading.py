"""Reading: files and mailboxes to judged messages, in a worker process where there are many.

Bootstrap's part that workers load as well. They need no database, no window and no other engine, and so know of none:
what a worker imports is held in memory twice.
"""

import copyreg
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache, partial
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.channels import readers
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
from app.domain.ports import ChannelReader, Sorter
from app.domain.text import N_
from app.domain.verdict import Reason, Verdict
from app.pipeline.sort import Judged, judge
from app.pipeline.sync import Letterbox
from app.system.guard import guard
from app.system.paths import resources_folder

if TYPE_CHECKING:
    from concurrent.futures import Future

    from app.channels.mailfile import RawMail

_CHUNK = 100
_FIRST = 25
"""The first chunk is small, so that its messages are readable at once."""
_CHUNK_BYTES = 2_000_000
_POOL_FROM = 400
"""From so many mails on, worker processes pay for their start."""
_AHEAD = 2
"""Chunks that wait for each worker, so that none is idle while this process keeps what came back."""
_MOST_WORKERS = 4

_T = TypeVar("_T")
_R = TypeVar("_R")
_Item = TypeVar("_Item", bound="RawMail | RemoteMail | Problem | IncomingMessage")


@cache
def make_sorter() -> Sorter:
    """Return the embedded sorter (its model is loaded once)."""
    from app.language.detect import detect
    from app.triage.model import TriageModel
    from app.triage.sorter import EmbeddedSorter

    model = TriageModel.from_bytes((resources_folder() / "models" / "triage.npz").read_bytes())
    return EmbeddedSorter(model, detect)


# -- files


def reader_for(path: Path, channel: str = "") -> ChannelReader:
    """Return the reader of a file: of the channel that was named, else of the one that knows it. Raises BadInput."""
    if not path.exists():
        raise BadInput(N_("There is no file {file}."), file=path)
    if channel:
        known = {name.value: found for name, found in readers().items()}
        if channel not in known:
            raise BadInput(
                N_("There is no channel {channel} for files; known are: {known}."), channel=channel, known=", ".join(sorted(known))
            )
        return known[channel]
    found = recognise_files(path)
    if not found or found[0][1] < 0.2:
        raise BadInput(N_("{file} is not recognised as an export of mail or chat; say what it is with --as."), file=path.name)
    return found[0][0]


def unusable(path: Path, error: BadInput) -> Problem:
    """Return what is said of a file that cannot be used, where there are others."""
    return Problem(ProblemKind.ERROR, path.name, error.told)


def read_and_judge(paths: Sequence[Path], options: ReadOptions, channel: str = "") -> Iterator[Judged | Problem]:
    """Yield judged messages. Mails in numbers are parsed and judged by worker processes, in order."""
    for path in paths:
        try:
            reader = reader_for(path, channel)
            if reader.channel is Channel.MAILFILE:
                yield from _judged_mails(path, options)
            else:
                for chunk in _chunks(reader.read(path, options)):
                    yield from _judge_chunk(chunk)
        except BadInput as error:
            if len(paths) == 1:
                raise
            yield unusable(path, error)


def _judged_mails(path: Path, options: ReadOptions) -> Iterator[Judged | Problem]:
    from app.channels.mailfile import raw_mails

    for chunk in spread(_chunks(raw_mails(path)), partial(_parse_chunk, options)):
        yield from chunk


def _parse_chunk(options: ReadOptions, chunk: Sequence["RawMail | Problem"]) -> list[Judged | Problem]:
    from app.channels.mailfile import parse_raw

    return _judge_chunk([item if isinstance(item, Problem) else parse_raw(item, options) for item in chunk])


def _judge_chunk(chunk: Sequence[IncomingMessage | Problem]) -> list[Judged | Problem]:
    problems: list[Judged | Problem] = [item for item in chunk if isinstance(item, Problem)]
    return problems + list(judge([item for item in chunk if isinstance(item, IncomingMessage)], make_sorter()))


# -- mailboxes


def read_remote(mails: Iterable[RemoteMail], box: Letterbox) -> Generator[list[Judged]]:
    """Yield the fetched mails judged, in order and in handy batches; what came in before an error comes before it."""
    return spread(_chunks(iter(mails)), partial(_parse_remote, box))


def _parse_remote(box: Letterbox, mails: Sequence[RemoteMail]) -> list[Judged]:
    return judge([_remote_message(mail, box) for mail in mails], make_sorter())


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


def _chunks(items: Iterator[_Item]) -> Iterator[list[_Item]]:
    """Yield lists of items, bounded in number and bytes; an error of the source comes after what it gave."""
    held = _Held(items)
    chunk: list[_Item] = []
    size, limit = 0, _FIRST
    for item in held:
        chunk.append(item)
        size += len(getattr(item, "raw", b""))
        if len(chunk) >= limit or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size, limit = [], 0, _CHUNK
    if chunk:
        yield chunk
    if held.failure:
        raise held.failure


def spread(chunks: Iterator[list[_T]], work: Callable[[list[_T]], _R]) -> Generator[_R]:
    """Yield what `work` makes of each chunk, in order. From `_POOL_FROM` items on worker processes do it."""
    held = _Held(chunks)
    source = iter(held)
    first = list(islice(source, 1))
    yield from map(work, first)
    head = _head(source)
    following = list(islice(source, 1))
    if following:
        yield from _in_pool(head, chain(following, source), work)
    else:
        yield from map(work, head)
    if held.failure:
        raise held.failure


def _head(source: Iterator[list[_T]]) -> list[list[_T]]:
    """Take the chunks that are done before workers can be ready."""
    head: list[list[_T]] = []
    while sum(map(len, head)) < _POOL_FROM - _FIRST and (chunk := next(source, None)) is not None:
        head.append(chunk)
    return head


def _in_pool(head: Sequence[list[_T]], rest: Iterator[list[_T]], work: Callable[[list[_T]], _R]) -> Iterator[_R]:
    """The workers start on the rest while this process does the head, for their start takes a second."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    workers = max(1, min(_MOST_WORKERS, (os.cpu_count() or 2) - 1))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin_worker) as pool:
        coming = (pool.submit(work, chunk) for chunk in rest)
        waiting: deque[Future[_R]] = deque(islice(coming, workers * _AHEAD + 1))
        yield from map(work, head)
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(islice(coming, 1))
            yield done


def _begin_worker() -> None:
    guard.install()
    Thread(target=_end_with_the_program, daemon=True).start()
    for kind in (IncomingMessage, Party, Handle, Attachment, MailHeaders, Remote, Verdict, Reason, Judged):
        _travels_light(kind)
    make_sorter()


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
