"""Names of people: taken apart, compared, and when two contradict each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.names import Agreement, Likeness, agreement, fold_word, likeness, may_be_same, person_name
from app.customers.nicknames import alternatives, has_short_forms, stands_for


@pytest.mark.parametrize(
    ("raw", "given_name", "surname"),
    [
        ("Jan de Vries", "jan", "vries"),
        ("De Vries, Jan", "jan", "vries"),
        ("DE VRIES, Jan", "jan", "vries"),
        ("J.W. van der Berg", "j", "berg"),
        ("Joris van 't Hof", "joris", "hof"),
        ("Prof. Dr. Hans Müller", "hans", "muller"),
        ("Mevr. A. de Wit", "a", "wit"),
        ("L. Verhoeven", "l", "verhoeven"),
        ("D. Blom", "d", "blom"),
        ("Pat O'Brien", "pat", "obrien"),
        ("Zoë Meijer", "zoe", "meyer"),
        ("Anh Le", "anh", "le"),
        ("Sanne (werk) Bos", "sanne", "bos"),
        ("Jan", "jan", ""),
        ("jan@example.com", "", ""),
        ("+31612345678", "", ""),
        ("", "", ""),
        ("🙂", "", ""),
    ],
)
def test_names_are_taken_apart(raw: str, given_name: str, surname: str) -> None:
    found = person_name(raw)
    assert (found.given, found.surname) == (given_name, surname)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan de Vries", "J. de Vries"),
        ("Kees Bakker", "Cornelis Bakker"),
        ("Jan Bakker", "Bakker Jan"),
        ("Emma Visser", "Emma Vissr"),
        ("Jan Bakker", "Jan Bakker via Rommelmarkt"),
        ("Anna de Wit-Bakker", "Anna Bakker"),
        ("Renée Dubois", "RENEE DUBOIS"),
    ],
)
def test_these_may_be_one(one: str, other: str) -> None:
    assert agreement(one, other) is Agreement.AGREE
    assert may_be_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Jansen", "Els Jansen"),
        ("Anna de Wit", "Anna Bakker"),
        ("Tim Smit", "Tom Smit"),
        ("Rik Verhoeven", "L. Verhoeven"),
        ("Helmut", "Manfred"),
        ("Helmut", "Jürgen Sommer"),
    ],
)
def test_these_contradict_each_other(one: str, other: str) -> None:
    assert agreement(one, other) is agreement(other, one) is Agreement.CONTRADICT


@pytest.mark.parametrize(("one", "other"), [("Jansen", "Jan Jansen"), ("", "Jan Jansen"), ("Bakker Fietsen BV", "Jan Bakker"), ("", "")])
def test_these_tell_nothing(one: str, other: str) -> None:
    assert agreement(one, other) is Agreement.UNCLEAR


def test_short_forms() -> None:
    assert stands_for("kees", "cornelis")
    assert stands_for("bill", "william")
    assert stands_for("uli", "ulrich")
    assert not stands_for("kees", "jan")
    assert not stands_for("nobody", "nobody")
    assert has_short_forms("jan")
    assert "kees" in alternatives("cornelis")


words = st.text(st.characters(codec="utf-8", categories=["Ll", "Lu", "Zs", "Pd", "Po", "Nd"]), max_size=24)


@given(words, words)
def test_agreement_is_symmetric_and_never_raises(one: str, other: str) -> None:
    assert agreement(one, other) is agreement(other, one)
    assert may_be_same(one, other) == may_be_same(other, one)


@given(words)
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold_word(fold_word(word)) == fold_word(word)


@given(words)
def test_a_name_agrees_with_itself_or_is_none(name: str) -> None:
    assert agreement(name, name) is (Agreement.AGREE if person_name(name).given else Agreement.UNCLEAR)


folded = st.text("abcdefghij", min_size=1, max_size=9)


@given(folded, folded)
def test_likeness_is_symmetric(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)
    assert (likeness(one, other) is Likeness.EXACT) == (one == other)


@pytest.mark.parametrize(
    ("raw", "given", "surname"),
    [
        ("van Leeuwen", "leeuwen", ""),
        ("Fam. de Boer", "boer", ""),
        ("Al Smith", "al", "smith"),
        ("Walter Reid, 1st Baronet", "walter", "reid"),
        ("John Smith, 2nd Earl of Bath", "john", "smith"),
        ("Müller, Dr. Hans", "hans", "muller"),
        ("Bakker, Jan Jr.", "jan", "bakker"),
        ("Rev John Hill", "john", "hill"),
        ("Lord", "lord", ""),
    ],
)
def test_what_is_a_surname_alone_and_what_a_rank(raw: str, given: str, surname: str) -> None:
    found = person_name(raw)
    assert (found.given, found.surname) == (given, surname)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("gerard", "bernard", Likeness.OTHER),
        ("uwe", "uve", Likeness.SIMILAR),
        ("tim", "tom", Likeness.OTHER),
        ("ax", "max", Likeness.SIMILAR),
        ("jan", "bas", Likeness.OTHER),
    ],
)
def test_two_known_first_names_are_two_and_short_words_may_slip(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) is expected
