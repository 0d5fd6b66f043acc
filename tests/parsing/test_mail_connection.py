"""What failures mean, and which connections are allowed."""

import errno
import socket
import ssl

import pytest

from app.domain.account import Security, ServerAddress
from app.domain.errors import AccountError, CertificateRefused, ServerUnreachable
from app.parsing.mail_connection import check_allowed, explain, is_loopback

HERE = ServerAddress("mail.shop.example", 993)


def _certificate(code: int, message: str = "") -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")
    error.verify_code, error.verify_message = code, message
    return error


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (socket.gaierror(-2, "unknown"), ServerUnreachable, "cannot be found"),
        (UnicodeError("label too long"), ServerUnreachable, "cannot be found"),
        (OSError(errno.ENETUNREACH, "no way"), ServerUnreachable, "cannot be found"),
        (ConnectionRefusedError(), ServerUnreachable, "does not accept connections on port 993"),
        (TimeoutError(), ServerUnreachable, "did not answer in time"),
        (ConnectionResetError(), ServerUnreachable, "broke the connection"),
        (EOFError(), ServerUnreachable, "broke the connection"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong"), ServerUnreachable, "speaks no TLS"),
        (ssl.SSLError(1, "[SSL: DECRYPTION_FAILED] bad record"), ServerUnreachable, "broke the connection"),
        (_certificate(62), CertificateRefused, "another name"),
        (_certificate(64), CertificateRefused, "another name"),
        (_certificate(18), CertificateRefused, "not signed by an authority"),
        (_certificate(20), CertificateRefused, "not signed by an authority"),
        (_certificate(10), CertificateRefused, "not valid today"),
        (_certificate(23, "certificate revoked"), CertificateRefused, "certificate revoked"),
        (ValueError(), ServerUnreachable, "makes no sense"),
    ],
)
def test_each_failure_has_its_sentence(error: Exception, kind: type[AccountError], told: str) -> None:
    explained = explain(error, HERE)
    assert type(explained) is kind
    assert told in str(explained)
    assert "{" not in str(explained)


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True), ("LOCALHOST.", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("[::1]", True),
        ("localhost.evil.example", False), ("127.0.0.1.evil.example", False), ("192.168.1.4", False), ("0.0.0.0", False), ("", False),
    ],
)  # fmt: skip
def test_only_this_computer_may_be_spoken_to_in_the_clear(host: str, *, here: bool) -> None:
    assert is_loopback(host) is here
    for security in (Security.TLS, Security.STARTTLS):
        check_allowed(ServerAddress(host, 143, security))
    if here:
        check_allowed(ServerAddress(host, 143, Security.PLAIN))
    else:
        with pytest.raises(AccountError, match="without encryption"):
            check_allowed(ServerAddress(host, 143, Security.PLAIN))
