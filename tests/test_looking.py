"""What a file leaves open: an archive of several programs is asked about for each of them, and each is read as was answered about it."""

import json
import zipfile
from collections import Counter as Counted
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import look_at, open_counter
from app.domain.message import IncomingMessage, Problem, ReadOptions
from app.domain.reading import Ask
from app.looking import read_files
from app.pipeline.counter import Counter

SAMPLES = Path(__file__).parent / "samples"
ANNA, SHOP = {"name": "Anna Mos", "email": "anna@x.example"}, {"name": "Kade 3", "email": "kade@shop.example"}
CHAT = {
    "messages": [
        {"creator": who, "created_date": f"Tuesday, July 7, 2020 at 3:00:{n:02} PM UTC", "text": text, "message_id": f"a/t/{n}"}
        for n, (who, text) in enumerate(((ANNA, "Zijn jullie open?"), (SHOP, "Tot zes uur"), (ANNA, "Fijn")))
    ]
}
THREAD = {
    "participants": [{"name": "Bo Vos"}, {"name": "Atelier Kade"}],
    "messages": [
        {"sender_name": "Atelier Kade", "timestamp_ms": 1594134030000, "content": "Morgen weer", "type": "Generic"},
        {"sender_name": "Bo Vos", "timestamp_ms": 1594134029000, "content": "Is de kom er nog?", "type": "Generic"},
    ],
    "title": "Bo Vos",
    "is_still_participant": True,
    "thread_path": "inbox/bovos_1",
}
MAIL = "From 1@xxx Mon Apr 07 14:31:02 +0000 2025\nFrom: a@x.example\nSubject: s\nDate: Mon, 07 Apr 2025 16:31:02 +0200\n\nhoi\n"


@pytest.fixture
def takeout(tmp_path: Path) -> Path:
    """Mail, which asks nothing, beside two programs that do not say which name is the shop."""
    path = tmp_path / "alles.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Takeout/Mail/All mail.mbox", MAIL)
        archive.writestr("Takeout/Google Chat/Groups/DM a/messages.json", json.dumps(CHAT))
        archive.writestr("your_facebook_activity/messages/inbox/bovos_1/message_1.json", json.dumps(THREAD))
    return path


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    monkeypatch.setenv("TOONBANK_PASSPHRASE", "kiln")
    made = open_counter(tmp_path / "shop", write=True, passphrase=lambda: "kiln")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "text", "asked"),
    [
        ("chat.txt", "04-03-2024 10:11 - Anna: hoi\n04-03-2024 10:12 - Kade: dag\n", True),
        ("message_1.json", json.dumps(THREAD), False),
    ],
)
def test_the_zone_is_asked_where_it_matters(tmp_path: Path, name: str, text: str, asked: bool) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert (Ask.TIMEZONE in look_at(path, ReadOptions()).asks) is asked


def test_a_program_s_reader_leaves_the_others_files_alone(takeout: Path) -> None:
    page = (SAMPLES / "telegram" / "ChatExport_2024-03-07" / "messages.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(takeout, "a") as archive:
        archive.writestr("ChatExport_2024-03-07/messages.html", page)
    found = list(read_files([takeout], ReadOptions()))
    assert [item for item in found if isinstance(item, Problem)] == []
    assert Counted(item.channel.value for item in found if isinstance(item, IncomingMessage)) == {
        "mailfile": 1, "google_chat": 3, "messenger": 2, "telegram": 2,
    }  # fmt: skip


def test_every_program_in_an_archive_is_looked_at(takeout: Path) -> None:
    parts = {part.what: part for part in look_at(takeout, ReadOptions()).parts}
    assert set(parts) == {"mailfile", "google_chat", "messenger"}
    assert parts["mailfile"].asks == frozenset()
    assert (Ask.ME in parts["google_chat"].asks, parts["google_chat"].names) == (True, ("Anna Mos", "Kade 3"))
    assert (Ask.ME in parts["messenger"].asks, set(parts["messenger"].names)) == (True, {"Bo Vos", "Atelier Kade"})
    assert parts["google_chat"].source != parts["messenger"].source


def test_what_was_named_is_looked_at_alone(takeout: Path) -> None:
    assert [part.what for part in look_at(takeout, ReadOptions(), "messenger").parts] == ["messenger"]


def test_each_program_is_read_as_was_answered_about_it_and_that_is_remembered(counter: Counter, takeout: Path) -> None:
    answers = {(takeout, "google_chat"): {"me": ["Kade 3"]}, (takeout, "messenger"): {"me": ["Atelier Kade"]}}
    report = counter.import_paths([takeout], answers=answers)
    assert (report.read, report.new) == (6, 6)
    directions = {
        message.text: message.direction.value for who in counter.customers() for message in counter.customer_card(who.id).timeline
    }
    assert directions == {
        **{"Zijn jullie open?": "in", "Tot zes uur": "out", "Fijn": "in"},
        **{"Is de kom er nog?": "in", "Morgen weer": "out", "hoi": "unknown"},
    }
    again = {part.what: part for part in counter.look(takeout).parts}
    assert {what: (set(part.asks) & {Ask.ME}, part.answers.get("me")) for what, part in again.items()} == {
        "mailfile": (set(), None),
        "google_chat": (set(), ["Kade 3"]),
        "messenger": (set(), ["Atelier Kade"]),
    }
    assert counter.import_paths([takeout]).new == 0


def test_what_is_answered_about_the_file_goes_for_all_of_it(counter: Counter, takeout: Path) -> None:
    counter.import_paths([takeout], answers={takeout: {"me": ["Kade 3", "Atelier Kade"]}}, keep_names=True)
    assert counter.shop().own_names == ("Kade 3", "Atelier Kade")
    assert {part.what for part in counter.look(takeout).parts if Ask.ME in part.asks} == set()


@pytest.mark.parametrize(
    ("name", "content", "trouble"),
    [
        ("leeg.txt", b"", "The file is empty"),
        ("leeg.csv", b"", "The file is empty"),
        ("leeg.zip", b"", "The file is empty"),
        ("map", None, "There are no files in it"),
        ("kapot.zip", b"PK\x03\x04" + bytes(200), "The archive is damaged"),
        ("plaatje.heic", b"x", ""),
    ],
)
def test_what_nothing_can_be_made_of_says_why(tmp_path: Path, name: str, content: bytes | None, trouble: str) -> None:
    path = tmp_path / name
    path.mkdir() if content is None else path.write_bytes(content)
    look = look_at(path, ReadOptions())
    assert look.what == ""
    assert look.trouble.startswith(trouble)
    assert bool(look.trouble) == bool(trouble)
