"""The Messenger reader: every era and shape of a download is the same conversation, and nothing outside of it is opened."""

import json
import zipfile
from pathlib import Path

import pytest

from app.channels.instagram import READER as INSTAGRAM
from app.channels.messenger import READER
from app.domain.errors import BadInput
from app.domain.message import Direction, Handle, HandleKind, Kind, ProblemKind
from app.parsing.json_stream import CUT_OFF
from app.parsing.meta_messages import MISSING_FILE, NO_MESSAGE, NO_TIME, OUTSIDE_FILE
from app.parsing.meta_reader import DATE_DAY_FIRST, DATE_MONTH_FIRST, NO_THREADS, NO_ZONE
from tests.channels.meta_files import ANNA, SHOP, START, read, said, thread, unpacked, written

ROOTS = [
    "messages",
    "your_activity_across_facebook/messages",
    "your_facebook_activity/messages",
    "this_profile's_activity_across_facebook/messages",
    "facebook-kade-2024/your_facebook_activity/messages",
]
HELLO = (said(ANNA, 0, "Hoi, is de mok er nog? 🙂"), said(SHOP, 1, "Ja, € 12,50"))


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("section", ["inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover"])
def test_every_root_and_section_is_the_same_conversation(tmp_path: Path, root: str, section: str) -> None:
    alone = read(READER, written(tmp_path / "one.json", thread(*HELLO)), me=(SHOP,))[0]
    path = tmp_path / "export"
    written(path / root / section / "annadewit_71" / "message_1.json", thread(*HELLO, path=f"{section}/annadewit_71"))
    found, problems = read(READER, path, me=(SHOP,))
    assert found == alone
    assert problems == []
    assert READER.score(path) > 0.9
    assert [m.text for m in found] == ["Hoi, is de mok er nog? 🙂", "Ja, € 12,50"]
    assert {m.conversation_key for m in found} == {"71"}


def test_folder_zip_thread_folder_and_file_are_the_same(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "f", messages__inbox__anna_71__message_1_json="")
    file = written(folder / "messages/inbox/anna_71/message_1.json", thread(*HELLO))
    (folder / "messages/inbox/anna_71/message_1_json").unlink()
    packed = tmp_path / "facebook.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(file, "messages/inbox/anna_71/message_1.json")
    ways = [folder, folder / "messages", folder / "messages/inbox/anna_71", file, packed]
    found = [[m.fingerprint for m in read(READER, way, me=(SHOP,))[0]] for way in ways]
    assert found == [found[0]] * len(ways)
    assert len(found[0]) == 2


def test_zips_of_one_download_in_a_folder_are_one_export(tmp_path: Path) -> None:
    photo = "messages/inbox/anna_71/photos/a.jpg"
    with zipfile.ZipFile(tmp_path / "facebook-1.zip", "w") as archive:
        archive.writestr("messages/inbox/anna_71/message_1.json", thread(said(ANNA, 0, photos=[{"uri": photo}])))
    with zipfile.ZipFile(tmp_path / "facebook-2.zip", "w") as archive:
        archive.writestr(photo, b"a photo")
    written(tmp_path / "facebook-3.zip", b"PK\x03\x04 broken off")
    (message,), problems = read(READER, tmp_path, me=(SHOP,))
    assert [(a.name, a.size, a.missing, a.content) for a in message.attachments] == [("a.jpg", 7, False, b"a photo")]
    assert problems == []


def test_files_are_taken_by_number_and_odd_siblings_are_not(tmp_path: Path) -> None:
    inbox = tmp_path / "messages/inbox/anna_71"
    for number in (1, 2, 9, 10, 11):
        written(inbox / f"message_{number}.json", thread(said(ANNA, 100 - number, f"file {number}")))
    for odd in ("message_final.json", "message_.json", "message_1.json.bak", "message_1 copy.json"):
        written(inbox / odd, thread(said(ANNA, 1, "odd")))
    found = read(READER, tmp_path, me=(SHOP,))[0]
    assert [m.text for m in found] == ["file 11", "file 10", "file 9", "file 2", "file 1"]


def test_a_damaged_file_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path / "messages/inbox/anna_71/message_1.json", thread(*HELLO)[:-150])
    written(tmp_path / "messages/inbox/bob_72/message_1.json", thread(said("Bob", 3, "yo"), people=("Bob", SHOP), path="inbox/bob_72"))
    found, problems = read(READER, tmp_path)
    assert "yo" in [m.text for m in found]
    assert [(p.kind, p.where, p.why) for p in problems] == [(ProblemKind.ERROR, "messages/inbox/anna_71/message_1.json", CUT_OFF)]


