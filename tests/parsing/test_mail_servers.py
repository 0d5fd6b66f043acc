"""The servers of an address, guessed without asking anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.account import Security, ServerAddress
from app.parsing.mail_servers import guess_servers

TLS, STARTTLS = Security.TLS, Security.STARTTLS


@pytest.mark.parametrize(
    ("address", "imap", "smtp", "port", "security"),
    [
        ("shop@gmail.com", "imap.gmail.com", "smtp.gmail.com", 465, TLS),
        ("Shop@Hotmail.NL", "outlook.office365.com", "smtp.office365.com", 587, STARTTLS),
        ("shop@ziggo.nl", "imap.ziggo.nl", "smtp.ziggo.nl", 587, STARTTLS),
        ("shop@t-online.de", "secureimap.t-online.de", "securesmtp.t-online.de", 465, TLS),
        ("shop@wanadoo.fr", "imap.orange.fr", "smtp.orange.fr", 465, TLS),
        ("info@my.pottery.example", "imap.my.pottery.example", "smtp.my.pottery.example", 465, TLS),
    ],
)
def test_the_usual_servers(address: str, imap: str, smtp: str, port: int, security: Security) -> None:
    assert guess_servers(address) == (ServerAddress(imap, 993, TLS), ServerAddress(smtp, port, security))


def test_an_address_in_brackets_or_with_spaces() -> None:
    assert guess_servers(" The Shop <shop@web.de> ")[0].host == "imap.web.de"


def test_no_domain_gives_no_host() -> None:
    assert [server.host for server in guess_servers("shop")] == ["", ""]


@given(st.text())
def test_nothing_makes_it_fail_or_unsafe(text: str) -> None:
    assert all(server.security is not Security.PLAIN for server in guess_servers(text))
