"""The House: everything the Counter is wired with. Bootstrap makes one of real parts, tests make one of fakes."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.account import MailAccount
from app.domain.draft import Draft
from app.domain.knowledge import NewArticle
from app.domain.message import IncomingMessage, Problem, ReadOptions
from app.domain.order import Order
from app.domain.ports import (
    ArticleReader,
    Clock,
    DraftCheck,
    Embedder,
    LanguageDetector,
    MailConnector,
    MailSender,
    SecretStore,
    Sorter,
    VectorIndex,
)
from app.domain.reading import Look
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store
from app.domain.transcription import TranscriberRoom
from app.domain.views import Check, ConnectionRecord, EngineInfo
from app.pipeline.engines import Engines
from app.pipeline.send import Letter
from app.pipeline.sort import Judged
from app.pipeline.sync import ReadMails

if TYPE_CHECKING:
    from app.pipeline.translators import Translators  # a process that translates nothing need not load it


@dataclass(frozen=True, slots=True)
class House:
    """Everything the Counter is wired with, made by bootstrap."""

    store: Store
    clock: Clock
    sorter: Sorter
    learn: Callable[[], str | None]
    """Lets the sorter take in what was taught since; returns the version of its lessons when anything was."""
    detect: LanguageDetector
    embedder: Embedder
    index: VectorIndex
    read_articles: ArticleReader
    split: Callable[[NewArticle], list[tuple[str, str]]]
    check: DraftCheck
    engines: Engines
    translators: "Translators"
    transcribers: TranscriberRoom
    secrets: SecretStore
    connect: MailConnector
    send: MailSender
    try_imap: Callable[[MailAccount, str], str]
    try_smtp: Callable[[MailAccount, str], str]
    read_remote: ReadMails
    parse_sent: Callable[[bytes, MailAccount], IncomingMessage]
    compose: Callable[[Letter], bytes]
    new_message_id: Callable[[Draft], str]
    recognise: Callable[[Path], tuple[str, float]]
    look: Callable[[Path, ReadOptions, str], Look]
    read_source: Callable[[Sequence[Path], ReadOptions, str, Mapping[str, ReadOptions]], Iterator[Judged | Problem]]
    """Options by channel are for what other programs wrote in the same archive."""
    read_orders: Callable[[Path, ReadOptions], Iterator[Order | Problem]]
    allow_hosts: Callable[[Collection[str]], None]
    drain_connections: Callable[[], list[ConnectionRecord]]
    backup: Callable[[Path, str], None]
    doctor: Callable[[dict[str, int], list[EngineInfo]], list[Check]]
    release: Callable[[], None]
    holds_profile: bool
    """Whether this process may write; one that only reads has its index made from the database and leaves the real one alone."""


def read_options(shop: ShopSettings) -> ReadOptions:
    """Return what the shop's settings tell a reader."""
    return ReadOptions(shop.timezone, shop.own_names, frozenset(a.casefold() for a in shop.own_addresses), shop.country)
