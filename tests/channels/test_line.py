"""The LINE reader: two passes over text with days, and what is asked only where the file does not tell."""

from pathlib import Path

import pytest

from app.channels.line import BEFORE_FIRST, DAY_FIRST, NO_SUCH_DAY, NOT_LINE, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.export_times import NO_ZONE

HEAD = "\ufeff[LINE] Chat history with Bo Lin\nSaved on: 2024/03/05 10:00\n\n"


def read(folder: Path, text: str, name: str = "a.txt", **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    items = list(READER.read(path, ReadOptions(**{"timezone": "UTC", **options})))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def test_who_when_and_what(tmp_path: Path) -> None:
    text = HEAD + "2024/03/04(Mon)\r\n21:05\tBo Lin\thi\r\n24:10\tKade\thello\r\n0:15\t\tBo Lin left\r\n"
    (hi, hello, left), problems = read(tmp_path, text)
    assert [m.sent_at.isoformat() for m in (hi, hello, left)] == [f"2024-03-04T{t}:00+00:00" for t in ("21:05", "00:10", "00:15")]
    assert (hi.direction, hello.direction, left.kind) == (Direction.IN, Direction.OUT, Kind.SYSTEM)
    assert hello.recipients == (hi.sender,)
    assert problems == []


def test_a_time_zone_changes_no_identity(tmp_path: Path) -> None:
    text = HEAD + "2024/03/04(Mon)\n21:05\tBo Lin\thi\n"
    (here,), (there,) = (read(tmp_path, text, timezone=zone)[0] for zone in ("UTC", "Asia/Tokyo"))
    assert here.fingerprint == there.fingerprint
    assert here.sent_at != there.sent_at


def test_lines_of_a_body_and_dates_in_it(tmp_path: Path) -> None:
    text = HEAD + '2024/03/04(Mon)\n21:05\tBo Lin\t"one\n\n2024/03/05\n12:00 four"\n21:06\tKade\tok\n\n'
    (one, ok), problems = read(tmp_path, text)
    assert (one.text, ok.text) == ("one\n\n2024/03/05\n12:00 four", "ok")
    assert problems == []


def test_ambiguous_days_are_asked_once(tmp_path: Path) -> None:
    text = HEAD + "Xx, 3/4/2024\n21:05\tBo Lin\thi\nXy, 7/4/2024\n21:05\tBo Lin\tho\n"
    messages, (problem,) = read(tmp_path, text)
    assert (problem.kind, problem.why, problem.example) == (ProblemKind.AMBIGUOUS_DATE, DAY_FIRST, "3/4/2024")
    assert all("ambiguous_date" in m.warnings for m in messages)
    (first, _), problems = read(tmp_path, text, day_first=False)
    assert (first.sent_at.month, problems) == (3, [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tue, 07/10/2018", "2018-07-10"),
        ("Sunday, 07/10/2018", "2018-10-07"),
        ("zo 7-10-2018", "2018-10-07"),
        ("Dienstag, 10.07.2018", "2018-07-10"),
        ("dim. 07/10/2018", "2018-10-07"),
    ],
)
def test_the_weekday_tells_day_from_month(tmp_path: Path, line: str, day: str) -> None:
    (message,), problems = read(tmp_path, f"{HEAD}{line}\n21:05\tBo Lin\thi\n")
    assert (message.sent_at.date().isoformat(), message.warnings, problems) == (day, (), [])


def test_a_day_that_does_not_exist_is_said_once(tmp_path: Path) -> None:
    text = HEAD + "2024/02/28(Wed)\n9:00\tBo Lin\ta\n2024/02/31(Sat)\n9:00\tBo Lin\tb\n9:01\tBo Lin\tc\n"
    messages, (problem,) = read(tmp_path, text)
    assert ([m.text for m in messages], problem.why) == (["a"], NO_SUCH_DAY)


def test_a_group_s_title_is_nobody(tmp_path: Path) -> None:
    text = HEAD.replace("Bo Lin", "Market") + "2024/03/04(Mon)\n9:00\tBo\ta\n9:01\tJo\tb\n9:02\tKade\tc\n"
    messages, _ = read(tmp_path, text, me=("Kade",))
    assert [m.direction for m in messages] == [Direction.IN, Direction.IN, Direction.OUT]
    assert {m.conversation_key for m in messages} == {"market"}


def test_without_a_header_the_shop_s_name_tells(tmp_path: Path) -> None:
    text = "2024.03.04 Monday\n09:00 Bo Lin hi there\n09:01 Kade yes\n09:02 Bo Lin ok\n09:03 Bo Lin thanks\n"
    messages, _ = read(tmp_path, text, me=("Kade",))
    assert [(m.sender.name, m.text) for m in messages][:2] == [("Bo Lin", "hi there"), ("Kade", "yes")]
    assert messages[1].recipients == (messages[0].sender,)


def test_text_before_the_first_day_is_said(tmp_path: Path) -> None:
    text = HEAD + "what is this\n2024/03/04(Mon)\n9:00\tBo Lin\ta\n"
    messages, (problem,) = read(tmp_path, text)
    assert (len(messages), problem.why, problem.where) == (1, BEFORE_FIRST, "a.txt:4")


@pytest.mark.parametrize("text", ["hello\n", "[LINE] Chat history with Bo\n", "2024/03/04(Mon)\nno message\n", "12:30\tBo\thi\n"])
def test_what_is_no_chat_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert caught.value.template == NOT_LINE
    assert READER.score(tmp_path / "a.txt") == 0.0


def test_a_zone_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, HEAD, timezone="Mars/Olympus")
    assert caught.value.template == NO_ZONE


def test_an_empty_line_before_the_header_hides_no_title(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n[LINE] Chat history with Ploy\nSaved on: 2024/01/02 10:00\n\n2024/01/02(Tue)\n10:00\tPloy\thi\n10:01\tMe\tyes\n")
    assert READER.score(path) >= 0.9
    asks, answers = READER.read(path, ReadOptions())
    assert isinstance(asks, IncomingMessage)
    assert isinstance(answers, IncomingMessage)
    assert (asks.direction, answers.direction) == (Direction.IN, Direction.OUT)