def test_the_same_messages_in_two_downloads_come_once(tmp_path: Path) -> None:
    written(tmp_path / "march/messages/inbox/anna_71/message_1.json", thread(*HELLO))
    written(tmp_path / "april/messages/inbox/annadewit_71/message_1.json", thread(*HELLO, said(ANNA, 5, "en de vaas?")))
    found = read(READER, tmp_path, me=(SHOP,))[0]
    assert sorted(m.text for m in found) == ["Hoi, is de mok er nog? 🙂", "Ja, € 12,50", "en de vaas?"]


# -- who is who


def test_the_other_side_is_known_by_the_thread(tmp_path: Path) -> None:
    for number in (71, 72):
        path = f"inbox/anna_{number}"
        written(tmp_path / f"messages/{path}/message_1.json", thread(said(ANNA, number, "hoi"), said(SHOP, number + 1, "dag"), path=path))
    found = read(READER, tmp_path, me=(SHOP,))[0]
    assert [m.customer.handles for m in found] == [
        (Handle(HandleKind.ID, key), Handle(HandleKind.NAME, ANNA)) for key in ("71", "71", "72", "72")
    ]
    assert [m.direction for m in found] == [Direction.IN, Direction.OUT] * 2
    assert found[1].sender.handles == (Handle(HandleKind.NAME, SHOP),)


def test_the_owner_is_the_name_in_every_thread(tmp_path: Path) -> None:
    for number, name in enumerate((ANNA, "Bob", "Chloé")):
        path = f"inbox/x_{number}"
        written(tmp_path / f"messages/{path}/message_1.json", thread(said(name, 0, "hoi"), people=(name, SHOP), path=path))
    left = thread(said("Dirk", 0, "dag"), people=("Dirk", "Eva"), path="inbox/x_9", is_still_participant=False)
    written(tmp_path / "messages/inbox/x_9/message_1.json", left)
    assert {m.direction for m in read(READER, tmp_path)[0]} == {Direction.IN}
    assert read(READER, tmp_path / "messages/inbox/x_0")[0][0].direction is Direction.UNKNOWN


def test_family_in_the_profile_is_not_the_owner(tmp_path: Path) -> None:
    written(tmp_path / "messages/inbox/anna_71/message_1.json", thread(*HELLO))
    profile = {"profile_v2": {"name": {"full_name": SHOP}, "family_members": [{"name": ANNA, "relation": "sister"}]}}
    written(tmp_path / "profile_information.json", json.dumps(profile))
    assert [m.direction for m in read(READER, tmp_path)[0]] == [Direction.IN, Direction.OUT]


@pytest.mark.parametrize(
    "profile",
    [
        {"profile_v2": {"name": {"full_name": "Café ’t Hoekje", "first_name": "Café"}}},
        {"profile": {"name": "Café ’t Hoekje"}},
        {"profile_user": [{"string_map_data": {"Naam": {"value": "Café ’t Hoekje"}, "Bio": {"value": "koffie"}}}]},
    ],
)
def test_the_owner_is_told_by_the_profile(tmp_path: Path, profile: dict[str, object]) -> None:
    mine = "Café ’t Hoekje"
    written(tmp_path / "messages/inbox/a_1/message_1.json", thread(said(ANNA, 0, "hoi"), said(mine, 1, "dag"), people=(ANNA, mine)))
    assert [m.direction for m in read(READER, tmp_path)[0]] == [Direction.UNKNOWN] * 2
    told = json.dumps(profile).replace("\\u00e9", "\\u00c3\\u00a9").replace("\\u2019", "\\u00e2\\u0080\\u0099")
    written(tmp_path / "profile_information/profile_information.json", told)
    assert [m.direction for m in read(READER, tmp_path)[0]] == [Direction.IN, Direction.OUT]


def test_what_is_told_later_changes_no_identity(tmp_path: Path) -> None:
    path = written(tmp_path / "one.json", thread(*HELLO, said("Facebook user", 5, "x")))
    first, second = read(READER, path)[0], read(READER, path, me=(SHOP,), timezone="Asia/Tokyo")[0]
    assert [m.fingerprint for m in first] == [m.fingerprint for m in second]
    assert [m.sent_at for m in first] == [m.sent_at for m in second]
    assert {m.direction for m in first} == {Direction.UNKNOWN}


