"""Exports as they come in the wild: edited, cut, copied, renamed, of old versions, and in words that nobody listed."""

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.channels.whatsapp import READER, YEAR_GUESSED
from app.domain.message import Direction, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions

LRM = "\u200e"


def read(
    folder: Path, text: str, name: str = "_chat.txt", made: str = "", **options: object
) -> tuple[list[IncomingMessage], list[Problem]]:
    path = folder / name
    path.write_bytes(text.encode())
    if made:
        at = datetime.fromisoformat(made).replace(tzinfo=UTC).timestamp()
        os.utime(path, (at, at))
    items = list(READER.read(path, ReadOptions(**{"timezone": "UTC", **options})))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def told(messages: list[IncomingMessage]) -> list[tuple[str, str, str]]:
    return [(m.kind.value, m.sender.name or m.sender.handles[0].value if m.kind is not Kind.SYSTEM else "", m.text) for m in messages]


def days(messages: list[IncomingMessage]) -> list[str]:
    return [f"{m.sent_at:%Y-%m-%d}" for m in messages]


def test_notices_of_an_iphone_that_lost_their_marks(tmp_path: Path) -> None:
    chat = (
        "[14/08/2024, 21:00:10] Oven Club: Messages and calls are end-to-end encrypted. No one outside of this chat can read them.\n"
        "[14/08/2024, 21:00:10] Boris: Boris created group “Oven Club”\n"
        "[14/08/2024, 21:00:11] Oven Club: Boris added you\n"
        "[14/08/2024, 21:02:13] ~ AK: ~ AK joined using this group's invite link\n"
        "[14/08/2024, 21:02:14] +1 (777) 555‑0100: +1 (777) 555‑0100 joined using this group's invite link\n"
        "[14/08/2024, 21:02:20] Boris: Boris is my name, what is yours?\n"
        "[14/08/2024, 21:04:20] Boris: You were added, welcome\n"
    )
    messages, problems = read(tmp_path, chat)
    assert [m.kind for m in messages] == [Kind.SYSTEM] * 5 + [Kind.MESSAGE] * 2
    assert problems == []


def test_names_that_sound_like_notices_are_names(tmp_path: Path) -> None:
    names = ("Added Value Ltd", "Mum new number", "Meta AI", "Left Bank Books")
    chat = "".join(f"13/04/2022, 14:5{at} - {name}: we left: early\n" for at, name in enumerate(names))
    assert told(read(tmp_path, chat)[0]) == [("message", name, "we left: early") for name in names]


def test_a_colon_without_a_space(tmp_path: Path) -> None:
    chat = "[2026/7/9 02:28:09] Alice: Hey\n[2026/7/9 02:28:37] Bob:Hi\n[2026/7/9 02:28:40] Bob:http://shop.example\n"
    messages = read(tmp_path, chat, made="2026-07-10")[0]
    assert told(messages) == [("message", "Alice", "Hey"), ("message", "Bob", "Hi"), ("message", "Bob", "http://shop.example")]


def test_a_chat_that_was_copied_into_a_message_is_its_text(tmp_path: Path) -> None:
    copied = "[18/03/22, 14:56:01] Zed: quoted\n[18/03/22, 14:57:01] Yan: quoted too\nmore of it"
    chat = f"[17/03/22, 09:00:00] Ben: hi\n[20/03/22, 10:00:00] Anna: {copied}\n[20/03/22, 10:01:00] Ben: [1/1/22] real\n"
    messages = read(tmp_path, chat)[0]
    assert told(messages) == [("message", "Ben", "hi"), ("message", "Anna", copied), ("message", "Ben", "[1/1/22] real")]
    assert messages[0].recipients[0].name == "Anna", "those who were quoted take no part"


def test_a_message_that_was_late_is_no_copied_chat(tmp_path: Path) -> None:
    chat = "[20/03/22, 10:00:00] Anna: [see] this\n[20/03/22, 09:58:00] Ben: late\n"
    assert len(read(tmp_path, chat)[0]) == 2


