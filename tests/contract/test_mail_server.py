"""What every mail server that the pipeline talks to does: the real one (Dovecot) and the fake."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from app.channels import imap
from app.domain.account import MailAccount, Security, ServerAddress
from app.domain.errors import AccountError, LoginRefused
from app.domain.ports import MailConnector, MailServer
from tests.fakes_mail import FakeConnector
from tests.servers.dovecot import Dovecot

pytest_plugins = ["tests.servers.fixtures"]


class Mailbox(Protocol):
    """A mailbox, and ways to change it behind the session's back."""

    def open(self, secret: str = "") -> AbstractContextManager[MailServer]: ...
    def deliver(self, raw: bytes, *, seen: bool = False) -> None: ...
    def remove_first(self) -> None: ...
    def renumber(self) -> None: ...


class Fake:
    def __init__(self) -> None:
        self.connect = FakeConnector()
        self._connect: MailConnector = self.connect
        self._account = MailAccount("shop", "shop@shop.example", "shop", ServerAddress("localhost", 143))

    def open(self, secret: str = "") -> AbstractContextManager[MailServer]:
        return self._connect(self._account, secret or self.connect.password)

    def deliver(self, raw: bytes, *, seen: bool = False) -> None:
        self.connect.mailbox.deliver(raw, flags=("\\Seen",) if seen else ())

    def remove_first(self) -> None:
        self.connect.mailbox.remove(min(self.connect.mailbox.folders["INBOX"].mails))

    def renumber(self) -> None:
        self.connect.mailbox.renumber()


class Real:
    def __init__(self, server: Dovecot) -> None:
        self._server, self._user = server, server.new_user()
        self._connect: MailConnector = imap.connect

    def open(self, secret: str = "") -> AbstractContextManager[MailServer]:
        return self._connect(self._server.account(self._user, Security.PLAIN), secret or self._server.password)

    def deliver(self, raw: bytes, *, seen: bool = False) -> None:
        self._server.deliver(raw, self._user, flags="S" if seen else "")

    def remove_first(self) -> None:
        min((self._server.maildir(self._user) / "cur").iterdir()).unlink()

    def renumber(self) -> None:
        self._server.renumber(self._user)


@pytest.fixture(params=["fake", pytest.param("dovecot", marks=pytest.mark.dovecot)])
def mailbox(request: pytest.FixtureRequest) -> Mailbox:
    return Fake() if request.param == "fake" else Real(request.getfixturevalue("dovecot"))


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[MailServer]:
    with mailbox.open() as session:
        yield session


def mail(n: int) -> bytes:
    return f"From: mia@home.example\nMessage-ID: <{n}@home.example>\nSubject: bowl {n}\n\nHow long does it take?\n".encode()


def test_inbox_and_sent_are_found(server: MailServer) -> None:
    roles = {folder.role: folder.name for folder in server.folders()}
    assert roles["inbox"] == "INBOX"
    assert roles["sent"] == "Sent"


def test_an_empty_folder(server: MailServer) -> None:
    selected = server.select("INBOX")
    assert (selected.exists, selected.uidnext) == (0, 1)
    assert selected.uidvalidity > 0
    assert list(server.fetch_new("INBOX", 0)) == []
    assert list(server.changed_flags("INBOX", 0)) == []
    assert server.uids("INBOX") == frozenset()


def test_mails_come_whole_and_in_order(mailbox: Mailbox, server: MailServer) -> None:
    for n in range(1, 4):
        mailbox.deliver(mail(n), seen=n == 2)
    assert server.select("INBOX").exists == 3
    mails = list(server.fetch_new("INBOX", 0))
    assert [m.uid for m in mails] == [1, 2, 3]
    assert [m.raw for m in mails] == [mail(n).replace(b"\n", b"\r\n") for n in range(1, 4)]
    assert [m.flags for m in mails] == [(), ("\\Seen",), ()]
    assert all(m.internal_date > 1_600_000_000 for m in mails)


def test_only_what_is_new_comes(mailbox: Mailbox, server: MailServer) -> None:
    mailbox.deliver(mail(1))
    mailbox.deliver(mail(2))
    assert [m.uid for m in server.fetch_new("INBOX", 1)] == [2]
    assert list(server.fetch_new("INBOX", 2)) == []
    assert list(server.fetch_new("INBOX", 99)) == []


