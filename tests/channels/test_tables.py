"""Readers of tables: messages, Viber, reviews, surveys, forms and calls, beyond what their samples show."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.channels import readers_of
from app.channels.review import own_words
from app.domain.errors import BadInput
from app.domain.message import Channel, Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.domain.reading import Ask
from app.looking import look_at

TABLES = [Channel.TABLE, Channel.VIBER, Channel.REVIEW, Channel.SURVEY, Channel.FORM, Channel.CALL]


def read(path: Path, channel: Channel, options: ReadOptions | None = None) -> tuple[list[IncomingMessage], list[Problem]]:
    reader = max(readers_of(channel), key=lambda one: one.score(path))
    items = list(reader.read(path, options or ReadOptions()))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def csv(folder: Path, text: str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    path = csv(tmp_path, "K1;K2;K3;K4\n13-02-2025 10:00;Jan;intern;hallo\n")
    chosen = {"date": "K1", "sender": "K2", "text": "K4"}
    [message], problems = read(path, Channel.TABLE, ReadOptions(columns=chosen))
    assert (message.sender.name, message.text, problems) == ("Jan", "hallo", [])


def test_a_look_asks_what_the_table_leaves_open(tmp_path: Path) -> None:
    path = csv(tmp_path, "date,from,message\n03/04/2025 10:00,Ann,hi\n03/04/2025 11:00,Shop,hello\n")
    look = look_at(path, ReadOptions())
    assert look.what == "table"
    assert {Ask.ME, Ask.DATE_ORDER} <= look.asks
    assert look.date_example == "03/04/2025 10:00"
    assert look.columns is not None
    assert look.columns.rows[0] == ("03/04/2025 10:00", "Ann", "hi")


def test_another_zone_does_not_make_other_messages(tmp_path: Path) -> None:
    path = csv(tmp_path, "date,from,message\n2025-02-13 10:00,Ann,hi\n")
    first, second = (read(path, Channel.TABLE, ReadOptions(timezone=zone))[0][0] for zone in ("Europe/Amsterdam", "Asia/Tokyo"))
    assert first.fingerprint == second.fingerprint
    assert first.sent_at != second.sent_at


def test_an_id_that_is_none_loses_no_message(tmp_path: Path) -> None:
    path = csv(tmp_path, "id,date,from,message\n7,2025-02-13 10:00,Ann,hi\n7,2025-02-13 10:05,Ann,are you there?\n")
    messages, _ = read(path, Channel.TABLE)
    assert [message.text for message in messages] == ["hi", "are you there?"]
    assert len({message.fingerprint for message in messages}) == 2


def test_rows_that_say_nothing_are_told(tmp_path: Path) -> None:
    path = csv(tmp_path, "date,from,message\n2025-02-13,Ann,hi\nsoon,Ann,hello\n2025-02-14,Ann,\n")
    messages, problems = read(path, Channel.TABLE)
    assert len(messages) == 1
    assert [(p.kind, p.where) for p in problems] == [(ProblemKind.UNPARSED, "a.csv:3"), (ProblemKind.UNPARSED, "a.csv:4")]


def test_what_the_shop_wrote_goes_to_the_customer_of_the_row(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "date,from,to,message,direction\n2025-02-13,ann@example.com,shop@example.com,hi,in\n2025-02-14,shop@example.com,ann@example.com,hello,out\n",
    )
    (asked, answered), _ = read(path, Channel.TABLE)
    assert asked.conversation_key == answered.conversation_key == "ann@example.com"
    assert answered.direction is Direction.OUT
    assert answered.customer == asked.customer


def test_a_column_may_ask_whether_a_message_came_in(tmp_path: Path) -> None:
    rows = "1,ann,True,Tue Oct 31 22:10:47 +0000 2017,help\n2,shop,False,Tue Oct 31 22:11:45 +0000 2017,sure\n"
    messages, _ = read(csv(tmp_path, f"tweet_id,author_id,inbound,created_at,text\n{rows}"), Channel.TABLE)
    assert [message.direction for message in messages] == [Direction.IN, Direction.OUT]
    assert messages[0].sent_at.isoformat() == "2017-10-31T22:10:47+00:00"
    mine, _ = read(csv(tmp_path, "date,name,text,from me\n2025-01-01 10:00,ann,hi,0\n2025-01-01 10:01,me,hello,1\n"), Channel.TABLE)
    assert [message.direction for message in mine] == [Direction.IN, Direction.OUT]


def test_sides_of_a_conversation_tell_the_direction(tmp_path: Path) -> None:
    rows = "c1,Customer,hello,2025-01-01 10:00\nc1,agent,hi,2025-01-01 10:01\n"
    messages, _ = read(csv(tmp_path, f"conversation id,speaker,utterance,timestamp\n{rows}"), Channel.TABLE)
    assert [(message.direction, message.conversation_key) for message in messages] == [(Direction.IN, "c1"), (Direction.OUT, "c1")]


def test_a_table_with_only_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no rows"):
        read(csv(tmp_path, "date,from,message\n"), Channel.TABLE)


def test_a_table_without_dates_is_read_with_a_warning(tmp_path: Path) -> None:
    path = csv(tmp_path, "name,rating,review\nAnn,4,nice\nBob,2,broke\n")
    messages, _ = read(path, Channel.REVIEW)
    assert [message.warnings for message in messages] == [("no_date",), ("no_date",)]
    before = [message.fingerprint for message in messages]
    csv(tmp_path, "name,rating,review\nBob,2,broke\nAnn,4,nice\n")
    before.reverse()
    assert [message.fingerprint for message in read(path, Channel.REVIEW)[0]] == before


def test_an_edited_review_is_the_same_review(tmp_path: Path) -> None:
    review = {"name": "accounts/1/locations/2/reviews/r1", "reviewer": {"displayName": "Ann"}, "starRating": "FOUR", "comment": "ok"}
    times = {"createTime": "2025-02-13T10:00:00Z", "updateTime": "2025-02-13T10:00:00Z"}
    [first], _ = read(csv(tmp_path, json.dumps({"reviews": [review | times]}), "reviews.json"), Channel.REVIEW)
    later = review | times | {"comment": "better now", "updateTime": "2025-03-01T10:00:00Z"}
    [second], _ = read(csv(tmp_path, json.dumps({"reviews": [later]}), "reviews.json"), Channel.REVIEW)
    assert first.fingerprint == second.fingerprint
    assert first.edited_at is None
    assert second.edited_at is not None
    assert (second.subject, second.kind) == ("4/5", Kind.REVIEW)


@pytest.mark.parametrize(
    ("comment", "own"),
    [
        ("(Translated by Google) Nice\n\n(Original)\nMooi", "Mooi"),
        ("Mooi\n\n(Translated by Google)\nNice", "Mooi"),
        ("(Vertaald door Google) Mooi\n\n(Origineel)\nNice", "Nice"),
        ("(Translated by Google) Nice", "Nice"),
        ("just nice (Original)", "just nice (Original)"),
    ],
)
def test_only_the_authors_own_words_are_kept(comment: str, own: str) -> None:
    assert own_words(comment) == own


def test_the_same_review_of_two_people_is_two(tmp_path: Path) -> None:
    path = csv(tmp_path, "review_date,rating,body,reviewer_name\n2025-02-13,5,top,anonymous\n2025-02-13,5,top,anonymous\n")
    messages, problems = read(path, Channel.REVIEW)
    assert len({message.fingerprint for message in messages}) == 2
    assert problems == []
    assert [message.sender.handles for message in messages] == [(), ()]


def test_reviews_that_share_what_looks_like_an_id_are_all_kept(tmp_path: Path) -> None:
    rows = "7,2025-02-13,5,top,Ann\n7,2025-02-14,1,broke,Bob\n7,2025-02-13,5,top,Ann\n"
    messages, problems = read(csv(tmp_path, f"id,review_date,rating,body,reviewer_name\n{rows}"), Channel.REVIEW)
    assert [message.text for message in messages] == ["top", "broke"]
    assert [problem.kind for problem in problems] == [ProblemKind.LEFT_OUT]


def test_scores_of_a_survey_are_its_subject(tmp_path: Path) -> None:
    path = csv(tmp_path, "Timestamp,How likely are you to recommend us?,Why?\n2025-02-13 10:00,9,lovely\n2025-02-13 11:00,,\n")
    [message], problems = read(path, Channel.SURVEY)
    assert (message.subject, message.text) == ("9/10", "How likely are you to recommend us? 9\nWhy? lovely")
    assert [problem.kind for problem in problems] == [ProblemKind.LEFT_OUT]


def test_a_form_sent_twice_under_one_number_is_kept_once(tmp_path: Path) -> None:
    row = "Jan,jan@example.nl,hoi,1,2025-01-01 10:00:00\n"
    messages, problems = read(csv(tmp_path, f"Name,Email,Message,Entry Id,Entry Date\n{row}{row}"), Channel.FORM)
    assert len(messages) == 1
    assert [problem.kind for problem in problems] == [ProblemKind.LEFT_OUT]


def test_the_shops_own_number_tells_the_direction_of_calls(tmp_path: Path) -> None:
    rows = ["10:00,0201234567,0612345678,60", "11:00,0612345679,0201234567,0", "12:00,0612345670,0201234567,12"]
    path = csv(tmp_path, "Start,From,To,Duration\n" + "".join(f"2025-02-13 {row}\n" for row in rows))
    messages, _ = read(path, Channel.CALL)
    assert [message.direction for message in messages] == [Direction.OUT, Direction.IN, Direction.IN]
    assert [message.warnings for message in messages] == [(), ("missed_call",), ()]
    assert {message.kind for message in messages} == {Kind.CALL}


def test_a_zip_of_two_sorts_of_tables_leaves_the_other_out_and_says_so(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("reviews.csv", "Review Id,Review Created,Review Stars,Review Content\n1,2025-02-13,5,top\n")
        archive.writestr("orders.csv", "Order number,Order date,Status,Total\n1042,2025-01-01,paid,12.50\n")
    messages, problems = read(tmp_path / "a.zip", Channel.REVIEW)
    assert len(messages) == 1
    assert [(problem.kind, problem.where) for problem in problems] == [(ProblemKind.LEFT_OUT, "orders.csv")]


ROWS = st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=8), min_size=1, max_size=6)
HEADERS = [
    "date;from;message;id;direction;phone;email;time",
    "review date;rating;body;reviewer name;reply;reply date;order number;review id",
    "Respondent ID;Collector ID;End Date;Email Address;Q1;Q2;Q3;Q4",
    "Entry Id;Entry Date;Name (First);Name (Last);Email;Phone;Message;Source Url",
    "start;from;to;duration;direction;result;note;connect",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(HEADERS), ROWS)
def test_no_table_raises(tmp_path: Path, header: str, rows: list[list[str]]) -> None:
    text = "\n".join([header, *(";".join(row) for row in rows)])
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    for channel in TABLES:
        for reader in readers_of(channel):
            try:
                items = list(reader.read(path, ReadOptions()))
            except BadInput:
                continue
            prints = [item.fingerprint for item in items if isinstance(item, IncomingMessage)]
            assert len(set(prints)) == len(prints)


def test_options_leave_the_reader_unchanged(tmp_path: Path) -> None:
    path = csv(tmp_path, "date,from,message\n03/04/2025 10:00,Ann,hi\n")
    unsure, sure = (read(path, Channel.TABLE, replace(ReadOptions(), day_first=first)) for first in (None, False))
    assert unsure[0][0].warnings == ("ambiguous_date",)
    assert sure[0][0].warnings == ()
    assert [problem.kind for problem in unsure[1]] == [ProblemKind.AMBIGUOUS_DATE]
    assert sure[0][0].sent_at.month == 3