def test_deleted_people_are_not_one_person(tmp_path: Path) -> None:
    for number in (1, 2):
        path = f"inbox/gone_{number}"
        text = thread(said("Facebook user", 0, "help"), people=("Facebook user", SHOP), path=path)
        written(tmp_path / f"messages/{path}/message_1.json", text)
    found = read(READER, tmp_path, me=(SHOP,))[0]
    assert [m.sender.handles for m in found] == [(Handle(HandleKind.ID, "1"),), (Handle(HandleKind.ID, "2"),)]


def test_one_who_left_is_named_by_the_title(tmp_path: Path) -> None:
    path = written(tmp_path / "one.json", thread(*HELLO, people=(SHOP,), title=ANNA))
    found = read(READER, path, me=(SHOP,))[0]
    assert [m.direction for m in found] == [Direction.IN, Direction.OUT]
    assert found[1].customer.handles[0] == Handle(HandleKind.ID, "71")


def test_a_group_is_whom_the_shop_writes_to(tmp_path: Path) -> None:
    lines = (said("Bob", 0, "wie komt?"), said("Bob", 1, "Bob named the group Markt."), said(SHOP, 2, "ik"))
    path = written(tmp_path / "one.json", thread(*lines, people=(ANNA, SHOP), title="Markt", joinable_mode={"mode": 1}))
    found = read(READER, path, me=(SHOP,))[0]
    assert [m.kind for m in found] == [Kind.MESSAGE, Kind.SYSTEM, Kind.MESSAGE]
    assert (found[0].subject, found[0].sender.handles) == ("Markt", (Handle(HandleKind.NAME, "Bob"),))
    assert found[2].recipients[0].name == "Markt"
    assert found[2].recipients[0].handles == (Handle(HandleKind.ID, "71"),)


# -- what was said


def test_calls_shares_stickers_unsent_and_reactions(tmp_path: Path) -> None:
    lines = (
        said(ANNA, 0, "Anna called you.", call_duration=0),
        said(ANNA, 1, call_duration=61, type="Call"),
        said(ANNA, 2, type="Call", missed=True, call_duration=0),
        said(ANNA, 3, is_unsent=True, reactions=[{"reaction": "❤", "actor": SHOP}]),
        said(ANNA, 4, "kijk", share={"link": "https://x.example/é", "share_text": "Mok"}),
        said(ANNA, 5, share={"share_text": "Live locatie"}),
        said(ANNA, 6, "Anna joined", type="Subscribe"),
        said(ANNA, 7, reactions=[{"reaction": "👍", "actor": SHOP}], content="ok"),
    )
    found, problems = read(READER, written(tmp_path / "one.json", thread(*lines)), me=(SHOP,))
    assert [(m.kind, m.text, m.warnings) for m in found] == [
        (Kind.CALL, "Anna called you.", ("missed_call",)),
        (Kind.CALL, "", ()),
        (Kind.CALL, "", ("missed_call",)),
        (Kind.MESSAGE, "", ("deleted",)),
        (Kind.MESSAGE, "kijk\nhttps://x.example/é\nMok", ()),
        (Kind.MESSAGE, "Live locatie", ()),
        (Kind.SYSTEM, "Anna joined", ()),
        (Kind.MESSAGE, "ok", ()),
    ]
    assert found[4].new_text == "kijk\nhttps://x.example/é"
    assert problems == []


@pytest.mark.parametrize(
    "uri",
    [
        "../../../../etc/passwd",
        "messages/inbox/anna_71/photos/../../../../../secret.txt",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "..\\secret.txt",
        "https://cdn.example/a.jpg",
        "photos/\0",
        "messages/inbox/anna_71/photos/not-there.jpg",
    ],
)
def test_media_outside_of_the_export_are_never_opened(tmp_path: Path, uri: str) -> None:
    written(tmp_path / "secret.txt", "secret")
    text = thread(said(ANNA, 0, "hier", photos=[{"uri": uri}]))
    export = written(tmp_path / "export/messages/inbox/anna_71/message_1.json", text)
    for path in (tmp_path / "export", export):
        (message,), (problem,) = read(READER, path, me=(SHOP,))
        assert [(a.missing, a.content) for a in message.attachments] == [(True, None)]
        assert problem.kind is ProblemKind.MEDIA_MISSING
        assert problem.why == (OUTSIDE_FILE if ".." in uri else MISSING_FILE)


