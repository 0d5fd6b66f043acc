"""The IMAP channel against a real Dovecot, a proxy that spoils the connection, and servers that are odd on purpose."""

import contextlib
import logging
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.channels import imap
from app.channels.imap import session as session_module
from app.domain.account import LoginKind, MailAccount, RemoteMail, Security, ServerAddress
from app.domain.errors import AccountError, CertificateRefused, ConnectionRefusedByGuard, LoginRefused, ServerUnreachable
from tests.servers.certificates import make_certificate
from tests.servers.dovecot import Dovecot
from tests.servers.lines import LineServer
from tests.servers.lines import imap as speaking_imap
from tests.servers.proxy import Plan, Proxy

pytest_plugins = ["tests.servers.fixtures"]
PLAIN, TLS, STARTTLS = Security.PLAIN, Security.TLS, Security.STARTTLS
impatient = imap.ImapConnector(connect_seconds=0.3, read_seconds=0.3)


def mail(n: int, size: int = 200) -> bytes:
    filler = b"How long does a glaze need to dry before the bowl is fired?\r\n" * (size // 61 + 1)
    return b"From: mia@home.example\r\nMessage-ID: <%d@home.example>\r\nSubject: bowl %d\r\n\r\n%s" % (n, n, filler)


def _at(port: int, security: Security = PLAIN) -> MailAccount:
    return MailAccount("shop", "shop@shop.example", "shop", ServerAddress("localhost", port, security))


# -- logging in


@pytest.mark.dovecot
@pytest.mark.parametrize("security", list(Security))
def test_each_kind_of_connection(dovecot: Dovecot, security: Security) -> None:
    user = dovecot.new_user()
    dovecot.deliver(mail(1), user)
    with imap.connect(dovecot.account(user, security), dovecot.password) as server:
        assert [m.raw for m in server.fetch_new("INBOX", 0)] == [mail(1)]


@pytest.mark.dovecot
def test_a_token_logs_in(dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    folders = imap.connect.test_login(dovecot.account(user, kind=LoginKind.XOAUTH2), dovecot.token(user))
    assert folders[0].role == "inbox"


@pytest.mark.dovecot
@pytest.mark.parametrize("kind", list(LoginKind))
def test_a_wrong_secret_is_told_without_the_secret(dovecot: Dovecot, kind: LoginKind, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(LoginRefused, match="refused the login of shop9") as refused:
        imap.connect.test_login(dovecot.account("shop9", kind=kind), "not-my-secret")
    told = str(refused.value) + repr(refused.value.params) + repr(refused.value.__cause__) + caplog.text
    assert "not-my-secret" not in told
    assert refused.value.__suppress_context__


@pytest.mark.dovecot
def test_nothing_of_the_mail_or_the_secret_is_logged(dovecot: Dovecot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="imapclient.imaplib")  # which would log every line
    user = dovecot.new_user()
    dovecot.deliver(mail(1), user)
    with imap.connect(dovecot.account(user), dovecot.password) as server:
        list(server.fetch_new("INBOX", 0))
        server.find_message_id("INBOX", "1@home.example")
    assert "home.example" not in caplog.text
    assert "glaze" not in caplog.text


def test_a_password_that_login_cannot_carry_goes_by_authenticate_plain() -> None:
    answers = speaking_imap({"AUTHENTICATE PLAIN": b"+ \r\n"}, "IMAP4rev1 AUTH=PLAIN")
    with (
        LineServer(b"* OK hi\r\n", lambda line: answers(line) if b" " in line else b"* OK\r\n") as server,
        pytest.raises(ServerUnreachable),
    ):
        impatient.test_login(_at(server.port), "schlüssel")
    assert server.heard[-1] == b"AHNob3AAc2NobMO8c3NlbA=="


@pytest.mark.parametrize("capabilities", ["IMAP4rev1 LOGINDISABLED AUTH=PLAIN", "IMAP4rev1 LOGINDISABLED AUTH=GSSAPI"])
def test_login_disabled_is_respected(capabilities: str) -> None:
    with (
        LineServer(b"* OK hi\r\n", speaking_imap({"AUTHENTICATE": b"TAG NO no\r\n"}, capabilities)) as server,
        pytest.raises(AccountError) as told,
    ):
        imap.connect.test_login(_at(server.port), "pw")
    assert isinstance(told.value, LoginRefused) is ("AUTH=PLAIN" in capabilities)
    assert not any(b" LOGIN " in line for line in server.heard)


def test_a_server_that_is_busy_is_not_a_wrong_password() -> None:
    with (
        LineServer(b"* OK hi\r\n", speaking_imap({"LOGIN": b"TAG NO [UNAVAILABLE] later\r\n"})) as server,
        pytest.raises(ServerUnreachable, match="just now"),
    ):
        imap.connect.test_login(_at(server.port), "pw")


def test_a_connection_that_breaks_in_login_is_not_a_wrong_password() -> None:
    with (
        LineServer(b"* OK hi\r\n", speaking_imap({"LOGIN": b"HANGUP"})) as server,
        pytest.raises(ServerUnreachable, match="broke the conn"),
    ):
        imap.connect.test_login(_at(server.port), "pw")


# -- not getting there


def test_plain_to_another_computer_is_refused_before_any_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("a connection was opened"))
    account = replace(_at(143), imap=ServerAddress("mail.shop.example", 143, PLAIN))
    with pytest.raises(AccountError, match="without encryption"):
        imap.connect.test_login(account, "pw")


def test_nothing_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ServerUnreachable, match=f"does not accept connections on port {port}"):
        imap.connect.test_login(_at(port), "pw")


def test_a_host_that_does_not_exist() -> None:
    account = replace(_at(993), imap=ServerAddress("no-such-host.invalid", 993))
    with pytest.raises(ServerUnreachable, match="cannot be found"):
        imap.connect.test_login(account, "pw")


def test_the_guard_speaks_as_a_mail_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ConnectionRefusedByGuard("{host} was not configured.", host="localhost")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ServerUnreachable, match="localhost was not configured"):
        imap.connect.test_login(_at(143), "pw")


