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
from app.parsing.helpdesk import STRAY, moment, words_of

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


def export(folder: Path, files: dict[str, Any]) -> Path:
    for name, value in files.items():
        path = folder / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return folder / "export"


ZENDESK = {
    "id": 9,
    "subject": "Kan",
    "status": "open",
    "requester_id": 1,
    "submitter_id": 1,
    "assignee_id": 2,
    "description": "Is er nog een kan?",
}
SAID = [
    {"id": 31, "author_id": 1, "body": "Is er nog een kan?", "public": True, "created_at": "2025-03-04T09:15:00Z"},
    {"id": 32, "author_id": 2, "body": "duur inkopen", "public": False, "created_at": "2025-03-04T09:20:00Z"},
]
BESIDE = [{**said, "ticket_id": 9} for said in SAID]


@pytest.mark.parametrize(
    "files",
    [
        {"tickets.json": {"tickets": [ZENDESK]}, "ticket_comments.json": "\n".join(map(json.dumps, BESIDE))},
        {"tickets.json": [ZENDESK], "comments.json": {"comments": BESIDE}},
        {"tickets.json": [ZENDESK], "tickets/9/comments.json": {"comments": SAID, "next_page": None}},
        {"tickets.json": [ZENDESK], "comments_9.json": SAID},
        {"9.json": {"ticket": ZENDESK, "comments": SAID}},
        {"9.json": {"ticket": {**ZENDESK, "comments": SAID}}},
    ],
    ids=["lines", "one list", "folder of a ticket", "file of a ticket", "one ticket with comments beside", "one ticket"],
)
def test_what_was_said_is_found_wherever_it_lies(tmp_path: Path, files: dict[str, Any]) -> None:
    messages, problems = read(export(tmp_path, files))
    assert [(m.native_id, m.direction, m.kind, m.text) for m in messages] == [
        ("31", Direction.IN, Kind.MESSAGE, "Is er nog een kan?"),
        ("32", Direction.OUT, Kind.NOTE, "duur inkopen"),
    ]
    assert not problems


def test_what_was_said_in_tickets_that_are_not_there_is_told(tmp_path: Path) -> None:
    stray = [{**said, "ticket_id": 10} for said in SAID]
    messages, problems = read(export(tmp_path, {"tickets.json": [ZENDESK | {"comments": SAID}], "ticket_comments.json": stray}))
    assert len(messages) == 2
    assert [(problem.kind, problem.why) for problem in problems] == [(ProblemKind.LEFT_OUT, STRAY)]


def test_zendesks_xml_is_the_same_ticket(tmp_path: Path) -> None:
    said = "".join(
        f"<comment><author-id>{c['author_id']}</author-id><created-at>{c['created_at']}</created-at>"
        f"<is-public type='boolean'>{str(c['public']).lower()}</is-public><value>{c['body']}</value></comment>"
        for c in SAID
    )
    fields = "".join(f"<{key.replace('_', '-')}>{value}</{key.replace('_', '-')}>" for key, value in ZENDESK.items() if key != "id")
    path = tmp_path / "tickets.xml"
    path.write_text(
        f"<tickets type='array'><ticket><nice-id>9</nice-id>{fields}<comments type='array'>{said}</comments></ticket></tickets>"
    )
    messages, problems = read(path)
    assert [(m.conversation_key, m.kind, m.text) for m in messages] == [
        ("zendesk:9", Kind.MESSAGE, "Is er nog een kan?"),
        ("zendesk:9", Kind.NOTE, "duur inkopen"),
    ]
    assert not problems


def test_a_damaged_xml_keeps_the_tickets_before_it(tmp_path: Path) -> None:
    whole = (SAMPLES / "freshdesk account.xml").read_text(encoding="utf-8")
    one = whole[whole.index(" <helpdesk-ticket>") : whole.index("</helpdesk-tickets>")]
    path = tmp_path / "tickets.xml"
    path.write_text(whole.replace(one, one * 3)[:-300], encoding="utf-8")
    messages, problems = read(path)
    assert len(messages) == 6
    assert [problem.kind for problem in problems] == [ProblemKind.ERROR]


THREAD = {"id": 4, "type": "customer", "state": "published", "body": "Is er nog een kan?", "createdAt": "2025-03-04T09:15:00Z"}
PERSON = {"id": 1, "type": "customer", "first": "Noor", "email": "n@example.com"}
PART = {
    "id": "7",
    "part_type": "comment",
    "body": "<p>Ja!</p>",
    "created_at": 1741079700,
    "author": {"type": "admin", "id": "2", "name": "Eva"},
}
USER = {"type": "user", "id": "u1", "name": "Noor", "email": "n@example.com"}


def test_threads_of_help_scout_in_a_file_named_by_their_conversation(tmp_path: Path) -> None:
    talk = {
        "id": 55,
        "number": 9,
        "mailboxId": 1,
        "folderId": 1,
        "subject": "Kan",
        "primaryCustomer": PERSON,
        "createdAt": "2025-03-04T09:15:00Z",
    }
    threads = [{**THREAD, "createdBy": PERSON}, {**THREAD, "id": 5, "type": "note", "body": "duur", "createdBy": {"id": 2, "type": "user"}}]
    files = {"conversations.json": {"_embedded": {"conversations": [talk]}}, "threads_55.json": {"_embedded": {"threads": threads}}}
    messages, problems = read(export(tmp_path, files))
    assert [(m.conversation_key, m.kind, m.text) for m in messages] == [
        ("helpscout:9", Kind.MESSAGE, "Is er nog een kan?"),
        ("helpscout:9", Kind.NOTE, "duur"),
    ]
    assert not problems


@pytest.mark.parametrize("first", ["source", "conversation_message"])
@pytest.mark.parametrize("beside", [True, False])
def test_parts_of_intercom_inside_and_beside_and_of_before(tmp_path: Path, first: str, *, beside: bool) -> None:
    talk = {"type": "conversation", "id": "9", "created_at": 1741079600, first: {"id": "6", "body": "<p>Kan?</p>", "author": USER}}
    files: dict[str, Any] = {"conversations.json": {"conversations": [talk if beside else talk | {"conversation_parts": [PART]}]}}
    if beside:
        files["conversation_parts.json"] = {"conversation_parts": [PART | {"conversation_id": "9"}]}
    messages, _ = read(export(tmp_path, files))
    assert [(m.direction, m.sender.name, m.text) for m in messages] == [(Direction.IN, "Noor", "Kan?"), (Direction.OUT, "Eva", "Ja!")]


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
