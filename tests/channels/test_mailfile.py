"""Mail in files: every field of every sample, mbox splitting, Maildir flags, what is left out, and files that are no mail."""

import io
import json
import pickle
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.channels.mailfile import READER, RawMail, parse_raw, raw_mails
from app.domain.errors import BadInput
from app.domain.message import Direction, IncomingMessage, Party, Problem, ProblemKind, ReadOptions
from app.parsing.mbox import MAX_MAIL, read_mbox, split_mbox

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "mailfile"
EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))["samples"]
OWN = ReadOptions(own_addresses=frozenset({"info@winkelnoord.example"}))


def read(path: Path, options: ReadOptions = OWN) -> tuple[list[IncomingMessage], list[Problem]]:
    items = list(READER.read(path, options))
    return [i for i in items if isinstance(i, IncomingMessage)], [i for i in items if isinstance(i, Problem)]


def shown(party: Party) -> str:
    return (f"{party.name} " if party.name else "") + " ".join(f"<{handle.value}>" for handle in party.handles)


def as_expected(message: IncomingMessage) -> dict[str, object]:
    found: dict[str, object] = {
        "from": shown(message.sender),
        "to": [shown(each) for each in message.recipients],
        "subject": message.subject,
        "sent": message.sent_at.isoformat(),
        "key": message.conversation_key,
        "text": message.text,
    }
    if message.new_text != message.text:
        found["new_text"] = message.new_text
    if message.html:
        found["html"] = True
    if message.attachments:
        found["attachments"] = [[a.name, a.media_type, a.size, a.sha256[:12], a.content_id] for a in message.attachments]
    if message.warnings:
        found["warnings"] = list(message.warnings)
    return found


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_field_of_a_sample(name: str) -> None:
    messages, problems = read(SAMPLES / name)
    assert [as_expected(message) for message in messages] == EXPECTED[name]["mails"]
    assert [f"{p.where}: {p.why}" for p in problems] == EXPECTED[name].get("left_out", [])


def test_there_are_enough_ugly_samples() -> None:
    assert sum(name.endswith(".eml") for name in EXPECTED) >= 25


def mail(number: int, body: str = "Hallo\n") -> str:
    return f"From: klant{number}@voorbeeld.example\nSubject: Vraag {number}\nDate: Mon, 3 Feb 2025 10:05:00 +0100\n\n{body}"


def split(text: str) -> list[tuple[int, bytes]]:
    return list(split_mbox(io.BytesIO(text.encode())))


@pytest.mark.parametrize(
    "separator",
    [
        "From jan@voorbeeld.example Mon Feb  3 10:05:00 2025",
        "From - Mon Feb  3 10:05:00 2025",
        "From 1828@xxx Mon Feb 03 10:05:00 +0000 2025",
        "From jan Mon Feb  3 10:05:00 CET 2025",
        "From jan Mon Feb  3 10:05 2025",
        "From jan Mon Feb  3 10:05:00 2025 +0100",
        "From jan Mon, 3 Feb 2025 10:05:00 +0100",
        "From MAILER-DAEMON Mon Feb  3 10:05:00 2025 remote from x",
        'From "a b"@voorbeeld.example Mon Feb  3 10:05:00 2025',
        "From jan@voorbeeld.example 2025-02-03 10:05:00",
        "From jan@voorbeeld.example 2025-02-03T10:05:00+01:00",
        "From jan@voorbeeld.example Mo Mär  3 10:05:00 2025",
        "From jan@voorbeeld.example",
        "From -",
    ],
)
def test_separators(separator: str) -> None:
    found = split(f"{separator}\n{mail(1)}\n{separator}\n{mail(2)}")
    assert [raw for _, raw in found] == [mail(1).encode(), mail(2).encode()]
    assert found[1][0] == len(f"{separator}\n{mail(1)}\n".encode())


