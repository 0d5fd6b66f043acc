import pytest

from app.domain.draft import FlagKind
from app.drafting.check import check_text
from app.drafting.prompt import RULES
from tests.drafting.passages import passages

OTHERS = ("Annelies Kuipers", "annelies.kuipers@post.example", "Dorpsstraat 14, 6711 AB Ede", "20417", "06 1234 5678")


def flagged(text, kind, language="nl", known=(), **more):
    return [text[slice(*flag.span)] for flag in check_text(text, known, language=language, **more).flags if flag.kind is kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Beste Jan, uw pakket is bezorgd bij Annelies Kuipers.", "Annelies Kuipers"),
        ("Het pakket van mevrouw Kuipers ligt er nog.", "Kuipers"),
        ("Het is gestuurd naar Dorpsstraat 14 in Ede.", "Dorpsstraat 14"),
        ("Bestelling 20417 is ook al weg.", "20417"),
        ("U kunt haar mailen op annelies.kuipers@post.example.", "annelies.kuipers@post.example"),
        ("Bel haar op 06 1234 5678.", "06 1234 5678"),
    ],
)
def test_what_belongs_to_another_customer_is_flagged(text, found):
    assert found in flagged(text, FlagKind.OTHER_CUSTOMER, question="Ik ben Jan", others=OTHERS)
    assert not flagged(text, FlagKind.OTHER_CUSTOMER, question="Ik ben Jan")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Beste Annelies, bestelling 20417 is onderweg naar de Dorpsstraat 14.", "Annelies Kuipers, Dorpsstraat 14, bestelling 20417"),
        ("Beste Jan, uw pakket is onderweg.", "Ik ben Jan"),
        ("We zijn open tot 14 uur en de straat is afgesloten.", ""),
    ],
)
def test_the_customers_own_words_belong_to_nobody_else(text, question):
    assert flagged(text, FlagKind.OTHER_CUSTOMER, question=question, others=OTHERS) == []


@pytest.mark.parametrize(
    ("language", "text", "banned", "found"),
    [
        ("nl", "Bij Bolkom is het goedkoper.", "Bolkom", ["Bolkom"]),
        ("nl", "Dat is niet ons probleem.", "niet ons probleem", ["niet ons probleem"]),
        ("en", "Cheap stuff breaks.", "cheap", ["Cheap"]),
        ("de", "Die Geschenke sind billig.", "billig", ["billig"]),
        ("fr", "C'est bon marché.", "bon marché", ["bon marché"]),
        ("en", "We cheapen nothing; cheapskates do.", "cheap", ["cheapen"]),
        ("en", "A mug is fine.", "rim", []),
        ("en", "Anything goes.", " ", []),
    ],
)
def test_words_the_shop_never_says_are_flagged(language, text, banned, found):
    assert flagged(text, FlagKind.BANNED, language, banned=(banned,)) == found


@pytest.mark.parametrize(
    ("language", "text", "formal", "found"),
    [
        ("nl", "Kun je ons je bestelnummer sturen?", True, ["je", "je"]),
        ("nl", "Kunt u ons uw bestelnummer sturen?", True, []),
        ("nl", "Kunt u ons uw bestelnummer sturen?", False, ["u", "uw"]),
        ("de", "Hast du dein Paket erhalten?", True, ["du", "dein"]),
        ("de", "Haben Sie Ihr Paket erhalten?", False, ["Sie", "Ihr"]),
        ("fr", "As-tu reçu ton colis ?", True, ["tu", "ton"]),
        ("fr", "Avez-vous reçu votre colis ?", False, ["vous", "votre"]),
        ("en", "Have you got your parcel?", True, []),
    ],
)
def test_the_other_form_of_address_is_flagged(language, text, formal, found):
    assert flagged(text, FlagKind.FORM_OF_ADDRESS, language, formal=formal) == found


def test_eight_words_of_the_prompt_in_a_row_are_a_leak():
    words = RULES.split()
    leak = " ".join(words[30:40])
    assert flagged(f"Dag, {leak}", FlagKind.INSTRUCTION)
    assert not flagged(" ".join(words[30:36]), FlagKind.INSTRUCTION)


def test_the_fence_of_the_prompt_is_a_leak():
    assert flagged("<<9f3ab2c41d0e77aa>> Beste Jan,", FlagKind.INSTRUCTION) == ["<<9f3ab2c41d0e77aa>>"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Thank you for the order."),
        ("en", "Wir haben das Paket noch nicht verschickt."),
        ("de", "Het pakket is bij ons nog niet binnen."),
        ("fr", "We have not sent the parcel yet."),
    ],
)
def test_a_short_sentence_in_another_language_is_flagged(language, text):
    assert flagged(text, FlagKind.LANGUAGE, language) == [text]


def test_a_made_up_refund_says_that_its_source_speaks_of_none():
    known = passages("nl")
    made_up = check_text("Voor het steengoed krijgt u in de vaatwasser korting.", known, language="nl").flags
    sourced = check_text("Zodra het pakket binnen is, storten we het aankoopbedrag binnen 5 werkdagen terug.", known, language="nl").flags
    assert any(flag.kind is FlagKind.MONEY and flag.why.endswith("its source does not.") for flag in made_up)
    assert not any(flag.kind is FlagKind.MONEY and flag.why.endswith("its source does not.") for flag in sourced)
