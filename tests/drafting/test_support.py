import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.knowledge import Passage
from app.drafting.features import FALLING, FEATURES, FREE, RISING
from app.drafting.support import best_support, bounded, rank_support

MODEL = Path(__file__).resolve().parents[2] / "resources" / "models" / "support.json"


def known(*texts, language="en"):
    return [Passage(n, n, "", n, "", text, language) for n, text in enumerate(texts, 1)]


MUG = "The mug holds 300 ml and can go in the dishwasher. It must not be put in the oven. We ship it on Mondays."


def value(sentence, *texts, language="en"):
    return best_support(sentence, known(*texts, language=language), language).value


def test_the_model_was_made_for_these_features():
    model = json.loads(MODEL.read_text(encoding="utf-8"))
    assert tuple(model["features"]) == FEATURES == (*RISING, *FALLING, *FREE)
    assert len(set(FEATURES)) == len(FEATURES)
    for tree in model["trees"]:
        for node in tree:
            assert node[0] == -1 or (node[0] < len(FEATURES) and max(node[2], node[3]) < len(tree))


def test_a_sources_own_sentence_is_carried_in_full():
    assert value("It must not be put in the oven.", MUG) == 1.0
    assert value("Yes, we ship it on Mondays!", MUG) == 1.0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("You can put the mug in the dishwasher.", "You can't put the mug in the dishwasher."),
        ("It must not go in the oven.", "It may be put in the oven."),
        ("You can put the mug in the dishwasher.", "You can put the mug in the dishwasher and in the freezer drawer overnight."),
        ("The mug holds 300 ml.", "The mug holds 400 ml."),
        ("We ship the mug on Mondays.", "The saucer is painted by an artist from Lisbon."),
    ],
)
def test_what_the_source_says_is_carried_better(better, worse):
    assert value(better, MUG) > value(worse, MUG) + 0.1


@pytest.mark.parametrize(
    ("language", "source", "better", "worse"),
    [
        (
            "nl",
            "De verzendkosten van de retour betaalt u zelf.",
            "De retourkosten zijn voor uw rekening.",
            "De retourkosten zijn voor onze rekening.",
        ),
        ("de", "Das Porto tragen Sie.", "Das Porto zahlen Sie.", "Das Porto zahlen wir."),
        ("fr", "Les frais de retour sont à votre charge.", "Vous payez les frais de retour.", "Les frais de retour sont à notre charge."),
        ("nl", "Een ongelezen boek ruilt u om.", "U kunt een ongelezen boek omruilen.", "U kunt een gelezen boek omruilen."),
        ("en", "The shop is closed on Monday.", "On Monday the shop is shut.", "The shop is open on Monday."),
        ("de", "Einige Plätze sind frei.", "Ein paar Plätze sind frei.", "Alle Plätze sind frei."),
    ],
)
def test_who_pays_and_what_excludes_count(language, source, better, worse):
    assert value(better, source, language=language) > value(worse, source, language=language) + 0.1


def test_less_may_be_said_than_the_source_says():
    assert value("An animal is running.", "A dog is running through the park.") > value(
        "A cat is running.", "A dog is running through the park."
    )


def test_the_passage_that_carries_it_comes_first():
    ranked = rank_support("You can pay by card.", known("We close at six.", "Cards and cash are both fine for paying.", MUG), "en")
    assert ranked[0].passage == 1
    assert [s.value for s in ranked] == sorted((s.value for s in ranked), reverse=True)


def test_nothing_shared_is_no_support():
    assert rank_support("", known(MUG), "en")[0].passage is None
    assert best_support("You can pay by card.", [], "en").value == 0.0


def test_what_cannot_be_seen_or_is_turned_round_counts_less():
    row = dict.fromkeys(FEATURES, 0.0) | {"joint": 1.0}
    unseen, refuted = row | {"joint": 0.1}, row | {"refuted": 1.0}
    assert bounded(0.8, list(row.values())) == 0.8
    assert bounded(0.8, list(unseen.values())) < 0.3
    assert bounded(0.8, list(refuted.values())) < 0.6


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_a_support_between_nothing_and_all(sentence, source):
    assert all(0.0 <= s.value <= 1.0 for s in rank_support(sentence, known(source), "en"))
