"""What of a hint code can follow."""

import pytest

from app.domain.draft import FlagKind
from app.domain.handover import Follows, HandoverReason, Trigger
from app.domain.message import Channel
from app.domain.verdict import Category, Verdict
from app.drafting.embedded import EmbeddedDrafter
from app.drafting.hints import Hints, hints_in
from tests.drafting.requests import hits, request


@pytest.mark.parametrize(
    ("hint", "understood"),
    [
        ("", Hints()),
        ("korter", Hints(brief=True)),
        ("Make it shorter, please", Hints(brief=True)),
        ("etwas kürzer und lockerer", Hints(brief=True, formal=False)),
        ("plus formel", Hints(formal=True)),
        ("less formal", Hints(formal=False)),
        ("informeel", Hints(formal=False)),
        ("met excuses", Hints(sorry=True)),
        ("in het Engels", Hints(language="en")),
        ("auf Deutsch bitte", Hints(language="de")),
        ("bied eerst ruilen aan", Hints(rest="bied eerst ruilen aan")),
    ],
)
def test_what_is_understood(hint, understood):
    assert hints_in(hint) == understood


def propose(question, **changes):
    return EmbeddedDrafter().propose(request(question, **changes))


def test_what_is_not_followed_is_said():
    (flag,) = [f for f in propose("Hoeveel kost bezorgen?", hint="korter, bied eerst ruilen aan").flags if f.kind is FlagKind.HINT]
    assert "ruilen" in flag.why
    assert not [f for f in propose("Hoeveel kost bezorgen?", hint="korter").flags if f.kind is FlagKind.HINT]


def test_another_language_is_answered_in_when_asked_for():
    assert propose("Hoeveel kost bezorgen?", hint="in English", retrieved=hits("nl", "en")).language == "en"


def test_who_writes_again_is_told_sorry_for_that():
    again = HandoverReason(Trigger.THIRD_CONTACT, Follows.HINT, "again")
    assert "opnieuw" in propose("Waar blijft mijn pakket?", handover=(again,)).text


def test_an_order_number_is_asked_for_once_and_only_when_nobody_knows_it():
    order = Verdict(category=Category.ORDER_STATUS)
    assert "bestelnummer" in propose("Waar blijft mijn pakket?", verdict=order, answerable=0.0).text
    known = Verdict(category=Category.ORDER_STATUS, order_numbers=("10423",))
    for changes in ({"verdict": known}, {"verdict": order, "facts": ("10423",)}, {"verdict": order, "earlier": (("out", "Uw nummer?"),)}):
        assert "bestelnummer sturen" not in propose("Waar blijft mijn pakket?", answerable=0.0, **changes).text


def test_a_chat_is_not_begun_anew_with_every_message():
    earlier = (("in", "hoi"), ("out", "Hoi! Waarmee kan ik helpen?"))
    assert propose("Hoeveel kost bezorgen?", channel=Channel.WHATSAPP).text.startswith(("Hoi", "Dag", "Goedendag"))
    assert not propose("Hoeveel kost bezorgen?", channel=Channel.WHATSAPP, earlier=earlier).text.startswith(("Hoi", "Dag", "Goedendag"))
