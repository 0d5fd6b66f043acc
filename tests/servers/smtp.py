"""A real SMTP server for tests (aiosmtpd) that keeps what it took and can be told to misbehave."""

import asyncio
import base64
import socket
import ssl
import tempfile
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from app.domain.account import LoginKind, MailAccount, Security, ServerAddress
from tests.servers.certificates import make_certificate

LOGIN = "shop"
PASSWORD = "kiln-glaze-1280"
TOKEN = "ya29.test-token"


class AfterData(Enum):
    """What happens once a whole message is there: an answer; it is taken, but the connection drops or no answer comes; or silence."""

    ANSWER = "answer"
    TAKE_AND_DROP = "take_and_drop"
    TAKE_AND_STALL = "take_and_stall"
    STALL = "stall"


@dataclass(frozen=True)
class Taken:
    """A message that the server took."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes = field(repr=False)
    options: tuple[str, ...] = ()
    tls: bool = False
    login: str = ""


class SmtpServer:
    """An SMTP server between `start` and `stop`; also a context manager. The fields say how it behaves and may change at any time."""

    host = "localhost"

    def __init__(
        self, security: Security = Security.PLAIN, *, auth: bool = True, smtputf8: bool = True, size_limit: int = 33_554_432
    ) -> None:
        self.security = security
        self.taken: list[Taken] = []
        self.logins: list[str] = []
        self.refuse: dict[str, str] = {}
        self.sender_answer = "250 OK"
        self.data_answer = "250 OK"
        self.after_data = AfterData.ANSWER
        self._folder = tempfile.TemporaryDirectory(prefix="smtp-")
        self.certificate, key = make_certificate(Path(self._folder.name), "localhost", "127.0.0.1")
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._options = {"enable_SMTPUTF8": smtputf8, "data_size_limit": size_limit}
        if auth:
            self._options |= {"authenticator": self._check_login, "auth_require_tls": False}
        self._controller: _Controller | None = None
        self.port = 0

    def __enter__(self) -> "SmtpServer":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> "SmtpServer":
        """Start on a free port of 127.0.0.1."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(listener.getsockname()[1])
        options: dict[str, Any] = dict(self._options)
        if self.security is Security.STARTTLS:
            options["tls_context"] = self._context
        direct = self._context if self.security is Security.TLS else None
        self._controller = _Controller(listener, _Handler(self), ssl_context=direct, **options)
        self._controller.start()
        return self

    def stop(self) -> None:
        """Hang up on every client and stop."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def address(self, security: Security | None = None) -> ServerAddress:
        """Return the address of this server, with its certificate as trusted."""
        wanted = security or self.security
        return ServerAddress(self.host, self.port, wanted, "" if wanted is Security.PLAIN else str(self.certificate))

    def account(self, *, kind: LoginKind = LoginKind.PASSWORD, login: str = LOGIN, address: str = "shop@shop.example") -> MailAccount:
        """Return an account that sends by this server."""
        return MailAccount("shop", address, login, ServerAddress("localhost", 1), self.address(), kind)

    def _check_login(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (LOGIN.encode(), PASSWORD.encode())
        if right:
            self.logins.append(_mechanism)
        return AuthResult(success=right, auth_data=data.login.decode() if right else None, handled=False)


class _Controller(Controller):
    """A controller on a socket that is bound already, and that hangs up before it stops."""

    def __init__(self, listener: socket.socket, handler: object, **options: Any) -> None:
        self._listener = listener
        self._sessions: list[SMTP] = []
        super().__init__(handler, hostname="127.0.0.1", port=int(listener.getsockname()[1]), **options)

    def factory(self) -> SMTP:
        session = super().factory()
        self._sessions.append(session)
        return session

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener, ssl=self.ssl_context)

    def stop(self, no_assert: bool = False) -> None:
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(5)
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        for session in self._sessions:
            if session.transport is not None:
                session.transport.abort()
        for _ in range(3):  # closed transports say so on the next turns of the loop
            await asyncio.sleep(0)


class _Handler:
    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    async def handle_MAIL(self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from, envelope.mail_options = address, list(options)
        return self._server.sender_answer

    async def handle_RCPT(self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:
        if address in self._server.refuse:
            return self._server.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:
        how = self._server.after_data
        if how is AfterData.STALL:
            await asyncio.sleep(3600)  # until the client gives up or the server is stopped
        if self._server.data_answer.startswith("2"):
            tls = smtp.transport is not None and smtp.transport.get_extra_info("sslcontext") is not None
            self._server.taken.append(_taken(session, envelope, tls=tls))
        if how is AfterData.TAKE_AND_DROP and smtp.transport is not None:
            smtp.transport.abort()
        if how is AfterData.TAKE_AND_STALL:
            await asyncio.sleep(3600)
        return self._server.data_answer

    async def auth_XOAUTH2(self, smtp: SMTP, args: list[str]) -> AuthResult:
        right = len(args) == 2 and base64.b64decode(args[1]) == f"user={LOGIN}\1auth=Bearer {TOKEN}\1\1".encode()
        if right:
            self._server.logins.append("XOAUTH2")
            return AuthResult(success=True, auth_data=LOGIN)
        await smtp.challenge_auth(b'{"status":"401"}')
        return AuthResult(success=False, handled=False)


def _taken(session: Session, envelope: Envelope, *, tls: bool) -> Taken:
    raw = envelope.original_content or b""
    login = session.auth_data if isinstance(session.auth_data, str) else ""
    options = tuple(str(option) for option in envelope.mail_options)
    return Taken(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw, options, tls, login)
