"""Sync: fetch what is new from a mail server, folder by folder, and keep it as it comes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from app.domain.account import FolderState, MailAccount, RemoteFolder, RemoteMail, SelectedFolder
from app.domain.errors import ToonbankError
from app.domain.message import IncomingMessage
from app.domain.ports import CancelCheck, MailConnector, MailServer, Progress, Store
from app.domain.shop import ShopSettings
from app.domain.views import FolderReport, SyncReport
from app.pipeline.receive import keep
from app.pipeline.sort import Judged

SYNCED_ROLES = ("sent", "inbox")
"""Sent first: an answer given elsewhere is then known before its question enters the queue."""
BATCH = 200

ParseMail = Callable[[RemoteMail, MailAccount, SelectedFolder, str, frozenset[str]], IncomingMessage]
"""Makes a message of a fetched mail; the last arguments are the folder's role and the shop's own addresses."""
JudgeMany = Callable[[list[IncomingMessage]], list[Judged]]


@dataclass(frozen=True, slots=True)
class SyncTools:
    """What a sync needs besides the account."""

    store: Store
    connect: MailConnector
    parse: ParseMail
    judge: JudgeMany
    shop: ShopSettings
    now: Callable[[], datetime]


def sync_account(
    tools: SyncTools, account: MailAccount, secret: str, progress: Progress | None = None, cancelled: CancelCheck | None = None
) -> SyncReport:
    """Fetch what is new. What came in before an error or a stop is kept, and the next sync goes on from there."""
    started, folders, error = monotonic(), [], ""
    run = _Run(tools, account, progress, cancelled)
    try:
        with tools.connect(account, secret) as server:
            for folder in _wanted(server.folders()):
                folders.append(run.folder(server, folder))
    except ToonbankError as failure:
        error = failure.told
        folders += run.unfinished
        run.failure = failure
    new = sum(folder.new for folder in folders)
    return SyncReport(account.name, tuple(folders), new, round(monotonic() - started, 3), error)


def _wanted(folders: Sequence[RemoteFolder]) -> list[RemoteFolder]:
    return sorted((f for f in folders if f.role in SYNCED_ROLES), key=lambda f: SYNCED_ROLES.index(f.role))


class _Run:
    """One sync of one account."""

    def __init__(self, tools: SyncTools, account: MailAccount, progress: Progress | None, cancelled: CancelCheck | None) -> None:
        self.tools, self.account = tools, account
        self.progress, self.cancelled = progress, cancelled
        self.own = frozenset(address.casefold() for address in (*tools.shop.own_addresses, account.address))
        self.unfinished: list[FolderReport] = []
        self.failure: ToonbankError | None = None
        self.done = 0

    def folder(self, server: MailServer, remote: RemoteFolder) -> FolderReport:
        selected = server.select(remote.name)
        state = self._state(remote, selected)
        self.unfinished = [FolderReport(remote.name, 0, 0, 0)]
        new = 0
        if selected.uidnext - 1 > state.last_uid or selected.uidnext == 0:
            for batch in self._batches(server, remote, state):
                new += self._keep(batch, selected, state, remote)
                self.unfinished = [FolderReport(remote.name, new, 0, 0)]
                state = replace(state, last_uid=batch[-1].uid)
        changed, gone = self._changes(server, remote, selected, state)
        self.unfinished = []
        return FolderReport(remote.name, new, changed, gone)

    def _state(self, remote: RemoteFolder, selected: SelectedFolder) -> FolderState:
        with self.tools.store.write() as uow:
            state = uow.accounts.folder(self.account.name, remote.name)
            if state is not None and state.uidvalidity == selected.uidvalidity:
                return state
            if state is not None:  # the server numbered the folder anew: the mails stay, their places are learnt again
                uow.messages.forget_remote(self.account.name, remote.name)
            state = FolderState(self.account.name, remote.name, remote.role, selected.uidvalidity)
            uow.accounts.set_folder(state)
            uow.commit()
            return state

    def _batches(self, server: MailServer, remote: RemoteFolder, state: FolderState) -> Iterator[list[RemoteMail]]:
        batch: list[RemoteMail] = []
        size = 25 if state.last_uid == 0 else BATCH
        for mail in server.fetch_new(remote.name, state.last_uid):
            batch.append(mail)
            if len(batch) >= size:
                yield batch
                batch, size = [], BATCH
                if self.cancelled and self.cancelled():
                    return
        if batch:
            yield batch

    def _keep(self, batch: list[RemoteMail], selected: SelectedFolder, state: FolderState, remote: RemoteFolder) -> int:
        tools = self.tools
        judged = tools.judge([tools.parse(mail, self.account, selected, remote.role, self.own) for mail in batch])
        with tools.store.write() as uow:
            kept = keep(uow, judged, tools.shop, tools.now())
            uow.accounts.set_folder(replace(state, last_uid=batch[-1].uid))
            uow.commit()
        self.done += len(batch)
        if self.progress:
            self.progress(self.done, None, remote.name)
        return kept.new

    def _changes(self, server: MailServer, remote: RemoteFolder, selected: SelectedFolder, state: FolderState) -> tuple[int, int]:
        """Take over flags that changed, and notice what is gone (gone from the server is not gone from the shop)."""
        name = self.account.name
        if selected.modseq and selected.modseq == state.modseq:
            changed = []
        else:
            changed = list(server.changed_flags(remote.name, state.modseq)) if state.last_uid else []
        with self.tools.store.write() as uow:
            count = uow.messages.update_flags(name, remote.name, changed)
            known = uow.messages.remote_uids(name, remote.name)
            missing = known - server.uids(remote.name) if len(known) != selected.exists else frozenset()
            gone = uow.messages.forget_remote(name, remote.name, missing) if missing else 0
            latest = uow.accounts.folder(name, remote.name) or state
            uow.accounts.set_folder(replace(latest, modseq=selected.modseq))
            uow.commit()
        return count, gone
