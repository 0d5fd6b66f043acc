"""Lines of LINE chats: headers, days, hours that go on after midnight, names before single spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.message import Kind
from app.parsing.line_text import Days, Names, spaced, special, time_of, title_of, unquoted


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("[LINE] Chat history with Ploy Srisai", "Ploy Srisai"),
        ("[LINE] 山口さやかとのトーク履歴", "山口さやか"),
        ("[LINE] 與林美華的聊天記錄", "林美華"),
        ("[LINE] 与林美华的聊天记录", "林美华"),
        ("[LINE] 김하늘님과의 대화", "김하늘"),
        ("[LINE] ประวัติการแชทกับ สมหญิง", "สมหญิง"),
        ("[LINE] Chatverlauf mit Jana", "Jana"),
        ("[LINE] ประวัติการสนทนากับ สมหญิง", "สมหญิง"),
        ("[LINE] Historique du chat avec Léa", "Léa"),
        ("[LINE] 山口さやかとのトーク履歴(2).txt", "山口さやか"),
        ("[LINE] nobody knows this language", ""),
        ("notes.txt", ""),
    ],
)
def test_titles(first: str, title: str) -> None:
    assert title_of(first) == title


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("2018/07/10(火)", "2018/07/10"),
        ("2022/11/10（木）", "2022/11/10"),
        ("2024/1/2週二", "2024/1/2"),
        ("Thu, 8/14/2014", "8/14/2014"),
        ("2017.09.03 Sunday", "2017.09.03"),
        ("2020년 1월 2일 목요일", "2020년 1월 2일"),
        ("2024/01/15 จันทร์", "2024/01/15"),
        ("2024/01/15(Mon)", "2024/01/15"),
        ("2025.12.30 火曜日", "2025.12.30"),
        ("Sat, 11/01/2025", "11/01/2025"),
        ("8/14/2014", ""),
        ("see you 8/14/2014", ""),
        ("", ""),
    ],
)
def test_days(line: str, date: str) -> None:
    assert Days().day(line) == date


def test_a_date_in_another_shape_is_text() -> None:
    days = Days()
    assert days.day("2018/07/10(火)")
    assert days.day("Thu, 8/14/2014") == ""
    assert days.day("2018/07/11 Wed") == ""
    assert days.day("2018/07/11(水)") == "2018/07/11"


@given(st.integers(0, 47), st.integers(0, 59), st.sampled_from([":", "."]))
def test_hours_go_on_after_midnight(hour: int, minute: int, mark: str) -> None:
    assert time_of(f"{hour}{mark}{minute:02}") == (f"{hour % 24}:{minute:02}", "")
    assert time_of(f"{hour:02}{mark}{minute:02}") == (f"{hour % 24}:{minute:02}", "")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("午後9:12", ("9:12", "午後")),
        ("9:12 PM", ("9:12", "PM")),
        ("上午12:05", ("12:05", "上午")),
        ("오전 9:12", ("9:12", "오전")),
        ("48:00", None),
        ("12:60", None),
        ("12:6", None),
        ("noon", None),
        ("12:30 sharp", None),
    ],
)
def test_times(text: str, wanted: tuple[str, str] | None) -> None:
    assert time_of(text) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("10:11 Lin Mei ok", ("10:11", "Lin Mei ok")),
        ("9:12 PM Bo hi", ("9:12 PM", "Bo hi")),
        ("午後 9:12 Bo hi", ("午後 9:12", "Bo hi")),
        ("at 9:12 Bo", None),
        ("", None),
    ],
)
def test_single_spaces(line: str, wanted: tuple[str, str] | None) -> None:
    assert spaced(line) == wanted


def names(*rests: str, known: tuple[str, ...] = ()) -> Names:
    made = Names(known)
    for rest in rests:
        made.see(rest)
    made.settle()
    return made


def test_the_longest_known_name_counts() -> None:
    made = names("Anna de Wit hallo", known=("Anna", "Anna de Wit"))
    assert made.split("Anna de Wit hallo daar") == ("Anna de Wit", "hallo daar")
    assert made.split("Anna hallo") == ("Anna", "hallo")
    assert made.split("Anna de Wit") == ("Anna de Wit", "")
    assert made.split("Annabel hallo") == ("", "Annabel hallo")


def test_unknown_names_are_what_recurs() -> None:
    lines = [f"{name} {word} iets" for name in ("Lin Mei Hua", "Lin Wei", "Kade") for word in ("ja", "nee", "ok", "goed", "straks")]
    made = names(*lines)
    assert {made.split(line)[0] for line in lines} == {"Lin Mei Hua", "Lin Wei", "Kade"}


def test_what_one_often_says_is_no_name() -> None:
    common = ["ja", "nee", "ok", "goed", "straks", "dank", "hoi", "morgen"]
    lines = [f"{name} {first} {second}" for name in ("Anna", "Kade Winkel") for first in common for second in common for _ in range(6)]
    made = names(*lines)
    assert {made.split(line)[0] for line in lines} == {"Anna", "Kade Winkel"}
    assert made.split("Anna ok dank") == ("Anna", "ok dank")


@pytest.mark.parametrize("said", ["joined the group.", "left the group", "invited Bo to the group.", "unsent a message."])
def test_what_the_app_says_of_somebody_is_not_theirs(said: str) -> None:
    made = names(*(f"Anna {word}" for word in ("ja", "nee", "ok", "goed")))
    assert made.split(f"Anna {said}") == ("", f"Anna {said}")
    assert made.split("Anna joined the group, but why?") == ("Anna", "joined the group, but why?")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("[Photo]", "image"),
        ("[음성 메시지]", "audio"),
        ("[รูปภาพ]", "image"),
        ("[位置訊息]", "location"),
        ("[スタンプ]", "sticker"),
        ("[x]", None),
    ],
)
def test_placeholders(body: str, what: str | None) -> None:
    found = special(body)
    assert (found and found[2][0].name) == what


def test_quotes_around_several_lines_are_the_app_s() -> None:
    assert unquoted('"a\nb ""c"""') == 'a\nb "c"'
    assert unquoted('"a"') == '"a"'
    assert unquoted('"a\nb') == '"a\nb'


@pytest.mark.parametrize(
    ("body", "name"), [("[Photo]", "image"), ("[スタンプ]", "sticker"), ("[貼圖]", "sticker"), ("[Voice message]", "audio")]
)
def test_more_placeholders(body: str, name: str) -> None:
    found = special(body)
    assert found is not None
    assert (found[0], found[2][0].name, found[2][0].missing) == ("", name, True)


def test_calls_and_what_was_taken_back() -> None:
    assert special("☎ 通話時間 1:20") == ("通話時間 1:20", Kind.CALL, (), ())
    assert special("☎ Missed call") == ("Missed call", Kind.CALL, (), ("missed_call",))
    assert special("Bo unsent a message.") == ("Bo unsent a message.", Kind.MESSAGE, (), ("deleted",))
    assert special("[two words]") is None
    assert special("plain") is None
