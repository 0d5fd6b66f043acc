"""The Telegram reader: who is who in one chat and in a whole account, every sort of message, damage, and pages beside JSON."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels.telegram import NO_CHAT, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.archive import EMPTY_FILE, OUTSIDE
from app.parsing.chat_files import MISSING_FILE, NO_TIME, NOT_READ
from app.parsing.export_times import NO_ZONE
from app.parsing.json_stream import CUT_OFF

ANNA, SHOP = ("Anna", "user11"), ("Kade", "user22")


def read(path: Path, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def message(number: int, who: tuple[str | None, str] = ANNA, text: object = "hoi", **more: object) -> dict[str, Any]:
    made = {"id": number, "type": "message", "date": "2024-07-01T10:00:00", "date_unixtime": str(1719820800 + number)}
    return {**made, "from": who[0], "from_id": who[1], "text": text, **more}


def chat(messages: Sequence[object], **more: object) -> dict[str, Any]:
    return {"name": "Anna", "type": "personal_chat", "id": 11, "messages": messages, **more}


def written(folder: Path, document: object, name: str = "result.json") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document if isinstance(document, str) else json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(BadInput) as caught:
        read(path, **options)
    return caught.value.template


def test_in_one_chat_the_other_is_whose_number_the_chat_bears(tmp_path: Path) -> None:
    (asks, answers), problems = read(written(tmp_path, chat([message(1), message(2, SHOP)])))
    assert (asks.direction, answers.direction) == (Direction.IN, Direction.OUT)
    assert answers.recipients == (asks.sender,)
    assert [(h.kind, h.value) for h in asks.sender.handles] == [(HandleKind.ID, "user11")]
    assert asks.native_id == "1"
    assert problems == []


def test_bare_numbers_of_older_exports_are_the_same_people(tmp_path: Path) -> None:
    old = chat([message(1, ("Anna", 11)), message(2, ("Kade", 22))])  # type: ignore[arg-type]
    assert [m.direction for m in read(written(tmp_path, old))[0]] == [Direction.IN, Direction.OUT]


def test_numbers_that_hold_their_sort_in_the_higher_bits_are_the_same_people(tmp_path: Path) -> None:
    shift = 1 << 32
    old = chat([message(1, ("Anna", shift + 11)), message(2, ("Kade", shift + 22))])  # type: ignore[arg-type]
    asks, answers = read(written(tmp_path, old))[0]
    assert [m.direction for m in (asks, answers)] == [Direction.IN, Direction.OUT]
    assert [m.sender.handles[0].value for m in (asks, answers)] == ["user11", "user22"]
    modern = chat([message(1, ("Bo", 5_000_000_011))], id=5_000_000_011, name="Bo")  # type: ignore[arg-type]
    assert read(written(tmp_path, modern))[0][0].sender.handles[0].value == "user5000000011"


@pytest.mark.parametrize("never", ["1970-01-01T01:00:00", "1969-12-31T19:00:00"])
def test_an_edit_at_the_beginning_of_time_is_none(tmp_path: Path, never: str) -> None:
    (made,), _ = read(written(tmp_path, chat([message(1, edited=never)])))
    assert (made.edited_at, made.warnings) == (None, ())


def test_saved_messages_are_the_owner_s_and_a_channel_s_are_the_channel_s(tmp_path: Path) -> None:
    saved = {"type": "saved_messages", "id": 22, "messages": [message(1, SHOP)]}
    assert read(written(tmp_path, saved))[0][0].direction is Direction.OUT
    post = {key: value for key, value in message(1).items() if key not in ("from", "from_id")}
    channel = {"name": "Nieuws", "type": "public_channel", "id": 8, "messages": [post]}
    assert read(written(tmp_path, channel))[0][0].sender.name == "Nieuws"


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"location_information": None}, "Location"),
        ({"giveaway_results": {"winners": []}}, "Giveaway results"),
        ({"paid_stars_amount": 50}, "Paid media (50)"),
    ],
)
def test_a_message_of_nothing_but_media_says_what_it_is(tmp_path: Path, more: dict[str, Any], text: str) -> None:
    assert read(written(tmp_path, chat([message(1, text="", **more)])))[0][0].text == text


def test_a_list_without_names_that_other_programs_write_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, {"id": 11, "messages": [{"id": 3, "type": "message", "date": 1719820800, "text": "hoi"}]})
    assert 0.5 <= READER.score(path) < 0.9
    (made,), _ = read(path)
    assert (made.text, made.sent_at.isoformat()) == ("hoi", "2024-07-01T08:00:00+00:00")


def test_a_writer_without_a_number_is_the_one_the_chat_is_named_after(tmp_path: Path) -> None:
    without = [{k: v for k, v in message(n, who).items() if k != "from_id"} for n, who in ((1, ANNA), (2, SHOP))]
    assert [m.direction for m in read(written(tmp_path, chat(without)))[0]] == [Direction.IN, Direction.OUT]


def test_an_account_tells_who_the_shop_is_and_whose_number_is_whose(tmp_path: Path) -> None:
    account = {
        "personal_information": {"user_id": 22, "first_name": "Kade"},
        "contacts": {"list": [{"user_id": 11, "first_name": "Anna", "phone_number": "0031 970 1020 0011"}]},
        "chats": {
            "list": [chat([message(1)]), {"name": "G", "type": "private_group", "id": 5, "messages": [message(1), message(2, SHOP)]}]
        },
        "left_chats": {"list": [{"name": "L", "type": "private_channel", "id": 5, "messages": [message(1)]}]},
    }
    messages, problems = read(written(tmp_path, account))
    assert [m.conversation_key for m in messages] == ["user11", "chat5", "chat5", "channel5"]
    assert [m.direction.value for m in messages] == ["in", "in", "out", "in"]
    assert (HandleKind.PHONE, "+3197010200011") in [(h.kind, h.value) for h in messages[0].sender.handles]
    assert messages[2].recipients[0].name == "G"
    assert len({m.fingerprint for m in messages}) == 4
    assert problems == []


def test_a_renamed_contact_another_zone_and_an_edit_change_no_identity(tmp_path: Path) -> None:
    before = read(written(tmp_path, chat([message(1)])))[0][0]
    changed = chat([message(1, ("Anna de Wit", "user11"), "hoi!", edited_unixtime="1719830000")], name="Anna de Wit")
    after = read(written(tmp_path, changed), timezone="Asia/Tokyo")[0][0]
    assert after.fingerprint == before.fingerprint
    assert after.sent_at == before.sent_at
    assert (before.edited_at, after.edited_at and after.edited_at.timestamp()) == (None, 1719830000)


def test_a_time_without_seconds_since_1970_is_of_the_zone_that_was_asked_for(tmp_path: Path) -> None:
    raw = message(1)
    del raw["date_unixtime"]
    path = written(tmp_path, chat([raw]))
    assert read(path)[0][0].sent_at.isoformat() == "2024-07-01T08:00:00+00:00"
    assert read(path, timezone="Asia/Tokyo")[0][0].sent_at.isoformat() == "2024-07-01T01:00:00+00:00"
    assert refusal(path, timezone="Mars/Base") == NO_ZONE


@pytest.mark.parametrize(
    ("reason", "seconds", "text", "missed"),
    [
        ("missed", None, "Missed call", True),
        ("busy", None, "Call (busy)", True),
        ("hangup", 61, "Call (1:01)", False),
        (None, None, "Call", False),
    ],
)
def test_calls(tmp_path: Path, reason: str | None, seconds: int | None, text: str, *, missed: bool) -> None:
    raw = {"type": "service", "action": "phone_call", "discard_reason": reason, "duration_seconds": seconds, "date_unixtime": "1719820800"}
    calls = [{**raw, "id": 1, "actor": "Anna", "actor_id": "user11"}, {**raw, "id": 2, "actor": "Kade", "actor_id": "user22"}]
    came, went = read(written(tmp_path, chat(calls)))[0]
    assert (came.kind, came.text, came.direction, came.warnings) == (Kind.CALL, text, Direction.IN, ("missed_call",) if missed else ())
    assert (went.direction, went.warnings) == (Direction.OUT, ())


def test_no_word_of_a_notice_is_lost(tmp_path: Path) -> None:
    raw = {"id": 1, "type": "service", "date_unixtime": "1719820800", "actor": "Anna", "actor_id": "user11", "action": "edit_group_title"}
    (made,), _ = read(written(tmp_path, chat([{**raw, "title": "Kraam", "members": ["Bo", None, "Cy"], "text": ["tot ", {"text": "zo"}]}])))
    assert (made.kind, made.new_text) == (Kind.SYSTEM, "")
    assert made.text == "Anna: edit group title: Kraam, Bo, Cy, tot zo"


def test_media_is_read_beside_the_file_and_nothing_outside_of_it(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    folder = tmp_path / "export"
    (folder / "photos").mkdir(parents=True)
    (folder / "photos" / "a.jpg").write_bytes(b"\xff\xd8")
    (folder / "photos" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    names = ["photos/a.jpg", "photos/gone.jpg", "../secret.jpg", str(tmp_path / "secret.jpg"), "photos/link.jpg", "(File not included.)"]
    path = written(folder, chat([message(n, photo=name) for n, name in enumerate(names)]))
    for given_path in (path, folder):
        messages, problems = read(given_path)
        files = [m.attachments[0] for m in messages]
        assert [file.missing for file in files] == [False, True, True, True, True, True]
        assert (files[0].content, files[0].media_type) == (b"\xff\xd8", "image/jpeg")
        assert [p.why for p in problems] == [MISSING_FILE] * 4


def test_one_bad_message_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    bad = [message(1), {"id": 2, "type": "unsupported"}, "?", None, message(5, date_unixtime="soon"), message(6, text=7), message(7)]
    messages, problems = read(written(tmp_path, chat(bad)))
    assert [m.native_id for m in messages] == ["1", "6", "7"]
    assert [(p.kind, p.why) for p in problems] == [(ProblemKind.UNPARSED, why) for why in (NO_TIME, NOT_READ, NOT_READ, NOT_READ)]
    assert problems[0].where == "result.json: user11/2"


def test_what_came_before_the_cut_is_kept_and_the_cut_is_told(tmp_path: Path) -> None:
    whole = json.dumps(chat([message(n) for n in range(10)]))
    messages, problems = read(written(tmp_path, whole[: whole.index('"id": 7')]))
    assert [m.native_id for m in messages] == [str(n) for n in range(7)]
    assert [(p.kind, p.why) for p in problems] == [(ProblemKind.ERROR, CUT_OFF)]


def test_a_header_behind_the_messages_is_found(tmp_path: Path) -> None:
    document = {"messages": [message(1), message(2, SHOP)], "type": "personal_chat", "id": 11, "name": "Anna"}
    path = written(tmp_path, document)
    assert READER.score(path) >= 0.9
    assert [m.direction.value for m in read(path)[0]] == ["in", "out"]


PAGE = (
    '<html><div class="page_header"><div class="content"><div class="text bold">\nAnna \n</div></div></div><div class="history">'
    '<div class="message default clearfix" id="message{n}"><div class="body">'
    '<div class="pull_right date details" title="{day} 12:00:00 UTC+01:00">\n12:00\n</div>'
    '<div class="from_name">\nAnna \n</div><div class="text">\nhoi &lt;3<br>daar\n</div></div></div></div></html>'
)


def page(number: int, day: str = "01.07.2024") -> str:
    return PAGE.replace("{n}", str(number)).replace("{day}", day)


def test_pages_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for number, name in ((1, "messages.html"), (2, "messages2.html"), (3, "messages10.html")):
        written(tmp_path, page(number), name)
    messages, _ = read(tmp_path)
    assert [m.native_id for m in messages] == ["1", "2", "3"]
    assert (messages[0].text, messages[0].direction) == ("hoi <3\ndaar", Direction.IN)


def test_the_offset_of_a_page_is_that_of_winter(tmp_path: Path) -> None:
    summer, winter = (read(written(tmp_path, page(1, day), "m.html"))[0][0].sent_at for day in ("01.07.2024", "01.01.2024"))
    assert (summer.isoformat(), winter.isoformat()) == ("2024-07-01T10:00:00+00:00", "2024-01-01T11:00:00+00:00")
    elsewhere = read(written(tmp_path, page(1), "m.html"), timezone="America/New_York")[0][0].sent_at
    assert elsewhere.isoformat() == "2024-07-01T11:00:00+00:00", "another zone's offset is taken at its word"


def test_where_a_chat_lies_there_both_ways_json_is_read(tmp_path: Path) -> None:
    written(tmp_path, chat([message(1)]), "one/result.json")
    written(tmp_path, page(1), "one/messages.html")
    written(tmp_path, page(2), "two/messages.html")
    assert [m.conversation_key for m in read(tmp_path)[0]] == ["user11", "html:anna"]


def test_an_archive_that_leads_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("result.json", json.dumps(chat([message(1)])))
        file.writestr("../evil.json", "{}")
    assert READER.score(path) == 0.0
    assert refusal(path) == OUTSIDE


def test_what_is_no_chat_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, {"messages": [], "participants": []})) == NO_CHAT
    assert refusal(written(tmp_path, "")) == EMPTY_FILE
    assert READER.score(written(tmp_path, {"messages": [{"sender_name": "A", "timestamp_ms": 1, "content": "hoi"}], "title": "A"})) == 0.0


def test_a_long_chat_is_held_a_message_at_a_time(tmp_path: Path) -> None:
    buffer = io.StringIO()
    buffer.write('{"name": "Anna", "type": "personal_chat", "id": 11, "messages": [\n')
    filler = "x" * 2000
    for number in range(15_000):
        buffer.write(json.dumps(message(number, text=filler)) + ",\n")
    buffer.write(json.dumps(message(15_000)) + "]}")
    path = written(tmp_path, buffer.getvalue())
    buffer.close()
    tracemalloc.start()
    count = sum(isinstance(item, IncomingMessage) for item in READER.read(path, ReadOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 15_001
    assert peak < 12_000_000 < path.stat().st_size


WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=40)


@given(st.lists(st.one_of(WORDS, WORDS.map(lambda text: {"type": "bold", "text": text})), max_size=6))
def test_parts_of_a_text_belong_together_without_a_gap(tmp_path_factory: pytest.TempPathFactory, parts: list[Any]) -> None:
    path = written(tmp_path_factory.mktemp("t"), chat([message(1, text=parts)]))
    expected = "".join(part if isinstance(part, str) else part["text"] for part in parts)
    assert read(path)[0][0].text == expected
