"""Signal from four programs: the same people, own messages OUT, quotes apart, what was edited or deleted marked."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.channels.signal_android import READER as ANDROID
from app.channels.signal_export import READER as EXPORT
from app.channels.sigtop import READER as SIGTOP
from app.channels.sigtop_short import READER as SHORT_FORM
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.ports import ChannelReader
from app.parsing.chat_files import MISSING_FILE, NO_TIME
from app.parsing.signal_people import described
from app.parsing.sigtop_text import time_in

FIELDS = "From: Bo Vis (+31612345607)\nType: incoming\nSent: Mon, 4 Mar 2024 09:15:30 +0100\nReceived: Mon, 4 Mar 2024 09:15:31 +0100\n"


def read(path: Path, reader: ChannelReader, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(reader.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def chat(folder: Path, text: str, name: str = "chat.md") -> Path:
    (folder / "Bo Vis").mkdir(exist_ok=True)
    path = folder / "Bo Vis" / name
    path.write_text(text)
    return path


def only(path: Path, reader: ChannelReader, **options: object) -> IncomingMessage:
    (message,), problems = read(path, reader, **options)
    assert problems == []
    return message


def test_old_and_new_headers(tmp_path: Path) -> None:
    messages, _ = read(chat(tmp_path, "[2021-06-01, 18:02] Bo: a\n[2024-06-01 18:02:03] Me: b  \n"), EXPORT, me=("Kade",))
    assert [m.sent_at.isoformat() for m in messages] == ["2021-06-01T16:02:00+00:00", "2024-06-01T16:02:03+00:00"]
    assert [(m.direction, m.sender.name, m.text) for m in messages] == [(Direction.IN, "Bo", "a"), (Direction.OUT, "Kade", "b")]
    assert {m.conversation_key for m in messages} == {"bo vis"}
    assert messages[1].recipients == (messages[0].sender,)


def test_a_quote_is_text_and_not_new(tmp_path: Path) -> None:
    message = only(chat(tmp_path, "[2024-06-01 18:02:03] Bo: \n\n> one\n> two\n\nyes  \n(- Me: 👍, Jo: ❤ -)\n"), EXPORT)
    assert (message.text, message.new_text) == ("> one\n> two\n\nyes", "yes")


def test_files_lie_beside_the_chat(tmp_path: Path) -> None:
    path = chat(tmp_path, "[2024-06-01 18:02:03] Bo: look  ![a b.jpg](./media/a%20b.jpg)  [../x.pdf](./media/../../x.pdf)  \n")
    (tmp_path / "Bo Vis" / "media").mkdir()
    (tmp_path / "Bo Vis" / "media" / "a b.jpg").write_bytes(b"jpg")
    (tmp_path / "x.pdf").write_bytes(b"secret")
    for source in (path, tmp_path):
        (message,), problems = read(source, EXPORT)
        assert [(a.name, a.content, a.missing) for a in message.attachments] == [("a b.jpg", b"jpg", False), ("../x.pdf", None, True)]
        assert (message.text, [p.why for p in problems]) == ("look", [MISSING_FILE])


@pytest.mark.parametrize(
    ("body", "kind", "warnings", "files"),
    [
        ("(This message was deleted)", Kind.MESSAGE, ("deleted",), 0),
        ("Missed video call  ", Kind.CALL, ("missed_call",), 0),
        ("Incoming voice call (accepted, 3m 2s)  ", Kind.CALL, (), 0),
        ("I missed your call (sorry)  ", Kind.MESSAGE, (), 0),
        ("  \n(( 🙏 ))", Kind.MESSAGE, (), 1),
        ("smile :) (really)  ", Kind.MESSAGE, (), 0),
    ],
)
def test_bodies(tmp_path: Path, body: str, kind: Kind, warnings: tuple[str, ...], files: int) -> None:
    message = only(chat(tmp_path, f"[2024-06-01 18:02:03] Bo: {body}\n"), EXPORT)
    assert (message.kind, message.warnings, len(message.attachments)) == (kind, warnings, files)


def test_data_and_markdown_are_the_same_messages(tmp_path: Path) -> None:
    rows = [
        {"date": "2024-06-01T18:02:03", "sender": "Bo", "body": "hi  ", "quote": "", "reactions": [["Me", "👍"]], "attachments": []},
        {"date": "2024-06-01T18:03:03", "sender": "Me", "body": "yes  ", "quote": "\n\n> hi\n\n", "sticker": None, "attachments": []},
    ]
    data = chat(tmp_path, "".join(json.dumps(row) + "\n" for row in rows), "data.json")
    from_data = read(data, EXPORT)[0]
    text = "[2024-06-01 18:02:03] Bo: hi  \n(- Me: 👍 -)\n[2024-06-01 18:03:03] Me: \n\n> hi\n\nyes  \n"
    from_text = read(chat(tmp_path, text), EXPORT)[0]
    assert [m.fingerprint for m in from_data] == [m.fingerprint for m in from_text]
    assert len(read(tmp_path, EXPORT)[0]) == 2, "both files of one folder are one chat"


def test_damaged_lines_of_data(tmp_path: Path) -> None:
    good = '{"date": "2024-06-01T18:02:03", "sender": "Bo", "body": "hi"}\n'
    messages, problems = read(chat(tmp_path, good + "[1]\n" + good.replace("01T", "02T") + '{"date": "20', "data.json"), EXPORT)
    assert (len(messages), [p.kind for p in problems]) == (2, [ProblemKind.UNPARSED, ProblemKind.ERROR])


@pytest.mark.parametrize(
    ("body", "text", "new"), [("\n\n> a\n\n  ", "> a", ""), ("> typed", "> typed", "> typed"), ("a > b  ", "a > b", "a > b")]
)
def test_what_is_a_quote(tmp_path: Path, body: str, text: str, new: str) -> None:
    message = only(chat(tmp_path, f"[2024-06-01 18:02:03] Bo: {body}\n\n"), EXPORT)
    assert (message.text, message.new_text) == (text, new)


def text_chat(folder: Path, body: str, head: str = "Conversation: Bo Vis (+31612345607)") -> Path:
    path = folder / "Bo.txt"
    path.write_text(f"{head}\n\n{body}")
    return path


def test_a_body_may_look_like_fields(tmp_path: Path) -> None:
    message = only(text_chat(tmp_path, FIELDS + "\nhi\n\nFrom: me\n\nType: it yourself\nSent: no\n"), SIGTOP)
    assert message.text == "hi\n\nFrom: me\n\nType: it yourself\nSent: no"
    assert (message.sender.name, message.sender.handles[0].kind) == ("Bo Vis", HandleKind.PHONE)


def test_sigtop_edits(tmp_path: Path) -> None:
    body = """From: You
