"""Who writes, and where money is to go: what looks like something known and is another."""

import pytest

from app.domain.text import unpacked
from app.triage.lookalike import (
    CUSTOMER_LIKE,
    NAME_HOLDS,
    REPLY_ELSEWHERE,
    SAME_NAME,
    SHOP_LIKE,
    KnownCustomer,
    Sender,
    look_alike,
    payment_change,
    sender_doubts,
)

OWN = ("info@dezwaluw.example",)
KNOWN = (KnownCustomer("Anna de Boer", ("anna@molenbakkerij.example",)),)
PUNY = "dezwаluw".encode("idna").decode()


def doubts(sender: Sender) -> list[str]:
    return [unpacked(words)[0] for words in sender_doubts(sender, OWN, KNOWN)]


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (Sender("Jan", "jan@post.example"), []),
        (Sender("Anna de Boer", "anna@molenbakkerij.example"), []),
        (Sender("Shop", "info@dezwaluw.example"), []),
        (Sender("Colleague", "marieke@dezwaluw.example"), []),
        (Sender("Shop", "info@dezwa1uw.example"), [SHOP_LIKE]),
        (Sender("Shop", "info@dezwaluvv.example"), [SHOP_LIKE]),
        (Sender("Shop", f"info@{PUNY}.example"), [SHOP_LIKE]),
        (Sender("Anna", "anna@molenbakkerji.example"), [CUSTOMER_LIKE]),
        (Sender("Anna", "anna@mo1enbakkerij.example"), [CUSTOMER_LIKE]),
        (Sender("Anna de Boer", "boer77@elders.example"), [SAME_NAME]),
        (Sender("Anna", "anna@elders.example"), []),
        (Sender("info@dezwaluw.example", "x@elders.example"), [NAME_HOLDS]),
        (Sender("Jan", "jan@post.example", "jan@elders.example"), [REPLY_ELSEWHERE]),
        (Sender("Jan", "jan@post.example", "jan@post.example"), []),
        (Sender("Jan", "+31612345678"), []),
    ],
)
def test_senders(sender: Sender, expected: list[str]) -> None:
    assert doubts(sender) == expected


def test_what_is_shown_are_the_addresses() -> None:
    (words,) = sender_doubts(Sender("Jan", "jan@post.example", "rob@elders.example"), OWN, ())
    assert unpacked(words)[1] == {"reply": "rob@elders.example", "address": "jan@post.example"}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("dezwaluw.example", "dezwaluw.example", False),
        ("dezwaluw.example", "dezwaluws.example", True),
        ("dezwaluw.example", "dezwauw.example", True),
        ("dezwaluw.example", "dewzaluw.example", True),
        ("dezwaluw.example", "zeilmaker.example", False),
        ("abc", "abd", False),
        ("", "abc", False),
    ],
)
def test_looking_alike(one: str, other: str, *, alike: bool) -> None:
    assert look_alike(one, other) is alike
    assert look_alike(other, one) is alike


@pytest.mark.parametrize(
    "text",
    [
        "Our bank account has changed, please use NL91 ABNA 0417 1643 00.",
        "Wij hebben een nieuw rekeningnummer.",
        "Ons rekeningnummer is gewijzigd.",
        "Bitte überweisen Sie ab jetzt auf DE89 3704 0044 0532 0130 00",
        "Unsere Bankverbindung hat sich geändert.",
        "Nos coordonnées bancaires ont changé.",
        "Please pay the invoice to NL91ABNA0417164300 instead.",
    ],
)
def test_new_payment_details_are_told(text: str) -> None:
    assert payment_change(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is the account number on the invoice still right?",
        "Can you refund to NL91 ABNA 0417 1643 00?",
        "I bought a new lamp and paid by bank.",
        "Do you have a garden bank in another colour?",
        "Ik heb al betaald via de bank.",
    ],
)
def test_other_words_about_money_are_not(text: str) -> None:
    assert not payment_change(text)
