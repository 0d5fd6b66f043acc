"""Several messages in a row are one turn."""

from app.domain.verdict import Category, Emotion, Reason, Sentiment, Urgency, Verdict
from app.triage.turns import verdict_of_turn

QUESTION = Verdict(
    "nl", 0.9, Category.ORDER_STATUS, sentiment=-0.2, urgency=Urgency.NORMAL, order_numbers=("1042",), confidence=0.8,
    reasons=(Reason("order", "1042"),),
)  # fmt: skip
NUDGE = Verdict("und", 0.1, Category.OTHER, urgency=Urgency.NORMAL, confidence=0.9)
ANGRY = Verdict(
    "nl", 0.5, Category.OTHER, sentiment=-0.9, sentiment_label=Sentiment.NEGATIVE, emotion=Emotion.ANGRY, urgency=Urgency.NOW,
    needs_human=("insult",), confidence=0.4, reasons=(Reason("insult", "oplichters"),),
)  # fmt: skip
THANKS = Verdict("nl", 0.9, Category.COMPLIMENT_REVIEW, sentiment=0.8, urgency=Urgency.NONE, confidence=0.99)


def test_nothing_and_one() -> None:
    assert verdict_of_turn([]) is None
    assert verdict_of_turn([QUESTION]) is QUESTION


def test_the_most_urgent_the_unhappiest_and_the_surest_count() -> None:
    turn = verdict_of_turn([QUESTION, NUDGE, ANGRY])
    assert turn is not None
    assert (turn.category, turn.language, turn.urgency, turn.emotion) == (Category.ORDER_STATUS, "nl", Urgency.NOW, Emotion.ANGRY)
    assert (turn.order_numbers, turn.needs_human) == (("1042",), ("insult",))
    assert [reason.signal for reason in turn.reasons] == ["order", "insult"]


def test_thanks_in_advance_does_not_hide_the_question() -> None:
    turn = verdict_of_turn([QUESTION, THANKS])
    assert turn is not None
    assert (turn.category, turn.urgency) == (Category.ORDER_STATUS, Urgency.NORMAL)
