"""Thread files: oldest first whatever their size, in bounded memory, and what is whole of a damaged one."""

import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.parsing import json_stream, meta_json
from app.parsing.archive import Member, open_members
from app.parsing.json_stream import CUT_OFF, NOT_JSON
from app.parsing.meta_json import facts_of, rows_of, when_of


def member(raw: bytes) -> Member:
    return Member("message_1.json", len(raw), lambda: io.BytesIO(raw))


def thread(count: int, *, newest_first: bool = True, ascii_only: bool = True, **fields: object) -> bytes:
    rows = [{"sender_name": "Ren\u00e9e", "timestamp_ms": 1000 + n // 2, "content": f"nr {n} …"} for n in range(count)]
    found = {"participants": [{"name": "Renée"}, "Kade"], "messages": rows[::-1] if newest_first else rows, "title": "Renée", **fields}
    return json.dumps(found, ensure_ascii=ascii_only, indent=1).encode()


def said(raw: bytes) -> list[str]:
    return [row["content"] for _, row in rows_of(member(raw))]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_oldest_first_and_ties_as_they_were_said(bom: bytes, newest_first: bool, ascii_only: bool) -> None:
    raw = bom + thread(300, newest_first=newest_first, ascii_only=ascii_only)
    assert said(raw) == [f"nr {n} …" for n in range(300)]


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_large_file_comes_in_pieces_and_a_moment_is_not_parted(monkeypatch: pytest.MonkeyPatch, newest_first: bool) -> None:
    monkeypatch.setattr(meta_json, "WHOLE", 2_000)
    found = [(when_of(row), int(row["content"].split()[1])) for _, row in rows_of(member(thread(301, newest_first=newest_first)))]
    assert sorted(number for _, number in found) == list(range(301))
    breaks = [at for at, (before, after) in enumerate(pairwise(found), 1) if after[0] < before[0]]
    assert bool(breaks) is newest_first
    for begin, end in pairwise([0, *breaks, len(found)]):
        assert found[begin:end] == sorted(found[begin:end])
    moments = [[when for when, _ in found[begin:end]] for begin, end in pairwise([0, *breaks, len(found)])]
    assert sum(len(set(times)) for times in moments) == len({when for when, _ in found})


def test_the_first_of_a_large_file_is_there_before_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meta_json, "WHOLE", 2_000)
    monkeypatch.setattr(json_stream, "CHUNK", 4_000)
    raw = thread(5_000, thread_path="inbox/renee_5")
    stream = io.BytesIO(raw)
    rows = rows_of(Member("message_1.json", len(raw), lambda: stream))
    next(rows)
    assert stream.tell() < 20_000


def test_positions_are_those_in_the_file() -> None:
    assert [number for number, _ in rows_of(member(thread(100)))] == list(range(99, -1, -1))


@pytest.mark.parametrize("whole", [10**9, 2_000])
def test_what_is_whole_comes_before_the_damage(monkeypatch: pytest.MonkeyPatch, whole: int) -> None:
    monkeypatch.setattr(meta_json, "WHOLE", whole)
    raw = thread(200)
    cut = raw[: len(raw) // 2]
    found: list[str] = []
    with pytest.raises(BadInput) as caught:
        found.extend(row["content"] for _, row in rows_of(member(cut)))
    assert caught.value.template == CUT_OFF
    assert 80 < len(found) < 120
    assert sorted(found) == sorted(f"nr {n} …" for n in range(200 - len(found), 200))


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'{"messages": 3}', b"nothing"])
def test_what_is_no_thread_says_so(raw: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        said(raw)
    assert caught.value.template in (NOT_JSON, CUT_OFF)


@pytest.mark.parametrize("small", [10**9, 10])
def test_facts_from_before_and_behind_the_messages(monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    monkeypatch.setattr(meta_json, "_SMALL", small)
    raw = thread(50, thread_path="inbox/renee_5", joinable_mode={"mode": 1}, is_still_participant=False, magic_words=[])
    found = facts_of(member(raw))
    assert found.participants == ("Renée", "Kade")
    assert (found.title, found.thread_path, found.group, found.left, found.is_thread) == ("Renée", "inbox/renee_5", True, True, True)
    assert facts_of(member(raw[:200])).participants == ("Renée", "Kade")


@pytest.mark.parametrize("small", [10**9, 10])
def test_facts_that_all_stand_behind_the_messages(monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    monkeypatch.setattr(meta_json, "_SMALL", small)
    whole = json.loads(thread(50, thread_path="inbox/renee_5", magic_words=["a"], joinable_mode={"links": [], "mode": 1}))
    rows = whole.pop("messages")
    rows[-1]["reactions"] = [{"reaction": "x", "actor": "y"}]
    found = facts_of(member(json.dumps({"messages": rows, **whole}).encode()))
    assert (found.participants, found.title, found.thread_path) == (("Renée", "Kade"), "Renée", "inbox/renee_5")


def test_a_large_file_in_a_zip_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meta_json, "WHOLE", 2_000)
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("message_1.json", thread(300))
    with open_members(path) as members:
        assert sorted(row["content"] for _, row in rows_of(members[0])) == sorted(f"nr {n} …" for n in range(300))
