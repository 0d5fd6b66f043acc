import pytest

from app.drafting.relations import excluded, senses, wider
from app.drafting.stance import denial_of, payer_of, turned_by_prefix


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("Dat kan niet.", (True, True, False)),
        ("Verzenden is gratis.", (False, False, True)),
        ("Vom Umtausch ausgeschlossen.", (True, False, False)),
        ("C'est interdit.", (True, False, False)),
        ("You can come on Monday.", (False, False, False)),
    ],
)
def test_denials_in_words_and_by_half(text, denial):
    assert denial_of(text) == denial


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("De verzendkosten zijn voor uw rekening.", "customer"),
        ("De verzending nemen wij voor onze rekening.", "shop"),
        ("The postage is on us.", "shop"),
        ("You pay the return postage.", "customer"),
        ("Das Porto übernehmen wir.", "shop"),
        ("Le port est à votre charge.", "customer"),
        ("We pay half and you pay half.", ""),
        ("We are open.", ""),
    ],
)
def test_who_bears_the_cost(text, payer):
    assert payer_of(text) == payer


def test_a_prefix_turns_a_word_round():
    assert turned_by_prefix("gelezen", frozenset({"ongelezen"}))
    assert turned_by_prefix("unopened", frozenset({"opened"}))
    assert not turned_by_prefix("der", frozenset({"onder"}))
    assert not turned_by_prefix("under", frozenset({"der"}))


def test_senses_hang_together_across_languages():
    dog, hund = senses("hond", "hond"), senses("hund", "hund")
    assert dog & hund
    assert "animal" in wider(dog)
    assert senses("closed", "close") & excluded(senses("open", "open"))
    assert senses("xylofoon", "xylofoon") == frozenset()
