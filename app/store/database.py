"""The profile's database: opening it, one writer at a time, any number of readers."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.domain.calling import TaskRepository
from app.domain.canned import CannedRepository
from app.domain.customer_card import CareRepository
from app.domain.errors import KeyUnavailable, ProfileDamaged
from app.domain.golden import GoldenRepository
from app.domain.handover import HandoverRepository
from app.domain.identity import IdentityRepository, Reach
from app.domain.importing import ChangeRepository, ImportRepository
from app.domain.order import OrderRepository
from app.domain.store_ports import (
    AccountRepository,
    ConversationRepository,
    CustomerRepository,
    DraftRepository,
    KnowledgeRepository,
    MessageRepository,
    Reader,
    SettingsRepository,
    UnitOfWork,
)
from app.domain.teaching import TeachingRepository
from app.domain.tending import TendingRepository
from app.domain.text import N_
from app.domain.transcription import TranscriptRepository
from app.domain.translation import TranslationRepository
from app.domain.views import ConnectionRecord
from app.store import backup, checks, engine, migrate
from app.store.accounts import Accounts
from app.store.arrivals import Arrivals
from app.store.came_by import as_written
from app.store.canned import Canned
from app.store.care import CareOfCustomers
from app.store.changes import Changes
from app.store.codec import plain, to_us
from app.store.conversations import Conversations
from app.store.customers import Customers
from app.store.drafts import Drafts
from app.store.faults import DAMAGED, as_fault, is_no_database, told_plainly
from app.store.files import Files, Landing
from app.store.golden import Golden
from app.store.handovers import Handovers
from app.store.imports import Imports
from app.store.joins import Joins
from app.store.knowledge import Knowledge
from app.store.messages import Messages
from app.store.reader import SqliteReader
from app.store.rebuild import rebuild_messages, rebuild_passages
from app.store.settings import Settings
from app.store.shop_orders import ShopOrders
from app.store.sql import Sql
from app.store.tasks import Tasks
from app.store.teaching import Teaching
from app.store.tending import Tending
from app.store.transcripts import Transcripts
from app.store.translations import Translations
from app.store.verdicts import Verdicts

DATABASE = "toonbank.db"
WRONG_KEY = N_("The key does not open this profile: it belongs to another profile, or it is mistyped. Nothing was changed.")
NEEDS_KEY = N_("This profile is encrypted, and its key is not there. Nothing was changed.")
NOT_ENCRYPTED = N_("This profile is not encrypted, but a key was given for it. Nothing was changed.")
_PLAIN_MAGIC = b"SQLite format 3\0"
_KEEP_CONNECTIONS = 10_000


def store_exists(folder: Path) -> bool:
    """Whether a profile's database lies in `folder`."""
    file = folder / DATABASE
    return file.is_file() and file.stat().st_size > 0


def open_store(folder: Path, key: bytes | None, reach: Reach = as_written) -> "SqliteStore":
    """Open the database of a profile folder, made when there is none, brought to the program's schema.

    `key` is 32 random bytes (SQLCipher), or None for a database in the clear. `reach` tells by which handles a kept message came;
    give the one by which messages are placed.
    Raises KeyUnavailable, ProfileDamaged, ProfileBusy, StorageFull.
    """
    if key is not None and len(key) != 32:
        raise ValueError("a key has 32 bytes")
    with told_plainly():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / DATABASE
        if store_exists(folder):
            _look_at(file, key)
        else:
            file.touch(mode=0o600)
    store = SqliteStore(folder, key, reach)
    try:
        store.prepare()
    except BaseException:
        store.close()
        raise
    return store


def _look_at(file: Path, key: bytes | None) -> None:
    """Raise when the first page already tells that this cannot work."""
    with file.open("rb") as opened:
        page = opened.read(4096)
    if page.startswith(_PLAIN_MAGIC):
        if key is not None:
            raise KeyUnavailable(NOT_ENCRYPTED)
        return
    # Encrypted pages look random: nearly all byte values occur in one; in rubbish (text, zeros) they do not.
    if len(page) < 4096 or len(set(page)) < 200:
        raise ProfileDamaged(DAMAGED)
    if key is None:
        raise KeyUnavailable(NEEDS_KEY)


