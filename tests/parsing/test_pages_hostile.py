"""Pages that were made to take forever are read in a moment: the time grows with the length, never with its square."""

import io

import pytest

from app.parsing import telegram_html, voice_html

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
