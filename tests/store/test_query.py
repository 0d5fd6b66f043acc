"""What people type into the search field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.query import parse, read_day
from app.store.snippet import END, START, pattern, snippet


def told(query: str) -> list[tuple[str, bool, str]]:
    return [(t.text, t.prefix, t.column) for t in parse(query).terms]


def test_words_phrases_and_exclusions() -> None:
    query = parse('fiets "nieuwe band" -kapot -"oude bel" ')
    assert [t.text for t in query.terms] == ["fiets", "nieuwe band"]
    assert [t.text for t in query.without] == ["kapot", "oude bel"]


def test_only_the_last_word_may_be_unfinished() -> None:
    assert told("rode fiet") == [("rode", False, ""), ("fiet", True, "")]
    assert told("rode fiets ") == [("rode", False, ""), ("fiets", False, "")]
    assert told('"rode fiets"') == [("rode fiets", False, "")]
    assert told("rod") == [("rod", False, "")]
    assert told("reto* nu ") == [("reto", True, ""), ("nu", False, "")]


def test_operators() -> None:
    query = parse('from:Noor to:info channel:whatsapp customer:"Noor Kramér" is:open -is:unread has:order order:#A-1001 category:refund x')
    assert [(t.text, t.column) for t in query.terms] == [("noor", "sender"), ("info", "recipients"), ("x", "")]
    assert [(f.name, f.value, f.negative) for f in query.filters] == [
        ("channel", "whatsapp", False),
        ("customer", "noor kramer", False),
        ("is", "open", False),
        ("is", "unread", True),
        ("has", "order", False),
        ("order", "A-1001", False),
        ("category", "refund", False),
    ]


def test_a_number_sign_means_an_order() -> None:
    assert [(f.name, f.value) for f in parse("#1042").filters] == [("order", "1042")]
    assert told("#klacht ") == [("klacht", False, "")]


def test_an_operator_with_an_unknown_value_is_words() -> None:
    assert parse("is:nonsense ").filters == ()
    assert told("is:nonsense ") == [("is nonsense", False, "")]
    assert told("http://winkel.example/a ") == [("http winkel example a", False, "")]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026-03", date(2026, 3, 1)),
        ("2026", date(2026, 1, 1)),
        ("4-3-2026", date(2026, 3, 4)),
        ("04.03.2026", date(2026, 3, 4)),
        ("2026-13-40", None),
        ("gisteren", None),
    ],
)
def test_days(value: str, day: date | None) -> None:
    assert read_day(value) == day


@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    query = parse(text)
    marks = pattern(query.terms)
    assert snippet(text, marks).count(START) == snippet(text, marks).count(END)


def test_snippets_mark_hits_as_written() -> None:
    marks = pattern(parse("strasse café").terms)
    assert snippet("In der Straße ist ein Café.", marks) == f"In der {START}Straße{END} ist ein {START}Café{END}."
    assert snippet("geen caféhit", pattern(parse("cafe ").terms)) == "geen caféhit"


def test_snippets_show_the_place_of_the_hit() -> None:
    text = "voor " * 100 + "de naald ligt hier " + "na " * 100
    made = snippet(text, pattern(parse("naald ").terms))
    assert f"{START}naald{END}" in made
    assert made.startswith("… ")
    assert made.endswith(" …")
    assert len(made) < 230
