"""Contradictions inside the shop's own knowledge: the same matter with another number in another article."""

from pathlib import Path

import pytest

from app.domain.knowledge import Passage
from app.drafting.conflicts import conflicts
from app.drafting.sentences import split

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo" / "knowledge"


def demo():
    """The demonstration shop's Dutch knowledge, an article a file, a passage a heading."""
    found = []
    for article, path in enumerate(sorted(DEMO.glob("*.md"))):
        text = path.read_text(encoding="utf-8")
        if "language: nl" not in text:
            continue
        title, *sections = text.split("\n# ")[1].split("\n## ")
        for number, section in enumerate(sections):
            heading, _, body = section.partition("\n")
            found.append(Passage(len(found), article, title.split("\n")[0], number, heading.strip(), " ".join(body.split()), "nl"))
    return found


def against(sentence, own, language="nl"):
    return conflicts(sentence, [p for p in demo() if p.article_title != own], language)


@pytest.mark.parametrize(
    ("sentence", "own"),
    [
        (
            "Je kunt een bestelling binnen 30 dagen na ontvangst retourneren, ongebruikt en in de originele verpakking.",
            "Retourneren en ruilen",
        ),
        ("De koper kan de overeenkomst binnen 14 dagen na ontvangst ontbinden.", "Voorwaarden webwinkel (2022)"),
    ],
)
def test_the_old_return_period_of_the_demonstration_shop_is_found(sentence, own):
    assert against(sentence, own)


def test_the_rest_of_the_demonstration_shop_does_not_quarrel():
    quarrels = [
        span.text
        for passage in demo()
        for span in split(passage.text)
        if conflicts(span.text, [p for p in demo() if p.article_id != passage.article_id], "nl")
    ]
    about_returns = [text for text in quarrels if any(word in text.casefold() for word in ("retour", "ontbind", "terugbetal", "terug"))]
    assert len(quarrels) - len(about_returns) <= 1, quarrels


def passage(text, title="", language="nl", number=1):
    return Passage(number, number, title, 0, "", text, language)


@pytest.mark.parametrize(
    ("language", "sentence", "other", "quarrel"),
    [
        ("nl", "Op lampen zit twee jaar garantie.", "De garantie op lampen duurt drie jaar.", True),
        ("nl", "Op lampen zit twee jaar garantie.", "De garantie op lampen duurt 24 maanden.", False),
        ("nl", "Verzenden binnen Nederland kost € 6,95.", "De verzendkosten binnen Nederland bedragen € 4,95.", True),
        ("nl", "Verzenden naar België kost € 9,50.", "De verzendkosten binnen Nederland bedragen € 4,95.", False),
        ("nl", "Verzenden kost € 4,95.", "Vanaf € 75 is verzenden gratis.", False),
        ("en", "You can return an order within 30 days.", "Returns are possible within 14 days of delivery.", True),
        ("en", "You can return an order within 30 days.", "The refund follows within 14 days.", False),
        ("de", "Die Rückgabe ist innerhalb von 14 Tagen möglich.", "Zurückgeben können Sie Artikel 30 Tage lang.", True),
        ("fr", "Le retour est possible dans les 30 jours.", "Vous pouvez retourner un article dans les 14 jours.", True),
    ],
)
def test_the_same_matter_with_another_number_is_a_quarrel(language, sentence, other, quarrel):
    assert conflicts(sentence, [passage(other, language=language)], language) is quarrel
