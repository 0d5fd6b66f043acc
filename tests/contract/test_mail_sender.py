"""What every sender does: the real one (against an SMTP server) and the fake."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.channels import smtp
from app.domain.account import MailAccount, ServerAddress
from app.domain.errors import SendRefused, SendUnsure
from app.domain.ports import MailSender
from tests.fakes_mail import FakeSender
from tests.servers.smtp import PASSWORD, AfterData, SmtpServer

MAIL = b"From: shop@shop.example\r\nTo: mia@home.example\r\nSubject: Your bowl\r\n\r\nIt is on its way.\r\n"


@dataclass
class Post:
    """A sender, the account it sends for, ways to make it fail, and what arrived."""

    send: MailSender
    account: MailAccount
    refuse: Callable[[], None]
    lose_the_answer: Callable[[], None]
    arrived: Callable[[], list[tuple[str, tuple[str, ...], bytes]]]


def _fake() -> Post:
    sender = FakeSender()

    def lose() -> None:
        sender.outcome, sender.take_first = SendUnsure("Nobody can know."), True

    def refuse() -> None:
        sender.outcome = SendRefused("The server refused the message.", permanent=True)

    account = MailAccount("shop", "shop@shop.example", "shop", ServerAddress("localhost", 1))
    return Post(sender, account, refuse, lose, lambda: sender.sent)


def _real(server: SmtpServer) -> Post:
    def lose() -> None:
        server.after_data = AfterData.TAKE_AND_DROP

    def refuse() -> None:
        server.data_answer = "554 no"

    arrived = lambda: [(taken.sender, taken.recipients, taken.raw) for taken in server.taken]  # noqa: E731 - as short as it is
    return Post(smtp.send, server.account(), refuse, lose, arrived)


@pytest.fixture(params=["fake", "smtp"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    if request.param == "fake":
        yield _fake()
        return
    with SmtpServer() as server:
        yield _real(server)


def test_a_mail_arrives_once(post: Post) -> None:
    post.send(post.account, PASSWORD, MAIL, ["mia@home.example", "jan@home.example"])
    assert post.arrived() == [("shop@shop.example", ("mia@home.example", "jan@home.example"), MAIL)]


def test_a_refusal_is_certain(post: Post) -> None:
    post.refuse()
    with pytest.raises(SendRefused) as refused:
        post.send(post.account, PASSWORD, MAIL, ["mia@home.example"])
    assert refused.value.permanent
    assert post.arrived() == []


def test_a_lost_answer_is_unsure_though_the_mail_arrived(post: Post) -> None:
    post.lose_the_answer()
    with pytest.raises(SendUnsure):
        post.send(post.account, PASSWORD, MAIL, ["mia@home.example"])
    assert len(post.arrived()) == 1