def test_a_link_beside_a_file_given_alone_is_not_followed(tmp_path: Path) -> None:
    written(tmp_path / "secret.txt", "secret")
    file = written(tmp_path / "t/message_1.json", thread(said(ANNA, 0, files=[{"uri": "messages/inbox/anna_71/files/a.txt"}])))
    (tmp_path / "t/files").mkdir()
    (tmp_path / "t/files/a.txt").symlink_to(tmp_path / "secret.txt")
    assert read(READER, file)[0][0].attachments[0].missing
    (tmp_path / "t/files/a.txt").unlink()
    written(tmp_path / "t/files/a.txt", "an order")
    assert read(READER, file)[0][0].attachments[0].content == b"an order"


def test_what_is_no_message_is_told_with_its_place(tmp_path: Path) -> None:
    text = json.loads(thread(*HELLO))
    odd = ["stray", {}, *({"sender_name": ANNA, "timestamp_ms": when} for when in (None, "yesterday", 10**30, float("nan"), [1], True))]
    text["messages"] += odd
    found, problems = read(READER, written(tmp_path / "one.json", json.dumps(text)), me=(SHOP,))
    assert len(found) == 2
    wanted = sorted([("one.json#3", NO_MESSAGE), *((f"one.json#{number}", NO_TIME) for number in range(4, 11))])
    assert sorted((p.where, p.why) for p in problems) == wanted


