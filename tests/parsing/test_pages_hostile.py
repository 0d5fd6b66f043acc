"""Pages that were made to take forever are read in a moment: the time grows with the length, never with its square."""

import io

import pytest

from app.parsing import imessage_html, imessage_text, telegram_html, voice_html
from app.parsing.chat_files import pieces
from app.parsing.textfile import Encoding

LONG = 400_000
TELEGRAM = '<div class="message default clearfix" id="message1"><div class="pull_right date details" title="04.03.2024 09:12:40">'
HOSTILE = [
    "<" * LONG,
    " " * LONG,
    '<div class="from_name">' + " " * LONG,
    '<div class="from_name"> ' * (LONG // 24),
    '<div class="text">' + "<a" * LONG,
    '<div class="media_wrap"><div class="media clearfix media_poll">' + '<div class="title bold"> ' * (LONG // 25),
    '<div class="x date details" ' * (LONG // 28),
    '<a class="tel" href="tel:' * (LONG // 24),
    '<a class="tel" href="tel:1"><span class="fn">' * (LONG // 44),
    "<q>" * LONG,
    "<q>x</q>" + '<a href="' * (LONG // 9),
    '<span class="full-text">' * (LONG // 24),
    'rel="tag" href="' * (LONG // 16),
    "\\" * LONG,
]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("tail", HOSTILE, ids=lambda tail: tail[:30])
def test_no_page_takes_forever(tail: str) -> None:
    page = (TELEGRAM + tail).encode()
    assert len(list(telegram_html.shown(io.BytesIO(page)))) == 1
    assert isinstance(telegram_html.names_in(io.BytesIO(page)), set)
    start = '<abbr class="dt" title="2024-07-01T10:00:00Z">'
    assert len(list(voice_html.thread(io.BytesIO((voice_html.MARK + start + tail).encode())))) <= 1
    assert voice_html.call(f'<div class="haudio">{start}{tail}') is not None


IMESSAGE = (
    '<div class="message">\n<div class="sent iMessage">\n<p><span class="timestamp">May 17, 2022  5:29:42 PM</span>\n'
    '<span class="sender">Me</span></p>'
)
PARTS = [
    tail
    for opening in (
        '<div class="sent iMessage">',
        '<p><span class="timestamp">',
        '<span class="sender">',
        '<div class="message_part"><span class="bubble">',
        '<hr><div class="message_part">\n<span class="bubble">',
        '<div class="edited"><td>',
        '<div class="app"><div class="caption">',
        '<div class="attachment"><img src="',
        '<span class="transcription">',
        "attachments: ",
        '<div class="reply">',
        '<div class="announcement"><p><span class="timestamp">',
        "</p> ",
    )
    for tail in (opening * (LONG // len(opening)), '<div class="message_part">' + opening * (LONG // len(opening)))
]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("tail", [*HOSTILE, *PARTS], ids=lambda tail: tail[:50])
def test_no_page_of_apple_messages_takes_forever(tail: str) -> None:
    page = (IMESSAGE + tail).encode()
    known = imessage_html.survey(pieces(io.BytesIO(page), imessage_html.MARK))
    assert list(imessage_html.Page(known).read(pieces(io.BytesIO(page), imessage_html.MARK)))


STAMP = "May 17, 2022  5:29:42 PM"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "tail",
    [
        *HOSTILE,
        f"{STAMP} hi\n" * (LONG // 28),
        f"{STAMP}\n" * (LONG // 25),
        f"    {STAMP}\n" * (LONG // 29),
        f"    {STAMP}\n    Me\n" * (LONG // 36),
        "Tapbacks:\n" * (LONG // 10),
        "Edited 1 minute later: \n" * (LONG // 24),
        f"{STAMP} (" * (LONG // 27),
        "\n" * LONG,
    ],
    ids=lambda tail: tail[:30],
)
def test_no_text_of_apple_messages_takes_forever(tail: str) -> None:
    text, plain = f"{STAMP}\nMe\nhi\n{tail}".encode(), Encoding("utf-8")
    known = imessage_text.survey(imessage_text.chunks(io.BytesIO(text), plain))
    assert list(imessage_text.Blocks(known).read(imessage_text.chunks(io.BytesIO(text), plain)))
