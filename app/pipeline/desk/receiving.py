"""Receiving: files, mail accounts, synchronising."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.account import MailAccount
from app.domain.errors import BadInput, NotFound
from app.domain.message import ReadOptions
from app.domain.ports import CancelCheck, Progress
from app.domain.text import N_
from app.domain.views import (
    Check,
    ImportReport,
    SourceRow,
    SyncReport,
)
from app.pipeline.house import read_options
from app.pipeline.receive import receive, together
from app.pipeline.sync import SyncTools, sync_account
from app.pipeline.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a dropped file is: a channel name, "knowledge" or "" (not known)."""

    path: Path
    what: str
    confidence: float


class Receiving(Wiring):
    """Receiving: files, mail accounts, synchronising."""

    def recognise(self, path: Path) -> Recognised:
        """Say what a file is, from its content."""
        what, confidence = self._house.recognise(path)
        return Recognised(path, what, confidence)

    def import_paths(
        self,
        paths: Sequence[Path],
        options: ReadOptions | None = None,
        channel: str = "",
        progress: Progress | None = None,
        cancelled: CancelCheck | None = None,
    ) -> ImportReport:
        """Import message files; everything complete is kept when stopped."""
        reports: list[ImportReport] = []
        for path in paths:
            try:
                with self._taking_in():
                    report = self._import(path, options, channel, progress, cancelled)
            except BadInput as error:
                if len(paths) == 1:
                    raise
                report = ImportReport(failed=((path.name, error.told),))
            reports.append(report)
            if report.stopped:
                break
        return together(reports)

    def _import(
        self, path: Path, options: ReadOptions | None, channel: str, progress: Progress | None, cancelled: CancelCheck | None
    ) -> ImportReport:
        house, shop = self._house, self.shop()
        items = house.read_source([path], options or read_options(shop), channel)
        report = receive(house.store, items, shop, house.clock(), progress=progress, cancelled=cancelled)
        with house.store.write() as uow:
            what = channel or house.recognise(path)[0]
            uow.sources.note(SourceRow(path.name, what, house.clock(), report.read, report.new, len(report.failed)))
            uow.commit()
        return report

    def sources(self, limit: int = 100) -> list[SourceRow]:
        """Return the last imported files, newest first."""
        with self._house.store.read() as reader:
            return reader.sources(limit)

    def accounts(self) -> list[MailAccount]:
        """Return mail accounts."""
        with self._house.store.read() as reader:
            return reader.accounts()

    def add_account(self, account: MailAccount, secret: str) -> None:
        """Add or replace an account; the secret goes to the secret store."""
        with self._house.store.write() as uow:
            uow.accounts.put(account)
            shop = uow.settings.shop()
            if account.address.casefold() not in shop.own_addresses:
                uow.settings.put_shop(replace(shop, own_addresses=(*shop.own_addresses, account.address.casefold())))
            uow.commit()
        self._house.secrets.put(account.name, secret)
        self._allow_hosts()

    def test_account(self, account: MailAccount, secret: str | None = None) -> list[Check]:
        """Log in to IMAP and SMTP; returns a line for each with a plain sentence. `secret` None: the stored one."""
        self._allow_hosts(account)
        stored = self._house.secrets.get(account.name) if secret is None else secret
        checks = [self._tried("IMAP", lambda: self._house.try_imap(account, stored or ""))]
        if account.smtp is not None:
            checks.append(self._tried("SMTP", lambda: self._house.try_smtp(account, stored or "")))
        self._allow_hosts()
        self._note_connections()
        return checks

    def remove_account(self, name: str) -> None:
        """Remove an account and its secret; messages stay."""
        with self._house.store.write() as uow:
            uow.accounts.get(name)
            uow.accounts.remove(name)
            uow.commit()
        self._house.secrets.delete(name)
        self._allow_hosts()

    def sync(self, name: str | None = None, progress: Progress | None = None, cancelled: CancelCheck | None = None) -> list[SyncReport]:
        """Fetch what is new for one account or all."""
        accounts = [a for a in self.accounts() if name is None or a.name == name]
        if name is not None and not accounts:
            raise NotFound(N_("There is no mail account called {name}."), name=name)
        tools = SyncTools(self._house.store, self._house.connect, self._house.read_remote, self.shop(), self._house.clock)
        with self._taking_in():
            reports = [sync_account(tools, account, self._secret(account.name), progress, cancelled) for account in accounts]
        self._note_connections()
        return reports
