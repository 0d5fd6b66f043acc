"""Helpdesks: who said what, notes that stay inside, times in any writing, and what is no ticket."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.channels import readers_of
from app.domain.errors import BadInput
from app.domain.message import Channel, Direction, Handle, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.helpdesk import moment, words_of

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "helpdesk"
FILES = sorted(p.name for p in SAMPLES.iterdir() if p.name != "expected.json")


def read(path: Path) -> tuple[list[IncomingMessage], list[Problem]]:
    reader = max(readers_of(Channel.HELPDESK), key=lambda r: r.score(path))
    items = list(reader.read(path, ReadOptions()))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


@pytest.mark.parametrize("name", FILES)
def test_internal_notes_are_never_said_to_anybody(name: str) -> None:
    messages, _ = read(SAMPLES / name)
    notes = [m for m in messages if m.kind is Kind.NOTE]
    assert notes
    customers = {h for m in messages if m.direction is Direction.IN for h in m.sender.handles}
    for note in notes:
        assert note.direction is Direction.OUT
        assert not customers & set(note.sender.handles)
        assert note.customer.handles, "a note lies with the customer it is about"
        assert set(note.customer.handles) <= customers


def test_a_ticket_whose_persons_are_not_in_the_export_is_known_by_the_helpdesks_number() -> None:
    messages, _ = read(SAMPLES / "zendesk.json")
    assert messages[0].sender.handles == (Handle(HandleKind.ID, "zendesk:5001"),)
    named, _ = read(SAMPLES / "zendesk account")
    assert named[0].sender.name == "Lieke Vos"
    assert [m.fingerprint for m in named] == [m.fingerprint for m in messages], "with names it is the same message"


def test_what_the_customer_wrote_is_cut_off_the_quoted_history() -> None:
    messages, _ = read(SAMPLES / "zendesk account")
    assert messages[3].new_text == "helpt niet 🙁"


def write(folder: Path, value: Any) -> Path:
    file = folder / "tickets.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def test_a_comment_without_a_time_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    ticket = json.loads((SAMPLES / "gorgias.json").read_text(encoding="utf-8"))
    ticket["data"][0]["messages"][0] |= {"sent_datetime": "soon", "created_datetime": None}
    messages, problems = read(write(tmp_path, ticket))
    assert len(messages) == 2
    assert [p.kind for p in problems] == [ProblemKind.UNPARSED]


def test_odd_values_where_objects_should_be_do_no_harm(tmp_path: Path) -> None:
    tickets = json.loads((SAMPLES / "freshdesk.json").read_text(encoding="utf-8"))
    for odd in (None, 7, "x", [], [None], {"a": 1}):
        for key in ("requester", "conversations", "attachments", "created_at", "subject"):
            changed = [{**tickets[0], key: odd}]
            messages, problems = read(write(tmp_path, changed))
            assert messages or problems, (key, odd)


@pytest.mark.parametrize(
    "header", ["Summation column,Id,Requester,Requester email,Assignee,Subject,Status", "Ticket ID;Subject;Agent;Group"]
)
def test_a_list_without_words_is_refused_and_told_what_to_export(tmp_path: Path, header: str) -> None:
    file = tmp_path / "view.csv"
    file.write_text(header + "\n1" + "," * header.count(",") + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="list of tickets"):
        read(file)


def test_a_table_that_holds_the_words_is_no_mere_list(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Id,Requester,Assignee,Subject,Description\n1,a,b,c,d\n", encoding="utf-8")
    assert max(r.score(file) for r in readers_of(Channel.HELPDESK)) == 0


WHEN = datetime(2025, 4, 1, 9, 0, 0, 123456, UTC)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2025-04-01T09:00:00.123456+00:00", WHEN),
        ("2025-04-01 09:00:00.123456789Z", WHEN),
        ("2025-04-01T11:00:00.123456+02:00", WHEN),
        ("2025-04-01T09:00:00Z", WHEN.replace(microsecond=0)),
        (1743498000, WHEN.replace(microsecond=0)),
        ("1743498000", WHEN.replace(microsecond=0)),
        (1743498000000, WHEN.replace(microsecond=0)),
        ("soon", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_times(written: object, read_as: datetime | None) -> None:
    assert moment(written) == read_as


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.lists(st.text())))
def test_no_time_raises_and_every_one_has_a_zone(value: object) -> None:
    found = moment(value)
    assert found is None or found.tzinfo is UTC or found.utcoffset() is not None


@given(st.text(max_size=300))
def test_words_never_raise_and_keep_plain_text(text: str) -> None:
    plain = "".join(c for c in text if c not in "<&")
    assert words_of(plain) == plain.strip()
    words_of(text)
