"""The Google Chat reader: who the owner is, groups, files beside, people who are gone, damage."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.channels.google_chat import NO_CHAT, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Problem, ProblemKind, ReadOptions
from app.parsing.chat_files import MISSING_FILE, NOT_READ
from app.parsing.json_stream import CUT_OFF

ANNA = {"name": "Anna", "email": "Anna@x.example", "user_type": "Human"}
SHOP = {"name": "Kade", "email": "kade@shop.example", "user_type": "Human"}


def read(path: Path, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def message(number: int, creator: dict[str, str] = ANNA, **more: object) -> dict[str, Any]:
    made = {
        "creator": creator,
        "created_date": f"maandag 1 juli 2024 om 08:00:{number:02} UTC",
        "text": "hoi",
        "message_id": f"ab/t/{number}",
    }
    return {**made, **more}


def written(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def takeout(folder: Path, messages: list[Any], info: object = None, kind: str = "DM", *, owner: bool = True) -> Path:
    group = folder / "Google Chat" / "Groups" / f"{kind} ab"
    written(group / "messages.json", {"messages": messages})
    written(group / "group_info.json", info or {"members": [SHOP, ANNA]})
    if owner:
        written(folder / "Google Chat" / "Users" / "User 1" / "user_info.json", {"user": SHOP})
    return folder


def test_the_owner_of_the_takeout_is_the_shop(tmp_path: Path) -> None:
    asked, answered = read(takeout(tmp_path, [message(1), message(2, SHOP)]))[0]
    assert (asked.direction, answered.direction) == (Direction.IN, Direction.OUT)
    assert answered.recipients == (asked.sender,)
    assert [(h.kind, h.value) for h in asked.sender.handles] == [(HandleKind.EMAIL, "anna@x.example")]
    assert asked.sent_at.isoformat() == "2024-07-01T08:00:01+00:00"


def test_without_the_owner_the_addresses_of_the_shop_tell(tmp_path: Path) -> None:
    path = takeout(tmp_path, [message(1), message(2, SHOP)], owner=False)
    assert {m.direction for m in read(path)[0]} == {Direction.UNKNOWN}
    assert [m.direction.value for m in read(path, own_addresses=frozenset({"kade@shop.example"}))[0]] == ["in", "out"]


def test_one_file_of_it_has_the_same_identities(tmp_path: Path) -> None:
    whole = read(takeout(tmp_path, [message(1), message(2, SHOP)]))[0]
    alone = read(written(tmp_path / "elsewhere" / "messages (1).json", {"messages": [message(1), message(2, SHOP)]}))[0]
    assert [m.fingerprint for m in alone] == [m.fingerprint for m in whole]


def test_a_space_is_a_group(tmp_path: Path) -> None:
    asked, answered = read(takeout(tmp_path, [message(1), message(2, SHOP)], {"name": "Kraam", "members": [SHOP, ANNA]}, "Space"))[0]
    assert (asked.subject, answered.recipients[0].name, asked.conversation_key) == ("Kraam", "Kraam", "ab")


def test_files_lie_beside_under_another_name(tmp_path: Path) -> None:
    files = [
        {"original_name": "kist.txt", "export_name": "File-kist.txt"},
        {"original_name": "weg.jpg", "export_name": "../../File-weg.jpg"},
    ]
    path = takeout(tmp_path, [message(1, attached_files=files)])
    (tmp_path / "Google Chat" / "Groups" / "DM ab" / "File-kist.txt").write_bytes(b"kist")
    (made,), problems = read(path)
    assert [(f.name, f.content, f.missing) for f in made.attachments] == [("kist.txt", b"kist", False), ("weg.jpg", None, True)]
    assert [p.why for p in problems] == [MISSING_FILE]


def test_people_who_are_gone_words_that_are_gone_and_links(tmp_path: Path) -> None:
    gone = message(1, {"name": "Deleted User", "user_type": "Human"})
    deleted = message(2, deletion_metadata={"deletion_type": "CREATOR"})
    del deleted["text"]
    link = message(3, text="", annotations=[{"url_metadata": {"title": "List", "url": "https://x.example"}}])
    people, words, linked = read(takeout(tmp_path, [gone, deleted, link]))[0]
    assert (people.sender.name, people.direction) == ("Deleted User", Direction.IN)
    assert (words.text, words.warnings) == ("", ("deleted",))
    assert linked.text == "List\nhttps://x.example"


def test_what_is_broken_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    messages, problems = read(takeout(tmp_path, [message(1), message(2, created_date="soon"), {}, "x", message(5)]))
    assert [m.native_id for m in messages] == ["ab/t/1", "ab/t/5"]
    assert [(p.kind, p.why) for p in problems] == [(ProblemKind.UNPARSED, NOT_READ)] * 3
    cut = written(tmp_path / "messages.json", json.dumps({"messages": [message(1), message(2)]})[:-30])
    messages, problems = read(cut)
    assert len(messages) == 1
    assert problems[-1].why == CUT_OFF


def test_other_json_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "messages.json", {"messages": [{"sender_name": "A", "created": 1}]})
    assert READER.score(path) == 0.0
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.template == NO_CHAT


def test_what_was_deleted_without_a_word_of_who_and_when_is_a_message(tmp_path: Path) -> None:
    gone = {
        "message_state": "DELETED",
        "deleted_date": "maandag 1 juli 2024 om 09:00:00 UTC",
        "topic_id": "t",
        "deletion_metadata": {"deletion_type": "CREATOR"},
        "message_id": "ab/t/0",
    }
    messages, problems = read(takeout(tmp_path, [gone, message(1), message(2, SHOP)]))
    assert ([(m.sender.name, m.text, m.warnings) for m in messages[:1]], problems) == ([("", "", ("deleted",))], [])
    assert [m.direction for m in messages] == [Direction.UNKNOWN, Direction.IN, Direction.OUT]
    alone = written(tmp_path / "messages.json", {"messages": [gone]})
    assert READER.score(alone) > 0.5
    assert len(read(alone)[0]) == 1


@pytest.mark.parametrize(
    "date",
    [
        "Monday, July 1, 2024 at 8:00:01\u202fAM UTC",
        "Monday, 1 July 2024 at 08:00:01 UTC",
        "Montag, 1. Juli 2024 um 08:00:01 UTC",
        "lundi 1 juillet 2024 à 08:00:01 UTC",
        "2024. július 1., hétfő 8:00:01 UTC",
        "понедельник, 1 июля 2024\u202fг., 08:00:01 UTC",
        "pondělí 1. července 2024 v 8:00:01 UTC",
        "måndag 1 juli 2024 kl. 08:00:01 UTC",
        "2024年7月1日月曜日 8時00分01秒 UTC",
        "2024년 7월 1일 월요일 오전 8시 0분 1초 UTC",
        "يوم الاثنين، 1 يوليو 2024 في 8:00:01 ص UTC",
    ],
)
def test_dates_in_the_language_of_the_owner(tmp_path: Path, date: str) -> None:
    (made,), problems = read(takeout(tmp_path, [message(1, created_date=date)]))
    assert (made.sent_at.isoformat(), problems) == ("2024-07-01T08:00:01+00:00", [])
