"""The Google Voice reader: texts, groups, calls of every sort, voicemail, damage."""

from pathlib import Path

import pytest

from app.channels.google_voice import NO_CHAT, READER
from app.domain.errors import BadInput
from app.domain.message import Direction, HandleKind, IncomingMessage, Kind, Problem, ProblemKind, ReadOptions
from app.parsing.chat_files import MISSING_FILE, NOT_READ

DANA, LEE, OWN = "+12025550143", "+12025550177", "+12025550100"


def read(path: Path) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, ReadOptions(country="US")))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def said(tel: str, name: str, text: str, second: int = 0, more: str = "") -> str:
    shown = '<abbr class="fn" title="">Me</abbr>' if name == "Me" else f'<span class="fn">{name}</span>'
    return (
        f'<div class="message"><abbr class="dt" title="2024-07-01T10:00:{second:02}.250-04:00">1 jul</abbr>:\n'
        f'<cite class="sender vcard"><a class="tel" href="tel:{tel}">{shown}</a></cite>:\n<q>{text}</q>{more}\n</div> '
    )


def texts(folder: Path, *inner: str, name: str = "Dana - Text - 2024-07-01T14_00_00Z.html", opening: str = "") -> Path:
    path = folder / name
    body = f'{opening}<div class="hChatLog hfeed">{"".join(inner)}</div>'
    path.write_text(f"<html><head><title>Me to Dana</title></head><body>{body}</body></html>", encoding="utf-8")
    return path


def call(folder: Path, label: str, name: str, who: str = "Dana", tel: str = DANA, more: str = "") -> Path:
    path = folder / name
    path.write_text(
        f'<html><head><title>{label}</title></head><body><div class="haudio"><span class="fn">{label}</span>'
        f'<div class="contributor vcard">{label}<a class="tel" href="tel:{tel}"><span class="fn">{who}</span></a></div>'
        f'<abbr class="published" title="2024-07-01T10:00:00.000-04:00">1 jul</abbr>{more}'
        f'<a rel="tag" href="http://www.google.com/voice#{label}">{label}</a></div></body></html>'
    )
    return path


def test_texts_have_numbers_times_and_directions(tmp_path: Path) -> None:
    answer, asked = read(texts(tmp_path, said(OWN, "Me", "ja &amp; nee<br>dag"), said("(202) 555-0143", "Dana", "hi", 1)))[0]
    assert (answer.direction, asked.direction, answer.text) == (Direction.OUT, Direction.IN, "ja & nee\ndag")
    assert [(h.kind, h.value) for h in asked.sender.handles] == [(HandleKind.PHONE, DANA)]
    assert answer.recipients == (asked.sender,)
    assert answer.sent_at.isoformat() == "2024-07-01T14:00:00.250000+00:00"
    assert asked.conversation_key == DANA


def test_the_same_text_of_the_same_moment_is_known_again_under_another_file_name(tmp_path: Path) -> None:
    first = read(texts(tmp_path, said(DANA, "Dana", "hi")))[0]
    again = read(texts(tmp_path, said(DANA, "Dana", "hi"), said(DANA, "Dana", "hi"), name="b - Text - 2024-07-01T00_00_00Z.html"))[0]
    assert again[0].fingerprint == first[0].fingerprint
    assert len({m.fingerprint for m in again}) == 2


def test_a_thread_without_an_answer_is_known_by_its_file_name(tmp_path: Path) -> None:
    numbered = texts(tmp_path, said(OWN, "Me", "ready"), name=f"{LEE} - Text - 2024-07-01T14_00_00Z.html")
    assert read(numbered)[0][0].recipients[0].handles[0].value == LEE
    named = texts(tmp_path, said(OWN, "Me", "ready"), name="Dana - Text - 2024-07-01T14_00_00Z.html")
    assert read(named)[0][0].recipients[0].name == "Dana"


def test_a_group_is_known_by_its_numbers(tmp_path: Path) -> None:
    opening = "".join(
        f'<cite class="sender vcard"><a class="tel" href="tel:{n}"><span class="fn">{w}</span></a></cite>'
        for n, w in ((LEE, "Lee"), (DANA, "Dana"))
    )
    lee, me = read(texts(tmp_path, said(LEE, "Lee", "a"), said(OWN, "Me", "b"), opening=f'<div class="participants">{opening}</div>'))[0]
    assert (lee.direction, me.direction, me.recipients[0].name) == (Direction.IN, Direction.OUT, "Dana, Lee")
    assert lee.conversation_key == f"{DANA},{LEE}"


@pytest.mark.parametrize(
    ("label", "more", "text", "direction", "warnings"),
    [
        ("missed", "", "Missed call", Direction.IN, ("missed_call",)),
        ("received", '<abbr class="duration" title="PT1M5S">', "Call (1:05)", Direction.IN, ()),
        ("placed", '<abbr class="duration" title="PT9S">', "Call (0:09)", Direction.OUT, ()),
        ("voicemail", '<abbr class="duration" title="PT9S">', "Voicemail (0:09)", Direction.IN, ("missed_call",)),
        ("voicemail", '<span class="full-text">call &lt;me&gt;</span>', "call <me>", Direction.IN, ("missed_call",)),
    ],
)
def test_calls(tmp_path: Path, label: str, more: str, text: str, direction: Direction, warnings: tuple[str, ...]) -> None:
    ((made,), problems) = read(call(tmp_path, label, "x.html", more=more))
    assert (made.kind, made.text, made.direction, made.warnings) == (Kind.CALL, text, direction, warnings)
    assert made.customer.handles[0].value == DANA
    assert problems == []


