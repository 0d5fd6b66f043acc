"""Dumps of WhatsApp's database: chats by JID, messages by id."""

import json
from pathlib import Path

import pytest

from app.channels.whatsapp_json import NOT_A_DUMP, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions


def read(path: Path, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def dump(folder: Path, *rows: object, jid: str = "31612345611@s.whatsapp.net", name: str | None = "Iris") -> Path:
    path = folder / "result.json"
    path.write_text(json.dumps({jid: {"name": name, "messages": {str(at): row for at, row in enumerate(rows)}}}))
    return path


def row(**more: object) -> dict[str, object]:
    return {
        "from_me": False,
        "timestamp": 1709540130.5,
        "media": False,
        "key_id": "A",
        "meta": False,
        "data": "hoi",
        "sender": None,
        **more,
    }


def test_people_and_directions(tmp_path: Path) -> None:
    (theirs, mine), _ = read(dump(tmp_path, row(), row(from_me=True, key_id="B")), me=("Kade",))
    assert (theirs.sender.name, theirs.sender.handles[0].value, theirs.direction) == ("Iris", "+31612345611", Direction.IN)
    assert (mine.sender.name, mine.recipients, mine.direction) == ("Kade", (theirs.sender,), Direction.OUT)
    assert theirs.native_id == "A"


def test_a_group_s_writers_are_told_apart(tmp_path: Path) -> None:
    rows = (row(sender="31612345612"), row(sender="Bo", key_id="B"))
    messages, _ = read(dump(tmp_path, *rows, jid="31612345611-1600000000@g.us", name="Market"))
    assert [m.sender.handles[0].value for m in messages] == ["+31612345612", "Bo"]


def test_files_and_captions(tmp_path: Path) -> None:
    (tmp_path / "Media").mkdir()
    (tmp_path / "Media" / "a.jpg").write_bytes(b"jpg")
    (message,), _ = read(dump(tmp_path, row(media=True, data="Media/a.jpg", caption="kijk", mime="image/jpeg")))
    assert (message.text, message.attachments[0].content) == ("kijk", b"jpg")


def test_what_the_app_says(tmp_path: Path) -> None:
    (call, notice), _ = read(dump(tmp_path, row(meta=True, data="Missed voice call"), row(meta=True, data="Group changed", key_id="B")))
    assert (call.kind, call.warnings, notice.kind) == (Kind.CALL, ("missed_call",), Kind.SYSTEM)


def test_damaged_rows_are_said(tmp_path: Path) -> None:
    messages, problems = read(dump(tmp_path, row(), [1], row(timestamp=None), row(timestamp="nan", key_id="C")))
    assert (len(messages), [p.kind for p in problems]) == (1, [ProblemKind.UNPARSED] * 3)


def test_other_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_text('{"chats": {"list": []}}')
    with pytest.raises(BadInput) as caught:
        read(path)
    assert (READER.score(path), caught.value.template) == (0.0, NOT_A_DUMP)


def test_seconds_milliseconds_and_text_are_the_same_time(tmp_path: Path) -> None:
    times = (1709540130, 1709540130000, "1709540130.0")
    messages, problems = read(dump(tmp_path, *(row(timestamp=time, key_id=str(time)) for time in times)))
    assert ({f"{m.sent_at:%Y-%m-%dT%H:%M:%S}" for m in messages}, len(messages), problems) == ({"2024-03-04T08:15:30"}, 3, [])


def test_a_file_that_the_exporter_did_not_find_is_a_message_without_it(tmp_path: Path) -> None:
    (message,), _ = read(dump(tmp_path, row(media=True, meta=True, mime="media", data="The media is missing", caption="kijk")))
    assert (message.kind, message.text, message.attachments[0].name, message.attachments[0].missing) == (
        Kind.MESSAGE,
        "kijk",
        "media",
        True,
    )