@pytest.mark.parametrize(
    "line",
    [
        "From the beginning this went wrong.",
        "From Monday Feb 3 on",
        "From jan@voorbeeld.example Mon Feb  3 10:05:00 2025",  # a date, but no header follows
        "From jan 2025",
        "From jan@voorbeeld.example\nSubject: van gisteren",  # no date, where the file's separators have one
    ],
)
def test_a_line_that_only_starts_like_a_separator_is_text(line: str) -> None:
    body = f"Hallo\n\n{line}\nverder met de tekst\n"
    found = split(f"From a Mon Feb  3 10:05:00 2025\n{mail(1, body)}")
    assert [raw for _, raw in found] == [mail(1, body).encode()]


def test_a_separator_without_a_date_stands_behind_an_empty_line() -> None:
    body = "Hallo\nFrom jan@voorbeeld.example\nSubject: gisteren\n"
    found = split(f"From a@voorbeeld.example\n{mail(1, body)}\nFrom b@voorbeeld.example\n{mail(2)}")
    assert [raw for _, raw in found] == [mail(1, body).encode(), mail(2).encode()]


SEPARATOR = "From a@voorbeeld.example Mon Feb  3 10:05:00 2025"


def with_length(text: str, length: int) -> str:
    return text.replace("\n\n", f"\nContent-Length: {length}\n\n", 1)


@pytest.mark.parametrize("slack", [0, 1])
def test_a_declared_length_that_ends_at_a_separator_is_believed(slack: int) -> None:
    body = f"Kijk:\n\n{SEPARATOR}\nSubject: oud\n\n>From hier\n\n{SEPARATOR}\nSubject: ouder\n\nx\n"
    one = with_length(mail(1, body), len(body) + slack)
    found = split(f"{SEPARATOR}\n{one}\n{SEPARATOR}\n{mail(2)}")
    assert [raw for _, raw in found] == [one.encode(), mail(2).encode()]


@pytest.mark.parametrize("length", [0, 3, 90, 300, 99_999_999])
def test_a_wrong_length_changes_nothing(length: int) -> None:
    text = "".join(f"{SEPARATOR}\n{with_length(mail(n), length)}\n" for n in range(80))
    assert [raw for _, raw in split(text)] == [with_length(mail(n), length).encode() for n in range(80)]


def test_a_mailbox_that_begins_in_the_middle_of_a_mail(tmp_path: Path) -> None:
    (tmp_path / "deel 2.mbox").write_text(f"rest van een brief\n\n{SEPARATOR}\n{mail(1)}\n{SEPARATOR}\n{mail(2)}")
    assert READER.score(tmp_path / "deel 2.mbox") > 0.5
    messages, problems = read(tmp_path / "deel 2.mbox")
    assert [message.subject for message in messages] == ["Vraag 1", "Vraag 2"]
    assert [problem.where for problem in problems] == ["deel 2.mbox:0"]


@pytest.mark.parametrize(
    ("folder", "count", "way"),
    [
        (".Verzonden", 1, Direction.OUT),
        (".&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-", 1, Direction.OUT),
        (".Gel&APY-schte Elemente", 0, None),
        (".INBOX.Junk", 0, None),
        (".R&-D", 1, Direction.IN),
    ],
)
def test_folders_of_a_maildir_are_known_in_any_alphabet(tmp_path: Path, folder: str, count: int, way: Direction | None) -> None:
    place = tmp_path / "Maildir" / folder / "cur"
    place.mkdir(parents=True)
    (place / "1738573500.M1P2.host,S=1:2,RS").write_text(mail(1))
    messages, problems = read(tmp_path / "Maildir")
    assert len(messages) == count
    assert bool(problems) != bool(messages)
    assert not way or messages[0].direction is way


def test_a_quoted_from_line_loses_one_mark() -> None:
    found = split("From a Mon Feb  3 10:05:00 2025\n" + mail(1, "x\n>From here\n>>From there\n> From quote\n"))
    assert found[0][1].endswith(b"\nx\nFrom here\n>From there\n> From quote\n")


