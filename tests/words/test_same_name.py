"""Whether two names can be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.words.same_name import name_parts, names_agree


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


@given(st.text(max_size=30), st.text(max_size=30))
def test_agreeing_is_mutual(one: str, other: str) -> None:
    assert names_agree(one, other) == names_agree(other, one)
    assert not names_agree(one, other) or len(set(name_parts(one)) & set(name_parts(other))) > 0