def test_mail_that_arrives_while_the_session_is_open(mailbox: Mailbox, server: MailServer) -> None:
    mailbox.deliver(mail(1))
    assert [m.uid for m in server.fetch_new("INBOX", 0)] == [1]
    mailbox.deliver(mail(2))
    assert [m.uid for m in server.fetch_new("INBOX", 1)] == [2]


def test_fetching_never_marks_as_read(mailbox: Mailbox, server: MailServer) -> None:
    mailbox.deliver(mail(1))
    list(server.fetch_new("INBOX", 0))
    server.find_message_id("INBOX", "1@home.example")
    with mailbox.open() as later:
        assert [m.flags for m in later.fetch_new("INBOX", 0)] == [()]


def test_changed_flags_are_told_once(mailbox: Mailbox, server: MailServer) -> None:
    for n in range(1, 4):
        mailbox.deliver(mail(n))
    before = server.select("INBOX").modseq
    with mailbox.open() as other:
        other.add_flag("INBOX", 2, "\\Answered")
    assert list(server.changed_flags("INBOX", before)) == [(2, ("\\Answered",))]
    assert dict(server.changed_flags("INBOX", 0)) == {1: (), 2: ("\\Answered",), 3: ()}
    assert list(server.changed_flags("INBOX", server.select("INBOX").modseq)) == []


def test_a_flag_is_added_to_the_others(mailbox: Mailbox, server: MailServer) -> None:
    mailbox.deliver(mail(1), seen=True)
    server.add_flag("INBOX", 1, "\\Answered")
    assert list(server.changed_flags("INBOX", 0)) == [(1, ("\\Answered", "\\Seen"))]


def test_a_flag_for_a_mail_that_is_gone_is_no_error(mailbox: Mailbox, server: MailServer) -> None:
    mailbox.deliver(mail(1))
    server.add_flag("INBOX", 7, "\\Answered")
    assert dict(server.changed_flags("INBOX", 0)) == {1: ()}


def test_what_was_removed_is_gone(mailbox: Mailbox, server: MailServer) -> None:
    mailbox.deliver(mail(1))
    mailbox.deliver(mail(2))
    assert server.uids("INBOX") == {1, 2}
    mailbox.remove_first()
    assert server.uids("INBOX") == {2}


def test_a_new_uidvalidity_is_seen(mailbox: Mailbox) -> None:
    mailbox.deliver(mail(1))
    with mailbox.open() as first:
        before = first.select("INBOX").uidvalidity
    mailbox.renumber()
    with mailbox.open() as second:
        assert second.select("INBOX").uidvalidity != before
        assert len(list(second.fetch_new("INBOX", 0))) == 1


def test_a_sent_mail_is_put_away_and_found(server: MailServer) -> None:
    server.append("Sent", mail(5).replace(b"\n", b"\r\n"), ("\\Seen",))
    (kept,) = server.fetch_new("Sent", 0)
    assert (kept.raw, kept.flags) == (mail(5).replace(b"\n", b"\r\n"), ("\\Seen",))
    assert server.find_message_id("Sent", "5@home.example") == kept.uid
    assert server.find_message_id("Sent", "<5@home.example>") == kept.uid


@pytest.mark.parametrize("other", ["@home.example", "15@home.example", "5@home.exampl", "", "a\r\nb LOGOUT", 'a"b\\c', "é@home.example"])
def test_only_the_very_message_id_counts(server: MailServer, other: str) -> None:
    server.append("Sent", mail(5).replace(b"\n", b"\r\n"), ())
    assert server.find_message_id("Sent", other) is None


def test_sessions_may_go_between_folders_while_mails_come(mailbox: Mailbox, server: MailServer) -> None:
    for n in range(1, 4):
        mailbox.deliver(mail(n))
    coming = server.fetch_new("INBOX", 0)
    first = next(coming)
    server.append("Sent", mail(9).replace(b"\n", b"\r\n"), ())
    assert server.select("Sent").exists == 1
    assert [first.uid, *(m.uid for m in coming)] == [1, 2, 3]


def test_a_folder_that_is_not_there(server: MailServer) -> None:
    with pytest.raises(AccountError):
        server.select("Nowhere")
    assert server.select("INBOX").name == "INBOX"


def test_a_wrong_password(mailbox: Mailbox) -> None:
    with pytest.raises(LoginRefused) as refused, mailbox.open("not-my-secret"):
        pass
    assert "not-my-secret" not in str(refused.value)


def test_closing_never_fails_and_ends_it(mailbox: Mailbox) -> None:
    with mailbox.open() as session:
        session.close()
        session.close()
        with pytest.raises(AccountError):
            session.select("INBOX")
