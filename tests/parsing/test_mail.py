"""Reading one mail: never an exception, never long, the same identity for the same mail."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.message import Channel, Direction, IncomingMessage
from app.parsing.addresses import normalise_address, parse_addresses
from app.parsing.charsets import decode_text
from app.parsing.dates import parse_date
from app.parsing.headers import decode_header
from app.parsing.html_text import html_to_text
from app.parsing.mail import parse_mail
from app.parsing.quotes import strip_quotes

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).resolve().parents[1] / "samples" / "mailfile").glob("*.eml"))]
RECEIVED = datetime(2025, 2, 3, 9, 5, tzinfo=UTC)
HEAD = b"From: a@b.example\nSubject: x\n"


def read(raw: bytes, **given_: object) -> IncomingMessage:
    return parse_mail(raw, channel=Channel.IMAP, **given_)  # type: ignore[arg-type]


def check(message: IncomingMessage) -> None:
    assert message.sent_at.utcoffset() == UTC.utcoffset(None)
    assert len(message.fingerprint) == 32
    assert message.conversation_key
    assert "\r" not in message.text
    assert "\n" not in message.subject + message.sender.name
    assert all(a.content is None or len(a.content) == a.size for a in message.attachments)
    (message.text + message.html + message.subject + message.new_text).encode("utf-8")


@given(st.binary(max_size=3000))
@example(b"")
@example(b"\r")
@example(b"\xef\xbb\xbf")
@example(b"Content-Type: multipart/mixed; boundary=a\n\n--a")
@example(b"Content-Type: multipart/mixed; boundary=a\n\n--a--")
def test_any_bytes(raw: bytes) -> None:
    check(read(raw))
    check(read(HEAD + b"Content-Type: text/html\n\n" + raw))


WORDS = rb"""
Content-Type: |multipart/mixed|multipart/alternative
multipart/report|message/rfc822|text/plain|text/html|; boundary="a"|; boundary=b|; charset=|utf-8|utf-7
utf-16|iso-2022-jp|hex|idna|Content-Transfer-Encoding: |base64|quoted-printable|x-uuencode|=|=3D|QUJD|=?utf-8?q?
=?utf-8?b?|?=|From: |To: |Date: |Subject: |Message-ID: <
References: |>|<|"|(|)|:|;|,|@|\\|a| |filename*0*=utf-8''%ff|name*1=|format=flowed
Mon, 3 Feb 2025 10:05:00 +0100|99|+9999|begin 644 x|> |-- |begin
On Mon, 3 Feb 2025 at 10:05, a <a@b.c> wrote:"""
BREAKS = [b"\n", b"\r\n", b"\r", b"\n\n", b"\n--a\n", b"\n--a--\n", b"\n--b\n", b"\t", b"\x80", b"\xc3\xa9", b"\x00"]
PIECES = st.sampled_from([*WORDS.replace(b"\n", b"|").split(b"|"), *BREAKS])


@given(st.lists(PIECES, max_size=60))
def test_any_pieces_of_mail(pieces: list[bytes]) -> None:
    check(read(b"".join(pieces)))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_samples(raw: bytes, data: st.DataObject) -> None:
    changed = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed)))
        changed[at : at + data.draw(st.integers(0, 30))] = data.draw(st.one_of(st.binary(max_size=8), PIECES))
    check(read(bytes(changed)))


@pytest.mark.parametrize("raw", SAMPLES, ids=range(len(SAMPLES)))
def test_cut_at_every_byte(raw: bytes) -> None:
    for end in range(len(raw)):
        check(read(raw[:end]))


def nested(depth: int) -> bytes:
    parts = [b'Content-Type: multipart/mixed; boundary="b0"\n\n']
    parts += [b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n' % (n, n + 1) for n in range(depth)]
    return HEAD + b"".join(parts) + b"--b%d\n\nhoi\n" % depth


HOSTILE = {
    "nested": nested(20_000),
    "long header": b"Subject: " + b"x" * 10_000_000 + b"\n\nhoi",
    "folded header": b"Subject: " + b"x\n " * 3_000_000 + b"\n\nhoi",
    "many headers": b"X-A: b\n" * 1_000_000 + b"\nhoi",
    "many people": b"To: " + b"a@b, " * 1_000_000 + b"\n\nhoi",
    "open brackets": b"To: " + b'<("' * 20_000 + b"\n\nhoi",
    "backslashes": b"To: " + b"\\" * 60_000 + b"\n\nhoi",
    "letters": b"To: " + b"a" * 60_000 + b" <\n\nhoi",
    "ids": b"Message-ID: <" + b" " * 60_000 + b"\nReferences: " + b"< " * 30_000 + b"\n\nhoi",
    "words": b"Subject: " + b"=?utf-8?q?=C3?= " * 4000 + b"\n\nhoi",
    "half words": b"Subject: " + b"=?a?b?" * 10_000 + b"\n\nhoi",
    "boundaries": HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n" * 1_000_000,
    "almost boundaries": HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--bx\n" * 1_000_000,
    "no boundary": HEAD + b"Content-Type: multipart/mixed\n\n" + b"--a" * 1_000_000,
    "quoted-printable": HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=C3=A9= \t" * 1_000_000,
    "base64": HEAD + b"Content-Type: application/x\nContent-Transfer-Encoding: base64\n\n" + b"a=b=c=" * 1_000_000,
    "parameters": HEAD + b'Content-Type: text/plain; a="' + b"\\" * 60_000 + b"\n\nhoi",
    "date": b"Date: " + b"1 " * 30_000 + b"\n\nhoi",
    "replies": b"Subject: " + b"re:" * 20_000 + b"\n\nhoi",
}
for _name, _html in {
    "divs": "<div>" * 20_000 + "hoi",
    "quotes": "<blockquote type=cite>" * 20_000 + "hoi",
    "attribute": "<p " + "a" * 500_000 + ">hoi",
    "open tags": "<a" * 300_000,
    "open quotes": '<a href="' * 90_000,
    "comments": "<!--" * 200_000,
    "titles": "<title>" * 80_000,
    "ends": "</" * 300_000,
}.items():
    HOSTILE[f"html {_name}"] = HEAD + b"Content-Type: text/html\n\n" + _html.encode()
for _name, _text in {
    "colons": "a:\n" * 15_000,
    "rules": ("-" * 400 + "\n") * 19_000,
    "brackets": ("[<" * 200 + ":\n") * 9000,
    "labels": "From: x\n" * 19_000,
    "one line": ("From: " + "sent: " * 70 + "@\n") * 3000,
}.items():
    HOSTILE[f"text {_name}"] = HEAD + b"\n" + _text.encode()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_soon(name: str) -> None:
    start = time.process_time()
    check(read(HOSTILE[name]))
    assert time.process_time() - start < 1.5  # a second, and something for a busy machine


def test_twenty_thousand_nested_elements_keep_their_words() -> None:
    assert html_to_text("<div>" * 20_000 + "hoi") == "hoi"


def test_a_large_attachment_keeps_size_and_hash_only() -> None:
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.set_content("zie bijlage")
    mail.add_attachment(bytes(range(256)) * 20_000, maintype="application", subtype="zip", filename="groot.zip")
    whole, kept = read(mail.as_bytes()), read(mail.as_bytes(), max_attachment=1_000_000)
    assert whole.attachments[0].content is not None
    assert kept.attachments[0].content is None
    assert kept.attachments[0] == whole.attachments[0]
    assert "attachment_too_large" in kept.warnings
    assert kept.fingerprint == whole.fingerprint


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_large_attachment_is_measured_right_in_every_encoding(encoding: str) -> None:
    mail = EmailMessage()
    mail.set_content("zie bijlage")
    mail.add_attachment("é = regel van een log\n" * 60_000, filename="log.txt", cte=encoding)
    whole, kept = read(mail.as_bytes()), read(mail.as_bytes(), max_attachment=10_000)
    assert kept.attachments == whole.attachments
    assert kept.attachments[0].content is None


def test_direction() -> None:
    raw = b"From: Winkel <INFO@winkel.example>\nTo: jan@b.example\n\nhoi"
    own = frozenset({"info@winkel.example"})
    assert read(raw).direction is Direction.UNKNOWN
    assert read(raw, own_addresses=own).direction is Direction.OUT
    assert read(HEAD + b"\nhoi", own_addresses=own).direction is Direction.IN
    assert read(HEAD + b"\nhoi", own_addresses=own, sent_folder=True).direction is Direction.OUT
    assert read(b"X-Gmail-Labels: Verzonden\n" + HEAD + b"\nhoi", own_addresses=own).direction is Direction.OUT


def test_identity_of_mail_with_an_id() -> None:
    def fingerprint(body: bytes, head: bytes = b"Message-ID: <1@x>\n") -> str:
        return read(HEAD + head + b"\n" + body).fingerprint

    assert fingerprint(b"een  twee\r\n") == fingerprint(b"een twee\n\n")
    assert fingerprint(b"een twee") != fingerprint(b"een drie")
    assert fingerprint(b"een twee") == fingerprint(b"een twee", b"Received: by y; Mon, 3 Feb 2025 10:05:00 +0100\nMessage-ID: <1@x>\n")


def test_identity_of_mail_without_an_id() -> None:
    first, other = (
        read(HEAD + date + b"\nhoi").fingerprint
        for date in (b"Date: Mon, 3 Feb 2025 10:05:00 +0100\n", b"Date: Tue, 4 Feb 2025 10:05:00 +0100\n")
    )
    assert first != other
    assert read(HEAD + b"\nhoi", received_at=RECEIVED).fingerprint == read(HEAD + b"\nhoi").fingerprint


def test_conversation_key() -> None:
    assert read(b"Message-ID: <c@x>\nReferences: <a@x> <b@x>\nIn-Reply-To: <b@x>\n\nhoi").conversation_key == "a@x"
    assert read(b"Message-ID: <c@x>\nIn-Reply-To: <b@x>\n\nhoi").conversation_key == "b@x"
    assert read(b"Message-ID: <c@x>\n\nhoi").conversation_key == "c@x"
    alone = read(b"Subject: x\n\nhoi")
    assert alone.conversation_key == alone.fingerprint


def test_when_there_is_no_date() -> None:
    raw = b"Received: a; Tue, 4 Feb 2025 08:00:00 +0100\nFrom: a@b.example\n\nhoi"
    assert read(raw, received_at=RECEIVED).sent_at == RECEIVED
    assert read(raw).sent_at == datetime(2025, 2, 4, 7, tzinfo=UTC)
    assert read(b"From: a@b.example\n\nhoi").sent_at.year == 1970


def test_headers_that_later_stages_need() -> None:
    raw = b"Auto-Submitted: auto-replied\nList-Id: <x>\nReply-To: =?utf-8?q?J=C3=A9?= <j@x>\nX-Other: 1\nReferences: " + b" ".join(
        b"<%d@x>" % n for n in range(300)
    )
    headers = read(raw + b"\n\nhoi").headers
    assert headers is not None
    assert headers.extra == {"auto-submitted": "auto-replied", "list-id": "<x>", "reply-to": "Jé <j@x>"}
    assert len(headers.references) == 100
    assert (headers.references[0], headers.references[-1]) == ("0@x", "299@x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"Jansen, Jan" <a@b.nl>', [("Jansen, Jan", "a@b.nl")]),
        ("Jansen, Jan <a@b.nl>", [("Jansen, Jan", "a@b.nl")]),
        ("a@b.nl (Jan (de) Boer)", [("Jan de Boer", "a@b.nl")]),
        ("<a@b.nl>", [("", "a@b.nl")]),
        ("Jan", [("Jan", "")]),
        ("a@b.nl; c@d.nl", [("", "a@b.nl"), ("", "c@d.nl")]),
        ("undisclosed-recipients:;", []),
        ('"a \\"b\\" c" <a@b.nl>', [('a "b" c', "a@b.nl")]),
        ("=?utf-8?q?Jansen=2C_Jan?= <a@b.nl>", [("Jansen, Jan", "a@b.nl")]),
        ("Jan <a@b.nl", [("Jan", "a@b.nl")]),
        ("", []),
    ],
)
def test_address_lists(value: str, expected: list[tuple[str, str]]) -> None:
    assert parse_addresses(value) == expected


def test_addresses_as_handles() -> None:
    assert normalise_address("Jan+Winkel@MÜNCHEN.example") == "jan+winkel@xn--mnchen-3ya.example"
    assert normalise_address(" <A@B.NL.> ") == "a@b.nl"
    assert normalise_address("x" * 300 + "ü") == "x" * 300 + "ü"


@pytest.mark.parametrize(
    ("value", "expected", "doubt"),
    [
        ("Mon, 3 Feb 2025 10:05:00 +0100", "2025-02-03T09:05:00+00:00", ""),
        ("3 Feb 25 10:05 GMT", "2025-02-03T10:05:00+00:00", ""),
        ("Mon, 03 Feb 2025 10:05:60 -0500 (EST)", "2025-02-03T15:05:59+00:00", ""),
        ("maandag, 3 mrt 2025 10:05:00 CET", "2025-03-03T09:05:00+00:00", ""),
        ("2025-02-03T10:05:00Z", "2025-02-03T10:05:00+00:00", ""),
        ("2025-02-03 10:05:00 +01:00", "2025-02-03T09:05:00+00:00", ""),
        ("Mon Feb  3 10:05:00 2025", "2025-02-03T10:05:00+00:00", ""),
        ("Mon, 3 Feb 2025 10:05:00", "2025-02-03T10:05:00+00:00", "no_zone"),
        ("Mon, 3 Feb 2025 10:05:00 +9999", "2025-02-03T10:05:00+00:00", "bad_zone"),
        ("Mon, 3 Feb 125 10:05:00 +0000", "2025-02-03T10:05:00+00:00", ""),
        ("Mon, 31 Feb 2025 10:05:00 +0000", None, "bad_date"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", None, "bad_date"),
        ("morgen", None, "bad_date"),
        ("", None, "missing_date"),
    ],
)
def test_dates(value: str, expected: str | None, doubt: str) -> None:
    found, said = parse_date(value)
    assert (found.isoformat() if found else None, said) == (expected, doubt)


@pytest.mark.parametrize(
    ("raw", "charset", "expected"),
    [
        (b"caf\xc3\xa9", "utf-8", "café"),
        (b"caf\xe9", "utf-8", "café"),
        (b"caf\xc3\xa9 th\xc3\xa9 \xc3", "utf-8", "café thé \ufffd"),
        (b"caf\xc3\xa9", "iso-8859-1", "café"),
        (b"\x80 25", "iso-8859-1", "€ 25"),
        (b"\x80 25", "", "€ 25"),
        (b"\xff\xfeh\x00i\x00", "", "hi"),
        (b"caf\xe9", "klingon", "café"),
        (b"+AOk-", "utf-7", "é"),
        (b'\x1b$B$"\x1b(B', "iso-2022-jp", "あ"),
        (b"\xc4\xe3", "gb2312", "你"),
        (b"68656c", "hex", "68656c"),
    ],
)
def test_charsets(raw: bytes, charset: str, expected: str) -> None:
    assert decode_text(raw, charset)[0] == expected


@given(
    st.binary(max_size=200),
    st.one_of(st.text(max_size=20), st.sampled_from(["utf-8", "utf-16", "utf-7", "gb2312", "iso-2022-kr", "big5", "johab", "hz"])),
)
def test_any_charset(raw: bytes, charset: str) -> None:
    assert isinstance(decode_text(raw, charset)[0], str)


@given(st.text(max_size=300))
def test_any_text_has_a_reply(text: str) -> None:
    reply = strip_quotes(text)
    assert bool(reply) == bool(text.strip())
    assert len(reply) <= len(text) + text.count("\n")


@given(st.text(alphabet="<>/!-\"'= abpdivtrlo&;#x\n", max_size=200))
def test_any_markup_has_words(markup: str) -> None:
    assert isinstance(html_to_text(markup), str)


@given(st.text(alphabet=st.characters(min_codepoint=1, max_codepoint=255), max_size=100))
def test_any_header_is_one_line(value: str) -> None:
    assert "\n" not in decode_header(value)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>een<p>twee", "een\n\ntwee"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a | b\nc"),
        ('<a href="https://x.example/a">hier</a>', "hier (https://x.example/a)"),
        ('<a href="https://www.x.example/">x.example</a>', "x.example"),
        ('<a href="mailto:a@b.example">mail</a>', "mail"),
        ("<p hidden>weg</p>er", "er"),
        ("<span style='display : NONE'>weg</span>er", "er"),
        ("<p style='font-size:0'>weg<p>er", "er"),
        ("<td style='font-size:0.9em'>er</td>", "er"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("1 < 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ("a <!-- weg --> b<![if !mso]>c<![endif]>", "a bc"),
        ("<blockquote class='gmail_quote'>oud<br>er</blockquote>nieuw", "> oud\n> er\n\nnieuw"),
        ("<style>p{}</style><script>x</script><title>t</title>er", "er"),
        ("<img alt='😀'> <img alt='logo'>", "😀"),
        ("w\xa0x&nbsp;y", "w x y"),
    ],
)
def test_html_to_text(markup: str, expected: str) -> None:
    assert html_to_text(markup) == expected
