"""Apple Messages as text: blocks, answers that stand twice, edits, files."""

from pathlib import Path

import pytest

from app.channels.imessage import AGAIN as PAGE_TOO
from app.channels.imessage import BEFORE_FIRST, NOT_IMESSAGE, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from tests.channels.imessage_files import Said, as_page, as_text, conversation

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
        ("May 17, 2022  5:29:42 PM (Read by you after 2 minutes)", "2022-05-17T17:29:42"),
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


FORMS = {
    "text, first lines indented": lambda chat, own="Me": as_text(chat, all_indented=False, own=own),
    "text, all indented": lambda chat, own="Me": as_text(chat, all_indented=True, own=own),
    "old page": lambda chat, own="Me": as_page(chat, old=True, own=own),
    "new page": lambda chat, own="Me": as_page(chat, old=False, own=own),
}


def read_form(folder: Path, form: str, chat: list[Said], own: str = "Me") -> list[IncomingMessage]:
    name = "Kiln.txt" if form.startswith("text") else "Kiln.html"
    messages, problems = read(folder, FORMS[form](chat, own), name)
    assert {p.kind for p in problems} <= {ProblemKind.MEDIA_MISSING}
    return messages


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(25))
def test_a_made_up_chat_is_read_rightly_in_every_form(tmp_path: Path, form: str, seed: int) -> None:
    chat = conversation(seed, others=seed % 3 + 1)
    messages = read_form(tmp_path, form, chat)
    gone = [m for m in messages if "deleted" in m.warnings]
    assert all("unsent this message part" in m.text and m.new_text == "" for m in gone)
    text = {m.fingerprint: "" if m in gone else m.text for m in messages}
    found = [
        (m.sent_at.replace(tzinfo=None), m.direction.value, m.kind.value, text[m.fingerprint], [a.name for a in m.attachments])
        for m in messages
    ]
    assert found == [
        (
            said.at,
            "unknown" if said.notice else "out" if said.name == "Me" else "in",
            "system" if said.notice else "message",
            said.text,
            [name.rpartition("/")[2] for name in said.files],
        )
        for said in chat
    ]
    assert [m in gone for m in messages] == [said.deleted for said in chat]


@pytest.mark.parametrize("seed", range(5))
def test_every_form_of_a_chat_has_the_same_messages(tmp_path: Path, seed: int) -> None:
    chat = conversation(seed)
    prints = [[m.fingerprint for m in read_form(tmp_path, form, chat)] for form in FORMS]
    assert prints[0] == prints[1] == prints[2] == prints[3]
    assert len(set(prints[0])) == len(chat)


@pytest.mark.parametrize("form", FORMS)
def test_the_owner_may_bear_another_name(tmp_path: Path, form: str) -> None:
    chat = conversation(3)
    assert any(said.receipt and said.name == "Me" for said in chat)
    named = read_form(tmp_path, form, chat, own="Kade Keramiek")
    assert [(m.fingerprint, m.direction) for m in named] == [(m.fingerprint, m.direction) for m in read_form(tmp_path, form, chat)]


def page(parts: str, name: str = "Bo Vis", side: str = "received") -> str:
    head = f'<div class="message">\n<div class="{side}">\n<p><span class="timestamp">{AT}</span>\n<span class="sender">{name}</span></p>\n'
    return f"<html>\n<body>\n{head}{parts}</div>\n</div>\n</body></html>"


def part(inside: str) -> str:
    return f'<hr><div class="message_part">\n{inside}\n</div>\n'


