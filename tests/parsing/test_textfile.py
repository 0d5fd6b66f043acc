"""Text comes out whole, whatever it was written in."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.textfile import Encoding, detect_encoding, read_lines


def read(raw: bytes) -> tuple[list[str], Encoding]:
    encoding = detect_encoding(io.BytesIO(raw))
    return list(read_lines(io.BytesIO(raw), encoding)), encoding


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_in_every_dress(codec: str) -> None:
    lines, encoding = read("Zoë zei: hallo, dit is een gewone regel tekst\r\n€ 5 😀".encode(codec))
    assert lines == ["Zoë zei: hallo, dit is een gewone regel tekst", "€ 5 😀"]
    assert encoding.warning == ""


def test_cp1252_is_read_with_a_warning() -> None:
    lines, encoding = read("prijs €5 – één".encode("cp1252"))
    assert (lines, encoding.warning) == (["prijs €5 – één"], "cp1252")


def test_a_character_cut_off_at_the_end_is_no_reason_for_doubt() -> None:
    lines, encoding = read("één\ntwee 😀".encode()[:-1])
    assert lines[0] == "één"
    assert encoding.warning == ""


def test_one_broken_byte_does_not_spoil_a_utf8_file() -> None:
    lines, encoding = read("één twéé drië\n".encode() + b"vi\xffer\n" + "vijf €\n".encode())
    assert lines == ["één twéé drië", "vi\ufffder", "vijf €"]
    assert encoding.warning == "broken_utf8"


def test_only_real_line_ends_end_a_line() -> None:
    text = "a\u2028b\u0085c\x0bd\x0ce\x1ef"
    assert read(f"{text}\r\nx\ry\nz".encode())[0] == [text, "x", "y", "z"]


def test_an_empty_file_has_no_lines() -> None:
    assert read(b"")[0] == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0\ufeff")))
def test_utf8_text_survives(text: str) -> None:
    wanted = text.split("\n")
    assert read(text.encode())[0] == (wanted[:-1] if wanted[-1] == "" else wanted)


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(raw: bytes) -> None:
    assert all(isinstance(line, str) for line in read(raw)[0])
