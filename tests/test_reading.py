"""Reading in numbers: the same with and without a worker, in order, and nothing that came in is lost to an error."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import reading
from app.domain.account import RemoteMail
from app.domain.errors import ServerUnreachable
from app.domain.message import Problem, ReadOptions, Remote
from app.domain.teaching import Labels, Lesson, Lessons
from app.pipeline.sort import Judged
from app.pipeline.sync import Letterbox
from tests.corpus import SHOP, corpus, mbox

BOX = Letterbox("winkel", "INBOX", 7, "inbox", frozenset({SHOP}))
OPTIONS = ReadOptions(own_addresses=frozenset({SHOP}))


def mails(count: int) -> Iterator[RemoteMail]:
    for uid, mail in enumerate(corpus(count), 1):
        yield RemoteMail(uid, ("\\Seen",), 1_700_000_000.0, mail.raw)


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
