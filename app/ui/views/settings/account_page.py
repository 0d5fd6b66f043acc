"""The mailbox: an address and a password are enough where the servers can be guessed; the test says what works, line by line."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.domain.account import LoginKind, MailAccount, Security, ServerAddress
from app.domain.views import Check
from app.system.i18n import _
from app.ui.bridge import Lane
from app.ui.desk import Desk
from app.ui.tokens import GRID
from app.ui.views.settings.checks import CheckList
from app.ui.views.settings.parts import choice, choose, form, panel
from app.ui.widgets.basics import Elided, button, clear_layout, column, field, label, roomy, row

IMAP_PORT, SMTP_PORT = 993, 465


class ServerLine(QWidget):
    """Host, port and protection of one server."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__()
        self._default = port
        self.host = field(_("{server}: host").format(server=name))
        self.port = QSpinBox()
        roomy(self.port)
        self.port.setRange(1, 65535)
        self.port.setValue(port)
        self.port.setAccessibleName(_("{server}: port").format(server=name))
        options = [(Security.TLS, "TLS"), (Security.STARTTLS, "STARTTLS"), (Security.PLAIN, _("none (this computer only)"))]
        self.security = choice(_("{server}: protection").format(server=name), options)
        line = row(self.host, self.port, self.security)
        line.setStretch(0, 1)
        self.setLayout(line)

    def put(self, server: ServerAddress | None) -> None:
        """Show a server, or an empty line."""
        self.host.setText(server.host if server else "")
        self.port.setValue(server.port if server else self._default)
        choose(self.security, server.security if server else Security.TLS)

    def take(self) -> ServerAddress | None:
        """Return the server, or None when there is no host."""
        host = self.host.text().strip()
        return ServerAddress(host, self.port.value(), Security(self.security.currentData())) if host else None