def test_the_separator_tells_when_a_mail_without_date_came_in() -> None:
    stream = io.BytesIO(b"From a Mon Feb 03 10:05:00 +0200 2025\nSubject: x\n\nhoi\n")
    assert next(read_mbox(stream)).received_at == datetime(2025, 2, 3, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000])
def test_splitting_does_not_depend_on_how_the_file_is_read(size: int) -> None:
    text = "".join(
        f"From a Mon Feb  3 10:05:0{n} 2025\r\n" + mail(n, "Hallo\nFrom a\nb\n").replace("\n", "\r\n") + "\r\n" for n in range(5)
    )

    class Slow(io.BytesIO):
        def read(self, size_asked: int | None = -1, /) -> bytes:
            return super().read(min(size, size_asked or -1))

        def readline(self, size_asked: int | None = -1, /) -> bytes:
            return super().readline(size_asked)

    assert list(split_mbox(Slow(text.encode()))) == split(text)
    assert len(split(text)) == 5


class Repeated(io.RawIOBase):
    """A stream of many times the same bytes that is never in memory as a whole."""

    def __init__(self, piece: bytes, times: int) -> None:
        self.pieces = self._all(piece, times)
        self.rest = b""

    @staticmethod
    def _all(piece: bytes, times: int) -> Iterator[bytes]:
        for _ in range(times):
            yield piece

    def read(self, size: int = -1, /) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, b"")):
            self.rest += piece
        found, self.rest = self.rest[:size], self.rest[size:]
        return found

    def readline(self, size: int | None = -1, /) -> bytes:
        if b"\n" not in self.rest:
            self.rest += next(self.pieces, b"")
        end = self.rest.find(b"\n") + 1 or len(self.rest)
        found, self.rest = self.rest[:end], self.rest[end:]
        return found


def test_a_large_mbox_takes_little_memory() -> None:
    piece = ("From a Mon Feb  3 10:05:00 2025\n" + mail(1, "regel\n" * 5000) + "\n").encode()
    tracemalloc.start()
    assert sum(1 for _ in split_mbox(Repeated(piece, 2000))) == 2000  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


def test_maildir_flags_and_folders(tmp_path: Path) -> None:
    for place in ("cur", "new", "tmp", ".Sent Items/cur", ".Junk/cur", ".Trash/new", "Archief/cur"):
        (tmp_path / place).mkdir(parents=True)
    places = """
        cur/1738756800.a:2,S cur/1738756801.b:2,TS cur/1738756802.c:2,D new/1738756803.d tmp/1738756804.e
        .Sent_Items/cur/1738756805.f:2,S .Junk/cur/1738756806.g .Trash/new/1738756807.h Archief/cur/1738756808.i:2,
    """
    for number, place in enumerate(place.replace("_", " ") for place in places.split()):
        (tmp_path / place).write_text(mail(number))
    messages, problems = read(tmp_path)
    assert {m.subject: m.direction for m in messages} == {
        "Vraag 0": Direction.IN,
        "Vraag 3": Direction.IN,
        "Vraag 5": Direction.OUT,
        "Vraag 8": Direction.IN,
    }
    assert sorted(p.where.rpartition(" ")[2] for p in problems) == ["(1)", "(1)", "(2)"]


