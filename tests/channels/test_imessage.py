"""Apple Messages as text: blocks, answers that stand twice, edits, files."""

from pathlib import Path

import pytest

from app.channels.imessage import BEFORE_FIRST, NOT_IMESSAGE, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ReadOptions

AT = "Mar 04, 2024  9:15:30 AM"


def read(folder: Path, text: str, name: str = "Bo Vis.txt", **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    path = folder / name
    path.write_text(text)
    items = list(READER.read(path, ReadOptions(**{"timezone": "UTC", **options})))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


@pytest.mark.parametrize(
    ("head", "iso"),
    [
        (AT, "2024-03-04T09:15:30"),
        ("May 17, 2022  5:29:42 PM (Read by them after 2 minutes)", "2022-05-17T17:29:42"),
        ("Dec 31, 2023 12:00:01 AM", "2023-12-31T00:00:01"),
        ("Dec 31, 2023 12:00:01\u202fPM", "2023-12-31T12:00:01"),
    ],
)
def test_headers(tmp_path: Path, head: str, iso: str) -> None:
    (message,), _ = read(tmp_path, f"{head}\nBo Vis\nhi\n\n")
    assert (message.sent_at.isoformat()[:19], message.text, message.direction) == (iso, "hi", Direction.IN)


@pytest.mark.parametrize(
    ("name", "kind", "value"),
    [
        ("Bo Vis", HandleKind.NAME, "Bo Vis"),
        ("+31 6 12345601", HandleKind.PHONE, "+31612345601"),
        ("Bo@Example.com", HandleKind.EMAIL, "bo@example.com"),
        ("0612345601", HandleKind.PHONE, "+31612345601"),
    ],
)
def test_who_writes(tmp_path: Path, name: str, kind: HandleKind, value: str) -> None:
    (theirs, mine), _ = read(tmp_path, f"{AT}\n{name}\nhi\n\n{AT}\nMe\nyes\n\n", me=("Kade",))
    assert (theirs.sender.handles[0].kind, theirs.sender.handles[0].value) == (kind, value)
    assert (mine.direction, mine.sender.name, mine.recipients) == (Direction.OUT, "Kade", (theirs.sender,))


ANSWER = "    Mar 04, 2024  9:20:00 AM\n    Me\n    yes\n    of course\n"
AGAIN = "Mar 04, 2024  9:20:00 AM\nMe\nyes\nof course\nThis message responded to an earlier message.\n\n"


def test_an_answer_that_stands_twice_is_one_message(tmp_path: Path) -> None:
    messages, _ = read(tmp_path, f"{AT}\nBo\nshall we?\nTapbacks:\nLoved by Me\n{ANSWER}\n{AGAIN}")
    assert [(m.sender.name, m.text) for m in messages] == [("Bo", "shall we?"), ("", "yes\nof course")]


def test_an_answer_that_stands_once_is_not_lost(tmp_path: Path) -> None:
    messages, _ = read(tmp_path, f"{AT}\nBo\nshall we?\n{ANSWER}\n")
    assert [m.text for m in messages] == ["shall we?", "yes\nof course"]


def test_the_last_version_counts(tmp_path: Path) -> None:
    (message,), _ = read(tmp_path, f"{AT}\nMe\none\nEdited 1 minute later: two\nEdited 2 hours, 1 second later: three\nfour\n\n")
    assert (message.text, message.warnings) == ("three\nfour", ("edited",))


def test_what_was_taken_back_and_what_the_app_says(tmp_path: Path) -> None:
    text = f"{AT}\nBo\nBo unsent this message part 4 minutes after sending!\n\n{AT} You named the conversation Kiln\n\n"
    (gone, notice), _ = read(tmp_path, text)
    assert (gone.warnings, gone.new_text) == (("deleted",), "")
    assert (notice.kind, notice.text) == (Kind.SYSTEM, "You named the conversation Kiln")


def test_files_beside_the_text(tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "1.png").write_bytes(b"png")
    text = f"{AT}\nBo\nlook\nattachments/1.png\n/Users/kade/Library/Messages/Attachments/0a/x.heic\n/etc/hosts.txt\n\n"
    (message,), problems = read(tmp_path, text)
    assert [(a.name, a.content) for a in message.attachments] == [("1.png", b"png"), ("x.heic", None)]
    assert (message.text, len(problems)) == ("look\n/etc/hosts.txt", 1)


def test_empty_lines_and_indents_belong_to_the_body(tmp_path: Path) -> None:
    (message,), _ = read(tmp_path, f"{AT}\nBo\n\na\n\n    b\nMay be later\n\n")
    assert message.text == "a\n\n    b\nMay be later"


def test_text_before_the_first_message_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read(tmp_path, f"what\n{AT}\nBo\nhi\n\n")
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "b.txt").write_text(f"{AT}\nBo\nhi\n\n")
    (tmp_path / "chats" / "notes.txt").write_text("nothing\n")
    assert len(list(READER.read(tmp_path / "chats", ReadOptions()))) == 1
    assert BEFORE_FIRST != NOT_IMESSAGE


@pytest.mark.parametrize("text", ["hello\n", "Mar 04, 2024\nBo\nhi\n", "Foo 04, 2024  9:15:30 AM\n"])
def test_what_is_no_export_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert caught.value.template == NOT_IMESSAGE
