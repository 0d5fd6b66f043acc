"""Mail accounts, and how far their folders were read."""

import json
from dataclasses import asdict

from app.domain.account import FolderState, LoginKind, MailAccount, Security, ServerAddress
from app.domain.errors import NotFound
from app.domain.text import N_
from app.store.sql import Sql

NO_ACCOUNT = N_("There is no mail account with the name {name}.")
_COLUMNS = "name, address, login, imap, smtp, login_kind, display_name"
_PUT = (
    f"INSERT INTO accounts ({_COLUMNS}) VALUES (?,?,?,?,?,?,?) ON CONFLICT (name) DO UPDATE SET address = excluded.address, "  # noqa: S608
    "login = excluded.login, imap = excluded.imap, smtp = excluded.smtp, login_kind = excluded.login_kind, "
    "display_name = excluded.display_name"
)
_FOLDER = "account, folder, role, uidvalidity, last_uid, modseq"


def _server(value: str) -> ServerAddress:
    found = json.loads(value)
    return ServerAddress(found["host"], found["port"], Security(found["security"]), found["ca_file"])


def read_accounts(sql: Sql) -> list[MailAccount]:
    """Return the accounts by name."""
    found = sql.rows(f"SELECT {_COLUMNS} FROM accounts ORDER BY name")  # noqa: S608 - a constant
    return [
        MailAccount(name, address, login, _server(imap), _server(smtp) if smtp else None, LoginKind(kind), display)
        for name, address, login, imap, smtp, kind, display in found
    ]


class Accounts:
    """The AccountRepository."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def all(self) -> list[MailAccount]:
        """Return the accounts by name."""
        return read_accounts(self._sql)

    def get(self, name: str) -> MailAccount:
        """Return one or raise NotFound."""
        for account in self.all():
            if account.name == name:
                return account
        raise NotFound(NO_ACCOUNT, name=name)

    def put(self, account: MailAccount) -> None:
        """Add or replace by name."""
        smtp = json.dumps(asdict(account.smtp)) if account.smtp else None
        imap = json.dumps(asdict(account.imap))
        self._sql.run(_PUT, (account.name, account.address, account.login, imap, smtp, account.login_kind, account.display_name))

    def remove(self, name: str) -> None:
        """Remove the account, its folder states and where its mails lay; messages stay. Raises NotFound."""
        self.get(name)
        self._sql.run("DELETE FROM folder_states WHERE account = ?", (name,))
        self._sql.run("DELETE FROM remotes WHERE account = ?", (name,))
        self._sql.run("DELETE FROM accounts WHERE name = ?", (name,))

    def folder(self, account: str, folder: str) -> FolderState | None:
        """Return how far a folder was read, or None."""
        row = self._sql.row(f"SELECT {_FOLDER} FROM folder_states WHERE account = ? AND folder = ?", (account, folder))  # noqa: S608
        return None if row is None else FolderState(*row)

    def set_folder(self, state: FolderState) -> None:
        """Store how far a folder was read (same transaction as the messages)."""
        self._sql.run(
            f"INSERT INTO folder_states ({_FOLDER}) VALUES (?,?,?,?,?,?) ON CONFLICT (account, folder) DO UPDATE SET "  # noqa: S608
            "role = excluded.role, uidvalidity = excluded.uidvalidity, last_uid = excluded.last_uid, modseq = excluded.modseq",
            (state.account, state.folder, state.role, state.uidvalidity, state.last_uid, state.modseq),
        )
