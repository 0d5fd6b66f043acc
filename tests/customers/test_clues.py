"""What the last lines of a message tell of its writer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.clues import LINES, clues_in, last_lines
from app.domain.message import Handle, HandleKind

MAIL, PHONE = HandleKind.EMAIL, HandleKind.PHONE

DUTCH = """Hoi, waar blijft mijn pakket? Besteld op 12-03-2026 om 14:30.

Met vriendelijke groet,
Sanne de Wit
Dorpsstraat 12a
1234 AB Utrecht
Tel. 06-12345678
sanne@voorbeeld.example"""


def test_a_dutch_signature() -> None:
    found = clues_in([DUTCH])
    assert found.handles == (Handle(MAIL, "sanne@voorbeeld.example"), Handle(PHONE, "+31612345678"))
    assert found.names == ("Sanne de Wit",)
    assert (found.street, found.postcode, found.city) == ("Dorpsstraat 12a", "1234 AB", "Utrecht")


@pytest.mark.parametrize(
    ("text", "country", "street", "postcode", "city"),
    [
        ("Mit freundlichen Grüßen\nJörg Müller\nHauptstraße 5\n50667 Köln", "DE", "Hauptstraße 5", "50667", "Köln"),
        ("Cordialement\nAnne Dubois\n12 bis, rue de la Paix\n75002 Paris", "FR", "12 bis, rue de la Paix", "75002", "Paris"),
        ("Kind regards,\nTom Baker\n12 High Street\nLeeds LS1 4AB", "GB", "12 High Street", "LS1 4AB", ""),
        ("Bestelling 50667 is er nog niet", "NL", "", "", ""),
    ],
)
def test_addresses(text: str, country: str, street: str, postcode: str, city: str) -> None:
    found = clues_in([text], country)
    assert (found.street, found.postcode, found.city) == (street, postcode, city)


@pytest.mark.parametrize(
    "text", ["order 1042 12345678901", "geboren 09-05-1971", "> 06-12345678", "bel info@winkel.example", "IBAN NL00BANK0123456789"]
)
def test_what_is_no_clue(text: str) -> None:
    assert clues_in([text]).handles == ()


def test_the_newest_address_counts_and_only_the_end_is_read() -> None:
    later = "groet\nSanne\nSingel 3\n2801 AB Gouda"
    assert clues_in([DUTCH, later]).city == "Gouda"
    assert len(last_lines("\n".join(["regel"] * 50))) == LINES
    assert clues_in([DUTCH + "\nnog een regel" * LINES]).handles == ()


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    assert clues_in([text]) == clues_in([text])
