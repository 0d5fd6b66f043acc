"""The figures that `evaluate` prints, on a sorter whose answers are known."""

from collections.abc import Sequence

from app.domain.ports import MessageContext
from app.domain.verdict import Category, Sentiment, Urgency, Verdict
from app.triage.evaluate import evaluate_language, evaluate_triage


class Parrot:
    """Answers with the category named in the text."""

    def judge(self, text: str, context: MessageContext) -> Verdict:
        return Verdict(
            language="nl",
            category=Category(text.split()[0]),
            sentiment_label=Sentiment.NEUTRAL,
            urgency=Urgency.NORMAL,
            order_numbers=("1042",),
        )

    def judge_many(self, items: Sequence[tuple[str, MessageContext]]) -> list[Verdict]:
        return [self.judge(*item) for item in items]


def test_figures_of_triage() -> None:
    rows = [
        {"text": "refund a", "category": "refund", "language": "nl", "sentiment": "neutral", "urgency": 1, "order_numbers": ["1042"]},
        {"text": "refund b", "category": "complaint", "language": "de", "sentiment": "negative", "order_numbers": ["1042", "7"]},
        {"text": "complaint c", "category": "complaint", "language": "nl", "order_numbers": []},
        {"text": "spam d"},
    ]
    figures = evaluate_triage(rows, Parrot())
    assert figures["n"] == 4
    category = figures["category"]
    assert category["n"] == 3
    assert category["by_class"]["refund"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667, "n": 1}
    assert category["macro_f1"] == 0.6667
    assert category["confusion"] == {"complaint": {"complaint": 1, "refund": 1}, "refund": {"refund": 1}}
    assert category["by_language"]["nl"] == {"n": 2, "accuracy": 1.0, "macro_f1": 1.0}
    assert figures["sentiment"]["accuracy"] == 0.5
    assert figures["urgency"]["accuracy"] == 1.0
    assert figures["order_numbers"] == {"n": 3, "numbers": 3, "found": 0.6667, "wrong": 0.3333}
    assert "emotion" not in figures


def test_nothing_to_measure() -> None:
    assert evaluate_triage([], Parrot()) == {"n": 0}


def test_figures_of_language() -> None:
    rows = [{"text": "a", "language": "nl"}, {"text": "een twee drie", "language": "nl"}, {"text": "one two three", "language": "en"}]
    figures = evaluate_language(rows, lambda _: ("nl", 1.0))
    assert figures["n"] == 3
    assert figures["by_words"]["1-2"]["accuracy"] == 1.0
    assert figures["by_words"]["3-6"]["accuracy"] == 0.5
