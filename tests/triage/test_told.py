"""A verdict as a person says it is."""

import pytest

from app.domain.teaching import Labels
from app.domain.verdict import Emotion, Reason, Sentiment, Urgency, Verdict
from app.triage.told import labels_of, told, without

ASKED = Verdict(
    "nl",
    0.99,
    "refund",
    {"refund": 0.6, "order_status": 0.3, "spam": 0.1},
    -0.7,
    Sentiment.NEGATIVE,
    Emotion.ANGRY,
    Urgency.TODAY,
    order_numbers=("1039",),
    intents=("refund", "order_status"),
    needs_human=("money", "strong_negative"),
    spam=0.1,
    confidence=0.6,
    reasons=(Reason("money", "geld terug"), Reason("mood_negative", "belachelijk")),
)


def test_a_category_that_was_said_is_certain_and_first() -> None:
    said = told(ASKED, Labels("gift_card"))
    assert (said.category, said.confidence, said.engine) == ("gift_card", 1.0, "person")
    assert said.intents == ("gift_card", "order_status")
    assert said.categories["gift_card"] == 1.0
    assert sum(said.categories.values()) == pytest.approx(1.0)
    assert (said.order_numbers, said.urgency, said.emotion) == (("1039",), Urgency.TODAY, Emotion.ANGRY)
    assert said.earlier is not None
    assert (said.earlier.engine, said.earlier.category, said.earlier.confidence) == ("embedded", "refund", 0.6)


def test_spam_needs_no_answer_and_what_is_no_spam_does() -> None:
    spam = told(ASKED, Labels("spam"))
    assert (spam.urgency, spam.spam, spam.needs_human, spam.intents) == (Urgency.NONE, 1.0, (), ("spam",))
    back = told(spam, Labels("complaint"))
    assert (back.urgency, back.spam) == (Urgency.NORMAL, 0.0)
    assert back.earlier == spam.earlier, "what the engine thought, not what the person said before"


def test_a_mood_brings_its_sentiment_along() -> None:
    calm = told(ASKED, Labels(emotion=Emotion.NEUTRAL))
    assert (calm.emotion, calm.sentiment_label, calm.sentiment) == (Emotion.NEUTRAL, Sentiment.NEUTRAL, -0.2)
    assert calm.needs_human == ("money",)
    assert [reason.signal for reason in calm.reasons] == ["money"]
    glad = told(ASKED, Labels(emotion=Emotion.PLEASED))
    assert (glad.sentiment_label, glad.sentiment) == (Sentiment.POSITIVE, 0.5)
    assert told(glad, Labels(emotion=Emotion.WORRIED)).sentiment_label is Sentiment.NEUTRAL
    assert "strong_negative" in told(calm, Labels(emotion=Emotion.ANGRY)).needs_human


def test_a_sentiment_alone_keeps_a_mood_that_fits() -> None:
    assert told(ASKED, Labels(sentiment=Sentiment.NEGATIVE)).emotion is Emotion.ANGRY
    assert told(ASKED, Labels(sentiment=Sentiment.POSITIVE)).emotion is Emotion.PLEASED


def test_an_urgency_that_was_said_holds_also_for_spam() -> None:
    assert told(ASKED, Labels("spam", urgency=Urgency.NOW)).urgency is Urgency.NOW
    said = told(ASKED, Labels(urgency=Urgency.NONE))
    assert (said.urgency, said.category, said.confidence) == (Urgency.NONE, "refund", 0.6)


def test_saying_what_it_is_already_confirms_it() -> None:
    confirmed = told(ASKED, labels_of(ASKED))
    assert labels_of(confirmed) == labels_of(ASKED)
    assert (confirmed.confidence, confirmed.engine) == (1.0, "person")


def test_a_category_that_is_not_used_gives_way_to_the_next() -> None:
    assert without(ASKED, frozenset({"appointment"})) is ASKED
    next_best = without(ASKED, frozenset({"refund"}))
    assert (next_best.category, next_best.intents, next_best.confidence) == ("order_status", ("order_status",), 0.3)
    assert without(ASKED, frozenset({"order_status"})).intents == ("refund",)
    last = without(ASKED, frozenset({"refund", "order_status"}))
    assert (last.category, last.confidence) == ("other", 0.0), "never one that needs no answer"
