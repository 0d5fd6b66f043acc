"""Connecting to an IMAP server: encryption, certificate, login."""

import imaplib
import logging
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from app.channels.imap.session import ImapSession
from app.domain.account import LoginKind, MailAccount, RemoteFolder, Security, ServerAddress
from app.domain.errors import AccountError, ConnectionRefusedByGuard, LoginRefused, ServerUnreachable
from app.domain.text import N_
from app.parsing.mail_connection import check_allowed, cut_off, explain, garbled

# At DEBUG it writes search terms and login names.
logging.getLogger("imapclient").setLevel(logging.WARNING)

_BUSY = N_("The server {host} cannot take the login of {login} just now. Nothing was changed; try again later.")
_NO_METHOD = N_("The server {host} offers no way to log in with this kind of password. Nothing was sent; ask the provider.")
_NO_STARTTLS = N_("The server {host} offers no STARTTLS on port {port}. Nothing was sent; choose TLS or another port.")
_CA_FILE = N_("The certificate file {file} cannot be read. Nothing was sent; choose it again.")

_BUSY_CODES = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)", re.IGNORECASE)
_REFUSED = N_(
    "The server {host} refused the login of {login}. Nothing was changed; check name and password (some providers want an app password)."
)


@dataclass(frozen=True, slots=True)
class ImapConnector:
    """The MailConnector port. Seconds are those one step may take: opening the connection, and each wait for the server."""

    connect_seconds: float = 15.0
    read_seconds: float = 60.0

    @contextmanager
    def __call__(self, account: MailAccount, secret: str) -> Iterator[ImapSession]:
        """Connect and log in, and log out at the end. Raises the AccountError that says what is wrong."""
        session = self._open(account, secret)
        try:
            yield session
        finally:
            session.close()

    def test_login(self, account: MailAccount, secret: str) -> list[RemoteFolder]:
        """Log in, return the folders and log out; for the account's test button. Raises AccountError."""
        with self(account, secret) as session:
            return list(session.folders())

    def _open(self, account: MailAccount, secret: str) -> ImapSession:
        address = account.imap
        check_allowed(address)
        context = None if address.security is Security.PLAIN else _tls_context(address)
        try:
            client = self._connect(address, context)
        except imaplib.IMAP4.error as error:
            raise _no_greeting(str(error), account) from None
        except (OSError, ValueError, MemoryError, OverflowError, ConnectionRefusedByGuard) as error:
            raise explain(error, address) from None
        session = ImapSession(client, address)
        try:
            _log_in(session, account, secret, context)
        except BaseException:
            session.close()
            raise
        return session

    def _connect(self, address: ServerAddress, context: ssl.SSLContext | None) -> IMAPClient:
        timeout = SocketTimeout(connect=self.connect_seconds, read=self.read_seconds)
        tls = address.security is Security.TLS
        client = IMAPClient(address.host, address.port, ssl=tls, ssl_context=context, timeout=timeout)
        client._imap.debug = 0  # else every line, customer text included, is formatted for a log
        # Without it each APPEND waits for the other side's delayed acknowledgement (17 a second against 400).
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client


connect = ImapConnector()
"""The MailConnector that the program uses."""


def _log_in(session: ImapSession, account: MailAccount, secret: str, context: ssl.SSLContext | None) -> None:
    """Go over to TLS where STARTTLS is wanted, then log in. Raises LoginRefused or another AccountError, never with the secret."""
    with session.talking("LOGIN") as client:
        if account.imap.security is Security.STARTTLS:
            _start_tls(client, account.imap, context)
        try:
            _authenticate(client, account, secret)
        except LoginError as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort):  # IMAPClient calls a broken connection a refusal, too
                raise error.__context__ from None
            raise _refusal(str(error), account) from None
        if client.has_capability("ENABLE") and client.has_capability("CONDSTORE"):
            client.enable("CONDSTORE")  # else EXAMINE does not tell the MODSEQ


def _start_tls(client: IMAPClient, address: ServerAddress, context: ssl.SSLContext | None) -> None:
    if not client.has_capability("STARTTLS"):
        raise AccountError(_NO_STARTTLS, host=address.host, port=address.port)
    client.starttls(context)


def _authenticate(client: IMAPClient, account: MailAccount, secret: str) -> None:
    if account.login_kind is LoginKind.XOAUTH2:
        # The second answer is empty: a refusal comes as a challenge that wants an answer before the NO.
        answers = iter([f"user={account.login}\1auth=Bearer {secret}\1\1".encode()])
        client.sasl_login("XOAUTH2", lambda _challenge: next(answers, b""))
    elif _fits_login(account.login + secret) and not client.has_capability("LOGINDISABLED"):
        client.login(account.login, secret)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(account.login, secret)
    else:
        raise AccountError(_NO_METHOD, host=account.imap.host)


def _no_greeting(said: str, account: MailAccount) -> AccountError:
    if "BYE" in said:
        return ServerUnreachable(_BUSY, host=account.imap.host, login=account.login)
    return cut_off(account.imap) if "EOF" in said else garbled(account.imap)


def _fits_login(text: str) -> bool:
    """Say whether the LOGIN command can carry this: ASCII on one line. AUTHENTICATE PLAIN carries everything."""
    return all(" " <= letter <= "~" for letter in text)


def _refusal(said: str, account: MailAccount) -> AccountError:
    if _BUSY_CODES.search(said):
        return ServerUnreachable(_BUSY, host=account.imap.host, login=account.login)
    return LoginRefused(_REFUSED, host=account.imap.host, login=account.login)


def _tls_context(address: ServerAddress) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if address.ca_file:
        try:
            context.load_verify_locations(address.ca_file)
        except OSError:  # ssl.SSLError is one: a file that is no certificate
            raise AccountError(_CA_FILE, file=address.ca_file) from None
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the server's own certificate is enough, without its issuer
    return context
