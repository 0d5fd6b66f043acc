"""Sync: batches are kept in order with the folder's state, whatever happens in between."""

from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.account import FolderState, MailAccount, RemoteMail, Security, ServerAddress
from app.domain.errors import ProfileBusy, ToonbankError
from app.domain.message import Channel, Remote
from app.domain.ports import CancelCheck
from app.domain.views import SyncReport
from app.parsing.mail import parse_mail
from app.pipeline.sort import Judged, judge
from app.pipeline.sync import Letterbox, SyncTools, sync_account
from app.store import SqliteStore
from app.store.accounts import Accounts
from tests.corpus import SHOP, corpus
from tests.fakes_mail import PASSWORD, FakeConnector, FakeMailbox
from tests.pipeline.support import NOW, WordSorter
from tests.pipeline.support import SHOP as SETTINGS

ACCOUNT = MailAccount("winkel", SHOP, "winkel", ServerAddress("localhost", 143, Security.PLAIN))
BATCH = 4


def message(mail: RemoteMail, box: Letterbox) -> Judged:
    at = datetime.fromtimestamp(mail.internal_date, UTC)
    found = parse_mail(mail.raw, channel=Channel.IMAP, own_addresses=box.own, received_at=at)
    placed = replace(found, remote=Remote(box.account, box.folder, box.uidvalidity, mail.uid, mail.flags))
    return judge([placed], WordSorter())[0]


def read(mails: Iterable[RemoteMail], box: Letterbox) -> Generator[list[Judged]]:
    """Read all at once, then hand it out in batches of four; an error of the source comes after what came in before it."""
    came: list[Judged] = []
    failure = None
    try:
        came.extend(message(mail, box) for mail in mails)
    except ToonbankError as error:
        failure = error
    yield from (came[at : at + BATCH] for at in range(0, len(came), BATCH))
    if failure:
        raise failure


def mailbox(count: int) -> FakeMailbox:
    box = FakeMailbox()
    for mail in corpus(count):
        box.deliver(mail.raw)
    return box


def sync(store: SqliteStore, server: FakeConnector, cancelled: CancelCheck | None = None) -> SyncReport:
    tools = SyncTools(store, server, read, SETTINGS, lambda: NOW)
    return sync_account(tools, ACCOUNT, PASSWORD, cancelled=cancelled)


def last_uid(store: SqliteStore) -> int:
    with store.write() as uow:
        state = uow.accounts.folder("winkel", "INBOX")
    return state.last_uid if state else 0


def kept(store: SqliteStore) -> int:
    with store.read() as reader:
        return reader.counts()["messages"]


def test_a_stop_keeps_whole_batches_and_the_next_sync_goes_on(store: SqliteStore) -> None:
    server = FakeConnector(mailbox(10), PASSWORD)
    stopped = sync(store, server, cancelled=lambda: True)
    assert (stopped.new, kept(store), last_uid(store)) == (BATCH, BATCH, BATCH)
    rest = sync(store, server)
    assert (rest.new, rest.error, kept(store), last_uid(store)) == (6, "", 10, 10)
    assert sync(store, server).new == 0


def test_folder_and_mails_never_part(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    server = FakeConnector(mailbox(10), PASSWORD)
    put = Accounts.set_folder

    def failing(accounts: Accounts, state: FolderState) -> None:
        if state.last_uid > BATCH:
            raise ProfileBusy("busy")
        put(accounts, state)

    monkeypatch.setattr(Accounts, "set_folder", failing)
    report = sync(store, server)
    assert (report.new, report.error != "", kept(store), last_uid(store)) == (BATCH, True, BATCH, BATCH)
    monkeypatch.undo()
    assert (sync(store, server).new, kept(store)) == (6, 10)


def test_what_came_in_before_a_cut_is_kept(store: SqliteStore) -> None:
    server = FakeConnector(mailbox(10), PASSWORD)
    server.cut_after = 7
    cut = sync(store, server)
    assert (cut.new, cut.error != "", kept(store), last_uid(store)) == (7, True, 7, 7)
    assert (sync(store, server).new, kept(store)) == (3, 10)
