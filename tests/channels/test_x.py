"""The X reader: archives of every make, the owner, links and media, and conversations in order of time."""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.channels import x
from app.channels.x import NO_MESSAGE, NO_MESSAGES, NO_TIME, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, Handle, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.json_stream import CUT_OFF

ME, PIET, ZOE = "4400112233", "998877", "555"


def create(number: int, who: str, text: str, **more: Any) -> dict[str, Any]:
    at = f"2024-03-01T08:{number % 60:02}:00.000Z"
    return {
        "messageCreate": {"id": str(1000 + number), "senderId": who, "text": text, "createdAt": at, "mediaUrls": [], "urls": [], **more}
    }


def talk(key: str, *entries: object) -> dict[str, Any]:
    """Return a conversation; entries are given oldest first."""
    return {"dmConversation": {"conversationId": key, "messages": list(entries)[::-1]}}


def script(*talks: object, name: str = "direct_messages.part0") -> str:
    return f"window.YTD.{name} = {json.dumps(list(talks))}"


OWNER = {"accountId": ME, "username": "kade", "accountDisplayName": "Keramiek &amp; Kade"}
ACCOUNT = f"window.YTD.account.part0 = {json.dumps([{'account': OWNER}])}"


def archive(folder: Path, **files: str | bytes) -> Path:
    for name, content in {"account": ACCOUNT, **files}.items():
        path = folder / "data" / (name.replace("__", "/") if "." in name else f"{name.replace('_', '-')}.js")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(path: Path, **options: Any) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def test_oldest_first_with_directions_and_handles(tmp_path: Path) -> None:
    path = archive(
        tmp_path, direct_messages=script(talk(f"{PIET}-{ME}", create(1, PIET, "hi"), create(2, ME, "hello"), create(3, PIET, "ok")))
    )
    found, problems = read(path)
    assert [(m.text, m.direction) for m in found] == [("hi", Direction.IN), ("hello", Direction.OUT), ("ok", Direction.IN)]
    assert found[0].sender.handles == (Handle(HandleKind.ID, PIET),)
    assert found[1].customer.handles == (Handle(HandleKind.ID, PIET),)
    assert (found[1].sender.name, found[1].sender.handles) == (
        "Keramiek & Kade",
        (Handle(HandleKind.ID, ME), Handle(HandleKind.USERNAME, "kade")),
    )
    assert (found[0].native_id, found[0].conversation_key) == ("1001", f"{PIET}-{ME}")
    assert problems == []


@pytest.mark.parametrize(
    "start",
    [
        "window.YTD.direct_messages.part0 = ",
        "window.YTD.direct_message.part12=",
        "window.YTD.dm_group_x.part0 =\n\n ",
        "",
        "\ufeffwindow.Y = ",
    ],
)
def test_the_list_begins_at_the_first_equals_sign(tmp_path: Path, start: str) -> None:
    path = tmp_path / "direct-messages.js"
    path.write_text(start + json.dumps([talk(f"{PIET}-{ME}", create(1, PIET, "a = b"))]), encoding="utf-8")
    assert READER.score(path) > 0.9
    assert [m.text for m in read(path)[0]] == ["a = b"]


@pytest.mark.parametrize(
    "name",
    [
        "direct-messages.js",
        "direct-messages-part1.js",
        "direct-messages-group.js",
        "direct-message-group-conversations.js",
        "direct-messages-group-part2.js",
        "direct-message.js",
        "direct_messages-part3.js",
        "direct-messages (1).js",
        "direct-messages.json",
    ],
)
def test_every_name_of_a_message_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).write_text(script(talk("77", create(1, PIET, "hi"))))
    assert READER.score(tmp_path) > 0.9
    assert len(read(tmp_path)[0]) == 1


def test_headers_alone_are_no_messages(tmp_path: Path) -> None:
    (tmp_path / "direct-message-headers.js").write_text(script(talk(f"{PIET}-{ME}", create(1, PIET, "hi"))))
    assert READER.score(tmp_path) == 0
    with pytest.raises(BadInput) as caught:
        read(tmp_path)
    assert caught.value.template == NO_MESSAGES


