"""The whole road, for real: Dovecot, a cut connection, a draft approved in the real window, an SMTP server that takes it."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.bootstrap import open_counter
from app.domain.account import MailAccount, Security
from app.domain.draft import DraftState
from app.domain.views import Box
from app.pipeline.counter import Counter
from app.ui.application import make_window
from app.ui.watchdog import Watchdog
from tests.corpus import corpus
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import Plan, Proxy
from tests.servers.smtp import SmtpServer
from tests.ui.conftest import settle

pytest_plugins = ["tests.servers.fixtures"]
pytestmark = [
    pytest.mark.dovecot,
    pytest.mark.qt_log_ignore("propagateSizeHints", extend=True),
    pytest.mark.xdist_group("e2e"),
    pytest.mark.timeout(180),
]

FAQ = """# Vragen aan De Zwaluw

## Hoe kan ik iets retourneren?
Je kunt een bestelling binnen 30 dagen na ontvangst retourneren, ongebruikt en in de originele verpakking.
Meld de retour aan met je ordernummer.

## Wat zijn de openingstijden?
De winkel is open van dinsdag tot en met zaterdag van 10:00 tot 17:00 uur.
"""
QUESTION = b"""From: Femke Postma <femke@post.example>
To: De Zwaluw <winkel@dezwaluw.example>
Subject: =?utf-8?Q?Retour_van_=C3=A9=C3=A9n_kom?=
Date: %s
Message-ID: <femke-1@post.example>
Content-Type: text/plain; charset=utf-8

Goedemiddag,

Hoe kan ik een kom van bestelling 1042 retourneren? Hij is nog niet gebruikt.

Groet, Femke
"""


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    """Started before the profile is opened: from then on this process may connect to the shop's own servers only."""
    with SmtpServer(auth=False) as server:
        yield server


@pytest.fixture
def shop(smtp: SmtpServer, tmp_path: Path) -> Iterator[Counter]:
    counter = open_counter(tmp_path / "profile", write=True, passphrase=lambda: None)
    settings = counter.shop()
    counter.put_shop(replace(settings, shop_name="De Zwaluw", person="Marieke", undo_seconds=4))
    faq = tmp_path / "faq.md"
    faq.write_text(FAQ, encoding="utf-8")
    assert counter.import_articles([faq]).new == 2
    yield counter
    counter.close()


def account(dovecot: Dovecot, user: str, smtp: SmtpServer, port: int) -> MailAccount:
    imap = replace(dovecot.account(user, Security.PLAIN).imap, port=port)
    return MailAccount("winkel", "winkel@dezwaluw.example", user, imap, smtp.address(), display_name="De Zwaluw")


def fill(dovecot: Dovecot, user: str) -> int:
    """Put 500 mails of the last days on the server; returns how many of them the shop sent."""
    from datetime import UTC, datetime, timedelta
    from email.utils import format_datetime

    mails = list(corpus(499, minutes=3))
    dovecot.put_many([m.raw for m in mails if not m.sent], user)
    dovecot.put_many([m.raw for m in mails if m.sent], user, "Sent")
    dovecot.deliver(QUESTION % format_datetime(datetime.now(UTC) - timedelta(minutes=2)).encode(), user)
    return sum(m.sent for m in mails)


def test_from_a_mailbox_to_a_reply_approved_in_the_window(dovecot: Dovecot, smtp: SmtpServer, shop: Counter, qtbot: QtBot) -> None:
    user = dovecot.new_user()
    sent = fill(dovecot, user)
    with Proxy(dovecot.port, Plan(cut_after=700_000)) as proxy:
        mailbox = account(dovecot, user, smtp, proxy.port)
        shop.add_account(mailbox, dovecot.password)

        (broken,) = shop.sync()
        assert broken.error
        assert 0 < shop.counts()["messages"] < 500
        proxy.plan = Plan()
        (whole,) = shop.sync()
        assert whole.error == ""
        assert shop.counts()["messages"] == 500
        (again,) = shop.sync()
        assert (again.new, again.error) == (0, "")
        assert again.seconds < 2
        assert all("S" not in flags for flags, _raw in dovecot.raws(user))

        conversation = next(h.conversation_id for h in shop.search("from:femke@post.example").hits)
        assert conversation in shop.conversation_ids(Box.QUEUE)
        approve_in_window(shop, qtbot, conversation, smtp)

        (taken,) = smtp.taken
        check_reply(taken.raw, taken.recipients)
        assert [row.draft.state for row in shop.outbox()] == [DraftState.SENT]
        assert len(dovecot.raws(user, "Sent")) == sent + 1
        answered = [raw for flags, raw in dovecot.raws(user) if "R" in flags]
        assert [message_from_bytes(raw)["Message-ID"] for raw in answered] == ["<femke-1@post.example>"]
        (after,) = shop.sync()
        assert after.new == 0
        assert conversation not in shop.conversation_ids(Box.QUEUE)


def approve_in_window(shop: Counter, qtbot: QtBot, conversation: int, smtp: SmtpServer) -> None:
    """Search the customer, read the proposal, approve it with the keyboard, and see it leave when the countdown ends."""
    window = make_window(shop)
    dog = Watchdog(every=0.02, parent=window).start()
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    settle(qtbot, window)
    room = window.counter_room
    assert room.list.model.ids, "the queue is shown"
    QTest.keyClick(window, Qt.Key.Key_Slash)
    room.list.search.setText("from:femke@post.example")
    qtbot.waitUntil(lambda: room.list.model.ids == [conversation], timeout=10_000)
    QTest.keyClick(room.list.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert room.view is not None
    assert room.view.row.id == conversation
    assert room.draft.draft is not None
    assert "30 dagen" in room.draft.draft.text
    assert room.draft.draft.citations
    for box in room.draft.flags._ticks.values():
        box.setChecked(True)
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert smtp.taken == [], "it can still be taken back"
    qtbot.waitUntil(lambda: bool(shop.outbox()) and shop.outbox()[0].draft.state is DraftState.SENT, timeout=20_000)
    settle(qtbot, window)
    dog.stop()
    window.close()
    window.desk.bridge.close()
    window.deleteLater()
    assert dog.worst < 0.2, "nothing may hold the window up"


def check_reply(raw: bytes, recipients: tuple[str, ...]) -> None:
    mail = message_from_bytes(raw)
    assert recipients == ("femke@post.example",)
    assert (mail["In-Reply-To"], mail["References"]) == ("<femke-1@post.example>", "<femke-1@post.example>")
    assert mail["From"] == "De Zwaluw <winkel@dezwaluw.example>"
    assert mail["Subject"].startswith(("Re: ", "=?utf-8?"))
    assert mail.is_multipart()
    plain = mail.get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "30 dagen" in plain
    assert "AI" in plain
