"""The Discord reader: who is who, what stands beside the text, partitions, damage."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.channels.discord import NO_CHAT, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.chat_files import NOT_READ
from app.parsing.json_stream import CUT_OFF

ANNA = {"id": "1", "name": "anna_w", "nickname": "Anna", "isBot": False}
SHOP = {"id": "2", "name": "kade", "nickname": "Kade", "isBot": False}
BOT = {"id": "3", "name": "helper", "nickname": "Helper", "isBot": True}
DIRECT = {"id": "77", "type": "DirectTextChat", "name": "anna_w"}
ROOM = {"id": "78", "type": "GuildTextChat", "name": "vragen"}


def read(path: Path, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def message(number: int, author: dict[str, Any] = ANNA, content: str = "hoi", **more: object) -> dict[str, Any]:
    return {
        "id": str(number),
        "type": "Default",
        "timestamp": f"2024-07-01T10:00:{number:02}+02:00",
        "content": content,
        "author": author,
        **more,
    }


def written(folder: Path, messages: Sequence[object], channel: dict[str, str] = DIRECT, name: str = "a.json") -> Path:
    path = folder / name
    document = {"guild": {"id": "0", "name": "Winkel"}, "channel": channel, "messages": messages}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_chat_of_two_is_named_after_the_other_one(tmp_path: Path) -> None:
    answer, asked = read(written(tmp_path, [message(1, SHOP), message(2)]))[0]
    assert (answer.direction, asked.direction) == (Direction.OUT, Direction.IN)
    assert answer.recipients == (asked.sender,)
    assert [(h.kind, h.value) for h in asked.sender.handles] == [(HandleKind.ID, "1"), (HandleKind.USERNAME, "anna_w")]
    assert answer.sent_at.isoformat() == "2024-07-01T08:00:01+00:00"


def test_in_a_room_the_owner_says_who_the_shop_is_and_a_bot_is_nobody_s_customer(tmp_path: Path) -> None:
    path = written(tmp_path, [message(1), message(2, SHOP), message(3, BOT)], ROOM)
    assert {m.direction for m in read(path)[0]} == {Direction.UNKNOWN}
    messages = read(path, me=("Kade",))[0]
    assert [m.direction.value for m in messages] == ["in", "out", "unknown"]
    assert (messages[1].recipients[0].name, messages[0].subject) == ("Winkel / vragen", "Winkel / vragen")


def test_an_edit_keeps_the_identity(tmp_path: Path) -> None:
    before = read(written(tmp_path, [message(1)]))[0][0]
    after = read(written(tmp_path, [message(1, content="hoi!", timestampEdited="2024-07-01T10:05:00+02:00")]))[0][0]
    assert after.fingerprint == before.fingerprint
    assert after.edited_at is not None
    assert after.edited_at.isoformat() == "2024-07-01T08:05:00+00:00"


@pytest.mark.parametrize(
    ("content", "more", "text"),
    [
        ("see https://x.nl/a", {"embeds": [{"url": "https://x.nl/a", "title": "A page"}]}, "see https://x.nl/a"),
        ("", {"embeds": [{"title": "Order 12", "fields": [{"name": "State", "value": "sent"}]}]}, "Order 12\nState: sent"),
        ("look", {"embeds": [{"description": "a note"}]}, "look\na note"),
        ("", {"stickers": [{"name": "Wave"}]}, "[Wave]"),
    ],
)
def test_embeds_and_stickers_are_text_but_no_preview_is(tmp_path: Path, content: str, more: dict[str, Any], text: str) -> None:
    assert read(written(tmp_path, [message(1, content=content, **more)]))[0][0].text == text


def test_calls_notices_and_files(tmp_path: Path) -> None:
    call = message(1, type="Call", content="", callEndedTimestamp="2024-07-01T10:02:06+02:00")
    joined = message(2, type="GuildMemberJoin", content="Joined the server.")
    photo = message(3, attachments=[{"url": "https://cdn.example/1/a.png?x=1", "fileName": "a.png", "fileSizeBytes": 12}])
    (rang, notice, shown), problems = read(written(tmp_path, [call, joined, photo]))
    assert (rang.kind, rang.text) == (Kind.CALL, "Call (2:05)")
    assert (notice.kind, notice.text, notice.direction) == (Kind.SYSTEM, "Anna: Joined the server.", Direction.UNKNOWN)
    (file,) = shown.attachments
    assert (file.name, file.missing, file.size, file.media_type) == ("a.png", True, 12, "image/png")
    assert problems == []


def test_what_was_forwarded_is_said_with_its_files(tmp_path: Path) -> None:
    was = {"timestamp": "2024-06-01T10:00:00+00:00", "content": "their words", "attachments": [{"url": "https://cdn.example/x.pdf"}]}
    (made,), _ = read(written(tmp_path, [message(1, content="", forwardedMessage=was)]))
    assert (made.text, [a.name for a in made.attachments], made.warnings) == ("their words", ["x.pdf"], ("forwarded",))


@pytest.mark.parametrize(
    ("kind", "more", "text"),
    [
        ("7", {}, "Anna: Joined the server"),
        ("63", {}, "63"),
        ("46", {"embeds": [{"fields": [{"name": "question", "value": "open op zondag?"}]}]}, "Anna: question: open op zondag?"),
        ("ThreadStarterMessage", {}, "Anna: ThreadStarterMessage"),
    ],
)
def test_notices_say_what_they_are(tmp_path: Path, kind: str, more: dict[str, Any], text: str) -> None:
    (made,), _ = read(written(tmp_path, [message(1, content="63" if kind == "63" else "", type=kind, **more)]))
    assert (made.text, made.kind) == (text, Kind.MESSAGE if kind == "63" else Kind.SYSTEM)


def test_a_message_without_an_author_is_kept(tmp_path: Path) -> None:
    (made,), problems = read(written(tmp_path, [{**message(1), "author": None}]))
    assert (made.text, made.sender.name, problems) == ("hoi", "", [])


def test_partitions_are_one_channel_in_their_order(tmp_path: Path) -> None:
    for part, name in ((1, "r.json"), (2, "r [part 2].json"), (10, "r [part 10].json")):
        written(tmp_path, [message(part)], ROOM, name)
    messages, _ = read(tmp_path)
    assert [m.native_id for m in messages] == ["1", "2", "10"]
    assert {m.conversation_key for m in messages} == {"78"}


def test_what_is_broken_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, [message(1), {"id": "2"}, 3, message(4, content="last")])
    messages, problems = read(path)
    assert [m.native_id for m in messages] == ["1", "4"]
    assert [(p.kind, p.where, p.why) for p in problems] == [(ProblemKind.UNPARSED, f"a.json: {n}", NOT_READ) for n in (2, 2)]
    path.write_bytes(path.read_bytes()[:-40])
    messages, problems = read(path)
    assert [m.native_id for m in messages] == ["1"]
    assert problems[-1].why == CUT_OFF


def test_other_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"channel": {"id": "1", "type": "x"}, "messages": []}')
    assert READER.score(path) == 0.0
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.template == NO_CHAT
