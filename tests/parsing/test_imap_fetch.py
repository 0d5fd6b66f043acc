"""FETCH and ESEARCH answers: the expected shapes fast, everything else left to the complete parser."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.parsing.imap_fetch import Fetched, epoch, flag_names, literal_size, packed, parse_esearch, parse_fetch

HEAD = b'* 12 FETCH (UID 5 FLAGS (\\Seen $Label) INTERNALDATE "22-Nov-2026 11:00:00 +0100" BODY[] {5}\r\n'


def test_a_body_with_its_items() -> None:
    assert parse_fetch(HEAD, b")\r\n") == Fetched(5, ("$Label", "\\Seen"), 1795341600.0, None, has_body=True)


def test_items_after_the_body() -> None:
    assert parse_fetch(b"* 1 FETCH (BODY[] {5}\r\n", b" UID 7 FLAGS ())\r\n") == Fetched(7, (), None, None, has_body=True)


def test_flags_and_sizes_alone() -> None:
    assert parse_fetch(b"* 1 FETCH (UID 7 MODSEQ (9) FLAGS (\\Answered))\r\n") == Fetched(7, ("\\Answered",), None, None, has_body=False)
    assert parse_fetch(b"* 1 FETCH (RFC822.SIZE 900 UID 7)\r\n") == Fetched(7, None, None, 900, has_body=False)


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (b"* 1 FETCH (FLAGS (\\Seen))\r\n", b""),  # no UID
        (b"* 1 FETCH (UID 7 ENVELOPE (NIL))\r\n", b""),
        (b"* 1 FETCH (UID 7 FLAGS (UID 8)\r\n", b""),
        (b"* 1 FETCH (UID 7 BODY[] {5}\r\n", b" X-ODD)\r\n"),
        (b"* 1 FETCH (UID 7 BODY[]<0> {5}\r\n", b")\r\n"),
        (b"* 1 FETCH (UID 7 BODY[HEADER] {5}\r\n", b")\r\n"),
        (b"* 1 FETCH (UID 7 X {5}\r\n", b")\r\n"),
        (b"* 1 FETCH (UID 7)garbage\r\n", b""),
        (b"* 1 EXISTS\r\n", b""),
        (b"", b""),
    ],
)
def test_anything_else_is_left_to_others(head: bytes, tail: bytes) -> None:
    assert parse_fetch(head, tail) is None


@given(st.binary(max_size=200), st.binary(max_size=50))
@example(b"UID " + b"9" * 5000 + b")\r\n", b"")
@example(b"9" * 5000, b"")
def test_nothing_makes_it_fail(head: bytes, tail: bytes) -> None:
    parse_fetch(head, tail)
    parse_fetch(b"* 1 FETCH (" + head, tail)
    assert literal_size(head) is None or literal_size(head) >= 0
    parse_esearch(b"* ESEARCH UID ALL " + head, 100)
    epoch(head)


@given(
    st.integers(1, 2**32 - 1),
    st.lists(st.sampled_from(["\\Seen", "\\Answered", "$Junk", "NonJunk", "UID"]), unique=True),
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.permutations(range(4)),
)
def test_any_order_of_the_items(uid: int, flags: list[str], when: datetime, order: list[int]) -> None:
    date = when.strftime("%d-%b-%Y %H:%M:%S +0000").encode()
    items = [b"UID %d" % uid, b"FLAGS (%s)" % " ".join(flags).encode(), b'INTERNALDATE "%s"' % date, b"BODY[] {3}\r\n"]
    text = b" ".join(items[n] for n in order)
    head, _, tail = text.partition(b"{3}\r\n")
    fetched = parse_fetch(b"* 1 FETCH (" + head + b"{3}\r\n", tail + b")\r\n")
    assert fetched == Fetched(uid, tuple(sorted(flags)), float(int(when.timestamp())), None, has_body=True)


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        (b"22-Nov-2026 11:00:00 +0100", 1795341600.0),
        (b" 1-Jan-1970 00:00:10 -0030", 1810.0),
        (b"1-Xxx-1970 00:00:00 +0000", None),
        (b"", None),
    ],
)
def test_dates(date: bytes, seconds: float | None) -> None:
    assert epoch(date) == seconds


def test_recent_is_about_the_session_and_left_out() -> None:
    assert flag_names(b"\\Recent \\Seen \\recent") == ("\\Seen",)


@pytest.mark.parametrize(
    ("line", "size"),
    [(b"x {12}\r\n", 12), (b"{0}\r\n", 0), (b"x {12}", None), (b"x {a}\r\n", None), (b"{12} x\r\n", None), (b"x " * 99 + b"{7}\r\n", 7)],
)
def test_literals_are_announced_at_the_end(line: bytes, size: int | None) -> None:
    assert literal_size(line) == size


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        (b'* ESEARCH (TAG "a") UID ALL 1:3,7,9:8\r\n', [1, 2, 3, 7, 8, 9]),
        (b'* ESEARCH (TAG "a") UID\r\n', []),
        (b"* esearch UID all 4\r\n", [4]),
        (b"* ESEARCH UID ALL 1:4294967295\r\n", None),
        (b"* ESEARCH UID ALL 1:60,61:120\r\n", None),
        (b"* ESEARCH UID ALL 1:,2\r\n", [1, 2]),
        (b"* ESEARCH UID ALL :,2\r\n", None),
        (b"* SEARCH 1 2\r\n", None),
    ],
)
def test_esearch(line: bytes, numbers: list[int] | None) -> None:
    assert parse_esearch(line, 100) == numbers


@given(st.lists(st.integers(1, 50), max_size=60), st.integers(1, 9), st.integers(1, 60))
def test_batches_keep_order_and_bounds(sizes: list[int], most: int, most_bytes: int) -> None:
    by_uid = dict(enumerate(sizes, 1))
    runs = list(packed(by_uid, by_uid, most, most_bytes))
    assert [uid for run in runs for uid in run] == list(by_uid)
    for run in runs:
        assert len(run) <= most
        assert len(run) == 1 or sum(by_uid[uid] for uid in run) <= most_bytes
