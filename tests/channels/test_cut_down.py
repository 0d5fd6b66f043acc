"""Small files under any name, with no more in them than a message needs: each goes to the right reader, and every message of it is read."""

import json
import zipfile
from pathlib import Path

import pytest

from app.domain.message import IncomingMessage, ReadOptions
from app.looking import read_files
from app.reading import reader_for

_TELEGRAM = {"id": 1, "type": "message", "date": "2020-01-01T20:00:00", "from": "Bo", "text": "hoi"}
_DISCORD = {"id": "1", "timestamp": "2020-01-01T10:00:00+00:00", "content": "hoi", "author": {"id": "7", "name": "bo"}}
_META = {"sender_name": "Bo", "timestamp_ms": 1500000000500, "content": "hoi"}
_TEXT = {"_id": "1", "address": "+12025550101", "date": "1400000000000", "type": "1", "body": "hoi"}
_HELP_SCOUT = {"id": 2, "type": "customer", "body": "hoi", "createdBy": {"type": "customer", "email": "bo@x.example"}}

FILES = {
    "telegram": json.dumps({"name": "Bo", "messages": [_TELEGRAM]}),
    "discord": json.dumps({"messages": [_DISCORD]}),
    "messenger": json.dumps({"messages": [_META]}, indent=2),
    "sms": json.dumps(_TEXT),
    "helpdesk": json.dumps(
        {"id": 1, "number": 5, "subject": "s", "_embedded": {"threads": [_HELP_SCOUT | {"createdAt": "2020-01-02T03:04:05Z"}]}}
    ),
}


@pytest.mark.parametrize("channel", FILES)
@pytest.mark.parametrize("name", ["test.json", "export (1).json", "messages.json", "a.txt"])
def test_a_cut_down_file_is_known(tmp_path: Path, channel: str, name: str) -> None:
    path = tmp_path / name
    path.write_text("\ufeff" + FILES[channel], encoding="utf-8")
    reader = reader_for(path)
    assert reader.channel.value == channel
    found = list(reader.read(path, ReadOptions()))
    assert [item.text for item in found if isinstance(item, IncomingMessage)] == ["hoi"]
    assert len(found) == 1