class SqliteUnitOfWork:
    """The UnitOfWork."""

    def __init__(self, connection: Connection, files: Landing, wal: Path, reach: Reach) -> None:
        sql, verdicts = Sql(connection), Verdicts()
        arrivals = Arrivals(sql)
        joins = Joins(sql, reach, arrivals)
        self._arrivals = arrivals
        self._sql = sql
        self._files = files
        self._connection = connection
        self._wal = wal
        self._must_last = False
        self.messages: MessageRepository = Messages(sql, files, verdicts, arrivals)
        self.customers: CustomerRepository = Customers(sql, arrivals)
        self.conversations: ConversationRepository = Conversations(sql, verdicts, arrivals)
        self.knowledge: KnowledgeRepository = Knowledge(sql)
        self.drafts: DraftRepository = Drafts(sql, self._let_last)
        self.accounts: AccountRepository = Accounts(sql)
        self.settings: SettingsRepository = Settings(sql)
        self.imports: ImportRepository = Imports(sql, arrivals, reach, joins, files.leave)
        self.changes: ChangeRepository = Changes(sql, verdicts, arrivals)
        self.handovers: HandoverRepository = Handovers(sql)
        self.teaching: TeachingRepository = Teaching(sql, verdicts)
        self.translations: TranslationRepository = Translations(sql)
        self.tending: TendingRepository = Tending(sql)
        self.canned: CannedRepository = Canned(sql)
        self.golden: GoldenRepository = Golden(sql)
        self.orders: OrderRepository = ShopOrders(sql, arrivals)
        self.identity: IdentityRepository = joins
        self.care: CareRepository = CareOfCustomers(sql)
        self.tasks: TaskRepository = Tasks(sql)
        self.transcripts: TranscriptRepository = Transcripts(sql)

    def _let_last(self) -> None:
        self._must_last = True

    def commit(self) -> None:
        """Make it last. What leaves the shop, and who approved it, is on the disk when this returns, also when the power fails.

        Attachments are on the disk before the rows that name them commit.
        """
        self._arrivals.settle()
        self._sql.catch_up()
        self._files.settle()
        self._connection.commit()
        self._files.part()
        if self._must_last:
            _to_disk(self._wal)
            self._must_last = False


def _to_disk(wal: Path) -> None:
    """Commits are written without waiting for the disk (synchronous NORMAL); this waits, as FULL would. The WAL holds no locks to lose."""
    with wal.open("rb+") as file:
        os.fsync(file.fileno())


class SqliteStore:
    """The Store."""

    def __init__(self, folder: Path, key: bytes | None, reach: Reach = as_written) -> None:
        self.folder = folder
        self._reach = reach
        self._key = key
        self._file = folder / DATABASE
        self._files = Files(folder / "attachments", key)
        self._writer: Engine = engine.writer(self._file, key)
        self._readers: Engine = engine.readers(self._file, key)
        self._turn = threading.Lock()
        self._writing_thread: int | None = None

    def prepare(self) -> None:
        """Check the key and bring the schema up to date. Raises KeyUnavailable, ProfileDamaged."""
        with told_plainly():
            try:
                with self._readers.connect() as connection:
                    todo = migrate.pending(migrate.current(connection))
            except DBAPIError as error:
                fault = as_fault(error)
                if self._key and is_no_database(error):
                    fault = KeyUnavailable(WRONG_KEY)
                raise (fault or error) from error
            if todo:
                migrate.upgrade(self._writer, self._file, self._key)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Open a unit of work; waits for the writer before it. Left without commit() everything rolls back."""
        with self._transaction() as connection, self._files.landing() as landing:
            yield SqliteUnitOfWork(connection, landing, self._file.with_name(DATABASE + "-wal"), self._reach)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a unit of work inside a unit of work would wait for itself")
        with self._turn, told_plainly(), self._writer.connect() as connection:
            self._writing_thread = threading.get_ident()
            try:
                connection.begin()
                yield connection
            finally:
                self._writing_thread = None

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open read models over a snapshot that begins with the first question."""
        with told_plainly(), self._readers.connect() as connection:
            yield SqliteReader(Sql(connection), self._files)

    def log_connection(self, record: ConnectionRecord) -> None:
        """Keep a connection record (own small transaction); the last 10,000 are kept."""
        row = (to_us(record.at), plain(record.host), record.port, record.allowed, plain(record.why))
        with self._transaction() as connection:
            id_ = Sql(connection).insert("INSERT INTO connections (at, host, port, allowed, why) VALUES (?,?,?,?,?)", row)
            Sql(connection).run("DELETE FROM connections WHERE id <= ?", (id_ - _KEEP_CONNECTIONS,))
            connection.commit()

    def backup(self, target: Path, description: bytes | None = None) -> None:
        """Write a consistent copy of database and attachments into one file, as encrypted as the profile.

        `description` takes the place of profile.json in it.
        """
        with told_plainly():
            backup.write_backup(self.folder, target, self._key, description)

    def rebuild_search(self) -> int:
        """Make the full-text indexes anew; returns the number of messages."""
        with self._transaction() as connection:
            count = rebuild_messages(Sql(connection))
            rebuild_passages(Sql(connection))
            connection.commit()
            return count

    def check(self) -> list[tuple[str, bool, str]]:
        """Return (name, ok, why) of the store's own checks: integrity, schema, encryption, search index in step."""
        with told_plainly(), self._readers.connect() as connection:
            return checks.run_checks(Sql(connection), self._files, encrypted=self._key is not None)

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writer.dispose()
        self._files.close()
