"""Handing a finished mail to an SMTP server (RFC 5321; AUTH RFC 4954, STARTTLS RFC 3207, SMTPUTF8 RFC 6531).

What matters is to know what became of the mail: until the lone dot that ends it is written, it certainly was not taken;
from then until the server's answer, nobody can know.
"""

import base64
import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from app.domain.account import LoginKind, MailAccount, Security, ServerAddress
from app.domain.errors import (
    AccountError,
    CertificateRefused,
    ConnectionRefusedByGuard,
    LoginRefused,
    SendRefused,
    SendUnsure,
    ServerUnreachable,
)
from app.domain.text import N_
from app.parsing.mail_connection import check_allowed, explain

_NAME = "[127.0.0.1]"
"""What EHLO says of this computer: neither its name nor a look-up of it is anybody's business."""
_CHUNK = 256 * 1024

_NO_SERVER = N_("The account {account} has no server for sending. Nothing was sent; add one in the settings.")
_REFUSED_LOGIN = N_(
    "The server {host} refused the login of {login}. Nothing was sent; check name and password (some providers want an app password)."
)
_BUSY = N_("The server {host} takes no mail just now (code {code}). Nothing was sent; it can be tried again later.")
_NO_METHOD = N_("The server {host} offers no way to log in with this kind of password. Nothing was sent; ask the provider.")
_NO_STARTTLS = N_("The server {host} offers no STARTTLS on port {port}. Nothing was sent; choose TLS or another port.")
_CA_FILE = N_("The certificate file {file} cannot be read. Nothing was sent; choose it again.")
_NO_RECIPIENT = N_("The message has no address to go to. Nothing was sent; add one.")
_BAD_ADDRESS = N_("An address of this message cannot be used in mail. Nothing was sent; correct it.")
_NO_UTF8 = N_("The server {host} cannot send to an address with letters such as é or ß. Nothing was sent; use another address.")
_TOO_BIG = N_("The message is too big for {host} ({size} MB, at most {most} MB). Nothing was sent; make the attachments smaller.")
_SENDER = N_("The server {host} refused the sender {address} (code {code}). Nothing was sent; check the account's address.")
_RECIPIENTS = N_(
    "The server {host} refused {refused} of {total} addresses (code {code}). Nothing was sent to anybody; check the addresses."
)
_MESSAGE = N_("The server {host} refused the message (code {code}). Nothing was sent.")
_BROKEN = N_("The connection to {host} broke before the message was handed over. Nothing was sent; it can be tried again.")
_UNSURE = N_("The connection to {host} broke before it said whether it took the message. Look in Sent before sending it again.")


@dataclass(frozen=True, slots=True)
class SmtpSender:
    """The MailSender port. Seconds to wait: for the connection, for each answer, and for the answer to a whole message."""

    connect_seconds: float = 15.0
    read_seconds: float = 60.0
    verdict_seconds: float = 300.0

    def __call__(self, account: MailAccount, secret: str, raw: bytes, recipients: Sequence[str]) -> None:
        """Return when the server took the mail. Raises SendRefused when it certainly did not, SendUnsure when nobody can know."""
        sender, to = _in_ascii(account.address), [_in_ascii(recipient) for recipient in recipients]
        if not to:
            raise SendRefused(_NO_RECIPIENT, permanent=True)
        try:
            with self._session(account, secret) as (smtp, host):
                self._deliver(smtp, host, sender, to, raw)
        except AccountError as error:
            permanent = not isinstance(error, ServerUnreachable | CertificateRefused)
            raise SendRefused(error.template, permanent=permanent, **error.params) from None

    def test_login(self, account: MailAccount, secret: str) -> None:
        """Connect, log in and leave; for the account's test button. Raises AccountError."""
        with self._session(account, secret):
            pass

    @contextmanager
    def _session(self, account: MailAccount, secret: str) -> Iterator[tuple[smtplib.SMTP, str]]:
        """Give a logged-in connection, or raise the AccountError that says why there is none."""
        address = account.smtp
        if address is None:
            raise AccountError(_NO_SERVER, account=account.name)
        check_allowed(address)
        context = None if address.security is Security.PLAIN else _tls_context(address)
        with _explained(address):
            smtp = self._connect(address, context)
        try:
            with _explained(address):
                _greet(smtp, address, context)
                _log_in(smtp, account, address.host, secret)
            yield smtp, address.host
        finally:
            _leave(smtp)

    def _connect(self, address: ServerAddress, context: ssl.SSLContext | None) -> smtplib.SMTP:
        if address.security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(address.host, address.port, _NAME, timeout=self.connect_seconds, context=context)
        else:
            smtp = smtplib.SMTP(address.host, address.port, _NAME, timeout=self.connect_seconds)
        _set_timeout(smtp, self.read_seconds)
        return smtp

    def _deliver(self, smtp: smtplib.SMTP, host: str, sender: str, recipients: Sequence[str], raw: bytes) -> None:
        try:
            _envelope(smtp, host, sender, recipients, raw)
            _body(smtp, host, raw)
        except (OSError, ValueError):
            raise SendRefused(_BROKEN, host=host) from None
        try:
            _set_timeout(smtp, self.verdict_seconds)
            smtp.send(b".\r\n")
            code, _ = smtp.getreply()
        except OSError:
            raise SendUnsure(_UNSURE, host=host) from None
        if 200 <= code < 300:
            return
        if 400 <= code < 600:
            raise _refusal(_MESSAGE, host, code)
        raise SendUnsure(_UNSURE, host=host)


send = SmtpSender()
"""The MailSender that the program uses."""


