"""Reading in numbers: the same with and without a worker, in order, and nothing that came in is lost to an error."""

import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from app import reading
from app.domain.account import RemoteMail
from app.domain.errors import ServerUnreachable
from app.domain.message import Attachment, Channel, Direction, IncomingMessage, Party, Problem, ReadOptions, Remote
from app.domain.teaching import Labels, Lesson, Lessons
from app.pipeline.sort import Judged
from app.pipeline.sync import Letterbox
from tests.corpus import SHOP, corpus, mbox

BOX = Letterbox("winkel", "INBOX", 7, "inbox", frozenset({SHOP}))
OPTIONS = ReadOptions(own_addresses=frozenset({SHOP}), me=("De Zwaluw",))
SAID = ("Is de blauwe kan er nog?", "where is my parcel 4711 😡", "Danke, alles gut!", "c'est trop cher", "Ja, die ligt klaar.")
FOR_EVER = """
import sys
from multiprocessing import active_children
from tests import test_reading

for number, item in enumerate(test_reading.for_ever()):
    if number == 6_000:
        print(*(worker.pid for worker in active_children()), flush=True)
"""


def mails(count: int) -> Iterator[RemoteMail]:
    for uid, mail in enumerate(corpus(count), 1):
        yield RemoteMail(uid, ("\\Seen",), 1_700_000_000.0, mail.raw)


def chat(folder: Path, count: int) -> Path:
    """Write a chat in which some lines stand before the first message."""
    file = folder / "WhatsApp Chat with Noor Vink.txt"
    lines = (
        f"{datetime(2024, 3, 13, 9, 0) + timedelta(minutes=n):%d-%m-%Y %H:%M} - {('Noor Vink', 'De Zwaluw')[n % 2]}: {SAID[n % 5]} {n}"
        for n in range(count)
    )
    file.write_text("\n".join(["what is this", *lines]), encoding="utf-8")
    return file


def line(number: int, *files: bytes) -> IncomingMessage:
    """Return a chat message with files."""
    attachments = tuple(Attachment("foto.jpg", "image/jpeg", len(raw), str(number), content=raw) for raw in files)
    at = datetime(2024, 3, 13, tzinfo=UTC) + timedelta(seconds=number)
    told = (Channel.LINE, f"line-{number}", "noor", at, Direction.IN, Party("Noor"), f"{SAID[number % 5]} {number}")
    return replace(IncomingMessage(*told), attachments=attachments)


def for_ever() -> Iterator[Judged | Problem]:
    """Yield what a chat without end becomes."""
    return reading._judged_chat(map(line, iter(range(10_000_000))), reading.Judge(reading.NOTHING_TAUGHT))


def cut_short(count: int) -> Iterator[RemoteMail]:
    yield from mails(count)
    raise ServerUnreachable("The connection broke.")


def contents(items: list[Judged | Problem]) -> list[list[bytes | None]]:
    return [[attachment.content for attachment in item.message.attachments] for item in items if isinstance(item, Judged)]


def uids(batches: Iterator[list[Judged]], seen: list[int]) -> None:
    for batch in batches:
        seen += [judged.message.remote.uid for judged in batch if judged.message.remote]


def test_a_worker_reads_what_this_process_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alles.mbox"
    with file.open("wb") as stream:
        stream.writelines(mbox(corpus(700)))
    with_workers = list(reading.read_and_judge([file], OPTIONS))
    monkeypatch.setattr(reading, "_POOL_FROM", 1_000_000)
    alone = list(reading.read_and_judge([file], OPTIONS))
    assert with_workers == alone
    assert len(alone) == 700
    contents = [
        [a.content for a in item.message.attachments] for items in (with_workers, alone) for item in items if isinstance(item, Judged)
    ]
    assert contents[:700] == contents[700:]
    assert any(contents)


def test_a_worker_judges_with_what_was_taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alles.mbox"
    with file.open("wb") as stream:
        stream.writelines(mbox(corpus(700)))
    plain = list(reading.read_and_judge([file], OPTIONS))
    usual = next(j.verdict.category for j in plain[-200:] if isinstance(j, Judged) and j.verdict and j.verdict.category != "spam")
    taught = [j.message for j in plain if isinstance(j, Judged) and j.verdict and j.verdict.category == usual][-5:]
    lessons = Lessons(
        tuple(Lesson(f"{m.subject}\n{m.new_text or m.text}", Labels("gift_card")) for m in taught), ("appointment", "complaint")
    )
    with_workers = list(reading.read_and_judge([file], OPTIONS, lessons=lessons))
    monkeypatch.setattr(reading, "_POOL_FROM", 1_000_000)
    assert with_workers == list(reading.read_and_judge([file], OPTIONS, lessons=lessons))
    said = [j.verdict.category for j in with_workers if isinstance(j, Judged) and j.verdict]
    assert "gift_card" in said[-200:]
    assert {"appointment", "complaint"}.isdisjoint(said)