def test_files_have_lost_the_end_of_their_name(tmp_path: Path) -> None:
    (tmp_path / "photo-1.jpg").write_bytes(b"\xff\xd8")
    img = '<div><img src="{}" alt="Image MMS Attachment" /></div>'
    path = texts(tmp_path, said(DANA, "Dana", "MMS Sent", 0, img.format("photo-1")), said(DANA, "Dana", "", 1, img.format("../photo-2")))
    (shown, gone), problems = read(path)
    assert (shown.text, shown.attachments[0].content, shown.attachments[0].media_type) == ("", b"\xff\xd8", "image/jpeg")
    assert gone.attachments[0].missing
    assert [p.why for p in problems] == [MISSING_FILE]


def test_a_hidden_number_and_a_bad_time(tmp_path: Path) -> None:
    hidden = call(tmp_path, "missed", "a.html", who="", tel="")
    assert read(hidden)[0][0].direction is Direction.IN
    hidden.write_text(hidden.read_text().replace("2024-07-01T10", "soon"))
    messages, problems = read(hidden)
    assert messages == []
    assert [(p.kind, p.why) for p in problems] == [(ProblemKind.UNPARSED, NOT_READ)]


def test_other_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><div class='message'>hi</div></body></html>")
    assert READER.score(path) == 0.0
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.template == NO_CHAT


def test_a_thread_of_the_owner_alone_is_with_the_number_that_other_pages_tell(tmp_path: Path) -> None:
    folder = tmp_path / "Calls"
    folder.mkdir()
    texts(folder, said(OWN, "Me", "ready"), name="Dana - Text - 2024-07-01T14_00_00Z.html")
    texts(folder, said(DANA, "Dana", "thanks"), name="Dana - Text - 2024-08-01T14_00_00Z.html")
    texts(folder, said(OWN, "Me", "hi"), name="Kim - Text - 2024-08-02T14_00_00Z.html")
    for number in (LEE, "+12025550178"):  # two people of one name
        texts(folder, said(number, "Kim", "yo"), name=f"Kim - Text - 2024-08-03T14_00_{number[-2:]}Z.html")
    messages = read(tmp_path)[0]
    assert [m.conversation_key for m in messages] == [DANA, DANA, "kim", LEE, "+12025550178"]


@pytest.mark.parametrize(
    ("markup", "file"),
    [
        ('<div><img src="G - 2023-10-01T15_30_41Z-2-1" alt="Image MMS Attachment" /></div>', "G - 2023-10-01T15_30_41Z-2-1.heic"),
        ('<div><img src="G-1" alt="Image MMS Attachment" /></div>', "G-1.webp"),
        ('<div><a class="video" href="G-2">Video attachment</a></div>', "G-2.mp4"),
        ('<div><a class="vcard" href="G-3">Contact card attachment</a></div>', "G-3.vcf"),
        ('<div><video controls="controls"><source src="G-4" /></video></div>', "G-4.3gp"),
    ],
)
def test_files_by_what_they_are(tmp_path: Path, markup: str, file: str) -> None:
    (tmp_path / file).write_bytes(b"data")
    (message,), problems = read(texts(tmp_path, said(DANA, "Dana", "MMS Received", more=markup)))
    assert (message.text, [(a.name, a.content) for a in message.attachments], problems) == ("", [(file, b"data")], [])


PRETTY = """<html>
<body>
  <div class="haudio">
    <span class="album">Call Log for</span>
    <span class="fn">Voicemail from Dana</span>
    <div class="contributor vcard">Voicemail from
      <a class="tel" href="tel:+12025550143">
        <span class="fn">Dana</span>
      </a>
    </div>
    <abbr class="published" title="2024-07-01T10:00:00.000-04:00">Jul 1</abbr>
Transcript: call me &amp; bring the mug
    <br />
    <audio controls="controls" src="x.mp3"><a rel="enclosure" href="x.mp3">Audio</a></audio>
    <abbr class="duration" title="PT22S">(00:00:22)</abbr>
    <div class="tags">Labels: <a rel="tag" href="http://www.google.com/voice#voicemail">Voicemail</a></div>
  </div>
</body></html>"""


def test_a_transcription_may_stand_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "Dana - Voicemail - 2024-07-01T14_00_00Z.html"
    path.write_text(PRETTY)
    (message,), _ = read(path)
    assert (message.text, message.kind, message.sender.handles[0].value) == ("call me & bring the mug", Kind.CALL, DANA)
    assert [a.name for a in message.attachments] == ["x.mp3"]


def test_a_page_with_room_between_its_elements(tmp_path: Path) -> None:
    inner = said(DANA, "Dana", "hi").replace("><", ">\n      <").replace('"message">', '"message">\n  ')
    (message,), _ = read(texts(tmp_path, inner))
    assert (message.text, message.sender.name, message.sender.handles[0].value) == ("hi", "Dana", DANA)


def test_texts_cut_from_their_page_are_known(tmp_path: Path) -> None:
    path = tmp_path / "test.txt"
    path.write_text(said(DANA, "Dana", "een") + said(OWN, "Me", "twee", 1))
    assert READER.score(path) > 0.9
    assert [(m.text, m.direction) for m in read(path)[0]] == [("een", Direction.IN), ("twee", Direction.OUT)]
