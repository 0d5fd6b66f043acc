"""The WhatsApp reader: files of every sort, one clear sentence for those that are none, and identities that last."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from app.channels.whatsapp import DAMAGED_FILE, NO_CHAT, NO_ZONE, READER, UNKNOWN_SHAPE
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.archive import DAMAGED, EMPTY_ARCHIVE, EMPTY_FILE, PASSWORD, UNREADABLE

CHAT = "15-01-2024 10:00 - Anna: Hoi\n15-01-2024 10:02 - Kade: Dag Anna\n"


def read(path: Path, **options: object) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def written(folder: Path, text: str, name: str = "WhatsApp-chat met Anna.txt") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def zipped(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(BadInput) as caught:
        read(path, **options)
    return caught.value.template


def test_parties_directions_and_handles(tmp_path: Path) -> None:
    (hi, hello), problems = read(written(tmp_path, CHAT))
    assert (hi.direction, hello.direction) == (Direction.IN, Direction.OUT)
    assert (hi.sender.name, hi.sender.handles[0].kind) == ("Anna", HandleKind.NAME)
    assert hi.recipients == (hello.sender,)
    assert hello.recipients == (hi.sender,)
    assert hello.customer == hi.sender
    assert (hi.text, hi.new_text, hi.conversation_key) == ("Hoi", "Hoi", "anna")
    assert problems == []


def test_a_glance_surveys_the_beginning_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.channels.whatsapp._GLANCE", 2)
    path = written(tmp_path, "05-01-2024 10:00 - Anna: Hoi\n06-01-2024 10:02 - Kade: Dag\n15-01-2024 10:02 - Anna: en nu?\n")
    for glance, doubts in ((False, 0), (True, 1)):
        messages, problems = read(path, glance=glance)
        assert [m.text for m in messages] == ["Hoi", "Dag", "en nu?"]
        assert [p.kind for p in problems] == [ProblemKind.AMBIGUOUS_DATE] * doubts


def test_a_chat_called_by_its_number_tells_the_number(tmp_path: Path) -> None:
    chat = "15-01-2024 10:00 - Olu: hi\n15-01-2024 10:02 - Kade: hello\n"
    path = written(tmp_path, chat, "WhatsApp Chat with +44 7700 900123.txt")
    hi, hello = read(path, me=("Kade",))[0]
    assert (hi.sender.name, hi.sender.handles[0].kind, hi.sender.handles[0].value) == ("Olu", HandleKind.PHONE, "+447700900123")
    assert hello.recipients == (hi.sender,)
    assert [m.direction for m in read(path)[0]] == [Direction.UNKNOWN] * 2, "without the shop's name nobody is known"


def test_more_votes_make_no_other_poll(tmp_path: Path) -> None:
    poll = CHAT + "15-01-2024 10:05 - Kade: POLL:\nWanneer?\nOPTION: Vrijdag ({} votes)\n"
    first, later = (read(written(tmp_path, poll.format(votes)))[0][2] for votes in (0, 4))
    assert first.fingerprint == later.fingerprint
    assert later.text == "POLL:\nWanneer?\nOPTION: Vrijdag (4 votes)"


def test_a_renamed_file_and_another_zone_setting_change_no_identity(tmp_path: Path) -> None:
    first = read(written(tmp_path, CHAT))[0]
    renamed = read(written(tmp_path, CHAT, "chat.txt"), me=("Kade",), timezone="Asia/Tokyo")[0]
    assert [m.fingerprint for m in first] == [m.fingerprint for m in renamed]
    assert first[0].sent_at != renamed[0].sent_at


def test_an_export_with_media_and_one_without_are_the_same_messages(tmp_path: Path) -> None:
    with_media = CHAT + "15-01-2024 10:03 - Anna: IMG-20240115-WA0001.jpg (bestand bijgevoegd)\nkijk\n"
    without = CHAT + "15-01-2024 10:03 - Anna: <Media weggelaten>\nkijk\n"
    path = zipped(tmp_path / "a.zip", **{"WhatsApp-chat met Anna.txt": with_media, "IMG-20240115-WA0001.jpg": b"\xff\xd8"})
    assert [m.fingerprint for m in read(path)[0]] == [m.fingerprint for m in read(written(tmp_path, without))[0]]


def test_the_same_words_in_the_same_minute_are_two_messages(tmp_path: Path) -> None:
    line = "15-01-2024 10:00 - Anna: Hoi\n"
    fingerprints = {m.fingerprint for m in read(written(tmp_path, line * 3))[0]}
    assert len(fingerprints) == 3


def test_attachments_come_from_the_archive(tmp_path: Path) -> None:
    chat = CHAT + "15-01-2024 10:03 - Anna: Rekening é.pdf (bestand bijgevoegd)\n15-01-2024 10:04 - Anna: weg.jpg (bestand bijgevoegd)\n"
    path = zipped(tmp_path / "a.zip", **{"_chat.txt": chat, "Rekening e\u0301.pdf": b"%PDF", "__MACOSX/._chat.txt": b"\0\0"})
    messages, problems = read(path)
    (kept,), (gone,) = messages[2].attachments, messages[3].attachments
    assert (kept.size, kept.content, kept.missing, kept.media_type, len(kept.sha256)) == (4, b"%PDF", False, "application/pdf", 64)
    assert (gone.size, gone.content, gone.missing, gone.name) == (0, None, True, "weg.jpg")
    assert [(p.kind, p.where) for p in problems] == [(ProblemKind.MEDIA_MISSING, "_chat.txt:4")]


def test_a_damaged_file_in_the_archive_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("_chat.txt", CHAT + "15-01-2024 10:03 - Anna: a.jpg (bestand bijgevoegd)\n")
        file.writestr("a.jpg", b"J" * 100)
    path.write_bytes(path.read_bytes().replace(b"JJJJ", b"JKJJ", 1))
    messages, problems = read(path)
    assert messages[2].attachments[0].missing
    assert [(p.kind, p.why) for p in problems] == [(ProblemKind.ERROR, DAMAGED_FILE)]


def test_a_text_that_a_customer_sent_is_not_the_chat(tmp_path: Path) -> None:
    path = zipped(tmp_path / "export.zip", **{"notes.txt": "just notes\n", "conversation.txt": CHAT, "more.txt": "- a\n- b\n"})
    assert len(read(path)[0]) == 2


def test_a_folder_of_several_chats_is_read_whole(tmp_path: Path) -> None:
    written(tmp_path, CHAT)
    written(tmp_path, CHAT.replace("Anna", "Bram"), "WhatsApp-chat met Bram.txt")
    assert {m.conversation_key for m in read(tmp_path)[0]} == {"anna", "bram"}


def test_an_unusable_chat_in_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    written(tmp_path, "nothing of the sort\n")
    written(tmp_path, CHAT.replace("Anna", "Bram"), "WhatsApp-chat met Bram.txt")
    messages, problems = read(tmp_path)
    assert {m.conversation_key for m in messages} == {"bram"}
    assert [(p.kind, p.where, p.why) for p in problems] == [(ProblemKind.ERROR, "WhatsApp-chat met Anna.txt", UNKNOWN_SHAPE)]


def test_text_before_the_first_message_is_reported(tmp_path: Path) -> None:
    messages, problems = read(written(tmp_path, "Exported for you\n\n" + CHAT))
    assert len(messages) == 2
    assert [(p.kind, p.where.rpartition(":")[2]) for p in problems] == [(ProblemKind.UNPARSED, "1")]


def test_an_impossible_date_in_the_file_s_own_shape_is_text(tmp_path: Path) -> None:
    messages, _ = read(written(tmp_path, CHAT + "45-01-2024 10:05 - Anna: pasted\n"))
    assert [m.text for m in messages] == ["Hoi", "Dag Anna\n45-01-2024 10:05 - Anna: pasted"]


def test_odd_separators_and_empty_lines_stay_in_the_body(tmp_path: Path) -> None:
    text = "15-01-2024 10:00 - Anna: a\u2028b\u0085c\n\n  d\u200d\n15-01-2024 10:01 - Kade: x\n"
    assert read(written(tmp_path, text))[0][0].text == "a\u2028b\u0085c\n\n  d\u200d"


def test_a_byte_order_mark_in_the_middle_hides_no_message(tmp_path: Path) -> None:
    assert len(read(written(tmp_path, CHAT + "\ufeff15-01-2024 10:05 - Anna: verder\n"))[0]) == 3


def test_ambiguous_dates_are_reported_once_with_an_example(tmp_path: Path) -> None:
    path = written(tmp_path, "03-04-2024 10:00 - Anna: a\n04-04-2024 10:00 - Kade: b\n")
    messages, problems = read(path)
    assert [m.warnings for m in messages] == [("ambiguous_date",), ()]
    assert [(p.kind, p.where) for p in problems] == [(ProblemKind.AMBIGUOUS_DATE, f"{path.name} (03-04-2024)")]
    assert messages[0].sent_at.month == 4
    answered, none = read(path, day_first=False)
    assert (answered[0].sent_at.month, answered[0].warnings, none) == (3, (), [])


def test_a_group_s_notices_come_from_the_group(tmp_path: Path) -> None:
    chat = "15-01-2024 10:00 - Femke heeft de groep gemaakt\n" + CHAT + "15-01-2024 10:05 - Omar: x\n"
    messages = read(written(tmp_path, chat, "WhatsApp-chat met Oven Club.txt"), me=("kade",))[0]
    assert [(m.kind, m.direction, m.sender.name) for m in messages] == [
        (Kind.SYSTEM, Direction.UNKNOWN, "Oven Club"),
        (Kind.MESSAGE, Direction.IN, "Anna"),
        (Kind.MESSAGE, Direction.OUT, "Kade"),
        (Kind.MESSAGE, Direction.IN, "Omar"),
    ]


def test_deleted_text_is_kept_but_is_nothing_to_answer(tmp_path: Path) -> None:
    message = read(written(tmp_path, CHAT + "15-01-2024 10:05 - Anna: Dit bericht is verwijderd\n"))[0][2]
    assert (message.text, message.new_text, message.kind) == ("Dit bericht is verwijderd", "", Kind.MESSAGE)


def test_refusals_are_one_sentence_each(tmp_path: Path) -> None:
    assert refusal(written(tmp_path, "hello\nworld\n")) == UNKNOWN_SHAPE
    assert refusal(written(tmp_path, "")) == EMPTY_FILE
    assert refusal(tmp_path / "nowhere.txt") == UNREADABLE
    assert refusal(zipped(tmp_path / "b.zip", **{"photo.jpg": b"x"})) == NO_CHAT
    assert refusal(zipped(tmp_path / "c.zip")) == EMPTY_ARCHIVE
    broken = tmp_path / "d.zip"
    broken.write_bytes(zipped(tmp_path / "e.zip", **{"_chat.txt": CHAT * 50}).read_bytes()[:90])
    assert refusal(broken) == DAMAGED
    assert refusal(written(tmp_path, CHAT), timezone="Mars/Olympus") == NO_ZONE
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == EMPTY_ARCHIVE


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"_chat.txt": CHAT})
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    path.write_bytes(raw)
    assert refusal(path) == PASSWORD


def test_a_damaged_chat_text_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("_chat.txt", CHAT)
    path.write_bytes(path.read_bytes().replace(b"Hoi", b"Hai", 1))
    assert refusal(path) == DAMAGED
    assert READER.score(path) == 0.0


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (CHAT, 0.9, 1.0),
        ("[2024-01-01 12:00:00] ERROR: disk full\n[2024-01-01 12:00:01] INFO: x\n", 0.1, 0.6),
        ("Dear all,\n\nsee below\n\n" + CHAT, 0.1, 0.49),
        ("a,b\n1,2\n", 0.0, 0.0),
    ],
)
def test_scores(tmp_path: Path, text: str, least: float, most: float) -> None:
    name = "WhatsApp-chat met Anna.txt" if text == CHAT else "some.txt"
    assert least <= READER.score(written(tmp_path, text, name)) <= most


def test_memory_does_not_grow_with_the_size_of_the_file(tmp_path: Path) -> None:
    line = "15-01-2024 10:00 - Anna: " + "a long text that goes on and on " * 30 + "\n"
    path = written(tmp_path, line * 8000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in READER.read(path, ReadOptions()))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 8000
    assert peak < path.stat().st_size / 2


def packed(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize(
    "names", [("a/_chat.txt", "b/_chat.txt"), ("WhatsApp Chat with Ann.txt", "WhatsApp Chat with Bob.txt"), ("een.txt", "twee.txt")]
)
def test_every_chat_of_a_zip_is_read(tmp_path: Path, names: tuple[str, str]) -> None:
    lines = ("13/05/2022, 16:21 - Ann: hi\n", "22/05/2022, 16:21 - Bob: hello\n")
    messages, problems = read(packed(tmp_path / "chats.zip", dict(zip(names, lines, strict=True))))
    assert ([m.text for m in messages], problems) == (["hi", "hello"], [])
    assert len({m.conversation_key for m in messages}) == 2


@pytest.mark.parametrize("sent", ["WhatsApp Chat with Bob.txt", "lijst.txt"])
def test_a_chat_that_was_sent_as_a_file_is_a_file(tmp_path: Path, sent: str) -> None:
    own = "WhatsApp Chat with Ann.txt" if "Chat" in sent else "chat.txt"
    path = packed(
        tmp_path / "chat.zip", {own: f"13/05/2022, 16:21 - Ann: {sent} (file attached)\n", sent: "22/05/2022, 16:21 - Bob: hello\n"}
    )
    (message,), problems = read(path)
    assert (message.attachments[0].name, message.attachments[0].missing, problems) == (sent, False, [])