SIGTOP = "From: Bo (+31612345601)\nType: incoming\nSent: Sun, 2 Jan 2022 10:00:00 +0000\n{more}\n{quote}hoi\n"
SLACK = '{"user":"U1","text":"hoi","ts":"1456427378.000002"}'
CHAT = '{"messages":[{"creator":{"name":"Bo"},"created_date":"%s","text":"hoi"}]}'
CALL = (
    '<div class="haudio"><div class="contributor vcard">%s <a class="tel" href="tel:+12025550101"><span class="fn">Bo</span></a></div>'
    '<abbr class="published" title="2020-02-03T09:37:45-08:00">x</abbr>%s</div>'
)
ZENDESK = {"id": 5, "created_at": "2020-01-02T03:04:05Z", "subject": "s", "requester_id": 9}
SAID = {"id": 1, "author_id": 9, "body": "hoi", "public": True, "created_at": "2020-01-02T03:04:05Z"}
DUMP = {"from_me": False, "timestamp": 1577934245, "key_id": "x", "media": False, "meta": False, "data": "hoi<br>dag"}
ODD = {
    "zendesk with the least": (json.dumps({"tickets": [ZENDESK | {"comments": [SAID]}]}), "helpdesk", "hoi"),
    "a dump of WhatsApp with lines": (json.dumps({"12025550101@s.whatsapp.net": {"messages": {"1": DUMP}}}), "whatsapp", "hoi\ndag"),
    "signal-export, a reaction behind a text": (
        "[2022-01-02 10:11:12] Bo: hoi  \n(- Me: 👍 -)  \n[2022-01-02 10:11:13] Me: hoi  \n",
        "signal",
        "hoi",
    ),
    "a placeholder with a space behind it": ("13/02/2019, 14:56 - Bo: <Media omitted> \n", "whatsapp", ""),
    "sigtop without a heading": (SIGTOP.format(more="", quote=""), "signal", "hoi"),
    "sigtop, edited on one line": (SIGTOP.format(more="Edited: Sun, 2 Jan 2022 10:05:00 +0000\n", quote=""), "signal", "hoi"),
    "sigtop, a quote without its writer": (SIGTOP.format(more="", quote="> eh?\n\n"), "signal", "> eh?\n\nhoi"),
    "signal-export as text": ("[2022-01-02 10:11:12] Bo: hoi\n[2022-01-02 10:11:13] Me: hoi\n", "signal", "hoi"),
    "slack without types": (f"[{SLACK}]", "slack", "hoi"),
    "slack in an answer of its interface": (
        '{{"ok":true,"messages":[{}]}}'.format(SLACK.replace("{", '{"type":"message",')),
        "slack",
        "hoi",
    ),
    "chat with ISO times": (CHAT % "2020-07-07T15:00:29Z", "google_chat", "hoi"),
    "a voicemail without labels": (CALL % ("Voicemail from", '<span class="full-text">hoi</span>'), "google_voice", "hoi"),
    "a missed call without labels": (CALL % ("Missed call from", ""), "google_voice", "Missed call"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_shape_is_known(tmp_path: Path, name: str) -> None:
    content, channel, text = ODD[name]
    path = tmp_path / "test.txt"
    path.write_text(content, encoding="utf-8")
    reader = reader_for(path)
    assert reader.channel.value == channel
    found = list(reader.read(path, ReadOptions()))
    assert {item.text if isinstance(item, IncomingMessage) else item.why for item in found} == {text}


def test_the_oldest_thread_files_have_no_number(tmp_path: Path) -> None:
    for folder in ("inbox/bo_1", "archived_threads/cas_2"):
        path = tmp_path / "messages" / folder / "message.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"participants": [{"name": "Bo"}], "messages": [_META]}), encoding="utf-8")
    found = list(reader_for(tmp_path).read(tmp_path, ReadOptions()))
    assert sorted(item.conversation_key for item in found if isinstance(item, IncomingMessage)) == ["1", "2"]


MAIL = "From 1@xxx Mon Apr 07 14:31:02 +0000 2025\nFrom: a@x.example\nSubject: s\nDate: Mon, 07 Apr 2025 16:31:02 +0200\n\nhoi\n"


def test_an_archive_of_several_programs_is_read_by_all_their_readers(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Takeout/Mail/All mail.mbox", MAIL)
        archive.writestr("Takeout/Google Chat/Groups/DM a/messages.json", CHAT % "2020-07-07T15:00:29Z")
        archive.writestr("Takeout/Voice/Calls/Bo - Missed - 2020-02-03T17_37_45Z.html", CALL % ("Missed call from", ""))
    found = [item for item in read_files([path], ReadOptions()) if isinstance(item, IncomingMessage)]
    assert sorted(item.channel.value for item in found) == ["google_chat", "google_voice", "mailfile"]


def test_a_mail_that_was_sent_in_a_chat_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", "[13-05-2022 16:21:32] Bo: \u200e<bijgevoegd: 00000001-vraag.eml>\r\n")
        archive.writestr("00000001-vraag.eml", MAIL.partition("\n")[2])
    found = list(read_files([path], ReadOptions()))
    assert [item.channel.value for item in found if isinstance(item, IncomingMessage)] == ["whatsapp"]


def test_a_bot_is_no_part_of_a_name(tmp_path: Path) -> None:
    said = (
        '<div class="message default clearfix" id="message{}"><div class="body">'
        '<div class="pull_right date details" title="01.01.2020 20:00:00">20:00</div>'
        '<div class="from_name">\nBo &amp; Co{}\n</div><div class="text">hoi</div></div></div>'
    )
    path = tmp_path / "messages.html"
    path.write_text(
        '<html><head><title>Exported Data</title></head><body><div class="page_header"><div class="text bold">Bo &amp; Co</div></div>'
        f'<div class="history">{said.format(1, "")}{said.format(2, " via @gif")}</div></body></html>',
        encoding="utf-8",
    )
    found = [item for item in reader_for(path).read(path, ReadOptions()) if isinstance(item, IncomingMessage)]
    assert {item.sender.name for item in found} == {"Bo & Co"}
    assert len(found) == 2


@pytest.mark.parametrize("line", ["13 Feb 2019, 14:56 - {}: {}", "Feb 13, 2019, 2:56 PM - {}: {}"])
def test_lines_with_commas_are_no_table(tmp_path: Path, line: str) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(f"{line.format('Bo', 'hoi')}\n{line.format('Kade', 'dag')}\n", encoding="utf-8")
    reader = reader_for(path)
    assert reader.channel.value == "whatsapp"  # whose months may be words
    found = [item for item in reader.read(path, ReadOptions()) if isinstance(item, IncomingMessage)]
    assert [(item.sender.name, item.text, f"{item.sent_at:%Y-%m-%d %H:%M}") for item in found] == [
        ("Bo", "hoi", "2019-02-13 13:56"),
        ("Kade", "dag", "2019-02-13 13:56"),
    ]


def test_a_review_is_what_its_author_wrote(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    columns = "Review Created (UTC),Review Username,Review Title,Review Content,Review Stars,Reference Id"
    path.write_text(f"{columns}\n2020-01-02 03:04:05,Bo,Fijn,hoi,5,1042\n", encoding="utf-8")
    (review,) = reader_for(path).read(path, ReadOptions())
    assert isinstance(review, IncomingMessage)
    assert (review.text, review.new_text, review.subject) == ("hoi", "hoi", "5/5 · Fijn · Order #1042")
