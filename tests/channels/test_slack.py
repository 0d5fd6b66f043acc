"""The Slack reader: lists and days, names behind ids, order by `ts`, files, damage."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.channels.slack import NO_CHAT, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.chat_files import NOT_READ
from app.parsing.json_stream import CUT_OFF

USERS = [
    {
        "id": "UA",
        "name": "anna",
        "profile": {"real_name": "Anna de Wit", "display_name": "annie", "email": "Anna@x.example", "phone": "06 12345678"},
    },
    {"id": "UK", "name": "kade", "real_name": "Kade"},
]


def read(path: Path, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def message(ts: str, user: str = "UA", text: str = "hoi", **more: object) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": f"17198208{ts}", **more}


def workspace(folder: Path, days: dict[str, object], **lists: object) -> Path:
    files = {"users": USERS, "channels": [{"id": "C1", "name": "orders", "members": ["UA", "UK"]}], **lists}
    for name, content in [*files.items(), *days.items()]:
        path = folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def test_people_have_names_addresses_and_numbers(tmp_path: Path) -> None:
    asked, answered = read(workspace(tmp_path, {"orders/2024-07-01": [message("00.000001"), message("01.000001", "UK")]}), me=("kade",))[0]
    assert (asked.sender.name, asked.direction, answered.direction) == ("Anna de Wit", Direction.IN, Direction.OUT)
    assert {(h.kind, h.value) for h in asked.sender.handles} == {
        (HandleKind.ID, "UA"),
        (HandleKind.EMAIL, "anna@x.example"),
        (HandleKind.PHONE, "+31612345678"),
        (HandleKind.USERNAME, "anna"),
    }
    assert (asked.conversation_key, asked.subject, asked.native_id) == ("C1", "#orders", "1719820800.000001")


def test_a_day_is_put_in_order_of_its_stamps_which_are_no_floats(tmp_path: Path) -> None:
    stamps = ["00.000003", "00.000001", "00.000002"]
    messages, _ = read(workspace(tmp_path, {"orders/2024-07-01": [message(ts) for ts in stamps]}))
    assert [m.native_id[-1] for m in messages] == ["1", "2", "3"]
    assert [m.sent_at.microsecond for m in messages] == [1, 2, 3]


def test_a_renamed_channel_keeps_its_identity(tmp_path: Path) -> None:
    before = read(workspace(tmp_path / "a", {"orders/2024-07-01": [message("00.000001")]}))[0]
    renamed = workspace(tmp_path / "b", {"sales/2024-07-01": [message("00.000001")]}, channels=[{"id": "C1", "name": "sales"}])
    assert [m.fingerprint for m in read(renamed)[0]] == [m.fingerprint for m in before]


def test_a_chat_of_two_lies_under_its_id(tmp_path: Path) -> None:
    days = {"D9/2024-07-01": [message("00.000001"), message("01.000001", "UK")]}
    path = workspace(tmp_path, days, dms=[{"id": "D9", "members": ["UA", "UK"]}])
    assert {m.direction for m in read(path)[0]} == {Direction.UNKNOWN}
    asked, answered = read(path, me=("Kade",))[0]
    assert answered.recipients == (asked.sender,)
    assert asked.subject == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<@UA> &amp; <@UB|bo>", "@Anna de Wit & @bo"),
        ("<#C1> <#C2|other> <!here> <!subteam^S1|@team>", "#orders #other @here @team"),
        ("<https://x.nl/a|see> <https://x.nl|x.nl> <mailto:a@x.nl|a@x.nl>", "see (https://x.nl/a) https://x.nl a@x.nl"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("1 &lt; 2 &amp;lt; a\n&gt; quote", "1 < 2 &lt; a\n> quote"),
    ],
)
def test_marks_are_read_as_a_person_sees_them(tmp_path: Path, text: str, shown: str) -> None:
    assert read(workspace(tmp_path, {"orders/2024-07-01": [message("00.000001", text=text)]}))[0][0].text == shown


def test_subtypes(tmp_path: Path) -> None:
    day = [
        message("00.000001", text="<@UA> left", subtype="channel_leave"),
        message("01.000001", subtype="me_message"),
        {
            "type": "message",
            "subtype": "bot_message",
            "bot_id": "B1",
            "username": "webshop",
            "text": "",
            "attachments": [{"fallback": "new"}],
        }
        | {"ts": "1719820802.000001"},
        message("03.000001", "USLACKBOT", "This message was deleted.", subtype="tombstone"),
        message("04.000001", edited={"user": "UA", "ts": "1719820899.000000"}),
        message("05.000001", "UZ", user_profile={"real_name": "Zoë"}),
    ]
    left, acted, bot, gone, edited, guest = read(workspace(tmp_path, {"orders/2024-07-01": day}), me=("Kade",))[0]
    assert (left.kind, left.text) == (Kind.SYSTEM, "@Anna de Wit left")
    assert (acted.kind, acted.direction) == (Kind.MESSAGE, Direction.IN)
    assert (bot.text, bot.sender.name, bot.direction) == ("new", "webshop", Direction.UNKNOWN)
    assert (gone.warnings, gone.new_text, gone.direction) == (("deleted",), "", Direction.UNKNOWN)
    assert edited.edited_at is not None
    assert (edited.edited_at - edited.sent_at).seconds == 94
    assert guest.sender.name == "Zoë"


def test_files_are_links_unless_they_were_put_beside(tmp_path: Path) -> None:
    files = [{"id": "F1", "name": "a.txt", "size": 3}, {"id": "F2", "name": "b.png", "mimetype": "image/png", "size": 9}]
    path = workspace(tmp_path, {"orders/2024-07-01": [message("00.000001", files=files)]})
    (tmp_path / "__uploads" / "F1").mkdir(parents=True)
    (tmp_path / "__uploads" / "F1" / "a.txt").write_bytes(b"abc")
    (made,), problems = read(path)
    assert [(f.name, f.missing, f.size, f.content, f.media_type) for f in made.attachments] == [
        ("a.txt", False, 3, b"abc", "text/plain"),
        ("b.png", True, 9, None, "image/png"),
    ]
    assert problems == []


def test_a_damaged_list_or_day_stops_nothing_else(tmp_path: Path) -> None:
    days: dict[str, object] = {
        "orders/2024-07-01": json.dumps([message("00.000001"), message("01.000001")])[:-20],
        "orders/2024-07-02": [message("02.000001"), {"type": "message"}, message("03.000001")],
    }
    messages, problems = read(workspace(tmp_path, days, users='[{"id": "UA", "name"'))
    assert [m.native_id[8:10] for m in messages] == ["00", "02", "03"]
    assert [(p.kind, p.where) for p in problems] == [
        (ProblemKind.ERROR, "users.json"),
        (ProblemKind.ERROR, "orders/2024-07-01.json"),
        (ProblemKind.UNPARSED, "orders/2024-07-02.json: 1"),
    ]
    assert [p.why for p in problems] == [CUT_OFF, CUT_OFF, NOT_READ]


def test_a_zip_in_a_folder_of_its_own_is_the_same(tmp_path: Path) -> None:
    plain = workspace(tmp_path / "export", {"orders/2024-07-01": [message("00.000001")]})
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        for member in sorted(plain.rglob("*.json")):
            file.write(member, f"Shop Slack export/{member.relative_to(plain)}")
    assert READER.score(path) >= 0.9
    assert [m.fingerprint for m in read(path)[0]] == [m.fingerprint for m in read(plain)[0]]


def said(number: int, text: str = "hoi", **more: object) -> dict[str, Any]:
    return {"type": "message", "user": "U1", "text": text, "ts": f"17000000{number:02}.000001", **more}


@pytest.mark.parametrize("behind", [False, True])
def test_a_channel_in_one_file_has_the_answers_inside_of_it(tmp_path: Path, behind: bool) -> None:
    first = said(1, "vraag", slackdump_thread_replies=[said(1, "vraag"), said(2, "antwoord"), said(4, "dank")])
    told = {"channel_id": "C7", "name": "general"}
    messages = {"messages": [first, said(3, "iets anders")]}
    path = tmp_path / "dump.json"
    path.write_text(json.dumps(messages | told if behind else told | messages))
    assert READER.score(path) >= 0.9
    found = [i for i in READER.read(path, ReadOptions()) if isinstance(i, IncomingMessage)]
    assert [m.text for m in found] == ["vraag", "antwoord", "iets anders", "dank"]
    assert {(m.conversation_key, m.subject) for m in found} == {("C7", "#general")}


def test_channels_of_one_file_each_are_read_where_there_are_no_days(tmp_path: Path) -> None:
    for name in ("general", "orders (1)"):
        (tmp_path / f"{name}.json").write_text(json.dumps([said(1, name)]))
    (tmp_path / "users.json").write_text(json.dumps([{"id": "U1", "name": "anna", "real_name": "Anna"}]))
    found = [i for i in READER.read(tmp_path, ReadOptions()) if isinstance(i, IncomingMessage)]
    assert [(m.subject, m.sender.name) for m in found] == [("#general", "Anna"), ("#orders", "Anna")]


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"attachments": [{"text": "klaar om 12:00", "color": "good"}]}, "hoi\nklaar om 12:00"),
        ({"attachments": [{"text": "a preview", "from_url": "https://x.example/a"}]}, "hoi"),
        ({"attachments": [{"text": "their words", "from_url": "https://x.example/a", "is_share": True}]}, "hoi\ntheir words"),
        ({"text": None, "comment": {"user": "U1", "comment": "mooie foto"}}, "mooie foto"),
    ],
)
def test_words_beside_a_text_are_kept_and_previews_are_none(tmp_path: Path, more: dict[str, Any], text: str) -> None:
    path = tmp_path / "2023-11-14.json"
    path.write_text(json.dumps([said(1) | more]))
    (made,) = READER.read(path, ReadOptions())
    assert isinstance(made, IncomingMessage)
    assert made.text == text


def test_a_stamp_that_a_tool_made_a_number_is_read(tmp_path: Path) -> None:
    path = tmp_path / "2023-11-14.json"
    path.write_text(json.dumps([said(1), said(2) | {"ts": 1700000002.5}]))
    found = [i for i in READER.read(path, ReadOptions()) if isinstance(i, IncomingMessage)]
    assert [m.native_id for m in found] == ["1700000001.000001", "1700000002.500000"]


def test_what_has_no_days_is_refused(tmp_path: Path) -> None:
    assert READER.score(workspace(tmp_path, {})) == 0.0
    with pytest.raises(BadInput) as caught:
        read(tmp_path)
    assert caught.value.template == NO_CHAT
