import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drafting.facts import FactKind, Known, facts_in
from app.drafting.numerals import value_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("€ 4,95", "4,95 euro"),
        ("EUR 1.250,00", "€1250"),
        ("50 cent", "0,50 €"),
        ("twee weken", "14 days"),
        ("two weeks", "quatorze jours"),
        ("5 werkdagen", "five working days"),
        ("1 jaar", "12 Monate"),
        ("10%", "tien procent"),
        ("12 mei 2026", "12-05-2026"),
        ("2026-05-12", "May 12, 2026"),
        ("12. Mai 2026", "12 mai 2026"),
        ("dinsdag", "mardi"),
        ("morgen", "tomorrow"),
        ("9:00", "09:00 uur"),
        ("5 pm", "17:00"),
        ("https://www.kleiwerk.example/retour/", "kleiwerk.example/retour"),
    ],
)
def test_the_same_fact_in_other_words_has_the_same_key(one, other):
    assert [(f.kind, f.key) for f in facts_in(one)] == [(f.kind, f.key) for f in facts_in(other)] != []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("mail ons op hallo@kleiwerk.example graag", FactKind.MAIL, "hallo@kleiwerk.example"),
        ("IBAN NL91 ABNA 0417 1643 00.", FactKind.IBAN, "NL91 ABNA 0417 1643 00"),
        ("bel 020-1234567", FactKind.PHONE, "020-1234567"),
        ("bel +31 20 123 45 67", FactKind.PHONE, "+31 20 123 45 67"),
        ("pakket 3SABCD1234567", FactKind.CODE, "3SABCD1234567"),
        ("bestelling #10432", FactKind.CODE, "#10432"),
        ("bestelling 10432", FactKind.NUMBER, "10432"),
        ("Kosten: 5,- per stuk", FactKind.MONEY, "5,-"),
    ],
)
def test_kinds_and_places(text, kind, words):
    assert [(f.kind, text[slice(*f.span)]) for f in facts_in(text)] == [(kind, words)]


@pytest.mark.parametrize("text", ["Goedemorgen allemaal.", "onze eigen klei", "un vase neuf", "You may call us.", "Ein schönes Stück."])
def test_everyday_words_are_no_facts(text):
    assert facts_in(text) == []


def test_known_facts():
    known = Known(["Bel 020-1234567 of kom dinsdag 12 mei 2026 voor 17:00. Bestelling #10432, 30 dagen, info@kleiwerk.example"])
    for text in ("+31 20 1234567", "12 mei", "10432", "30", "kleiwerk.example"):
        assert known.by_shop(facts_in(text)[0]), text
    for text in ("020-7654321", "12 mei 2027", "10433", "31 dagen", "evil.example", "17:30"):
        assert not known.by_shop(facts_in(text)[0]), text


@pytest.mark.parametrize(
    ("raw", "value"), [("1.250,50", "1250.5"), ("1,250.50", "1250.5"), ("4,5", "4.5"), ("1.000", "1000"), ("twaalf", "12"), ("x", "")]
)
def test_numbers(raw, value):
    assert value_of(raw) == value


@given(st.text(alphabet="0123456789.,-/:#%€$ abekmrtuNL@\n", max_size=60))
def test_any_text_can_be_read(text):
    facts = facts_in(text)
    assert all(0 <= f.span[0] < f.span[1] <= len(text) for f in facts)