def test_marks_and_short_links_are_written_out(tmp_path: Path) -> None:
    urls = [{"url": "https://t.co/a", "expanded": "https://shop.example/?x=1&copy=2", "display": "shop.example"}]
    entry = create(1, PIET, "&lt;3 &amp;amp; &quot;zie&quot; https://t.co/a &copy;", urls=urls)
    (message,) = read(archive(tmp_path, direct_messages=script(talk(f"{PIET}-{ME}", entry))))[0]
    assert message.text == '<3 &amp; "zie" https://shop.example/?x=1&copy=2 &copy;'


def test_notices_reactions_and_names(tmp_path: Path) -> None:
    at = "2024-03-01T07:00:00.000Z"
    entries = [
        {"joinConversation": {"initiatingUserId": PIET, "participantsSnapshot": [PIET, ME], "createdAt": at}},
        {"participantsJoin": {"userIds": [ZOE], "createdAt": at}},
        {"conversationNameUpdate": {"name": "Ovens", "initiatingUserId": PIET, "createdAt": at}},
        {"reactionCreate": {"senderId": PIET, "reactionKey": "like", "eventId": "1", "createdAt": at}},
        create(1, ME, "welkom"),
        {"participantsLeave": {"userIds": [ZOE], "createdAt": "2024-03-02T07:00:00.000Z"}},
    ]
    mention = {"name": "Piet &amp; Co", "screen_name": "pietpot", "id_str": PIET}
    tweets = script({"tweet": {"entities": {"user_mentions": [mention]}}}, name="tweets.part0")
    found, problems = read(archive(tmp_path, direct_messages_group=script(talk("77", *entries)), tweets=tweets))
    assert [(m.kind, m.text) for m in found] == [
        (Kind.SYSTEM, "joinConversation: @pietpot, @kade"),
        (Kind.SYSTEM, f"participantsJoin: {ZOE}"),
        (Kind.SYSTEM, "Ovens"),
        (Kind.MESSAGE, "welkom"),
        (Kind.SYSTEM, f"participantsLeave: {ZOE}"),
    ]
    assert (found[3].direction, found[3].recipients[0].name) == (Direction.OUT, "Ovens")
    assert problems == []


def test_media_by_message_and_name(tmp_path: Path) -> None:
    urls = ["https://ton.example/dm/1/2/foto.png"]
    entries = create(1, PIET, "kijk", mediaUrls=urls), create(2, PIET, "en", mediaUrls=urls)
    path = archive(tmp_path, direct_messages=script(talk(f"{PIET}-{ME}", *entries)), **{"direct_messages_media__1001-foto.png": b"png"})
    found, (problem,) = read(path)
    assert [(a.name, a.media_type, a.content, a.missing) for m in found for a in m.attachments] == [
        ("foto.png", "image/png", b"png", False),
        ("foto.png", "image/png", None, True),
    ]
    assert problem.kind is ProblemKind.MEDIA_MISSING
    assert problem.where == "data/direct-messages.js#1"


def test_a_file_alone_finds_its_neighbours_and_the_owner(tmp_path: Path) -> None:
    talks = script(talk(f"{PIET}-{ME}", create(1, PIET, "hi")), talk(f"{ZOE}-{ME}", create(2, ME, "hallo")))
    path = tmp_path / "a" / "direct-messages.js"
    path.parent.mkdir()
    path.write_text(talks)
    assert [m.direction for m in read(path)[0]] == [Direction.IN, Direction.OUT]  # the id in every chat
    path.write_text(script(talk(f"{PIET}-{ME}", create(1, PIET, "hi"))))
    assert read(path)[0][0].direction is Direction.UNKNOWN
    assert read(path, me=(PIET,))[0][0].direction is Direction.OUT
    (path.parent / "account.js").write_text(ACCOUNT)
    assert read(path)[0][0].direction is Direction.IN


def test_overlapping_parts_give_a_message_once(tmp_path: Path) -> None:
    first = talk(f"{PIET}-{ME}", create(1, PIET, "a"), create(2, PIET, "b"))
    second = talk(f"{PIET}-{ME}", create(2, PIET, "b"), create(3, PIET, "c"))
    path = archive(tmp_path, direct_messages=script(first), direct_messages_part1=script(second))
    assert [m.text for m in read(path)[0]] == ["a", "b", "c"]


