"""IMAP answers from a stream: whole ones, cut ones, nonsense."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.imap_stream import Garbage, Refused, answers, folder_in, mail_in
from app.parsing.mail_folders import ListedFolder


def test_answers_up_to_the_tagged_one() -> None:
    stream = BytesIO(b"* 1 EXISTS\r\n* 1 FETCH (A {3}\r\nx\r\n B {2}\r\n\r\n)\r\nT1 OK done\r\nleft")
    pieces = [[b"* 1 EXISTS\r\n"], [b"* 1 FETCH (A {3}\r\n", b"x\r\n", b" B {2}\r\n", b"\r\n", b")\r\n"]]
    assert list(answers(stream, b"T1")) == pieces
    assert stream.read() == b"left"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"", EOFError),
        (b"* 1 EXIS", EOFError),
        (b"* 1 FETCH ({10}\r\nshort", EOFError),
        (b"* 1 FETCH ({2}\r\nab", EOFError),
        (b"* BYE tired\r\n", EOFError),
        (b"T1 OK", EOFError),
        (b"what?\r\n", Garbage),
        (b"* 1 FETCH ({99999999999999999999}\r\n", Garbage),
        (b"T1 MAYBE\r\n", Garbage),
        (b"T1 NO no\r\n", Refused),
        (b"T1 BAD what\r\n", Refused),
    ],
)
def test_answers_that_are_none(text: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(answers(BytesIO(text), b"T1"))


@pytest.mark.parametrize(
    ("text", "lasting"),
    [(b"NO no", True), (b"NO [UNAVAILABLE] x", False), (b"no [limit] x", False), (b"NO [NOPERM] x", True), (b"BAD x", False)],
)
def test_a_refusal_that_lasts(text: bytes, *, lasting: bool) -> None:
    with pytest.raises(Refused) as refused:
        list(answers(BytesIO(b"T1 " + text + b"\r\n"), b"T1"))
    assert refused.value.lasting is lasting


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.sampled_from([b"* ", b" FETCH (", b"UID 5 ", b"BODY[] ", b"{3}\r\n", b"LIST ", b'"', b")\r\n", b"T1 OK\r\n"]),
        )
    )
)
def test_nonsense_raises_only_what_is_promised(parts: list[bytes]) -> None:
    with suppress(EOFError, Garbage, Refused):
        for pieces in answers(BytesIO(b"".join(parts)), b"T1"):
            mail_in(pieces)
            folder_in(pieces)


@given(st.binary(max_size=300))
def test_a_body_comes_out_as_it_went_in(body: bytes) -> None:
    text = b"* 1 FETCH (UID 5 FLAGS () BODY[] {%d}\r\n%b)\r\nT1 OK\r\n" % (len(body), body)
    ((mail),) = [mail_in(pieces) for pieces in answers(BytesIO(text), b"T1")]
    assert mail
    assert (mail.uid, mail.raw, mail.internal_date) == (5, body, 0.0)


@pytest.mark.parametrize("text", [b"* 1 FETCH (UID 5 FLAGS (\\Seen))\r\n", b"* 1 FETCH (UID 5 BODY[] NIL)\r\n", b"* 2 EXPUNGE\r\n"])
def test_an_answer_without_a_mail(text: bytes) -> None:
    assert mail_in([text]) is None


@pytest.mark.parametrize(
    ("pieces", "folder"),
    [
        ([b'* LIST (\\HasNoChildren \\Sent) "/" "Sent"\r\n'], ListedFolder(("\\HasNoChildren", "\\Sent"), "/", "Sent")),
        ([b'* LIST () "." INBOX.Entw&APw-rfe\r\n'], ListedFolder((), ".", "INBOX.Entwürfe")),
        ([b"* LIST () NIL 2026\r\n"], ListedFolder((), "", "2026")),
        ([b'* LIST () "/" {5}\r\n', b'a "b)', b"\r\n"], ListedFolder((), "/", 'a "b)')),
        ([b"* LSUB () NIL x\r\n"], None),
    ],
)
def test_folders(pieces: list[bytes], folder: ListedFolder | None) -> None:
    assert folder_in(pieces) == folder
