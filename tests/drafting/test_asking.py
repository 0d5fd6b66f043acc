"""The part of a message that asks, and what sort of thing it asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drafting.asking import core, kinds_of_question


def test_greeting_and_signature_are_not_asked() -> None:
    assert core("Beste winkel,\n\nMag de kom in de oven?\nIk hoor het graag.\n\nMet vriendelijke groet,\nPien de Graaf") == (
        "Mag de kom in de oven?\nIk hoor het graag."
    )
    assert core("Hello,\n\nHow much is it?\n\nKind regards\nTom\n\nSent from my phone") == "How much is it?"
    assert core("Guten Tag,\nwas kostet das?\nMit freundlichen Grüßen\nJutta") == "was kostet das?"
    assert core("Bonjour,\nc'est combien ?\nCordialement,\nOdile") == "c'est combien ?"


@pytest.mark.parametrize("text", ["Hallo", "", "Groetjes Ans", "Wat kost het?"])
def test_a_message_of_which_nothing_would_be_left_stays(text: str) -> None:
    assert core(text) == text


@given(st.text(max_size=200))
def test_the_core_says_nothing_new(text: str) -> None:
    assert set(core(text).split()) <= set(text.split())


def test_kinds_of_question() -> None:
    assert kinds_of_question("Wann kommt das Paket?", "de") == {"time"}
    assert kinds_of_question("Wie is de baas?", "nl") == {"person"}
    assert kinds_of_question("Wie lange dauert das?", "de") == {"time"}
    assert kinds_of_question("Où êtes-vous ?", "fr") == {"place"}
    assert kinds_of_question("Hoeveel kost het?", "nl") == {"amount"}
    assert kinds_of_question("Kan dat?", "nl") == frozenset()
    assert kinds_of_question("Gdzie?", "pl") == frozenset()
