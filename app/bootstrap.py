"""Bootstrap: the only file that names concrete adapters, and wires them."""

import os
import secrets as random_source
from collections import Counter as CountOf
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TypeVar

from app.channels import mailfile, readers
from app.channels import recognise as recognise_files
from app.channels.imap import connect
from app.channels.smtp import send
from app.domain.account import MailAccount, RemoteMail, SelectedFolder
from app.domain.draft import Draft
from app.domain.errors import BadInput, NotFound
from app.domain.message import Channel, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions, Remote
from app.domain.ports import ChannelReader, DraftCheck, Sorter, Store, VectorIndex
from app.domain.text import N_
from app.domain.views import Check, EngineInfo
from app.drafting.check import check_text
from app.drafting.embedded import EmbeddedDrafter
from app.drafting.generative import GenerativeDrafter
from app.knowledge.index import ChromaIndex
from app.knowledge.passages import split_passages
from app.knowledge.read import read_articles
from app.knowledge.vectors import NumpyIndex
from app.language.detect import detect
from app.language.embed import HashedEmbedder
from app.language.llama import LlamaGenerator, probe
from app.parsing.compose import new_message_id
from app.parsing.mail import parse_mail
from app.parsing.mail_servers import guess_servers as guess_servers
from app.pipeline.counter import Counter
from app.pipeline.engines import Engines
from app.pipeline.house import House
from app.pipeline.letter import letter_to_mail
from app.pipeline.send import settle_interrupted
from app.pipeline.sort import Judged, judge
from app.system import keys
from app.system.demo import KNOWN_NUMBERS, demo_shop, materialise
from app.system.guard import guard
from app.system.lock import ProfileLock
from app.system.paths import resources_folder
from app.system.secrets import KeyringSecrets, StoreSecrets
from app.triage.model import TriageModel
from app.triage.sorter import EmbeddedSorter

KNOWLEDGE = "knowledge"
"""What `recognise` calls a file of articles."""
_KNOWLEDGE_FILES = frozenset({".md", ".html", ".htm", ".docx", ".pdf", ".csv", ".tsv"})
_CHUNK = 200
_FIRST = 25
"""The first chunk is small, so that its messages are readable at once."""
_POOL_FROM = 400
"""From so many mails on, worker processes pay for their start."""

Notice = Callable[[str], None]


# -- parts that need no profile


@cache
def make_sorter() -> Sorter:
    """Return the embedded sorter (its model is loaded once)."""
    model = TriageModel.from_bytes((resources_folder() / "models" / "triage.npz").read_bytes())
    return EmbeddedSorter(model, detect)


def make_check() -> DraftCheck:
    """Return the draft check."""
    return check_text


def recognise(path: Path) -> tuple[str, float]:
    """Say what a file is: a channel, "knowledge" or ""; with the confidence."""
    found = recognise_files(path)
    if found and found[0][1] >= 0.5:
        return found[0][0].channel.value, found[0][1]
    if path.suffix.lower() in _KNOWLEDGE_FILES or (path.suffix.lower() == ".txt" and path.is_file()):
        return KNOWLEDGE, 0.5
    return "", 0.0


def read_files(paths: Sequence[Path], options: ReadOptions, channel: str = "") -> Iterator[IncomingMessage | Problem]:
    """Yield the messages of files. A file that cannot be used is a Problem when there are others, else BadInput."""
    for path in paths:
        try:
            yield from _reader(path, channel).read(path, options)
        except BadInput as error:
            if len(paths) == 1:
                raise
            yield _unusable(path, error)


def names_in(path: Path) -> list[str]:
    """Return who writes in a chat export, most lines first: what the person chooses the shop's own name from."""
    try:
        found = [m.sender.name for m in read_files([path], ReadOptions()) if isinstance(m, IncomingMessage) and m.kind is not Kind.SYSTEM]
    except BadInput:
        return []
    return [name for name, _count in CountOf(name for name in found if name).most_common(50)]


def _unusable(path: Path, error: BadInput) -> Problem:
    return Problem(ProblemKind.ERROR, path.name, error.told)


def _reader(path: Path, channel: str) -> ChannelReader:
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


# -- reading and judging, in worker processes where it pays


def read_and_judge(paths: Sequence[Path], options: ReadOptions, channel: str = "") -> Iterator[Judged | Problem]:
    """Yield judged messages. Mails in numbers are parsed and judged by worker processes, in order."""
    for path in paths:
        try:
            reader = _reader(path, channel)
            mails = reader.channel is Channel.MAILFILE
            yield from _judged_mails(path, options) if mails else _judged(reader.read(path, options))
        except BadInput as error:
            if len(paths) == 1:
                raise
            yield _unusable(path, error)


