"""A condition stays with the sentence it limits."""

import pytest

from app.domain.knowledge import Passage, PassageHit
from app.drafting.choosing import choose

CASES = [
    ("nl", "Mag ik dit terugsturen?", "U kunt alles binnen 30 dagen terugsturen. Een bon is genoeg. Tenzij het maatwerk is.", "Tenzij"),
    ("nl", "Kan ik mijn schaal ruilen?", "Ruilen kan binnen 30 dagen. Neem de bon mee. Uitverkoop wordt niet geruild.", "Uitverkoop"),
    ("en", "May I return it?", "Gifts can be returned in 30 days. Bring proof. Personalised gifts cannot be returned.", "Personalised"),
    ("de", "Kann ich umtauschen?", "Umtausch ist binnen 30 Tagen möglich. Ausgenommen sind Sonderanfertigungen.", "Sonderanfertigungen"),
    ("fr", "Puis-je échanger ?", "Les échanges sont possibles sous 30 jours. Sauf les articles soldés.", "soldés"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "question", "text", "condition"), CASES)
def test_what_limits_an_answer_comes_along(language, question, text, condition):
    passage = Passage(1, 1, "Retour", 0, "", text, language)
    for most in (1, 4):
        assert condition in " ".join(unit.text for unit in choose(question, [PassageHit(passage, 1.0)], language, most=most))


def test_what_limits_nothing_stays_out():
    text = "Bezorgen kost 4,95 euro. Onze winkel is niet open op zondag. Parkeren kan niet voor de deur."
    passage = Passage(1, 1, "Bezorgen", 0, "", text, "nl")
    units = choose("Wat kost bezorgen?", [PassageHit(passage, 1.0)], "nl", most=1)
    assert "Parkeren" not in " ".join(unit.text for unit in units)