@pytest.mark.parametrize(
    ("lines", "made", "found", "sure"),
    [
        (["Jul 4, 8:12 PM - Ann: hi", "Aug 14, 9:00 AM - Ann: ok"], "2013-09-01", ["2013-07-04", "2013-08-14"], False),
        (["8:12PM, Jul 4 - Ann: hi", "9:00AM, Aug 14 - Ann: ok"], "2013-08-01", ["2012-07-04", "2012-08-14"], False),
        (["30 Dec 2012 14:35 - Ann: hi", "2 Jan 14:35 - Bob: yo"], "2020-01-01", ["2012-12-30", "2013-01-02"], True),
        (["20 ago 2012 14:35 - Ann: hola", "21 sept 2012 14:35 - Bob: hola"], "2020-01-01", ["2012-08-20", "2012-09-21"], True),
        (["Freitag, 4. Juli 2014 um 14:35 - Ann: hi", "Samstag, 5. Juli 2014 um 14:35 - Bob: yo"], "2020-01-01",
         ["2014-07-04", "2014-07-05"], True),
    ],
)  # fmt: skip
def test_months_in_words_and_years_left_out(tmp_path: Path, lines: list[str], made: str, found: list[str], sure: bool) -> None:
    messages, problems = read(tmp_path, "\n".join(lines), made=made)
    assert days(messages) == found
    assert [(p.kind, p.why) for p in problems] == ([] if sure else [(ProblemKind.AMBIGUOUS_DATE, YEAR_GUESSED)])
    assert [m.warnings for m in messages] == [() if sure else ("ambiguous_date",)] * 2


def test_a_day_after_the_file_was_made_cannot_be(tmp_path: Path) -> None:
    chat = "03/04/2024, 10:00 - Anna: a\n05/04/2024, 10:00 - Kade: b\n"
    messages, problems = read(tmp_path, chat, made="2024-04-06")
    assert (days(messages), problems) == (["2024-04-03", "2024-04-05"], [])
    messages, problems = read(tmp_path, chat, made="2024-08-06")
    assert [p.kind for p in problems] == [ProblemKind.AMBIGUOUS_DATE]


@pytest.mark.parametrize(
    "line",
    [
        "4/3/24, 10:00 - Ann: IMG-20240403-WA0001.jpg (file attached)",
        f"[4/3/24, 10:00:07] Ann: {LRM}<x: 00000003-PHOTO-2024-04-03-10-00-07.jpg>",
    ],
)
def test_the_name_of_a_photo_proves_the_order_of_the_date(tmp_path: Path, line: str) -> None:
    messages, problems = read(tmp_path, line)
    assert days(messages) == ["2024-04-03"]
    assert [p.kind for p in problems] == [ProblemKind.MEDIA_MISSING]


def test_one_step_back_does_not_make_a_file_ambiguous(tmp_path: Path) -> None:
    told_days = ["09/03/2024"] + [f"0{1 + at % 9}/0{4 + at // 9}/2024" for at in range(36)]
    chat = "".join(f"{day}, 10:00 - Ann: x\n" for day in ["12/03/2024", *told_days])
    messages, problems = read(tmp_path, chat)
    assert (days(messages)[:3], problems) == (["2024-03-12", "2024-03-09", "2024-04-01"], [])


def test_the_hour_that_comes_twice(tmp_path: Path) -> None:
    clocks = ("02:50", "02:58", "02:52", "02:10", "02:40", "03:10")
    chat = "".join(f"30/10/2022, {clock} - Ann: x\n" for clock in clocks)
    messages = read(tmp_path, chat, timezone="Europe/Amsterdam")[0]
    assert [f"{m.sent_at:%H:%M}" for m in messages] == ["00:50", "00:58", "00:52", "01:10", "01:40", "02:10"]


def test_other_calendars(tmp_path: Path) -> None:
    assert days(read(tmp_path, "[1401/1/1،\u200f 14:56:00] Sara: x\n[1401/12/29،\u200f 14:56:00] Reza: x\n")[0]) == [
        "2022-03-21",
        "2023-03-20",
    ]
    assert days(read(tmp_path, "[٢٩/٨/١٤٤٣، ٢:٥٦:٠٠ م] ليلى: x\n[١/٩/١٤٤٣، ٢:٥٦:٠٠ م] نور: x\n")[0]) == ["2022-04-01", "2022-04-02"]


def test_words_that_no_table_knows_are_told_by_their_shape(tmp_path: Path) -> None:
    chat = (
        "[18/03/22, 14:56:01] Anna: hi\n"
        + f"[18/03/22, 14:57:01] Ben: {LRM}zork weg\n" * 3
        + f"[18/03/22, 14:57:04] Anna: {LRM}Rechnung.pdf (ding dong)\n"
        f"[18/03/22, 14:57:05] Anna: {LRM}Anna zorked\n"
        f"[18/03/22, 14:57:06] Anna: Doc.pdf • {LRM}3 zork {LRM}<zork: 00000006-Doc.pdf>\n"
        f"[18/03/22, 14:57:07] Anna: hello {LRM}<zork was zorked>\n"
        f"[18/03/22, 14:57:08] Anna: {LRM}Oven (Kiln St 1): https://places.example/v/abc\n"
    )
    messages = read(tmp_path, chat)[0]
    assert [(m.kind.value, [a.name for a in m.attachments], m.text) for m in messages[1:]] == [
        *[("message", ["media"], "")] * 3,
        ("message", ["Rechnung.pdf"], ""),
        ("system", [], "Anna zorked"),
        ("message", ["00000006-Doc.pdf"], ""),
        ("message", [], "hello"),
        ("message", [], "Oven (Kiln St 1): https://places.example/v/abc"),
    ]
    assert messages[-2].warnings == ("edited",)


