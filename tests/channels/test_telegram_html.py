"""Telegram's pages: days and notices, chats of one name, what is told in the same words as by JSON."""

from pathlib import Path

import pytest

from app.channels.telegram import READER
from app.domain.message import IncomingMessage, Kind, Problem, ReadOptions
from app.parsing.chat_files import NO_TIME

HEAD = '<html><div class="page_header"><div class="content"><div class="text bold">\n{} \n</div></div></div><div class="history">'


def notice(number: int, text: str) -> str:
    return f'<div class="message service" id="message{number}">\n<div class="body details">\n{text}\n</div>\n</div>'


def message(number: int, inner: str = '<div class="text">\nhoi\n</div>', stamp: str = "02.03.2024 09:00:00 UTC+01:00") -> str:
    date = f'<div class="pull_right date details" title="{stamp}">\n09:00\n</div>'
    name = '<div class="from_name">\nAnna \n</div>'
    return f'<div class="message default clearfix" id="message{number}"><div class="body">{date}{name}{inner}</div></div>'


def media(kind: str, title: str, status: str, href: str = "", description: str = "") -> str:
    tag, link = ("a", f' href="{href}"') if href else ("div", "")
    told = f'<div class="description">\n{description}\n</div>' if description else ""
    return (
        f'<div class="media_wrap clearfix"><{tag} class="media clearfix pull_left {kind}"{link}><div class="body">'
        f'<div class="title bold">\n{title}\n</div>{told}<div class="status details">\n{status}\n</div></div></{tag}></div>'
    )


def read(folder: Path, *pieces: str, title: str = "Anna", name: str = "messages.html") -> tuple[list[IncomingMessage], list[Problem]]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(title) + "".join(pieces) + "</div></html>", encoding="utf-8")
    items = list(READER.read(folder, ReadOptions()))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def test_a_notice_is_of_the_day_under_which_it_stands(tmp_path: Path) -> None:
    pieces = (
        *(notice(-1, "1 March 2024"), message(1, stamp="01.03.2024 23:50:00 UTC+01:00"), notice(2, "Anna pinned a message")),
        *(notice(-2, "2 March 2024"), notice(3, "Anna changed the theme"), message(4), notice(-3, "5 March 2024"), notice(5, "Anna left")),
    )
    messages, problems = read(tmp_path, *pieces)
    assert [(m.native_id, m.sent_at.isoformat()[:16]) for m in messages if m.kind is Kind.SYSTEM] == [
        ("2", "2024-03-01T22:50"),
        ("3", "2024-03-02T08:00"),
        ("5", "2024-03-04T23:00"),
    ]
    assert [m.native_id for m in messages] == ["1", "2", "3", "4", "5"]
    assert problems == []


def test_a_notice_without_any_day_is_told(tmp_path: Path) -> None:
    messages, problems = read(tmp_path, notice(3, "Anna left"), notice(-1, "someday"))
    assert messages == []
    assert [p.why for p in problems] == [NO_TIME]


def test_chats_of_one_name_in_one_export_are_kept_apart(tmp_path: Path) -> None:
    for number in (1, 2):
        messages, _ = read(tmp_path, message(number), message(7), title="Deleted Account", name=f"chats/chat_{number}/messages.html")
    assert [m.conversation_key for m in messages] == ["html:deleted account #1"] * 2 + ["html:deleted account #2"] * 2
    assert len({m.fingerprint for m in messages}) == 4


@pytest.mark.parametrize(
    ("inner", "text", "kind"),
    [
        (media("media_location", "Location", "52.1, 4.3", "https://maps.google.com/maps?q=52.1,4.3"), "Location: 52.1, 4.3", "message"),
        (
            media("media_venue", "Kade", "", "https://maps.google.com/maps?q=52.1,4.3", "Kade 1"),
            "Location: Kade, Kade 1 (52.1, 4.3)",
            "message",
        ),
        (media("media_contact", "Bo Li", "+31 20 555 0100"), "Contact: Bo Li, +31 20 555 0100", "message"),
        (media("media_call success", "Anna", "Outgoing (61 seconds)"), "Call (1:01)", "call"),
        (media("media_call", "Anna", "Missed"), "Missed call", "call"),
        (
            '<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">\nOpen?\n</div>'
            '<div class="answer">\n- Ja <span class="details">\n2 votes\n</span>\n</div><div class="answer">\n- Nee\n</div></div></div>',
            "Poll: Open?\n- Ja (2)\n- Nee (0)",
            "message",
        ),
        ('<div class="media_wrap clearfix"><div class="media_giveaway"><div class="x">\nPrizes\n</div></div></div>', "Giveaway", "message"),
    ],
)
def test_what_is_no_text_is_told_as_by_json(tmp_path: Path, inner: str, text: str, kind: str) -> None:
    (made,), _ = read(tmp_path, message(1, inner))
    assert (made.text, made.kind.value) == (text, kind)
