"""Copies to look at: private, plain names, no programs, nothing left behind."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import BadInput
from app.ui.widgets.files import Lookings, is_program, plain_name, save_file


@pytest.mark.parametrize(
    "name", ["a.exe", "a.pdf.scr", "A.BAT", "x.js", "x.lnk", "x.desktop", "x.sh. ", "photo\u202egnp.exe", "dir/x.ps1", "x.jar", "x.docm"]
)
def test_programs_are_known_by_their_last_ending(name):
    assert is_program(name)


@pytest.mark.parametrize("data", [b"MZ\x90", b"\x7fELF\x02", b"#!/bin/sh\n"])
def test_programs_are_known_by_how_they_begin(data):
    assert is_program("holiday.jpg", data)


@pytest.mark.parametrize("name", ["factuur.pdf", "photo.jpg", "prices.xlsx", "notes", "movie.mp4", "exe"])
def test_what_shops_get_is_no_program(name):
    assert name == "exe" or not is_program(name)


@given(st.text(max_size=300))
def test_any_name_becomes_a_plain_one(name):
    plain = plain_name(name)
    assert plain
    assert not set(plain) & set('/\\<>:"|?*\0\n')
    assert plain not in (".", "..")
    assert len(plain) <= 121


def test_copies_are_private_and_go(tmp_path):
    lookings = Lookings(tmp_path)
    one, other = lookings.write("a.txt", b"one"), lookings.write("../a.txt", b"other")
    assert (one.read_bytes(), other.read_bytes()) == (b"one", b"other")
    assert one != other
    assert one.stat().st_mode & 0o777 == 0o600
    lookings.clear()
    assert list(tmp_path.iterdir()) == []
    lookings.clear()


def test_what_a_crash_left_is_removed_and_what_another_window_shows_stays(tmp_path):
    left, other = tmp_path / "toonbank-open-999999999-x", tmp_path / f"toonbank-open-{os.getpid()}-y"
    for folder in (left, other):
        folder.mkdir()
    Lookings(tmp_path).write("a.txt", b"x")
    assert not left.exists()
    assert other.exists()


def test_no_program_is_ever_written(tmp_path):
    with pytest.raises(BadInput, match="does not open it"):
        Lookings(tmp_path).write("holiday.jpg", b"MZ\x90")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    with pytest.raises(BadInput, match="another place"):
        save_file(str(tmp_path / "no" / "where.txt"), b"x")
