"""Receiving: mail accounts, synchronising."""

from dataclasses import replace

from app.domain.account import MailAccount
from app.domain.errors import NotFound
from app.domain.ports import CancelCheck, Progress
from app.domain.text import N_
from app.domain.views import (
    Check,
    SyncReport,
)
from app.pipeline.ordering import settle_orders
from app.pipeline.sync import SyncTools, sync_account
from app.pipeline.wiring import Wiring


class Receiving(Wiring):
    """Receiving: mail accounts, synchronising."""

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
        settle_orders(self._house.store)
        self._note_connections()
        return reports
