"""Whether two names can be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.same_name import name_parts, names_agree, names_clash


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna de Wit", "anna de wit"),
        ("Wit, Anna de", "Anna de Wit"),
        ("A. de Wit", "Anna de Wit"),
        ("mevr. A. de Wit", "Anna Maria de Wit"),
        ("Zoë van 't Hof", "Zoe van t Hof"),
        ("J.P. Jansen", "Jan Jansen"),
        ("Els Jansen-de Groot", "Els Jansen"),
        ("Béatrice d'Arc", "Beatrice Arc"),
    ],
)
def test_one_person_in_two_ways_of_writing(one: str, other: str) -> None:
    assert names_agree(one, other)
    assert names_agree(other, one)
    assert not names_clash(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna", "Anna de Wit"),
        ("Anna", "Anna"),
        ("fam. de Wit", "Anna de Wit"),
        ("Anna de Wit", "Bert de Wit"),
        ("A. W.", "Anna Wit"),
        ("", ""),
        ("van der", "van der"),
    ],
)
def test_too_little_or_another_person(one: str, other: str) -> None:
    assert not names_agree(one, other)


def test_a_clash_needs_two_known_names() -> None:
    assert names_clash("Anna de Wit", "Bert de Wit")
    assert names_clash("Bert", "Anna de Wit")
    assert not names_clash("Anna", "Anna de Wit")
    assert not names_clash("+31612345678", "Anna de Wit")
    assert not names_clash("anna@post.example", "Bert de Wit")


@given(st.text(max_size=30), st.text(max_size=30))
def test_agreeing_is_mutual_and_never_a_clash(one: str, other: str) -> None:
    assert names_agree(one, other) == names_agree(other, one)
    assert not (names_agree(one, other) and names_clash(one, other))
    assert name_parts(one) == name_parts(one)