def test_a_server_that_never_greets() -> None:
    with LineServer(b"", lambda _line: b"") as server, pytest.raises(ServerUnreachable, match="did not answer in time"):
        impatient.test_login(_at(server.port), "pw")


@pytest.mark.parametrize(
    ("greeting", "told"),
    [(b"SSH-2.0-OpenSSH\r\n", "makes no sense"), (b"* BYE full\r\n", "just now"), (b"* OK cut in the mid", "in time|broke|sense")],
)
def test_a_strange_greeting(greeting: bytes, told: str) -> None:
    with LineServer(greeting, lambda _line: None) as server, pytest.raises(ServerUnreachable, match=told):
        impatient.test_login(_at(server.port), "pw")


# -- certificates


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [TLS, STARTTLS])
def test_an_unknown_certificate_is_refused(dovecot: Dovecot, security: Security) -> None:
    account = dovecot.account("shop", security)
    with pytest.raises(CertificateRefused, match="not signed by an authority"):
        imap.connect.test_login(replace(account, imap=replace(account.imap, ca_file="")), dovecot.password)


@pytest.mark.parametrize(("name", "told"), [("other.example", "another name"), ("localhost", "not signed by an authority")])
def test_a_certificate_for_another_name_is_refused(tmp_path: Path, name: str, told: str) -> None:
    certificate, key = make_certificate(tmp_path, name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusted = str(certificate) if told == "another name" else ""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_shake_hands, args=(listener, context), daemon=True).start()
        account = replace(_at(0), imap=ServerAddress("localhost", listener.getsockname()[1], TLS, trusted))
        with pytest.raises(CertificateRefused, match=told):
            imap.connect.test_login(account, "pw")


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    client, _ = listener.accept()
    with client, contextlib.suppress(OSError):
        context.wrap_socket(client, server_side=True).close()


@pytest.mark.dovecot
def test_tls_to_a_port_without(dovecot: Dovecot) -> None:
    account = dovecot.account("shop", TLS)
    with pytest.raises(ServerUnreachable, match="speaks no TLS"):
        imap.connect.test_login(replace(account, imap=replace(account.imap, port=dovecot.port)), dovecot.password)