@pytest.mark.parametrize("count", [0, 10, 60, 650])
def test_what_came_in_before_a_cut_is_read(count: int) -> None:
    seen: list[int] = []
    with pytest.raises(ServerUnreachable):
        uids(reading.read_remote(cut_short(count), BOX), seen)
    assert seen == list(range(1, count + 1))


def test_fetched_mails_know_where_they_lie() -> None:
    (batch,) = reading.read_remote(mails(3), BOX)
    assert [judged.message.remote for judged in batch] == [Remote("winkel", "INBOX", 7, uid, ("\\Seen",)) for uid in (1, 2, 3)]


def test_the_first_chunk_is_small_and_none_is_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [len(chunk) for chunk in reading._chunks(mails(260))] == [25, 100, 100, 35]
    monkeypatch.setattr(reading, "_CHUNK_BYTES", 1)
    assert [len(chunk) for chunk in reading._chunks(mails(3))] == [1, 1, 1]


# -- chats


def test_chats_in_numbers_are_judged_by_a_worker_as_by_this_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = chat(tmp_path, 6_500)
    with_workers = list(reading.read_and_judge([file], OPTIONS))
    monkeypatch.setattr(reading, "_CHAT_POOL_FROM", 1_000_000)
    monkeypatch.setattr(reading, "_in_pool", None)
    assert with_workers == list(reading.read_and_judge([file], OPTIONS))
    judged = [item for item in with_workers if isinstance(item, Judged)]
    assert [j.message.text.split()[-1] for j in judged] == [str(n) for n in range(6_500)]
    assert len({j.verdict.category for j in judged if j.verdict}) > 1
    assert len(with_workers) == 6_501


def test_what_a_chat_held_before_it_broke_off_is_read() -> None:
    def broken() -> Iterator[IncomingMessage]:
        yield from map(line, range(6_300))
        raise ServerUnreachable("The file is gone.")

    seen: list[str] = []
    with pytest.raises(ServerUnreachable):
        seen.extend(
            j.message.fingerprint for j in reading._judged_chat(broken(), reading.Judge(reading.NOTHING_TAUGHT)) if isinstance(j, Judged)
        )
    assert seen == [f"line-{n}" for n in range(6_300)]


def test_files_do_not_travel_to_the_worker() -> None:
    sent = reading._words([line(1, b"secret picture" * 1000), line(2)])
    assert [words for words, _ in sent] == [f"{SAID[1]} 1", f"{SAID[2]} 2"]
    assert sent[0][1].attachment_names == ("foto.jpg",)
    assert len(pickle.dumps(sent)) < 1000


def test_chunks_of_chats_are_bounded_by_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHUNK_BYTES", 100)
    heavy = (line(n, bytes(40)) for n in range(7))
    assert [len(chunk) for chunk in reading._chunks(heavy)] == [3, 3, 1]


@pytest.mark.parametrize(("weight", "ahead"), [(0, 3), (10, 3), (4_000_000, 2), (9_000_000, 1)])
def test_what_waits_for_workers_is_bounded_in_number_and_bytes(weight: int, ahead: int) -> None:
    taken: list[int] = []

    def source() -> Iterator[list[IncomingMessage]]:
        for n in range(9):
            taken.append(n)
            yield [line(n, bytes(weight))]

    def submit(done: object, sent: object) -> Future[Sequence[None]]:
        made: Future[Sequence[None]] = Future()
        made.set_result([None])
        return made

    def home(chunk: list[IncomingMessage], _made: Sequence[None]) -> str:
        return chunk[0].fingerprint

    work: reading._Work[IncomingMessage, object, Sequence[None], str] = reading._Work(lambda chunk: None, lambda sent: [None], home)
    coming = reading._ahead(source(), work, submit, 3)
    assert next(coming) == "line-0"
    assert len(taken) == ahead
    assert list(coming) == [f"line-{n}" for n in range(1, 9)]


def test_who_stops_early_leaves_no_worker() -> None:
    items = for_ever()
    for number, _ in enumerate(items):
        if number == 6_000:
            break
    assert multiprocessing.active_children()
    items.close()  # type: ignore[attr-defined]  # a generator
    assert multiprocessing.active_children() == []


def test_a_program_that_is_killed_leaves_no_worker() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    with subprocess.Popen([sys.executable, "-c", FOR_EVER], env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        workers = [psutil.Process(int(pid)) for pid in program.stdout.readline().split()]
        program.kill()
    assert workers
    assert psutil.wait_procs(workers, timeout=30)[1] == []