class AccountPage(QWidget):
    """The accounts that are there, and the form for one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._known: list[MailAccount] = []
        self.address = field(_("Mail address"), "hallo@winkel.example")
        self.secret = field(_("Password"), _("Password or app password"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.login = field(_("User name"), _("Usually the mail address"))
        self.display = field(_("Name of the sender"), _("As customers see it"))
        self.kind: QComboBox = choice(_("Log in with"), [(LoginKind.PASSWORD, _("Password")), (LoginKind.XOAUTH2, _("Token (XOAUTH2)"))])
        self.imap, self.smtp = ServerLine("IMAP", IMAP_PORT), ServerLine("SMTP", SMTP_PORT)
        self.test, self.add = button(_("Test")), button(_("Connect"), "primary")
        self.checks = CheckList(desk.theme)
        self._accounts = QVBoxLayout()
        self._lay_out()
        self.address.editingFinished.connect(self._guess)
        self.test.clicked.connect(self.try_out)
        self.add.clicked.connect(self.connect_account)

    def _lay_out(self) -> None:
        lines = form(
            (_("Mail address"), self.address),
            (_("Password"), self.secret),
            (_("Name of the sender"), self.display),
            (_("User name"), self.login),
            (_("Log in with"), self.kind),
            (_("Incoming (IMAP)"), self.imap),
            (_("Outgoing (SMTP)"), self.smtp),
        )
        self._there = panel(_("Connected mailboxes"), self._accounts)
        text = _("Reading never marks a mail as read. The password goes to the computer's key store, not into a file.")
        self.setLayout(
            column(self._there, panel(_("Connect a mailbox"), lines, self.checks, row(1, self.test, self.add), text=text), gap=2 * GRID)
        )

    def enter(self) -> None:
        """The room is shown."""
        self._desk.bridge.read(lambda counter: counter.accounts(), self._put, owner=self, key="accounts")

    def _put(self, accounts: list[MailAccount]) -> None:
        self._known = accounts
        self._there.setVisible(bool(accounts))
        clear_layout(self._accounts)
        for account in accounts:
            self._accounts.addWidget(self._line(account))

    def _line(self, account: MailAccount) -> QWidget:
        line, fetch, change, away = QWidget(), button(_("Test")), button(_("Change")), button(_("Disconnect"))
        fetch.clicked.connect(partial(self._test_known, account))
        change.clicked.connect(partial(self._fill, account))
        away.clicked.connect(partial(self._remove, account))
        made = row(label(account.address, "strong"), Elided(account.imap.host, "soft"), fetch, change, away)
        made.setStretch(1, 1)
        line.setLayout(made)
        return line

    def _guess(self) -> None:
        """Fill in the servers that belong to the address, where nothing was filled in yet."""
        address = self.address.text().strip()
        if "@" in address and not self.imap.host.text().strip():
            guess = self._desk.services.guess_servers
            self._desk.bridge.read(lambda _counter: guess(address), self._guessed, owner=self, key="guess")

    def _guessed(self, account: MailAccount | None) -> None:
        if account is None:
            self._desk.notices.say(_("The servers of this address are not known here; your provider lists them."), "info")
            return
        self.imap.put(account.imap)
        self.smtp.put(account.smtp)
        if not self.login.text().strip():
            self.login.setText(account.login)

    def _fill(self, account: MailAccount, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self.address.setText(account.address)
        self.display.setText(account.display_name)
        self.login.setText(account.login)
        choose(self.kind, account.login_kind)
        self.imap.put(account.imap)
        self.smtp.put(account.smtp)
        self.secret.setFocus()

    def account(self) -> MailAccount | None:
        """Return what the form says, or None (and says what is missing)."""
        address, imap = self.address.text().strip(), self.imap.take()
        if "@" not in address or imap is None:
            self._desk.notices.say(_("Fill in the mail address and the incoming server."), "warn")
            return None
        name = next((known.name for known in self._known if known.address == address), address)
        login = self.login.text().strip() or address
        return MailAccount(name, address, login, imap, self.smtp.take(), LoginKind(self.kind.currentData()), self.display.text().strip())

    def try_out(self) -> None:
        """Log in with what the form says and show each line."""
        account = self.account()
        if account is not None:
            self._test(account, self.secret.text() or None)

    def _test_known(self, account: MailAccount, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        self._test(account, None)

    def _test(self, account: MailAccount, secret: str | None) -> None:
        self.test.setEnabled(False)
        self.checks.wait(_("Trying to log in"))
        self._desk.bridge.run(
            Lane.LONG,
            lambda counter, _job: counter.test_account(account, secret),
            self._tested,
            owner=self,
            key="test",
            failed=self._refused,
        )

    def _tested(self, checks: list[Check]) -> None:
        self.test.setEnabled(True)
        self.checks.put(checks)

    def _refused(self, sentence: str) -> None:
        self.test.setEnabled(True)
        self.checks.put([Check("", ok=False, why=sentence)])

    def connect_account(self) -> None:
        """Keep the account; its secret goes to the key store."""
        account, secret = self.account(), self.secret.text()
        if account is None:
            return
        if not secret:
            self.secret.setFocus()
            self._desk.notices.say(_("Fill in the password too."), "warn")
            return
        self._desk.bridge.write(
            lambda counter: counter.add_account(account, secret), lambda _none: self._connected(), owner=self, failed=self._refused
        )

    def _connected(self) -> None:
        self.secret.clear()
        self.enter()
        self._desk.notices.offer(_("The mailbox is connected."), _("Fetch mail"), self._desk.actions["sync"].trigger)

    def _remove(self, account: MailAccount, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a slot
        words = _("Disconnect {address}? Its messages stay; the password is forgotten.").format(address=account.address)
        self._desk.notices.offer(words, _("Disconnect"), partial(self._really_remove, account.name))

    def _really_remove(self, name: str) -> None:
        self._desk.bridge.write(lambda counter: counter.remove_account(name), lambda _none: self.enter(), owner=self)