def test_starttls_that_is_not_offered_is_not_done_without() -> None:
    with LineServer(b"* OK hi\r\n", speaking_imap({})) as server, pytest.raises(AccountError, match="no STARTTLS"):
        imap.connect.test_login(_at(server.port, STARTTLS), "pw")
    assert not any(b" LOGIN " in line for line in server.heard)


def test_a_certificate_file_that_is_none(tmp_path: Path) -> None:
    for file in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        account = replace(_at(0), imap=ServerAddress("localhost", 1, TLS, str(file)))
        with pytest.raises(AccountError, match="certificate file"):
            imap.connect.test_login(account, "pw")
        (tmp_path / "empty.pem").write_text("nothing")


# -- a connection that breaks


@pytest.fixture
def thirty(dovecot: Dovecot) -> tuple[MailAccount, list[bytes]]:
    user, raws = dovecot.new_user(), [mail(n, 4000) for n in range(1, 31)]
    dovecot.put_many(raws, user)
    return dovecot.account(user, PLAIN), raws


def _through(account: MailAccount, proxy: Proxy) -> MailAccount:
    return replace(account, imap=replace(account.imap, port=proxy.port))


def _take(connector: imap.ImapConnector, account: MailAccount, secret: str) -> tuple[list[RemoteMail], AccountError | None]:
    """Fetch the INBOX; return what came, and the error if there was one."""
    mails: list[RemoteMail] = []
    try:
        with connector(account, secret) as server:
            for one in server.fetch_new("INBOX", 0):
                mails.append(one)
    except AccountError as error:
        return mails, error
    return mails, None


