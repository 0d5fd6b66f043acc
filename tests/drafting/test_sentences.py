import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drafting.sentences import split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hallo Jan. Hoe gaat het? Goed!", ["Hallo Jan.", "Hoe gaat het?", "Goed!"]),
        ("Dhr. Jansen komt om 9.30 uur. Mooi.", ["Dhr. Jansen komt om 9.30 uur.", "Mooi."]),
        ("Dat kan, bijv. Delfts blauw. Of wit.", ["Dat kan, bijv. Delfts blauw.", "Of wit."]),
        ("Wir öffnen am 12. Mai. Bis dann.", ["Wir öffnen am 12. Mai.", "Bis dann."]),
        ("Das gilt z.B. Montags. Sonst nicht.", ["Das gilt z.B. Montags.", "Sonst nicht."]),
        ("M. Dupont arrive. Merci !", ["M. Dupont arrive.", "Merci !"]),
        ("Mr. Smith, e.g. Tuesday. Fine.", ["Mr. Smith, e.g. Tuesday.", "Fine."]),
        ("Beste Jan,\n\nDank je.\nGroet", ["Beste Jan,", "Dank je.", "Groet"]),
        ("1. Eerst dit.\n2. Dan dat.", ["1. Eerst dit.", "2. Dan dat."]),
        ('Hij zei: "Kom maar." Daarna ging hij.', ['Hij zei: "Kom maar."', "Daarna ging hij."]),
    ],
)
def test_sentences(text, expected):
    assert [span.text for span in split(text)] == expected


def test_lines_wrapped_by_a_mail_program_are_one_sentence():
    text = "Wij hebben uw bericht in goede orde ontvangen en kijken er zo snel\nmogelijk naar. Tot dan."
    assert len(split(text)) == 2


@given(st.text(alphabet='ab.!? \n"A1,-…', max_size=80))
def test_spans_fit_and_nothing_is_lost(text):
    spans = split(text)
    assert all(text[s.start : s.end] == s.text == s.text.strip() != "" for s in spans)
    assert "".join("".join(s.text.split()) for s in spans) == "".join(text.split())
