import pytest

from app.drafting.check import check_text
from tests.drafting.passages import passages
from tests.drafting.small_talk import OWN, QUESTION, QUIET

LINES = [(language, text) for language, texts in QUIET.items() for text in texts]


def test_there_are_enough_of_them():
    assert len(LINES) >= 60
    assert all(len(texts) >= 15 for texts in QUIET.values())


@pytest.mark.parametrize(("language", "text"), LINES)
def test_what_people_type_beside_the_matter_is_not_flagged(language, text):
    report = check_text(text, passages(language), question=QUESTION[language], language=language, facts=OWN)
    assert [(flag.kind, flag.why) for flag in report.flags] == []
    assert all(sentence.courtesy for sentence in report.sentences)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Veel plezier met je nieuwe schaal, die in de oven tot 300 graden kan!"),
        ("nl", "Sorry, we repareren ook porselein van andere winkels en vergulden oude kopjes."),
        ("en", "No problem, our bowls survive any fall and come with a leather case."),
        ("en", "Did you know that our studio also restores antique furniture?"),
        ("de", "Schade, aber unsere Vasen sind alle kugelsicher und schwimmen im Meer."),
        ("fr", "Pas de souci, nos bols résistent à toutes les chutes et flottent sur la mer."),
    ],
)
def test_small_talk_does_not_hide_a_claim(language, text):
    report = check_text(text, passages(language), question=QUESTION[language], language=language, facts=OWN)
    assert report.flags
