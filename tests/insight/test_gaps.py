"""Gaps: what is asked in a message, what speaks for a gap, and questions put together."""

from datetime import UTC, datetime

import pytest

from app.domain.tending import Asked, AskedWhy
from app.insight.gaps import grouped, question_in, rewritten, why_asked
from app.language.embed import HashedEmbedder

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Hallo, ik heb een tuinbank gekocht. Kan die buiten blijven staan in de winter? Groet, Jan",
            "ik heb een tuinbank gekocht. Kan die buiten blijven staan in de winter?",
        ),
        ("Beste winkel,\nVerhuren jullie ook partytenten voor 40 personen?", "Verhuren jullie ook partytenten voor 40 personen?"),
        ("Mein Henkel ist abgebrochen. Was nun?", "Mein Henkel ist abgebrochen."),
        ("ok", ""),
        ("", ""),
    ],
)
def test_what_is_asked(text: str, asked: str) -> None:
    assert question_in(text) == asked


def test_a_bare_question_takes_the_sentence_before_it_along() -> None:
    assert question_in("Het deksel van de theepot is gebarsten. Wat moet ik doen?").startswith("Het deksel van de theepot")


def test_why_a_question_shows_a_gap() -> None:
    asked = Asked("Verhuren jullie tenten?", "nl", AT, 1)
    assert why_asked(asked) is AskedWhy.ASKED
    assert why_asked(Asked("Het pakket kwam vandaag, mooi!", "nl", AT, 1)) is None
    assert why_asked(Asked("x", "nl", AT, 1, "unknown")) is AskedWhy.UNKNOWN
    proposed = "Wij verzenden binnen Nederland met de pakketdienst voor 5 euro."
    assert (
        why_asked(Asked("x", "nl", AT, 1, "answer", proposed, "Tenten verhuren doen we helaas niet, probeer de buren."))
        is AskedWhy.REWRITTEN
    )
    assert why_asked(Asked("x", "nl", AT, 1, "answer", proposed, proposed + " Fijne dag!")) is None
    assert not rewritten("", "Iets")


def test_questions_that_are_alike_come_together_also_across_languages() -> None:
    questions = [
        ("Kan ik mijn bestelling laten inpakken als cadeau?", "nl"),
        ("is het mogelijk de bestelling als cadeau in te pakken", "nl"),
        ("Verhuren jullie partytenten voor een feest?", "nl"),
        ("Can my order be gift wrapped?", "en"),
        ("Kunnen jullie een partytent verhuren?", "nl"),
        ("Hoe zwaar is de zwarte vaas?", "nl"),
    ]
    vectors = [HashedEmbedder().embed([text], language)[0] for text, language in questions]
    groups = [set(group.members) for group in grouped([text for text, _ in questions], [language for _, language in questions], vectors)]
    assert {2, 4} in groups
    assert {5} in groups
    assert any({0, 1} <= group and not group & {2, 4, 5} for group in groups)
    assert grouped([], [], []) == []


def test_every_question_is_in_one_group_whatever_the_blocks() -> None:
    questions = [f"Kan ik artikel {chr(97 + n % 26) * 5} ruilen voor nummer {n}?" for n in range(700)]
    vectors = HashedEmbedder().embed(questions, "nl")
    groups = grouped(questions, ["nl"] * 700, vectors)
    assert sorted(place for group in groups for place in group.members) == list(range(700))
    assert [len(group.members) for group in groups] == sorted((len(group.members) for group in groups), reverse=True)
