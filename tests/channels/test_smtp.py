"""The sender against a real SMTP server: what is taken, what is refused, and what nobody can know."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.channels import smtp
from app.domain.account import LoginKind, MailAccount, Security, ServerAddress
from app.domain.errors import AccountError, CertificateRefused, LoginRefused, SendRefused, SendUnsure, ServerUnreachable
from tests.servers.certificates import make_certificate
from tests.servers.lines import Answer, LineServer
from tests.servers.proxy import Plan, Proxy
from tests.servers.smtp import PASSWORD, TOKEN, AfterData, SmtpServer

MAIL = b"From: shop@shop.example\r\nTo: mia@home.example\r\nSubject: Your bowl\r\n\r\nIt is on its way.\r\n.a dot first\r\n..two\r\n"
TO = ["mia@home.example"]
quick = smtp.SmtpSender(connect_seconds=5, read_seconds=5, verdict_seconds=0.3)


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


def _through(account: MailAccount, port: int) -> MailAccount:
    assert account.smtp is not None
    return replace(account, smtp=replace(account.smtp, port=port))


@pytest.mark.parametrize("security", list(Security))
def test_a_mail_arrives_byte_for_byte(security: Security) -> None:
    with SmtpServer(security) as server:
        smtp.send(server.account(), PASSWORD, MAIL, TO)
    (taken,) = server.taken
    assert (taken.sender, taken.recipients, taken.raw) == ("shop@shop.example", ("mia@home.example",), MAIL)
    assert taken.tls is (security is not Security.PLAIN)
    assert taken.login == "shop"


def test_line_ends_are_made_right_and_the_last_line_ends(server: SmtpServer) -> None:
    smtp.send(server.account(), PASSWORD, b"Subject: x\n\none\rtwo\r\n.", TO)
    assert server.taken[0].raw == b"Subject: x\r\n\r\none\r\ntwo\r\n.\r\n"


def test_a_big_mail_goes_in_pieces(server: SmtpServer) -> None:
    big = b"Subject: x\r\n\r\n" + b"a bowl and a plate\r\n" * 100_000
    smtp.send(server.account(), PASSWORD, big, TO)
    assert server.taken[0].raw == big


def test_8bit_bodies_are_announced(server: SmtpServer) -> None:
    smtp.send(server.account(), PASSWORD, "Subject: x\r\n\r\nGrüße\r\n".encode(), TO)
    assert "BODY=8BITMIME" in server.taken[0].options
    assert "SMTPUTF8" not in server.taken[0].options


def test_a_domain_with_an_umlaut_needs_no_extension() -> None:
    with SmtpServer(smtputf8=False) as server:
        smtp.send(server.account(), PASSWORD, MAIL, ["mia@töpferei.example"])
    assert server.taken[0].recipients == ("mia@xn--tpferei-90a.example",)


def test_a_name_with_an_umlaut_is_sent_by_smtputf8(server: SmtpServer) -> None:
    smtp.send(server.account(), PASSWORD, MAIL, ["jürgen@home.example"])
    assert server.taken[0].recipients == ("jürgen@home.example",)
    assert "SMTPUTF8" in server.taken[0].options


def test_a_name_with_an_umlaut_is_refused_where_the_server_cannot() -> None:
    with SmtpServer(smtputf8=False) as server, pytest.raises(SendRefused, match="letters such as") as refused:
        smtp.send(server.account(), PASSWORD, MAIL, ["jürgen@home.example"])
    assert refused.value.permanent
    assert not server.taken


def test_a_token_logs_in(server: SmtpServer) -> None:
    smtp.send(server.account(kind=LoginKind.XOAUTH2), TOKEN, MAIL, TO)
    assert server.logins == ["XOAUTH2"]


def test_a_wrong_token_is_refused(server: SmtpServer) -> None:
    with pytest.raises(LoginRefused, match="refused the login of shop"):
        smtp.send.test_login(server.account(kind=LoginKind.XOAUTH2), "old")


def test_login_by_the_login_method() -> None:
    answers = {
        b"EHLO": b"250-here\r\n250 AUTH LOGIN\r\n",
        b"AUTH": b"334 VXNlcm5hbWU6\r\n",
        b"c2hvcA==": b"334 UGFzc3dvcmQ6\r\n",
        b"cHc=": b"235 in\r\n",
    }
    with LineServer(b"220 hello\r\n", _answering(answers)) as server:
        smtp.send.test_login(_plain_account(server.port), "pw")
    assert server.heard[1:4] == [b"AUTH LOGIN", b"c2hvcA==", b"cHc="]


def test_a_server_without_logins_is_used_without() -> None:
    with SmtpServer(auth=False) as server:
        smtp.send(server.account(), PASSWORD, MAIL, TO)
    assert server.taken[0].login == ""


def test_a_server_with_other_logins_only_says_so() -> None:
    answers = {b"EHLO": b"250-here\r\n250 AUTH GSSAPI\r\n"}
    with LineServer(b"220 hello\r\n", _answering(answers)) as server, pytest.raises(AccountError, match="no way to log in"):
        smtp.send.test_login(_plain_account(server.port), "pw")


def test_a_wrong_password_is_permanent_and_told_without_the_password(server: SmtpServer) -> None:
    with pytest.raises(LoginRefused) as login:
        smtp.send.test_login(server.account(), "not-my-secret")
    with pytest.raises(SendRefused) as refused:
        smtp.send(server.account(), "not-my-secret", MAIL, TO)
    assert refused.value.permanent
    for error in (login.value, refused.value):
        assert "check name and password" in str(error)
        assert "not-my-secret" not in str(error) + repr(error.params) + repr(error.__cause__)


@pytest.mark.parametrize(("answer", "permanent"), [("550 no such person", True), ("451 later", False)])
def test_a_refused_address(server: SmtpServer, answer: str, *, permanent: bool) -> None:
    server.refuse = {"mia@home.example": answer}
    with pytest.raises(SendRefused, match="refused 1 of 1 addresses") as refused:
        smtp.send(server.account(), PASSWORD, MAIL, TO)
    assert refused.value.permanent is permanent


def test_one_refused_address_stops_the_mail_for_all(server: SmtpServer) -> None:
    server.refuse = {"no@home.example": "550 no such person"}
    with pytest.raises(SendRefused, match="refused 1 of 3 addresses") as refused:
        smtp.send(server.account(), PASSWORD, MAIL, [*TO, "no@home.example", "jan@home.example"])
    assert refused.value.permanent
    assert not server.taken


def test_a_mixture_of_refusals_can_be_tried_again(server: SmtpServer) -> None:
    server.refuse = {"a@home.example": "550 no such person", "b@home.example": "452 full"}
    with pytest.raises(SendRefused, match="refused 2 of 2") as refused:
        smtp.send(server.account(), PASSWORD, MAIL, ["a@home.example", "b@home.example"])
    assert not refused.value.permanent


def test_a_refused_sender(server: SmtpServer) -> None:
    server.sender_answer = "553 not yours"
    with pytest.raises(SendRefused, match=r"refused the sender shop@shop\.example") as refused:
        smtp.send(server.account(), PASSWORD, MAIL, TO)
    assert refused.value.permanent


@pytest.mark.parametrize(("answer", "permanent"), [("554 looks like spam", True), ("450 try later", False)])
def test_a_message_refused_at_the_end(server: SmtpServer, answer: str, *, permanent: bool) -> None:
    server.data_answer = answer
    with pytest.raises(SendRefused, match="refused the message") as refused:
        smtp.send(server.account(), PASSWORD, MAIL, TO)
    assert refused.value.permanent is permanent


def test_a_message_over_the_announced_size_is_not_sent() -> None:
    with SmtpServer(size_limit=1000) as server, pytest.raises(SendRefused, match="too big") as refused:
        smtp.send(server.account(), PASSWORD, MAIL + b"x" * 1000, TO)
    assert refused.value.permanent


@pytest.mark.parametrize("how", [AfterData.TAKE_AND_DROP, AfterData.STALL])
def test_no_answer_after_the_whole_message_is_unsure(server: SmtpServer, how: AfterData) -> None:
    server.after_data = how
    with pytest.raises(SendUnsure, match="Look in Sent"):
        quick(server.account(), PASSWORD, MAIL, TO)
    assert len(server.taken) == (1 if how is AfterData.TAKE_AND_DROP else 0)


def test_nonsense_after_the_whole_message_is_unsure() -> None:
    answers = {b"EHLO": b"250 here\r\n", b"MAIL": b"250 ok\r\n", b"RCPT": b"250 ok\r\n", b"DATA": b"354 go\r\n", b".": b"what?\r\n"}
    with LineServer(b"220 hello\r\n", _answering(answers)) as server, pytest.raises(SendUnsure):
        quick(_plain_account(server.port), PASSWORD, b"Subject: x\r\n\r\nhello\r\n", TO)


def test_a_connection_cut_before_the_message_is_surely_not_sent(server: SmtpServer) -> None:
    for cut_up_after in (1, 30, 90, 120):  # in EHLO, AUTH, MAIL and RCPT
        with Proxy(server.port, Plan(cut_up_after=cut_up_after)) as proxy, pytest.raises(SendRefused) as refused:
            smtp.send(_through(server.account(), proxy.port), PASSWORD, MAIL, TO)
        assert not refused.value.permanent
    assert not server.taken


def test_a_connection_cut_in_the_middle_of_the_message_is_surely_not_sent(server: SmtpServer) -> None:
    # More than the buffers of two loopback connections hold, so that the cut is felt before the last dot.
    big = MAIL + b"more of the same\r\n" * 1_500_000
    with (
        Proxy(server.port, Plan(cut_up_after=1_000_000)) as proxy,
        pytest.raises(SendRefused, match="before the message was handed over") as refused,
    ):
        smtp.send(_through(server.account(), proxy.port), PASSWORD, big, TO)
    assert not refused.value.permanent
    assert not server.taken


def test_nothing_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ServerUnreachable, match=f"does not accept connections on port {port}"):
        smtp.send.test_login(_plain_account(port), PASSWORD)
    with pytest.raises(SendRefused) as refused:
        smtp.send(_plain_account(port), PASSWORD, MAIL, TO)
    assert not refused.value.permanent


def test_a_server_that_is_silent() -> None:
    with LineServer(b"", lambda _line: b"") as server, pytest.raises(ServerUnreachable, match="did not answer in time"):
        smtp.SmtpSender(connect_seconds=0.2).test_login(_plain_account(server.port), PASSWORD)


@pytest.mark.parametrize("greeting", [b"554 go away\r\n", b"421 busy\r\n"])
def test_a_server_that_turns_us_away(greeting: bytes) -> None:
    with LineServer(greeting, lambda _line: b"221 bye\r\n") as server, pytest.raises(ServerUnreachable, match="takes no mail just now"):
        smtp.send.test_login(_plain_account(server.port), PASSWORD)


def test_a_server_that_is_none() -> None:
    with LineServer(b"SSH-2.0-what\r\n", lambda _line: b"") as server, pytest.raises(ServerUnreachable, match="makes no sense"):
        smtp.send.test_login(_plain_account(server.port), PASSWORD)


def test_plain_to_another_computer_is_refused_before_any_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was opened"))
    account = replace(_plain_account(25), smtp=ServerAddress("mail.shop.example", 25, Security.PLAIN))
    with pytest.raises(SendRefused, match="without encryption") as refused:
        smtp.send(account, PASSWORD, MAIL, TO)
    assert refused.value.permanent


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_unknown_certificate_is_refused(security: Security) -> None:
    with SmtpServer(security) as server:
        stranger = replace(server.account(), smtp=replace(server.address(), ca_file=""))
        with pytest.raises(CertificateRefused, match="not signed by an authority"):
            smtp.send.test_login(stranger, PASSWORD)


def test_a_certificate_for_another_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.smtp.make_certificate", lambda folder, *_: make_certificate(folder, "other.example"))
    with SmtpServer(Security.TLS) as server, pytest.raises(CertificateRefused, match="another name"):
        smtp.send.test_login(server.account(), PASSWORD)


def test_starttls_that_is_not_offered_is_not_done_without(server: SmtpServer) -> None:
    account = replace(server.account(), smtp=server.address(Security.STARTTLS))
    with pytest.raises(AccountError, match="no STARTTLS"):
        smtp.send.test_login(account, PASSWORD)
    assert not server.logins


def test_tls_to_a_server_without(server: SmtpServer) -> None:
    account = replace(server.account(), smtp=server.address(Security.TLS))
    with pytest.raises(ServerUnreachable, match="speaks no TLS"):
        smtp.send.test_login(account, PASSWORD)


@pytest.mark.parametrize(
    "address", ["mia", "mia@", "@home.example", "mia@home.example\r\nRCPT TO:<x@y.z>", "<mia@home.example>", "a b@c.example", ""]
)
def test_an_address_that_would_break_the_command_is_refused(server: SmtpServer, address: str) -> None:
    with pytest.raises(SendRefused) as refused:
        smtp.send(server.account(), PASSWORD, MAIL, [address])
    assert refused.value.permanent
    assert not server.taken


def test_no_address_at_all(server: SmtpServer) -> None:
    with pytest.raises(SendRefused, match="no address"):
        smtp.send(server.account(), PASSWORD, MAIL, [])


def test_an_account_without_a_server_for_sending() -> None:
    with pytest.raises(SendRefused, match="no server for sending") as refused:
        smtp.send(replace(_plain_account(1), smtp=None), PASSWORD, MAIL, TO)
    assert refused.value.permanent


def _plain_account(port: int) -> MailAccount:
    return MailAccount("shop", "shop@shop.example", "shop", ServerAddress("localhost", 1), ServerAddress("localhost", port, Security.PLAIN))


def _answering(answers: dict[bytes, bytes]) -> Answer:
    return lambda line: answers.get(
        line.split(b" ")[0], answers.get(line.split(b" ")[0].upper(), b"221 bye\r\n" if line == b"quit" else b"")
    )
