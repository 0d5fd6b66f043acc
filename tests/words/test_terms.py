"""Telling words: folded, stemmed, with meanings, parts and how often customers say them."""

from hypothesis import given
from hypothesis import strategies as st

from app.words.common import rarity
from app.words.concepts import lexicon
from app.words.terms import is_light, term_of, terms
from app.words.text import stem


def test_terms_leave_out_what_says_nothing() -> None:
    assert [term.folded for term in terms("Hallo, wat kost de verzending naar België?", "nl")] == ["kost", "verzending", "belgie"]
    assert terms("Wat is er nu dan?", "nl") == ()
    assert is_light("graag", "nl")
    assert not is_light("garantie", "nl")


def test_an_unknown_language_is_guessed() -> None:
    assert [term.stem for term in terms("Können Sie mir die Rechnungen schicken?", "und")] == [
        stem("rechnungen", "de"),
        stem("schicken", "de"),
    ]


def test_a_term_knows_its_meaning_parts_and_kind() -> None:
    costs = term_of("verzendkosten", "nl")
    assert set(costs.parts) == {stem("verzend", "nl"), stem("kosten", "nl")}
    assert "refund" in term_of("terugbetaling", "nl").meanings
    assert term_of("refund", "en").meanings == term_of("terugbetaling", "nl").meanings
    assert term_of("2024", "nl").number
    assert not term_of("mp3", "nl").number


def test_the_same_word_is_the_same_object() -> None:
    assert terms("De garantie", "nl")[0] is terms("garantie?", "nl")[0]


def test_what_every_customer_says_is_common() -> None:
    assert rarity("bestelling", "nl") < 0.6 < rarity("pottenbakkersschijf", "nl") == 1.0
    assert rarity("order", "en") < 0.6
    assert rarity("bestelling", "pl") == rarity("bestelling", "nl")


def test_everyday_words_of_four_languages_meet() -> None:
    found = [{concept.name for concept in lexicon().of(stem(word, language), language)} for word, language in EVERYDAY]
    assert set.intersection(*found) == {"infect"}


EVERYDAY = [("besmetting", "nl"), ("infected", "en"), ("Ansteckung".lower(), "de"), ("contagieux", "fr")]


@given(st.text(max_size=60), st.sampled_from(["nl", "en", "de", "fr", "und", "pl"]))
def test_any_text_has_terms_or_none(text: str, language: str) -> None:
    for term in terms(text, language):
        assert term.folded
        assert 0 <= term.rarity <= 1
        assert len(term.parts) <= 2