def _greet(smtp: smtplib.SMTP, address: ServerAddress, context: ssl.SSLContext | None) -> None:
    smtp.ehlo_or_helo_if_needed()
    if address.security is Security.STARTTLS:
        if not smtp.has_extn("starttls"):
            raise AccountError(_NO_STARTTLS, host=address.host, port=address.port)
        smtp.starttls(context=context)
        smtp.ehlo()


def _log_in(smtp: smtplib.SMTP, account: MailAccount, host: str, secret: str) -> None:
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if not account.login or not offered:
        return
    code = _authenticate(smtp, offered, account, secret)
    if code == 0:
        raise AccountError(_NO_METHOD, host=host)
    if 400 <= code < 500:
        raise ServerUnreachable(_BUSY, host=host, code=code)
    if code not in (235, 503):  # 503: already logged in
        raise LoginRefused(_REFUSED_LOGIN, host=host, login=account.login)


def _authenticate(smtp: smtplib.SMTP, offered: Sequence[str], account: MailAccount, secret: str) -> int:
    """Return the server's code, or 0 when it offers nothing that fits."""
    if account.login_kind is LoginKind.XOAUTH2 and "XOAUTH2" in offered:
        code, _ = smtp.docmd("AUTH", "XOAUTH2 " + _base64(f"user={account.login}\1auth=Bearer {secret}\1\1"))
        return smtp.docmd("")[0] if code == 334 else code  # a refusal comes as a challenge that wants an empty answer
    if account.login_kind is LoginKind.PASSWORD and "PLAIN" in offered:
        return smtp.docmd("AUTH", "PLAIN " + _base64(f"\0{account.login}\0{secret}"))[0]
    if account.login_kind is LoginKind.PASSWORD and "LOGIN" in offered:
        steps = ("AUTH LOGIN", _base64(account.login), _base64(secret))
        for step in steps:
            code, _ = smtp.docmd(step)
            if code != 334:
                break
        return code
    return 0


def _body(smtp: smtplib.SMTP, host: str, raw: bytes) -> None:
    """Send everything but the lone dot at the end."""
    code, _ = smtp.docmd("DATA")
    if code != 354:
        raise _refusal(_MESSAGE, host, code)
    body = _wire_form(raw)
    for start in range(0, len(body), _CHUNK):  # a timeout holds for one send as a whole, so the pieces are small
        smtp.send(body[start : start + _CHUNK])


def _envelope(smtp: smtplib.SMTP, host: str, sender: str, recipients: Sequence[str], raw: bytes) -> None:
    code, _ = smtp.mail(sender, _mail_options(smtp, host, [sender, *recipients], raw))
    if code != 250:
        raise _refusal(_SENDER, host, code, address=sender)
    codes = [smtp.rcpt(recipient)[0] for recipient in recipients]
    refused = [code for code in codes if code not in (250, 251)]
    if refused:
        with suppress(OSError):
            smtp.rset()
        raise _refusal(_RECIPIENTS, host, min(refused), refused=len(refused), total=len(codes))


def _mail_options(smtp: smtplib.SMTP, host: str, addresses: Sequence[str], raw: bytes) -> list[str]:
    options = []
    if smtp.has_extn("size"):
        _check_size(smtp, host, len(raw))
        options.append(f"SIZE={len(raw)}")
    if not raw.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    in_addresses = not all(address.isascii() for address in addresses)
    if in_addresses and not smtp.has_extn("smtputf8"):
        raise SendRefused(_NO_UTF8, permanent=True, host=host)
    if in_addresses or (smtp.has_extn("smtputf8") and not _headers(raw).isascii()):
        options.append("SMTPUTF8")
    return options


def _check_size(smtp: smtplib.SMTP, host: str, size: int) -> None:
    most = smtp.esmtp_features["size"]
    if most.isdigit() and 0 < int(most) < size:
        raise SendRefused(_TOO_BIG, permanent=True, host=host, size=f"{size / 1e6:.1f}", most=f"{int(most) / 1e6:.1f}")


def _refusal(template: str, host: str, code: int, **params: object) -> SendRefused:
    return SendRefused(template, permanent=code >= 500, host=host, code=code, **params)


@contextmanager
def _explained(address: ServerAddress) -> Iterator[None]:
    """Turn failures of the connection into AccountErrors. Causes are left out: they may quote what the server said."""
    try:
        yield
    except smtplib.SMTPServerDisconnected as error:
        raise explain(error.__context__ or error, address) from None  # smtplib hides the real reason
    except smtplib.SMTPResponseException as error:
        code = error.smtp_code
        raise (ServerUnreachable(_BUSY, host=address.host, code=code) if code >= 400 else explain(ValueError(), address)) from None
    except (OSError, ValueError, ConnectionRefusedByGuard) as error:
        raise explain(error, address) from None


def _leave(smtp: smtplib.SMTP) -> None:
    with suppress(OSError, ValueError):
        _set_timeout(smtp, 5)
        smtp.quit()
    smtp.close()


def _in_ascii(address: str) -> str:
    """Return the address with its domain in ASCII (RFC 5891), or raise SendRefused for one that would break the command."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain or not address.isprintable() or re.search(r"[\s<>,]", address.strip()):
        raise SendRefused(_BAD_ADDRESS, permanent=True)
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise SendRefused(_BAD_ADDRESS, permanent=True) from None


def _wire_form(raw: bytes) -> bytes:
    """Return the mail with CRLF line ends, an end to its last line, and leading dots doubled (RFC 5321 section 4.5.2)."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _headers(raw: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def _set_timeout(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _tls_context(address: ServerAddress) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if address.ca_file:
        try:
            context.load_verify_locations(address.ca_file)
        except OSError:  # ssl.SSLError is one: a file that is no certificate
            raise AccountError(_CA_FILE, file=address.ca_file) from None
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the server's own certificate is enough, without its issuer
    return context