def _judged(items: Iterator[IncomingMessage | Problem]) -> Iterator[Judged | Problem]:
    for chunk in _chunks(items, _FIRST):
        yield from _judge_chunk(chunk)


def _judge_chunk(chunk: Sequence[IncomingMessage | Problem]) -> list[Judged | Problem]:
    problems: list[Judged | Problem] = [item for item in chunk if isinstance(item, Problem)]
    return problems + list(judge([item for item in chunk if isinstance(item, IncomingMessage)], make_sorter()))


def _judged_mails(path: Path, options: ReadOptions) -> Iterator[Judged | Problem]:
    raws = mailfile.raw_mails(path)
    head = list(islice(raws, _POOL_FROM))
    if len(head) == _POOL_FROM:
        yield from _in_pool(head, raws, options)
    else:
        yield from _judged_head(head, options)


def _judged_head(head: Sequence[mailfile.RawMail | Problem], options: ReadOptions) -> Iterator[Judged | Problem]:
    for chunk in _chunks(iter(head), _FIRST):
        yield from _parse_chunk(chunk, options)


def _in_pool(
    head: Sequence[mailfile.RawMail | Problem], rest: Iterator[mailfile.RawMail | Problem], options: ReadOptions
) -> Iterator[Judged | Problem]:
    """The first mails come at once; then the workers start on the rest while this process reads the head, for that takes a second."""
    yield from _parse_chunk(head[:_FIRST], options)
    workers = max(1, min(4, (os.cpu_count() or 2) - 1))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_guarded_worker) as pool:
        chunks = (pool.submit(_parse_chunk, chunk, options) for chunk in _chunks(rest, _CHUNK))
        waiting: deque[Future[list[Judged | Problem]]] = deque(islice(chunks, 2 * workers + 1))
        yield from _judged_head(head[_FIRST:], options)
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(islice(chunks, 1))
            yield from done


def _guarded_worker() -> None:
    guard.install()
    Thread(target=_end_with_the_program, daemon=True).start()
    make_sorter()


def _end_with_the_program() -> None:
    """A program that is killed tells its workers nothing; without this they would wait for work for ever."""
    program = parent_process()
    if program is not None:
        program.join()
        os._exit(1)


def _parse_chunk(chunk: Sequence[mailfile.RawMail | Problem], options: ReadOptions) -> list[Judged | Problem]:
    return _judge_chunk([item if isinstance(item, Problem) else mailfile.parse_raw(item, options) for item in chunk])


_T = TypeVar("_T")


def _chunks(items: Iterator[_T], first: int) -> Iterator[list[_T]]:
    size = first
    while chunk := list(islice(items, size)):
        yield chunk
        size = _CHUNK


# -- a profile


def open_counter(folder: Path, *, write: bool, passphrase: Callable[[], str | None], notice: Notice = lambda _line: None) -> Counter:
    """Open the profile in `folder` (made anew when `write`). Raises ToonbankError with a sentence.

    With `write` the profile is held until `close()`; without, only reading calls are allowed.
    """
    from app.store import open_store  # here, not above: worker processes import this module and need no database

    guard.install()
    if not write and not (folder / "profile.json").exists():
        raise NotFound(N_("There is no profile in {folder} yet; import something, or write the demonstration shop."), folder=folder)
    lock = ProfileLock(folder) if write else None
    try:
        profile = _profile(folder, passphrase, notice)
        store = open_store(folder, profile.key)
        return Counter(_house(profile, store, lock))
    except BaseException:
        if lock:
            lock.close()
        raise


def _profile(folder: Path, passphrase: Callable[[], str | None], notice: Notice) -> keys.Profile:
    fresh = not (folder / "profile.json").exists()
    profile = keys.open_profile(folder, passphrase)
    if fresh and profile.home is keys.KeyHome.FILE:
        notice(N_("There is no system keyring here and no passphrase was given: the key lies in a file that only you can read."))
    return profile


