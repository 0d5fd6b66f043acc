"""Bootstrap: the only file that names concrete adapters, and wires them."""

import secrets as random_source
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar, cast

from app.domain.account import MailAccount, RemoteMail
from app.domain.draft import Draft
from app.domain.engines import ModelRoom
from app.domain.errors import BadInput, NotFound
from app.domain.knowledge import NewArticle, Vector
from app.domain.message import Channel, IncomingMessage, Problem, ReadOptions
from app.domain.order import Order
from app.domain.ports import DraftCheck, Drafter, Embedder, Sorter, TextGenerator, VectorIndex
from app.domain.reading import Look
from app.domain.store_ports import Store
from app.domain.teaching import Lessons
from app.domain.text import N_
from app.domain.transcription import TranscriberRoom
from app.domain.views import Check, EngineInfo
from app.knowledge.late import LateIndex
from app.knowledge.passages import split_passages
from app.language.detect import detect
from app.parsing.compose import new_message_id
from app.parsing.mail_servers import guess_servers as guess_servers
from app.pipeline.counter import Counter
from app.pipeline.engines import Engines
from app.pipeline.finding import ChosenEmbedder
from app.pipeline.house import House
from app.pipeline.letter import letter_to_mail
from app.pipeline.recognise import reach
from app.pipeline.send import settle_interrupted
from app.pipeline.sort import Judged
from app.pipeline.sync import Letterbox, ReadMails
from app.pipeline.taught import TaughtSorter
from app.system import keys
from app.system.demo import demo_shop, materialise
from app.system.guard import guard, shut
from app.system.lock import ProfileLock
from app.system.paths import resources_folder
from app.system.power import on_battery
from app.system.secrets import KeyringSecrets, StoreSecrets

if TYPE_CHECKING:
    from app.channels.imap import ImapConnector
    from app.channels.smtp import SmtpSender
    from app.pipeline.translators import Translators

NOTHING_TAUGHT = Lessons()

Notice = Callable[[str], None]
_T = TypeVar("_T")


# -- parts that need no profile


def make_sorter(lessons: Lessons = NOTHING_TAUGHT) -> Sorter:
    """Return the embedded sorter (its model is loaded once), with what was taught."""
    from app import reading

    return reading.make_sorter(lessons)


def make_check() -> DraftCheck:
    """Return the draft check."""
    from app.drafting.check import check_text

    return check_text


def make_embedder() -> Embedder:
    """Return the embedded embedder."""
    from app.language.embed import HashedEmbedder

    return HashedEmbedder()


def recognise(path: Path) -> tuple[str, float]:
    """Say what a file is: a channel, "orders", "knowledge" or ""; with the confidence."""
    from app.looking import what_is

    return what_is(path)


def look_at(path: Path, options: ReadOptions, channel: str = "") -> Look:
    """Return what a file is (`channel` where that was said) and what it leaves open."""
    from app import looking

    return looking.look_at(path, options, channel)


def read_and_judge(paths: Sequence[Path], options: ReadOptions, channel: str = "") -> Iterator[Judged | Problem]:
    """Yield judged messages, in order; many mails by worker processes."""
    return _source_reader(Lessons)(paths, options, channel, {})


def _source_reader(
    lessons: Callable[[], Lessons],
) -> Callable[[Sequence[Path], ReadOptions, str, Mapping[str, ReadOptions]], Iterator[Judged | Problem]]:
    def read(paths: Sequence[Path], options: ReadOptions, channel: str, parts: Mapping[str, ReadOptions]) -> Iterator[Judged | Problem]:
        from app import reading

        return reading.read_and_judge(paths, options, channel, lessons(), parts)

    return read