def test_a_long_conversation_in_overlapping_pieces_of_one_file(tmp_path: Path) -> None:
    pieces = [talk(f"{PIET}-{ME}", *(create(n, PIET, str(n)) for n in numbers)) for numbers in (range(10, 20), range(5, 12))]
    found = read(archive(tmp_path, direct_messages=script(*pieces)))[0]
    assert sorted(int(m.text) for m in found) == list(range(5, 20))


def test_numbers_for_ids_and_times_of_other_makes(tmp_path: Path) -> None:
    at = datetime(2024, 3, 1, 8, 0, tzinfo=UTC)
    flake = (int(at.timestamp() * 1000) - 1_288_834_974_657) << 22
    rows = [
        {"messageCreate": {"id": flake, "senderId": int(PIET), "recipientId": int(ME), "text": "a"}},
        {"messageCreate": {"id": "1002", "senderId": PIET, "recipientId": ME, "text": "b", "createdAt": "Fri Mar 01 09:05:00 +0100 2024"}},
        {"messageCreate": {"id": str(flake + (600_000 << 22)), "senderId": ME, "recipientId": PIET, "text": "c", "createdAt": None}},
    ]
    path = archive(tmp_path, direct_messages=script({"dmConversation": {"messages": rows[::-1]}}))
    found, problems = read(path)
    assert [(m.text, m.sent_at, m.direction) for m in found] == [
        ("a", at, Direction.IN),
        ("b", at + timedelta(minutes=5), Direction.IN),
        ("c", at + timedelta(minutes=10), Direction.OUT),
    ]
    assert {m.conversation_key for m in found} == {f"{PIET}-{ME}"}
    assert problems == []


def test_entries_of_kinds_to_come_are_told_not_lost(tmp_path: Path) -> None:
    at = "2024-03-01T09:00:00.000Z"
    new = [
        {"avatarUpdate": {"initiatingUserId": PIET, "createdAt": at}},
        {"pollCreate": {"id": "7", "senderId": PIET, "text": "ja/nee", "createdAt": at}},
    ]
    found, problems = read(archive(tmp_path, direct_messages=script(talk(f"{PIET}-{ME}", create(1, PIET, "hi"), *new))))
    assert [(m.kind, m.text) for m in found] == [
        (Kind.MESSAGE, "hi"),
        (Kind.SYSTEM, f"avatarUpdate: {PIET}"),
        (Kind.MESSAGE, "ja/nee"),
    ]
    assert problems == []


def test_a_conversation_without_end_comes_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(x, "TURNED_ROUND", 10)
    path = archive(tmp_path, direct_messages=script(talk(f"{PIET}-{ME}", *(create(n, PIET, str(n)) for n in range(25)))))
    found = [int(m.text) for m in read(path)[0]]
    assert sorted(found) == list(range(25))
    assert found[:10] == list(range(15, 25))


def test_what_cannot_be_read_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    odd = ["stray", {}, {"somethingNew": {}}, create(5, PIET, "x", createdAt="yesterday"), {"messageCreate": None}]
    path = archive(tmp_path, direct_messages=script("stray", talk(f"{PIET}-{ME}", create(1, PIET, "hi"), *odd)))
    found, problems = read(path)
    assert [m.text for m in found] == ["hi"]
    assert sorted(p.why for p in problems) == sorted([NO_MESSAGE] * 5 + [NO_TIME])


def test_a_broken_off_file_gives_what_was_whole(tmp_path: Path) -> None:
    whole = script(talk(f"{PIET}-{ME}", *(create(n, PIET, f"nr {n}") for n in range(20))))
    path = tmp_path / "direct-messages.js"
    path.write_text(whole[: len(whole) // 2])
    found, (problem,) = read(path)
    assert [m.text for m in found] == [f"nr {n}" for n in range(20 - len(found), 20)]
    assert 5 < len(found) < 15
    assert (problem.kind, problem.why) == (ProblemKind.ERROR, CUT_OFF)


def test_an_archive_that_leads_outside_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr("../data/direct-messages.js", script(talk("77", create(1, PIET, "hi"))))
    assert READER.score(tmp_path / "x.zip") == 0
    with pytest.raises(BadInput):
        read(tmp_path / "x.zip")
