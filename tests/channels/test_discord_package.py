"""Discord's own package of data: whose words, to whom, in both its shapes, and damage."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from app.channels.discord import READER as EXPORTER
from app.channels.discord_package import NO_CHAT, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.parsing.chat_files import NOT_READ
from app.parsing.json_stream import CUT_OFF
from tests.contract.test_odd_values import changed

DIRECT = {"id": "77001", "type": "DM", "recipients": ["2", "1"]}
ENTRY = {"ID": 812345678901234567, "Timestamp": "2024-05-02 09:15:00", "Contents": "hoi", "Attachments": ""}


def read(path: Path, **options: Any) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def package(folder: Path, messages: object, channel: dict[str, Any] | None = None, name: str = "messages.json", **files: object) -> Path:
    """Write a package with one channel; `files` are documents beside (user, index)."""
    for path, content in {
        "Messages/c77001/" + name: messages,
        "Messages/c77001/channel.json": DIRECT if channel is None else channel,
        **{f"{'Account' if key == 'user' else 'Messages'}/{key}.json": value for key, value in files.items()},
    }.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
    return folder


def test_all_words_are_the_owner_s_and_go_to_the_other_one(tmp_path: Path) -> None:
    user = {"id": "1", "username": "kade", "relationships": [{"id": "2", "user": {"id": "2", "username": "jo", "global_name": "Jo"}}]}
    (made,), problems = read(package(tmp_path, [ENTRY], user=user, index={"77001": "Direct Message with jo#0"}))
    assert (made.direction, made.sender.name, made.recipients[0].name) == (Direction.OUT, "kade", "Jo")
    assert (made.native_id, made.conversation_key, made.sent_at.isoformat()) == ("812345678901234567", "77001", "2024-05-02T09:15:00+00:00")
    assert problems == []


def test_without_an_account_the_index_says_to_whom(tmp_path: Path) -> None:
    (made,), _ = read(package(tmp_path, [ENTRY], {"id": "77001"}, index={"77001": "Direct Message with jo_ko#0042"}))
    assert (made.direction, made.recipients[0].name) == (Direction.OUT, "jo_ko")


@pytest.mark.parametrize(
    ("channel", "title"),
    [
        ({"id": "77001", "type": "GUILD_TEXT", "name": "vragen", "guild": {"id": "5", "name": "Spelhoek"}}, "Spelhoek / vragen"),
        ({"id": "77001", "type": 0}, "vragen in Spelhoek"),
        ({"id": "77001", "type": "GROUP_DM", "recipients": ["1", "2", "3"], "name": "de club"}, "de club"),
    ],
)
def test_a_room_has_its_title(tmp_path: Path, channel: dict[str, Any], title: str) -> None:
    (made,), _ = read(package(tmp_path, [ENTRY], channel, index={"77001": "vragen in Spelhoek"}))
    assert (made.subject, made.recipients[0].name) == (title, title)


def test_it_is_the_same_message_as_in_an_export_of_the_channel(tmp_path: Path) -> None:
    (mine,), _ = read(package(tmp_path / "package", [ENTRY]))
    author = {"id": "1", "name": "kade", "isBot": False}
    told = {"id": str(ENTRY["ID"]), "type": "Default", "timestamp": "2024-05-02T09:15:00+00:00", "content": "hoi", "author": author}
    export = tmp_path / "a.json"
    export.write_text(json.dumps({"guild": {"id": "0"}, "channel": {"id": "77001", "type": "DirectTextChat"}, "messages": [told]}))
    (theirs,) = EXPORTER.read(export, ReadOptions())
    assert isinstance(theirs, IncomingMessage)
    assert theirs.fingerprint == mine.fingerprint


def test_rows_of_the_older_shape(tmp_path: Path) -> None:
    text = (
        "ID,Timestamp,Contents,Attachments\r\n"
        '812345678901234569,2021-05-02 09:16:00.5+00:00,"two\r\nlines, ""quoted""",https://cdn.example/1/a.png?x=1 https://cdn.example/b.pdf\r\n'
        "812345678901234568,2021-05-02 09:15:00+00:00,first,\r\n"
    )
    (first, second), problems = read(package(tmp_path, text, name="messages.csv"))
    assert (first.text, second.text) == ("first", 'two\nlines, "quoted"')
    assert [(a.name, a.missing) for a in second.attachments] == [("a.png", True), ("b.pdf", True)]
    assert second.sent_at.isoformat() == "2021-05-02T09:16:00.500000+00:00"
    assert problems == []


def test_a_message_without_a_time_has_it_in_its_number(tmp_path: Path) -> None:
    (made,), _ = read(package(tmp_path, [{**ENTRY, "ID": str((1_714_641_300_000 - 1_420_070_400_000) << 22), "Timestamp": ""}]))
    assert made.sent_at.isoformat() == "2024-05-02T09:15:00+00:00"


def test_what_is_broken_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    folder = package(tmp_path, [ENTRY, {**ENTRY, "ID": "x"}, 5], user='{"id": ')
    messages, problems = read(folder)
    assert len(messages) == 1
    assert sorted((p.kind.value, p.why) for p in problems) == [
        (ProblemKind.ERROR.value, CUT_OFF),
        (ProblemKind.UNPARSED.value, NOT_READ),
        (ProblemKind.UNPARSED.value, NOT_READ),
    ]


def test_one_list_alone_is_read(tmp_path: Path) -> None:
    path = package(tmp_path, [ENTRY]) / "Messages" / "c77001" / "messages.json"
    (made,), _ = read(path)
    assert (made.conversation_key, made.direction) == ("77001", Direction.OUT)


def test_other_things_are_refused(tmp_path: Path) -> None:
    folder = package(tmp_path, [{"id": 1, "text": "no"}])
    assert READER.score(folder) == 0.0
    with pytest.raises(BadInput) as caught:
        read(folder)
    assert caught.value.template == NO_CHAT


def test_odd_values_stop_nothing(tmp_path: Path) -> None:
    dice, kept = random.Random(7), 0
    user = {"id": "1", "username": "kade", "relationships": [{"id": "2", "user": {"id": "2", "username": "jo"}}]}
    for share in [0.02, 0.1, 0.2] * 15:
        entries = [
            ENTRY,
            *(changed({**ENTRY, "ID": 10**17 + n, "Attachments": "https://cdn.example/a.png"}, dice, share) for n in range(8)),
        ]
        channel = changed({**DIRECT, "guild": {"name": "G"}}, dice, share)
        folder = package(
            tmp_path, entries, channel, user=changed(user, dice, share), index=changed({"77001": "Direct Message with jo#0"}, dice, share)
        )
        messages, _ = read(folder)
        texts = [text for m in messages for text in (m.text, m.native_id, m.sender.name, m.conversation_key, m.subject)]
        assert all(isinstance(text, str) for text in texts)
        kept += len(messages)
    assert kept > 100