@pytest.mark.dovecot
def test_wherever_the_connection_breaks_what_came_is_whole_and_the_rest_can_follow(
    dovecot: Dovecot, thirty: tuple[MailAccount, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "BATCH_MAILS", 7)
    account, raws = thirty
    with Proxy(account.imap.port) as whole:
        assert [m.raw for m in _take(imap.connect, _through(account, whole), dovecot.password)[0]] == raws
    counts = set()
    for cut in range(40, whole.bytes_down - 60, whole.bytes_down // 23):
        with Proxy(account.imap.port, Plan(cut_after=cut)) as proxy:
            mails, error = _take(imap.connect, _through(account, proxy), dovecot.password)
        assert isinstance(error, ServerUnreachable), cut
        assert "What came in before is kept" in str(error)
        assert [m.raw for m in mails] == raws[: len(mails)]
        with imap.connect(account, dovecot.password) as server:
            rest = list(server.fetch_new("INBOX", mails[-1].uid if mails else 0))
        assert [m.raw for m in [*mails, *rest]] == raws
        counts.add(len(mails))
    assert {0, 3, 15, 29} <= {n for count in counts for n in (count - 1, count, count + 1)}


@pytest.mark.dovecot
@pytest.mark.parametrize("after", [10, 900, 5_000, 60_000])
def test_a_server_that_stalls_is_left(dovecot: Dovecot, thirty: tuple[MailAccount, list[bytes]], after: int) -> None:
    account, raws = thirty
    with Proxy(account.imap.port, Plan(stall_after=after)) as proxy:
        mails, error = _take(impatient, _through(account, proxy), dovecot.password)
    assert isinstance(error, ServerUnreachable)
    assert "did not answer in time" in str(error)
    assert [m.raw for m in mails] == raws[: len(mails)]


@pytest.mark.dovecot
@pytest.mark.parametrize(
    "garbage", [b"\x00\xff\xfe rubbish\r\n", b"* 3 FETCH (UID 3 BODY[] {99999999999}\r\n", b"}{)(\r\n* BYE\r\n", b"Q000001 WHAT\r\n"]
)
def test_garbage_is_an_error_and_never_a_hang(dovecot: Dovecot, thirty: tuple[MailAccount, list[bytes]], garbage: bytes) -> None:
    account, raws = thirty
    for at in (0, 200, 1500, 9000, 50_000):
        with Proxy(account.imap.port, Plan(inject_after=at, garbage=garbage)) as proxy:
            mails, error = _take(impatient, _through(account, proxy), dovecot.password)
        assert isinstance(error, AccountError), at
        assert len([m for m in mails if m.raw not in raws]) <= 1  # the mail in whose middle it came


@pytest.mark.dovecot
def test_other_steps_on_a_broken_connection_say_so_too(dovecot: Dovecot, thirty: tuple[MailAccount, list[bytes]]) -> None:
    account, _ = thirty
    steps: list[Callable[[imap.ImapSession], object]] = [
        lambda s: s.folders(),
        lambda s: s.select("INBOX"),
        lambda s: s.append("Sent", mail(1), ()),
        lambda s: s.find_message_id("INBOX", "1@home.example"),
        lambda s: s.add_flag("INBOX", 1, "\\Seen"),
        lambda s: s.uids("INBOX"),
        lambda s: list(s.changed_flags("INBOX", 0)),
        lambda s: s.wait_for_change("INBOX", 5, lambda: False),
    ]
    for step in steps:
        with Proxy(account.imap.port) as proxy, imap.connect(_through(account, proxy), dovecot.password) as server:
            proxy.stop()
            with pytest.raises(ServerUnreachable):
                step(server)


@pytest.mark.dovecot
def test_a_caller_who_stops_in_the_middle_leaves_the_session_usable(
    dovecot: Dovecot, thirty: tuple[MailAccount, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "BATCH_MAILS", 5)
    account, _ = thirty
    with imap.connect(account, dovecot.password) as server:
        coming = server.fetch_new("INBOX", 0)
        assert isinstance(coming, Iterator)
        next(coming)
        coming.close()  # type: ignore[attr-defined]
        assert len(server.uids("INBOX")) == 30
        assert len(list(server.fetch_new("INBOX", 28))) == 2


# -- size


def _peak_megabytes(work: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.dovecot
def test_a_huge_mail_is_held_once_and_alone(dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    dovecot.put_many([mail(1), mail(2, 60_000_000), mail(3)], user)
    sizes: list[int] = []

    def fetch() -> None:
        with imap.connect(dovecot.account(user, PLAIN), dovecot.password) as server:
            sizes.extend(len(m.raw) for m in server.fetch_new("INBOX", 0))

    peak = _peak_megabytes(fetch)
    assert sizes == [len(mail(1)), len(mail(2, 60_000_000)), len(mail(3))]
    assert peak < 80


@pytest.mark.dovecot
def test_many_big_mails_are_not_held_together(dovecot: Dovecot) -> None:
    user, raw = dovecot.new_user(), mail(1, 1_000_000)
    dovecot.put_many([raw] * 40, user)

    def fetch() -> None:
        with imap.connect(dovecot.account(user, PLAIN), dovecot.password) as server:
            assert sum(m.raw == raw for m in server.fetch_new("INBOX", 0)) == 40

    assert _peak_megabytes(fetch) < 20


@pytest.mark.dovecot
def test_sizes_that_the_server_has_to_find_out(dovecot: Dovecot) -> None:
    user = dovecot.new_user()
    dovecot.put_many([mail(n) for n in range(1, 500)], user, sizes=False)
    with imap.connect(dovecot.account(user), dovecot.password) as server:
        assert [m.uid for m in server.fetch_new("INBOX", 3)] == list(range(4, 500))


# -- waiting


@pytest.mark.dovecot
@pytest.mark.parametrize("security", [PLAIN, TLS])
def test_new_mail_ends_the_wait(dovecot: Dovecot, security: Security) -> None:
    user = dovecot.new_user()
    dovecot.deliver(mail(1), user)
    with imap.connect(dovecot.account(user, security), dovecot.password) as server:
        server.select("INBOX")
        timer = threading.Timer(0.2, dovecot.deliver, [mail(2), user])
        timer.start()
        assert server.wait_for_change("INBOX", 20, lambda: False)
        timer.join()
        assert [m.uid for m in server.fetch_new("INBOX", 1)] == [2]


@pytest.mark.dovecot
def test_a_quiet_wait_ends_by_time_or_by_the_person(dovecot: Dovecot) -> None:
    with imap.connect(dovecot.account(dovecot.new_user()), dovecot.password) as server:
        assert not server.wait_for_change("INBOX", 0.1, lambda: False)
        asked = iter([False, False, True, True, True, True])
        assert not server.wait_for_change("INBOX", 60, lambda: next(asked))
        assert server.select("INBOX").exists == 0


@pytest.mark.dovecot
def test_a_connection_that_breaks_while_waiting_ends_the_wait(dovecot: Dovecot) -> None:
    account = dovecot.account(dovecot.new_user(), PLAIN)
    with Proxy(account.imap.port) as proxy, imap.connect(_through(account, proxy), dovecot.password) as server:
        server.select("INBOX")
        timer = threading.Timer(0.2, proxy.stop)
        timer.start()
        began = time.monotonic()
        with pytest.raises(ServerUnreachable):
            server.wait_for_change("INBOX", 20, lambda: False)
        assert time.monotonic() - began < 10
        timer.join()


# -- servers that are odd


def _odd(answers: dict[str, bytes], capabilities: str = "IMAP4rev1", exists: int = 1) -> LineServer:
    examine = b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n" % exists
    return LineServer(b"* OK hi\r\n", speaking_imap({"EXAMINE": examine, **answers}, capabilities))


LIST_OF_ONE = b"* 1 FETCH (UID 5)\r\n"
BODY = "UID FETCH 5:5 (UID FLAGS INTERNALDATE BODY.PEEK[])"


@pytest.mark.parametrize(
    "answer",
    [
        b'* 1 FETCH (UID 5 FLAGS (\\Seen) INTERNALDATE "22-Nov-2026 11:00:00 +0100" BODY[] {5}\r\nhello)\r\n',
        b'* 1 FETCH (BODY[] {5}\r\nhello FLAGS (\\Recent \\Seen) UID 5 MODSEQ (12) INTERNALDATE "22-Nov-2026 11:00:00 +0100")\r\n',
        b'* 1 fetch (uid 5 flags (\\Seen) internaldate "22-Nov-2026 11:00:00 +0100" body[] {5}\r\nhello)\r\n',
        b'* 1 FETCH (UID 5 FLAGS (\\Seen) INTERNALDATE "22-Nov-2026 11:00:00 +0100" BODY[] "hello")\r\n',
        b'* 1 FETCH (UID 5 X-ODD {3}\r\na)b FLAGS (\\Seen) INTERNALDATE "22-Nov-2026 11:00:00 +0100" BODY[] {5}\r\nhello)\r\n',
        b'* 2 EXISTS\r\n* 2 FETCH (FLAGS (\\Seen))\r\n* OK still here\r\n'
        b'* 1 FETCH (UID 5 FLAGS (\\Seen) INTERNALDATE "22-Nov-2026 11:00:00 +0100" BODY[] {5}\r\nhello)\r\n* 4 EXPUNGE\r\n',
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_read_too(answer: bytes) -> None:
    with _odd({"UID FETCH 1:* (UID)": LIST_OF_ONE, BODY: answer}) as server, imap.connect(_at(server.port), "pw") as session:
        assert list(session.fetch_new("INBOX", 0)) == [RemoteMail(5, ("\\Seen",), 1795341600.0, b"hello")]


def test_a_server_without_anything_modern() -> None:
    flags = b"* 1 FETCH (UID 5 FLAGS (\\Seen))\r\n"
    with (
        _odd({"UID FETCH 1:* (UID)": LIST_OF_ONE, "UID FETCH 1:* (UID FLAGS)": flags}) as server,
        imap.connect(_at(server.port), "pw") as session,
    ):
        selected = session.select("INBOX")
        assert (selected.uidvalidity, selected.uidnext, selected.modseq) == (7, 0, 0)
        assert session.uids("INBOX") == {5}
        assert list(session.changed_flags("INBOX", 99)) == [(5, ("\\Seen",))]
        assert not session.wait_for_change("INBOX", 5, lambda: False)


def test_the_one_mail_that_a_server_cannot_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    uids = b"* 1 FETCH (UID 5)\r\n* 2 FETCH (UID 6)\r\n* 3 FETCH (UID 7)\r\n"
    one = b"* 1 FETCH (UID 5 FLAGS () BODY[] {2}\r\nhi)\r\n"
    seven = b"* 3 FETCH (UID 7 FLAGS () BODY[] {3}\r\nhej)\r\n"
    answers = {
        "UID FETCH 1:* (UID)": uids,
        BODY.replace("5:5", "5:7"): one + b"TAG NO some could not be read\r\n",
        BODY.replace("5:5", "6"): b"TAG NO broken\r\n",
        BODY.replace("5:5", "7"): seven,
    }
    with _odd(answers, exists=3) as server, imap.connect(_at(server.port), "pw") as session:
        assert [(m.uid, m.raw) for m in session.fetch_new("INBOX", 0)] == [(5, b"hi"), (7, b"hej")]
    assert "UID 6" in caplog.text


@pytest.mark.parametrize("end", [b"TAG NO [UNAVAILABLE] busy\r\n", b"TAG BAD what\r\n", b"TAG NO [LIMIT] too fast\r\n"])
def test_a_server_that_gives_nothing_today_loses_no_mail(end: bytes) -> None:
    with (
        _odd({"UID FETCH 1:* (UID)": LIST_OF_ONE, BODY: end}) as server,
        imap.connect(_at(server.port), "pw") as session,
        pytest.raises(AccountError, match="refused a step"),
    ):
        list(session.fetch_new("INBOX", 0))


def test_a_server_that_refuses_every_mail_of_many_is_an_error() -> None:
    uids = b"* 1 FETCH (UID 5)\r\n* 2 FETCH (UID 6)\r\n"
    answers = {"UID FETCH 1:* (UID)": uids, "UID FETCH 5:6 (UID RFC822.SIZE)": b"", "UID FETCH": b"TAG NO no\r\n"}
    with (
        _odd(answers, exists=2) as server,
        imap.connect(_at(server.port), "pw") as session,
        pytest.raises(AccountError),
    ):
        list(session.fetch_new("INBOX", 0))


def test_a_hostile_number_of_mails_is_not_believed() -> None:
    answers = {"UID SEARCH": b'* ESEARCH (TAG "x") UID ALL 1:4294967295\r\n', "UID FETCH 1:* (UID)": LIST_OF_ONE}
    with _odd(answers, "IMAP4rev1 ESEARCH") as server, imap.connect(_at(server.port), "pw") as session:
        assert session.uids("INBOX") == {5}


def test_folders_of_a_courier_server() -> None:
    names = (b"INBOX", b"INBOX.Verzonden items", b"INBOX.Klanten.Archief", b"INBOX.Entw&APw-rfe", b'INBOX."2026"')
    listing = b"".join(b'* LIST (\\HasNoChildren) "." "%s"\r\n' % name.replace(b'"', b"") for name in names)
    with _odd({"LIST": listing + b'* LIST (\\Noselect) "." {3}\r\nold\r\n'}) as server, imap.connect(_at(server.port), "pw") as session:
        roles = {folder.name: folder.role for folder in session.folders()}
    assert roles == {
        "INBOX": "inbox",
        "INBOX.Verzonden items": "sent",
        "INBOX.Klanten.Archief": "",
        "INBOX.Entwürfe": "drafts",
        "INBOX.2026": "",
    }


@pytest.mark.dovecot
def test_a_folder_that_could_be_made_is_made(dovecot: Dovecot) -> None:
    with imap.connect(dovecot.account(dovecot.new_user(), PLAIN), dovecot.password) as server:
        server.append("Answered/2026 é", mail(1), ("\\Seen",))
        assert [m.raw for m in server.fetch_new("Answered/2026 é", 0)] == [mail(1)]


def test_a_full_mailbox_says_so() -> None:
    answers = speaking_imap({"APPEND": b"TAG NO [OVERQUOTA] full\r\n"})
    with (
        LineServer(b"* OK hi\r\n", answers) as server,
        imap.connect(_at(server.port), "pw") as session,
        pytest.raises(AccountError, match="is full"),
    ):
        session.append("Sent", mail(1), ())


def test_a_folder_that_is_only_for_reading() -> None:
    answers = {"SELECT": b"* 1 EXISTS\r\nTAG OK [READ-ONLY] done\r\n"}
    with _odd(answers) as server, imap.connect(_at(server.port), "pw") as session, pytest.raises(AccountError, match="can only be read"):
        session.add_flag("INBOX", 5, "\\Answered")
