"""What a failed connection to a mail server means, and which connections are allowed at all. No network here."""

import errno
import ipaddress
import socket
import ssl

from app.domain.account import Security, ServerAddress
from app.domain.errors import AccountError, CertificateRefused, ConnectionRefusedByGuard, ServerUnreachable
from app.domain.text import N_

_NOT_FOUND = N_("The server {host} cannot be found: its name is wrong, or this computer is offline. Nothing was changed; check both.")
_CLOSED = N_("The server {host} does not accept connections on port {port}. Nothing was changed; check the port and try again.")
_SILENT = N_("The server {host} did not answer in time on port {port}. Nothing was lost; try again later.")
_CUT = N_("The server {host} broke the connection. What came in before is kept; the next time goes on from there.")
_NO_TLS = N_("The server {host} speaks no TLS on port {port}. Nothing was sent; choose another port or STARTTLS.")
_OTHER_NAME = N_(
    "The certificate of {host} was made for another name, so it may be another server. Nothing was sent; check the server's name."
)
_UNKNOWN_SIGNER = N_(
    "The certificate of {host} is not signed by an authority that this computer knows. Nothing was sent; "
    "if the server is your own, choose its certificate file in the account."
)
_EXPIRED = N_("The certificate of {host} is not valid today. Nothing was sent; check this computer's clock, or ask the provider.")
_NOT_VALID = N_("The certificate of {host} is not valid ({reason}). Nothing was sent; ask the provider.")
_PLAIN = N_("A connection to {host} without encryption would show the password to others. Nothing was sent; choose TLS or STARTTLS.")
_GARBAGE = N_("The server {host} gave an answer that makes no sense. What came in before is kept; try again later.")

_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
_CODES_OTHER_NAME = frozenset({62, 63, 64})
_CODES_UNKNOWN_SIGNER = frozenset({2, 18, 19, 20, 21, 24, 27})
_CODES_EXPIRED = frozenset({9, 10})
"""OpenSSL's X509_V_ERR numbers, from `man x509_verify_cert_error_string`."""


def check_allowed(address: ServerAddress) -> None:
    """Raise AccountError when this connection would be unencrypted and leave the computer."""
    if address.security is Security.PLAIN and not is_loopback(address.host):
        raise AccountError(_PLAIN, host=address.host)


def is_loopback(host: str) -> bool:
    """Say whether `host` is this computer by its name or address alone; nothing is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def explain(error: BaseException, address: ServerAddress) -> AccountError:
    """Return the AccountError that says what this failure of a connection means to the owner."""
    host, port = address.host, address.port
    match error:
        case AccountError():
            return error
        case ConnectionRefusedByGuard():
            return ServerUnreachable(error.template, **error.params)
        case ssl.SSLCertVerificationError():
            return _explain_certificate(error, host)
        case ssl.SSLError():
            return ServerUnreachable(_NO_TLS if "WRONG_VERSION_NUMBER" in str(error) else _CUT, host=host, port=port)
        case socket.gaierror() | UnicodeError():
            return ServerUnreachable(_NOT_FOUND, host=host)
        case ConnectionRefusedError():
            return ServerUnreachable(_CLOSED, host=host, port=port)
        case TimeoutError():
            return ServerUnreachable(_SILENT, host=host, port=port)
        case OSError() if error.errno in _NO_WAY:
            return ServerUnreachable(_NOT_FOUND, host=host)
        case OSError() | EOFError():
            return cut_off(address)
        case _:
            return garbled(address)


def cut_off(address: ServerAddress) -> ServerUnreachable:
    """Return the error for a server that ended the conversation."""
    return ServerUnreachable(_CUT, host=address.host)


def garbled(address: ServerAddress) -> ServerUnreachable:
    """Return the error for an answer that is none."""
    return ServerUnreachable(_GARBAGE, host=address.host)


def _explain_certificate(error: ssl.SSLCertVerificationError, host: str) -> CertificateRefused:
    code = error.verify_code
    for codes, template in ((_CODES_OTHER_NAME, _OTHER_NAME), (_CODES_UNKNOWN_SIGNER, _UNKNOWN_SIGNER), (_CODES_EXPIRED, _EXPIRED)):
        if code in codes:
            return CertificateRefused(template, host=host)
    return CertificateRefused(_NOT_VALID, host=host, reason=error.verify_message)
