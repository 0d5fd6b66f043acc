"""Sync: fetch what is new from a mail server, folder by folder, and keep it as it comes."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from app.domain.account import FolderState, MailAccount, RemoteFolder, RemoteMail, SelectedFolder
from app.domain.errors import ToonbankError
from app.domain.ports import CancelCheck, MailConnector, MailServer, Progress
from app.domain.shop import ShopSettings
from app.domain.store_ports import Store
from app.domain.views import FolderReport, SyncReport
from app.pipeline.receive import keep
from app.pipeline.sort import Judged

SYNCED_ROLES = ("sent", "inbox")
"""Sent first: an answer given elsewhere is then known before its question enters the queue."""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where mails are fetched from: the account's name, the folder with its role, and the shop's `own` addresses."""

    account: str
    folder: str
    uidvalidity: int
    role: str
    own: frozenset[str]


ReadMails = Callable[[Iterable[RemoteMail], Letterbox], Generator[list[Judged]]]
"""Reads and judges fetched mails, in their order, in batches that are kept whole; it may fetch ahead of what it yields.
An error of the source comes after everything that came in before it."""


@dataclass(frozen=True, slots=True)
class SyncTools:
    """What a sync needs besides the account."""

    store: Store
    connect: MailConnector
    read: ReadMails
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
            for kept, last_uid in self._new_mails(server, remote, selected, state):
                new += kept
                self.unfinished = [FolderReport(remote.name, new, 0, 0)]
                state = replace(state, last_uid=last_uid)
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

    def _new_mails(
        self, server: MailServer, remote: RemoteFolder, selected: SelectedFolder, state: FolderState
    ) -> Iterator[tuple[int, int]]:
        """Keep what is new, batch by batch; yields how many were new and the last UID. A stop keeps the batch at hand and no more."""
        box = Letterbox(self.account.name, selected.name, selected.uidvalidity, remote.role, self.own)
        with closing(self.tools.read(server.fetch_new(remote.name, state.last_uid), box)) as batches:
            for batch in batches:
                last_uid = max(judged.message.remote.uid for judged in batch if judged.message.remote)
                yield self._keep(batch, replace(state, last_uid=last_uid)), last_uid
                if self.cancelled and self.cancelled():
                    return

    def _keep(self, batch: list[Judged], state: FolderState) -> int:
        with self.tools.store.write() as uow:
            kept = keep(uow, batch, self.tools.shop, self.tools.now())
            uow.accounts.set_folder(state)
            uow.commit()
        self.done += len(batch)
        if self.progress:
            self.progress(self.done, None, state.folder)
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
