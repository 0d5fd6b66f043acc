"""What a person's corrections change, and what they leave as it is."""

import json
import random
import time
from pathlib import Path

import pytest

from app.domain.ports import MessageContext
from app.domain.verdict import Category, Emotion, Sentiment, Urgency
from app.language.detect import detect
from app.triage.lessons import Example, own_categories
from app.triage.model import TriageModel
from app.triage.sorter import EmbeddedSorter

HELD_OUT = Path(__file__).resolve().parents[1] / "evaluation"
NOTHING = MessageContext()
WRAPPING = (
    "Kunnen jullie het inpakken als cadeau?",
    "Is het mogelijk om het als cadeautje in te pakken?",
    "Kan er cadeaupapier omheen, het is voor mijn moeder",
    "Graag inpakken als cadeau aub",
    "Doen jullie ook cadeauverpakking?",
    "wil het graag ingepakt hebben, is een cadeau",
    "Kan het met een strik en kaartje erbij verstuurd worden?",
    "Kunt u er een kaartje bij doen?",
    "Inpakservice mogelijk voor een verjaardag?",
    "is cadeauverpakking gratis",
)
UNRELATED = (
    "Waar blijft mijn bestelling?",
    "De lamp is kapot gegaan",
    "Kan ik een afspraak maken voor dinsdag?",
    "Kunnen jullie de factuur sturen?",
    "Ich möchte die Hose umtauschen, sie ist zu klein.",
    "Quand serai-je remboursé de mon retour ?",
)


def sorter_of(model: TriageModel) -> EmbeddedSorter:
    return EmbeddedSorter(model, detect)


def lines(pattern: str) -> list[dict[str, str]]:
    return [json.loads(line) for path in sorted(HELD_OUT.glob(pattern)) for line in path.read_text(encoding="utf-8").splitlines()]


def test_ten_examples_make_a_category_of_the_shops_own(model: TriageModel) -> None:
    taught = sorter_of(model.adjusted([Example(text, "gift_wrapping") for text in WRAPPING]))
    for text in (
        "mag er een kaartje bij het cadeau",
        "Kan het als cadeau verpakt worden",
        "doen jullie dat ook ingepakt als cadeau versturen?",
    ):
        verdict = taught.judge(text, NOTHING)
        assert verdict.category == "gift_wrapping", text
        assert verdict.intents[0] == "gift_wrapping"
        assert abs(sum(verdict.categories.values()) - 1) < 0.01
        assert verdict.urgency >= Urgency.NORMAL


def test_ten_examples_change_like_messages_to_a_shipped_category(model: TriageModel) -> None:
    taught = sorter_of(model.adjusted([Example(text, Category.PRICE_QUOTE) for text in WRAPPING]))
    assert taught.judge("Kan het als cadeau verpakt worden", NOTHING).category == Category.PRICE_QUOTE


def test_unrelated_messages_stay_put(model: TriageModel, sorter: EmbeddedSorter) -> None:
    taught = sorter_of(model.adjusted([Example(text, "gift_wrapping", urgency=Urgency.NOW) for text in WRAPPING]))
    for text in UNRELATED:
        before, after = sorter.judge(text, NOTHING), taught.judge(text, NOTHING)
        assert (after.category, after.urgency, after.sentiment_label) == (before.category, before.urgency, before.sentiment_label)
        assert after.categories["gift_wrapping"] < 0.05


def test_one_correction_changes_what_is_nearly_the_same(model: TriageModel) -> None:
    corrected = Example("Waar blijft mijn bestelling 10423? Ik wacht al twee weken.", Category.COMPLAINT)
    taught = sorter_of(model.adjusted([corrected]))
    for text in (corrected.text, "Waar blijft mijn bestelling 99871? Ik wacht al drie weken!"):
        assert taught.judge(text, NOTHING).category == Category.COMPLAINT
    assert taught.judge("Wanneer komt mijn pakket", NOTHING).category == Category.ORDER_STATUS


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_taught_urgency_wins_over_rules_of_thumb(model: TriageModel, urgency: Urgency) -> None:
    text = "Spoed! Ik sta voor een dichte deur, bel me onmiddellijk"
    assert sorter_of(model.adjusted([Example(text, urgency=urgency)])).judge(text, NOTHING).urgency is urgency


@pytest.mark.parametrize("emotion", list(Emotion))
def test_a_taught_emotion_brings_its_sentiment(model: TriageModel, emotion: Emotion) -> None:
    text = "Nou, dat heeft u weer keurig gedaan hoor, de doos lag in de regen."
    verdict = sorter_of(model.adjusted([Example(text, sentiment=_fitting(emotion), emotion=emotion)])).judge(text, NOTHING)
    assert verdict.emotion is emotion
    assert verdict.sentiment_label is (_fitting(emotion) or Example(text, emotion=emotion).label("sentiment"))


def _fitting(emotion: Emotion) -> Sentiment | None:
    return Sentiment.NEGATIVE if emotion is Emotion.WORRIED else None


def test_two_examples_are_too_few_for_an_own_category(model: TriageModel) -> None:
    examples = [Example(text, "gift_wrapping") for text in WRAPPING[:2]]
    assert own_categories(examples) == ()
    assert "gift_wrapping" not in sorter_of(model.adjusted(examples)).judge(WRAPPING[0], NOTHING).categories


def test_lessons_are_a_pure_function_of_the_examples(model: TriageModel, sorter: EmbeddedSorter) -> None:
    examples = [Example(text, "gift_wrapping") for text in WRAPPING]
    once, twice = model.adjusted(examples), model.adjusted(examples[:4]).adjusted(examples)
    assert sorter_of(once).judge(WRAPPING[0], NOTHING) == sorter_of(twice).judge(WRAPPING[0], NOTHING)
    assert sorter_of(once.adjusted([])).judge(WRAPPING[0], NOTHING) == sorter.judge(WRAPPING[0], NOTHING)


def test_thirty_random_corrections_do_not_harm_the_rest(model: TriageModel, sorter: EmbeddedSorter) -> None:
    rows, dice = lines("triage-??.jsonl"), random.Random(11)
    texts = [row["text"] for row in lines("triage-??-2.jsonl")]
    items = [(row["text"], NOTHING) for row in rows]

    def right(by: EmbeddedSorter) -> float:
        return sum(v.category == row["category"] for v, row in zip(by.judge_many(items), rows, strict=True)) / len(rows)

    examples = [Example(text, dice.choice(list(Category)), urgency=Urgency.NORMAL) for text in dice.sample(texts, 30)]
    assert right(sorter_of(model.adjusted(examples))) >= right(sorter) - 0.01


def test_five_hundred_examples_are_learned_in_a_moment(model: TriageModel) -> None:
    rows = lines("triage-*.jsonl")
    examples = [Example(f"{place} {rows[place % len(rows)]['text']}", Category.REFUND) for place in range(500)]
    begin = time.process_time()
    model.adjusted(examples)
    assert time.process_time() - begin < 2


def test_an_empty_example_does_no_harm(model: TriageModel, sorter: EmbeddedSorter) -> None:
    taught = sorter_of(model.adjusted([Example(""), Example("", Category.SPAM), Example("x", "own")]))
    assert taught.judge(UNRELATED[0], NOTHING).category == sorter.judge(UNRELATED[0], NOTHING).category