@pytest.mark.parametrize(
    ("inside", "text", "files"),
    [
        ('<span class="bubble">a<br>b <b>c</b> <span class="animationBig">d</span></span>', "a\nb c d", []),
        ('<span class="bubble"><a href="https://x.example">x.example</a> &lt;3</span>', "x.example <3", []),
        ('<span class="bubble">3 &lt; 4 &amp;amp;</span>', "3 < 4 &amp;", []),
        ('<div class="attachment"><audio controls src="attachments/1/2.caf" type="x" </audio></div>', "", ["2.caf"]),
        (
            '<div class="attachment"><div><audio controls src="a/2.caf" </audio></div> <hr>'
            '<span class="transcription">Transcription: hoi</span></div>',
            "Transcription: hoi",
            ["2.caf"],
        ),
        ('<div class="attachment"><video controls> <source src="a/1.mov"> <source src="a/1.mov"> </video></div>', "", ["1.mov"]),
        ('<div class="attachment"><a href="a/b c.pdf">Click to download b c.pdf (3 KB)</a></div>', "", ["b c.pdf"]),
        ('<div class="sticker"><img src="a/s.heic">\n<div class="sticker_name">App: Memoji</div></div>', "", ["s.heic"]),
        ('<span class="attachment_error">Unable to locate attachment: weg.jpg</span>', "", ["weg.jpg"]),
        ('<span class="attachment_error">Attachment does not exist!</span>', "", ["attachment"]),
        (
            '<div class="app"><a href="https://x.example/1"><div class="app_header"><div class="name">X</div></div><div class="app_footer">'
            '<div class="caption">Mok</div><div class="subcaption">Blauw &amp; wit</div></div></a></div>',
            "https://x.example/1\nMok\nBlauw & wit",
            [],
        ),
        (
            '<div class="app"><div class="app_header"><div class="name">Poll</div></div><div class="app_footer">'
            '<div class="caption">Wanneer?</div></div></div>',
            "Poll message:\nWanneer?",
            [],
        ),
    ],
)
def test_parts_of_a_page(tmp_path: Path, inside: str, text: str, files: list[str]) -> None:
    (message,), _ = read(tmp_path, page(part(inside)), "Bo Vis.html")
    assert (message.text, [a.name for a in message.attachments]) == (text, files)


def test_a_message_without_parts_a_subject_and_several_parts(tmp_path: Path) -> None:
    (empty,), _ = read(tmp_path, page("", side="sent SMS"), "Bo Vis.html")
    assert (empty.text, empty.direction) == ("", Direction.OUT)
    subject = '<p>Subject: <span class="subject">Bestelling</span></p>\n'
    parts = subject + "".join(part(f'<span class="bubble">{text}</span>') for text in ("een", "twee"))
    (message,), _ = read(tmp_path, page(parts), "Bo Vis.html")
    assert message.text == "Bestelling\neen\ntwee"


def test_a_page_without_a_readable_time_is_said(tmp_path: Path) -> None:
    text = page(part('<span class="bubble">hoi</span>')).replace(AT, "Invalid timestamp", 1) + page(part('<span class="bubble">ja</span>'))
    messages, problems = read(tmp_path, text, "Bo Vis.html")
    assert ([m.text for m in messages], [p.kind for p in problems]) == (["ja"], [ProblemKind.UNPARSED])


def test_both_forms_of_a_chat_are_read_once(tmp_path: Path) -> None:
    chat = conversation(2)
    (tmp_path / "chats").mkdir()
    (tmp_path / "chats" / "Kiln.txt").write_text(as_text(chat, all_indented=True))
    (tmp_path / "chats" / "Kiln.html").write_text(as_page(chat, old=False))
    (tmp_path / "chats" / "orphaned.html").write_text(as_page([], old=False))
    items = list(READER.read(tmp_path / "chats", ReadOptions()))
    assert sum(isinstance(i, IncomingMessage) for i in items) == len(chat)
    assert [i.why for i in items if isinstance(i, Problem) and i.kind is ProblemKind.LEFT_OUT] == [PAGE_TOO]


@pytest.mark.parametrize("name", ["mail.html", "messages.html"])
def test_other_pages_are_no_chats_of_this(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text('<html><div class="message default clearfix"><div class="body">hi</div></div></html>')
    assert READER.score(tmp_path / name) == 0.0


def test_what_stands_around_a_text(tmp_path: Path) -> None:
    text = (
        f"{AT}\nBo\nThis message was deleted from the conversation!\nhoi\nSent with Slam\n\n"
        f"{AT}\nBo\nAttachment missing!\nIMG_0412.HEIC\nHappy Sticker from Bo: attachments/1/s.heic (App: Kiln)\n\n"
        f"{AT}\nBo\nSent with Slam\n\nUnable to format announcement!\n\n{AT}\nMe\nReactions: none\n\n"
    )
    messages, problems = read(tmp_path, text)
    assert [m.text for m in messages] == ["hoi", "", "Sent with Slam", "Reactions: none"]
    assert [a.name for a in messages[1].attachments] == ["attachment", "IMG_0412.HEIC", "s.heic"]
    assert [p.why for p in problems if p.kind is ProblemKind.UNPARSED] == [BEFORE_FIRST]