def test_a_phrase_in_brackets_that_recurs_stands_for_files(tmp_path: Path) -> None:
    chat = (
        "13/04/2022, 14:49 - Ann: <me> hi\n"
        + "".join(f"13/04/2022, 14:5{at} - Ann: <Lêers is weg>\nkyk\n" for at in range(3))
        + "13/04/2022, 15:00 - Ann: <b>\n"
    )
    messages = read(tmp_path, chat)[0]
    assert [(bool(m.attachments), m.text) for m in messages] == [(False, "<me> hi"), *[(True, "kyk")] * 3, (False, "<b>")]


def test_a_file_with_an_unknown_marker_that_the_export_holds(tmp_path: Path) -> None:
    chat = "13/04/2022, 14:50 - Ann: list.pdf (zork)\nsee\n13/04/2022, 14:51 - Ann: none.pdf (zork)\n"
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("_chat.txt", chat)
        file.writestr("list.pdf", b"%PDF")
    messages = [i for i in READER.read(path, ReadOptions()) if isinstance(i, IncomingMessage)]
    assert [([a.size for a in m.attachments], m.text) for m in messages] == [([4], "see"), ([], "none.pdf (zork)")]


def test_files_beside_a_text_that_is_given_alone(tmp_path: Path) -> None:
    (tmp_path / "IMG-20220413-WA0001.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "IMG-20220413-WA0001.jpg")
    names = ("IMG-20220413-WA0001.jpg", "link.jpg", "../secret.jpg")
    chat = "".join(f"13/04/2022, 14:5{at} - Ann: {name} (file attached)\n" for at, name in enumerate(names))
    messages, problems = read(tmp_path, chat)
    assert [m.attachments[0].missing for m in messages] == [False, True, True]
    assert [p.kind for p in problems] == [ProblemKind.MEDIA_MISSING] * 2


def test_every_chat_of_a_folder_is_read_whatever_its_name(tmp_path: Path) -> None:
    names = ("_chat.txt", "WhatsApp Chat with Ann.txt", "he.txt", "_chat (2).txt")
    for at, name in enumerate(names):
        (tmp_path / name).write_text(f"13/04/2022, 14:5{at} - Ann {at}: hi\n13/04/2022, 14:5{at} - Kade: hello\n")
    (tmp_path / "notes.txt").write_text("13/04/2022\nnothing\n")
    found = [i for i in READER.read(tmp_path, ReadOptions()) if isinstance(i, IncomingMessage)]
    assert {m.sender.name for m in found} == {"Ann 0", "Ann 1", "Ann 2", "Ann 3", "Kade"}


def test_a_title_in_unknown_words_is_found_by_who_writes(tmp_path: Path) -> None:
    chat = "15-01-2024 10:00 - Anna de Wit: Hoi\n15-01-2024 10:02 - Kade: Dag\n"
    messages = read(tmp_path, chat, "Zork WhatsApp zorkzork Anna de Wit.txt")[0]
    assert [m.direction for m in messages] == [Direction.IN, Direction.OUT]
    assert messages[0].conversation_key == read(tmp_path, chat, "WhatsApp-chat met Anna de Wit.txt")[0][0].conversation_key


def test_who_is_called_you_is_the_owner(tmp_path: Path) -> None:
    messages = read(tmp_path, "13/04/2022, 14:50 - You: hi\n13/04/2022, 14:51 - Ann: hello\n")[0]
    assert [m.direction for m in messages] == [Direction.OUT, Direction.IN]


@pytest.mark.parametrize(
    "header",
    [
        "(13/04/22, 14:5{}) ",
        "[13/04/22, 14:5{}] - ",
        "13/04/22, 14:5{} – ",
        "2022-04-13 - 14:5{} - ",
        "13 4 2022, 14:5{} - ",
        "13.04.2022 - 14:5{}:27; ",
        "13-04-22 14:5{}:27 ",
    ],
)
def test_headers_that_somebody_changed(tmp_path: Path, header: str) -> None:
    chat = "".join(f"{header.format(at)}Ann: hi {at}\n" for at in range(3))
    messages = read(tmp_path, chat)[0]
    assert told(messages) == [("message", "Ann", f"hi {at}") for at in range(3)]
    assert days(messages) == ["2022-04-13"] * 3
    assert READER.score(tmp_path / "_chat.txt") > 0.5


def test_days_written_with_and_without_a_zero_are_one_shape(tmp_path: Path) -> None:
    chat = "".join(f"{day}, 10:00 - Ann: {day}\n" for day in ("1/3/2024", "02/3/2024", "13/3/2024", "04/3/2024", "5/3/2024", "06/3/2024"))
    assert len(read(tmp_path, chat)[0]) == 6


def test_a_chat_whose_beginning_was_cut_off_is_known(tmp_path: Path) -> None:
    chat = "the rest of something\n" + "".join(f"18/03/2022, 14:5{at} - Ann: a\n" for at in range(8))
    messages, problems = read(tmp_path, chat, "WhatsApp Chat with Ann.txt")
    assert (len(messages), [p.kind for p in problems]) == (8, [ProblemKind.UNPARSED])
    assert READER.score(tmp_path / "WhatsApp Chat with Ann.txt") > 0.8


def test_a_file_s_name_alone_is_the_file(tmp_path: Path) -> None:
    chat = "03-12-2023 12:34 - Ann: VID-20231203-WA0012.mp4\n03-12-2023 12:35 - Ann: IMG-20231203-WA0013.jpg is the one\n"
    messages = read(tmp_path, chat)[0]
    assert [([a.name for a in m.attachments], m.text) for m in messages] == [
        (["VID-20231203-WA0012.mp4"], ""),
        ([], "IMG-20231203-WA0013.jpg is the one"),
    ]


def test_a_notice_in_unknown_words_that_quotes_a_colon_is_no_sender(tmp_path: Path) -> None:
    chat = "".join(f"13/04/2022, 14:5{at} - Ann: hi {at}\n" for at in range(3))
    chat += "13/04/2022, 15:00 - Ann zorkte zork „Oven: Club“ zo\n13/04/2022, 15:01 - Ann Work: hello\n"
    assert told(read(tmp_path, chat)[0])[3:] == [("system", "", "Ann zorkte zork „Oven: Club“ zo"), ("message", "Ann Work", "hello")]


def test_a_telephone_whose_clock_was_reset_loses_no_message(tmp_path: Path) -> None:
    chat = "13/04/2022, 14:50 - Ann: a\n01/01/1970, 01:00 - Ann: b\n13/04/2022, 14:51 - Ann: c\n"
    assert [m.text for m in read(tmp_path, chat)[0]] == ["a", "b", "c"]


def test_two_exports_in_one_file(tmp_path: Path) -> None:
    first = "".join(f"1{at % 10}/03/2022, 14:00 - Ann: hi {at}\n" for at in range(10)) * 30
    second = "".join(f"[4/1{at % 10}/22, 2:00:0{at} PM] Ann: oh {at}\nand more\n" for at in range(10))
    messages, problems = read(tmp_path, first + second)
    assert (len(messages), problems) == (310, [])
    assert (messages[-1].text, messages[-1].sent_at) == ("oh 9\nand more", datetime(2022, 4, 19, 14, 0, 9, tzinfo=UTC))


def test_a_chat_of_another_shape_that_was_copied_is_text(tmp_path: Path) -> None:
    copied = "".join(f"[3/1{at}/22, 2:00:0{at} PM] Ann: oh {at}\n" for at in range(6))
    chat = "".join(f"2{at}/03/2022, 14:00 - Ann: hi {at}\n" for at in range(8)) + "28/03/2022, 15:00 - Ann: look\n" + copied
    messages = read(tmp_path, chat)[0]
    assert (len(messages), messages[-1].text) == (9, "look\n" + copied.rstrip())


def test_appointments_in_a_message_are_no_messages(tmp_path: Path) -> None:
    chat = (
        "20/03/2022, 14:00 - Ann: dates:\n"
        + "".join(f"2{at}/04/2022, 10:00: kiln {at}\n" for at in range(5))
        + "21/03/2022, 14:00 - Bo: ok\n"
    )
    assert len(read(tmp_path, chat)[0]) == 2


def test_a_patchwork_of_orders(tmp_path: Path) -> None:
    lines = (
        "25.03.22, 14:00 - ",
        "[3/26/22, 2:00:00 PM] ",
        "2022-03-27 14:00 - ",
        "28/03/2022 à 14:00 - ",
        "[29-03-2022 14:00:00] ",
        "30 Mar 2022, 14:00 - ",
    )
    messages = read(tmp_path, "".join(f"{line}Ann: {at}\n" for at, line in enumerate(lines)))[0]
    assert days(messages) == [f"2022-03-{at}" for at in range(25, 31)]


def test_a_name_with_a_line_break_in_it(tmp_path: Path) -> None:
    chat = "13/04/2022, 14:50 - Ann\nSmith: hello\n13/04/2022, 14:51 - Ann added Bob\n13/04/2022, 14:52 - Bob: hi\n"
    messages = read(tmp_path, chat)[0]
    assert told(messages) == [("message", "Ann Smith", "hello"), ("system", "", "Ann added Bob"), ("message", "Bob", "hi")]


def test_a_body_that_begins_below_its_header(tmp_path: Path) -> None:
    chat = "13/04/2022, 14:50 - Ann: x\n13/04/2022, 14:51 - Ann:\nnote: see below\n13/04/2022, 14:52 - Ann: \n\nlist: a\n"
    assert told(read(tmp_path, chat)[0])[1:] == [("message", "Ann", "\nnote: see below"), ("message", "Ann", "\n\nlist: a")]


def test_a_file_that_was_indented(tmp_path: Path) -> None:
    chat = "  13/04/2022, 14:50 - Ann: hi\n  13/04/2022, 14:51 - Bob: yo\n"
    assert told(read(tmp_path, chat)[0]) == [("message", "Ann", "hi"), ("message", "Bob", "yo")]
    quoted = "13/04/2022, 14:50 - Ann: hi\n  13/04/2022, 14:49 - Bob: quoted\n"
    assert len(read(tmp_path, quoted)[0]) == 1


def test_small_things_behind_and_around(tmp_path: Path) -> None:
    chat = (
        "13/04/2022, 14:50 - Ann: ok <This message was edited> \n"
        "13/04/2022, 14:51 - Ann: IMG-20220413-WA0001.jpg (file attached) \n"
        "13/04/2022, 14:52 - Ann: 00000012-PHOTO-2022-04-13-14-52-00.jpg\n"
    )
    edited, photo, bare = read(tmp_path, chat)[0]
    assert (edited.text, edited.warnings) == ("ok", ("edited",))
    assert [m.attachments[0].name for m in (photo, bare)] == ["IMG-20220413-WA0001.jpg", "00000012-PHOTO-2022-04-13-14-52-00.jpg"]


PIECES = st.sampled_from(
    [
        "13/04/2022, 14:50 - ", "[14/04/22, 2:50:01 PM] ", "Apr 4, 8:12 PM - ", "2022년 3월 8일 오후 2:50 - ", "99/99/2022, 25:61 - ",
        f"{LRM}<attached: 00000001-PHOTO-2022-04-13-14-50-00.jpg>", "<Media omitted>", "(file attached)", "x.pdf", " • ", "null", "POLL:",
        "OPTION: a (1 vote)", "Ann added Bob", "<This message was edited>", "Ann: ", "Bob:", "~ Zé: ", "hello", "hello", ": ", "\n", "\n",
        "\n", LRM, "\ufeff", " ", "\u2028", "\x00", "[", "]", "1",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(pieces=st.lists(PIECES, max_size=40))
def test_whatever_is_in_a_file_no_word_of_it_is_lost(tmp_path: Path, pieces: list[str]) -> None:
    numbered = [f"hello{at}z" if piece == "hello" else piece for at, piece in enumerate(pieces)]
    text = "13/04/2022, 14:49 - Ann: begin\n" + "".join(numbered)
    messages, _ = read(tmp_path, text)
    said = " ".join(f"{m.text} {m.sender.name} {[a.name for a in m.attachments]}" for m in messages)
    assert [word for word in numbered if word.startswith("hello") and word not in said] == []
    assert [m.fingerprint for m in messages] == [m.fingerprint for m in read(tmp_path, text)[0]]


def test_a_second_export_that_nothing_decides_is_said_to_be_doubtful(tmp_path: Path) -> None:
    first = "".join(f"2{at}/02/2022, 14:00 - Ann: hi {at}\n" for at in range(8))
    chat = first + "".join(f"[{at}/{at + 1}/24, 2:00:00 PM] Ann: oh {at}\n" for at in (3, 4, 5))
    messages, problems = read(tmp_path, chat)
    assert days(messages)[-3:] == ["2024-04-03", "2024-05-04", "2024-06-05"]
    assert [(p.kind, p.example) for p in problems] == [(ProblemKind.AMBIGUOUS_DATE, "3/4/24")]
