"""Viber's exports without a header: which column is which, cells written for a spreadsheet, rows without text."""

from pathlib import Path

import pytest

from app.channels.viber import READER
from app.domain.message import IncomingMessage, Problem, ProblemKind, ReadOptions

ROWS = [("17/08/2014", "12:52:56", "Me", "+31205550102", "Hi"), ("27/08/2014", "12:58:34", "Radka", "+35925550199", "ok, thanks")]


def read(folder: Path, text: str) -> tuple[list[IncomingMessage], list[Problem]]:
    path = folder / "Viber Radka.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert READER.score(path) >= 0.9
    items = list(READER.read(path, ReadOptions()))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


@pytest.mark.parametrize("form", ['="{0}"\t{1}\t="{2}"\t="{3}"\t"{4}"\r\n', '"{0}","{1}","{2}","{3}","{4}"\n', '{0};{1};{2};{3};"{4}"\n'])
def test_columns_are_known_by_their_look(tmp_path: Path, form: str) -> None:
    messages, problems = read(tmp_path, "".join(form.format(*row) for row in ROWS))
    assert [(m.sender.name, m.text, m.direction.value) for m in messages] == [("Me", "Hi", "out"), ("Radka", "ok, thanks", "in")]
    assert messages[0].sent_at.isoformat() == "2014-08-17T10:52:56+00:00"
    assert messages[0].recipients == (messages[1].sender,)
    assert problems == []


def test_a_row_without_text_is_something_that_was_sent(tmp_path: Path) -> None:
    rows = [*ROWS, ("28/08/2014", "09:00:00", "Radka", "+35925550199", "")]
    messages, problems = read(tmp_path, "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows))
    assert [a.missing for a in messages[2].attachments] == [True]
    assert [p.kind for p in problems] == [ProblemKind.MEDIA_MISSING]