Type: outgoing
Sent: Mon, 4 Mar 2024 09:20:00 +0100
Edited: 2 versions

| Version: 2
| Sent: Mon, 4 Mar 2024 09:21:10 +0100
|
| new

| Version: 1
| Sent: Mon, 4 Mar 2024 09:20:00 +0100
|
| old
"""
    message = only(text_chat(tmp_path, body.replace("\n\n| Version: 1", "\n|\n| Version: 1")), SIGTOP)
    assert (message.text, message.warnings, message.direction) == ("new", ("edited",), Direction.OUT)
    assert message.edited_at is not None
    assert (message.sent_at.minute, message.edited_at.minute) == (20, 21)


def test_sigtop_without_a_time(tmp_path: Path) -> None:
    text = "From: Bo\nType: incoming\nSent: unknown\n\na\n\n" + FIELDS + "\nb\n"
    (message,), (problem,) = read(text_chat(tmp_path, text), SIGTOP)
    assert (message.text, problem.why, problem.where) == ("b", NO_TIME, "Bo.txt:3")


def test_sigtop_groups_and_notices(tmp_path: Path) -> None:
    text = FIELDS + "\na\n\nType: keychange\nReceived: Mon, 4 Mar 2024 10:00:00 +0100\n\n"
    (said, notice), _ = read(text_chat(tmp_path, text, "Conversation: Market (group)"), SIGTOP)
    assert (said.conversation_key, said.direction, notice.kind) == ("market", Direction.IN, Kind.SYSTEM)
    assert (notice.sender.name, notice.sent_at.hour) == ("", 9)


@pytest.mark.parametrize(
    "text", ["Mon, 32 Mar 2024 09:15:30 +0100", "Mon, 4 Foo 2024 09:15:30 +0100", "Mon, 4 Mar 2024 09:15:60 +0100", ""]
)
def test_times_that_cannot_be(text: str) -> None:
    assert time_in(text) is None


def test_sigtop_json(tmp_path: Path) -> None:
    row = {"id": "a", "type": "incoming", "conversationId": "c", "sent_at": 1709540130000, "received_at": 1, "source": "+31612345607"}
    rows = [
        {**row, "body": "hi", "editHistory": [{"timestamp": 1709540190000, "body": "hi"}]},
        {**row, "id": "b"},
        7,
        {**row, "sent_at": None},
    ]
    path = tmp_path / "Bo (+31612345607).json"
    path.write_text(json.dumps(rows))
    (first, empty), problems = read(path, SIGTOP)
    assert (first.warnings, first.native_id, empty.text) == (("edited",), "a", "")
    assert first.sender.handles[0].value == "+31612345607"
    assert [p.kind for p in problems] == [ProblemKind.UNPARSED] * 2


def test_descriptions() -> None:
    assert described("Bo Vis (+31612345607)")[0].party.name == "Bo Vis"
    assert described("+31612345607")[0].identity == "+31612345607"
    assert described("Bo (the baker)")[0].party.name == "Bo (the baker)"
    assert described("Market (group)")[1]


def frames(folder: Path, *items: object) -> Path:
    known = [
        {"account": {}},
        {"recipient": {"id": "1", "self": {}}},
        {"recipient": {"id": 2, "contact": {"e164": "31612345609", "profileGivenName": "Nadia"}}},
        {"chat": {"id": "1", "recipientId": "2"}},
    ]
    path = folder / "main.jsonl"
    path.write_text("".join(json.dumps(frame) + "\n" for frame in (*known, *items)))
    return path


def item(**more: object) -> dict[str, object]:
    return {"chatItem": {"chatId": "1", "authorId": "2", "dateSent": "1709540130000", "incoming": {}, **more}}


def test_android_frames(tmp_path: Path) -> None:
    path = frames(tmp_path, item(standardMessage={"text": {"body": "hi"}}), item(chatId="9", stickerMessage={}))
    (hi, sticker), _ = read(path, ANDROID)
    assert (hi.sender.name, hi.sender.handles[0].value, hi.text) == ("Nadia", "+31612345609", "hi")
    assert (sticker.attachments[0].name, sticker.conversation_key) == ("sticker", "9")
    assert read(tmp_path, ANDROID)[0] == [hi, sticker]


def test_an_edit_on_android_keeps_the_identity(tmp_path: Path) -> None:
    old = item(standardMessage={"text": {"body": "old"}})
    revision = {**old["chatItem"]}  # type: ignore[dict-item]
    new = item(dateSent="1709540190000", standardMessage={"text": {"body": "new"}}, revisions=[revision])
    before, after = only(frames(tmp_path, old), ANDROID), only(frames(tmp_path, new), ANDROID)
    assert (before.fingerprint, before.sent_at) == (after.fingerprint, after.sent_at)
    assert (after.text, after.warnings) == ("new", ("edited",))
    assert after.edited_at is not None
    assert after.edited_at > after.sent_at


@pytest.mark.parametrize(
    ("content", "kind", "warnings"),
    [
        ({"remoteDeletedMessage": {}}, Kind.MESSAGE, ("deleted",)),
        ({"viewOnceMessage": {}}, Kind.MESSAGE, ("view_once",)),
        ({"updateMessage": {"individualCall": {"state": "MISSED", "direction": "INCOMING"}}}, Kind.CALL, ("missed_call",)),
        ({"updateMessage": {"individualCall": {"state": "NOT_ACCEPTED", "direction": "OUTGOING"}}}, Kind.CALL, ()),
        ({"updateMessage": {"expirationTimerChange": {}}}, Kind.SYSTEM, ()),
        ({"paymentNotification": {}}, Kind.SYSTEM, ()),
    ],
)
def test_what_an_item_is(tmp_path: Path, content: dict[str, object], kind: Kind, warnings: tuple[str, ...]) -> None:
    message = only(frames(tmp_path, item(**content)), ANDROID)
    assert (message.kind, message.warnings) == (kind, warnings)


def test_damaged_frames(tmp_path: Path) -> None:
    path = frames(tmp_path, [1], item(dateSent="x", standardMessage={}), item(standardMessage={"text": {"body": "hi"}}))
    path.write_text(path.read_text() + '{"chatItem": {"cha')
    messages, problems = read(path, ANDROID)
    assert (len(messages), [p.kind for p in problems]) == (1, [ProblemKind.UNPARSED, ProblemKind.UNPARSED, ProblemKind.ERROR])


@pytest.mark.parametrize("reader", [EXPORT, SIGTOP, ANDROID])
@pytest.mark.parametrize("text", ["hello", "# Notes\n[2024-06-01] went well\n", "{}", "[1, 2]", "Conversation: none\n"])
def test_what_is_none_of_them_is_refused(tmp_path: Path, reader: ChannelReader, text: str) -> None:
    path = tmp_path / "main.jsonl"
    path.write_text(text)
    assert reader.score(path) == 0.0
    with pytest.raises(BadInput):
        read(path, reader)


# -- what the programs' own sources tell of their forms (signal-export, sigtop, the frames of Signal's backups)

TEXTS = (
    "hoi",
    "a\nb\n\nc",
    "see [list](https://x.example/a) now",
    "> no quote",
    "3 (three) ok",
    "(- no -) yes",
    "[2024] x",
    "👍🏽",
    "",
    "x  \ny",
)
QUOTES = ("", "", "one", "one\n> two\n\nthree")
NAMES = ("2024-06-01_00_IMG_(1).jpg", "a_b.pdf", "x[2].mp4", "doc.final.txt")


def exported(dice: Random, at: datetime) -> dict[str, object]:
    """Return a message as signal-export holds it before it writes it."""
    files = [{"name": name, "path": f"media/{name}"} for name in dice.sample(NAMES, dice.choice((0, 0, 0, 1, 2)))]
    quote = dice.choice(QUOTES)
    return {
        "date": at.isoformat(),
        "sender": dice.choice(("Me", "AnnadeWit", "BoVis")),
        "body": dice.choice(TEXTS) + "  ",
        "quote": "\n\n> {}\n\n".format(quote.replace("\n", "\n> ")) if quote else "",
        "sticker": None,
        "reactions": [["Me", "👍"], ["BoVis", "❤️"]][: dice.choice((0, 0, 1, 2))],
        "attachments": files,
        "deleted": dice.random() < 0.05,
    }


def in_markdown(row: dict[str, Any]) -> str:
    head = f"[{row['date'][:19].replace('T', ' ')}] {row['sender']}: "
    if row["deleted"]:
        return f"{head}(This message was deleted)\n\n"
    body = row["body"]
    if row["reactions"]:
        body += "\n(- " + ", ".join(f"{name}: {emoji}" for name, emoji in row["reactions"]) + " -)"
    for file in row["attachments"]:
        body += f"{'!' if file['name'].endswith('jpg') else ''}[{file['name']}](./{file['path']})  "
    return f"{head}{row['quote']}{body}\n\n"


@pytest.mark.parametrize("seed", range(20))
def test_made_up_chats_of_signal_export_are_read_rightly_in_both_forms(tmp_path: Path, seed: int) -> None:
    dice, at, rows = Random(seed), datetime(2024, 6, 1, 8, 0, 0, 250000), []
    for _ in range(60):
        at += timedelta(seconds=dice.choice((0, 1, 3600)))
        rows.append(exported(dice, at))
    markdown, _ = read(chat(tmp_path, "".join(map(in_markdown, rows))), EXPORT)
    data, _ = read(chat(tmp_path, "".join(json.dumps(row) + "\n" for row in rows), "data.json"), EXPORT)
    assert [m.fingerprint for m in markdown] == [m.fingerprint for m in data]
    assert [(m.new_text, m.direction, [a.name for a in m.attachments]) for m in markdown] == [
        (
            "" if row["deleted"] else str(row["body"]).removesuffix("  ").strip("\n"),
            Direction.OUT if row["sender"] == "Me" else Direction.IN,
            [] if row["deleted"] else [file["name"] for file in row["attachments"]],  # type: ignore[attr-defined]
        )
        for row in rows
    ]


def test_words_of_somebody_the_exporter_did_not_know_are_a_message(tmp_path: Path) -> None:
    said, joined = read(chat(tmp_path, "[2024-06-01 18:02:03] No-Sender: hello?  \n\n[2024-06-01 18:02:04] No-Sender:   \n\n"), EXPORT)[0]
    assert (said.kind, said.direction, said.sender.name, said.text) == (Kind.MESSAGE, Direction.IN, "", "hello?")
    assert joined.kind is Kind.SYSTEM


def test_only_sigtops_own_quotes_are_quotes(tmp_path: Path) -> None:
    body = f"{FIELDS}\n>what is this\n> arrow\n\n{FIELDS}\n> From: You\n> Sent: Mon, 4 Mar 2024 09:15:30 +0100\n>\n> a\n> > b\n\nyes\n"
    typed, answer = read(text_chat(tmp_path, body), SIGTOP)[0]
    assert (typed.text, typed.new_text) == (">what is this\n> arrow", ">what is this\n> arrow")
    assert (answer.text, answer.new_text) == ("> a\n> > b\n\nyes", "yes")


@pytest.mark.parametrize(
    ("text", "name", "kind", "value"),
    [
        ("Bo (the baker) (bo_vis.42)", "Bo (the baker)", HandleKind.USERNAME, "bo_vis.42"),
        ("bo.42 (bo.42)", "", HandleKind.USERNAME, "bo.42"),
        ("Bo (3f0c1f7e-0000-4000-8000-000000000001)", "Bo", HandleKind.NAME, "Bo"),
        ("+31612345607 (+31612345607)", "", HandleKind.PHONE, "+31612345607"),
    ],
)
def test_people_as_sigtop_tells_them_apart(text: str, name: str, kind: HandleKind, value: str) -> None:
    party = described(text)[0].party
    assert (party.name, party.handles[0].kind, party.handles[0].value) == (name, kind, value)


SHORT = """2024-03-04 09:15 Bo Vis: hoi
2024-03-04 09:16 You: [reply to Bo Vis on 2024-03-04 09:15] ja: nog
twee regels

