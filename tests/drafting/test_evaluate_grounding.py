import json
from pathlib import Path

import pytest

from app.domain.draft import CheckReport, Flag, FlagKind, Sentence
from app.drafting.check import SUPPORTED, check_text
from app.drafting.evaluate_grounding import evaluate_grounding, support_of

SEALED = Path(__file__).resolve().parents[1] / "evaluation"


def fake(text, passages, **_more):
    score = float(text.split()[0])
    flags = (Flag(FlagKind.DATE, (0, 1), "no source"),) if "dated" in text else ()
    return CheckReport((Sentence(text, score), Sentence("Dag,", 1.0, None, courtesy=True)), flags)


def row(text, supported, **more):
    return {"text": text, "passages": ["p"], "supported": supported} | more


def test_the_figures_are_counted_at_the_threshold():
    rows = [
        row("0.9 a", True, language="nl"),
        row("0.1 b", True, language="nl"),
        row("0.2 c", False, language="nl", kind="near"),
        row("0.8 d", False, language="en", kind="number"),
        row("0.95 dated", False, language="en", kind="number"),
    ]
    figures = evaluate_grounding(rows, fake)
    assert (figures["n"], figures["supported"], figures["threshold"]) == (5, 2, SUPPORTED)
    assert figures["auroc"] == pytest.approx(2 / 6, abs=1e-4)
    assert figures["caught_share"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["flagged_share"] == 0.5
    assert figures["by_language"]["nl"]["auroc"] == 0.5
    assert figures["by_language"]["en"]["auroc"] is None
    assert figures["by_kind"]["number"] == {"n": 2, "auroc": 0.25, "caught_share": 0.5, "flagged_share": None}


def test_no_rows_no_figures():
    figures = evaluate_grounding([{"note": "nothing here"}], fake)
    assert (figures["n"], figures["auroc"], figures["caught_share"]) == (0, None, None)


def test_the_least_carried_sentence_counts():
    report = CheckReport((Sentence("a", 0.9), Sentence("b", 0.3), Sentence("Hi,", 1.0, None, courtesy=True)))
    assert support_of(report) == 0.3
    assert support_of(CheckReport()) == 1.0


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr"])
def test_the_sealed_pairs_are_told_apart_though_their_words_mislead(language):
    """These pairs are made so that word overlap points the wrong way: .10 to .19 AUROC."""
    rows = [json.loads(line) for line in (SEALED / f"grounding-{language}.jsonl").read_text(encoding="utf-8").split("\n") if line]
    figures = evaluate_grounding(rows, check_text)
    assert figures["n"] >= 39
    assert figures["auroc"] >= 0.65