def _house(profile: keys.Profile, store: Store, lock: ProfileLock | None) -> House:
    secrets = KeyringSecrets(profile.id) if profile.home is keys.KeyHome.KEYRING else StoreSecrets(store)
    if lock is not None:
        settle_interrupted(store, now)
    embedder = HashedEmbedder()
    return House(
        store=store,
        clock=now,
        sorter=make_sorter(),
        detect=detect,
        embedder=embedder,
        index=ChromaIndex(profile.folder / "vectors", profile.key) if lock else _exact_index(store, embedder.scheme),
        read_articles=lambda path: read_articles(path, detect),
        split=split_passages,
        check=check_text,
        engines=Engines(store, EmbeddedDrafter(), probe, LlamaGenerator, lambda g, fallback: GenerativeDrafter(g, fallback, g.name)),
        secrets=secrets,
        connect=connect,
        send=send,
        try_imap=_try_imap,
        try_smtp=_try_smtp,
        parse_remote=_parse_remote,
        parse_sent=lambda raw, account: parse_mail(
            raw, channel=Channel.IMAP, own_addresses=frozenset({account.address.casefold()}), sent_folder=True
        ),
        judge=lambda messages: judge(messages, make_sorter()),
        compose=letter_to_mail,
        new_message_id=lambda draft: _reserve_message_id(store, draft),
        recognise=recognise,
        read_source=read_and_judge,
        allow_hosts=guard.allow,
        drain_connections=guard.drain,
        backup=lambda target, passphrase: store.backup(target, keys.wrap_for_backup(profile.key, passphrase) if passphrase else None),
        doctor=lambda counts, engines: _doctor(counts, engines, profile, store),
        release=lock.close if lock else lambda: None,
        holds_profile=lock is not None,
    )


def now() -> datetime:
    """Return now, in UTC."""
    return datetime.now(UTC)


def _exact_index(store: Store, scheme: str) -> VectorIndex:
    """Return an index in memory: a reading command may not open the Chroma folder beside the window's process."""
    index = NumpyIndex()
    index.reset(scheme)
    with store.read() as reader:
        index.put(list(reader.vectors(scheme)))
    return index


def _parse_remote(mail: RemoteMail, account: MailAccount, selected: SelectedFolder, role: str, own: frozenset[str]) -> IncomingMessage:
    at = datetime.fromtimestamp(mail.internal_date, UTC)
    message = parse_mail(mail.raw, channel=Channel.IMAP, own_addresses=own, received_at=at, sent_folder=role == "sent")
    return replace(message, remote=Remote(account.name, selected.name, selected.uidvalidity, mail.uid, mail.flags))


def _reserve_message_id(store: Store, draft: Draft) -> str:
    with store.read() as reader:
        accounts = reader.accounts()
    domain = accounts[0].address.rpartition("@")[2] if accounts else "toonbank.invalid"
    return new_message_id(domain, draft.id, random_source.token_bytes(12))


def _try_imap(account: MailAccount, secret: str) -> str:
    connect.test_login(account, secret)
    return N_("Logged in; the folders can be read.")


def _try_smtp(account: MailAccount, secret: str) -> str:
    send.test_login(account, secret)
    return N_("Logged in; mail can be sent.")


def _doctor(counts: dict[str, int], engines: list[EngineInfo], profile: keys.Profile, store: Store) -> list[Check]:
    home = {
        keys.KeyHome.KEYRING: N_("The key is in the system keyring."),
        keys.KeyHome.PASSPHRASE: N_("The key is protected by your passphrase."),
        keys.KeyHome.FILE: N_("The key is in a file that only you can read; a keyring or a passphrase is safer."),
    }[profile.home]
    checks = [Check(N_("key"), ok=True, why=home), *(Check(name, ok=ok, why=why) for name, ok, why in store.check())]
    checks.append(
        Check(N_("knowledge"), ok=True, why=N_("The shop's articles can be searched.") if counts["articles"] else N_("No articles yet."))
    )
    missing = [engine.name for engine in engines if engine.state in ("missing", "broken")]
    checks.append(Check(N_("engine"), ok=not missing, why=", ".join(missing) or N_("The engine for drafts is there.")))
    checks.append(Check(N_("guard"), ok=guard.active, why=N_("Connections other than to your own mail servers are refused.")))
    return checks


def restore_profile(file: Path, folder: Path) -> None:
    """Put a backup into an empty profile folder."""
    from app.store import restore_backup

    restore_backup(file, folder)


def write_demo(folder: Path, passphrase: Callable[[], str | None], notice: Notice = lambda _line: None) -> dict[str, int]:
    """Write the demonstration shop into an empty profile, through the same road as everything else. Returns the counts."""
    from app.store import store_exists

    if store_exists(folder):
        raise BadInput(N_("There is a profile in {folder} already; the demonstration shop wants an empty folder."), folder=folder)
    counter = open_counter(folder, write=True, passphrase=passphrase, notice=notice)
    try:
        counter.put_shop(demo_shop())
        source = resources_folder() / "demo"
        counter.import_articles(sorted((source / "knowledge").iterdir()))
        with TemporaryDirectory() as temporary:
            mails, chats = materialise(source, Path(temporary), now())
            counter.import_paths(mails)
            for address, number in KNOWN_NUMBERS.items():
                counter.add_handle(address, number)
            counter.import_paths(chats)
        return counter.counts()
    finally:
        counter.close()
