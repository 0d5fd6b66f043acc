"""Replies as mail: read back by another parser, and nothing in them can add a header."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.domain.message import Channel
from app.parsing.compose import Reply, compose_reply, new_message_id, reference_chain
from app.parsing.mail import parse_mail

BASE = {
    "sender_name": "Winkel Noord",
    "sender_address": "info@winkelnoord.example",
    "to_name": "Jan Jansen",
    "to_address": "jan@voorbeeld.example",
    "subject": "Re: Vraag",
    "text": "Beste Jan,\n\nMorgen.\nGroet,\nEva",
    "message_id": "7.00ff@winkelnoord.example",
    "sent_at": datetime(2025, 2, 3, 9, 5, tzinfo=UTC),
}


def composed(**changes: object) -> bytes:
    return compose_reply(Reply(**{**BASE, **changes}))  # type: ignore[arg-type]


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def words(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_reply() -> None:
    mail = read(composed(in_reply_to="p@x.example", references=("a@x.example",), ai_line="Met hulp van AI.", language="nl"))
    assert {name.lower(): str(value) for name, value in mail.items() if not name.lower().startswith("content-type")} == {
        "from": "Winkel Noord <info@winkelnoord.example>",
        "to": "Jan Jansen <jan@voorbeeld.example>",
        "subject": "Re: Vraag",
        "date": "Mon, 03 Feb 2025 09:05:00 +0000",
        "message-id": "<7.00ff@winkelnoord.example>",
        "in-reply-to": "<p@x.example>",
        "references": "<a@x.example> <p@x.example>",
        "content-language": "nl",
        "mime-version": "1.0",
    }
    assert words(mail, "plain") == "Beste Jan,\n\nMorgen.\nGroet,\nEva\n\nMet hulp van AI.\n"
    assert "<p>Morgen.<br>\nGroet,<br>\nEva</p>" in words(mail, "html")
    assert "Met hulp van AI." in words(mail, "html")


def test_lines_end_in_crlf_and_are_short() -> None:
    raw = composed(text="é" * 5000, subject="Ü" * 300, to_name="é" * 150, references=tuple(f"{n}{'x' * 60}@x.example" for n in range(99)))
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998


def test_markup_in_the_text_stays_text() -> None:
    assert "&lt;script&gt;" in words(read(composed(text="<script>alert(1)</script>")), "html")


def test_other_alphabets() -> None:
    mail = read(
        composed(
            sender_name="Café Noord", to_name="Åsa, Örn", to_address="asa@münchen.example", subject="Re: schöne Größe 👟", text="Tschüß 👋"
        )
    )
    assert mail["from"].addresses[0].display_name == "Café Noord"
    assert mail["to"].addresses[0].display_name == "Åsa, Örn"
    assert mail["to"].addresses[0].domain == "xn--mnchen-3ya.example"
    assert mail["subject"] == "Re: schöne Größe 👟"
    assert words(mail, "plain") == "Tschüß 👋\n"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jan",
        "jan@",
        "@x",
        "jan@x y",
        "jan@x\r\nBcc: b@c.example",
        "a@b@c",
        "jan@-x.example",
        "j <a@b.example>",
        "jan@x..example",
        "é@b.example",
    ],
)
def test_impossible_addresses(address: str) -> None:
    with pytest.raises(BadInput):
        composed(to_address=address)


NASTY = st.text(alphabet=st.sampled_from('ab:,<>@"\\()é👟 \r\n\t\0\x0b\x85\u2028=?'), max_size=40)


@given(NASTY, NASTY, NASTY, NASTY, st.text(max_size=100))
def test_nothing_adds_a_header(name: str, subject: str, message_id: str, parent: str, text: str) -> None:
    raw = composed(
        to_name=name,
        sender_name=name,
        subject=f"{subject}\r\nBcc: b@c.example",
        message_id=message_id,
        in_reply_to=parent,
        references=(parent,),
        text=text,
    )
    mail = read(raw)
    allowed = {"From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type"}
    assert set(mail.keys()) <= allowed
    assert len(mail.keys()) == len(set(mail.keys()))
    assert [a.addr_spec for a in mail["to"].addresses] == ["jan@voorbeeld.example"]


def test_our_own_parser_reads_it_back() -> None:
    message = parse_mail(composed(in_reply_to="p@x.example"), channel=Channel.IMAP, own_addresses=frozenset({"info@winkelnoord.example"}))
    assert message.text == BASE["text"]
    assert message.conversation_key == "p@x.example"
    assert message.native_id == BASE["message_id"]
    assert message.direction.value == "out"
    assert not message.warnings


def test_references_are_bounded() -> None:
    chain = reference_chain([f"{n}@x" for n in range(50)], "50@x")
    assert (len(chain), chain[0], chain[-1]) == (20, "0@x", "50@x")
    assert reference_chain(["a@x", "b@x", "a@x"], "b@x") == ("a@x", "b@x")
    assert reference_chain([], "") == ()


def test_message_ids() -> None:
    assert new_message_id("winkel.example", 7, b"\x00\xff") == "7.00ff@winkel.example"
    assert new_message_id("münchen.example", 7, b"\x01") == "7.01@xn--mnchen-3ya.example"
    assert new_message_id("x y>", 7, b"\x01") == "7.01@toonbank.invalid"