@pytest.mark.parametrize(
    "fields",
    [
        {"timestamp_ms": START + 1},
        {"timestamp_ms": str(START + 1)},
        {"timestamp_ms": float(START + 1)},
        {"timestamp_ms": (START + 1) * 1000 + 7},
        {"timestamp": START + 1},
        {"timestamp": (START + 1) / 1000},
    ],
)
def test_times_of_every_unit_and_make(tmp_path: Path, fields: dict[str, object]) -> None:
    rows = [{"sender_name": SHOP, "timestamp": START // 1000, "content": "eerst"}, {"sender_name": ANNA, "content": "later", **fields}]
    text = json.dumps({"participants": [{"name": ANNA}, {"name": SHOP}], "messages": rows[::-1], "title": ANNA})
    path = written(tmp_path / "one.json", text)
    assert READER.score(path) > 0.8
    found, problems = read(READER, path, me=(SHOP,))
    assert [(m.text, m.sender.name, m.sent_at.timestamp() * 1000 - START) for m in found] == [("eerst", SHOP, 0), ("later", ANNA, 1)]
    assert problems == []


def test_text_that_is_right_already_stays_right(tmp_path: Path) -> None:
    rows = [{"sender_name": "Renée", "timestamp_ms": START, "content": "één café, “dank” 👍"}]
    text = json.dumps({"participants": [{"name": "Renée"}, {"name": SHOP}], "messages": rows, "title": "Renée"}, ensure_ascii=False)
    (message,) = read(READER, written(tmp_path / "one.json", text), me=(SHOP,))[0]
    assert (message.sender.name, message.text) == ("Renée", "één café, “dank” 👍")


# -- end-to-end encrypted


def flat(name: str, *texts: str) -> str:
    rows = [
        {"senderName": name.partition("_")[0], "timestamp": START + n, "text": text, "isUnsent": False, "media": []}
        for n, text in enumerate(texts)
    ]
    return json.dumps({"participants": [name.partition("_")[0], SHOP], "threadName": name, "messages": rows})


def test_encrypted_threads_keep_their_key_when_the_number_changes(tmp_path: Path) -> None:
    first = read(READER, written(tmp_path / "a/Anna_40.json", flat("Anna_40", "hoi")), me=(SHOP,))[0]
    second = read(READER, written(tmp_path / "b/Anna_38.json", flat("Anna_38", "hoi", "nog iets")), me=(SHOP,))[0]
    assert [m.fingerprint for m in first] == [m.fingerprint for m in second][:1]
    assert first[0].sender.handles == (Handle(HandleKind.NAME, "Anna"),)


def test_two_of_one_name_in_encrypted_threads_stay_two(tmp_path: Path) -> None:
    for number in (40, 41):
        written(tmp_path / f"Anna_{number}.json", flat(f"Anna_{number}", "hoi"))
    found = read(READER, tmp_path, me=(SHOP,))[0]
    assert sorted(m.conversation_key for m in found) == ["e2ee:anna_40", "e2ee:anna_41"]


# -- pages


BLOCK = '<div class="_a6-g"><div>{}</div><div><div><div></div><div>{}</div></div></div><div>{}</div></div>'


def html(*blocks: tuple[str, str, str]) -> str:
    return f"<html><title>Anna de Wit</title><body><div>{''.join(BLOCK.format(*block) for block in blocks)}</div></body></html>"


def test_pages_have_the_key_of_the_json_and_json_is_preferred(tmp_path: Path) -> None:
    folder = tmp_path / "messages/inbox/anna_71"
    written(folder / "message_1.html", html((SHOP, "dag", "2 mrt 2024, 09:01"), (ANNA, "hoi", "2 mrt 2024, 09:00")))
    pages = read(READER, tmp_path, me=(SHOP,))[0]
    assert [(m.text, m.conversation_key, m.direction) for m in pages] == [("hoi", "71", Direction.IN), ("dag", "71", Direction.OUT)]
    written(folder / "message_1.json", thread(*HELLO))
    assert [m.text for m in read(READER, tmp_path, me=(SHOP,))[0]] == [m["content"] for m in HELLO]


def test_the_zone_is_the_owners_and_not_part_of_the_identity(tmp_path: Path) -> None:
    path = written(tmp_path / "a.html", html((ANNA, "hoi", "2 mrt 2024, 09:00"), (ANNA, "hoi", "2 mrt 2024, 09:00")))
    here, there = read(READER, path)[0], read(READER, path, timezone="America/New_York")[0]
    assert [m.fingerprint for m in here] == [m.fingerprint for m in there]
    assert here[0].fingerprint != here[1].fingerprint
    assert (here[0].sent_at.hour, there[0].sent_at.hour) == (8, 14)
    with pytest.raises(BadInput) as caught:
        read(READER, path, timezone="Europe/Utrecht")
    assert caught.value.template == NO_ZONE


def test_dates_that_read_both_ways_are_told(tmp_path: Path) -> None:
    path = written(tmp_path / "a.html", html((ANNA, "b", "4/3/2024 10:00"), (ANNA, "a", "3/3/2024 10:00")))
    found, (problem,) = read(READER, path)
    folder = tmp_path / "two/messages/inbox/anna_71"
    written(folder / "message_1.html", path.read_text())
    written(folder / "message_2.html", html((ANNA, "0", "2/3/2024 10:00")))
    assert len(read(READER, tmp_path / "two")[1]) == 1
    assert (problem.kind, problem.why) == (ProblemKind.AMBIGUOUS_DATE, DATE_DAY_FIRST)
    assert problem.example == "4/3/2024"
    assert [m.warnings for m in found] == [(), ("ambiguous_date",)]
    later, problems = read(READER, path, day_first=False)
    assert (later[1].sent_at.month, problems) == (4, [])
    months = written(tmp_path / "b.html", html((ANNA, "b", "4/3/2024 10:00"), (ANNA, "a", "3/3/2024 10:00"), (ANNA, "a", "2/3/2024 10:00")))
    assert read(READER, months)[1][0].why in (DATE_DAY_FIRST, DATE_MONTH_FIRST)


# -- what it is not


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "result.json",
            '{"name": "Anna", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "type": "message", "from": "Anna", "text": "x"}]}',
        ),
        ("messages.json", '{"messages": [{"creator": {"name": "A"}, "created_date": "x", "text": "y"}]}'),
        ("export.json", '{"guild": {}, "channel": {}, "messages": [{"id": "1", "timestamp": "2024-01-01T00:00:00Z", "content": "x"}]}'),
        ("page.html", "<html><body><div><div>Blog</div><div>text</div><div>13 mrt 2024, 10:00</div></div></body></html>"),
        ("chat.txt", "18-03-2022 15:10 - Anna: participants messages sender_name timestamp_ms"),
        ("data.json", '[{"participants": [], "messages": [], "sender_name": 1, "timestamp_ms": 2}]'),
    ],
)
def test_files_of_others_are_left_to_them(tmp_path: Path, name: str, content: str) -> None:
    path = written(tmp_path / name, content)
    assert READER.score(path) < 0.2
    assert INSTAGRAM.score(path) < 0.2


def test_a_folder_without_threads_is_refused_in_one_sentence(tmp_path: Path) -> None:
    written(tmp_path / "posts/posts_1.json", "[]")
    with pytest.raises(BadInput) as caught:
        read(READER, tmp_path)
    assert caught.value.template == NO_THREADS


def test_an_archive_that_leads_outside_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../messages/inbox/anna_71/message_1.json", thread(*HELLO))
    assert READER.score(tmp_path / "x.zip") == 0
    with pytest.raises(BadInput):
        read(READER, tmp_path / "x.zip")
