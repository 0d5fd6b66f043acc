"""The arithmetic of the retrieval figures, by hand-made searches."""

import pytest

from app.drafting.evaluate import Found, auroc, evaluate_retrieval

ARTICLE = {"article": "a", "title": "t", "text": "x", "language": "nl"}


def query(text: str, *gold: str, language: str = "nl") -> dict[str, object]:
    return {"query": text, "gold": list(gold), "language": language}


def test_figures_with_unanswerable_questions() -> None:
    answers = {
        "first": Found(("a", "b"), 0.9),
        "second": Found(("b", "a"), 0.8),
        "eighth": Found(("b", "c", "d", "e", "f", "g", "h", "a"), 0.2),
        "never": Found(("b",), 0.6),
        "unknown": Found(("b",), 0.7),
    }
    rows = [
        ARTICLE,
        query("first", "a"),
        query("second", "x", "a"),
        query("eighth", "a", language="de"),
        query("never", "a"),
        query("unknown"),
    ]
    figures = evaluate_retrieval(rows, lambda text, _language, _without: answers[text], threshold=0.65)
    by_language = figures.pop("by_language")
    assert figures == {
        "n": 5,
        "recall_at_1": 0.25,
        "recall_at_3": 0.5,
        "recall_at_5": 0.5,
        "mrr_at_10": round((1 + 0.5 + 0.125) / 4, 4),
        "answerable_auroc": 0.5,
        "answered_share": 0.6,
        "wrong_share": 0.4,
        "threshold": 0.65,
    }
    assert isinstance(by_language, dict)
    assert by_language["de"]["n"] == 1
    assert by_language["de"]["answerable_auroc"] is None


def test_gold_is_left_out_when_every_question_has_some() -> None:
    def search(_text: str, _language: str, without: frozenset[str]) -> Found:
        return Found((), 0.3) if "a" in without else Found(("a",), 0.8)

    figures = evaluate_retrieval([query("one", "a"), query("two", "b")], search, threshold=0.5)
    assert figures["answerable_auroc"] == pytest.approx((1 + 0.5 + 1 + 0.5) / 4)
    assert figures["wrong_share"] == 0.5


def test_nothing_asked() -> None:
    figures = evaluate_retrieval([ARTICLE], lambda *_: Found((), 0.0), threshold=0.5)
    assert figures["n"] == 0
    assert figures["recall_at_1"] is None


def test_auroc() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([], [0.5]) is None