def _remote_reader(lessons: Callable[[], Lessons]) -> ReadMails:
    def read(mails: Iterable[RemoteMail], box: Letterbox) -> Generator[list[Judged]]:
        from app import reading

        return reading.read_remote(mails, box, lessons())

    return read


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
        store = open_store(folder, profile.key, reach)
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
    engines = _engines(profile, store)
    embedder = ChosenEmbedder(engines, _late(make_embedder))
    sorter = TaughtSorter(store, make_sorter)
    return House(
        store=store,
        clock=now,
        sorter=sorter,
        learn=sorter.learn,
        detect=detect,
        embedder=embedder,
        index=_index(profile, store, embedder, holds=lock is not None),
        read_articles=_read_articles,
        split=split_passages,
        check=_late(make_check),
        engines=engines,
        translators=_late(lambda: _translators(profile, store, engines)),
        transcribers=_late(lambda: _transcribers(profile)),
        secrets=secrets,
        connect=_late(_imap),
        send=_late(_smtp),
        try_imap=_try_imap,
        try_smtp=_try_smtp,
        read_remote=_remote_reader(sorter.lessons),
        parse_sent=_parse_sent,
        compose=letter_to_mail,
        new_message_id=lambda draft: _reserve_message_id(store, draft),
        recognise=recognise,
        look=look_at,
        read_source=_source_reader(sorter.lessons),
        read_orders=_read_orders,
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


# -- parts that are loaded when they are first used: a look at the queue needs none of them


class _Late:
    """Stands for a part until somebody asks something of it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = cache(make)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make(), name)

    def __call__(self, *given: Any, **options: Any) -> Any:
        return self._make()(*given, **options)


def _late(make: Callable[[], _T]) -> _T:
    return cast("_T", _Late(make))


def _index(profile: keys.Profile, store: Store, embedder: Embedder, *, holds: bool) -> VectorIndex:
    """Return the index. A process that only reads may not open the Chroma folder beside the window's."""

    def source() -> tuple[str, list[tuple[int, Vector]]]:
        with store.read() as reader:
            return embedder.scheme, list(reader.vectors(embedder.scheme))

    def disk() -> VectorIndex:
        from app.knowledge.index import ChromaIndex

        return ChromaIndex(profile.folder / "vectors", profile.key)

    return LateIndex(source, disk if holds else None)


def _engines(profile: keys.Profile, store: Store) -> Engines:
    def room() -> ModelRoom:
        from app.language.room import LanguageRoom

        return LanguageRoom(profile.folder / "models", guard.lend)

    def embedded() -> Drafter:
        from app.drafting.embedded import EmbeddedDrafter

        return EmbeddedDrafter()

    def generative(generator: TextGenerator, fallback: Drafter) -> Drafter:
        from app.drafting.generative import GenerativeDrafter

        return GenerativeDrafter(generator, fallback, generator.name)

    return Engines(store, _late(embedded), _late(room), generative, on_battery)


def _translators(profile: keys.Profile, store: Store, engines: Engines) -> "Translators":
    from app.language.argos import ArgosRoom
    from app.pipeline.translators import Translators

    return Translators(store, ArgosRoom(profile.folder / "translators"), engines.writer, detect)


def _transcribers(profile: keys.Profile) -> TranscriberRoom:
    from app.language.transcribe import TranscriptionRoom

    return TranscriptionRoom(profile.folder / "scratch", shut)


def _read_orders(path: Path, options: ReadOptions) -> Iterator[Order | Problem]:
    from app import looking

    return looking.read_orders(path, options)


def _read_articles(path: Path) -> Iterator[NewArticle | Problem]:
    from app.knowledge.read import read_articles

    return read_articles(path, detect)


def _smtp() -> "SmtpSender":
    from app.channels.smtp import send

    return send


def _imap() -> "ImapConnector":
    from app.channels.imap import connect

    return connect


def _parse_sent(raw: bytes, account: MailAccount) -> IncomingMessage:
    from app.parsing.mail import parse_mail

    return parse_mail(raw, channel=Channel.IMAP, own_addresses=frozenset({account.address.casefold()}), sent_folder=True)


def _reserve_message_id(store: Store, draft: Draft) -> str:
    with store.read() as reader:
        accounts = reader.accounts()
    domain = accounts[0].address.rpartition("@")[2] if accounts else "toonbank.invalid"
    return new_message_id(domain, draft.id, random_source.token_bytes(12))


def _try_imap(account: MailAccount, secret: str) -> str:
    _imap().test_login(account, secret)
    return N_("Logged in; the folders can be read.")


def _try_smtp(account: MailAccount, secret: str) -> str:
    _smtp().test_login(account, secret)
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
            counter.import_paths(materialise(source, Path(temporary), now()))
        return counter.counts()
    finally:
        counter.close()