en een
2024-03-04 09:17 Bo Vis: [edited, 2 attachments] kijk
2024-03-04 09:18 Bo Vis: [1 attachment]
2024-03-04 09:19 Bo Vis: [keychange message]
2024-03-04 09:20 You: [call-history message]
2024-03-04 09:21 You: [sic] zo
"""


def test_sigtops_short_form(tmp_path: Path) -> None:
    path = tmp_path / "Bo Vis (+31612345607).txt"
    path.write_text(SHORT)
    assert SHORT_FORM.score(path) > 0.9
    messages, problems = read(path, SHORT_FORM, timezone="UTC")
    assert [m.text for m in messages] == ["hoi", "ja: nog\ntwee regels\n\nen een", "kijk", "", "keychange", "Voice call", "[sic] zo"]
    assert [m.kind.value for m in messages] == ["message"] * 4 + ["system", "call", "message"]
    assert [len(m.attachments) for m in messages] == [0, 0, 2, 1, 0, 0, 0]
    assert [m.direction.value for m in messages] == ["in", "out", "in", "in", "unknown", "out", "out"]
    assert {m.conversation_key for m in messages} == {"+31612345607"}
    assert (messages[0].sender.handles[0].value, messages[2].warnings, problems) == ("+31612345607", ("edited",), [])


def test_files_of_android_are_found_by_their_digest(tmp_path: Path) -> None:
    (tmp_path / "files" / "ab").mkdir(parents=True)
    digests = []
    for ending, content in ((".jpg", b"jpg"), (".txt", "long text\n" * 300)):
        raw = content if isinstance(content, bytes) else content.encode()
        digests.append(hashlib.sha256(raw).digest())
        (tmp_path / "files" / "ab" / (digests[-1].hex() + ending)).write_bytes(raw)
    pointers = [
        {"contentType": "image/jpeg", "fileName": "p.jpg", "locatorInfo": {"plaintextHash": base64.b64encode(d).decode()}} for d in digests
    ]
    standard = {"text": {"body": "long"}, "longText": pointers[1], "attachments": [{"pointer": pointers[0]}, {"pointer": {}}]}
    frames(tmp_path, item(standardMessage=standard))
    (message,), _ = read(tmp_path, ANDROID)
    assert message.text == "long text\n" * 300
    assert [(a.name, a.content, a.missing) for a in message.attachments] == [("p.jpg", b"jpg", False), ("application", None, True)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"directStoryReplyMessage": {"textReply": {"text": {"body": "mooi!"}}}}, "mooi!"),
        ({"directStoryReplyMessage": {"emoji": "👍"}}, "👍"),
        ({"poll": {"question": "Wanneer?", "options": [{"option": "ma"}, {"option": "di"}]}}, "Wanneer?\n- ma\n- di"),
        ({"adminDeletedMessage": {"adminId": "2"}}, ""),
    ],
)
def test_other_things_said_on_android(tmp_path: Path, content: dict[str, object], text: str) -> None:
    message = only(frames(tmp_path, item(**content)), ANDROID)
    assert (message.kind, message.text) == (Kind.MESSAGE, text)


def test_the_least_of_each_form_is_known(tmp_path: Path) -> None:
    frame = {
        "chatItem": {
            "chatId": "1",
            "authorId": "2",
            "dateSent": "1709540130000",
            "incoming": {},
            "standardMessage": {"text": {"body": "hoi"}},
        }
    }
    row = {"id": "a", "type": "incoming", "conversationId": "c", "sent_at": 1709540130000, "body": "hoi", "source": "+31612345607"}
    line = {
        "date": "2024-03-04T09:15:30",
        "sender": "Bo",
        "body": "hoi  ",
        "quote": "",
        "sticker": None,
        "reactions": [],
        "attachments": [],
    }
    for reader, content in ((ANDROID, json.dumps(frame)), (SIGTOP, json.dumps([row])), (EXPORT, json.dumps(line))):
        path = tmp_path / "test.txt"
        path.write_text(content)
        assert reader.score(path) >= 0.8
        assert only(path, reader).text == "hoi"
