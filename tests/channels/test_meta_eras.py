"""One conversation written in every era and make of Meta's downloads is read as the same messages."""

import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.channels.instagram import READER as INSTAGRAM
from app.channels.messenger import READER
from app.domain.message import Direction, Kind, ProblemKind
from tests.channels.meta_files import ANNA, SHOP, damaged, read, thread, written

PEOPLE = ("Renée 🌷", SHOP, "Jürgen Öz")


@dataclass(frozen=True)
class Line:
    """What is said: milliseconds, who, words ("" for a photo)."""

    at: int
    who: str
    text: str


lines = st.lists(
    st.builds(
        Line,
        st.integers(1_300_000_000_000, 1_760_000_000_000),
        st.sampled_from(PEOPLE),
        st.sampled_from(
            ["hoi", "waar blijft #1042??", "één mok à € 12,50", "👍🏽", "ok\nen dan?", "", 'zij: "ja" \\ nee', "Ã© is fout", "nr 7 …"]
        ),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda line: line.at,
)


def modern(line: Line, typed: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"sender_name": line.who, "timestamp_ms": line.at}
    row |= {"content": line.text} if line.text else {"photos": [{"uri": "photos/none.jpg", "creation_timestamp": line.at // 1000}]}
    return row | ({"type": "Generic", "is_unsent": False, "ip": "192.0.2.1"} if typed else {"is_geoblocked_for_viewer": False})


def encrypted(line: Line) -> dict[str, Any]:
    media = [] if line.text else [{"uri": "./media/none.jpg"}]
    row = {"isUnsent": False, "media": media, "reactions": [], "senderName": line.who}
    return row | {"text": line.text, "timestamp": line.at, "type": "text" if line.text else "media"}


@settings(max_examples=80, deadline=None)
@given(
    said=lines,
    era=st.sampled_from(["modern", "typed", "seconds", "encrypted"]),
    right=st.booleans(),
    escaped=st.booleans(),
    indent=st.sampled_from([None, 2]),
    turned=st.booleans(),
    ends_first=st.booleans(),
    bom=st.booleans(),
    packed=st.booleans(),
    cut=st.integers(1, 5),
)
def test_every_make_is_the_same_conversation(
    said: list[Line],
    era: str,
    right: bool,
    escaped: bool,
    indent: int | None,
    turned: bool,
    ends_first: bool,
    bom: bool,
    packed: bool,
    cut: int,
) -> None:
    said = sorted(said, key=lambda line: line.at)
    if era == "seconds":
        said = [Line(line.at // 1000 * 1000, line.who, line.text) for line in said]
    rows = [encrypted(line) if era == "encrypted" else modern(line, era != "modern") for line in said]
    for row in rows if era == "seconds" else []:
        row["timestamp"] = row.pop("timestamp_ms") // 1000
    files = [rows] if era == "encrypted" else [rows[at : at + cut] for at in range(0, len(rows), cut)][::-1]
    with TemporaryDirectory() as tempfolder:
        folder = Path(tempfolder) / "down"
        for number, part in enumerate(files, 1):
            part = part if turned else part[::-1]
            if era == "encrypted":
                before: dict[str, Any] = {"participants": list(PEOPLE), "threadName": "Markt_7"}
                name = "Markt_7.json"
            else:
                before = {"participants": [{"name": name} for name in PEOPLE]}
                name = f"your_facebook_activity/messages/inbox/markt_7/message_{number}.json"
            behind = {} if era == "encrypted" else {"title": "Markt", "is_still_participant": True, "thread_path": "inbox/markt_7"}
            found = {"messages": part, **before, **behind} if ends_first else {**before, "messages": part, **behind}
            text = json.dumps(found if right else damaged(found), ensure_ascii=escaped, indent=indent)
            written(folder / name, ("\ufeff" if bom else "") + text)
        path = folder
        if packed:
            path = Path(tempfolder) / "down.zip"
            with zipfile.ZipFile(path, "w") as archive:
                for file in sorted(folder.rglob("*.json")):
                    archive.write(file, file.relative_to(folder).as_posix())
        assert READER.score(path) > 0.8
        messages, problems = read(READER, path, me=(SHOP,))
    wrong = "é is fout" if right else "Ã© is fout"  # what was right and looks damaged cannot be told from damage
    wanted = [(line.at, line.who, wrong if line.text == "Ã© is fout" else line.text) for line in said]
    assert [(round(m.sent_at.timestamp() * 1000), m.sender.name, m.text) for m in messages] == wanted
    assert [m.direction for m in messages] == [Direction.OUT if line.who == SHOP else Direction.IN for line in said]
    assert {m.subject for m in messages} == {"Markt_7" if era == "encrypted" else "Markt"}
    assert len(problems) == sum(not line.text for line in said)
    assert len({m.fingerprint for m in messages}) == len(messages)


# -- the first downloads of all


FIRST_BLOCK = '<div class="message"><div class="message_header"><span class="user">{}</span><span class="meta">{}</span></div></div>{}'
FIRST_FOOT = "</div></div><div class='footer'>Downloaded by Keramiek Kade on Monday, October 2, 2017 at 10:00am UTC+02</div></body></html>"


def first_page(*threads: tuple[str, list[tuple[str, str, str]]]) -> str:
    body = "</div><div>".join(
        f'<div class="thread">{people}' + "".join(FIRST_BLOCK.format(*block) for block in blocks) + "</div>" for people, blocks in threads
    )
    return f'<html><head><title>Kade - Messages</title></head><body><div class="contents"><h1>Kade</h1><div>{body}{FIRST_FOOT}'


FIRST = first_page(
    (
        f"{ANNA}, {SHOP}",
        [
            (SHOP, "Thursday, September 22, 2011 at 3:09pm EDT", "<p>Ja &amp; graag<br/>tot zo</p>"),
            (ANNA, "Thursday, September 22, 2011 at 3:01pm EDT", "<p>is de mok er nog?</p>"),
        ],
    ),
    (
        f"1034@facebook.com, {SHOP}",
        [("1034@facebook.com", "Friday, September 23, 2011 at 1:00am EDT", '<p></p><p><img src="photos/1.jpg"/></p>')],
    ),
    (f"{ANNA}, {SHOP}", [(ANNA, "Thursday, September 1, 2011 at 3:01pm EDT", "<p></p>")]),
    ("Nobody", []),
)


@pytest.mark.parametrize("name", ["messages.htm", "html/messages.htm", "messages/0.html", "renamed.html"])
def test_pages_of_many_threads(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / "x" / name, FIRST)
    for way in (path,) if name == "renamed.html" else (path, tmp_path / "x"):
        assert READER.score(way) > 0.8
        found, problems = read(READER, way, me=(SHOP,))
        assert [(m.sender.name, m.text, m.conversation_key, len(m.attachments)) for m in found] == [
            (ANNA, "", "thread:anna de wit, keramiek kade", 0),
            (ANNA, "is de mok er nog?", "thread:anna de wit, keramiek kade", 0),
            (SHOP, "Ja & graag\ntot zo", "thread:anna de wit, keramiek kade", 0),
            ("1034@facebook.com", "", "thread:1034@facebook.com, keramiek kade", 1),
        ]
        assert found[1].sent_at == datetime(2011, 9, 22, 19, 1, tzinfo=UTC)
        assert [m.direction for m in found] == [Direction.IN, Direction.IN, Direction.OUT, Direction.IN]
        assert len(problems) == 1


CHATS = [
    {
        "participants": ["studioklei", "lea.k"],
        "conversation": [
            {"sender": "lea.k", "created_at": "2019-02-03T12:35:44.123456+00:00", "text": "schöne Tasse 😍"},
            {"sender": "studioklei", "created_at": "2019-02-03T12:34:44+00:00", "heart": "❤️"},
            {
                "sender": "lea.k",
                "created_at": "2019-02-03T12:33:44+00:00",
                "media_share_url": "https://x.example/1",
                "media_share_caption": "neu",
            },
        ],
    },
    {
        "participants": ["bob", "studioklei"],
        "conversation": [
            {"sender": "bob", "created_at": "yesterday", "text": "hi"},
            {"sender": "bob", "created_at": "2019-02-05T12:33:44+00:00", "video_call_action": "Call ended"},
            {"sender": "bob", "created_at": "2019-02-05T13:33:44+01:00", "voice_media": [{"url": "https://x.example/a.mp4"}]},
        ],
    },
]


@pytest.mark.parametrize("tail", ["]", ", {}", ', {"participants": ["a'])
def test_a_list_of_instagram_chats(tmp_path: Path, tail: str) -> None:
    path = written(tmp_path / "messages.json", json.dumps(CHATS, ensure_ascii=False)[:-1] + tail)
    written(tmp_path / "profile.json", json.dumps({"username": "studioklei", "name": "Studio Klei"}))
    assert INSTAGRAM.score(path) > 0.8
    assert INSTAGRAM.score(tmp_path) > 0.8
    found, problems = read(INSTAGRAM, tmp_path)
    assert [(m.sender.name, m.text, m.kind, m.direction) for m in found] == [
        ("lea.k", "neu\nhttps://x.example/1", Kind.MESSAGE, Direction.IN),
        ("studioklei", "❤️", Kind.MESSAGE, Direction.OUT),
        ("lea.k", "schöne Tasse 😍", Kind.MESSAGE, Direction.IN),
        ("bob", "Call ended", Kind.CALL, Direction.IN),
        ("bob", "", Kind.MESSAGE, Direction.IN),
    ]
    assert len(problems) == (2 if tail == "]" else 3)


def test_a_list_that_breaks_off_in_a_chat_gives_what_was_whole(tmp_path: Path) -> None:
    whole = json.dumps(CHATS)
    path = written(tmp_path / "messages.json", whole[: whole.index("video_call")])
    found, problems = read(INSTAGRAM, path, me=("studioklei",))
    assert [m.sender.name for m in found] == ["lea.k", "studioklei", "lea.k"]
    assert sorted(p.kind for p in problems) == [ProblemKind.ERROR, ProblemKind.UNPARSED]


def test_threads_under_other_names_are_found_by_what_they_hold(tmp_path: Path) -> None:
    written(tmp_path / "anna.json", thread({"sender_name": ANNA, "timestamp_ms": 1_709_280_000_000, "content": "hoi"}))
    written(tmp_path / "settings.json", json.dumps({"participants": [], "what": 1}))
    found, problems = read(READER, tmp_path, me=(SHOP,))
    assert [(m.text, m.conversation_key) for m in found] == [("hoi", "71")]
    assert problems == []


def test_people_are_learned_where_the_file_does_not_list_them(tmp_path: Path) -> None:
    rows = [{"sender_name": who, "timestamp_ms": 1_709_280_000_000 + n, "content": "hoi"} for n, who in enumerate([ANNA, SHOP, None])]
    path = written(tmp_path / "a.json", json.dumps({"participants": None, "messages": rows, "title": None, "thread_path": "inbox/a_5"}))
    found, _ = read(READER, path, me=(SHOP,))
    assert [(m.direction, m.sender.name) for m in found] == [(Direction.IN, ANNA), (Direction.OUT, SHOP), (Direction.IN, "")]
    assert [party.name for party in found[1].recipients] == [ANNA]


def test_a_group_without_a_name_is_called_by_its_people(tmp_path: Path) -> None:
    rows = [{"sender_name": SHOP, "timestamp_ms": 1_709_280_000_000, "content": "hoi"}]
    people = [{"name": name} for name in (ANNA, SHOP, "Bob")]
    path = written(tmp_path / "a.json", json.dumps({"participants": people, "messages": rows, "title": "", "thread_path": "inbox/_5"}))
    (message,) = read(READER, path, me=(SHOP,))[0]
    assert (message.subject, message.recipients[0].name) == (f"{ANNA}, Bob", f"{ANNA}, Bob")


def test_files_that_are_named_without_an_object_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", thread({"sender_name": ANNA, "timestamp_ms": 1_709_280_000_000, "photos": ["photos/a.jpg"]}))
    (message,) = read(READER, path, me=(SHOP,))[0]
    assert [(a.name, a.missing) for a in message.attachments] == [("a.jpg", True)]
