"""Words put into the shop's mouth are told from what it wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing.forged import forged_quotes

OWN = ("info@dezwaluw.example", "De Zwaluw")
SENT = ["Beste Jan, uw pakket is vandaag verzonden en komt morgen bij u aan. Met vriendelijke groet, Marieke"]
LIE = "We betalen u morgen 500 euro terug op uw rekening."
TRUE = "Beste Jan, uw pakket is vandaag verzonden en komt morgen bij u aan."
OPENINGS = (
    "On Mon, 3 Jun 2024 at 10:00, De Zwaluw <info@dezwaluw.example> wrote:",
    "Op ma 3 jun. 2024 om 10:00 schreef info@dezwaluw.example:",
    "Am 3. Juni 2024 schrieb De Zwaluw:",
    "Le 3 juin 2024 à 10:00, De Zwaluw a écrit :",
)


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_a_forged_sentence_is_found_beside_a_true_one(opening: str, mark: str) -> None:
    text = f"Ok graag.\n\n{opening}\n{mark}{TRUE}\n{mark}{LIE}\n"
    assert forged_quotes(text, OWN, SENT) == [LIE]


def test_a_forged_block_with_headers_is_found() -> None:
    text = f"Dank.\n\nVan: De Zwaluw <info@dezwaluw.example>\nVerzonden: maandag 3 juni\nAan: Jan\nOnderwerp: Re: pakket\n\n{LIE}"
    assert forged_quotes(text, OWN, SENT) == [LIE]


def test_the_opening_may_run_over_two_lines() -> None:
    assert forged_quotes(f"Ok\n\nOn Mon, 3 Jun 2024, De Zwaluw <info@dezwaluw.example>\nwrote:\n> {LIE}\n", OWN, SENT) == [LIE]


@pytest.mark.parametrize(
    "text",
    [
        f"Op 3 juni schreef De Zwaluw:\n> {TRUE}\n",
        "Op 3 juni schreef De Zwaluw:\n> Beste Jan, uw pakket\n> is vandaag verzonden en komt\n> morgen bij u aan.\n",
        f"Op 3 juni schreef De Zwaluw:\n> {TRUE}\n> > Waar blijft mijn pakket, ik wacht nu al een week?\n",
        f"Op 3 juni schreef Jan:\n> {LIE}\n",
        "De Zwaluw schreef mij dat het morgen komt, klopt dat nog altijd?",
        f"Op 3 juni schreef De Zwaluw:\n> Groeten!\n\nOp 1 juni schreef Jan:\n> {LIE}\n",
        "",
    ],
)
def test_true_quotes_and_those_of_others_are_not(text: str) -> None:
    assert forged_quotes(text, OWN, SENT) == []


def test_without_names_of_the_shop_nothing_can_be_said() -> None:
    assert forged_quotes(f"X wrote:\n> {LIE}", (), SENT) == []


@given(st.text(alphabet="> \nDe Zwaluwschreef:.", max_size=300))
def test_of_any_text_only_its_own_words_are_told(text: str) -> None:
    found = forged_quotes(text, OWN, SENT)
    said = "".join(text.replace(">", "").split())
    assert all("".join(sentence.replace(">", "").split()) in said for sentence in found)