def test_a_maildir_name_tells_when_a_mail_without_date_came_in(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1738756803.M1P2.host").write_bytes(b"From: a@b.example\nSubject: x\n\nhoi\n")
    message = read(tmp_path)[0][0]
    assert message.sent_at == datetime.fromtimestamp(1738756803, UTC)
    assert message.warnings == ("missing_date",)


def test_a_folder_named_sent_holds_what_the_shop_sent(tmp_path: Path) -> None:
    folder = tmp_path / "Verzonden"
    folder.mkdir()
    (folder / "1.eml").write_text(mail(1))
    assert read(folder)[0][0].direction is Direction.OUT
    assert read(folder / "1.eml")[0][0].direction is Direction.IN


def test_an_eml_that_is_no_mail_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(mail(1))
    (tmp_path / "b.eml").write_bytes(b"\x00\x01\x02 rommel\n")
    messages, problems = read(tmp_path)
    assert len(messages) == 1
    assert [(p.kind, p.where) for p in problems] == [(ProblemKind.UNPARSED, "b.eml")]


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", b"Hallo, dit is een briefje.\n"), ("b.csv", b"name;email\njan;a@b.example\n"), ("c", b"")]
)
def test_what_is_no_mail_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert READER.score(tmp_path / name) == 0
    with pytest.raises(BadInput, match="No mail was found"):
        read(tmp_path / name)


def test_a_zip_with_a_few_mails_among_other_things_scores_low(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", "[03-02-2025 09:06:10] Jan: hoi\n")
        archive.writestr("foto.jpg", b"\xff\xd8")
        archive.writestr("gestuurd.eml", mail(1))
    assert 0 < READER.score(path) < 0.5


def test_same_mail_from_two_places_is_one(tmp_path: Path) -> None:
    crlf = (SAMPLES / "plain.eml").read_bytes()
    (tmp_path / "a.eml").write_bytes(crlf)
    (tmp_path / "b.mbox").write_bytes(b"From a Mon Feb  3 10:05:00 2025\n" + crlf.replace(b"\r\n", b"\n") + b"\n")
    (tmp_path / "c.eml").write_bytes(crlf.replace(b"1042", b"1043"))
    first, second, other = read(tmp_path)[0]
    assert first.fingerprint == second.fingerprint
    assert first.native_id == other.native_id
    assert first.fingerprint != other.fingerprint


def test_raw_mails_go_to_other_processes() -> None:
    raws = [item for item in raw_mails(SAMPLES / "takeout.mbox") if isinstance(item, RawMail)]
    again = pickle.loads(pickle.dumps(raws))
    assert [parse_raw(raw, OWN) for raw in again] == read(SAMPLES / "takeout.mbox")[0]
    assert pickle.loads(pickle.dumps(parse_raw(raws[0], OWN))) == parse_raw(raws[0], OWN)


def test_a_mail_without_end_is_cut_not_kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.parsing.mbox.MAX_MAIL", 1000)
    text = "From a Mon Feb  3 10:05:00 2025\n" + mail(1, "x" * 5000) + "\nFrom a Mon Feb  3 10:05:00 2025\n" + mail(2)
    found = split(text)
    assert [len(raw) for _, raw in found] == [1000, len(mail(2))]
    assert MAX_MAIL > 100_000_000


def test_an_outlook_message_keeps_its_headers_words_and_files() -> None:
    [mail] = [m for m in READER.read(SAMPLES / "outlook.msg", OWN) if isinstance(m, IncomingMessage)]
    assert mail.headers is not None
    assert (mail.headers.message_id, mail.headers.references) == ("n1@courrier.example", ("a0@boom.example", "b0@courrier.example"))
    assert "<p>" in mail.html
    assert [(a.name, a.media_type, a.size) for a in mail.attachments] == [("fêlure.jpg", "image/jpeg", 5124)]


def test_an_outlook_data_file_is_told_how_to_get_its_mail_out(tmp_path: Path) -> None:
    file = tmp_path / "mail.pst"
    file.write_bytes(b"!BDN" + bytes(600))
    assert READER.score(file) >= 0.5
    with pytest.raises(BadInput, match="Outlook data file"):
        list(READER.read(file, OWN))


def test_other_compound_files_are_no_mail(tmp_path: Path) -> None:
    file = tmp_path / "brief.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    assert READER.score(file) == 0
    assert not [m for m in READER.read(file, OWN) if isinstance(m, IncomingMessage)]
